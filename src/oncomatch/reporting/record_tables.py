"""The tables of a record: what XLSX and TSV have in common, one line a fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.trial_match import CriterionResult
from oncomatch.reporting.annotation_table import consequence_words

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class RecordTable:
    """A table by its name, with a heading for each column; None is a cell that is not known."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables_of(record: CaseRecord) -> tuple[RecordTable, ...]:
    """Return every table of a record, in the order in which people read them."""
    return (
        _case(record),
        _therapies(record),
        _evidence(record),
        _near_misses(record),
        _trials(record),
        _trial_criteria(record),
        _small_variants(record),
        _oncogenicity(record),
        _copy_numbers(record),
        _rearrangements(record),
        _markers(record),
        _genes(record),
        _assessed(record),
        _meanings(record),
        _ledger(record),
        _settings(record),
        _versions(record),
    )


def _table(name: str, columns: str, rows: Iterable[tuple[Cell, ...]]) -> RecordTable:
    return RecordTable(name, tuple(columns.split()), tuple(rows))


def _joined(values: Iterable[str]) -> str:
    return "; ".join(values)


def _yes(value: bool | None) -> str:
    return {True: "yes", False: "no", None: "not known"}[value]


def _case(record: CaseRecord) -> RecordTable:
    profile, case = record.profile, record.profile.case
    rows: list[tuple[Cell, ...]] = [
        ("case_id", case.case_id),
        ("tumor_type", case.tumor_type),
        ("tumor_type_name", case.tumor_type_name),
        ("build", case.build.value),
        ("specimen", case.specimen),
        ("tumor_sample", profile.sample),
    ]
    rows += [("note", note) for note in profile.notes]
    return _table("CASE", "field value", rows)


def _therapies(record: CaseRecord) -> RecordTable:
    columns = """tier significance finding regimen relation specificity interaction records
        against approvals levels escat_draft opposed_by conflicts disagreement given_before"""
    return _table(
        "THERAPIES",
        columns,
        (
            (
                match.tier.value,
                match.significance.value,
                _joined(match.labels),
                match.regimen,
                match.relation.value,
                match.specificity.value,
                match.interaction.value,
                len(match.evidence),
                len(match.against),
                _joined(f"{each.agency}: {each.state}" for each in match.approvals),
                _joined(f"{each.scheme} {each.level}" for each in match.levels),
                match.escat.tier,
                _joined(match.opposed_by),
                _joined(match.conflicts),
                match.disagreement,
                _joined(map(str, match.given_before)),
            )
            for match in record.therapies
        ),
    )


def _evidence(record: CaseRecord) -> RecordTable:
    columns = """finding regimen record release citation level scheme direction significance tier
        rule disease relation pattern condition reason licence"""
    return _table(
        "EVIDENCE",
        columns,
        (
            (
                _joined(match.labels),
                match.regimen,
                item.id,
                item.provenance.release,
                item.provenance.citation,
                item.level,
                item.scheme.value,
                item.direction.value,
                item.significance.value,
                item.tier.value,
                item.rule,
                item.disease,
                item.relation.value,
                item.biomarker,
                item.condition,
                item.reason,
                item.provenance.licence,
            )
            for match in record.therapies
            for item in (*match.evidence, *match.against)
        ),
    )


def _near_misses(record: CaseRecord) -> RecordTable:
    columns = "tier regimen biomarker condition outcome reason records"
    return _table(
        "NEAR_MISSES",
        columns,
        (
            (
                miss.tier.value,
                miss.regimen,
                miss.biomarker,
                miss.condition,
                miss.outcome.value,
                miss.reason,
                _joined(miss.records),
            )
            for miss in record.near_misses
        ),
    )


def _trials(record: CaseRecord) -> RecordTable:
    columns = """trial eligibility finding specificity title status phases interventions countries
        open_sites nearest_site distance_km unread_inclusion unread_exclusion updated data_date
        url"""
    return _table(
        "TRIALS",
        columns,
        (
            (
                trial.trial_id,
                trial.eligibility.value,
                _joined(trial.labels),
                trial.specificity.value,
                trial.title,
                trial.status.value,
                _joined(trial.phases),
                _joined(trial.interventions),
                _joined(trial.countries),
                trial.open_sites,
                trial.nearest_site,
                trial.distance_km,
                *trial.unread,
                trial.updated,
                trial.data_date,
                trial.url,
            )
            for trial in record.trials.matches
        ),
    )


def _trial_criteria(record: CaseRecord) -> RecordTable:
    columns = "trial part side kind criterion outcome reason confidence source"

    def rows() -> Iterator[tuple[Cell, ...]]:
        for trial in record.trials.matches:
            yield from (_criterion(trial.trial_id, "", each) for each in trial.criteria)
            for arm in trial.arms:
                yield from (_criterion(trial.trial_id, arm.name, each) for each in arm.criteria)

    return _table("TRIAL_CRITERIA", columns, rows())


def _criterion(trial: str, part: str, result: CriterionResult) -> tuple[Cell, ...]:
    return (
        trial,
        part,
        result.side.value,
        result.kind.value,
        result.criterion,
        result.outcome.value,
        result.reason,
        result.confidence.value,
        result.source,
    )


def _small_variants(record: CaseRecord) -> RecordTable:
    columns = """state gene change hgvs_c hgvs_p hgvs_g transcript mane consequence exon contig
        position ref alt vaf depth filter known caution left_out"""
    known = {standing.variant: standing.known for standing in record.standings}
    profile = record.profile
    return _table(
        "SMALL_VARIANTS",
        columns,
        (
            _variant(variant, "not reported" if variant.left_out else "reported", known)
            for variant in (*profile.small_variants, *profile.left_out)
        ),
    )


def _variant(variant: SmallVariant, state: str, known: dict[str, bool]) -> tuple[Cell, ...]:
    effect, place = variant.effect, variant.variant
    return (
        state,
        variant.gene,
        variant.label,
        effect.hgvs_c if effect else "",
        effect.hgvs_p if effect else "",
        variant.hgvs_g,
        effect.transcript if effect else "",
        variant.mane,
        consequence_words(effect.consequences)[0] if effect else "",
        effect.exon if effect else "",
        place.contig,
        place.position,
        place.ref,
        place.alt,
        variant.reads.vaf,
        variant.reads.depth,
        _joined(variant.filters) or "PASS",
        _yes(known.get(variant.id)),
        variant.caution,
        variant.left_out,
    )


def _oncogenicity(record: CaseRecord) -> RecordTable:
    columns = "variant classification points open_points rule state rule_points reason"
    labels = {each.id: each.label for each in record.profile.small_variants}
    return _table(
        "ONCOGENICITY",
        columns,
        (
            (
                labels.get(sheet.variant, sheet.variant),
                sheet.classification.value,
                sheet.points,
                sheet.open_points,
                each.rule.name,
                each.state.value,
                each.points,
                each.reason,
            )
            for sheet in record.oncogenicity
            for each in sheet.criteria
        ),
    )


def _copy_numbers(record: CaseRecord) -> RecordTable:
    columns = "gene kind copies minor loh log2 coverage extent reason source"
    return _table(
        "COPY_NUMBER",
        columns,
        (
            (
                each.gene,
                each.kind.value if each.kind else "neutral",
                each.copies,
                each.minor,
                _yes(each.loh),
                each.log2,
                each.coverage,
                each.extent.value if each.extent else "",
                each.reason,
                each.source,
            )
            for each in record.profile.copy_numbers
        ),
    )


def _rearrangements(record: CaseRecord) -> RecordTable:
    columns = "rearrangement kind detail caller left_out"
    return _table(
        "REARRANGEMENTS",
        columns,
        (
            (each.label, each.kind.value, each.detail, each.caller, each.left_out)
            for each in record.profile.rearrangements
        ),
    )


def _markers(record: CaseRecord) -> RecordTable:
    return _table(
        "MARKERS",
        "biomarker finding reason regimens",
        (
            (each.biomarker, each.finding.value, each.reason, _joined(each.regimens))
            for each in record.markers
        ),
    )


def _genes(record: CaseRecord) -> RecordTable:
    return _table(
        "GENES",
        "gene small_variants copy_number detail",
        (
            (each.gene, each.small_variants.value, each.copy_number.value, each.detail)
            for each in record.genes
        ),
    )


def _assessed(record: CaseRecord) -> RecordTable:
    return _table(
        "ASSESSED",
        "gene small_variants copy_number fusions missing",
        (
            (
                each.gene,
                each.small_variants.value,
                each.copy_number.value,
                each.fusions.value,
                each.missing,
            )
            for each in record.assessed.genes
        ),
    )


def _meanings(record: CaseRecord) -> RecordTable:
    columns = "finding kind significance disease relation level pattern record citation"
    return _table(
        "MEANINGS",
        columns,
        (
            (
                _joined(each.labels),
                each.kind,
                each.significance,
                each.disease,
                each.relation.value,
                each.level,
                each.biomarker,
                each.id,
                each.provenance.citation,
            )
            for each in record.meanings
        ),
    )


def _ledger(record: CaseRecord) -> RecordTable:
    ledger = record.profile.ledger
    rows: list[tuple[Cell, ...]] = [
        ("read", "", ledger.read),
        ("reported", "", ledger.reported),
        *(("filtered", line.reason, line.count) for line in ledger.filtered),
        *(("failed", line.reason, line.count) for line in ledger.failed),
    ]
    return _table("LEDGER", "fate reason alleles", rows)


def _settings(record: CaseRecord) -> RecordTable:
    rows = ((each.key, each.value) for each in record.made_with.settings)
    return _table("SETTINGS", "key value", rows)


def _versions(record: CaseRecord) -> RecordTable:
    made = record.made_with
    rows: list[tuple[Cell, ...]] = [
        ("software", made.software, "", "", ""),
        ("schema", record.schema_version, "", "", ""),
        ("trials", "", made.trials_data_date, "", ""),
        *(("knowledge", each.name, each.release, "", each.licence) for each in made.knowledge),
        *(("table", each.file, each.release, each.sha256, "") for each in made.resources),
        *(("input", each.name, each.role, each.sha256, "") for each in record.profile.inputs),
    ]
    return _table("VERSIONS", "what name release_or_role sha256 licence", rows)
