"""Genomic criteria in running words: `KRAS G12S or G12C mutations`, `HER2-positive`, `dMMR`.

A phrase is a gene (or an alias) joined to an alteration, and the alterations that are listed
beside it. What a list means as a whole, and whether a residue is one of the protein, is checked
here; what stands around a phrase is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from oncomatch.domain.biomarker import (
    AnyOf,
    Biomarker,
    ChangeKind,
    CodonChange,
    CopyNumberChange,
    CopyNumberKind,
    ExonChange,
    Expression,
    ExpressionKind,
    Fusion,
    GeneMutation,
    MicrosatelliteInstability,
    ProteinChange,
)
from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import BiomarkerError
from oncomatch.reference.bundle import open_reference

MSI = "MSI"
SEVERAL = "the title speaks of several markers; AND or OR is not certain"
ALIASES = {"HER2": "ERBB2", "HER-2": "ERBB2", "HER2/NEU": "ERBB2", "C-MET": "MET"}
_GENES = """
    AKT1 ALK ATM BRAF BRCA1 BRCA2 CCNE1 CDK12 CDKN2A CLDN18 EGFR ERBB2 ESR1 FGFR1 FGFR2 FGFR3
    FLT3 GNA11 GNAQ HRAS IDH1 IDH2 KEAP1 KIT KMT2A KRAS MET MTAP NF1 NPM1 NRAS NRG1 NTRK1 NTRK2
    NTRK3 PALB2 PDGFRA PIK3CA PTEN RET ROS1 SMARCA4 STK11 TP53 TSC1 TSC2
""".split()
GENE = "|".join(sorted((*map(re.escape, ALIASES), *_GENES), key=len, reverse=True))
_HYPHEN = r"[\s‐‑–-]*"
_MUTANT = r"(?:gene\s)?(?:mutant|mutated|(?:activating\s)?mutations?)"
_POSITIVE = rf"(?:{_HYPHEN}positive)?\b"
_RESIDUE = r"[ACDEFGHIKLMNPQRSTVWY]\d{2,4}"
_ENDS = r"[ACDEFGHIKLMNPQRSTVWY](?:[/,][ACDEFGHIKLMNPQRSTVWY])*"

_Maker = Callable[[str, re.Match[str]], tuple[Biomarker, ...]]


@dataclass(frozen=True, slots=True)
class _Part:
    """One alteration of a list: where it stands, and any of which biomarkers it asks for."""

    start: int
    end: int
    gene: str
    biomarkers: tuple[Biomarker, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Where a text names a criterion, on which gene (or `MSI`), and in which words."""

    start: int
    end: int
    gene: str
    biomarker: Biomarker
    quotes: tuple[str, ...]


def _protein_changes(gene: str, found: re.Match[str]) -> tuple[Biomarker, ...]:
    residue, number = found["residue"].upper(), int(found["residue"][1:])
    transcript = open_reference().reported_transcript(gene, GenomeBuild.GRCH38)
    protein = transcript.protein_sequence if transcript else ""
    if protein[number - 1 : number] != residue[0]:
        raise BiomarkerError(f"{residue} is not a residue of the reported protein of {gene}")
    ends = re.findall(r"[A-Z]", (found["ends"] or "").upper())
    if not ends:
        return (CodonChange(gene, number, number),)
    return tuple(ProteinChange(gene, residue + end) for end in ends)


def _exon_change(kind: ChangeKind) -> _Maker:
    return lambda gene, found: (ExonChange(gene, int(found["exon"]), kind),)


def _copy_number(kind: CopyNumberKind) -> _Maker:
    return lambda gene, found: (CopyNumberChange(gene, kind),)


_ALTERATIONS: tuple[tuple[re.Pattern[str], _Maker], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), make)
    for pattern, make in (
        (
            rf"exon\s*(?P<exon>\d+)\s*insertions?(?:\smutations?)?{_POSITIVE}",
            _exon_change(ChangeKind.INFRAME_INSERTION),
        ),
        (
            rf"exon\s*(?P<exon>14)\s*skipping(?:\smutations?)?{_POSITIVE}",
            _exon_change(ChangeKind.SKIPPING),
        ),
        (
            rf"\(?(?:p\.?\s*)?(?P<residue>{_RESIDUE})"
            rf"(?:(?P<ends>{_ENDS})\b\)?(?:{_HYPHEN}{_MUTANT}{_POSITIVE}|\+)?"
            rf"|\)?{_HYPHEN}{_MUTANT}{_POSITIVE})",
            _protein_changes,
        ),
        (
            rf"(?:gene\s)?(?:fusions?|rearrange(?:d|ments?)){_POSITIVE}",
            lambda gene, found: (Fusion(gene),),
        ),
        (
            rf"(?:gene\s)?(?:amplified|amplifications?){_POSITIVE}",
            _copy_number(CopyNumberKind.AMPLIFICATION),
        ),
        (
            rf"(?:homozygous(?:ly)?[\s-])?(?:deleted|deletions?|null){_POSITIVE}",
            _copy_number(CopyNumberKind.DELETION),
        ),
        (
            rf"{_MUTANT}{_POSITIVE}",
            lambda gene, found: (GeneMutation(gene, ChangeKind.MUTATION),),
        ),
    )
)
_LEVEL = re.compile(r"(?:positive\b|\+(?!\w)|overexpressing\b)", re.IGNORECASE)
_MSI = re.compile(
    r"\b(?:MSI[\s-]?H(?:igh)?\b|microsatellite instability[\s-]high|dMMR\b|"
    r"(?:mismatch repair|MMR)[\s-]?(?:deficient|D\b))",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"\b(?P<both_copies>homozygous\s)?\b(?P<gene>{GENE}){_HYPHEN}", re.IGNORECASE)
_JOINT = re.compile(r"[\s()]*(?P<word>/|,?\s*\b(?:and/or|or|and)\b|,)?[\s()]*", re.IGNORECASE)
_BEGINNING = re.compile(rf"{_MSI.pattern}|{_NAMED.pattern}", re.IGNORECASE)
_HER2_POSITIVE = (
    CopyNumberChange("ERBB2", CopyNumberKind.AMPLIFICATION),
    Expression("ERBB2", ExpressionKind.OVEREXPRESSION),
)


def find_phrases(text: str) -> list[Phrase]:
    """Return the criteria that the text names, from left to right.

    Raises:
        BiomarkerError: one of them cannot be read with certainty.
    """
    phrases: list[Phrase] = []
    for beginning in _BEGINNING.finditer(text):
        if phrases and beginning.start() < phrases[-1].end:
            continue
        phrase = _phrase_at(text, beginning.start())
        if phrase is not None:
            phrases.append(phrase)
    return phrases


def _phrase_at(text: str, start: int) -> Phrase | None:
    """Return the alteration at the place with those that are listed after it."""
    parts: list[_Part] = []
    joints: list[str] = []
    part = _part_at(text, start)
    while part is not None:
        parts.append(part)
        joint = _JOINT.match(text, part.end)
        if joint is None or not joint[0]:
            break
        part = _part_at(text, joint.end(), parts[0].gene)
        if part is not None and part.gene != parts[0].gene:
            break
        joints.append(re.sub(r"[,\s]+(?=\w)", "", (joint["word"] or "").lower()))
    if not parts:
        return None
    quotes = tuple(text[part.start : part.end].strip() for part in parts)
    biomarker = _joined(parts, joints[: len(parts) - 1])
    return Phrase(start, parts[-1].end, parts[0].gene, biomarker, quotes)


def _part_at(text: str, start: int, gene: str = "") -> _Part | None:
    """Return the alteration that begins at the place; in a list it may be without its gene."""
    unstable = _MSI.match(text, start)
    if unstable:
        return _Part(start, unstable.end(), MSI, (MicrosatelliteInstability(),))
    named = _NAMED.match(text, start)
    if named:
        gene, after = symbol_of(named["gene"]), named.end()
    else:
        after = start
    if not gene or gene == MSI:
        return None
    for pattern, make in _ALTERATIONS:
        found = pattern.match(text, after)
        if found:
            biomarkers = make(gene, found)
            if named and named["both_copies"] and not _is_deletion(biomarkers):
                return None
            return _Part(start, found.end(), gene, biomarkers)
    level = _LEVEL.match(text, after) if named else None
    if level is None:
        return None
    if gene != "ERBB2":
        raise BiomarkerError(f"what {text[start : level.end()]!r} asks for is not certain")
    return _Part(start, level.end(), gene, _HER2_POSITIVE)


def _is_deletion(biomarkers: tuple[Biomarker, ...]) -> bool:
    return {getattr(each, "kind", None) for each in biomarkers} == {CopyNumberKind.DELETION}


def _joined(parts: list[_Part], joints: list[str]) -> Biomarker:
    """Return what a list asks for; changes of one codon exclude each other, so any of them."""
    biomarkers = tuple(dict.fromkeys(each for part in parts for each in part.biomarkers))
    if len(biomarkers) == 1:
        return biomarkers[0]
    sets = {part.biomarkers for part in parts}
    either = "or" in {joint[-2:] for joint in joints} and not {"", "and"}.intersection(joints)
    if len(sets) == 1 or either or _are_of_one_codon(biomarkers):
        return AnyOf(biomarkers)
    raise BiomarkerError(SEVERAL)


def _are_of_one_codon(biomarkers: tuple[Biomarker, ...]) -> bool:
    changes = [each.change for each in biomarkers if isinstance(each, ProteinChange)]
    return len(changes) == len(biomarkers) and len({change[:-1] for change in changes}) == 1


def symbol_of(name: str) -> str:
    """Return the gene symbol of a name as titles write it."""
    upper = name.upper()
    return ALIASES.get(upper, upper)


def names_of(gene: str) -> re.Pattern[str]:
    """Return the pattern of the names by which a text may call the gene."""
    if gene == MSI:
        return _MSI
    names = [name for name, symbol in ALIASES.items() if symbol == gene] + [gene]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)
