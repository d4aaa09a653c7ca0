"""The whole table of the Cancer Genome Interpreter, from the source's own files."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from oncomatch.domain.biomarker import ProteinChange, atoms_of
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evidence import CgiLevel, EvidenceItem, EvidenceScheme
from oncomatch.knowledge.base import open_knowledge
from oncomatch.knowledge.importers.cgi import SOURCE, import_cgi
from oncomatch.knowledge.importers.diseases import Conditions
from oncomatch.knowledge.importers.refusal import Refusal
from oncomatch.reference.bundle import Reference, open_reference
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows
from oncomatch.reference.tumor_types import open_tumor_types, read_disease_mappings

ROWS = 1034
CITED = re.compile(
    r"PMID:|PMC\d|NCT\d|FDA|EMA|NCCN|(?:ASCO|ASH|ESMO|ENA|AACR|EBCC)\b|ASCO\d|EBCC\d|https?://|doi:"
)


@pytest.fixture(scope="module")
def table(shared: Path) -> Path:
    return shared / "kb" / "cgi_biomarkers_20170208.tsv"


@pytest.fixture(scope="module")
def imported(table: Path) -> tuple[list[EvidenceItem], list[Refusal]]:
    knowledge = resource_path("knowledge")
    conditions = Conditions(
        read_disease_mappings(),
        knowledge / "label_conditions.tsv",
        knowledge / "label_exclusions.tsv",
    )
    variants = table.with_name("cgi_biomarkers_per_variant_2017.tsv")
    return import_cgi(table, variants, "2017-02-08", open_reference(), conditions)


def test_every_row_is_an_item_or_a_refusal(
    imported: tuple[list[EvidenceItem], list[Refusal]],
) -> None:
    items, refusals = imported
    lines = [item.provenance.record_id for item in items] + [each.record_id for each in refusals]

    assert Counter(lines) == Counter(f"line {number}" for number in range(2, ROWS + 2))
    assert len(items) >= 0.97 * ROWS


def test_the_bundle_has_what_the_source_gives(
    imported: tuple[list[EvidenceItem], list[Refusal]],
) -> None:
    bundled = [item for item in open_knowledge().evidence if item.provenance.source == SOURCE]
    refused = [
        row
        for row in read_rows(resource_path("knowledge", "untranslated.tsv"))
        if row["source"] == SOURCE
    ]

    assert sorted(bundled, key=lambda item: item.id) == sorted(
        imported[0], key=lambda item: item.id
    )
    assert [row["record_id"] for row in refused] == sorted(each.record_id for each in imported[1])


def test_every_item_has_its_scheme_and_can_be_looked_up(
    imported: tuple[list[EvidenceItem], list[Refusal]],
) -> None:
    odd = [
        item.id
        for item in imported[0]
        if item.scheme is not EvidenceScheme.CGI
        or not isinstance(item.level, CgiLevel)
        or not CITED.match(item.provenance.citation)
    ]

    assert odd == []


def test_patterns_are_in_their_own_form(
    imported: tuple[list[EvidenceItem], list[Refusal]],
) -> None:
    texts = [str(item.biomarker) for item in imported[0]]

    assert [text for text in texts if str(parse_biomarker(text)) != text] == []


def test_every_change_of_a_gene_with_sequence_starts_from_its_residue(
    imported: tuple[list[EvidenceItem], list[Refusal]], reference: Reference
) -> None:
    """The numbers are those of the transcript that the pattern names."""
    atoms = {atom for item in imported[0] for atom in atoms_of(item.biomarker)}
    wrong = []
    for atom in atoms:
        if not isinstance(atom, ProteinChange):
            continue
        build = reference.builds[0]
        reported = reference.reported_transcript(atom.gene, build)
        named = reference.transcripts_named(atom.transcript, build) if atom.transcript else ()
        transcript = named[0] if named else reported
        residue, number = atom.change[0], int(re.findall(r"\d+", atom.change)[0])
        if transcript and transcript.protein_sequence[number - 1] != residue:
            wrong.append(str(atom))

    assert len(atoms) > 500
    assert wrong == []


def test_tumour_types_are_oncotree_and_say_why_when_there_is_none() -> None:
    known = {each.code for each in open_tumor_types()}
    rows = list(read_rows(resource_path("ontology", "cgi_tumor_types.tsv")))
    unknown = [code for row in rows for code in row["tumor_types"].split(";") if code not in known]

    assert [code for code in unknown if code] == []
    assert [row["acronym"] for row in rows if not row["tumor_types"] and not row["note"]] == []
    assert [row["acronym"] for row in rows] == sorted({row["acronym"] for row in rows})


def test_acronyms_that_mislead() -> None:
    """MPN is a nerve sheath tumour here, AA an adenoma; OncoTree has other tumours by these."""
    codes = {
        row["acronym"]: row["tumor_types"]
        for row in read_rows(resource_path("ontology", "cgi_tumor_types.tsv"))
    }

    assert (codes["MPN"], codes["AA"], codes["MM"]) == ("MPNST", "ACA", "PCM")
