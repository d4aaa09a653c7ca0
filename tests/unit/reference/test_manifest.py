"""Every table that ships is listed with its source, release, checksum and licence."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from oncomatch.errors import ResourceError
from oncomatch.reference import manifest
from oncomatch.reference.manifest import ManifestEntry, changed_files, read_manifest, write_manifest
from oncomatch.reference.resources import config_path, resource_path, workflow_path
from oncomatch.reference.tables import read_rows

RESOURCES = resource_path()
NOT_TABLES = {"example", "schemas"}
ENTRIES = read_manifest()


def shipped() -> set[str]:
    """Names of the tables below resources/; prose and the manifest itself are not tables."""
    paths = [path.relative_to(RESOURCES) for path in RESOURCES.rglob("*") if path.is_file()]
    return {
        path.as_posix()
        for path in paths
        if path.parts[0] not in NOT_TABLES
        and path.suffix != ".md"
        and path.name != "manifest.tsv"
        and not path.name.startswith(".")
    }


def test_none_is_missing_and_none_too_many() -> None:
    assert [entry.file for entry in ENTRIES] == sorted(shipped())


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.file)
def test_the_checksum_is_that_of_the_bytes(entry: ManifestEntry) -> None:
    assert entry.sha256 == sha256((RESOURCES / entry.file).read_bytes()).hexdigest()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.file)
def test_an_entry_says_where_from_which_release_when_and_under_what_licence(
    entry: ManifestEntry,
) -> None:
    assert all(field.strip() == field != "" for field in (entry.source, entry.release))
    assert entry.licence
    assert re.fullmatch(r"20\d\d-[01]\d-[0-3]\d", entry.retrieved)


@pytest.mark.parametrize(
    "name", ["evidence", "gene_roles", "hotspots", "label_conditions", "label_exclusions"]
)
def test_a_knowledge_table_is_of_the_releases_that_its_rows_name(name: str) -> None:
    rows = read_rows(RESOURCES / "knowledge" / f"{name}.tsv")
    (entry,) = (entry for entry in ENTRIES if entry.file == f"knowledge/{name}.tsv")

    assert sorted({row["release"] for row in rows}) == sorted(entry.release.split("; "))


def test_the_trials_are_of_the_day_that_the_manifest_names() -> None:
    snapshot = json.loads((RESOURCES / "trials" / "trials.json").read_text(encoding="utf-8"))
    (entry,) = (entry for entry in ENTRIES if entry.file == "trials/trials.json")

    assert (entry.source, entry.release) == (snapshot["source"], snapshot["data_date"])


def test_nothing_has_changed_since_the_manifest_was_written() -> None:
    assert changed_files() == []


def test_resources_stay_below_40_megabytes() -> None:
    size = sum(path.stat().st_size for path in RESOURCES.rglob("*") if path.is_file())

    assert size < 40_000_000


def test_a_changed_table_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "knowledge").mkdir()
    for name, text in (("knowledge/a.tsv", "gene\n"), ("b.tsv", "code\n")):
        (tmp_path / name).write_text(text)
    entry = ManifestEntry("b.tsv", "own", "1", "2026-01-01", sha256(b"code\n").hexdigest(), "CC0")
    changed = replace(entry, file="knowledge/a.tsv", sha256=sha256(b"gene").hexdigest())
    write_manifest(tmp_path / "manifest.tsv", [changed, entry])
    monkeypatch.setattr(manifest, "resource_path", lambda *parts: tmp_path.joinpath(*parts))

    assert changed_files() == ["knowledge/a.tsv"]
    assert read_manifest() == (entry, changed)


def test_the_manifest_is_sorted_text_with_a_header(tmp_path: Path) -> None:
    entry = ManifestEntry("b", "Source; other", "1", "2026-01-01", "0f", "CC BY 4.0")
    write_manifest(tmp_path / "manifest.tsv", iter([entry, replace(entry, file="a")]))

    assert (tmp_path / "manifest.tsv").read_bytes() == (
        b"file\tsource\trelease\tretrieved\tsha256\tlicence\n"
        b"a\tSource; other\t1\t2026-01-01\t0f\tCC BY 4.0\n"
        b"b\tSource; other\t1\t2026-01-01\t0f\tCC BY 4.0\n"
    )


def test_an_absent_table_is_an_error_that_names_it() -> None:
    wanted = f"bundled table {RESOURCES / 'knowledge' / 'none.tsv'} is absent"

    with pytest.raises(ResourceError, match=f"^{re.escape(wanted)}; install oncomatch again$"):
        resource_path("knowledge", "none.tsv")


def test_configuration_and_workflow_are_found() -> None:
    assert config_path("config.yaml").is_file()
    assert workflow_path("Snakefile").is_file()
