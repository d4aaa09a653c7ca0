"""What every reader of one kind of criterion is; `readings.READINGS` lists them.

A reader is a function in a module of its own: it takes a sentence with the text around it and
yields the criteria that the sentence states. It yields nothing where it does not understand:
such a sentence is counted as unread. What stands around a sentence is weighed here, once for all:

* no reader is asked about a sentence of an unknown side, or of donors and the like;
* an item of a list of which any one is enough states nothing of all, and exceptions do not
  either; what it asks of genes stands under the name of that way in (`alternatives`), and
  items among what excludes are likely at most; a reader that understands such a list
  yields one criterion at the sentence above it (`Eligibility.below`), with the place of the list;
* an item below a heading that is not understood is never certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from oncomatch.domain.biomarker import Biomarker
from oncomatch.domain.trial import Confidence, Criterion, Section, Side, TextPlace
from oncomatch.trials.eligibility.alternatives import ways_in
from oncomatch.trials.eligibility.joints import Joint
from oncomatch.trials.eligibility.list_items import Item, items_of
from oncomatch.trials.eligibility.parts import without_sole_part
from oncomatch.trials.eligibility.sentences import LONGEST, Sentence, split_sentences


@dataclass(frozen=True)
class Eligibility:
    """The eligibility text of a trial with its sentences in order."""

    text: str

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items, in their order."""
        return tuple(items_of(self.text[:LONGEST]))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences, in their order; those of the only part of a trial are everyone's."""
        return without_sole_part(split_sentences(self.text))

    def behind(self, sentence: Sentence) -> Sentence | None:
        """Return the sentence that follows one on the same side, None where there is none."""
        following = next((each for each in self.sentences if each.start >= sentence.end), None)
        return following if following and following.side is sentence.side else None

    def below(self, sentence: Sentence) -> tuple[Sentence, ...]:
        """Return the sentences of the items that stand below a sentence, however deep."""
        return tuple(each for each in self.sentences if sentence.item in each.parents)


Reading: TypeAlias = Callable[[Sentence, Eligibility], Iterable[Criterion]]


@dataclass(frozen=True, slots=True)
class EligibilityReading:
    """The criteria of an eligibility text; those of a cohort stand under its name.

    `unread` counts the sentences (inclusion, exclusion) that no criterion was read from;
    sentences that only introduce a list are not counted.
    """

    criteria: tuple[Criterion, ...]
    cohorts: dict[str, tuple[Criterion, ...]]
    unread: tuple[int, int]


def criterion_of(
    sentence: Sentence,
    pattern: Biomarker,
    confidence: Confidence,
    until: Sentence | None = None,
) -> Criterion:
    """Return a pattern as the criterion that a sentence states; a list goes `until` its last.

    The digest is that of the first sentence.
    """
    assert sentence.side is not None, "readers are asked about sentences of a known side"
    end = (until or sentence).end
    place = TextPlace(Section.ELIGIBILITY, sentence.start, end, sentence.digest)
    return Criterion(sentence.side, pattern, confidence, place)


def read_eligibility(eligibility: Eligibility, readings: tuple[Reading, ...]) -> EligibilityReading:
    """Return what the readers understand of an eligibility text."""
    whole: dict[Criterion, None] = {}
    cohorts: dict[str, dict[Criterion, None]] = {}
    unread = {Side.INCLUSION: 0, Side.EXCLUSION: 0}
    read_until, told_until = -1, -1
    counted: set[int] = set()
    ways: dict[str, list[tuple[Sentence, list[Criterion]]]] = {}
    named = ways_in(eligibility.sentences)
    for sentence in eligibility.sentences:
        way = named.get(sentence.start) if sentence.end > told_until else None
        if way:
            alone = _of_a_way(sentence, eligibility, readings)
            ways.setdefault(way, []).append((sentence, alone))
        found = [] if sentence.side is None else _criteria(sentence, eligibility, readings)
        where = cohorts.setdefault(sentence.cohort, {}) if sentence.cohort and found else whole
        where.update(dict.fromkeys(found))
        read_until = max(read_until, *(each.source.end for each in found), -1)
        genes = (each.source.end for each in found if each.kind.is_molecular)
        told_until = max(told_until, *genes, -1)
        introduces = sentence.introduces and sentence.text.endswith(":")
        if sentence.side is not None and sentence.end > read_until and not introduces:
            unread[sentence.side] += 1
            counted.add(sentence.start)
    for way, asked in ways.items():
        if any(each.kind.is_molecular for _, found in asked for each in found):
            cohorts[way] = {each: None for _, found in asked for each in found}
            read = (bool(found) and sentence.start in counted for sentence, found in asked)
            unread[Side.INCLUSION] -= sum(read)
    return EligibilityReading(
        criteria=tuple(whole),
        cohorts={name: tuple(found) for name, found in cohorts.items()},
        unread=(unread[Side.INCLUSION], unread[Side.EXCLUSION]),
    )


_OR_AT_END = re.compile(r"[\s,;]*\b(?:and/or|or)\W*$", re.IGNORECASE)
_WINDOW = re.compile(r"\d|within|interval|weeks|days|months|time", re.IGNORECASE)
_OF_TREATMENT = re.compile(
    r"\b(?:treat\w*|therap\w*|received|receiving|drugs?|medications?|inhibitors?|washout|use|"
    r"within|weeks|days|allerg\w*|hypersensitiv\w*|contraindicat\w*|must|should|required?|"
    r"defined|unless|except\w*)\b",
    re.IGNORECASE,
)


def _excludes_by_itself(criterion: Criterion, sentence: Sentence) -> bool:
    """Whether an item of a list excludes, of which any is enough.

    Only below headings without a span of time: a washout stands there for all. What is altered
    is not said of the patient below headings of treatment.
    """
    if criterion.side is not Side.EXCLUSION:
        return False
    barred = _OF_TREATMENT if criterion.kind.is_molecular else _WINDOW
    return not any(barred.search(each) for each in sentence.headings)


def _of_a_way(
    sentence: Sentence, eligibility: Eligibility, readings: tuple[Reading, ...]
) -> list[Criterion]:
    """Return what an item of a list of ways in asks of those who come in by it."""
    place = sentence.joints.index(Joint.ANY)  # what is one of several below it stays so
    others = (*sentence.joints[:place], *sentence.joints[place + 1 :])
    text = _OR_AT_END.sub("", sentence.text)
    found = _criteria(replace(sentence, text=text, joints=others), eligibility, readings)
    return [each for each in found if each.confidence is not Confidence.TO_REVIEW]


def _criteria(
    sentence: Sentence, eligibility: Eligibility, readings: tuple[Reading, ...]
) -> list[Criterion]:
    if Joint.EXCEPT in sentence.joints:
        return []
    found = [each for reading in readings for each in reading(sentence, eligibility)]
    if Joint.ANY in sentence.joints:
        found = [each for each in found if _excludes_by_itself(each, sentence)]
    if sentence.stands_alone:
        return found
    return [
        replace(each, confidence=Confidence.LIKELY)
        for each in found
        if each.confidence is not Confidence.TO_REVIEW
    ]
