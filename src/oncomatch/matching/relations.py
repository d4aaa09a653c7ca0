"""How the tumour types of statements relate to the type of a case."""

from __future__ import annotations

from functools import lru_cache

from oncomatch.domain.tumor_type import Relation, TumorType, relate
from oncomatch.reference.tumor_types import TumorTypes

RELATIONS = list(Relation)
_RANK = {relation: place for place, relation in enumerate(Relation)}


class Relations:
    """Answers for one tumour type; each set of types is worked out once."""

    def __init__(self, case: TumorType, tumor_types: TumorTypes):
        self._case = case
        self._tumor_types = tumor_types
        self._of_code: dict[str, Relation] = {}
        self._known: dict[tuple[tuple[str, ...], tuple[str, ...]], Relation] = {}

    def of(self, codes: tuple[str, ...], excluded: tuple[str, ...], subtype: str = "") -> Relation:
        """Return how tumour types relate to the case's, the nearest of them; OTHER for none.

        A statement about a subtype that OncoTree does not name speaks of a part of the case's
        type.
        """
        key = codes, excluded
        nearest = self._known.get(key)
        if nearest is None:
            nearest = self._known[key] = self._nearest(codes, excluded)
        return Relation.DESCENDANT if subtype and nearest.applies else nearest

    def _nearest(self, codes: tuple[str, ...], excluded: tuple[str, ...]) -> Relation:
        if any(self._one(code).applies for code in excluded):
            return Relation.EXCLUDED
        return min(map(self._one, codes), key=_RANK.__getitem__, default=Relation.OTHER)

    def _one(self, code: str) -> Relation:
        known = self._of_code.get(code)
        if known is None:
            known = self._of_code[code] = relate(self._case, self._tumor_types.get(code))
        return known


@lru_cache(maxsize=1024)
def relations_to(case: TumorType, tumor_types: TumorTypes) -> Relations:
    """Return the relations to a tumour type, which many cases may share."""
    return Relations(case, tumor_types)
