"""Count the substitutions that formalin makes: C>T and G>A at a low allele fraction.

Formalin-fixed tumours show disproportionately many of them between 1 and 10 % (BMC Medical
Genomics 2014, 7:23; causes: PMID 25421801).
"""

from __future__ import annotations

from oncomatch.domain.origin import Deamination, is_deaminated
from oncomatch.domain.variant import Reads, Variant

LIMIT = 0.1


class DeaminationCount:
    """Counts the substitutions of a file as they pass."""

    def __init__(self) -> None:
        self._counts = {(low, hit): 0 for low in (True, False) for hit in (True, False)}

    def add(self, variant: Variant, reads: Reads) -> None:
        """Count a call; one without an allele fraction, or that is no substitution, is none."""
        if reads.vaf is not None and len(variant.ref) == len(variant.alt) == 1:
            self._counts[reads.vaf < LIMIT, is_deaminated(variant)] += 1

    @property
    def result(self) -> Deamination:
        """What was counted."""
        counts = self._counts
        return Deamination(
            LIMIT,
            low=counts[True, True] + counts[True, False],
            low_deaminated=counts[True, True],
            high=counts[False, True] + counts[False, False],
            high_deaminated=counts[False, True],
        )
