"""What a regulator's label says: this regimen, for this biomarker, in this tumour type."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from oncomatch.domain.biomarker import Biomarker
from oncomatch.domain.evidence import Regimen, Significance
from oncomatch.domain.provenance import Provenance


class Agency(Enum):
    """Who lets a regimen be used; the HSE is Ireland's health service, which lists regimens."""

    FDA = "FDA"
    EMA = "EMA"
    HEALTH_CANADA = "Health Canada"
    HPRA = "HPRA"
    HSE = "HSE"


DEFAULT_AGENCIES = (Agency.FDA, Agency.EMA)
"""Whose labels count where the reader does not say."""


class ApprovalStatus(Enum):
    """Which kind of approval the source says it is.

    LISTED: the source does not say whether the approval is regular, accelerated or conditional.
    """

    REGULAR = "regular"
    ACCELERATED = "accelerated"
    LISTED = "listed"


class Setting(Enum):
    """What a label asks for that no pattern says; a reader has to check it."""

    ADJUVANT = "adjuvant"
    NEOADJUVANT = "neoadjuvant"
    MAINTENANCE = "maintenance"
    CONSOLIDATION = "consolidation"
    UNRESECTABLE = "unresectable"
    LOCALLY_ADVANCED = "locally advanced"
    METASTATIC = "metastatic"
    ADVANCED = "advanced"
    RECURRENT = "recurrent"
    RELAPSED_OR_REFRACTORY = "relapsed or refractory"
    NEWLY_DIAGNOSED = "newly diagnosed"
    PREVIOUSLY_TREATED = "previously treated"
    PREVIOUSLY_UNTREATED = "previously untreated"
    EARLY_STAGE = "early stage"
    RESECTABLE = "resectable"
    HIGH_RISK = "high risk of recurrence"
    NO_ALTERNATIVE = "no satisfactory alternative"
    NOT_FOR_SURGERY = "not a candidate for surgery"
    CHEMOTHERAPY_UNSUITABLE = "other treatment unsuitable"
    INTOLERANT = "intolerant of other treatment"
    NOT_PROGRESSED = "not progressed on earlier treatment"
    IN_RESPONSE = "in response to earlier treatment"
    CASTRATION_RESISTANT = "castration-resistant"
    CASTRATION_SENSITIVE = "castration-sensitive"
    PLATINUM_RESISTANT = "platinum-resistant"
    PLATINUM_SENSITIVE = "platinum-sensitive"
    ENDOCRINE_RESISTANT = "endocrine-resistant"
    IODINE_REFRACTORY = "radioactive iodine-refractory"
    POSTMENOPAUSAL = "postmenopausal"
    PAEDIATRIC = "paediatric age limit"
    OLDER_AGE = "older age or comorbidity"
    CHRONIC_PHASE = "chronic phase"
    ADVANCED_PHASE = "accelerated phase or blast crisis"
    MINIMAL_RESIDUAL_DISEASE = "minimal residual disease"
    LOW_GRADE = "low grade"
    HIGH_GRADE = "high grade"
    STAGE = "named stage"
    NON_SQUAMOUS = "non-squamous"
    NEEDS_SYSTEMIC_THERAPY = "needs systemic therapy"
    TRANSFUSION_DEPENDENT = "transfusion-dependent anaemia"
    NAMED_EARLIER_TREATMENT = "named earlier treatment"
    WITH_CHEMOTHERAPY = "with chemotherapy"
    FURTHER_CONDITIONS = "further conditions in the label"


@dataclass(frozen=True, slots=True)
class Approval:
    """One regimen of one indication of one label.

    `condition` is what must hold besides the biomarker (HER2-negative, EGFR wild type), `line`
    what the label says of earlier treatment, `settings` what it asks for beyond that. `disease`
    is our own word for the label's tumour, `tumor_types` and `excluded_types` are OncoTree codes
    or `SOLID`. `omitted` says what the label also covers and the pattern does not, `remark`
    where the index that led to the label disagrees with the label. Dates are ISO 8601, empty
    where the index has none.
    """

    agency: Agency
    indication_id: str
    biomarker: Biomarker
    condition: Biomarker | None
    tumor_types: tuple[str, ...]
    excluded_types: tuple[str, ...]
    disease: str
    regimen: Regimen
    significance: Significance
    status: ApprovalStatus
    approved: str
    accelerated: str
    regular: str
    line: Biomarker | None
    settings: tuple[Setting, ...]
    omitted: str
    remark: str
    provenance: Provenance

    def __post_init__(self) -> None:
        for day in (self.approved, self.accelerated, self.regular):
            if day and date.fromisoformat(day).isoformat() > self.provenance.release:
                raise ValueError(f"the approval of {day} is after the release of its source")
        if self.accelerated and self.regular and self.accelerated > self.regular:
            raise ValueError(
                f"the accelerated approval of {self.accelerated} is after the regular one "
                f"of {self.regular}"
            )
        if not self.tumor_types:
            raise ValueError("an approval names at least one tumour type")

    @property
    def id(self) -> str:
        """Identifier across sources, e.g. `FDA label ind:fda.tagrisso:1`."""
        return f"{self.provenance.source} {self.provenance.record_id}"
