"""Notations become the variants that knowledge and literature mean, on both builds.

Expected places are those of the shared knowledge tables and of the brief's traps, not of an
earlier answer; each row names a hazard.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import building
from oncomatch.annotation.annotator import Annotator
from oncomatch.annotation.notation import BaseChange, parse_base_change
from oncomatch.annotation.resolve import Resolution, Resolver
from oncomatch.domain.build import GenomeBuild
from oncomatch.reference.between_builds import BuildMap
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript

OLD, NEW = GenomeBuild.GRCH37, GenomeBuild.GRCH38


@pytest.fixture(scope="module")
def resolver(reference: Reference) -> Resolver:
    return Resolver(reference)


def ids(resolution: Resolution, build: GenomeBuild) -> list[str]:
    return [each.variant.id for each in resolution.on(build) if each.variant is not None]


# GRCh37 places: CIViC's and CGI's tables of variants.
PLACES = """
EGFR p.L858R                  7-55259515-T-G
NM_005228.3:c.2573T>G         7-55259515-T-G
NC_000007.13:g.55259515T>G    7-55259515-T-G
NC_000007.14:g.55191822T>G    7-55259515-T-G
BRAF V600E                    7-140453136-A-T
NM_004333.4(BRAF):c.1799T>A (p.Val600Glu)   7-140453136-A-T
BRAF NC_000007.14:g.140753336A>T      7-140453136-A-T
NP_004324.2:p.Val600Glu       7-140453136-A-T
NM_004333.4:c.1799T>A         7-140453136-A-T
NM_004333.6:c.1799T>A         7-140453136-A-T
ABL1 T315I                    9-133748283-C-T
MET D1246N                    7-116423407-G-A
MET D1228N                    7-116423407-G-A
MYD88 L265P                   3-38182641-T-C
MYD88 L252P                   3-38182641-T-C
FGFR2 N550K                   10-123258034-A-T
TERT c.-124C>T                5-1295228-G-A
TERT c.-146C>T                5-1295250-G-A
NPM1 c.860_863dup             5-170837543-C-CTCTG
"""


@pytest.mark.parametrize("line", PLACES.strip().splitlines())
def test_a_notation_is_the_variant_that_the_sources_have(resolver: Resolver, line: str) -> None:
    text, expected = line.rsplit(maxsplit=1)
    resolution = resolver.resolve(text.strip())

    assert ids(resolution, OLD)[0] == expected
    assert resolution.failures == ()


@pytest.mark.parametrize(
    ("text", "own", "elsewhere"),
    [
        ("MET D1246N", "NM_001127500.1", "NM_000245.3:D1228N"),
        ("MYD88 L265P", "ENST00000648963.1", "NM_002468.5:L252P"),
        ("EZH2 Y641F", "NM_001203247.1", "NM_004456.4:Y646F"),
        ("FGFR2 N550K", "NM_022970.3", "NM_000141.4:N549K"),
        ("BRAF V600E", "NM_004333.5", "ENST00000644969.1:V640E"),
        ("WT1 R467W", "NM_024426.5", "NM_024426.3:R462W"),
        ("WT1 R462W", "NM_024426.3", "NM_024426.5:R467W"),
        ("MET c.3028+1G>T", "NM_000245.3", "NM_001127500.1:c.3082+1G>T"),
    ],
)
def test_both_numberings_are_given(resolver: Resolver, text: str, own: str, elsewhere: str) -> None:
    first = resolver.resolve(text).found[0]

    assert first.transcript == own
    assert elsewhere in resolver.other_numbering(first)


@pytest.mark.parametrize("text", ["MET D1246N", "MYD88 L265P"])
def test_reading_on_another_transcript_than_the_reported_one_is_said(
    resolver: Resolver, text: str
) -> None:
    first = resolver.resolve(text).found[0]

    assert f"read on {first.transcript}, the one other numbering that fits" in first.note


# What would be a guess.
REFUSED = [
    ("ENST00000288602:c.1799T>A", "ENST00000288602 has no version, and ENST00000288602.11"),
    ("ENST00000288602.6:c.1799T>A", "ENST00000288602.6 is not embedded, and ENST00000288602.11"),
    ("ENST00000288602:c.76del", "may be numbered like ENST00000288602.11 .* or like NM_004333.5"),
    ("ENST00000288602 V600E", "ENST00000288602 has no version"),
    ("NM_002468.4:c.794T>C", "NM_002468.4 is not embedded"),
    ("MET c.3082+1G>T", "it would fit NM_001127500.1: name the transcript"),
    ("WT1 R962W", "has 522 residues, not 962; it fits no other"),
    ("WT1 c.1A>G", "NM_024426.5: C stands at 1, not A; it would fit NM_001198551.1"),
    ("MYC T58A", "residue 58 of NM_002467.6 is P, not T"),
    ("GPX4 U46C", "the sequence of GPX4 is not embedded"),
    ("EGFR V600E", "residue 600 of .* not V"),
    ("FOO V600E", "'FOO' is no gene symbol"),
    ("NM_004333.4(EGFR):c.1799T>A", "is a transcript of BRAF, not of EGFR"),
    ("NM_999999.1:c.1A>T", "NM_999999.1 is not embedded"),
    ("BRAF c.1799A>T", "NM_004333.5: T stands at 1799, not A"),
    ("7-55259515-T-G", "GRCh38 has bases that are not embedded.*give the build"),
    ("NC_000007.13:g.55259515A>G", "T stands at 55259515, not A"),
    ("NC_000099.1:g.5A>G", "no chromosome of GRCh37 or GRCh38"),
    ("TP53 R213X", "X may mean a stop"),
    ("BRAF c.1799T>A (p.Val600Lys)", "gives V600E on NM_004333.5, not V600K"),
    ("BRAF NC_000007.14:g.140753336A>T p.V640E", "gives V600E on NM_004333.5, not V640E"),
    ("EGFR NC_000007.14:g.140753336A>T", "NC_000007.14 lies in BRAF, not EGFR"),
    ("NP_004324.2:c.1799T>A", "is a protein: it has no c. positions"),
    ("NM_001172567:c.794T>C", "differ: give one of NM_001172567.1 .317 aa., NM_001172567.2"),
    ("NC_000007.14:g.999999999A>T", "chromosome 7 of GRCh38 has 159345973 bases"),
    ("NC_000007.14:g.1_9000000del", "a structural variant"),
    ("BRAF c.1799T[999999999]", "too many"),
    ("NM_004333.6:n.20A>T", "n. positions differ between versions"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=[text for text, _ in REFUSED])
def test_what_would_be_a_guess_is_refused_with_the_reason(
    resolver: Resolver, text: str, reason: str
) -> None:
    resolution = resolver.resolve(text)

    assert resolution.found == ()
    assert resolution.failures
    assert all(re.search(reason, each.reason) for each in resolution.failures)


def test_an_ensembl_id_without_version_is_taken_where_it_is_numbered_like_the_reported_one(
    resolver: Resolver,
) -> None:
    first = resolver.resolve("ENST00000275493:c.2573T>G").found[0]

    assert first.variant is not None
    assert first.variant.id == "7-55191822-T-G"
    assert first.note == "ENST00000275493 has no version; read on ENST00000275493.6"


def test_a_build_is_told_by_the_bases_only_where_the_other_build_is_known(
    resolver: Resolver,
) -> None:
    told = resolver.resolve("chr7:g.55191822T>G")
    stated = resolver.resolve("7-55259515-T-G", OLD)
    wrong = resolver.resolve("NC_000007.14:g.55191822T>G", OLD)

    assert ids(told, NEW) == ids(stated, NEW) == ["7-55191822-T-G"]
    assert "NC_000007.14 is a chromosome of GRCh38, not of GRCh37" in wrong.failures[0].reason


def test_a_failed_lift_over_keeps_the_own_build_and_says_why(resolver: Resolver) -> None:
    resolution = resolver.resolve("X-66931463-T-A", OLD)

    assert ids(resolution, OLD) == ["X-66931463-T-A"]
    assert [each.build for each in resolution.failures] == [NEW]
    assert "not lifted over: X:66931463 of GRCh37 is outside" in resolution.failures[0].reason


def test_whole_exons_name_no_breakpoints(resolver: Resolver) -> None:
    found = resolver.resolve("NM_005228.3:c.89_889del").on(OLD)[0]

    assert found.variant is None
    assert (found.place.start0, found.place.end0) == (55209978, 55221845)
    assert "whole exons are named" in found.note


def test_a_base_that_only_the_transcript_has_is_the_change_of_the_genome(
    resolver: Resolver, reference: Reference
) -> None:
    # ADA's transcript differs from both genomes at c.36.
    transcript = reference.reported_transcript("ADA", NEW)
    assert transcript is not None
    own = transcript.cds[35]
    same = resolver.resolve("ADA c.36=").on(NEW)[0]
    genome = reference.sequences.bases(NEW, "20", same.place.start0, same.place.end0)

    assert same.variant is not None
    assert same.variant.ref == genome
    assert same.effect is not None
    assert same.effect.hgvs_c == f"{transcript.accession}:c.36="
    held = resolver.resolve(f"ADA c.36{own}>{'ACGT'['TGCA'.index(genome)]}")
    assert "the genome has the changed base already" in held.failures[0].reason


def test_a_codon_in_which_the_genome_differs_gives_no_dna_change(resolver: Resolver) -> None:
    letters = "ACDEFGHIKLMNPQRSTVY"
    found = [resolver.resolve(f"NM_000022.3:p.{letter}12W").on(NEW) for letter in letters]
    placed = [each for parts in found for each in parts]

    assert [each.variant for each in placed] == [None]
    assert "differs from the genome at c.36" in placed[0].note


def test_the_two_builds_of_a_notation_are_lifted_onto_each_other(
    resolver: Resolver, reference: Reference
) -> None:
    lift = BuildMap(reference)
    for text in ("KRAS G12C", "TP53 R175H", "EGFR E746_A750del", "ERBB2 Y772_A775dup"):
        resolution = resolver.resolve(text)
        new = [each.variant for each in resolution.on(NEW) if each.variant is not None]

        assert [lift.variant(each).id for each in new] == ids(resolution, OLD), text


def test_every_resolved_variant_reads_as_its_notation_when_annotated_again(
    resolver: Resolver, reference: Reference
) -> None:
    annotator = Annotator(reference)
    for text, short in [("KRAS G12C", "G12C"), ("KIT W557_K558del", "W557_K558del")]:
        for found in resolver.resolve(text).found:
            assert found.variant is not None
            annotation = annotator.describe(found.variant)[1]
            assert annotation.effect is not None
            assert annotation.effect.protein_change == short


def test_a_former_symbol_is_read_and_named(resolver: Resolver) -> None:
    first = resolver.resolve("HER2 p.V777L").found[0]

    assert first.gene == "ERBB2"
    assert first.note.startswith("HER2 is ERBB2")


# Laws over the whole bundle.


def chosen(reference: Reference, gene: int, residue: float) -> tuple[Transcript, int] | None:
    """Return a reported transcript of both builds and a coding position of it."""
    genes = reference.genes_with_sequence
    symbol = genes[gene % len(genes)]
    if not all(reference.has_sequence(symbol, build) for build in GenomeBuild):
        return None
    transcript = reference.reported_transcript(symbol, NEW)
    assert transcript is not None
    return transcript, 3 + int(residue * (len(transcript.cds) - 6))


@given(
    gene=st.integers(0, 5000),
    along=st.floats(0, 1, exclude_max=True),
    step=st.integers(1, 3),
)
def test_from_a_coding_name_by_both_builds_and_the_protein_back_to_it(
    resolver: Resolver, reference: Reference, gene: int, along: float, step: int
) -> None:
    picked = chosen(reference, gene, along)
    if picked is None:
        return
    transcript, coding = picked
    old = transcript.cds[coding]
    name = f"{transcript.accession}:c.{coding + 1}{old}>{'ACGT'[('ACGT'.index(old) + step) % 4]}"
    resolution = resolver.resolve(name)
    if resolution.failures:
        assert all("genome has the changed base" in each.reason for each in resolution.failures)
        return
    lift = BuildMap(reference)
    new, older = resolution.found
    assert new.variant is not None
    assert older.variant is not None
    assert [each.effect and each.effect.hgvs_c for each in (new, older)] == [name, name]
    if new.variant.ref == older.variant.ref:
        assert lift.variant(new.variant) == older.variant
    assert new.effect is not None
    back = resolver.resolve(f"{transcript.accession} {new.effect.protein_change}").on(NEW)
    differs = any(each // 3 == coding // 3 for each in transcript.cds_differences)
    assert differs or new.variant in {each.variant for each in back}


@pytest.mark.parametrize("build", GenomeBuild, ids=lambda build: build.value)
def test_every_base_in_which_a_reported_transcript_differs_has_its_name_back(
    resolver: Resolver, reference: Reference, build: GenomeBuild
) -> None:
    compared = 0
    for gene in reference.genes_with_sequence:
        transcript = reference.reported_transcript(gene, build)
        for coding in transcript.cds_differences if transcript is not None else ():
            assert transcript is not None
            name = f"{transcript.accession}:c.{coding + 1}="
            found = resolver.resolve(name).on(build)
            assert [each.effect and each.effect.hgvs_c for each in found] == [name]
            compared += 1

    assert compared > 30


def test_a_variant_that_reads_otherwise_when_annotated_again_is_refused(
    resolver: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def misread(body: str, plain: str = "") -> BaseChange:
        return parse_base_change("1800G>A")

    monkeypatch.setattr("oncomatch.annotation.resolve.parse_base_change", misread)
    resolution = resolver.resolve("NM_004333.4:c.1799T>A")

    assert resolution.found == ()
    assert "it reads c.1799T>A, which is another variant" in resolution.failures[0].reason


@given(
    head=st.sampled_from(["BRAF ", "NM_004333.4:c.", "NC_000007.14:g.", "chr7:g.", "", "BRAF p."]),
    text=st.text("0123456789acgtACGTpN_.->*+=()[]insdelupfx?:VEK ", max_size=14) | st.text(),
)
def test_whatever_is_written_gets_an_answer_or_a_reason(
    resolver: Resolver, head: str, text: str
) -> None:
    resolution = resolver.resolve(head + text)

    assert resolution.notation == head + text
    assert resolution.found or resolution.failures
    assert all(each.reason for each in resolution.failures)


def test_a_bundle_of_one_build_says_so_for_the_other(tmp_path: Path) -> None:
    building.tiny_reference(tmp_path)
    for path in tmp_path.glob("*_GRCh37.npy"):
        path.unlink()
    resolver = Resolver(Reference(tmp_path))
    protein = resolver.resolve("REV W8R")
    first = protein.found[0].variant
    assert first is not None
    genomic = resolver.resolve(first.id, NEW)

    assert {each.build for each in protein.found} == {NEW}
    assert [each.reason for each in protein.failures] == [
        "the sequence of REV is not embedded for GRCh37"
    ]
    assert [each.variant for each in genomic.found] == [first]
    assert "has no counterpart on GRCh37" in genomic.failures[0].reason
