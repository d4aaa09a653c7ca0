"""Terms as bits of a number, for asking and joining those of many changes at once."""

from __future__ import annotations

import numpy as np

from oncomatch.annotation.splice import AFTER_EXON, BEFORE_EXON, visible_splice_terms
from oncomatch.domain.consequence import Consequence, sort_by_severity

TERMS = sort_by_severity(
    {
        Consequence.SPLICE_ACCEPTOR,
        Consequence.SPLICE_DONOR,
        Consequence.SPLICE_DONOR_5TH_BASE,
        Consequence.SPLICE_REGION,
        Consequence.SPLICE_DONOR_REGION,
        Consequence.SPLICE_POLYPYRIMIDINE_TRACT,
        Consequence.STOP_GAINED,
        Consequence.FRAMESHIFT,
        Consequence.MISSENSE,
        Consequence.SYNONYMOUS,
        Consequence.CODING_SEQUENCE,
        Consequence.FIVE_PRIME_UTR,
        Consequence.THREE_PRIME_UTR,
        Consequence.INTRON,
    }
)
"""What substitutions and frameshifts can do here; bit n of a mask of terms stands for the n-th."""

BIT = {term: 1 << number for number, term in enumerate(TERMS)}
SPLICE = tuple({term: None for _, _, term in (*AFTER_EXON, *BEFORE_EXON)})
FRAMESHIFT, STOP_GAINED = BIT[Consequence.FRAMESHIFT], BIT[Consequence.STOP_GAINED]
ALTERS = sum(BIT[term] for term in TERMS if term.alters_protein)
UTRS = BIT[Consequence.FIVE_PRIME_UTR] | BIT[Consequence.THREE_PRIME_UTR]
_SITES = BIT[Consequence.SPLICE_ACCEPTOR] | BIT[Consequence.SPLICE_DONOR]
UNKNOWN_PROTEIN = _SITES | BIT[Consequence.CODING_SEQUENCE]


def terms_of(mask: int) -> tuple[Consequence, ...]:
    """Return the terms of a mask, most severe first."""
    return tuple(term for term in TERMS if mask & BIT[term])


def _mask(terms: set[Consequence]) -> int:
    return sum(BIT[term] for term in terms)


VISIBLE = np.array(
    [
        _mask(visible_splice_terms({t for n, t in enumerate(SPLICE) if combination >> n & 1}))
        for combination in range(1 << len(SPLICE))
    ],
    np.int64,
)
"""The mask of what is left of splice terms that meet, by their combination."""
