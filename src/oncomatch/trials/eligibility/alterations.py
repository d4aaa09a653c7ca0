"""What is said of a gene, in the words of trials: `G12C`, `exon 19 deletion`, `wild type`.

Each word is a function from a gene to the patterns of which any is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from oncomatch.domain.biomarker import (
    AnyOf,
    Biomarker,
    ChangeKind,
    CodonChange,
    Comparator,
    CopyNumberChange,
    CopyNumberKind,
    Excepting,
    ExonChange,
    Expression,
    ExpressionKind,
    Fusion,
    GeneMutation,
    ProteinChange,
    Rearrangement,
    RegionChange,
    Scale,
    Score,
    WildType,
)
from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import BiomarkerError
from oncomatch.reference.bundle import open_reference
from oncomatch.trials.eligibility.gene_names import RECEPTORS, SURFACE

FUSED = frozenset("ALK ROS1 RET NTRK1 NTRK2 NTRK3 NRG1 FGFR1 FGFR2 FGFR3 FGFR4 NUTM1".split())
_MUTATED = frozenset(
    "EGFR BRAF KRAS NRAS HRAS PIK3CA IDH1 IDH2 NPM1 FLT3 KIT ESR1 BRCA1 BRCA2 TP53".split()
)
HER2_POSITIVE = AnyOf(
    (
        CopyNumberChange("ERBB2", CopyNumberKind.AMPLIFICATION),
        Expression("ERBB2", ExpressionKind.OVEREXPRESSION),
    )
)
SENSITIZING = Excepting(
    GeneMutation("EGFR", ChangeKind.GAIN_OF_FUNCTION),
    (
        ExonChange("EGFR", 20, ChangeKind.INFRAME_INSERTION),
        ProteinChange("EGFR", "T790M"),
        ProteinChange("EGFR", "C797S"),
    ),
)


class Sort(Enum):
    """What sort of word it is: one with a number is said of one gene, others of all before it."""

    PLACE = "place"
    KIND = "kind"
    STATE = "state"


Maker = Callable[[str], tuple[Biomarker, ...]]


class Groups:
    """A match whose groups are asked for without the name of the word before them."""

    def __init__(self, found: re.Match[str], word: str):
        self._found, self._word = found, word

    def __getitem__(self, name: str) -> str:
        return self._found[f"{self._word}_{name}"]


@dataclass(frozen=True, slots=True)
class Alteration:
    """One word or more that say something of a gene.

    `doubtful` where what they mean for the gene is usual rather than said.
    """

    sort: Sort
    make: Maker
    negates: bool = False
    is_mutation: bool = False
    doubtful: Callable[[str], bool] = lambda gene: False


def surface_protein(gene: str) -> bool:
    """Whether the gene is asked for as a protein on cells."""
    return gene in SURFACE.values()


def _residues(found: Groups) -> Maker:
    letter, number = found["residue"][0].upper(), int(found["residue"][1:])
    ends = re.findall(r"[A-Z]", (found["ends"] or "").upper())

    def make(gene: str) -> tuple[Biomarker, ...]:
        transcript = open_reference().reported_transcript(gene, GenomeBuild.GRCH38)
        protein = transcript.protein_sequence if transcript else ""
        if protein[number - 1 : number] != letter:
            raise BiomarkerError(f"{letter}{number} is not a residue of {gene}")
        if not ends or ends == ["X"]:
            return (CodonChange(gene, number, number),)
        return tuple(ProteinChange(gene, f"{letter}{number}{end}") for end in ends)

    return make


def _exons(found: Groups, kind: ChangeKind) -> Maker:
    first, *more = (int(each) for each in re.findall(r"\d+", found["exons"]))
    last = more[-1] if more and re.search(r"\d\s*(?:-|–|to|through)\s*\d", found["exons"]) else 0
    rest = [] if last else more
    return lambda gene: (
        ExonChange(gene, first, kind, last),
        *(ExonChange(gene, each, kind) for each in rest),
    )


def _positive(gene: str) -> tuple[Biomarker, ...]:
    if gene == "ERBB2":
        return (HER2_POSITIVE,)
    if gene in RECEPTORS or surface_protein(gene):
        return _expressed(gene)
    if gene in FUSED:
        return (Fusion(gene),)
    if gene in _MUTATED:
        return (GeneMutation(gene, ChangeKind.MUTATION),)
    raise BiomarkerError(f"what {gene}-positive asks for is not certain")


def _expressed(gene: str) -> tuple[Biomarker, ...]:
    product = "CLDN18.2" if gene == "CLDN18" else ""
    return (Expression(gene, ExpressionKind.EXPRESSION, product=product),)


def _fused(gene: str) -> tuple[Biomarker, ...]:
    return (Fusion(gene),)


def _rearranged(gene: str) -> tuple[Biomarker, ...]:
    return (Fusion(gene),) if gene in FUSED else (Rearrangement(gene),)


def _altered(gene: str) -> tuple[Biomarker, ...]:
    if gene in ("ALK", "ROS1", "NTRK1", "NTRK2", "NTRK3", "NRG1"):
        return (Fusion(gene),)
    if gene == "RET" or gene.startswith("FGFR"):
        return (Fusion(gene), GeneMutation(gene, ChangeKind.MUTATION))
    return (GeneMutation(gene, ChangeKind.MUTATION),)


def _lost(gene: str) -> tuple[Biomarker, ...]:
    return (
        CopyNumberChange(gene, CopyNumberKind.DELETION),
        Expression(gene, ExpressionKind.PROTEIN_LOSS),
    )


def kind_of_change(kind: ChangeKind) -> Maker:
    """Return the maker of a change of a kind anywhere in the gene."""
    return lambda gene: (GeneMutation(gene, kind),)


def _copies(kind: CopyNumberKind) -> Maker:
    return lambda gene: (CopyNumberChange(gene, kind),)


def _level(kind: ExpressionKind) -> Maker:
    return lambda gene: (Expression(gene, kind),)


def _stain(found: Groups) -> Maker:
    lowest = min(int(each) for each in re.findall(r"[0-3]", found["stain"]))
    return lambda gene: (Score(gene, Scale.IHC, Comparator.AT_LEAST, lowest),)


def usual(gene: str) -> tuple[Biomarker, ...]:
    """Return what a driver gene without a word of its alteration is named for."""
    if gene in FUSED or gene in _MUTATED or gene in ("MET", "ERBB2"):
        return _altered(gene)
    raise BiomarkerError(f"what is asked of {gene} is not certain")


_POS = r"(?:[\s-]{0,3}positive)?"
_MUT = r"(?:mutations?(?:\(s\))?|mutated|mutants?|variants?(?:\(s\))?|missense mutations?)"
_RESIDUE = r"[ACDEFGHIKLMNPQRSTVWY]\d{2,4}"
_END = r"[ACDEFGHIKLMNPQRSTVWYX]"
_STAINS = r"[0-3]\s?\+(?:\s?(?:,|or|and|/|-|–|to)\s?[0-3]\s?\+){0,3}"
_NUMBERS = (
    r"\d{1,2}(?:\s?(?:-|–|to|through|,|/|,?\s?(?:or|and|and/or)(?:\sexons?)?)\s?\d{1,2}){0,4}"
)
_OF = rf"(?:\s(?:gene\s)?{_MUT})?{_POS}"

# name, expression, maker; the first that fits is taken.
WORDS: tuple[tuple[str, str, Callable[[re.Match[str]], Alteration]], ...] = (
    (
        "insertion",
        rf"(?i:\bex(?:on)?[\s-]?(?P<insertion_exons>\d{{1,2}})[\s-]?ins(?:ertions?)?\b(?:\(s\))?{_OF})",
        lambda f: Alteration(
            Sort.PLACE, _exons(Groups(f, "insertion"), ChangeKind.INFRAME_INSERTION)
        ),
    ),
    (
        "exon_deletion",
        rf"(?i:\b(?:ex?(?:on)?[\s-]?(?P<exon_deletion_exons>19)[\s-]?(?:in-?frame\s)?del(?:etions?)?\b(?:\(s\))?|"
        rf"(?:exon\s)?(?:19[\s-]?del(?:etions?)?|del[\s-]?19)\b){_OF})",
        lambda f: Alteration(
            Sort.PLACE, lambda gene: (ExonChange(gene, 19, ChangeKind.INFRAME_DELETION),)
        ),
    ),
    (
        "skipping",
        rf"(?i:\bex(?:on)?[\s-]?(?P<skipping_exons>14)[\s-]?(?:skip(?:ping)?)?(?:\s(?:alterations?|events?))?{_OF}\b)",
        lambda f: Alteration(Sort.PLACE, lambda gene: (ExonChange(gene, 14, ChangeKind.SKIPPING),)),
    ),
    (
        "exon_residue",
        r"(?i:\bexon\s?\d{1,2}\s?(?:\(\s?)?)(?=[ACDEFGHIKLMNPQRSTVWY]\d{3}[A-Z]\b)",
        lambda f: Alteration(Sort.PLACE, lambda gene: ()),
    ),
    (
        "exon_mutation",
        rf"(?i:\bexons?\s?(?P<exon_mutation_exons>{_NUMBERS})(?:\s{_MUT})?\b)",
        lambda f: Alteration(Sort.PLACE, _exons(Groups(f, "exon_mutation"), ChangeKind.MUTATION)),
    ),
    (
        "residue",
        rf"(?:\bp\.?\s?)?(?:\b|(?<=[KN]RAS|BRAF|"
        rf"EGFR))(?P<residue_residue>{_RESIDUE})(?:(?P<residue_ends>{_END}(?:[/,]{_END}\b)*))?"
        rf"(?![A-Za-z0-9])(?i:[\s-]{{0,3}}{_MUT})?(?i:{_POS})\+?",
        lambda f: Alteration(Sort.PLACE, _residues(Groups(f, "residue"))),
    ),
    (
        "itd",
        r"(?i:\b(?:ITD|internal tandem duplications?(?:\s\(ITD\))?)\b(?:[\s-]?(?:mutations?|"
        r"positive|mutated))?)",
        lambda f: Alteration(Sort.PLACE, kind_of_change(ChangeKind.INTERNAL_TANDEM_DUPLICATION)),
    ),
    (
        "tkd",
        r"(?i:\b(?:TKD|tyrosine kinase domain(?:\s\(TKD\))?)\b(?:[\s-]?(?:mutations?|mutated))?)",
        lambda f: Alteration(
            Sort.PLACE,
            lambda gene: (RegionChange(gene, "tyrosine_kinase_domain", ChangeKind.MUTATION),),
        ),
    ),
    (
        "stain",
        rf"(?i:\(?(?:\bIHC|immunohistochemistry(?:\s\(IHC\))?)(?:\sscore(?:\sof)?)?\s?(?P<stain_stain>{_STAINS})\)?)",
        lambda f: Alteration(Sort.STATE, _stain(Groups(f, "stain"))),
    ),
    (
        "fusion",
        rf"(?i:\b(?:gene\s)?(?:fusions?(?:\(s\))?|fused)(?:\s(?:gene|oncogene)s?)?{_POS}\b)",
        lambda f: Alteration(Sort.KIND, _fused),
    ),
    (
        "rearranged",
        rf"(?i:\b(?:gene\s|chromosomal\s)?(?:rearrange(?:d|ments?)|translocations?|"
        rf"translocated){_POS}\b|(?<=-)r\b)",
        lambda f: Alteration(Sort.KIND, _rearranged),
    ),
    (
        "amplified",
        rf"(?i:\b(?:gene\s)?(?:amplified|amplifications?){_POS}\b)",
        lambda f: Alteration(Sort.KIND, _copies(CopyNumberKind.AMPLIFICATION)),
    ),
    (
        "homozygous",
        r"(?i:\b(?:homozygous(?:ly)?|biallelic|bi-allelic)[\s-](?:gene\s)?(?:delet(?:ed|ions?)|"
        r"loss)(?:\sof)?\b)",
        lambda f: Alteration(Sort.KIND, _copies(CopyNumberKind.DELETION)),
    ),
    (
        "deleted",
        r"(?i:\b(?:gene\s)?(?:deleted|deletions?|null)\b)",
        lambda f: Alteration(Sort.KIND, _copies(CopyNumberKind.DELETION)),
    ),
    (
        "protein_lost",
        r"(?i:\b(?:lost|loss of|absent|absence of)\s(?:protein\s)?expression(?:\sof|\sin)?\b)",
        lambda f: Alteration(Sort.KIND, _level(ExpressionKind.PROTEIN_LOSS)),
    ),
    (
        "lost",
        r"(?i:\b(?:loss(?:\sof)?|deficient|deficiency|lost)\b)(?!\sfunction|\sof\sfunction)",
        lambda f: Alteration(Sort.KIND, _lost, doubtful=lambda gene: gene != "MTAP"),
    ),
    (
        "wild",
        r"(?i:\b(?:wild[\s-]*types?|WT)\b)",
        lambda f: Alteration(Sort.STATE, lambda gene: (WildType(gene),)),
    ),
    (
        "overexpressed",
        r"(?i:\bover[\s-]?express(?:ing|ions?|ed)(?:\sof)?\b)",
        lambda f: Alteration(
            Sort.STATE,
            lambda gene: (
                (HER2_POSITIVE,)
                if gene == "ERBB2"
                else (Expression(gene, ExpressionKind.OVEREXPRESSION),)
            ),
        ),
    ),
    (
        "expressed",
        r"(?i:\b(?:express(?:ing|ions?|ed)|positivity|expression[\s-]positive)(?:\sof)?\b)",
        lambda f: Alteration(
            Sort.STATE, _expressed, doubtful=lambda gene: not surface_protein(gene)
        ),
    ),
    (
        "unmutated",
        r"(?i:\b(?:mutation|fusion|rearrangement|alteration)s?[\s-]+negative\b|\b(?:un|"
        r"non-?)mutated\b)",
        lambda f: Alteration(Sort.STATE, usual, negates=True),
    ),
    (
        "altered",
        r"(?i:\b(?:(?:gene|genomic|genetic)\s)?(?:(?:tumou?r\s)?alter(?:ed|ations?(?:\(s\))?)|"
        r"aberrations?|abnormalit(?:y|ies))"
        rf"{_POS}\b)",
        lambda f: Alteration(
            Sort.KIND, _altered, doubtful=lambda gene: gene.startswith("FGFR") or gene == "MET"
        ),
    ),
    (
        "mutated",
        rf"(?i:\b(?:(?:gene|genomic|genetic|somatic point|point|"
        rf"DNA point)\s)?{_MUT}(?:[\s-]*positive)?(?![A-Za-z])\+?)",
        lambda f: Alteration(Sort.KIND, kind_of_change(ChangeKind.MUTATION), is_mutation=True),
    ),
    (
        "positive",
        r"(?i:\bpositiv(?:e|ity)\b)|(?<=[A-Z0-9u)α.])\s?\+(?:(?![\w+])|(?=HER-?2|P[Rg]))",
        lambda f: Alteration(
            Sort.STATE,
            _positive,
            doubtful=lambda gene: (
                gene != "ERBB2"
                and gene not in RECEPTORS
                and gene not in FUSED
                and not surface_protein(gene)
            ),
        ),
    ),
    (
        "negative",
        r"(?i:\bnegativ(?:e|ity)\b)",
        lambda f: Alteration(Sort.STATE, _positive_or_usual, negates=True),
    ),
    (
        "minus",
        r"(?<=[A-Z0-9u)])\s?[-−–](?=[\s,;)/.\]]|$)"
        r"(?!\s(?:and|or|and/or)\s[A-Za-z0-9/]{2,8}-(?i:positiv|mutat|alter|amplif|driven|"
        r"express))",
        lambda f: Alteration(Sort.STATE, _receptor_or_her2, negates=True),
    ),
)


def _receptor_or_her2(gene: str) -> tuple[Biomarker, ...]:
    if gene == "ERBB2" or gene in RECEPTORS:
        return _positive(gene)
    raise BiomarkerError(f"whether a dash behind {gene} is a minus is not certain")


def _positive_or_usual(gene: str) -> tuple[Biomarker, ...]:
    if gene == "ERBB2" or gene in RECEPTORS or surface_protein(gene):
        return _positive(gene)
    return usual(gene)
