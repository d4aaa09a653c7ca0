"""Alterations as people write them, read into the pattern language.

One alteration has many spellings: `V600E`, `p.Val600Glu`; `exon 19 deletion`, `Ex19del`;
`EML4-ALK`, `EML4::ALK fusion`; `MSI-H`. Each becomes the pattern that says the same; what is not
understood is an error, never a guess.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from oncomatch.domain.biomarker import (
    AllOf,
    AnyOf,
    Biomarker,
    CodonChange,
    ExonChange,
    Not,
    atoms_of,
    genes_of,
)
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import BiomarkerError, InputError
from oncomatch.readers import alteration_phrases as phrases
from oncomatch.readers.alteration_phrases import Made
from oncomatch.reference.bundle import Reference

LONGEST = 200
"""Letters that an alteration may have."""

_MOST_PARTS = 8
_BUILD = GenomeBuild.GRCH38
_DASHES = str.maketrans(
    {"‐": "-", "‑": "-", "–": "-", "—": "-", "≥": ">=", "≤": "<=", "\u00a0": " "}
)
_BOTH = re.compile(r" and | ?\+ (?=\S)| ?; ?|, (?:and )?", re.IGNORECASE)
_ONE_OF = re.compile(r" or ", re.IGNORECASE)
_WILD = re.compile(r"(?i)(?P<genes>.+?)[ -](?:wild[- ]?type|wt)s?")
_PLACED = re.compile(
    r"(?i)(?:(?:GRCh3[78]|hg19|hg38)[: ])?"
    r"(?:(?:chr)?(?:\d{1,2}|X|Y):g\.\S+|N[CMGP]_\S+|LRG_\S+|ENS[TP]\d\S*"
    r"|(?:chr)?(?:\d{1,2}|X|Y)[-:]\d+[-:][ACGT]+[->:][ACGT]+)"
)
_GERMLINE = re.compile(r"(?i)(germline|somatic) ")
_GROUPS: dict[str, tuple[tuple[str, ...], str]] = {
    "RAS": (
        ("KRAS", "NRAS"),
        "RAS is read as KRAS and NRAS, as companion diagnostics test them; HRAS is not said",
    ),
    "BRCA": (("BRCA1", "BRCA2"), "BRCA is read as BRCA1 or BRCA2"),
    "NTRK": (("NTRK1", "NTRK2", "NTRK3"), "NTRK is read as NTRK1, NTRK2 or NTRK3"),
}
"""Names of several genes, with the genes and what to say: as labels use them."""
_OLD_PARTNERS = {"ABL": "ABL1", "MLL": "KMT2A"}
"""Names in fusions that are not, or no longer, the name of one gene."""
_KNOWN = "V600E, exon 19 deletion, amplification, fusion, wild type, oncogenic mutations"


@dataclass(frozen=True, slots=True)
class Understood:
    """What an alteration means: the patterns that hold together, and notes on the reading.

    `notation` is a g., c. or p. notation with its own reference, which says its place itself;
    there are no patterns then.
    """

    biomarkers: tuple[Biomarker, ...]
    notes: tuple[str, ...] = ()
    notation: str = ""

    @property
    def genes(self) -> tuple[str, ...]:
        """The genes it speaks of, none for a marker of the whole tumour."""
        genes = [gene for biomarker in self.biomarkers for gene in genes_of(biomarker)]
        return tuple(dict.fromkeys(genes))


class AlterationWords:
    """Reads alterations; genes are known by symbol, alias or former symbol."""

    def __init__(self, reference: Reference):
        self._reference = reference

    def read(self, gene: str, alteration: str) -> Understood:
        """Return what an alteration of a gene means; `gene` is empty for a marker.

        Several alterations that hold together are joined by `and`, `+`, `,` or `;`; of those
        joined by `or` one holds.

        Raises:
            InputError: the gene or the alteration is not understood; the message says which part
                and what comes near.
        """
        for text in (gene, alteration):
            if len(text) > LONGEST:
                raise InputError(f"{text[:40]!r}…: is longer than {LONGEST} letters")
        words = _tidy(alteration)
        if not words:
            raise InputError("no alteration was given; try 'mutation', 'amplification', 'V600E'")
        name = _tidy(gene)
        if _PLACED.fullmatch(words):
            if name:
                self._symbol(name)
            return Understood((), (), words)
        made = self._whole(name, words)
        found = [self._pattern(pattern, words) for pattern, _ in made]
        notes = [note for _, note in made if note]
        parts = [part for each in found for part in _held(each)]
        return Understood(tuple(dict.fromkeys(parts)), tuple(dict.fromkeys(notes)))

    def _pattern(self, text: str, words: str) -> Biomarker:
        try:
            pattern = parse_biomarker(text)
        except BiomarkerError as error:
            raise InputError(f"{words!r}: {error}") from error
        for atom in atoms_of(pattern):
            self._check(atom)
        return pattern

    def _check(self, atom: Biomarker) -> None:
        """Hold that codons and exons are there."""
        transcript = self._reference.reported_transcript(getattr(atom, "gene", ""), _BUILD)
        if transcript is None:
            return
        if isinstance(atom, CodonChange) and not atom.transcript and transcript.protein_sequence:
            length = len(transcript.protein_sequence.rstrip("*"))
            if not 1 <= atom.first <= atom.last <= length:
                named = f"{atom.gene} ({transcript.accession})"
                raise InputError(f"{atom}: the protein of {named} has {length} residues")
        if isinstance(atom, ExonChange) and not transcript.coding_only:
            exons = len(transcript.exons)
            if not 1 <= atom.exon <= atom.last <= exons:
                named = f"{atom.gene} ({transcript.accession})"
                raise InputError(f"{atom}: {named} has {exons} exons")

    def _whole(self, name: str, words: str) -> list[Made]:
        """Return the patterns that hold together."""
        together = self._several(name)
        if together is not None:
            return self._of_several(*together, words)
        wild = _WILD.fullmatch(words)
        listed = self._several(wild["genes"]) if wild and not name else None
        if listed is not None:
            return self._of_several(*listed, "wild type")
        parts = [part for part in _BOTH.split(words) if part]
        if len(parts) > _MOST_PARTS:
            raise InputError(f"{words[:40]!r}…: more than {_MOST_PARTS} alterations are joined")
        symbol = self._symbol(name) if name and not phrases.is_marker(name) else ""
        made: list[Made] = []
        for part in parts:
            head, _, rest = part.partition(" ")
            several = self._several(head) if rest and not symbol else None
            if several is not None:
                made += self._of_several(*several, rest)
                continue
            own = self._gene(head) if rest else None
            gene = symbol or (_leading_gene(made[-1][0]) if made and own is None else "")
            if own is not None and len(parts) > 1:
                gene = own
            made.append(self._one_of(name, gene, part))
        return made

    def _several(self, name: str) -> tuple[tuple[str, ...], str, bool] | None:
        """Return genes, a note and whether all are meant, where a name is that of several genes.

        `KRAS and NRAS`, `KRAS/NRAS`, `BRCA1/2`, `RAS/BRAF`; None for one gene or none.
        """
        if self._reference.find_gene(name) is not None or phrases.is_marker(name):
            return None
        names = [each for each in re.split(r" ?[/,;&] ?| and | or ", name) if each]
        for at, each in enumerate(names):
            if at and each.isdigit():
                names[at] = re.sub(r"\d+$", each, names[at - 1])
        genes: list[str] = []
        notes: list[str] = []
        for each in names:
            if each.upper() in _GROUPS:
                members, note = _GROUPS[each.upper()]
                genes += members
                notes.append(note)
            elif (found := self._gene(each)) is not None:
                genes.append(found)
            else:
                return None
        if len(genes) < 2:
            return None
        return tuple(dict.fromkeys(genes)), "; ".join(notes), " and " in name.lower()

    def _of_several(
        self, genes: tuple[str, ...], note: str, all_meant: bool, words: str
    ) -> list[Made]:
        """Return what is said of several genes: of all, or of one of them.

        A wild type is one of all of them; another alteration is one of any of them.
        """
        made = [self._one_of("", gene, words) for gene in genes]
        if all_meant or all(pattern.endswith(" wildtype") for pattern, _ in made):
            return [(pattern, note or said) for pattern, said in made]
        note = note or f"one of {', '.join(genes)} is meant; write 'and' where all are"
        return [(" or ".join(pattern for pattern, _ in made), note)]

    def _one_of(self, name: str, symbol: str, words: str) -> Made:
        choices = _ONE_OF.split(words)
        said = choices[-1].partition(" ")[2]
        bare = [self._gene(choice) is not None for choice in choices[:-1]]
        if said and bare and all(bare):
            choices = [*(f"{choice} {said}" for choice in choices[:-1]), choices[-1]]
            symbol = ""
        made: list[Made] = []
        for choice in choices:
            if made and not symbol and (before := _leading_gene(made[-1][0])):
                try:
                    made.append(self._part("", "", choice))
                except InputError:
                    made.append(self._part("", before, choice))
            else:
                made.append(self._part(name, symbol, choice))
        notes = "; ".join(dict.fromkeys(note for _, note in made if note))
        return " or ".join(pattern for pattern, _ in made), notes

    def _gene(self, name: str) -> str | None:
        find = self._reference.find_gene
        dense = re.sub(r"[- ]", "", name)
        for each in (name, name.upper(), dense, dense.upper()):
            found = find(each)
            if found is not None:
                return found.symbol
        return None

    def _symbol(self, name: str) -> str:
        found = self._gene(name)
        if found is None:
            symbols = self._reference.genes_with_sequence
            near = difflib.get_close_matches(name.upper()[:20], symbols, n=3, cutoff=0.7)
            ask = f"; did you mean {' or '.join(near)}?" if near else "; use its HGNC symbol"
            shown = name if len(name) <= 40 else f"{name[:40]}…"
            raise InputError(f"the gene {shown!r} is not known{ask}")
        return found

    def _part(self, name: str, gene: str, words: str) -> Made:
        """Return the pattern text of one alteration."""
        origin = _GERMLINE.match(words)
        if origin:
            pattern, note = self._part(name, gene, words[origin.end() :])
            return f"{origin[1].lower()} ({pattern})", note
        if phrases.is_marker(name) and (made := phrases.marker_with_name(name, words)):
            return made
        if made := phrases.marker(words):
            return made
        own = gene or self._gene(re.split("[ -]", words)[0]) or ""
        rest = words.partition(" ")[2] if own and not gene else words
        for text in filter(None, (words, rest)):
            if made := phrases.of_one_gene(own, text):
                return made
        if made := self._fusion(gene, words):
            return made
        return self._with_gene(gene, words)

    def _with_gene(self, gene: str, words: str) -> Made:
        head, rest = _split_gene(words)
        if rest and not gene and head[:1].isalpha():
            if _stands_alone(words):
                return words, ""
            gene, words = self._symbol(head), rest
        elif rest and gene and self._gene(head) == gene:
            words = rest
        if not gene:
            raise InputError(
                f"{words!r}: name the gene, or a marker such as MSI-H or triple-negative"
            )
        return self._of_gene(gene, words)

    def _of_gene(self, gene: str, words: str) -> Made:
        for read in (phrases.of_gene, phrases.exon, phrases.numbered, phrases.level):
            made = read(gene, words)
            if made:
                self._demand_residue(gene, words, made[0])
                return made
        try:
            pattern = parse_biomarker(f"{gene} {words}")
        except BiomarkerError:
            pattern = None
        if pattern is None or isinstance(pattern, AllOf | AnyOf | Not):
            raise InputError(f"the alteration {words!r} is not understood; try {_KNOWN}")
        return f"{gene} {words}", ""

    def _demand_residue(self, gene: str, words: str, pattern: str) -> None:
        """Hold that the protein has the residue that a codon is said to have."""
        stated = phrases.stated_residue(words) if "codon" in pattern else None
        transcript = self._reference.reported_transcript(gene, _BUILD)
        if stated is None or transcript is None or not transcript.protein_sequence:
            return
        letter, number = stated
        protein = transcript.protein_sequence
        there = protein[number - 1] if number <= len(protein) else "beyond the protein"
        if there != letter:
            raise InputError(
                f"residue {number} of {gene} ({transcript.accession}) is {there}, not {letter}"
            )

    def _fusion(self, gene: str, words: str) -> Made | None:
        """Return the fusion of two genes, `A::B`, `A-B` or `A/B`, of which `gene` is one if set.

        Both names must be genes: `NKX2-1` and `HLA-A` are one gene each. What a laboratory adds
        after a dash with spaces (`- Archer`) is its method.
        """
        stem = re.sub(r" - \S+$", "", words)
        bare = re.sub(r"(?i)[ -](?:gene )?(?:fusions?|rearrangements?|positive)$", "", stem)
        if self._reference.find_gene(bare) is not None:
            return None
        for joint in ("::", "/", "-"):
            for at in (found.start() for found in re.finditer(re.escape(joint), bare)):
                ends = [bare[:at].strip(), bare[at + len(joint) :].strip()]
                names = [_OLD_PARTNERS.get(end.upper(), end) for end in ends if end]
                sure = joint == "::" or bare != stem
                named = [symbol for each in names if (symbol := self._partner(each, sure))]
                if len(named) == 2 and gene in ("", *named):
                    return f"{named[0]}::{named[1]} fusion", ""
        return None

    def _partner(self, name: str, sure: bool) -> str:
        """Return a gene of a fusion; by an alias only where the words surely say a fusion.

        V7 is an alias of CD101, but `AR-V7` is no fusion.
        """
        found = self._reference.find_gene(name) or self._reference.find_gene(name.upper())
        if found is None or not (sure or found.symbol == name.upper()):
            return ""
        return found.symbol


def _tidy(text: str) -> str:
    return " ".join(text.translate(_DASHES).split())


def _held(biomarker: Biomarker) -> Iterator[Biomarker]:
    """Yield what holds by itself in a pattern."""
    if isinstance(biomarker, AllOf):
        for part in biomarker.parts:
            yield from _held(part)
    else:
        yield biomarker


def _leading_gene(pattern: str) -> str:
    head, _, rest = pattern.rpartition(" or ")[2].partition(" ")
    return head if rest and "::" not in head else ""


def _split_gene(words: str) -> tuple[str, str]:
    """Return what may be the gene, and the rest: `BRAF V600E`, `BRAF:p.V600E`."""
    found = re.match(r"([A-Za-z][\w.-]*)(?: |:(?!:)|_(?=[A-Zp]))(\S.*)", words)
    return (found[1], found[2]) if found else (words, "")


def _stands_alone(words: str) -> bool:
    """Whether words are a pattern that names no gene: `arm 17p loss`, `signature SBS3`."""
    try:
        pattern = parse_biomarker(words)
    except BiomarkerError:
        return False
    return not genes_of(pattern) and not isinstance(pattern, AllOf | AnyOf | Not)
