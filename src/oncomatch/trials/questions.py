"""What to find out next: the unknowns of a case, by the number of trials that each decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

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
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.trial import CriterionKind, kind_of
from oncomatch.domain.trial_match import OpenQuestion
from oncomatch.trials.criteria import Answers
from oncomatch.trials.snapshot import PackedArm, PackedCriterion, PackedTrial
from oncomatch.trials.words import describe

_MOST_TRIALS = 20
_DOUBT = ""
"""Stands for a criterion that is unknown since it was read with doubt: nothing to find out."""
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


class Questions:
    """Collects what is unknown over trials that nothing known excludes."""

    def __init__(self, answers: Answers):
        self._answers = answers
        self._kinds: dict[str, CriterionKind] = {}
        self._opens: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._concerns: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._asked: dict[int, tuple[str, ...]] = {}

    def add(self, trial: PackedTrial, arms: Iterable[PackedArm]) -> None:
        """Note the unknowns of a trial, of the part that asks for the fewest."""
        parts = [(*trial.criteria, *arm.criteria) for arm in arms] or [trial.criteria]
        asked = [each for part in parts if (each := self._unknowns(part)) is not None]
        if not asked:
            return
        fewest = min(asked, key=len)
        for question in fewest.keys() - {_DOUBT}:
            self._concerns[question][trial.trial_id] = None
        if len(fewest) == 1 and _DOUBT not in fewest:
            self._opens[next(iter(fewest))][trial.trial_id] = None

    def _unknowns(self, criteria: Iterable[PackedCriterion]) -> dict[str, None] | None:
        """Return the questions of criteria, None where one of them fails."""
        found: dict[str, None] = {}
        for criterion in criteria:
            outcome = self._answers.of(criterion).outcome
            if outcome is Outcome.NOT_MET:
                return None
            if outcome is Outcome.UNKNOWN:
                found.update(dict.fromkeys(self._questions(criterion)))
        return found

    def _questions(self, criterion: PackedCriterion) -> tuple[str, ...]:
        key = criterion.pattern
        known = self._asked.get(key)
        if known is None:
            pattern = self._answers.snapshot.pattern(criterion.pattern)
            atoms = [
                atom
                for atom in _leaves(pattern)
                if self._answers.evaluator.answer(atom).outcome is Outcome.UNKNOWN
            ]
            named = {question_of(atom): kind_of(atom) for atom in atoms}
            self._kinds.update(named)
            known = self._asked[key] = tuple(named) or (_DOUBT,)
        return known

    def ordered(self) -> tuple[OpenQuestion, ...]:
        """Return the questions, first those that open and then those that concern most trials."""
        found = [
            OpenQuestion(
                question=question,
                kind=self._kinds[question],
                opens=len(self._opens.get(question, ())),
                concerns=len(trials),
                trials=tuple(dict.fromkeys((*self._opens.get(question, ()), *trials)))[
                    :_MOST_TRIALS
                ],
            )
            for question, trials in self._concerns.items()
        ]
        return tuple(sorted(found, key=lambda each: (-each.opens, -each.concerns, each.question)))


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
