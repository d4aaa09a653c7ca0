"""How many reads of a sample support a structural variant, by the fields of its caller.

| caller | of the variant | of the reference |
|---|---|---|
| Manta | `PR` and `SR`, second number | first number |
| DELLY | `RV`, `DV` where the record is IMPRECISE | `RR`, `DR` |
| GRIDSS, PURPLE, ESVEE | `VF` | `REF` and `REFPAIR` |
| SvABA | `AD`, one number | `DP` less it |
| others | `AD`, second number | first number |

A genotype goes before counts. Without one the normal carries a call that its reads show at least
half as often as those of the tumour do: an inherited variant is in both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NO_VARIANT = re.compile(r"0(?:[/|]0)*")
_VARIANT = re.compile(r"[0-9.]+(?:[/|][0-9.]+)*")
_COUNT = re.compile(r"[0-9]{1,9}")
_SHARE = 0.5
GERMLINE = "the normal sample carries it too"


@dataclass(frozen=True, slots=True)
class Support:
    """Reads of the variant and of the reference, None where the fields do not tell."""

    variant: int | None
    reference: int | None

    @property
    def share(self) -> float | None:
        """Share of the variant, None where it is not known."""
        if self.variant is None or self.reference is None or not self.variant + self.reference:
            return None
        return self.variant / (self.variant + self.reference)


def sample_of(cells: list[str], column: int) -> dict[str, str]:
    """Return FORMAT key to value of a column, {} where there is none."""
    if not 9 <= column < len(cells):
        return {}
    return dict(zip(cells[8].split(":"), cells[column].split(":"), strict=False))


def has_no_variant(sample: dict[str, str]) -> bool:
    """Whether the genotype says that the sample lacks the variant."""
    return bool(_NO_VARIANT.fullmatch(sample.get("GT", "")))


def support_of(sample: dict[str, str], *, imprecise: bool) -> Support:
    """Return the reads of a sample."""
    if "RV" in sample and "DV" in sample:
        pair = ("DV", "DR") if imprecise else ("RV", "RR")
        return Support(*(_count(sample.get(key, "")) for key in pair))
    if "PR" in sample or ("SR" in sample and "," in sample["SR"]):
        pairs = [_pair(sample[key]) for key in ("PR", "SR") if "," in sample.get(key, "")]
        return Support(sum(pair[1] for pair in pairs), sum(pair[0] for pair in pairs))
    if "VF" in sample:
        spans = [_count(sample.get(key, "")) for key in ("REF", "REFPAIR")]
        known = [span for span in spans if span is not None]
        return Support(_count(sample["VF"]), sum(known) if known else None)
    depths = sample.get("AD", "")
    if "," in depths:
        reference, variant = _pair(depths)
        return Support(variant, reference)
    variant_reads, depth = _count(depths), _count(sample.get("DP", ""))
    if variant_reads is None or depth is None:
        return Support(variant_reads, None)
    return Support(variant_reads, max(0, depth - variant_reads))


def _pair(text: str) -> tuple[int, int]:
    first, _, second = text.partition(",")
    return _count(first) or 0, _count(second.partition(",")[0]) or 0


def _count(text: str) -> int | None:
    return int(text) if _COUNT.fullmatch(text) else None


def carried(normal: dict[str, str], tumor: Support, *, imprecise: bool) -> bool:
    """Whether the normal carries a variant: by its genotype, else by its reads."""
    genotype = normal.get("GT", "")
    if genotype and "." not in genotype and _VARIANT.fullmatch(genotype):
        return not has_no_variant(normal)
    mine = support_of(normal, imprecise=imprecise)
    if not mine.variant:
        return False
    if mine.share is None or tumor.share is None:
        return True
    return mine.share >= _SHARE * tumor.share
