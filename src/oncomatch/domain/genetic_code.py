"""The genetic codes of the nucleus and of the mitochondrion.

NCBI translation tables 1 and 2 (https://www.ncbi.nlm.nih.gov/Taxonomy/Utils/wprintgc.cgi).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import product

_FIRST_STRIDE = 96
_codons_of = re.compile("...", re.DOTALL).findall


class _WithUnknown(dict[str, str]):
    """The table, with X for every codon that has other letters."""

    def __missing__(self, codon: str) -> str:
        return "X"


class GeneticCode:
    """What each codon stands for, stops as `*`, and with which codons a protein may start.

    `residues` are those of the codons in the order TTT, TTC, TTA, TTG, TCT, …
    """

    def __init__(self, residues: str, starts: Iterable[str]):
        codons = ("".join(codon) for codon in product("TCAG", repeat=3))
        self.codons: Mapping[str, str] = dict(zip(codons, residues, strict=True))
        self.starts = frozenset(starts)
        self._residue_of = _WithUnknown(self.codons).__getitem__

    def translate(self, coding: str) -> str:
        """Return the residues of all whole codons, codons with other letters as `X`.

        >>> STANDARD.translate("ATGGTGTAAG")
        'MV*'
        """
        return "".join(map(self._residue_of, _codons_of(coding)))

    def translate_to_stop(self, coding: str) -> str:
        """Return the residues up to and with the first stop, or to the end if there is none.

        >>> STANDARD.translate_to_stop("ATGGTGTAAGGG")
        'MV*'
        """
        residues: list[str] = []
        at, stride = 0, _FIRST_STRIDE
        while at < len(coding):
            part = self.translate(coding[at : at + stride])
            stop = part.find("*")
            if stop >= 0:
                residues.append(part[: stop + 1])
                break
            residues.append(part)
            at += stride
            stride *= 2
        return "".join(residues)


STANDARD = GeneticCode("FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG", ("ATG",))
"""The starts are those that are taken without the file's word."""

VERTEBRATE_MITOCHONDRIAL = GeneticCode(
    "FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIMMTTTTNNKKSS**VVVVAAAADDEEGGGG",
    ("ATT", "ATC", "ATA", "ATG", "GTG"),
)

CODON_TABLE = STANDARD.codons
translate = STANDARD.translate
translate_to_stop = STANDARD.translate_to_stop

SELENOCYSTEINE_CODON = "TGA"
SELENOCYSTEINE = "U"


def code_of(contig: str) -> GeneticCode:
    """Return the code of the genes of a contig."""
    return VERTEBRATE_MITOCHONDRIAL if contig == "MT" else STANDARD
