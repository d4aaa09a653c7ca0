"""HER2: immunohistochemistry, in-situ hybridisation and the copy-number file side by side.

Hybridisation and the file answer one question, whether ERBB2 is amplified; where they differ
nobody is believed. An equivocal 2+ is decided by hybridisation; a 0 or 1+ is negative without it
in invasive breast cancer (ASCO-CAP 2018, affirmed in 2023: doi:10.1200/JCO.22.02864) and in
gastro-oesophageal adenocarcinoma (CAP, ASCP and ASCO 2016: doi:10.5858/arpa.2016-0331-CP).
"""

from __future__ import annotations

from collections.abc import Iterable

from oncomatch.domain.alteration import CopyNumber, Her2Ihc, MarkerResult, TumorMarkers
from oncomatch.domain.biomarker import CopyNumberChange, CopyNumberKind, ExpressionKind
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.marker_names import HER2_IHC, HER2_ISH
from oncomatch.matching.facts import Facts
from oncomatch.matching.hybridisation import both
from oncomatch.matching.structure import copy_number
from oncomatch.reference.tumor_types import open_tumor_types

GENE = "ERBB2"
_NEGATIVE = (Her2Ihc.ZERO, Her2Ihc.ONE)
_GUIDELINES = {"BRCA": "ASCO-CAP", "EGC": "CAP, ASCP and ASCO"}
"""Whose guideline calls 0 and 1+ negative, by node of OncoTree."""
_NEXT = "HER2 IHC 2+ is equivocal; in-situ hybridisation was not assessed, do it next"


def copy_number_of_her2(kind: CopyNumberKind, facts: Facts) -> Evaluation:
    """Answer for a copy-number change of ERBB2 from the file and from in-situ hybridisation.

    Hybridisation tells amplification, which is a gain as well, and nothing of losses. Beside an
    equivocal 2+ a file without an amplification does not stand for hybridisation; where neither was
    given a 0 or 1+ is negative by guideline, and of the gene nothing more is asked.
    """
    counted = copy_number(CopyNumberChange(GENE, kind), facts)
    ish = facts.markers.her2_ish
    amplified = kind is CopyNumberKind.AMPLIFICATION
    gained = kind is CopyNumberKind.GAIN and ish is MarkerResult.POSITIVE
    if ish is None or not (amplified or gained):
        if amplified and counted.outcome is not Outcome.MET and _is_equivocal(facts):
            reason = f"{counted.reason}; {_NEXT}" if counted.facts else _NEXT
            return Evaluation(Outcome.UNKNOWN, reason, counted.facts)
        negative = _negative_by_protein(facts) if amplified else ""
        if negative and counted.outcome is Outcome.UNKNOWN and not counted.facts:
            return Evaluation(Outcome.NOT_MET, negative, (HER2_IHC,))
        return counted
    positive = ish is MarkerResult.POSITIVE
    words = f"HER2 ISH {ish.value}"
    return both(GENE, positive, words, HER2_ISH, counted, "the copy-number file")


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


def _negative_by_protein(facts: Facts) -> str:
    """Return the words for a score that a guideline of the tumour type calls negative, or none."""
    score = facts.markers.her2_ihc
    if score is None or score not in _NEGATIVE:
        return ""
    case = open_tumor_types().get(facts.case.tumor_type)
    for code, guideline in _GUIDELINES.items():
        if code in (case.code, *case.ancestors):
            return (
                f"HER2 IHC {score.value} is HER2-negative by the guideline of {guideline}; the "
                f"copies of the gene were not counted"
            )
    return ""


def contradictions(markers: TumorMarkers, numbers: Iterable[CopyNumber]) -> tuple[str, ...]:
    """Return a caution where the gene is amplified by the file and the protein is negative."""
    score = markers.her2_ihc
    kinds = {number.kind for number in numbers if number.gene == GENE}
    if score not in _NEGATIVE or CopyNumberKind.AMPLIFICATION not in kinds:
        return ()
    assert score is not None
    return (
        f"HER2: immunohistochemistry {score.value} does not fit the amplification of {GENE} in "
        f"the copy-number file; clarify by in-situ hybridisation.",
    )


def _is_equivocal(facts: Facts) -> bool:
    return facts.markers.her2_ihc is Her2Ihc.TWO
