"""A coding sequence in each of its three reading frames, translated once."""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np

from oncomatch.domain.genetic_code import STANDARD, GeneticCode

_LETTERS = "ACGTN"
_CODES = np.full(256, 4, np.uint8)
_CODES[np.frombuffer(b"ACGT", np.uint8)] = np.arange(4)
_CODONS = "".join(a + b + c for a in _LETTERS for b in _LETTERS for c in _LETTERS)
_KEPT = 2048


@cache
def _residues(code: GeneticCode) -> np.ndarray:
    return np.frombuffer(code.translate(_CODONS).encode(), np.uint8)


@lru_cache(maxsize=_KEPT)
def translated_frame(coding: str, frame: int, code: GeneticCode = STANDARD) -> str:
    """Return the residues of all whole codons from the base with the index `frame` (0 to 2) on.

    Stops are `*`, codons with other letters than ACGT are `X`. A frameshift reads on in another
    frame of the same sequence; it is translated for all of them at once.
    """
    codes = _CODES[np.frombuffer(coding.encode("latin-1", "replace"), np.uint8)][frame:]
    one, two, three = codes[: len(codes) // 3 * 3].reshape(-1, 3).T
    residues: bytes = _residues(code)[one * 25 + two * 5 + three].tobytes()
    return residues.decode("ascii")
