"""A wild type that is said of several places: `KRAS exon 2 and NRAS exon 3 wild type`."""

from __future__ import annotations

import re

from oncomatch.trials.eligibility.places import is_place
from oncomatch.trials.eligibility.tokens import Sort, Token

_PARTS = ("exon_mutation", "codon")
_SAID = re.compile(r"mutat|mutant|variant|positiv|\+", re.IGNORECASE)


def with_each_denied(run: list[Token]) -> list[Token]:
    """Return the tokens with the wild type behind each exon or codon that it is said of.

    A place that has a word of its own (*exon 2 mutation*), and a residue, are left as they are.
    """
    found: list[Token] = []
    for place, token in enumerate(run):
        found.append(token)
        state = _state_of(run, place)
        if state is not None:
            found.append(state)
    return found


def _state_of(run: list[Token], place: int) -> Token | None:
    """Return the wild type behind a later place that this one shares, None where it has its own."""
    own = last = run[place]
    if own.name not in _PARTS or _SAID.search(own.text):
        return None
    joined = False
    for token in run[place + 1 :]:
        if token.name == "wild":
            return token if joined and is_place(last) else None
        if token.sort is Sort.JOINT:
            joined = True
        elif not (is_place(token) or token.sort in (Sort.FILLER, Sort.GENE)):
            return None
        last = token
    return None
