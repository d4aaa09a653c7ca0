"""What a trial asks for when its title and its eligibility text are put together.

A criterion that another one already says is left out. What the title says of its patients is
certain unless the text speaks of the gene in other words; a criterion is not that a sentence
beside it narrows in words that were not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from oncomatch.domain.biomarker import (
    AllOf,
    AnyOf,
    Biomarker,
    CodonChange,
    GeneMutation,
    Not,
    WildType,
    atoms_of,
    genes_of,
)
from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.trials.clashes import without_clash
from oncomatch.trials.eligibility.joining import any_of
from oncomatch.trials.eligibility.part_headings import doubted_by_part
from oncomatch.trials.eligibility.part_sorts import denied, is_level
from oncomatch.trials.eligibility.parts import asked_in_every_part
from oncomatch.trials.eligibility.phrases import find_phrases
from oncomatch.trials.eligibility.reading import Eligibility, EligibilityReading
from oncomatch.trials.eligibility.stain_limits import as_stained
from oncomatch.trials.exempted import without_exempted
from oncomatch.trials.implications import implies, names_of

_CHANGE = r"\b[ACDEFGHIKLMNPQRSTVWY]\d{2,4}[ACDEFGHIKLMNPQRSTVWYX]\b"
_NARROWER = re.compile(
    rf"{_CHANGE}|(?i:\b(?:(?:exons?|codons?)\s*\d|ex\d|del\s?19|class\s(?:\d|I+)|(?:un)?common|"
    r"a?typical|sensiti[sz]ing|sensitivity|(?:tyrosine\s)?kinase domain))"
)
_THOSE_WITH = re.compile(
    r"\b(?:patients?|participants?|subjects?|those|individuals?)\s(?:[\w-]{1,20}\s){0,3}?"
    r"(?:with|whose|who\shave|harbou?ring)\b",
    re.IGNORECASE,
)
_ELIGIBLE_TOO = re.compile(
    r"\b(?:with|whose|harbou?ring)\b[^.;]{0,200}\b(?:are|is|will be|may be|can be)\s"
    r"(?:also\s|still\s)?"
    r"(?:considered\s)?(?:eligible|allowed|included|enrolled)\b(?! if| unless| provided| only)",
    re.IGNORECASE,
)
_REGARDLESS = re.compile(
    r"\b(?:eligible|enrol\w*|included|allowed)\s(?:regardless|irrespective)\sof\s[^.;]{2,60}",
    re.IGNORECASE,
)
_RULED = re.compile(r"\b(?:must|should|may|can|need|are|have|eligible)\b", re.IGNORECASE)
_NOT_OF_THEM = re.compile(
    r"\b(?:no|not|without|negative|wild|must|should|may|can|are|is|were|have|has|need|undergo)\b",
    re.IGNORECASE,
)
_ORDER = (Confidence.CERTAIN, Confidence.LIKELY, Confidence.TO_REVIEW)


@dataclass(frozen=True, slots=True)
class Settled:
    """The criteria of everyone and those of the cohorts, by their names."""

    criteria: tuple[Criterion, ...]
    cohorts: dict[str, tuple[Criterion, ...]]


def settle(
    titles: Iterable[Criterion],
    eligibility: Eligibility,
    reading: EligibilityReading,
    *,
    of_people: bool = False,
    of_tumor: bool = False,
) -> Settled:
    """Return the criteria of titles and text without those that say nothing more.

    `of_people` says that the titles name the patients (*in patients with …*): then they are
    believed where the inclusion criteria are silent about the gene. `of_tumor` says that they name
    the tumour (*in ER-positive cancer*): that is enough for levels.
    """
    criteria = doubted_by_part(reading.criteria, eligibility)
    asked = [each for each in criteria if _asks(each)]
    others = [each for each in criteria if not _asks(each)]
    parts = [[each for each in own if _asks(each)] for own in reading.cohorts.values()]
    in_cohorts = [each for own in parts for each in own]
    named = [
        _confirmed(
            each,
            asked,
            parts,
            eligibility,
            of_people=of_people or (of_tumor and is_level(each.pattern)),
        )
        for each in titles
        if not any(_says_so(one, each) or _spells_out(one, each) for one in asked)
    ]
    read = {each.source.start for each in (*reading.criteria, *in_cohorts)}
    doubted = [_doubted(each, eligibility, read) for each in (*asked, *named)]
    in_parts = asked_in_every_part(reading.cohorts, eligibility.sentences)
    whole, of_others = without_exempted(_without_implied(doubted), eligibility)
    clinical = without_clash(_once(others), reading.cohorts.values())
    everyone = _without_contradiction([*_with_parts(whole, in_parts), *clinical])
    return Settled(
        criteria=tuple(as_stained(everyone, eligibility)),
        cohorts={
            name: tuple(
                as_stained(
                    (
                        each
                        for each in _as_ways_in(
                            _without_implied(_of_part(name, criteria, eligibility, read))
                        )
                        if not any(_is_said_of_all(each, one) for one in everyone)
                    ),
                    eligibility,
                )
            )
            for name, criteria in (*reading.cohorts.items(), *of_others.items())
        },
    )


def _of_part(
    name: str, criteria: Iterable[Criterion], text: Eligibility, read: set[int]
) -> list[Criterion]:
    """Return the criteria of a part, an absence as likely that its sentences do not ask of all."""
    return [
        _barred(each, text, read, name) if _asks(each) and _is_absence(each.pattern) else each
        for each in criteria
    ]


def _with_parts(whole: list[Criterion], in_parts: Criterion | None) -> list[Criterion]:
    """Return what is asked of everyone with what all parts together ask for."""
    if in_parts is None or any(_excludes(each, in_parts) for each in whole):
        return whole
    return _without_implied([*whole, in_parts])


def _as_ways_in(criteria: list[Criterion]) -> list[Criterion]:
    """Join what no tumour can have together (HER2-positive, triple-negative) as alternatives."""
    asked = [each for each in criteria if _asks(each)]
    torn = [each for each in asked if any(_excludes(each, one) for one in asked)]
    if not torn:
        return criteria
    first, last = (pick(torn, key=lambda each: each.source.start) for pick in (min, max))
    joined = replace(
        first,
        pattern=any_of([each.pattern for each in torn]),
        confidence=Confidence.LIKELY,
        source=replace(first.source, end=max(first.source.end, last.source.end)),
    )
    return [joined, *(each for each in criteria if each not in torn)]


def _excludes(one: Criterion, other: Criterion) -> bool:
    """Whether one criterion asks for what the other asks to be absent, or the other way round."""

    def parts(each: Criterion) -> set[Biomarker]:
        return set(each.pattern.parts if isinstance(each.pattern, AllOf) else (each.pattern,))

    def absent(each: Criterion) -> set[Biomarker]:
        return {part.part for part in parts(each) if isinstance(part, Not)}

    return bool(absent(one) & parts(other) or absent(other) & parts(one))


def _is_said_of_all(own: Criterion, one: Criterion) -> bool:
    """Whether what is surely asked of everyone leaves a cohort's criterion nothing to say."""
    sure = one.confidence is Confidence.CERTAIN
    return sure and _asks(own) and _asks(one) and implies(one.pattern, own.pattern)


def _asks(criterion: Criterion) -> bool:
    return criterion.side is Side.INCLUSION and criterion.kind.is_molecular


def _says_so(one: Criterion, title: Criterion) -> bool:
    """Whether the text says what a title says, and no less surely."""
    if title.confidence is Confidence.CERTAIN and one.confidence is Confidence.LIKELY:
        return one.pattern != title.pattern and implies(one.pattern, title.pattern)
    return implies(one.pattern, title.pattern)


def _spells_out(one: Criterion, title: Criterion) -> bool:
    """Whether the text surely lists what the title names for short: *deletion or protein loss*."""
    sure = one.confidence is Confidence.CERTAIN
    return sure and isinstance(one.pattern, AnyOf) and title.pattern in one.pattern.parts


def _confirmed(
    title: Criterion,
    asked: list[Criterion],
    parts: list[list[Criterion]],
    text: Eligibility,
    *,
    of_people: bool,
) -> Criterion:
    """Return the criterion of a title, certain only where the text bears it out or is silent."""
    if title.confidence is not Confidence.CERTAIN:
        return title
    names = names_of(title.pattern)
    sides = {each.side for each in text.sentences}
    about = {each.side for each in text.sentences if names.search(each.text)}
    silent = Side.INCLUSION in sides and about <= {Side.EXCLUSION}
    borne_out = Side.INCLUSION in about or (of_people and silent)
    genes = set(genes_of(title.pattern))
    said_otherwise = any(
        genes & set(genes_of(each.pattern))
        and (
            not implies(title.pattern, each.pattern)
            or (isinstance(each.pattern, AnyOf) and title.pattern in each.pattern.parts)
        )
        for each in asked
    )
    changes = [[each for each in own if not is_level(each.pattern)] for own in parts]
    in_all = all(
        any(implies(each.pattern, title.pattern) for each in own) for own in changes if own
    )
    if borne_out and not said_otherwise and in_all:
        return title
    return replace(title, confidence=Confidence.LIKELY)


def _doubted(criterion: Criterion, text: Eligibility, read: set[int]) -> Criterion:
    """Return a criterion as likely where an unread sentence narrows it, or takes what it bars."""
    if _is_absence(criterion.pattern):
        return _barred(criterion, text, read)
    if criterion.confidence is Confidence.CERTAIN and _others_are_taken(criterion, text):
        return replace(criterion, confidence=Confidence.LIKELY)
    wide = any(isinstance(atom, CodonChange | GeneMutation) for atom in atoms_of(criterion.pattern))
    if criterion.confidence is not Confidence.CERTAIN or not wide:
        return criterion
    names = names_of(criterion.pattern)
    for sentence in text.sentences:
        if sentence.side is not Side.INCLUSION or sentence.cohort or sentence.start in read:
            continue
        if names.search(sentence.text) and _NARROWER.search(sentence.text):
            return replace(criterion, confidence=Confidence.LIKELY)
    return criterion


def _others_are_taken(criterion: Criterion, text: Eligibility) -> bool:
    """Whether a sentence takes patients by another alteration: *those with X are also eligible*.

    So it does where it takes some of them regardless of what is asked for; of parts that are free
    of it see `without_exempted`.
    """
    names = names_of(criterion.pattern)
    for sentence in text.sentences:
        if sentence.side is not Side.INCLUSION or sentence.start == criterion.source.start:
            continue
        if sentence.cohort:
            continue
        if any(names.search(found[0]) for found in _REGARDLESS.finditer(sentence.text)):
            return True
        if not _ELIGIBLE_TOO.search(sentence.text):
            continue
        patterns = [each.pattern for each in find_phrases(sentence.text)]
        if any(each and not implies(each, criterion.pattern) for each in patterns):
            return True
    return False


def _barred(criterion: Criterion, text: Eligibility, read: set[int], part: str = "") -> Criterion:
    """Return an absence as likely where the text has a rule for patients with the alteration.

    *No EGFR alteration* beside *patients with an EGFR alteration must have had a TKI* is asked for
    in one way in, not of everyone. Of a `part` only its own sentences and those of everyone count.
    """
    names = names_of(criterion.pattern)
    for sentence in text.sentences:
        if sentence.side is not Side.INCLUSION or sentence.start in read:
            continue
        if part and not part.startswith(sentence.cohort):
            continue
        for people in _THOSE_WITH.finditer(sentence.text):
            named = names.search(sentence.text, people.end(), people.end() + 100)
            if not named or _NOT_OF_THEM.search(sentence.text, people.end(), named.start()):
                continue
            if _RULED.search(sentence.text, named.end()):
                weakest = max(criterion.confidence, Confidence.LIKELY, key=_ORDER.index)
                return replace(criterion, confidence=weakest)
    return criterion


def _is_absence(pattern: Biomarker) -> bool:
    parts = pattern.parts if isinstance(pattern, AllOf) else (pattern,)
    return all(isinstance(part, Not | WildType) for part in parts)


def _without_implied(criteria: list[Criterion]) -> list[Criterion]:
    """Leave out what another criterion of the same side says at least as surely."""
    kept: list[Criterion] = []
    ordered = sorted(criteria, key=lambda each: _ORDER.index(each.confidence))
    for each in ordered:
        if not any(one.side is each.side and _covers(one, each) for one in kept):
            kept = [one for one in kept if one.side is not each.side or not _replaces(each, one)]
            kept.append(each)
    return kept


def _covers(one: Criterion, other: Criterion) -> bool:
    if one.side is Side.EXCLUSION or not other.kind.is_molecular:
        return one.pattern == other.pattern
    return implies(one.pattern, other.pattern)


def _replaces(one: Criterion, other: Criterion) -> bool:
    """Whether a narrower criterion, as sure as the other, takes its place."""
    return _asks(one) and one.confidence is other.confidence and implies(one.pattern, other.pattern)


def _once(criteria: list[Criterion]) -> list[Criterion]:
    surest: dict[tuple[Side, Biomarker], Criterion] = {}
    for each in criteria:
        known = surest.get((each.side, each.pattern))
        if known is None or _ORDER.index(each.confidence) < _ORDER.index(known.confidence):
            surest[each.side, each.pattern] = each
    return list(surest.values())


def _without_contradiction(criteria: list[Criterion]) -> list[Criterion]:
    """Make likely what the trial asks for and excludes, or asks for together with its absence.

    An exclusion that was read with doubt of the very thing that is asked for is none: *any prior
    therapy for HER2-positive breast cancer* names the disease, not who is excluded.
    """
    wanted = {each.pattern for each in criteria if each.side is Side.INCLUSION}
    against = {each.pattern for each in criteria if each.side is Side.EXCLUSION}
    torn = wanted & (against | {denied(each) for each in wanted})
    return [
        replace(each, confidence=Confidence.LIKELY)
        if each.confidence is Confidence.CERTAIN
        and (each.pattern in torn or denied(each.pattern) in torn)
        else each
        for each in criteria
        if not (
            each.side is Side.EXCLUSION
            and each.confidence is not Confidence.CERTAIN
            and each.pattern in wanted
        )
    ]
