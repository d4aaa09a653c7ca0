"""The pictures of the report: which are drawn, and what is said of those that are not."""

from __future__ import annotations

from collections.abc import Sequence

from oncomatch.domain.rearrangement import RearrangementKind
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.finding_groups import FindingGroup
from oncomatch.reporting.pictures.allele_fractions import draw_allele_fractions
from oncomatch.reporting.pictures.canvas import Picture
from oncomatch.reporting.pictures.coverage import draw_coverage
from oncomatch.reporting.pictures.evidence_matrix import draw_evidence_matrix
from oncomatch.reporting.pictures.fusion import draw_fusion
from oncomatch.reporting.pictures.genome import draw_genome
from oncomatch.reporting.pictures.protein import draw_protein
from oncomatch.reporting.plural import plural
from oncomatch.reporting.view import Figure, Figures

MOST_PROTEINS, MOST_FUSIONS = 8, 6


def build_figures(record: CaseRecord, findings: Sequence[FindingGroup]) -> Figures:
    """Return the pictures of a record; the same record always gives the same bytes.

    `findings` are those that matter.
    """
    proteins, rest = _proteins(record)
    fusions, fusions_rest = _fusions(record)
    return Figures(
        proteins=proteins,
        proteins_rest=rest,
        evidence=_figures(draw_evidence_matrix(findings, "evidence-matrix")),
        fractions=_figures(draw_allele_fractions(record, "fractions")),
        fusions=fusions,
        fusions_rest=fusions_rest,
        genome=_figures(draw_genome(record, "genome")),
        coverage=_figures(draw_coverage(record, "coverage")),
    )


def _proteins(record: CaseRecord) -> tuple[tuple[Figure, ...], str]:
    """Return the pictures of proteins, known variants first, and how many are not drawn."""
    figures: list[Figure] = []
    reported = {each.gene for each in record.profile.small_variants}
    maps = [each for each in record.proteins if each.gene in reported]
    for at, protein in enumerate(maps, start=1):
        picture = draw_protein(record, protein, f"protein-{at}")
        if picture is not None:
            figures += _figures(picture)
        if len(figures) == MOST_PROTEINS:
            break
    drawn = {figure.title for figure in figures}
    left = len({each.gene for each in record.profile.small_variants if each.effect}) - len(drawn)
    if not figures or left <= 0:
        return tuple(figures), ""
    return tuple(figures), (
        f"{plural(left, 'further gene')} with reported variants: not drawn for want of an embedded "
        f"sequence or of a place in the protein, or since {MOST_PROTEINS} pictures are enough."
    )


def _fusions(record: CaseRecord) -> tuple[tuple[Figure, ...], str]:
    """Return the pictures of fusions that evidence speaks of first, and how many have none."""
    told = {fact for match in record.therapies for fact in match.facts}
    fusions = [
        each
        for each in record.profile.rearrangements
        if each.kind is RearrangementKind.FUSION and not each.left_out
    ]
    figures: list[Figure] = []
    for at, each in enumerate(sorted(fusions, key=lambda one: one.id not in told), start=1):
        if len(figures) < MOST_FUSIONS:
            figures += _figures(draw_fusion(record, each, f"fusion-{at}"))
    left = len(fusions) - len(figures)
    if not left:
        return tuple(figures), ""
    return tuple(figures), (
        f"{plural(left, 'fusion')} not drawn: the exons at the break or of a gene are not known "
        f"here, or {MOST_FUSIONS} pictures are enough."
    )


def _figures(picture: Picture | None) -> tuple[Figure, ...]:
    if picture is None:
        return ()
    return (Figure(title=picture.title, svg=picture.svg, words=picture.words),)
