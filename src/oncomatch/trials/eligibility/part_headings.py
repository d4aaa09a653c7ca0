"""Where a text begins to speak of one part of a trial without a name that cohorts have.

Some records give each part an *Inclusion* and *Exclusion* of its own, or go on with *additional
criteria for the combination*. What is asked for there is not asked of everyone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from oncomatch.domain.trial import Confidence, Criterion, Section, Side
from oncomatch.trials.eligibility.reading import Eligibility

_SIDE = re.compile(
    r"^[\W_]{0,8}(?:key\s|main\s)?(?P<side>inclusion|exclusion)(?:\scriteria)?[\W_]{0,6}$",
    re.IGNORECASE | re.MULTILINE,
)
_OF_A_PART = re.compile(
    r"^[\W_]{0,8}(?:additional|specific|further)\b[^\n.]{0,40}\bcriteria\s(?:for|of|specific)\b"
    r"(?!\s(?:all|both|every|each|the study|this))|"
    r"^[^\n.]{0,60}\b(?:combination|sub-?study|module|cohort|arm|part|phase)[ -]specific\b"
    r"[^\n.]{0,40}\bcriteria\b",
    re.IGNORECASE | re.MULTILINE,
)

_ANY_OF = re.compile(
    r"\b(?:defined\s(?:by|as)|either(?:\sof)?|(?:one|any|1)(?:\sor\smore)?\sof(?:\sthe(?:se)?"
    r"(?:\sfollowing)?(?:\s[\w-]{2,20}){0,3})?)[\s:]*$",
    re.IGNORECASE,
)
_TOLD_BELOW = re.compile(
    r"\b(?:see|outlined|specified|described|detailed|listed|defined)\sbelow\b", re.IGNORECASE
)


def doubted_by_part(criteria: Sequence[Criterion], text: Eligibility) -> list[Criterion]:
    """Return the criteria, those as likely that may be of one part of the trial alone."""
    blocks = _blocks(text.text)
    later = _later(text)
    return [
        replace(each, confidence=Confidence.LIKELY)
        if each.confidence is Confidence.CERTAIN
        and each.source.section is Section.ELIGIBILITY
        and each.kind.is_molecular
        and (
            _is_later(each, later)
            or not _in_each(each, blocks, criteria)
            or (each.side is Side.INCLUSION and _is_one_way_or_told_below(each, text))
        )
        else each
        for each in criteria
    ]


def _is_one_way_or_told_below(criterion: Criterion, text: Eligibility) -> bool:
    """Whether an item is one of those of which any is enough, or is told more closely below.

    Some records lose the colon and the indent of such a list; then its items stand as if each
    were asked for.
    """
    place = bisect_right(text.items, criterion.source.start, key=lambda each: each.start) - 1
    if place < 0:
        return False
    own = text.items[place]
    if _TOLD_BELOW.search(own.text):
        return True
    if not own.style:
        return False
    for back, above in enumerate(reversed(text.items[:place])):
        if above.side is not own.side:
            return False
        if above.style != own.style or (not back and above.style == "digit"):
            return bool(_ANY_OF.search(above.text))
    return False


def _blocks(text: str) -> dict[Side, list[tuple[int, int]]]:
    """Return the stretches below each heading of a side."""
    headings = list(_SIDE.finditer(text))
    found: dict[Side, list[tuple[int, int]]] = {Side.INCLUSION: [], Side.EXCLUSION: []}
    ends = [*(each.start() for each in headings[1:]), len(text)]
    for heading, end in zip(headings, ends, strict=False):
        found[Side(heading["side"].lower())].append((heading.end(), end))
    return found


def _later(text: Eligibility) -> dict[Side, int]:
    """Return from which character on a side speaks of a part."""
    found: dict[Side, int] = {}
    for heading in _OF_A_PART.finditer(text.text):
        behind = (each for each in text.sentences if each.end > heading.start())
        sentence = next(behind, None)
        if sentence is not None and sentence.side is not None:
            found.setdefault(sentence.side, heading.start())
    return found


def _is_later(criterion: Criterion, later: dict[Side, int]) -> bool:
    return criterion.side in later and criterion.source.start >= later[criterion.side]


def _in_each(
    criterion: Criterion, blocks: dict[Side, list[tuple[int, int]]], criteria: Sequence[Criterion]
) -> bool:
    """Whether each block of the criterion's side has it."""
    of_side = blocks[criterion.side]
    if len(of_side) < 2 or not any(a <= criterion.source.start < b for a, b in of_side):
        return True
    places = [
        each.source.start
        for each in criteria
        if each.side is criterion.side and each.pattern == criterion.pattern
    ]
    return all(any(start <= place < end for place in places) for start, end in of_side)
