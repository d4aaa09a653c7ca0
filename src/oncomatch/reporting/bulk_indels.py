"""Write the rows of many insertions and deletions at once, as `bulk` does for substitutions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from oncomatch.domain.alteration import AnnotationState
from oncomatch.domain.protein_change import THREE_LETTER
from oncomatch.reporting.annotated_vcf import ESCAPES
from oncomatch.reporting.bulk import Names, joined_places, place_name

_LETTERS = np.frombuffer(b"ACGT" + b" " * 252, np.uint8)
_COMPLEMENT = str.maketrans("ACGT", "TGCA")


@dataclass(frozen=True)
class IndelEffects:
    """What insertions and deletions are and do; the arrays run side by side.

    As in `Effects`. `contigs` are indices into `Names.contigs`; `moving` are the bases that come
    in or go, 0 to 3 for ACGT, as many as `sizes` says. `left` and `right` are the genomic
    positions (0-based) of the leftmost and the rightmost placement, `turns_left` and `turns_right`
    by how many bases the moving ones are turned there, `before` is the base ahead of the leftmost.
    `copies` says that it is a dup; the coding positions `first` to `last` name it. The residue
    `residue` changes first, and the `distance`-th from it on is the stop.
    """

    contigs: np.ndarray
    moving: np.ndarray
    sizes: np.ndarray
    inserted: np.ndarray
    forward: np.ndarray
    coding_length: np.ndarray
    transcript: np.ndarray
    exon: np.ndarray
    terms: np.ndarray
    left: np.ndarray
    right: np.ndarray
    turns_left: np.ndarray
    turns_right: np.ndarray
    before: np.ndarray
    copies: np.ndarray
    first: np.ndarray
    first_offset: np.ndarray
    last: np.ndarray
    last_offset: np.ndarray
    residue: np.ndarray
    old: np.ndarray
    new: np.ndarray
    distance: np.ndarray


def indel_rows(effects: IndelEffects, names: Names, tails: list[str]) -> list[str]:
    """Return the rows of the annotation table as text, without line ends."""
    rows = []
    heads = _heads(effects, names)
    places, changes = joined_places(effects, names, "\t"), _changes(effects, names, "\t")
    for (head, genomic), place, change, tail in zip(heads, places, changes, tails, strict=True):
        rows.append(f"{head}\t{place}\t{genomic}\t{change}\t{tail}")
    return rows


def indel_entries(effects: IndelEffects, names: Names) -> list[str]:
    """Return the entries of INFO."""
    places, changes = joined_places(effects, names, "|"), _changes(effects, names, "|")
    state = AnnotationState.DETERMINED.value.translate(ESCAPES)
    return [f"{one}|{two}|{state}" for one, two in zip(places, changes, strict=True)]


def _turned(effects: IndelEffects, turns: np.ndarray) -> Iterator[str]:
    """Yield the moving bases as they are in a placement."""
    width = effects.moving.shape[1]
    letters = _LETTERS[effects.moving].tobytes().decode("ascii")
    columns = zip(effects.sizes.tolist(), turns.tolist(), strict=True)
    for number, (size, turn) in enumerate(columns):
        at = number * width
        yield letters[at + turn : at + size] + letters[at : at + turn]


def _heads(effects: IndelEffects, names: Names) -> Iterator[tuple[str, str]]:
    """Yield contig, position, REF and ALT, joined; and the HGVS g. description."""
    columns = zip(
        effects.contigs.tolist(),
        effects.left.tolist(),
        _LETTERS[effects.before].tobytes().decode("ascii"),
        _turned(effects, effects.turns_left),
        effects.inserted.tolist(),
        effects.copies.tolist(),
        effects.sizes.tolist(),
        effects.right.tolist(),
        _turned(effects, effects.turns_right),
        strict=True,
    )
    for contig, left, before, moved, inserted, copies, size, right, bases in columns:
        ref, alt = (before, before + moved) if inserted else (before + moved, before)
        if inserted and not copies:
            change = f"{right}_{right + 1}ins{bases}"
        else:
            first = right + 1 - size if inserted else right + 1
            span = f"{first}_{first + size - 1}" if size > 1 else f"{first}"
            change = span + ("dup" if inserted else "del")
        head = f"{names.contigs[contig]}\t{left}\t{ref}\t{alt}"
        yield head, f"{names.accessions[contig]}:g.{change}"


def _changes(effects: IndelEffects, names: Names, separator: str) -> list[str]:
    """Return HGVS c., HGVS p. and the short protein change, joined."""
    escaped = ESCAPES if separator == "|" else {}
    coded = [f"{each.translate(escaped)}:c." for each in names.transcripts]
    proteins = [f"{each.translate(escaped)}:p.".lstrip(":") for each in names.proteins]
    stated = np.where(effects.forward, effects.turns_right, effects.turns_left)
    ends = (
        map(place_name, coding.tolist(), offset.tolist(), effects.coding_length.tolist())
        for coding, offset in (
            (effects.first, effects.first_offset),
            (effects.last, effects.last_offset),
        )
    )
    columns = zip(
        effects.transcript.tolist(),
        *ends,
        effects.inserted.tolist(),
        effects.copies.tolist(),
        effects.forward.tolist(),
        _turned(effects, stated),
        effects.residue.tolist(),
        map(chr, effects.old.tolist()),
        map(chr, effects.new.tolist()),
        effects.distance.tolist(),
        strict=True,
    )
    found = []
    for which, first, last, inserted, copies, forward, bases, residue, old, new, stop in columns:
        span = first if first == last else f"{first}_{last}"
        if not inserted:
            change = "del"
        elif copies:
            change = "dup"
        else:
            change = f"ins{bases if forward else bases.translate(_COMPLEMENT)[::-1]}"
        protein = separator
        if residue and new == "*":
            protein = f"{proteins[which]}{THREE_LETTER[old]}{residue}Ter{separator}{old}{residue}*"
        elif residue:
            protein = (
                f"{proteins[which]}{THREE_LETTER[old]}{residue}{THREE_LETTER[new]}fsTer{stop}"
                f"{separator}{old}{residue}{new}fs*{stop}"
            )
        found.append(f"{coded[which]}{span}{change}{separator}{protein}")
    return found
