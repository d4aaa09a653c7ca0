"""Names that give a change twice, `R200W (c.598C>T)`: the coding change, if both agree.

The coding change is the exact one, and is what becomes the pattern. Whether it gives the protein
change beside it is checked on the transcript by `check_coding_name`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from oncomatch.domain.coding_change import normalize_coding_change
from oncomatch.domain.genetic_code import translate, translate_to_stop
from oncomatch.domain.protein_change import residues_of
from oncomatch.errors import BiomarkerError
from oncomatch.reference.transcript import Transcript

_SPLICE_WORDS = re.compile(r"splice (?:site|region)|intronic deletion|3'UTR alteration", re.I)
_MNV = re.compile(r"c\.(\d+)_(\d+)([ACGT]{2,})>([ACGT]{2,})")
_POINT = re.compile(r"c\.(\d+)([+-]\d+)?([ACGT])>([ACGT])")
_EDIT = re.compile(
    r"c\.(?P<first>\d+)(?:_(?P<last>\d+))?"
    r"(?:del(?P<lost>[ACGT]*|\d+)(?:ins(?P<put>[ACGT]+))?|dup(?P<dup>[ACGT]*|\d+)"
    r"|ins(?P<ins>[ACGT]+))"
)
_NEW_RESIDUE = re.compile(r"[A-Z*](\d+)([A-Z*=])")


def spell_coding_change(protein: str, coding: str) -> str:
    """Return the coding change of a double name in HGVS; the words beside it are not checked.

    Raises:
        BiomarkerError: it is not written so that it has one meaning.
    """
    text = fold_coding_change(coding)
    blocks = _MNV.fullmatch(text)
    if blocks and len(blocks[3]) == len(blocks[4]) == int(blocks[2]) - int(blocks[1]) + 1:
        return f"c.{blocks[1]}_{blocks[2]}delins{blocks[4]}"
    edit = _EDIT.fullmatch(text)
    if edit and edit["ins"] and (not edit["last"] or int(edit["last"]) != int(edit["first"]) + 1):
        raise BiomarkerError(f"between which bases {text!r} inserts is not said")
    if edit and not _spans(edit):
        raise BiomarkerError(f"{text!r} does not name as many bases as it spans")
    if edit:
        return re.sub(r"(?<=del)\d+|(?<=dup)\d+", "", normalize_coding_change(text))
    if _POINT.fullmatch(text) and (residues_of(protein) or _SPLICE_WORDS.fullmatch(protein)):
        return text
    raise BiomarkerError(f"no pattern says exactly {f'{protein} ({coding})'!r}")


def fold_coding_change(coding: str) -> str:
    """Return `C.1285DUPC` as `c.1285dupC`, `c.9+1_2del` as `c.9+1_9+2del`.

    Bases stay in capitals, words do not.
    """
    text = f"c{coding.strip()[1:]}"
    text = re.sub(r"DEL|DUP|INS", lambda found: found[0].lower(), text)
    return re.sub(r"^c\.(\d+)([+-])(\d+)_(\d{1,2})(?=del|dup)", r"c.\1\2\3_\1\2\4", text)


def _spans(edit: re.Match[str]) -> bool:
    stated = edit["lost"] or edit["dup"] or ""
    if not stated:
        return True
    length = int(stated) if stated.isdigit() else len(stated)
    return length == int(edit["last"] or edit["first"]) - int(edit["first"]) + 1


@dataclass(frozen=True, slots=True)
class _Edit:
    """Bases `start0` to `end0` (0-based, half-open, coding) replaced by `put`."""

    start0: int
    end0: int
    put: str

    def on(self, cds: str) -> str:
        return cds[: self.start0] + self.put + cds[self.end0 :]


def check_coding_name(protein: str, coding: str, transcript: Transcript) -> str:
    """Return the coding change of a double name, shifted 3' as HGVS has it, once it is checked.

    `protein` is what stands beside the coding change, in short form, or words such as
    `Splice Site`, which are not checked but for the exon's border.

    Raises:
        BiomarkerError: a base or residue that the name states is not that of the transcript, or
            the coding change does not give the protein change.
    """
    text = fold_coding_change(coding)
    point = _POINT.fullmatch(text)
    if point:
        return _checked_point(protein, text, point, transcript)
    blocks, edit = _MNV.fullmatch(text), _EDIT.fullmatch(text)
    if blocks:
        made = _Edit(int(blocks[1]) - 1, int(blocks[2]), blocks[4])
        if transcript.cds[made.start0 : made.end0] != blocks[3]:
            raise BiomarkerError(f"the coding sequence has other bases than {coding!r} says")
    elif edit:
        made = _edit_of(edit, text, transcript.cds)
    else:
        return text
    shifted = _shifted(made, transcript)
    _check_protein(protein, coding, made, shifted, transcript)
    return _spelt(shifted, transcript.cds)


def _checked_point(protein: str, coding: str, point: re.Match[str], transcript: Transcript) -> str:
    number, offset, ref, alt = int(point[1]), point[2], point[3], point[4]
    if offset:
        borders = {
            span
            for exon in range(len(transcript.exons))
            if (span := transcript.codon_intervals(exon))
        }
        ends = (
            {end for _, end in borders} if offset[0] == "+" else {start + 1 for start, _ in borders}
        )
        if number not in ends or number == len(transcript.cds):
            raise BiomarkerError(f"no exon of {transcript.accession} ends at {coding!r}")
        return coding
    if transcript.cds[number - 1 : number] != ref:
        raise BiomarkerError(f"{transcript.accession} has no {ref} at {coding!r}")
    made = _Edit(number - 1, number, alt)
    codon = (number - 1) // 3
    new = translate(made.on(transcript.cds)[3 * codon : 3 * codon + 3])
    named = _NEW_RESIDUE.fullmatch(protein)
    if named and (int(named[1]), named[2]) not in (
        (codon + 1, new),
        (codon + 1, "=" if transcript.protein_sequence[codon : codon + 1] == new else new),
    ):
        raise BiomarkerError(f"{coding!r} does not give {protein!r}")
    return coding


def _edit_of(edit: re.Match[str], coding: str, cds: str) -> _Edit:
    first, last = int(edit["first"]), int(edit["last"] or edit["first"])
    stated = edit["lost"] or edit["dup"] or ""
    there = cds[first - 1 : last]
    if len(there) != last - first + 1 or (stated.isalpha() and stated != there):
        raise BiomarkerError(f"the coding sequence has other bases than {coding!r} says")
    if edit["ins"]:
        return _Edit(first, first, edit["ins"])
    if edit["dup"] is not None:
        return _Edit(last, last, there)
    return _Edit(first - 1, last, edit["put"] or "")


def _shifted(edit: _Edit, transcript: Transcript) -> _Edit:
    """Return a deletion or insertion as far 3' as its exon lets it (HGVS general rule)."""
    if edit.put and edit.end0 > edit.start0:
        return edit
    border = transcript.codon_intervals(transcript.exon_of_coding(max(edit.start0 - 1, 0)))
    limit = border[1] if border else len(transcript.cds)
    cds, start, end, put = transcript.cds, edit.start0, edit.end0, edit.put
    while end < limit:
        moved = put or cds[start:end]
        if cds[end] != moved[0]:
            break
        start, end = start + 1, end + 1
        put = put and put[1:] + put[0]
    return _Edit(start, end, put)


def _spelt(edit: _Edit, cds: str) -> str:
    if edit.start0 == edit.end0:
        length = len(edit.put)
        if cds[edit.start0 - length : edit.start0] == edit.put:
            return f"c.{_range(edit.start0 - length, edit.start0)}dup"
        return f"c.{edit.start0}_{edit.start0 + 1}ins{edit.put}"
    word = f"delins{edit.put}" if edit.put else "del"
    return f"c.{_range(edit.start0, edit.end0)}{word}"


def _range(start0: int, end0: int) -> str:
    return str(end0) if end0 - start0 == 1 else f"{start0 + 1}_{end0}"


def _check_protein(
    protein: str, coding: str, made: _Edit, shifted: _Edit, transcript: Transcript
) -> None:
    residues = residues_of(protein)
    if not residues:
        return
    old = transcript.protein_sequence
    new = translate_to_stop(made.on(transcript.cds))
    changed = next(
        (at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]),
        min(len(old), len(new)),
    )
    before = made.start0 - (made.start0 == made.end0)
    low = min(before // 3, changed)
    high = max(shifted.start0 // 3 + 1, changed)
    if not low <= residues[0][1] - 1 <= high:
        raise BiomarkerError(f"{coding!r} does not change what {protein!r} names")
    off_frame = (len(made.put) - (made.end0 - made.start0)) % 3 != 0
    says_frame = "fs" in protein.lower()
    if says_frame != off_frame and not re.fullmatch(r"[A-Z]\d+\*", protein):
        raise BiomarkerError(f"{coding!r} and {protein!r} do not agree on the reading frame")
    substitution = _NEW_RESIDUE.fullmatch(protein)
    if substitution and new[int(substitution[1]) - 1 : int(substitution[1])] != substitution[2]:
        raise BiomarkerError(f"{coding!r} does not give {protein!r}")
