"""Tumour types that a text names by histology alone: *small cell or neuroendocrine histology*.

Which type it is follows from the organ of the trial: the types of OncoTree in that organ whose
names have the word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from oncomatch.domain.tumor_type import SOLID
from oncomatch.reference.tumor_lines import lineage, may_mean, widest
from oncomatch.reference.tumor_types import open_tumor_types

_NOT_NON = r"(?<!non-)(?<!non )(?<!non)"
_WORDS = (
    rf"{_NOT_NON}\bsquamous\b",
    r"\badenosquamous\b",
    rf"{_NOT_NON}\bsmall[\s-]cell\b",
    rf"{_NOT_NON}\blarge[\s-]cell\b(?! neuroendocrine)",
    rf"{_NOT_NON}\bneuroendocrine\b",
    r"\bsarcomatoid\b",
    rf"{_NOT_NON}\bmucinous\b(?! borderline)",
    rf"{_NOT_NON}\bclear[\s-]cell\b",
    r"\bendometrioid\b",
    r"\blow[\s-]grade\b",
    r"\bmetaplas\w{2,4}\b",
    r"\binflammatory\b(?! (?:bowel|condition|disease|disorder|myofib))",
    r"\bacinar\b",
    r"\bcarcinosarcomas?\b",
    r"(?<!\w)sarcomas?\b",
    r"\buveal\b",
    r"\bocular\b",
    r"\bmucosal\b",
)
_MOST_ORGANS = 3
_BEYOND = re.compile(  # words of a name beside histology and organ: *basaloid large cell …*
    r"\b(?:basaloid|combined|mixed|rhabdoid|borderline|papillary|variant|like|embryonal|stromal|"
    r"atypical|intraepithelial|features|type)\b",
    re.IGNORECASE,
)
_COMPILED = tuple(re.compile(words, re.IGNORECASE) for words in _WORDS)
NAMES_HISTOLOGY = re.compile("|".join(f"(?:{words})" for words in _WORDS), re.IGNORECASE)


def find_histologies(text: str, taken: Iterable[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield where a text names a histology, and the types that it is in the organs of a trial.

    `taken` are the codes that the trial takes; any solid tumour has no histology of an organ.
    """
    organs = frozenset(_organ_of(code) for code in taken if SOLID in lineage(code)[1:])
    of_words = frozenset(each for code in taken for each in lineage(code))
    if len(organs) > _MOST_ORGANS:
        return
    for number, word in enumerate(_COMPILED):
        for found in word.finditer(text):
            codes = _types(number, organs, of_words)
            if codes:
                yield *found.span(), codes


def _organ_of(code: str) -> str:
    line = lineage(code)
    return line[line.index(SOLID) - 1]


@lru_cache(maxsize=1024)
def _types(number: int, organs: frozenset[str], taken: frozenset[str]) -> tuple[str, ...]:
    """Return the types of organs, or of what a word of the trial may mean, whose names say so."""
    word = _COMPILED[number]
    types = open_tumor_types()
    below = [
        each
        for each in types
        if organs & set(each.ancestors) or any(may_mean(code, each.code) for code in taken)
    ]
    named = {each.code: each.name for each in below if word.search(each.name)}
    if "neuroendocrine" in word.pattern:  # carcinomas: well differentiated tumours are no histology
        named = {code: name for code, name in named.items() if "arcinoma" in name}
    plain = {code for code, name in named.items() if not _BEYOND.search(word.sub(" ", name))}
    return widest(plain or set(named))
