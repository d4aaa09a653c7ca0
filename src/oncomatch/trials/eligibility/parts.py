"""When the parts of a trial together are the whole: the only one, or all of a series.

A text with one heading, *Phase 2:*, above all that it includes asks it of everyone. Where *Part A*
asks for one alteration and *Part B* for another, and there are no others, everyone has one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from oncomatch.domain.biomarker import AllOf, Not
from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.trials.eligibility.joining import any_of
from oncomatch.trials.eligibility.sentences import Sentence

_FEWEST = 3
"""Sentences of what is included below which an only part may be one of several."""
_CLOSED = re.compile(
    r"\W*[\w\s-]{1,30}[\[(,:–-]{1,2}\s?(?:is\s|now\s)?(?:closed|completed?)\b[\w\s]{0,24}[\])]?\W*",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:[A-Z]|\d{1,2}|[IVX]{1,4})\w?\s?(?:,|and|or|&|/|to|through|-)\s?(?=[A-Z\d])"
)
_NUMBERED = re.compile(
    r"(?P<noun>[A-Za-z-]{3,14}?)s?\s(?P<labels>(?:[A-Z]|\d|I{1,3}|IV)(?![\w])"
    r"(?:(?:\s?(?:,\s?and|,|and|or|&|/)\s?)(?:[A-Z]|\d|I{1,3}|IV)(?![\w])){0,8})"
)
_LABEL = re.compile(r"[A-Z]+|\d")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}


def without_sole_part(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Return the sentences, those of the only part as everyone's.

    A part of which nothing is said but that it takes nobody more is none.
    """
    asked = [each for each in sentences if each.side is Side.INCLUSION and not _is_closed(each)]
    names = {each.cohort for each in asked}
    others = {each.cohort for each in sentences if not _is_closed(each)} - names - {""}
    said = sum(not each.introduces for each in asked)
    if len(names) != 1 or "" in names or others or said < _FEWEST:
        return tuple(sentences)
    (name,) = names
    if _SEVERAL.search(name):
        return tuple(sentences)
    return tuple(replace(each, cohort="") for each in sentences)


def _is_closed(sentence: Sentence) -> bool:
    return bool(_CLOSED.fullmatch(sentence.text))


def asked_in_every_part(
    cohorts: Mapping[str, Sequence[Criterion]], sentences: Iterable[Sentence]
) -> Criterion | None:
    """Return what everyone is asked for because each part of a whole series asks for one of it.

    Every part that the text names has to ask for one alteration with certainty, and the parts
    have to be numbered without a gap (*Part A*, *Part B*).
    """
    named = {each.cohort for each in sentences if each.cohort} | set(cohorts)
    asked: list[Criterion] = []
    labels: dict[str, set[int]] = {}
    for name in named:
        own = [each for each in cohorts.get(name, ()) if each.kind.is_molecular]
        own = [each for each in own if each.side is Side.INCLUSION]
        sure = [each for each in own if each.confidence is Confidence.CERTAIN]
        numbers = _numbers(name)
        if numbers is None or not sure or len({each.pattern for each in own}) != 1:
            return None
        if isinstance(sure[0].pattern, AllOf | Not):
            return None
        asked.append(sure[0])
        noun, found = numbers
        labels.setdefault(noun, set()).update(found)
    if len(labels) != 1 or len(named) < 2:
        return None
    (numbers_of_all,) = labels.values()
    if numbers_of_all != set(range(1, max(numbers_of_all) + 1)):
        return None
    asked.sort(key=lambda each: each.source.start)
    source = replace(asked[0].source, end=max(each.source.end for each in asked))
    return replace(asked[0], pattern=any_of([each.pattern for each in asked]), source=source)


def _numbers(name: str) -> tuple[str, set[int]] | None:
    """Return the noun of a part and its numbers, letters counted; None where it has none."""
    found = _NUMBERED.match(name)
    if found is None:
        return None
    labels = _LABEL.findall(found["labels"])
    roman = any(len(each) > 1 for each in labels) or labels == ["I"]
    return found["noun"].lower(), {_number(each, roman=roman) for each in labels}


def _number(label: str, *, roman: bool) -> int:
    if label.isdigit():
        return int(label)
    return _ROMAN.get(label, 0) if roman else ord(label) - ord("A") + 1
