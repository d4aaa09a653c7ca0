"""The keys of a genomic leaf that are about a small change: protein, codon, exon, kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from oncomatch.domain.biomarker import (
    Biomarker,
    ChangeKind,
    CodonChange,
    Excepting,
    ExonChange,
    GeneMutation,
    ProteinChange,
    unread,
)
from oncomatch.domain.protein_change import normalize_protein_change, residues_of
from oncomatch.trials.ctml import vocabulary as words
from oncomatch.trials.ctml.slips import SlipKind, Slips, nearest, shown

SMALL_KEYS = frozenset(
    (
        "protein_change",
        "wildcard_protein_change",
        "exon",
        "variant_classification",
        "molecular_function",
    )
)
_EXACT = re.compile(
    r"[A-Z*]\d+(?:[A-Z*]|=|fs|del|dup|ext\S*|delins[A-Z*]+)"
    r"|[A-Z*]\d+_[A-Z*]\d+(?:del|dup|ins[A-Z*]+|delins[A-Z*]+)"
)
_CODON = re.compile(r"[A-Z](\d{1,5})")
_RANGE = re.compile(r"(\d{1,5})_(\d{1,5})(del|ins)")
_RANGE_KINDS = {"del": ChangeKind.INFRAME_DELETION, "ins": ChangeKind.INFRAME_INSERTION}
_MOST_EXONS = 500
_SHOWN = tuple(
    (re.compile(form), kind)
    for form, kind in (
        (r"[A-Z]\d+[A-Z]", ChangeKind.MISSENSE),
        (r"[A-Z]\d+\*", ChangeKind.TRUNCATION),
        (r".*fs", ChangeKind.FRAMESHIFT),
        (r"[^i]*del", ChangeKind.INFRAME_DELETION),
        (r"[^d]*ins[A-Z]+|.*dup", ChangeKind.INFRAME_INSERTION),
    )
)
"""What the name of a protein change shows of its kind."""


def small_change(leaf: dict[str, Any], gene: str, path: str, slips: Slips) -> list[Biomarker]:
    """Return the patterns of a small change of a gene, any mutation where nothing narrows it."""
    parts: list[Biomarker] = []
    kinds, whole = _kinds(leaf, gene, path, slips, parts)
    exact = _protein(leaf, gene, path, slips, parts)
    codon = _codon(leaf, gene, path, slips, parts)
    exon = _exon(leaf, gene, path, slips, parts)
    if exact is not None:
        parts.insert(0, exact)
        if isinstance(exact, ProteinChange) and not _agree(exact.change, kinds):
            where = f"{path}.variant_classification"
            value = leaf["variant_classification"]
            slips.add(SlipKind.UNREAD, where, f"{shown(value)} is not the kind of {exact}")
            parts.append(unread(f"variant_classification: {shown(value)}", gene))
        kinds = ()
    elif kinds or exon or not (codon or parts):
        parts[:0] = _shaped(gene, kinds, codon, exon) or [GeneMutation(gene, ChangeKind.MUTATION)]
    elif codon:
        parts.insert(0, CodonChange(gene, codon, codon))
    if kinds and not whole:
        value = leaf["variant_classification"]
        where = f"{path}.variant_classification"
        slips.add(SlipKind.LIMIT, where, f"{shown(value)} is not told from its like")
        parts.append(unread(f"variant_classification: {shown(value)}", gene))
    function = words.FUNCTIONS.get(str(leaf.get("molecular_function", "")).strip().capitalize())
    if function is not None:
        parts = [each for each in parts if each != GeneMutation(gene, ChangeKind.MUTATION)]
        parts.append(GeneMutation(gene, function))
    elif "molecular_function" in leaf:
        _no_value(leaf, "molecular_function", gene, path, slips, parts, words.FUNCTIONS)
    return parts


def _agree(change: str, kinds: tuple[ChangeKind, ...]) -> bool:
    """Whether an exact change may be of one of the kinds, as far as its name shows."""
    shown_kind = next((kind for form, kind in _SHOWN if form.fullmatch(change)), None)
    return not kinds or shown_kind is None or shown_kind in kinds


def _shaped(
    gene: str, kinds: tuple[ChangeKind, ...], codon: int | None, exon: int | None
) -> list[Biomarker]:
    """Return the pattern of kinds of change at a place, none where nothing is asked for."""
    if not kinds and codon is None and exon is None:
        return []
    parts: list[Biomarker] = []
    for kind in kinds or (ChangeKind.MUTATION,):
        place: CodonChange | ExonChange | GeneMutation
        if codon is not None:
            place = CodonChange(gene, codon, codon, "", kind if kinds else None)
        elif exon is not None:
            place = ExonChange(gene, exon, kind)
        else:
            place = GeneMutation(gene, kind)
        stop = kind is ChangeKind.TRUNCATION
        parts.append(
            Excepting(place, (GeneMutation(gene, ChangeKind.FRAMESHIFT),)) if stop else place
        )
    shaped = [words.any_of(parts)]
    if codon is not None and exon is not None:
        shaped.append(ExonChange(gene, exon, ChangeKind.MUTATION))
    return shaped


def _no_value(
    leaf: dict[str, Any],
    key: str,
    gene: str,
    path: str,
    slips: Slips,
    parts: list[Biomarker],
    known: Iterable[str] = (),
) -> None:
    listed = ", ".join(known)
    message = f"{shown(leaf[key])!r} is no value of {key}"
    slips.add(SlipKind.UNREAD, f"{path}.{key}", message, f"of {listed}" if listed else "")
    parts.append(unread(f"{key}: {shown(leaf[key])}", gene))


def _kinds(
    leaf: dict[str, Any], gene: str, path: str, slips: Slips, parts: list[Biomarker]
) -> tuple[tuple[ChangeKind, ...], bool]:
    """Return the kinds of change of a classification, and whether they are just that."""
    key = "variant_classification"
    if key not in leaf:
        return (), True
    value = str(leaf[key]).strip()
    where = f"{path}.{key}"
    if value in words.OTHER_CLASSIFICATIONS:
        slips.add(SlipKind.LIMIT, where, f"{value} has no form in the pattern language")
        parts.append(unread(f"{key}: {value}", gene))
        return (), True
    meant = value if value in words.CLASSIFICATIONS else nearest(value, words.CLASSIFICATIONS)
    if not meant:
        _no_value(leaf, key, gene, path, slips, parts)
        return (), True
    if meant != value:
        message = f"{shown(value)!r} is no value of {key}"
        slips.add(SlipKind.CORRECTED, where, message, f"write {meant!r}")
    return words.CLASSIFICATIONS[meant]


def _protein(
    leaf: dict[str, Any], gene: str, path: str, slips: Slips, parts: list[Biomarker]
) -> Biomarker | None:
    """Return the pattern of an exact protein change, or of a range of residues."""
    key = "protein_change"
    if key not in leaf:
        key = "wildcard_protein_change"
        wild = normalize_protein_change(str(leaf.get(key, "")))
        if not _EXACT.fullmatch(wild):
            return None
        hint = f"write protein_change: p.{wild}, or {key}: p.{wild[:-1]}"
        if not wild[-1].isupper() or "_" in wild:
            hint = f"write protein_change: p.{wild}"
        message = f"{shown(leaf[key])!r} is an exact change, no codon"
        slips.add(SlipKind.CORRECTED, f"{path}.{key}", message, hint)
        return ProteinChange(gene, wild)
    value = str(leaf[key]).strip()
    change = normalize_protein_change(value)
    where = f"{path}.{key}"
    residues = [number for _, number in residues_of(change)]
    ranged = _RANGE.fullmatch(change)
    if ranged and int(ranged[1]) < int(ranged[2]):
        kind = _RANGE_KINDS[ranged[3]]
        message = f"{shown(value)!r} is a range of residues, no change"
        hint = f"write exon and variant_classification; read as any {kind.words} within the range"
        slips.add(SlipKind.CORRECTED, where, message, hint)
        return CodonChange(gene, int(ranged[1]), int(ranged[2]), "", kind)
    if _EXACT.fullmatch(change) and residues == sorted(residues):
        if not value.startswith("p."):
            slips.add(SlipKind.CORRECTED, where, f"{shown(value)!r} lacks p.", f"write p.{change}")
        return ProteinChange(gene, change)
    if _CODON.fullmatch(change):
        slips.add(
            SlipKind.CORRECTED,
            where,
            f"{shown(value)!r} is a codon, no change",
            f"write wildcard_protein_change: p.{change}",
        )
        number = residues[0]
        return CodonChange(gene, number, number)
    why = (
        "its end lies before its start"
        if len(residues) > 1 and residues[0] >= residues[1]
        else ("it is no whole protein change")
    )
    slips.add(SlipKind.UNREAD, where, f"{shown(value)!r}: {why}", "check the protocol")
    parts.append(unread(f"protein_change: {shown(value)}", gene))
    return None


def _codon(
    leaf: dict[str, Any], gene: str, path: str, slips: Slips, parts: list[Biomarker]
) -> int | None:
    key = "wildcard_protein_change"
    if key not in leaf:
        return None
    change = normalize_protein_change(str(leaf[key]))
    found = _CODON.fullmatch(change)
    if found is not None and int(found[1]):
        return int(found[1])
    if not _EXACT.fullmatch(change) or "protein_change" in leaf:
        message = f"{shown(leaf[key])!r} is no residue with its number"
        slips.add(SlipKind.UNREAD, f"{path}.{key}", message, "write it as p.V600")
        parts.append(unread(f"{key}: {shown(leaf[key])}", gene))
    return None


def _exon(
    leaf: dict[str, Any], gene: str, path: str, slips: Slips, parts: list[Biomarker]
) -> int | None:
    if "exon" not in leaf:
        return None
    value = leaf["exon"]
    text = str(value).strip()
    if isinstance(value, bool) or not text.isdecimal() or not 0 < int(text[:6]) <= _MOST_EXONS:
        message = f"{shown(value)!r} is no number of an exon"
        slips.add(SlipKind.UNREAD, f"{path}.exon", message, "write a number from 1 on")
        parts.append(unread(f"exon: {shown(value)}", gene))
        return None
    if not isinstance(value, int):
        message = f"{shown(value)!r} is text"
        slips.add(SlipKind.CORRECTED, f"{path}.exon", message, f"write {int(text)}")
    return int(text)
