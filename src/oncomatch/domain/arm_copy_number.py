"""The copy number of a chromosome arm, and what pathologists call some arms together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from oncomatch.domain.biomarker import CopyNumberKind

TOGETHER = (
    ("1p/19q codeletion", (("1p", CopyNumberKind.LOSS), ("19q", CopyNumberKind.LOSS))),
    (
        "+7/-10",
        (
            *(("7p", CopyNumberKind.GAIN), ("7q", CopyNumberKind.GAIN)),
            *(("10p", CopyNumberKind.LOSS), ("10q", CopyNumberKind.LOSS)),
        ),
    ),
)
"""Names of changes of whole arms that stand together, and the arms."""


@dataclass(frozen=True, slots=True)
class ArmCopyNumber:
    """The copy number of an arm (`1p`) from segments; `kind` is gain or loss, None for neither.

    A change is of the arm where at least half of its assessed part has it, and of the `whole` arm
    where nearly all has it (`CopyNumberThresholds.arm_share` and `whole_arm_share`). `share` is
    that part with the change, `covered` the part of the arm that segments cover, 0 to 1.
    `excluded` are the kinds that the arm cannot have, whatever is not covered or not known.
    """

    arm: str
    kind: CopyNumberKind | None
    whole: bool
    share: float
    covered: float
    excluded: tuple[CopyNumberKind, ...]
    reason: str
    source: str = ""

    @property
    def id(self) -> str:
        """Identifier within the case."""
        return f"{self.arm}-arm-copy-number"

    @property
    def label(self) -> str:
        """What people call it: `arm 1p loss`."""
        kind = self.kind.value if self.kind else "copy number"
        return f"arm {self.arm} {kind}{'' if self.whole or not self.kind else ' (in part)'}"


def named_together(arms: Iterable[ArmCopyNumber]) -> tuple[str, ...]:
    """Return the names of the changes of whole arms that stand together."""
    whole = {(each.arm, each.kind) for each in arms if each.whole}
    return tuple(name for name, needed in TOGETHER if whole.issuperset(needed))
