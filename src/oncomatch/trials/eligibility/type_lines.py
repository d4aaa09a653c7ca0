"""Codes of tumour types as lines: what stands above a type, and which types are near each other."""

from __future__ import annotations

from functools import lru_cache

from oncomatch.errors import TumorTypeError
from oncomatch.reference.tumor_types import open_tumor_types

_ANY = frozenset(("TISSUE", "SOLID", "LIQUID"))


@lru_cache(maxsize=4096)
def lineage(code: str) -> tuple[str, ...]:
    """Return a code with all above it, `LIQUID` above those of blood and lymph."""
    try:
        above = open_tumor_types().get(code).ancestors
    except TumorTypeError:
        return (code,)
    of_blood = not {"MYELOID", "LYMPH"}.isdisjoint((code, *above))
    return (code, *above[:-1], "LIQUID", *above[-1:]) if of_blood else (code, *above)


def widest(codes: set[str]) -> tuple[str, ...]:
    """Return the codes without those that a wider one of them takes in."""
    return tuple(sorted(code for code in codes if not codes & set(lineage(code)[1:])))


def is_near(code: str, included: set[str]) -> bool:
    """Whether a type belongs to those that are taken, or to the organ of one of them."""
    own = set(lineage(code)) - _ANY
    return any(one in lineage(code) or own & (set(lineage(one)) - _ANY) for one in included)
