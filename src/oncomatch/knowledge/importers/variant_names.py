"""From the names that CIViC gives to variants to biomarkers.

A name that has no exact counterpart in the pattern language is refused with a reason, never
translated to something broader.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from oncomatch.domain.biomarker import (
    AnyOf,
    Biomarker,
    ChangeKind,
    CodingChange,
    CodonChange,
    CopyNumberChange,
    CopyNumberKind,
    ExonChange,
    Expression,
    ExpressionKind,
    Fusion,
    GeneMutation,
    ProteinChange,
    WildType,
)
from oncomatch.domain.coding_change import normalize_coding_change
from oncomatch.domain.protein_change import normalize_protein_change, residues_of
from oncomatch.errors import BiomarkerError

_GENE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_ANY_PARTNER = "v"

_WHOLE_GENE: dict[str, Callable[[str], Biomarker]] = {
    "mutation": lambda gene: GeneMutation(gene, ChangeKind.MUTATION),
    "loss-of-function": lambda gene: GeneMutation(gene, ChangeKind.LOSS_OF_FUNCTION),
    "deleterious mutation": lambda gene: GeneMutation(gene, ChangeKind.LOSS_OF_FUNCTION),
    "inactivating mutation": lambda gene: GeneMutation(gene, ChangeKind.LOSS_OF_FUNCTION),
    "gain-of-function": lambda gene: GeneMutation(gene, ChangeKind.GAIN_OF_FUNCTION),
    "activating mutation": lambda gene: GeneMutation(gene, ChangeKind.GAIN_OF_FUNCTION),
    "frameshift": lambda gene: GeneMutation(gene, ChangeKind.FRAMESHIFT),
    "truncating mutation": lambda gene: GeneMutation(gene, ChangeKind.TRUNCATION),
    "wildtype": WildType,
    "amplification": lambda gene: CopyNumberChange(gene, CopyNumberKind.AMPLIFICATION),
    "deletion": lambda gene: CopyNumberChange(gene, CopyNumberKind.DELETION),
    "loss": lambda gene: CopyNumberChange(gene, CopyNumberKind.LOSS),
    "overexpression": lambda gene: Expression(gene, ExpressionKind.OVEREXPRESSION),
    "expression": lambda gene: Expression(gene, ExpressionKind.EXPRESSION),
    "underexpression": lambda gene: Expression(gene, ExpressionKind.UNDEREXPRESSION),
}

_INFRAME_DELETION_EXONS = {("EGFR", 19)}
"""Exons whose "Exon N Deletion" means small in-frame deletions, not the loss of the exon."""

_PROMOTER_NAMES = {("TERT", "C228T"): "c.-124C>T", ("TERT", "C250T"): "c.-146C>T"}
"""Genomic nicknames that look like protein changes (GRCh37 chr5:1295228 and 1295250)."""

_RESIDUE = r"[A-Z][1-9]\d*"
_SUBSTITUTION = re.compile(rf"({_RESIDUE})([A-Z*])")
_CODON = re.compile(r"[A-Z]([1-9]\d*)")
_CODONS = re.compile(r"[A-Z]([1-9]\d*)/[A-Z]([1-9]\d*)")
_ALTERNATIVES = re.compile(rf"({_RESIDUE})([A-Z])/([A-Z])")
_EXON = re.compile(r"exon ([1-9]\d*) (mutation|deletion|insertion|skipping mutation)")
_CODING = re.compile(r"c\.[-*]?[1-9]\d*[^\s()]*")
_INDEL = re.compile(
    rf"({_RESIDUE}(?:_{_RESIDUE})?)"
    r"(?:(ins|delins|>)([A-Z]+)|(del)[A-Z]*|(dup)[A-Z]*|(fs)(?:[*X]\d+)?)",
    re.IGNORECASE,
)


def parse_variant_name(gene: str, name: str) -> Biomarker:
    """Return the biomarker for a gene and a variant name of CIViC.

    Raises:
        BiomarkerError: the name says something that no pattern says exactly.
    """
    plain = name.strip()
    if "::" in gene:
        return _fusion(gene, plain)
    if not _GENE.fullmatch(gene):
        raise BiomarkerError(f"{gene!r} is not a gene")
    if (gene, plain.upper()) in _PROMOTER_NAMES:
        return CodingChange(gene, _PROMOTER_NAMES[gene, plain.upper()])
    make = _WHOLE_GENE.get(plain.lower())
    if make is not None:
        return make(gene)
    exon = _EXON.fullmatch(plain.lower())
    if exon:
        return _exon(gene, int(exon[1]), exon[2])
    if _CODING.fullmatch(plain):
        return CodingChange(gene, normalize_coding_change(plain))
    return _numbered(gene, plain)


def _numbered(gene: str, name: str) -> Biomarker:
    substitution = _SUBSTITUTION.fullmatch(name)
    if substitution:
        return ProteinChange(gene, substitution[1] + substitution[2].replace("X", "*"))
    codon = _CODON.fullmatch(name)
    if codon:
        return CodonChange(gene, int(codon[1]), int(codon[1]))
    pair = _CODONS.fullmatch(name)
    if pair:
        parts = tuple(CodonChange(gene, int(number), int(number)) for number in pair.groups())
        return AnyOf(parts)
    alternatives = _ALTERNATIVES.fullmatch(name)
    if alternatives:
        stem, *ends = alternatives.groups()
        return AnyOf(tuple(ProteinChange(gene, stem + end) for end in ends))
    indel = _INDEL.fullmatch(name)
    if indel:
        return ProteinChange(gene, _indel(indel))
    raise BiomarkerError(f"no pattern says exactly {name!r}")


def _indel(found: re.Match[str]) -> str:
    span, inserted, residues, deleted, duplicated, _ = found.groups()
    if deleted:
        return span.upper() + "del"
    if duplicated:
        return span.upper() + "dup"
    if not inserted:
        return span.upper() + "fs"
    word = "ins" if inserted.lower() == "ins" else "delins"
    change = normalize_protein_change(span.upper() + word + residues.upper())
    numbers = [number for _, number in residues_of(change)]
    if word == "ins" and numbers != [numbers[0], numbers[0] + 1]:
        raise BiomarkerError(f"{found[0]!r} inserts between residues that are not neighbours")
    return change


def _exon(gene: str, exon: int, word: str) -> Biomarker:
    if word == "mutation":
        return ExonChange(gene, exon, ChangeKind.MUTATION)
    if word == "insertion":
        return ExonChange(gene, exon, ChangeKind.INFRAME_INSERTION)
    if word == "skipping mutation":
        return ExonChange(gene, exon, ChangeKind.SKIPPING)
    if (gene, exon) in _INFRAME_DELETION_EXONS:
        return ExonChange(gene, exon, ChangeKind.INFRAME_DELETION)
    raise BiomarkerError(f"'exon {exon} deletion' of {gene} may mean the loss of the exon")


def _fusion(genes: str, name: str) -> Biomarker:
    if name.lower() != "fusion":
        raise BiomarkerError(f"no pattern says exactly {genes} {name!r}")
    five_prime, three_prime = genes.split("::", 1)
    if _ANY_PARTNER in (five_prime, three_prime):
        gene = three_prime if five_prime == _ANY_PARTNER else five_prime
        if gene == _ANY_PARTNER or not _GENE.fullmatch(gene):
            raise BiomarkerError(f"{genes!r} names no gene")
        return Fusion(gene)
    if not (_GENE.fullmatch(five_prime) and _GENE.fullmatch(three_prime)):
        raise BiomarkerError(f"{genes!r} names a partner that is not a gene")
    return Fusion(five_prime, three_prime)
