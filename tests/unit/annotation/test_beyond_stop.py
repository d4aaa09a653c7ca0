"""A deletion over the stop codon into the 3' UTR is read on into what is left of it."""

from __future__ import annotations

import pytest

from oncomatch.annotation.annotator import Annotator
from oncomatch.domain.alteration import TranscriptEffect
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.genetic_code import translate_to_stop
from oncomatch.domain.variant import Reads, Variant, VariantCall
from oncomatch.reference.bundle import Reference
from oncomatch.reference.sequence import reverse_complement

BUILD = GenomeBuild.GRCH38
SIZES = [(before, behind) for before in range(1, 9) for behind in range(1, 9)]


def effect_of(tiny: Reference, gene: str, low: int, high: int, alt: str) -> TranscriptEffect:
    """Return the effect of exonic positions `low` to `high` becoming `alt` on the transcript."""
    transcript = tiny.reported_transcript(gene, BUILD)
    assert transcript is not None
    ends = [transcript.to_genomic(low), transcript.to_genomic(high - 1)]
    start0, end0 = min(ends), max(ends) + 1
    alt = alt if transcript.strand > 0 else reverse_complement(alt)
    ref = tiny.sequences.bases(BUILD, "1", start0 - 1, end0)
    variant = Variant("1", start0, ref, ref[0] + alt, BUILD)
    call = VariantCall(variant, "", 1, (), Reads(None, None, None))
    effect = Annotator(tiny).annotate(call).effect
    assert effect is not None
    return effect


def spliced(tiny: Reference, gene: str) -> tuple[str, int, int]:
    """Return the spliced transcript with the bounds of its coding sequence."""
    transcript = tiny.reported_transcript(gene, BUILD)
    assert transcript is not None
    parts = [tiny.sequences.bases(BUILD, "1", *exon) for exon in transcript.exons]
    if transcript.strand < 0:
        parts = [reverse_complement(part) for part in parts]
    return "".join(parts), transcript.cds_start, transcript.cds_end


@pytest.mark.parametrize("gene", ["FWD", "REV"])
@pytest.mark.parametrize(("before", "behind"), SIZES)
@pytest.mark.parametrize("alt", ["", "TAA", "C", "GCTTAG"])
def test_the_name_is_that_of_the_protein_which_is_made(
    tiny: Reference, gene: str, before: int, behind: int, alt: str
) -> None:
    bases, start, end = spliced(tiny, gene)
    low, high = end - before, end + behind
    old = translate_to_stop(bases[start:end])
    new = translate_to_stop(bases[start:low] + alt + bases[high:])
    effect = effect_of(tiny, gene, low, high, alt)
    shared = next(
        (at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )

    if effect.consequences == (Consequence.THREE_PRIME_UTR,):
        assert new == old  # what is common to both was trimmed away
        return
    if Consequence.THREE_PRIME_UTR not in effect.consequences:
        return  # so that nothing of the UTR is left
    if new == old:
        assert effect.protein_change.endswith("=")
        assert Consequence.STOP_LOST not in effect.consequences
        assert Consequence.STOP_RETAINED in effect.consequences
        return
    assert Consequence.STOP_LOST in effect.consequences
    assert effect.hgvs_p
    assert effect.hgvs_p.endswith("p.?") == (shared == len(new))  # the transcript is at its end
    number = shared + 1
    length = new.find("*") - shared
    if shared == len(new):
        assert effect.protein_change == ""
    elif old[shared] == "*":
        added = new[shared]
        stop = str(length) if "*" in new else "?"
        assert effect.protein_change == f"*{number}{added}ext*{stop}"
    elif new[shared] == "*" and not effect.protein_change.endswith("del"):
        assert effect.protein_change == f"{old[shared]}{number}*"
    elif "fs" in effect.protein_change:
        stop = str(length + 1) if "*" in new else "?"
        assert effect.protein_change == f"{old[shared]}{number}{new[shared]}fs*{stop}"


def test_a_deletion_of_the_utr_alone_says_nothing_of_the_protein(tiny: Reference) -> None:
    _, _, end = spliced(tiny, "FWD")
    assert effect_of(tiny, "FWD", end + 1, end + 4, "").hgvs_p == ""


def test_over_an_exon_border_the_protein_stays_open(tiny: Reference) -> None:
    """HGVS: what splicing makes of it is not known from the DNA."""
    transcript = tiny.reported_transcript("FWD", BUILD)
    assert transcript is not None
    ref = tiny.sequences.bases(BUILD, "1", 1036, 1045)
    call = VariantCall(Variant("1", 1037, ref, ref[0], BUILD), "", 1, (), Reads(None, None, None))
    effect = Annotator(tiny).annotate(call).effect

    assert effect is not None
    assert effect.hgvs_p == "NP_1.1:p.?"
