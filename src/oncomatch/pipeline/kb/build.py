"""Compile a knowledge folder from the raw tables of its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from oncomatch.domain.approval import Approval
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.evidence import EvidenceItem
from oncomatch.errors import InputError
from oncomatch.knowledge.approval_table import write_approvals
from oncomatch.knowledge.conflicts import FILE as CONFLICTS
from oncomatch.knowledge.conflicts import find_conflicts, write_conflicts
from oncomatch.knowledge.evidence_table import write_evidence_items
from oncomatch.knowledge.importers.approvals import import_approvals
from oncomatch.knowledge.importers.cgi import import_cgi
from oncomatch.knowledge.importers.civic import CivicTranslation, import_civic, table_of_counts
from oncomatch.knowledge.importers.diseases import Conditions
from oncomatch.knowledge.importers.fda import import_fda
from oncomatch.knowledge.importers.gene_facts import (
    compile_gene_roles,
    compile_hotspot_sites,
    compile_hotspots,
    current_symbols,
)
from oncomatch.knowledge.importers.hotspot_counts import compile_hotspot_counts
from oncomatch.knowledge.importers.refusal import Refusal, reason_group, write_refusals
from oncomatch.knowledge.importers.regions import compile_regions
from oncomatch.knowledge.importers.therapies import import_therapies
from oncomatch.knowledge.importers.variant_facts import (
    VariantFacts,
    read_descriptions,
    read_transcripts,
)
from oncomatch.knowledge.lock import lock_of, write_lock
from oncomatch.knowledge.meaning_table import write_meanings
from oncomatch.knowledge.regions import read_regions
from oncomatch.knowledge.therapy_table import write_therapies
from oncomatch.pipeline.kb.folders import whole_folder
from oncomatch.pipeline.kb.hotspot_numbering import (
    counted_on_ours,
    residues_counted_otherwise,
)
from oncomatch.reference.bundle import Reference, open_reference
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tumor_types import open_tumor_types, read_disease_mappings

CIVIC_RELEASE = "2025-04"
CGI_RELEASE = "2017-02-08"
_LABELS = "labels"


@dataclass(frozen=True)
class Sources:
    """Where the raw tables lie below a data folder."""

    raw: Path

    @property
    def kb(self) -> Path:
        """Folder of the knowledge sources."""
        return self.raw / "kb"

    @property
    def civic(self) -> Path:
        """CIViC's accepted evidence."""
        return self.kb / "civic_ClinicalEvidence_2025-04.tsv"

    @property
    def labels(self) -> Path:
        """Index of the regulators' indications."""
        return self.raw / "regulatory" / "moalmanac_regulatory_indications_2026-05.tsv"


@dataclass(frozen=True)
class Imported:
    """What a source gave, by table, and what could not be translated."""

    source: str
    translated: int
    refusals: Sequence[Refusal]


def default_data() -> Path:
    """Return the folder of raw tables beside a checkout, where the bundled ones come from."""
    return resource_path("knowledge").parents[2] / "shared" / "data"


def build_knowledge(data: Path | None, out: Path) -> list[str]:
    """Compile all tables of a knowledge folder; return what to tell, a line each.

    The folder is written whole or not at all. Tables that are curated by hand are taken from the
    bundled folder. The bundled folder itself has its checksums in the manifest, others a lock.

    Raises:
        InputError: a raw table is absent.
    """
    sources = Sources(data or default_data())
    if not sources.civic.is_file():
        raise InputError(
            f"{sources.civic}: there is no such file; give --data the folder that has kb/, "
            f"regulatory/, reference/ and trials/ with the raw tables of the sources "
            f"(resources/README.md names them)"
        )
    bundled = resource_path("knowledge")
    reference = open_reference()
    try:
        with whole_folder(out, bundled) as folder:
            imported, civic, approvals = _compile(sources, folder, reference)
            if out.resolve() != bundled.resolve():
                write_lock(folder, lock_of(folder))
    except FileNotFoundError as error:
        raise InputError(
            f"{error.filename}: there is no such file; the data folder needs all raw tables that "
            f"resources/README.md names"
        ) from error
    return [*_told(imported, approvals), "", *table_of_counts(civic.counts)]


def conditions_of(folder: Path) -> Conditions:
    """Return what disease names imply and labels ask for, by the tables of a folder."""
    return Conditions(
        read_disease_mappings(), folder / "label_conditions.tsv", folder / "label_exclusions.tsv"
    )


def translate_cgi(
    data: Path, reference: Reference, conditions: Conditions
) -> tuple[list[EvidenceItem], list[Refusal]]:
    """Return the items of the Cancer Genome Interpreter and what could not be translated."""
    kb = Sources(data).kb
    variants = kb / "cgi_biomarkers_per_variant_2017.tsv"
    return import_cgi(
        kb / "cgi_biomarkers_20170208.tsv", variants, CGI_RELEASE, reference, conditions
    )


def _compile(
    sources: Sources, folder: Path, reference: Reference
) -> tuple[list[Imported], CivicTranslation, list[Approval]]:
    kb, current = sources.kb, current_symbols(reference)
    conditions = conditions_of(folder)
    domains = sources.raw / "reference" / "maftools_protein_domains.tsv.gz"
    compile_regions(domains, reference, current, folder / "regions.tsv")
    records, therapies = import_therapies(sources.raw, folder, CIVIC_RELEASE)
    write_therapies(folder / "therapies.tsv", records)
    facts = VariantFacts(
        read_descriptions(kb / "civic_variants_with_coords_2025.tsv"),
        read_regions(folder / "regions.tsv"),
        read_transcripts(kb / "civic_2022-12_accepted_part1.tsv"),
        reference,
    )
    civic = import_civic(sources.civic, CIVIC_RELEASE, reference, conditions, facts)
    cgi, cgi_refused = translate_cgi(sources.raw, reference, conditions)
    fda, fda_refused = import_fda(kb / "fda_companion_diagnostics_2023.tsv", reference, conditions)
    approvals, unread = import_approvals(
        sources.labels,
        folder / "approval_corrections.tsv",
        folder / "label_exclusions.tsv",
        reference,
        open_tumor_types(),
    )
    items = [*civic.items, *cgi, *fda]
    write_evidence_items(folder / "evidence.tsv", items)
    write_conflicts(folder / CONFLICTS, find_conflicts(items))
    write_meanings(folder / "meanings.tsv", civic.meanings)
    write_approvals(folder / "approvals.tsv", approvals)
    refusals = [*civic.refusals, *cgi_refused, *fda_refused, *unread]
    write_refusals(folder / "untranslated.tsv", refusals)
    _compile_gene_facts(sources, folder, reference)
    imported = [
        Imported("CIViC", len(civic.items) + len(civic.meanings), civic.refusals),
        Imported("CGI", len(cgi), cgi_refused),
        Imported("FDA companion diagnostics", len(fda), fda_refused),
        Imported(_LABELS, len({each.indication_id for each in approvals}), unread),
        Imported("therapies", len(therapies.therapies), ()),
    ]
    return imported, civic, approvals


def _compile_gene_facts(sources: Sources, folder: Path, reference: Reference) -> None:
    kb, current = sources.kb, current_symbols(reference)
    roles = folder / "gene_roles.tsv"
    compile_gene_roles(
        kb / "oncogenic_pathways_TCGA.tsv", sources.civic, CIVIC_RELEASE, current, roles
    )
    positions = {
        GenomeBuild.GRCH37: kb / "cancerhotspots_v2_hg19.tsv",
        GenomeBuild.GRCH38: kb / "cancerhotspots_v2_hg38.tsv",
    }
    recurrent = positions[GenomeBuild.GRCH38]
    counted = counted_on_ours(
        residues_counted_otherwise(recurrent, GenomeBuild.GRCH38, current, reference)
    )
    compile_hotspots(recurrent, roles, current, counted, folder / "hotspots.tsv")
    compile_hotspot_sites(positions, reference, folder / "hotspot_sites.tsv")
    compile_hotspot_counts(
        kb / "cancerhotspots_v2_full.txt", current, counted, folder / "hotspot_counts.tsv"
    )


def _told(imported: list[Imported], approvals: list[Approval]) -> Iterator[str]:
    yield "| source | translated | not translated | by reason |"
    yield "|---|---|---|---|"
    for each in imported:
        reasons = Counter(reason_group(refusal.reason) for refusal in each.refusals)
        said = ", ".join(f"{number} {reason}" for reason, number in sorted(reasons.items()))
        yield f"| {each.source} | {each.translated} | {len(each.refusals)} | {said} |"
    yield ""
    yield "| agency | indications | regimens |"
    yield "|---|---|---|"
    for agency in sorted({each.agency.value for each in approvals}):
        own = [each for each in approvals if each.agency.value == agency]
        yield f"| {agency} | {len({each.indication_id for each in own})} | {len(own)} |"
