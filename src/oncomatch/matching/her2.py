"""HER2: immunohistochemistry, in-situ hybridisation and the copy-number file side by side.

Hybridisation and the file answer one question, whether ERBB2 is amplified; where they differ
nobody is believed. An equivocal 2+ is decided by hybridisation.
"""

from __future__ import annotations

from oncomatch.domain.alteration import Her2Ihc, MarkerResult
from oncomatch.domain.biomarker import CopyNumberChange, CopyNumberKind, ExpressionKind
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.marker_names import HER2_IHC, HER2_ISH
from oncomatch.matching.facts import Facts
from oncomatch.matching.hybridisation import both
from oncomatch.matching.structure import copy_number

GENE = "ERBB2"
_NEXT = "HER2 IHC 2+ is equivocal; in-situ hybridisation was not assessed, do it next"


def copy_number_of_her2(kind: CopyNumberKind, facts: Facts) -> Evaluation:
    """Answer for a copy-number change of ERBB2 from the file and from in-situ hybridisation.

    Hybridisation tells amplification, which is a gain as well, and nothing of losses. Beside an
    equivocal 2+ a file without an amplification does not stand for hybridisation.
    """
    counted = copy_number(CopyNumberChange(GENE, kind), facts)
    ish = facts.markers.her2_ish
    amplified = kind is CopyNumberKind.AMPLIFICATION
    gained = kind is CopyNumberKind.GAIN and ish is MarkerResult.POSITIVE
    if ish is None or not (amplified or gained):
        if amplified and counted.outcome is not Outcome.MET and _is_equivocal(facts):
            reason = f"{counted.reason}; {_NEXT}" if counted.facts else _NEXT
            return Evaluation(Outcome.UNKNOWN, reason, counted.facts)
        return counted
    positive = ish is MarkerResult.POSITIVE
    return both(positive, f"HER2 ISH {ish.value}", HER2_ISH, counted, "the copy-number file")


def protein_of_her2(kind: ExpressionKind, score: Her2Ihc, facts: Facts) -> Evaluation:
    """Answer for the protein level of ERBB2 from its score of immunohistochemistry."""
    reason = f"HER2 IHC {score.value}"
    if kind is ExpressionKind.OVEREXPRESSION:
        if score is Her2Ihc.TWO:
            return _equivocal_protein(facts)
        holds = score is Her2Ihc.THREE
    elif kind is ExpressionKind.EXPRESSION:
        holds = score is not Her2Ihc.ZERO
    else:
        reason = f"{reason} does not answer {GENE} {kind.value}"
        return Evaluation(Outcome.UNKNOWN, reason, (HER2_IHC,))
    return Evaluation(Outcome.MET if holds else Outcome.NOT_MET, reason, (HER2_IHC,))


def _equivocal_protein(facts: Facts) -> Evaluation:
    if facts.markers.her2_ish is None:
        return Evaluation(Outcome.UNKNOWN, _NEXT, (HER2_IHC,))
    found = copy_number_of_her2(CopyNumberKind.AMPLIFICATION, facts)
    return Evaluation(found.outcome, f"HER2 IHC 2+; {found.reason}", (HER2_IHC, *found.facts))


def _is_equivocal(facts: Facts) -> bool:
    return facts.markers.her2_ihc is Her2Ihc.TWO
