"""Compile CIViC's accepted evidence (CC0) from the tables of a release.

Predictive items become evidence, all others clinical meanings. Facts are taken; the evidence
statement is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from oncomatch.domain.biomarker import Biomarker
from oncomatch.domain.evidence import (
    Direction,
    EvidenceItem,
    EvidenceLevel,
    EvidenceScheme,
    Interaction,
    Regimen,
    Significance,
)
from oncomatch.domain.meaning import ClinicalMeaning, MeaningKind, MeaningSignificance
from oncomatch.domain.provenance import Provenance
from oncomatch.errors import BiomarkerError, ResourceError
from oncomatch.knowledge.importers.civic_rows import CivicRecord, read_civic
from oncomatch.knowledge.importers.diseases import Condition, Conditions
from oncomatch.knowledge.importers.drug_names import one_name
from oncomatch.knowledge.importers.numbering import tie_to_transcripts
from oncomatch.knowledge.importers.profiles import parse_profile
from oncomatch.knowledge.importers.refusal import Refusal, reason_group
from oncomatch.knowledge.importers.variant_facts import NOTHING_KNOWN, VariantFacts
from oncomatch.reference.bundle import Reference
from oncomatch.reference.tumor_types import DiseaseMapping

SOURCE = "CIViC"
LICENCE = "CC0-1.0"

_PREDICTIVE = "Predictive"
_TRANSLATED = "translated"
_NO_DISEASE = DiseaseMapping((), "", "", "")


@dataclass(frozen=True)
class CivicTranslation:
    """What a release gives: evidence items, clinical meanings, and what could not be translated.

    `counts` has the number of items by evidence type, level and outcome, which is `translated`
    or the group of the reason.
    """

    items: tuple[EvidenceItem, ...]
    meanings: tuple[ClinicalMeaning, ...]
    refusals: tuple[Refusal, ...]
    counts: Counter[tuple[str, str, str]]


def import_civic(
    paths: Path | Sequence[Path],
    release: str,
    reference: Reference,
    conditions: Conditions,
    facts: VariantFacts = NOTHING_KNOWN,
) -> CivicTranslation:
    """Return what the table or tables of one release give.

    The layout is recognised by the header: with molecular profiles (from 2023 on) or with genes
    and variants (until 2022). `facts` are what else is known of variants.

    Raises:
        ResourceError: the columns are of no known layout, or a word is not of the vocabulary.
    """
    tables = read_civic([paths] if isinstance(paths, Path) else paths)
    compiler = _Compiler(release, reference, conditions, facts)
    items: list[EvidenceItem] = []
    meanings: list[ClinicalMeaning] = []
    refusals: list[Refusal] = []
    counts: Counter[tuple[str, str, str]] = Counter()
    for record in tables.records:
        if record.status != "accepted":
            continue
        outcome = _TRANSLATED
        try:
            if record.kind == _PREDICTIVE:
                items.append(compiler.item(record))
            else:
                meanings.append(compiler.meaning(record))
        except BiomarkerError as error:
            refusals.append(Refusal(SOURCE, f"EID{record.evidence_id}", record.profile, str(error)))
            outcome = reason_group(str(error))
        except ValueError as error:
            raise ResourceError(
                f"CIViC EID{record.evidence_id}: {error}; CIViC may have a new word, which has to "
                f"be added to the vocabulary before this release can be used"
            ) from error
        counts[record.kind, record.level, outcome] += 1
    for name, place in tables.extracts:
        reason = "the row names no record, disease or citation: it cannot be looked up"
        refusals.append(Refusal(SOURCE, place, name, reason))
    return CivicTranslation(tuple(items), tuple(meanings), tuple(refusals), counts)


@dataclass(frozen=True)
class _Compiler:
    release: str
    reference: Reference
    conditions: Conditions
    facts: VariantFacts

    def item(self, record: CivicRecord) -> EvidenceItem:
        if not record.therapies:
            raise BiomarkerError("the record names no therapy")
        mapping = self.conditions.mapping_of(record.disease)
        biomarker = self._biomarker(record)
        regimen, level = _regimen(record), EvidenceLevel(record.level)
        condition = self.conditions.of_disease(record.disease, biomarker)
        if condition.biomarker is None and level is EvidenceLevel.VALIDATED:
            condition = self.conditions.of_label(regimen.therapies, mapping.tumor_types)
        return EvidenceItem(
            biomarker=biomarker,
            condition=condition.biomarker,
            condition_source=condition.source,
            tumor_types=mapping.tumor_types,
            disease=record.disease,
            subtype=mapping.subtype,
            regimen=regimen,
            significance=Significance(record.significance),
            direction=Direction(record.direction),
            scheme=EvidenceScheme.CIVIC,
            level=level,
            rating=int(record.rating) if record.rating else None,
            origin=record.origin,
            flagged=record.flagged,
            provenance=self._provenance(record),
            excluded_types=self.conditions.excluded_types(regimen.therapies, mapping.tumor_types),
        )

    def meaning(self, record: CivicRecord) -> ClinicalMeaning:
        kind = MeaningKind(record.kind)
        mapping = self._mapping(record.disease, kind)
        biomarker = self._biomarker(record)
        condition = Condition()
        if mapping.tumor_types:
            condition = self.conditions.of_disease(record.disease, biomarker)
        return ClinicalMeaning(
            kind=kind,
            biomarker=biomarker,
            condition=condition.biomarker,
            condition_source=condition.source,
            tumor_types=mapping.tumor_types,
            disease=record.disease,
            subtype=mapping.subtype,
            phenotypes=record.phenotypes,
            significance=MeaningSignificance.parse(record.significance),
            direction=Direction(record.direction) if record.direction else None,
            level=EvidenceLevel(record.level),
            rating=int(record.rating) if record.rating else None,
            origin=record.origin,
            flagged=record.flagged,
            provenance=self._provenance(record),
        )

    def _mapping(self, disease: str, kind: MeaningKind) -> DiseaseMapping:
        """Return the disease's mapping; predisposition is to syndromes too, function to none."""
        if kind is MeaningKind.FUNCTIONAL and not disease:
            return _NO_DISEASE
        if kind is MeaningKind.PREDISPOSING:
            return self.conditions.known_mapping(disease)
        return self.conditions.mapping_of(disease)

    def _biomarker(self, record: CivicRecord) -> Biomarker:
        biomarker = parse_profile(record.profile, self.facts)
        return tie_to_transcripts(
            biomarker, self.reference, record.profile, record.transcript, self.facts
        )

    def _provenance(self, record: CivicRecord) -> Provenance:
        return Provenance(
            source=SOURCE,
            record_id=f"EID{record.evidence_id}",
            release=self.release,
            citation=record.citation,
            url=record.url,
            licence=LICENCE,
        )


def _regimen(record: CivicRecord) -> Regimen:
    therapies = list(dict.fromkeys(map(one_name, record.therapies)))
    if len(therapies) > 1 and not record.interaction:
        raise BiomarkerError("several therapies without a word on how they belong together")
    interaction = Interaction(record.interaction)
    if interaction is not Interaction.SEQUENTIAL:
        therapies.sort()
    return Regimen(tuple(therapies), interaction)


def table_of_counts(counts: Counter[tuple[str, str, str]]) -> list[str]:
    """Return the lines of a table (Markdown): items by evidence type and level, and outcome."""
    lines = [
        "| evidence type | level | items | translated | not translated, by reason |",
        "|---|---|---|---|---|",
    ]
    kinds = sorted({kind for kind, _, _ in counts}, key=lambda kind: (kind != _PREDICTIVE, kind))
    for kind in kinds:
        levels = sorted({level for each, level, _ in counts if each == kind})
        for level in (*levels, ""):
            outcomes: Counter[str] = Counter()
            for (each, of_level, outcome), number in counts.items():
                if each == kind and level in (of_level, ""):
                    outcomes[outcome] += number
            translated = outcomes.pop(_TRANSLATED, 0)
            total = translated + outcomes.total()
            reasons = ", ".join(f"{number} {reason}" for reason, number in sorted(outcomes.items()))
            share = f"{translated} ({100 * translated / total:.1f} %)"
            lines.append(f"| {kind} | {level or 'all'} | {total} | {share} | {reasons} |")
    return lines
