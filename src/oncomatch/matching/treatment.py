"""What the patient was treated with before, as the sheet says."""

from __future__ import annotations

from oncomatch.domain.biomarker import After, LineOfTherapy
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.therapy import Membership
from oncomatch.knowledge.therapy_table import open_therapies
from oncomatch.matching.facts import Facts

_NONE_YET = "no therapy was given before"


def after(biomarker: After, facts: Facts) -> Evaluation:
    """Answer whether a therapy, or one of a class, was given before."""
    given, wanted = facts.prior_therapies, biomarker.therapy
    if given is None:
        return Evaluation(Outcome.UNKNOWN, "prior therapy was not stated")
    if not given:
        return Evaluation(Outcome.NOT_MET, _NONE_YET)
    membership, deciding = open_therapies().received(wanted, given)
    named = ", ".join(deciding)
    if membership is Membership.YES:
        return Evaluation(Outcome.MET, f"treated before with {named}")
    if membership is Membership.NO:
        return Evaluation(Outcome.NOT_MET, f"treated before with {named}, not with {wanted}")
    return Evaluation(Outcome.UNKNOWN, f"whether {named} is {wanted} is not known")


def line_of_therapy(biomarker: LineOfTherapy, facts: Facts) -> Evaluation:
    """Answer which line is to be chosen: the first where nothing was given before.

    How many lines earlier therapies make is not told by their names.
    """
    given = facts.prior_therapies
    if given is None or given:
        return Evaluation(Outcome.UNKNOWN, "the line of therapy was not stated")
    holds = biomarker.comparator.holds(1, biomarker.number)
    return Evaluation(Outcome.MET if holds else Outcome.NOT_MET, _NONE_YET)
