"""Every column of the case sheet is checked, and each mistake is one sentence with its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from building import ROOT
from oncomatch.domain.alteration import (
    Her2Ihc,
    MarkerResult,
    MismatchRepairState,
    MsiStatus,
    TumorMarkers,
)
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.case import CaseInfo, Sex
from oncomatch.domain.clinical_status import (
    Analyte,
    ClinicalStatus,
    DiseaseExtent,
    LaboratoryValue,
    MetastaticSite,
    Stage,
)
from oncomatch.domain.copy_number import TumorContent
from oncomatch.domain.named_markers import (
    ExpressionLevel,
    GeneExpression,
    Hybridisation,
    IhcResult,
    IshResult,
    Stain,
    VirusResult,
)
from oncomatch.domain.order import Order
from oncomatch.domain.prior_therapy import PriorTherapy, TherapyOutcome
from oncomatch.domain.specimen import Specimen, SpecimenType
from oncomatch.errors import InputError, OncomatchError, SheetError, TumorTypeError
from oncomatch.readers.case_sheet import CaseRequest, read_case_sheet
from oncomatch.readers.schema import load_schema
from oncomatch.reference.tumor_types import TumorTypes

LEAST = {"case_id": "A", "tumor_type": "BRCA", "build": "GRCh38", "msi": "MSS"}

Read = Callable[..., CaseRequest]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Return where the sheet of a test lies; the files that it may name lie beside it."""
    names = ("a.vcf", "panel.bed", "depth.bed", "copies.tsv", "fusions.tsv", "genes.txt")
    for name in (
        *names,
        "all.tsv",
        "expression.tsv",
        "tso.tsv",
        "msi.txt",
        "hrd.txt",
        "sbs.txt",
        "g.vcf",
        "germline.txt",
    ):
        (tmp_path / name).write_text("x\n")
    return tmp_path / "cases.tsv"


@pytest.fixture
def read(sheet: Path, tumor_types: TumorTypes) -> Read:
    """Read the sheet of one case; cells go over those of the least case, None leaves one out."""

    def of(**cells: str | None) -> CaseRequest:
        row = {name: cell for name, cell in {**LEAST, **cells}.items() if cell is not None}
        sheet.write_text("\t".join(row) + "\n" + "\t".join(row.values()) + "\n")
        (request,) = read_case_sheet(sheet, tumor_types)
        return request

    return of


def test_every_column(read: Read, tmp_path: Path) -> None:
    cells = {
        "case_id": "P-7.b_1",
        "tumor_type": "LUAD",
        "build": "hg19",
        "vcf": "a.vcf",
        "tumor_sample": "P7 T",
        "panel": "panel.bed",
        "depth": "depth.bed",
        "copy_number": "copies.tsv",
        "cnv_format": "facets",
        "purity": "0.35",
        "ploidy": "3.1",
        "fusions": "fusions.tsv",
        "fusion_genes": "genes.txt",
        "combined": "all.tsv",
        "her2_ihc": "2+",
        "her2_ish": "negative",
        "er": "positive",
        "pr": "negative",
        "pdl1_tps": "60",
        "pdl1_cps": "100",
        "pdl1_ic": "0",
        "pdl1_tc": "0.5",
        "msi": "MSI-H",
        "mmr": "deficient",
        "tmb_per_mb": "12.5",
        "tmb_file": "tso.tsv",
        "msi_file": "msi.txt",
        "hrd_file": "hrd.txt",
        "signatures": "sbs.txt",
        "hrd": "positive",
        "hrd_score": "42",
        "ebv": "negative",
        "hpv": "positive",
        "ihc": "CLDN18.2=positive; MLH1=lost",
        "ish": "MET=amplified",
        "expression": "expression.tsv",
        "viruses": "MCPyV=positive",
        "age": "61",
        "sex": "female",
        "specimen": "FFPE, liver",
        "requester": "Oncology, ward 3",
        "question": "HER2 after progression?",
        "collected": "2026-11-03",
        "received": "2026-11-05",
        "prior_therapies": "osimertinib (line 1, progression);  platinum  chemotherapy",
        "prior_lines": "2",
        "planned_line": "3",
        "stage": "IVB; metastatic",
        "ecog": "1",
        "metastases": "brain (treated, stable); liver",
        "measurable_disease": "yes",
        "laboratory": "ANC=1500 /uL; bilirubin=1.2 xULN",
        "specimen_type": "plasma",
        "tumor_fraction": "0.04",
        "matched_normal": "no",
        "germline_vcf": "g.vcf",
        "germline_sample": "P7 N",
        "germline_panel": "germline.txt",
        "place": "Mainz, Germany",
    }

    assert set(cells) == set(load_schema("cases")["properties"]), "a column is not tested"
    assert read(**cells) == CaseRequest(
        CaseInfo(
            "P-7.b_1",
            "LUAD",
            "Lung Adenocarcinoma",
            GenomeBuild.GRCH37,
            61,
            Sex.FEMALE,
            "FFPE, liver",
            (
                PriorTherapy(("osimertinib",), 1, (TherapyOutcome.PROGRESSION,)),
                PriorTherapy(("platinum chemotherapy",)),
            ),
            ClinicalStatus(
                stage=Stage("IV", "B"),
                extent=DiseaseExtent.METASTATIC,
                ecog=1,
                metastases=(MetastaticSite.BRAIN, MetastaticSite.LIVER),
                cns_treated=True,
                cns_stable=True,
                measurable_disease=True,
                planned_line=3,
                prior_lines=2,
                laboratory=(
                    LaboratoryValue(Analyte.NEUTROPHILS, 1.5, "10^9/L"),
                    LaboratoryValue(Analyte.BILIRUBIN, 1.2, "xULN"),
                ),
            ),
            Order("Oncology, ward 3", "HER2 after progression?", "2026-11-03", "2026-11-05"),
        ),
        (tmp_path / "a.vcf",),
        "P7 T",
        tmp_path / "panel.bed",
        (tmp_path / "copies.tsv",),
        TumorMarkers(
            Her2Ihc.TWO,
            MsiStatus.HIGH,
            12.5,
            MarkerResult.NEGATIVE,
            MarkerResult.POSITIVE,
            MarkerResult.NEGATIVE,
            60.0,
            100.0,
            0.0,
            0.5,
            MismatchRepairState.DEFICIENT,
            MarkerResult.POSITIVE,
            42.0,
            MarkerResult.NEGATIVE,
            MarkerResult.POSITIVE,
            ihc=(
                IhcResult(
                    "CLDN18.2", "CLDN18", "positive", product="CLDN18.2", stain=Stain.POSITIVE
                ),
                IhcResult("MLH1", "MLH1", "lost", stain=Stain.LOST),
            ),
            ish=(IshResult("MET", Hybridisation.AMPLIFIED),),
            viruses=(VirusResult("MCPyV", positive=True),),
        ),
        "facets",
        TumorContent(0.35, 3.1, male=False),
        (tmp_path / "fusions.tsv",),
        tmp_path / "genes.txt",
        Specimen(SpecimenType.PLASMA, 0.04, 0.35, matched_normal=False),
        (tmp_path / "depth.bed",),
        tmp_path / "expression.tsv",
        tmp_path / "tso.tsv",
        tmp_path / "msi.txt",
        tmp_path / "hrd.txt",
        combined=tmp_path / "all.tsv",
        germline_vcf=tmp_path / "g.vcf",
        germline_sample="P7 N",
        germline_panel=tmp_path / "germline.txt",
        signatures=tmp_path / "sbs.txt",
        place="Mainz, Germany",
    )


@pytest.mark.parametrize(
    ("cell", "therapies"),
    [
        ("none", ()),
        ("Osimertinib", (PriorTherapy(("Osimertinib",)),)),
        ("a; b", (PriorTherapy(("a",)), PriorTherapy(("b",)))),
        (None, None),
    ],
)
def test_no_therapy_is_not_the_same_as_an_empty_cell(
    read: Read, cell: str | None, therapies: tuple[PriorTherapy, ...] | None
) -> None:
    assert read(prior_therapies=cell).info.prior_therapies == therapies


@pytest.mark.parametrize("cell", ["a;;b", ";", "none; a"])
def test_a_list_of_therapies_with_a_gap_is_refused(read: Read, cell: str) -> None:
    with pytest.raises(SheetError, match=f"prior_therapies is {cell!r}; expected are names"):
        read(prior_therapies=cell)


def test_levels_of_rna_may_stand_in_the_cell(read: Read) -> None:
    request = read(expression="ERBB3=high")

    assert request.markers.expression == (GeneExpression("ERBB3", ExpressionLevel.HIGH),)
    assert request.expression is None


def test_what_is_not_given_is_not_known(read: Read) -> None:
    assert read() == CaseRequest(
        CaseInfo("A", "BRCA", "Invasive Breast Carcinoma", GenomeBuild.GRCH38),
        markers=TumorMarkers(msi=MsiStatus.STABLE),
    )
    assert read().files == ()


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("build", "GRCh37", GenomeBuild.GRCH37),
        ("build", "hg38", GenomeBuild.GRCH38),
        ("tumor_type", "luad", "LUAD"),
        ("tumor_type", "lung adenocarcinoma", "LUAD"),
        ("age", "0", 0),
        ("age", "129", 129),
        ("age", "0.083", 0.083),
        ("sex", "male", Sex.MALE),
        ("case_id", "x" * 64, "x" * 64),
        ("case_id", "Fälle7", "Fälle7"),
        ("specimen", "x" * 200, "x" * 200),
    ],
)
def test_cells_of_the_case(column: str, cell: str, value: object, read: Read) -> None:
    assert getattr(read(**{column: cell}).info, column) == value


@pytest.mark.parametrize("score", Her2Ihc)
def test_every_her2_score(score: Her2Ihc, read: Read) -> None:
    """A score of 0 is a result, not an empty cell."""
    assert read(her2_ihc=score.value).markers.her2_ihc is score


@pytest.mark.parametrize("status", MsiStatus)
def test_every_msi_status(status: MsiStatus, read: Read) -> None:
    assert read(msi=status.value).markers.msi is status


@pytest.mark.parametrize(("cell", "burden"), [("0", 0.0), ("3.10", 3.1), ("5000", 5000.0)])
def test_burdens(cell: str, burden: float, read: Read) -> None:
    assert read(msi=None, tmb_per_mb=cell).markers == TumorMarkers(tmb_per_mb=burden)


@pytest.mark.parametrize("name", ["her2_ish", "er", "pr", "hrd", "ebv", "hpv"])
@pytest.mark.parametrize("result", MarkerResult, ids=str)
def test_every_result(name: str, result: MarkerResult, read: Read) -> None:
    assert read(msi=None, **{name: result.value}).markers == TumorMarkers(**{name: result})


@pytest.mark.parametrize("name", ["her2_ish", "er", "pr", "hrd", "ebv", "hpv"])
@pytest.mark.parametrize("cell", ["80", "80%", "pos", "+", "Positive", "equivocal"])
def test_a_result_is_positive_or_negative(name: str, cell: str, read: Read) -> None:
    with pytest.raises(SheetError, match=rf"{name}: .* expected is positive or negative$"):
        read(**{name: cell})


@pytest.mark.parametrize("name", ["pdl1_tps", "pdl1_cps", "pdl1_ic", "pdl1_tc"])
@pytest.mark.parametrize(
    "cell", ["101", "100.1", "-1", "60%", "60 %", ">=50", "1-49", "nan", "0,5"]
)
def test_a_score_is_a_number_from_0_to_100(name: str, cell: str, read: Read) -> None:
    with pytest.raises(SheetError, match=rf"{name}: .* expected is a .* from 0 to 100"):
        read(**{name: cell})


CASE_ID = (
    "expected is letters, digits, '.', '_' and '-', beginning with a letter or digit, at most 64"
)
AGE = "years from 0 to 129, as 61, or 0.5 for six months"
TMB = "expected is a number of mutations per megabase from 0 to 5000"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"case_id": None}, f"case_id: is missing; {CASE_ID}"),
        ({"tumor_type": None}, "tumor_type: is missing; expected is an OncoTree code or name"),
        ({"build": None}, "build: is missing; expected is GRCh37 or GRCh38"),
        ({"case_id": "a/b"}, f"case_id: 'a/b' is not accepted; {CASE_ID}"),
        ({"case_id": ".a"}, f"case_id: '.a' is not accepted; {CASE_ID}"),
        ({"case_id": "a b"}, f"case_id: 'a b' is not accepted; {CASE_ID}"),
        ({"case_id": "x" * 65}, f"case_id: '{'x' * 65}' is not accepted; {CASE_ID}"),
        (
            {"case_id": "a..b"},
            "case id 'a..b' is not accepted: use letters, digits, '.', '_' and '-', beginning "
            "with a letter or digit, at most 64, without '..'",
        ),
        ({"build": "38"}, "build: '38' is not accepted; expected is GRCh37 or GRCh38"),
        ({"build": "hg18"}, "build: 'hg18' is not accepted; expected is GRCh37 or GRCh38"),
        ({"age": "130"}, f"age: '130' is not accepted; expected is {AGE}"),
        ({"age": "-1"}, f"age: '-1' is not accepted; expected is {AGE}"),
        ({"age": "430"}, f"age: '430' is not accepted; expected is {AGE}"),
        ({"age": "0.0833"}, f"age: '0.0833' is not accepted; expected is {AGE}"),
        (
            {"collected": "3.11.2026"},
            "collected: '3.11.2026' is not accepted; expected is a day such as 2026-11-20",
        ),
        (
            {"collected": "2026-11-03", "received": "2026-11-01"},
            "received 2026-11-01 is before collected 2026-11-03; are they swapped?",
        ),
        ({"sex": "F"}, "sex: 'F' is not accepted; expected is female or male"),
        ({"her2_ihc": "3"}, "her2_ihc: '3' is not accepted; expected is 0, 1+, 2+ or 3+"),
        ({"msi": "high"}, "msi: 'high' is not accepted; expected is MSI-H, MSI-L or MSS"),
        ({"tmb_per_mb": "-1"}, f"tmb_per_mb: '-1' is not accepted; {TMB}"),
        ({"tmb_per_mb": "3,1"}, f"tmb_per_mb: '3,1' is not accepted; {TMB}"),
        ({"tmb_per_mb": "5000.1"}, f"tmb_per_mb: '5000.1' is not accepted; {TMB}"),
        ({"tmb_per_mb": "1000000"}, f"tmb_per_mb: '1000000' is not accepted; {TMB}"),
        ({"tmb_per_mb": "nan"}, f"tmb_per_mb: 'nan' is not accepted; {TMB}"),
        (
            {"specimen": "x" * 201},
            f"specimen: '{'x' * 201}' is not accepted; expected is at most 200 characters",
        ),
        ({"tumour_type": "BRCA"}, "tumour_type: is not known; did you mean 'tumor_type'?"),
        ({"her2": "3+"}, "her2: is not known; did you mean 'her2_ish'?"),
        (
            {"mmr": "MSI-H"},
            "mmr: 'MSI-H' is not accepted; expected is deficient or proficient",
        ),
        (
            {"hrd_score": "-3"},
            "hrd_score: '-3' is not accepted; expected is a number from 0 to 999",
        ),
        (
            {"Q": "1"},
            f"Q: is not known; known are {', '.join(load_schema('cases')['properties'])}",
        ),
        (
            {"purity": "35"},
            "purity: '35' is not accepted; expected is a fraction above 0, up to 1 (0.35, not 35)",
        ),
        ({"purity": "0"}, "purity is 0; expected is above 0, up to 1"),
        (
            {"purity": "1.01"},
            "purity: '1.01' is not accepted; expected is a fraction above 0, up to 1 "
            "(0.35, not 35)",
        ),
        (
            {"fusion_genes": "genes.txt"},
            "fusion_genes is given without fusions, the file that the assay wrote; give both",
        ),
        (
            {"ihc": "FOLR1=80"},
            "ihc: FOLR1=80 is ambiguous: 80 may be a percentage, a score or an H-score; expected "
            "is positive, negative, overexpressed, lost, retained, aberrant, wild-type, 0, 1+, 2+, "
            "3+, a percentage (80%) or an H-score (H-score 150)",
        ),
        (
            {"ecog": "7"},
            "ecog: '7' is not accepted; expected is the ECOG performance status, 0 to 4 (not "
            "Karnofsky)",
        ),
        ({"ploidy": "12"}, "ploidy is 12; expected is 0.5 to 10"),
        (
            {"msi": None},
            "the case has neither a file nor a marker; nothing to report",
        ),
    ],
    ids=lambda value: " ".join(value)[:20] if isinstance(value, dict) else "",
)
def test_a_wrong_cell_is_named(
    cells: dict[str, str | None], sentence: str, read: Read, sheet: Path
) -> None:
    with pytest.raises(SheetError) as refusal:
        read(**cells)

    assert str(refusal.value) == f"{sheet}, line 2: {sentence}"


def test_all_mistakes_of_a_row_are_named_at_once(read: Read, sheet: Path) -> None:
    with pytest.raises(SheetError) as refusal:
        read(build="hg18", age="old", vcff="a.vcf")
    first, *mistakes = str(refusal.value).removeprefix(f"{sheet}, line 2: ").split("; ")

    assert {first, *mistakes} >= {
        "vcff: is not known",
        "did you mean 'vcf'?",
        "build: 'hg18' is not accepted",
        "age: 'old' is not accepted",
    }


@pytest.mark.parametrize("code", ["LUNGX", "XX", "brest"])
def test_an_unknown_tumour_type_is_named(code: str, read: Read, sheet: Path) -> None:
    start = f"{sheet}, line 2: tumour type '{code}' is neither a code nor a name of OncoTree; did"
    with pytest.raises(TumorTypeError) as refusal:
        read(tumor_type=code)

    assert str(refusal.value).startswith(start)


@pytest.mark.parametrize("column", ["vcf", "panel", "copy_number", "fusions", "expression"])
def test_an_absent_file_is_named_by_its_column(column: str, read: Read, sheet: Path) -> None:
    with pytest.raises(InputError) as relative:
        read(**{column: "sub/none"})
    with pytest.raises(InputError) as absolute:
        read(**{column: "/nowhere/none"})

    assert str(relative.value) == (
        f"{sheet}, line 2, {column}: there is no file {sheet.parent / 'sub/none'}; "
        f"paths are relative to the sheet's folder"
    )
    assert str(absolute.value) == (
        f"{sheet}, line 2, {column}: there is no file /nowhere/none; check the path"
    )


def test_several_files_of_a_kind(read: Read, sheet: Path) -> None:
    (sheet.parent / "sub").mkdir()
    request = read(vcf="a.vcf; sub/../copies.tsv", copy_number="copies.tsv;fusions.tsv")
    folder = sheet.parent

    assert request.vcf == (folder / "a.vcf", folder / "sub/../copies.tsv")
    assert request.copy_number == (folder / "copies.tsv", folder / "fusions.tsv")


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            {"vcf": "a.vcf;"},
            "vcf: 'a.vcf;' has an empty part; expected are paths parted by ';'",
        ),
        (
            {"fusions": "fusions.tsv; ;a.vcf"},
            "fusions: 'fusions.tsv; ;a.vcf' has an empty part; expected are paths parted by ';'",
        ),
        (
            {"copy_number": "copies.tsv;sub/../copies.tsv"},
            "copy_number: the file sub/../copies.tsv stands twice; name every file once",
        ),
        ({"vcf": ";".join(["a.vcf"] * 21)}, "vcf: names 21 files; at most 20 are read"),
        ({"panel": "panel.bed;a.vcf"}, "panel: there is no file"),
    ],
    ids=["an empty part", "a gap", "twice", "too many", "one panel only"],
)
def test_a_wrong_list_of_files(
    cells: dict[str, str], sentence: str, read: Read, sheet: Path
) -> None:
    (sheet.parent / "sub").mkdir()
    with pytest.raises(InputError) as refusal:
        read(**cells)

    assert str(refusal.value).startswith(f"{sheet}, line 2, {sentence}")


def test_a_folder_is_no_file(read: Read, sheet: Path) -> None:
    with pytest.raises(InputError, match=r"vcf: there is no file"):
        read(vcf=".")


def test_paths_are_relative_to_the_sheet_wherever_one_stands(
    read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")

    assert read(vcf="a.vcf").vcf == (tmp_path / "a.vcf",)
    assert read(vcf="sub/../a.vcf").files == (tmp_path / "sub/../a.vcf",)
    assert read(vcf=str(tmp_path / "a.vcf")).vcf == (tmp_path / "a.vcf",)


HEADER = "case_id\ttumor_type\tbuild\tmsi"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([HEADER], ": names no case; add a row below the header"),
        ([HEADER, "# A\tBRCA\tGRCh38\tMSS"], ": names no case; add a row below the header"),
        (
            [HEADER, "A\tBRCA\tGRCh38\tMSS", "B\tBRCA\tGRCh38\tMSS", "A\tBRCA\tGRCh38\tMSS"],
            ", line 4: case id 'A' stands twice (capitals make no difference); give every case "
            "its own",
        ),
        (
            [HEADER, "Ä1\tBRCA\tGRCh38\tMSS", "ä1\tBRCA\tGRCh38\tMSS"],
            ", line 3: case id 'ä1' stands twice (capitals make no difference); give every case "
            "its own",
        ),
        (
            [HEADER, "A\tBRCA\tGRCh38\tMSS\tx"],
            ", line 2: has more cells than the header; is a tab missing or extra?",
        ),
    ],
    ids=["no rows", "a comment", "twice", "twice in capitals", "a cell too many"],
)
def test_a_wrong_sheet_is_refused(
    rows: list[str], sentence: str, sheet: Path, tumor_types: TumorTypes
) -> None:
    sheet.write_text("\n".join(rows) + "\n")
    with pytest.raises(OncomatchError) as refusal:
        read_case_sheet(sheet, tumor_types)

    assert str(refusal.value) == f"{sheet}{sentence}"


def test_cases_keep_the_order_of_the_sheet(sheet: Path, tumor_types: TumorTypes) -> None:
    rows = [f"{name}\tBRCA\tGRCh38\tMSS" for name in ("b", "A", "a1", "B2")]
    sheet.write_text("\ufeff" + "\r\n".join([HEADER, *rows]))
    requests = read_case_sheet(sheet, tumor_types)

    assert [request.info.case_id for request in requests] == ["b", "A", "a1", "B2"]


def test_the_bundled_sheet_is_right(tumor_types: TumorTypes) -> None:
    assert len(read_case_sheet(ROOT / "config" / "cases.tsv", tumor_types)) > 5
