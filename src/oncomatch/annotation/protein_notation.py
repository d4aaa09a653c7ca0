"""Read protein changes: one- and three-letter residues, with and without brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from oncomatch.domain.protein_change import THREE_LETTER
from oncomatch.errors import NotationError


class ResidueChangeKind(Enum):
    """What happens to residues; CODONS names residues and says nothing of what happens."""

    SUBSTITUTION = "substitution"
    SAME = "="
    DELETION = "del"
    DUPLICATION = "dup"
    INSERTION = "ins"
    DELINS = "delins"
    FRAMESHIFT = "fs"
    EXTENSION = "ext"
    UNKNOWN = "?"
    CODONS = "codons"


@dataclass(frozen=True, slots=True)
class ResidueChange:
    """A change of the residues `first` to `last` (1-based, both included).

    `first_residue` and `last_residue` are the letters that the notation states there, `stated`
    all letters from first to last where it has them, `new` what comes in (in an extension what the
    stop is read as); one-letter, stop `*`.
    """

    kind: ResidueChangeKind
    first: int
    last: int
    first_residue: str
    last_residue: str
    new: str = ""
    stated: str = ""

    @property
    def short(self) -> str:
        """The one-letter form of HGVS: `V600E`, `E746_A750del`, `G12`."""
        span = f"{self.first_residue}{self.first}"
        if self.last != self.first:
            span += f"_{self.last_residue}{self.last}"
        if self.kind is ResidueChangeKind.SUBSTITUTION:
            return span + self.new
        if self.kind is ResidueChangeKind.CODONS:
            return span
        word: str = self.kind.value
        if self.kind in (ResidueChangeKind.INSERTION, ResidueChangeKind.DELINS):
            return span + word + self.new
        return span + word


_ONE_OF = {three.upper(): one for one, three in THREE_LETTER.items()}
_ONE = "[ACDEFGHIKLMNPQRSTUVWXY*]"
_THREE = "(?:" + "|".join(sorted(_ONE_OF)) + r"|\*)"
_SEVERAL = f"(?:{_THREE}+|{_ONE}+)"
_TITLE = re.compile("(?:" + "|".join(sorted(THREE_LETTER.values())) + r"|\*)+")
_FORM = (
    r"(?P<r1>{R})(?P<n1>\d+)(?:[_-](?P<r2>{R})(?P<n2>\d+))?(?:"
    r"(?P<same>=)"
    r"|del(?P<replaced>{S}?|\d+)ins(?P<delins>{S})"
    r"|(?P<del>del)(?P<deleted>{S}?|\d+)"
    r"|(?P<dup>dup)(?P<copied>{S}?|\d+)"
    r"|ins(?P<ins>{S})"
    r"|>(?P<becomes>{S})"
    r"|{R}?(?P<fs>fs)(?:(?:TER|\*|X)?(?:\d+|\?)?)"
    r"|(?P<reads>{R})?(?P<ext>ext)(?:(?:TER|\*|X|-)?(?:\d+|\?)?)"
    r"|(?P<unknown>\?)"
    r"|(?P<to>{R})"
    r")?"
)
_FORM = _FORM.replace("{S}", _SEVERAL)
_THREE_FORM = re.compile(_FORM.replace("{R}", _THREE), re.IGNORECASE)
_ONE_FORM = re.compile(_FORM.replace("{R}", _ONE), re.IGNORECASE)


def parse_residue_change(body: str, plain: str = "") -> ResidueChange:
    """Return the protein change that stands behind `p.`; `plain` is for messages.

    Raises:
        NotationError: it is not one change of known residues, or a letter is open (X).
    """
    where = plain or body
    bare = body.strip().removeprefix("(").removesuffix(")").replace("(", "").replace(")", "")
    found = _THREE_FORM.fullmatch(bare) or _ONE_FORM.fullmatch(bare)
    if found is None:
        raise NotationError(
            f"{where!r} is not one change of known residues, such as V600E, Val600Glu, "
            "E746_A750del, D770_N771insSVD, L747_P753delinsS, R213* or K10fs"
        )
    change = _change(found)
    letters = change.first_residue + change.last_residue + change.new + change.stated
    if "X" in letters:
        raise NotationError(
            f"{where!r}: X may mean a stop or any residue; write * or Ter for a stop"
        )
    if change.first < 1 or change.last < change.first:
        raise NotationError(f"{where!r}: residues are counted from 1 and in order")
    if change.kind is ResidueChangeKind.INSERTION and change.last != change.first + 1:
        raise NotationError(
            f"{where!r}: an insertion stands between two neighbours, as in D770_N771insSVD"
        )
    return change


def _change(found: re.Match[str]) -> ResidueChange:
    kind, new, stated = _kind(found)
    one_case = found["r1"].isupper() or found["r1"].islower()
    long = len(found["r1"]) == 3 and one_case
    first = int(found["n1"])
    last = int(found["n2"]) if found["n2"] else first
    first_residue = _letters(found["r1"], long)
    new = _letters(new, long)
    if kind is ResidueChangeKind.SUBSTITUTION and new == first_residue:
        kind, new = ResidueChangeKind.SAME, ""
    return ResidueChange(
        kind,
        first,
        last,
        first_residue,
        _letters(found["r2"], long) if found["r2"] else first_residue,
        new,
        "" if stated.isdigit() else _letters(stated, long),
    )


def _kind(found: re.Match[str]) -> tuple[ResidueChangeKind, str, str]:
    """Return the kind, the new residues and the stated ones, as they are written."""
    kinds = ResidueChangeKind
    if found["delins"]:
        return kinds.DELINS, found["delins"], found["replaced"]
    if found["ins"]:
        return kinds.INSERTION, found["ins"], ""
    if found["becomes"]:
        return kinds.DELINS, found["becomes"], ""
    if found["to"]:
        return kinds.DELINS if found["n2"] else kinds.SUBSTITUTION, found["to"], ""
    named = {
        "same": kinds.SAME,
        "del": kinds.DELETION,
        "dup": kinds.DUPLICATION,
        "fs": kinds.FRAMESHIFT,
        "ext": kinds.EXTENSION,
        "unknown": kinds.UNKNOWN,
    }
    for name, kind in named.items():
        if found[name]:
            return kind, found["reads"] or "", found["deleted"] or found["copied"] or ""
    return kinds.CODONS, "", ""


def _letters(residues: str, long: bool) -> str:
    """Return one-letter residues; `long` says that three-letter ones stand in one case."""
    upper = residues.upper()
    parts = re.findall(_THREE, upper)
    if _TITLE.fullmatch(residues) or (long and "".join(parts) == upper):
        return "".join(_ONE_OF.get(part, part) for part in parts)
    return upper


__all__ = ["ResidueChange", "ResidueChangeKind", "parse_residue_change"]
