"""CIViC's monthly table: what is taken of a row, what is left, what is refused and why."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evidence import (
    Direction,
    EvidenceItem,
    EvidenceLevel,
    EvidenceScheme,
    Interaction,
    Regimen,
    Significance,
)
from oncomatch.domain.meaning import ClinicalMeaning, MeaningKind, MeaningSignificance
from oncomatch.domain.provenance import Provenance
from oncomatch.errors import ResourceError
from oncomatch.knowledge.importers.civic import CivicTranslation, import_civic, table_of_counts
from oncomatch.knowledge.importers.diseases import Conditions
from oncomatch.knowledge.importers.refusal import Refusal
from oncomatch.reference.bundle import Reference
from oncomatch.reference.tumor_types import DiseaseMapping

POSITIVE = "ERBB2 amplification or ERBB2 overexpression"
ROW = {
    "molecular_profile": "BRAF V600E",
    "molecular_profile_id": "12",
    "disease": "Melanoma",
    "doid": "1909",
    "phenotypes": "",
    "therapies": "Madeupinib",
    "therapy_interaction_type": "",
    "evidence_type": "Predictive",
    "evidence_direction": "Supports",
    "evidence_level": "B",
    "significance": "Sensitivity/Response",
    "evidence_statement": "A sentence that must not be copied.",
    "citation_id": "123",
    "source_type": "PubMed",
    "asco_abstract_id": "",
    "citation": "Somebody et al., 2020",
    "nct_ids": "",
    "rating": "4",
    "evidence_status": "accepted",
    "evidence_id": "7",
    "variant_origin": "Somatic",
    "last_review_date": "",
    "evidence_civic_url": "https://example.org/7",
    "molecular_profile_civic_url": "https://example.org/12",
    "is_flagged": "FALSE",
}


@pytest.fixture
def conditions(tmp_path: Path) -> Conditions:
    mappings = {
        "Melanoma": DiseaseMapping(("MEL",), "", "", ""),
        "Solid Tumor": DiseaseMapping(("SOLID",), "", "", ""),
        "Breast Cancer": DiseaseMapping(("BRCA",), "", "", ""),
        "Her2-receptor Positive Breast Cancer": DiseaseMapping(("BRCA",), POSITIVE, "", ""),
        "Castration-resistant Prostate Carcinoma": DiseaseMapping(
            ("PRAD",), "", "castration-resistant", ""
        ),
        "Made-up Syndrome": DiseaseMapping((), "", "", "a syndrome"),
    }
    labels, exclusions = tmp_path / "labels.tsv", tmp_path / "exclusions.tsv"
    labels.write_text(
        "therapy\ttumor_type\tcondition\trecord_id\tcitation\n"
        "Alpelisib\tBRCA\tESR1 expression\tind:1\tlabel of 2020-01-01\n",
        encoding="utf-8",
    )
    exclusions.write_text("therapies\ttumor_type\nMadeupinib\tCOADREAD\n", encoding="utf-8")
    return Conditions(mappings, labels, exclusions)


class Importer:
    """Imports rows that differ from `ROW` in what is said."""

    def __init__(self, path: Path, reference: Reference, conditions: Conditions):
        self._path, self._reference, self._conditions = path, reference, conditions

    def __call__(self, *rows: dict[str, str]) -> CivicTranslation:
        with self._path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, ROW, delimiter="\t")
            writer.writeheader()
            writer.writerows({**ROW, **row} for row in rows)
        return import_civic(self._path, "2025-04", self._reference, self._conditions)

    def one(self, **fields: str) -> EvidenceItem:
        """Return the item of one row."""
        translation = self(fields)
        assert (translation.refusals, translation.meanings) == ((), ())
        (item,) = translation.items
        return item

    def one_meaning(self, **fields: str) -> ClinicalMeaning:
        """Return the clinical meaning of one row; a prognostic one if nothing else is said."""
        prognostic = {"evidence_type": "Prognostic", "significance": "Poor Outcome"}
        translation = self({**prognostic, "therapies": "", **fields})
        assert (translation.refusals, translation.items) == ((), ())
        (meaning,) = translation.meanings
        return meaning


@pytest.fixture
def imported(tmp_path: Path, reference: Reference, conditions: Conditions) -> Importer:
    return Importer(tmp_path / "civic.tsv", reference, conditions)


def test_a_row_becomes_an_item(imported: Importer) -> None:
    assert imported.one() == EvidenceItem(
        biomarker=parse_biomarker("BRAF p.V600E"),
        condition=None,
        condition_source="",
        tumor_types=("MEL",),
        disease="Melanoma",
        subtype="",
        regimen=Regimen(("Madeupinib",)),
        significance=Significance.SENSITIVITY,
        direction=Direction.SUPPORTS,
        scheme=EvidenceScheme.CIVIC,
        level=EvidenceLevel.CLINICAL,
        rating=4,
        origin="Somatic",
        flagged=False,
        provenance=Provenance(
            "CIViC", "EID7", "2025-04", "PMID:123", "https://example.org/7", "CC0-1.0"
        ),
    )


def test_no_sentence_of_the_source_is_copied(imported: Importer) -> None:
    assert ROW["evidence_statement"] not in repr(imported.one())


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        ({"evidence_direction": "Does Not Support"}, "direction", Direction.DOES_NOT_SUPPORT),
        ({"significance": "Resistance"}, "significance", Significance.RESISTANCE),
        ({"significance": "Reduced Sensitivity"}, "significance", Significance.REDUCED_SENSITIVITY),
        ({"evidence_level": "A"}, "level", EvidenceLevel.VALIDATED),
        ({"rating": ""}, "rating", None),
        ({"is_flagged": "TRUE"}, "flagged", True),
        ({"variant_origin": "Rare Germline"}, "origin", "Rare Germline"),
        ({"disease": "Solid Tumor"}, "excluded_types", ("COADREAD",)),
        ({"disease": "Castration-resistant Prostate Carcinoma"}, "subtype", "castration-resistant"),
        (
            {"molecular_profile": "MYD88 L265P"},
            "biomarker",
            parse_biomarker("MYD88@ENST00000648963.1 p.L265P"),
        ),
        (
            {"therapies": "Vemurafenib,Cobimetinib", "therapy_interaction_type": "Combination"},
            "regimen",
            Regimen(("Cobimetinib", "Vemurafenib"), Interaction.COMBINATION),
        ),
        (
            {"therapies": "Trastuzumab, Neratinib", "therapy_interaction_type": "Sequential"},
            "regimen",
            Regimen(("Trastuzumab", "Neratinib"), Interaction.SEQUENTIAL),
        ),
        (
            {"therapies": "Gefitinib,Erlotinib", "therapy_interaction_type": "Substitutes"},
            "regimen",
            Regimen(("Erlotinib", "Gefitinib"), Interaction.SUBSTITUTES),
        ),
    ],
    ids=str,
)
def test_one_column_at_a_time(
    imported: Importer, fields: dict[str, str], name: str, value: object
) -> None:
    """The order of drugs means something only when they are given one after the other."""
    assert getattr(imported.one(**fields), name) == value


@pytest.mark.parametrize(
    ("fields", "citation"),
    [
        ({}, "PMID:123"),
        ({"source_type": "ASCO", "asco_abstract_id": "9501"}, "ASCO abstract 9501"),
        ({"source_type": "ASH"}, "ASH abstract 123"),
    ],
    ids=str,
)
def test_citation(imported: Importer, fields: dict[str, str], citation: str) -> None:
    assert imported.one(**fields).provenance.citation == citation


class TestConditions:
    @pytest.mark.parametrize(
        ("profile", "level", "condition"),
        [("PIK3CA Mutation", "C", POSITIVE), ("ERBB2 Amplification", "A", "")],
    )
    def test_of_the_disease(
        self, imported: Importer, profile: str, level: str, condition: str
    ) -> None:
        item = imported.one(
            molecular_profile=profile,
            disease="Her2-receptor Positive Breast Cancer",
            evidence_level=level,
        )

        assert str(item.condition or "") == condition
        assert bool(item.condition_source) is bool(condition)

    @pytest.mark.parametrize(
        ("level", "condition"), [("A", "ESR1 expression"), ("B", ""), ("C", ""), ("D", "")]
    )
    def test_a_label_binds_what_counts_as_approved(
        self, imported: Importer, level: str, condition: str
    ) -> None:
        """Level A is taken for the approval; a trial has the patients that it had."""
        item = imported.one(
            molecular_profile="PIK3CA H1047R",
            disease="Breast Cancer",
            therapies="Alpelisib",
            evidence_level=level,
        )

        assert str(item.condition or "") == condition

    def test_the_disease_goes_before_the_label(self, imported: Importer) -> None:
        item = imported.one(
            molecular_profile="PIK3CA H1047R",
            disease="Her2-receptor Positive Breast Cancer",
            therapies="Alpelisib",
            evidence_level="A",
        )

        assert str(item.condition) == POSITIVE


@pytest.mark.parametrize("status", ["submitted", "rejected"])
def test_only_accepted_rows_are_taken_and_the_others_not_refused(
    imported: Importer, status: str
) -> None:
    translation = imported({"evidence_status": status})

    assert (translation.items, translation.meanings, translation.refusals) == ((), (), ())


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"therapies": ""}, "the record names no therapy"),
        ({"disease": "Elsewhere"}, "the disease 'Elsewhere' is not mapped to OncoTree"),
        (
            {"disease": "Made-up Syndrome"},
            "the disease 'Made-up Syndrome' has no tumour type: a syndrome",
        ),
        ({"molecular_profile": "MMP2 SERUM LEVELS"}, "no pattern says exactly 'SERUM LEVELS'"),
        (
            {"evidence_type": "Diagnostic", "significance": "Positive", "disease": ""},
            "the disease '' is not mapped to OncoTree",
        ),
        ({"molecular_profile": "BRAF G496A"}, "no embedded transcript of BRAF has G496"),
        (
            {"therapies": "One,Two"},
            "several therapies without a word on how they belong together",
        ),
    ],
    ids=str,
)
def test_refusals_name_record_profile_and_reason(
    imported: Importer, fields: dict[str, str], reason: str
) -> None:
    profile = {**ROW, **fields}["molecular_profile"]

    translation = imported(fields)

    assert translation.items == translation.meanings == ()
    assert translation.refusals == (Refusal("CIViC", "EID7", profile, reason),)


def test_a_refused_row_does_not_take_its_neighbours_along(imported: Importer) -> None:
    translation = imported(
        {"evidence_id": "1"}, {"evidence_id": "2", "therapies": ""}, {"evidence_id": "3"}
    )

    assert [item.id for item in translation.items] == ["CIViC EID1", "CIViC EID3"]
    assert [refusal.record_id for refusal in translation.refusals] == ["EID2"]


def test_a_record_on_several_rows_is_one_item(imported: Importer) -> None:
    """The table was cut at each OR; the rows carry the same id."""
    translation = imported(
        {"molecular_profile": "BRAF Amplification AND ( BRAF V600E"},
        {"evidence_id": "8"},
        {"molecular_profile": "BRAF V600K )"},
    )

    assert [str(item.biomarker) for item in translation.items] == [
        "BRAF amplification and (BRAF p.V600E or BRAF p.V600K)",
        "BRAF p.V600E",
    ]


def test_rows_of_a_record_that_disagree_are_an_error(imported: Importer) -> None:
    with pytest.raises(ResourceError, match="EID7: its rows have several values of `disease`"):
        imported({}, {"molecular_profile": "BRAF V600K", "disease": "Solid Tumor"})


@pytest.mark.parametrize(
    "fields",
    [
        {"significance": "Miracle"},
        {"evidence_direction": "Perhaps"},
        {"evidence_level": "F"},
        {"evidence_type": "Astrological"},
        {"evidence_type": "Prognostic", "significance": "Oncogenicity"},
    ],
    ids=str,
)
def test_a_word_out_of_the_vocabulary_stops_the_import(
    imported: Importer, fields: dict[str, str]
) -> None:
    with pytest.raises(ResourceError, match=r"CIViC EID7: .*CIViC may have a new word"):
        imported(fields)


class TestMeanings:
    def test_a_row_becomes_a_meaning(self, imported: Importer) -> None:
        assert imported.one_meaning(phenotypes="Childhood onset,Late onset") == ClinicalMeaning(
            kind=MeaningKind.PROGNOSTIC,
            biomarker=parse_biomarker("BRAF p.V600E"),
            condition=None,
            condition_source="",
            tumor_types=("MEL",),
            disease="Melanoma",
            subtype="",
            phenotypes=("Childhood onset", "Late onset"),
            significance=MeaningSignificance.POOR_OUTCOME,
            direction=Direction.SUPPORTS,
            level=EvidenceLevel.CLINICAL,
            rating=4,
            origin="Somatic",
            flagged=False,
            provenance=Provenance(
                "CIViC", "EID7", "2025-04", "PMID:123", "https://example.org/7", "CC0-1.0"
            ),
        )

    @pytest.mark.parametrize("significance", MeaningSignificance)
    def test_every_significance_of_its_kinds(
        self, imported: Importer, significance: MeaningSignificance
    ) -> None:
        for kind in significance.kinds:
            meaning = imported.one_meaning(evidence_type=kind.value, significance=significance.word)

            assert (meaning.kind, meaning.significance) == (kind, significance)

    def test_a_direction_that_is_not_said_stays_unsaid(self, imported: Importer) -> None:
        assert imported.one_meaning(evidence_direction="").direction is None

    def test_the_disease_implies_its_condition(self, imported: Importer) -> None:
        meaning = imported.one_meaning(disease="Her2-receptor Positive Breast Cancer")

        assert str(meaning.condition) == POSITIVE

    def test_a_syndrome_keeps_its_word_without_a_tumour_type(self, imported: Importer) -> None:
        meaning = imported.one_meaning(
            evidence_type="Predisposing",
            significance="Predisposition",
            disease="Made-up Syndrome",
        )

        assert (meaning.tumor_types, meaning.disease) == ((), "Made-up Syndrome")

    def test_function_needs_no_disease(self, imported: Importer) -> None:
        meaning = imported.one_meaning(
            evidence_type="Functional", significance="Loss of Function", disease=""
        )

        assert (meaning.tumor_types, meaning.disease) == ((), "")

    @pytest.mark.parametrize(
        ("kind", "origin", "germline"),
        [
            ("Predisposing", "", True),
            ("Predisposing", "Unknown", True),
            ("Predisposing", "Somatic", False),
            ("Prognostic", "Rare Germline", True),
            ("Prognostic", "", False),
        ],
    )
    def test_predisposing_ones_are_germline_unless_they_say_else(
        self, imported: Importer, kind: str, origin: str, germline: bool
    ) -> None:
        meaning = imported.one_meaning(evidence_type=kind, significance="", variant_origin=origin)

        assert meaning.is_germline is germline


def test_the_counts_have_each_item_once(imported: Importer) -> None:
    translation = imported(
        {"evidence_id": "1"},
        {"evidence_id": "2", "therapies": ""},
        {"evidence_id": "3", "evidence_type": "Functional", "significance": "Neomorphic"},
    )

    assert table_of_counts(translation.counts)[2:] == [
        "| Predictive | B | 2 | 1 (50.0 %) | 1 regimen not said |",
        "| Predictive | all | 2 | 1 (50.0 %) | 1 regimen not said |",
        "| Functional | B | 1 | 1 (100.0 %) |  |",
        "| Functional | all | 1 | 1 (100.0 %) |  |",
    ]
