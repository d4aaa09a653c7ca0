"""Trials that name a gene, and of which it was not read what they ask for: told, never matched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import building
from oncomatch.cli.main import main
from oncomatch.domain.named_trial import NamedTrial
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.trial import Registry, TrialStatus
from oncomatch.matching.evaluator import Evaluator
from oncomatch.reference.tumor_types import open_tumor_types
from oncomatch.trials.conditions import ConditionReader
from oncomatch.trials.match import match_trials
from oncomatch.trials.named import names_in, read_named
from oncomatch.trials.snapshot import make_snapshot, read_snapshot, write_snapshot
from unit.trials.registry_desk import study
from unit.trials.trial_makers import trial

READER = ConditionReader(open_tumor_types())

TEXTS = {
    "a symbol": ("EGFR or MET status is recorded", ("EGFR", "MET")),
    "another name": ("HER2 by the local laboratory", ("ERBB2",)),
    "a family": ("NTRK", ("NTRK1", "NTRK2", "NTRK3")),
    "a drug named by its target": ("treated with an EGFR inhibitor", ()),
    "kidney function": ("eGFR of at least 60 mL/min", ()),
    "no gene": ("Adequate organ function", ()),
}


@pytest.mark.parametrize(("text", "genes"), TEXTS.values(), ids=TEXTS)
def test_which_genes_a_text_names(text: str, genes: tuple[str, ...]) -> None:
    assert names_in([text]).genes == set(genes)


MARKER_TEXTS = {
    "unstable microsatellites": ("MSI-H cancer", {"MSI"}),
    "deficient repair": ("dMMR solid tumours", {"MSI"}),
    "a burden": ("tumours with TMB of at least 10 mutations/Mb", {"TMB"}),
    "stable microsatellites": ("microsatellite stable colorectal cancer", set()),
}


@pytest.mark.parametrize(("text", "markers"), MARKER_TEXTS.values(), ids=MARKER_TEXTS)
def test_which_markers_a_text_names(text: str, markers: set[str]) -> None:
    assert names_in([text]).markers == markers


def test_what_is_said_to_be_absent_is_not_named() -> None:
    assert names_in(["triple-negative breast cancer"]).genes == set()


def unread(
    title: str, criteria: str, conditions: tuple[str, ...] = ("Melanoma",)
) -> dict[str, Any]:
    made = study("NCT00000077")
    protocol = made["protocolSection"]
    protocol["identificationModule"] |= {"briefTitle": title, "officialTitle": title}
    protocol["eligibilityModule"]["eligibilityCriteria"] = criteria
    protocol["conditionsModule"]["conditions"] = list(conditions)
    return made


def test_genes_of_titles_and_of_inclusion_criteria_are_kept_apart_and_exclusions_left_out() -> None:
    text = "Inclusion Criteria:\n\n* BRAF status is known\n\nExclusion Criteria:\n\n* KRAS mutation"

    found = read_named(unread("Xotinib by MET status", text), "2026-01-05", READER)

    assert found is not None
    assert (found.in_title, found.in_text) == (("MET",), ("BRAF",))
    assert (found.trial_id, found.tumor_types) == ("NCT00000077", ("MEL",))


def test_a_condition_that_is_not_understood_leaves_the_tumour_type_open() -> None:
    found = read_named(
        unread("Xotinib by MET status", "", ("Melanoma", "Quibble")), "2026-01-05", READER
    )

    assert found is not None
    assert found.tumor_types == ()


def test_a_condition_names_genes_and_markers_like_a_title() -> None:
    conditions = ("BRCA2 Mutation", "MSI-H Cancer", "Melanoma")

    found = read_named(unread("Xotinib", "", conditions), "2026-01-05", READER)

    assert found is not None
    assert (found.in_title, found.markers) == (("BRCA2",), ("MSI",))


def test_of_a_text_that_asks_for_nothing_the_title_alone_counts() -> None:
    text = "Inclusion Criteria:\n\n* BRAF status is known"

    by_title = read_named(unread("Xotinib by MET status", text), "", READER, by_title=True)

    assert by_title is not None
    assert (by_title.in_title, by_title.in_text) == (("MET",), ())
    assert read_named(unread("Xotinib", text), "", READER, by_title=True) is None


def test_a_study_that_names_no_gene_is_none() -> None:
    assert read_named(unread("Xotinib", "Inclusion Criteria:\n\n* Age"), "", READER) is None


def named(trial_id: str, **fields: object) -> NamedTrial:
    values: dict[str, object] = {
        "registry": Registry.CLINICALTRIALS_GOV,
        "title": "Xotinib by status",
        "status": TrialStatus.RECRUITING,
        "phases": ("PHASE2",),
        "interventions": ("Xotinib",),
        "countries": ("Germany",),
        "in_title": (),
        "in_text": ("KRAS",),
        "tumor_types": (),
        "updated": "",
        "data_date": "2024-05-06",
    }
    return NamedTrial(trial_id, **{**values, **fields})  # type: ignore[arg-type]


@pytest.fixture
def snapshot(tmp_path: Path) -> str:
    path = tmp_path / "trials.json"
    listed = [
        named("NCT00000011"),
        named("NCT00000012", in_title=("KRAS",)),
        named("NCT00000013", in_text=("BRAF",)),
        named("NCT00000014", tumor_types=("PAAD",)),
        named("NCT00000015", tumor_types=("NSCLC",), countries=("France",)),
        named("NCT00000001"),
    ]
    write_snapshot(path, make_snapshot([trial("NCT00000001")], named=listed))
    return str(path)


def test_what_a_snapshot_names_is_read_again_without_what_it_has_as_a_trial(snapshot: str) -> None:
    found = read_snapshot(Path(snapshot)).named

    assert [each.trial_id for each in found] == [f"NCT{number:08}" for number in range(11, 16)]
    assert found[0] == named("NCT00000011")


def test_a_snapshot_without_them_is_read(snapshot: str) -> None:
    document = json.loads(Path(snapshot).read_text())
    del document["named"]
    Path(snapshot).write_text(json.dumps(document))

    assert read_snapshot(Path(snapshot)).named == ()


SEARCHES = {
    "by a change, those of titles first": (
        ("--gene", "KRAS", "--alteration", "G12C", "--tumor-type", "LUAD"),
        ["NCT00000012", "NCT00000011", "NCT00000015"],
    ),
    "by the gene alone": (
        ("--gene", "KRAS"),
        ["NCT00000012", "NCT00000011", "NCT00000014", "NCT00000015"],
    ),
    "in a country": (("--gene", "KRAS", "--country", "FR"), ["NCT00000015"]),
    "by no gene": (("--tumor-type", "LUAD"), []),
    "by a marker": (("--alteration", "MSI-H"), []),
}


@pytest.mark.parametrize(("words", "ids"), SEARCHES.values(), ids=SEARCHES)
def test_a_search_tells_them_beside_the_matches(
    words: tuple[str, ...], ids: list[str], snapshot: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trials", "search", *words, "--snapshot", snapshot, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)

    assert [each["trial_id"] for each in document["named"]] == ids
    assert not {each["trial_id"] for each in document["matches"]} & set(ids)
    assert main(["trials", "search", *words, "--snapshot", snapshot]) == 0
    out = capsys.readouterr().out
    assert ("could be read: look at the registry" in out) is bool(ids)
    assert all(each in out for each in ids)


def test_one_that_is_shown_says_where_to_read_it(
    snapshot: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trials", "show", "nct00000012", "--snapshot", snapshot]) == 2
    err = capsys.readouterr().err
    assert "it names KRAS" in err
    assert "https://clinicaltrials.gov/study/NCT00000012" in err


def test_they_are_counted(snapshot: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trials", "stats", "--snapshot", snapshot]) == 0
    assert "5 more trials that name a gene or marker" in capsys.readouterr().out


def test_one_of_a_tumour_type_that_is_not_understood_is_told_too(tmp_path: Path) -> None:
    """Its criterion on a gene was read, but as a trial it would fit every tumour."""
    odd = study("NCT00000078")
    odd["protocolSection"]["conditionsModule"]["conditions"] = ["Quibble"]
    page, out = tmp_path / "page.json", tmp_path / "new"
    page.write_text(json.dumps({"studies": [study("NCT00000001"), odd]}))
    words = ["--from", str(page), "--data-date", "2026-01-05", "--out", str(out)]

    assert main(["trials", "update", *words]) == 0
    (found,) = read_snapshot(out / "trials.json").named
    assert (found.trial_id, found.in_title, found.tumor_types) == ("NCT00000078", ("KRAS",), ())


def test_an_update_keeps_them_by_the_genes_and_countries_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, out = tmp_path / "page.json", tmp_path / "new"
    text = "Inclusion Criteria:\n\n* MET status is known"
    page.write_text(json.dumps({"studies": [study("NCT00000001"), unread("Xotinib", text)]}))
    words = ["--from", str(page), "--data-date", "2026-01-05", "--out", str(out)]

    kept = {}
    for genes in ((), ("--gene", "KRAS"), ("--gene", "KRAS", "--gene", "MET")):
        assert main(["trials", "update", *words, *genes]) == 0
        kept[len(genes)] = [each.trial_id for each in read_snapshot(out / "trials.json").named]
    said = capsys.readouterr().out

    assert kept == {0: ["NCT00000077"], 2: [], 4: ["NCT00000077"]}
    assert "1 of these name a gene or marker: a search for it says so" in said


FOUND = {
    "a gene with a finding": (building.tumor("LUAD", [("KRAS", "G12C")]), ["11", "15"]),
    "a gene with a variant of no known meaning": (building.tumor("LUAD", [("KRAS", "T20A")]), []),
    "an amplified gene": (building.tumor("PAAD", copies={"KRAS": 20}), ["11", "14"]),
    "a gained gene": (building.tumor("PAAD", copies={"KRAS": 4}), []),
    "HER2 that is stained": (building.tumor("STAD", her2_ihc="3+"), ["16"]),
    "a marker": (building.tumor("COADREAD", msi="MSI-H"), ["17"]),
    "stable microsatellites": (building.tumor("COADREAD", msi="MSS"), []),
}


@pytest.mark.parametrize(("profile", "ids"), FOUND.values(), ids=FOUND)
def test_a_case_is_told_those_that_name_what_was_found(
    profile: TumorProfile, ids: list[str]
) -> None:
    listed = [
        named("NCT00000011"),
        named("NCT00000014", tumor_types=("PAAD",)),
        named("NCT00000015", tumor_types=("NSCLC",)),
        named("NCT00000016", in_text=(), in_title=("ERBB2",)),
        named("NCT00000017", in_text=(), markers=("MSI",)),
    ]
    snapshot = make_snapshot([trial("NCT00000001")], named=listed)

    found = match_trials(snapshot, Evaluator(building.facts_of(profile)), {})

    assert [each.trial_id[-2:] for each in found.named] == ids
    assert found.tally.considered == 1
