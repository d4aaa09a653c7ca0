"""The FHIR bundle: base R4, what the profiles ask for, and nothing negative that is not known."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from building import matched, small, tumor
from oncomatch.domain.alteration import TumorMarkers
from oncomatch.domain.assay import Assessment, Finding, GeneCoverage
from oncomatch.domain.assessed import Assessed, GeneAssessment
from oncomatch.domain.case import CaseInfo
from oncomatch.domain.evidence import Direction, Significance
from oncomatch.domain.germline import GERMLINE, GermlineFindings
from oncomatch.domain.ledger import Ledger
from oncomatch.domain.match import GeneState
from oncomatch.domain.oncogenicity import Rule
from oncomatch.domain.order import Order
from oncomatch.domain.rearrangement import Breakpoint, Rearrangement, RearrangementKind
from oncomatch.domain.record import CaseRecord, GeneId
from oncomatch.domain.tier import Tier
from oncomatch.domain.tumor_wide import Burden, MarkerOrigin, TumorWide
from oncomatch.pipeline.vrs import with_vrs
from oncomatch.reference.bundle import open_reference
from oncomatch.reporting.fhir.bundle import make_bundle, render_bundle
from unit.reporting.report_makers import (
    empty_profile,
    evidence,
    marker,
    meaning,
    record,
    sheet,
    source,
    therapy,
)

PROFILES = "http://hl7.org/fhir/uv/genomics-reporting/StructureDefinition/"
GUIDE_CODES = "http://hl7.org/fhir/uv/genomics-reporting/CodeSystem/tbd-codes-cs"
PRESENT, ABSENT = "LA9633-4", "LA9634-2"
Resource = dict[str, Any]

# What REFERENCE.md 3.1 has of the profiles: code; whether a value is asked for, allowed or refused;
# components that we never leave out.
ASKED = {
    "variant": (("http://loinc.org", "69548-6"), "coded", ()),
    "molecular-biomarker": (None, "value or reason", ()),
    "therapeutic-implication": (
        (GUIDE_CODES, "therapeutic-implication"),
        "none",
        ("therapeutic-implication", "51963-7", "81259-4", "93044-6"),
    ),
    "diagnostic-implication": ((GUIDE_CODES, "diagnostic-implication"), "none", ("53037-8",)),
}


def fusion(gene: str = "RET") -> Rearrangement:
    ends = Breakpoint("KIF5B", exon=15), Breakpoint(gene, exon=12)
    return Rearrangement(RearrangementKind.FUSION, *ends, "made up")


def braf() -> CaseRecord:
    """Return the record of a melanoma with BRAF V600E, in all forms of finding."""
    profile = tumor("MEL", [("BRAF", "V600E")], copies={"ERBB2": 14.0}, panel=["KRAS"], tmb=12.4)
    germline = GermlineFindings(
        "N",
        "made up",
        profile.assay,
        (small("BRCA2", "K3326*"),),
        (),
        (),
        Ledger(1, 1, 1, (), ()),
        (),
    )
    profile = replace(
        profile,
        small_variants=with_vrs(profile.small_variants, open_reference()),
        rearrangements=(fusion(), replace(fusion("ALK"), left_out="too few reads")),
        germline=germline,
    )
    return matched(profile)


def bare(**fields: object) -> CaseRecord:
    return record(**fields)


def facts_of(made: CaseRecord) -> tuple[str, ...]:
    return tuple(each.id for each in made.profile.small_variants)


def with_therapy(**fields: Any) -> CaseRecord:
    """Return a record in which one therapy follows from BRAF V600E."""
    profile = tumor("MEL", [("BRAF", "V600E")])
    fact = profile.small_variants[0].id
    return record(profile, therapies=(therapy(facts=(fact,), label="BRAF V600E", **fields),))


CASES = {
    "findings of all kinds": braf,
    "nothing assessed": bare,
    "nothing found": lambda: matched(tumor("LUAD", panel=["EGFR", "KRAS"])),
    "a therapy without a finding of its own": lambda: record(therapies=(therapy(),)),
    "hostile words": lambda: record(
        empty_profile(case=replace(empty_profile().case, specimen="a\x00b\n <script> \u202e")),
        therapies=(
            therapy(
                "  X\ttinib ",
                records=(evidence(disease="\n", provenance=source("E\n1", url="javascript:x")),),
            ),
        ),
    ),
}


def resources(made: CaseRecord, profile: str = "") -> Iterator[Resource]:
    for entry in json.loads(render_bundle(made))["entry"]:
        found = entry["resource"]
        if not profile or found.get("meta", {}).get("profile") == [PROFILES + profile]:
            yield found


def code_of(concept: Resource) -> str:
    return concept["coding"][0]["code"] if "coding" in concept else ""


def components(resource: Resource) -> dict[str, Resource]:
    return {code_of(each["code"]): each for each in resource.get("component", [])}


def genes(resource: Resource) -> list[str]:
    return [
        each["valueCodeableConcept"]["coding"][0]["display"]
        for each in resource["component"]
        if code_of(each["code"]) == "48018-6"
    ]


def absent_genes(made: CaseRecord) -> set[str]:
    return {
        gene
        for each in resources(made, "variant")
        if code_of(each["valueCodeableConcept"]) == ABSENT
        for gene in genes(each)
    }


def regions(made: CaseRecord, name: str) -> list[Resource]:
    return [
        part["valueCodeableConcept"]
        for each in resources(made, "genomic-study-analysis")
        for found in each["extension"]
        if found["url"] == PROFILES + "genomic-study-analysis-regions"
        for part in found["extension"]
        if part["url"] == name
    ]


@pytest.mark.parametrize("name", CASES)
def test_the_bundle_is_base_fhir(name: str) -> None:
    bundle = Bundle.model_validate(json.loads(render_bundle(CASES[name]())))

    assert bundle.type == "collection"


@pytest.mark.parametrize("name", CASES)
def test_each_observation_has_what_its_profile_asks_for(name: str) -> None:
    for each in resources(CASES[name]()):
        if each["resourceType"] != "Observation":
            continue
        (url,) = each["meta"]["profile"]
        code, value, needed = ASKED[url.removeprefix(PROFILES)]
        coding = each["code"].get("coding", [{}])[0]
        categories = [code_of(category) for category in each["category"]]
        values = [key for key in each if key.startswith("value")]

        assert code is None or (coding["system"], coding["code"]) == code
        assert {"laboratory", "GE"} <= set(categories)
        assert each["status"] == "preliminary"
        assert set(needed) <= set(components(each))
        assert all(len([key for key in part if key.startswith("value")]) == 1
                   for part in each.get("component", []))  # fmt: skip
        if value == "none":
            assert not values
            assert each["derivedFrom"]
        elif value == "coded":
            assert code_of(each["valueCodeableConcept"]) in (PRESENT, ABSENT)
        else:
            assert "biomarker-category" in categories
            assert bool(values) is not ("dataAbsentReason" in each)


@pytest.mark.parametrize("name", CASES)
def test_the_report_has_what_its_profile_asks_for(name: str) -> None:
    made = CASES[name]()
    (report,) = resources(made, "genomic-report")
    observed = [each for each in resources(made) if each["resourceType"] == "Observation"]

    assert code_of(report["code"]) == "51969-4"
    assert [code_of(each) for each in report["category"]] == ["GE"]
    assert report["status"] == "preliminary"
    assert len(report["result"]) == len(observed)
    assert "not signed" in report["conclusion"]


@pytest.mark.parametrize("name", CASES)
def test_each_study_has_what_its_profile_asks_for(name: str) -> None:
    made = CASES[name]()
    studies = [*resources(made, "genomic-study"), *resources(made, "genomic-study-analysis")]

    assert studies
    assert all(each["status"] == "completed" for each in studies)
    assert all(code_of(each["category"]) == "laboratory" for each in studies)
    assert all("code" not in each for each in studies)


@pytest.mark.parametrize("name", CASES)
def test_ids_are_unique_and_every_reference_leads_somewhere(name: str) -> None:
    text = render_bundle(CASES[name]())
    entries = json.loads(text)["entry"]
    urls = [entry["fullUrl"] for entry in entries]
    asked = {part.split('"')[0] for part in text.split('"reference":"')[1:]}

    assert len(set(urls)) == len(urls)
    assert [f"urn:uuid:{uuid.UUID(entry['resource']['id'])}" for entry in entries] == urls
    assert asked <= set(urls)


def test_the_same_record_gives_the_same_bytes_and_another_case_other_ids() -> None:
    one, other = braf(), braf()
    case = replace(one.profile.case, case_id="ANOTHER")
    third = replace(one, profile=replace(one.profile, case=case))
    ids = [{entry["fullUrl"] for entry in make_bundle(each)["entry"]} for each in (one, third)]  # type: ignore[attr-defined]

    assert render_bundle(one) == render_bundle(other)
    assert not ids[0] & ids[1]


def test_the_patient_is_a_pseudonym_and_a_sex() -> None:
    (patient,) = [each for each in resources(braf()) if each["resourceType"] == "Patient"]

    assert patient == {
        "resourceType": "Patient",
        "id": patient["id"],
        "identifier": [{"value": "SYNTHETIC-1"}],
        "gender": "female",
    }


def test_an_unknown_sex_is_not_told() -> None:
    (patient,) = [each for each in resources(bare()) if each["resourceType"] == "Patient"]

    assert "gender" not in patient


def test_the_specimen_has_its_days_where_the_sheet_tells_them() -> None:
    made = bare()
    order = Order(collected="2026-11-03", received="2026-11-05")
    case = replace(made.profile.case, order=order)
    dated = replace(made, profile=replace(made.profile, case=case))
    (found,) = [each for each in resources(dated) if each["resourceType"] == "Specimen"]
    (without,) = [each for each in resources(made) if each["resourceType"] == "Specimen"]

    assert found["receivedTime"] == "2026-11-05"
    assert found["collection"] == {"collectedDateTime": "2026-11-03"}
    assert not {"receivedTime", "collection"} & set(without)
    Bundle.model_validate_json(render_bundle(dated))


def test_a_small_variant_has_its_place_names_and_reads() -> None:
    made = braf()
    (found,) = [
        each for each in resources(made, "variant")
        if genes(each) == ["BRAF"] and code_of(each["valueCodeableConcept"]) == PRESENT
    ]  # fmt: skip
    parts = components(found)
    call = made.profile.small_variants[0]
    assert call.effect is not None

    assert parts["48018-6"]["valueCodeableConcept"]["coding"][0]["code"] == "HGNC:1097"
    assert code_of(parts["62374-4"]["valueCodeableConcept"]) == "LA26806-2"
    assert code_of(parts["48000-4"]["valueCodeableConcept"]) == "LA21260-7"
    assert code_of(parts["48004-6"]["valueCodeableConcept"]) == call.effect.hgvs_c
    assert code_of(parts["48005-3"]["valueCodeableConcept"]) == call.effect.hgvs_p
    assert code_of(parts["81290-9"]["valueCodeableConcept"]) == "NC_000007.14:g.140753336A>T"
    assert parts["81252-9"]["valueCodeableConcept"] == {
        "text": "ga4gh:VA.Otc5ovrw906Ack087o1fhegB4jDRqCAe"
    }
    assert (parts["69547-8"]["valueString"], parts["69551-0"]["valueString"]) == ("A", "T")
    assert parts["81254-5"]["valueRange"] == {
        "low": {"value": 140753336},
        "high": {"value": 140753336},
    }
    assert parts["81258-6"]["valueQuantity"]["value"] == 0.3
    assert parts["82121-5"]["valueQuantity"]["value"] == 150


def test_an_origin_that_is_not_known_is_not_called_somatic() -> None:
    tumour = [each for each in resources(braf(), "variant") if genes(each) == ["BRAF"]]

    assert [components(each)["48002-0"]["valueCodeableConcept"] for each in tumour] == [
        {"text": "not known whether somatic or germline"}
    ]


def test_a_variant_of_the_germline_is_called_germline_and_is_of_another_specimen() -> None:
    (found,) = [each for each in resources(braf(), "variant") if genes(each) == ["BRCA2"]]

    assert code_of(components(found)["48002-0"]["valueCodeableConcept"]) == "LA6683-2"
    assert "specimen" not in found
    assert GERMLINE not in json.dumps(found["component"])


def test_an_amplification_has_its_copies_and_type() -> None:
    (found,) = [each for each in resources(braf(), "variant") if genes(each) == ["ERBB2"]]
    parts = components(found)

    assert parts["82155-3"]["valueQuantity"]["value"] == 14
    assert code_of(parts["48019-4"]["valueCodeableConcept"]) == "SO:0001742"


def test_a_fusion_names_both_genes_and_one_that_is_not_reported_is_left_out() -> None:
    found = [each for each in resources(braf(), "variant") if "KIF5B" in genes(each)]

    assert [genes(each) for each in found] == [["KIF5B", "RET"]]
    assert code_of(components(found[0])["48019-4"]["valueCodeableConcept"]) == "SO:0001565"


def test_a_call_that_is_not_reported_is_no_finding() -> None:
    made = matched(tumor("MEL", left_out=[("BRAF", "V600E")]))

    assert not list(resources(made, "variant"))


def state(small_variants: Finding, copy_number: Finding = Finding.NOT_ASSESSED) -> GeneState:
    return GeneState("BRAF", small_variants, copy_number, "made up")


def asked(finding: Finding, biomarker: str = "BRAF p.V600E") -> Any:
    return replace(marker(), biomarker=biomarker, finding=finding)


@pytest.mark.parametrize(
    ("gene", "looked_for"),
    [
        pytest.param(Finding.NOT_ASSESSED, Finding.NOT_ASSESSED, id="not assessed"),
        pytest.param(Finding.NOT_ASSESSED, Finding.NOT_DETECTED, id="assessed in part"),
        pytest.param(Finding.UNCLEAR, Finding.UNCLEAR, id="unclear"),
        pytest.param(Finding.NOT_INFORMATIVE, Finding.NOT_INFORMATIVE, id="silent plasma"),
        pytest.param(Finding.DETECTED, Finding.NOT_DETECTED, id="another change of the gene"),
        pytest.param(Finding.NOT_DETECTED, Finding.NOT_ASSESSED, id="asked for, not assessed"),
    ],
)
def test_what_is_not_known_of_the_whole_gene_is_never_absent(
    gene: Finding, looked_for: Finding
) -> None:
    made = record(markers=(asked(looked_for),), genes=(state(gene),))

    assert not list(resources(made, "variant"))


def test_a_gene_that_was_assessed_wholly_and_is_asked_for_is_absent() -> None:
    ids = (GeneId("BRAF", "HGNC:1097"),)
    made = record(
        markers=(asked(Finding.NOT_DETECTED),), genes=(state(Finding.NOT_DETECTED),), gene_ids=ids
    )

    assert absent_genes(made) == {"BRAF"}


@pytest.mark.parametrize(
    "biomarker", ["ERBB2 IHC < 3", "germline (BRAF mutation)", "TMB >= 10", "BRAF expression"]
)
def test_a_marker_that_is_no_alteration_of_the_tumour_makes_no_absence(biomarker: str) -> None:
    made = record(
        markers=(asked(Finding.NOT_DETECTED, biomarker),), genes=(state(Finding.NOT_DETECTED),)
    )

    assert not list(resources(made, "variant"))


def test_a_copy_number_that_is_not_assessed_is_not_absent() -> None:
    amplified = asked(Finding.NOT_DETECTED, "BRAF amplification")
    made = record(markers=(amplified,), genes=(state(Finding.NOT_DETECTED),))

    assert not list(resources(made, "variant"))


@pytest.mark.parametrize(
    ("assessed", "count"),
    [
        (Assessment.ASSESSED, 1),
        (Assessment.PARTLY, 0),
        (Assessment.NOT_ASSESSED, 0),
        (Assessment.UNKNOWN, 0),
    ],
)
def test_fusions_of_a_gene_are_absent_only_where_they_were_assessed(
    assessed: Assessment, count: int
) -> None:
    ret = GeneAssessment("RET", Assessment.NOT_ASSESSED, Assessment.NOT_ASSESSED, assessed)
    made = record(markers=(asked(Finding.NOT_DETECTED, "RET fusion"),), assessed=Assessed((ret,)))

    assert len(list(resources(made, "variant"))) == count


def test_without_a_panel_nothing_is_absent_or_called() -> None:
    made = matched(tumor("MEL", [("BRAF", "V600E")], panel=None))
    (report,) = resources(made, "genomic-report")

    assert absent_genes(made) == set()
    assert regions(made, "called") == []
    assert "not known which genes" in report["conclusion"]


def test_the_study_parts_what_could_be_called_from_what_could_not() -> None:
    profile = tumor("MEL", panel=["KRAS"])
    coverage = (
        GeneCoverage("KRAS", Assessment.ASSESSED),
        GeneCoverage("BRAF", Assessment.PARTLY),
        GeneCoverage("NRAS", Assessment.NOT_ASSESSED),
    )
    made = record(replace(profile, assay=replace(profile.assay, genes=coverage)))
    (report,) = resources(made, "genomic-report")

    assert [each["text"] for each in regions(made, "studied")] == ["KRAS", "BRAF", "NRAS"]
    assert [each["text"] for each in regions(made, "called")] == ["KRAS"]
    assert [each["text"] for each in regions(made, "uncalled")] == [
        "BRAF: partly assessed",
        "NRAS: not assessed",
    ]
    assert "Not or not wholly assessed: BRAF, NRAS" in report["conclusion"]


def test_a_marker_that_was_not_assessed_has_a_reason_and_no_value() -> None:
    made = matched(tumor("MEL", [("BRAF", "V600E")], panel=None))
    found = {code_of(each["code"]): each for each in resources(made, "molecular-biomarker")}

    for code in ("94076-7", "81695-9"):
        assert code_of(found[code]["dataAbsentReason"]) == "unknown"
        assert not [key for key in found[code] if key.startswith("value")]


def test_burden_and_microsatellites_have_their_codes() -> None:
    made = matched(tumor("COAD", panel=[], tmb=12.4, msi="MSI-H"))
    found = {code_of(each["code"]): each for each in resources(made, "molecular-biomarker")}

    assert found["94076-7"]["valueQuantity"] == {
        "value": 12.4,
        "unit": "mutations/megabase",
        "system": "http://unitsofmeasure.org",
        "code": "1/1000000{Base}",
    }
    assert code_of(found["81695-9"]["valueCodeableConcept"]) == "LA26203-2"


def test_a_computed_burden_that_may_be_too_high_says_so() -> None:
    burden = Burden(MarkerOrigin.CALLS, 25.0, 30, 1.2, 17.0, 36.0, "made up", tells_high=False)
    made = record(empty_profile(markers=TumorMarkers(), wide=TumorWide(burdens=(burden,))))
    (found,) = [each for each in resources(made, "molecular-biomarker") if "valueQuantity" in each]

    assert "It may be too high: a high value is not told." in [
        each["text"] for each in found["note"]
    ]


def test_a_therapy_has_its_regimen_level_disease_and_citation() -> None:
    (found,) = resources(with_therapy(), "therapeutic-implication")
    parts = components(found)
    cited = [each["valueRelatedArtifact"] for each in found["extension"]]
    levels = [
        each["valueCodeableConcept"]["text"]
        for each in found["component"]
        if code_of(each["code"]) == "93044-6"
    ]

    assert parts["51963-7"]["valueCodeableConcept"] == {"text": "Xotinib"}
    assert parts["81259-4"]["valueCodeableConcept"] == {"text": "Lung Cancer"}
    assert levels[0] == "AMP/ASCO/CAP 2017 Tier I Level A"
    assert [each["type"] for each in cited] == ["citation"]
    assert "E1" in cited[0]["display"]


def test_a_disease_of_weaker_records_is_not_the_context_of_a_stronger_tier() -> None:
    records = (evidence("E1", disease="Glioma", tier=Tier.IIC), evidence("E2", disease="Melanoma"))
    (found,) = resources(with_therapy(records=records), "therapeutic-implication")
    contexts = [
        each["valueCodeableConcept"]["text"]
        for each in found["component"]
        if code_of(each["code"]) == "81259-4"
    ]

    assert contexts == ["Melanoma"]
    assert len(found["extension"]) == 2


@pytest.mark.parametrize(
    ("significance", "tier", "answer"),
    [
        (Significance.SENSITIVITY, Tier.IA, "LA6677-4"),
        (Significance.SENSITIVITY, Tier.IIC, "LA9661-5"),
        (Significance.RESISTANCE, Tier.IB, "LA6676-6"),
        (Significance.RESISTANCE, Tier.IID, "LA9660-7"),
        (Significance.REDUCED_SENSITIVITY, Tier.IA, ""),
        (Significance.ADVERSE_RESPONSE, Tier.IA, ""),
    ],
)
def test_the_answer_is_as_strong_as_the_evidence(
    significance: Significance, tier: Tier, answer: str
) -> None:
    made = with_therapy(significance=significance, tier=tier)
    (found,) = resources(made, "therapeutic-implication")
    value = components(found)["therapeutic-implication"]["valueCodeableConcept"]

    assert code_of(value) == answer
    assert value["text"] == significance.value


@pytest.mark.parametrize("field", ["opposed_by", "conflicts"])
def test_a_benefit_that_something_speaks_against_is_not_coded_as_responsive(field: str) -> None:
    (found,) = resources(with_therapy(**{field: ("KRAS G12C",)}), "therapeutic-implication")

    assert "coding" not in components(found)["therapeutic-implication"]["valueCodeableConcept"]
    assert any("KRAS G12C" in each["text"] for each in found["note"])


def test_a_statement_that_is_only_denied_is_no_implication() -> None:
    denied = (evidence(direction=Direction.DOES_NOT_SUPPORT),)

    assert not list(resources(with_therapy(records=(), against=denied), "therapeutic-implication"))


def test_tier_three_is_counted_and_left_out() -> None:
    made = with_therapy(tier=Tier.III)
    (report,) = resources(made, "genomic-report")

    assert not list(resources(made, "therapeutic-implication"))
    assert "Not in this bundle: 1 association of tier III" in report["conclusion"]


def test_a_meaning_that_is_denied_says_so() -> None:
    profile = tumor("MEL", [("BRAF", "V600E")])
    label = profile.small_variants[0].label
    said = meaning(labels=(label,), direction=Direction.DOES_NOT_SUPPORT)
    (found,) = resources(record(profile, meanings=(said,)), "diagnostic-implication")

    text = components(found)["53037-8"]["valueCodeableConcept"]["text"]
    assert text.endswith("(the study does not support it)")


def test_a_sheet_of_oncogenicity_tells_its_class_and_what_is_open() -> None:
    profile = tumor("MEL", [("BRAF", "V600E")])
    made = record(profile, oncogenicity=(sheet(profile.small_variants[0].id, Rule.STRONG_HOTSPOT),))
    (found,) = resources(made, "diagnostic-implication")

    assert components(found)["53037-8"]["valueCodeableConcept"]["text"].endswith(
        "(ClinGen/CGC/VICC 2022)"
    )
    assert "more could come from criteria" in found["note"][0]["text"]


def test_an_address_that_a_browser_must_not_follow_is_not_written() -> None:
    assert "javascript" not in render_bundle(CASES["hostile words"]())


def test_a_case_id_of_any_script_is_kept() -> None:
    case = CaseInfo("症例-1", "LUAD", "Lung Adenocarcinoma", empty_profile().case.build)

    assert "症例-1" in render_bundle(record(empty_profile(case=case)))
