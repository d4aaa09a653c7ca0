"""How a line stands: levels side by side, the disagreement, the ESCAT draft, the agencies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.match import AgencyApproval, EscatDraft, SchemeLevel
from oncomatch.domain.tier import Tier
from oncomatch.readers.sheet_patient import clinical_of, therapies_of
from oncomatch.reporting.details import build_evidence
from oncomatch.reporting.standing import approval_words, label_checks, standing_facts
from oncomatch.reporting.view import Fact
from unit.reporting.report_makers import agency, approval, empty_profile, label, record, therapy

LEVELS = (
    SchemeLevel("CIViC", "A", Tier.IA, "CIViC EID1"),
    SchemeLevel("CGI", "Early trials", Tier.IIC, "CGI line 2"),
)


def test_a_line_without_any_has_none():
    assert standing_facts(therapy()) == ()


def test_levels_stand_side_by_side_with_the_tier_of_each():
    match = therapy(levels=LEVELS, disagreement="apart")

    assert standing_facts(match) == (
        Fact("Levels by source", "CIViC A → I-A · CGI Early trials → II-C"),
        Fact("Sources disagree", "apart"),
    )


def test_an_escat_tier_is_a_draft_with_its_rule():
    match = therapy(escat=EscatDraft("I-B", "approved; CIViC EID1"))

    assert standing_facts(match) == (
        Fact("ESCAT, draft for an expert", "I-B: approved; CIViC EID1"),
    )


def test_that_no_escat_tier_fits_is_said():
    (fact,) = standing_facts(therapy(escat=EscatDraft("", "an expert decides")))

    assert fact.value == "none: an expert decides"


def test_agencies_keep_their_order_and_their_name():
    match = therapy(approvals=(agency("FDA"), agency("EMA")))

    assert standing_facts(match) == (Fact("FDA", "approved; ind:1"), Fact("EMA", "approved; ind:1"))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({}, "locally advanced, metastatic, recurrent, unresectable"),
        (
            {"stage": "metastatic; unresectable"},
            "locally advanced (sheet: no), metastatic (sheet: yes), recurrent, "
            "unresectable (sheet: yes)",
        ),
        (
            {"metastases": "liver"},
            "locally advanced, metastatic (sheet: yes), recurrent, unresectable",
        ),
        ({"stage": "IV"}, "locally advanced, metastatic, recurrent, unresectable"),
        (
            {"stage": "newly diagnosed"},
            "locally advanced, metastatic, recurrent (sheet: no), unresectable",
        ),
    ],
    ids=["nothing stated", "metastatic", "a distant site", "a stage alone", "new"],
)
def test_settings_of_a_label_are_marked_where_the_sheet_tells(
    cells: dict[str, str], words: str
) -> None:
    settings = ("locally advanced", "metastatic", "recurrent", "unresectable")
    case = replace(empty_profile().case, clinical=clinical_of(cells))
    (fact,) = standing_facts(therapy(approvals=(agency(settings=settings),)), case)

    assert fact.value == f"approved; label: {words}; ind:1"


def test_earlier_treatment_marks_what_labels_ask_of_it() -> None:
    approval = agency(settings=("previously treated", "previously untreated"))
    treated = replace(empty_profile().case, prior_therapies=therapies_of("osimertinib"))
    (fact,) = standing_facts(therapy(approvals=(approval,)), treated)

    assert "previously treated (sheet: yes), previously untreated (sheet: no)" in fact.value


OPEN = {"condition": Outcome.UNKNOWN, "reason": "ESR1 was not assessed"}

WORDS: dict[str, tuple[AgencyApproval, str]] = {
    "since": (agency(since="2020-01-02"), "approved since 2020-01-02; ind:1"),
    "with further drugs": (agency(added=("A", "B")), "approved; with A, B; ind:1"),
    "accelerated": (agency(kinds=("accelerated", "listed")), "approved; accelerated; ind:1"),
    "open condition": (
        agency(**OPEN),
        "approved; further condition open: ESR1 was not assessed; ind:1",
    ),
    "condition that fails": (
        agency(condition=Outcome.NOT_MET, reason="MSS"),
        "approved; further condition not met: MSS; ind:1",
    ),
    "what a reader checks": (
        agency(settings=("adjuvant", "metastatic")),
        "approved; label: adjuvant, metastatic; ind:1",
    ),
    "another tumour type": (
        agency(state="approved in another tumour type", indications=("ind:1", "ind:2")),
        "approved in another tumour type; ind:1, ind:2",
    ),
}


@pytest.mark.parametrize("case", WORDS)
def test_what_an_agency_says(case: str):
    approval, words = WORDS[case]

    assert approval_words(approval) == words


def test_a_condition_that_is_not_known_to_hold_is_never_silent():
    for outcome in Outcome:
        words = approval_words(agency(condition=outcome, reason="because"))
        assert ("because" in words) is (outcome is not Outcome.MET)


def test_a_block_shows_how_its_line_stands_and_what_conflicts():
    match = therapy(
        levels=LEVELS,
        conflicts=("resistance to Xotinib (tier I-A, CIViC EID9)",),
        opposed_by=("resistance to Y",),
        cautioned_by=("less response to Z",),
    )
    (block,) = build_evidence(record(therapies=(match,)))

    assert block.facts == standing_facts(match)
    assert block.doubts == (
        "Overridden by resistance to Y.",
        "In conflict with resistance to Xotinib (tier I-A, CIViC EID9).",
        "Weaker evidence of less response to Z.",
    )


def test_a_conflict_is_said_once_whatever_else_it_does():
    match = therapy(
        conflicts=("resistance to X", "resistance to Y"),
        opposed_by=("resistance to X",),
        cautioned_by=("resistance to Y",),
    )
    (block,) = build_evidence(record(therapies=(match,)))

    assert block.doubts == (
        "Overridden by resistance to X; both have one tier, the sources are in conflict.",
        "In conflict with resistance to Y.",
    )


UNKNOWN = {"condition": Outcome.UNKNOWN, "reason": "prior therapy was not stated"}
CHECKS = {
    "nothing is named": ((agency("FDA"),), ""),
    "settings of both agencies": (
        (agency("FDA", settings=("metastatic",)), agency("EMA", settings=("adjuvant",))),
        "to check in the label: adjuvant, metastatic",
    ),
    "one label asks for nothing": (
        (agency("FDA"), agency("EMA", settings=("early stage",))),
        "to check in the label of EMA: early stage",
    ),
    "another agency does not speak here": (
        (agency("FDA"), agency("HSE", settings=("early stage",))),
        "",
    ),
    "open for both": (
        (agency("FDA", **UNKNOWN), agency("EMA", **UNKNOWN)),
        "open (FDA, EMA): prior therapy was not stated",
    ),
}


@pytest.mark.parametrize("case", CHECKS)
def test_what_to_check_in_the_labels_that_speak_here(case: str):
    approvals, words = CHECKS[case]
    match = therapy(records=[approval(), label("EMA")], approvals=approvals)

    assert label_checks(match, empty_profile().case) == words


def test_of_many_settings_the_first_are_named_and_the_sheet_answers():
    named = ("adjuvant", "neoadjuvant", "maintenance", "metastatic", "recurrent", "early stage")
    match = therapy(records=[approval()], approvals=(agency("FDA", settings=named),))
    case = replace(empty_profile().case, clinical=clinical_of({"stage": "metastatic"}))

    assert label_checks(match, case) == (
        "to check in the label: adjuvant, neoadjuvant, maintenance, metastatic (sheet: yes), "
        "recurrent, 1 more"
    )
