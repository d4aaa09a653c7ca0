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
_LETTERED = re.compile(  # "Phase 1a (dose escalation)"
    r"(?P<noun>[A-Za-z-]{3,14}?)\s(?P<number>\d)(?P<letter>[A-Da-d])(?=$|\s?[(:])"
)
_STAGE_OF_DOSE = re.compile(
    r"(?:the\s)?(?:dose[\s-])?(?P<stage>escalation|expansion)(?:\s(?:phase|part|stage|cohorts?))?",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:cohorts?|arms?|parts?|phases?|groups?|stages?|escalation|expansion|modules?)\b",
    re.IGNORECASE,
)
_WAY_IN = re.compile(r"\blist \d+, alternative \d+$")
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

    Every part that the text names has to ask for one alteration with certainty. It is sure where
    the parts are numbered without a gap (*Part A*, *Part B*) or are escalation and expansion;
    other parts that all ask for the same leave it likely.
    """
    named = {each.cohort for each in sentences if each.cohort} | set(cohorts)
    if len(named) < 2:
        return None
    if any(map(_WAY_IN.search, named)):
        return None  # other ways into the trial may ask for nothing
    asked: list[Criterion] = []
    for name in named:
        own = [each for each in cohorts.get(name, ()) if each.kind.is_molecular]
        own = [each for each in own if each.side is Side.INCLUSION]
        sure = [each for each in own if each.confidence is Confidence.CERTAIN]
        if not sure or len({each.pattern for each in own}) != 1:
            return None
        if isinstance(sure[0].pattern, AllOf | Not):
            return None
        asked.append(sure[0])
    asked.sort(key=lambda each: each.source.start)
    source = replace(asked[0].source, end=max(each.source.end for each in asked))
    whole = replace(asked[0], pattern=any_of([each.pattern for each in asked]), source=source)
    if _are_a_whole(named):
        return whole
    alike = len({each.pattern for each in asked}) == 1 and all(map(_PART.search, named))
    return replace(whole, confidence=Confidence.LIKELY) if alike else None


def _are_a_whole(named: Iterable[str]) -> bool:
    """Whether parts are numbered without a gap, or are those before and after a dose is found."""
    stages = [_STAGE_OF_DOSE.fullmatch(name) for name in named]
    if all(stages):
        return {each["stage"].lower()[:4] for each in stages if each} == {"esca", "expa"}
    labels: dict[str, set[int]] = {}
    letters: dict[int, set[int]] = {}
    for name in named:
        numbers = _numbers(name)
        if numbers is None:
            return False
        noun, found, letter = numbers
        labels.setdefault(noun, set()).update(found)
        if letter:
            letters.setdefault(min(found), set()).add(letter)
    (*others, counted) = labels.values()
    return not others and all(map(_without_a_gap, (counted, *letters.values())))


def _without_a_gap(numbers: set[int]) -> bool:
    return numbers == set(range(1, max(numbers) + 1))


def _numbers(name: str) -> tuple[str, set[int], int] | None:
    """Return the noun of a part, its numbers, letters counted, and the letter behind one number.

    None where it has none.
    """
    found = _LETTERED.match(name)
    if found is not None:
        return (
            found["noun"].lower(),
            {int(found["number"])},
            ord(found["letter"].upper()) - ord("@"),
        )
    found = _NUMBERED.match(name)
    if found is None:
        return None
    labels = _LABEL.findall(found["labels"])
    roman = any(len(each) > 1 for each in labels) or labels == ["I"]
    return found["noun"].lower(), {_number(each, roman=roman) for each in labels}, 0


def _number(label: str, *, roman: bool) -> int:
    if label.isdigit():
        return int(label)
    return _ROMAN.get(label, 0) if roman else ord(label) - ord("A") + 1
