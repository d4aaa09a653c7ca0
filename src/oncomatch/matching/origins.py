"""Patterns of one origin: what is somatic, what is inherited.

Only a matched normal makes a call somatic, and only a file of the germline makes one inherited.
Allele fractions of the tumour decide nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.germline import GERMLINE
from oncomatch.matching.facts import Facts

FROM_FILE = "(germline file)"
"""Ends the reason of every answer that the germline file gives."""

Evaluate = Callable[[object, Facts], Evaluation]


def somatic(part: object, facts: Facts, evaluate: Evaluate) -> Evaluation:
    """Answer a pattern that asks for somatic changes.

    What a tumour does not carry is not somatic in it.
    """
    found = evaluate(part, facts)
    if found.outcome is not Outcome.MET:
        return found
    alone = evaluate(part, facts.only_somatic) if facts.somatic else found
    if alone.outcome is Outcome.MET and alone.facts and facts.somatic.issuperset(alone.facts):
        reason = f"{alone.reason}; somatic, as the matched normal shows"
        return Evaluation(Outcome.MET, reason, alone.facts)
    return Evaluation(
        Outcome.UNKNOWN, f"{found.reason}; whether it is somatic is not known", found.facts
    )


def inherited(part: object, facts: Facts, evaluate: Evaluate) -> Evaluation:
    """Answer a pattern that asks for inherited changes, from the germline file alone.

    A variant that callers found in the tumour only may be inherited all the same, and callers
    that compare with normal tissue leave inherited variants out.
    """
    if facts.germline is None:
        found = evaluate(part, facts)
        reason = f"{part}: the germline was not assessed"
        if found.outcome is Outcome.MET:
            return Evaluation(Outcome.UNKNOWN, f"{reason} ({found.reason})", found.facts)
        return Evaluation(Outcome.UNKNOWN, reason)
    found = evaluate(part, facts.germline)
    ids = tuple(GERMLINE + fact for fact in found.facts)
    return Evaluation(found.outcome, f"{found.reason} {FROM_FILE}", ids)
