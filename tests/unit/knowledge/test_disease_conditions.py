"""What a disease's name implies, and what labels ask for or exclude."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.errors import BiomarkerError
from oncomatch.knowledge.importers.diseases import Condition, Conditions
from oncomatch.reference.tumor_types import DiseaseMapping

POSITIVE = "ERBB2 amplification or ERBB2 overexpression"
MAPPINGS = {
    "Breast Cancer": DiseaseMapping(("BRCA",), "", "", ""),
    "Her2-receptor Positive Breast Cancer": DiseaseMapping(("BRCA",), POSITIVE, "", ""),
    "Her2-receptor Negative Breast Cancer": DiseaseMapping(("BRCA",), f"not ({POSITIVE})", "", ""),
    "Made-up Syndrome": DiseaseMapping((), "", "", "a syndrome, not a tumour type"),
}


def table(path: Path, header: str, *rows: str) -> Path:
    """Write a table; spaces of the header and `|` of the rows are column borders."""
    lines = [header.replace(" ", "\t"), *(row.replace("|", "\t") for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def conditions(tmp_path: Path) -> Conditions:
    labels = table(
        tmp_path / "labels.tsv",
        "therapy tumor_type condition record_id citation",
        "Alpelisib|BRCA|ESR1 expression|ind:1|label of 2020-01-01",
        "Olaparib|BRCA|not ERBB2 amplification|ind:2|label of 2020-01-02",
    )
    exclusions = table(
        tmp_path / "exclusions.tsv", "therapies tumor_type", "Dabrafenib;Trametinib|COADREAD"
    )
    return Conditions(MAPPINGS, labels, exclusions)


class TestDiseases:
    def test_a_mapped_name(self, conditions: Conditions) -> None:
        assert conditions.mapping_of("Breast Cancer") is MAPPINGS["Breast Cancer"]

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            ("Elsewhere", "the disease 'Elsewhere' is not mapped to OncoTree"),
            ("breast cancer", "the disease 'breast cancer' is not mapped to OncoTree"),
            (
                "Made-up Syndrome",
                "the disease 'Made-up Syndrome' has no tumour type: a syndrome, not a tumour type",
            ),
        ],
    )
    def test_refusals(self, conditions: Conditions, name: str, reason: str) -> None:
        with pytest.raises(BiomarkerError, match=f"^{re.escape(reason)}$"):
            conditions.mapping_of(name)

    @pytest.mark.parametrize(
        ("disease", "biomarker", "condition"),
        [
            ("Breast Cancer", "PIK3CA mutation", ""),
            ("Her2-receptor Positive Breast Cancer", "PIK3CA mutation", POSITIVE),
            ("Her2-receptor Positive Breast Cancer", "ERBB2 amplification", ""),
            ("Her2-receptor Positive Breast Cancer", "ERBB2 overexpression", ""),
            ("Her2-receptor Positive Breast Cancer", "ERBB2 mutation", POSITIVE),
            ("Her2-receptor Negative Breast Cancer", "ERBB2 mutation", f"not ({POSITIVE})"),
            ("Her2-receptor Negative Breast Cancer", "ERBB2 amplification", f"not ({POSITIVE})"),
        ],
    )
    def test_what_the_name_implies(
        self, conditions: Conditions, disease: str, biomarker: str, condition: str
    ) -> None:
        """Nothing is asked twice: ERBB2 amplification is itself what makes HER2-positive."""
        expected = Condition()
        if condition:
            expected = Condition(parse_biomarker(condition), f"disease: {disease}")

        assert conditions.of_disease(disease, parse_biomarker(biomarker)) == expected


class TestLabels:
    @pytest.mark.parametrize(
        ("therapies", "codes", "condition", "source"),
        [
            (["Alpelisib"], ["BRCA"], "ESR1 expression", "label of 2020-01-01 (ind:1): Alpelisib"),
            (
                ["Alpelisib", "Fulvestrant"],
                ["OVT", "BRCA"],
                "ESR1 expression",
                "label of 2020-01-01 (ind:1): Alpelisib",
            ),
            (
                ["Olaparib"],
                ["BRCA"],
                "not ERBB2 amplification",
                "label of 2020-01-02 (ind:2): Olaparib",
            ),
        ],
        ids=str,
    )
    def test_asked_for(
        self,
        conditions: Conditions,
        therapies: list[str],
        codes: list[str],
        condition: str,
        source: str,
    ) -> None:
        assert conditions.of_label(therapies, codes) == Condition(
            parse_biomarker(condition), source
        )

    @pytest.mark.parametrize(
        ("therapies", "codes"),
        [
            (["Alpelisib"], ["OVT"]),
            (["Fulvestrant"], ["BRCA"]),
            (["alpelisib"], ["BRCA"]),
            ([], []),
        ],
        ids=str,
    )
    def test_not_asked_for(
        self, conditions: Conditions, therapies: list[str], codes: list[str]
    ) -> None:
        assert conditions.of_label(therapies, codes) == Condition()

    @pytest.mark.parametrize(
        ("therapies", "codes", "excluded"),
        [
            (["Dabrafenib", "Trametinib"], ["SOLID"], ("COADREAD",)),
            (["Trametinib", "Dabrafenib"], ["TISSUE"], ("COADREAD",)),
            (["Dabrafenib", "Trametinib"], ["SOLID", "TISSUE"], ("COADREAD",)),
            (["Dabrafenib", "Trametinib"], ["NSCLC"], ()),
            (["Dabrafenib", "Trametinib"], ["SOLID", "NSCLC"], ()),
            (["Dabrafenib"], ["SOLID"], ()),
            (["Dabrafenib", "Panitumumab", "Trametinib"], ["SOLID"], ()),
        ],
        ids=str,
    )
    def test_exclusions_are_of_statements_about_any_tumour(
        self,
        conditions: Conditions,
        therapies: list[str],
        codes: list[str],
        excluded: tuple[str, ...],
    ) -> None:
        assert conditions.excluded_types(therapies, codes) == excluded
