"""Read VCF text, line by line, so that a bad line costs itself and nothing else.

htslib stops at the first line that it cannot parse and does not say why on any channel that a
program can read; a ledger needs every line. Text is therefore split here; BCF, which has no
lines, goes through cyvcf2. Nothing is kept in memory but the line at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from oncomatch.errors import InputError
from oncomatch.readers.lines import check_bgzf_end, check_readable, is_gzip, printable, read_lines

_FIXED = ("#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO")
_CONTIG = re.compile(r"##contig=<(.*)>")
_ID = re.compile(r"(?:^|,)ID=([^,>]+)")
_LENGTH = re.compile(r"(?:^|,)length=(\d{1,10})(?:,|$)")
_MOST_DIGITS = 10


@dataclass(frozen=True)
class VcfHeader:
    """The header: its lines as they stand, samples, contig lengths, and `##key=value` lines.

    `values` has all values of a key that stands more than once, in their order.
    """

    lines: tuple[str, ...]
    samples: tuple[str, ...]
    contig_lengths: dict[str, int]
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VcfRecord:
    """One line; `columns` are all its columns as text, `line` counts from 1 in the file."""

    line: int
    columns: tuple[str, ...]

    @property
    def contig(self) -> str:
        """CHROM as written."""
        return self.columns[0]

    @property
    def position(self) -> int:
        """POS, 1-based."""
        return int(self.columns[1])

    @property
    def ref(self) -> str:
        """REF in upper case."""
        return self.columns[3].upper()

    @property
    def alternates(self) -> tuple[str, ...]:
        """The ALT alleles, empty for `.`; letters in upper case."""
        alt = self.columns[4]
        return () if alt in (".", "") else tuple(allele.upper() for allele in alt.split(","))

    @property
    def filters(self) -> tuple[str, ...]:
        """The filters that failed; empty for PASS and for `.`."""
        text = self.columns[6]
        if text in ("PASS", ".", ""):
            return ()
        return tuple(printable(name) for name in text.split(";"))

    @property
    def info(self) -> dict[str, str]:
        """INFO as key → text; flags have empty text."""
        pairs = (entry.partition("=") for entry in self.columns[7].split(";") if entry != ".")
        return {key: value for key, _, value in pairs}

    def sample(self, index: int) -> dict[str, str]:
        """Return FORMAT key → value of the sample with that index."""
        if len(self.columns) < 10:
            return {}
        keys = self.columns[8].split(":")
        return dict(zip(keys, self.columns[9 + index].split(":"), strict=False))


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is not a VCF record, and why; `place` is CHROM and POS where they can be read.

    `genes` are those that a row of a table names where it has no place.
    """

    line: int
    reason: str
    place: tuple[str, int] | None = None
    genes: tuple[str, ...] = ()


class VcfFile:
    """A VCF file: the header is read on opening, the records on iteration."""

    def __init__(self, path: Path):
        """Open the file.

        Raises:
            InputError: it is absent, empty, cut off or not VCF.
        """
        self.path = path
        self._lines = text_lines(path)
        self.header = read_header(self._lines, path)
        self._read = len(self.header.lines)

    def __iter__(self) -> Iterator[VcfRecord | BadLine]:
        """Yield each line behind the header as a record or as a bad line; empty lines are none."""
        for line in self._lines:
            self._read += 1
            if line:
                yield parse_record(line, self._read, self.header)


def read_header(lines: Iterator[str], path: Path) -> VcfHeader:
    """Return the header that comes first of a file's lines, and take its lines away.

    Raises:
        InputError: it is not that of a VCF.
    """
    head: list[str] = []
    lengths: dict[str, int] = {}
    values: dict[str, tuple[str, ...]] = {}
    for line in lines:
        if not head and not line.startswith("##fileformat=VCF"):
            raise InputError(
                f"{path}: is not a VCF file (the first line is not ##fileformat=VCF…); "
                f"give the caller's VCF, plain, bgzipped or BCF"
            )
        head.append(line)
        if line.startswith("##"):
            _note(line, lengths, values)
            continue
        columns = line.split("\t")
        if tuple(columns[:8]) != _FIXED:
            break
        samples = tuple(printable(name) for name in columns[9:])
        return VcfHeader(tuple(head), samples, lengths, values)
    raise InputError(
        f"{path}: has no #CHROM line with tab-separated columns after its ## lines; "
        f"the header is damaged, write the file again"
    )


def _note(line: str, lengths: dict[str, int], values: dict[str, tuple[str, ...]]) -> None:
    contig = _CONTIG.fullmatch(line)
    if contig:
        name, length = _ID.search(contig[1]), _LENGTH.search(contig[1])
        if name and length:
            lengths[name[1]] = int(length[1])
        return
    key, _, value = line[2:].partition("=")
    if not value.startswith("<"):
        values[key] = (*values.get(key, ()), printable(value))


def parse_record(line: str, number: int, header: VcfHeader) -> VcfRecord | BadLine:
    """Return a line behind the header as a record, or why it is none; `number` counts from 1."""
    width = 9 + len(header.samples) if header.samples else 8
    columns = tuple(line.split("\t"))
    located = len(columns) > 1 and _is_position(columns[1])
    place = (columns[0], int(columns[1])) if located else None
    if len(columns) < 8:
        return BadLine(number, "fewer than eight tab-separated columns", place)
    if len(columns) < width:
        return BadLine(number, "fewer columns than the header names", place)
    if not located:
        return BadLine(number, "POS is not a position")
    if not columns[3] or columns[3] == ".":
        return BadLine(number, "REF is missing", place)
    return VcfRecord(number, columns)


def _is_position(text: str) -> bool:
    digits = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return digits and 0 < int(text) < 1 << 31


def text_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a VCF or BCF without their ends.

    Raises:
        InputError: it is absent, empty, cut off or damaged.
    """
    check_readable(path, "VCF")
    if is_bcf(path):
        check_bgzf_end(path)
        return _bcf_lines(path)
    return read_lines(path, "VCF")


def is_bcf(path: Path) -> bool:
    """Whether a file is BCF, the binary form of VCF."""
    import gzip  # here, since most files are text

    with path.open("rb") as raw:
        if raw.read(3) == b"BCF":
            return True
    if not is_gzip(path):
        return False
    try:
        with gzip.open(path) as unpacked:
            return unpacked.read(3) == b"BCF"
    except (OSError, EOFError):
        return False


def _bcf_lines(path: Path) -> Iterator[str]:
    import cyvcf2  # a quarter of a second that text files need not pay

    try:
        records = cyvcf2.VCF(str(path))
        yield from records.raw_header.rstrip("\n").split("\n")
        for record in records:
            yield str(record).rstrip("\n")
    except Exception as error:  # cyvcf2 raises bare Exception for a damaged record
        raise InputError(f"{path}: the BCF file is damaged ({error}); copy it again") from error
