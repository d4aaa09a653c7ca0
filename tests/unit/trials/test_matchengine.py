"""MatchEngine's rules, one by one, on made-up documents."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from oncomatch.errors import InputError
from oncomatch.trials.matchengine.documents import Patient, patients_of
from oncomatch.trials.matchengine.evaluate import Rules, matches_of, oncotree_names
from oncomatch.trials.matchengine.paths import paths_of
from unit.trials.ctml_makers import ctml

TODAY = date(2020, 3, 1)
M, C, S = "Mutation", "Copy Number Variation", "Structural Variation"
G12C = {"TRUE_HUGO_SYMBOL": "KRAS", "TRUE_PROTEIN_CHANGE": "p.G12C", "VARIANT_CATEGORY": "MUTATION"}
EGFR = {"TRUE_HUGO_SYMBOL": "EGFR", "VARIANT_CATEGORY": "MUTATION", "TRUE_TRANSCRIPT_EXON": 19}
AMPLIFIED = {
    "TRUE_HUGO_SYMBOL": "ERBB2",
    "VARIANT_CATEGORY": "CNV",
    "CNV_CALL": "High level amplification",
}
LUNG = {
    "SAMPLE_ID": "s1",
    "ONCOTREE_PRIMARY_DIAGNOSIS_NAME": "Lung Adenocarcinoma",
    "GENDER": "Female",
    "BIRTH_DATE_INT": 19700301.0,
    "TUMOR_MUTATIONAL_BURDEN_PER_MEGABASE": 10.0,
    "VITAL_STATUS": "alive",
    "REPORT_DATE": "2019-02-02T20:00:00",
}


def kras(**keys: Any) -> dict[str, Any]:
    return {"genomic": {"hugo_symbol": "KRAS", **keys}}


def clinical(**keys: Any) -> dict[str, Any]:
    return {"clinical": keys}


def matches(
    document: dict[str, Any], *genomic: dict[str, Any], closed: bool = False, **patient: Any
) -> list[str]:
    """Return the levels whose clauses a patient with genomic documents meets."""
    rules = Rules(TODAY, match_on_closed=closed)
    found = matches_of(document, Patient({**LUNG, **patient}, genomic), rules)
    return [each.clause.level for each in found]


LEAVES: dict[str, tuple[dict[str, Any], list[dict[str, Any]], bool]] = {
    "a mutation of the gene": (kras(variant_category=M), [G12C], True),
    "of another gene": (kras(variant_category=M), [EGFR], False),
    "the change": (kras(protein_change="p.G12C"), [G12C], True),
    "a codon": (kras(wildcard_protein_change="p.G12"), [G12C], True),
    "a codon without p.": (kras(wildcard_protein_change="G12"), [G12C], True),
    "another codon": (kras(wildcard_protein_change="p.G1"), [G12C], False),
    "one leaf in one record": (kras(exon=19), [G12C, EGFR], False),
    "an exon": ({"genomic": {"hugo_symbol": "EGFR", "exon": 19}}, [EGFR], True),
    "no data passes a negation": (kras(variant_category="!Mutation"), [], True),
    "a negation that does not hold": (kras(variant_category="!Mutation"), [G12C], False),
    "! turns the whole leaf": (
        kras(variant_category="!Mutation", protein_change="p.G12D"),
        [G12C],
        True,
    ),
    "high amplification": (
        {"genomic": {"hugo_symbol": "ERBB2", "cnv_call": "High Amplification"}},
        [AMPLIFIED],
        True,
    ),
    "low is not high": (
        {"genomic": {"hugo_symbol": "ERBB2", "cnv_call": "Low Amplification"}},
        [AMPLIFIED],
        False,
    ),
    "a misspelt call matches no one": (
        {"genomic": {"hugo_symbol": "ERBB2", "cnv_call": "High Amplication"}},
        [AMPLIFIED],
        False,
    ),
    "any variation has copies": (
        {"genomic": {"hugo_symbol": "ERBB2", "variant_category": "Any Variation"}},
        [AMPLIFIED],
        True,
    ),
    "any variation has no structural variants": (
        {"genomic": {"variant_category": "Any Variation"}},
        [{"VARIANT_CATEGORY": "SV"}],
        False,
    ),
    "wild type": (kras(wildtype=True), [{"TRUE_HUGO_SYMBOL": "KRAS", "WILDTYPE": True}], True),
    "MSI-H is MMR deficient": (
        {"genomic": {"hugo_symbol": "None", "ms_status": "MSI-H"}},
        [{"MMR_STATUS": "Deficient (MMR-D / MSI-H)"}],
        True,
    ),
    "a signature": (
        {"genomic": {"hugo_symbol": "None", "tobacco_signature": "Yes"}},
        [{"VARIANT_CATEGORY": "SIGNATURE", "TABACCO_STATUS": "Yes"}],
        True,
    ),
    "the name for display is not asked": (kras(display_name="x"), [G12C], True),
    "the type": (clinical(oncotree_primary_diagnosis="Lung Adenocarcinoma"), [], True),
    "a wider type": (clinical(oncotree_primary_diagnosis="Non-Small Cell Lung Cancer"), [], True),
    "any solid": (clinical(oncotree_primary_diagnosis="_SOLID_"), [], True),
    "any liquid": (clinical(oncotree_primary_diagnosis="_LIQUID_"), [], False),
    "not the type": (clinical(oncotree_primary_diagnosis="!Melanoma"), [], True),
    "a name that OncoTree has not": (
        clinical(oncotree_primary_diagnosis="All Solid Tumors"),
        [],
        False,
    ),
    "each part of a clinical leaf by itself": (
        clinical(age_numerical=">=60", oncotree_primary_diagnosis="!Melanoma"),
        [],
        False,
    ),
    "gender": (clinical(gender="Male"), [], False),
    "fifty today": (clinical(age_numerical=">=50"), [], True),
    "not above fifty": (clinical(age_numerical=">50"), [], False),
    "not below a month": (clinical(age_numerical="<0.083"), [], False),
    "TMB": (clinical(tmb_numerical=">=10"), [], True),
    "TMB just that": (clinical(tmb_numerical="==10"), [], True),
    "TMB above": (clinical(tmb_numerical=">10"), [], False),
    "receptors are not asked": (clinical(er_status="Positive", gender="Female"), [], True),
    "what is never asked matches no one": (clinical(disease_status=["Metastatic"]), [], False),
}


@pytest.mark.parametrize(("node", "genomic", "found"), LEAVES.values(), ids=LEAVES)
def test_a_leaf(node: dict[str, Any], genomic: list[dict[str, Any]], found: bool) -> None:
    assert bool(matches(ctml(node), *genomic)) is found


def test_two_leaves_may_be_met_by_two_records() -> None:
    egfr = {"genomic": {"hugo_symbol": "EGFR", "exon": 19}}

    assert matches(ctml({"and": [kras(variant_category=M), egfr]}), G12C, EGFR) == ["arm"]


def fusion(left: str | None, right: str | None) -> dict[str, Any]:
    return {
        "genomic": {
            "variant_category": S,
            **({"hugo_symbol": left} if left else {}),
            **({"fusion_partner_hugo_symbol": right} if right else {}),
        }
    }


SIDES = {
    "as named": ("EML4", "ALK", True),
    "the other way round": ("ALK", "EML4", True),
    "another partner": ("KIF5B", "ALK", False),
    "one side": ("ALK", None, True),
    "the partner alone": (None, "EML4", True),
    "any gene": ("ALK", "any_gene", True),
    "any gene, spelt apart": ("any gene", "ALK", True),
    "intergenic": ("ALK", "intergenic", False),
    "in one gene": ("ALK", "ALK", False),
}


@pytest.mark.parametrize(("left", "right", "found"), SIDES.values(), ids=SIDES)
def test_a_structural_variant_in_both_orders(
    left: str | None, right: str | None, found: bool
) -> None:
    record = {"VARIANT_CATEGORY": "SV", "LEFT_PARTNER_GENE": "EML4", "RIGHT_PARTNER_GENE": "ALK"}

    assert bool(matches(ctml(fusion(left, right)), record)) is found


def test_a_break_to_no_gene_has_an_empty_side() -> None:
    record = {"VARIANT_CATEGORY": "SV", "LEFT_PARTNER_GENE": "NPM1"}

    assert matches(ctml(fusion("NPM1", "intergenic")), record)
    assert not matches(ctml(fusion("NPM1", "any_gene")), record)


def test_an_older_report_is_searched_by_its_comment() -> None:
    record = {"STRUCTURAL_VARIANT_COMMENT": "There is an EGFR rearrangement."}
    old = {"REPORT_DATE": "2017-01-01"}

    assert matches(ctml(fusion("EGFR", None)), record, **old)
    assert not matches(ctml(fusion("GFR", None)), record, **old)
    assert not matches(ctml(fusion("EGFR", None)), record)


def test_each_level_stands_by_itself() -> None:
    level = {"level_internal_id": 3, "level_code": "1", "match": [kras(variant_category=M)]}
    document = ctml(clinical(gender="Male"), arm={"dose_level": [level]})
    document["treatment_list"]["step"][0]["match"] = [clinical(gender="Female")]

    assert matches(document, G12C) == ["step", "dose_level"]


def test_suspended_parts_are_skipped_unless_closed_ones_are_matched() -> None:
    document = ctml(kras(variant_category=M), arm={"arm_suspended": "Y"})
    document["treatment_list"]["step"][0]["match"] = [kras(variant_category=M)]

    assert matches(document, G12C) == []
    assert matches(document, G12C, closed=True) == ["step", "arm"]


def test_a_step_is_open_while_one_arm_is() -> None:
    document = ctml(arm={"arm_suspended": "Y"})
    step = document["treatment_list"]["step"][0]
    step["match"] = [kras(variant_category=M)]
    step["arm"].append({"arm_code": "B", "arm_suspended": "N", "match": []})

    assert matches(document, G12C) == ["step"]


@pytest.mark.parametrize(("state", "found"), [("Open to Accrual", True), ("closed", False)])
def test_a_trial_runs_when_its_summary_says_open(state: str, found: bool) -> None:
    document = ctml(kras(variant_category=M), _summary={"status": [{"value": state}]})

    assert bool(matches(document, G12C)) is found
    assert matches(document, G12C, closed=True)


def test_the_deceased_are_dropped() -> None:
    document = ctml(kras(variant_category=M))

    assert matches(document, G12C, VITAL_STATUS="deceased") == []


LEAF = {name: {name: {}} for name in "abcdefg"}
PATHS: dict[str, tuple[list[Any], set[str]]] = {
    "and in and": ([{"and": [LEAF["a"], {"and": [LEAF["b"], LEAF["c"]]}]}], {"abc"}),
    "or": ([{"or": [LEAF["a"], LEAF["b"]]}], {"a", "b"}),
    "two keys in an or": ([{"or": [{**LEAF["a"], **LEAF["b"]}, LEAF["c"]]}], {"ab", "c"}),
    "two ors": (
        [{"and": [{"or": [LEAF["a"], LEAF["b"]]}, {"or": [LEAF["c"], LEAF["d"]]}]}],
        {"ac", "ad", "bc", "bd"},
    ),
    "or in or": ([{"or": [LEAF["a"], {"or": [LEAF["b"], LEAF["c"]]}]}], {"a", "b", "c"}),
    "and in or": ([{"or": [{"and": [LEAF["a"], LEAF["b"]]}, LEAF["c"]]}], {"ab", "c"}),
    "an or in a branch of an or, alone": (
        [{"or": [{"and": [LEAF["a"], {"or": [LEAF["b"], LEAF["c"]]}]}, LEAF["d"]]}],
        {"ab", "ac", "d"},
    ),
}


@pytest.mark.parametrize(("clause", "paths"), PATHS.values(), ids=PATHS)
def test_the_paths_of_a_clause(clause: list[Any], paths: set[str]) -> None:
    assert {"".join(sorted(kind for kind, _ in path)) for path in paths_of(clause)} == paths


def test_an_or_in_a_branch_is_an_alternative_to_what_follows_the_branch() -> None:
    """As MatchEngine's own `all_cases.json` has it: such a path asks for less than the tree."""
    inner = {"and": [LEAF["a"], {"or": [LEAF["b"], LEAF["c"]]}]}
    clause = [{"and": [{"or": [inner, LEAF["d"]]}, {"or": [LEAF["e"], LEAF["f"]]}]}]

    assert {"".join(sorted(kind for kind, _ in path)) for path in paths_of(clause)} == {
        *("ab", "ac", "ae", "af"),
        *("de", "df"),
    }


def test_a_clause_with_too_many_paths_is_refused() -> None:
    pair = {"or": [LEAF["a"], LEAF["b"]]}

    with pytest.raises(InputError, match="more than 100000 paths"):
        paths_of([{"and": [pair] * 18}])


def test_documents_are_joined_by_sample() -> None:
    genomic = [{**G12C, "SAMPLE_ID": "s1"}, {**EGFR, "CLINICAL_ID": "c2"}]
    found = list(patients_of([LUNG, {"_id": "c2"}], genomic))

    assert [len(each.genomic) for each in found] == [1, 1]


def test_names_of_oncotree_stand_for_those_below() -> None:
    names = oncotree_names()

    assert "Lung Adenocarcinoma" in names["Non-Small Cell Lung Cancer"]
    assert "Lung Adenocarcinoma" in names["_SOLID_"]
    assert not set(names["_SOLID_"]) & set(names["_LIQUID_"])
