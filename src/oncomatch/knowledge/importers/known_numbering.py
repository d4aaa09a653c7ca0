"""What the present knowledge knows of the variants that a newer release names.

A release's table has neither coordinates nor transcripts. A change that the present knowledge
has tied to a transcript, with the coordinates at hand then, stays tied to it; and a record whose
number it refused to believe stays refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from oncomatch.domain.biomarker import Biomarker, ProteinChange, atoms_of
from oncomatch.domain.build import GenomeBuild
from oncomatch.knowledge.importers.variant_facts import VariantFacts, read_descriptions
from oncomatch.knowledge.regions import read_regions
from oncomatch.reference.bundle import Reference
from oncomatch.reference.tables import read_rows

_DOUBTED = "where the source puts it"


def facts_from(
    folder: Path,
    biomarkers: Iterable[Biomarker],
    reference: Reference,
    variants: Path | None = None,
) -> VariantFacts:
    """Return what is known from a knowledge folder and its biomarkers.

    `variants` is CIViC's table of variants with coordinates, where the user has it.
    """
    described = read_descriptions(variants) if variants else {}
    regions = folder / "regions.tsv"
    known = read_regions(regions) if regions.is_file() else {}
    return VariantFacts(described, known, _transcripts(biomarkers, reference), reference)


def _transcripts(
    biomarkers: Iterable[Biomarker], reference: Reference
) -> Mapping[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for biomarker in biomarkers:
        for atom in atoms_of(biomarker):
            if isinstance(atom, ProteinChange):
                reported = reference.reported_transcript(atom.gene, GenomeBuild.GRCH38)
                accession = atom.transcript or (reported.accession if reported else "")
                found[atom.gene, atom.change.upper()] = accession
    return found


def doubted_records(folder: Path, source: str) -> dict[str, str]:
    """Return the records of a source, with the reason, whose number is not where it is said."""
    path = folder / "untranslated.tsv"
    rows = read_rows(path) if path.is_file() else ()
    return {
        row["record_id"]: row["reason"]
        for row in rows
        if row["source"] == source and _DOUBTED in row["reason"]
    }
