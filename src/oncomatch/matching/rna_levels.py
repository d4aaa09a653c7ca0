"""Levels of RNA: an outlier is over- or underexpressed, which is no stained protein."""

from __future__ import annotations

from oncomatch.domain.alteration import TumorMarkers
from oncomatch.domain.biomarker import Expression, ExpressionKind
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.named_markers import ExpressionLevel

BY_PROTEIN = frozenset({"ERBB2", "MET", "CLDN18"})
"""Genes whose overexpression is asked for by labels that mean the stained protein."""
_SAYS = {
    ExpressionKind.OVEREXPRESSION: ExpressionLevel.HIGH,
    ExpressionKind.UNDEREXPRESSION: ExpressionLevel.LOW,
}


def measured(biomarker: Expression, markers: TumorMarkers) -> Evaluation | None:
    """Return what the level of a gene's RNA answers, None where it was not measured."""
    for each in markers.expression:
        if each.gene != biomarker.gene:
            continue
        wanted = None if biomarker.product else _SAYS.get(biomarker.kind)
        if wanted is None or biomarker.gene in BY_PROTEIN:
            asked = str(biomarker).replace("_", " ")
            reason = f"{each.label} does not answer {asked}: that asks for the protein"
            return Evaluation(Outcome.UNKNOWN, reason, (each.id,))
        outcome = Outcome.MET if each.level is wanted else Outcome.NOT_MET
        return Evaluation(outcome, each.label, (each.id,))
    return None
