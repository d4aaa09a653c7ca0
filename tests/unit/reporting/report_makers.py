"""Made-up records: the smallest that is valid, with one thing changed by the test that needs it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import building
from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.assay import Finding
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.evidence import (
    Direction,
    EvidenceLevel,
    EvidenceScheme,
    Interaction,
    Significance,
)
from oncomatch.domain.ledger import Ledger
from oncomatch.domain.match import (
    AgencyApproval,
    CheckedMarker,
    MeaningMatch,
    NearMiss,
    Specificity,
    SupportingEvidence,
    TherapyMatch,
)
from oncomatch.domain.oncogenicity import (
    Criterion,
    CriterionState,
    OncogenicitySheet,
    Rule,
    add_up,
)
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.provenance import Provenance
from oncomatch.domain.record import (
    SCHEMA_VERSION,
    CaseRecord,
    KnowledgeSource,
    MadeWith,
    ResourceFile,
    Setting,
    VariantStanding,
)
from oncomatch.domain.tier import Tier
from oncomatch.domain.trial import Registry, TrialStatus
from oncomatch.domain.trial_match import (
    CriterionResult,
    Eligibility,
    TrialMatch,
    TrialMatches,
    TrialTally,
)
from oncomatch.domain.tumor_type import Relation

FDA = EvidenceScheme.FDA_COMPANION_DIAGNOSTIC


def source(record_id: str = "E1", **fields: str) -> Provenance:
    values = {
        "source": "CIViC",
        "record_id": record_id,
        "release": "2000-01",
        "citation": "PMID:1",
        "url": f"https://example.org/{record_id}",
        "licence": "CC0-1.0",
    }
    return Provenance(**{**values, **fields})


def evidence(record_id: str = "E1", tier: Tier = Tier.IA, **fields: object) -> SupportingEvidence:
    """Return a record of CIViC level A about this tumour type."""
    values: dict[str, object] = {
        "biomarker": "KRAS p.G12C",
        "condition": "",
        "condition_source": "",
        "disease": "Lung Cancer",
        "relation": Relation.SAME,
        "subtype": "",
        "significance": Significance.SENSITIVITY,
        "direction": Direction.SUPPORTS,
        "scheme": EvidenceScheme.CIVIC,
        "level": EvidenceLevel.VALIDATED.value,
        "rating": 4,
        "flagged": False,
        "tier": tier,
        "rule": "CIViC level A in this tumour type",
        "specificity": Specificity.EXACT,
        "reason": "KRAS G12C was found",
        "provenance": source(record_id),
    }
    return SupportingEvidence(**{**values, **fields})  # type: ignore[arg-type]


def approval(record_id: str = "P1", **fields: object) -> SupportingEvidence:
    provenance = source(record_id, source="FDA CDx list", citation="FDA P1", url="")
    values: dict[str, object] = {"scheme": FDA, "level": None, "rating": None}
    return evidence(record_id, **{**values, "provenance": provenance, **fields})  # type: ignore[arg-type]


def label(agency: str = "EMA", record_id: str = "ind:1", **fields: object) -> SupportingEvidence:
    """Return what an agency's label says of this tumour type."""
    provenance = source(record_id, source=f"{agency} label", citation=f"{agency} label, X", url="")
    return approval(
        record_id, **{"scheme": EvidenceScheme.LABEL, "provenance": provenance, **fields}
    )


def therapy(
    regimen: str = "Xotinib",
    tier: Tier = Tier.IA,
    significance: Significance = Significance.SENSITIVITY,
    relation: Relation = Relation.SAME,
    *,
    label: str = "KRAS G12C",
    labels: tuple[str, ...] = (),
    records: Iterable[SupportingEvidence] | None = None,
    **fields: object,
) -> TherapyMatch:
    """Return what one record says of a regimen for one finding."""
    given = evidence(tier=tier, significance=significance, relation=relation)
    values: dict[str, object] = {
        "facts": tuple(f"fact of {each}" for each in labels or (label,)),
        "labels": labels or (label,),
        "therapies": (regimen,),
        "interaction": Interaction.SINGLE,
        "regimen": regimen,
        "significance": significance,
        "tier": tier,
        "relation": relation,
        "specificity": Specificity.EXACT,
        "evidence": tuple((given,) if records is None else records),
        "against": (),
    }
    return TherapyMatch(**{**values, **fields})  # type: ignore[arg-type]


def resistance(regimen: str = "Yotinib", tier: Tier = Tier.IA, **fields: object) -> TherapyMatch:
    return therapy(regimen, tier, Significance.RESISTANCE, **fields)  # type: ignore[arg-type]


def miss(regimen: str = "Xotinib", **fields: object) -> NearMiss:
    values: dict[str, object] = {
        "labels": (),
        "biomarker": "KRAS p.G12C",
        "condition": "",
        "outcome": Outcome.UNKNOWN,
        "reason": "KRAS G12C: KRAS was not assessed",
        "tier": Tier.IA,
        "records": ("CIViC E1",),
    }
    return NearMiss(regimen, **{**values, **fields})  # type: ignore[arg-type]


def meaning(**fields: object) -> MeaningMatch:
    values: dict[str, object] = {
        "labels": ("KRAS G12C",),
        "kind": "Prognostic",
        "significance": "Poor Outcome",
        "disease": "Lung Cancer",
        "relation": Relation.SAME,
        "level": "B",
        "rating": 3,
        "direction": Direction.SUPPORTS,
        "flagged": False,
        "is_germline": False,
        "biomarker": "KRAS p.G12C",
        "reason": "KRAS G12C was found",
        "provenance": source("E7"),
    }
    return MeaningMatch(**{**values, **fields})  # type: ignore[arg-type]


def agency(name: str = "FDA", **fields: object) -> AgencyApproval:
    values: dict[str, object] = {
        "agency": name,
        "state": "approved",
        "indications": ("ind:1",),
        "kinds": ("listed",),
        "since": "",
        "condition": Outcome.MET,
        "reason": "no condition beside the biomarker is known",
        "settings": (),
        "added": (),
    }
    return AgencyApproval(**{**values, **fields})  # type: ignore[arg-type]


def sheet(variant: str, *met: Rule, reason: str = "made up") -> OncogenicitySheet:
    """Return the sheet of a variant with the criteria that are met; nothing else is assessable."""
    states = dict.fromkeys(met, CriterionState.MET)
    return add_up(
        variant,
        tuple(
            Criterion(
                rule,
                states.get(rule, CriterionState.NOT_ASSESSABLE),
                rule.points if rule in met else 0,
                reason,
            )
            for rule in Rule
        ),
    )


def marker(
    biomarker: str = "KRAS p.G12C",
    finding: Finding = Finding.NOT_ASSESSED,
    reason: str = "KRAS was not assessed",
    regimens: tuple[str, ...] = ("Xotinib",),
) -> CheckedMarker:
    return CheckedMarker(biomarker, finding, reason, regimens, regimens)


def trial_matches(*matches: TrialMatch) -> TrialMatches:
    return TrialMatches(matches, (), TrialTally(len(matches), len(matches), 0, 0, 0, 0))


def trial_match(trial_id: str = "NCT00000001", **fields: object) -> TrialMatch:
    values: dict[str, object] = {
        "registry": Registry.CLINICALTRIALS_GOV,
        "interventions": ("Xotinib",),
        "updated": "2000-02-01",
        "specificity": Specificity.EXACT,
        "arms": (),
        "unread": (0, 0),
        "open_sites": 1,
        "title": "Xotinib",
        "status": TrialStatus.RECRUITING,
        "phases": ("PHASE2",),
        "countries": ("Utopia",),
        "url": f"https://clinicaltrials.gov/study/{trial_id}",
        "data_date": "2000-02-03",
        "eligibility": Eligibility.POSSIBLE,
        "labels": ("KRAS G12C",),
        "criteria": (
            CriterionResult("KRAS p.G12C", Outcome.MET, "KRAS G12C was found"),
            CriterionResult("Other criteria", Outcome.UNKNOWN, "not read"),
        ),
    }
    return TrialMatch(trial_id, **{**values, **fields})  # type: ignore[arg-type]


def made_with(**fields: object) -> MadeWith:
    values: dict[str, object] = {
        "software": "oncomatch 0",
        "run_date": "",
        "knowledge": (KnowledgeSource("CIViC", "2000-01", 1000, "CC0-1.0"),),
        "trials_considered": 7,
        "trials_data_date": "2000-02-03",
        "resources": (ResourceFile("knowledge/x.tsv", "2000-01", "ab" * 32),),
        "settings": (Setting("filters.min_depth", "0"),),
    }
    return MadeWith(**{**values, **fields})  # type: ignore[arg-type]


def empty_profile(tumor_type: str = "LUAD", **fields: object) -> TumorProfile:
    """Return the profile of a case of which nothing was assessed: no file, no panel, no marker."""
    made = building.tumor(tumor_type, panel=None, age=None, sex=None)
    values: dict[str, object] = {
        "case": replace(made.case, case_id="CASE-1"),
        "sample": "",
        "sample_choice": "",
        "assay": replace(made.assay, small_variants=False),
    }
    return replace(made, **{**values, **fields})  # type: ignore[arg-type]


def record(profile: TumorProfile | None = None, **fields: object) -> CaseRecord:
    """Return a record; without a profile, of a case of which nothing was assessed."""
    values: dict[str, object] = {
        "standings": (),
        "therapies": (),
        "near_misses": (),
        "markers": (),
        "genes": (),
        "meanings": (),
        "oncogenicity": (),
        "trials": trial_matches(),
        "made_with": made_with(),
    }
    return CaseRecord(SCHEMA_VERSION, profile or empty_profile(), **{**values, **fields})  # type: ignore[arg-type]


def with_small(
    made: CaseRecord, variants: Iterable[SmallVariant], *, known: bool = True
) -> CaseRecord:
    """Return a record with reported variants, their meaning known or not."""
    variants = tuple(variants)
    reason = "recurrent in cancer" if known else "of undetermined meaning"
    standings = tuple(
        VariantStanding(each.id, known, f"{each.label}: {reason}") for each in variants
    )
    profile = replace(
        made.profile,
        small_variants=(*made.profile.small_variants, *variants),
        ledger=Ledger(len(variants), len(variants), len(variants), (), ()),
        assay=replace(made.profile.assay, small_variants=True),
    )
    return replace(made, profile=profile, standings=(*made.standings, *standings))
