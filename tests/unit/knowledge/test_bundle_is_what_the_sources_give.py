"""Importing the sources again gives the bundled tables; no row of a source is lost."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from building import ROOT
from oncomatch.domain.build import GenomeBuild
from oncomatch.knowledge.evidence_table import write_evidence_items
from oncomatch.knowledge.importers.civic import import_civic
from oncomatch.knowledge.importers.diseases import Conditions
from oncomatch.knowledge.importers.fda import import_fda
from oncomatch.knowledge.importers.gene_facts import (
    compile_gene_roles,
    compile_hotspot_sites,
    compile_hotspots,
    current_symbols,
)
from oncomatch.knowledge.importers.refusal import write_refusals
from oncomatch.reference.bundle import Reference
from oncomatch.reference.tumor_types import read_disease_mappings

FOLDER = ROOT / "resources" / "knowledge"
RELEASE = "2025-04"


@pytest.fixture(scope="module")
def conditions() -> Conditions:
    return Conditions(
        read_disease_mappings(), FOLDER / "label_conditions.tsv", FOLDER / "label_exclusions.tsv"
    )


@pytest.fixture(scope="module")
def civic(shared: Path) -> Path:
    return shared / "kb" / "civic_ClinicalEvidence_2025-04.tsv"


@pytest.fixture(scope="module")
def fda(shared: Path) -> Path:
    return shared / "kb" / "fda_companion_diagnostics_2023.tsv"


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def test_evidence_and_refusals(
    tmp_path: Path, civic: Path, fda: Path, conditions: Conditions, reference: Reference
) -> None:
    items, refusals = import_civic(civic, RELEASE, reference, conditions)
    more, others = import_fda(fda, reference, conditions)
    write_evidence_items(tmp_path / "evidence.tsv", [*items, *more])
    write_refusals(tmp_path / "untranslated.tsv", [*refusals, *others])

    for name in ("evidence.tsv", "untranslated.tsv"):
        assert read(tmp_path / name) == read(FOLDER / name)


def test_every_row_is_translated_or_refused(
    civic: Path, fda: Path, conditions: Conditions, reference: Reference
) -> None:
    wanted = [
        row
        for row in read(civic)
        if (row["evidence_type"], row["evidence_status"]) == ("Predictive", "accepted")
    ]
    counts = [
        sum(map(len, import_civic(civic, RELEASE, reference, conditions))),
        sum(map(len, import_fda(fda, reference, conditions))),
    ]

    assert counts == [len(wanted), len(read(fda))]


def test_no_statement_of_civic_is_copied(civic: Path) -> None:
    """The evidence statements are long; not one stands in the bundle."""
    bundle = (FOLDER / "evidence.tsv").read_text(encoding="utf-8")
    statements = {row["evidence_statement"][:80] for row in read(civic)} - {""}

    assert [statement for statement in statements if statement in bundle] == []


def test_deletions_with_an_insertion_keep_it(
    civic: Path, conditions: Conditions, reference: Reference
) -> None:
    """`G776delinsVC` is not `G776del`: each name with delins has a pattern with delins."""
    named = {
        f"CIViC EID{row['evidence_id']}"
        for row in read(civic)
        if "delins" in row["molecular_profile"].lower()
    }
    items, _ = import_civic(civic, RELEASE, reference, conditions)

    assert [
        str(i.biomarker) for i in items if i.id in named and "delins" not in str(i.biomarker)
    ] == []


def test_gene_facts(tmp_path: Path, shared: Path, civic: Path, reference: Reference) -> None:
    pathways = shared / "kb" / "oncogenic_pathways_TCGA.tsv"
    hotspots = shared / "kb" / "cancerhotspots_v2_hg38.tsv"
    current, roles = current_symbols(reference), tmp_path / "gene_roles.tsv"
    compile_gene_roles(pathways, civic, RELEASE, current, roles)
    compile_hotspots(hotspots, roles, current, tmp_path / "hotspots.tsv")

    for name in ("hotspots.tsv", "gene_roles.tsv"):
        assert read(tmp_path / name) == read(FOLDER / name)


def test_hotspot_sites(tmp_path: Path, shared: Path, reference: Reference) -> None:
    names = {GenomeBuild.GRCH37: "hg19", GenomeBuild.GRCH38: "hg38"}
    sources = {
        build: shared / "kb" / f"cancerhotspots_v2_{name}.tsv" for build, name in names.items()
    }
    compile_hotspot_sites(sources, reference, tmp_path / "hotspot_sites.tsv")
    written = read(tmp_path / "hotspot_sites.tsv")

    assert written == read(FOLDER / "hotspot_sites.tsv")
    assert {row["build"] for row in written} == {"GRCh37", "GRCh38"}
    assert not any(
        reference.has_sequence(row["gene"], GenomeBuild(row["build"])) for row in written
    )
