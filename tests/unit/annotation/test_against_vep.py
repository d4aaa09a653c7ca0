"""VEP's own answers in a published file, on the transcripts that are embedded too.

The file (VEP 106 on GRCh37) names bases in some of its c. names that contradict its own REF, so
of a c. name the place is compared, of the protein everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from oncomatch.annotation.edit import shift_left, trim
from oncomatch.annotation.effect import transcript_effect
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.variant import Variant
from oncomatch.reference.bundle import Reference

BUILD = GenomeBuild.GRCH37
BASES = re.compile(r"[ACGTN]*>[ACGTN]*$")


def their_answers(path: Path) -> Iterator[tuple[Variant, dict[str, str]]]:
    """Yield each answer of the file's CSQ, by field."""
    names: list[str] = []
    for line in path.read_text().splitlines():
        if line.startswith("##INFO=<ID=CSQ"):
            names = line.partition("Format: ")[2].rstrip('">').split("|")
        found = re.search(r"CSQ=([^;\t]+)", line) if not line.startswith("#") else None
        if found is None:
            continue
        contig, position, _, ref, alts = line.split("\t")[:5]
        for entry in found[1].split(","):
            for alt in alts.split(","):
                variant = Variant(contig, int(position), ref, alt, BUILD)
                yield variant, dict(zip(names, entry.split("|"), strict=True))


def test_terms_places_proteins_and_exons_are_those_of_vep(
    reference: Reference, shared: Path
) -> None:
    embedded = {
        transcript.accession.partition(".")[0]: transcript
        for gene in reference.genes_with_sequence
        for transcript in reference.transcripts_of(gene, BUILD)
    }
    compared = proteins = 0
    for variant, theirs in their_answers(shared / "vcf" / "A25_HCC.mutect2.VEP.vcf"):
        transcript = embedded.get(theirs["Feature"].partition(".")[0])
        if transcript is None:
            continue
        bases = partial(reference.sequences.bases, BUILD, variant.contig)
        ours = transcript_effect(transcript, shift_left(trim(variant), bases), bases)
        assert ours is not None, variant
        compared += 1
        terms = "&".join(term.so_term for term in ours.consequences)
        places = [
            BASES.sub("", name.partition(":c.")[2]) for name in (ours.hgvs_c, theirs["HGVSc"])
        ]
        protein = theirs["HGVSp"].partition(":")[2].replace("%3D", "=")
        assert terms == theirs["Consequence"], variant
        assert places[0] == places[1] or not places[1], variant
        assert (ours.exon, ours.intron) == (theirs["EXON"], theirs["INTRON"]), variant
        if protein:
            proteins += 1
            assert ours.hgvs_p.partition(":")[2] == protein, variant

    assert (compared, proteins) == (42, 26)
