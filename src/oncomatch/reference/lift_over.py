"""Lift places of GRCh38 over to GRCh37 by blocks that align without a gap."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

_LEAST_ALIGNED = 0.5


class _Block(NamedTuple):
    start38: int
    end38: int
    contig37: str
    start37: int
    end37: int
    turned: bool


class BlockMap:
    """GRCh38 to GRCh37 by blocks that align without a gap.

    Blocks overlap, since a repeat aligns with its copies too; the longest block over a base is
    the one that its surroundings agree with.
    """

    def __init__(self, path: Path):
        self._longest_first: dict[str, list[_Block]] = {}
        with path.open(encoding="ascii") as lines:
            for line in lines:
                contig37, start37, end37, way37, contig38, start38, end38, way38 = line.split()
                block = _Block(
                    int(start38), int(end38), contig37, int(start37), int(end37), way37 != way38
                )
                self._longest_first.setdefault(contig38, []).append(block)
        for blocks in self._longest_first.values():
            blocks.sort(key=lambda block: (block.start38 - block.end38, block))

    def find(self, contig: str, position0: int) -> tuple[str, int, bool] | None:
        """Return (contig, 0-based position, whether the strand turns) on GRCh37."""
        return next(self._places(contig, position0), None)

    def _places(self, contig: str, position0: int) -> Iterator[tuple[str, int, bool]]:
        for block in self._longest_first.get(contig, []):
            if block.start38 <= position0 < block.end38:
                along = position0 - block.start38
                there = block.end37 - 1 - along if block.turned else block.start37 + along
                yield block.contig37, there, block.turned

    def lift(self, locus: tuple[str, int, int]) -> tuple[str, int, int] | None:
        """Return a GRCh38 interval on GRCh37, None when its ends do not lie alike.

        An end that does not align is cut back to where blocks begin, to half of the interval at
        most (CRLF2 begins in bases that GRCh37 lacks).
        """
        contig, start0, end0 = locus
        over = [
            block
            for block in self._longest_first.get(contig, [])
            if block.start38 < end0 and start0 < block.end38
        ]
        low38 = max(start0, min((block.start38 for block in over), default=end0))
        high38 = min(end0, max((block.end38 for block in over), default=start0)) - 1
        if high38 + 1 - low38 < _LEAST_ALIGNED * (end0 - start0):
            return None
        ends = product(self._places(contig, low38), self._places(contig, high38))
        for (contig37, one, turned), (other_contig, other, other_turned) in ends:
            low, high = sorted((one, other))
            alike = contig37 == other_contig and turned == other_turned
            if alike and high - low < 2 * (end0 - start0):
                return contig37, low, high + 1
        return None
