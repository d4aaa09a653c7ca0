"""Places in a gene (residues, exons) and the genes of a list that they can be of."""

from __future__ import annotations

from oncomatch.errors import BiomarkerError
from oncomatch.trials.eligibility.alterations import Alteration, usual
from oncomatch.trials.eligibility.alterations import Sort as Said
from oncomatch.trials.eligibility.tokens import Sort, Token

_OWNERS = {
    "skipping": {"MET"},
    "exon_deletion": {"EGFR"},
    "insertion": {"EGFR", "ERBB2"},
    "itd": {"FLT3"},
}

# What is said of genes that a list names without a word of it.
USUAL = Token(Sort.ALTERATION, 0, 0, "", "altered", alteration=Alteration(Said.KIND, usual))


def is_place(token: Token) -> bool:
    """Whether a token names a place in a gene: a residue, an exon, a domain."""
    return token.alteration is not None and token.alteration.sort is Said.PLACE


def not_its_own(token: Token, pending: list[Token]) -> list[Token]:
    """Return the genes before the last one that a place cannot be of: exon 14 is skipped in MET."""
    if len(pending) < 2 or not is_place(token):
        return []

    def fits(each: Token) -> bool:
        if token.name in _OWNERS:
            return set(each.genes) <= _OWNERS[token.name]
        try:
            assert token.alteration is not None
            return all(token.alteration.make(gene) for gene in each.genes)
        except BiomarkerError:
            return False

    *before, last = pending
    return before if fits(last) and not any(map(fits, before)) else []
