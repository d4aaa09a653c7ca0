"""Write the input VCF with our annotation in INFO, bgzipped, indexed where it is sorted."""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path
from types import TracebackType

from oncomatch.domain.alteration import (
    NOT_CHECKED,
    AnnotationState,
    SmallVariant,
    TranscriptEffect,
)
from oncomatch.reporting.annotation_table import Row, consequence_words
from oncomatch.reporting.files import whole_file
from oncomatch.reporting.patched_vcf import Patch, drop_index, write_index

KEY = "ONCOMATCH"
FIELDS = (
    "Gene",
    "Transcript",
    "Consequence",
    "Impact",
    "Exon",
    "HGVS_c",
    "HGVS_p",
    "Protein_change",
    "Status",
)
EMPTY_HEADER = ("##fileformat=VCFv4.2", "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO")
"""The header of a case without a small-variant file."""

ESCAPES = str.maketrans(
    {"%": "%25", ";": "%3B", "=": "%3D", ",": "%2C", "|": "%7C", " ": "_", "\t": "_"}
)


_DECLARED = f"##INFO=<ID={KEY},"


def header_line() -> str:
    """Return the ##INFO line of our key."""
    return (
        f'{_DECLARED}Number=.,Type=String,Description="oncomatch, one entry an annotated '
        f"ALT allele, in their order: {'|'.join(FIELDS)}. Reserved characters are "
        f'percent-encoded.">'
    )


def describe(variant: SmallVariant) -> str:
    """Return the entry of one allele of a case."""
    from oncomatch.reporting.words import status_words  # words of evidence, which files do not need

    return _entry(variant.gene, variant.effect, status_words(variant))


def describe_row(row: Row) -> str:
    """Return the entry of a row of the annotation table."""
    values = (*row[4:9], *row[10:13], _status(row))
    return "\x1f".join(values).translate(ESCAPES).replace("\x1f", "|")


def with_note(entry: str, note: str) -> str:
    """Return the entry of a determined effect with a note, as the table writes it."""
    return entry + f"; {_bare(note)}".translate(ESCAPES) if note else entry


def _bare(cell: str) -> str:
    """Return what stands in a cell that may be quoted."""
    quoted = cell.startswith('"') and cell.endswith('"')
    return cell[1:-1].replace('""', '"') if quoted else cell


def _status(row: Row) -> str:
    """Return the state of a row's effect with its note, which says it where it is not ours."""
    note = _bare(row.note)
    if not row.transcript or NOT_CHECKED in note:
        return note
    return "; ".join(filter(None, (AnnotationState.DETERMINED.value, note)))


def _entry(gene: str, effect: TranscriptEffect | None, status: str) -> str:
    if effect is None:
        values = (gene, "", "", "", "", "", "", "", status)
    else:
        values = (
            effect.gene,
            effect.transcript,
            *consequence_words(effect.consequences),
            effect.exon,
            effect.hgvs_c,
            effect.hgvs_p,
            effect.protein_change,
            status,
        )
    return "|".join([value.translate(ESCAPES) for value in values])


def new_info(info: str, entries: list[str]) -> str:
    """Return INFO with our entries, and without those that an earlier run wrote."""
    if KEY in info:
        info = ";".join(each for each in info.split(";") if each.partition("=")[0] != KEY) or "."
    if not entries:
        return info
    ours = f"{KEY}={','.join(entries)}"
    return ours if info in (".", "") else f"{info};{ours}"


def header_patches(header: bytes) -> list[Patch]:
    """Return what to change in the header of a file so that it declares our key once."""
    patches = []
    at = 0
    for line in header.splitlines(keepends=True):
        if line.startswith(_DECLARED.encode()):
            patches.append(Patch(at, at + len(line), b""))
        elif line.startswith(b"#CHROM"):
            patches.append(Patch(at, at, f"{header_line()}\n".encode()))
        at += len(line)
    return patches


class AnnotatedVcf:
    """A file that takes the records as they are read; it appears when all are in.

    An input that oncomatch wrote itself is annotated anew: our key stands once.
    """

    def __init__(self, path: Path, header: tuple[str, ...]):
        self._path = path
        self._header = header
        self._files = ExitStack()
        self._has_records = False

    def __enter__(self) -> AnnotatedVcf:
        import pysam  # a twentieth of a second that tables need not pay

        with ExitStack() as files:
            beside = files.enter_context(whole_file(self._path))
            self._out = files.enter_context(closing(pysam.BGZFile(str(beside), "wb", None)))
            *above, columns = (line for line in self._header if not line.startswith(_DECLARED))
            self._write((*above, header_line(), columns))
            self._files = files.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            drop_index(self._path)
        self._files.__exit__(kind, error, trace)
        if error is None and self._has_records:
            write_index(self._path)

    def _write(self, lines: tuple[str, ...]) -> None:
        text = "".join(f"{line}\n" for line in lines)
        self._out.write(text.encode("utf-8", "surrogateescape"))

    def add(self, columns: tuple[str, ...], annotated: list[SmallVariant]) -> None:
        """Add a record; `annotated` are its alleles that were annotated, in order."""
        self._has_records = True
        info = new_info(columns[7], [describe(variant) for variant in annotated])
        columns = (*columns[:7], info, *columns[8:])
        self._write(("\t".join(columns),))
