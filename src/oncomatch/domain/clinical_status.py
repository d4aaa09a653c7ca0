"""What trials and labels ask of the patient besides the tumour's markers.

Nothing here is worked out from something else where medicine differs by tumour type: stage IV
does not stand for metastatic (head and neck IVA is not), a named site does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from oncomatch.domain.prior_therapy import MOST_LINES, check_line

_STAGE = re.compile(r"(0|I{1,3}|IV)([A-D]?)([1-3]?)")


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage group, `0` or `I` to `IV`, with its letter and number (`IIIB`, `IA2`), or without."""

    group: str
    part: str = ""

    def __post_init__(self) -> None:
        if not _STAGE.fullmatch(self.group + self.part) or self.group not in _GROUPS:
            raise ValueError(f"{self.group}{self.part} is not a stage; expected is 0 or I to IV")

    @property
    def number(self) -> int:
        """The group as a number, 0 to 4."""
        return _GROUPS.index(self.group)

    def __str__(self) -> str:
        return f"{self.group}{self.part}"

    @classmethod
    def parse(cls, text: str) -> Stage:
        """Return the stage of `IIIB`; capitals make no difference.

        Raises:
            ValueError: it is no stage.
        """
        found = _STAGE.fullmatch(text.strip().upper().removeprefix("STAGE").strip())
        if found is None:
            raise ValueError(f"{text!r} is not a stage; expected is 0 or I to IV, as in IIIB")
        return cls(found[1], found[2] + found[3])


_GROUPS = ("0", "I", "II", "III", "IV")


class DiseaseExtent(Enum):
    """How far the disease has spread; the last two are of small cell lung cancer."""

    LOCALIZED = "localized"
    LOCALLY_ADVANCED = "locally advanced"
    METASTATIC = "metastatic"
    LIMITED = "limited-stage"
    EXTENSIVE = "extensive-stage"


class MetastaticSite(Enum):
    """Where metastases are."""

    BRAIN = "brain"
    LEPTOMENINGES = "leptomeninges"
    SPINAL_CORD = "spinal cord"
    LIVER = "liver"
    LUNG = "lung"
    BONE = "bone"
    BONE_MARROW = "bone marrow"
    LYMPH_NODES = "lymph nodes"
    ADRENAL = "adrenal gland"
    PERITONEUM = "peritoneum"
    PLEURA = "pleura"
    PERICARDIUM = "pericardium"
    SKIN = "skin"
    SOFT_TISSUE = "soft tissue"
    MUSCLE = "muscle"
    OVARY = "ovary"
    PANCREAS = "pancreas"
    KIDNEY = "kidney"
    SPLEEN = "spleen"
    THYROID = "thyroid"
    BREAST = "breast"
    EYE = "eye"
    OTHER = "other"

    @property
    def is_cns(self) -> bool:
        """Whether the site belongs to the central nervous system."""
        return self in _CNS


_CNS = (MetastaticSite.BRAIN, MetastaticSite.LEPTOMENINGES, MetastaticSite.SPINAL_CORD)
_REGIONAL = MetastaticSite.LYMPH_NODES
_NOT_SPREAD = (DiseaseExtent.LOCALIZED, DiseaseExtent.LOCALLY_ADVANCED)


class Analyte(Enum):
    """A value of the laboratory that tells of the function of an organ."""

    CREATININE_CLEARANCE = "creatinine clearance"
    CREATININE = "creatinine"
    NEUTROPHILS = "neutrophils"
    PLATELETS = "platelets"
    HAEMOGLOBIN = "haemoglobin"
    BILIRUBIN = "bilirubin"
    ALT = "ALT"
    AST = "AST"
    ALBUMIN = "albumin"
    LVEF = "ejection fraction"

    @property
    def unit(self) -> str:
        """The unit in which it is kept; `xULN` are multiples of the upper limit of normal."""
        return _UNITS[self][0]

    @property
    def limits(self) -> tuple[float, float]:
        """The least and most that are read: limits of typing, not of health.

        A value outside them was probably measured in another unit.
        """
        return _UNITS[self][1:]


_UNITS: dict[Analyte, tuple[str, float, float]] = {
    Analyte.CREATININE_CLEARANCE: ("mL/min", 0, 300),
    Analyte.CREATININE: ("xULN", 0, 50),
    Analyte.NEUTROPHILS: ("10^9/L", 0, 200),
    Analyte.PLATELETS: ("10^9/L", 0, 5000),
    Analyte.HAEMOGLOBIN: ("g/dL", 1, 25),
    Analyte.BILIRUBIN: ("xULN", 0, 100),
    Analyte.ALT: ("xULN", 0, 500),
    Analyte.AST: ("xULN", 0, 500),
    Analyte.ALBUMIN: ("g/dL", 0.5, 7),
    Analyte.LVEF: ("%", 5, 90),
}


@dataclass(frozen=True, slots=True)
class LaboratoryValue:
    """A value of organ function, in the unit of its analyte."""

    analyte: Analyte
    value: float
    unit: str

    def __post_init__(self) -> None:
        name, unit, (least, most) = self.analyte.value, self.analyte.unit, self.analyte.limits
        if self.unit != unit:
            raise ValueError(f"{name} is kept in {unit}, got {self.unit}")
        if not least <= self.value <= most:
            raise ValueError(
                f"{name} {self.value:g} {unit} is outside {least:g} to {most:g} {unit}; is it of "
                f"another unit?"
            )

    def __str__(self) -> str:
        space = "" if self.unit == "%" else " "
        return f"{self.analyte.value} {self.value:g}{space}{self.unit}"


@dataclass(frozen=True, slots=True)
class ClinicalStatus:
    """The clinical facts of one patient at one time; None is *not known* throughout.

    `ecog` is the performance status of ECOG, 0 to 4. `metastases` is empty where there are none.
    `cns_treated` and `cns_stable` speak of metastases of the central nervous system.
    `planned_line` is the line of therapy that is to be chosen, `prior_lines` how many were given
    as the sheet states it; `CaseInfo.prior_lines` counts where it does not.
    """

    stage: Stage | None = None
    extent: DiseaseExtent | None = None
    resectable: bool | None = None
    recurrent: bool | None = None
    ecog: int | None = None
    metastases: tuple[MetastaticSite, ...] | None = None
    cns_treated: bool | None = None
    cns_stable: bool | None = None
    measurable_disease: bool | None = None
    planned_line: int | None = None
    prior_lines: int | None = None
    laboratory: tuple[LaboratoryValue, ...] = ()

    def __post_init__(self) -> None:
        if self.ecog is not None and not 0 <= self.ecog <= 4:
            raise ValueError(f"ECOG {self.ecog} is not 0 to 4")
        check_line(self.planned_line)
        if self.prior_lines is not None and not 0 <= self.prior_lines <= MOST_LINES:
            raise ValueError(f"{self.prior_lines} prior lines are not 0 to {MOST_LINES}")
        if (self.cns_treated, self.cns_stable) != (None, None) and not self.cns_metastases:
            raise ValueError("treated or stable CNS disease without a CNS site among metastases")
        if self.metastases == () and self.extent is DiseaseExtent.METASTATIC:
            raise ValueError("stage says metastatic and metastases says none; one is wrong")
        distant = [site.value for site in self.metastases or () if site is not _REGIONAL]
        if self.extent in _NOT_SPREAD and distant:
            raise ValueError(
                f"stage says {self.extent_words} and metastases says {', '.join(distant)}; "
                f"one is wrong"
            )
        names = [each.analyte for each in self.laboratory]
        twice = sorted({each.value for each in names if names.count(each) > 1})
        if twice:
            raise ValueError(f"{twice[0]} stands twice among the values of the laboratory")

    @property
    def extent_words(self) -> str:
        """The extent in words, empty where it is not known."""
        return self.extent.value if self.extent else ""

    @property
    def cns_metastases(self) -> bool | None:
        """Whether there are metastases of the central nervous system."""
        if self.metastases is None:
            return None
        return any(site.is_cns for site in self.metastases)

    @property
    def metastatic(self) -> bool | None:
        """Whether the disease has spread to distant places; a stage by itself does not tell.

        Lymph nodes alone may be regional and do not tell either.
        """
        if self.extent is DiseaseExtent.METASTATIC:
            return True
        if self.extent in _NOT_SPREAD:
            return False
        if self.metastases is None or self.metastases == (_REGIONAL,):
            return None
        return bool(self.metastases)

    def laboratory_value(self, analyte: Analyte) -> float | None:
        """Return a value of the laboratory in the analyte's unit, None where it is not given."""
        for each in self.laboratory:
            if each.analyte is analyte:
                return each.value
        return None
