"""Step two: from a tumour profile to the case record."""

from __future__ import annotations

from dataclasses import asdict

from oncomatch import __version__
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.record import (
    SCHEMA_VERSION,
    CaseRecord,
    KnowledgeSource,
    MadeWith,
    Setting,
    VariantStanding,
)
from oncomatch.knowledge.base import KnowledgeBase
from oncomatch.matching.facts import Facts, collect_facts
from oncomatch.matching.statements import evaluate_evidence
from oncomatch.matching.states import gene_states, label_facts
from oncomatch.matching.therapies import check_markers, find_near_misses, match_therapies
from oncomatch.pipeline.chosen_reference import resources_with
from oncomatch.pipeline.other_annotators import EMBEDDED
from oncomatch.readers.config import Config
from oncomatch.reference.bundle import Reference
from oncomatch.reference.tumor_types import TumorTypes
from oncomatch.trials.match import match_trials
from oncomatch.trials.snapshot import Snapshot


def match_profile(
    profile: TumorProfile,
    config: Config,
    reference: Reference,
    tumor_types: TumorTypes,
    knowledge: KnowledgeBase,
    snapshot: Snapshot,
) -> CaseRecord:
    """Return the record of a case: therapies, near misses, markers, gene states, trials."""
    facts = collect_facts(profile, knowledge, reference)
    genes = _genes(profile, knowledge)
    labels = label_facts(profile, genes)
    case_type = tumor_types.get(profile.case.tumor_type)
    statements = evaluate_evidence(knowledge.evidence, facts, case_type, tumor_types, labels)
    return CaseRecord(
        schema_version=SCHEMA_VERSION,
        profile=profile,
        standings=_standings(facts),
        therapies=match_therapies(statements, facts),
        near_misses=find_near_misses(statements),
        markers=check_markers(statements, facts),
        genes=gene_states(facts, genes),
        trials=match_trials(snapshot.trials, facts, profile.case, tumor_types, labels),
        made_with=_made_with(config, knowledge, snapshot),
    )


def _genes(profile: TumorProfile, knowledge: KnowledgeBase) -> set[str]:
    """Return the genes whose state the record tells: of the panel, the files, the knowledge."""
    genes = {coverage.gene for coverage in profile.assay.genes}
    genes.update(number.gene for number in profile.copy_numbers)
    genes.update(knowledge.genes)
    return genes


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
        resources=resources_with(config.reference),
        settings=tuple(
            Setting(f"{group}.{key}", f"{value:g}" if isinstance(value, float) else str(value))
            for group, part in (("filters", config.filters), ("copy_number", config.copy_number))
            for key, value in asdict(part).items()
        )
        + _annotator(config),
    )


def _annotator(config: Config) -> tuple[Setting, ...]:
    """Return whose annotation was read beside our own, nothing where nobody's was."""
    return () if config.annotator == EMBEDDED else (Setting("annotator", config.annotator),)


def _sources(knowledge: KnowledgeBase) -> tuple[KnowledgeSource, ...]:
    counts: dict[tuple[str, str, str], int] = {}
    for item in knowledge.evidence:
        key = (item.provenance.source, item.provenance.release, item.provenance.licence)
        counts[key] = counts.get(key, 0) + 1
    return tuple(
        KnowledgeSource(name, release, count, licence)
        for (name, release, licence), count in sorted(counts.items())
    )
