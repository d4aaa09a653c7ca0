"""Match patients' documents of MatchEngine with trials: as oncomatch does, or as MatchEngine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from oncomatch.domain.trial_search import CaseTrials
from oncomatch.errors import InputError
from oncomatch.pipeline.chosen_knowledge import open_chosen_knowledge
from oncomatch.pipeline.chosen_trials import (
    age_note,
    open_chosen_trials,
    preferences_of,
    snapshot_name,
)
from oncomatch.pipeline.matchengine_cases import case_of
from oncomatch.pipeline.trial_files import TrialFile, merged, read_trials
from oncomatch.readers.config import Config
from oncomatch.readers.lines import printable
from oncomatch.readers.trial_documents import read_documents, read_rows_as_documents
from oncomatch.reference.bundle import open_reference
from oncomatch.reporting.files import write_text
from oncomatch.reporting.trial_answers import matches_as_json
from oncomatch.trials.ctml.trial import check_size
from oncomatch.trials.match import match_trials
from oncomatch.trials.matchengine.documents import Document, Patient, patients_of
from oncomatch.trials.matchengine.evaluate import Rules, matches_of
from oncomatch.trials.preferences import Listing
from oncomatch.trials.snapshot import Snapshot

_KEYS = {"SAMPLE_ID", "MRN", "ONCOTREE_PRIMARY_DIAGNOSIS_NAME", "BIRTH_DATE", "GENDER", "clinical"}
_WHAT = "patients of MatchEngine"


def are_documents(path: Path) -> bool:
    """Whether a file has MatchEngine's documents of patients, not a record of ours."""
    if path.suffix.lower() == ".csv":
        return True
    try:
        documents = [value for _, value in read_documents(path, "case")]
    except InputError:
        return False  # the reader of records says why
    first = documents[0] if documents else None
    return isinstance(first, dict) and bool(_KEYS & set(first))


def read_patients(path: Path, genomic: Path | None) -> list[Patient]:
    """Return the patients of a file of clinical documents, and one of genomic ones.

    A document may also be `{"clinical": {…}, "genomic": […]}`.

    Raises:
        InputError: a file cannot be read, or a document is none.
    """
    clinical: list[Document] = []
    whole: list[Patient] = []
    for where, document in _documents(path):
        inner = document.get("clinical")
        if isinstance(inner, dict):
            records = document.get("genomic", [])
            if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
                raise InputError(f"{where}: genomic is no list of documents")
            whole.append(Patient(inner, tuple(records)))
        else:
            clinical.append(document)
    records = [document for _, document in _documents(genomic)] if genomic is not None else []
    return [*patients_of(clinical, records), *whole]


def _documents(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    is_table = path.suffix.lower() == ".csv"
    read = read_rows_as_documents(path, _WHAT) if is_table else read_documents(path, _WHAT)
    for where, document in read:
        check_size(document, where)
        if not isinstance(document, dict):
            raise InputError(f"{where}: is no document of a patient: expected are keys and values")
        yield where, document


def match_documents(
    path: Path,
    genomic: Path | None,
    config: Config,
    *,
    trials: Path | None,
    today: date,
    everything: bool,
) -> str:
    """Return the trials of each patient as JSON, matched as a case of ours.

    Raises:
        InputError: a file cannot be read.
    """
    chosen: Snapshot = open_chosen_trials(config) if trials is None else merged(read_trials(trials))
    name = snapshot_name(config) if trials is None else printable(str(trials))
    age = age_note(config, chosen, today)
    wanted = preferences_of(config, "")
    knowledge, reference = open_chosen_knowledge(config), open_reference()
    found = []
    for number, patient in enumerate(read_patients(path, genomic), start=1):
        case = case_of(patient, number, today, reference, knowledge)
        listing = Listing.ALL if everything else Listing.TOUCHED
        matches = match_trials(chosen, case.evaluator, case.labels, wanted, listing=listing)
        notes = tuple(filter(None, (age, *case.notes)))
        trials_of = CaseTrials(case.name, chosen.data_date, wanted.countries, matches, name, notes)
        found.append(json.loads(matches_as_json(trials_of)))
    return json.dumps(found, ensure_ascii=False, indent=1)


def match_as_matchengine(
    path: Path,
    genomic: Path | None,
    trials: Path,
    rules: Rules,
) -> str:
    """Return the clauses that each patient meets by MatchEngine's rules, as JSON.

    Raises:
        InputError: a file cannot be read, or has trials that are no CTML.
    """
    files = read_trials(trials)
    ours = [each.path for each in files if not each.ctml]
    if ours:
        raise InputError(f"{ours[0]}: is no CTML; MatchEngine's rules are for CTML alone")
    found = [
        {
            "sample_id": patient.name,
            "matches": [each for file in files for each in _clauses(file, patient, rules)],
        }
        for patient in read_patients(path, genomic)
    ]
    return json.dumps(found, ensure_ascii=False, indent=1, default=str)


def _clauses(file: TrialFile, patient: Patient, rules: Rules) -> Iterator[dict[str, Any]]:
    for ctml in file.ctml:
        for match in matches_of(ctml.document, patient, rules):
            clause = match.clause
            yield {
                "protocol_no": ctml.trial.trial_id,
                "match_level": clause.level,
                "internal_id": clause.internal_id,
                "code": clause.code,
                "match_path": clause.path,
                "trial_curation_level_status": "closed" if clause.is_suspended else "open",
                "paths": [[{kind: leaf} for kind, leaf in path] for path in match.paths],
            }


def write_or_print(text: str, out: Path | None) -> None:
    """Write a text to a file, whole or not at all, or print it."""
    if out is None:
        print(text)
    else:
        write_text(out, text + "\n")


def rules_of(today: date, *, closed: bool, deceased: bool) -> Rules:
    """Return MatchEngine's rules with what is matched beside open trials and the living."""
    return replace(Rules(today), match_on_closed=closed, match_on_deceased=deceased)
