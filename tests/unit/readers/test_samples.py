"""Which column is the tumour: as said, or as the file lets it be known, else a question back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from building import vcf_text
from oncomatch.errors import SampleError
from oncomatch.readers.samples import TumorColumn, choose_tumor, find_normal
from oncomatch.readers.vcf import VcfFile, VcfHeader

SAYS_TUMOR = "its name says tumour"
NOT_NORMAL = "the only name that does not say normal"
REFUSED = None


def header(*samples: str, **values: str) -> VcfHeader:
    return VcfHeader((), samples, {}, {key: (value,) for key, value in values.items()})


def chosen(*samples: str) -> str | None:
    """Return the sample that the names alone lead to, REFUSED when they do not tell."""
    try:
        return choose_tumor(header(*samples), "", "a.vcf").name
    except SampleError:
        return REFUSED


def test_what_the_sheet_names_is_taken() -> None:
    """It goes before all that the file says."""
    said = header("TUMOR", "NORMAL", tumor_sample="TUMOR")

    assert choose_tumor(said, "NORMAL", "a.vcf") == TumorColumn(1, "NORMAL", "named in the sheet")


@pytest.mark.parametrize(
    ("samples", "requested", "known"),
    [
        (("N", "T"), "X", "N, T"),
        (("N", "T"), "t", "N, T"),
        (("TUMOR",), "NORMAL", "TUMOR"),
        ((), "T", "none"),
    ],
    ids=["other", "capitals count", "one sample", "no samples"],
)
def test_a_sample_that_is_not_there_is_refused(
    samples: tuple[str, ...], requested: str, known: str
) -> None:
    with pytest.raises(SampleError) as refusal:
        choose_tumor(header(*samples), requested, "a.vcf")

    assert str(refusal.value) == (
        f"a.vcf: there is no sample {requested!r}; the file has: {known}; correct tumor_sample or "
        f"leave it empty"
    )


@pytest.mark.parametrize("name", ["TUMOR", "NORMAL", "S1", "blood"])
def test_the_only_sample_is_taken_whatever_its_name(name: str) -> None:
    expected = TumorColumn(0, name, "the only sample of the file")

    assert choose_tumor(header(name), "", "a.vcf") == expected


def test_without_samples_info_is_read() -> None:
    expected = TumorColumn(None, "", "the file has no sample columns; INFO is read")

    assert choose_tumor(header(), "", "a.vcf") == expected


@pytest.mark.parametrize(
    ("lines", "column"),
    [
        pytest.param(
            ["##tumor_sample=B", "##normal_sample=A"],
            TumorColumn(1, "B", "named by ##tumor_sample of the file"),
            id="Mutect2",
        ),
        pytest.param(
            ["##normal_sample=A"],
            TumorColumn(1, "B", "the sample that is not the normal"),
            id="Mutect2, normal only",
        ),
        pytest.param(
            ["##normal_sample=B"],
            TumorColumn(0, "A", "the sample that is not the normal"),
            id="Mutect2, normal second",
        ),
        pytest.param(
            ["##tumor_sample=renamed since", "##normal_sample=A"],
            TumorColumn(1, "B", "the sample that is not the normal"),
            id="a name that the file does not have",
        ),
    ],
)
def test_the_header_names_the_tumour(lines: list[str], column: TumorColumn, tmp_path: Path) -> None:
    path = tmp_path / "calls.vcf"
    path.write_text(vcf_text([], samples=("A", "B"), header=lines))

    assert choose_tumor(VcfFile(path).header, "", "a.vcf") == column


def test_the_header_goes_before_the_names() -> None:
    swapped = header("TUMOR", "NORMAL", tumor_sample="NORMAL")

    assert choose_tumor(swapped, "", "a.vcf").name == "NORMAL"


def test_two_tumours_in_the_header_are_not_one(tmp_path: Path) -> None:
    """A file of two tumours of a patient; to take the first unasked may be the wrong one."""
    path = tmp_path / "calls.vcf"
    lines = ["##tumor_sample=A", "##tumor_sample=B", "##normal_sample=C"]
    path.write_text(vcf_text([], samples=("A", "B", "C"), header=lines))
    with pytest.raises(SampleError, match="cannot be told"):
        choose_tumor(VcfFile(path).header, "", "a.vcf")


def test_two_normals_in_the_header_leave_the_tumour(tmp_path: Path) -> None:
    path = tmp_path / "calls.vcf"
    lines = ["##normal_sample=A", "##normal_sample=B"]
    path.write_text(vcf_text([], samples=("A", "B", "C"), header=lines))

    assert choose_tumor(VcfFile(path).header, "", "a.vcf").name == "C"


@pytest.mark.parametrize(
    ("samples", "index", "how"),
    [
        pytest.param(("NORMAL", "TUMOR"), 1, SAYS_TUMOR, id="Strelka2, VarScan"),
        pytest.param(("TUMOR", "NORMAL"), 0, SAYS_TUMOR, id="MuSE"),
        pytest.param(("PRIMARY", "NORMAL"), 0, SAYS_TUMOR, id="TCGA"),
        pytest.param(("p7.normal", "p7.tumour"), 1, SAYS_TUMOR, id="British"),
        pytest.param(("tumor_sample", "ref_sample"), 0, SAYS_TUMOR, id="PURPLE"),
        pytest.param(("P7_N", "P7_T"), 1, SAYS_TUMOR, id="letters"),
        pytest.param(("P7-T", "P7-N"), 0, SAYS_TUMOR, id="letters with hyphens"),
        pytest.param(("T", "N"), 0, SAYS_TUMOR, id="letters alone"),
        pytest.param(("p7-tum", "p7-germline"), 0, SAYS_TUMOR, id="shortened"),
        pytest.param(("LIVER_MET", "P7_blood"), 0, SAYS_TUMOR, id="metastasis"),
        pytest.param(("P7_FFPE", "P7_blood"), 0, NOT_NORMAL, id="only the normal says"),
        pytest.param(("CASE", "CONTROL"), 0, NOT_NORMAL, id="case and control"),
        pytest.param(("P7", "P7.ctrl"), 0, NOT_NORMAL, id="control shortened"),
        pytest.param(("N_1", "tumor", "NORMAL2"), 1, SAYS_TUMOR, id="three samples"),
        pytest.param(("NORMAL_tumor_matched", "TUMOR"), 1, SAYS_TUMOR, id="normal says both"),
    ],
)
def test_the_names_tell(samples: tuple[str, ...], index: int, how: str) -> None:
    expected = TumorColumn(index, samples[index], how)

    assert choose_tumor(header(*samples), "", "a.vcf") == expected


@pytest.mark.parametrize(
    "samples",
    [
        ("A25", "N1"),
        ("T1", "N1"),
        ("TATA", "NONO"),
        ("TUMOR1", "TUMOR2"),
        ("NORMAL1", "NORMAL2"),
        ("TUMOR", "TUMOR_2", "NORMAL"),
        ("S1", "S2", "NORMAL"),
    ],
    ids=", ".join,
)
def test_names_that_do_not_tell_are_a_question_back(samples: tuple[str, ...]) -> None:
    with pytest.raises(SampleError) as refusal:
        choose_tumor(header(*samples), "", "a.vcf")

    assert str(refusal.value) == (
        f"a.vcf: which of the samples {', '.join(samples)} is the tumour cannot be told; name it "
        f"in the column tumor_sample (or with --tumor-sample)"
    )


@pytest.mark.parametrize(
    ("normal", "tumor"),
    [
        ("HCC4_nontumor", "HCC4_lesion"),
        ("NON_TUMOUR", "P4"),
        ("P4_adjacent_to_tumor", "P4_core"),
        ("P4-peritumoral", "P4-core"),
        ("P4_para-tumor", "P4_core"),
    ],
)
def test_tissue_beside_the_tumour_is_not_the_tumour(normal: str, tumor: str) -> None:
    assert chosen(normal, tumor) in (tumor, REFUSED)


@pytest.mark.parametrize("normal", ["buccal", "saliva", "fibroblasts", "skin", "remission"])
def test_blood_may_be_the_tumour(normal: str) -> None:
    """In leukaemia the blood is the tumour; the other sample must not be taken for it."""
    assert chosen("AML4_blood", f"AML4_{normal}") in ("AML4_blood", REFUSED)


@pytest.mark.parametrize("samples", [("P7_T", "P7_N"), ("CASE", "CONTROL"), ("TUMOR", "NORMAL")])
def test_the_order_of_the_columns_does_not_matter(samples: tuple[str, str]) -> None:
    assert chosen(*samples) == chosen(*reversed(samples)) == samples[0]


def test_lines_in_angle_brackets_are_not_taken_for_a_name(tmp_path: Path) -> None:
    path = tmp_path / "calls.vcf"
    lines = ['##SAMPLE=<ID=A,Description="x">', "##tumor_sample=<ID=A>"]
    path.write_text(vcf_text([], samples=("A", "B"), header=lines))
    with pytest.raises(SampleError, match=re.escape("the samples A, B is")):
        choose_tumor(VcfFile(path).header, "", "a.vcf")


NORMALS = [
    # name                       samples           header            said   column
    ("named by Mutect2", ("A25", "N1"), {"normal_sample": ("N1",)}, None, "N1"),
    ("its name says normal", ("NORMAL", "TUMOR"), {}, None, "NORMAL"),
    ("a name that says nothing", ("TUMOR", "P7"), {}, None, ""),
    ("a name that says nothing, and the sheet", ("TUMOR", "P7"), {}, True, "P7"),
    ("the normal of someone else", ("NORMAL", "TUMOR"), {}, False, ""),
    ("two normals", ("TUMOR", "NORMAL", "BLOOD"), {}, None, ""),
    ("one sample", ("TUMOR",), {}, None, ""),
    ("named, but not there", ("TUMOR",), {"normal_sample": ("N1",)}, None, "N1"),
    ("one sample, and the sheet", ("TUMOR",), {}, True, ""),
]


@pytest.mark.parametrize(
    ("samples", "values", "said", "column"),
    [row[1:] for row in NORMALS],
    ids=[row[0] for row in NORMALS],
)
def test_the_column_of_the_matched_normal(
    samples: tuple[str, ...], values: dict[str, tuple[str, ...]], said: bool | None, column: str
) -> None:
    head = VcfHeader((), samples, {}, values)
    tumor = next(name for name in samples if name in ("TUMOR", "A25"))
    found = find_normal(head, TumorColumn(samples.index(tumor), tumor, ""), said)

    assert found.name == column
    assert found.index == (samples.index(column) if column in samples else None)
    assert found.how
