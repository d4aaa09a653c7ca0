"""Step two: from a tumour profile to the case record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from oncomatch import __version__
from oncomatch.domain.approval import Agency
from oncomatch.domain.biomarker import genes_of
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.match import CheckedMarker
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.record import (
    SCHEMA_VERSION,
    CaseRecord,
    GeneId,
    KnowledgeSource,
    MadeWith,
    Setting,
    VariantStanding,
)
from oncomatch.knowledge.base import KnowledgeBase
from oncomatch.matching.agencies import AgencyBook
from oncomatch.matching.assessed import assess_profile
from oncomatch.matching.candidates import candidates, genes_with_findings
from oncomatch.matching.checked_markers import check_markers
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.facts import Facts, collect_facts
from oncomatch.matching.meanings import match_meanings
from oncomatch.matching.near_misses import find_near_misses
from oncomatch.matching.oncogenicity import assess_oncogenicity
from oncomatch.matching.origin_sheets import origin_sheets
from oncomatch.matching.origin_structural import structural_sheets
from oncomatch.matching.relations import relations_to
from oncomatch.matching.statements import evaluate_evidence
from oncomatch.matching.states import gene_states, label_facts
from oncomatch.matching.therapies import match_therapies
from oncomatch.pipeline.chosen_knowledge import resources_with_knowledge, settings_of
from oncomatch.pipeline.chosen_reference import resources_with
from oncomatch.pipeline.chosen_trials import age_in_days, resources_with_trials
from oncomatch.pipeline.chosen_trials import settings_of as trial_settings_of
from oncomatch.pipeline.expected_fractions import expected_of
from oncomatch.pipeline.other_annotators import EMBEDDED
from oncomatch.pipeline.protein_maps import protein_maps
from oncomatch.pipeline.told_genes import genes_to_tell, is_breast
from oncomatch.readers.config import Config
from oncomatch.readers.lines import sha256_of
from oncomatch.reference.bundle import Reference
from oncomatch.reference.tumor_types import TumorTypes
from oncomatch.trials.match import match_trials
from oncomatch.trials.preferences import Preferences
from oncomatch.trials.snapshot import Snapshot


def match_profile(
    profile: TumorProfile,
    config: Config,
    reference: Reference,
    tumor_types: TumorTypes,
    knowledge: KnowledgeBase,
    snapshot: Snapshot,
    preferences: Preferences | None = None,
) -> CaseRecord:
    """Return the record of a case: therapies, near misses, markers, gene states, trials.

    Of the place in `preferences` the record keeps distances alone.
    """
    facts = collect_facts(profile, knowledge, reference)
    evaluator = Evaluator(facts)
    genes = genes_to_tell(profile, knowledge)
    case_type = tumor_types.get(profile.case.tumor_type)
    labels = label_facts(profile, genes, breast=is_breast(case_type))
    agencies = tuple(Agency(name) for name in config.agencies)
    others = tuple(agency for agency in Agency if agency not in agencies)
    approvals = knowledge.approvals_by_therapy
    book = AgencyBook(approvals, evaluator, case_type, tumor_types, (*agencies, *others))
    relations = relations_to(case_type, tumor_types)
    chosen = candidates(knowledge.statement_index(agencies), facts, relations)
    statements = evaluate_evidence(chosen, evaluator, case_type, tumor_types, labels)
    found_in = genes_with_findings(facts)
    meanings = match_meanings(
        knowledge.meaning_index.of(found_in), evaluator, case_type, tumor_types, labels
    )
    oncogenicity = tuple(
        assess_oncogenicity(variant, knowledge) for variant in profile.small_variants
    )
    standings = _standings(facts)
    markers = check_markers(statements, evaluator)
    return CaseRecord(
        schema_version=SCHEMA_VERSION,
        profile=profile,
        standings=standings,
        therapies=match_therapies(statements, evaluator, book.of),
        near_misses=find_near_misses(statements),
        markers=markers,
        genes=gene_states(facts, genes),
        meanings=meanings,
        oncogenicity=oncogenicity,
        trials=match_trials(snapshot, evaluator, labels, preferences),
        made_with=_made_with(config, knowledge, snapshot),
        germline_standings=_standings(facts.germline) if facts.germline is not None else (),
        origins=(
            *origin_sheets(profile, facts, knowledge, oncogenicity, meanings, case_type),
            *structural_sheets(profile, knowledge),
        ),
        assessed=assess_profile(profile, genes),
        proteins=protein_maps(profile, standings, knowledge, reference),
        expected_fractions=expected_of(profile, standings),
        gene_ids=_gene_ids(profile, markers, reference),
    )


def _gene_ids(
    profile: TumorProfile, markers: Iterable[CheckedMarker], reference: Reference
) -> tuple[GeneId, ...]:
    """Return the HGNC ids of the genes of the panel, the findings and the markers."""
    inherited = profile.germline.variants if profile.germline is not None else ()
    genes = {each.gene for each in profile.assay.genes}
    genes.update(profile.assay.fusion_genes or ())
    for call in (*profile.small_variants, *inherited):
        genes.update(call.gene.split("; "))
    for joined in profile.rearrangements:
        genes.update(joined.genes)
    genes.update(each.gene for each in profile.copy_numbers if each.kind is not None)
    for marker in markers:
        genes.update(genes_of(parse_biomarker(marker.biomarker)))
    found = {name: reference.find_gene(name) for name in genes}
    return tuple(
        GeneId(name, gene.hgnc)
        for name, gene in sorted(found.items())
        if gene is not None and gene.symbol == name and gene.hgnc
    )


def _standings(facts: Facts) -> tuple[VariantStanding, ...]:
    return tuple(
        VariantStanding(variant, answer.outcome is Outcome.MET, answer.reason)
        for variant, answer in facts.standings.items()
    )


def _made_with(config: Config, knowledge: KnowledgeBase, snapshot: Snapshot) -> MadeWith:
    return MadeWith(
        software=f"oncomatch {__version__}",
        run_date=config.run_date,
        knowledge=_sources(knowledge),
        trials_considered=len(snapshot.trials),
        trials_data_date=snapshot.data_date,
        resources=resources_with_trials(
            config, resources_with_knowledge(config, resources_with(config.reference))
        ),
        settings=(
            *_limits(config),
            Setting("agencies", ", ".join(config.agencies)),
            *_annotator(config),
            *settings_of(config),
            *trial_settings_of(config),
        ),
        trials_sources=snapshot.sources,
        trials_age_days=age_in_days(config, snapshot),
        trials_max_age_days=config.trials.max_age_days,
    )


def _limits(config: Config) -> Iterator[Setting]:
    groups = (
        "filters",
        "coverage",
        "copy_number",
        "origin",
        "expression",
        "tmb",
        "msi",
        "hrd",
        "signatures",
    )
    for group in groups:
        for key, value in asdict(getattr(config, group)).items():
            text = f"{value:g}" if isinstance(value, float) else str(value)
            if key == "catalogue" and value:
                text = f"{Path(value).name} (SHA-256 {sha256_of(Path(value))})"
            if isinstance(value, dict):
                text = ", ".join(f"{name} {number:g}" for name, number in sorted(value.items()))
            yield Setting(f"{group}.{key}", text)


def _annotator(config: Config) -> tuple[Setting, ...]:
    """Return whose annotation was read beside our own, nothing where nobody's was."""
    return () if config.annotator == EMBEDDED else (Setting("annotator", config.annotator),)


def _sources(knowledge: KnowledgeBase) -> tuple[KnowledgeSource, ...]:
    return tuple(
        KnowledgeSource(name, release, count, licence)
        for name, release, licence, count in knowledge.sources
    )
