"""CTML documents as trials: levels, states, sites; and documents that are no CTML."""

from __future__ import annotations

from typing import Any

import pytest

from oncomatch.domain.trial import Arm, ArmLevel, TrialStatus
from oncomatch.errors import InputError
from oncomatch.trials.ctml.slips import SlipKind
from unit.trials.ctml_makers import ctml, read

ADULT = {"clinical": {"age_numerical": ">=18"}}
FEMALE = {"clinical": {"gender": "Female"}}
KRAS = {"genomic": {"hugo_symbol": "KRAS", "variant_category": "Mutation"}}
EGFR = {"genomic": {"hugo_symbol": "EGFR", "variant_category": "Mutation"}}


def patterns(arm: Arm) -> list[str]:
    return [str(each.pattern) for each in arm.criteria]


def with_step(step: dict[str, Any], **root: Any) -> dict[str, Any]:
    return ctml(treatment_list={"step": [step]}, **root)


def test_a_trial_is_read_with_its_state_phase_site_and_drugs() -> None:
    made = ctml(KRAS, phase="I/II", drug_list={"drug": [{"drug_name": "Xotinib"}]})
    trial = read(made).trial

    assert (trial.trial_id, trial.title, trial.status) == (
        "10-999",
        "Xotinib",
        TrialStatus.RECRUITING,
    )
    assert trial.phases == ("PHASE1", "PHASE2")
    assert trial.interventions == ("Xotinib",)
    assert [(site.facility, site.is_open) for site in trial.sites] == [("Utopia", True)]


def test_the_summary_goes_before_the_status() -> None:
    made = ctml(KRAS, _summary={"status": [{"value": "closed to accrual"}]})

    assert read(made).trial.status is TrialStatus.ACTIVE_NOT_RECRUITING


def test_a_part_has_the_criteria_of_the_levels_around_it() -> None:
    level = {"level_code": "1", "level_suspended": "N", "match": [EGFR]}
    step = {
        "step_code": "1",
        "match": [FEMALE],
        "arm": [{"arm_code": "A", "arm_suspended": "N", "match": [KRAS], "dose_level": [level]}],
    }
    trial = read(with_step(step, match=[ADULT])).trial

    assert [str(each.pattern) for each in trial.criteria] == ["age >= 18"]
    (part,) = trial.arms
    assert (part.name, part.level) == ("A, dose level 1", ArmLevel.DOSE_LEVEL)
    assert patterns(part) == ["sex female", "KRAS mutation", "EGFR mutation"]


def test_dose_levels_without_clauses_are_no_parts() -> None:
    levels = [{"level_code": str(each), "level_suspended": "N"} for each in (1, 2)]
    trial = read(ctml(KRAS, arm={"dose_level": levels})).trial

    assert [(each.level, patterns(each)) for each in trial.arms] == [
        (ArmLevel.ARM, ["KRAS mutation"])
    ]


def test_a_step_with_arms_is_no_part_of_its_own() -> None:
    """Else a patient whom every arm excludes would fit the step."""
    step = {"step_code": "1", "match": [ADULT], "arm": [{"arm_code": "A", "match": [KRAS]}]}

    assert [each.name for each in read(with_step(step)).trial.arms] == ["A"]


SUSPENDED: dict[str, tuple[dict[str, Any], bool | None]] = {
    "open": ({"arm_suspended": "N"}, True),
    "suspended": ({"arm_suspended": "Y"}, False),
    "small letter": ({"arm_suspended": " y"}, False),
    "not said": ({"arm_suspended": None}, None),
    "no word": ({"arm_suspended": "perhaps"}, None),
    "each dose level suspended": (
        {"dose_level": [{"level_code": "1", "level_suspended": "Y"}]},
        False,
    ),
    "one dose level open": (
        {"dose_level": [{"level_suspended": "Y"}, {"level_suspended": "N"}]},
        True,
    ),
}


@pytest.mark.parametrize(("arm", "is_open"), SUSPENDED.values(), ids=SUSPENDED)
def test_a_suspended_part_is_closed(arm: dict[str, Any], is_open: bool | None) -> None:
    assert read(ctml(KRAS, arm=arm)).trial.arms[0].is_open is is_open


def test_a_suspended_dose_level_is_closed_beside_open_ones() -> None:
    levels = [
        {"level_code": "1", "level_suspended": "Y", "match": [KRAS]},
        {"level_code": "2", "level_suspended": "N", "match": [KRAS]},
    ]
    arms = read(ctml(ADULT, arm={"dose_level": levels})).trial.arms

    assert [each.is_open for each in arms] == [False, True]


def test_an_arm_without_a_clause_around_it_is_left_out_and_told() -> None:
    step = {"step_code": "1", "arm": [{"arm_code": "A", "match": [KRAS]}, {"arm_code": "B"}]}
    found = read(with_step(step))

    assert [each.name for each in found.trial.arms] == ["A"]
    assert "B has no match clause" in found.slips[-1].message


def test_a_trial_without_any_clause_is_unknown_not_for_all() -> None:
    found = read(with_step({"step_code": "1", "arm": [{"arm_code": "A"}]}))

    assert [str(each.pattern) for each in found.trial.criteria] == [
        'unread "the trial has no match clause"'
    ]


TREES: dict[str, tuple[list[Any], str]] = {
    "nodes of a clause hold together": ([KRAS, ADULT], "KRAS mutation and age >= 18"),
    "and, or": (
        [{"and": [ADULT, {"or": [KRAS, EGFR]}]}],
        "age >= 18 and KRAS mutation or EGFR mutation",
    ),
    "two keys of a node hold together": (
        [{"or": [{**KRAS, **ADULT}, EGFR]}],
        "(KRAS mutation and age >= 18) or EGFR mutation",
    ),
    "a misspelt node": (
        [{"adn": [KRAS]}, ADULT],
        "unread \"{'adn': [{'genomic': {'hugo_symbol': 'KRAS', 'variant_category': 'Mutation'}}]}\""
        " and age >= 18",
    ),
    "an empty or": ([{"or": []}, ADULT], "unread \"{'or': []}\" and age >= 18"),
    "an empty node": ([{}, ADULT], 'unread "{}" and age >= 18'),
    "text for a leaf": ([{"genomic": "KRAS"}, ADULT], 'unread "KRAS" and age >= 18'),
}


@pytest.mark.parametrize(("clause", "pattern"), TREES.values(), ids=TREES)
def test_a_clause_is_a_tree(clause: list[Any], pattern: str) -> None:
    assert " and ".join(patterns(read(ctml(*clause)).trial.arms[0])) == pattern


def test_an_or_of_which_one_asks_for_nothing_fits_any_case() -> None:
    anyone = {"clinical": {"active_brain_metastases_allowed": "Yes"}}
    found = read(ctml({"or": [KRAS, anyone]}, ADULT))

    assert patterns(found.trial.arms[0]) == ["age >= 18"]
    assert [slip.kind for slip in found.slips] == [SlipKind.NOTE]


def test_a_misspelt_key_of_a_level_is_told() -> None:
    found = read(with_step({"step_code": "1", "arm": [{"arm_code": "A", "macth": [KRAS]}]}))
    assert any(slip.suggestion == "did you mean match?" for slip in found.slips)


def nested(depth: int) -> dict[str, Any]:
    node: dict[str, Any] = KRAS
    for _ in range(depth):
        node = {"and": [node]}
    return ctml(node)


NO_CTML: dict[str, tuple[Any, str]] = {
    "a list": ([KRAS], "expected are the keys and values of a trial"),
    "other keys": ({"a": 1}, "neither treatment_list nor match"),
    "nobody's": ({"treatment_list": {}}, "has no protocol_no"),
    "too deep": (nested(40), "nested more than 60 levels deep"),
    "too large": ({"match": [0] * 200_001}, "more than 200000 values"),
}


@pytest.mark.parametrize(("document", "message"), NO_CTML.values(), ids=NO_CTML)
def test_what_is_no_ctml_is_refused(document: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(document)


@pytest.mark.parametrize("key", ["treatment_list", "site_list", "drug_list", "_summary", "status"])
@pytest.mark.parametrize("value", ["text", 1, [], [1], {}, {"step": 5}, {"step": [3]}, None, True])
def test_any_shape_of_a_part_is_read_or_told(key: str, value: Any) -> None:
    read(ctml(KRAS, match=[ADULT], **{key: value}))


def test_words_of_a_file_are_bounded_and_printable() -> None:
    found = read(ctml({"genomic": {"hugo_symbol": "K\x1b[31m" + "x" * 5000}}, ADULT))

    assert all(slip.message.isprintable() and len(slip.message) < 300 for slip in found.slips)
