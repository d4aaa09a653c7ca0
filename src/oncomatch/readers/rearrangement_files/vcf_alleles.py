"""What one allele of a structural variant joins: two ends, one end, or inserted bases.

Breakends: VCF 4.3 specification, section 5.4 (`N[2:100[`; `N.` and `.N` are single). `<DEL>`,
`<DUP>`, `<INV>` have END or SVLEN; `<INV>` is two junctions, of which Manta's INV3 and INV5 and
DELLY's CT say that only one was seen. DELLY's `<BND>` and `<TRA>` have CHR2, POS2 or END, and CT:
3to5 joins what lies before POS to what lies behind the other end. Alleles written out in bases
are a deletion, an insertion or both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from oncomatch.domain.rearrangement import BACKWARD, FORWARD, JunctionEnd
from oncomatch.errors import InputError
from oncomatch.readers.lines import printable
from oncomatch.reference.contig_names import chromosome_of

_BREAKEND = re.compile(
    r"([A-Za-z.*]*)([\[\]])<?([^\[\]<>]{1,200}):([0-9]{1,10})>?([\[\]])([A-Za-z.*]*)"
)
_SINGLE = re.compile(r"\.[A-Za-z]+|[A-Za-z]+\.")
_BASES = re.compile(r"[A-Za-z]+")
_NUMBER = re.compile(r"-?[0-9]{1,10}")
_SIDES = {
    "3to5": (FORWARD, BACKWARD),
    "5to3": (BACKWARD, FORWARD),
    "3to3": (FORWARD, FORWARD),
    "5to5": (BACKWARD, BACKWARD),
}
_OFF = "off the chromosomes"
_UNKNOWN_KIND = "of a kind that joins no two places"

Ends = tuple[JunctionEnd, JunctionEnd]


@dataclass(frozen=True, slots=True)
class Inserted:
    """Bases inserted behind POS; `length` is 0 where it is not known."""

    sequence: str
    length: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An allele that joins nothing here, and why."""

    reason: str


Allele = Ends | Inserted | LeftOut


def alleles_of(
    where: str, contig: str | None, position: int, ref: str, alt: str, info: Mapping[str, str]
) -> Iterator[Allele]:
    """Yield what an allele joins; a single breakend joins an end to one without a place.

    Raises:
        InputError: an end is missing, negative or before POS.
    """
    if contig is None:
        yield LeftOut(_OFF)
        return
    found = _BREAKEND.fullmatch(alt)
    if found is not None and found[2] == found[5]:
        joined = _breakend(contig, position, found)
        if joined is not None:
            yield joined
        return
    if _SINGLE.fullmatch(alt):
        yield end_at(contig, position, BACKWARD if alt[0] == "." else FORWARD), JunctionEnd()
        return
    kind = alt[1:-1].partition(":")[0] if alt.startswith("<") and alt.endswith(">") else ""
    if kind in ("DEL", "DUP", "INV"):
        yield from _of_kind(kind, contig, position, _last(where, position, info), info)
    elif kind in ("BND", "TRA"):
        yield _translocation(where, contig, position, info)
    elif kind == "INS":
        yield _insertion(info)
    elif _BASES.fullmatch(alt) and _BASES.fullmatch(ref):
        yield _written_out(contig, position, ref.upper(), alt.upper())
    else:
        yield LeftOut(_UNKNOWN_KIND)


def end_at(contig: str, position: int, side: int) -> JunctionEnd:
    """Return an end of the genome; position 0 is that before the first base."""
    return JunctionEnd(contig=contig, position=max(1, position), side=side)


def _breakend(contig: str, position: int, found: re.Match[str]) -> Allele | None:
    """Return what a breakend joins; None where its mate tells the inserted bases."""
    mate = chromosome_of(found[3])
    if mate is None:
        return LeftOut(_OFF)
    before, behind = found[1], found[6]
    here = FORWARD if before else BACKWARD
    there = BACKWARD if found[2] == "[" else FORWARD
    other = int(found[4])
    step = 1 if here == FORWARD else -1
    beside = mate == contig and other == position + step and here != there
    bases = (before[1:] if before else behind[:-1]).upper()
    if beside and bases:
        # Nothing is passed over: only the bases between the ends are new.
        return Inserted(bases, len(bases)) if here == FORWARD else None
    return end_at(contig, position, here), end_at(mate, other, there)


def _translocation(where: str, contig: str, position: int, info: Mapping[str, str]) -> Allele:
    mate = chromosome_of(info.get("CHR2", ""))
    other = info.get("POS2") or info.get("END", "")
    sides = _SIDES.get(info.get("CT", ""))
    if not _NUMBER.fullmatch(other) or int(other) < 0 or sides is None:
        raise InputError(
            f"{where}: a translocation needs CHR2, POS2 (or END) and CT; one is missing or wrong"
        )
    if mate is None:
        return LeftOut(_OFF)
    return end_at(contig, position, sides[0]), end_at(mate, int(other), sides[1])


def _insertion(info: Mapping[str, str]) -> Inserted:
    sequence = info.get("SVINSSEQ", "") or info.get("SEQ", "")
    sequence = sequence.upper() if _BASES.fullmatch(sequence) else ""
    lengths = (info.get(key, "").partition(",")[0] for key in ("SVLEN", "INSLEN", "SVINSLEN"))
    length = next((int(text) for text in lengths if _NUMBER.fullmatch(text)), 0)
    return Inserted(sequence, len(sequence) or max(0, length))


def _written_out(contig: str, position: int, ref: str, alt: str) -> Allele:
    """Return the deletion or insertion of an allele in bases; with both the deletion counts."""
    shared = 0
    while shared < min(len(ref), len(alt)) and ref[shared] == alt[shared]:
        shared += 1
    if shared == len(ref) < len(alt):
        return Inserted(alt[shared:], len(alt) - shared) if shared else LeftOut(_UNKNOWN_KIND)
    if not shared or len(ref) - shared < len(alt) - shared or len(ref) - shared < 2:
        return LeftOut("a substitution or a small delins, for the small-variant file")
    before = position + shared - 1
    return end_at(contig, before, FORWARD), end_at(contig, position + len(ref), BACKWARD)


def _last(where: str, position: int, info: Mapping[str, str]) -> int:
    """Return the last base (1-based) of a symbolic allele."""
    end, length = info.get("END", ""), info.get("SVLEN", "").partition(",")[0]
    if _NUMBER.fullmatch(end):
        last = int(end)
    elif _NUMBER.fullmatch(length):
        last = position + abs(int(length))
    else:
        raise InputError(f"{where}: has neither END nor SVLEN; where the variant ends is not known")
    if last < position:
        raise InputError(
            f"{where}: END is {printable(str(last))}, before POS {position}; are columns swapped?"
        )
    return last


def _of_kind(
    kind: str, contig: str, position: int, last: int, info: Mapping[str, str]
) -> Iterator[Ends]:
    if kind == "DEL":
        yield end_at(contig, position, FORWARD), end_at(contig, last + 1, BACKWARD)
    elif kind == "DUP":
        yield end_at(contig, position + 1, BACKWARD), end_at(contig, last, FORWARD)
    else:
        seen = info.get("CT", "")
        if "INV5" not in info and seen != "5to5":
            yield end_at(contig, position, FORWARD), end_at(contig, last, FORWARD)
        if "INV3" not in info and seen != "3to3":
            yield end_at(contig, position + 1, BACKWARD), end_at(contig, last + 1, BACKWARD)
