"""Which allele fractions an inherited and a clonal somatic variant would have in a tumour sample.

In a sample with the share p of tumour cells, which have n copies of the gene, m of them changed,
the fraction is (p m + (1 - p) g) / (p n + 2 (1 - p)), where g is the changed copies of a normal
cell: 1 for an inherited heterozygous variant, 0 for a somatic one. This is the expectation of
ABSOLUTE (Carter 2012) and CNAqc with an inherited copy added.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from oncomatch.domain.alteration import CopyNumber
from oncomatch.domain.variant import Reads

_STANDARD_ERRORS = 3
_LEAST_TOLERANCE = 0.05
_TYPICAL_DEPTH = 100
HALF, WHOLE = 0.5, 1.0


@dataclass(frozen=True, slots=True)
class ExpectedFractions:
    """The fractions that fit an inherited and a somatic variant, and what they assume in words.

    `somatic` is empty where the purity is not known. `least` is what an inherited variant has at
    least, whichever copy the tumour has lost; None where the purity is not known.
    """

    germline: tuple[float, ...]
    somatic: tuple[float, ...]
    assumed: str
    least: float | None = None


def expected_fractions(purity: float | None, number: CopyNumber | None) -> ExpectedFractions:
    """Return the fractions expected at a purity and the copies of the gene.

    Two copies, one of each parent, are assumed where no copies are given; where the rarer
    allele's are not, an inherited variant is expected where none of the two is lost, and a somatic
    one on up to all copies. Without a purity an inherited variant is expected
    at one half, where no copy is lost or gained, and a homozygous one at all reads.
    """
    if purity is None:
        return ExpectedFractions((HALF, WHOLE), (), "the purity is not known")
    copies = 2 if number is None or number.copies is None else round(number.copies)
    told = number is not None and number.copies is not None
    minor = None if number is None or number.minor is None else round(number.minor)
    if minor is not None and minor <= copies:
        kept = {minor, copies - minor}
        most = max(copies - minor, 1)
    elif copies > 1:
        kept = set(range(1, copies))
        most = copies
    else:
        kept = {0, copies}
        most = 1
    total = purity * copies + 2 * (1 - purity)
    if not total:
        return ExpectedFractions((WHOLE,), (), "every cell is of the tumour and has no copy")
    germline = {(purity * each + 1 - purity) / total for each in kept} | {WHOLE}
    somatic = {purity * each / total for each in range(1, most + 1)} if copies else set()
    words = f"purity {purity:.0%}, {copies} copies{'' if told else ' assumed'}"
    least = min(germline) if minor is not None else (1 - purity) / total
    return ExpectedFractions(tuple(sorted(germline)), tuple(sorted(somatic)), words, least)


def fits(reads: Reads, expected: tuple[float, ...]) -> bool:
    """Whether a fraction is one of those expected.

    It may be three standard errors away, and five percent at least: mapping shifts fractions too.
    """
    vaf = reads.vaf
    return vaf is not None and any(
        abs(vaf - each) <= _tolerance(each, reads.depth) for each in expected
    )


def is_below(reads: Reads, least: float) -> bool:
    """Whether a fraction is lower than the least that is expected, chance considered."""
    return reads.vaf is not None and reads.vaf < least - _tolerance(least, reads.depth)


def _tolerance(fraction: float, depth: int | None) -> float:
    error = sqrt(fraction * (1 - fraction) / (depth or _TYPICAL_DEPTH))
    return max(_LEAST_TOLERANCE, _STANDARD_ERRORS * error)
