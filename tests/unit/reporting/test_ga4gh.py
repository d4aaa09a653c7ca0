"""VRS alleles and VA-Spec statements against the models of ga4gh.va_spec."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from ga4gh.core import ga4gh_identify
from ga4gh.va_spec.aac_2017.models import VariantTherapeuticResponseStudyStatement
from ga4gh.va_spec.ccv_2022.models import (
    VariantOncogenicityEvidenceLine,
    VariantOncogenicityStudyStatement,
)
from ga4gh.vrs.models import Allele

from building import matched, small, tumor
from oncomatch.domain.alteration import AnnotationState, Part, SmallVariant
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.evidence import Interaction, Significance
from oncomatch.domain.oncogenicity import (
    Criterion,
    CriterionState,
    Oncogenicity,
    OncogenicitySheet,
    Rule,
    add_up,
)
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.tier import Tier
from oncomatch.domain.tumor_type import Relation
from oncomatch.domain.variant import Reads, Variant
from oncomatch.pipeline.vrs import with_vrs
from oncomatch.reference.bundle import open_reference
from oncomatch.reporting.ga4gh.document import render_ga4gh
from oncomatch.reporting.ga4gh.therapies import NO_VARIANT
from unit.reporting.report_makers import evidence, record, source, therapy

BRAF = "ga4gh:VA.Otc5ovrw906Ack087o1fhegB4jDRqCAe"


def known(*variants: SmallVariant) -> tuple[SmallVariant, ...]:
    return with_vrs(variants, open_reference())


def braf(**fields: Any) -> CaseRecord:
    """Return a record in which one therapy follows from BRAF V600E."""
    profile = tumor("MEL")
    calls = known(small("BRAF", "V600E"))
    profile = replace(profile, small_variants=calls)
    made = therapy(facts=(calls[0].id,), label="BRAF V600E", **fields)
    return record(profile, therapies=(made,))


def real() -> CaseRecord:
    """Return a record of several findings that is matched with the bundled knowledge."""
    profile = tumor("MEL", copies={"ERBB2": 14.0}, panel=["KRAS"], tmb=12.0)
    calls = known(small("BRAF", "V600E"), small("KIT", "D816V"), small("TP53", "R248Q"))
    return matched(replace(profile, small_variants=calls))


def document(made: CaseRecord) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(render_ga4gh(made))
    return found


def statement(made: CaseRecord) -> dict[str, Any]:
    (found,) = document(made)["statements"]
    return dict(found)


def is_oncogenicity(found: dict[str, Any]) -> bool:
    return bool(found["proposition"]["type"] == "VariantOncogenicityProposition")


def test_every_statement_is_of_its_model() -> None:
    statements = document(real())["statements"]
    kinds = {found["proposition"]["type"] for found in statements}

    assert kinds == {"VariantTherapeuticResponseProposition", "VariantOncogenicityProposition"}
    for found in statements:
        if is_oncogenicity(found):
            VariantOncogenicityStudyStatement.model_validate(found)
            for line in found["hasEvidenceLines"]:
                VariantOncogenicityEvidenceLine.model_validate(line)
        else:
            VariantTherapeuticResponseStudyStatement.model_validate(found)


def test_every_allele_has_the_id_that_follows_from_it() -> None:
    alleles = document(real())["alleles"]

    assert len(alleles) == 3
    for found in alleles:
        made = Allele.model_validate(found)
        made.id = made.digest = made.location.id = made.location.digest = None
        assert ga4gh_identify(made) == found["id"]
        assert ga4gh_identify(made.location) == found["location"]["id"]


def test_a_deletion_shows_how_its_sequence_follows_from_the_reference() -> None:
    profile = replace(tumor("LUAD"), small_variants=known(small("EGFR", "c.2235_2249del")))
    (found,) = document(record(profile))["alleles"]

    assert found["state"]["type"] == "ReferenceLengthExpression"
    assert found["state"]["repeatSubunitLength"] == 15
    assert found["location"]["end"] - found["location"]["start"] == found["state"]["length"] + 15


def test_the_same_record_gives_the_same_bytes_and_another_case_other_ids() -> None:
    one = braf()
    case = replace(one.profile.case, case_id="ANOTHER")
    other = replace(one, profile=replace(one.profile, case=case))

    assert render_ga4gh(one) == render_ga4gh(braf())
    assert statement(one)["id"] != statement(other)["id"]


def test_a_therapy_is_a_statement_about_the_allele() -> None:
    found = statement(braf())
    proposition = found["proposition"]

    assert proposition["subjectVariant"]["id"] == BRAF
    assert proposition["geneContextQualifier"]["name"] == "BRAF"
    assert proposition["predicate"] == "predictsSensitivityTo"
    assert proposition["objectTherapeutic"] == {"conceptType": "Therapy", "name": "Xotinib"}
    assert found["direction"] == "supports"
    assert found["strength"]["primaryCoding"]["code"] == "Level A"
    assert found["classification"]["primaryCoding"]["code"] == "Tier I"
    assert "alleleOriginQualifier" not in proposition


def test_each_record_is_an_evidence_line_with_its_document() -> None:
    records = (
        evidence("E1", provenance=source("E1", citation="PMID:123")),
        evidence("E2", provenance=source("E2", citation="ASCO 2020, 1")),
    )
    found = statement(braf(records=records))
    documents = [line["reportedIn"][0] for line in found["hasEvidenceLines"]]

    assert [each.get("pmid") for each in documents] == ["123", None]
    assert found["reportedIn"] == documents


def test_each_disease_has_a_statement_of_its_own_with_its_own_tier() -> None:
    records = (
        evidence("E1", Tier.IA, disease="Melanoma"),
        evidence("E2", Tier.IIC, disease="Glioma", relation=Relation.OTHER),
    )
    found = document(braf(records=records))["statements"]

    assert [
        (
            each["proposition"]["conditionQualifier"]["name"],
            each["classification"]["primaryCoding"]["code"],
            "primaryCoding" in each["proposition"]["conditionQualifier"],
        )
        for each in found
    ] == [("Melanoma", "Tier I", True), ("Glioma", "Tier II", False)]


def test_a_disease_that_asks_for_more_than_the_tumour_type_has_no_code() -> None:
    found = statement(braf(records=(evidence(subtype="castration-resistant"),)))

    assert "primaryCoding" not in found["proposition"]["conditionQualifier"]


def test_records_that_do_not_support_a_statement_dispute_it() -> None:
    found = document(braf(against=(evidence("E9"),)))["statements"]

    assert [each["direction"] for each in found] == ["supports", "disputes"]
    assert found[1]["hasEvidenceLines"][0]["directionOfEvidenceProvided"] == "disputes"


def test_tier_three_has_no_strength() -> None:
    found = statement(braf(records=(evidence(tier=Tier.III),)))

    assert "strength" not in found
    assert found["classification"]["primaryCoding"]["code"] == "Tier III"


def test_a_resistance_that_overrides_a_benefit_stands_in_its_statement() -> None:
    found = statement(braf(opposed_by=("KRAS G12C",)))

    assert found["extensions"] == [{"name": "overriddenByResistance", "value": ["KRAS G12C"]}]
    VariantTherapeuticResponseStudyStatement.model_validate(found)


@pytest.mark.parametrize(
    ("interaction", "expected"),
    [(Interaction.COMBINATION, "AND"), (Interaction.SUBSTITUTES, "OR")],
)
def test_a_group_of_therapies_has_its_operator(interaction: Interaction, expected: str) -> None:
    found = statement(braf(therapies=("A", "B"), interaction=interaction))
    group = found["proposition"]["objectTherapeutic"]

    assert [each["name"] for each in group["therapies"]] == ["A", "B"]
    assert group["membershipOperator"] == expected


def test_one_therapy_after_the_other_is_no_combination() -> None:
    made = braf(regimen="A then B", therapies=("A", "B"), interaction=Interaction.SEQUENTIAL)

    assert statement(made)["proposition"]["objectTherapeutic"]["name"] == "A then B"


@pytest.mark.parametrize(
    "significance", [Significance.REDUCED_SENSITIVITY, Significance.ADVERSE_RESPONSE]
)
def test_what_va_spec_has_no_predicate_for_is_not_stated(significance: Significance) -> None:
    found = document(braf(significance=significance))

    assert found["statements"] == []
    (left,) = found["not_stated"]
    assert significance.value in left["reason"]


def test_a_marker_of_the_whole_tumour_is_no_variant() -> None:
    made = record(therapies=(therapy(facts=("TMB",), label="TMB 12/Mb"),))

    assert document(made)["not_stated"] == [
        {"labels": ["TMB 12/Mb"], "regimen": "Xotinib", "reason": NO_VARIANT}
    ]


def test_a_finding_of_several_facts_is_named_with_its_alleles() -> None:
    one = braf()
    fact = one.profile.small_variants[0].id
    both = therapy(facts=(fact, "ER"), labels=("BRAF V600E", "ER positive"))
    found = statement(replace(one, therapies=(both,)))["proposition"]

    assert found["subjectVariant"]["name"] == "BRAF V600E and ER positive"
    assert [each["id"] for each in found["subjectVariant"]["members"]] == [BRAF]


def test_an_amplification_is_a_variant_by_name() -> None:
    profile = tumor("BRCA", copies={"ERBB2": 14.0})
    made = therapy(facts=("ERBB2-copy-number",), label="ERBB2 amplification")
    found = statement(record(profile, therapies=(made,)))["proposition"]["subjectVariant"]

    assert found == {"type": "CategoricalVariant", "name": "ERBB2 amplification"}


def scored(*points: tuple[Rule, CriterionState, int]) -> OncogenicitySheet:
    fact = small("BRAF", "V600E").id
    return add_up(fact, tuple(Criterion(*each, "made up") for each in points))


def oncogenicity(*points: tuple[Rule, CriterionState, int]) -> dict[str, Any]:
    made = braf()
    return statement(replace(made, therapies=(), oncogenicity=(scored(*points),)))


MET, NOT_MET, OPEN = CriterionState
STRONG, VERY_STRONG = (Rule.STRONG_HOTSPOT, MET, 4), (Rule.NULL_IN_SUPPRESSOR, MET, 8)
SUPPORTING = (Rule.RARE_IN_POPULATION, MET, 1)


@pytest.mark.parametrize(
    ("points", "classification", "direction", "strength"),
    [
        ([VERY_STRONG, STRONG], Oncogenicity.ONCOGENIC, "supports", "definitive"),
        ([VERY_STRONG], Oncogenicity.LIKELY_ONCOGENIC, "supports", "likely"),
        ([STRONG], Oncogenicity.UNCERTAIN, "neutral", None),
        ([(Rule.COMMON_IN_POPULATION, MET, -4)], Oncogenicity.LIKELY_BENIGN, "disputes", "likely"),
        (
            [(Rule.VERY_COMMON_IN_POPULATION, MET, -8)],
            Oncogenicity.BENIGN,
            "disputes",
            "definitive",
        ),
    ],
)
def test_a_class_of_oncogenicity_has_its_direction_and_strength(
    points: list[Any], classification: Oncogenicity, direction: str, strength: str | None
) -> None:
    found = oncogenicity(*points)
    VariantOncogenicityStudyStatement.model_validate(found)

    assert found["classification"]["primaryCoding"]["code"] == classification.value
    assert found["direction"] == direction
    assert found.get("strength", {}).get("primaryCoding", {}).get("code") == strength


@pytest.mark.parametrize(
    ("criterion", "outcome"),
    [
        (STRONG, "OS3"),
        ((Rule.STRONG_HOTSPOT, MET, 2), "OS3_moderate"),
        ((Rule.NULL_IN_SUPPRESSOR, MET, 4), "OVS1_strong"),
        ((Rule.CRITICAL_DOMAIN, NOT_MET, 0), "OM1_not_met"),
    ],
)
def test_a_criterion_is_an_evidence_line_with_its_outcome(
    criterion: tuple[Rule, CriterionState, int], outcome: str
) -> None:
    line = oncogenicity(criterion, SUPPORTING)["hasEvidenceLines"][0]
    VariantOncogenicityEvidenceLine.model_validate(line)

    assert line["evidenceOutcome"]["primaryCoding"]["code"] == outcome


def test_a_criterion_that_cannot_be_assessed_is_no_evidence_against() -> None:
    found = oncogenicity(SUPPORTING, (Rule.COMPUTATIONAL, OPEN, 0))

    assert len(found["hasEvidenceLines"]) == 1


def test_a_sheet_on_which_nothing_is_met_states_nothing() -> None:
    made = replace(braf(), therapies=(), oncogenicity=(scored((Rule.SAME_CHANGE, NOT_MET, 0)),))

    assert document(made)["statements"] == []


def elsewhere(contig: str, ref: str, alt: str, *parts: Part) -> SmallVariant:
    """Return a call outside of embedded sequence."""
    variant = Variant(contig, 1000, ref, alt, GenomeBuild.GRCH38)
    return SmallVariant(
        variant, variant.id, (), Reads(), "", AnnotationState.NO_GENE, None, parts=parts
    )


PART = Part(Variant("1", 1000, "A", "T", GenomeBuild.GRCH38), "1-1000-A-T", Reads(), "made up")


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (elsewhere("1", "AC", "A"), "the sequence around it is not embedded"),
        (elsewhere("1", "A", "AT"), "the sequence around it is not embedded"),
        (elsewhere("1", "NAC", "N"), "the sequence around it is not embedded"),
        (elsewhere("1", "A", "N"), "a base of it is not known"),
        (elsewhere("MT", "A", "T"), "its sequence has no refget accession here"),
        (elsewhere("GL000224.1", "A", "T"), "its sequence has no refget accession here"),
        (elsewhere("1", "A", "T", PART), "it is of several places"),
    ],
)
def test_a_call_without_an_allele_says_why(call: SmallVariant, reason: str) -> None:
    found = document(record(replace(tumor("MEL"), small_variants=known(call))))

    assert found["alleles"] == []
    (left,) = found["without_allele"]
    assert left["reason"].startswith(reason)


def test_a_substitution_outside_embedded_sequence_has_an_allele() -> None:
    calls = known(elsewhere("1", "A", "T"))
    found = document(record(replace(tumor("MEL"), small_variants=calls)))

    assert len(found["alleles"]) == 1
    assert found["without_allele"] == []
