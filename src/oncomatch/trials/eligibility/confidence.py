"""How surely a sentence asks for the pattern of a phrase: what stands around it decides."""

from __future__ import annotations

import re

from oncomatch.domain.trial import Confidence, Side
from oncomatch.trials.eligibility.asides import (
    without_asides,
    without_details,
    without_extent,
    without_tests,
)
from oncomatch.trials.eligibility.conditions_of_exclusion import is_said_of_more
from oncomatch.trials.eligibility.descriptions import NOUN
from oncomatch.trials.eligibility.diseases import KINDS
from oncomatch.trials.eligibility.doubts import doubt_of
from oncomatch.trials.eligibility.unasked import is_unasked

_EXAMPLE = re.compile(
    r"\b(?:e\.?g\.?|such as|including|include|includes|for example|i\.e\.|but not limited to|"
    r"for instance|like)"
    r"\W{1,3}(?:(?!,\s(?:and\s)?(?:with|that|harbou?r|whose|who)\b)[^)\]]){0,120}$",
    re.IGNORECASE,
)
_OF_BLOOD = re.compile(r"\b(?:lymphomas?|leuk\w{3,6}|DLBCL|myelomas?)\b", re.IGNORECASE)
_FEW = 3
"""Names of blood cancers above which a sentence lists tumour types."""
_TEST_OF_IT = re.compile(
    r"\W{0,3}(?:status\s)?(?:must|should|has to|needs? to) (?:have been|be) "
    r"(?:identified|determined|detected|assessed|confirmed|documented)\b",
    re.IGNORECASE,
)
_AT_A_LEVEL = re.compile(  # "must be detected on more than 80% of cells": it has to be there
    r"\W{0,3}must be \w{4,12} (?:on|in) (?:at least|greater than|more than|[≥>]\s?=?)"
    r"\s?\d{1,3}\s?%",
    re.IGNORECASE,
)
_TYPE = re.compile(rf"\b(?:{NOUN}|(?:non-?)?squamous)\b", re.IGNORECASE)
_BEGINS_WITH_TYPE = re.compile(rf"\W*(?:[\w-]+\s){{0,3}}?{_TYPE.pattern}", re.IGNORECASE)


def confidence_of(before: str, phrase: str, after: str, side: Side) -> Confidence | None:
    """Return how surely a sentence asks for a phrase, None where it does not ask for it.

    `before` and `after` are the rest of the sentence, other phrases left blank.
    """
    how_known = _TEST_OF_IT.match(after)
    before, after = (
        without_extent(without_details(without_tests(without_asides(part))))
        for part in (before, after)
    )
    near = re.split(r"[:;]\s|[:;](?=[A-Z])", before)[-1]
    if is_unasked(before, near, phrase, after, side):
        return None
    if side is Side.EXCLUSION and is_said_of_more(phrase, after):
        return Confidence.TO_REVIEW
    if _TYPE.search(before.rpartition(";")[0][-80:]) and _BEGINS_WITH_TYPE.match(near):
        return Confidence.LIKELY  # "squamous NSCLC; non-squamous without an EGFR mutation"
    if side is Side.INCLUSION and _is_in_a_list_of_types(before, after):
        return Confidence.LIKELY  # "gastric cancer; NSCLC; MSS CRC; or DLBCL"
    if how_known and not near.strip() and not _AT_A_LEVEL.match(after):
        return Confidence.LIKELY  # how it is known, not that everyone has it
    if _EXAMPLE.search(near):
        return Confidence.LIKELY if side is Side.EXCLUSION else None
    if side is Side.EXCLUSION and len(_OF_BLOOD.findall(before + after)) > _FEW:
        return Confidence.TO_REVIEW  # "ALK+ large B-cell lymphoma" of a list names a tumour type
    return Confidence.LIKELY if doubt_of(near, after, side) else Confidence.CERTAIN


def _is_in_a_list_of_types(before: str, after: str) -> bool:
    """Whether the phrase is an item, or of one, of a list of tumour types.

    Where semicolons part them each has its own markers; between commas a marker with no word
    beside it is one of the alternatives (*melanoma, TMB of 10 or more, gastric cancer*).
    """
    pieces = [*before.split(";")[:-1], *after.split(";")[1:]]
    if len({kind.lower() for each in pieces for kind in KINDS.findall(each)}) > 1:
        return True
    *earlier, own = before.split(",")
    rest, *later = after.split(",")
    if own.strip() or re.search(r"[a-z]{4}", rest) or not earlier or not later:
        return False
    beside = (*earlier[-2:], *later[:1])
    return len(beside) > 2 and all(_TYPE.search(each) or KINDS.search(each) for each in beside)
