"""How much of each chromosome arm has which copy-number change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from oncomatch.domain.alteration import Extent
from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.copy_number import CopyNumberSegment
from oncomatch.reference.chromosome_arms import ChromosomeArm, chromosome_arms

_AT_LEAST = {
    CopyNumberKind.AMPLIFICATION: (CopyNumberKind.AMPLIFICATION,),
    CopyNumberKind.GAIN: (CopyNumberKind.GAIN, CopyNumberKind.AMPLIFICATION),
    CopyNumberKind.LOSS: (CopyNumberKind.LOSS, CopyNumberKind.DELETION),
    CopyNumberKind.DELETION: (CopyNumberKind.DELETION,),
}


class ArmShares:
    """The bases of each arm by kind of change."""

    def __init__(self, build: GenomeBuild, least_share: float):
        self._arms: dict[str, list[ChromosomeArm]] = defaultdict(list)
        for arm in chromosome_arms(build):
            self._arms[arm.contig].append(arm)
        self._bases: dict[tuple[str, CopyNumberKind], int] = defaultdict(int)
        self._least_share = least_share

    def add(self, segment: CopyNumberSegment, kind: CopyNumberKind) -> None:
        """Take note of a segment with a change."""
        for arm in self._arms[segment.contig]:
            shared = min(arm.end0, segment.end0) - max(arm.start0, segment.start0)
            if shared > 0:
                self._bases[arm.name, kind] += shared

    def share(self, arm: ChromosomeArm, kind: CopyNumberKind) -> float:
        """Return the share of an arm with that change or more of it, 0 to 1."""
        return min(1.0, sum(self._bases[arm.name, each] for each in _AT_LEAST[kind]) / arm.length)

    def extent(self, contig: str, start0: int, end0: int, kind: CopyNumberKind) -> Extent | None:
        """Return whether the change of a gene is of its whole arm or focal."""
        touched: Iterable[ChromosomeArm] = (
            arm for arm in self._arms[contig] if arm.start0 < end0 and arm.end0 > start0
        )
        shares = [self.share(arm, kind) for arm in touched]
        if not shares:
            return None
        return Extent.ARM if max(shares) >= self._least_share else Extent.FOCAL
