"""Calls that would change one codon or frame together, if they lie on one haplotype.

Where the file does not say so they are never joined: each stays, with a caution that names the
other and what both would be together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from oncomatch.annotation.haplotype import place, runs_of
from oncomatch.annotation.joining import Called, label_together, transcript_of
from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.phase import Phase
from oncomatch.domain.variant import Reads, Variant
from oncomatch.reference.bundle import Reference

_MOST_TOGETHER = 5
"""Calls before and behind that are named, and of a run whose common effect is worked out."""

_TRUNCATING = frozenset({Consequence.STOP_GAINED, Consequence.FRAMESHIFT})


@dataclass(slots=True)
class Neighbour:
    """A call that the tumour has, and the reported alterations in which it stands."""

    called: Variant
    annotated: SmallVariant
    phase: Phase | None
    stands_in: frozenset[str] = frozenset()

    @property
    def residues(self) -> tuple[int, int]:
        """The first and last residue that it changes."""
        effect = self.annotated.effect
        first = effect.first_residue if effect and effect.first_residue else 0
        last = effect.last_residue if effect and effect.last_residue else first
        return first, max(first, last)


class Neighbours:
    """The coding calls of a file, by transcript."""

    def __init__(self, reference: Reference):
        self._reference = reference
        self._calls: dict[tuple[str, str], list[Neighbour]] = {}
        self._by_id: dict[str, Neighbour] = {}

    def add(self, called: Variant, annotated: SmallVariant, phase: Phase | None) -> Neighbour:
        """Take note of a coding call; the answer's `stands_in` is to be filled in.

        A call that another file of the case has as well is one neighbour, of the phase that is
        known first.
        """
        assert annotated.effect is not None
        known = self._by_id.get(annotated.id)
        if known is not None:
            known.phase = known.phase or phase
            return known
        neighbour = self._by_id[annotated.id] = Neighbour(called, annotated, phase)
        place = annotated.gene, annotated.effect.transcript
        self._calls.setdefault(place, []).append(neighbour)
        return neighbour

    def read_within(self, part: str, whole: str) -> None:
        """Take note that a call stands only as a part of an alteration of another file.

        One that is not coding is no neighbour.
        """
        neighbour = self._by_id.get(part)
        if neighbour is None:
            return
        neighbour.stands_in = neighbour.stands_in - {part} | {whole}

    def cautions(self) -> dict[str, str]:
        """Return the caution of each reported alteration that needs one, by its identifier."""
        found: dict[str, str] = {}
        for calls in self._calls.values():
            if len(calls) > 1:
                for alteration, sentence in (*self._neighbouring(calls), *_cut_off(calls)):
                    known = found.get(alteration)
                    found[alteration] = f"{known}; {sentence}" if known else sentence
        return found

    def _neighbouring(self, calls: list[Neighbour]) -> Iterator[tuple[str, str]]:
        for run in self._unread(calls):
            yield from self._of_run(run)

    def _unread(self, calls: list[Neighbour]) -> Iterator[list[Neighbour]]:
        calls.sort(key=lambda call: (call.residues, call.called.position, call.called.id))
        if not _may_touch(calls):
            return
        transcript = transcript_of(calls[0].annotated, self._reference)
        if transcript is None:
            yield from _of_one_residue(calls)
            return
        placed = [(place(transcript, call.called), call) for call in calls]
        inside = [(piece, call) for piece, call in placed if piece is not None]
        for run in runs_of(transcript, [piece for piece, _ in inside]):
            yield [inside[at][1] for at in run]

    def _of_run(self, run: Sequence[Neighbour]) -> Iterator[tuple[str, str]]:
        for at, call in enumerate(run):
            near = run[max(0, at - _MOST_TOGETHER) : at + _MOST_TOGETHER + 1]
            others = [other for other in near if _is_open(call, other)]
            if others and call.stands_in:
                sentence = self._sentence(call, others, run)
                yield from ((alteration, sentence) for alteration in call.stands_in)

    def _sentence(
        self, call: Neighbour, others: Sequence[Neighbour], run: Sequence[Neighbour]
    ) -> str:
        named = " and ".join(map(_named, others))
        known = call.phase is not None and any(
            other.phase is not None and call.phase.shares_with(other.phase) for other in others
        )
        why = (
            "on the same haplotype, but they were not read together"
            if known
            else "the file does not say whether they are on one haplotype"
        )
        if known and transcript_of(call.annotated, self._reference) is None:
            why += " (the gene's sequence is not embedded)"
        text = (
            f"{named} {'changes' if len(others) == 1 else 'change'} {_where(call, others)}; {why}"
        )
        together = self._together(run)
        return f"{text}: together they would be {together}" if together else text

    def _together(self, run: Sequence[Neighbour]) -> str:
        transcript = transcript_of(run[0].annotated, self._reference)
        if transcript is None or len(run) > _MOST_TOGETHER:
            return ""
        calls = [Called(each.called, each.annotated) for each in run]
        return label_together(calls, transcript, self._reference)


def _where(call: Neighbour, others: Iterable[Neighbour]) -> str:
    """Return what a call and others of its run change."""
    first, last = call.residues
    apart = all(each.residues[1] < first or last < each.residues[0] for each in others)
    frames = _shifts(call) or any(map(_shifts, others))
    return "the codons beside it" if apart and not frames else "the same codon or reading frame"


def _cut_off(calls: Sequence[Neighbour]) -> Iterator[tuple[str, str]]:
    """Yield what stands behind a stop or a shifted frame of its own haplotype."""
    first: dict[tuple[str, int], Neighbour] = {}
    for call in calls:
        if call.annotated.id in call.stands_in and _truncates(call):
            for copy in _copies(call):
                known = first.get(copy)
                if known is None or call.residues < known.residues:
                    first[copy] = call
    for call in calls:
        before = [first[copy] for copy in _copies(call) if copy in first]
        cut = before and all(each.residues[1] < call.residues[0] for each in before)
        if cut and len(before) == len(_copies(call)):
            sentence = (
                f"stands behind {before[0].annotated.label} on the same haplotype, "
                f"so it may not come into the protein"
            )
            yield from ((alteration, sentence) for alteration in call.stands_in)


def _copies(call: Neighbour) -> list[tuple[str, int]]:
    phase = call.phase
    return [(phase.phase_set, copy) for copy in phase.haplotypes] if phase is not None else []


def _truncates(call: Neighbour) -> bool:
    effect = call.annotated.effect
    return effect is not None and not _TRUNCATING.isdisjoint(effect.consequences)


def _may_touch(calls: Iterable[Neighbour]) -> bool:
    """Whether any two calls, in the order of residues, may be of one codon or frame."""
    calls = list(calls)
    close = any(two.residues[0] <= one.residues[1] + 1 for one, two in pairwise(calls))
    # one in a repeat is named at its end, but may stand beside a call at its beginning
    resized = any(call.annotated.effect.residue_delta for call in calls if call.annotated.effect)
    return close or resized or sum(map(_shifts, calls)) > 1


def _of_one_residue(calls: Iterable[Neighbour]) -> Iterator[list[Neighbour]]:
    """Yield the calls, in the order of residues, that change the same ones by their names."""
    run: list[Neighbour] = []
    for call in calls:
        if run and call.residues[0] > max(other.residues[1] for other in run):
            if len(run) > 1:
                yield run
            run = []
        run.append(call)
    if len(run) > 1:
        yield run


def _shifts(call: Neighbour) -> bool:
    effect = call.annotated.effect
    return effect is not None and Consequence.FRAMESHIFT in effect.consequences


def _is_open(call: Neighbour, other: Neighbour) -> bool:
    """Whether another call of the run was not read with a call, and may be on its haplotype."""
    if other is call or call.stands_in & other.stands_in:
        return False
    return call.phase is None or other.phase is None or not call.phase.is_apart_from(other.phase)


def _named(other: Neighbour) -> str:
    return call_name(other.annotated.written, other.annotated.reads, other.annotated.left_out)


def call_name(written: str, reads: Reads, left_out: str) -> str:
    """Return a call with what is known of it: `1:1015 C>A (VAF 0.3, left out: FILTER weak)`."""
    about = [f"VAF {reads.vaf:.2g}"] if reads.vaf is not None else []
    about += [f"left out: {left_out}"] if left_out else []
    return f"{written} ({', '.join(about)})" if about else written
