"""Trials that call HER2-positive, or triple-negative, what the field does not by its stains.

A tumour with a stain of 2+ is HER2-positive in some trials, and one with hormone receptors in 5% of
its cells is triple-negative. What is asked for there is certain as far as all agree on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from oncomatch.domain.biomarker import AllOf, Biomarker, Not, genes_of
from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.trials.eligibility.alterations import HER2_POSITIVE
from oncomatch.trials.eligibility.joining import all_of
from oncomatch.trials.eligibility.reading import Eligibility

_LOWER = re.compile(  # "HER2-positive (IHC 2+ or 3+)" is more than what positive means
    r"(?:IHC|immuno\w+|scores?|stain\w*)\b[^.;]{0,25}?(?<![\d.])[12]\s?\+", re.IGNORECASE
)
_OF_ONE = re.compile(
    r"\bHER-?2\b.{0,160}(?<![\d.])1\s?\+|(?<![\d.])1\s?\+.{0,60}\bHER-?2\b", re.IGNORECASE
)
_OF_TWO = re.compile(  # 2+ is enough by itself, whatever the test in situ says
    r"\bHER-?2\b.{0,160}?(?:≥|>=|at least|greater than or equal to)\s?(?:IHC\s)?2\s?\+"
    r"(?:\s(?:by\s|on\s)?(?:IHC|immuno\w+))?\s(?:or|and/or)\b|"
    r"\bHER-?2\b.{0,160}?(?<![\d.])2\s?\+\s?(?:or|and|to|/|-|–)\s?(?:IHC\s)?3\s?\+"
    r"(?![^.;]{0,120}(?:ISH|in[\s-]situ|amplif))",
    re.IGNORECASE,
)
_LOW_RECEPTORS = re.compile(  # "ER and PR of less than 10%", "ER/PR ≤ 5%"
    r"(?:\b(?:ER|PR|PgR|HR)\b|(?:o?estrogen|progesterone|hormone)[\s-]receptors?)[^.;]{0,80}?"
    r"(?:<|≤|less than|below|under|no more than|not more than|at most|up to)\s?=?\s?"
    r"(?:or equal to\s)?(?:[2-9]|10)\s?%",
    re.IGNORECASE,
)
_RECEPTORS = frozenset(("ESR1", "PGR"))
_ASKED = re.compile(r"\bat least\b|≥|\brequired\b|\bminimum\b", re.IGNORECASE)
_IN_SITU = re.compile(r"\bF?ISH\b|in[\s-]situ|amplif", re.IGNORECASE)


def names_lower_stain(text: str) -> bool:
    """Whether a sentence takes a stain below 3+ without a test in situ."""
    return bool(_LOWER.search(text) and not _IN_SITU.search(text))


def asks_for_lower_stain(text: Eligibility) -> bool:
    """Whether a text takes a stain of 1+ or 2+ of HER2, so that it may call this positive."""
    return any(
        each.side is Side.INCLUSION
        and (
            _OF_TWO.search(each.text)
            or (
                _OF_ONE.search(each.text)
                and _ASKED.search(each.text)
                and not _IN_SITU.search(each.text)
            )
        )
        for each in text.sentences
    )


def as_stained(criteria: Iterable[Criterion], text: Eligibility) -> list[Criterion]:
    """Return criteria, what the text may mean otherwise than the field as likely."""
    lower, low = asks_for_lower_stain(text), calls_low_receptors_negative(text)
    return [part for each in criteria for part in _as_meant(each, lower=lower, low=low)]


def calls_low_receptors_negative(text: Eligibility) -> bool:
    """Whether a text takes hormone receptors in some percent of the cells for negative."""
    asked = (each for each in text.sentences if each.side is Side.INCLUSION)
    return any(_LOW_RECEPTORS.search(each.text) for each in asked)


def _as_meant(criterion: Criterion, *, lower: bool, low: bool) -> Iterator[Criterion]:
    """Yield a criterion, in two where only a part of it is doubtful."""
    sure = criterion.confidence is Confidence.CERTAIN and criterion.side is Side.INCLUSION
    whole = criterion.pattern
    parts = whole.parts if isinstance(whole, AllOf) else (whole,)
    doubtful: list[Biomarker] = [
        each
        for each in parts
        if (lower and each == HER2_POSITIVE)
        or (low and isinstance(each, Not) and _RECEPTORS.issuperset(genes_of(each)))
    ]
    if not sure or not doubtful:
        yield criterion
        return
    plain = [each for each in parts if each not in doubtful]
    if plain:
        yield replace(criterion, pattern=all_of(plain))
    yield replace(criterion, pattern=all_of(doubtful), confidence=Confidence.LIKELY)
