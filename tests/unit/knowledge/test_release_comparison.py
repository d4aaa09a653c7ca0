"""Two releases compared: each change of a record is told once, with what it was and is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oncomatch.knowledge.release_diff import Change, Entry, Release, differences

ONE = Entry(
    "CIViC EID1", "EGFR", "EGFR L858R", "Predictive", "B", "Sensitivity/Response", "Supports",
    "EGFR p.L858R", "LUAD", "Afatinib",
)  # fmt: skip


def release(*entries: Entry, bare: tuple[str, ...] = ()) -> Release:
    """Return a release of entries."""
    return Release({entry.id: entry for entry in entries}, frozenset(bare))


@pytest.mark.parametrize(
    ("field", "value", "change"),
    [
        ("level", "A", Change.LEVEL),
        ("kind", "Prognostic", Change.MEANING),
        ("significance", "Resistance", Change.MEANING),
        ("direction", "Does Not Support", Change.MEANING),
        ("pattern", "EGFR mutation", Change.MEANING),
        ("disease", "NSCLC", Change.MEANING),
        ("therapies", "Gefitinib", Change.MEANING),
    ],
)
def test_one_field_is_one_change(field: str, value: str, change: Change) -> None:
    (found,) = differences(release(ONE), release(replace(ONE, **{field: value})))

    assert (found.change, found.field) == (change, field)
    assert (found.before, found.after) == (getattr(ONE, field), value)


@pytest.mark.parametrize("field", ["kind", "level", "significance", "disease", "therapies"])
def test_what_is_not_known_on_one_side_is_not_compared(field: str) -> None:
    unknown = replace(ONE, **{field: None})

    assert differences(release(ONE), release(unknown)) == ()
    assert differences(release(unknown), release(ONE)) == ()


def test_the_same_is_no_change() -> None:
    assert differences(release(ONE), release(replace(ONE, name="EGFR LEU858ARG"))) == ()


def test_added_and_removed() -> None:
    (added,) = differences(release(), release(ONE))
    (removed,) = differences(release(ONE), release())

    assert (added.change, removed.change) == (Change.ADDED, Change.REMOVED)
    assert added.after == removed.before
    assert added.after == (
        "Predictive; EGFR p.L858R; Afatinib; Sensitivity/Response; LUAD; level B"
    )


def test_a_record_known_by_its_number_alone_is_neither_added_nor_compared() -> None:
    (found,) = differences(release(bare=("CIViC EID1",)), release(ONE))

    assert found.change is Change.NOT_COMPARED


def test_a_pattern_that_comes_or_goes_is_a_change_of_translation() -> None:
    (found,) = differences(release(replace(ONE, pattern=None)), release(ONE))

    assert found.change is Change.TRANSLATION
    assert (found.before, found.after) == ("no pattern (EGFR L858R)", "EGFR p.L858R")


def test_changes_are_in_order_of_gene_and_number() -> None:
    entries = [replace(ONE, id=f"CIViC EID{number}") for number in (10, 9, 1)]
    braf = replace(ONE, id="CIViC EID99", gene="BRAF")

    found = differences(release(), release(*entries, braf))

    assert [each.id.rpartition("EID")[2] for each in found] == ["99", "1", "9", "10"]
