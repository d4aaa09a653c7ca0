"""Short protein changes (`V600E`, `E746_A750del`) and the amino-acid alphabets."""

from __future__ import annotations

import re
from functools import lru_cache

THREE_LETTER = {
    "A": "Ala", "R": "Arg", "N": "Asn", "D": "Asp", "C": "Cys",
    "Q": "Gln", "E": "Glu", "G": "Gly", "H": "His", "I": "Ile",
    "L": "Leu", "K": "Lys", "M": "Met", "F": "Phe", "P": "Pro",
    "S": "Ser", "T": "Thr", "W": "Trp", "Y": "Tyr", "V": "Val",
    "U": "Sec", "X": "Xaa", "*": "Ter",
}  # fmt: skip

_ONE_LETTER = {three.upper(): one for one, three in THREE_LETTER.items()}
_THREE = re.compile("|".join(THREE_LETTER.values()), re.IGNORECASE)
_RESIDUE = re.compile(r"([A-Z*])(\d+)")
_AFTER_POSITION = re.compile(r"(?<=\d)(DELINS|DEL|INS|DUP)")
_FRAMESHIFT = re.compile(r"^([A-Z*]\d+[A-Z*]?)FS")


def to_three_letter(residues: str) -> str:
    """Return one-letter residues in three-letter form.

    >>> to_three_letter("VE*")
    'ValGluTer'
    """
    return "".join(THREE_LETTER[residue] for residue in residues)


@lru_cache(maxsize=1 << 14)
def normalize_protein_change(text: str) -> str:
    """Return a protein change in the short one-letter form, whatever spelling it came in.

    Accession, `p.`, brackets, three-letter codes and the length of a frameshift go; the words
    `DEL`, `INS`, `DUP`, `FS` become lower case, but not where they are inserted residues. `X`
    stays: some mean a stop by it, some any residue.

    >>> normalize_protein_change("NP_004324.2:p.(Val600Glu)")
    'V600E'
    >>> normalize_protein_change("Y772_A775DUP")
    'Y772_A775dup'
    """
    bare = text.strip().rsplit(":", 1)[-1].strip()
    bare = re.sub(r"^p\.", "", bare).strip("()")
    if re.match(r"[A-Z][a-z]{2}\d", bare) or re.match(r"[A-Z]{3}\d", bare):
        bare = _THREE.sub(lambda found: _ONE_LETTER[found.group().upper()], bare)
    bare = _AFTER_POSITION.sub(lambda found: found.group().lower(), bare)
    bare = _FRAMESHIFT.sub(r"\1fs", bare)
    return re.sub(r"fs(Ter|\*|X)?(\d+|\?)?$", "fs", bare)


@lru_cache(maxsize=1 << 14)
def residues_of(change: str) -> tuple[tuple[str, int], ...]:
    """Return the reference residues that a short change names, in order: `(("E", 746), …)`.

    >>> residues_of("E746_A750delinsIP")
    (('E', 746), ('A', 750))
    """
    head = re.split(r"delins|del|ins|dup|fs|ext", change)[0]
    found = [(letter, int(number)) for letter, number in _RESIDUE.findall(head)]
    return tuple(found[:2])
