"""The calls of several VCFs of one case: each allele once, its sources named, contradictions told.

Files may be parts of one result (substitutions and indels of Strelka2) or the results of several
callers. A call stands for all files that have it; that with the better support is kept. A change
of several bases takes the calls of another file with it that are its parts, unless these are on
clearly more reads or on different copies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from oncomatch.domain.alteration import SmallVariant, UnusableCall
from oncomatch.domain.ledger import Ledger
from oncomatch.domain.variant import NormalReads, Reads
from oncomatch.pipeline.call_lists import in_order, ledger_lines, with_cautions
from oncomatch.pipeline.haplotypes import is_clearly_more
from oncomatch.pipeline.intake import ABSENT
from oncomatch.pipeline.neighbours import Neighbours


@dataclass(frozen=True, slots=True)
class FileCalls:
    """What was read of one VCF; `joined_in` and `unreported` are as in `Intake`."""

    name: str
    reported: tuple[SmallVariant, ...]
    left_out: tuple[SmallVariant, ...]
    unusable: tuple[UnusableCall, ...]
    ledger: Ledger
    joined_in: tuple[frozenset[str], ...] = ()
    unreported: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MergedCalls:
    """The calls of all files; `repeated` has, by file, why a call stands in another's place.

    `contradicted` counts the reported calls of which files say different things.
    """

    reported: tuple[SmallVariant, ...]
    left_out: tuple[SmallVariant, ...]
    unusable: tuple[UnusableCall, ...]
    ledger: Ledger
    repeated: tuple[Mapping[str, str], ...]
    contradicted: int


def merge_calls(files: Sequence[FileCalls], neighbours: Neighbours) -> MergedCalls:
    """Return the calls of several files; `neighbours` are the coding calls of all of them."""
    merging = _Merging(files, neighbours)
    merging.take_parts()
    merging.take_harmless()
    kept = merging.take_best()
    contradictions = merging.contradictions(kept)
    normals = _normals(files)
    named = [
        replace(each, sources=merging.sources(each), normal=normals.get(each.id)) for each in kept
    ]
    reported = with_cautions(with_cautions(named, neighbours.cautions()), contradictions)
    reported_ids = {each.id for each in reported}
    left_out = {
        each.id: each for file in files for each in file.left_out if each.id not in reported_ids
    }
    unusable = {each: None for file in files for each in file.unusable}
    return MergedCalls(
        tuple(sorted(reported, key=in_order)),
        tuple(sorted(left_out.values(), key=in_order)),
        tuple(sorted(unusable, key=lambda call: (call.genes, call.written, call.reason))),
        _ledger(files, merging.repeated),
        tuple(merging.repeated),
        len(contradictions),
    )


class _Merging:
    """The reported calls of each file by identifier, and which of them stand in another's place."""

    def __init__(self, files: Sequence[FileCalls], neighbours: Neighbours):
        self._files = files
        self._neighbours = neighbours
        self._calls = [{each.id: each for each in file.reported} for file in files]
        self._gone: list[set[str]] = [set() for _ in files]
        self._within: dict[str, list[int]] = {}
        self._doubts: dict[str, list[str]] = {}
        self.repeated: list[dict[str, str]] = [{} for _ in files]

    def take_parts(self) -> None:
        """Take the calls that are parts of a change which another file has as one."""
        changes = {each.id: each for calls in self._calls for each in calls.values()}
        for change in changes.values():
            parts = _part_ids(change)
            for at, calls in enumerate(self._calls):
                if parts and change.id not in calls and all(part in calls for part in parts):
                    self._take_parts_of(change, [calls[part] for part in parts], at)

    def _take_parts_of(self, change: SmallVariant, parts: list[SmallVariant], at: int) -> None:
        if not self._holders(change.id):
            return
        owner = self._best(change.id)
        apart = any(
            one.phase and two.phase and one.phase.is_apart_from(two.phase)
            for one, two in combinations(parts, 2)
        )
        if apart:
            self._doubt(change.id, f"{self._files[at].name} has its parts on different copies")
            return
        reads = self._calls[owner][change.id].reads
        if not any(is_clearly_more(part.reads, reads) for part in parts):
            for part in parts:
                reason = f"part of {change.label}, as {self._files[owner].name} has it"
                self.repeated[at].setdefault(part.id, reason)
                self._gone[at].add(part.id)
                self._neighbours.read_within(part.id, change.id)
            self._within.setdefault(change.id, []).append(at)

    def take_harmless(self) -> None:
        """Take the calls of unknown effect that the annotation of another file calls harmless."""
        for at, calls in enumerate(self._calls):
            for call, variant in calls.items():
                said = [
                    reason
                    for file in self._files
                    if (reason := file.unreported.get(call, ABSENT)) != ABSENT
                ]
                if said and variant.effect is None:
                    self.repeated[at][call] = said[0]
                    self._gone[at].add(call)

    def take_best(self) -> list[SmallVariant]:
        """Return each call once, of the file with the better support."""
        kept = {}
        for call in dict.fromkeys(each for calls in self._calls for each in calls):
            holders = self._holders(call)
            if not holders:
                continue
            best = self._best(call)
            for at in holders:
                if at != best:
                    self.repeated[at][call] = f"the same call as in {self._files[best].name}"
            kept[call] = self._calls[best][call]
            known = [at for at in holders if self._calls[at][call].effect is not None]
            if known and best not in known:
                kept[call] = _supported_by(self._calls[known[0]][call], kept[call])
        return list(kept.values())

    def _holders(self, call: str) -> list[int]:
        """Return the files that report a call, but for those where it is a part of another."""
        return [
            at
            for at, calls in enumerate(self._calls)
            if call in calls and call not in self._gone[at]
        ]

    def _best(self, call: str) -> int:
        holders = self._holders(call)
        return max(holders, key=lambda at: (*_support(self._calls[at][call]), -at))

    def sources(self, variant: SmallVariant) -> tuple[str, ...]:
        """Return the files that have a call, that of its reads first."""
        best = self._best(variant.id)
        others = [at for at, calls in enumerate(self._calls) if variant.id in calls and at != best]
        all_of = dict.fromkeys((best, *others, *self._within.get(variant.id, ())))
        return tuple(self._files[at].name for at in all_of)

    def contradictions(self, kept: Sequence[SmallVariant]) -> dict[str, str]:
        """Return, by reported call, what files say of it that cannot all be true."""
        for variant in kept:
            best = self._best(variant.id)
            for at, calls in enumerate(self._calls):
                if at != best and variant.id in calls:
                    self._compare(variant, self._files[best].name, calls[variant.id], at)
        ids = {variant.id for variant in kept}
        for file, calls in zip(self._files, self._calls, strict=True):
            for each in file.left_out:
                if each.id in ids and each.id not in calls:
                    self._doubt(each.id, f"{file.name} leaves it out ({each.left_out})")
            for call, reason in file.unreported.items():
                if reason == ABSENT and call in ids and call not in calls:
                    self._doubt(call, f"{file.name} has it, but not in the tumour sample")
        return {
            call: f"contradiction between the files: {', '.join(dict.fromkeys(said))}"
            for call, said in self._doubts.items()
            if call in ids
        }

    def _compare(self, kept: SmallVariant, name: str, other: SmallVariant, at: int) -> None:
        theirs = self._files[at].name
        if bool(kept.filters) is not bool(other.filters):
            passed = f"{name} passes it", f"{theirs} has FILTER {';'.join(other.filters)}"
            failed = f"{name} has FILTER {';'.join(kept.filters)}", f"{theirs} passes it"
            self._doubt(kept.id, *(passed if other.filters else failed))
        if is_clearly_more(kept.reads, other.reads) or is_clearly_more(other.reads, kept.reads):
            said = f"{name} has it at {_fraction(kept.reads)}", f"{theirs} {_fraction(other.reads)}"
            self._doubt(kept.id, f"{' and '.join(said)}, which chance does not explain")

    def _doubt(self, call: str, *said: str) -> None:
        self._doubts.setdefault(call, []).extend(said)


def _normals(files: Sequence[FileCalls]) -> dict[str, NormalReads]:
    """Return what the matched normal shows of each call, in the file in which it has the most.

    It passed only where all files pass it: what one of them takes for inherited is not somatic.
    """
    shown: dict[str, list[NormalReads]] = {}
    for file in files:
        for each in (*file.reported, *file.left_out):
            if each.normal is not None:
                shown.setdefault(each.id, []).append(each.normal)
    return {
        call: NormalReads(max(found, key=_share).reads, all(each.passed for each in found))
        for call, found in shown.items()
    }


def _share(normal: NormalReads) -> tuple[float, int]:
    return normal.reads.vaf or 0.0, normal.reads.alt_depth or 0


def _supported_by(known: SmallVariant, best: SmallVariant) -> SmallVariant:
    """Return the call whose effect its file tells, with the reads of the better supported one."""
    return replace(
        known, reads=best.reads, filters=best.filters, written=best.written, phase=best.phase
    )


def _support(variant: SmallVariant) -> tuple[bool, int, int]:
    reads = variant.reads
    return not variant.filters, reads.alt_depth or 0, reads.depth or 0


def _fraction(reads: Reads) -> str:
    words = f"VAF {reads.vaf:.2g}"
    return words if reads.depth is None else f"{words} of {reads.depth:,} reads"


def _part_ids(change: SmallVariant) -> tuple[str, ...]:
    """Return what a change would be called as several: its parts, or its bases that differ."""
    if change.parts:
        return tuple(part.variant.id for part in change.parts)
    where = change.variant
    if len(where.ref) != len(where.alt):
        return ()
    found = tuple(
        replace(where, position=where.position + at, ref=one, alt=two).id
        for at, (one, two) in enumerate(zip(where.ref, where.alt, strict=True))
        if one != two
    )
    return found if len(found) > 1 else ()


def _ledger(files: Sequence[FileCalls], repeated: Sequence[Mapping[str, str]]) -> Ledger:
    """Return the account of all files; calls that stand in another's place are filtered."""
    filtered: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    moved = joined = 0
    for file, reasons in zip(files, repeated, strict=True):
        filtered.update({line.reason: line.count for line in file.ledger.filtered})
        failed.update({line.reason: line.count for line in file.ledger.failed})
        for call in file.reported:
            if call.id in reasons and not call.parts:
                filtered[reasons[call.id]] += 1
                moved += 1
        for changes in file.joined_in:
            if changes <= reasons.keys():
                filtered[reasons[min(changes)]] += 1
                moved += 1
                joined += 1
    return Ledger(
        records=sum(file.ledger.records for file in files),
        read=sum(file.ledger.read for file in files),
        reported=sum(file.ledger.reported for file in files) - moved,
        filtered=ledger_lines(filtered),
        failed=ledger_lines(failed),
        joined=sum(file.ledger.joined for file in files) - joined,
    )
