"""`oncomatch annotate` reads neighbours of a codon or frame as a case does, in every output."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oncomatch.pipeline.annotate as annotate_module
import oncomatch.readers.chunks as chunks_module
from building import tiny_chromosome, vcf_text
from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.build import GenomeBuild
from oncomatch.pipeline.annotate import Request, annotate_file
from oncomatch.pipeline.intake import Intake
from oncomatch.readers.config import Filters
from oncomatch.readers.vcf import VcfFile
from oncomatch.reference.bundle import Reference

# The coding part of FWD begins at base 1011: ATG GCT GCT GCT AAA AAA GAT, M A A A K K D.
A2T = (1014, "G", "A")
A2D = (1015, "C", "A")  # with A2T: A2N
OTHER = (1017, "G", "A")  # A3T
DELETED = (1022, "TA", "T")  # c.13del
INSERTED = (1029, "G", "GC")  # back in frame, D7H
GONE = (1028, "AGAT", "A")  # D7del
W8S = (1033, "G", "C")
INSIDE, P9H = (1029, "GATT", "G"), (1036, "C", "A")  # D7_W8delinsG, with no base of codon 9
SPLIT = [(1261, "A", "C"), (1501, "G", "A")]  # one codon on both sides of an intron
MINUS = [(2987, "C", "T"), (2986, "G", "T")]  # A2 of REV, on the minus strand
ON, OFF, OPEN = "0|1:9", "1|0:9", "0/1:."


def row(change: tuple[int, str, str], sample: str, filters: str = "PASS") -> str:
    position, ref, alt = change
    there = tiny_chromosome()[position - 1 : position - 1 + len(ref)]
    assert there == ref, f"the table names other bases: {there}"
    return f"1 {position} . {ref} {alt} . {filters} . GT:PS:AD:DP {sample}:70,30:100"


Read = Callable[..., list[dict[str, str]]]


@pytest.fixture
def read(tmp_path: Path, tiny: Reference, monkeypatch: pytest.MonkeyPatch) -> Read:
    return reader(tmp_path, tiny, monkeypatch)


def reader(tmp_path: Path, tiny: Reference, monkeypatch: pytest.MonkeyPatch) -> Read:
    monkeypatch.setattr(annotate_module, "open_reference", lambda folder: tiny)

    def rows_of(*rows: str, kind: str = "tsv", **options: bool) -> list[dict[str, str]]:
        vcf, out = tmp_path / "x.vcf", tmp_path / f"out.{kind}"
        vcf.write_text(vcf_text(rows))
        annotate_file(Request(vcf, out, GenomeBuild.GRCH38, **options))
        return list(table(out))

    return rows_of


def table(out: Path) -> Iterator[dict[str, str]]:
    if out.suffix == ".parquet":
        yield from pq.read_table(out).to_pylist()
        return
    lines = [line for line in out.read_text().splitlines() if not line.startswith("#version")]
    yield from csv.DictReader(lines, delimiter="\t")


def changes(rows: list[dict[str, str]]) -> list[str]:
    return [each["protein_change"] for each in rows]


def test_calls_of_one_codon_and_haplotype_have_the_joined_change(read: Read) -> None:
    one, two, other = read(row(A2T, ON), row(A2D, ON), row(OTHER, ON))

    assert changes([one, two, other]) == ["A2N", "A2N", "A3T"]
    assert (one["hgvs_c"], two["hgvs_c"]) == ("NM_1.1:c.4G>A", "NM_1.1:c.5C>A")
    assert one["hgvs_p"] == two["hgvs_p"] == "NP_1.1:p.Ala2Asn"
    assert one["note"] == (
        "read together with 1:1015 C>A on its haplotype (PS 9) as c.4_5delinsAA; "
        "by itself it is A2T"
    )
    assert "1:1014 G>A" in two["note"]
    assert other["note"] == ""


def test_a_frame_that_is_restored_on_the_haplotype(read: Read) -> None:
    rows = read(row(DELETED, ON), row(OTHER, OPEN), row(INSERTED, ON))

    assert [each["consequence"] for each in rows] == ["missense_variant"] * 3
    assert sorted(changes(rows)) == ["A3T", "D7H", "D7H"]
    assert "by itself it is" in rows[0]["note"]


def test_a_deletion_and_the_codon_beside_it_on_the_haplotype(read: Read) -> None:
    deleted, beside, other = read(row(GONE, ON), row(W8S, ON), row(OTHER, ON))
    apart = read(row(GONE, ON), row(W8S, OFF))

    assert changes([deleted, beside]) == ["D7_W8delinsS"] * 2
    assert beside["note"].endswith("by itself it is W8S")
    assert changes([other]) == ["A3T"]
    assert changes(apart) == ["D7del", "W8S"]
    assert changes(read(row(INSIDE, ON), row(P9H, ON))) == ["D7_P9delinsGH"] * 2


def test_what_stands_behind_a_shift_is_told(read: Read) -> None:
    behind = read(row(DELETED, ON), row(W8S, ON))[1]
    apart = read(row(DELETED, OFF), row(W8S, ON))[1]

    assert behind["note"].startswith("stands behind FWD D7Ifs*30 on the same haplotype")
    assert (behind["protein_change"], apart["note"]) == ("W8S", "")


@pytest.mark.parametrize("pair", [(OPEN, OPEN), (ON, OPEN), (ON, "0|1:8"), ("0/1:9", "0/1:9")])
def test_neighbours_of_unknown_phase_get_a_caution(pair: tuple[str, str], read: Read) -> None:
    rows = read(row(A2T, pair[0]), row(A2D, pair[1]), row(OTHER, OPEN))

    assert changes(rows) == ["A2T", "A2D", "A3T"]
    assert [each["note"] for each in rows] == [
        f"{other} (VAF 0.3) changes the same codon or reading frame; the file does not say "
        "whether they are on one haplotype: together they would be FWD A2N"
        for other in ("1:1015 C>A", "1:1014 G>A")
    ] + [""]


def test_neighbours_on_different_copies_stay_without_a_word(read: Read) -> None:
    rows = read(row(A2T, ON), row(A2D, OFF))

    assert [(each["protein_change"], each["note"]) for each in rows] == [("A2T", ""), ("A2D", "")]


def test_a_call_that_failed_a_filter_is_not_read_together(read: Read) -> None:
    rows = read(row(A2T, ON), row(A2D, ON, "weak"))

    assert changes(rows) == ["A2T", "A2D"]
    assert "left out: FILTER weak" in rows[0]["note"]


def test_a_call_that_the_tumour_does_not_have_is_no_neighbour(read: Read) -> None:
    absent = row(A2D, "0/0:.").replace("70,30", "100,0")
    assert [each["note"] for each in read(row(A2T, OPEN), absent)] == ["", ""]


@pytest.mark.parametrize("first", [ON, OPEN])
@pytest.mark.parametrize(("calls", "gene"), [(SPLIT, "FWD"), (MINUS, "REV")])
def test_a_codon_over_an_intron_and_on_the_minus_strand(
    calls: list[tuple[int, str, str]], gene: str, first: str, read: Read
) -> None:
    rows = read(*(row(call, first) for call in sorted(calls)))
    words = "read together with" if first == ON else f"together they would be {gene} "

    assert [words in each["note"] for each in rows] == [True, True]


@pytest.mark.parametrize("kind", ["maf", "parquet", "vcf"])
def test_every_output_has_it(kind: str, read: Read, tmp_path: Path) -> None:
    rows = read(row(A2T, ON), row(A2D, ON), kind=kind)
    if kind == "maf":
        assert [each["HGVSp_Short"] for each in rows] == ["p.A2N"] * 2
        assert all("read together with" in each["oncomatch_note"] for each in rows)
    elif kind == "parquet":
        assert changes(rows) == ["A2N"] * 2
    else:
        text = (tmp_path / "out.vcf").read_text()
        assert text.count("|p.Ala2Asn|A2N|".replace("p.", "NP_1.1:p.")) == 2
        assert text.count("determined%3B_read_together_with_1:101") == 2


@pytest.mark.parametrize("kind", ["tsv", "vcf"])
@pytest.mark.parametrize("phase", [ON, OPEN])
def test_a_border_between_pieces_hides_nothing(
    kind: str, phase: str, read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    between = [row((at, tiny_chromosome()[at - 1], "N"), OPEN) for at in range(1270, 1490, 5)]
    rows = [row(SPLIT[0], phase), *between, row(SPLIT[1], phase), row(MINUS[1], phase)]
    whole = read(*rows, kind=kind) and (tmp_path / f"out.{kind}").read_text()
    monkeypatch.setattr(chunks_module, "_CHUNK", 700)

    read(*rows, kind=kind)
    assert (tmp_path / f"out.{kind}").read_text() == whole
    assert whole.count("together") == 2


def test_all_transcripts_of_a_gene_are_read_so(read: Read) -> None:
    assert changes(read(row(A2T, ON), row(A2D, ON), all_transcripts=True)) == ["A2N", "A2N"]


def test_mutect_writes_its_haplotypes_otherwise(read: Read) -> None:
    rows = [
        f"1 {at} . {ref} {alt} . PASS . GT:AD:DP:PGT:PID 0|1:70,30:100:0|1:1014_G_A"
        for at, ref, alt in (A2T, A2D)
    ]
    assert changes(read(*rows)) == ["A2N", "A2N"]


PLACES = st.lists(
    st.tuples(
        st.integers(1011, 1036),
        st.integers(1, 3),
        st.sampled_from([ON, OFF, OPEN, "1|1:9", "0|1:8"]),
        st.sampled_from(["PASS", "weak"]),
    ),
    min_size=2,
    max_size=6,
    unique_by=lambda each: each[0],
)


@settings(max_examples=60, deadline=None)
@given(PLACES)
def test_the_answers_are_those_of_a_case(
    tmp_path_factory: pytest.TempPathFactory,
    tiny: Reference,
    places: list[tuple[int, int, str, str]],
) -> None:
    """Substitutions of any phase: a change is joined, and a call cautioned, where a case does."""
    rows = []
    for at, shift, sample, filters in sorted(places):
        ref = tiny_chromosome()[at - 1]
        rows.append(row((at, ref, "ACGT"[("ACGT".index(ref) + shift) % 4]), sample, filters))
    folder = tmp_path_factory.mktemp("case")
    with pytest.MonkeyPatch.context() as patch:
        found = reader(folder, tiny, patch)(*rows)
    (folder / "y.vcf").write_text(vcf_text(rows, header=["##contig=<ID=1,length=4000>"]))
    intake = Intake(tiny, GenomeBuild.GRCH38, Filters())
    passed: list[SmallVariant] = []
    intake.read(VcfFile(folder / "y.vcf"), 0, lambda record, alleles: passed.extend(alleles))
    cautions = {each.id: each.caution for each in intake.reported if not each.parts}
    for each in passed:
        if not each.parts:
            note = next(one for one in found if one["position"] == str(each.variant.position))
            joined = note["note"].startswith("read together with")
            assert joined == bool(each.part_of)
            if not joined and each.id in cautions:
                assert (
                    note["note"].partition(": together")[0]
                    == cautions[each.id].partition(": together")[0]
                )
