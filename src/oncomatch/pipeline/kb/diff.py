"""Compare two knowledge folders, or two releases of CIViC as its tables have them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from oncomatch.domain.biomarker import Biomarker, genes_of
from oncomatch.domain.evidence import EvidenceItem
from oncomatch.domain.meaning import ClinicalMeaning
from oncomatch.errors import InputError
from oncomatch.knowledge.base import read_knowledge
from oncomatch.knowledge.importers.civic_rows import CivicRecord, identify_extracts, read_civic
from oncomatch.knowledge.importers.drug_names import one_name
from oncomatch.knowledge.lock import check_folder
from oncomatch.knowledge.release_diff import Change, Difference, Entry, Release, differences
from oncomatch.pipeline.kb.civic import are_tables, translate_release, words_of_path
from oncomatch.pipeline.kb.rows import read_untranslated
from oncomatch.reference.bundle import open_reference
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows

_CIVIC = "CIViC "
_MOST_GENES = 25


def compare(old: str, new: str) -> tuple[Difference, ...]:
    """Return what changed between two folders, tables of CIViC, or one of each.

    Tables of one release are parted by commas. Where one side is CIViC's tables, only CIViC's
    records of the other are compared.

    Raises:
        InputError: a path is neither a knowledge folder nor a table.
        ResourceError: a table is of no known layout.
    """
    before, after = words_of_path(old), words_of_path(new)
    tables = are_tables(before), are_tables(after)
    one = _of_tables(before) if tables[0] else _of_folder(before)
    other = _of_tables(after) if tables[1] else _of_folder(after)
    if all(tables):
        one = Release(one.entries, one.bare | _identified(before, after))
        other = Release(other.entries, other.bare | _identified(after, before))
    elif any(tables):
        one, other = _civic_alone(one), _civic_alone(other)
    return differences(one, other)


def _of_folder(paths: Sequence[Path]) -> Release:
    if len(paths) != 1 or paths[0].is_file():
        shown = ",".join(map(str, paths))
        raise InputError(f"{shown}: is neither a knowledge folder nor tables of CIViC")
    folder = paths[0]
    if not folder.is_dir():
        raise InputError(f"{folder}: there is no such file or folder; check the path")
    check_folder(folder)
    knowledge = read_knowledge(folder)
    entries = [*map(_of_item, knowledge.evidence), *map(_of_meaning, knowledge.meanings)]
    entries += [
        Entry(
            id=each.id,
            gene=_genes(each.biomarker),
            name=str(each.biomarker),
            kind="Approval",
            level=each.status.value,
            significance=each.significance.value,
            pattern=_pattern(each.biomarker, each.condition),
            disease=";".join(each.tumor_types),
            therapies=str(each.regimen),
        )
        for each in knowledge.approvals
    ]
    refused = {row.id: row.cells["name"] for row in read_untranslated(folder)}
    entries += [Entry(id=each, gene=_first_word(name), name=name) for each, name in refused.items()]
    return Release({each.id: each for each in entries})


def _of_tables(paths: Sequence[Path]) -> Release:
    """Return the accepted records; what has a pattern is compared as the knowledge has it."""
    found = translate_release(paths, "release", resource_path("knowledge"), open_reference())
    translated = (*map(_of_item, found.items), *map(_of_meaning, found.meanings))
    entries = {each.id: each for each in translated}
    for record in read_civic(paths).records:
        if record.status == "accepted" and f"{_CIVIC}EID{record.evidence_id}" not in entries:
            entry = _of_record(record)
            entries[entry.id] = entry
    return Release(entries)


def _of_item(item: EvidenceItem) -> Entry:
    return Entry(
        id=item.id,
        gene=_genes(item.biomarker),
        name=str(item.biomarker),
        kind="Predictive",
        level=item.level.value if item.level else "",
        significance=item.significance.value,
        direction=item.direction.value,
        pattern=_pattern(item.biomarker, item.condition),
        disease=_disease(item.tumor_types, item.disease, item.subtype),
        therapies=str(item.regimen),
    )


def _of_meaning(meaning: ClinicalMeaning) -> Entry:
    return Entry(
        id=meaning.id,
        gene=_genes(meaning.biomarker),
        name=str(meaning.biomarker),
        kind=meaning.kind.value,
        level=meaning.level.value,
        significance=meaning.significance.word,
        direction=meaning.direction.value if meaning.direction else "",
        pattern=_pattern(meaning.biomarker, meaning.condition),
        disease=_disease(meaning.tumor_types, meaning.disease, meaning.subtype),
        therapies="",
    )


def _of_record(record: CivicRecord) -> Entry:
    """Return a record without a pattern; its disease is a word, not codes, and not compared."""
    return Entry(
        id=f"{_CIVIC}EID{record.evidence_id}",
        gene=_first_word(record.profile),
        name=record.profile,
        kind=record.kind,
        level=record.level,
        significance=record.significance,
        direction=record.direction,
        therapies=None if len(record.therapies) > 1 else "".join(map(one_name, record.therapies)),
    )


def _pattern(biomarker: Biomarker, condition: Biomarker | None) -> str:
    return f"{biomarker}; where also {condition}" if condition else str(biomarker)


def _disease(codes: Iterable[str], name: str, subtype: str) -> str:
    """Return the codes of a disease: sources rename diseases that mean the same."""
    return (";".join(codes) or name) + (f" [{subtype}]" if subtype else "")


def _genes(biomarker: Biomarker) -> str:
    return ", ".join(genes_of(biomarker)) or "whole tumour"


def _first_word(name: str) -> str:
    return name.split(" ")[0].split("::")[0]


def _identified(paths: Iterable[Path], named: Sequence[Path]) -> frozenset[str]:
    """Return the records that rows without an identifier are of, by their statement."""
    found: set[str] = set()
    for path in paths:
        if "evidence_id" in next(iter(read_rows(path)), {"evidence_id": ""}):
            continue
        for table in named:
            if "evidence_statement" in next(iter(read_rows(table)), {}):
                ids = identify_extracts(path, table)
                found.update(f"{_CIVIC}EID{each}" for each in ids)
    return frozenset(found)


def _civic_alone(release: Release) -> Release:
    kept = {key: entry for key, entry in release.entries.items() if key.startswith(_CIVIC)}
    return Release(kept, release.bare)


def as_tsv(found: Iterable[Difference]) -> list[str]:
    """Return the changes as lines of a table, one a change."""
    lines = ["gene\trecord_id\tchange\tfield\tbefore\tafter"]
    for each in found:
        cells = (each.gene, each.id, each.change.value, each.field, each.before, each.after)
        lines.append("\t".join(cells))
    return lines


def as_json(found: Iterable[Difference]) -> list[str]:
    """Return the changes as lines of JSON, one a change."""
    return [
        json.dumps({**asdict(each), "change": each.change.value}, ensure_ascii=False)
        for each in found
    ]


def as_table(found: Sequence[Difference]) -> list[str]:
    """Return the changes counted by kind and by gene, for people; those of most genes first."""
    records = {change: {each.id for each in found if each.change is change} for change in Change}
    lines = [f"{change.value:20}{len(ids):6} records" for change, ids in records.items()]
    fields = Counter(each.field for each in found if each.change is Change.MEANING)
    if fields:
        said = ", ".join(f"{name} {number}" for name, number in sorted(fields.items()))
        lines.append(f"fields of changed meaning: {said}")
    by_gene: dict[str, Counter[Change]] = {}
    for change, gene, _ in {(each.change, each.gene, each.id) for each in found}:
        by_gene.setdefault(gene, Counter())[change] += 1
    ordered = sorted(by_gene.items(), key=lambda pair: (-pair[1].total(), pair[0]))
    lines += ["", f"{'gene':20}" + "".join(f"{change.value:>21}" for change in Change)]
    for gene, counts in ordered[:_MOST_GENES]:
        lines.append(f"{gene[:19]:20}" + "".join(f"{counts[change]:21}" for change in Change))
    if len(ordered) > _MOST_GENES:
        lines.append(
            f"… and {len(ordered) - _MOST_GENES} more genes: --format tsv has every change"
        )
    return lines
