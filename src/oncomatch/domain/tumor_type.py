"""Tumour types of OncoTree and how the type of a statement relates to the type of a case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

SOLID = "SOLID"
"""Stands for any solid tumour; OncoTree has no node for it."""

ANY = "TISSUE"
"""OncoTree's root: any tumour, blood included."""


@dataclass(frozen=True, slots=True)
class TumorType:
    """A node of OncoTree; `ancestors` runs from the parent up to the root (`TISSUE`).

    Solid tumours have `SOLID` before the root, so that "any solid tumour" is an ancestor too.
    """

    code: str
    name: str
    ancestors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnderstoodTumorType:
    """What a person wrote and the tumour type that it is taken for.

    `basis` says by what it was found: code, name, synonym, DOID or NCIt. `note` is a sentence
    where the type is not, word for word, what was written; empty otherwise.
    """

    written: str
    tumor_type: TumorType
    basis: str
    note: str = ""


class Relation(Enum):
    """How the tumour type of a statement relates to that of the case, nearest first.

    EXCLUDED: a statement about tumours of any type, of which a label excludes the case's.
    """

    SAME = "same"
    ANCESTOR = "ancestor"
    DESCENDANT = "descendant"
    OTHER = "other tumour type"
    EXCLUDED = "excluded tumour type"

    @cached_property
    def applies(self) -> bool:
        """Whether a statement about that type speaks about the case's type as well."""
        return self in (Relation.SAME, Relation.ANCESTOR)


def relate(case: TumorType, statement: TumorType) -> Relation:
    """Return how a statement's tumour type relates to the case's."""
    if statement.code == case.code:
        return Relation.SAME
    if statement.code in case.ancestors:
        return Relation.ANCESTOR
    if case.code in statement.ancestors:
        return Relation.DESCENDANT
    return Relation.OTHER
