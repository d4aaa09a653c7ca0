"""The case that a board discusses: one patient at one time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from oncomatch.domain.build import GenomeBuild

CASE_ID = re.compile(r"[^\W_][\w.-]{0,63}")
"""A case id is a pseudonym that is safe as a folder name."""


class Sex(Enum):
    """Sex as trials ask for it."""

    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True, slots=True)
class CaseInfo:
    """Who and what: pseudonymous id, tumour type, build, and what is known of the patient.

    `prior_therapies` are names of drugs or classes; none were given where it is empty, and it is
    not known where it is None.
    """

    case_id: str
    tumor_type: str
    tumor_type_name: str
    build: GenomeBuild
    age: int | None = None
    sex: Sex | None = None
    specimen: str = ""
    prior_therapies: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        check_case_id(self.case_id)


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
