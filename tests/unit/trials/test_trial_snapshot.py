"""The snapshot of trials: written and read back it is the same."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import (
    Arm,
    ArmLevel,
    Confidence,
    Criterion,
    Registry,
    Section,
    Side,
    Site,
    TextPlace,
    Trial,
    TrialStatus,
)
from oncomatch.errors import OncomatchError, ResourceError
from oncomatch.trials.snapshot import (
    Snapshot,
    check_snapshot,
    make_snapshot,
    read_snapshot,
    write_snapshot,
)
from unit.trials.trial_makers import criterion, trial

BIOMARKERS = """KRAS p.G12C
BRAF p.V600E or BRAF p.V600K
ERBB2 amplification or ERBB2 overexpression
EGFR exon 20 inframe_insertion
RET fusion
MSI high
MTAP deletion
NF1 mutation
BRAF codon 600"""


words = st.text(st.characters(codec="utf-8"), max_size=20)
criteria = st.lists(
    st.builds(
        Criterion,
        side=st.sampled_from(Side),
        pattern=st.sampled_from(BIOMARKERS.splitlines()).map(parse_biomarker),
        confidence=st.sampled_from(Confidence),
        source=st.builds(
            TextPlace, st.sampled_from(Section), st.integers(0, 9), st.integers(0, 99), words
        ),
    ),
    max_size=4,
).map(tuple)
arms = st.builds(
    Arm, words, st.sampled_from(ArmLevel), criteria, st.none() | st.booleans(), st.just(("X",))
)
degrees = st.none() | st.floats(-90, 90)
sites = st.builds(
    Site, words, words, words, st.none() | st.sampled_from(TrialStatus), degrees, degrees
)
trials = st.builds(
    Trial,
    trial_id=st.integers(0, 99_999_999).map(lambda number: f"NCT{number:08}"),
    registry=st.sampled_from(Registry),
    title=words,
    status=st.sampled_from(TrialStatus),
    phases=st.lists(st.sampled_from(["PHASE1", "PHASE2", "PHASE3"])).map(tuple),
    interventions=st.lists(words, max_size=3).map(tuple),
    sites=st.lists(sites, max_size=3).map(tuple),
    criteria=criteria,
    arms=st.lists(arms, max_size=3).map(tuple),
    unread=st.tuples(st.integers(0, 99), st.integers(0, 99)),
    updated=st.dates().map(str),
    data_date=st.dates().map(str),
)


@given(made=st.lists(trials, min_size=1, max_size=4, unique_by=lambda made: made.trial_id))
@settings(max_examples=40, deadline=None)
def test_written_and_read_back(made: list[Trial], tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("snapshot") / "trials.json"
    write_snapshot(path, make_snapshot(made))
    back = read_snapshot(path)

    assert back.data_date == max(each.data_date for each in made)
    assert [back.unpack(each) for each in back.trials] == sorted(
        made, key=lambda each: each.trial_id
    )
    assert [back.find(each.trial_id.lower()) for each in made] == made
    assert check_snapshot(back) == []


def test_the_same_trials_give_the_same_bytes_in_any_order(tmp_path: Path):
    made = [trial(f"NCT0000000{number}") for number in range(3)]
    one, other = tmp_path / "one.json", tmp_path / "other.json"

    write_snapshot(one, make_snapshot(made))
    write_snapshot(other, make_snapshot(reversed(made)))

    assert one.read_bytes() == other.read_bytes()


def test_the_document_has_a_trial_a_line_and_each_pattern_once(tmp_path: Path):
    path = tmp_path / "trials.json"
    made = [trial(title="Größe"), trial("NCT00000002", "KRAS p.G12C", criterion("age >= 18"))]
    write_snapshot(path, make_snapshot(made))

    text = path.read_text(encoding="utf-8")
    document = json.loads(text)

    assert document["patterns"] == ["KRAS p.G12C", "tumor_type SOLID", "age >= 18"]
    assert document["trials"][1]["criteria"] == [
        ["inclusion", 0, "certain", "title", 0, 0, ""],
        ["inclusion", 1, "certain", "conditions", 0, 0, ""],
        ["inclusion", 2, "certain", "eligibility", 0, 0, ""],
    ]
    assert sum("NCT0000000" in line for line in text.splitlines()) == 2
    assert "Größe" in text, "people read the file, too"
    assert text.endswith("}\n")


def test_the_data_date_is_that_of_the_newest_trial(tmp_path: Path):
    dates = ["2024-05-06", "2025-01-01", "2023-12-31"]
    path = tmp_path / "trials.json"
    write_snapshot(
        path, make_snapshot(trial(f"NCT{n:08}", data_date=date) for n, date in enumerate(dates))
    )

    snapshot = read_snapshot(path)

    assert snapshot.data_date == "2025-01-01"
    assert [each.data_date for each in snapshot.trials] == dates, "each keeps its own"


def test_no_trials(tmp_path: Path):
    path = tmp_path / "trials.json"
    write_snapshot(path, make_snapshot([]))

    assert read_snapshot(path) == Snapshot("", (), ())


def test_a_snapshot_that_cannot_be_written_leaves_the_old_one(tmp_path: Path):
    """A lone surrogate comes through `json.loads` and has no UTF-8."""
    path = tmp_path / "trials.json"
    write_snapshot(path, make_snapshot([trial()]))
    before = path.read_bytes()

    with pytest.raises((UnicodeEncodeError, OncomatchError)):
        write_snapshot(path, make_snapshot([trial(title="\ud83d")]))

    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["trials.json"]


def written(tmp_path: Path, **fields: object) -> Path:
    path = tmp_path / "trials.json"
    write_snapshot(path, make_snapshot([trial()]))
    document = json.loads(path.read_text(encoding="utf-8"))
    entry = document["trials"][0]
    for name, value in fields.items():
        if value is KeyError:
            del entry[name]
        else:
            entry[name] = value
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("fields", "telling"),
    [
        ({"status": "CLOSED"}, "Invalid enum value 'CLOSED' - at `$.trials[0].status`"),
        ({"trial_id": KeyError}, "Object missing required field `trial_id`"),
        ({"data_date": KeyError}, "Object missing required field `data_date`"),
        ({"unread": [1]}, "Expected `array` of length 2"),
        ({"phases": None}, "Expected `array`, got `null`"),
        ({"criteria": [["inclusion", "KRAS"]]}, "Expected `int`, got `str`"),
    ],
    ids=["unknown status", "no id", "no date", "one count", "no phases", "a pattern by name"],
)
def test_a_trial_that_is_not_one(tmp_path: Path, fields: dict[str, object], telling: str):
    path = written(tmp_path, **fields)

    with pytest.raises(
        ResourceError, match=f"^{re.escape(f'{path}: is not a trial snapshot: {telling}')}"
    ):
        read_snapshot(path)


@pytest.mark.parametrize(
    "content",
    [b"", b"not JSON", b"[]", b"{}", b'{"trials": []}', b'{"trials": 1}', b"\xff\xfe"],
    ids=["empty", "text", "a list", "no keys", "no date", "a number", "not UTF-8"],
)
def test_a_file_that_is_no_snapshot(tmp_path: Path, content: bytes):
    path = tmp_path / "trials.json"
    path.write_bytes(content)

    with pytest.raises(ResourceError, match=f"^{re.escape(f'{path}: is not a trial snapshot: ')}"):
        read_snapshot(path)


def test_a_criterion_without_its_pattern_is_told(tmp_path: Path):
    path = written(tmp_path, criteria=[["inclusion", 7, "certain", "title", 0, 0, ""]])

    with pytest.raises(ResourceError, match="NCT00000001 has a criterion without a pattern"):
        read_snapshot(path)


def test_a_snapshot_of_another_schema_says_how_to_make_it_anew(tmp_path: Path):
    path = written(tmp_path)
    text = path.read_text(encoding="utf-8").replace('"schema": 2', '"schema": 1')
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ResourceError, match="oncomatch trials update"):
        read_snapshot(path)


def test_a_pattern_that_is_none_is_found_by_the_check():
    (problem,) = check_snapshot(Snapshot("2024-01-01", (), ("KRAS p.G12C", "KRAS G12C")))

    assert "'KRAS G12C' is not a form of biomarker" in problem
