"""Text lines of a file, plain or gzipped, with errors that say what to do."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from oncomatch.errors import InputError

_GZIP = b"\x1f\x8b"
_BGZF_END = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")
_LONGEST_LINE = 1 << 26


def check_readable(path: Path, what: str) -> None:
    """Check that a file is there, is a file, and is not empty.

    Raises:
        InputError: with `what` the file is for.
    """
    try:
        if not path.exists():
            raise InputError(f"{path}: there is no such file ({what}); check the path")
        if not path.is_file():
            raise InputError(f"{path}: is not a file ({what}); check the path")
        with path.open("rb") as raw:
            if not raw.read(1):
                raise InputError(f"{path}: the file is empty ({what}); was the copy interrupted?")
    except PermissionError as error:
        raise InputError(f"{path}: may not be read ({what}); check its permissions") from error


def is_gzip(path: Path) -> bool:
    """Whether a file starts like gzip."""
    with path.open("rb") as raw:
        return raw.read(2) == _GZIP


def check_bgzf_end(path: Path) -> None:
    """Check that a file which begins like bgzip ends with the empty block of bgzip.

    A copy that stops between two blocks unpacks without complaint: only that block tells.

    Raises:
        InputError: it does not.
    """
    with path.open("rb") as raw:
        head = raw.read(18)
        blocked = len(head) == 18 and head[3] & 4 and head[12:14] == b"BC"
        raw.seek(0, 2)
        size = raw.tell()
        raw.seek(max(0, size - len(_BGZF_END)))
        if blocked and raw.read() != _BGZF_END:
            raise truncated(path)


def truncated(path: Path) -> InputError:
    """Return the error of a packed file that ends too early."""
    return InputError(
        f"{path}: the compressed file ends too early; the copy was probably cut off, copy it again"
    )


@contextmanager
def unpacking(path: Path) -> Iterator[None]:
    """Name the file when unpacking it fails within.

    Raises:
        InputError: it is cut off or damaged.
    """
    try:
        yield
    except EOFError as error:
        raise truncated(path) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise InputError(
            f"{path}: the compressed file is damaged ({error}); copy it again"
        ) from error


def read_lines(path: Path, what: str) -> Iterator[str]:
    """Yield the lines of a text file without their ends; gzip and bgzip are unpacked.

    Bytes that are not UTF-8 come through as surrogates, so that they can be written back. A byte
    order mark, which spreadsheets write, is no part of the first line.

    Raises:
        InputError: absent, empty, cut off, or a line longer than 64 MB.
    """
    check_readable(path, what)
    compressed = is_gzip(path)
    if compressed:
        check_bgzf_end(path)
    opener = gzip.open if compressed else open
    with (
        unpacking(path),
        opener(path, "rt", encoding="utf-8-sig", errors="surrogateescape", newline="") as text,
    ):
        yield from _bounded(text, path)


def _bounded(text: IO[str], path: Path) -> Iterator[str]:
    number = 0
    while line := text.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE:
            raise InputError(f"{path}, line {number}: longer than 64 MB; this is not a text table")
        yield line.rstrip("\r\n")


def printable(text: str) -> str:
    r"""Return text in which bytes that were not UTF-8 read `?`.

    >>> printable("caf\udce9")
    'caf?'
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    import hashlib  # here, since it is slow to import

    with path.open("rb") as raw:
        return hashlib.file_digest(raw, "sha256").hexdigest()
