"""From segments to chromosome arms: which arms are gained or lost, and which are not for sure.

A neutral ratio without purity excludes nothing: a change of one copy in few tumour cells does not
reach the limits. X and Y are left out, since what is normal there depends on the sex, and the
short arms of the acrocentric chromosomes, which no caller sees.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from oncomatch.domain.arm_copy_number import ArmCopyNumber
from oncomatch.domain.biomarker import ArmChange, CopyNumberKind
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.copy_number import CopyNumberFile, CopyNumberThresholds
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.matching.copy_number_state import SEX_CHROMOSOMES, CopyScale
from oncomatch.matching.facts import Facts
from oncomatch.reference.chromosome_arms import ChromosomeArm, chromosome_arms

_AT_LEAST = {
    CopyNumberKind.GAIN: (CopyNumberKind.GAIN, CopyNumberKind.AMPLIFICATION),
    CopyNumberKind.LOSS: (CopyNumberKind.LOSS, CopyNumberKind.DELETION),
}
_ACROCENTRIC = ("13p", "14p", "15p", "21p", "22p")
_WORDS = {CopyNumberKind.GAIN: "gained", CopyNumberKind.LOSS: "lost"}


def arm_copy_numbers(
    file: CopyNumberFile, build: GenomeBuild, scale: CopyScale
) -> tuple[ArmCopyNumber, ...]:
    """Return the arms that segments lie over, in karyotype order; none of a file of genes."""
    arms: dict[str, list[ChromosomeArm]] = defaultdict(list)
    for arm in chromosome_arms(build):
        if arm.contig not in SEX_CHROMOSOMES and arm.name not in _ACROCENTRIC:
            arms[arm.contig].append(arm)
    bases: dict[str, _Bases] = {}
    for segment in file.segments:
        state = scale.state_of(segment, segment.contig)
        for arm in arms.get(segment.contig, ()):
            shared = min(arm.end0, segment.end0) - max(arm.start0, segment.start0)
            if shared > 0:
                known = state.copies is not None and not state.possible
                bases.setdefault(arm.name, _Bases()).add(shared, state.kind, known=known)
    every = (arm for group in arms.values() for arm in group)
    return tuple(bases[arm.name].of(arm, scale.thresholds) for arm in every if arm.name in bases)


class _Bases:
    """The bases of an arm: covered, with a change, and surely without one."""

    def __init__(self) -> None:
        self._covered = 0
        self._with: dict[CopyNumberKind, int] = dict.fromkeys(_AT_LEAST, 0)
        self._without: dict[CopyNumberKind, int] = dict.fromkeys(_AT_LEAST, 0)

    def add(self, shared: int, kind: CopyNumberKind | None, *, known: bool) -> None:
        self._covered += shared
        for change, kinds in _AT_LEAST.items():
            if kind in kinds:
                self._with[change] += shared
            elif known or kind is not None:
                self._without[change] += shared

    def of(self, arm: ChromosomeArm, thresholds: CopyNumberThresholds) -> ArmCopyNumber:
        covered = min(1.0, self._covered / arm.length)
        change = max(self._with, key=lambda each: self._with[each])
        share = self._with[change] / self._covered
        enough = covered >= thresholds.gene_share
        kind = change if enough and share >= thresholds.arm_share else None
        excluded = tuple(
            each
            for each in _AT_LEAST
            if self._without[each] / arm.length > 1 - thresholds.arm_share
        )
        reason = f"{share:.0%} of the assessed part {_WORDS[change]}" if share else "no change"
        if covered < 0.995:
            reason += f", {covered:.0%} of the arm covered"
        whole = kind is not None and share >= thresholds.whole_arm_share
        return ArmCopyNumber(
            arm.name, kind, whole, round(share, 4), round(covered, 4), excluded, reason
        )


def merge_arms(files: Iterable[Sequence[ArmCopyNumber]]) -> tuple[ArmCopyNumber, ...]:
    """Return each arm from what several files say; where they differ nobody is believed."""
    found: dict[str, list[ArmCopyNumber]] = {}
    for arms in files:
        for arm in arms:
            found.setdefault(arm.arm, []).append(arm)
    return tuple(_merged(arms) for arms in found.values())


def _merged(arms: Sequence[ArmCopyNumber]) -> ArmCopyNumber:
    sources = "; ".join(each.source for each in arms)
    best = max(arms, key=lambda each: (each.kind is not None, each.covered))
    if any(best.kind in each.excluded or each.kind not in (best.kind, None) for each in arms):
        said = ", ".join(f"{each.reason} in {each.source}" for each in arms)
        reason = f"{said}; the files contradict each other"
        return replace(best, kind=None, whole=False, excluded=(), reason=reason, source=sources)
    excluded = {kind for each in arms for kind in each.excluded}
    return replace(
        best, excluded=tuple(each for each in _AT_LEAST if each in excluded), source=sources
    )


def arm_change(biomarker: ArmChange, facts: Facts) -> Evaluation:
    """Answer for a change of a chromosome arm: met where the whole arm has it."""
    arm = facts.arms.get(biomarker.arm)
    if arm is None:
        reason = f"the copy number of chromosome arm {biomarker.arm} was not assessed"
        return Evaluation(Outcome.UNKNOWN, reason)
    found = f"arm {arm.arm}: {arm.reason}"
    asked = next(change for change, kinds in _AT_LEAST.items() if biomarker.kind in kinds)
    if asked in arm.excluded:
        return Evaluation(Outcome.NOT_MET, f"{found}, no {biomarker.kind.value}", (arm.id,))
    if arm.kind is not asked:
        reason = f"{found}; whether the arm has a {biomarker.kind.value} is not told by the file"
        return Evaluation(Outcome.UNKNOWN, reason, (arm.id,))
    if biomarker.kind is not asked:
        reason = f"{found}; whether it is {biomarker.kind.value} is not told of arms"
        return Evaluation(Outcome.UNKNOWN, reason, (arm.id,))
    if not arm.whole:
        return Evaluation(Outcome.UNKNOWN, f"{found}: a part of the arm only", (arm.id,))
    return Evaluation(Outcome.MET, found, (arm.id,))
