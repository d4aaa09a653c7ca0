"""The standard genetic code."""

from __future__ import annotations

from itertools import product

_RESIDUES = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
CODON_TABLE = {
    "".join(codon): residue
    for codon, residue in zip(product("TCAG", repeat=3), _RESIDUES, strict=True)
}

_STRIDE = 300


def translate(coding: str) -> str:
    """Return the residues of all whole codons, stops as `*`, codons with other letters as `X`.

    >>> translate("ATGGTGTAAG")
    'MV*'
    """
    whole = len(coding) - len(coding) % 3
    return "".join([CODON_TABLE.get(coding[at : at + 3], "X") for at in range(0, whole, 3)])


def translate_to_stop(coding: str) -> str:
    """Return the residues up to and with the first stop, or to the end if there is none.

    >>> translate_to_stop("ATGGTGTAAGGG")
    'MV*'
    """
    residues: list[str] = []
    for at in range(0, len(coding), _STRIDE):
        part = translate(coding[at : at + _STRIDE])
        stop = part.find("*")
        if stop >= 0:
            residues.append(part[: stop + 1])
            break
        residues.append(part)
    return "".join(residues)
