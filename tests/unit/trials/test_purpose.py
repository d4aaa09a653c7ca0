"""What a trial may be for other than treatment, where the record does not say that it treats."""

from __future__ import annotations

import pytest

import building
from oncomatch.domain.trial import Registry, Trial
from oncomatch.domain.trial_match import TrialMatch
from oncomatch.matching.evaluator import Evaluator
from oncomatch.reporting.trial_words import purpose_words
from oncomatch.trials.match import match_trials
from oncomatch.trials.purpose import other_purpose
from oncomatch.trials.snapshot import make_snapshot
from unit.trials.trial_makers import trial

TITLES = {
    "a tracer": ("89Zr-xotuzumab PET in HER2-low breast cancer", "imaging"),
    "its uptake": ("Pilot study of the uptake of [18F]xotradiol", "imaging"),
    "prevention of cancer": ("Xotamoxifen for breast cancer risk reduction", "prevention"),
    "of its harm": ("Xotilol against cardiotoxicity of HER2-directed therapy", "side effects"),
    "a treatment": ("A phase 3 trial of xotinib in EGFR-mutant lung cancer", ""),
    "a biopsy on the way": ("Xotinib with post-progression biopsy in lung cancer", ""),
    "pets": ("Carpets of xotinib", ""),
}


@pytest.mark.parametrize(("title", "purpose"), TITLES.values(), ids=TITLES)
def test_what_a_title_speaks_of(title: str, purpose: str) -> None:
    assert other_purpose(title) == purpose


def matched(*trials: Trial) -> tuple[TrialMatch, ...]:
    lung = building.tumor("LUAD", [("KRAS", "G12C")])
    return match_trials(make_snapshot(trials), Evaluator(building.facts_of(lung)), {}).matches


def test_a_doubtful_purpose_is_told_and_ranks_behind_treatments() -> None:
    imaging = trial("NCT00000001", title="Xotinib PET")
    broad = trial("NCT00000002", "KRAS mutation")

    first, second = matched(imaging, broad)

    assert (first.trial_id, first.purpose) == ("NCT00000002", "")
    assert (second.trial_id, second.purpose) == ("NCT00000001", "imaging")
    assert purpose_words(second.purpose) == "by its title it may be about imaging, not treatment"


@pytest.mark.parametrize("fields", [{"treats": True}, {"registry": Registry.LOCAL}])
def test_there_is_no_doubt_where_the_record_or_the_site_says_that_it_treats(
    fields: dict[str, object],
) -> None:
    (found,) = matched(trial("NCT00000001", title="Xotinib PET", **fields))

    assert found.purpose == ""
