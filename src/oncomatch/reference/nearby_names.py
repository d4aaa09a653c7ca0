"""Names near to a misspelt one, found through their words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_COMMON = frozenset("and cancer carcinoma cell in nos of or other the tumor type with".split())
"""Words that too many names share to tell anything."""

_MOST_WORDS = 8
_MOST_NAMES = 60


class NearbyNames:
    """Names, already folded, by their words."""

    def __init__(self, names: Iterable[str]):
        self._names_of: dict[str, list[str]] = {}
        for name in dict.fromkeys(names):
            for word in dict.fromkeys(name.split()):
                self._names_of.setdefault(word, []).append(name)
        self._words = [word for word in self._names_of if word not in _COMMON]

    def nearest(self, folded: str) -> list[str]:
        """Return the names that share a word, or nearly, with a folded name; the likest first."""
        hits: dict[str, int] = {}
        for word in folded.split()[:_MOST_WORDS]:
            if word in _COMMON:
                continue
            for near in difflib.get_close_matches(word[:40], self._words, n=3, cutoff=0.75):
                for name in self._names_of[near]:
                    hits[name] = hits.get(name, 0) + 1
        most = sorted(hits, key=lambda name: (-hits[name], len(name), name))[:_MOST_NAMES]
        matcher = difflib.SequenceMatcher(autojunk=False)
        matcher.set_seq2(folded)

        def likeness(name: str) -> float:
            matcher.set_seq1(name)
            return matcher.ratio()

        return sorted(most, key=lambda name: (-hits[name], -likeness(name), name))
