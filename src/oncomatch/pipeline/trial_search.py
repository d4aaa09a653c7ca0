"""Trials for a stated alteration or for a kept case, from the engine that serves cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from oncomatch.domain.biomarker import genes_of
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.trial_match import TrialMatches
from oncomatch.domain.trial_search import CaseTrials, TrialAnswer, TrialQuestion
from oncomatch.domain.tumor_type import ANY
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.facts import collect_facts
from oncomatch.matching.states import label_facts
from oncomatch.matching.treatment import unknown_names
from oncomatch.pipeline.chosen_knowledge import open_chosen_knowledge
from oncomatch.pipeline.chosen_reference import open_chosen
from oncomatch.pipeline.chosen_trials import (
    age_note,
    open_chosen_trials,
    preferences_of,
    snapshot_name,
)
from oncomatch.pipeline.lookup import Lookup, open_lookup
from oncomatch.pipeline.told_genes import genes_to_tell, is_breast
from oncomatch.pipeline.trial_files import merged, read_trials
from oncomatch.readers.case_sheet import read_patient
from oncomatch.readers.config import Config
from oncomatch.readers.lines import printable
from oncomatch.reference.tumor_types import open_tumor_types
from oncomatch.reporting.documents import read_case_profile
from oncomatch.reporting.files import write_text
from oncomatch.reporting.trial_answers import (
    answer_as_json,
    answer_as_text,
    matches_as_json,
    matches_as_text,
)
from oncomatch.reporting.trial_table import matches_as_table
from oncomatch.trials.match import match_trials
from oncomatch.trials.naming import Names, markers_found
from oncomatch.trials.preferences import Listing, Preferences
from oncomatch.trials.snapshot import Snapshot

_NO_TYPE = "no tumour type was given: trials of every type are listed"
_LONGEST_NAME = 100
_NO_ALTERATION = "no alteration was given: what the trials ask for of the tumour is not known"


def search_text(
    question: TrialQuestion, config: Config, today: date, limit: int, form: str = "text"
) -> str:
    """Return the answer to a search: `text` of at most `limit` trials, `json` or `tsv` of all."""
    answer = search_trials(question, config, today)
    if form == "tsv":
        return matches_as_table(answer.found.matches)
    return answer_as_json(answer) if form == "json" else answer_as_text(answer, limit)


def search_trials(question: TrialQuestion, config: Config, today: date) -> TrialAnswer:
    """Return the trials that a stated alteration opens, with a warning of data old on that day.

    A gene alone, or a tumour type alone, lists the trials that ask for it, their answers open.
    Snapshot, order and countries are those of the configuration; the question's countries go first.

    Raises:
        InputError: a word of the question is not understood.
    """
    snapshot = open_chosen_trials(config)
    age = age_note(config, snapshot, today)
    cells = {"case_id": "search", "build": "GRCh38", "tumor_type": question.tumor_type or ANY}
    cells |= {column: text for column, text in question.patient.items() if text.strip()}
    tumor_types = open_tumor_types()
    case = read_patient(cells, "options", tumor_types)
    wanted = preferences_of(config, question.place, question.countries)
    lookup = open_lookup(config)
    notes = [
        age,
        tumor_types.understand(question.tumor_type).note if question.tumor_type else _NO_TYPE,
        *unknown_names(case.prior_therapies),
    ]
    listing = Listing.ALL if question.everything else Listing.TOUCHED
    named = ""
    if question.alteration:
        stated = lookup.stated(question.gene, question.alteration)
        evaluator, labels = stated.evaluator, stated.labels
        gene, alteration = stated.understanding.gene, stated.understanding.alteration
        notes += stated.notes
        if len(alteration) > _LONGEST_NAME:  # the notes say how the words were read
            named = f"{question.gene} {question.alteration}".strip()
            labels = dict.fromkeys(labels, named)
    else:
        gene, alteration, labels = _symbol(lookup, question.gene), "", {}
        evaluator, listing = lookup.nothing(), Listing.ALL
        snapshot = _about(snapshot, gene) if gene else snapshot
        notes.append(_NO_ALTERATION)
    patient = evaluator.of_patient(case)
    names = Names(frozenset(gene.split(", ")) - {""}, markers_found(patient))
    found = match_trials(snapshot, patient, labels, wanted, listing=listing, names=names)
    notes.append(_distance_note(found, wanted))
    return TrialAnswer(
        question,
        gene,
        alteration,
        (named or alteration or gene or "Any alteration").replace("_", " "),
        case,
        wanted.countries,
        tuple(filter(None, dict.fromkeys(notes))),
        snapshot.data_date,
        snapshot_name(config),
        found,
    )


def _distance_note(found: TrialMatches, wanted: Preferences) -> str:
    """Return why trials have no distance, empty where all have or none is asked for."""
    without = sum(match.distance_km is None for match in found.matches)
    if wanted.place is None or not without:
        return ""
    return (
        f"{without} of the {len(found.matches)} trials listed have no distance: the snapshot has "
        f"no coordinates of their open sites"
    )


def _symbol(lookup: Lookup, gene: str) -> str:
    return lookup.gene(gene) if gene else ""


def _about(snapshot: Snapshot, genes: str) -> Snapshot:
    """Return the trials of a snapshot with a criterion on one of the genes."""
    wanted = set(genes.split(", "))
    places = {
        place
        for place in range(len(snapshot.texts))
        if not wanted.isdisjoint(genes_of(snapshot.pattern(place)))
    }
    kept = tuple(
        trial
        for trial in snapshot.trials
        for parts in [(trial.criteria, *(arm.criteria for arm in trial.arms))]
        if any(each.pattern in places for part in parts for each in part)
    )
    return replace(snapshot, trials=kept)


def write_matches(found: CaseTrials, out: Path | None, form: str = "json", limit: int = 20) -> None:
    """Write the trials of a kept case to a file, whole or not at all, or print them.

    As `text` there are at most `limit` of them, as `json` or `tsv` all.
    """
    if form == "tsv":
        text = matches_as_table(found.trials.matches)
    else:
        text = matches_as_text(found, limit) if form == "text" else matches_as_json(found)
    if out is None:
        print(text)
    else:
        write_text(out, text + "\n")


def rematch(
    path: Path,
    config: Config,
    today: date,
    countries: tuple[str, ...] = (),
    place: str = "",
    *,
    everything: bool = False,
    trials: Path | None = None,
) -> CaseTrials:
    """Return the trials of a kept case, `case.json` or `profile.json`.

    `trials` is a file or folder of trials of the site's own, in the place of the snapshot that the
    configuration chooses, as do the order and the countries where none are given.

    Raises:
        InputError: the file is neither, or a country or the place is not understood.
    """
    snapshot = open_chosen_trials(config) if trials is None else merged(read_trials(trials))
    wanted = preferences_of(config, place, countries)
    profile = read_case_profile(path)
    evaluator, labels = _of_profile(profile, config)
    listing = Listing.ALL if everything else Listing.TOUCHED
    found = match_trials(snapshot, evaluator, labels, wanted, listing=listing)
    name = snapshot_name(config) if trials is None else printable(str(trials))
    notes = tuple(filter(None, [age_note(config, snapshot, today), _distance_note(found, wanted)]))
    return CaseTrials(
        profile.case.case_id, snapshot.data_date, wanted.countries, found, name, notes
    )


def _of_profile(profile: TumorProfile, config: Config) -> tuple[Evaluator, dict[str, str]]:
    knowledge = open_chosen_knowledge(config)
    reference = open_chosen(config.reference, profile.case.build)
    breast = is_breast(open_tumor_types().get(profile.case.tumor_type))
    labels = label_facts(profile, genes_to_tell(profile, knowledge), breast=breast)
    return Evaluator(collect_facts(profile, knowledge, reference)), labels
