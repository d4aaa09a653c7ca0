"""What a source says: this biomarker, in this tumour type, with this regimen, means that."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TypeAlias

from oncomatch.domain.biomarker import Biomarker
from oncomatch.domain.provenance import Provenance


class EvidenceScheme(Enum):
    """Whose levels an item carries; schemes are never mapped onto each other silently."""

    CIVIC = "CIViC"
    CGI = "CGI"
    FDA_COMPANION_DIAGNOSTIC = "FDA companion diagnostic"
    LABEL = "regulator's label"

    @cached_property
    def is_approval(self) -> bool:
        """Whether an item of it says that a regulator lets the regimen be used."""
        return self in (EvidenceScheme.FDA_COMPANION_DIAGNOSTIC, EvidenceScheme.LABEL)


class EvidenceLevel(Enum):
    """CIViC's levels (https://civic.readthedocs.io, evidence level)."""

    VALIDATED = "A"
    CLINICAL = "B"
    CASE_STUDY = "C"
    PRECLINICAL = "D"
    INFERENTIAL = "E"

    @cached_property
    def is_strong(self) -> bool:
        """Whether clinical evidence of more than single cases stands behind it."""
        return self in (EvidenceLevel.VALIDATED, EvidenceLevel.CLINICAL)


class CgiLevel(Enum):
    """Levels of the Cancer Genome Interpreter in its own words, strongest first.

    Two words are of a record that joins evidence of both kinds: it is as strong as the weaker.
    """

    FDA_GUIDELINES = "FDA guidelines"
    NCCN_GUIDELINES = "NCCN guidelines"
    NCCN_AND_CAP_GUIDELINES = "NCCN/CAP guidelines"
    CPIC_GUIDELINES = "CPIC guidelines"
    LEUKEMIANET_GUIDELINES = "European LeukemiaNet guidelines"
    LATE_TRIALS = "Late trials"
    EARLY_TRIALS = "Early trials"
    CLINICAL_TRIAL = "Clinical trial"
    EARLY_TRIALS_AND_CASE_REPORT = "Early trials,Case report"
    CASE_REPORT = "Case report"
    LATE_TRIALS_AND_PRECLINICAL = "Late trials,Pre-clinical"
    PRECLINICAL_AND_CASE_REPORT = "Pre-clinical,Case report"
    PRECLINICAL = "Pre-clinical"

    @property
    def is_guideline(self) -> bool:
        """Whether a regulator's label or a guideline says it."""
        return self.value.endswith(" guidelines")

    @cached_property
    def is_strong(self) -> bool:
        """Whether it is as strong as CIViC's A or B; which trials were well powered is not said."""
        return self.is_guideline

    @property
    def is_trial(self) -> bool:
        """Whether trials of any phase say it, and nothing weaker is joined to them."""
        return self in (CgiLevel.LATE_TRIALS, CgiLevel.EARLY_TRIALS, CgiLevel.CLINICAL_TRIAL)


Level: TypeAlias = EvidenceLevel | CgiLevel

_LEVELS: dict[EvidenceScheme, type[EvidenceLevel] | type[CgiLevel]] = {
    EvidenceScheme.CIVIC: EvidenceLevel,
    EvidenceScheme.CGI: CgiLevel,
}
_RANKS = {
    scheme: {level.value: rank for rank, level in enumerate(levels, start=1)}
    for scheme, levels in _LEVELS.items()
}


def parse_level(scheme: EvidenceScheme, word: str) -> Level | None:
    """Return the level that a word means in a scheme, None for no word in one without levels.

    Raises:
        ValueError: the scheme has no such level.
    """
    levels = _LEVELS.get(scheme)
    if levels is not None:
        return levels(word)
    if word:
        raise ValueError(f"{word!r} is a level, but {scheme.value} has none")
    return None


def level_words(scheme: EvidenceScheme) -> tuple[str, ...]:
    """Return the words of a scheme's levels, strongest first; none where it has no levels."""
    return tuple(each.value for each in _LEVELS.get(scheme, ()))


def level_rank(scheme: EvidenceScheme, word: str) -> int:
    """Return the place of a level in its scheme, 1 the strongest; 0 where there is no level."""
    return _RANKS[scheme][word] if word else 0


class Significance(Enum):
    """What a predictive item says about the regimen."""

    SENSITIVITY = "Sensitivity/Response"
    REDUCED_SENSITIVITY = "Reduced Sensitivity"
    RESISTANCE = "Resistance"
    ADVERSE_RESPONSE = "Adverse Response"

    @cached_property
    def is_benefit(self) -> bool:
        """Whether it speaks for the regimen."""
        return self is Significance.SENSITIVITY


class Direction(Enum):
    """Whether the study supports the statement.

    An item that does not support sensitivity is neither sensitivity nor resistance.
    """

    SUPPORTS = "Supports"
    DOES_NOT_SUPPORT = "Does Not Support"


class Interaction(Enum):
    """How the therapies of a regimen belong together (CIViC)."""

    SINGLE = ""
    COMBINATION = "Combination"
    SEQUENTIAL = "Sequential"
    SUBSTITUTES = "Substitutes"

    __hash__ = object.__hash__  # members are single, and their names take long to hash


_JOINT = {
    Interaction.SINGLE: " + ",
    Interaction.COMBINATION: " + ",
    Interaction.SEQUENTIAL: " then ",
    Interaction.SUBSTITUTES: " or ",
}


@dataclass(frozen=True, slots=True)
class Regimen:
    """Therapies given together, one after the other, or one instead of the other."""

    therapies: tuple[str, ...]
    interaction: Interaction = Interaction.SINGLE

    def __post_init__(self) -> None:
        if not self.therapies:
            raise ValueError("a regimen has at least one therapy")

    def __str__(self) -> str:
        return _JOINT[self.interaction].join(self.therapies)


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One predictive statement from one publication or label.

    `condition` is what must hold besides: the disease's name may imply it (HER2-positive), or
    the label asks for it; `condition_source` says which. `tumor_types` are OncoTree codes, `SOLID`
    or `TISSUE`; `disease` is the source's own word, and `subtype` what that word asks for beyond
    the codes ("castration-resistant"), if anything. `excluded_types` are codes that a label
    takes out of a statement about tumours of any type.
    `level` is one of `scheme`, None for a regulator's list, which has no levels; `rating` is
    CIViC's 1 to 5 stars. `line` is what a label says of earlier treatment, where a pattern says it.
    """

    biomarker: Biomarker
    condition: Biomarker | None
    condition_source: str
    tumor_types: tuple[str, ...]
    disease: str
    subtype: str
    regimen: Regimen
    significance: Significance
    direction: Direction
    scheme: EvidenceScheme
    level: Level | None
    rating: int | None
    origin: str
    flagged: bool
    provenance: Provenance
    excluded_types: tuple[str, ...] = ()
    line: Biomarker | None = None

    @property
    def id(self) -> str:
        """Identifier across sources, e.g. `CIViC EID883`."""
        return f"{self.provenance.source} {self.provenance.record_id}"

    @property
    def is_strong_benefit(self) -> bool:
        """Whether it says benefit, unflagged, and is an approval or of a strong level."""
        return (
            self.direction is Direction.SUPPORTS
            and self.significance.is_benefit
            and not self.flagged
            and (self.scheme.is_approval or (self.level is not None and self.level.is_strong))
        )
