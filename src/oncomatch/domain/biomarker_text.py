"""Read the text form of biomarkers; the forms are listed in `domain.biomarker`."""

from __future__ import annotations

import re
from collections.abc import Callable

from oncomatch.domain.biomarker import (
    AllOf,
    AnyOf,
    Biomarker,
    ChangeKind,
    CodingChange,
    CodonChange,
    CopyNumberChange,
    CopyNumberKind,
    ExonChange,
    Expression,
    ExpressionKind,
    Fusion,
    GeneMutation,
    MicrosatelliteInstability,
    MutationalBurden,
    Not,
    ProteinChange,
    WildType,
)
from oncomatch.errors import BiomarkerError

_GENE = r"(?P<gene>[A-Za-z][A-Za-z0-9-]*)"
_NUMBERED = rf"{_GENE}(?:@(?P<transcript>[A-Z]+_?\d+(?:\.\d+)?))?"
_WORD = re.compile(r"[()]|[^\s()]+")


def _values(kinds: type[ChangeKind] | type[CopyNumberKind] | type[ExpressionKind]) -> str:
    return "|".join(kind.value for kind in kinds)


def _protein_change(found: re.Match[str]) -> Biomarker:
    return ProteinChange(found["gene"], found["change"], found["transcript"] or "")


def _codon_change(found: re.Match[str]) -> Biomarker:
    first = int(found["first"])
    last = int(found["last"] or first)
    return CodonChange(found["gene"], first, last, found["transcript"] or "")


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Biomarker]], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (rf"{_NUMBERED} p\.(?P<change>\S+)", _protein_change),
        (
            rf"{_GENE} (?P<change>c\.\S+)",
            lambda found: CodingChange(found["gene"], found["change"]),
        ),
        (rf"{_NUMBERED} codons? (?P<first>\d+)(?:-(?P<last>\d+))?", _codon_change),
        (
            rf"{_GENE} exon (?P<exon>\d+) (?P<kind>{_values(ChangeKind)})",
            lambda found: ExonChange(found["gene"], int(found["exon"]), ChangeKind(found["kind"])),
        ),
        (r"MSI high", lambda found: MicrosatelliteInstability()),
        (
            r"TMB >= (?P<minimum>\d+(?:\.\d+)?)",
            lambda found: MutationalBurden(float(found["minimum"])),
        ),
        (
            rf"{_GENE}::(?P<partner>[A-Za-z][A-Za-z0-9-]*) fusion",
            lambda found: Fusion(found["gene"], found["partner"]),
        ),
        (rf"{_GENE} fusion", lambda found: Fusion(found["gene"])),
        (rf"{_GENE} wildtype", lambda found: WildType(found["gene"])),
        (
            rf"{_GENE} (?P<kind>{_values(ChangeKind)})",
            lambda found: GeneMutation(found["gene"], ChangeKind(found["kind"])),
        ),
        (
            rf"{_GENE} (?P<kind>{_values(CopyNumberKind)})",
            lambda found: CopyNumberChange(found["gene"], CopyNumberKind(found["kind"])),
        ),
        (
            rf"{_GENE} (?P<kind>{_values(ExpressionKind)})",
            lambda found: Expression(found["gene"], ExpressionKind(found["kind"])),
        ),
    )
)


def parse_biomarker(text: str) -> Biomarker:
    """Return the pattern that a text means.

    Raises:
        BiomarkerError: it is not one of the forms; the message names the part.
    """
    words = _WORD.findall(text)
    biomarker, rest = _parse_any(words, text)
    if rest:
        raise BiomarkerError(f"{text!r}: nothing expected from {' '.join(rest)!r} on")
    return biomarker


def _parse_any(words: list[str], text: str) -> tuple[Biomarker, list[str]]:
    parts, words = _parse_series(words, "or", _parse_all, text)
    return (parts[0] if len(parts) == 1 else AnyOf(tuple(parts))), words


def _parse_all(words: list[str], text: str) -> tuple[Biomarker, list[str]]:
    parts, words = _parse_series(words, "and", _parse_one, text)
    return (parts[0] if len(parts) == 1 else AllOf(tuple(parts))), words


def _parse_series(
    words: list[str],
    joint: str,
    parse_part: Callable[[list[str], str], tuple[Biomarker, list[str]]],
    text: str,
) -> tuple[list[Biomarker], list[str]]:
    part, words = parse_part(words, text)
    parts = [part]
    while words and words[0] == joint:
        part, words = parse_part(words[1:], text)
        parts.append(part)
    return parts, words


def _parse_one(words: list[str], text: str) -> tuple[Biomarker, list[str]]:
    if not words:
        raise BiomarkerError(f"{text!r}: ends where a biomarker is expected")
    if words[0] == "not":
        part, words = _parse_one(words[1:], text)
        return Not(part), words
    if words[0] == "(":
        part, words = _parse_any(words[1:], text)
        if not words or words[0] != ")":
            raise BiomarkerError(f"{text!r}: a bracket is not closed")
        return part, words[1:]
    end = next(
        (index for index, word in enumerate(words) if word in ("and", "or", ")")), len(words)
    )
    return _parse_atom(" ".join(words[:end]), text), words[end:]


def _parse_atom(atom: str, text: str) -> Biomarker:
    for pattern, make in _FORMS:
        found = pattern.fullmatch(atom)
        if found:
            try:
                return make(found)
            except ValueError as error:
                raise BiomarkerError(f"{text!r}: {error}") from error
    raise BiomarkerError(
        f"{text!r}: {atom!r} is not a form of biomarker; see docs/biomarkers.md for the forms"
    )
