"""The case that a board discusses: one patient at one time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.clinical_status import ClinicalStatus
from oncomatch.domain.order import Order
from oncomatch.domain.prior_therapy import PriorTherapy, count_lines

CASE_ID = re.compile(r"[^\W_][\w.-]{0,63}")
"""A case id is a pseudonym that is safe as a folder name."""
_OLDEST = 130


class Sex(Enum):
    """Sex as trials ask for it."""

    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True, slots=True)
class CaseInfo:
    """Who and what: pseudonymous id, tumour type, build, and what is known of the patient.

    A whole `age` is in completed years, another one in years and their fraction. None of the
    `prior_therapies` were given where it is empty, and it is not known where it is None.

    Raises:
        ValueError: the case id is not accepted, the age is not from 0 to below 130, or the lines
            of therapy contradict each other.
    """

    case_id: str
    tumor_type: str
    tumor_type_name: str
    build: GenomeBuild
    age: int | float | None = None
    sex: Sex | None = None
    specimen: str = ""
    prior_therapies: tuple[PriorTherapy, ...] | None = None
    clinical: ClinicalStatus = field(default_factory=ClinicalStatus)
    order: Order = field(default_factory=Order)

    def __post_init__(self) -> None:
        check_case_id(self.case_id)
        if self.age is not None and not 0 <= self.age < _OLDEST:
            raise ValueError(f"age {self.age} is not from 0 to below {_OLDEST} years")
        self._check_lines()

    @property
    def prior_lines(self) -> int | None:
        """How many lines of therapy were given: as stated, else counted where lines tell."""
        stated = self.clinical.prior_lines
        return count_lines(self.prior_therapies) if stated is None else stated

    @property
    def planned_line(self) -> int | None:
        """The line of therapy that is to be chosen: as stated, else the one after those given."""
        stated, prior = self.clinical.planned_line, self.prior_lines
        if stated is None and prior is not None:
            return prior + 1
        return stated

    def _check_lines(self) -> None:
        given, stated = self.prior_therapies, self.clinical.prior_lines
        counted = count_lines(given)
        if stated is not None and counted is not None and stated != counted:
            raise ValueError(
                f"prior_lines is {stated}, but prior_therapies names {counted}; one is wrong"
            )
        highest = max((each.line or 0 for each in given or ()), default=0)
        if stated is not None and highest > stated:
            raise ValueError(
                f"prior_lines is {stated}, but prior_therapies names line {highest}; one is wrong"
            )
        planned, prior = self.clinical.planned_line, self.prior_lines
        least = highest if prior is None else prior
        if planned is not None and (planned <= least or prior not in (None, planned - 1)):
            raise ValueError(
                f"planned_line is {planned} after {least} prior lines; expected is {least + 1}"
            )


def check_case_id(case_id: str) -> None:
    """Check that a case id is safe as a folder name.

    Raises:
        ValueError: it has other characters, or is longer than 64.
    """
    if not CASE_ID.fullmatch(case_id) or ".." in case_id:
        raise ValueError(
            f"case id {case_id!r} is not accepted: use letters, digits, '.', '_' and '-', "
            f"beginning with a letter or digit, at most 64, without '..'"
        )
