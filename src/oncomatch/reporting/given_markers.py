"""What the sheet gives by name, in the laboratory's words, and as what it is read."""

from __future__ import annotations

from oncomatch.domain.named_markers import ExpressionLevel
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.view import GivenMarker


def build_given_markers(record: CaseRecord) -> tuple[GivenMarker, ...]:
    """Return stains, hybridisations, outliers of RNA and viruses, in the order of the sheet."""
    markers = record.profile.markers
    rows = [
        GivenMarker(f"{each.marker} (IHC)", each.words, _read_as(each.gene, each.product))
        for each in markers.ihc
    ]
    rows += [
        GivenMarker(f"{each.gene} (ISH)", each.result.value, each.gene) for each in markers.ish
    ]
    rows += [
        GivenMarker(
            f"{each.gene} (RNA)",
            f"{each.level.value}, {each.measure}" if each.measure else each.level.value,
            each.gene,
        )
        for each in markers.expression
        if each.level is not ExpressionLevel.NORMAL
    ]
    rows += [
        GivenMarker(each.name, "positive" if each.positive else "negative", "virus")
        for each in markers.viruses
    ]
    return tuple(rows)


def _read_as(gene: str, product: str) -> str:
    return f"{product} of {gene}" if product else gene
