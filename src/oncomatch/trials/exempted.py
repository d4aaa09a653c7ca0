"""Parts that need not have what is asked of everyone: *cohort 5 is open regardless of ER status*.

What everyone else is asked for stands then under the name of the other parts, so that it closes
none for those who could enter the exempted one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.trials.eligibility.reading import Eligibility
from oncomatch.trials.eligibility.sentences import Sentence
from oncomatch.trials.implications import names_of

_FREE = re.compile(
    r"\b(?:regardless|irrespective(?:ly)?|independent(?:ly)?|whether or not|exempt\w*|"
    r"(?:do|does|need|are|is)(?:n['’]t|\snot)\s(?:need|have to|required|to (?:have|meet|be))|"
    r"not (?:be )?(?:required|necessary|needed|mandatory))\b",
    re.IGNORECASE,
)
_TESTED = re.compile(
    r"\b(?:test\w*|samples?|tissue|biops\w+|determin\w+|results?|confirm\w*)\b", re.IGNORECASE
)
_TAKEN = re.compile(r"\b(?:eligible|enrol\w*|includ\w*|allow\w*|permit\w*)\b", re.IGNORECASE)
_NEAR = 80
"""Characters around the name of a gene in which a sentence says that it does not matter."""


def without_exempted(
    criteria: Iterable[Criterion], text: Eligibility
) -> tuple[list[Criterion], dict[str, list[Criterion]]]:
    """Return what is asked of everyone, and by its name what is asked of all parts but some.

    Where a sentence takes some and names no part, the criterion is likely. Who needs no test is
    not free of what it would show.
    """
    kept: list[Criterion] = []
    of_others: dict[str, list[Criterion]] = {}
    for each in criteria:
        exempting = _exempting(each, text)
        parts = {one.cohort: None for one in exempting}
        if not exempting:
            kept.append(each)
        elif "" in parts:
            weaker = each.confidence is Confidence.CERTAIN
            kept.append(replace(each, confidence=Confidence.LIKELY) if weaker else each)
        else:
            of_others.setdefault(f"all but {', '.join(parts)}", []).append(each)
    return kept, of_others


def _exempting(criterion: Criterion, text: Eligibility) -> list[Sentence]:
    """Return the sentences by which some need not have what a criterion asks for."""
    if criterion.side is not Side.INCLUSION or not criterion.kind.is_molecular:
        return []
    names = names_of(criterion.pattern)
    found = []
    for sentence in text.sentences:
        if sentence.side is not Side.INCLUSION or sentence.start == criterion.source.start:
            continue
        if _TESTED.search(sentence.text) or not (sentence.cohort or _TAKEN.search(sentence.text)):
            continue
        for free in _FREE.finditer(sentence.text):
            if names.search(sentence.text, max(0, free.start() - _NEAR), free.end() + _NEAR):
                found.append(sentence)
                break
    return found
