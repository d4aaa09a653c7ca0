"""Annotate a VCF of any size: what lies in genes with embedded sequence is described, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from oncomatch.domain.build import GenomeBuild, find_build
from oncomatch.domain.contig import CHROMOSOMES
from oncomatch.errors import IndexMismatchError, InputError
from oncomatch.pipeline.annotation_neighbours import (
    Marks,
    RowNeighbours,
    joined_places,
    note_of,
)
from oncomatch.pipeline.annotation_rows import RowMaker
from oncomatch.pipeline.build_check import check_contig_lengths
from oncomatch.pipeline.build_detection import detect_build
from oncomatch.pipeline.line_sites import InContext, in_context
from oncomatch.pipeline.unphased import Mark
from oncomatch.readers.chunks import Block, ahead, is_bgzf, read_blocks
from oncomatch.readers.indels import read_indels
from oncomatch.readers.index import IndexedContig, index_beside, mismatch, read_index
from oncomatch.readers.indexed import read_by_index
from oncomatch.readers.line_columns import LineColumns
from oncomatch.readers.lines import check_readable
from oncomatch.readers.samples import choose_tumor
from oncomatch.readers.scan import LONGEST_REF, Intervals, PerContig, Scan, Spans, merge
from oncomatch.readers.substitutions import read_substitutions
from oncomatch.readers.vcf import (
    VcfHeader,
    is_bcf,
    read_header,
    text_lines,
)
from oncomatch.reference.bundle import Reference, open_reference
from oncomatch.reporting.annotated_vcf import KEY, describe_row, header_patches, new_info, with_note
from oncomatch.reporting.annotation_table import (
    Row,
    Table,
    open_table,
)
from oncomatch.reporting.patched_vcf import Patch, open_patched
from oncomatch.reporting.plural import plural

_LINES = 50_000
_KEY = KEY.encode()
_EXTENSIONS = (".tsv", ".maf", ".parquet", ".vcf", ".vcf.gz")
_KINDS = ", ".join(_EXTENSIONS)
_WORTH_AN_INDEX = 1 << 23
"""Packed bytes below which a file is read as a whole as fast, and all its records are counted."""


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

    Of a file that was read by its index `other_genes` is None: `elsewhere` are all records that
    were passed over. They and `records` are as the index counts, None where it counts nothing.
    """

    build: GenomeBuild
    records: int | None
    described: int
    other_genes: int | None
    elsewhere: int | None
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
        yield from ahead(read_blocks(path))
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
    build = account.build.value
    if account.other_genes is not None:
        read = f"{plural(account.records or 0, 'record')} on {build}"
        passed = [
            f"{plural(account.other_genes, 'record')} in genes without embedded sequence",
            f"{account.elsewhere} outside every known gene",
        ]
    elif account.records is not None:
        read = f"{plural(account.records, 'record')} on {build}, as the index counts them"
        passed = [f"{account.elsewhere} passed over by the index, outside the genes looked at"]
    else:
        read = f"records on {build} read by the index, which does not count them"
        passed = ["records outside the genes looked at passed over and not counted"]
    counts = [
        read,
        f"{plural(account.described, 'allele')} described",
        *passed,
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
        # here, since it knows whole records, which take a while to define
        from oncomatch.pipeline.chosen_reference import open_chosen

        open_chosen(str(request.reference), build)  # refuses a bundle of the other build
    doubts = []
    if not request.everything and not _is_vcf(request.out):
        index, doubt = _index_of(source.path)
        doubts += [doubt] if doubt else []
        if index is not None:
            try:
                return _Run(request, source, reference, build).go(index)
            except IndexMismatchError as error:
                doubts.append(str(error))
    account = _Run(request, source, reference, build).go()
    return replace(account, doubts=(*doubts, *account.doubts))


def _is_vcf(out: Path) -> bool:
    return out.name.endswith((".vcf", ".vcf.gz"))


def _index_of(path: Path) -> tuple[Path | None, str]:
    """Return the index by which to read a file, and a caution where there is a useless one."""
    if path.stat().st_size < _WORTH_AN_INDEX or is_bcf(path):
        return None, ""
    with path.open("rb") as raw:
        return index_beside(path) if is_bgzf(raw) else (None, "")


def _lines(path: Path) -> Iterator[bytes]:
    """Yield the records of a file."""
    for piece in Scan(_blocks(path)).pieces(None):
        yield from piece.picked()


class _Described(NamedTuple):
    """What is known of the lines of a piece, of which the first has the number `ahead`.

    `marks` and `plain`, what plain substitutions become, go by number.
    """

    ahead: int
    marks: Marks
    plain: dict[int, str]

    def of(self, at: int) -> tuple[str | None, list[Mark] | None]:
        """Return what a line becomes if it is plain, and its marks."""
        return self.plain.get(at + self.ahead), self.marks.get(at + self.ahead)


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
        self._neighbours = RowNeighbours(
            reference, build, source.header, self._tumor.index, self._rows.annotator
        )

    def go(self, index: Path | None = None) -> Account:
        """Write the output and return the account; read what lies in genes by an index if given.

        Raises:
            IndexMismatchError: the index is of no use.
        """
        source = self._source
        confirmed = check_contig_lengths(source, self._reference, self._build)
        near, over = self._intervals()
        picked = None if self._request.everything else near
        contigs = read_index(index) if index is not None else []
        scan = source.scan
        if index is not None:
            head = source.scan.header
            scan = Scan(read_by_index(source.path, index, contigs, head, near))
        records = looked_at = in_others = 0
        with self._open_sink() as sink:
            indexed = self._request.out.suffix == ".gz"
            pieces = scan.pieces(picked, (over,), extents=indexed)
            for each in in_context(pieces, self._neighbours.genes_over):
                records += each.piece.lines
                looked_at += len(each.piece.starts)
                in_others += each.piece.counted[0]
                sink(each)
            counted = _counted(contigs)
            if index is not None and counted is not None and counted < records:
                raise mismatch(index, f"it counts fewer records than {source.path.name} has")
            doubts = self._rows.check.judge(source.path, confirmed=confirmed > 0)
            doubts += self._rows.answers.doubts()
        if index is None:
            counts: tuple[int | None, int | None, int | None]
            counts = (records, in_others, records - looked_at - in_others)
        else:
            counts = (counted, None, None if counted is None else counted - looked_at)
        return Account(
            build=self._build,
            records=counts[0],
            described=self._rows.described,
            other_genes=counts[1],
            elsewhere=counts[2],
            left=tuple(sorted(self._rows.left.items(), key=lambda each: (-each[1], each[0]))),
            doubts=tuple(doubts),
        )

    @contextmanager
    def _open_sink(self) -> Iterator[Callable[[InContext], None]]:
        """Yield what takes a piece and writes what it becomes."""
        out = self._request.out
        if _is_vcf(out):
            with open_patched(out) as writer:
                head = self._source.scan.header
                writer.add((), header_patches(head), len(head))
                yield lambda each: writer.add(
                    each.piece.blocks,
                    self._patches(each),
                    each.piece.offset + len(each.piece.text),
                    each.piece.extents,
                )
        else:
            with open_table(out, self._tumor.name, self._build.value) as table:
                yield lambda each: self._write_table(table, each)

    def _described(self, each: InContext, *, info: bool, lines: bool = True) -> _Described:
        """Return what bulk and neighbours say of the lines of a piece."""
        ahead, stop = len(each.before), len(each.before) + len(each.lines)
        columns = LineColumns([*each.before, *each.lines, *each.after])
        read = read_substitutions(columns, len(self._source.header.samples), self._tumor.index)
        marks = self._neighbours.marks(columns, read)
        plain: dict[int, str] = {}
        if lines:
            indels = read_indels(columns, len(self._source.header.samples), self._tumor.index)
            own = ahead, stop, joined_places(marks)
            plain = self._rows.plain(read.among(*own), indels.among(*own), columns, info=info)
        return _Described(ahead, marks, plain)

    def _write_table(self, table: Table, each: InContext) -> None:
        piece, lines = each.piece, each.lines
        known = self._described(each, info=False, lines=table.takes_lines)
        for at, number in enumerate(piece.numbers):
            text, marks = known.of(at)
            if text is not None:
                table.add_line(text + note_of(marks) if marks else text)
            else:
                table.add(self._marked(lines[at], number, marks))

    def _marked(self, line: bytes, number: int, marks: list[Mark] | None) -> Iterable[Row]:
        rows = self._rows.rows(line, number)
        return self._neighbours.amend(rows, marks) if marks else rows

    def _patches(self, each: InContext) -> list[Patch]:
        """Return what to change in the INFO columns of a piece, in its order."""
        found = []
        piece, lines = each.piece, each.lines
        known = self._described(each, info=True)
        for at, number in enumerate(piece.numbers):
            entry, marks = known.of(at)
            if entry is not None:
                entries = [with_note(entry, note_of(marks))]
            else:
                rows = self._marked(lines[at], number, marks)
                entries = [describe_row(row) for row in rows]
            if not entries and _KEY not in lines[at]:
                continue
            place = _info_place(lines[at])
            old = lines[at][place].decode("utf-8", "surrogateescape")
            new = new_info(old, entries)
            if new != old:
                start = piece.offset + piece.starts[at]
                text = new.encode("utf-8", "surrogateescape")
                found.append(Patch(start + place.start, start + place.stop, text))
        return found

    def _intervals(self) -> tuple[Intervals, Intervals]:
        return PerContig(CHROMOSOMES, self._near), PerContig(CHROMOSOMES, self._over)

    def _near(self, contig: str) -> Spans:
        loci = self._reference.locus_spans(self._build, contig)
        inside = self._reference.transcript_spans(self._build, contig)
        inside = [*inside, *self._rows.answers.genes(loci)]
        reaching = ((start - LONGEST_REF, end) for start, end in inside)
        return merge([*reaching, *self._rows.answers.sites(self._build, contig)])

    def _over(self, contig: str) -> Spans:
        return merge(self._reference.locus_spans(self._build, contig))


def _counted(contigs: list[IndexedContig]) -> int | None:
    """Return how many records an index counts, None where it does not count all."""
    counts = [contig.records for contig in contigs if contig.records is not None]
    return sum(counts) if len(counts) == len(contigs) else None


def _info_place(line: bytes) -> slice:
    """Return where INFO stands in a line; its end where it has none."""
    columns = line.split(b"\t", 8)
    end = len(line) - (len(columns[8]) + 1 if len(columns) > 8 else 0)
    return slice(end - len(columns[7]), end) if len(columns) > 7 else slice(end, end)
