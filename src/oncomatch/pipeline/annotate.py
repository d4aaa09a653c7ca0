"""Annotate a VCF of any size: what lies in genes with embedded sequence is described, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oncomatch.domain.build import GenomeBuild, find_build
from oncomatch.domain.contig import CHROMOSOMES
from oncomatch.errors import InputError
from oncomatch.pipeline.annotation_rows import RowMaker
from oncomatch.pipeline.build_check import check_contig_lengths
from oncomatch.pipeline.build_detection import detect_build
from oncomatch.pipeline.chosen_reference import open_chosen
from oncomatch.readers.chunks import Block, read_blocks
from oncomatch.readers.lines import check_readable
from oncomatch.readers.samples import choose_tumor
from oncomatch.readers.scan import LONGEST_REF, Intervals, Piece, Scan, merge
from oncomatch.readers.vcf import (
    VcfHeader,
    is_bcf,
    read_header,
    text_lines,
)
from oncomatch.reference.bundle import Reference, open_reference
from oncomatch.reporting.annotated_vcf import describe_row, header_patches, new_info
from oncomatch.reporting.annotation_table import (
    Table,
    open_table,
)
from oncomatch.reporting.patched_vcf import Patch, open_patched
from oncomatch.reporting.words import plural

_LINES = 50_000
_EXTENSIONS = (".tsv", ".maf", ".parquet", ".vcf", ".vcf.gz")
_KINDS = ", ".join(_EXTENSIONS)


@dataclass(frozen=True, slots=True)
class Request:
    """What to annotate, and how.

    `build` is None to let the file tell it; `everything` describes records outside the genes
    with embedded sequence as well; `all_transcripts` adds the other transcripts of a gene.
    """

    vcf: Path
    out: Path
    build: GenomeBuild | None = None
    tumor_sample: str = ""
    all_transcripts: bool = False
    everything: bool = False
    reference: Path | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the records.

    `records` were read; `described` alleles are written; `other_genes` records lie in genes
    without embedded sequence and `elsewhere` outside every known gene; `left` are alleles of
    looked-at records that were not described, by reason. `doubts` are cautions about the file.
    """

    build: GenomeBuild
    records: int
    described: int
    other_genes: int
    elsewhere: int
    left: tuple[tuple[str, int], ...]
    doubts: tuple[str, ...]


class _Source:
    """The scanned file with its header."""

    def __init__(self, path: Path):
        self.path = path
        self.scan = Scan(_blocks(path))
        head = self.scan.header.decode("utf-8-sig", "surrogateescape")
        self.header: VcfHeader = read_header(iter(head.splitlines() or [""]), path)


def _blocks(path: Path) -> Iterator[list[Block]]:
    check_readable(path, "VCF")
    lines = text_lines(path) if is_bcf(path) else None
    if lines is None:
        yield from read_blocks(path)
        return
    batch: list[str] = []
    for line in lines:
        batch.append(line + "\n")
        if len(batch) == _LINES:
            yield [Block("".join(batch).encode("utf-8", "surrogateescape"), None)]
            batch = []
    yield [Block("".join(batch).encode("utf-8", "surrogateescape"), None)]


def request_of(vcf: Path, build: str | None, options: dict[str, Any]) -> Request:
    """Return the request that the options of the command make.

    Raises:
        InputError: the build or the kind of output is not known, or the output is the input.
    """
    out: Path = options["out"]
    if not out.name.endswith(_EXTENSIONS):
        raise InputError(f"{out}: what to write is not known; end the name in one of {_KINDS}")
    if out.resolve() == vcf.resolve():
        raise InputError(f"{out}: is the input; give another name with -o")
    named = find_build(build) if build else None
    if build and named is None:
        raise InputError(f"--build: {build!r} is not accepted; expected is GRCh37 or GRCh38")
    return Request(vcf=vcf, build=named, **options)


def sentences(account: Account) -> list[str]:
    """Return the account in words, the doubts first."""
    counts = [
        f"{plural(account.records, 'record')} on {account.build.value}",
        f"{plural(account.described, 'allele')} described",
        f"{plural(account.other_genes, 'record')} in genes without embedded sequence",
        f"{account.elsewhere} outside every known gene",
        *(f"{count} {reason}" for reason, count in account.left),
    ]
    return [*account.doubts, "; ".join(counts)]


def annotate_file(request: Request) -> Account:
    """Write the annotated file and return the account.

    Raises:
        InputError: the file cannot be read, or its build or tumour sample cannot be told.
        ReferenceMismatchError: it is of another build than said.
    """
    reference = open_reference(request.reference)
    source = _Source(request.vcf)
    build = request.build or detect_build(
        source.path, source.header, _lines(source.path), reference
    )
    if request.reference is not None:
        open_chosen(str(request.reference), build)  # refuses a bundle of the other build
    return _Run(request, source, reference, build).go()


def _lines(path: Path) -> Iterator[bytes]:
    """Yield the records of a file."""
    for piece in Scan(_blocks(path)).pieces(None):
        yield from piece.picked()


class _Run:
    def __init__(self, request: Request, source: _Source, reference: Reference, build: GenomeBuild):
        self._request = request
        self._source = source
        self._reference = reference
        self._build = build
        self._tumor = choose_tumor(source.header, request.tumor_sample, str(source.path))
        self._rows = RowMaker(
            reference,
            build,
            source.header,
            self._tumor.index,
            all_transcripts=request.all_transcripts,
            everything=request.everything,
        )

    def go(self) -> Account:
        source = self._source
        confirmed = check_contig_lengths(source, self._reference, self._build)
        near, over = self._intervals()
        picked = None if self._request.everything else near
        records = looked_at = in_others = 0
        with self._open_sink() as sink:
            for piece in source.scan.pieces(picked, (over,)):
                records += piece.lines
                looked_at += len(piece.starts)
                in_others += piece.counted[0]
                sink(piece)
            doubts = self._rows.check.judge(source.path, confirmed=confirmed > 0)
        return Account(
            build=self._build,
            records=records,
            described=self._rows.described,
            other_genes=in_others,
            elsewhere=records - looked_at - in_others,
            left=tuple(sorted(self._rows.left.items(), key=lambda each: (-each[1], each[0]))),
            doubts=tuple(doubts),
        )

    @contextmanager
    def _open_sink(self) -> Iterator[Callable[[Piece], None]]:
        """Yield what takes a piece and writes what it becomes."""
        out = self._request.out
        if out.suffix == ".vcf" or out.name.endswith(".vcf.gz"):
            with open_patched(out) as writer:
                head = self._source.scan.header
                writer.add((), header_patches(head), len(head))
                yield lambda piece: writer.add(
                    piece.blocks, self._patches(piece), piece.offset + len(piece.text)
                )
        else:
            with open_table(out, self._tumor.name, self._build.value) as table:
                yield lambda piece: self._write_table(table, piece)

    def _write_table(self, table: Table, piece: Piece) -> None:
        lines = piece.picked()
        plain = self._rows.plain(lines, info=False) if table.takes_lines else {}
        for at, number in enumerate(piece.numbers):
            if at in plain:
                table.add_line(plain[at])
            else:
                table.add(self._rows.rows(lines[at], number))

    def _patches(self, piece: Piece) -> list[Patch]:
        """Return what to change in the INFO columns of a piece, in its order."""
        found = []
        lines = piece.picked()
        plain = self._rows.plain(lines, info=True)
        for at, number in enumerate(piece.numbers):
            if at in plain:
                entries = [plain[at]]
            else:
                entries = [describe_row(row) for row in self._rows.rows(lines[at], number)]
            start, end = _info_place(piece.text, piece.starts[at], piece.ends[at])
            old = piece.text[start:end].decode("utf-8", "surrogateescape")
            new = new_info(old, entries)
            if new != old:
                text = new.encode("utf-8", "surrogateescape")
                found.append(Patch(piece.offset + start, piece.offset + end, text))
        return found

    def _intervals(self) -> tuple[Intervals, Intervals]:
        near, over = {}, {}
        for contig in CHROMOSOMES:
            inside = self._reference.transcript_spans(self._build, contig)
            near[contig] = merge((start - LONGEST_REF, end) for start, end in inside)
            over[contig] = merge(self._reference.locus_spans(self._build, contig))
        return near, over


def _info_place(text: bytes, start: int, end: int) -> tuple[int, int]:
    """Return where INFO stands in the line from `start` to `end`; its end where it has none."""
    at = start
    for _ in range(7):
        at = text.find(b"\t", at, end) + 1
        if not at:
            return end, end
    stop = text.find(b"\t", at, end)
    return at, stop if stop >= 0 else end
