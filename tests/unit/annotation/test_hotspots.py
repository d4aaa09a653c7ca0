"""Cancer hotspots of both builds recomputed: third-party names against our own.

The table (not part of the repository) gives position, bases and protein change. Its names are
those of the change for substitutions; for indels they are those of the hotspot, so indels are
only held against the reference and against the other build.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from building import BOTH, call
from oncomatch.annotation.annotator import Annotator
from oncomatch.domain.alteration import AnnotationState, SmallVariant
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.variant import Variant
from oncomatch.reference.bundle import Reference
from unit.annotation.rebuilding import proteins_named

FILES = {GenomeBuild.GRCH37: "hg19", GenomeBuild.GRCH38: "hg38"}
INDELS = ("DEL", "INS")


@dataclass(frozen=True)
class Hotspot:
    """A row of the table and what we make of it."""

    gene: str
    kind: str
    change: str
    fits: bool
    annotated: SmallVariant

    @property
    def ours(self) -> str:
        """Our short change, empty where the gene's sequence is not embedded."""
        effect = self.annotated.effect
        return effect.protein_change if effect is not None else ""


Hotspots = dict[GenomeBuild, list[Hotspot]]


@pytest.fixture(scope="module")
def hotspots(shared: Path, reference: Reference) -> Hotspots:
    """Return every row of both tables, annotated."""
    annotator = Annotator(reference)
    found: Hotspots = {}
    for build, name in FILES.items():
        lines = (shared / "kb" / f"cancerhotspots_v2_{name}.tsv").read_text().splitlines()
        found[build] = [read(line.split("\t"), build, annotator, reference) for line in lines]
    return found


def read(
    fields: list[str], build: GenomeBuild, annotator: Annotator, reference: Reference
) -> Hotspot:
    """Return a row; `-` in REF or ALT is the table's way to write an indel without an anchor."""
    contig, position, ref, alt, gene, kind, change = fields[:7]
    contig, start0 = contig.removeprefix("chr"), int(position) - 1
    if "-" in (ref, alt):
        start0 -= alt == "-"
        anchor = reference.sequences.bases(build, contig, start0, start0 + 1)
        ref, alt = anchor + ref.strip("-"), anchor + alt.strip("-")
    variant = Variant(contig, start0 + 1, ref, alt, build)
    fits = not annotator.contradicts_reference(variant)
    annotated = annotator.with_other_transcripts(annotator.annotate(call(variant)))
    return Hotspot(gene, kind, change, fits, annotated)


def verdict(hotspot: Hotspot) -> str:
    """Return how our name of a substitution agrees with the table's."""
    if hotspot.annotated.effect is None:
        return "no sequence"
    if hotspot.ours == hotspot.change:
        return "same"
    if any(hotspot.change == other.protein_change for other in hotspot.annotated.other_effects):
        return "same on another transcript"
    return "differs"


@pytest.mark.parametrize("build", BOTH, ids=lambda build: build.value)
def test_no_ref_base_contradicts_the_reference(hotspots: Hotspots, build: GenomeBuild) -> None:
    assert len(hotspots[build]) == 3181
    assert [row for row in hotspots[build] if not row.fits] == []


@pytest.mark.parametrize("build", BOTH, ids=lambda build: build.value)
def test_agreement_of_substitutions(hotspots: Hotspots, build: GenomeBuild) -> None:
    counts = Counter(verdict(row) for row in hotspots[build] if row.kind not in INDELS)

    assert counts == {
        "same": 2084,
        "same on another transcript": 39,
        "no sequence": 612,
        "differs": 11,
    }


@pytest.mark.parametrize("build", BOTH, ids=lambda build: build.value)
def test_every_difference_is_one_of_writing(
    hotspots: Hotspots, reference: Reference, build: GenomeBuild
) -> None:
    """The table names one residue of two that change, and writes P114P for a silent change."""
    for row in hotspots[build]:
        if row.kind in INDELS or verdict(row) != "differs":
            continue
        old, number, new = re.fullmatch(r"([A-Z])(\d+)([A-Z])", row.change).groups()
        if old == new:
            assert row.ours == f"{old}{number}="
            continue
        transcript = reference.reported_transcript(row.annotated.gene, build)
        assert transcript is not None
        protein = transcript.protein_sequence
        mutant = proteins_named(protein, row.ours).replace("\\", "")
        assert protein[int(number) - 1] == old
        assert mutant[-1] == "*"
        assert mutant[int(number) - 1 : int(number)] == new or row.ours.endswith("*")


def test_both_builds_give_the_same_changes(hotspots: Hotspots) -> None:
    old, new = ([row.annotated.effect for row in hotspots[build]] for build in FILES)

    assert old == new
    assert sum(effect is not None for effect in old) > 2400


@pytest.mark.parametrize("build", BOTH, ids=lambda build: build.value)
def test_the_gene_is_that_of_the_table(
    hotspots: Hotspots, reference: Reference, build: GenomeBuild
) -> None:
    """By whatever symbol it goes; a hotspot without any gene has a test of its own."""
    others = {
        (row.gene, row.annotated.gene)
        for row in hotspots[build]
        if row.annotated.gene
        and row.annotated.gene != getattr(reference.find_gene(row.gene), "symbol", row.gene)
    }

    assert others == set()


@pytest.mark.parametrize("build", BOTH, ids=lambda build: build.value)
def test_no_hotspot_is_lost_as_outside_every_known_gene(
    hotspots: Hotspots, build: GenomeBuild
) -> None:
    """A call in AR or KEAP1 may not leave the report because the build's locus is missing.

    The one of STK19 lies 17 bases before the gene by the MANE summary.
    """
    lost = {row.gene for row in hotspots[build] if row.annotated.state is AnnotationState.NO_GENE}

    assert lost <= {"STK19"}
