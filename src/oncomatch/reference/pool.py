"""Write the pool of bases of a bundle piece by piece, so that a whole exome needs little memory."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import numpy as np

from oncomatch.reference.sequence import pack

_BUFFER = 1 << 22
"""Bases kept before they are packed; a multiple of four, since four bases share a byte."""


class Pool:
    """Bases laid end to end; what was put in before is found again, not stored twice.

    A context: packed bases go to a file beside `path`, and `path` is made of it at the end. Bases
    are known again by their digest, so that none are kept.
    """

    def __init__(self, path: Path):
        self._path = path
        self._partial = path.with_suffix(".partial")
        self._packed = self._partial.open("wb")  # closed by __exit__
        self._waiting: list[str] = []
        self._waiting_length = 0
        self._length = 0
        self._known: dict[bytes, int] = {}

    def add(self, bases: str) -> int:
        """Put bases in and return their offset.

        Raises:
            ValueError: a letter is not one of ACGT.
        """
        digest = hashlib.blake2b(bases.encode("ascii"), digest_size=16).digest()
        offset = self._known.get(digest)
        if offset is None:
            offset = self._known[digest] = self._length
            self._waiting.append(bases)
            self._waiting_length += len(bases)
            self._length += len(bases)
            if self._waiting_length >= _BUFFER:
                self._write(self._waiting_length - self._waiting_length % 4)
        return offset

    def _write(self, length: int) -> None:
        text = "".join(self._waiting)
        self._packed.write(pack(text[:length]).tobytes())
        self._waiting = [text[length:]]
        self._waiting_length = len(text) - length

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            with self._packed:
                if kind is None:
                    self._write(self._waiting_length)
            if kind is None:
                self._write_array()
        finally:
            self._partial.unlink()

    def _write_array(self) -> None:
        size = self._partial.stat().st_size
        header = {"descr": "|u1", "fortran_order": False, "shape": (size,)}
        with self._path.open("wb") as out, self._partial.open("rb") as packed:
            np.lib.format.write_array_header_1_0(out, header)
            shutil.copyfileobj(packed, out)
