"""From the names that CIViC gives to variants to biomarkers.

A name that has no exact counterpart in the pattern language is refused with a reason, never
translated to something broader. What its words mean stands in `variant_words`.
"""

from __future__ import annotations

import re

from oncomatch.domain.biomarker import Biomarker
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.coding_change import normalize_coding_change
from oncomatch.domain.protein_change import normalize_protein_change, residues_of
from oncomatch.errors import BiomarkerError
from oncomatch.knowledge.importers.coding_names import fold_coding_change, spell_coding_change
from oncomatch.knowledge.importers.variant_facts import NOTHING_KNOWN, VariantFacts
from oncomatch.knowledge.importers.variant_words import (
    EXON_KINDS,
    LOST_EXONS,
    OF_GENE,
    PATTERNS,
    RESIDUE,
    WHOLE_GENE,
)

_GENE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_ANY_PARTNER = "v"

_SUBSTITUTION = re.compile(rf"({RESIDUE})([A-Z*])")
_CODON = re.compile(r"[A-Z]([1-9]\d*)")
_CODONS = re.compile(r"[A-Z]([1-9]\d*)/[A-Z]([1-9]\d*)")
_EXON = re.compile(rf"exon ([1-9]\d*)(?:-([1-9]\d*))? (deletion|{'|'.join(EXON_KINDS)})")
_JUNCTION = re.compile(r"e([1-9]\d*)(?:::|-)e([1-9]\d*)", re.IGNORECASE)
_CODING = re.compile(r"c\.[-*]?[1-9]\d*[^\s()]*", re.IGNORECASE)
_BOTH = re.compile(r"(?P<protein>[^()]*?) ?\(?(?P<coding>c\.[^()]+?)\)?", re.IGNORECASE)
_SEVERAL = re.compile(r"(.+?\)) and (.+)")
_REGION = re.compile(r"\bregion (\w+)")
_RS = re.compile(r"rs\d+", re.IGNORECASE)
_LOST_RESIDUES = re.compile(r"del ([1-9]\d*)-([1-9]\d*)", re.IGNORECASE)
_INDEL = re.compile(
    rf"({RESIDUE}(?:_{RESIDUE})?)"
    r"(?:(ins|delins|>)([A-Z]+)|(del)[A-Z]*|(dup)[A-Z]*|[A-Z]?(fs)(?:(?:\*|X|Ter)\d+)?)",
    re.IGNORECASE,
)


def parse_variant_name(gene: str, name: str, facts: VariantFacts = NOTHING_KNOWN) -> Biomarker:
    """Return the biomarker for a gene and a variant name of CIViC.

    `facts` are what else is known of variants: their coordinates, the regions of proteins.

    Raises:
        BiomarkerError: the name says something that no pattern says exactly.
    """
    plain = " ".join(name.split())
    if "::" in gene:
        return parse_biomarker(_fusion(gene, plain, facts))
    if not _GENE.fullmatch(gene):
        raise BiomarkerError(f"{gene!r} is not a gene")
    symbol = facts.symbol_of(gene)
    if plain.upper().startswith(gene.upper()) and len(plain) > len(gene):
        plain = _without_gene(gene, plain)
    pattern = _pattern(symbol, plain, facts)
    _check_regions(symbol, pattern, facts)
    return parse_biomarker(pattern)


def _without_gene(gene: str, name: str) -> str:
    """Return `PRPS1 MUTATION` without its gene; `CD44s` and `AR-V7` are names as they are."""
    rest = name[len(gene) :]
    return rest.strip() if rest[0] in " *" or rest.upper() == "VIII" else name


def _pattern(gene: str, name: str, facts: VariantFacts) -> str:
    low = name.lower()
    if (gene, name.upper()) in OF_GENE:
        return OF_GENE[gene, name.upper()]
    if low in WHOLE_GENE:
        return WHOLE_GENE[low].format(gene=gene)
    for pattern, text in PATTERNS:
        found = pattern.fullmatch(name)
        if found:
            return text.format(*found.groups(), gene=gene)
    exon = _EXON.fullmatch(low.removesuffix("s"))
    if exon:
        return _exon(gene, int(exon[1]), int(exon[2] or exon[1]), exon[3])
    if _RS.fullmatch(name):
        return facts.genomic_change(gene, name)
    return _numbered(gene, name, facts)


def _check_regions(gene: str, pattern: str, facts: VariantFacts) -> None:
    for region in _REGION.findall(pattern):
        if (gene, region) not in facts.regions:
            raise BiomarkerError(
                f"regions.tsv does not say which residues the {region} of {gene} has"
            )


def _numbered(gene: str, name: str, facts: VariantFacts) -> str:
    several = _SEVERAL.fullmatch(name)
    if several:
        return " and ".join(_numbered(gene, part, facts) for part in several.groups())
    if _CODING.fullmatch(name):
        return f"{gene} {normalize_coding_change(fold_coding_change(name))}"
    both = _BOTH.fullmatch(name)
    if both:
        return f"{gene} {spell_coding_change(both['protein'], both['coding'])}"
    substitution = _SUBSTITUTION.fullmatch(name)
    if substitution:
        return f"{gene} p.{substitution[1]}{substitution[2].replace('X', '*')}"
    codon = _CODON.fullmatch(name)
    if codon:
        return f"{gene} codon {codon[1]}"
    pair = _CODONS.fullmatch(name)
    if pair:
        return " or ".join(f"{gene} codon {number}" for number in pair.groups())
    lost = _LOST_RESIDUES.fullmatch(name)
    if lost:
        return f"{gene} p.{facts.lost_residues(gene, name, int(lost[1]), int(lost[2]))}"
    indel = _INDEL.fullmatch(name)
    if indel:
        return f"{gene} p.{_indel(indel)}"
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


def _exon(gene: str, first: int, last: int, word: str) -> str:
    exons = f"exon {first}" if first == last else f"exons {first}-{last}"
    if word != "deletion":
        return f"{gene} {exons} {EXON_KINDS[word]}"
    if (gene, first, last) in LOST_EXONS:
        return f"{gene} {exons} loss"
    raise BiomarkerError(f"'{exons} deletion' of {gene} may mean the loss of the exon")


def _fusion(genes: str, name: str, facts: VariantFacts) -> str:
    junction = _JUNCTION.fullmatch(name)
    if name.lower() != "fusion" and not junction:
        raise BiomarkerError(f"no pattern says exactly {genes} {name!r}")
    five_prime, three_prime = genes.split("::", 1)
    if _ANY_PARTNER in (five_prime, three_prime):
        gene = three_prime if five_prime == _ANY_PARTNER else five_prime
        if gene == _ANY_PARTNER or not _GENE.fullmatch(gene):
            raise BiomarkerError(f"{genes!r} names no gene")
        if junction:
            raise BiomarkerError(f"no pattern says exactly {genes} {name!r}")
        return f"{facts.symbol_of(gene)} fusion"
    if not (_GENE.fullmatch(five_prime) and _GENE.fullmatch(three_prime)):
        raise BiomarkerError(f"{genes!r} names a partner that is not a gene")
    five_prime, three_prime = facts.symbol_of(five_prime), facts.symbol_of(three_prime)
    if junction:
        return f"{five_prime} exon {junction[1]}::{three_prime} exon {junction[2]} fusion"
    return f"{five_prime}::{three_prime} fusion"
