"""The bundled table of approvals: what the index gives, in a closed vocabulary, no sentence."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from building import ROOT
from oncomatch.domain.approval import Agency
from oncomatch.domain.biomarker import genes_of
from oncomatch.knowledge.approval_table import write_approvals
from oncomatch.knowledge.base import KnowledgeBase, read_knowledge
from oncomatch.knowledge.importers.approvals import import_approvals
from oncomatch.knowledge.importers.approvals_markers import markers_of_values
from oncomatch.reference.bundle import Reference
from oncomatch.reference.tables import read_rows
from oncomatch.reference.tumor_types import TumorTypes

FOLDER = ROOT / "resources" / "knowledge"
TABLE = FOLDER / "approvals.tsv"
INDEX = "moalmanac_regulatory_indications_2026-05.tsv"


def test_importing_the_index_again_gives_the_table(
    shared: Path, tmp_path: Path, reference: Reference, tumor_types: TumorTypes
) -> None:
    approvals, refusals = import_approvals(
        shared / "regulatory" / INDEX,
        FOLDER / "approval_corrections.tsv",
        FOLDER / "label_exclusions.tsv",
        reference,
        tumor_types,
    )
    write_approvals(tmp_path / "approvals.tsv", approvals)
    listed = {(row["record_id"], row["reason"]) for row in read_rows(FOLDER / "untranslated.tsv")}

    assert (tmp_path / "approvals.tsv").read_bytes() == TABLE.read_bytes()
    assert {(refusal.record_id, refusal.reason) for refusal in refusals} <= listed


def test_every_indication_of_the_index_is_translated_or_refused(shared: Path) -> None:
    indexed = {row["indication_id"] for row in read_rows(shared / "regulatory" / INDEX)}
    translated = {row["indication_id"] for row in read_rows(TABLE)}
    refused = {
        row["record_id"].split("/")[0]
        for row in read_rows(FOLDER / "untranslated.tsv")
        if row["record_id"].startswith("ind:")
    }

    assert translated | refused == indexed
    assert len(translated) >= 0.95 * len(indexed)


def test_no_sentence_of_a_label_is_in_the_tables(shared: Path) -> None:
    """Six words in a row that stand in an indication would be its words, not our facts."""
    runs = set()
    for row in read_rows(shared / "regulatory" / INDEX):
        words = re.findall(r"\w+", row["indication_text"].lower())
        runs |= {tuple(words[at : at + 6]) for at in range(len(words) - 5)}
    for table in (TABLE, FOLDER / "approval_corrections.tsv"):
        for row in read_rows(table):
            columns = {"setting", "omitted", "remark", "reason"} & row.keys()
            for part in (part for column in columns for part in row[column].split(";")):
                words = re.findall(r"\w+", part.lower())
                found = {tuple(words[at : at + 6]) for at in range(len(words) - 5)} & runs
                assert not found, (row, found)


def test_every_value_of_the_index_is_known_to_the_check_of_markers(shared: Path) -> None:
    values = {row["biomarkers"] for row in read_rows(shared / "regulatory" / INDEX)}
    parts = {part for value in values for part in value.split(" AND ")}

    assert [part for part in sorted(parts) if not markers_of_values([part])] == []


def test_records_are_unique_and_resolve(
    knowledge: KnowledgeBase, reference: Reference, tumor_types: TumorTypes
) -> None:
    ids = Counter(approval.id for approval in knowledge.approvals)

    assert [each for each, times in ids.items() if times > 1] == []
    for approval in knowledge.approvals:
        for code in (*approval.tumor_types, *approval.excluded_types):
            assert tumor_types.get(code).code == code
        for gene in genes_of(approval.biomarker):
            known = reference.find_gene(gene)
            assert known is not None
            assert known.symbol == gene


def test_every_row_cites_its_label_and_its_licence(knowledge: KnowledgeBase) -> None:
    for approval in knowledge.approvals:
        assert approval.agency.value in approval.provenance.citation
        assert approval.provenance.licence == (
            "fact from the label; found through moalmanac-db (GPL-2.0)"
        )


def test_all_agencies_are_there(knowledge: KnowledgeBase) -> None:
    assert {approval.agency for approval in knowledge.approvals} == set(Agency)


def test_corrections_are_of_indications_and_of_known_fields() -> None:
    fields = {
        "biomarkers",
        "therapies",
        "tumor_types",
        "omitted",
        "remark",
        "approved",
        "regular",
        "refused",
    }
    rows = list(read_rows(FOLDER / "approval_corrections.tsv"))
    pairs = Counter((row["indication_id"], row["field"]) for row in rows)

    assert {row["field"] for row in rows} == fields
    assert all(row["reason"] for row in rows)
    assert max(pairs.values()) == 1


@pytest.mark.parametrize(
    ("indication", "field", "expected"),
    [
        # the oddities that the index's own notes list, and those that the labels show
        ("ind:fda.enhertu:4", "accelerated", ""),
        ("ind:fda.enhertu:4", "biomarker", "ERBB2 IHC >= 3"),
        ("ind:fda.jemperli:2", "remark", "the index gives the date of a later label"),
        (
            "ind:fda.rozlytrek:1",
            "remark",
            "the index gives the date of an extension to younger patients",
        ),
        ("ind:fda.ibtrozi:0", "approved", "2025-06-11"),
        ("ind:fda.herceptin:1", "tumor_types", "GEJ;STAD"),
        ("ind:ema.blincyto:1", "biomarker", "CD19 expression and not BCR::ABL1 fusion"),
        ("ind:fda.gleevec:5", "biomarker", "not KIT p.D816V"),
        ("ind:fda.tagrisso:3", "line", 'after "EGFR tyrosine kinase inhibitor"'),
        ("ind:ema.retsevmo:2", "biomarker", "RET oncogenic"),
        ("ind:fda.tafinlar:5", "excluded_types", "COADREAD"),
    ],
)
def test_slips_of_the_index(indication: str, field: str, expected: str) -> None:
    rows = [row for row in read_rows(TABLE) if row["indication_id"] == indication]

    assert {row[field] for row in rows} == {expected}


def test_the_base_reads_without_the_table(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    for source in FOLDER.iterdir():
        if source.name != "approvals.tsv":
            (tmp_path / source.name).symlink_to(source)
    without = read_knowledge(tmp_path)

    assert without.approvals == ()
    assert len(without.evidence) == len(knowledge.evidence)
