"""Place a change of bases on the genome: from g., c. and n. positions to an edit.

The transcript's own bases decide whether what a notation states is there; where the genome differs
from the transcript, the edit is written against the genome.
"""

from __future__ import annotations

from oncomatch.annotation.edit import BaseSource, Edit
from oncomatch.annotation.notation import BaseChange, BaseChangeKind, BasePosition, Level
from oncomatch.errors import NotationError, NumberingError
from oncomatch.reference.sequence import reverse_complement
from oncomatch.reference.transcript import Transcript

_FURTHEST = 5000
"""Bases beyond a transcript to which c. positions are counted on, as for promoters."""

_LONGEST = 100_000
"""Bases of the longest change that is written out; what is longer is a structural variant."""


def genomic_edit(change: BaseChange, bases: BaseSource) -> Edit:
    """Return the edit of a g. change.

    Raises:
        NotationError: the change is not one of bases in order, or states other bases.
    """
    for position in (change.first, change.last):
        if position.offset or position.region:
            raise NotationError(f"{position} is not a genomic position")
    start0, end0 = change.first.number - 1, change.last.number
    _demand_order(change, start0, end0 - 1)
    return _demand_change(change, _edit(change, start0, end0, bases(start0, end0), 1, bases))


def transcript_edit(
    transcript: Transcript, level: Level, change: BaseChange, bases: BaseSource
) -> Edit:
    """Return the edit, on the plus strand of the genome, of a c. or n. change.

    Raises:
        NumberingError: the stated bases do not stand there, or the position is not in the
            transcript.
        NotationError: the position cannot be placed on this transcript, or the genome already has
            the changed base.
    """
    first = place_of(transcript, level, change.first)
    last = place_of(transcript, level, change.last)
    low, high = min(first, last), max(first, last)
    _demand_order(change, first * transcript.strand, last * transcript.strand)
    own = _own_bases(transcript, low, high + 1, bases)
    differing = _differences(transcript, low, high + 1)
    if differing and change.kind in (
        BaseChangeKind.DUPLICATION,
        BaseChangeKind.INVERSION,
        BaseChangeKind.REPEAT,
    ):
        raise NotationError(_differs(transcript, differing))
    try:
        edit = _edit(change, low, high + 1, own, transcript.strand, bases)
    except NumberingError as error:
        raise NumberingError(f"{transcript.accession}: {error}") from None
    if not differing:
        return _demand_change(change, edit)
    placed = Edit(edit.start0, bases(edit.start0, edit.end0), edit.alt)
    if placed.ref == placed.alt:
        raise NotationError(
            f"{_differs(transcript, differing)}: the genome has the changed base already"
        )
    return placed


def _differs(transcript: Transcript, differing: list[int]) -> str:
    return f"{transcript.accession} differs from the genome at c.{differing[0] + 1}"


def _differences(transcript: Transcript, start0: int, end0: int) -> list[int]:
    """Return the coding positions of an interval at which the genome differs."""
    return [
        coding
        for coding in transcript.cds_differences
        if start0 <= transcript.to_genomic(transcript.cds_start + coding) < end0
    ]


def _own_bases(transcript: Transcript, start0: int, end0: int, bases: BaseSource) -> str:
    """Return the bases of an interval as the transcript has them, in its direction."""
    found = list(bases(start0, end0))
    for coding in _differences(transcript, start0, end0):
        own = transcript.cds[coding]
        at = transcript.to_genomic(transcript.cds_start + coding) - start0
        found[at] = own if transcript.strand > 0 else reverse_complement(own)
    text = "".join(found)
    return text if transcript.strand > 0 else reverse_complement(text)


def place_of(transcript: Transcript, level: Level, position: BasePosition) -> int:
    """Return the 0-based genomic position of a c. or n. position.

    Raises:
        NumberingError: the transcript has no such position.
        NotationError: the transcript's UTRs are not known or do not align to the genome.
    """
    name = f"{transcript.accession}:{level.value}.{position}"
    exonic = _exonic(transcript, level, position, name)
    if not position.offset:
        if not 0 <= exonic < transcript.length:
            return _beyond(transcript, exonic, name)
        return transcript.to_genomic(exonic)
    if not 0 <= exonic < transcript.length:
        raise NumberingError(f"{name} is outside the transcript")
    at = transcript.to_genomic(exonic)
    place0 = at + position.offset * transcript.strand
    neighbour = at + (1 if position.offset > 0 else -1) * transcript.strand
    inside = transcript.start0 <= min(at, place0) and max(at, place0) < transcript.end0
    if transcript.exon_at(neighbour) is not None or not inside:
        raise NumberingError(f"{name}: {position.region}{position.number} is not next to an intron")
    low, high = sorted((neighbour, place0))
    if any(start <= high and low < end for start, end in transcript.exons):
        raise NumberingError(f"{name} reaches beyond the intron")
    return place0


def whole_exons(transcript: Transcript, level: Level, change: BaseChange) -> tuple[int, int] | None:
    """Return the genomic interval of a change that names whole exons, None for any other.

    `c.89_881del` of EGFR says that exons 2 to 7 are gone, not where in the introns the ends lie.
    """
    kinds = (BaseChangeKind.DELETION, BaseChangeKind.DUPLICATION, BaseChangeKind.INVERSION)
    if change.kind not in kinds or change.first.offset or change.last.offset:
        return None
    ends = sorted(place_of(transcript, level, each) for each in (change.first, change.last))
    starts0, ends0 = zip(*transcript.exons, strict=True)
    return (ends[0], ends[1] + 1) if ends[0] in starts0 and ends[1] + 1 in ends0 else None


def _exonic(transcript: Transcript, level: Level, position: BasePosition, name: str) -> int:
    in_utr = bool(position.region) or level is Level.TRANSCRIPT
    if in_utr and transcript.coding_only:
        raise NotationError(f"{name}: only the coding part of this transcript is embedded")
    if in_utr and transcript.utr_gap:
        raise NotationError(f"{name}: the UTRs do not align to the genome base by base")
    if level is Level.TRANSCRIPT:
        if position.region:
            raise NotationError(
                f"{name}: n. positions are counted from the transcript's first base"
            )
        return position.number - 1
    if position.region == "-":
        return transcript.cds_start - position.number
    if position.region == "*":
        return transcript.cds_end + position.number - 1
    if position.number > len(transcript.cds):
        raise NumberingError(f"{name} is behind the stop codon, c.{len(transcript.cds)}")
    return transcript.cds_start + position.number - 1


def _beyond(transcript: Transcript, exonic: int, name: str) -> int:
    """Return the place of a position counted on outside the transcript (`c.-124` of TERT)."""
    if exonic < 0:
        away, place0 = -exonic, transcript.to_genomic(0) + exonic * transcript.strand
    else:
        away = exonic - transcript.length + 1
        place0 = transcript.to_genomic(transcript.length - 1) + away * transcript.strand
    if away > _FURTHEST or place0 < 0:
        raise NumberingError(f"{name} is more than {_FURTHEST} bases outside the transcript")
    return place0


def _demand_change(change: BaseChange, edit: Edit) -> Edit:
    if edit.ref == edit.alt:
        raise NotationError(f"{change.first}: {edit.ref} stays {edit.alt}, so there is no variant")
    return edit


def _demand_order(change: BaseChange, first: int, last: int) -> None:
    if last < first:
        raise NotationError(f"{change.last} does not stand behind {change.first}")
    if last - first >= _LONGEST:
        raise NotationError(
            f"{change.first}_{change.last} is {last - first + 1} bases, a structural variant; "
            f"changes of up to {_LONGEST} bases are resolved"
        )
    if change.kind is BaseChangeKind.INSERTION and last != first + 1:
        raise NotationError(
            f"{change.first} and {change.last} are not neighbours on the genome, so what is "
            "inserted between them has no one place"
        )


def _edit(
    change: BaseChange, start0: int, end0: int, own: str, strand: int, bases: BaseSource
) -> Edit:
    """Return the edit of an interval that reads `own` in the direction of the notation."""
    _demand_stated(change, own, end0 - start0)
    kind = change.kind

    def plus(text: str) -> str:
        return text if strand > 0 else reverse_complement(text)

    if kind is BaseChangeKind.INSERTION:
        return Edit(start0 + 1, "", plus(change.inserted))
    if kind is BaseChangeKind.DUPLICATION:
        return Edit(end0 if strand > 0 else start0, "", plus(own))
    if kind is BaseChangeKind.DELETION:
        return Edit(start0, plus(own), "")
    if kind is BaseChangeKind.INVERSION:
        return Edit(start0, plus(own), plus(reverse_complement(own)))
    if kind is BaseChangeKind.REPEAT:
        return _repeat(change, start0, end0, own, strand, bases)
    ref = change.stated if kind is BaseChangeKind.SUBSTITUTION and "N" in own else own
    alt = own if kind is BaseChangeKind.NONE else change.inserted
    return Edit(start0, plus(ref), plus(alt))


def _repeat(
    change: BaseChange, start0: int, end0: int, own: str, strand: int, bases: BaseSource
) -> Edit:
    """Return the edit that gives a run of units the stated number of copies.

    With a unit (`76GCA[3]`) the run goes from the first position on as far as the unit repeats;
    without (`76_78[3]`) the interval is one unit.
    """
    unit = change.inserted or own
    if end0 - start0 > 1 and (end0 - start0) % len(unit):
        raise NotationError(f"{change.first}: copies of {unit} do not fill the interval")
    first0 = start0 if strand > 0 else end0 - 1
    size = len(unit)
    seen = 0

    def read(number: int) -> str:
        if strand > 0:
            return bases(first0 + number * size, first0 + (number + 1) * size)
        return reverse_complement(
            bases(first0 + 1 - (number + 1) * size, first0 + 1 - number * size)
        )

    while read(seen) == unit:
        seen += 1
    if not seen:
        raise NumberingError(f"{change.first}: {read(0)} stands there, not {unit}")
    if change.copies == seen:
        raise NotationError(f"{change.first}: {unit} stands there {seen} times already")
    behind = first0 + seen * size if strand > 0 else first0 + 1 - seen * size
    if change.copies * size > _LONGEST:
        raise NotationError(f"{change.first}: {change.copies} copies of {unit} are too many")
    moving = unit * abs(change.copies - seen)
    placed = moving if strand > 0 else reverse_complement(moving)
    if change.copies > seen:
        return Edit(behind, "", placed)
    return Edit(behind - len(moving) if strand > 0 else behind, placed, "")


def _demand_stated(change: BaseChange, own: str, size: int) -> None:
    if change.stated_length is not None and change.stated_length != size:
        raise NotationError(
            f"{change.first}_{change.last} is {size} bases, not {change.stated_length}"
        )
    if not change.stated:
        return
    if len(change.stated) != size:
        if change.kind is not BaseChangeKind.SUBSTITUTION or change.first != change.last:
            raise NotationError(
                f"{change.first}_{change.last} is {size} bases, {change.stated} are "
                f"{len(change.stated)}"
            )
        raise NotationError(f"{change.first} is one base, {change.stated} are {len(change.stated)}")
    if any(
        one != two and "N" not in (one, two) for one, two in zip(change.stated, own, strict=True)
    ):
        raise NumberingError(f"{own} stands at {change.first}, not {change.stated}")
