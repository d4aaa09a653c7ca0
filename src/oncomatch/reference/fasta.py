"""Bases of a genome FASTA: plain or bgzipped, with or without an index."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any

from oncomatch.domain.contig import contig_rank
from oncomatch.errors import InputError
from oncomatch.reference.contig_names import chromosome_of

_GZIP = b"\x1f\x8b"
_BGZF_FLAG = 4
_SHOWN = 5
_ENDING = 1000
"""Bytes that are looked at where the index says that the file ends; blank lines may follow."""


class GenomeFasta:
    """The chromosomes of a FASTA; a context, only what is asked for is read.

    A missing index (`.fai`, `.gzi`) is made beside the file, or for this run alone where the
    folder cannot be written.

    Raises:
        InputError: the file is absent, gzipped but not bgzipped, no FASTA, or names a chromosome
            twice or none.
    """

    def __init__(self, path: Path):
        self._path = path
        _check_start(path)
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._file = self._open()
        self._names: dict[str, str] = {}
        self.lengths: dict[str, int] = {}
        try:
            self._take_names()
        except InputError:
            self._close()
            raise

    def _open(self) -> Any:
        import pysam

        opened = self._path
        beside = [Path(f"{opened}.fai")]
        if _is_gzipped(opened):
            beside.append(Path(f"{opened}.gzi"))
        indexed = all(index.is_file() for index in beside)
        if indexed and not _is_gzipped(opened):
            _check_index(opened, beside[0])
        if not indexed and not os.access(opened.parent, os.W_OK):
            self._scratch = tempfile.TemporaryDirectory(prefix="oncomatch-")
            opened = Path(self._scratch.name) / self._path.name
            opened.symlink_to(self._path.resolve())
        silenced = pysam.set_verbosity(0)
        try:
            return pysam.FastaFile(str(opened))
        except (OSError, ValueError) as error:
            self._close_scratch()
            raise InputError(
                f"{self._path}: is not a FASTA that can be read by place ({error}); "
                f"is it whole, and do its index files belong to it? Delete them to make them anew"
            ) from error
        finally:
            pysam.set_verbosity(silenced)

    def _take_names(self) -> None:
        for name, length in zip(self._file.references, self._file.lengths, strict=True):
            contig = chromosome_of(name)
            if contig is None:
                continue
            if contig in self._names:
                raise InputError(
                    f"{self._path}: {self._names[contig]} and {name} are both chromosome "
                    f"{contig}; give a FASTA that has each chromosome once"
                )
            self._names[contig] = name
            self.lengths[contig] = length
        if not self._names:
            shown = ", ".join(list(self._file.references)[:_SHOWN])
            raise InputError(
                f"{self._path}: none of its contigs is a chromosome ({shown}); "
                f"name them 1, chr1 or NC_000001.11"
            )

    @property
    def contigs(self) -> list[str]:
        """The chromosomes in karyotype order, named as in the bundle."""
        return sorted(self._names, key=contig_rank)

    def bases(self, contig: str, start0: int, end0: int) -> str:
        """Return the bases of a 0-based, half-open interval in capitals, cut at the ends."""
        fetched: str = self._file.fetch(self._names[contig], max(0, start0), end0)
        return fetched.upper()

    def __enter__(self) -> GenomeFasta:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def _close(self) -> None:
        self._file.close()
        self._close_scratch()

    def _close_scratch(self) -> None:
        if self._scratch is not None:
            self._scratch.cleanup()


def _check_index(path: Path, index: Path) -> None:
    """Refuse an index that ends elsewhere than its file: it would give other bases unseen."""
    end = 0
    for line in index.read_text("utf-8", "replace").splitlines():
        try:
            length, offset, bases, width = map(int, line.split("\t")[1:5])
            whole, rest = divmod(length, bases)
        except (ValueError, ZeroDivisionError):
            end = -1
            break
        end = max(end, offset + whole * width + rest - (0 if rest else width - bases))
    with path.open("rb") as raw:
        raw.seek(max(0, end - 1))
        ending = raw.read(_ENDING)
    if end < 1 or not ending[:1].isalpha() or ending[1:].strip():
        raise InputError(
            f"{index}: is the index of another file than {path.name} is now; "
            f"delete it, then it is made anew"
        )


def _is_gzipped(path: Path) -> bool:
    with path.open("rb") as raw:
        return raw.read(2) == _GZIP


def _check_start(path: Path) -> None:
    """Refuse what pysam would refuse without a word on the remedy."""
    try:
        with path.open("rb") as raw:
            head = raw.read(18)
    except FileNotFoundError:
        raise InputError(f"there is no file {path}; check the path of the FASTA") from None
    if head[:2] == _GZIP:
        bgzipped = len(head) == 18 and head[3] & _BGZF_FLAG and head[12:14] == b"BC"
        if not bgzipped:
            again = path.with_suffix("").name
            raise InputError(
                f"{path}: is gzipped, not bgzipped, so that its bases cannot be read by place; "
                f"compress it again: gunzip -c {path} | bgzip > {again}.bgz"
            )
    elif head[:1] != b">":
        raise InputError(f"{path}: is not a FASTA, it does not begin with '>'")
