"""What an edit really does, worked out the slow way, and a small stage to try edits on.

The oracle shares nothing with the code under test: it writes the edit into the chromosome,
splices, translates with its own table, and reads HGVS names back into sequences.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, partial

import pytest

import building
from oncomatch.annotation.edit import BaseSource, Edit, shift_left, trim
from oncomatch.annotation.effect import transcript_effect
from oncomatch.domain.alteration import TranscriptEffect
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.variant import Variant
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript

BUILD = GenomeBuild.GRCH38
STRANDS = ("FWD", "REV")

# The standard genetic code, written by residue.
_CODE = {
    "A": "GCT GCC GCA GCG", "C": "TGT TGC", "D": "GAT GAC", "E": "GAA GAG", "F": "TTT TTC",
    "G": "GGT GGC GGA GGG", "H": "CAT CAC", "I": "ATT ATC ATA", "K": "AAA AAG",
    "L": "TTA TTG CTT CTC CTA CTG", "M": "ATG", "N": "AAT AAC", "P": "CCT CCC CCA CCG",
    "Q": "CAA CAG", "R": "CGT CGC CGA CGG AGA AGG", "S": "TCT TCC TCA TCG AGT AGC",
    "T": "ACT ACC ACA ACG", "V": "GTT GTC GTA GTG", "W": "TGG", "Y": "TAT TAC",
    "*": "TAA TAG TGA",
}  # fmt: skip
_RESIDUE = {codon: residue for residue, codons in _CODE.items() for codon in codons.split()}
_LONG = {
    "A": "Ala", "C": "Cys", "D": "Asp", "E": "Glu", "F": "Phe", "G": "Gly", "H": "His",
    "I": "Ile", "K": "Lys", "L": "Leu", "M": "Met", "N": "Asn", "P": "Pro", "Q": "Gln",
    "R": "Arg", "S": "Ser", "T": "Thr", "V": "Val", "W": "Trp", "Y": "Tyr", "*": "Ter",
}  # fmt: skip
_PAIRS = {"A": "T", "C": "G", "G": "C", "T": "A", "N": "N"}


def other_strand(bases: str) -> str:
    """Return the complement, read backwards."""
    return "".join(_PAIRS[base] for base in reversed(bases))


def protein_of(coding: str) -> str:
    """Return the residues up to and with the first stop."""
    residues = ""
    for at in range(0, len(coding) - 2, 3):
        residues += _RESIDUE[coding[at : at + 3]]
        if residues.endswith("*"):
            break
    return residues


def long_form(change: str) -> str:
    """Return `Glu746_Ala750del` for `E746_A750del`."""
    return re.sub(r"[A-Z*]", lambda found: _LONG[found[0]], change)


# Spliced sequences.


def source(bases: str) -> BaseSource:
    """Return a string of bases as a source that reads N beyond its ends."""

    def read(start0: int, end0: int) -> str:
        return "".join(
            bases[at] if 0 <= at < len(bases) else "N" for at in range(start0, max(start0, end0))
        )

    return read


def spliced(transcript: Transcript, edit: Edit, bases: BaseSource) -> str:
    """Return the transcript from its start codon on, after an edit inside one of its exons."""
    parts = []
    for start, end in sorted(transcript.exons):
        part = bases(start, end)
        if start <= edit.start0 and edit.end0 <= end:
            part = part[: edit.start0 - start] + edit.alt + part[edit.end0 - start :]
        parts.append(part)
    whole = "".join(parts)
    return (whole if transcript.strand > 0 else other_strand(whole))[transcript.cds_start :]


# Names read back.


def proteins_named(protein: str, change: str) -> str:
    """Return a pattern of the proteins that a short change describes, both ending in `*`.

    The residues that the change names must stand in the protein.
    """
    for residue, number in re.findall(r"([A-Z*])(\d+)", re.split("delins|ins|fs|ext", change)[0]):
        assert protein[int(number) - 1] == residue, f"{change}: {residue}{number} is not there"
    if shifted := re.fullmatch(r"[A-Z](\d+)([A-Z])fs\*(\d+|\?)", change):
        return _open_ended(protein[: int(shifted[1]) - 1], shifted[2], shifted[3], 2)
    if extended := re.fullmatch(r"\*(\d+)([A-Z])ext\*(\d+|\?)", change):
        return _open_ended(protein[: int(extended[1]) - 1], extended[2], extended[3], 1)
    found = re.fullmatch(r"[A-Z*](\d+)(?:_[A-Z*](\d+))?(=|delins|del|dup|ins)?([A-Z]*\*?)", change)
    assert found is not None, change
    first, last = int(found[1]), int(found[2] or found[1])
    before, old, after = protein[: first - 1], protein[first - 1 : last], protein[last:]
    if found[3] == "ins":
        assert last == first + 1, f"{change}: an insertion lies between two neighbours"
        before, after, new = protein[:first], protein[first:], found[4]
    else:
        new = {"=": old, "del": "", "dup": old + old}.get(found[3], found[4])
    whole = before + new + after
    return re.escape(whole[: whole.index("*") + 1])


def _open_ended(before: str, first: str, length: str, ends: int) -> str:
    if length == "?":
        return re.escape(before + first) + "[A-Z]*"
    return re.escape(before + first) + "[A-Z]" * (int(length) - ends) + r"\*"


def coding_named(coding: str, name: str) -> str:
    """Return the coding sequence that a `c.` name without offsets describes."""
    if repeat := re.fullmatch(r"c\.(\d+)_(\d+)([ACGT]+)\[(\d+)\]", name):
        first, last, unit, copies = int(repeat[1]), int(repeat[2]), repeat[3], int(repeat[4])
        size = last - first + 1
        assert len(unit) % 3 == 0, f"{name}: the unit must be whole codons"
        assert coding[first - 1 : last] * len(unit) == unit * size, f"{name}: no such repeat"
        assert copies * len(unit) > 2 * size, f"{name}: a duplication says as much"
        return coding[: first - 1] + unit * copies + coding[last:]
    found = re.fullmatch(r"c\.(\d+)(?:_(\d+))?([ACGT]>|delins|del|dup|inv|ins)([ACGT]*)", name)
    assert found is not None, name
    first, last = int(found[1]), int(found[2] or found[1])
    before, old, after = coding[: first - 1], coding[first - 1 : last], coding[last:]
    if found[3] == "ins":
        assert last == first + 1, f"{name}: an insertion lies between two neighbours"
        return coding[:first] + found[4] + coding[first:]
    if found[3].endswith(">"):
        assert old == found[3][0], f"{name}: the base is {old}"
    new = {"del": "", "dup": old + old, "inv": other_strand(old)}.get(found[3], found[4])
    return before + new + after


# The stage: the tiny genes on a chromosome that reads the same from either end, so that an edit
# of FWD and its mirror image are one and the same to FWD and to REV.

FIVE_PRIME_UTR = "GTCACGCCGA"
THREE_PRIME_UTR = "AGCTGATTCC"
_DONORS = ("GTAAGTCA", "GTGAGCTC")
_ACCEPTOR = "CTTTCCAG"
_CODING = ((1010, 1040), (1200, 1261), (1500, 1550))


@cache
def stage() -> str:
    """Return the chromosome: 2,000 bases and their reverse complement."""
    half = building.tiny_chromosome()[: building.TINY_LENGTH // 2]
    laid = [(1000, FIVE_PRIME_UTR), (1550, THREE_PRIME_UTR)]
    laid += [(1040, _DONORS[0]), (1192, _ACCEPTOR), (1261, _DONORS[1]), (1492, _ACCEPTOR)]
    for start, bases in laid:
        half = half[:start] + bases + half[start + len(bases) :]
    return half + other_strand(half)


def place_of(position: str) -> int:
    """Return where a c. position such as `-3`, `30+1` or `*5` of FWD lies on the stage."""
    found = re.fullmatch(r"([-*]?)(\d+)([+-]\d+)?", position)
    assert found is not None, position
    number, offset = int(found[2]), int(found[3] or 0)
    if found[1] == "-":
        return _CODING[0][0] - number + offset
    if found[1] == "*":
        return _CODING[-1][1] + number - 1 + offset
    for start, end in _CODING:
        if number <= end - start:
            return start + number - 1 + offset
        number -= end - start
    raise ValueError(f"c.{position} is not coding")


@dataclass(frozen=True)
class Gene:
    """One of the two genes on the stage, or a gene of a reference."""

    transcript: Transcript
    reference: Reference | None = None
    build: GenomeBuild = BUILD

    @property
    def bases(self) -> BaseSource:
        """The chromosome."""
        if self.reference is None:
            return source(stage())
        return partial(self.reference.sequences.bases, self.build, self.transcript.contig)

    def coding_edit(self, start: int, end: int, new: str) -> Edit:
        """Return the edit that puts `new` for coding bases of one exon, leftmost."""
        transcript = self.transcript
        before = transcript.to_genomic(start - 1 + transcript.cds_start)
        if transcript.strand > 0:
            start0 = before + 1
        else:
            start0, new = before - (end - start), other_strand(new)
        ref = self.bases(start0, start0 + end - start)
        anchor = self.bases(start0 - 1, start0)
        variant = Variant(transcript.contig, start0, anchor + ref, anchor + new, self.build)
        return shift_left(trim(variant), self.bases)

    def edit(self, start0: int, ref: str, alt: str) -> Edit:
        """Return an edit given as for FWD, mirrored for REV, in its leftmost placement."""
        if self.transcript.strand < 0:
            start0 = building.TINY_LENGTH - start0 - len(ref)
            ref, alt = other_strand(ref), other_strand(alt)
        assert stage()[start0 : start0 + len(ref)] == ref, "the table names other bases"
        anchor = stage()[start0 - 1]
        variant = Variant("1", start0, anchor + ref, anchor + alt, BUILD)
        return shift_left(trim(variant), self.bases)

    def effect(self, position: str, ref: str, alt: str) -> TranscriptEffect:
        """Return the effect of replacing `ref` at a c. position by `alt`."""
        edit = self.edit(place_of(position), ref, alt)
        effect = transcript_effect(self.transcript, edit, self.bases)
        assert effect is not None
        return effect

    def described(self, position: str, ref: str, alt: str) -> tuple[str, str, str, str]:
        """Return c. name, p. name, short change and terms of an edit."""
        effect = self.effect(position, ref, alt)
        terms = " ".join(term.so_term for term in effect.consequences)
        names = (effect.hgvs_c.partition(":")[2], effect.hgvs_p.partition(":")[2])
        return (*names, effect.protein_change, terms)


def without_names(effect: TranscriptEffect | None) -> TranscriptEffect | None:
    """Return an effect without the names of its gene, so that FWD and REV can be compared."""
    if effect is None:
        return None
    hgvs_c, hgvs_p = (name.partition(":")[2] for name in (effect.hgvs_c, effect.hgvs_p))
    return replace(effect, transcript="", gene="", hgvs_c=hgvs_c, hgvs_p=hgvs_p)


def table(text: str) -> list[object]:
    """Return the rows of a table, fields parted by `|`; the first field is the test's id.

    The second field is an edit: a c. position, what stands there and what comes, `-` for none.
    """
    rows: list[object] = []
    for line in text.strip().splitlines():
        name, edit, *expected = (field.strip() for field in line.split("|"))
        position, ref, alt = edit.replace(">", " ").split()
        written = (position, ref.strip("-"), alt.strip("-"))
        rows.append(pytest.param(written, tuple(expected), id=name))
    return rows
