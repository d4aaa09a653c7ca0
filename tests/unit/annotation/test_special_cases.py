"""Changes that boards know by name: MET exon 14, the TERT promoter, internal tandem duplications.

Places are worked out from the bundled transcripts, so that no coordinate is written here.
"""

from __future__ import annotations

import re
from functools import partial

import pytest

import building
from oncomatch.annotation.annotator import Annotator
from oncomatch.annotation.edit import Edit, shift_left
from oncomatch.annotation.effect import transcript_effect
from oncomatch.annotation.reporting_rule import reason_of_effect, reason_to_leave_out
from oncomatch.domain.alteration import AnnotationState, TranscriptEffect
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.variant import Variant
from oncomatch.reference.bundle import Reference
from oncomatch.reference.sequence import reverse_complement
from oncomatch.reference.transcript import Transcript

BUILDS = pytest.mark.parametrize("build", list(GenomeBuild), ids=lambda build: build.value)


def transcript_of(reference: Reference, gene: str, build: GenomeBuild) -> Transcript:
    """Return the reported transcript of a gene."""
    transcript = reference.reported_transcript(gene, build)
    assert transcript is not None
    return transcript


def effect_of(
    reference: Reference, build: GenomeBuild, transcript: Transcript, low: int, high: int, new: str
) -> TranscriptEffect:
    """Return the effect of putting `new` (transcript's strand) for genomic bases."""
    bases = partial(reference.sequences.bases, build, transcript.contig)
    alt = new if transcript.strand > 0 else reverse_complement(new)
    edit = shift_left(Edit(low, bases(low, high), alt), bases)
    effect = transcript_effect(transcript, edit, bases)
    assert effect is not None
    return effect


def met_exon_14(reference: Reference, build: GenomeBuild) -> tuple[Transcript, int, int]:
    """Return MET's transcript, and start and end (0-based, half-open) of its exon 14."""
    transcript = transcript_of(reference, "MET", build)
    assert transcript.strand > 0
    start, end = transcript.exons[13]
    assert end - start == 141, "exon 14 has 141 bases: 47 codons, so that skipping keeps the frame"
    return transcript, start, end


#            from, to (counted from the exon's start, or its end), terms that must be among
SKIPPING = {
    "acceptor -1": ("start", -1, 0, "splice_acceptor_variant"),
    "acceptor -2": ("start", -2, -1, "splice_acceptor_variant"),
    "donor +1": ("end", 0, 1, "splice_donor_variant"),
    "donor +2": ("end", 1, 2, "splice_donor_variant"),
    "polypyrimidine tract -6 to -20": ("start", -20, -5, "splice_polypyrimidine_tract_variant"),
    "tract and acceptor": ("start", -20, 5, "splice_acceptor_variant"),
    "end of the exon and donor": ("end", -8, 4, "splice_donor_variant"),
    "donor +3 to +6": ("end", 2, 6, "splice_donor_5th_base_variant"),
}


@BUILDS
@pytest.mark.parametrize("what", SKIPPING)
def test_changes_that_skip_met_exon_14_are_reported(
    reference: Reference, build: GenomeBuild, what: str
) -> None:
    transcript, start, end = met_exon_14(reference, build)
    border, first, behind, term = SKIPPING[what]
    origin = start if border == "start" else end
    new = "C" if behind - first == 1 else ""  # a lone base of a site is replaced, more are deleted
    effect = effect_of(reference, build, transcript, origin + first, origin + behind, new)

    assert term in [each.so_term for each in effect.consequences]
    assert reason_of_effect(effect) == ""


@BUILDS
def test_the_whole_of_met_exon_14_and_its_last_base(
    reference: Reference, build: GenomeBuild
) -> None:
    transcript, start, end = met_exon_14(reference, build)
    whole = effect_of(reference, build, transcript, start - 30, end + 30, "")
    last = effect_of(reference, build, transcript, end - 1, end, "A")
    coding = end - start + transcript.offsets[13] - transcript.cds_start

    assert {each.so_term for each in whole.consequences} == {
        "splice_acceptor_variant",
        "splice_donor_variant",
        "coding_sequence_variant",
        "intron_variant",
    }
    assert (whole.exon, whole.hgvs_p.rpartition(":")[2]) == ("14/21", "p.?")
    assert last.hgvs_c.endswith(f":c.{coding}G>A")
    assert re.fullmatch(r"D\d+N", last.protein_change)
    assert {each.so_term for each in last.consequences} == {
        "missense_variant",
        "splice_region_variant",
    }


@BUILDS
@pytest.mark.parametrize("distance", [124, 146])
def test_the_tert_promoter_is_reported(
    reference: Reference, build: GenomeBuild, distance: int
) -> None:
    """Both hotspots are C>T on the strand of the transcript."""
    transcript = transcript_of(reference, "TERT", build)
    bases = partial(reference.sequences.bases, build, transcript.contig)
    start = transcript.to_genomic(transcript.cds_start)
    place = start - transcript.strand * distance
    ref = bases(place, place + 1)
    read = ref if transcript.strand > 0 else reverse_complement(ref)
    effect = effect_of(reference, build, transcript, place, place + 1, "T")

    assert read == "C"
    assert effect.hgvs_c.endswith(f":c.-{distance}C>T")
    assert reason_of_effect(effect) == ""


def copied(
    reference: Reference, build: GenomeBuild, gene: str, exon: int, size: int, filler: str
) -> tuple[Transcript, int, TranscriptEffect]:
    """Return the effect of a copy of `size` coding bases, with `filler` before it, in an exon.

    Also the transcript and the coding position (0-based) from which the bases are copied.
    """
    transcript = transcript_of(reference, gene, build)
    span = transcript.codon_intervals(exon - 1)
    assert span is not None
    first = span[0] + 15 - (span[0] + 15) % 3
    copy = transcript.cds[first : first + size]
    behind = transcript.to_genomic(transcript.cds_start + first + size)
    place = behind if transcript.strand > 0 else behind + 1
    effect = effect_of(reference, build, transcript, place, place, filler + copy)
    return transcript, first, effect


@BUILDS
@pytest.mark.parametrize(("gene", "exon"), [("FLT3", 14), ("BCOR", 14)])
@pytest.mark.parametrize("size", [21, 36, 60])
def test_an_internal_tandem_duplication_is_a_dup_in_frame(
    reference: Reference, build: GenomeBuild, gene: str, exon: int, size: int
) -> None:
    transcript, _, effect = copied(reference, build, gene, exon, size, "")
    found = re.search(r":c\.(\d+)_(\d+)dup$", effect.hgvs_c)

    assert found is not None
    assert int(found[2]) - int(found[1]) + 1 == size
    assert [each.so_term for each in effect.consequences] == ["inframe_insertion"]
    assert re.fullmatch(r"[A-Z]\d+_[A-Z]\d+dup", effect.protein_change)
    assert effect.residue_delta == size // 3
    assert effect.exon == f"{exon}/{len(transcript.exons)}"
    assert reason_of_effect(effect) == ""


@BUILDS
def test_an_internal_tandem_duplication_with_filler_is_an_insertion(
    reference: Reference, build: GenomeBuild
) -> None:
    """The filler is whole codons, so residues come in between the copy and the original."""
    transcript, first, effect = copied(reference, build, "FLT3", 14, 30, "TGGTGC")
    protein = transcript.protein_sequence
    residue = first // 3

    assert re.search(r":c\.\d+_\d+ins[ACGT]{36}$", effect.hgvs_c)
    assert [each.so_term for each in effect.consequences] == ["inframe_insertion"]
    inserted = re.fullmatch(r"[A-Z](\d+)_[A-Z](\d+)ins([A-Z]{12})", effect.protein_change)
    assert inserted is not None
    at = int(inserted[1])
    mutant = protein[:at] + inserted[3] + protein[at:]
    copy = protein[residue : residue + 10]
    assert mutant == protein[: residue + 10] + "WC" + copy + protein[residue + 10 :]


@pytest.mark.parametrize("contig", ["MT", "GL000224.1", "1_KI270706v1_random"])
def test_mitochondrial_and_patch_contigs_are_named_and_counted(
    reference: Reference, contig: str
) -> None:
    """No gene is known there: the call is kept with its name and a reason for the ledger."""
    variant = Variant(contig, 100, "A", "G", GenomeBuild.GRCH38)
    found = Annotator(reference).annotate(building.call(variant))

    assert found.state is AnnotationState.NO_GENE
    assert found.hgvs_g == f"{contig}:g.100A>G"
    assert reason_to_leave_out(found) == "outside every known gene"
