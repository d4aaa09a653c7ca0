"""What of registries' studies is taken as trials, and why the rest is not."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from oncomatch.domain.biomarker import genes_of
from oncomatch.domain.named_trial import NamedTrial
from oncomatch.domain.trial import Registry, Trial
from oncomatch.errors import BiomarkerError, InputError
from oncomatch.knowledge.base import open_knowledge
from oncomatch.pipeline.chosen_trials import known_countries
from oncomatch.readers.lines import printable
from oncomatch.reference.bundle import open_reference
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tumor_types import open_tumor_types
from oncomatch.trials import ctis
from oncomatch.trials.conditions import ConditionReader
from oncomatch.trials.curated import Curation, read_curations
from oncomatch.trials.named import read_named
from oncomatch.trials.preferences import Coordinates
from oncomatch.trials.read_by_hand import HandReading, read_hand_readings
from oncomatch.trials.registry import BASE_URL, MARKERS, ONCOLOGY
from oncomatch.trials.snapshot import open_snapshot
from oncomatch.trials.studies import NOTHING_ASKED, UNTOLD, read_study

_MOST_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to take: from `files`, or from the registries at `url` and `ctis_url`.

    `countries` are the registry's names. An empty `url` asks ClinicalTrials.gov not, an empty
    `ctis_url` CTIS not. `force` takes unchanged data again, and far fewer trials than before.
    `data_date` (ISO 8601) is that of records in files that have none of their own. `curated` is a
    curator's table in the place of the bundled one.
    """

    genes: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    url: str = BASE_URL
    ctis_url: str = ""
    force: bool = False
    filter_genes: bool = True
    data_date: str = ""
    curated: Path | None = None

    @property
    def ctis_words(self) -> tuple[str, ...]:
        """The words for which CTIS is asked, one after the other: it joins none.

        Genes narrow more than conditions; of the whole set the conditions are fewer than the genes.
        """
        return self.genes if self.genes and self.filter_genes else self.conditions

    def at(self, registries: Sequence[str], url: str, ctis_url: str) -> Wanted:
        """Return the same of registries by their names, at other addresses than theirs if given."""
        return replace(
            self,
            url=(url or BASE_URL) if "clinicaltrials.gov" in registries else "",
            ctis_url=(ctis_url or ctis.BASE_URL) if "ctis" in registries else "",
        )


def wanted_of(
    genes: Sequence[str],
    conditions: Sequence[str],
    countries: Sequence[str],
    *,
    whole: bool = False,
    files: Sequence[Path] = (),
    force: bool = False,
    data_date: str = "",
    curated: Path | None = None,
) -> Wanted:
    """Return what to take; genes by any of their names, `whole` for all selected by biomarker.

    Raises:
        InputError: a gene or country is not known, a folder has no JSON files, or `data_date` is
            no day.
    """
    if data_date:
        try:
            date.fromisoformat(data_date)
        except ValueError as error:
            raise InputError(
                f"--data-date {printable(data_date)[:20]!r} is no day; write it as 2026-01-05"
            ) from error
    if whole:
        chosen = (*open_knowledge().genes, *MARKERS)
        conditions = conditions or ONCOLOGY
    else:
        chosen = tuple(dict.fromkeys(name for gene in genes for name in _names_of(gene)))
    return Wanted(
        genes=chosen,
        conditions=tuple(conditions),
        countries=known_countries(countries, open_snapshot()),
        files=tuple(file for path in files for file in _files_in(path)),
        force=force,
        filter_genes=not whole,
        data_date=data_date,
        curated=curated,
    )


def _names_of(gene: str) -> tuple[str, str]:
    """Return a gene's name as given, by which the registry knows it too, and its symbol."""
    found = open_reference().find_gene(gene)
    if found is None:
        raise InputError(f"gene {printable(gene)[:40]!r} is not known; give its HGNC symbol")
    return gene.strip(), found.symbol


def _files_in(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(path.glob("*.json"))
    if not files:
        raise InputError(f"{path}: has no file that ends in .json; give files or their folder")
    return files


@dataclass
class Taken:
    """The trials by id, and what was not taken, by reason.

    `to_review` has the curator's decisions that have lost their ground, by trial; `named` are the
    trials that name genes or markers, and of which it was not read what they ask for of them.
    """

    trials: dict[str, Trial] = field(default_factory=dict)
    repeated: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    read: int = 0
    to_review: dict[str, tuple[str, ...]] = field(default_factory=dict)
    named: dict[str, NamedTrial] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StudyReader:
    """What studies are read with."""

    conditions: ConditionReader
    curations: Mapping[str, tuple[Curation, ...]]
    by_hand: Mapping[str, HandReading]

    def read(self, study: dict[str, Any], day: str, to_review: list[str]) -> Trial:
        """Return the trial of a study of either registry; errors as theirs.

        `to_review` gets the decisions that have lost their ground.
        """
        if ctis.is_ctis(study):
            return ctis.read_ctis(study, self.conditions, self.curations, to_review)
        trial = read_study(study, day, self.conditions, self.curations, to_review, self.by_hand)
        return replace(trial, also=_ctis_numbers(study))

    def named(self, study: dict[str, Any], day: str, why: str) -> NamedTrial | None:
        """Return a study refused for a reason of `UNTOLD`, if it names genes or markers."""
        if ctis.is_ctis(study):
            return ctis.read_named_ctis(study, self.conditions)
        return read_named(study, day, self.conditions, by_title=why == NOTHING_ASKED)


def reader_of(wanted: Wanted) -> StudyReader:
    """Return the reader of studies with the curator's decisions, the bundled ones without a file.

    Raises:
        InputError: the curator's table is absent or wrong.
    """
    table = wanted.curated or resource_path("trials", "curated.tsv")
    if not table.is_file():
        raise InputError(f"{table}: there is no such file; check the path")
    by_hand = read_hand_readings(resource_path("trials", "read_by_hand.tsv"))
    return StudyReader(ConditionReader(open_tumor_types()), read_curations(table), by_hand)


def take_files(wanted: Wanted) -> Taken:
    """Return what is taken of the files.

    Raises:
        InputError: a file is absent, too large, or no study.
    """
    taken, reader = Taken(), reader_of(wanted)
    for path in wanted.files:
        for study in _studies_of(path):
            take(study, wanted, taken, reader, wanted.data_date)
    return taken


def _studies_of(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the studies of a file: a page of the API, one study, a record of CTIS, or a list.

    Raises:
        InputError: it is none of these.
    """
    if not path.is_file():
        raise InputError(f"{path}: there is no such file; check the path")
    if path.stat().st_size > _MOST_BYTES:
        raise InputError(f"{path}: has more than {_MOST_BYTES:,} bytes; split it")
    try:
        value = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{path}: is not JSON; give studies as the API of the registry has them"
        ) from error
    studies = value.get("studies", [value]) if isinstance(value, dict) else value
    if not isinstance(studies, list):
        studies = [None]
    for number, study in enumerate(studies, start=1):
        if not isinstance(study, dict) or not ("protocolSection" in study or ctis.is_ctis(study)):
            raise InputError(
                f"{path}, study {number}: is neither a study of ClinicalTrials.gov's API v2 nor a "
                f"record of EU CTIS; download it from there"
            )
        yield study


def take(
    study: dict[str, Any], wanted: Wanted, taken: Taken, reader: StudyReader, day: str
) -> None:
    """Take a study as a trial, or count why not."""
    taken.read += 1
    to_review: list[str] = []
    try:
        trial = reader.read(study, day, to_review)
        for site in trial.sites:
            if site.latitude is not None or site.longitude is not None:
                Coordinates(site.latitude, site.longitude)  # type: ignore[arg-type]
    except BiomarkerError as error:
        taken.refused[str(error)] += 1
        if str(error) in UNTOLD:
            _take_named(reader.named(study, day, str(error)), wanted, taken)
        return
    except (KeyError, TypeError, ValueError, AttributeError):
        taken.refused["the record is malformed"] += 1
        return
    if wanted.countries and not set(wanted.countries).intersection(trial.countries):
        taken.refused["no open site in the countries asked for"] += 1
        return
    if wanted.filter_genes and wanted.genes and not _genes(trial).intersection(wanted.genes):
        taken.refused["none of the genes asked for is in its criteria"] += 1
        return
    known = taken.trials.get(trial.trial_id)
    taken.repeated += known is not None
    if known is None or known.data_date < trial.data_date:
        taken.trials[trial.trial_id] = trial
        taken.to_review[trial.trial_id] = tuple(to_review)


def _take_named(trial: NamedTrial | None, wanted: Wanted, taken: Taken) -> None:
    """Note a trial that names genes, where it is of the genes and countries asked for."""
    if trial is None or (wanted.countries and not set(wanted.countries) & set(trial.countries)):
        return
    if not (wanted.filter_genes and wanted.genes) or trial.genes & set(wanted.genes):
        taken.named[trial.trial_id] = trial


def _genes(trial: Trial) -> set[str]:
    parts = (trial.criteria, *(arm.criteria for arm in trial.arms))
    return {gene for part in parts for each in part for gene in genes_of(each.pattern)}


def _ctis_numbers(study: dict[str, Any]) -> tuple[str, ...]:
    infos = study["protocolSection"]["identificationModule"].get("secondaryIdInfos", ())
    numbers = [str(each.get("id", "")) for each in infos]
    return tuple(each for each in numbers if ctis.CT_NUMBER.fullmatch(each))


def told_once(trials: Iterable[Trial]) -> tuple[list[Trial], int]:
    """Return trials with those of CTIS merged into the same of ClinicalTrials.gov, and how many.

    The record of ClinicalTrials.gov stays, for its sites have coordinates; it keeps the number
    in CTIS. The version at the end of such a number makes no difference.
    """
    by_id = {trial.trial_id: trial for trial in trials}
    by_ctis = {
        number.rsplit("-", 1)[0]: trial.trial_id
        for trial in by_id.values()
        if trial.registry is Registry.CLINICALTRIALS_GOV
        for number in trial.also
    }
    merged = 0
    for trial in list(by_id.values()):
        if trial.registry is not Registry.CTIS:
            continue
        named = [each for each in trial.also if each in by_id]
        other = named[0] if named else by_ctis.get(trial.trial_id.rsplit("-", 1)[0])
        if other is not None:
            kept = by_id[other]
            numbers = dict.fromkeys((*kept.also, trial.trial_id))
            by_id[other] = replace(kept, also=tuple(numbers))
            del by_id[trial.trial_id]
            merged += 1
    return list(by_id.values()), merged
