"""Patterns of the patient and of the extent of the disease, as trials ask for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from oncomatch.domain.biomarker.kinds import Comparator, number_text
from oncomatch.domain.case import Sex
from oncomatch.domain.clinical_status import Analyte

LIQUID = "LIQUID"
"""Stands for any tumour of blood or lymph; OncoTree has no node for both."""

_CODE = re.compile(r"[A-Z0-9][A-Z0-9_/-]*")


@dataclass(frozen=True, slots=True)
class TumorTypeIn:
    """The tumour is of one of the types, OncoTree codes, `SOLID` or `LIQUID`, sorted."""

    codes: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.codes or not all(_CODE.fullmatch(code) for code in self.codes):
            raise ValueError(f"{', '.join(self.codes)!r} are not codes of tumour types")
        if list(self.codes) != sorted(set(self.codes)):
            raise ValueError(f"{', '.join(self.codes)!r}: codes are sorted, each once")

    def __str__(self) -> str:
        return f"tumor_type {', '.join(self.codes)}"


@dataclass(frozen=True, slots=True)
class Age:
    """The patient's age in years (a month is 0.083)."""

    comparator: Comparator
    number: float

    def __str__(self) -> str:
        return f"age {self.comparator.value} {number_text(self.number)}"


@dataclass(frozen=True, slots=True)
class SexIs:
    """The patient's sex."""

    sex: Sex

    def __str__(self) -> str:
        return f"sex {self.sex.value}"


@dataclass(frozen=True, slots=True)
class PerformanceStatus:
    """The performance status on the ECOG scale, 0 (fully active) to 5."""

    comparator: Comparator
    number: int

    def __post_init__(self) -> None:
        if not 0 <= self.number <= 5:
            raise ValueError(f"ECOG {self.number} is not on the scale of 0 to 5")

    def __str__(self) -> str:
        return f"ECOG {self.comparator.value} {self.number}"


@dataclass(frozen=True, slots=True)
class MeasurableDisease:
    """There is disease that can be measured."""

    def __str__(self) -> str:
        return "measurable_disease"


class ExtentWord(Enum):
    """How far the disease has come, as trials name it."""

    EARLY = "early"
    LOCALIZED = "localized"
    RESECTABLE = "resectable"
    LOCALLY_ADVANCED = "locally_advanced"
    UNRESECTABLE = "unresectable"
    ADVANCED = "advanced"
    METASTATIC = "metastatic"
    RECURRENT = "recurrent"
    REFRACTORY = "refractory"
    UNTREATED = "untreated"
    STAGE_I = "I"
    STAGE_II = "II"
    STAGE_III = "III"
    STAGE_IV = "IV"


@dataclass(frozen=True, slots=True)
class ExtentIn:
    """The disease has come as far as one of the extents says, in the order of the enum."""

    extents: tuple[ExtentWord, ...]

    def __post_init__(self) -> None:
        ordered = [extent for extent in ExtentWord if extent in self.extents]
        if not self.extents or list(self.extents) != ordered:
            raise ValueError("the extents of a disease are named once each, in their order")

    def __str__(self) -> str:
        return f"extent {', '.join(extent.value for extent in self.extents)}"


@dataclass(frozen=True, slots=True)
class CnsMetastases:
    """There are metastases in the central nervous system; `active`: untreated or growing ones."""

    active: bool = False

    def __str__(self) -> str:
        return "active_cns_metastases" if self.active else "cns_metastases"


@dataclass(frozen=True, slots=True)
class Laboratory:
    """A laboratory value compared with a number in the unit of its analyte."""

    analyte: Analyte
    comparator: Comparator
    number: float

    def __str__(self) -> str:
        limit = f"{self.comparator.value} {number_text(self.number)}"
        return f"laboratory {analyte_word(self.analyte)} {limit}"


def analyte_word(analyte: Analyte) -> str:
    """Return the one word of an analyte: `creatinine_clearance`."""
    return analyte.value.lower().replace(" ", "_")


ANALYTES = {analyte_word(analyte): analyte for analyte in Analyte}
"""The analytes by their words."""
