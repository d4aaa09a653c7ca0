"""The lock of a folder tells every change; every contradiction of equal level is a pair."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evidence import (
    Direction,
    EvidenceItem,
    EvidenceLevel,
    Interaction,
    Regimen,
    Significance,
)
from oncomatch.errors import InputError
from oncomatch.knowledge.base import open_knowledge
from oncomatch.knowledge.conflicts import find_conflicts, read_conflicts, write_conflicts
from oncomatch.knowledge.licences import is_permissive
from oncomatch.knowledge.lock import differences, lock_of, read_lock, write_lock

WORKS = next(item for item in open_knowledge().evidence if item.id == "CIViC EID883")


def other(**changes: object) -> EvidenceItem:
    """Return the item that contradicts EID883, with changes."""
    origin = replace(WORKS.provenance, record_id="EID0", citation="PMID:1")
    contradicting = replace(WORKS, significance=Significance.RESISTANCE, provenance=origin)
    return replace(contradicting, **changes)  # type: ignore[arg-type]


class TestConflicts:
    @pytest.mark.parametrize(
        "significance", [Significance.RESISTANCE, Significance.REDUCED_SENSITIVITY]
    )
    def test_a_contradiction_is_a_pair(self, significance: Significance) -> None:
        (found,) = find_conflicts([WORKS, other(significance=significance)])

        assert (found.record_id, found.opposed_by) == ("EID883", "EID0")
        assert (found.therapies, found.tumor_type, found.level) == ("Afatinib", "LUAD", "B")
        assert found.citation == "PMID:22452895; PMID:1"

    @pytest.mark.parametrize(
        "changes",
        [
            {"level": EvidenceLevel.CASE_STUDY},
            {"tumor_types": ("BRCA",)},
            {"biomarker": parse_biomarker("EGFR p.L858Q")},
            {"regimen": Regimen(("Gefitinib",))},
            {"regimen": Regimen(("Afatinib", "Cetuximab"), Interaction.COMBINATION)},
            {"direction": Direction.DOES_NOT_SUPPORT},
            {"significance": Significance.ADVERSE_RESPONSE},
            {"significance": Significance.SENSITIVITY},
        ],
        ids=lambda changes: next(iter(changes)),
    )
    def test_one_difference_and_it_is_none(self, changes: dict[str, object]) -> None:
        assert find_conflicts([WORKS, other(**changes)]) == ()

    def test_one_of_several_tumour_types_or_substitutes_is_enough(self) -> None:
        regimen = Regimen(("Gefitinib", "Afatinib"), Interaction.SUBSTITUTES)

        (found,) = find_conflicts([WORKS, other(regimen=regimen, tumor_types=("BRCA", "LUAD"))])

        assert (found.therapies, found.tumor_type) == ("Afatinib", "LUAD")

    def test_the_table_is_read_back(self, tmp_path: Path) -> None:
        found = find_conflicts(open_knowledge().evidence)
        write_conflicts(tmp_path / "conflicts.tsv", reversed(found))

        assert len(found) > 5
        assert read_conflicts(tmp_path / "conflicts.tsv") == found
        assert read_conflicts(tmp_path / "absent.tsv") == ()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two tables and their lock."""
    (tmp_path / "evidence.tsv").write_text("record_id\trelease\n1\t2025-04\n2\t2017\n3\t2017\n")
    (tmp_path / "other.tsv").write_text("gene\nEGFR\n")
    write_lock(tmp_path, lock_of(tmp_path))
    return tmp_path


class TestLock:
    def test_it_names_file_release_and_checksum(self, folder: Path) -> None:
        locked = read_lock(folder)

        assert [(each.file, each.release) for each in locked] == [
            ("evidence.tsv", "2017; 2025-04"),
            ("other.tsv", ""),
        ]
        assert {len(each.sha256) for each in locked} == {64}
        assert differences(locked, lock_of(folder)) == ()

    def test_every_change_is_told(self, folder: Path) -> None:
        locked = read_lock(folder)
        (folder / "evidence.tsv").write_text("record_id\trelease\n")
        (folder / "other.tsv").rename(folder / "new.tsv")

        assert differences(locked, lock_of(folder)) == (
            ("evidence.tsv", "has other bytes than the lock says"),
            ("new.tsv", "is not in the lock"),
            ("other.tsv", "is absent"),
        )

    def test_a_folder_without_evidence_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"is not a knowledge folder: it has no evidence\.tsv"):
            lock_of(tmp_path)
        with pytest.raises(InputError, match="there is no such folder"):
            lock_of(tmp_path / "absent")

    def test_a_damaged_lock_is_refused(self, folder: Path) -> None:
        (folder / "lock.tsv").write_text("hat\n1\n")

        with pytest.raises(InputError, match="has no column 'file'; write it anew"):
            read_lock(folder)


@pytest.mark.parametrize(
    ("licence", "permissive"),
    [
        ("CC0-1.0", True),
        ("MIT; CC0-1.0", True),
        ("fact from the label", True),
        ("fact from the label; found through moalmanac-db (GPL-2.0)", False),
        ("fact from the label, found through moalmanac-db (GPL-2.0)", False),
        ("CC BY-NC 4.0", False),
        ("our own terms", False),
        ("", False),
    ],
)
def test_what_is_not_known_to_be_permissive_is_not(licence: str, permissive: bool) -> None:
    assert is_permissive(licence) is permissive
