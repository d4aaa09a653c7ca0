"""The files of one case: `<out>/<case_id>/…`, each step written whole or not at all.

Those of its first step are in `profile_files`: annotation takes long to load, and neither matching
nor drawing needs it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.house import HouseStyle
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.record import CaseRecord
from oncomatch.errors import InputError
from oncomatch.pipeline.chosen_knowledge import open_chosen_knowledge
from oncomatch.pipeline.chosen_reference import open_chosen
from oncomatch.pipeline.chosen_trials import check_trial_choice, open_chosen_trials, preferences_of
from oncomatch.pipeline.house import house_style
from oncomatch.pipeline.match import match_profile
from oncomatch.readers.case_sheet import CaseRequest
from oncomatch.readers.config import Config
from oncomatch.reference.tumor_types import open_tumor_types
from oncomatch.reporting.documents import read_document, write_document
from oncomatch.reporting.writers import HTML, WRITERS

log = logging.getLogger(__name__)

RECORD, REPORT = "case.json", WRITERS[HTML].file


def write_record(
    profile: TumorProfile, config: Config, folder: Path, place: str = ""
) -> CaseRecord:
    """Match a profile and write the case record; `place` is that of the sheet.

    Raises:
        InputError: the place, a country of the configuration or its snapshot is not usable.
    """
    preferences = preferences_of(config, place)
    record = match_profile(
        profile,
        config,
        open_chosen(config.reference, profile.case.build),
        open_tumor_types(),
        open_chosen_knowledge(config),
        open_chosen_trials(config),
        preferences,
    )
    write_document(folder / RECORD, record)
    log.info(
        "%s: %d therapy statements, %d near misses, %d trials",
        profile.case.case_id,
        len(record.therapies),
        len(record.near_misses),
        len(record.trials.matches),
    )
    return record


def write_reports(
    record: CaseRecord,
    folder: Path,
    forms: Sequence[str] = (HTML,),
    style: HouseStyle = HouseStyle(),  # noqa: B008 - frozen
) -> tuple[Path, ...]:
    """Write a record in the forms asked for; return their files or folders, in that order.

    Raises:
        InputError: a form is not known.
    """
    paths = report_paths(folder, forms, style.language)
    for form, path in zip(dict.fromkeys(forms), paths, strict=True):
        WRITERS[form].write(record, path, style)
    log.info("%s: report written", record.profile.case.case_id)
    return paths


def report_paths(folder: Path, forms: Sequence[str], language: str) -> tuple[Path, ...]:
    """Return the file or folder of each form, each once, in the language of the patient page.

    Raises:
        InputError: a form is not known.
    """
    unknown = [form for form in forms if form not in WRITERS]
    if unknown:
        raise InputError(
            f"{unknown[0]!r} is no form of report; known are {', '.join(sorted(WRITERS))}"
        )
    return tuple(folder / WRITERS[form].file_in(language) for form in dict.fromkeys(forms))


def read_profile(path: Path) -> TumorProfile:
    """Return a tumour profile from its file."""
    return read_document(path, TumorProfile)


def read_record(path: Path) -> CaseRecord:
    """Return a case record from its file."""
    return read_document(path, CaseRecord)


def write_case(
    request: CaseRequest, config: Config, folder: Path, forms: Sequence[str] = ()
) -> CaseRecord:
    """Do all steps of one case in one process; without `forms`, those of the configuration."""
    from oncomatch.pipeline.profile_files import write_profile  # to draw takes no annotation

    # A form that is not known, or a style that cannot be, is told before anything is done.
    report_paths(folder, forms, config.house.language)
    style = house_style(config)
    check_trial_choice(config, [request])
    profile = write_profile(request, config, folder)
    record = write_record(profile, config, folder, request.place)
    write_reports(record, folder, forms or config.outputs, style)
    return record
