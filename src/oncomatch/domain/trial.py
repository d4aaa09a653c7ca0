"""Registered trials, their criteria, and how a case meets them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from oncomatch.domain.biomarker import Biomarker
from oncomatch.domain.evaluation import Outcome


class TrialStatus(Enum):
    """The open states of ClinicalTrials.gov; only RECRUITING takes patients now."""

    RECRUITING = "RECRUITING"
    NOT_YET_RECRUITING = "NOT_YET_RECRUITING"
    ENROLLING_BY_INVITATION = "ENROLLING_BY_INVITATION"


@dataclass(frozen=True, slots=True)
class Trial:
    """An open trial as far as its criteria were read with certainty.

    `biomarker` is the genomic inclusion criterion, `quote` the words of the title it was read
    from. `tumor_types` are OncoTree codes; `conditions_unread` counts conditions that could not
    be mapped, so that a tumour type outside the codes is unknown rather than excluded. Ages are
    in years, None without a limit. `data_date` is the day of the registry's data, ISO 8601.
    """

    nct_id: str
    title: str
    status: TrialStatus
    phases: tuple[str, ...]
    countries: tuple[str, ...]
    biomarker: Biomarker
    quote: str
    tumor_types: tuple[str, ...]
    conditions_unread: int
    minimum_age: int | None
    maximum_age: int | None
    sex: str
    data_date: str

    @property
    def url(self) -> str:
        """The registry's page of the trial."""
        return f"https://clinicaltrials.gov/study/{self.nct_id}"


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion in words, whether the case meets it, and why."""

    criterion: str
    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True)
class TrialMatch:
    """An open trial whose genomic criterion the tumour meets, criterion by criterion.

    `outcome` is NOT_MET when any criterion that was read is not met, UNKNOWN when any is
    unknown; there is always more in the protocol than was read here.
    """

    nct_id: str
    title: str
    status: TrialStatus
    phases: tuple[str, ...]
    countries: tuple[str, ...]
    url: str
    data_date: str
    outcome: Outcome
    labels: tuple[str, ...]
    criteria: tuple[CriterionResult, ...]
