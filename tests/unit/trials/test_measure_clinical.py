"""Clinical criteria and annotated rows as units that compare."""

from __future__ import annotations

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import Confidence, Criterion, Section, Side, TextPlace
from oncomatch.trials.measure_clinical import (
    ClinicalUnit,
    clinical_figure,
    clinical_units_of_rows,
    clinical_units_of_trial,
    clinically_annotated,
)
from oncomatch.trials.measure_types import TypeAnswers, Widths, answers, widths

TRIAL = "NCT00000001"
PLACE = TextPlace(Section.ELIGIBILITY)


def units_of(pattern: str, side: Side = Side.INCLUSION) -> set[tuple[str, str]]:
    place = TextPlace(Section.ELIGIBILITY)
    criterion = Criterion(side, parse_biomarker(pattern), Confidence.LIKELY, place)
    found = clinical_units_of_trial(TRIAL, [criterion], [], Confidence.LIKELY)
    return {(each.kind, each.value) for each in found}


def row(kind: str, value: str, side: str = "inclusion", cohort: str = "") -> dict[str, str]:
    return {"nct_id": TRIAL, "cohort": cohort, "side": side, "kind": kind, "value": value}


SAME = {
    "grades that exclude": ("ECOG >= 3", Side.EXCLUSION, row("ecog_max", "2")),
    "the line now": ("line <= 3", Side.INCLUSION, row("prior_lines_max", "2")),
    "lines that exclude": ("line >= 4", Side.EXCLUSION, row("prior_lines_max", "2")),
    "not among what is asked": (
        "not active_cns_metastases",
        Side.INCLUSION,
        row("cns", "excluded_active", "exclusion"),
    ),
    "another spelling": (
        'after "PD-1 inhibitor"',
        Side.EXCLUSION,
        row("prior_therapy_forbidden", "anti-PD-1 antibody", "exclusion"),
    ),
    "parts of a stage": ("extent III", Side.INCLUSION, row("stage", "IIIB;IIIC")),
}


@pytest.mark.parametrize("name", SAME)
def test_what_means_the_same_has_the_same_unit(name: str):
    pattern, side, annotated = SAME[name]
    theirs = {(each.kind, each.value) for each in clinical_units_of_rows([annotated])}

    assert units_of(pattern, side) == theirs != set()


def test_a_trial_read_for_genes_alone_says_nothing_of_clinical_kinds():
    rows = [{**row("sex", "all"), "stratum": name} for name in ("any", "alteration")]
    rows[0]["nct_id"] = "NCT00000002"

    assert clinically_annotated(rows) == {"NCT00000002"}


def test_what_no_pattern_can_say_has_no_unit():
    rows = [row("cns", "allowed_treated"), row("stage", "newly_diagnosed"), row("sex", "all")]

    assert clinical_units_of_rows(rows) == set()


def test_less_sure_criteria_are_left_out_where_only_certain_ones_are_asked_for():
    place = TextPlace(Section.ELIGIBILITY)
    likely = Criterion(Side.INCLUSION, parse_biomarker("ECOG <= 1"), Confidence.LIKELY, place)

    assert clinical_units_of_trial(TRIAL, [likely], [], Confidence.CERTAIN) == set()


def test_a_criterion_of_everyone_that_is_of_a_cohort_is_right_by_trial_only():
    read = {ClinicalUnit(TRIAL, True, "ecog_max", "1")}
    annotated = clinical_units_of_rows([row("ecog_max", "1", cohort="A")])

    assert clinical_figure(read, annotated, "ecog_max").right == 0
    assert clinical_figure(read, annotated, "ecog_max", by_trial=True).right == 1


WIDTHS = {
    "the same": ("NSCLC", "NSCLC", Widths(0, 0, 0, 0, 0)),
    "wider": ("LUNG", "NSCLC", Widths(1, 0, 0, 0, 0)),
    "narrower": ("LUSC", "NSCLC", Widths(0, 1, 0, 0, 0)),
    "blood is wider than its kinds": ("LIQUID", "AML", Widths(1, 0, 0, 0, 0)),
    "one of another line, one not found": ("NSCLC;MEL", "NSCLC;PAAD", Widths(0, 0, 1, 1, 1)),
    "both on the line of one": ("LUAD;LUSC", "LUNG", Widths(0, 2, 0, 0, 0)),
}


@pytest.mark.parametrize("name", WIDTHS)
def test_codes_of_one_line_are_told_from_those_of_another(name: str):
    read, annotated, expected = WIDTHS[name]
    ours, theirs = (
        clinical_units_of_rows([row("tumor_type", codes)]) for codes in (read, annotated)
    )

    assert widths(ours, theirs, "tumor_type inclusion") == expected


def test_widths_are_told_of_trials_with_codes_of_both():
    one = clinical_units_of_rows([row("tumor_type", "NSCLC")])

    assert widths(one, set(), "tumor_type inclusion") == Widths(0, 0, 0, 0, 0)


def told(pattern: str, *rows: dict[str, str], side: Side = Side.INCLUSION) -> TypeAnswers:
    criterion = Criterion(side, parse_biomarker(pattern), Confidence.LIKELY, PLACE)
    others = [{**row("tumor_type", "PANET;PAAD;NSCLC"), "nct_id": "NCT00000002"}]
    return answers({TRIAL: [criterion]}, [*rows, *others], Confidence.LIKELY)


ANSWERS = {
    # name: what is read, what is annotated, and whether a type is left out, or too much
    "the same": ("tumor_type NSCLC", "NSCLC", (False, False)),
    "wider, with another patient below it": ("tumor_type PANCREAS", "PAAD", (False, True)),
    "wider, with nobody else below it": ("tumor_type LUNG", "NSCLC", (False, False)),
    "narrower": ("tumor_type PAAD", "PANCREAS", (True, False)),
    "another": ("tumor_type PAAD", "NSCLC", (True, True)),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_widths_matter_where_a_patient_is_told_otherwise(name: str):
    pattern, annotated, (left_out, added) = ANSWERS[name]

    found = told(pattern, row("tumor_type", annotated))

    assert found == TypeAnswers(1, not (left_out or added), left_out, added)


def test_a_type_that_is_read_as_excluded_is_left_out_unless_the_annotation_excludes_it_too():
    rows = [row("tumor_type", "SOLID")]
    shut = row("tumor_type", "PANET", "exclusion")

    assert told("tumor_type PANET", *rows, side=Side.EXCLUSION).left_out == 1
    assert told("tumor_type PANET", *rows, shut, side=Side.EXCLUSION).same == 1


def test_a_trial_whose_types_are_of_cohorts_alone_has_no_answer_for_everyone():
    assert told("tumor_type NSCLC", row("tumor_type", "NSCLC", cohort="A")).trials == 0
