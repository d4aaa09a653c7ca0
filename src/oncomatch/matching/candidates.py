"""Which statements a case has to look at: the others can neither be met nor be missed nearly.

The outcome is that of looking at all of them.
"""

from __future__ import annotations

from oncomatch.domain.carriers import StatementIndex
from oncomatch.domain.evidence import EvidenceItem
from oncomatch.matching.facts import Facts
from oncomatch.matching.markers import genes_with_markers
from oncomatch.matching.relations import Relations


def genes_with_findings(facts: Facts) -> set[str]:
    """Return the genes that carry a variant, other copies, a junction or a protein level.

    Variants of the germline file count.
    """
    genes = set(facts.variants)
    genes.update(
        gene for gene, number in facts.copy_numbers.items() if number.kind is not None or number.loh
    )
    genes.update(facts.rearrangements)
    if facts.germline is not None:
        genes.update(facts.germline.variants)
    return genes | genes_with_markers(facts.markers)


def candidates(index: StatementIndex, facts: Facts, relations: Relations) -> list[EvidenceItem]:
    """Return the statements that may be met, and the strong benefits in the case's tumour type."""
    places = index.places(genes_with_findings(facts))
    for (codes, excluded), strong in index.strong.items():
        if relations.of(codes, excluded).applies:
            places.update(strong)
    return index.at(places)
