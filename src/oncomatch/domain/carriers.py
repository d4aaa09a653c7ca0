"""Which genes must carry a finding before a pattern can be met, and records by these genes.

A case so looks at few records; the outcome is that of looking at all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, Protocol, TypeVar

from oncomatch.domain.biomarker import AllOf, AnyOf, Biomarker, Copies, Not, Origin, WildType
from oncomatch.domain.evidence import EvidenceItem


def carriers_of(biomarker: Biomarker) -> frozenset[str] | None:
    """Return genes of which one must carry a finding for the pattern to be met.

    None where it may be met without a finding in any gene: by absence, by a marker of the whole
    tumour, by what was given before, or by a number of copies that may be the usual one. For AND
    the part with the fewest genes speaks.

    >>> from oncomatch.domain.biomarker_text import parse_biomarker
    >>> sorted(carriers_of(parse_biomarker("BRAF p.V600E or KIT exon 11 mutation")))
    ['BRAF', 'KIT']
    """
    if isinstance(biomarker, AllOf):
        parts = [genes for part in biomarker.parts if (genes := carriers_of(part)) is not None]
        return min(parts, key=len, default=None)
    if isinstance(biomarker, AnyOf):
        union: frozenset[str] = frozenset()
        for part in biomarker.parts:
            genes = carriers_of(part)
            if genes is None:
                return None
            union |= genes
        return union
    if isinstance(biomarker, Origin):
        return carriers_of(biomarker.part)
    if isinstance(biomarker, Not | WildType | Copies):
        return None
    genes = frozenset((getattr(biomarker, "gene", ""), getattr(biomarker, "partner", ""))) - {""}
    return genes or None


class Patterned(Protocol):
    """A record about a pattern."""

    @property
    def biomarker(self) -> Biomarker:
        """What the record is about."""


Record = TypeVar("Record", bound=Patterned)
TypesKey = tuple[tuple[str, ...], tuple[str, ...]]
"""Tumour types that a statement is about, and those that it excludes."""


class CarrierIndex(Generic[Record]):
    """Records in their order, with those that findings in some genes may meet."""

    def __init__(self, records: Sequence[Record]):
        self.records = records
        self._by_gene: dict[str, list[int]] = {}
        self._free: list[int] = []
        known: dict[int, frozenset[str] | None] = {}
        for place, record in enumerate(records):
            pattern = record.biomarker
            key = id(pattern)
            if key not in known:
                known[key] = carriers_of(pattern)
            genes = known[key]
            if genes is None:
                self._free.append(place)
                continue
            for gene in genes:
                self._by_gene.setdefault(gene, []).append(place)

    def places(self, genes: Iterable[str]) -> set[int]:
        """Return the places of the records that may be met where these genes have findings."""
        found = set(self._free)
        for gene in genes:
            found.update(self._by_gene.get(gene, ()))
        return found

    def of(self, genes: Iterable[str]) -> list[Record]:
        """Return the records that may be met where these genes have findings, in their order."""
        return self.at(self.places(genes))

    def at(self, places: Iterable[int]) -> list[Record]:
        """Return the records at places, in their order."""
        return [self.records[place] for place in sorted(places)]


class StatementIndex(CarrierIndex[EvidenceItem]):
    """Statements by carriers, and the strong benefits among them by tumour types.

    A strong benefit is told although nothing meets it: as a near miss, as a marker to look for.
    """

    def __init__(self, records: Sequence[EvidenceItem]):
        super().__init__(records)
        self.strong: dict[TypesKey, list[int]] = {}
        for place, item in enumerate(records):
            if item.is_strong_benefit and not item.subtype:
                key = item.tumor_types, item.excluded_types
                self.strong.setdefault(key, []).append(place)
