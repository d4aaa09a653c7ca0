"""Lines come out of a file as they were written, and a file that is not whole is refused."""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pysam
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncomatch.errors import InputError
from oncomatch.readers.lines import is_gzip, printable, read_lines, sha256_of
from oncomatch.readers.vcf import VcfFile

TRUNCATED = "the compressed file ends too early; the copy was probably cut off, copy it again"
NOBODY = 65534


def bgzip(path: Path, data: bytes) -> None:
    with pysam.BGZFile(str(path), "wb", None) as out:
        out.write(data)


def gzipped(path: Path, data: bytes) -> None:
    path.write_bytes(gzip.compress(data))


CONTAINERS = {"plain": Path.write_bytes, "gzip": gzipped, "bgzip": bgzip}


@pytest.fixture(params=CONTAINERS)
def container(request: pytest.FixtureRequest) -> Callable[[Path, bytes], object]:
    """Write bytes to a path: as they are, gzipped, bgzipped."""
    return CONTAINERS[request.param]


@contextmanager
def bound_by_permissions() -> Iterator[None]:
    """Act as a user whom permissions bind: as nobody, when the tests run as root."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        pytest.param(b"a\tb\nc\n", ["a\tb", "c"], id="unix"),
        pytest.param(b"a\tb\r\nc\r\n", ["a\tb", "c"], id="windows"),
        pytest.param(b"a\tb\rc\r", ["a\tb", "c"], id="old mac"),
        pytest.param(b"a\tb\nc", ["a\tb", "c"], id="no newline at the end"),
        pytest.param(b"a\n\n\nb\n", ["a", "", "", "b"], id="empty lines"),
        pytest.param(b" a \n\tb\t\n", [" a ", "\tb\t"], id="blanks stay"),
        pytest.param("é\u2028ü\n".encode(), ["é\u2028ü"], id="utf-8"),
        pytest.param(b"caf\xe9\n", ["caf\udce9"], id="latin-1"),
    ],
)
def test_line_ends(
    data: bytes, lines: list[str], container: Callable[[Path, bytes], object], tmp_path: Path
) -> None:
    container(tmp_path / "table", data)

    assert list(read_lines(tmp_path / "table", "table")) == lines


@settings(max_examples=25, deadline=None)
@given(
    lines=st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\ufeff")),
        min_size=1,
    )
)
@pytest.mark.parametrize("name", CONTAINERS)
def test_what_is_written_is_read(
    name: str, lines: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / f"round-trip.{name}"
    CONTAINERS[name](path, "".join(f"{line}\n" for line in lines).encode())

    assert list(read_lines(path, "table")) == lines


def test_bytes_that_are_not_utf8_can_be_written_back(tmp_path: Path) -> None:
    data = bytes(range(14, 256))
    (tmp_path / "table").write_bytes(data)
    (line,) = read_lines(tmp_path / "table", "table")

    assert line.encode("utf-8", "surrogateescape") == data
    assert printable(line).isprintable() is False
    assert printable(line).encode() == data[:114] + b"?" * 128


def folder(path: Path) -> None:
    path.mkdir()


def cut_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress(b"a\tb\n" * 9)[:-9])


def cut_gzip_header(path: Path) -> None:
    path.write_bytes(gzip.compress(b"a\tb\n")[:5])


def bgzip_without_end(path: Path) -> None:
    bgzip(path, b"a\tb\n" * 9)
    path.write_bytes(path.read_bytes()[:-28])


def bgzip_cut_between_blocks(path: Path) -> None:
    """Keep the first block only: every block that is there is whole."""
    bgzip(path, os.urandom(200_000).hex().encode())
    data = path.read_bytes()
    path.write_bytes(data[: int.from_bytes(data[16:18], "little") + 1])


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        pytest.param(
            lambda path: None, "there is no such file (panel); check the path", id="absent"
        ),
        pytest.param(folder, "is not a file (panel); check the path", id="folder"),
        pytest.param(
            Path.touch, "the file is empty (panel); was the copy interrupted?", id="empty"
        ),
        pytest.param(cut_gzip, TRUNCATED, id="gzip cut off"),
        pytest.param(cut_gzip_header, TRUNCATED, id="gzip cut off in its header"),
        pytest.param(bgzip_without_end, TRUNCATED, id="bgzip without its end marker"),
        pytest.param(bgzip_cut_between_blocks, TRUNCATED, id="bgzip cut between blocks"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(
    make: Callable[[Path], object], sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "file"
    make(path)
    with pytest.raises(InputError) as refusal:
        list(read_lines(path, "panel"))

    assert str(refusal.value) == f"{path}: {sentence}"


def test_a_damaged_gzip_file_is_refused(tmp_path: Path) -> None:
    """Each flipped byte of the data is seen: by its structure or by its checksum."""
    path, whole = tmp_path / "table.gz", gzip.compress(b"TP53\nKRAS\nEGFR\n", mtime=0)
    sentences = set()
    for at in range(10, len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        with pytest.raises(InputError) as refusal:
            list(read_lines(path, "table"))
        sentences.add(str(refusal.value).partition(" (")[0])

    assert sentences <= {f"{path}: the compressed file is damaged", f"{path}: {TRUNCATED}"}


READERS = {
    "any text": lambda path: list(read_lines(path, "VCF")),
    "VCF": VcfFile,
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_a_file_without_read_permission_is_named(
    read: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    tmp_path.chmod(0o755)
    path = Path("locked.vcf")
    path.write_text("##fileformat=VCFv4.2\n")
    path.chmod(0)
    with bound_by_permissions(), pytest.raises(InputError) as refusal:
        read(path)

    assert str(refusal.value) == "locked.vcf: may not be read (VCF); check its permissions"


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_a_file_in_a_folder_without_permission_is_named(
    read: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the file exists cannot be asked there; that is the user's to mend, no traceback."""
    monkeypatch.chdir(tmp_path)
    tmp_path.chmod(0o755)
    path = Path("locked", "a.vcf")
    path.parent.mkdir()
    path.write_text("##fileformat=VCFv4.2\n")
    path.parent.chmod(0)
    with bound_by_permissions(), pytest.raises(InputError, match=r"^locked/a\.vcf: "):
        read(path)


def test_a_file_with_an_endless_line_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oncomatch.readers.lines._LONGEST_LINE", 1000)
    path = tmp_path / "table"
    path.write_text("a\n" + "b" * 999 + "\n" + "c" * 998 + "\n")
    with pytest.raises(InputError) as refusal:
        list(read_lines(path, "table"))

    assert str(refusal.value) == f"{path}, line 2: longer than 64 MB; this is not a text table"


@pytest.mark.parametrize(("name", "expected"), [("plain", False), ("gzip", True), ("bgzip", True)])
def test_gzip_is_told_by_its_bytes(name: str, *, expected: bool, tmp_path: Path) -> None:
    path = tmp_path / "calls.vcf.gz"
    CONTAINERS[name](path, b"text\n")

    assert is_gzip(path) is expected


def test_the_checksum_is_of_the_bytes_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    gzipped(path, b"text\n")

    assert sha256_of(path) == hashlib.sha256(path.read_bytes()).hexdigest()
