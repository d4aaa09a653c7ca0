"""Importing the sources again gives the bundled tables; no row of a source is lost."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from building import ROOT
from oncomatch.domain.build import GenomeBuild
from oncomatch.knowledge.evidence_table import write_evidence_items
from oncomatch.knowledge.importers.civic import CivicTranslation, import_civic
from oncomatch.knowledge.importers.diseases import Conditions
from oncomatch.knowledge.importers.fda import import_fda
from oncomatch.knowledge.importers.gene_facts import (
    compile_gene_roles,
    compile_hotspot_sites,
    compile_hotspots,
    current_symbols,
)
from oncomatch.knowledge.importers.refusal import write_refusals
from oncomatch.knowledge.importers.variant_facts import (
    VariantFacts,
    read_descriptions,
    read_transcripts,
)
from oncomatch.knowledge.regions import read_regions
from oncomatch.pipeline.kb.hotspot_numbering import (
    counted_on_ours,
    residues_counted_otherwise,
)
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


@pytest.fixture(scope="module")
def from_civic(
    shared: Path, civic: Path, conditions: Conditions, reference: Reference
) -> CivicTranslation:
    facts = VariantFacts(
        read_descriptions(shared / "kb" / "civic_variants_with_coords_2025.tsv"),
        read_regions(FOLDER / "regions.tsv"),
        read_transcripts(shared / "kb" / "civic_2022-12_accepted_part1.tsv"),
        reference,
    )
    return import_civic(civic, RELEASE, reference, conditions, facts)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def rows_of(path: Path, source: str) -> list[dict[str, str]]:
    """Return the rows of one source: each has its own importer."""
    return [row for row in read(path) if row["source"] == source]


def test_evidence_and_refusals_of_civic(tmp_path: Path, from_civic: CivicTranslation) -> None:
    write_evidence_items(tmp_path / "evidence.tsv", from_civic.items)
    write_refusals(tmp_path / "untranslated.tsv", from_civic.refusals)

    for name in ("evidence.tsv", "untranslated.tsv"):
        assert read(tmp_path / name) == rows_of(FOLDER / name, "CIViC")


def test_evidence_and_refusals_of_the_fda(
    tmp_path: Path, fda: Path, conditions: Conditions, reference: Reference
) -> None:
    items, refusals = import_fda(fda, reference, conditions)
    write_evidence_items(tmp_path / "evidence.tsv", items)
    write_refusals(tmp_path / "untranslated.tsv", refusals)

    for name in ("evidence.tsv", "untranslated.tsv"):
        assert read(tmp_path / name) == rows_of(FOLDER / name, "FDA CDx list")


def test_every_row_of_the_fda_is_translated_or_refused(
    fda: Path, conditions: Conditions, reference: Reference
) -> None:
    assert sum(map(len, import_fda(fda, reference, conditions))) == len(read(fda))


def test_no_statement_of_civic_is_copied(civic: Path) -> None:
    """The evidence statements are long; not one stands in the bundle."""
    tables = ("evidence.tsv", "meanings.tsv", "untranslated.tsv")
    bundle = "".join((FOLDER / name).read_text(encoding="utf-8") for name in tables)
    statements = {row["evidence_statement"][:80] for row in read(civic)} - {""}

    assert [statement for statement in statements if statement in bundle] == []


def test_deletions_with_an_insertion_keep_it(civic: Path, from_civic: CivicTranslation) -> None:
    """`G776delinsVC` is not `G776del`: each name with delins has a pattern with delins."""
    named = {
        f"CIViC EID{row['evidence_id']}"
        for row in read(civic)
        if "delins" in row["molecular_profile"].lower()
    }

    assert [
        str(i.biomarker)
        for i in from_civic.items
        if i.id in named and "delins" not in str(i.biomarker)
    ] == []


def test_gene_facts(tmp_path: Path, shared: Path, civic: Path, reference: Reference) -> None:
    pathways = shared / "kb" / "oncogenic_pathways_TCGA.tsv"
    hotspots = shared / "kb" / "cancerhotspots_v2_hg38.tsv"
    current, roles = current_symbols(reference), tmp_path / "gene_roles.tsv"
    compile_gene_roles(pathways, civic, RELEASE, current, roles)
    counted = counted_on_ours(
        residues_counted_otherwise(hotspots, GenomeBuild.GRCH38, current, reference)
    )
    compile_hotspots(hotspots, roles, current, counted, tmp_path / "hotspots.tsv")

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
