"""Which alternate alleles are small variants that can be looked at, and why the others are not."""

from __future__ import annotations

from oncomatch.domain.contig import CHROMOSOMES

_BASES = frozenset("ACGTN")

NO_ALTERNATE = "no alternate allele"
OTHER_CONTIG = "on a contig that is not a chromosome"
REF_DIFFERS = "REF differs from the reference"
NOT_BASES = "REF or ALT has letters other than A, C, G, T, N"
EMPTY_ALLELE = "an allele of ALT is empty"
REFERENCE_BLOCK = "no alternate allele (reference block)"
DELETED = "allele of a deletion that is called elsewhere (*)"
SYMBOLIC = "symbolic allele; structural variants are not read from this file"
BREAKEND = "breakend; structural variants are not read from this file"
SAME_AS_REF = "ALT is the same as REF"

STRUCTURAL = frozenset({SYMBOLIC, BREAKEND})
UNREADABLE = frozenset({NOT_BASES, EMPTY_ALLELE})


def reason_not_small(contig: str, ref: str, alt: str) -> str:
    """Return why an allele is no small variant on a chromosome, empty when it is one.

    `contig` is the canonical name, `ref` and `alt` are in upper case.
    """
    if alt in ("<NON_REF>", "<*>"):
        return REFERENCE_BLOCK
    if alt == "*":
        return DELETED
    if alt.startswith("<"):
        return SYMBOLIC
    if "[" in alt or "]" in alt or alt.startswith(".") or alt.endswith("."):
        return BREAKEND
    if not alt:
        return EMPTY_ALLELE
    if not _BASES.issuperset(ref) or not _BASES.issuperset(alt):
        return NOT_BASES
    if contig not in CHROMOSOMES:
        return OTHER_CONTIG
    return SAME_AS_REF if alt == ref else ""
