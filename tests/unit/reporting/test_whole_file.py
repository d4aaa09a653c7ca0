"""Files are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from oncomatch.reporting.files import whole_file, write_text


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_file_appears_when_all_went_well(tmp_path: Path):
    path = tmp_path / "report.html"

    with whole_file(path) as beside:
        beside.write_text("half", encoding="utf-8")
        assert not path.exists(), "a reader must not see half a file"

    assert path.read_text(encoding="utf-8") == "half"
    assert names(tmp_path) == ["report.html"]


def test_the_old_file_stands_until_the_new_one_is_whole(tmp_path: Path):
    path = tmp_path / "report.html"
    path.write_text("old", encoding="utf-8")

    with whole_file(path) as beside:
        beside.write_text("new", encoding="utf-8")
        assert path.read_text(encoding="utf-8") == "old"

    assert path.read_text(encoding="utf-8") == "new"


def break_off(path: Path, error: BaseException) -> None:
    with whole_file(path) as beside:
        beside.write_text("hal", encoding="utf-8")
        raise error


@pytest.mark.parametrize("error", [OSError("disk full"), KeyboardInterrupt(), ValueError("slip")])
def test_when_writing_fails_the_old_file_is_kept(tmp_path: Path, error: BaseException):
    path = tmp_path / "report.html"
    path.write_text("old", encoding="utf-8")

    with pytest.raises(type(error)):
        break_off(path, error)

    assert path.read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == ["report.html"], "nothing is left beside"


def test_when_writing_fails_there_is_no_file_that_was_not_there(tmp_path: Path):
    with pytest.raises(OSError, match="disk full"):
        break_off(tmp_path / "report.html", OSError("disk full"))

    assert names(tmp_path) == []


def test_a_file_that_was_not_written_at_all_is_an_error(tmp_path: Path):
    path = tmp_path / "report.html"
    path.write_text("old", encoding="utf-8")

    with pytest.raises(FileNotFoundError), whole_file(path):
        pass

    assert path.read_text(encoding="utf-8") == "old"


def test_the_part_is_beside_the_target_and_hidden(tmp_path: Path):
    """On one file system, so that renaming is one step; hidden from `*.html`."""
    with whole_file(tmp_path / "report.html") as beside:
        beside.touch()
        assert beside.parent == tmp_path
        assert beside.name.startswith(".")


def test_folders_are_made(tmp_path: Path):
    write_text(tmp_path / "batch" / "CASE-1" / "report.html", "text")

    assert (tmp_path / "batch" / "CASE-1" / "report.html").read_text(encoding="utf-8") == "text"


def test_text_is_utf_8_with_line_feeds_on_every_system(tmp_path: Path):
    write_text(tmp_path / "a.txt", "größer\n≥ 10\n")

    assert (tmp_path / "a.txt").read_bytes() == "größer\n≥ 10\n".encode()


def test_text_that_has_no_utf_8_leaves_the_old_file(tmp_path: Path):
    path = tmp_path / "a.txt"
    write_text(path, "old")

    with pytest.raises(UnicodeEncodeError):
        write_text(path, "caf\udce9")

    assert path.read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == ["a.txt"]
