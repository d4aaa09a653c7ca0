"""What a check of knowledge tables finds: where, what, and what to do about it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Problem(NamedTuple):
    """What is wrong with a cell, and what to do."""

    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A mistake of a table; `line` is 1-based with the header as 1, 0 for the file as a whole."""

    file: str
    line: int
    column: str
    problem: Problem

    def __str__(self) -> str:
        where = [self.file]
        where += [f"line {self.line}"] if self.line else []
        where += [f"column {self.column}"] if self.column else []
        return f"{', '.join(where)}: {self.problem.message}; {self.problem.remedy}"


def nearest(word: str, known: Iterable[str]) -> str:
    """Return what to write in the place of a word that a closed vocabulary does not have."""
    words = list(known)
    folded = {each.casefold(): each for each in words}
    near = difflib.get_close_matches(word.casefold(), folded, n=3, cutoff=0.7)
    if near:
        return f"write {' or '.join(repr(folded[each]) for each in near)} if that is meant"
    shown = ", ".join(repr(each) for each in words[:20])
    return f"write one of {shown}{' …' if len(words) > 20 else ''}"
