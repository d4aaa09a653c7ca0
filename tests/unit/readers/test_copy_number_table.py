"""Total copies become amplification, gain, loss or deletion at the lab's limits, both included."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncomatch.domain.alteration import CopyNumber
from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.copy_number import CopyNumberThresholds, TumorContent
from oncomatch.errors import InputError
from oncomatch.matching.copy_number_state import CopyScale
from oncomatch.matching.copy_numbers import gene_copy_numbers
from oncomatch.readers.copy_number_files import read_any
from oncomatch.reference.bundle import Reference

AMPLIFICATION, GAIN = CopyNumberKind.AMPLIFICATION, CopyNumberKind.GAIN
LOSS, DELETION = CopyNumberKind.LOSS, CopyNumberKind.DELETION
DEFAULT = CopyNumberThresholds()

Read = Callable[..., tuple[CopyNumber, ...]]


def read_copy_numbers(
    path: Path, reference: Reference, thresholds: CopyNumberThresholds
) -> tuple[CopyNumber, ...]:
    """Return the genes of a table."""
    file = read_any(path, "gene-table")
    scale = CopyScale(thresholds, TumorContent())
    return gene_copy_numbers(file, reference, GenomeBuild.GRCH38, scale)


@pytest.fixture
def read(tmp_path: Path, tiny: Reference) -> Read:
    """Read a table that is written with blanks for tabs."""

    def of(*rows: str, thresholds: CopyNumberThresholds = DEFAULT) -> tuple[CopyNumber, ...]:
        path = tmp_path / "copies.tsv"
        text = "".join(f"{row}\n" for row in rows).replace(" ", "\t")
        path.write_text(text)
        return read_copy_numbers(path, tiny, thresholds)

    return of


@pytest.mark.parametrize(
    ("copies", "kind"),
    [
        (10_000, AMPLIFICATION),
        (6.0, AMPLIFICATION),
        (5.99, GAIN),
        (3.0, GAIN),
        (2.99, None),
        (2.0, None),
        (1.51, None),
        (1.5, LOSS),
        (0.51, LOSS),
        (0.5, DELETION),
        (0.0, DELETION),
    ],
)
def test_the_default_limits(copies: float, kind: CopyNumberKind | None) -> None:
    assert DEFAULT.classify(copies) is kind


def test_a_lab_sets_its_own_limits(read: Read) -> None:
    own = CopyNumberThresholds(amplification=8, gain=4, loss=1.2, deletion=0.2)
    found = read("gene copy_number", "FWD 6", "REV 1.3", thresholds=own)

    assert [number.kind for number in found] == [GAIN, None]


@pytest.mark.parametrize(
    "limits",
    [
        {"gain": 7.0},
        {"gain": 2.0},
        {"loss": 2.0},
        {"deletion": 1.6},
        {"amplification": 2.5},
        {"amplification": float("nan")},
    ],
    ids=str,
)
def test_limits_that_contradict_each_other_are_refused(limits: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="deletion <= loss < 2 < gain <= amplification"):
        CopyNumberThresholds(**limits)


@pytest.mark.parametrize(
    "limits", [{"gain": 6.0}, {"deletion": 1.5}, {"gain": 2.01, "loss": 1.99}], ids=str
)
def test_limits_may_fall_together(limits: dict[str, float]) -> None:
    assert CopyNumberThresholds(**limits).classify(2.0) is None


@given(st.floats(0, 100), st.floats(0, 100))
def test_more_copies_are_never_a_lower_kind(one: float, other: float) -> None:
    order = [DELETION, LOSS, None, GAIN, AMPLIFICATION]
    fewer, more = sorted((one, other))

    assert order.index(DEFAULT.classify(fewer)) <= order.index(DEFAULT.classify(more))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            ["gene copy_number", "FWD 24"],
            CopyNumber("FWD", 24.0, AMPLIFICATION, "24 copies (at least 6)"),
            id="amplified",
        ),
        pytest.param(
            ["gene copy_number", "FWD 3.5"],
            CopyNumber("FWD", 3.5, GAIN, "3.5 copies (at least 3)"),
            id="gained",
        ),
        pytest.param(
            ["gene copy_number", "FWD 1"],
            CopyNumber("FWD", 1.0, LOSS, "1 copy (at most 1.5)"),
            id="lost",
        ),
        pytest.param(
            ["gene copy_number", "FWD 0"],
            CopyNumber("FWD", 0.0, DELETION, "0 copies (at most 0.5)"),
            id="deleted",
        ),
        pytest.param(
            ["gene copy_number", "FWD 2.1"],
            CopyNumber("FWD", 2.1, None, "2.1 copies"),
            id="neutral",
        ),
        pytest.param(
            ["copy_number gene", "24 FWD"],
            CopyNumber("FWD", 24.0, AMPLIFICATION, "24 copies (at least 6)"),
            id="columns in another order",
        ),
        pytest.param(
            ["gene call", "FWD Amplification"],
            CopyNumber("FWD", None, AMPLIFICATION, "called amplification in the table"),
            id="a call in capitals",
        ),
        pytest.param(
            ["gene copy_number call", "FWD 2 amplification"],
            CopyNumber("FWD", 2.0, AMPLIFICATION, "called amplification in the table"),
            id="a call goes before a number",
        ),
        pytest.param(
            ["gene copy_number call", "FWD 24 neutral"],
            CopyNumber("FWD", 24.0, None, "called neutral in the table"),
            id="neutral goes before a number",
        ),
        pytest.param(
            ["gene call copy_number", "FWD  24"],
            CopyNumber("FWD", 24.0, AMPLIFICATION, "24 copies (at least 6)"),
            id="an empty call",
        ),
        pytest.param(
            ["\ufeffgene copy_number", "FWD 24"],
            CopyNumber("FWD", 24.0, AMPLIFICATION, "24 copies (at least 6)"),
            id="byte order mark",
        ),
    ],
)
def test_one_gene(rows: list[str], expected: CopyNumber, read: Read) -> None:
    assert read(*rows) == (expected,)


@pytest.mark.parametrize("call", [kind.value for kind in CopyNumberKind])
def test_every_call_is_understood(call: str, read: Read) -> None:
    assert read("gene call", f"FWD {call}")[0].kind is CopyNumberKind(call)


def test_genes_come_sorted_whatever_the_order(tmp_path: Path, reference: Reference) -> None:
    """An alias is reported under the symbol: HER2 is ERBB2."""
    path = tmp_path / "copies.tsv"
    found = set()
    for rows in permutations(["HER2\t9", "TP53\t2", "MYC\t3"]):
        path.write_text("gene\tcopy_number\n" + "\n".join(rows))
        numbers = read_copy_numbers(path, reference, DEFAULT)
        found.add(tuple((number.gene, number.copies) for number in numbers))

    assert found == {(("ERBB2", 9.0), ("MYC", 3.0), ("TP53", 2.0))}


def test_two_names_of_one_gene_are_one_gene_twice(tmp_path: Path, reference: Reference) -> None:
    path = tmp_path / "copies.tsv"
    path.write_text("gene\tcopy_number\nERBB2\t9\nHER2\t2\n")
    with pytest.raises(InputError) as refusal:
        read_copy_numbers(path, reference, DEFAULT)

    assert str(refusal.value) == f"{path}, line 3: ERBB2 stands twice; keep one line a gene"


NOT_COPIES = "expected are total copies from 0 on (a negative value is probably log2)"
TWICE = "FWD stands twice; keep one line a gene"
COLUMNS = "expected are gene, and copy_number or call, tab-separated"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (["gene copy_number", "FWD -1.2"], f", line 2: copy_number is '-1.2'; {NOT_COPIES}"),
        (["gene copy_number", "FWD nan"], f", line 2: copy_number is 'nan'; {NOT_COPIES}"),
        (["gene copy_number", "FWD inf"], f", line 2: copy_number is 'inf'; {NOT_COPIES}"),
        (["gene copy_number", "FWD 2,5"], f", line 2: copy_number is '2,5'; {NOT_COPIES}"),
        (["gene copy_number", "FWD 10001"], f", line 2: copy_number is '10001'; {NOT_COPIES}"),
        (["gene copy_number call", "FWD -1 gain"], f", line 2: copy_number is '-1'; {NOT_COPIES}"),
        (
            ["gene copy_number", "FWD 2", "fwd 2"],
            ", line 3: FWD stands twice; keep one line a gene",
        ),
        (["gene copy_number", "FWDD 2"], ", line 2: 'FWDD' is not a gene name of HGNC"),
        (["gene copy_number", " 2"], ", line 2: '' is not a gene name of HGNC"),
        (["gene copy_number", "FWD"], ", line 2: FWD has neither copy_number nor call"),
        (
            ["gene call", "FWD amp"],
            ", line 2: call is 'amp'; accepted are amplification, gain, loss, deletion, neutral",
        ),
        (["gene log2", "FWD 1"], f": the columns are gene, log2; {COLUMNS}"),
        (
            ["gene copy_number note", "FWD 1 x"],
            f": the columns are gene, copy_number, note; {COLUMNS}",
        ),
        (["gene", "FWD"], f": the columns are gene; {COLUMNS}"),
        (["copy_number call", "1 gain"], f": the columns are copy_number, call; {COLUMNS}"),
        (["FWD 2"], f": the columns are FWD, 2; {COLUMNS}"),
    ],
    ids=lambda value: "; ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_table_is_named(rows: list[str], sentence: str, read: Read, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        read(*rows)

    assert str(refusal.value) == f"{tmp_path / 'copies.tsv'}{sentence}"
