"""What stands beside the answer, and what is for whoever looks after the files."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oncomatch.reporting.notes import split_notes
from unit.reporting.report_makers import empty_profile, made_with, record

NOTES = {
    "no panel": ("It is not known which regions the assay covers", False),
    "copy-number stretches": ("3 records of the copy-number file do not count", False),
    "not known to us": ("A sentence of tomorrow.", False),
    "calls that are not reported": ("Calls of the file of fusions that are not reported: 9", True),
    "calls of one of two files": ("b.vcf: Calls of the file of fusions that concern no gene", True),
    "records that are not read": ("Records of the file of fusions that are not read: 9", True),
    "quoted in another note": ("Mind: see Calls of the file of fusions that are not", False),
}


@pytest.mark.parametrize("name", NOTES)
def test_only_notes_on_single_calls_are_technical(name: str):
    note, technical = NOTES[name]
    cautions, notes = split_notes(record(empty_profile(notes=(note,))))

    assert (note in notes, note in cautions) == (technical, not technical)


def test_trials_that_are_too_old_stand_first():
    made = record(empty_profile(notes=("no panel",)))
    old = made_with(trials_age_days=400, trials_max_age_days=90)
    cautions, _ = split_notes(replace(made, made_with=old))

    assert "400 days before this report" in cautions[0]
    assert cautions[1] == "no panel"
