"""The bundled knowledge as code: each row cited, readable, and true to the reference."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache

import pytest

from building import ROOT
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.evidence import EvidenceScheme, Interaction
from oncomatch.domain.tumor_type import ANY
from oncomatch.errors import TumorTypeError
from oncomatch.knowledge.base import KnowledgeBase
from oncomatch.reference.tumor_types import TumorTypes, read_disease_mappings

FOLDER = ROOT / "resources" / "knowledge"
TABLES = sorted(path.name for path in FOLDER.glob("*.tsv"))
BUILDS = list(GenomeBuild)


@cache
def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def test_the_tables_are_those_that_are_tested() -> None:
    assert TABLES == [
        "approval_corrections.tsv",
        "approvals.tsv",
        "conflicts.tsv",
        "evidence.tsv",
        "gene_roles.tsv",
        "hotspot_counts.tsv",
        "hotspot_sites.tsv",
        "hotspots.tsv",
        "label_conditions.tsv",
        "label_exclusions.tsv",
        "meanings.tsv",
        "protein_domains.tsv",
        "regions.tsv",
        "therapies.tsv",
        "therapy_facts.tsv",
        "untranslated.tsv",
    ]


PATTERNS = ("biomarker", "condition", "name")
"""Columns with patterns or their names, which may be long lists of mutations."""


class TestEveryTable:
    @pytest.mark.parametrize("name", [name for name in TABLES if name != "untranslated.tsv"])
    def test_every_row_has_source_release_citation_and_licence(self, name: str) -> None:
        wanted = ["source", "release", "citation", "licence"]
        cited_by_record = name.startswith("hotspot") or name == "protein_domains.tsv"
        wanted += [] if cited_by_record else ["record_id"]
        bare = [row for row in rows(name) if not all(row[column].strip() for column in wanted)]

        assert bare == []

    @pytest.mark.parametrize("name", TABLES)
    def test_nothing_is_from_oncokb(self, name: str) -> None:
        """OncoKB's content is licensed."""
        assert "oncokb" not in (FOLDER / name).read_text(encoding="utf-8").lower()

    @pytest.mark.parametrize("name", TABLES)
    def test_no_row_stands_twice(self, name: str) -> None:
        lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()[1:]

        assert [line for line, count in Counter(lines).items() if count > 1] == []

    @pytest.mark.parametrize("name", TABLES)
    def test_no_cell_is_padded_or_a_sentence_of_prose(self, name: str) -> None:
        """Facts are taken, sentences are not: no cell is longer than a long list of mutations."""
        found = [
            cell
            for row in rows(name)
            for column, cell in row.items()
            if cell != cell.strip() or len(cell) > (2000 if column in PATTERNS else 300)
        ]

        assert found == []


class TestEvidence:
    def test_citations_can_be_looked_up(self, knowledge: KnowledgeBase) -> None:
        forms = re.compile(
            r"PMID:[1-9]\d*|(?:ASCO|ASH) abstract \S+|FDA \S.*, .*(?:NDA|BLA) \d{6}.*"
        )
        odd = [
            item.provenance.citation
            for item in knowledge.evidence
            if item.scheme is not EvidenceScheme.CGI
            and not forms.fullmatch(item.provenance.citation)
        ]

        assert odd == []

    def test_civic_records_lead_to_their_page(self, knowledge: KnowledgeBase) -> None:
        wrong = [
            item.id
            for item in knowledge.evidence
            if item.scheme is EvidenceScheme.CIVIC
            and not item.provenance.url.endswith(
                f"/{item.provenance.record_id.removeprefix('EID')}"
            )
        ]

        assert wrong == []

    def test_one_statement_once(self, knowledge: KnowledgeBase) -> None:
        """A record may have several rows (an OR), but not the same pattern twice."""
        counts = Counter((item.id, item.biomarker) for item in knowledge.evidence)

        assert [key for key, count in counts.items() if count > 1] == []

    def test_levels_belong_to_their_scheme(self, knowledge: KnowledgeBase) -> None:
        listed = EvidenceScheme.FDA_COMPANION_DIAGNOSTIC
        wrong = [
            item.id
            for item in knowledge.evidence
            if (item.level is None) is not (item.scheme is listed)
            or (item.rating is not None and not 1 <= item.rating <= 5)
        ]

        assert wrong == []

    def test_one_drug_alone_several_with_a_word(self, knowledge: KnowledgeBase) -> None:
        wrong = [
            item.id
            for item in knowledge.evidence
            if (len(item.regimen.therapies) == 1)
            is not (item.regimen.interaction is Interaction.SINGLE)
            or len(set(item.regimen.therapies)) < len(item.regimen.therapies)
            or "" in item.regimen.therapies
        ]

        assert wrong == []

    def test_a_drug_has_one_name(self, knowledge: KnowledgeBase) -> None:
        """`Imatinib` and `Imatinib Mesylate` would not meet in a conflict."""
        names = {name for item in knowledge.evidence for name in item.regimen.therapies}
        folded = Counter(name.lower() for name in names)
        salts = sorted(
            name
            for name in names
            if name.rpartition(" ")[2] in {"Mesylate", "Hydrochloride", "Tosylate", "Bismesylate"}
            and name.rpartition(" ")[0] in names
        )

        assert [name for name, count in folded.items() if count > 1] == []
        assert salts == []

    def test_a_condition_says_where_it_comes_from(self, knowledge: KnowledgeBase) -> None:
        wrong = [
            item.id
            for item in knowledge.evidence
            if bool(item.condition) is not bool(item.condition_source)
        ]

        assert wrong == []

    def test_texts_are_in_their_own_form(self) -> None:
        for row in rows("evidence.tsv"):
            for text in filter(None, (row["biomarker"], row["condition"])):
                assert str(parse_biomarker(text)) == text


class TestTumourTypes:
    def test_codes_are_oncotree(self, knowledge: KnowledgeBase, tumor_types: TumorTypes) -> None:
        codes = {
            code
            for item in knowledge.evidence
            for code in (*item.tumor_types, *item.excluded_types)
        }
        codes |= {
            row["tumor_type"] for name in TABLES if name.startswith("label") for row in rows(name)
        }

        assert [code for code in sorted(codes) if tumor_types.get(code).code != code] == []

    def test_an_unknown_code_would_be_seen(self, tumor_types: TumorTypes) -> None:
        with pytest.raises(TumorTypeError):
            tumor_types.get("BLAH")

    def test_diseases_say_the_same_as_their_mapping(self, knowledge: KnowledgeBase) -> None:
        mappings = read_disease_mappings()
        wrong = {
            item.disease
            for item in knowledge.evidence
            if item.scheme is not EvidenceScheme.CGI
            and (mappings[item.disease].tumor_types, mappings[item.disease].subtype)
            != (item.tumor_types, item.subtype)
        }

        assert wrong == set()

    def test_her2_positive_disease_asks_for_her2(self, knowledge: KnowledgeBase) -> None:
        """Unless the pattern itself is what makes it positive."""
        positive = parse_biomarker("ERBB2 amplification or ERBB2 overexpression")
        wrong = [
            item.id
            for item in knowledge.evidence
            if item.disease == "Her2-receptor Positive Breast Cancer"
            and item.condition != positive
            and item.biomarker not in positive.parts  # type: ignore[union-attr]
        ]

        assert wrong == []

    def test_only_statements_about_any_tumour_have_exclusions(
        self, knowledge: KnowledgeBase
    ) -> None:
        excluded = [item for item in knowledge.evidence if item.excluded_types]

        assert excluded
        assert {code for item in excluded for code in item.tumor_types} <= {"SOLID", ANY}


class TestRoles:
    def test_one_role_a_gene_of_two_words(self) -> None:
        table = rows("gene_roles.tsv")

        assert {row["role"] for row in table} == {"oncogene", "tumour suppressor"}
        assert max(Counter(row["gene"] for row in table).values()) == 1

    @pytest.mark.parametrize("gene", "APC BRCA1 BRCA2 NF1 PTEN RB1 TP53".split())
    def test_suppressors(self, gene: str, knowledge: KnowledgeBase) -> None:
        assert knowledge.roles[gene] == "tumour suppressor"

    @pytest.mark.parametrize("gene", "BRAF EGFR ERBB2 KIT KRAS NRAS PIK3CA".split())
    def test_oncogenes(self, gene: str, knowledge: KnowledgeBase) -> None:
        assert knowledge.roles[gene] == "oncogene"


class TestUntranslated:
    def test_every_refused_row_has_record_name_and_reason(self) -> None:
        bare = [row for row in rows("untranslated.tsv") if not all(row.values())]

        assert bare == []

    def test_every_refused_disease_says_why(self) -> None:
        mapped = read_disease_mappings()
        silent = [
            name for name, disease in mapped.items() if not disease.tumor_types and not disease.note
        ]

        assert silent == []
