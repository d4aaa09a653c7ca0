"""The annotated trials are the sample that was drawn. Skipped without ../shared."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from building import ROOT
from oncomatch.reference.tables import read_rows
from oncomatch.trials.measure_clinical import MOLECULAR_STRATA

TRIALS = ROOT / "tests" / "trials"
ANNOTATED = list(read_rows(TRIALS / "annotated_trials.tsv"))
REST = [row for row in read_rows(TRIALS / "fresh_trials.tsv") if row["stratum"] == "rest"]
ROWS = ANNOTATED + REST


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "scripts" / "draw_trial_sample"))


@pytest.fixture(scope="module")
def studies(script: dict[str, Any], shared: Path) -> tuple[dict[str, Any], set[str]]:
    return script["stored_studies"](shared)


def years(age: str | None) -> str:
    """Return an age of the registry ("12 Months") as the annotations write it."""
    if not age:
        return ""
    number, unit = age.split()
    return f"{int(number) / {'Years': 1, 'Year': 1, 'Months': 12, 'Month': 12}[unit]:g}"


def test_the_annotated_trials_are_those_drawn(script, studies):
    annotated = {row["nct_id"]: row["stratum"] for row in ANNOTATED}

    assert script["draw"](*studies) == annotated


def test_the_trials_of_the_rest_are_those_drawn(script, studies):
    rest = script["draw_rest"](studies[0], script["draw"](*studies))

    assert rest == {row["nct_id"]: "rest" for row in REST}


def test_ages_and_sex_are_those_of_the_registry(studies):
    """Where the text says another age, a note says so."""
    of_all = {(r["nct_id"], r["kind"]): r for r in ROWS if not r["cohort"]}
    wrong = []
    ages = (("age_min", "minimumAge"), ("age_max", "maximumAge"))
    for nct, stratum in {(row["nct_id"], row["stratum"]) for row in ROWS}:
        fields = studies[0][nct]["protocolSection"]["eligibilityModule"]
        for kind, name in () if stratum in MOLECULAR_STRATA else ages:
            row = of_all.get((nct, kind), {"value": "", "note": ""})
            if row["value"] != years(fields.get(name)) and not row["note"]:
                wrong.append((nct, kind, row["value"], fields.get(name)))
        if of_all[nct, "sex"]["value"].upper() != fields["sex"]:
            wrong.append((nct, "sex", of_all[nct, "sex"]["value"], fields["sex"]))

    assert wrong == []
