"""Options of a command make the same case as a row of the sheet, and are checked like one."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import place, vcf_text
from oncomatch.domain.alteration import Her2Ihc, MsiStatus, TumorMarkers
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.case import CaseInfo, Sex
from oncomatch.domain.copy_number import TumorContent
from oncomatch.domain.specimen import Specimen
from oncomatch.errors import ConfigError, InputError, SheetError, TumorTypeError
from oncomatch.pipeline.case_files import (
    RECORD,
    REPORT,
    read_profile,
    read_record,
    write_case,
    write_record,
    write_reports,
)
from oncomatch.pipeline.profile_files import PROFILE, write_profile
from oncomatch.pipeline.single import read_settings, request_case
from oncomatch.readers.case_sheet import CaseRequest, read_case_sheet
from oncomatch.readers.config import Config, Filters
from oncomatch.reference.tumor_types import TumorTypes

LEAST: dict[str, object] = {"case_id": "A", "tumor_type": "BRCA", "build": "GRCh38", "msi": "MSS"}
WHOLE: dict[str, object] = {
    "case_id": "P7",
    "tumor_type": "LUAD",
    "build": "GRCh37",
    "vcf": Path("a.vcf"),
    "tumor_sample": "P7 T",
    "panel": Path("panel.bed"),
    "copy_number": Path("copies.tsv"),
    "cnv_format": "gene-table",
    "purity": "0.5",
    "ploidy": "2.5",
    "her2_ihc": "0",
    "pdl1_tps": "0",
    "msi": "MSI-H",
    "tmb": "0",
    "age": "0",
    "sex": "male",
    "specimen": "FFPE",
    "prior_therapies": "none",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder that has the files which the options name."""
    for name in ("a.vcf", "panel.bed", "copies.tsv"):
        (tmp_path / name).write_text("x\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_option(folder: Path) -> None:
    """Paths are relative to where one stands; a 0 is a value."""
    request, config = request_case(WHOLE, None)

    assert request == CaseRequest(
        CaseInfo("P7", "LUAD", "Lung Adenocarcinoma", GenomeBuild.GRCH37, 0, Sex.MALE, "FFPE", ()),
        (Path("a.vcf"),),
        "P7 T",
        Path("panel.bed"),
        (Path("copies.tsv"),),
        TumorMarkers(Her2Ihc.ZERO, MsiStatus.HIGH, 0.0, pdl1_tps=0.0),
        "gene-table",
        TumorContent(0.5, 2.5, male=True),
        specimen=Specimen(purity=0.5),
    )
    assert config == Config()


def test_options_and_a_row_make_the_same_case(folder: Path, tumor_types: TumorTypes) -> None:
    options = {
        name: folder / value if isinstance(value, Path) else value for name, value in WHOLE.items()
    }
    columns = ["tmb_per_mb" if name == "tmb" else name for name in options]
    sheet = folder / "cases.tsv"
    sheet.write_text("\t".join(columns) + "\n" + "\t".join(map(str, options.values())) + "\n")

    assert (request_case(options, None)[0],) == read_case_sheet(sheet, tumor_types)


@pytest.mark.parametrize("nothing", [None, ""])
def test_an_option_that_is_not_given_is_absent(nothing: object) -> None:
    options = {**dict.fromkeys(WHOLE, nothing), **LEAST}

    assert request_case(options, None) == request_case(LEAST, None)


@pytest.mark.parametrize(
    ("options", "kind", "sentence"),
    [
        (
            {"build": None},
            SheetError,
            "options: build: is missing; expected is GRCh37 or GRCh38",
        ),
        (
            {"tmb": "many"},
            SheetError,
            "options: tmb_per_mb: 'many' is not accepted; expected is a number of mutations per "
            "megabase from 0 to 5000",
        ),
        (
            {"msi": None},
            SheetError,
            "options: the case has neither a file nor a marker; nothing to report",
        ),
        (
            {"vcf": Path("none.vcf")},
            InputError,
            "options, vcf: there is no file none.vcf; check the path",
        ),
    ],
    ids=["missing", "not a number", "nothing to report", "absent file"],
)
def test_a_wrong_option_is_named(
    options: dict[str, object], kind: type[InputError], sentence: str
) -> None:
    with pytest.raises(kind) as refusal:
        request_case({**LEAST, **options}, None)

    assert str(refusal.value) == sentence


def test_an_unknown_tumour_type_is_named() -> None:
    with pytest.raises(TumorTypeError, match=r"^options: tumour type 'LUNGX' is neither"):
        request_case({**LEAST, "tumor_type": "LUNGX"}, None)


def test_one_command_and_the_steps_of_the_workflow_write_the_same_record(folder: Path) -> None:
    """The workflow reads the profile and the record back from their files between its steps."""
    drivers = [("EGFR", "L858R", "PASS"), ("KRAS", "G12C", "q10"), ("TP53", "R175H", "PASS")]
    calls = [(place(gene, change, GenomeBuild.GRCH37), status) for gene, change, status in drivers]
    rows = [
        f"{call.contig} {call.position} . {call.ref} {call.alt} . {status} . GT:AD 0/1:60,40"
        for call, status in calls
    ]
    cut_off = " ".join(rows[1].split()[:2])
    deletion = f"{calls[2][0].contig} {calls[2][0].position} . N <DEL> . PASS . GT 0/1"
    Path("a.vcf").write_text(vcf_text([*rows, cut_off, deletion]))
    Path("panel.bed").write_text("EGFR\nKRAS\nTP53\n")
    Path("copies.tsv").write_text("gene\tcopy_number\nMET\t9\n")
    request, config = request_case({**WHOLE, "tumor_sample": ""}, None)
    write_case(request, config, folder / "one")
    write_profile(request, config, folder / "steps")
    write_record(read_profile(folder / "steps" / PROFILE), config, folder / "steps")
    write_reports(read_record(folder / "steps" / RECORD), folder / "steps")
    names = sorted(path.name for path in (folder / "one").iterdir())

    assert names == sorted(path.name for path in (folder / "steps").iterdir())
    assert {RECORD, REPORT} <= set(names)
    for name in names:
        assert (folder / "one" / name).read_bytes() == (folder / "steps" / name).read_bytes(), name
    profile = read_record(folder / "one" / RECORD).profile
    assert profile.small_variants, "the case is not what the test is about"
    assert profile.left_out, "the case is not what the test is about"
    assert len(profile.unusable) == 2, "the case is not what the test is about"


def test_settings(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("filters: {min_depth: 50}\n")
    expected = Config(filters=Filters(min_depth=50))

    assert read_settings(None) == Config()
    assert read_settings(path) == request_case(LEAST, path)[1] == expected
    path.write_text("filters: {depth: 50}\n")
    with pytest.raises(ConfigError, match=r"filters\.depth: is not known"):
        request_case(LEAST, path)
