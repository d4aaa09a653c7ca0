"""Answers that cases share: what asks for the patient alone, of patients who are known alike."""

from __future__ import annotations

import numpy as np

from oncomatch.domain.case import CaseInfo
from oncomatch.domain.evaluation import Evaluation
from oncomatch.matching.patient import NO_PART, known_parts
from oncomatch.trials.trees import NOT_YET, Degrees, room

_MOST = 500
"""Parts of patients whose answers are kept, at most some kilobytes each."""


class Kept:
    """Answers to leaves by their number, and their degrees as an array."""

    def __init__(self, leaves: int):
        self._bytes, self.degrees = room(NOT_YET, leaves)
        self.answers: dict[int, Evaluation] = {}

    def keep(self, leaf: int, answer: Evaluation) -> None:
        """Keep the answer to a leaf."""
        self.answers[leaf] = answer
        self._bytes[leaf] = answer.outcome.degree


class SharedAnswers:
    """Answers to the leaves of a snapshot's plan by what is known of a patient.

    `part_of_leaf` is the part of a patient that answers each.
    """

    def __init__(self, part_of_leaf: bytes):
        self.part_of_leaf = part_of_leaf
        self._kept: dict[tuple[int, str], Kept] = {}

    def of(self, case: CaseInfo) -> list[Kept | None]:
        """Return the answers to share by the part of a patient; None stands for the tumour."""
        found: list[Kept | None] = [None] * (NO_PART + 1)
        for place, known in enumerate(known_parts(case)):
            key = place, known
            kept = self._kept.pop(key, None) or Kept(len(self.part_of_leaf))
            found[place] = self._kept[key] = kept  # the latest stand last
        while len(self._kept) > _MOST:
            self._kept.pop(next(iter(self._kept)), None)
        return found


def merged(found: list[Kept | None], into: Degrees) -> None:
    """Write the degrees that are known into those of a case, of which they are none."""
    for kept in found:
        if kept is not None:
            np.minimum(into, kept.degrees, out=into)
