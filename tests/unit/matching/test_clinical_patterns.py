"""What trials ask of the patient: yes, no, or not known, never guessed."""

from __future__ import annotations

import pytest

from building import ask, tumor
from oncomatch.domain.case import Sex

# tumour type of the case, outcome, pattern
TYPES = """
LUAD      met      LUAD
LUAD      met      NSCLC
LUAD      met      SOLID
LUAD      met      LUNG, SKCM
LUAD      not_met  LIQUID
LUAD      not_met  SCLC
NSCLC     unknown  LUAD
NSCLC     unknown  COADREAD, LUAD
AML       met      LIQUID
DLBCLNOS  met      LIQUID
AML       not_met  SOLID
"""


@pytest.mark.parametrize(
    ("code", "outcome", "codes"), [line.split(None, 2) for line in TYPES.strip().splitlines()]
)
def test_a_tumour_type_is_met_by_itself_and_by_what_lies_below_it(
    code: str, outcome: str, codes: str
) -> None:
    assert ask(f"tumor_type {codes}", tumor(code)).outcome.value == outcome


@pytest.mark.parametrize(
    ("age", "pattern", "outcome"),
    [
        (18, "age >= 18", "met"),
        (17, "age >= 18", "not_met"),
        (75, "age <= 75", "met"),
        (0, "age < 0.083", "unknown"),
        (1, "age < 0.083", "not_met"),
        (None, "age >= 18", "unknown"),
    ],
)
def test_an_age_in_completed_years_answers_limits(
    age: int | None, pattern: str, outcome: str
) -> None:
    assert ask(pattern, tumor("LUAD", age=age)).outcome.value == outcome


@pytest.mark.parametrize(
    ("sex", "outcome"), [(Sex.FEMALE, "met"), (Sex.MALE, "not_met"), (None, "unknown")]
)
def test_a_sex_that_is_not_given_is_unknown(sex: Sex | None, outcome: str) -> None:
    assert ask("sex female", tumor("LUAD", sex=sex)).outcome.value == outcome


@pytest.mark.parametrize(
    "pattern",
    [
        "ECOG <= 1",
        "measurable_disease",
        "extent metastatic",
        "cns_metastases",
        "laboratory neutrophils >= 1.5",
    ],
)
def test_what_was_not_stated_is_unknown_and_so_is_its_negation(pattern: str) -> None:
    assert ask(pattern, tumor("LUAD")).outcome.value == "unknown"
    assert ask(f"not {pattern}", tumor("LUAD")).outcome.value == "unknown"
