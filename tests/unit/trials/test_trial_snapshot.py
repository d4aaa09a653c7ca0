"""The snapshot of trials: written and read back it is the same."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import Trial, TrialStatus
from oncomatch.errors import OncomatchError, ResourceError
from oncomatch.trials.snapshot import Snapshot, read_snapshot, write_snapshot
from unit.trials.trial_makers import trial

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
trials = st.builds(
    Trial,
    nct_id=st.integers(0, 99_999_999).map(lambda number: f"NCT{number:08}"),
    title=words,
    status=st.sampled_from(TrialStatus),
    phases=st.lists(st.sampled_from(["PHASE1", "PHASE2", "PHASE3"])).map(tuple),
    countries=st.lists(words, max_size=3).map(tuple),
    biomarker=st.sampled_from(BIOMARKERS.splitlines()).map(parse_biomarker),
    quote=words,
    tumor_types=st.lists(st.sampled_from(["NSCLC", "SOLID", "BRCA"])).map(tuple),
    conditions_unread=st.integers(0, 9),
    minimum_age=st.none() | st.integers(0, 120),
    maximum_age=st.none() | st.integers(0, 120),
    sex=st.sampled_from(["ALL", "FEMALE", "MALE"]),
    data_date=st.dates().map(str),
)


@given(made=st.lists(trials, min_size=1, max_size=4, unique_by=lambda made: made.nct_id))
@settings(max_examples=40, deadline=None)
def test_written_and_read_back(made: list[Trial], tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("snapshot") / "trials.json"
    write_snapshot(path, made)

    assert read_snapshot(path) == Snapshot(
        data_date=max(each.data_date for each in made),
        trials=tuple(sorted(made, key=lambda each: each.nct_id)),
    )


def test_the_same_trials_give_the_same_bytes_in_any_order(tmp_path: Path):
    made = [trial(f"NCT0000000{number}") for number in range(3)]
    one, other = tmp_path / "one.json", tmp_path / "other.json"

    write_snapshot(one, made)
    write_snapshot(other, reversed(made))

    assert one.read_bytes() == other.read_bytes()


def test_the_document(tmp_path: Path):
    path = tmp_path / "trials.json"
    write_snapshot(path, [trial(title="Größe", maximum_age=17, sex="FEMALE")])

    text = path.read_text(encoding="utf-8")

    assert json.loads(text) == {
        "source": "ClinicalTrials.gov",
        "data_date": "2024-05-06",
        "trials": [
            {
                "nct_id": "NCT00000001",
                "title": "Größe",
                "status": "RECRUITING",
                "phases": ["PHASE2"],
                "countries": ["Utopia"],
                "biomarker": "KRAS p.G12C",
                "quote": "KRAS G12C-Mutant",
                "tumor_types": ["SOLID"],
                "conditions_unread": 0,
                "minimum_age": None,
                "maximum_age": 17,
                "sex": "FEMALE",
                "data_date": "2024-05-06",
            }
        ],
    }
    assert "Größe" in text, "people read the file, too"
    assert text.endswith("}\n")


def test_the_data_date_is_that_of_the_newest_trial(tmp_path: Path):
    dates = ["2024-05-06", "2025-01-01", "2023-12-31"]
    path = tmp_path / "trials.json"
    write_snapshot(path, [trial(f"NCT{n:08}", data_date=date) for n, date in enumerate(dates)])

    snapshot = read_snapshot(path)

    assert snapshot.data_date == "2025-01-01"
    assert [each.data_date for each in snapshot.trials] == dates, "each keeps its own"


def test_no_trials(tmp_path: Path):
    path = tmp_path / "trials.json"
    write_snapshot(path, [])

    assert read_snapshot(path) == Snapshot("", ())


def test_a_snapshot_that_cannot_be_written_leaves_the_old_one(tmp_path: Path):
    """A lone surrogate comes through `json.loads` and has no UTF-8."""
    path = tmp_path / "trials.json"
    write_snapshot(path, [trial()])
    before = path.read_bytes()

    with pytest.raises((UnicodeEncodeError, OncomatchError)):
        write_snapshot(path, [trial(title="\ud83d")])

    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["trials.json"]


def written(tmp_path: Path, **fields: object) -> Path:
    path = tmp_path / "trials.json"
    write_snapshot(path, [trial()])
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
        ({"status": "COMPLETED"}, "'COMPLETED' is not a valid TrialStatus"),
        ({"biomarker": "KRAS G12C"}, "'KRAS G12C': 'KRAS G12C' is not a form of biomarker"),
        ({"nct_id": KeyError}, "'nct_id'"),
        ({"data_date": KeyError}, "'data_date'"),
        ({"conditions_unread": KeyError}, "'conditions_unread'"),
        ({"phases": None}, "'NoneType' object is not iterable"),
    ],
    ids=["closed status", "biomarker", "no id", "no date", "no count", "no phases"],
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
