"""How a trial's tumour types are to that of a case: its own, below it, any, or another one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from oncomatch.domain.biomarker import TumorTypeIn
from oncomatch.domain.trial import Side
from oncomatch.domain.trial_match import TumorFit
from oncomatch.domain.tumor_type import ANY
from oncomatch.trials.criteria import FAILS, MET, Answers
from oncomatch.trials.plan import Part

_ANY_TUMOR = frozenset({ANY, "SOLID", "LIQUID"})
OWN_TYPE = (TumorFit.NAMED, TumorFit.NARROWER)
"""Of a trial that takes the case's type by its name, or one below it."""
_ORDER = {each: place for place, each in enumerate(TumorFit)}


class TumorFits:
    """What trials say of the tumour type of one case."""

    def __init__(self, answers: Answers):
        self._answers = answers
        self._known: dict[tuple[int, ...], TumorFit] = {}

    def of(self, whole: Part, parts: Sequence[Part]) -> TumorFit:
        """Return what a trial, with the best of some of its parts, says of the case's tumour type.

        What a part says by name goes before what was read with doubt of the whole.
        """
        if any(self._of_types(part.types) is TumorFit.NAMED for part in parts):
            return TumorFit.NAMED
        asked = {(*whole.types, *part.types) for part in parts} or {whole.types}
        found = {*map(self._of_types, asked)}
        return min(found, key=_ORDER.__getitem__) if len(found) > 1 else found.pop()

    def _of_types(self, numbers: tuple[int, ...]) -> TumorFit:
        known = self._known.get(numbers)
        if known is None:
            known = self._known[numbers] = _of_types(numbers, self._answers)
        return known


def _of_types(numbers: Collection[int], answers: Answers) -> TumorFit:
    """Return what the criteria of a part say; all of them hold together."""
    degrees = answers.degrees(numbers)
    if FAILS in degrees or any(map(answers.speaks_against, numbers)):
        return TumorFit.OTHER
    asked = [
        (_is_for_any(number, answers), degree == MET)
        for number, degree in zip(numbers, degrees, strict=True)
        if answers.plan.keys[number].side is Side.INCLUSION
    ]
    if not asked:
        return TumorFit.UNSAID
    if not all(met for _, met in asked):
        return TumorFit.NARROWER
    return TumorFit.ANY if all(for_any for for_any, _ in asked) else TumorFit.NAMED


def _is_for_any(number: int, answers: Answers) -> bool:
    pattern = answers.pattern(number)
    return isinstance(pattern, TumorTypeIn) and _ANY_TUMOR.issuperset(pattern.codes)
