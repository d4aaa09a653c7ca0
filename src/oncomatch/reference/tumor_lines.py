"""Codes of tumour types as lines: what stands above a type, and which types are near each other.

A code stands for words, which may name more than the tree has below it: see `may_mean`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from oncomatch.domain.biomarker import LIQUID
from oncomatch.domain.tumor_type import ANY, SOLID
from oncomatch.errors import TumorTypeError
from oncomatch.reference.tumor_types import open_tumor_types

_WHICHEVER = frozenset((ANY, SOLID, LIQUID))
_OF_BLOOD = frozenset(("MYELOID", "LYMPH"))
_WORDS_OF = {
    # code of the word: names of types that the word covers, wherever the tree has them
    "BRCA": re.compile(
        r"\bbreast\b.*\b(?:cancer|carcinoma)\b(?! in situ)|"
        r"\bcarcinoma of the breast\b",
        re.IGNORECASE,
    ),
    "SOFT_TISSUE": re.compile(r"(?<!carcino)sarcoma\b", re.IGNORECASE),
    "MEL": re.compile(r"\bmelanoma\b", re.IGNORECASE),
}


@lru_cache(maxsize=4096)
def lineage(code: str) -> tuple[str, ...]:
    """Return a code with all above it, `LIQUID` above those of blood and lymph.

    >>> lineage("LUAD"), lineage("AML")[-2:]
    (('LUAD', 'NSCLC', 'LUNG', 'SOLID', 'TISSUE'), ('LIQUID', 'TISSUE'))
    """
    if code == LIQUID:
        return (LIQUID, ANY)
    try:
        above = open_tumor_types().get(code).ancestors
    except TumorTypeError:
        return (code,)
    if _OF_BLOOD.isdisjoint((code, *above)):
        return (code, *above)
    return (code, *above[:-1], LIQUID, *above[-1:])


def widest(codes: set[str]) -> tuple[str, ...]:
    """Return the codes without those that a wider one of them takes in."""
    return tuple(sorted(code for code in codes if not codes & set(lineage(code)[1:])))


def is_on_a_line(code: str, others: Iterable[str]) -> bool:
    """Whether a type is above, below or the same as one of the others."""
    return any(code in lineage(other) or other in lineage(code) for other in others)


def same_lines(codes: Iterable[str], others: Iterable[str]) -> bool:
    """Whether each code is above, below or the same as one of the others."""
    return all(is_on_a_line(code, others) for code in codes)


def is_near(code: str, included: set[str]) -> bool:
    """Whether a type belongs to those that are taken, or to the organ of one of them."""
    own = set(lineage(code)) - _WHICHEVER
    return any(one in lineage(code) or own & (set(lineage(one)) - _WHICHEVER) for one in included)


@lru_cache(maxsize=4096)
def may_mean(code: str, other: str) -> bool:
    """Whether the word that a code stands for names another type as well, which is no part of it.

    OncoTree has one *breast cancer*, *sarcoma* and *melanoma* under the code of the common kind,
    and others beside it or in their organs: inflammatory breast cancer, sarcoma of the uterus,
    melanoma of the eye. A trial that says the word may take them or not.

    >>> may_mean("MEL", "UM"), may_mean("SKCM", "UM"), may_mean("MEL", "SKCM")
    (True, False, False)
    """
    word = _WORDS_OF.get(code)
    if word is None or code in lineage(other):
        return False
    types = open_tumor_types()
    return any(
        each not in _WHICHEVER and word.search(types.get(each).name) for each in lineage(other)
    )
