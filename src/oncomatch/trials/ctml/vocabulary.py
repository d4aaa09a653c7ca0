"""The keys and values of CTML, as matchminer-api's data_model.py lists them (b3f70c7).

`molecular_function` is of the third version of CTIMS (UHN).
"""

from __future__ import annotations

from oncomatch.domain.alteration import MismatchRepairState
from oncomatch.domain.biomarker import (
    AllOf,
    AnyOf,
    Biomarker,
    ChangeKind,
    CopyNumberKind,
    ExtentWord,
    MicrosatelliteInstability,
    MicrosatelliteStability,
    MismatchRepair,
)

SIGNATURES = {
    "pole_signature": "POLE",
    "tobacco_signature": "tobacco",
    "apobec_signature": "APOBEC",
    "uva_signature": "UVA",
    "temozolomide_signature": "temozolomide",
}
"""MatchMiner's signatures, with the names under which the pattern language has them.

They are classes of a laboratory, not single signatures of COSMIC.
"""

CLINICAL_KEYS = frozenset(
    """
    oncotree_primary_diagnosis age_numerical er_status pr_status her2_status disease_status
    molecular_marker_other number_prior_lines_therapy_allowed active_brain_metastases_allowed
    brca1_germline_mutation gender tmb_numerical
    """.split()
)
GENOMIC_KEYS = frozenset(
    """
    hugo_symbol variant_category protein_change wildcard_protein_change exon
    variant_classification cnv_call fusion_partner_hugo_symbol wildtype mmr_status ms_status
    display_name tier molecular_function
    """.split()
) | set(SIGNATURES)

MUTATION, COPY_NUMBER, STRUCTURAL, ANY = (
    "Mutation",
    "Copy Number Variation",
    "Structural Variation",
    "Any Variation",
)
CATEGORIES = (MUTATION, COPY_NUMBER, STRUCTURAL, ANY)
WILD_TYPE = "WT"
CATEGORY_SLIPS = {
    "CNV": COPY_NUMBER,
    "SV": STRUCTURAL,
    "SNV": MUTATION,
    "MUTATION": MUTATION,
    "WT": WILD_TYPE,
}
"""Words of the patients' documents that curators write for those of the trials."""

CNV_CALLS = {
    "High Amplification": CopyNumberKind.AMPLIFICATION,
    "Low Amplification": CopyNumberKind.GAIN,
    "Homozygous Deletion": CopyNumberKind.DELETION,
    "Heterozygous Deletion": CopyNumberKind.LOSS,
}
CNV_SLIPS = {"high level amplification": "High Amplification", "gain": "Low Amplification"}

WHOLE, PART = True, False
_FRAMESHIFT = ((ChangeKind.FRAMESHIFT,), PART)
_DELETION_OR_INSERTION = (ChangeKind.INFRAME_DELETION, ChangeKind.INFRAME_INSERTION)
CLASSIFICATIONS: dict[str, tuple[tuple[ChangeKind, ...], bool]] = {
    "In_Frame_Del": ((ChangeKind.INFRAME_DELETION,), WHOLE),
    "In_Frame_Ins": ((ChangeKind.INFRAME_INSERTION,), WHOLE),
    "Inframe_Indel": (_DELETION_OR_INSERTION, WHOLE),
    "Missense_Mutation": ((ChangeKind.MISSENSE,), WHOLE),
    "Nonsense_Mutation": ((ChangeKind.TRUNCATION,), WHOLE),
    "Frameshift": ((ChangeKind.FRAMESHIFT,), WHOLE),
    "Frameshift_mutation": ((ChangeKind.FRAMESHIFT,), WHOLE),
    "Frame_Shift_Del": _FRAMESHIFT,
    "Frame_Shift_Ins": _FRAMESHIFT,
    "Splice_Site": ((ChangeKind.SPLICE,), WHOLE),
    "splice site_mutation": ((ChangeKind.SPLICE,), WHOLE),
    "Splice_Acceptor": ((ChangeKind.SPLICE,), PART),
    "Splice_Donor": ((ChangeKind.SPLICE,), PART),
    "Missense and Splice_Region": ((ChangeKind.MISSENSE,), PART),
}
"""Kinds of change by classification; PART where the kind is wider than the classification.

A nonsense mutation is a truncation that is no frameshift.
"""
OTHER_CLASSIFICATIONS = (
    "Nonstop_Mutation",
    "Del_Ins",
    "Initiator_Codon",
    "Intron",
    "intron",
    "Intron_mutation",
    "RNA",
    "Silent",
    "Splice_Region",
    "Splice_Lost",
    "Translation_Start_Site",
    "coding_sequence",
    "intergenic_variant",
    "protein_altering",
    "stop_retained",
    "synonymous",
    "3'UTR",
    "3_prime_UTR",
    "5'Flank",
    "5'UTR",
    "5'UTR_mutation",
    "5_prime_UTR",
    "3_prime_UTR5'Flank",
)
"""Classifications for which the pattern language has no kind."""

REPAIR: dict[str, Biomarker] = {
    "MMR-Proficient": MismatchRepair(MismatchRepairState.PROFICIENT),
    "MMR-Deficient": MismatchRepair(MismatchRepairState.DEFICIENT),
}
MICROSATELLITES: dict[str, Biomarker | None] = {
    "MSI-H": MicrosatelliteInstability(),
    "MSI-L": None,
    "MSS": MicrosatelliteStability(),
}
FUNCTIONS = {
    "Activating": ChangeKind.GAIN_OF_FUNCTION,
    "Inactivating": ChangeKind.LOSS_OF_FUNCTION,
}
STATES = ("Positive", "Negative", "Unknown")
STATE_SLIPS = {"true": "Positive", "false": "Negative"}
EXTENTS = {
    "Untreated": ExtentWord.UNTREATED,
    "Localized": ExtentWord.LOCALIZED,
    "Locally Advanced": ExtentWord.LOCALLY_ADVANCED,
    "Metastatic": ExtentWord.METASTATIC,
    "Advanced": ExtentWord.ADVANCED,
    "Recurrent": ExtentWord.RECURRENT,
    "Refractory": ExtentWord.REFRACTORY,
    "Unresectable": ExtentWord.UNRESECTABLE,
    "Early Stage": ExtentWord.EARLY,
}
SOLID_WORD, LIQUID_WORD = "_SOLID_", "_LIQUID_"
DIAGNOSIS_SLIPS = {
    "all solid tumors": SOLID_WORD,
    "all solid tumours": SOLID_WORD,
    "solid": SOLID_WORD,
    "solid tumor": SOLID_WORD,
    "solid tumors": SOLID_WORD,
    "all liquid tumors": LIQUID_WORD,
    "all liquid tumours": LIQUID_WORD,
    "liquid": LIQUID_WORD,
}

ROOT_KEYS = frozenset(
    """
    protocol_no protocol_id principal_investigator short_title long_title nct_id age phase
    data_table4 protocol_type protocol_target_accrual cancer_center_accrual_goal_upper
    program_area_list site_list management_group_list treatment_list oncology_group_list
    staff_list sponsor_list drug_list disease_site_list status summary
    prior_treatment_requirements match _summary curated_on last_updated
    """.split()
)
REQUIRED_KEYS = (
    "protocol_no",
    "nct_id",
    "short_title",
    "long_title",
    "phase",
    "site_list",
    "treatment_list",
)
"""Of the keys that MatchMiner requires, those that are used here."""
STEP_KEYS = frozenset("step_internal_id step_code step_type arm match".split())
ARM_KEYS = frozenset(
    "arm_internal_id arm_code arm_description arm_suspended dose_level match".split()
)
LEVEL_KEYS = frozenset(
    "level_internal_id level_code level_description level_suspended match".split()
)


def all_of(parts: list[Biomarker]) -> Biomarker:
    """Return AND of one or more patterns, each once."""
    each = tuple(dict.fromkeys(parts))
    return each[0] if len(each) == 1 else AllOf(each)


def any_of(parts: list[Biomarker]) -> Biomarker:
    """Return OR of one or more patterns, each once."""
    each = tuple(dict.fromkeys(parts))
    return each[0] if len(each) == 1 else AnyOf(each)
