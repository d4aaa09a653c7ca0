"""Read g., c., n. and p. notations as people and tables write them.

Accepted are `EGFR p.L858R`, `EGFR L858R`, `BRAF:V600E`, `NM_004333.4:c.1799T>A`,
`NM_004333.4(BRAF):c.1799T>A`, `NC_000007.14:g.55191822T>G`, `chr7:g.55191822T>G`,
`7-55191822-T-G`, one- and three-letter residues, brackets around a predicted protein change, and
the older spellings that state what is deleted or copied. What a notation says is kept as it
stands; whether it is so is for `resolve` to see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

from oncomatch.annotation.protein_notation import ResidueChange, parse_residue_change
from oncomatch.errors import NotationError


class Level(Enum):
    """What a notation counts on."""

    GENOMIC = "g"
    CODING = "c"
    TRANSCRIPT = "n"
    PROTEIN = "p"


class BaseChangeKind(Enum):
    """What happens to bases; the values are the words of HGVS."""

    SUBSTITUTION = ">"
    DELETION = "del"
    INSERTION = "ins"
    DELINS = "delins"
    DUPLICATION = "dup"
    INVERSION = "inv"
    REPEAT = "[]"
    NONE = "="


@dataclass(frozen=True, slots=True)
class BasePosition:
    """`76`, `76+5`, `-12`, `*5-2`: a 1-based number, where it counts from, an intron offset.

    `region` is `-` before the start codon, `*` behind the stop codon, empty otherwise.
    """

    number: int
    offset: int = 0
    region: str = ""

    def __str__(self) -> str:
        return f"{self.region}{self.number}" + (f"{self.offset:+d}" if self.offset else "")


@dataclass(frozen=True, slots=True)
class BaseChange:
    """A change of bases from `first` to `last`, both included.

    `stated` is what the notation says was there (empty where it does not), `stated_length` how
    many bases it says (`del15`), `inserted` what comes in or, for a repeat, its unit; `copies` is
    the number of units of a repeat.
    """

    first: BasePosition
    last: BasePosition
    kind: BaseChangeKind
    stated: str = ""
    stated_length: int | None = None
    inserted: str = ""
    copies: int = 0


@dataclass(frozen=True, slots=True)
class Notation:
    """A notation in its parts.

    `reference` is the accession or contig before the colon, `gene` the symbol or alias, each empty
    where the notation has none. `protein` is the protein change that stands behind a change of
    bases, as in ClinVar's `NM_004333.4(BRAF):c.1799T>A (p.Val600Glu)`; it has to agree.
    """

    text: str
    reference: str
    gene: str
    level: Level
    change: BaseChange | ResidueChange
    protein: ResidueChange | None = None


_CONTIG = r"(?:chr)?(?:[1-9]|1\d|2[0-2]|X|Y|MT?)"
_PLAIN = re.compile(
    rf"({_CONTIG})[-:_ ](\d+)[-:_ ]?([ACGTN]+)(?:[-:_ /]|->|>)([ACGTN]+)", re.IGNORECASE
)
_ACCESSION = re.compile(
    r"(?:NC|NG|NM|NR|NP|XM|XR|XP|LRG|ENS[TPG])[_0-9][0-9A-Za-z_]*(?:\.\d+)?", re.IGNORECASE
)
_GENE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.@-]*")
_LEVEL = re.compile(r"([A-Za-z])\.\s*(?=\S)")
_WITH_PROTEIN = re.compile(r"(.*[\s:][cgn]\..*[^\s;,])[\s;,]+\(?p\.(.+?)\)?", re.IGNORECASE)
_POSITION = r"(?P<region{0}>[-*]?)(?P<number{0}>\d+)(?P<offset{0}>[-+]\d+)?"
_SPAN = _POSITION.format("") + r"(?:_" + _POSITION.format("_2") + ")?"
_BASES = "[ACGTN]"
_BASE_CHANGE = re.compile(
    _SPAN + rf"(?:(?P<ref>{_BASES}+)>(?P<alt>{_BASES}+)"
    rf"|del(?P<replaced>{_BASES}*|\d+)ins(?P<delins>{_BASES}+)"
    rf"|del(?P<deleted>{_BASES}*|\d+)"
    rf"|dup(?P<copied>{_BASES}*|\d+)"
    rf"|ins(?P<ins>{_BASES}+)"
    r"|(?P<inv>inv)(?P<turned>\d*)"
    rf"|(?P<unit>{_BASES}*)\[(?P<copies>\d+)\]"
    rf"|(?P<unchanged>{_BASES}*)=)",
    re.IGNORECASE,
)
_KIND_OF = {
    "alt": BaseChangeKind.SUBSTITUTION,
    "delins": BaseChangeKind.DELINS,
    "deleted": BaseChangeKind.DELETION,
    "copied": BaseChangeKind.DUPLICATION,
    "ins": BaseChangeKind.INSERTION,
    "inv": BaseChangeKind.INVERSION,
    "copies": BaseChangeKind.REPEAT,
    "unchanged": BaseChangeKind.NONE,
}
_STATED_OF = {
    BaseChangeKind.SUBSTITUTION: "ref",
    BaseChangeKind.DELINS: "replaced",
    BaseChangeKind.DELETION: "deleted",
    BaseChangeKind.DUPLICATION: "copied",
    BaseChangeKind.INVERSION: "turned",
    BaseChangeKind.NONE: "unchanged",
}
_INSERTED_OF = {
    BaseChangeKind.SUBSTITUTION: "alt",
    BaseChangeKind.DELINS: "delins",
    BaseChangeKind.INSERTION: "ins",
    BaseChangeKind.REPEAT: "unit",
}


def parse_notation(text: str) -> Notation:
    """Return a notation in its parts.

    Raises:
        NotationError: it has no form that is known here; the message shows forms that are.
    """
    plain = " ".join(text.split())
    written = _PLAIN.fullmatch(plain)
    if written:
        contig, position, ref, alt = written.groups()
        first = BasePosition(int(position))
        last = BasePosition(int(position) + len(ref) - 1)
        change = BaseChange(
            first, last, BaseChangeKind.SUBSTITUTION, ref.upper(), None, alt.upper()
        )
        return Notation(text, contig, "", Level.GENOMIC, change)
    both = _WITH_PROTEIN.fullmatch(plain)
    if both:
        notation = parse_notation(both[1])
        return replace(notation, text=text, protein=parse_residue_change(both[2], plain))
    head, description = _split(plain)
    reference, gene = _reference_and_gene(head, plain)
    stated = _LEVEL.match(description)
    if stated is None:
        return Notation(
            text, reference, gene, Level.PROTEIN, parse_residue_change(description, plain)
        )
    letter, body = stated[1].lower(), description[stated.end() :]
    try:
        level = Level(letter)
    except ValueError:
        raise NotationError(
            f"{plain!r}: {letter}. notations are not read; give a g., c., n. or p. notation"
        ) from None
    if level is Level.PROTEIN:
        return Notation(text, reference, gene, level, parse_residue_change(body, plain))
    if level is Level.GENOMIC and gene and not reference:
        raise NotationError(
            f"{plain!r}: a g. notation stands on a chromosome; write chr7:g.… or NC_000007.14:g.…"
        )
    return Notation(text, reference, gene, level, parse_base_change(body, plain))


def _split(plain: str) -> tuple[str, str]:
    """Return what stands before and in the description: `BRAF`, `V600E`."""
    head, colon, description = plain.rpartition(":")
    if colon:
        return head.strip(), description.strip()
    head, space, description = plain.rpartition(" ")
    if space and re.fullmatch(r"[cgnpCGNP]\.", head.split()[-1]):
        head, _, letter = head.rpartition(" ")
        description = letter + description
    if not head:
        raise NotationError(
            f"{plain!r} names no gene, transcript or chromosome; write EGFR p.L858R, "
            "NM_004333.4:c.1799T>A or NC_000007.14:g.55191822T>G"
        )
    return head.strip(), description.strip()


def _reference_and_gene(head: str, plain: str) -> tuple[str, str]:
    """Return accession or contig, and gene: of `BRAF`, `NM_004333.4(BRAF)`, `BRAF NM_004333.4`."""
    reference = gene = ""
    for word in re.split(r"[\s():]+", head):
        if not word:
            continue
        if _ACCESSION.fullmatch(word):
            kind, part = "reference", word.upper()
        elif re.fullmatch(_CONTIG, word, re.IGNORECASE):
            kind, part = "reference", word
        elif _GENE.fullmatch(word):
            kind, part = "gene", word
        else:
            raise NotationError(f"{plain!r}: {word!r} is no gene, accession or chromosome")
        if (reference if kind == "reference" else gene) not in ("", part):
            raise NotationError(
                f"{plain!r} has a word too many, {word!r}; write gene and change, as EGFR p.L858R"
            )
        reference, gene = (part, gene) if kind == "reference" else (reference, part)
    return reference, gene


def parse_base_change(body: str, plain: str = "") -> BaseChange:
    """Return the change of bases that stands behind `c.`, `n.` or `g.`; `plain` is for messages.

    Raises:
        NotationError: it is not one change with both ends known.
    """
    where = plain or body
    bare = body.strip()
    if bare.startswith("(") and bare.endswith(")"):
        bare = bare[1:-1]
    found = _BASE_CHANGE.fullmatch(bare)
    if found is None:
        raise NotationError(
            f"{where!r} is not one change of bases with known ends, such as 76A>T, 76_78del, "
            "76_77insT, 76dup, 76_78delinsTT, 76_78inv or 76+1G>A"
        )
    first = _position(found, "")
    last = _position(found, "_2") if found["number_2"] else first
    kind = next(_KIND_OF[name] for name in _KIND_OF if found[name] is not None)
    stated = (found[_STATED_OF[kind]] or "" if kind in _STATED_OF else "").upper()
    inserted = (found[_INSERTED_OF[kind]] if kind in _INSERTED_OF else "").upper()
    if kind is BaseChangeKind.INSERTION and found["number_2"] is None:
        raise NotationError(f"{where!r}: an insertion stands between two bases, as in 76_77insT")
    if "N" in inserted:
        raise NotationError(f"{where!r}: N is not one base, so it is no one change")
    length = int(stated) if stated.isdigit() else None
    return BaseChange(
        first,
        last,
        kind,
        "" if length is not None else stated,
        length,
        inserted,
        int(found["copies"] or 0),
    )


def _position(found: re.Match[str], which: str) -> BasePosition:
    number, offset = int(found[f"number{which}"]), int(found[f"offset{which}"] or 0)
    if number < 1:
        raise NotationError(f"{found.string!r}: positions are counted from 1; there is no 0")
    return BasePosition(number, offset, found[f"region{which}"])


__all__ = [
    "BaseChange",
    "BaseChangeKind",
    "BasePosition",
    "Level",
    "Notation",
    "parse_base_change",
    "parse_notation",
]
