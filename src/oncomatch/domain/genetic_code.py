"""The standard genetic code."""

from __future__ import annotations

import re
from itertools import product

_RESIDUES = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
CODON_TABLE = {
    "".join(codon): residue
    for codon, residue in zip(product("TCAG", repeat=3), _RESIDUES, strict=True)
}

_FIRST_STRIDE = 96


class _WithUnknown(dict[str, str]):
    """The table, with X for every codon that has other letters."""

    def __missing__(self, codon: str) -> str:
        return "X"


_residue_of = _WithUnknown(CODON_TABLE).__getitem__
_codons_of = re.compile("...", re.DOTALL).findall


def translate(coding: str) -> str:
    """Return the residues of all whole codons, stops as `*`, codons with other letters as `X`.

    >>> translate("ATGGTGTAAG")
    'MV*'
    """
    return "".join(map(_residue_of, _codons_of(coding)))


def translate_to_stop(coding: str) -> str:
    """Return the residues up to and with the first stop, or to the end if there is none.

    >>> translate_to_stop("ATGGTGTAAGGG")
    'MV*'
    """
    residues: list[str] = []
    at, stride = 0, _FIRST_STRIDE
    while at < len(coding):
        part = translate(coding[at : at + stride])
        stop = part.find("*")
        if stop >= 0:
            residues.append(part[: stop + 1])
            break
        residues.append(part)
        at += stride
        stride *= 2
    return "".join(residues)
