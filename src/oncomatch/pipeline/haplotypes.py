"""Phased calls wait until their neighbours on the haplotype are known, then are read together.

A call that is read with others is not reported by itself, unless it is also there alone: on the
other haplotype, or in cells that do not have the others. The latter is taken from the reads: the
calls of one haplotype have the same allele fraction but for chance, if all cells that have one
have the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import sqrt

from oncomatch.annotation.haplotype import Piece, place, runs_of
from oncomatch.annotation.joining import Called, join_calls, transcript_of
from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.phase import Phase
from oncomatch.domain.variant import Reads, Variant
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript

_STANDARD_ERRORS = 3.0
_TIMES = 1.25
"""A part is also there alone when its allele fraction exceeds that of the rarest part by three
standard errors of the difference and by a quarter. A convention, chosen so that the unequal
mapping of neighbouring bases does not look like a subclone."""
_TIMES_UNCOUNTED = 2.0
"""The same where the file has fractions without reads."""

ALSO_JOINED = (
    "not all copies or cells that have it have its neighbours on the haplotype as well; those "
    "that do have"
)


@dataclass(slots=True)
class Waiting:
    """A phased coding call that may be read together with others; `piece` is its place.

    `joined` are the changes of which it turned out to be the last part in the file.
    """

    called: Variant
    annotated: SmallVariant
    phase: Phase
    piece: Piece
    joined: list[SmallVariant] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Joined:
    """A change that was read from several calls, by their indices in the group."""

    change: SmallVariant
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """How the calls of a group are read: together, and which of those are there alone as well."""

    joined: tuple[Joined, ...]
    alone: frozenset[int]


@dataclass(slots=True)
class Group:
    """The phased calls of one transcript that wait; `reach0` is the last base to wait for."""

    transcript: Transcript
    calls: list[Waiting] = field(default_factory=list)
    reach0: int = -1

    def add(self, call: Waiting) -> None:
        """Take in a call.

        A codon is complete behind the last base of the next one, whose change may be read with
        it; a shifted frame may be restored, or its shift may follow, as far as the coding sequence
        goes.
        """
        self.calls.append(call)
        transcript, piece = self.transcript, call.piece
        if piece.shift % 3:
            ends = [0, len(transcript.cds) - 1]
        else:
            first, last = piece.reach
            ends = [max(0, (first - 1) * 3), min(last * 3 + 5, len(transcript.cds) - 1)]
        reach = (transcript.to_genomic(transcript.cds_start + at) for at in ends)
        self.reach0 = max(self.reach0, *reach)


class Haplotypes:
    """The groups of phased calls that are open while a file is read."""

    def __init__(self, reference: Reference):
        self._reference = reference
        self._contig = ""
        self._groups: dict[str, Group] = {}

    @property
    def is_waiting(self) -> bool:
        """Whether any call waits for its neighbours."""
        return bool(self._groups)

    def take(self, called: Variant, annotated: SmallVariant, phase: Phase) -> Waiting | None:
        """Let a call wait; None when it does not lie in a coding sequence throughout."""
        transcript = transcript_of(annotated, self._reference)
        piece = place(transcript, called) if transcript is not None else None
        if transcript is None or piece is None:
            return None
        group = self._groups.get(transcript.accession)
        if group is None:
            group = self._groups[transcript.accession] = Group(transcript)
        self._contig = called.contig
        waiting = Waiting(called, annotated, phase, piece)
        group.add(waiting)
        return waiting

    def close_before(self, contig: str, position: int) -> list[Group]:
        """Close the groups that a record at that place, and those behind it, cannot touch."""
        done = [
            accession
            for accession, group in self._groups.items()
            if contig != self._contig or position - 1 > group.reach0
        ]
        return [self._groups.pop(accession) for accession in done]

    def close(self) -> list[Group]:
        """Close all groups."""
        groups = list(self._groups.values())
        self._groups.clear()
        return groups

    def read(self, group: Group) -> Reading:
        """Return how the calls of a group are read."""
        found: dict[tuple[int, ...], SmallVariant] = {}
        alone: set[int] = set()
        for haplotype in _haplotypes_of(group.calls):
            runs = runs_of(group.transcript, [group.calls[at].piece for at in haplotype])
            in_run: set[int] = set()
            for run in runs:
                members = tuple(sorted(haplotype[at] for at in run))
                change = found.get(members) or self._join(group, members)
                if change is not None:
                    found[members] = change
                    in_run |= set(members)
            alone |= set(haplotype) - in_run
        for members, change in found.items():
            alone |= {
                at
                for at in members
                if is_clearly_more(group.calls[at].annotated.reads, change.reads)
            }
        return Reading(
            tuple(Joined(change, members) for members, change in found.items()), frozenset(alone)
        )

    def _join(self, group: Group, members: Sequence[int]) -> SmallVariant | None:
        calls = [Called(group.calls[at].called, group.calls[at].annotated) for at in members]
        return join_calls(calls, group.transcript, self._reference)


def _haplotypes_of(calls: Sequence[Waiting]) -> Iterable[list[int]]:
    """Return the indices of the calls on each haplotype of each phase set."""
    found: dict[tuple[str, int], list[int]] = {}
    for index, call in enumerate(calls):
        for haplotype in call.phase.haplotypes:
            found.setdefault((call.phase.phase_set, haplotype), []).append(index)
    return found.values()


def is_clearly_more(one: Reads, two: Reads) -> bool:
    """Whether an allele fraction exceeds another by more than chance and mapping explain."""
    if one.vaf is None or two.vaf is None or one.vaf <= two.vaf:
        return False
    if not one.depth or not two.depth:
        return one.vaf >= _TIMES_UNCOUNTED * two.vaf
    pooled = (one.vaf * one.depth + two.vaf * two.depth) / (one.depth + two.depth)
    error = sqrt(pooled * (1 - pooled) * (1 / one.depth + 1 / two.depth))
    return one.vaf >= _TIMES * two.vaf and one.vaf - two.vaf > _STANDARD_ERRORS * error
