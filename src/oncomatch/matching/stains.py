"""Immunohistochemistry by name: what a stain answers, and what it does not.

A laboratory's *positive* and *negative* are by its own cut-off and answer whether a protein is
expressed. A percentage or score alone does not, since cut-offs differ; no stained cell at all is
negative by any. *Lost* needs the laboratory's word as well: it asks for stained normal cells.
"""

from __future__ import annotations

from oncomatch.domain.alteration import MismatchRepairState, MsiStatus, TumorMarkers
from oncomatch.domain.biomarker import Expression, ExpressionKind
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.named_markers import MISMATCH_REPAIR, IhcResult, Stain

_PRESENT = (Stain.POSITIVE, Stain.OVEREXPRESSED, Stain.RETAINED)
_BY_WORD: dict[ExpressionKind, tuple[tuple[Stain, ...], tuple[Stain, ...]]] = {
    ExpressionKind.EXPRESSION: (_PRESENT, (Stain.NEGATIVE, Stain.LOST)),
    ExpressionKind.OVEREXPRESSION: ((Stain.OVEREXPRESSED,), (Stain.NEGATIVE, Stain.LOST)),
    ExpressionKind.UNDEREXPRESSION: ((Stain.LOST,), (Stain.OVEREXPRESSED, Stain.RETAINED)),
    ExpressionKind.PROTEIN_LOSS: ((Stain.LOST,), _PRESENT),
}
"""Which words of a laboratory say yes to a level, and which no."""
_BY_NOTHING_STAINED = (ExpressionKind.EXPRESSION, ExpressionKind.OVEREXPRESSION)


def stained(biomarker: Expression, markers: TumorMarkers) -> list[Evaluation]:
    """Return what each stain of the gene answers; none where the gene was not stained."""
    return [_answer(biomarker, each) for each in markers.ihc if each.gene == biomarker.gene]


def _answer(biomarker: Expression, result: IhcResult) -> Evaluation:
    yes, no = _BY_WORD.get(biomarker.kind, ((), ()))
    reason, fact = result.label, (result.id,)
    outcome = None
    if result.stain in yes:
        outcome = Outcome.MET
    elif result.stain in no or (result.unstained and biomarker.kind in _BY_NOTHING_STAINED):
        outcome = Outcome.NOT_MET
    if outcome is None:
        reason = f"{reason} does not answer {_asked(biomarker)}"
        return Evaluation(Outcome.UNKNOWN, f"{reason}{_hint(biomarker.kind)}", fact)
    if biomarker.product == result.product:
        return Evaluation(outcome, reason, fact)
    # one protein of several: what it has, the gene has; what it lacks, another may have
    if not biomarker.product and outcome is Outcome.MET and biomarker.kind in _BY_NOTHING_STAINED:
        return Evaluation(outcome, reason, fact)
    return Evaluation(Outcome.UNKNOWN, f"{reason} is not of {_asked(biomarker)}", fact)


def _asked(biomarker: Expression) -> str:
    return f"{biomarker.product or biomarker.gene} {biomarker.kind.value.replace('_', ' ')}"


def _hint(kind: ExpressionKind) -> str:
    """Return which word of the laboratory would answer."""
    yes, _ = _BY_WORD.get(kind, ((), ()))
    if not yes:
        return ""
    return f"; the laboratory's word is needed ({yes[0].value} or not)"


def repair_words(markers: TumorMarkers) -> str:
    """Return how the stains of mismatch repair read together: `MLH1 IHC lost, PMS2 IHC lost`."""
    return ", ".join(each.label for each in markers.ihc if each.gene in MISMATCH_REPAIR)


def contradictions(markers: TumorMarkers) -> tuple[str, ...]:
    """Return what of the markers contradicts itself, a sentence each for the report."""
    found_by = markers.repair_by_proteins
    if found_by is None:
        return ()
    state, by = found_by
    words = ", ".join(each.label for each in by)
    found = []
    if markers.mmr is not None and markers.mmr is not state:
        found.append(
            f"Mismatch repair is {markers.mmr.value} in the sheet, {state.value} by its proteins "
            f"({words}): what asks for it stays unknown until that is clarified."
        )
    unstable = markers.msi is MsiStatus.HIGH
    if markers.msi is not None and unstable is (state is MismatchRepairState.PROFICIENT):
        found.append(
            f"Microsatellites are {markers.msi.value}, mismatch repair is {state.value} by its "
            f"proteins ({words}): clarify which is right."
        )
    return tuple(found)
