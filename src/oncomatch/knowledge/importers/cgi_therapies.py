"""Regimens of the Cancer Genome Interpreter: drugs, classes of drugs, and combinations.

A class without a drug stays a class, a therapy line of its own: what is said of MEK inhibitors is
said of no one drug. Drugs in square brackets are examples of their class, so the class stands
beside them as one more alternative. A class that the curated classes know has their name.
"""

from __future__ import annotations

import re

from oncomatch.domain.evidence import Interaction, Regimen
from oncomatch.domain.therapy import Therapies
from oncomatch.errors import BiomarkerError
from oncomatch.knowledge.importers.drug_names import one_name

_SLIPS = {"Aromatase ihibitor": "Aromatase inhibitor"}

_CLASS_WORDS = re.compile(
    r"\b(?:inhibitors?|antagonist|analogues?|degrader|mimetics|agent|chemotherapy|anthracyclines)\b",
    re.IGNORECASE,
)


def parse_regimen(drug: str, family: str, classes: Therapies) -> Regimen:
    """Return the regimen of the columns `Drug` and `Drug family`.

    `A;B` are given together; `[A,B]` are examples of the class `[F]`; `[]` leaves the class alone.

    Raises:
        BiomarkerError: neither column names anything, or examples have no one class.
    """

    def named(name: str) -> str:
        is_class = classes.is_class(name) or _CLASS_WORDS.search(name)
        return class_name(name, classes) if is_class else one_name(name)

    examples = _bracketed(drug)
    families = [class_name(name, classes) for name in _parts(_bracketed(family) or "", ";")]
    if examples is None and drug.strip():
        return _together([named(name) for name in _parts(drug, ";")])
    drugs = [named(name) for name in _parts(examples or "", ",")]
    if not families:
        raise BiomarkerError("the record names no therapy")
    if not drugs:
        return _together(families)
    if len(families) > 1:
        raise BiomarkerError(f"the record names no therapy: {drug} are of several classes")
    return Regimen((*drugs, *families), Interaction.SUBSTITUTES)


def class_name(name: str, classes: Therapies) -> str:
    """Return the one name of a class; what the curated classes do not know keeps its words.

    What the source says of combinations stays behind the name.
    """
    first, _, added = (" ".join(part.split()) for part in name.partition("+/-"))
    bare, _, qualifier = first.rstrip(")").partition(" (")
    words = _one_class(bare, classes)
    if qualifier:
        words += f", {qualifier}"
    return f"{words} with or without {_one_class(added, classes)}" if added else words


def _one_class(name: str, classes: Therapies) -> str:
    words = re.sub(r"\binhibitors\b", "inhibitor", _SLIPS.get(name, name))
    words = re.sub(r"\bgen\b", "generation", words)
    known = classes.canonical(name) or classes.canonical(words) or words
    return one_name(known[:1].upper() + known[1:])


def _bracketed(text: str) -> str | None:
    bare = text.strip()
    return bare[1:-1] if bare.startswith("[") and bare.endswith("]") else None


def _parts(text: str, separator: str) -> list[str]:
    return [part.strip() for part in text.split(separator) if part.strip()]


def _together(therapies: list[str]) -> Regimen:
    if len(therapies) == 1:
        return Regimen((therapies[0],))
    return Regimen(tuple(sorted(therapies)), Interaction.COMBINATION)
