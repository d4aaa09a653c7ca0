"""Records as JSON documents: what is read is what was written, or an error in a sentence."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import building
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.record import SCHEMA_VERSION, CaseRecord
from oncomatch.errors import InputError
from oncomatch.reference.resources import resource_path
from oncomatch.reporting.documents import (
    case_record_schema,
    read_document,
    render_schema,
    write_document,
)
from unit.reporting.report_makers import (
    empty_profile,
    evidence,
    made_with,
    marker,
    miss,
    record,
    therapy,
    trial_match,
    trial_matches,
)


@pytest.fixture(scope="module")
def full() -> CaseRecord:
    """A record in which every list has entries."""
    return building.matched(
        building.tumor(
            "LUAD",
            [("KRAS", "G12C"), ("TP53", "R175H")],
            left_out=[("EGFR", "L858R")],
            copies={"MET": 12.0, "MTAP": 0.1, "ERBB2": 2.0},
            panel=["BRAF"],
            her2_ihc="2+",
            msi="MSS",
            tmb=7.25,
        )
    )


def test_the_full_record_is_full(full: CaseRecord):
    """The tests below say nothing about a list that is empty here."""
    profile = full.profile

    assert all((full.standings, full.therapies, full.near_misses, full.markers, full.genes))
    assert all((full.trials, full.made_with.knowledge, full.made_with.resources))
    assert all((profile.small_variants, profile.left_out, profile.copy_numbers))
    assert all((profile.assay.genes, profile.ledger.filtered))


def test_record_to_bytes_to_record(full: CaseRecord, tmp_path: Path):
    write_document(tmp_path / "case.json", full)

    assert read_document(tmp_path / "case.json", CaseRecord) == full


def test_profile_to_bytes_to_profile(full: CaseRecord, tmp_path: Path):
    write_document(tmp_path / "profile.json", full.profile)

    assert read_document(tmp_path / "profile.json", TumorProfile) == full.profile


words = st.text(st.characters(codec="utf-8"), max_size=12)


@given(
    name=words,
    note=words,
    regimen=words,
    tmb=st.none() | st.floats(0, 1000),
    specimen=words,
)
@settings(max_examples=30, deadline=None)
def test_any_text_comes_back(
    name: str,
    note: str,
    regimen: str,
    tmb: float | None,
    specimen: str,
    tmp_path_factory: pytest.TempPathFactory,
):
    empty = empty_profile(sample=name, notes=(note, note))
    profile = replace(
        empty,
        case=replace(empty.case, specimen=specimen),
        markers=replace(empty.markers, tmb_per_mb=tmb),
    )
    made = record(
        profile,
        therapies=(therapy(regimen, labels=(name, note), records=[evidence(rating=None)]),),
        near_misses=(miss(regimen),),
        markers=(marker(reason=note),),
        trials=trial_matches(trial_match(title=note)),
        made_with=made_with(software=name),
    )
    path = tmp_path_factory.mktemp("case") / "case.json"
    write_document(path, made)

    assert read_document(path, CaseRecord) == made


def test_the_same_record_gives_the_same_bytes(full: CaseRecord, tmp_path: Path):
    one, other = tmp_path / "one.json", tmp_path / "other.json"

    write_document(one, full)
    write_document(other, read_document(one, CaseRecord))

    assert one.read_bytes() == other.read_bytes()


def test_people_can_read_it(tmp_path: Path):
    path = tmp_path / "case.json"
    write_document(path, record(empty_profile(notes=("größer",))))
    text = path.read_text(encoding="utf-8")

    assert text.startswith('{\n "schema_version": "1.2",\n')
    assert text.endswith("}\n")
    assert "größer" in text


def changed(tmp_path: Path, change: dict[str, Any]) -> Path:
    """Return the file of a record of which a change names a place, `a.b`, and its new value."""
    path = tmp_path / "case.json"
    write_document(path, record(therapies=(therapy(),)))
    document = json.loads(path.read_text(encoding="utf-8"))
    for place, value in change.items():
        *way, last = place.split(".")
        part = document
        for step in way:
            part = part[int(step)] if step.isdecimal() else part[step]
        if value is KeyError:
            del part[last]
        else:
            part[last] = value
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


WRONG = {
    "missing": ({"therapies": KeyError}, "Object missing required field `therapies`"),
    "missing deep": (
        {"profile.case.build": KeyError},
        "Object missing required field `build` - at `$.profile.case`",
    ),
    "text for a number": (
        {"profile.case.age": "sixty"},
        "Expected `int | float | null`, got `str` - at `$.profile.case.age`",
    ),
    "no such tier": (
        {"therapies.0.tier": "I-Z"},
        "Invalid enum value 'I-Z' - at `$.therapies[0].tier`",
    ),
    "no such build": (
        {"profile.case.build": "hg19"},
        "Invalid enum value 'hg19' - at `$.profile.case.build`",
    ),
    "a case id that is a path": (
        {"profile.case.case_id": "../../etc"},
        "case id '../../etc' is not accepted",
    ),
    "a ledger that does not add up": (
        {"profile.ledger.read": 5},
        "the ledger does not add up: 5 read, 0 reported, 0 filtered, 0 failed",
    ),
    "no source": ({"therapies.0.evidence.0.provenance.source": ""}, "provenance needs `source`"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_not_such_a_record_is_refused_with_the_place(tmp_path: Path, case: str):
    change, telling = WRONG[case]
    path = changed(tmp_path, change)
    sentence = f"{path}: is not a CaseRecord of schema 1.2: {telling}"

    with pytest.raises(InputError, match=f"^{re.escape(sentence)}"):
        read_document(path, CaseRecord)


@pytest.mark.parametrize("version", ["2.0", "0.9", "", "1.0.1"])
def test_a_record_of_another_schema_version_is_refused(tmp_path: Path, version: str):
    """The same names may mean something else there."""
    path = changed(tmp_path, {"schema_version": version})

    with pytest.raises(InputError, match="schema") as caught:
        read_document(path, CaseRecord)

    assert str(caught.value) == (
        f"{path}: the record has schema version {version!r}, only {SCHEMA_VERSION!r} is read here; "
        f"make it anew with this version of oncomatch"
    )


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff", b"<html>"])
def test_a_file_that_is_no_record(tmp_path: Path, content: bytes):
    path = tmp_path / "case.json"
    path.write_bytes(content)

    with pytest.raises(InputError, match=f"^{re.escape(f'{path}: is not a CaseRecord of schema')}"):
        read_document(path, CaseRecord)


def test_a_file_that_is_not_there(tmp_path: Path):
    path = tmp_path / "case.json"
    sentence = f"{path}: cannot be read (No such file or directory); check the path"

    with pytest.raises(InputError, match=f"^{re.escape(sentence)}$"):
        read_document(path, CaseRecord)


def test_the_published_schema_is_the_generated_one():
    published = resource_path("schemas", "case_record.schema.json")

    assert published.read_text(encoding="utf-8") == render_schema()


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(case_record_schema())


def problems(path: Path) -> list[str]:
    document = json.loads(path.read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(case_record_schema())
    return [error.json_path for error in validator.iter_errors(document)]


def test_a_record_is_valid_by_the_schema(full: CaseRecord, tmp_path: Path):
    write_document(tmp_path / "case.json", full)

    assert problems(tmp_path / "case.json") == []


@pytest.mark.parametrize(
    "change",
    [
        {"therapies": KeyError},
        {"profile.case.age": "sixty"},
        {"profile.case.sexx": "female"},
        {"therapies.0.tier": "I-Z"},
        {"comment": "a new key"},
        {"schema_version": "2.0"},
    ],
    ids=["missing", "wrong type", "misspelt key", "wrong value", "new key", "other version"],
)
def test_another_document_is_not_valid_by_the_schema(tmp_path: Path, change: dict[str, Any]):
    assert problems(changed(tmp_path, change)) != []


def test_every_part_of_the_schema_is_described():
    parts = case_record_schema()["$defs"]

    assert [name for name, part in parts.items() if not part["description"]] == []
