"""Read the text form of biomarkers; the forms are listed in `docs/biomarkers.md`."""

from __future__ import annotations

import re
from collections.abc import Callable

from oncomatch.domain.biomarker import AllOf, AnyOf, Biomarker, Not, Origin, VariantOrigin
from oncomatch.domain.biomarker_forms import parse_form
from oncomatch.errors import BiomarkerError

_WORD = re.compile(r'"[^"]*"|[()]|[^\s()"]+|"')
_JOINTS = ("and", "or", ")")
_JOINING = frozenset({"and", "or", "not"})
_BESIDE_WORDS = frozenset('()"')
_ORIGINS = {origin.value: origin for origin in VariantOrigin}


def parse_biomarker(text: str) -> Biomarker:
    """Return the pattern that a text means.

    Raises:
        BiomarkerError: it is not one of the forms; the message names the part.
    """
    words = text.split()
    if words and _JOINING.isdisjoint(words) and _BESIDE_WORDS.isdisjoint(text):
        return _form(" ".join(words), text)  # most texts are one form
    words = _WORD.findall(text)
    if '"' in words:
        raise BiomarkerError(f"{text!r}: a quotation mark is not closed")
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
    head = words[0]
    if head == "not":
        part, words = _parse_one(words[1:], text)
        return Not(part), words
    if head == "(":
        return _parse_bracket(words, text)
    if head in _ORIGINS and words[1:2] == ["("]:
        part, words = _parse_bracket(words[1:], text)
        return Origin(_ORIGINS[head], part), words
    end = next((index for index, word in enumerate(words) if word in _JOINTS), len(words))
    return _form(" ".join(words[:end]), text), words[end:]


def _form(atom: str, text: str) -> Biomarker:
    try:
        return parse_form(atom)
    except BiomarkerError as error:
        raise BiomarkerError(f"{text!r}: {error}") from error


def _parse_bracket(words: list[str], text: str) -> tuple[Biomarker, list[str]]:
    part, words = _parse_any(words[1:], text)
    if not words or words[0] != ")":
        raise BiomarkerError(f"{text!r}: a bracket is not closed")
    return part, words[1:]
