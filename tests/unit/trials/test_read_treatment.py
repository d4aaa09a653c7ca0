"""Lines of therapy, and therapies asked for or shut out, in the words of trials."""

from __future__ import annotations

import pytest

from oncomatch.trials.eligibility.lines import read_lines_of_therapy
from oncomatch.trials.eligibility.prior_therapy import read_prior_therapy
from oncomatch.trials.eligibility.therapy_names import find_therapies
from unit.trials.eligibility_makers import found

LINES = {
    "at least": ("in", "At least two prior lines of systemic therapy", ["line >= 3 (certain)"]),
    "at most": ("in", "No more than 3 prior lines of systemic therapy", ["line <= 4 (certain)"]),
    "not more, negated afar": (
        "in",
        "Participants must not have received more than 3 prior lines of systemic therapy",
        ["line <= 4 (certain)"],
    ),
    "from to": (
        "in",
        "1-3 prior lines of therapy",
        ["line >= 2 (certain)", "line <= 4 (certain)"],
    ),
    "of one kind": (
        "in",
        "Up to 2 prior lines of chemotherapy regimens",
        ["line <= 3 (likely)"],
    ),
    "or intolerant": (
        "in",
        "Progressed on or intolerant to at least one prior line of systemic therapy",
        ["line >= 2 (likely)"],
    ),
    "standard therapy": ("in", "Disease progression on standard therapy", ["line >= 2 (likely)"]),
    "none yet": ("in", "No prior systemic therapy for metastatic disease", ["line <= 1 (certain)"]),
    "untreated": ("in", "Previously untreated, stage IV NSCLC", ["line <= 1 (likely)"]),
    "excluded": ("ex", "More than 2 prior lines of systemic therapy", ["-line >= 4 (certain)"]),
    "any excluded": (
        "ex",
        "Prior systemic anticancer therapy for advanced disease",
        ["-line >= 2 (certain)"],
    ),
    "none yet, of no setting": ("in", "No prior systemic therapy", ["line <= 1 (likely)"]),
    "none yet, with an exception": (
        "in",
        "No prior systemic therapy for advanced disease, except one cycle of carboplatin",
        ["line <= 1 (likely)"],
    ),
    "at least one of one kind": (
        "in",
        "Progressed on at least one line of endocrine therapy for metastatic disease",
        ["line >= 2 (certain)"],
    ),
    "at least one treatment, which may be adjuvant": (
        "in",
        "At least one prior systemic therapy",
        ["line >= 2 (likely)"],
    ),
    "between, with commas": (
        "in",
        "Relapsed after at least 1, but no more than 2, prior lines of therapy",
        ["line >= 2 (certain)", "line <= 3 (certain)"],
    ),
    "a cap that is allowed": (
        "in",
        "Up to 2 prior lines of systemic therapy are allowed",
        ["line <= 3 (likely)"],
    ),
    "or fewer": ("in", "Received 2 or fewer prior lines of therapy", ["line <= 3 (certain)"]),
    "failed": ("in", "Failed standard first-line therapy", ["line >= 2 (likely)"]),
}


@pytest.mark.parametrize("name", LINES)
def test_lines(name: str):
    side, text, expected = LINES[name]

    assert found(read_lines_of_therapy, side, text) == expected


@pytest.mark.parametrize(
    ("side", "text"),
    [
        ("in", "Any number of prior lines of therapy is allowed"),
        ("in", "No prior treatment with EZH2 inhibitors"),
        ("in", "Recovered from toxicity of prior therapy"),
        ("ex", "Prior systemic therapy within 4 weeks"),
        ("ex", "Prior treatment for another malignancy"),
        ("in", "If treated before, at least two prior lines of therapy"),
        ("in", "Refractory to or intolerable of standard therapy"),
        ("in", "In the EU, participants must have received 2 prior lines of therapy"),
        ("ex", "More than one prior line of anti-PD-1 antibodies"),
    ],
)
def test_permissions_washouts_and_other_matters_are_no_lines(side: str, text: str):
    assert found(read_lines_of_therapy, side, text) == []


FORBIDDEN = {
    "a class": ("Prior treatment with a KRAS G12C inhibitor", ['after "KRAS G12C inhibitor"']),
    "a drug": ("Previously treated with sotorasib", ["after Sotorasib"]),
    "a transplant": (
        "Prior allogeneic stem cell or solid organ transplantation",
        ['after "allogeneic transplant"'],
    ),
    "several": (
        "Prior therapy with a BRAF inhibitor or a MEK inhibitor",
        ['after "BRAF inhibitor"', 'after "MEK inhibitor"'],
    ),
}


FORBIDDEN |= {
    "checkpoints with examples of others": (
        "Has received prior therapy with an anti-PD-1 or anti-PD-L1 agent or with an agent "
        "directed to another stimulatory or co-inhibitory T-cell receptor (eg, CTLA-4)",
        ['after "PD-1 inhibitor"', 'after "PD-L1 inhibitor"', 'after "CTLA-4 inhibitor"'],
    ),
    "a transplant of any donor": (
        "History of bone marrow transplant",
        ['after "allogeneic transplant"', 'after "autologous transplant"'],
    ),
    "may not": (
        "Patients may not have had a prior allogeneic transplant",
        ['after "allogeneic transplant"'],
    ),
    "any other of a class": (
        "Prior treatment with osimertinib or any other EGFR TKI",
        ['after "EGFR tyrosine kinase inhibitor"'],
    ),
    "one clause of two": (
        "Prior treatment with paclitaxel; radiotherapy within 2 weeks",
        ["after Paclitaxel"],
    ),
    "an unknown drug": ("Prior exposure to zorumatinib", ["after zorumatinib"]),
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_must_not_have_been_given(name: str):
    text, expected = FORBIDDEN[name]

    assert found(read_prior_therapy, "ex", text) == [f"-{each} (certain)" for each in expected]


LIKELY = {
    "general": ("Prior chemotherapy for this disease", ["after chemotherapy"]),
    "of one cancer": ("Prior paclitaxel for gastric cancer", ["after Paclitaxel"]),
    "excepted in brackets": (
        "Prior PARP inhibitor (maintenance is allowed)",
        ['after "PARP inhibitor"'],
    ),
}


@pytest.mark.parametrize("name", LIKELY)
def test_what_is_shut_out_with_doubt(name: str):
    text, expected = LIKELY[name]

    assert found(read_prior_therapy, "ex", text) == [f"-{each} (likely)" for each in expected]


def test_items_below_a_heading_of_earlier_therapies_are_shut_out():
    text = (
        "Has received any of the following prior therapies:\n  * A PARP inhibitor\n  * Paclitaxel"
    )

    assert found(read_prior_therapy, "ex", text) == [
        '-after "PARP inhibitor" (certain)',
        "-after Paclitaxel (certain)",
    ]


def test_items_below_a_heading_with_a_washout_are_not():
    text = "Prior therapies within 4 weeks, any of the following:\n  * A PARP inhibitor"

    assert found(read_prior_therapy, "ex", text) == []


def test_a_therapy_that_is_allowed_elsewhere_in_other_words_leaves_a_doubt():
    items = (
        "Prior treatment with an EGFR TKI",
        "Adjuvant EGFR tyrosine kinase inhibitors are allowed",
    )

    assert found(read_prior_therapy, "ex", *items) == [
        '-after "EGFR tyrosine kinase inhibitor" (likely)'
    ]


def test_an_exception_leaves_a_doubt():
    text = "Prior treatment with a PARP inhibitor unless as maintenance"

    assert found(read_prior_therapy, "ex", text) == ['-after "PARP inhibitor" (likely)']


def test_at_least_one_line_or_more_is_at_least_one():
    text = "Treated with at least one or more than one line of therapy before enrolment"

    assert found(read_lines_of_therapy, "in", text) == ["line >= 2 (likely)"]


def test_a_range_among_what_excludes_is_misplaced_and_leaves_a_doubt():
    text = "Has received at least one line, but not more than three lines, of systemic therapy"

    assert all(each.endswith("(likely)") for each in found(read_lines_of_therapy, "ex", text))


def test_a_class_with_a_drug_that_is_allowed_forbids_nothing():
    """Who had osimertinib is whom the trial is for."""
    text = "Prior treatment with a third-generation EGFR TKI other than osimertinib"

    assert found(read_prior_therapy, "ex", text) == []


def test_examples_of_a_class_are_not_listed_again():
    text = "Prior treatment with a PARP inhibitor (e.g., olaparib, niraparib)"

    assert found(read_prior_therapy, "ex", text) == ['-after "PARP inhibitor" (certain)']


@pytest.mark.parametrize(
    "text",
    [
        "Treatment with a PARP inhibitor within 4 weeks",
        "Prior chemotherapy less than 21 days before the first dose",
        "Toxicity of prior PD-1 inhibitors",
        "Discontinued prior anti-PD-1 therapy",
        "Allergy to prior paclitaxel",
        "Prior treatment with a PARP inhibitor is allowed",
        "More than 2 prior taxane regimens",
        "Concurrent treatment with sotorasib",
        "History of allogeneic organ transplantation",
        "Prior stem cell transplant unless at least 3 months before",
        "Patients who had radiotherapy must have recovered from it",
        "Patients with a mutation must have received prior osimertinib",
        "Progression while on treatment with a PD-1 inhibitor",
        "Prior anti-PD-1 antibody in combination with IL-12",
        "Prior treatment with nivolumab plus ipilimumab",
        "Prior MEK inhibitor and checkpoint inhibitor combination therapy",
        "Prior radiotherapy to more than 25% of the marrow",
        "Immunosuppression other than by prior paclitaxel",
    ],
)
def test_a_washout_or_permission_forbids_nothing(text: str):
    assert found(read_prior_therapy, "ex", text) == []


def test_none_before_is_doubted_where_another_sentence_allows_a_cycle():
    items = (
        "No prior systemic therapy for advanced disease",
        "One cycle of chemotherapy is allowed",
    )

    assert found(read_lines_of_therapy, "in", *items) == ["line <= 1 (likely)"]


def test_a_least_line_is_doubted_where_another_sentence_takes_the_untreated():
    items = ("At least one prior line of therapy", "Untreated patients who refuse it are eligible")

    assert found(read_lines_of_therapy, "in", *items) == ["line >= 2 (likely)"]


def test_a_bare_mention_of_earlier_treatment_is_never_asked_surely():
    assert found(read_prior_therapy, "in", "Prior treatment with cabazitaxel") == [
        "after Cabazitaxel (likely)"
    ]


def test_what_is_asked_for():
    text = "Must have received a PD-1 inhibitor or a PD-L1 inhibitor"

    assert found(read_prior_therapy, "in", text) == [
        'after "PD-1 inhibitor" or after "PD-L1 inhibitor" (certain)'
    ]
    assert found(read_prior_therapy, "in", "No prior osimertinib") == [
        "not after Osimertinib (certain)"
    ]


REQUIRED = {
    "relapsed is not elapsed": (
        "Have relapsed after at least one regimen that contains an anthracycline",
        ["after anthracycline"],
    ),
    "what a general therapy must include": (
        "Must have received chemotherapy including a taxane and an anthracycline",
        ["after taxane", "after anthracycline"],
    ),
    "at least, though counted": (
        "Received at least 1 and no more than 4 lines, including lenalidomide",
        ["after Lenalidomide"],
    ),
    "one after the other": (
        "Patients who received chemoradiotherapy followed by durvalumab",
        ["after chemoradiotherapy", "after Durvalumab"],
    ),
    "together": (
        "Previously received palbociclib in combination with letrozole",
        ["after Palbociclib", "after Letrozole"],
    ),
    "either alone or together": (
        "Must have progressed on nivolumab given either as monotherapy or in combination with "
        "ipilimumab",
        ["after Nivolumab"],
    ),
    "explained in brackets": (
        "Must have progressed on an ARPI (abiraterone or enzalutamide)",
        ['after "androgen receptor pathway inhibitor"'],
    ),
    "completed cycles": (
        "Must have completed a minimum of 4 cycles of carboplatin and paclitaxel",
        ["after Carboplatin", "after Paclitaxel"],
    ),
}


@pytest.mark.parametrize("name", REQUIRED)
def test_what_must_have_been_given(name: str):
    text, expected = REQUIRED[name]

    assert [each.rsplit(" (", 1)[0] for each in found(read_prior_therapy, "in", text)] == expected


def test_what_one_type_of_cancer_must_have_had_is_not_asked_of_all():
    items = (
        "Pancreatic cancer that progressed after gemcitabine",
        "Melanoma that progressed after nivolumab",
    )

    assert found(read_prior_therapy, "in", *items) == []
    assert found(read_prior_therapy, "in", items[0]) == ["after Gemcitabine (likely)"]


@pytest.mark.parametrize(
    "text",
    [
        "Males must use a condom until 3 months after the last dose of olaparib",
        "Measurable disease that progressed after irradiation",
        "Has received no more than one taxane regimen",
        "Participants with an EGFR mutation must have received osimertinib",
        "In the EU, participants must have received osimertinib",
        "Preference is given to those who have progressed on nivolumab",
        "Progressed on osimertinib or intolerant of it",
        "Prior PD-1 inhibitors are permitted",
        "If EGFR is mutated, must have received osimertinib",
        "Must have received a PD-1 inhibitor unless contraindicated",
        "Decline chemotherapy, or previously have progressed after adjuvant chemotherapy",
        "For one part of the study, participants must have received oxaliplatin",
    ],
)
def test_what_some_may_do_without_is_not_asked_for(text: str):
    assert found(read_prior_therapy, "in", text) == []


SOME_OF_A_CLASS = {
    "selective ones": "Prior treatment with PARP1 selective inhibitors",
    "bispecific ones": "Prior CD20-targeted bispecific antibody therapy",
    "ones that bind otherwise": "Prior treatment with a covalent BTK inhibitor",
    "perhaps both together": "Prior exposure to gemcitabine and nab-paclitaxel",
}


@pytest.mark.parametrize("name", SOME_OF_A_CLASS)
def test_a_part_of_a_class_or_two_together_leave_a_doubt_of_each(name: str):
    shut_out = found(read_prior_therapy, "ex", SOME_OF_A_CLASS[name])

    assert shut_out
    assert all(each.endswith("(likely)") for each in shut_out)


@pytest.mark.parametrize(
    "text",
    [
        "Prior treatment with gemcitabine or nab-paclitaxel",
        "Prior treatment with a selective estrogen receptor degrader",
        "Prior treatment with a third-generation EGFR TKI",
    ],
)
def test_each_of_a_list_and_a_class_of_its_own_name_shut_out_surely(text: str):
    shut_out = found(read_prior_therapy, "ex", text)

    assert shut_out
    assert all(each.endswith("(certain)") for each in shut_out)


def test_members_of_a_class_in_brackets_ask_for_the_class():
    read = found(
        read_prior_therapy,
        "in",
        "Must have received a PARP inhibitor (olaparib, niraparib, or talazoparib) and a platinum"
        " compound",
    )

    assert [each.removesuffix(" (likely)") for each in read] == [
        'after "PARP inhibitor"',
        'after "platinum compound"',
    ]


def test_names_are_those_of_the_knowledge_base_or_say_that_they_are_not():
    named = find_therapies("MAT2A inhibitor, FOLFIRINOX, Tagrisso")

    assert [(each.name, each.known) for each in named] == [
        ("MAT2A inhibitor", False),
        ("FOLFIRINOX", False),
        ("Osimertinib", True),
    ]


NAMES = {
    "a target": ("B7-H3 targeted agents", ["B7-H3-directed therapy"]),
    "anti": ("anti-GPC3 therapy", ["GPC3-directed therapy"]),
    "a conjugate": ("anti-XYZ1 antibody-drug conjugates", ["anti-XYZ1 antibody-drug conjugate"]),
    "a conjugate, known": ("a TROP2-directed ADC", ["anti-TROP2 antibody-drug conjugate"]),
    "cells against a target": ("CD22-directed CAR-T cell therapy", ["anti-CD22 CAR-T cells"]),
    "cells, the target behind": ("CAR T-cell therapy targeting CD22", ["anti-CD22 CAR-T cells"]),
    "engineered T cells": (
        "T-cell receptor-engineered T cells",
        ["T-cell receptor-engineered T cells"],
    ),
    "a transplant by letters": ("allogeneic HCT", ["allogeneic transplant"]),
    "of both kinds": (
        "autologous or allogeneic stem cell transplant",
        ["autologous transplant", "allogeneic transplant"],
    ),
    "a base": ("gemcitabine-based regimen", ["Gemcitabine"]),
    "platinum alone": ("six cycles of platinum", ["platinum compound"]),
    "resistance is no drug": ("platinum-resistant disease", []),
    "a list of targets": (
        "PI3K, Akt, or mTOR inhibitors",
        ["PI3K inhibitor", "AKT inhibitor", "mTOR inhibitor"],
    ),
    "no kind of checkpoint": (
        "a cell cycle checkpoint inhibitor",
        ["cell cycle checkpoint inhibitor"],
    ),
    "a code": ("ABC-1234 monotherapy", ["ABC-1234"]),
    "an unknown drug that was given": ("prior treatment with zorumatinib", ["zorumatinib"]),
    "an unknown word that was not": ("zorumatinib is a substrate", []),
    "the name before its brackets": ("a Zeta (XYZ1) inhibitor", ["XYZ1 inhibitor"]),
    "radiation as a noun": ("prior pelvic radiation", ["radiotherapy"]),
    "radiation of another thing": ("radiation oncologist, radiation pneumonitis", []),
}


@pytest.mark.parametrize("name", NAMES)
def test_therapies_in_the_words_of_texts(name: str):
    text, expected = NAMES[name]

    assert [each.name for each in find_therapies(text)] == expected


def test_the_long_form_of_a_name_belongs_to_it():
    named = find_therapies("Prior use of a Zeta (XYZ1) inhibitor")

    assert [(each.start, each.end) for each in named] == [(15, 36)]
