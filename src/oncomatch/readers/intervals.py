"""Intervals by contig, 0-based and half-open: merge, intersect, take away."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from oncomatch.domain.depth import Regions

Interval = tuple[int, int]


def merged(intervals: Sequence[Interval]) -> list[Interval]:
    """Return intervals sorted, those that touch or overlap as one."""
    found: list[Interval] = []
    for start, end in sorted(intervals):
        if found and start <= found[-1][1]:
            if end > found[-1][1]:
                found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def within(intervals: Sequence[Interval], start: int, end: int) -> list[Interval]:
    """Return the merged intervals that overlap a stretch, cut to it."""
    found = []
    index = bisect_right(intervals, (start, start))
    if index and intervals[index - 1][1] > start:
        index -= 1
    while index < len(intervals) and intervals[index][0] < end:
        low, high = intervals[index]
        found.append((max(low, start), min(high, end)))
        index += 1
    return found


def common(one: Sequence[Interval], other: Sequence[Interval]) -> list[Interval]:
    """Return what lies in both of two merged lists."""
    found = []
    left = right = 0
    while left < len(one) and right < len(other):
        start, end = max(one[left][0], other[right][0]), min(one[left][1], other[right][1])
        if start < end:
            found.append((start, end))
        if one[left][1] < other[right][1]:
            left += 1
        else:
            right += 1
    return found


def without(intervals: Sequence[Interval], taken: Sequence[Interval]) -> list[Interval]:
    """Return what of merged intervals is left when others are taken away."""
    found = []
    for start, end in intervals:
        at = start
        for low, high in within(taken, start, end):
            if at < low:
                found.append((at, low))
            at = high
        if at < end:
            found.append((at, end))
    return found


def common_regions(one: Regions, other: Regions) -> Regions:
    """Return what lies in both of two sets of regions."""
    found = {contig: common(each, other.get(contig, [])) for contig, each in one.items()}
    return {contig: each for contig, each in found.items() if each}


def either_region(one: Regions, other: Regions) -> Regions:
    """Return what lies in one of two sets of regions or in both."""
    contigs = dict.fromkeys((*one, *other))
    return {each: merged([*one.get(each, ()), *other.get(each, ())]) for each in contigs}
