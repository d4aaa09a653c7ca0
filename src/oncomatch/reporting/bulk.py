"""Write the rows of many substitutions at once; a test compares them with those made one by one.

What rows have in common (a transcript's names, the words of an exon and its consequence) is made
into text once; a row then is one formatted string.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np

from oncomatch.domain.alteration import AnnotationState
from oncomatch.domain.protein_change import THREE_LETTER
from oncomatch.reporting.annotated_vcf import ESCAPES

_THREE = [THREE_LETTER.get(chr(code), "") for code in range(128)]
_ONE = [chr(code) for code in range(128)]
_TERM_BITS = 20


@dataclass(frozen=True)
class Names:
    """Names of contigs, of the transcripts on them, and of the exons of all of these.

    `accessions` are those of the contigs; `exon` gives the label of an exon, `words` terms and
    impact of a mask of terms.
    """

    contigs: Sequence[str]
    accessions: Sequence[str]
    transcripts: list[str]
    proteins: list[str]
    genes: list[str]
    exon: Callable[[int], str]
    words: Callable[[int], tuple[str, str]]


@dataclass(frozen=True)
class Effects:
    """What substitutions do; the arrays run side by side.

    `transcript` and `exon` are indices into `Names` (-1: in no exon). `coding` is the coding
    position (0-based, negative before the start codon, from `coding_length` on behind the stop)
    of the base or of the exon's base from which `offset` counts. `was` and `becomes` are 0 to 3
    for ACGT on the transcript; `residue` is a number from 1, 0 outside the coding sequence, `old`
    and `new` its letters as bytes; `terms` are masks; `unknown` says that what becomes of the
    protein is not known.
    """

    transcript: np.ndarray
    exon: np.ndarray
    coding: np.ndarray
    coding_length: np.ndarray
    offset: np.ndarray
    was: np.ndarray
    becomes: np.ndarray
    residue: np.ndarray
    old: np.ndarray
    new: np.ndarray
    terms: np.ndarray
    unknown: np.ndarray


class Placed(Protocol):
    """Which transcripts, exons and terms changes have; see `Effects`."""

    @property
    def transcript(self) -> np.ndarray:
        """Indices into `Names.transcripts`."""

    @property
    def exon(self) -> np.ndarray:
        """Indices for `Names.exon`, -1 in no exon."""

    @property
    def terms(self) -> np.ndarray:
        """Masks of terms."""


def table_rows(
    contigs: np.ndarray,
    positions: np.ndarray,
    refs: np.ndarray,
    alts: np.ndarray,
    effects: Effects,
    names: Names,
    tails: list[str],
) -> list[str]:
    """Return the rows of the annotation table as text, without line ends.

    `positions` are 1-based, `refs` and `alts` letters as bytes; `tails` are the cells from VAF on.
    """
    places = joined_places(effects, names, "\t")
    changes = _changes(effects, names, "\t", "=")
    letters = (map(_ONE.__getitem__, each.tolist()) for each in (refs, alts))
    heads = [
        (contig, f"{accession}:g.")
        for contig, accession in zip(names.contigs, names.accessions, strict=True)
    ]
    columns = zip(
        map(heads.__getitem__, contigs.tolist()),
        positions.tolist(),
        *letters,
        places,
        changes,
        tails,
        strict=True,
    )
    return [
        f"{contig}\t{at}\t{ref}\t{alt}\t{place}\t{genomic}{at}{ref}>{alt}\t{change}\t{tail}"
        for (contig, genomic), at, ref, alt, place, change, tail in columns
    ]


def info_entries(effects: Effects, names: Names) -> list[str]:
    """Return the entries of INFO."""
    places = joined_places(effects, names, "|")
    changes = _changes(effects, names, "|", "%3D")
    state = AnnotationState.DETERMINED.value.translate(ESCAPES)
    return [f"{one}|{two}|{state}" for one, two in zip(places, changes, strict=True)]


def read_cells(depths: np.ndarray, ref_reads: np.ndarray, alt_reads: np.ndarray) -> list[str]:
    """Return the cells from VAF on of passed substitutions."""
    fractions = map(_fraction, alt_reads.tolist(), (ref_reads + alt_reads).tolist())
    columns = zip(fractions, depths.tolist(), alt_reads.tolist(), strict=True)
    return [f"{fraction}\t{depth}\t{alt}\tPASS\t" for fraction, depth, alt in columns]


@lru_cache(maxsize=1 << 16)
def _fraction(alt: int, total: int) -> str:
    return f"{round(alt / total, 6):g}" if total else ""


def joined_places(effects: Placed, names: Names, separator: str) -> list[str]:
    """Return gene, transcript, consequence, impact and exon, joined."""
    keys = effects.transcript.astype(np.int64) << 2 * _TERM_BITS
    keys |= (effects.exon + 1) << _TERM_BITS
    keys |= effects.terms
    first, which = _alike(keys)
    genes, transcripts = _escaped(names.genes, separator), _escaped(names.transcripts, separator)
    heads = [f"{one}{separator}{two}" for one, two in zip(genes, transcripts, strict=True)]
    columns = zip(
        effects.transcript[first].tolist(),
        effects.exon[first].tolist(),
        effects.terms[first].tolist(),
        strict=True,
    )
    texts = []
    for transcript, exon, terms in columns:
        label = names.exon(exon) if exon >= 0 else ""
        texts.append(separator.join((heads[transcript], *names.words(terms), label)))
    return list(map(texts.__getitem__, which.tolist()))


def _alike(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where each different key stands first, and for each key which of these it is."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    new = np.ones(len(keys), bool)
    new[1:] = ordered[1:] != ordered[:-1]
    which = np.empty(len(keys), np.int64)
    which[order] = np.cumsum(new) - 1
    return order[new], which


def _changes(effects: Effects, names: Names, separator: str, unchanged: str) -> list[str]:
    """Return HGVS c., HGVS p. and the short protein change, joined."""
    coded = [f"{each}:c." for each in _escaped(names.transcripts, separator)]
    proteins = [f"{each}:p.".lstrip(":") for each in _escaped(names.proteins, separator)]
    changed = [f"{one}>{two}" for one in "ACGT" for two in "ACGT"]
    bases = map(changed.__getitem__, (effects.was.astype(np.int64) * 4 + effects.becomes).tolist())
    columns = zip(
        effects.transcript.tolist(),
        effects.coding.tolist(),
        bases,
        effects.residue.tolist(),
        effects.old.tolist(),
        effects.new.tolist(),
        strict=True,
    )
    found = [
        f"{coded[transcript]}{coding + 1}{base}{separator}"
        f"{proteins[transcript]}{_THREE[old]}{residue}"
        f"{_THREE[new] if old != new else unchanged}{separator}"
        f"{_ONE[old]}{residue}{_ONE[new] if old != new else unchanged}"
        if residue
        else base
        for transcript, coding, base, residue, old, new in columns
    ]
    outside = np.flatnonzero(effects.residue == 0)
    columns = zip(
        outside.tolist(),
        effects.transcript[outside].tolist(),
        effects.coding[outside].tolist(),
        effects.coding_length[outside].tolist(),
        effects.offset[outside].tolist(),
        effects.unknown[outside].tolist(),
        strict=True,
    )
    for at, transcript, coding, length, offset, unknown in columns:
        place = place_name(coding, offset, length)
        protein = f"{proteins[transcript]}?" if unknown else ""
        name = f"{coded[transcript]}{place}{found[at]}"
        found[at] = f"{name}{separator}{protein}{separator}"
    return found


def place_name(coding: int, offset: int, length: int) -> str:
    """Return the HGVS c. position of a coding position (0-based), or of an offset from it."""
    if coding < 0:
        place = str(coding)
    else:
        place = f"*{coding - length + 1}" if coding >= length else str(coding + 1)
    return f"{place}{offset:+d}" if offset else place


def _escaped(cells: list[str], separator: str) -> list[str]:
    return [cell.translate(ESCAPES) if separator == "|" else cell for cell in cells]
