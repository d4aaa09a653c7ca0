"""Copy number in VCF: DRAGEN, GATK gCNV and others, as `<DUP>`, `<DEL>`, `<CNV>`, `<LOH>`.

Copies are FORMAT or INFO CN, those of the rarer allele FORMAT MCN. From VCF 4.4 on, and wherever
the header gives it a number an allele (Number=A), INFO CN counts the allele and not the total: it
is not taken. The end is INFO END, or POS + SVLEN (VCF 4.4: always positive, one an allele, and END
is not needed; before, negative for deletions). SVCLAIM=J is a junction and tells no copies, and
`<CNV:TR>` is a repeat.
DRAGEN's SM is a ratio of all cells, and where no MCN stands beside it CN is its double, rounded:
then the ratio is taken, and CN is not.
A record that fails its FILTER does not count: its stretch is not assessed.
DRAGEN: https://help.dragen.illumina.com, CNV output.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.copy_number import CopyNumberFile, CopyNumberSegment
from oncomatch.errors import InputError
from oncomatch.readers.copy_number_files.columns import WHAT, Line
from oncomatch.readers.lines import read_lines
from oncomatch.reference.contig_names import chromosome_of

NAME = "vcf"
EXPECTED = "a VCF with <DUP>, <DEL> or <CNV> and CN"
_CALLS = {"DUP": CopyNumberKind.GAIN, "DEL": CopyNumberKind.LOSS}
_LOH = ("CNLOH", "GAINLOH")
_JUNCTION = "SVCLAIM J: a junction, no copies"
_VERSION = re.compile(r"##fileformat=VCFv(\d+)\.(\d+)$")
_PASSED = {"PASS", ".", ""}


def recognises(head: Sequence[str]) -> bool:
    """Whether the file begins like a VCF."""
    return bool(head) and head[0].startswith("##fileformat=VCF")


def read(path: Path, sample: str) -> CopyNumberFile:
    """Return the segments of the sample.

    Raises:
        InputError: the sample cannot be told, an end is missing, or a value is out of range.
    """
    segments = []
    lengths: list[tuple[str, int]] = []
    left_out: Counter[str] = Counter()
    column = -1
    of_allele = False
    for number, text in enumerate(read_lines(path, WHAT), start=1):
        if text.startswith("##"):
            lengths += _contig(text)
            of_allele = of_allele or _counts_alleles(text)
        elif text.startswith("#"):
            column = _column(path, text.split("\t"), sample)
        elif text:
            cells = text.split("\t")
            if len(cells) < 8:
                raise InputError(f"{path}, line {number}: has fewer than 8 columns; is it a VCF?")
            segment = _segment(path, number, cells, column, left_out, of_allele=of_allele)
            segments += [segment] if segment else []
    return CopyNumberFile(
        NAME,
        tuple(segments),
        contig_lengths=tuple(lengths),
        left_out=tuple(sorted(left_out.items())),
    )


def _contig(text: str) -> list[tuple[str, int]]:
    if not text.startswith("##contig=<"):
        return []
    tags = dict(part.split("=", 1) for part in text[10:].rstrip(">").split(",") if "=" in part)
    return [(tags["ID"], int(tags["length"]))] if tags.get("length", "").isdigit() else []


def _column(path: Path, cells: list[str], sample: str) -> int:
    names = cells[9:]
    if sample in names:
        return 9 + names.index(sample)
    if len(names) > 1:
        raise InputError(
            f"{path}: holds the samples {', '.join(names[:4])}; name one with tumor_sample"
        )
    return 9 if names else -1


def _segment(
    path: Path,
    number: int,
    cells: list[str],
    column: int,
    left_out: Counter[str],
    *,
    of_allele: bool,
) -> CopyNumberSegment | None:
    info = dict(part.partition("=")[::2] for part in cells[7].split(";"))
    if 0 <= column < len(cells):
        values = dict(zip(cells[8].split(":"), cells[column].split(":"), strict=False))
    else:
        values = {}
    named = {**{f"INFO {key}": value for key, value in info.items()}, **values}
    line = Line(path, number, named)
    alts = {alt.strip("<>").split(":")[0] for alt in cells[4].split(",")}
    contig = chromosome_of(cells[0])
    if contig is None or not alts <= {"DUP", "DEL", "CNV", "LOH", "."} or "CNV:TR" in cells[4]:
        return None
    if info.get("SVCLAIM") == "J":
        left_out[_JUNCTION] += 1
        return None
    if cells[6] not in _PASSED:
        left_out[cells[6]] += 1
        return None
    position, end = _ends(line, cells[1])
    calls = [_CALLS[alt] for alt in alts if alt in _CALLS]
    ratio = line.number_of("SM")
    copies = line.copies_of("CN")
    if copies is None and not of_allele:
        copies = line.copies_of("INFO CN")
    if ratio is not None and "MCN" not in values:
        copies = None
    event = cells[2].split(":")[1] if cells[2].startswith("DRAGEN:") else ""
    return CopyNumberSegment(
        contig=contig,
        start0=position,
        end0=end,
        copies=copies,
        minor=line.copies_of("MCN"),
        log2=math.log2(ratio) if ratio else None,
        called=len(calls) == 1 or alts == {"."},
        call=calls[0] if len(calls) == 1 else None,
        loh=True if "LOH" in alts or event in _LOH else None,
        note=", ".join(filter(None, (event, f"SM {ratio:g}" if ratio is not None else ""))),
    )


def _counts_alleles(text: str) -> bool:
    """Whether a line of the header says that INFO CN is of the allele."""
    version = _VERSION.match(text)
    if version:
        return (int(version[1]), int(version[2])) >= (4, 4)
    return text.startswith("##INFO=<ID=CN,") and "Number=A" in text


def _length(line: Line) -> float | None:
    """Return the longest length of SVLEN, which has one an allele, of either sign."""
    text = line.cells.get("INFO SVLEN", "")
    lengths = []
    for part in text.split(","):
        number = Line(line.path, line.number, {"INFO SVLEN": part}).number_of("INFO SVLEN")
        lengths += [] if number is None else [abs(number)]
    return max(lengths, default=None)


def _ends(line: Line, position: str) -> tuple[int, int]:
    """Return start0 and end0: a symbolic allele begins after the base at POS."""
    end, length = line.number_of("INFO END"), _length(line)
    if not position.isdigit():
        raise line.error(f"POS is {position!r}; expected is a position")
    first = int(position)
    if end is None and length is not None:
        end = first + length
    if end is None:
        raise line.error("has neither END nor SVLEN; how long is the change?")
    if end < first:
        raise line.error(f"END is {end:g}, before POS {first}: are the columns swapped?")
    return min(first, int(end) - 1), int(end)
