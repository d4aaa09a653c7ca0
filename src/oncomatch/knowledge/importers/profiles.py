"""Molecular profiles of CIViC: variant names joined by AND, OR, NOT and brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from oncomatch.domain.biomarker import AllOf, AnyOf, Biomarker, Not
from oncomatch.errors import BiomarkerError
from oncomatch.knowledge.importers.variant_facts import NOTHING_KNOWN, VariantFacts
from oncomatch.knowledge.importers.variant_names import parse_variant_name

_JOINT = re.compile(r"(\bAND\b|\bOR\b|\bNOT\b)")


_UNKNOWN_PARTNER = re.compile(r"(?P<gene>[A-Za-z0-9-]+)::\? Fusion", re.IGNORECASE)


def join_profiles(parts: Sequence[str]) -> str:
    """Return the one profile whose alternatives stand on several rows of a table.

    The monthly table that is read here was cut at each OR, brackets and all. Beside a fusion
    with any partner (`FGFR2::v`), one with an unknown partner (`FGFR2::?`) says nothing more.

    >>> join_profiles(["BRAF Amplification AND ( BRAF V600E", "BRAF V600K )"])
    'BRAF Amplification AND ( BRAF V600E OR BRAF V600K )'
    """
    kept = []
    for part in dict.fromkeys(parts):
        unknown = _UNKNOWN_PARTNER.fullmatch(part)
        if unknown is None or f"{unknown['gene']}::v Fusion" not in parts:
            kept.append(part)
    return " OR ".join(kept)


def parse_profile(text: str, facts: VariantFacts = NOTHING_KNOWN) -> Biomarker:
    """Return the biomarker of a molecular profile such as `BRAF V600E AND NF1 Loss`.

    `facts` are what else is known of the variants that it names.

    Raises:
        BiomarkerError: a part has no exact pattern, or the brackets do not close.
    """
    words = _split(text)
    biomarker, rest = _any(words, text, facts)
    if rest:
        raise BiomarkerError(f"{text!r}: brackets do not match")
    return biomarker


def _split(text: str) -> list[str]:
    """Return joints, grouping brackets and variant names; a bracket in a name stays in it."""
    words: list[str] = []
    for part in _JOINT.split(text):
        piece = part.strip()
        while piece.startswith("("):
            words.append("(")
            piece = piece[1:].strip()
        closing = 0
        while piece.endswith(")") and piece.count(")") > piece.count("("):
            piece = piece[:-1].strip()
            closing += 1
        if piece:
            words.append(piece)
        words.extend(")" * closing)
    return words


def _any(words: list[str], text: str, facts: VariantFacts) -> tuple[Biomarker, list[str]]:
    part, words = _all(words, text, facts)
    parts = [part]
    while words and words[0] == "OR":
        part, words = _all(words[1:], text, facts)
        parts.append(part)
    return (parts[0] if len(parts) == 1 else AnyOf(tuple(parts))), words


def _all(words: list[str], text: str, facts: VariantFacts) -> tuple[Biomarker, list[str]]:
    part, words = _one(words, text, facts)
    parts = [part]
    while words and words[0] == "AND":
        part, words = _one(words[1:], text, facts)
        parts.append(part)
    return (parts[0] if len(parts) == 1 else AllOf(tuple(parts))), words


def _one(words: list[str], text: str, facts: VariantFacts) -> tuple[Biomarker, list[str]]:
    if not words:
        raise BiomarkerError(f"{text!r}: ends where a variant is expected")
    head, rest = words[0], words[1:]
    if head == "NOT":
        part, rest = _one(rest, text, facts)
        return Not(part), rest
    if head == "(":
        part, rest = _any(rest, text, facts)
        if not rest or rest[0] != ")":
            raise BiomarkerError(f"{text!r}: brackets do not match")
        return part, rest[1:]
    gene, _, name = head.partition(" ")
    if not name:
        raise BiomarkerError(f"no pattern says exactly {head!r}")
    return parse_variant_name(gene, name, facts), rest
