"""Transcripts that differ from the genome, start without ATG, or are known in part."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oncomatch.annotation.annotator import Annotator
from oncomatch.annotation.edit import Edit
from oncomatch.annotation.effect import transcript_effect
from oncomatch.annotation.resolve import Resolver
from oncomatch.domain.alteration import TranscriptEffect
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.variant import Variant
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript
from unit.annotation.rebuilding import Gene, other_strand, place_of, stage


def on(gene: Gene, transcript: Transcript, edit: tuple[str, str, str]) -> TranscriptEffect | None:
    """Return the effect of an edit of the stage on another form of the gene's transcript."""
    position, ref, alt = edit
    return transcript_effect(transcript, gene.edit(place_of(position), ref, alt), gene.bases)


def names(effect: TranscriptEffect | None) -> tuple[str, str, str]:
    """Return c. name, p. name and note."""
    assert effect is not None
    return effect.hgvs_c.partition(":")[2], effect.hgvs_p.partition(":")[2], effect.note


# The transcript reads GAT (Asp) as its second codon where the genome reads GCT (Ala).
DIFFERING = {
    "to a third base": (("5", "C", "G"), ("c.5A>G", "p.Asp2Gly")),
    "to the transcript's own base": (("5", "C", "A"), ("c.5=", "p.Asp2=")),
}


@pytest.mark.parametrize("what", DIFFERING)
def test_a_base_that_differs_from_the_genome(gene: Gene, what: str) -> None:
    """The change is described from the transcript, and the reader is told."""
    edit, expected = DIFFERING[what]
    cds = gene.transcript.cds
    transcript = replace(gene.transcript, cds=cds[:4] + "A" + cds[5:], cds_differences=(4,))

    note = f"{transcript.accession} differs from the genome at c.5"
    assert names(on(gene, transcript, edit)) == (*expected, note)


def test_other_bases_of_such_a_transcript_carry_no_note(gene: Gene) -> None:
    cds = gene.transcript.cds
    transcript = replace(gene.transcript, cds=cds[:4] + "A" + cds[5:], cds_differences=(4,))

    assert names(on(gene, transcript, ("6", "T", "A"))) == ("c.6T>A", "p.Asp2Glu", "")
    assert names(on(gene, transcript, ("8", "C", "A"))) == ("c.8C>A", "p.Ala3Asp", "")


def test_a_start_codon_other_than_atg_reads_met(gene: Gene) -> None:
    """A copy of the second codon leaves the start alone; a change of the start loses it."""
    transcript = replace(gene.transcript, cds="CTG" + gene.transcript.cds[3:])

    assert names(on(gene, transcript, ("4", "", "GCT")))[1] == "p.Ala4dup"
    assert names(on(gene, transcript, ("2", "T", "C")))[1] == "p.Met1?"


@pytest.fixture
def coding_only(gene: Gene) -> Transcript:
    """Return the transcript as known from its coding sequence alone."""
    whole = gene.transcript
    ends = [whole.to_genomic(at) for at in (whole.cds_start, whole.cds_end - 1)]
    low, high = min(ends), max(ends) + 1
    exons = tuple((max(start, low), min(end, high)) for start, end in whole.exons)
    return replace(whole, exons=exons, cds_start=0, cds_end=len(whole.cds), coding_only=True)


def test_a_coding_only_transcript_has_no_exon_numbers(gene: Gene, coding_only: Transcript) -> None:
    effects = [on(gene, coding_only, edit) for edit in [("5", "C", "A"), ("30+1", "G", "A")]]

    assert [(effect.exon, effect.intron) for effect in effects if effect] == [("", "")] * 2


@pytest.mark.parametrize(
    "edit",
    [("-1", "A", "C"), ("*1", "A", "C"), ("-200", "", "C"), ("*1", "", "C"), ("1", "", "C")],
    ids=["before", "behind", "upstream", "insertion behind", "insertion before"],
)
def test_a_coding_only_transcript_is_silent_outside_its_blocks(
    gene: Gene, coding_only: Transcript, edit: tuple[str, str, str]
) -> None:
    """Nothing is known there: neither UTR nor upstream may be claimed."""
    position, ref, alt = edit
    ref = stage()[place_of(position)] if ref else ""

    assert on(gene, coding_only, (position, ref, alt)) is None


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (("139", "T", "C"), ("c.139T>C", "p.Ter47GlnextTer?", "")),
        (("136", "GGTTAA", ""), ("c.136_141del", "p.?", "")),
        (("133", "", "C"), ("c.133dup", "p.Arg45ProfsTer?", "")),
        (("13", "A", ""), ("c.18del", "p.Asp7IlefsTer30", "")),
        (("30+1", "G", "A"), ("c.30+1G>A", "p.?", "")),
    ],
    ids=[
        "stop lost",
        "residue and stop lost",
        "frameshift past the end",
        "frameshift",
        "splice site",
    ],
)
def test_a_coding_only_transcript_does_not_know_what_follows_the_stop(
    gene: Gene, coding_only: Transcript, edit: tuple[str, str, str], expected: tuple[str, ...]
) -> None:
    assert names(on(gene, coding_only, edit)) == expected


GAP = "the UTR does not align to the genome base by base, so it has no c. position here"


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (("-3", "C", "T"), ("", "", GAP)),
        (("*5", "G", "A"), ("", "", GAP)),
        (("-11", "", "C"), ("", "", GAP)),
        (("5", "C", "A"), ("c.5C>A", "p.Ala2Asp", "")),
        (("30+1", "G", "A"), ("c.30+1G>A", "p.?", "")),
    ],
    ids=["5' UTR", "3' UTR", "upstream", "coding", "intron"],
)
def test_a_gap_in_the_utr_leaves_the_coding_names(
    gene: Gene, edit: tuple[str, str, str], expected: tuple[str, ...]
) -> None:
    transcript = replace(gene.transcript, utr_gap=True)

    assert names(on(gene, transcript, edit)) == expected


def test_a_transcript_without_a_protein_accession(gene: Gene) -> None:
    transcript = replace(gene.transcript, protein="")
    effect = on(gene, transcript, ("5", "C", "A"))

    assert effect is not None
    assert effect.hgvs_p == "p.Ala2Asp"


def test_an_edit_far_away_has_no_effect(gene: Gene) -> None:
    assert transcript_effect(gene.transcript, Edit(60_000, "A", "C"), gene.bases) is None


@pytest.mark.parametrize("build", list(GenomeBuild), ids=lambda build: build.value)
def test_every_bundled_difference_has_one_name_both_ways(
    reference: Reference, build: GenomeBuild
) -> None:
    """A call of the transcript's own base is `c.5=`; the name leads back to the call."""
    annotator, resolver = Annotator(reference), Resolver(reference)
    same = 0
    for gene in reference.genes_with_sequence:
        transcript = reference.reported_transcript(gene, build)
        for coding in transcript.cds_differences if transcript is not None else ():
            assert transcript is not None
            start0 = transcript.to_genomic(transcript.cds_start + coding)
            ref = reference.sequences.bases(build, transcript.contig, start0, start0 + 1)
            own = transcript.cds[coding]
            own = own if transcript.strand > 0 else other_strand(own)
            for alt in sorted({*"ACGT"} - {ref}):
                variant = Variant(transcript.contig, start0 + 1, ref, alt, build)
                effect = annotator.describe(variant)[1].effect
                assert effect is not None
                assert effect.hgvs_c.endswith(f"c.{coding + 1}=") == (alt == own)
                assert effect.hgvs_p.endswith("=") >= (alt == own)
                assert "differs from the genome" in effect.note
                found = resolver.resolve(effect.hgvs_c, build).found
                assert variant in {each.variant for each in found if each.build is build}
                same += alt == own
    assert same > 60


@pytest.mark.parametrize("build", list(GenomeBuild), ids=lambda build: build.value)
@pytest.mark.parametrize("symbol", ["MYC", "WT1"])
def test_a_bundled_start_codon_other_than_atg(
    reference: Reference, symbol: str, build: GenomeBuild
) -> None:
    """Every change of CTG loses the start, also the one to ATG: what is read then is not known."""
    transcript = reference.reported_transcript(symbol, build)
    assert transcript is not None
    assert transcript.cds[:3] == "CTG"
    assert transcript.protein_sequence[0] == "M"
    on_bundle = Gene(transcript, reference, build)
    for coding in range(3):
        start0 = transcript.to_genomic(transcript.cds_start + coding)
        ref = on_bundle.bases(start0, start0 + 1)
        for alt in sorted({*"ACGT"} - {ref}):
            effect = transcript_effect(transcript, Edit(start0, ref, alt), on_bundle.bases)
            assert effect is not None
            assert effect.protein_change == "M1?"
            assert Consequence.START_LOST in effect.consequences
