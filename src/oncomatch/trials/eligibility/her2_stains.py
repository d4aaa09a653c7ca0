"""Trials that call HER2-positive what is stained less than the field means by it."""

from __future__ import annotations

import re

from oncomatch.domain.trial import Side
from oncomatch.trials.eligibility.reading import Eligibility

_LOWER = re.compile(  # "HER2-positive (IHC 2+ or 3+)" is more than what positive means
    r"(?:IHC|immuno\w+|scores?|stain\w*)\b[^.;]{0,25}?(?<![\d.])[12]\s?\+", re.IGNORECASE
)
_OF_ONE = re.compile(
    r"\bHER-?2\b.{0,160}(?<![\d.])1\s?\+|(?<![\d.])1\s?\+.{0,60}\bHER-?2\b", re.IGNORECASE
)
_ASKED = re.compile(r"\bat least\b|≥|\brequired\b|\bminimum\b", re.IGNORECASE)
_IN_SITU = re.compile(r"\bF?ISH\b|in[\s-]situ|amplif", re.IGNORECASE)


def names_lower_stain(text: str) -> bool:
    """Whether a sentence takes a stain below 3+ without a test in situ."""
    return bool(_LOWER.search(text) and not _IN_SITU.search(text))


def asks_for_lower_stain(text: Eligibility) -> bool:
    """Whether a text asks for a stain of 1+ of HER2, so that it may call this positive."""
    return any(
        each.side is Side.INCLUSION
        and _OF_ONE.search(each.text)
        and _ASKED.search(each.text)
        and not _IN_SITU.search(each.text)
        for each in text.sentences
    )
