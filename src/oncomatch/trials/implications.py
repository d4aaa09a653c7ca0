"""Whether one pattern says more than another, and by which names a text may call its genes."""

from __future__ import annotations

import re
from functools import lru_cache

from oncomatch.domain.biomarker import (
    AllOf,
    AnyOf,
    Biomarker,
    ChangeKind,
    CodonChange,
    Comparator,
    Copies,
    CopyNumberChange,
    CopyNumberKind,
    Excepting,
    ExonChange,
    Expression,
    ExpressionKind,
    GeneMutation,
    Origin,
    ProteinChange,
    Scale,
    Score,
    genes_of,
)
from oncomatch.trials.eligibility.gene_names import ALIASES, FAMILIES, SURFACE

_POSITIVE_STAIN = 3


def implies(one: Biomarker, other: Biomarker) -> bool:
    """Whether a tumour that fits the one pattern fits the other, as far as forms tell.

    >>> from oncomatch.domain.biomarker_text import parse_biomarker
    >>> implies(parse_biomarker("KRAS p.G12C"), parse_biomarker("KRAS mutation"))
    True
    """
    if one == other:
        return True
    if isinstance(one, AnyOf):
        return all(implies(part, other) for part in one.parts)
    if isinstance(other, AllOf):
        return all(implies(one, part) for part in other.parts)
    if isinstance(other, AnyOf):
        return any(implies(one, part) for part in other.parts)
    if isinstance(one, AllOf):
        return any(implies(part, other) for part in one.parts)
    if isinstance(one, Origin):
        return implies(one.part, other)
    if isinstance(one, Excepting):
        return implies(one.pattern, other)
    if getattr(one, "gene", None) != getattr(other, "gene", ""):
        return False
    if isinstance(one, Score) and isinstance(other, Expression):  # HER2-positive is IHC 3+
        stained = (one.gene, one.scale) == ("ERBB2", Scale.IHC) and one.number >= _POSITIVE_STAIN
        over = other.kind is ExpressionKind.OVEREXPRESSION
        return stained and over and one.comparator is Comparator.AT_LEAST
    if isinstance(one, Copies) and isinstance(other, CopyNumberChange):
        more = one.comparator in (Comparator.AT_LEAST, Comparator.ABOVE)
        return more and other.kind is CopyNumberKind.AMPLIFICATION
    if isinstance(other, GeneMutation) and other.kind is ChangeKind.MUTATION:
        return isinstance(one, ProteinChange | CodonChange | ExonChange | GeneMutation)
    if isinstance(other, CodonChange) and isinstance(one, ProteinChange):
        codon = re.match(r"[A-Z](\d+)[A-Z]$", one.change)
        return bool(codon) and other.first <= int(codon[1]) <= other.last  # type: ignore[index]
    return False


@lru_cache(maxsize=4096)
def names_of(pattern: Biomarker) -> re.Pattern[str]:
    """Return the expression of the names by which a text may call the genes of a pattern."""
    genes = genes_of(pattern)
    names, families = set(genes), set[str]()
    for gene in genes:
        names |= {name for name, symbol in {**ALIASES, **SURFACE}.items() if symbol == gene}
        families |= {name for name, members in FAMILIES.items() if gene in members}
    if not genes:
        names |= {"MSI", "MSI-H", "DMMR", "MMR", "MICROSATELLITE", "MISMATCH", "TMB", "HRD"}
    listed = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    for name in sorted(families, key=len, reverse=True):
        listed += rf"|{re.escape(name)}(?:\s?\d(?:[/,-]\d)*)?"  # `FGFR1/2` is of FGFR2 too
    return re.compile(rf"(?<![A-Za-z0-9])(?:{listed})(?![A-Za-z0-9])", re.IGNORECASE)
