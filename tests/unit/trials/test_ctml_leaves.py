"""Leaves of CTML as patterns, and the slips of their values."""

from __future__ import annotations

from typing import Any

import pytest

from oncomatch.trials.ctml.slips import SlipKind
from unit.trials.ctml_makers import leaf

M, C, S = "Mutation", "Copy Number Variation", "Structural Variation"


def kras(**keys: Any) -> dict[str, Any]:
    return {"hugo_symbol": "KRAS", **keys}


GENOMIC: dict[str, tuple[dict[str, Any], str]] = {
    "any mutation": (kras(variant_category=M), "KRAS mutation"),
    "no mutation": (kras(variant_category="!Mutation"), "not KRAS mutation"),
    "not the gene": ({"hugo_symbol": "!KRAS", "variant_category": M}, "not KRAS mutation"),
    "exact": (kras(variant_category=M, protein_change="p.G12C"), "KRAS p.G12C"),
    "! on any string turns the whole leaf": (
        kras(variant_category=M, protein_change="!p.G12C"),
        "not KRAS p.G12C",
    ),
    "two ! turn it once": (
        {"hugo_symbol": "!KRAS", "variant_category": "!Mutation", "protein_change": "p.G12C"},
        "not KRAS p.G12C",
    ),
    "exact with its kind": (
        kras(
            variant_category=M,
            protein_change="p.G12C",
            variant_classification="Missense_Mutation",
        ),
        "KRAS p.G12C",
    ),
    "codon": (kras(variant_category=M, wildcard_protein_change="p.G12"), "KRAS codon 12"),
    "codon without p.": (kras(variant_category=M, wildcard_protein_change="G12"), "KRAS codon 12"),
    "exon": (kras(variant_category=M, exon=2), "KRAS exon 2 mutation"),
    "exon with kind": (
        kras(variant_category=M, exon=2, variant_classification="In_Frame_Ins"),
        "KRAS exon 2 inframe_insertion",
    ),
    "kind": (
        kras(variant_category=M, variant_classification="In_Frame_Del"),
        "KRAS inframe_deletion",
    ),
    "kind turned": (
        kras(variant_category=M, variant_classification="!Missense_Mutation"),
        "not KRAS missense",
    ),
    "stop is no frameshift": (
        kras(variant_category=M, variant_classification="Nonsense_Mutation"),
        "KRAS truncation except frameshift",
    ),
    "either way in frame": (
        kras(variant_category=M, variant_classification="Inframe_Indel"),
        "KRAS inframe_deletion or KRAS inframe_insertion",
    ),
    "function": (
        kras(variant_category=M, molecular_function="Activating"),
        "KRAS gain_of_function",
    ),
    "high amplification": (
        kras(variant_category=C, cnv_call="High Amplification"),
        "KRAS amplification",
    ),
    "low amplification": (kras(variant_category=C, cnv_call="Low Amplification"), "KRAS gain"),
    "homozygous": (kras(variant_category=C, cnv_call="Homozygous Deletion"), "KRAS deletion"),
    "heterozygous": (kras(variant_category=C, cnv_call="Heterozygous Deletion"), "KRAS loss"),
    "not deleted": (kras(variant_category=C, cnv_call="!Homozygous Deletion"), "not KRAS deletion"),
    "any copies": (
        kras(variant_category=C),
        "KRAS amplification or KRAS gain or KRAS loss or KRAS deletion",
    ),
    "any variation": (
        kras(variant_category="Any Variation"),
        "KRAS mutation or KRAS amplification or KRAS gain or KRAS loss or KRAS deletion",
    ),
    "structural, unnamed partner": (kras(variant_category=S), "KRAS rearrangement"),
    "structural, both sides": (
        {"hugo_symbol": "EML4", "variant_category": S, "fusion_partner_hugo_symbol": "ALK"},
        "EML4::ALK fusion or ALK::EML4 fusion",
    ),
    "any partner": (kras(variant_category=S, fusion_partner_hugo_symbol="any_gene"), "KRAS fusion"),
    "any gene with a partner": (
        {"hugo_symbol": "any_gene", "variant_category": S, "fusion_partner_hugo_symbol": "ALK"},
        "ALK fusion",
    ),
    "partner alone": (
        {"variant_category": S, "fusion_partner_hugo_symbol": "ALK"},
        "ALK rearrangement",
    ),
    "no structural variant": (
        kras(variant_category="!Structural Variation"),
        "not KRAS rearrangement",
    ),
    "wild type": (kras(wildtype=True), "KRAS wildtype"),
    "not wild type": (kras(wildtype=False), "not KRAS wildtype"),
    "changed, not wild type": (
        kras(variant_category=M, wildtype=False, protein_change="p.G12C"),
        "KRAS p.G12C",
    ),
    "MMR": ({"mmr_status": "MMR-Deficient"}, "MMR deficient"),
    "MSI": ({"ms_status": "MSI-H"}, "MSI high"),
    "MSS": ({"hugo_symbol": "None", "ms_status": "MSS"}, "MSI stable"),
    "signature": ({"hugo_symbol": "None", "pole_signature": "Yes"}, "signature POLE"),
    "no signature": ({"uva_signature": "No"}, "not signature UVA"),
    "name for display": (kras(variant_category=M, display_name="any name"), "KRAS mutation"),
}


@pytest.mark.parametrize(("keys", "pattern"), GENOMIC.values(), ids=GENOMIC)
def test_a_genomic_leaf_is_read_without_a_slip(keys: dict[str, Any], pattern: str) -> None:
    found, slips = leaf("genomic", **keys)

    assert (str(found), slips) == (pattern, ())


CLINICAL: dict[str, tuple[dict[str, Any], str]] = {
    "OncoTree name": ({"oncotree_primary_diagnosis": "Lung Adenocarcinoma"}, "tumor_type LUAD"),
    "solid": ({"oncotree_primary_diagnosis": "_SOLID_"}, "tumor_type SOLID"),
    "liquid": ({"oncotree_primary_diagnosis": "_LIQUID_"}, "tumor_type LIQUID"),
    "not solid": ({"oncotree_primary_diagnosis": "!_SOLID_"}, "not tumor_type SOLID"),
    "! turns the diagnosis, not the age": (
        {"age_numerical": ">=18", "oncotree_primary_diagnosis": "!Lung Adenocarcinoma"},
        "age >= 18 and not tumor_type LUAD",
    ),
    "a month": ({"age_numerical": "<0.083"}, "age < 0.083"),
    "a fraction without 0": ({"age_numerical": ">.5"}, "age > 0.5"),
    "TMB": ({"tmb_numerical": ">=10"}, "TMB >= 10"),
    "TMB, just that": ({"tmb_numerical": "==40"}, "TMB >= 40 and TMB <= 40"),
    "gender": ({"gender": "Male"}, "sex male"),
    "ER": ({"er_status": "Positive"}, "ESR1 expression"),
    "PR": ({"pr_status": "Negative"}, "not PGR expression"),
    "HER2": ({"her2_status": "Positive"}, "ERBB2 amplification or ERBB2 overexpression"),
    "extent": (
        {"disease_status": ["Metastatic", "Locally Advanced"]},
        "extent locally_advanced, metastatic",
    ),
    "at most two lines": ({"number_prior_lines_therapy_allowed": "<=2"}, "line <= 3"),
    "at least one line": ({"number_prior_lines_therapy_allowed": ">=1"}, "line >= 2"),
    "two lines": ({"number_prior_lines_therapy_allowed": "2"}, "line >= 3 and line <= 3"),
    "no active brain metastases": (
        {"active_brain_metastases_allowed": "No"},
        "not active_cns_metastases",
    ),
    "germline": ({"brca1_germline_mutation": "Positive"}, "germline (BRCA1 mutation)"),
}


@pytest.mark.parametrize(("keys", "pattern"), CLINICAL.values(), ids=CLINICAL)
def test_a_clinical_leaf_is_read_without_a_slip(keys: dict[str, Any], pattern: str) -> None:
    found, slips = leaf("clinical", **keys)

    assert (str(found), slips) == (pattern, ())


NOTHING = [
    {"number_prior_lines_therapy_allowed": "Any"},
    {"active_brain_metastases_allowed": "Yes"},
    {"er_status": "Unknown"},
]


@pytest.mark.parametrize("keys", NOTHING, ids=str)
def test_what_limits_nobody_asks_for_nothing(keys: dict[str, Any]) -> None:
    assert leaf("clinical", **keys) == (None, ())


CORRECTED: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "misspelt call": (
        "genomic",
        kras(variant_category=C, cnv_call="High Amplication"),
        "KRAS amplification",
        "High Amplification",
    ),
    "call of the documents": (
        "genomic",
        kras(variant_category=C, cnv_call="High level amplification"),
        "KRAS amplification",
        "High Amplification",
    ),
    "small letters": (
        "genomic",
        kras(variant_category=C, cnv_call="Heterozygous deletion"),
        "KRAS loss",
        "Heterozygous Deletion",
    ),
    "CNV": ("genomic", kras(variant_category="CNV", cnv_call="Low Amplification"), "KRAS gain", C),
    "SV": ("genomic", kras(variant_category="SV"), "KRAS rearrangement", S),
    "WT": ("genomic", kras(variant_category="WT"), "KRAS wildtype", "wildtype: true"),
    "true as text": ("genomic", kras(wildtype="True"), "KRAS wildtype", "true"),
    "former symbol": (
        "genomic",
        {"hugo_symbol": "MRE11A", "variant_category": M},
        "MRE11 mutation",
        "MRE11",
    ),
    "no category": ("genomic", kras(protein_change="p.G12C"), "KRAS p.G12C", M),
    "a change as a wildcard": (
        "genomic",
        kras(variant_category=M, wildcard_protein_change="p.G12C"),
        "KRAS p.G12C",
        "wildcard_protein_change: p.G12",
    ),
    "a codon as a change": (
        "genomic",
        kras(variant_category=M, protein_change="p.G12"),
        "KRAS codon 12",
        "wildcard_protein_change: p.G12",
    ),
    "a range of residues": (
        "genomic",
        {"hugo_symbol": "EGFR", "variant_category": M, "protein_change": "p.729_761del"},
        "EGFR codons 729-761 inframe_deletion",
        "exon",
    ),
    "exon as text": ("genomic", kras(variant_category=M, exon="2"), "KRAS exon 2 mutation", "2"),
    "MSI under clinical": ("clinical", {"ms_status": "MSI-H"}, "MSI high", "genomic"),
    "MMR's value for MSI": ("genomic", {"ms_status": "MMR-Deficient"}, "MMR deficient", ""),
    "all solid tumours": (
        "clinical",
        {"oncotree_primary_diagnosis": "All Solid Tumors"},
        "tumor_type SOLID",
        "_SOLID_",
    ),
    "an OncoTree code": (
        "clinical",
        {"oncotree_primary_diagnosis": "LUAD"},
        "tumor_type LUAD",
        "Lung Adenocarcinoma",
    ),
    "false for negative": ("clinical", {"er_status": "false"}, "not ESR1 expression", "Negative"),
    "small gender": ("clinical", {"gender": "female"}, "sex female", "Female"),
}


@pytest.mark.parametrize(("kind", "keys", "pattern", "hint"), CORRECTED.values(), ids=CORRECTED)
def test_a_slip_that_can_mean_one_thing_is_read_as_meant_and_told(
    kind: str, keys: dict[str, Any], pattern: str, hint: str
) -> None:
    found, slips = leaf(kind, **keys)

    assert str(found) == pattern
    assert [slip.kind for slip in slips] == [SlipKind.CORRECTED]
    assert hint in slips[0].suggestion


UNKNOWN: dict[str, tuple[str, dict[str, Any], str, SlipKind]] = {
    "unknown call": (
        "genomic",
        kras(variant_category=C, cnv_call="Wibble"),
        'KRAS unread "cnv_call: Wibble"',
        SlipKind.UNREAD,
    ),
    "unknown gene": (
        "genomic",
        {"hugo_symbol": "NOSUCHGENE", "variant_category": M},
        "NOSUCHGENE unread \"{'hugo_symbol': 'NOSUCHGENE', 'variant_category': 'Mutation'}\"",
        SlipKind.UNREAD,
    ),
    "unknown key": (
        "genomic",
        kras(variant_category=M, protien_change="p.G12C"),
        'KRAS mutation and KRAS unread "protien_change: p.G12C"',
        SlipKind.UNREAD,
    ),
    "unknown category": (
        "genomic",
        kras(variant_category="Weather"),
        'KRAS unread "variant_category: Weather"',
        SlipKind.UNREAD,
    ),
    "tier": (
        "genomic",
        kras(variant_category=M, tier=["1", "2"]),
        "KRAS mutation and KRAS unread \"tier: ['1', '2']\"",
        SlipKind.LIMIT,
    ),
    "frameshift of one kind": (
        "genomic",
        kras(variant_category=M, variant_classification="Frame_Shift_Del"),
        'KRAS frameshift and KRAS unread "variant_classification: Frame_Shift_Del"',
        SlipKind.LIMIT,
    ),
    "turned and not read": (
        "genomic",
        kras(variant_category=M, variant_classification="!Silent"),
        'not KRAS unread "variant_classification: Silent"',
        SlipKind.LIMIT,
    ),
    "intergenic": (
        "genomic",
        kras(variant_category=S, fusion_partner_hugo_symbol="INTERGENIC"),
        'KRAS rearrangement and KRAS unread "partner: intergenic"',
        SlipKind.LIMIT,
    ),
    "within one gene": (
        "genomic",
        kras(variant_category=S, fusion_partner_hugo_symbol="KRAS"),
        'KRAS rearrangement and KRAS unread "both sides in KRAS"',
        SlipKind.LIMIT,
    ),
    "copies and a stop in one": (
        "genomic",
        kras(
            variant_category=C,
            cnv_call="Homozygous Deletion",
            variant_classification="Nonsense_Mutation",
        ),
        'KRAS deletion and KRAS unread "variant_classification: Nonsense_Mutation"',
        SlipKind.UNREAD,
    ),
    "kind against the change": (
        "genomic",
        kras(
            variant_category=M, protein_change="p.G12C", variant_classification="Nonsense_Mutation"
        ),
        'KRAS p.G12C and KRAS unread "variant_classification: Nonsense_Mutation"',
        SlipKind.UNREAD,
    ),
    "half an insertion": (
        "genomic",
        kras(variant_category=M, protein_change="p.P780ins"),
        'KRAS unread "protein_change: p.P780ins"',
        SlipKind.UNREAD,
    ),
    "end before start": (
        "genomic",
        kras(variant_category=M, protein_change="p.L755_T75del"),
        'KRAS unread "protein_change: p.L755_T75del"',
        SlipKind.UNREAD,
    ),
    "MSI-L": (
        "genomic",
        {"ms_status": "MSI-L"},
        'unread "ms_status: MSI-L"',
        SlipKind.LIMIT,
    ),
    "no OncoTree name": (
        "clinical",
        {"oncotree_primary_diagnosis": "!Wobbly Carcinoma"},
        'not unread "oncotree_primary_diagnosis: Wobbly Carcinoma"',
        SlipKind.UNREAD,
    ),
    "TMB without a comparison": (
        "clinical",
        {"tmb": 10},
        'unread "tmb: 10"',
        SlipKind.UNREAD,
    ),
    "age without a comparison": (
        "clinical",
        {"age_numerical": "18"},
        'unread "age_numerical: 18"',
        SlipKind.UNREAD,
    ),
    "free text as a status": (
        "clinical",
        {"disease_status": ["Metastatic", "Solid Tumor"]},
        'extent metastatic or unread "disease_status: Solid Tumor"',
        SlipKind.UNREAD,
    ),
    "other marker": (
        "clinical",
        {"molecular_marker_other": ["PSMA"]},
        "unread \"molecular_marker_other: ['PSMA']\"",
        SlipKind.LIMIT,
    ),
    "lines not known": (
        "clinical",
        {"number_prior_lines_therapy_allowed": "Unknown"},
        'unread "number_prior_lines_therapy_allowed: Unknown"',
        SlipKind.NOTE,
    ),
}


@pytest.mark.parametrize(("kind", "keys", "pattern", "came"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_cannot_be_read_keeps_its_place_as_unknown(
    kind: str, keys: dict[str, Any], pattern: str, came: SlipKind
) -> None:
    found, slips = leaf(kind, **keys)

    assert str(found) == pattern
    assert came in {slip.kind for slip in slips}


def test_a_slip_says_where_it_stands_and_what_to_write() -> None:
    _, slips = leaf("genomic", **kras(variant_category=C, cnv_call="High Amplication"))

    assert str(slips[0]) == (
        "treatment_list.step[0].arm[0].match[0].genomic.cnv_call: 'High Amplication' is not a "
        "value of CTML (read as meant); write 'High Amplification'"
    )
