"""What a source says of a biomarker besides treatment: outcome, diagnosis, risk, function."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from oncomatch.domain.biomarker import Biomarker
from oncomatch.domain.evidence import Direction, EvidenceLevel
from oncomatch.domain.provenance import Provenance


class MeaningKind(Enum):
    """What a statement is about (CIViC's evidence types without the predictive one)."""

    PROGNOSTIC = "Prognostic"
    DIAGNOSTIC = "Diagnostic"
    PREDISPOSING = "Predisposing"
    FUNCTIONAL = "Functional"
    ONCOGENIC = "Oncogenic"


_P, _D, _R, _F, _O = MeaningKind


class MeaningSignificance(Enum):
    """What is said, and the kinds of statement that may say it (CIViC, evidence significance).

    NOT_STATED: the curators chose N/A, since the source has no statement of the kind's own words.
    """

    BETTER_OUTCOME = ("Better Outcome", (_P,))
    POOR_OUTCOME = ("Poor Outcome", (_P,))
    POSITIVE = ("Positive", (_D,))
    NEGATIVE = ("Negative", (_D,))
    PREDISPOSITION = ("Predisposition", (_R,))
    PROTECTIVENESS = ("Protectiveness", (_R, _O))
    PATHOGENIC = ("Pathogenic", (_R,))
    LIKELY_PATHOGENIC = ("Likely Pathogenic", (_R,))
    UNCERTAIN_SIGNIFICANCE = ("Uncertain Significance", (_R, _O))
    LIKELY_BENIGN = ("Likely Benign", (_R, _O))
    BENIGN = ("Benign", (_R, _O))
    GAIN_OF_FUNCTION = ("Gain of Function", (_F,))
    LOSS_OF_FUNCTION = ("Loss of Function", (_F,))
    UNALTERED_FUNCTION = ("Unaltered Function", (_F,))
    NEOMORPHIC = ("Neomorphic", (_F,))
    DOMINANT_NEGATIVE = ("Dominant Negative", (_F,))
    UNKNOWN = ("Unknown", (_F,))
    ONCOGENICITY = ("Oncogenicity", (_O,))
    ONCOGENIC = ("Oncogenic", (_O,))
    LIKELY_ONCOGENIC = ("Likely Oncogenic", (_O,))
    NOT_STATED = ("", (_P, _D, _R, _F, _O))

    def __init__(self, word: str, kinds: tuple[MeaningKind, ...]):
        self.word = word
        self.kinds = kinds

    @classmethod
    def parse(cls, word: str) -> MeaningSignificance:
        """Return the significance of the source's word.

        Raises:
            ValueError: it is not one of the vocabulary.
        """
        for each in cls:
            if each.word == word:
                return each
        raise ValueError(f"{word!r} is not a significance")


@dataclass(frozen=True, slots=True)
class ClinicalMeaning:
    """One statement about outcome, diagnosis, risk, function or oncogenicity.

    `condition` is what the disease's name implies besides; `condition_source` says so.
    `tumor_types` are OncoTree codes, `SOLID` or `TISSUE`; empty where the statement is about a
    syndrome (predisposing) or about no disease (functional). `disease` is the source's own word,
    `subtype` what that word asks for beyond the codes, `phenotypes` are those the source names.
    `direction` is None where the source does not say whether the study supports the statement.
    `origin` is the source's own word; `is_germline` says what follows from it.
    """

    kind: MeaningKind
    biomarker: Biomarker
    condition: Biomarker | None
    condition_source: str
    tumor_types: tuple[str, ...]
    disease: str
    subtype: str
    phenotypes: tuple[str, ...]
    significance: MeaningSignificance
    direction: Direction | None
    level: EvidenceLevel
    rating: int | None
    origin: str
    flagged: bool
    provenance: Provenance

    def __post_init__(self) -> None:
        if self.kind not in self.significance.kinds:
            raise ValueError(f"{self.kind.value} items do not say {self.significance.word!r}")

    @property
    def id(self) -> str:
        """Identifier across sources, e.g. `CIViC EID883`."""
        return f"{self.provenance.source} {self.provenance.record_id}"

    @property
    def is_germline(self) -> bool:
        """Whether it speaks of inherited variants: predisposing ones are, unless it says else."""
        if self.kind is MeaningKind.PREDISPOSING:
            return self.origin != "Somatic"
        return "Germline" in self.origin
