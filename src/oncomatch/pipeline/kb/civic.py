"""Read a release of CIViC against the knowledge at hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from oncomatch.knowledge.base import read_knowledge
from oncomatch.knowledge.importers.civic import SOURCE, CivicTranslation, import_civic
from oncomatch.knowledge.importers.diseases import Conditions
from oncomatch.knowledge.importers.known_numbering import doubted_records, facts_from
from oncomatch.knowledge.importers.refusal import Refusal, reason_group
from oncomatch.reference.bundle import Reference
from oncomatch.reference.tumor_types import read_disease_mappings


def translate_release(
    paths: Sequence[Path],
    release: str,
    folder: Path,
    reference: Reference,
    variants: Path | None = None,
) -> CivicTranslation:
    """Return what the tables of a release give, with what the knowledge in `folder` knows.

    Raises:
        ResourceError: the columns are of no known layout, or a word is not of the vocabulary.
    """
    knowledge = read_knowledge(folder)
    items = [each for each in knowledge.evidence if each.provenance.source == SOURCE]
    meanings = [each for each in knowledge.meanings if each.provenance.source == SOURCE]
    biomarkers = [*(each.biomarker for each in items), *(each.biomarker for each in meanings)]
    conditions = Conditions(
        read_disease_mappings(), folder / "label_conditions.tsv", folder / "label_exclusions.tsv"
    )
    facts = facts_from(folder, biomarkers, reference, variants)
    found = import_civic(paths, release, reference, conditions, facts)
    return found if variants else _without(found, doubted_records(folder, SOURCE))


def _without(found: CivicTranslation, doubted: dict[str, str]) -> CivicTranslation:
    """Return the translation without the records that were doubted for want of a fitting place."""
    refusals = list(found.refusals)
    counts = found.counts.copy()

    def kept(record: str, kind: str, level: str, name: str) -> bool:
        reason = doubted.get(record)
        if reason is None:
            return True
        refusals.append(Refusal(SOURCE, record, name, reason))
        counts[kind, level, "translated"] -= 1
        counts[kind, level, reason_group(reason)] += 1
        return False

    items = tuple(
        item
        for item in found.items
        if kept(
            item.provenance.record_id,
            "Predictive",
            item.level.value if item.level else "",
            str(item.biomarker),
        )
    )
    meanings = tuple(
        each
        for each in found.meanings
        if kept(each.provenance.record_id, each.kind.value, each.level.value, str(each.biomarker))
    )
    return replace(found, items=items, meanings=meanings, refusals=tuple(refusals), counts=counts)


def predictive_share(found: CivicTranslation) -> float:
    """Return which part of the predictive items is translated; 0 where there is none."""
    counted = {key: number for key, number in found.counts.items() if key[0] == "Predictive"}
    translated = sum(number for key, number in counted.items() if key[2] == "translated")
    return translated / max(1, sum(counted.values()))


def words_of_path(text: str) -> tuple[Path, ...]:
    """Return the files of a release that is given as `part1,part2`."""
    return tuple(Path(part) for part in text.split(",") if part)


def are_tables(paths: Iterable[Path]) -> bool:
    """Whether paths are files, not a knowledge folder."""
    return all(path.is_file() for path in paths)
