"""Hotspots, roles, refusals, and the knowledge base that is read from the tables."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from building import evidence_item
from oncomatch.domain.biomarker import ChangeKind
from oncomatch.domain.evidence import Direction, Significance
from oncomatch.errors import ResourceError
from oncomatch.knowledge.base import KnowledgeBase, read_knowledge
from oncomatch.knowledge.evidence_table import write_evidence_items
from oncomatch.knowledge.importers.gene_facts import compile_gene_roles, compile_hotspots
from oncomatch.knowledge.importers.refusal import Refusal, write_refusals


def cells(path: Path, *names: str) -> list[tuple[str, ...]]:
    """Return the named cells of every row."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [tuple(row[name] for name in names) for row in csv.DictReader(lines, delimiter="\t")]


def text(path: Path, *rows: str) -> Path:
    """Write rows with `|` for tabs."""
    path.write_text("".join(row.replace("|", "\t") + "\n" for row in rows), encoding="utf-8")
    return path


def current(symbol: str) -> str:
    """Return the current symbol in a made-up world of few genes."""
    known = {"OLDB": "GENB", "OLDLOF": "LOF"}
    return known.get(symbol, "" if symbol == "NOBODY" else symbol)


def counted(gene: str, change: str) -> str:
    """Return a change in a world where ours counts GENB three residues on, and lacks its R9."""
    return {("GENB", "V5E"): "V8E", ("GENB", "R9H"): ""}.get((gene, change), change)


class TestHotspots:
    ROWS = (
        "chr1|100|A|T|OLDB|Missense_Mutation|V5E|-",
        "chr1|100|A|G|GENA|Missense_Mutation|V5G|-",
        "chr1|100|A|G|GENA|Missense_Mutation|V5G|-",
        "chr1|200|C|T|GENA|Nonsense_Mutation|R7*|-",
        "chr1|300|C|T|GENA|Splice_Site|X9_splice|-",
        "chr1|300|CA|C|GENA|Frame_Shift_Del|K9fs|-",
        "chr1|400|C|T|GENA|Silent|R8R|-",
        "chr1|400|C|T|GENA|Missense_Mutation|R8R|-",
        "chr1|500|C|T|ONC|Missense_Mutation|E17K|-",
        "chr1|500|C|T|ONC|Nonsense_Mutation|E17*|-",
        "chr1|550|C|T|OLDB|Missense_Mutation|R9H|-",
        "chr1|600|C|T|NOBODY|Missense_Mutation|E17K|-",
    )

    def compiled(self, folder: Path, *names: str) -> list[tuple[str, ...]]:
        """Return the named cells of the table that the rows give."""
        roles = text(folder / "roles.tsv", "gene|role", "ONC|oncogene", "GENA|tumour suppressor")
        target = folder / "hotspots.tsv"
        raw = text(folder / "raw.tsv", *self.ROWS)
        compile_hotspots(raw, roles, current, counted, target)
        return cells(target, *names)

    def test_substitutions_once_each_and_sorted(self, tmp_path: Path) -> None:
        """Under the current symbol; no stop in an oncogene; no gene that nobody knows.

        As the reported transcript counts; what it does not have is left out.
        """
        assert self.compiled(tmp_path, "gene", "change", "stated") == [
            ("GENA", "R7*", "R7*"),
            ("GENA", "V5G", "V5G"),
            ("GENB", "V8E", "V5E"),
            ("ONC", "E17K", "E17K"),
        ]

    def test_every_row_has_its_source(self, tmp_path: Path) -> None:
        found = self.compiled(tmp_path, "source", "release", "citation", "licence")

        assert set(found) == {
            (
                "cancerhotspots.org",
                "v2 (maftools c8ff328)",
                "cancerhotspots.org v2",
                "MIT (maftools)",
            )
        }


class TestRoles:
    PATHWAYS = (
        "Pathway|Gene|OG_TSG",
        "P1|ONC|OG",
        "P1|SUP|TSG",
        "P2|NONE|",
        "P2|SUP|OG",
        "P3|NOBODY|OG",
    )
    CIVIC = (
        "molecular_profile|evidence_type|evidence_id|citation_id",
        "OLDLOF Loss-of-function|Predictive|1|11",
        "ONC Loss-of-function|Predictive|2|12",
        "PRO Loss-of-function|Prognostic|3|13",
        "MUT Mutation|Predictive|4|14",
        "LOF Loss-of-function|Predictive|5|15",
        "TWO Loss-of-function AND ONC Mutation|Predictive|6|16",
    )

    def test_the_pathways_go_first_then_civic(self, tmp_path: Path) -> None:
        target = tmp_path / "roles.tsv"
        compile_gene_roles(
            text(tmp_path / "pathways.tsv", *self.PATHWAYS),
            text(tmp_path / "civic.tsv", *self.CIVIC),
            "2025-04",
            current,
            target,
        )

        assert cells(target, "gene", "role", "source", "record_id", "citation") == [
            ("LOF", "tumour suppressor", "CIViC", "EID1", "PMID:11"),
            ("ONC", "oncogene", "TCGA oncogenic signaling pathways", "P1", "as in maftools"),
            (
                "SUP",
                "tumour suppressor",
                "TCGA oncogenic signaling pathways",
                "P1",
                "as in maftools",
            ),
        ]


def test_refusals_are_written_sorted(tmp_path: Path) -> None:
    refusals = [
        Refusal("CIViC", "EID2", "b", "why"),
        Refusal("FDA", "P1", "c", "a tab\tin it"),
        Refusal("CIViC", "EID1", "a", "why"),
    ]
    write_refusals(tmp_path / "refusals.tsv", refusals)

    names = ("source", "record_id", "name", "reason")
    assert cells(tmp_path / "refusals.tsv", *names) == [
        ("CIViC", "EID1", "a", "why"),
        ("CIViC", "EID2", "b", "why"),
        ("FDA", "P1", "c", "a tab\tin it"),
    ]


class TestBase:
    ITEMS = (
        evidence_item("BRAF p.V600E and not NRAS codon 61"),
        evidence_item("EML4::ALK fusion", significance=Significance.RESISTANCE),
        evidence_item("KRAS p.G12C", direction=Direction.DOES_NOT_SUPPORT),
        evidence_item("TERT c.-124C>T"),
        evidence_item("EGFR exon 19 inframe_deletion or EGFR exon 20 inframe_insertion"),
        evidence_item("KIT exon 11 mutation"),
        evidence_item("ERBB2 exon 20 inframe_insertion", direction=Direction.DOES_NOT_SUPPORT),
        evidence_item("MSI high"),
    )
    BASE = KnowledgeBase(ITEMS, frozenset(), {})

    def test_genes_of_every_part_and_partner(self) -> None:
        assert self.BASE.genes == (
            "ALK",
            "BRAF",
            "EGFR",
            "EML4",
            "ERBB2",
            "KIT",
            "KRAS",
            "NRAS",
            "TERT",
        )

    def test_changes_that_a_supporting_item_names(self) -> None:
        assert self.BASE.named_changes == {("BRAF", "V600E"), ("TERT", "c.-124C>T")}

    def test_exons_whose_in_frame_changes_a_supporting_item_names(self) -> None:
        assert self.BASE.named_exons == {
            ("EGFR", 19, ChangeKind.INFRAME_DELETION),
            ("EGFR", 20, ChangeKind.INFRAME_INSERTION),
            ("KIT", 11, ChangeKind.INFRAME_DELETION),
            ("KIT", 11, ChangeKind.INFRAME_INSERTION),
        }

    def test_a_range_names_all_its_exons_and_a_label_counts(self, knowledge: KnowledgeBase) -> None:
        ranged = KnowledgeBase((evidence_item("KIT exons 8-9 mutation"),), frozenset(), {})
        labels = [
            each for each in knowledge.approvals if str(each.biomarker) == "PDGFRA exon 18 mutation"
        ]
        base = KnowledgeBase((), frozenset(), {}, approvals=tuple(labels))
        resistance = tuple(replace(each, significance=Significance.RESISTANCE) for each in labels)

        assert {exon for _, exon, _ in ranged.named_exons} == {8, 9}
        assert ("PDGFRA", 18, ChangeKind.INFRAME_DELETION) in base.named_exons
        assert not KnowledgeBase((), frozenset(), {}, approvals=resistance).named_exons

    def test_a_change_that_is_ruled_out_is_not_named_as_a_driver(self) -> None:
        """`not KIT p.D816V` speaks of tumours without it."""
        base = KnowledgeBase((evidence_item("not KIT p.A1B"),), frozenset(), {})

        assert base.named_changes == frozenset()

    @pytest.mark.parametrize(
        ("origin", "counts"),
        [
            ("Somatic", True),
            ("Combined", True),
            ("", True),
            ("Common Germline", False),
            ("Rare Germline", False),
            ("Germline", False),
            ("Unknown", False),
        ],
    )
    def test_what_is_inherited_is_not_named_as_a_driver(self, origin: str, counts: bool) -> None:
        items = (
            evidence_item("BRCA2 p.K3326*", origin=origin),
            evidence_item("EGFR exon 19 inframe_deletion", origin=origin),
        )
        base = KnowledgeBase(items, frozenset(), {})

        assert (bool(base.named_changes), bool(base.named_exons)) == (counts, counts)

    def test_read_from_a_folder(self, tmp_path: Path) -> None:
        write_evidence_items(tmp_path / "evidence.tsv", self.ITEMS[:1])
        text(tmp_path / "hotspots.tsv", "gene|change", "BRAF|V600E", "BRAF|V600E")
        text(tmp_path / "gene_roles.tsv", "gene|role", "BRAF|oncogene")

        assert read_knowledge(tmp_path) == KnowledgeBase(
            self.ITEMS[:1], frozenset({("BRAF", "V600E")}), {"BRAF": "oncogene"}
        )

    def test_a_damaged_table_says_which(self, tmp_path: Path) -> None:
        text(tmp_path / "hotspots.tsv", "gene|change")
        text(tmp_path / "gene_roles.tsv", "gene|role")
        text(tmp_path / "evidence.tsv", "no|header")

        with pytest.raises(ResourceError, match=r"evidence\.tsv, line 1: "):
            read_knowledge(tmp_path)
