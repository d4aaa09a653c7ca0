"""A question for trials without a file, its answer, and the trials of a kept case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from oncomatch.domain.case import CaseInfo
from oncomatch.domain.trial_match import TrialMatches


@dataclass(frozen=True)
class TrialQuestion:
    """What is asked, as it was written; `patient` has columns of the case sheet, empty or not.

    `everything`: trials are listed whose alteration is not known too.
    """

    gene: str = ""
    alteration: str = ""
    tumor_type: str = ""
    patient: Mapping[str, str] = field(default_factory=dict)
    countries: tuple[str, ...] = ()
    place: str = ""
    everything: bool = False


@dataclass(frozen=True)
class TrialAnswer:
    """The trials, how the question was understood, and cautions.

    `named` is what was asked for in few words, `data_date` is as ISO 8601, `snapshot` what a
    reader calls the snapshot.
    """

    question: TrialQuestion
    gene: str
    alteration: str
    named: str
    case: CaseInfo
    countries: tuple[str, ...]
    notes: tuple[str, ...]
    data_date: str
    snapshot: str
    found: TrialMatches


@dataclass(frozen=True)
class CaseTrials:
    """The trials of a kept case, matched again, and cautions; `snapshot` as of an answer."""

    case_id: str
    data_date: str
    countries: tuple[str, ...]
    trials: TrialMatches
    snapshot: str = ""
    notes: tuple[str, ...] = ()
