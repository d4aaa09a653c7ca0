"""Each benchmark script writes its own part of docs/benchmarks.md and keeps the others."""

from __future__ import annotations

from pathlib import Path

import pytest

import building

PAGE = building.script("benchmark_page.py")
WHOLE = "# Benchmarks\n\nOf files.\n\n## One\n\na\n\n## Two\n\nb\n\n## Three\n\nc\n"
PARTS = {
    "the head": ("# Benchmarks\n\nnew", "# Benchmarks\n\nnew\n\n## One\n\na\n\n## Two\n\nb\n"),
    "the first": ("## One\n\nnew\n", "# Benchmarks\n\nOf files.\n\n## One\n\nnew\n\n## Two\n\nb\n"),
    "one between": ("## Two\n\nnew", "# Benchmarks\n\nOf files.\n\n## One\n\na\n\n## Two\n\nnew\n"),
}


@pytest.mark.parametrize(("text", "begins"), PARTS.values(), ids=PARTS)
def test_a_part_takes_the_place_of_its_own_and_keeps_those_behind_it(
    text: str, begins: str
) -> None:
    assert PAGE.with_section(WHOLE, text) == f"{begins}\n## Three\n\nc\n"


def test_the_last_part_and_a_new_one_stand_at_the_end() -> None:
    assert PAGE.with_section(WHOLE, "## Three\n\nnew") == WHOLE.replace("c\n", "new\n")
    assert PAGE.with_section(WHOLE, "## Four\n\nd") == f"{WHOLE}\n## Four\n\nd\n"


def test_a_heading_that_begins_like_another_is_another() -> None:
    assert PAGE.with_section(WHOLE, "## On\n\nd") == f"{WHOLE}\n## On\n\nd\n"


def test_a_part_is_its_notes_and_its_table() -> None:
    made = PAGE.section("## Four", ["Made so.", "Of this hour."], ["what", "time"], [("a", "1 s")])

    assert made == (
        "## Four\n\nMade so.\nOf this hour.\n\n| what | time |\n|---|---|\n| a | 1 s |\n"
    )


def test_the_page_is_written_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text(WHOLE, encoding="utf-8")
    PAGE.write_section("## Two\n\nnew\n", page)

    assert page.read_text(encoding="utf-8") == WHOLE.replace("\nb\n", "\nnew\n")
    assert capsys.readouterr().out == "## Two\n\nnew\n\n"
    assert list(tmp_path.iterdir()) == [page]


def test_the_page_that_we_have_stays_as_it_is_when_a_part_is_written_again() -> None:
    whole = PAGE.PAGE.read_text(encoding="utf-8")
    parts = whole.split("\n## ")

    assert len(parts) > 2
    for part in (parts[0], *(f"## {each}" for each in parts[1:])):
        assert PAGE.with_section(whole, part) == whole


@pytest.mark.parametrize(
    "path", sorted(PAGE.PAGE.parents[1].glob("scripts/benchmark*")), ids=lambda path: path.name
)
def test_no_script_writes_the_page_in_another_way(path: Path) -> None:
    if path.name not in ("benchmark_page.py", "benchmark_files"):
        assert "write_section(" in path.read_text(encoding="utf-8")
        assert 'benchmarks.md"' not in path.read_text(encoding="utf-8")
