"""What to find out next: the unknowns of a case, by the number of trials that each decides."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import and_, or_
from typing import NamedTuple

from oncomatch.domain.biomarker import (
    AllOf,
    AnyOf,
    Biomarker,
    CopyNumberChange,
    Expression,
    Fusion,
    Laboratory,
    MicrosatelliteInstability,
    MicrosatelliteStability,
    MismatchRepair,
    MutationalBurden,
    Not,
    Origin,
    Rearrangement,
    RecombinationDeficiency,
    RecombinationScore,
    Score,
    Unread,
    Virus,
    genes_of,
)
from oncomatch.domain.trial import CriterionKind, Side, kind_of
from oncomatch.domain.trial_match import OpenQuestion
from oncomatch.trials.criteria import FAILS, MET, OPEN, Answers
from oncomatch.trials.plan import Part, PlannedTrial
from oncomatch.trials.words import describe

_MOST_TRIALS = 20
_EVERY = -1
"""All bits: nothing is unknown, so that nothing has to be answered."""
_OF_KIND = {
    CriterionKind.TUMOR_TYPE: "a narrower tumour type",
    CriterionKind.AGE: "the age",
    CriterionKind.SEX: "the sex",
    CriterionKind.PERFORMANCE: "the ECOG performance status",
    CriterionKind.MEASURABLE: "whether the disease can be measured",
    CriterionKind.EXTENT: "the extent of the disease",
    CriterionKind.CNS: "metastases in the central nervous system",
    CriterionKind.PRIOR_THERAPY: "earlier therapies",
    CriterionKind.LINE: "the number of earlier lines of therapy",
}
_OF_MARKER: tuple[tuple[tuple[type, ...], str], ...] = (
    ((MicrosatelliteInstability, MicrosatelliteStability), "microsatellite status"),
    ((MismatchRepair,), "mismatch repair"),
    ((MutationalBurden,), "tumour mutational burden"),
    ((RecombinationDeficiency, RecombinationScore), "homologous recombination deficiency"),
)


class _Deciding(NamedTuple):
    """The questions about an unknown criterion, each a bit.

    Those that are `asked`; those of which a favourable answer alone meets the criterion; those of
    which an unfavourable one alone fails it.
    """

    asked: int
    opens: int
    closes: int


class Questions:
    """Collects what is unknown over trials that nothing known excludes."""

    def __init__(self, answers: Answers):
        self._answers = answers
        self._bits: dict[str, int] = {}
        self._kinds: dict[str, CriterionKind] = {}
        self._deciding: dict[int, _Deciding] = {}
        self._trials: list[tuple[str, _Deciding]] = []

    def add(self, planned: PlannedTrial, *, concerns: bool) -> None:
        """Note the unknowns of a trial; parts that something known fails ask for nothing.

        One that does not yet concern the case, since its alteration is not known, can be opened;
        it is no loss when it is closed.
        """
        own = self._of_part(planned.whole)
        if own is None:
            return
        if not planned.arms:
            found = own
        else:
            parts = [part for arm in planned.arms if (part := self._of_part(arm)) is not None]
            if not parts:
                return
            found = _Deciding(
                own.asked | reduce(or_, (part.asked for part in parts)),
                own.opens & reduce(or_, (part.opens for part in parts)),
                own.closes | reduce(and_, (part.closes for part in parts)),
            )
        if found.asked and found.opens != _EVERY:
            found = found if concerns else found._replace(closes=0)
            self._trials.append((planned.trial.trial_id, found))

    def _of_part(self, part: Part) -> _Deciding | None:
        """Return what decides on a part, None where one of its criteria fails."""
        asked, opens, closes = 0, _EVERY, 0
        degree, known = self._answers.degree, self._deciding
        for group in part:
            for number in group:
                found = degree(number)
                if found == MET:
                    continue
                if found == FAILS:
                    return None
                deciding = known.get(number) or self._learn(number)
                asked |= deciding.asked
                opens &= deciding.opens
                closes |= deciding.closes
        return _Deciding(asked, opens, closes)

    def _learn(self, number: int) -> _Deciding:
        pattern = self._answers.pattern(number)
        key = self._answers.plan.keys[number]
        answer = self._answers.evaluator.answer
        degrees = {atom: answer(atom).outcome.degree for atom in _leaves(pattern)}
        bits: dict[Biomarker, int] = {}
        for atom, degree in degrees.items():
            if degree == OPEN:
                question = question_of(atom)
                self._kinds.setdefault(question, kind_of(atom))
                bits[atom] = self._bits.setdefault(question, 1 << len(self._bits))
        if self._answers.speaks_against(number):
            bits = {}  # it is known; the doubt is about what the record means
        asked = opens = closes = 0
        wanted = key.side is Side.INCLUSION
        for bit in set(bits.values()):
            asked |= bit
            best, worst = (
                _at_best(pattern, degrees, bits, bit, wanted=holds)
                for holds in (wanted, not wanted)
            )
            if not wanted:
                best, worst = 2 - best, 2 - worst
            opens |= bit * (best == MET)
            closes |= bit * (worst == FAILS and key.certain)
        found = self._deciding[number] = _Deciding(asked, opens, closes)
        return found

    def ordered(self) -> tuple[OpenQuestion, ...]:
        """Return the questions, first those that decide on most trials.

        A question decides on a trial that it opens or closes; then count those that it opens,
        then all that ask for it.
        """
        found = [self._question(question, bit) for question, bit in self._bits.items()]
        asked = [(decides, each) for decides, each in found if each.concerns]
        asked.sort(key=lambda each: (-each[0], -each[1].opens, -each[1].concerns, each[1].question))
        return tuple(each for _, each in asked)

    def _question(self, question: str, bit: int) -> tuple[int, OpenQuestion]:
        """Return a question, with the number of trials on which it decides."""
        concerns = [trial for trial, each in self._trials if each.asked & bit]
        opens = [trial for trial, each in self._trials if each.opens & bit]
        closes = [trial for trial, each in self._trials if each.closes & bit]
        ordered = dict.fromkeys((*opens, *closes, *concerns))
        return len({*opens, *closes}), OpenQuestion(
            question=question,
            kind=self._kinds[question],
            opens=len(opens),
            concerns=len(concerns),
            trials=tuple(ordered)[:_MOST_TRIALS],
            closes=len(closes),
        )


def _at_best(
    pattern: Biomarker,
    degrees: Mapping[Biomarker, int],
    bits: Mapping[Biomarker, int],
    bit: int,
    *,
    wanted: bool,
) -> int:
    """Return the degree of a pattern when the answers to one question favour it, or its contrary.

    What else is unknown stays so.
    """
    if isinstance(pattern, AllOf | AnyOf):
        parts = [_at_best(each, degrees, bits, bit, wanted=wanted) for each in pattern.parts]
        return min(parts) if isinstance(pattern, AllOf) else max(parts)
    if isinstance(pattern, Not):
        return 2 - _at_best(pattern.part, degrees, bits, bit, wanted=not wanted)
    if bits.get(pattern) == bit:
        return MET if wanted else FAILS
    return degrees[pattern]


def _leaves(pattern: Biomarker) -> list[Biomarker]:
    if isinstance(pattern, AllOf | AnyOf):
        return [leaf for part in pattern.parts for leaf in _leaves(part)]
    return _leaves(pattern.part) if isinstance(pattern, Not) else [pattern]


def question_of(atom: Biomarker) -> str:
    """Return what has to be found out to answer one pattern.

    >>> from oncomatch.domain.biomarker_text import parse_biomarker
    >>> question_of(parse_biomarker("ERBB2 IHC >= 3"))
    'the protein level of ERBB2'
    """
    if isinstance(atom, Origin):
        return f"whether {', '.join(genes_of(atom.part))} is changed in the germline"
    if isinstance(atom, Unread):
        return f"what the record asks for in its own words: {describe(atom)}"
    kind = kind_of(atom)
    if kind in _OF_KIND:
        return _OF_KIND[kind]
    for types, words in _OF_MARKER:
        if isinstance(atom, types):
            return words
    if isinstance(atom, Laboratory):
        return atom.analyte.value
    if isinstance(atom, Virus):
        return f"{atom.name} in the tumour"
    genes = ", ".join(genes_of(atom)) or str(atom)
    if isinstance(atom, Expression | Score):
        return f"the protein level of {genes}"
    if isinstance(atom, CopyNumberChange):
        return f"the copy number of {genes}"
    if isinstance(atom, Fusion | Rearrangement):
        return f"fusions of {genes}"
    return f"small variants of {genes}"
