"""Knowledge folders: checked as a whole, renewed whole or not at all, chosen and recorded."""

from __future__ import annotations

import csv
import re
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from building import ROOT
from oncomatch.cli import main
from oncomatch.domain.biomarker import genes_of
from oncomatch.domain.provenance import Provenance
from oncomatch.errors import InputError, ResourceError
from oncomatch.knowledge.approval_table import write_approvals
from oncomatch.knowledge.base import open_knowledge, read_knowledge
from oncomatch.knowledge.conflicts import find_conflicts, write_conflicts
from oncomatch.knowledge.evidence_table import read_evidence_items, write_evidence_items
from oncomatch.knowledge.importers.civic_rows import _PROFILES
from oncomatch.knowledge.lock import lock_of, write_lock
from oncomatch.knowledge.meaning_table import write_meanings
from oncomatch.pipeline.chosen_knowledge import (
    open_chosen_knowledge,
    resources_with_knowledge,
    settings_of,
    with_knowledge,
)
from oncomatch.pipeline.chosen_reference import resources_with
from oncomatch.pipeline.kb.build import build_knowledge, default_data
from oncomatch.pipeline.kb.check import check_knowledge
from oncomatch.pipeline.kb.diff import as_json, as_table, as_tsv, compare
from oncomatch.pipeline.kb.folders import whole_folder
from oncomatch.pipeline.kb.update import Wanted, address_of, update_civic
from oncomatch.readers.config import Config
from oncomatch.reference.manifest import checksum

BUNDLED = ROOT / "resources" / "knowledge"
CURATED = ("label_conditions.tsv", "label_exclusions.tsv", "hotspots.tsv", "gene_roles.tsv")
GENES = ("EGFR", "BRAF")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small folder with what is said of two genes, and its lock."""
    made = tmp_path / "small"
    made.mkdir()
    for name in (*CURATED, "regions.tsv", "hotspot_counts.tsv", "untranslated.tsv"):
        lines = (BUNDLED / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (made / name).write_text("".join(lines[:100]), encoding="utf-8")
    whole = open_knowledge()
    items = {
        item
        for item in read_evidence_items(BUNDLED / "evidence.tsv")
        if set(GENES).issuperset(genes_of(item.biomarker))
    }
    write_evidence_items(made / "evidence.tsv", items)
    write_meanings(made / "meanings.tsv", {each for g in GENES for each in whole.meanings_of(g)})
    write_approvals(made / "approvals.tsv", whole.approvals[:20])
    write_conflicts(made / "conflicts.tsv", find_conflicts(items))
    write_lock(made, lock_of(made))
    return made


def change(path: Path, edit: Callable[[str], str]) -> None:
    """Write a file anew."""
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")


class TestCheck:
    def test_a_folder_as_it_was_locked_has_no_mistake(self, folder: Path) -> None:
        checked = check_knowledge(folder)

        assert checked.findings == ()
        assert checked.conflicts > 0

    def test_a_changed_byte_is_found(self, folder: Path) -> None:
        change(folder / "hotspots.tsv", lambda text: text.replace("\tG328E\t", "\tG328V\t", 1))

        found = [str(each) for each in check_knowledge(folder).findings]

        assert any("hotspots.tsv: has other bytes than lock.tsv says" in each for each in found)

    def test_a_folder_without_a_lock_is_told(self, folder: Path) -> None:
        (folder / "lock.tsv").unlink()

        (found,) = check_knowledge(folder).findings

        assert "the folder has no lock; write one" in str(found)

    def test_a_conflict_that_is_not_recorded_is_refused(self, folder: Path) -> None:
        change(folder / "conflicts.tsv", lambda text: text.splitlines()[0] + "\n")
        write_lock(folder, lock_of(folder))

        found = [each.problem.message for each in check_knowledge(folder).findings]

        assert found
        assert all(
            "says sensitivity and" in each and "does not record it" in each for each in found
        )

    def test_a_recorded_conflict_that_is_none_is_refused(self, folder: Path) -> None:
        line = "CIViC\tEID883\tEID1\tEGFR p.L858R\tAfatinib\tLUAD\tB\t1\tPMID:1\tCC0-1.0\n"
        change(folder / "conflicts.tsv", lambda text: text + line)
        write_lock(folder, lock_of(folder))

        (found,) = check_knowledge(folder).findings

        assert found.column == "record_id"
        assert "EID883 and EID1 do not contradict each other" in found.problem.message

    def test_mistakes_of_several_tables_are_told_at_once(self, folder: Path) -> None:
        change(folder / "evidence.tsv", lambda text: text.replace("EGFR p.L858R", "EGFR p.K858R"))
        change(folder / "gene_roles.tsv", lambda text: text.replace("\nABL1\t", "\nABL7\t"))
        change(folder / "regions.tsv", lambda text: text.replace("NM_005157.4", "NM_1.1", 1))

        found = {Path(each.file).name: each for each in check_knowledge(folder).findings[:-3]}

        assert {"evidence.tsv", "gene_roles.tsv", "regions.tsv"} <= set(found)

    def test_the_bundled_folder_is_held_to_the_manifest(self) -> None:
        """Checksums are the matter of the manifest's own test; every other check passes here."""
        found = [
            str(each)
            for each in check_knowledge(BUNDLED).findings
            if "manifest.tsv" not in each.problem.message
        ]

        assert found == []


class TestWholeFolder:
    def test_what_fails_leaves_what_was_there(self, folder: Path) -> None:
        before = lock_of(folder)

        def fail() -> None:
            with whole_folder(folder, BUNDLED) as fresh:
                (fresh / "evidence.tsv").unlink()
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail()

        assert lock_of(folder) == before
        assert [path.name for path in folder.parent.iterdir()] == ["small"]

    def test_what_cannot_be_renamed_leaves_what_was_there(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before, rename = lock_of(folder), Path.rename

        def fail_with_the_new_one(self: Path, target: Path) -> Path:
            if self.name.endswith(".part"):
                raise OSError(28, "No space left on device")
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", fail_with_the_new_one)
        with pytest.raises(OSError, match="No space"), whole_folder(folder, BUNDLED):
            pass

        assert lock_of(folder) == before
        assert [path.name for path in folder.parent.iterdir()] == ["small"]

    def test_other_files_are_not_swept_away(self, tmp_path: Path) -> None:
        (tmp_path / "thesis.txt").write_text("years of work")

        with (
            pytest.raises(InputError, match="has other files in it"),
            whole_folder(tmp_path, BUNDLED),
        ):
            pass

        assert (tmp_path / "thesis.txt").exists()

    def test_the_target_is_replaced(self, tmp_path: Path) -> None:
        for text in ("one", "two"):
            with whole_folder(tmp_path / "deep" / "own", BUNDLED) as fresh:
                (fresh / "evidence.tsv").write_text(text)

        assert (tmp_path / "deep" / "own" / "evidence.tsv").read_text() == "two"
        assert [path.name for path in (tmp_path / "deep").iterdir()] == ["own"]


COLUMNS = tuple(sorted(_PROFILES))


def civic_row(number: int, **cells: str) -> dict[str, str]:
    """Return a predictive record in CIViC's own layout."""
    return {
        "molecular_profile": "EGFR L858R",
        "disease": "Lung Adenocarcinoma",
        "therapies": "Afatinib",
        "evidence_type": "Predictive",
        "evidence_direction": "Supports",
        "evidence_level": "B",
        "significance": "Sensitivity/Response",
        "citation_id": str(1000 + number),
        "source_type": "PubMed",
        "evidence_status": "accepted",
        "evidence_id": str(number),
        "evidence_civic_url": f"https://civicdb.org/links/evidence_items/{number}",
        "is_flagged": "FALSE",
        **cells,
    }


def civic_table(path: Path, rows: list[dict[str, str]], columns: tuple[str, ...] = COLUMNS) -> Path:
    """Write a table as CIViC does."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return path


@pytest.fixture
def base(folder: Path) -> Path:
    """Return the folder with three records of CIViC."""
    item = next(each for each in open_knowledge().evidence if each.id == "CIViC EID883")
    items = [
        replace(
            item,
            provenance=Provenance("CIViC", f"EID{number}", "2025-04", "PMID:1", "", "CC0-1.0"),
        )
        for number in (1, 2, 3)
    ]
    write_evidence_items(folder / "evidence.tsv", items)
    write_meanings(folder / "meanings.tsv", [])
    write_conflicts(folder / "conflicts.tsv", [])
    change(folder / "untranslated.tsv", lambda text: text.splitlines()[0] + "\n")
    write_lock(folder, lock_of(folder))
    return folder


def update(base: Path, rows: list[dict[str, str]], **wanted: object) -> list[str]:
    """Take a table into the folder itself."""
    file = civic_table(base.parent / "civic.tsv", rows)
    return list(
        update_civic(Wanted(file, **{"release": "2025-10", **wanted}), base, base)  # type: ignore[arg-type]
    )


THREE = [civic_row(1), civic_row(2), civic_row(3)]


class TestUpdate:
    def test_a_newer_release_is_taken(self, base: Path) -> None:
        rows = [*THREE[:2], civic_row(3, evidence_level="A"), civic_row(4)]

        told = update(base, rows)

        items = read_evidence_items(base / "evidence.tsv")
        assert [item.id for item in items] == [f"CIViC EID{number}" for number in (1, 2, 3, 4)]
        assert {item.provenance.release for item in items} == {"2025-10"}
        assert check_knowledge(base).findings == ()
        assert "added                    1 records" in told
        assert "changed level            1 records" in told
        assert told[-1] == f"CIViC 2025-10 is in {base}; use it with --kb {base}"

    def test_a_new_conflict_is_told_and_recorded(self, base: Path) -> None:
        told = update(base, [*THREE, civic_row(4, significance="Resistance")])

        assert sum(line.startswith("new conflict: ") for line in told) == 3
        assert check_knowledge(base).conflicts == 3

    @pytest.mark.parametrize(
        ("rows", "wanted", "message"),
        [
            (THREE, {"release": "2024-12"}, "release 2024-12 is older than the present one"),
            (THREE, {"release": ""}, "which release is it"),
            (THREE, {"release": "October"}, "'October' is no release"),
            (THREE, {"release": "2025-13"}, "is no release"),
            (THREE, {"release": "2025-02-30"}, "is no release"),
            (THREE[:2], {}, "1 of the 3 predictive records at hand are not in it"),
            (
                [*THREE, civic_row(4, molecular_profile="EGFR SERUM LEVELS")],
                {},
                "only 75% of its predictive items can be translated, at least 90%",
            ),
        ],
        ids=["older", "not said", "a word", "month 13", "no day", "cut off", "untranslated"],
    )
    def test_what_fails_a_check_changes_nothing(
        self, base: Path, rows: list[dict[str, str]], wanted: dict[str, str], message: str
    ) -> None:
        before = lock_of(base)

        with pytest.raises(InputError, match=message):
            update(base, rows, **wanted)

        assert lock_of(base) == before

    def test_unknown_columns_and_words_change_nothing(self, base: Path) -> None:
        before = lock_of(base)
        file = civic_table(base.parent / "civic.tsv", THREE, (*COLUMNS, "hat"))

        with pytest.raises(ResourceError, match="also has hat"):
            list(update_civic(Wanted(file, release="2025-10"), base, base))
        with pytest.raises(ResourceError, match="CIViC may have a new word"):
            update(base, [*THREE, civic_row(4, evidence_direction="Maybe")])

        assert lock_of(base) == before

    def test_a_row_that_fails_the_checks_changes_nothing(self, base: Path) -> None:
        before = lock_of(base)
        rows = [*THREE, civic_row(4, citation_id="123456789")]
        file = civic_table(base.parent / "civic.tsv", rows)

        told = update_civic(Wanted(file, release="2025-10"), base, base)

        assert "evidence.tsv, line 5, column citation: 'PMID:123456789'" in next(told)
        with pytest.raises(InputError, match="1 rows of the new tables fail the checks"):
            next(told)
        assert lock_of(base) == before

    def test_force_takes_older_and_smaller_ones(self, base: Path) -> None:
        update(base, THREE[:1], release="2024-12", force=True)

        assert len(read_evidence_items(base / "evidence.tsv")) == 1

    def test_the_bundled_folder_is_never_written(self) -> None:
        with pytest.raises(InputError, match="is the bundled knowledge, which is not changed"):
            list(update_civic(Wanted(Path("civic.tsv"), release="2025-10"), None, BUNDLED))

    def test_the_release_is_told_by_the_name_of_civics_file(self, base: Path) -> None:
        file = civic_table(base.parent / "01-Oct-2025-ClinicalEvidenceSummaries.tsv", THREE)
        list(update_civic(Wanted(file), base, base))

        (release,) = {
            item.provenance.release for item in read_evidence_items(base / "evidence.tsv")
        }
        assert release == "2025-10"

    def test_a_numbering_that_was_doubted_stays_doubted(self, base: Path) -> None:
        reason = "no embedded transcript of EGFR has codon 858 where the source puts it"
        change(base / "untranslated.tsv", lambda text: f"{text}CIViC\tEID4\tEGFR L858R\t{reason}\n")
        update(base, [*(civic_row(number) for number in range(1, 12)), civic_row(12)])

        ids = {item.id for item in read_evidence_items(base / "evidence.tsv")}
        assert "CIViC EID4" not in ids
        assert reason in (base / "untranslated.tsv").read_text()

    def test_a_fetched_release_is_taken_with_its_checksum(self, base: Path) -> None:
        file = civic_table(base.parent / "served.tsv", THREE)

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200 if self.path == "/civic" else 404)
                self.end_headers()
                self.wfile.write(file.read_bytes())

            def log_message(self, *words: object) -> None:
                """Say nothing."""

        with HTTPServer(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
            thread.start()
            address = f"http://127.0.0.1:{server.server_address[1]}"
            words = ["--source", "civic", "--download", "--release", "2025-10", "--out", str(base)]
            absent = main(["kb", "update", *words, "--url", f"{address}/absent"])
            before = read_evidence_items(base / "evidence.tsv")
            taken = list(update_civic(Wanted(None, f"{address}/civic", "2025-10"), None, base))
            server.shutdown()
            thread.join()

        assert absent == 2
        assert {item.provenance.release for item in before} == {"2025-04"}
        assert taken[0].startswith(f"fetched {address}/civic: ")
        assert taken[0].endswith(f"sha256 {checksum(file)}")
        assert taken[-1].startswith("CIViC 2025-10 is in")

    def test_the_address_is_that_of_the_month(self) -> None:
        assert address_of("2026-10") == (
            "https://civicdb.org/downloads/01-Oct-2026/"
            "01-Oct-2026-AcceptedClinicalEvidenceSummaries.tsv"
        )
        with pytest.raises(InputError, match="are of the first of a month"):
            address_of("2026-10-15")


class TestChosen:
    def test_the_lock_of_a_folder_is_in_the_record(self, folder: Path) -> None:
        config = with_knowledge(Config(), folder, None)
        files = [each.file for each in resources_with_knowledge(config, resources_with(""))]

        assert "knowledge of your own: small/evidence.tsv" in files
        assert not [each for each in files if each.startswith("knowledge/")]
        assert [each for each in files if each.startswith("ontology/")]
        assert [(each.key, each.value) for each in settings_of(config)] == [("knowledge", "small")]
        assert open_chosen_knowledge(config).genes != open_knowledge().genes

    def test_a_folder_that_was_changed_is_refused(self, folder: Path) -> None:
        change(folder / "evidence.tsv", lambda text: text.replace("\tA\t", "\tB\t"))

        with pytest.raises(InputError, match=r"evidence.tsv: has other bytes .* look at it with"):
            with_knowledge(Config(), folder, None)

    def test_a_folder_without_a_lock_is_read(self, folder: Path) -> None:
        (folder / "lock.tsv").unlink()

        assert with_knowledge(Config(), folder, None).knowledge == str(folder)

    def test_permissive_leaves_out_approvals_and_restricted_rows(self, folder: Path) -> None:
        items = read_evidence_items(folder / "evidence.tsv")
        closed = replace(items[0].provenance, licence="our own terms")
        write_evidence_items(
            folder / "evidence.tsv", [replace(items[0], provenance=closed), *items[1:]]
        )
        write_lock(folder, lock_of(folder))
        config = with_knowledge(Config(), folder, "permissive")

        knowledge = open_chosen_knowledge(config)

        assert len(knowledge.evidence) == len(items) - 1
        assert knowledge.approvals == ()
        assert knowledge.hotspot_counts == {}
        assert knowledge.hotspots == read_knowledge(folder).hotspots
        assert ("licence", "permissive") in [(s.key, s.value) for s in settings_of(config)]
        files = [each.file for each in resources_with_knowledge(config, resources_with(""))]
        assert not [each for each in files if each.endswith("approvals.tsv")]

    def test_all_of_the_bundled_is_read_once(self) -> None:
        assert open_chosen_knowledge(Config()) is open_knowledge()
        assert settings_of(Config()) == ()
        assert resources_with_knowledge(Config(), resources_with("")) == resources_with("")


class TestDiff:
    def test_the_two_releases_of_civic(self, shared: Path) -> None:
        """2022-12 in two parts against 2025-04: the figures of the note."""
        kb = shared / "kb"
        old = ",".join(str(kb / f"civic_2022-12_accepted_part{number}.tsv") for number in (1, 2))

        found = compare(old, str(kb / "civic_ClinicalEvidence_2025-04.tsv"))

        counted = dict(re.findall(r"^(\D+?) +(\d+) records", "\n".join(as_table(found)), re.M))
        assert counted == {
            "added": "2248",
            "removed": "5",
            "changed level": "7",
            "changed meaning": "61",
            "changed translation": "2",
            "not compared": "851",
        }
        assert "EGFR\tCIViC EID7363\tchanged level\tlevel\tB\tA" in as_tsv(found)

    def test_a_folder_with_itself(self, folder: Path) -> None:
        assert compare(str(folder), str(folder)) == ()

    def test_every_form_has_every_change(self, folder: Path, tmp_path: Path) -> None:
        other = tmp_path / "other"
        shutil.copytree(folder, other)
        items = read_evidence_items(other / "evidence.tsv")
        write_evidence_items(other / "evidence.tsv", items[1:])

        found = compare(str(folder), str(other))

        assert len(found) == 1
        assert len(as_tsv(found)) == len(as_json(found)) + 1 == 2
        assert items[0].provenance.record_id in as_tsv(found)[1]
        assert '"change": "removed"' in as_json(found)[0]

    @pytest.mark.parametrize("old", ["absent", "absent,also"])
    def test_what_is_not_there_is_refused(self, folder: Path, old: str) -> None:
        with pytest.raises(InputError):
            compare(old, str(folder))


class TestBuild:
    def test_the_same_inputs_give_the_same_bytes_as_ours(
        self, shared: Path, tmp_path: Path
    ) -> None:
        told = build_knowledge(shared, tmp_path / "own")

        ours = {each.file: each.sha256 for each in lock_of(BUNDLED)}
        assert {each.file: each.sha256 for each in lock_of(tmp_path / "own")} == ours
        assert check_knowledge(tmp_path / "own").findings == ()
        assert any(line.startswith("| CIViC | 43") for line in told)
        assert default_data() == shared

    def test_absent_sources_are_told(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="give --data the folder that has kb/"):
            build_knowledge(tmp_path, tmp_path / "own")

        assert not (tmp_path / "own").exists()
