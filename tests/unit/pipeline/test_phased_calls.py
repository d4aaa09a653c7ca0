"""Phased calls of one codon or frame are one change; the ledger still counts each allele once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oncomatch.pipeline.intake as intake_module
from building import profiled, tiny_chromosome, vcf_text
from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.case import CaseInfo
from oncomatch.domain.ledger import Ledger
from oncomatch.domain.variant import Reads
from oncomatch.pipeline.haplotypes import is_clearly_more
from oncomatch.pipeline.intake import Intake
from oncomatch.readers.case_sheet import CaseRequest
from oncomatch.readers.config import Config, Filters
from oncomatch.readers.vcf import VcfFile, VcfRecord
from oncomatch.reference.bundle import Reference, open_reference


def call(position: int, ref: str, alt: str, sample: str, filters: str = "PASS") -> str:
    """Return a row; `sample` is GT, or GT:PS, or GT:PS:AD:DP."""
    there = tiny_chromosome()[position - 1 : position - 1 + len(ref)]
    assert there == ref, f"the table names other bases: {there}"
    keys = ":".join(["GT", "PS", "AD", "DP"][: sample.count(":") + 1])
    return f"1 {position} . {ref} {alt} . {filters} . {keys} {sample}"


# The coding part of FWD begins at base 1011: ATG GCT GCT GCT AAA AAA GAT, M A A A K K D.
A2T = (1014, "G", "A")  # GCT > ACT
A2D = (1015, "C", "A")  # GCT > GAT; with A2T: AAT, A2N
A2S = (1014, "G", "T")
SILENT = (1016, "T", "A")  # GCT > GCA
OTHER = (1017, "G", "A")  # A3T
DELETED = (1022, "TA", "T")  # c.13del: a shift
INSERTED = (1029, "G", "GC")  # c.19_20insC: back again; AAA AAA GAT > AAA AAG CAT, D7H
INTRON = (1045, tiny_chromosome()[1044], "A" if tiny_chromosome()[1044] != "A" else "C")
ON, OFF = "0|1:9", "1|0:9"


@dataclass(frozen=True)
class Read:
    """What came of a file."""

    intake: Intake
    ledger: Ledger
    passed: tuple[tuple[VcfRecord, tuple[SmallVariant, ...]], ...]

    @property
    def labels(self) -> list[str]:
        return [variant.label for variant in self.intake.reported]


Take = Callable[..., Read]


@pytest.fixture
def take(tmp_path: Path, tiny: Reference) -> Take:
    return lambda *rows, **words: taken(tmp_path / "calls.vcf", tiny, rows, **words)


def taken(
    path: Path, reference: Reference, rows: Iterable[str], filters: Filters | None = None
) -> Read:
    path.write_text(vcf_text(rows, header=["##contig=<ID=1,length=4000>"]))
    intake = Intake(reference, GenomeBuild.GRCH38, filters or Filters())
    passed: list[tuple[VcfRecord, tuple[SmallVariant, ...]]] = []
    ledger = intake.read(
        VcfFile(path), 0, lambda record, alleles: passed.append((record, tuple(alleles)))
    )
    return Read(intake, ledger, tuple(passed))


def test_two_bases_of_a_codon_on_one_haplotype_are_one_change(take: Take) -> None:
    read = take(call(*A2T, ON), call(*A2D, ON))
    (change,) = read.intake.reported

    assert change.label == "FWD A2N"
    assert change.variant.id == "1-1014-GC-AA"
    assert [(part.written, part.label) for part in change.parts] == [
        ("1:1014 G>A", "FWD A2T"),
        ("1:1015 C>A", "FWD A2D"),
    ]
    assert (read.ledger.reported, read.ledger.joined, read.ledger.filtered_count) == (2, 2, 0)


def test_each_record_keeps_its_entry_which_names_the_change(take: Take) -> None:
    read = take(call(*A2T, ON), call(*A2D, ON), call(*OTHER, "0/1:."))
    own = [[each.label for each in alleles if not each.parts] for _, alleles in read.passed]
    named = [[each.part_of for each in alleles if not each.parts] for _, alleles in read.passed]

    assert own == [["FWD A2T"], ["FWD A2D"], ["FWD A3T"]]
    assert named == [["FWD A2N"], ["FWD A2N"], [""]]
    assert [each.label for _, alleles in read.passed for each in alleles if each.parts] == [
        "FWD A2N"
    ]


@pytest.mark.parametrize(
    ("one", "two"),
    [("0/1:9", "0/1:9"), (ON, "0/1:9"), (ON, "0|1:8"), ("0|1:.", "0|1:."), ("1/1", "1/1")],
    ids=["unphased", "one unphased", "another set", "set missing", "homozygous"],
)
def test_calls_of_unknown_phase_are_never_joined_but_warned_of(
    one: str, two: str, take: Take
) -> None:
    read = take(call(*A2T, one), call(*A2D, two))

    assert read.labels == ["FWD A2T", "FWD A2D"]
    assert read.ledger.joined == 0
    for variant, other in zip(read.intake.reported, ("1:1015 C>A", "1:1014 G>A"), strict=True):
        assert other in variant.caution
        assert "does not say whether" in variant.caution
        assert variant.caution.endswith("together they would be FWD A2N")


def test_calls_on_different_copies_stay_apart_without_a_word(take: Take) -> None:
    read = take(call(*A2T, ON), call(*A2D, OFF))

    assert [(each.label, each.caution) for each in read.intake.reported] == [
        ("FWD A2T", ""),
        ("FWD A2D", ""),
    ]


def test_two_frameshifts_that_restore_the_frame_are_one_in_frame_change(take: Take) -> None:
    read = take(call(*DELETED, ON), call(*OTHER, "0/1:."), call(*INSERTED, ON))
    changes = {each.label: each for each in read.intake.reported}

    assert sorted(changes) == ["FWD A3T", "FWD D7H"]
    joined = changes["FWD D7H"]
    assert joined.effect is not None
    assert joined.effect.residue_delta == 0
    assert [term.so_term for term in joined.effect.consequences] == ["missense_variant"]
    assert (read.ledger.reported, read.ledger.joined) == (3, 2)


GONE = (1028, "AGAT", "A")  # c.19_21del: D7del
K6T, W8S = (1027, "A", "C"), (1033, "G", "C")


@pytest.mark.parametrize(
    ("rows", "labels"),
    [
        ([(GONE, ON), (W8S, ON)], ["FWD D7_W8delinsS"]),
        ([(K6T, ON), (GONE, ON)], ["FWD K6_D7delinsT"]),
        ([(K6T, ON), (GONE, ON), (W8S, ON)], ["FWD K6_W8delinsTS"]),
        ([(K6T, OFF), (GONE, ON), (W8S, ON)], ["FWD D7_W8delinsS", "FWD K6T"]),
        ([(K6T, ON), (W8S, ON)], ["FWD K6T", "FWD W8S"]),
        ([(GONE, ON), (W8S, OFF)], ["FWD D7del", "FWD W8S"]),
        ([(GONE, "0/1:."), (W8S, "0/1:.")], ["FWD D7del", "FWD W8S"]),
    ],
)
def test_a_deletion_and_the_bases_beside_it_are_one_delins(
    rows: list[tuple[tuple[int, str, str], str]], labels: list[str], take: Take
) -> None:
    read = take(*(call(*change, sample) for change, sample in rows))

    assert sorted(read.labels) == labels


def test_a_deletion_and_its_neighbour_are_what_one_record_of_both_is(take: Take) -> None:
    (parts,) = take(call(*GONE, ON), call(*W8S, ON)).intake.reported
    (whole,) = take(call(1029, "GATTG", "TC", "0/1:.")).intake.reported

    assert parts.effect is not None
    assert whole.effect is not None
    assert parts.variant == whole.variant
    assert parts.effect.hgvs_p == whole.effect.hgvs_p


def test_an_unphased_deletion_and_its_neighbour_warn_of_each_other(take: Take) -> None:
    read = take(call(*GONE, "0/1:."), call(*W8S, "0/1:."))

    for variant in read.intake.reported:
        assert "the codons beside it" in variant.caution
        assert variant.caution.endswith("together they would be FWD D7_W8delinsS")


def test_what_stands_behind_a_shift_of_its_haplotype_is_told(take: Take) -> None:
    behind = call(1033, "G", "C", ON)  # TGG > TCG, W8S
    read = take(call(*DELETED, ON), behind)
    other = take(call(*DELETED, OFF), behind)

    assert read.labels[1] == other.labels[1] == "FWD W8S"
    assert read.intake.reported[1].caution.startswith("stands behind FWD ")
    assert read.intake.reported[0].caution == ""
    assert other.intake.reported[1].caution == ""


def test_unphased_frameshifts_stay_frameshifts_with_a_caution(take: Take) -> None:
    read = take(call(*DELETED, "0/1:."), call(*INSERTED, "0/1:."))

    assert all("fs" in label for label in read.labels)
    assert all("reading frame" in each.caution for each in read.intake.reported)


def test_a_silent_call_takes_part(take: Take) -> None:
    read = take(call(*A2T, ON), call(*SILENT, ON))

    assert read.labels == ["FWD A2T"]
    assert read.intake.reported[0].effect is not None
    assert read.intake.reported[0].effect.hgvs_c == "NM_1.1:c.4_6delinsACA"
    assert (read.ledger.reported, read.ledger.filtered_count) == (2, 0)


def test_a_silent_whole_is_filtered_as_one(take: Take) -> None:
    """GCT becomes ACA by three calls, and GCA by one: what is not reported is counted."""
    read = take(call(*SILENT, "0|1:9"), call(1019, "T", "C", "0|1:9"))

    assert read.labels == []
    assert read.ledger.filtered_count == 2


def test_a_call_that_failed_its_filter_is_not_joined_but_named(take: Take) -> None:
    read = take(call(*A2T, ON), call(*A2D, ON, "q10"))
    (reported,) = read.intake.reported

    assert reported.label == "FWD A2T"
    assert "left out: FILTER q10" in reported.caution
    assert "on the same haplotype, but they were not read together" in reported.caution


def test_a_call_that_the_tumour_does_not_have_plays_no_part(take: Take) -> None:
    read = take(call(*A2T, ON), call(*A2D, "0|0:9"))

    assert [(each.label, each.caution) for each in read.intake.reported] == [("FWD A2T", "")]


def test_an_allele_on_both_copies_stands_alone_on_one_of_them(take: Take) -> None:
    read = take(call(*A2T, "1|1:9"), call(*A2D, ON))

    assert read.labels == ["FWD A2T", "FWD A2N"]
    assert read.intake.reported[0].alone
    assert "FWD A2N" in read.intake.reported[0].caution
    assert (read.ledger.reported, read.ledger.joined) == (2, 1)


def test_a_part_on_many_more_reads_is_there_alone_as_well(take: Take) -> None:
    """A subclone gained the second base: cells with the first alone are still there."""
    read = take(call(*A2T, "0|1:9:50,50:100"), call(*A2D, "0|1:9:90,10:100"))

    assert read.labels == ["FWD A2T", "FWD A2N"]
    assert read.intake.reported[1].reads == Reads(100, 10, 0.1)


@pytest.mark.parametrize(
    ("one", "two", "more"),
    [
        (Reads(100, 40, 0.4), Reads(100, 39, 0.39), False),
        (Reads(100, 40, 0.4), Reads(100, 10, 0.1), True),
        (Reads(100, 10, 0.1), Reads(100, 40, 0.4), False),
        (Reads(10, 4, 0.4), Reads(10, 1, 0.1), False),
        (Reads(5000, 1500, 0.3), Reads(5000, 1300, 0.26), False),
        (Reads(5000, 1500, 0.3), Reads(5000, 500, 0.1), True),
        (Reads(None, None, 0.4), Reads(None, None, 0.1), True),
        (Reads(None, None, 0.4), Reads(None, None, 0.3), False),
        (Reads(100, None, None), Reads(100, 10, 0.1), False),
    ],
)
def test_when_an_allele_fraction_is_clearly_more(one: Reads, two: Reads, more: bool) -> None:
    assert is_clearly_more(one, two) is more


def test_a_change_that_stands_in_the_file_as_one_record_is_counted_once(take: Take) -> None:
    whole = call(1014, "GC", "AA", "0/1:.")
    for rows in permutations([call(*A2T, ON), call(*A2D, ON), whole]):
        read = take(*rows)

        assert read.labels == ["FWD A2N"]
        assert read.ledger.read == 3


def test_a_duplicate_of_a_part_does_not_come_back_alone(take: Take) -> None:
    read = take(call(*A2T, ON), call(*A2T, ON), call(*A2D, ON))

    assert read.labels == ["FWD A2N"]
    assert (read.ledger.reported, read.ledger.filtered_count) == (2, 1)


def test_records_come_out_in_their_order_though_some_had_to_wait(take: Take) -> None:
    rows = [call(*A2T, ON), "2 5 . A T . PASS . GT 0/1", call(*DELETED, ON), call(*INTRON, "0/1:.")]
    read = take(*rows)

    assert [record.line for record, _ in read.passed] == [4, 5, 6, 7]


def test_nothing_waits_in_a_file_without_phase(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_module.Haplotypes, "take", None)
    read = take(call(*A2T, "0/1:9"), call(*DELETED, "0/1"), call(*OTHER, "1/1"))

    assert read.ledger.reported == 3


def test_what_waits_too_long_is_let_go_and_named(
    take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "_MOST_HELD", 2)
    between = [call(1100 + at, tiny_chromosome()[1099 + at], "N", "0/1:.") for at in range(4)]
    read = take(call(*DELETED, ON), *between, call(1251, *back(1251), ON))

    assert read.ledger.joined == 0
    assert [record.line for record, _ in read.passed] == list(range(4, 10))


def back(position: int) -> tuple[str, str]:
    base = tiny_chromosome()[position - 1]
    return base, f"{base}C"


def test_an_unsorted_file_loses_no_change_in_silence(take: Take) -> None:
    read = take(call(*A2T, ON), call(1520, *substitution(1520), "0/1:."), call(*A2D, ON))

    assert "FWD A2N" in read.labels or all(
        each.caution for each in read.intake.reported if each.label in ("FWD A2T", "FWD A2D")
    )


def substitution(position: int) -> tuple[str, str]:
    base = tiny_chromosome()[position - 1]
    return base, "A" if base != "A" else "C"


CALLS = [A2T, A2D, A2S, SILENT, OTHER, DELETED, INSERTED, INTRON]
SAMPLES = ["0/1:.", ON, OFF, "1|1:9", "0|1:8", "0|0:9", "0|1:9:90,10:100", "0|1:9:10,90:100"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(CALLS), st.sampled_from(SAMPLES), st.sampled_from(["PASS", "q10"])
        ),
        max_size=10,
    )
)
def test_the_ledger_adds_up_whatever_is_joined(
    tmp_path_factory: pytest.TempPathFactory,
    tiny: Reference,
    chosen: list[tuple[tuple[int, str, str], str, str]],
) -> None:
    path = tmp_path_factory.getbasetemp() / "phased.vcf"
    read = taken(path, tiny, [call(*what, sample, filters) for what, sample, filters in chosen])
    ledger, reported = read.ledger, read.intake.reported
    changes = [each for each in reported if each.parts]

    assert ledger.read == len(chosen)
    assert ledger.reported + ledger.filtered_count + ledger.failed_count == ledger.read
    assert ledger.reported - ledger.joined == len(reported) - len(changes)
    assert ledger.joined <= sum(len(each.parts) for each in changes)
    assert [record.line for record, _ in read.passed] == list(range(4, 4 + len(chosen)))
    assert len({each.id for each in reported}) == len(reported)
    assert all(sum(1 for each in alleles if not each.parts) == 1 for _, alleles in read.passed)


@pytest.mark.parametrize(
    ("first", "second", "alt"),
    [("60,0", "60,0", 0), ("60,0", "30,30", 30), ("30,30", "60,0", 30)],
    ids=["neither", "the second", "the first"],
)
def test_a_joined_change_has_the_normal_of_the_part_that_the_normal_has_most_of(
    first: str, second: str, alt: int, tmp_path: Path
) -> None:
    """Two substitutions in BRAF codon 600 are V600K; a part that is inherited is not somatic."""
    keys = "GT:AD:DP:PGT:PID"
    tumor = "0/1:60,40:100:0|1:7_x"
    path = tmp_path / "calls.vcf"
    path.write_text(
        vcf_text(
            [
                f"7 140753336 . A T . PASS . {keys} {tumor} 0/0:{first}:60",
                f"7 140753337 . C T . PASS . {keys} {tumor} 0/0:{second}:60",
            ],
            samples=("TUMOR", "NORMAL"),
        )
    )
    case = CaseInfo("A", "MEL", "Melanoma", GenomeBuild.GRCH38)
    found = profiled(CaseRequest(case, (path,)), Config(), open_reference())
    (change,) = found.small_variants

    assert change.label == "BRAF V600K"
    assert change.normal is not None
    assert change.normal.reads.alt_depth == alt
