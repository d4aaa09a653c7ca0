"""Read limits of age from the text; the registry has fields for them, which hold for everyone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from oncomatch.domain.biomarker import Age, Comparator
from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.trials.eligibility.plain import LONGEST, is_plain, is_softened, without
from oncomatch.trials.eligibility.reading import Eligibility, criterion_of
from oncomatch.trials.eligibility.sentences import Sentence

_AGE = re.compile(r"\bage[ds]?\b|\byears?[\s-](?:old|of age)|\byears or older", re.IGNORECASE)
_NOT_OF_THE_PATIENT = re.compile(
    r"childbearing|menopaus|pregnan|contracepti|amenorrh|matched|donor|normal for age|limit of "
    r"normal|"
    r"creatinine|karnofsky|lansky|caregiver|parent|guardian|sibling|teenage|coverage|"
    r"women over|females? over|at (?:the )?(?:time of )?diagnosis|onset|diagnosed (?:at|before|"
    r"after)|ECOG|\bif\b|"
    r"unless|except|cohort|parts? [A-Z\d]|assent|in (?:the )?UK|country",
    re.IGNORECASE,
)
_LEAST = re.compile(
    r"(?:≥|>\s?=|=>|at least|minimum(?: age)?(?: of)?|older than or equal to|from|greater than "
    r"or equal to)\s?"
    r"(?P<a>\d{1,2})(?!\d)|\b(?P<b>\d{1,2})\s?(?:years?|yrs?|y)?(?:[\s-]of[\s-]age|[\s-]old)?,?\s?"
    r"(?:and|or)\s(?:older|over|above|greater|more)|\b(?P<c>\d{1,2})\s?\+",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"(?:≤|<\s?=|=<|at most|up to|maximum(?: of)?|no older than|not older than|less than or "
    r"equal to)\s?(?P<a>\d{1,3})(?!\d)|"
    r"\b(?P<b>\d{1,3})\s?(?:years?|yrs?)?(?:[\s-]of[\s-]age|[\s-]old)?\s(?:or|and)\s(?:younger|"
    r"less|under)(?!\s(?:than|or\b))",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"\b(?P<a>\d{1,2})\s?(?:years?\s?(?:old\s)?)?(?:-|–|—|to|and|"
    r"through)\s?(?P<b>\d{2,3})\s?(?:years?|yrs?|$)"
    r"|\bage[ds]?:?\s(?:between\s|from\s|range\s)?(?P<c>\d{1,2})\s?(?:years?\s)?(?:-|–|—|to|and|"
    r"through)\s?(?P<d>\d{2,3})",
    re.IGNORECASE,
)
_UNIT = re.compile(r"\b(?:months?|weeks?|days?)\b", re.IGNORECASE)
_AROUND = frozenset(
    """
    age aged ages years year old older over above male males female females men women man woman
    between both inclusive adult adults gender sex any either range minimum signing informed
    years) equal greater than younger up from
    """.split()
)


def read_age(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    """Yield the limits of a sentence in years."""
    shown = sentence.text
    if sentence.side is not Side.INCLUSION or len(shown) > LONGEST // 3 or not _AGE.search(shown):
        return
    if _NOT_OF_THE_PATIENT.search(shown) or _UNIT.search(shown.split("prior")[0]):
        return
    limits: list[tuple[Comparator, int]] = []
    spans: list[tuple[int, int]] = []
    both = _RANGE.search(shown)
    if both:
        low, high = (int(each) for each in both.groups() if each)
        limits = [(Comparator.AT_LEAST, low), (Comparator.AT_MOST, high)] if low < high else []
        spans = [both.span()]
    else:
        for pattern, comparator in ((_LEAST, Comparator.AT_LEAST), (_MOST, Comparator.AT_MOST)):
            found = list(pattern.finditer(shown))
            if len(found) > 1:
                return
            limits += [(comparator, int(next(filter(None, each.groups())))) for each in found]
            spans += [each.span() for each in found]
    clear = is_plain(without(shown, spans), _AROUND) and not is_softened(sentence, text, _AGE)
    if shown.endswith(":") or sentence.introduces:
        return
    for comparator, years in limits:
        confidence = Confidence.CERTAIN if clear else Confidence.LIKELY
        yield criterion_of(sentence, Age(comparator, years), confidence)


def narrower_than_fields(
    read: Iterable[Criterion], fields: Iterable[Criterion]
) -> tuple[Criterion, ...]:
    """Return what was read without the limits of age that the registry's fields say already."""
    stated = [each.pattern for each in fields if isinstance(each.pattern, Age)]
    return tuple(
        each
        for each in read
        if not isinstance(each.pattern, Age)
        or not any(_says_as_much(one, each.pattern) for one in stated)
    )


def _says_as_much(field: Age, read: Age) -> bool:
    if field.comparator is not read.comparator:
        return False
    upward = read.comparator is Comparator.AT_LEAST
    return field.number >= read.number if upward else field.number <= read.number
