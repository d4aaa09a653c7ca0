"""Each allele of a file goes one way of the ledger, and a file of another build is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from building import tiny_chromosome, vcf_text
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.ledger import Ledger, LedgerLine
from oncomatch.errors import ReferenceMismatchError
from oncomatch.pipeline.intake import Intake
from oncomatch.readers.config import Filters
from oncomatch.readers.vcf import VcfFile
from oncomatch.reference.bundle import Reference

B37, B38 = GenomeBuild.GRCH37, GenomeBuild.GRCH38
PASSED = "PASS . GT:AD:DP 0/1:60,40:100"

Take = Callable[..., tuple[Intake, Ledger]]


def bases(position: int, length: int = 1) -> str:
    """Return bases of the tiny chromosome from a 1-based position on."""
    return tiny_chromosome()[position - 1 : position - 1 + length]


def snv(position: int, alt: str, rest: str = PASSED) -> str:
    return f"1 {position} . {bases(position)} {alt} . {rest}"


# The coding part of FWD begins at base 1011: ATG GCT GCT GCT AAA AAA GAT, M A A A K K D.
MISSENSE = snv(1014, "A")  # GCT > ACT, A2T
OTHER = snv(1017, "T")  # GCT > TCT, A3S
SILENT = snv(1016, "A")  # GCT > GCA, A2=
MUTANT = {"A": "C", "C": "A", "G": "C", "T": "A"}

SAME = "the same variant stands in the file before"
LETTERS = "REF or ALT has letters other than A, C, G, T, N"
REF_DIFFERS = "REF differs from the reference"
SYMBOLIC = "symbolic allele; structural variants are not read from this file"
BREAKEND = "breakend; structural variants are not read from this file"
ABSENT = "not in the tumour sample"
BLOCK = "no alternate allele (reference block)"
STAR = "allele of a deletion that is called elsewhere (*)"
CONTIG = "on a contig that is not a chromosome"


def take_from(
    path: Path,
    reference: Reference,
    rows: Iterable[str],
    *,
    build: GenomeBuild = B38,
    filters: Filters | None = None,
    header: Iterable[str] = ("##contig=<ID=1,length=4000>",),
    samples: tuple[str, ...] = ("TUMOR",),
    **words: Any,
) -> tuple[Intake, Ledger]:
    path.write_text(vcf_text(rows, samples=samples, header=header))
    intake = Intake(reference, build, filters or Filters())
    return intake, intake.read(VcfFile(path), len(samples) - 1 if samples else None, **words)


@pytest.fixture
def take(tmp_path: Path, tiny: Reference) -> Take:
    """Take in rows; the tumour is the last sample. `reference` is the tiny one."""

    def of(*rows: str, reference: Reference = tiny, **words: Any) -> tuple[Intake, Ledger]:
        return take_from(tmp_path / "calls.vcf", reference, rows, **words)

    return of


# name: row, and the ways its alleles go: reported, or ("filtered" or "failed", reason)
KINDS: dict[str, tuple[str, list[object]]] = {
    "missense": (MISSENSE, ["reported"]),
    "lower case": (snv(1018, "t").replace("C", "c", 1), ["reported"]),
    "FILTER .": (snv(1020, "C", ". . GT 0/1"), ["reported"]),
    "no counts": (snv(1023, "C", "PASS . GT 0/1"), ["reported"]),
    "FILTER": (snv(1021, "T", "q10;lowq . GT 0/1"), [("filtered", "FILTER q10;lowq")]),
    "silent": (SILENT, [("filtered", "no change of the protein (synonymous)")]),
    "UTR": (snv(1004, MUTANT[bases(1004)]), [("filtered", "untranslated region")]),
    "intron": (snv(1120, MUTANT[bases(1120)]), [("filtered", "intron")]),
    "beside": (snv(600, MUTANT[bases(600)]), [("filtered", "beside a gene")]),
    "no gene": (f"2 50 . A T . {PASSED}", [("filtered", "outside every known gene")]),
    "chrM": (f"chrM 50 . A T . {PASSED}", [("filtered", "outside every known gene")]),
    "other contig": (f"GL1.1 5 . A T . {PASSED}", [("filtered", CONTIG)]),
    "ALT .": (f"1 1014 . G . . {PASSED}", [("filtered", "no alternate allele")]),
    "ALT is REF": (snv(1014, "g"), [("filtered", "ALT is the same as REF")]),
    "ALT *": (snv(1014, "*"), [("filtered", STAR)]),
    "<DEL>": (snv(1014, "<DEL>"), [("filtered", SYMBOLIC)]),
    "<NON_REF>": (snv(1014, "<NON_REF>"), [("filtered", BLOCK)]),
    "<*>": (snv(1014, "<*>"), [("filtered", BLOCK)]),
    "breakend": (snv(1014, "G]2:9]"), [("filtered", BREAKEND)]),
    "single breakend": (snv(1014, "G."), [("filtered", BREAKEND)]),
    "IUPAC": (snv(1014, "R"), [("failed", LETTERS)]),
    "IUPAC in REF": (f"1 1014 . R A . {PASSED}", [("failed", LETTERS)]),
    "other REF": (f"1 1014 . C A . {PASSED}", [("failed", REF_DIFFERS)]),
    "bad line": ("1 1014 . G", [("failed", "fewer than eight tab-separated columns")]),
    "POS 0": (f"1 0 . G A . {PASSED}", [("failed", "POS is not a position")]),
    "two alleles": (snv(1024, "T,<DEL>", "PASS . GT 0/1/2"), ["reported", ("filtered", SYMBOLIC)]),
    "three alleles": (
        snv(1027, "C,R,G", "PASS . GT 0/1/3"),
        ["reported", ("failed", LETTERS), "reported"],
    ),
}  # fmt: skip


def account(records: int, ways: Iterable[object]) -> Ledger:
    """Return the ledger of alleles that went these ways."""
    counts = Counter(ways)
    lines = {
        side: tuple(
            LedgerLine(way[1], counts[way])
            for way in sorted(
                (way for way in counts if isinstance(way, tuple) and way[0] == side),
                key=lambda way: (-counts[way], way[1]),
            )
        )
        for side in ("filtered", "failed")
    }
    return Ledger(records=records, read=counts.total(), reported=counts["reported"], **lines)


@pytest.mark.parametrize("name", KINDS)
def test_one_record_goes_the_way_of_its_kind(name: str, take: Take) -> None:
    row, ways = KINDS[name]
    intake, ledger = take(row)

    assert ledger == account(1, ways)
    assert len(intake.reported) == ledger.reported


def test_an_empty_allele_costs_itself(take: Take) -> None:
    """A comma too many in ALT: the allele failed, the other is read, nothing stops."""
    _, ledger = take(snv(1029, "C,", "PASS . GT 0/1"))

    assert (ledger.read, ledger.reported, ledger.failed_count) == (2, 1, 1)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(sorted(KINDS.keys() - {"other REF"})), max_size=25))
def test_the_ledger_of_any_mixture_adds_up(
    tiny: Reference, tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    """A variant that stands again is the only thing that depends on what came before."""
    path = tmp_path_factory.getbasetemp() / "mixture.vcf"
    given_before: set[str] = set()
    ways: list[object] = []
    for name in names:
        again = ("filtered", SAME) if name in given_before else "reported"
        ways += [again if way == "reported" else way for way in KINDS[name][1]]
        given_before.add(name)
    intake, ledger = take_from(path, tiny, [KINDS[name][0] for name in names])

    assert ledger == account(len(names), ways)
    assert ledger.read == ledger.reported + ledger.filtered_count + ledger.failed_count
    assert [variant.variant.position for variant in intake.reported] == sorted(
        variant.variant.position for variant in intake.reported
    )


def test_a_variant_again_is_counted_not_reported(take: Take) -> None:
    """Also when it is written otherwise: padded, or at another place of a repeat.

    It is no call that was left out: the same is reported, and nothing is unclear.
    """
    statuses: list[str] = []
    repeat = bases(1013, 10)  # G GCTGCTGCT
    rows = [
        f"1 1013 . {repeat[:4]} G . {PASSED}",
        f"1 1016 . {bases(1016, 4)} {bases(1016)} . {PASSED}",
        f"1 1013 . {repeat} {repeat[0] + repeat[4:]} . {PASSED}",
    ]
    intake, ledger = take(
        *rows, sink=lambda _, found: statuses.extend(variant.left_out for variant in found)
    )

    assert repeat == "GGCTGCTGCT", "the case is not what the test is about"
    assert ledger == account(3, ["reported", ("filtered", SAME), ("filtered", SAME)])
    assert statuses == ["", SAME, SAME]
    assert intake.left_out == []


def test_the_sink_is_told_why_an_allele_is_not_reported(take: Take) -> None:
    statuses: list[str] = []
    intron = f"1 1100 . {bases(1100)} {MUTANT[bases(1100)]} . {PASSED}"
    take(
        SILENT,
        intron,
        sink=lambda _, found: statuses.extend(variant.left_out for variant in found),
    )

    assert statuses == ["no change of the protein (synonymous)", "intron"]


def test_a_call_that_failed_its_filter_does_not_hide_the_one_that_passed(take: Take) -> None:
    intake, _ = take(snv(1014, "A", "q10 . GT 0/1"), MISSENSE)

    assert [variant.label for variant in intake.reported] == ["FWD A2T"]
    assert [variant.left_out for variant in intake.left_out] == ["FILTER q10"]


DEEP = Filters(min_depth=100)
COMMON = Filters(min_vaf=0.05)


@pytest.mark.parametrize(
    ("filters", "rest", "reason"),
    [
        pytest.param(DEEP, "PASS . GT:DP 0/1:100", "", id="depth at the limit"),
        pytest.param(DEEP, "PASS . GT:DP 0/1:99", "fewer than 100 reads", id="depth below"),
        pytest.param(DEEP, "PASS . GT:DP 0/1:0", "fewer than 100 reads", id="no reads"),
        pytest.param(DEEP, "PASS . GT:DP 0/1:.", "", id="depth missing"),
        pytest.param(COMMON, "PASS . GT:AD 0/1:95,5", "", id="fraction at the limit"),
        pytest.param(
            COMMON, "PASS . GT:AD 0/1:96,4", "variant allele fraction below 0.05",
            id="fraction below",
        ),
        pytest.param(COMMON, "PASS . GT:AF 0/1:.", "", id="fraction missing"),
        pytest.param(Filters(), "PASS . GT:AD 0/1:999,1", "", id="no limits"),
        pytest.param(Filters(), "q10 . GT 0/1", "FILTER q10", id="FILTER"),
        pytest.param(Filters(pass_only=False), "q10 . GT 0/1", "", id="FILTER, all wanted"),
        pytest.param(DEEP, "q10 . GT:DP 0/1:9", "FILTER q10", id="FILTER is named first"),
        pytest.param(
            Filters(min_depth=100, min_vaf=0.5), "PASS . GT:AD 0/1:9,1", "fewer than 100 reads",
            id="depth is named before the fraction",
        ),
        pytest.param(Filters(), "PASS . GT:AD 0/0:90,0", ABSENT, id="0/0"),
        pytest.param(Filters(), "PASS . GT 0/0", ABSENT, id="0/0 alone"),
        pytest.param(Filters(), "PASS . GT:AD 0/0:90,9", "", id="0/0 but reads"),
        pytest.param(Filters(), "PASS . GT:AF 0/0:0.05", "", id="0/0 but a fraction"),
        pytest.param(Filters(), "PASS . GT:AD ./.:90,9", "", id="no genotype but reads"),
        pytest.param(Filters(), "PASS . DP:AF 90:0.1", "", id="no genotype but a fraction"),
        pytest.param(Filters(), "PASS . DP 90", "", id="neither genotype nor counts"),
        pytest.param(Filters(), "q10 . GT:AD 0/0:90,0", ABSENT, id="absence is named first"),
        pytest.param(Filters(), "PASS . AD 90,0", ABSENT, id="no read"),
    ],
)  # fmt: skip
def test_filters(filters: Filters, rest: str, reason: str, take: Take) -> None:
    intake, ledger = take(snv(1014, "A", rest), filters=filters)

    assert ledger.filtered == ((LedgerLine(reason, 1),) if reason else ())
    assert [variant.left_out for variant in intake.left_out] == (
        [reason] if reason not in ("", ABSENT) else []
    )


@pytest.mark.parametrize("fields", ["./.:.", ".:.", "./.:0,0", "./."])
def test_a_call_of_another_sample_is_not_the_tumours(fields: str, take: Take) -> None:
    """A merged file has the normal's own calls too; the tumour's column is empty there."""
    intake, ledger = take(snv(1014, "A", f"PASS . GT:AD 0/1:60,40 {fields}"), samples=("N", "T"))

    assert ledger == account(1, [("filtered", ABSENT)])
    assert intake.reported == []


def test_an_empty_column_where_no_other_sample_has_the_allele_says_nothing(take: Take) -> None:
    """Then the file lists the variant for the tumour, without counts."""
    _, ledger = take(snv(1014, "A", "PASS . GT:AD 0/0:60,0 ./.:."), samples=("N", "T"))

    assert ledger.reported == 1


def test_each_allele_is_asked_of_the_genotype(take: Take) -> None:
    intake, ledger = take(snv(1014, "A,T", "PASS . GT:AF 0/2:.,0.5"))

    assert ledger == account(1, ["reported", ("filtered", ABSENT)])
    assert [(variant.label, variant.reads.vaf) for variant in intake.reported] == [("FWD A2S", 0.5)]


def test_reported_variants_come_in_the_order_of_the_genome(take: Take, tiny: Reference) -> None:
    rows = [OTHER, snv(2989, MUTANT[bases(2989)]), MISSENSE]
    one, _ = take(*rows)
    other, _ = take(*rows[::-1])
    places = [variant.variant.position for variant in one.reported]

    assert places == [1014, 1017, 2989]
    assert [variant.id for variant in one.reported] == [variant.id for variant in other.reported]


LEFT_OUT = {
    "missense": (snv(1014, "A", "q10 . GT 0/1"), True),
    "beside a splice site": (snv(1043, MUTANT[bases(1043)], "q10 . GT 0/1"), True),
    "silent": (snv(1016, "A", "q10 . GT 0/1"), False),
    "intron": (snv(1120, MUTANT[bases(1120)], "q10 . GT 0/1"), False),
}


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_would_be_reported_but_for_its_filter_is_remembered(name: str, take: Take) -> None:
    row, remembered = LEFT_OUT[name]
    intake, ledger = take(row)

    assert ledger == account(1, [("filtered", "FILTER q10")])
    assert len(intake.left_out) == remembered


def test_calls_that_cannot_be_used_come_in_one_order(take: Take) -> None:
    rows = [snv(1014, "R"), snv(1020, "<INS>"), "1 1017", snv(1011, "C,", "PASS . GT 0/2")]
    one, other = take(*rows)[0].unusable, take(*rows, SILENT, *rows[::-1])[0].unusable

    assert [call.genes for call in one] == [("FWD",)] * 4
    assert [call.written for call in one] == [
        "1:1011 A>",
        "1:1014 G>R",
        "1:1017, line 6",
        "1:1020 G><INS>",
    ]
    assert sorted({call.written for call in other} - {"1:1017, line 10"}) == [
        call.written for call in one
    ]


def test_the_sink_is_given_each_record_with_its_alleles(take: Take) -> None:
    given_to: list[tuple[int, list[str]]] = []
    rows = [MISSENSE, "bad", snv(1017, "T,*"), SILENT]
    take(
        *rows,
        sink=lambda record, found: given_to.append((record.line, [each.label for each in found])),
    )

    assert given_to == [(4, ["FWD A2T"]), (6, ["FWD A3S"]), (7, ["FWD A2="])]


def refs(wrong: int, right: int) -> list[str]:
    """Return so many calls whose REF is not that of the tiny genome, and so many whose REF is."""
    pairs = [(MUTANT[bases(at)], bases(at), at) for at in range(1100, 1100 + wrong)]
    pairs += [(bases(at), MUTANT[bases(at)], at) for at in range(1120, 1120 + right)]
    return [f"1 {at} . {ref} {alt} . {PASSED}" for ref, alt, at in pairs]


@pytest.mark.parametrize(("wrong", "right"), [(2, 8), (2, 0), (5, 20), (9, 1)])
def test_ref_bases_of_another_build_are_refused(wrong: int, right: int, take: Take) -> None:
    """Two of them, and a fifth of those that can be checked."""
    with pytest.raises(ReferenceMismatchError) as refusal:
        take(*refs(wrong, right))

    assert str(refusal.value).partition("calls.vcf: ")[2] == (
        f"{wrong} of {wrong + right} REF alleles that can be checked differ from GRCh38, first at "
        f"1:1100: REF is {MUTANT[bases(1100)]!r}, but GRCh38 has {bases(1100)!r}. The file fits "
        f"GRCh37 no better; is REF of another reference?"
    )


@pytest.mark.parametrize(("wrong", "right"), [(1, 0), (1, 4), (2, 9), (5, 21)])
def test_some_odd_bases_are_failed_alleles(wrong: int, right: int, take: Take) -> None:
    _, ledger = take(*refs(wrong, right))

    assert ledger.failed == (LedgerLine(REF_DIFFERS, wrong),)
    assert ledger.filtered_count == right
