"""Structural variants in VCF: Manta, GRIDSS, PURPLE, DELLY, SvABA.

Breakends (`N[2:100[`) with their mates, and `<DEL>`, `<DUP>`, `<INV>` with END or SVLEN. `<INV>`
is two junctions; Manta's INV3 and INV5 and DELLY's CT say that only one was seen. Insertions,
single breakends and alleles written out in bases join no two places: they are counted. A record
that fails its FILTER, or whose genotype in the tumour is 0/0, is not reported.
Breakends: VCF 4.3 specification, section 5.4.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from oncomatch.domain.rearrangement import (
    BACKWARD,
    FORWARD,
    Junction,
    JunctionEnd,
    RearrangementFile,
)
from oncomatch.errors import InputError
from oncomatch.readers.lines import printable, read_lines
from oncomatch.readers.rearrangement_files.cells import WHAT
from oncomatch.reference.contig_names import chromosome_of

NAME = "vcf"
EXPECTED = "a VCF of structural variants: breakends, <DEL>, <DUP>, <INV>"
_BREAKEND = re.compile(r"[^\[\]]*([\[\]])<?([^\[\]<>]{1,200}):([0-9]{1,10})>?([\[\]])[^\[\]]*")
_PASSED = {"PASS", "."}
_NO_VARIANT = re.compile(r"0[/|]0")
_NUMBER = re.compile(r"-?[0-9]{1,10}")

Ends = tuple[JunctionEnd, JunctionEnd]


@dataclass(slots=True)
class _Found:
    """Junctions by their ends: a breakend and its mate are one."""

    junctions: dict[Ends, Junction] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    lengths: list[tuple[str, int]] = field(default_factory=list)


def recognises(head: Sequence[str]) -> bool:
    """Whether the file begins like a VCF."""
    return bool(head) and head[0].startswith("##fileformat=VCF")


def read(path: Path, sample: str) -> RearrangementFile:
    """Return the junctions of the file; `sample` is the tumour's column where it has several.

    Raises:
        InputError: a line is no record, or an end is missing or beyond reason.
    """
    found, column = _Found(), -1
    for number, text in enumerate(read_lines(path, WHAT), start=1):
        if text.startswith("##contig=<"):
            found.lengths += _contig(text)
        elif text.startswith("#CHROM"):
            names = text.split("\t")[9:]
            column = 9 + names.index(sample) if sample in names else 9 if len(names) == 1 else -1
        elif text and not text.startswith("#"):
            _record(f"{path}, line {number}", text.split("\t"), column, found)
    return RearrangementFile(
        NAME,
        tuple(found.junctions.values()),
        tuple(sorted(found.left_out.items())),
        tuple(found.lengths),
    )


def _contig(text: str) -> list[tuple[str, int]]:
    tags = dict(part.split("=", 1) for part in text[10:].rstrip(">").split(",") if "=" in part)
    length = tags.get("length", "")
    return [(tags.get("ID", ""), int(length))] if _NUMBER.fullmatch(length) else []


def _record(where: str, cells: list[str], column: int, found: _Found) -> None:
    if len(cells) < 8:
        raise InputError(f"{where}: has fewer than 8 columns; is it a VCF?")
    if not _NUMBER.fullmatch(cells[1]) or int(cells[1]) < 0:
        raise InputError(f"{where}: POS is {printable(cells[1][:60])!r}; expected is a position")
    info = dict(part.partition("=")[::2] for part in cells[7].split(";"))
    doubt = "" if cells[6] in _PASSED else f"FILTER {printable(cells[6][:100])}"
    if 0 <= column < len(cells) and _NO_VARIANT.match(cells[column]):
        doubt = doubt or "genotype 0/0 in the tumour"
    contig = chromosome_of(cells[0])
    for alt in cells[4].split(","):
        made = list(_ends(where, contig, int(cells[1]), alt, info, found.left_out))
        for one, other in made:
            ends = (one, other) if _order(one) <= _order(other) else (other, one)
            known = found.junctions.get(ends)
            if known is None or (known.doubt and not doubt):
                found.junctions[ends] = Junction(*ends, where, ordered=False, doubt=doubt)


def _order(end: JunctionEnd) -> tuple[str, int, int]:
    return end.contig, end.position, end.side


def _ends(
    where: str,
    contig: str | None,
    position: int,
    alt: str,
    info: dict[str, str],
    left_out: Counter[str],
) -> Iterator[Ends]:
    breakend = _BREAKEND.fullmatch(alt)
    if breakend is not None and breakend[1] == breakend[4]:
        mate = chromosome_of(breakend[2])
        if contig is None or mate is None:
            left_out["off the chromosomes"] += 1
            return
        here = FORWARD if alt[0] not in "[]" else BACKWARD
        there = BACKWARD if breakend[1] == "[" else FORWARD
        yield _end(contig, position, here), _end(mate, int(breakend[3]), there)
        return
    kind = alt[1:-1].partition(":")[0] if alt.startswith("<") and alt.endswith(">") else ""
    if kind not in ("DEL", "DUP", "INV"):
        left_out["joins no two places (insertion, single breakend or written in bases)"] += 1
    elif contig is None:
        left_out["off the chromosomes"] += 1
    else:
        yield from _of_kind(kind, contig, position, _last(where, position, info), info)


def _last(where: str, position: int, info: dict[str, str]) -> int:
    """Return the last base (1-based) of a symbolic allele."""
    end, length = info.get("END", ""), info.get("SVLEN", "").partition(",")[0]
    if _NUMBER.fullmatch(end):
        last = int(end)
    elif _NUMBER.fullmatch(length):
        last = position + abs(int(length))
    else:
        raise InputError(f"{where}: has neither END nor SVLEN; where the variant ends is not known")
    if last < position:
        raise InputError(f"{where}: END is {last}, before POS {position}; are columns swapped?")
    return last


def _of_kind(
    kind: str, contig: str, position: int, last: int, info: dict[str, str]
) -> Iterator[Ends]:
    if kind == "DEL":
        yield _end(contig, position, FORWARD), _end(contig, last + 1, BACKWARD)
    elif kind == "DUP":
        yield _end(contig, position + 1, BACKWARD), _end(contig, last, FORWARD)
    else:
        seen = info.get("CT", "")
        if "INV5" not in info and seen != "5to5":
            yield _end(contig, position, FORWARD), _end(contig, last, FORWARD)
        if "INV3" not in info and seen != "3to3":
            yield _end(contig, position + 1, BACKWARD), _end(contig, last + 1, BACKWARD)


def _end(contig: str, position: int, side: int) -> JunctionEnd:
    return JunctionEnd(contig=contig, position=max(1, position), side=side)
