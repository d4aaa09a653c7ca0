"""What is said of a gene, in the words of trials: `G12C`, `exon 19 deletion`, `wild type`.

Each word is a function from a gene to the patterns of which any is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from oncomatch.domain.biomarker import (
    AllOf,
    AnyOf,
    Biomarker,
    ChangeKind,
    CodonChange,
    Comparator,
    Copies,
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
    Scale,
    Score,
)
from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import BiomarkerError
from oncomatch.reference.bundle import open_reference
from oncomatch.trials.eligibility.gene_names import RECEPTORS, SURFACE

FUSED = frozenset("ALK ROS1 RET NTRK1 NTRK2 NTRK3 NRG1 FGFR1 FGFR2 FGFR3 FGFR4 NUTM1 KMT2A".split())
# Lists of drivers say `EGFR, ALK or ROS1 mutations` of what is a fusion.
FUSED_IN_LISTS = frozenset("ALK ROS1 RET NTRK1 NTRK2 NTRK3".split())
_MUTATED = frozenset(
    "EGFR BRAF KRAS NRAS HRAS PIK3CA IDH1 IDH2 NPM1 FLT3 KIT ESR1 BRCA1 BRCA2 TP53".split()
)
MUTATED_WHEN_POSITIVE = frozenset("BRAF KRAS NRAS HRAS PIK3CA IDH1 IDH2 NPM1 FLT3".split())
"""Genes that are *positive* by a mutation: their protein is not what a tumour is tested for."""
DRIVERS = FUSED_IN_LISTS | frozenset("EGFR BRAF KRAS NRAS HRAS MET ERBB2 IDH1 IDH2".split())
"""Genes that lists of drivers name alone: a change of them is one of the tumour."""
LOST_EITHER_WAY = frozenset("MTAP PTEN RB1 CDKN2A SMARCB1".split())
"""Genes whose *loss* means that all copies or the protein are gone, and no one copy alone."""
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


def residues(found: Groups) -> Maker:
    """Return the maker of changes of a residue, of any where no end of it is named."""
    letter, number = found["residue"][0].upper(), int(found["residue"][1:])
    others = [int(each) for each in re.findall(r"\d+", found["more"] or "")]
    ends = re.findall(r"\b[A-Z]\b", (found["ends"] or "").upper())

    def make(gene: str) -> tuple[Biomarker, ...]:
        transcript = open_reference().reported_transcript(gene, GenomeBuild.GRCH38)
        protein = transcript.protein_sequence if transcript else ""
        if protein[number - 1 : number] != letter:
            raise BiomarkerError(f"{letter}{number} is not a residue of {gene}")
        if not ends or ends == ["X"]:
            return tuple(CodonChange(gene, each, each) for each in (number, *others))
        return tuple(ProteinChange(gene, f"{letter}{number}{end}") for end in ends)

    return make


def exons(found: Groups, kind: ChangeKind) -> Maker:
    """Return the maker of changes in exons; three or more in a row are one range."""
    first, *more = (int(each) for each in re.findall(r"\d+", found["exons"]))
    if more and re.search(r"\d\s*(?:-|–|to|through)\s*\d", found["exons"]):
        return lambda gene: (ExonChange(gene, first, kind, more[-1]),)
    if len(more) > 1 and [first, *more] == list(range(first, first + len(more) + 1)):
        return lambda gene: (ExonChange(gene, first, kind, more[-1]),)
    return lambda gene: tuple(ExonChange(gene, each, kind) for each in (first, *more))


def skipped(*, said: bool) -> Maker:
    """Return the maker of a skipped exon 14; of MET that is meant without a word of it too."""

    def make(gene: str) -> tuple[Biomarker, ...]:
        kind = ChangeKind.SKIPPING if said or gene == "MET" else ChangeKind.MUTATION
        return (ExonChange(gene, 14, kind),)

    return make


def codons(found: Groups) -> Maker:
    """Return the maker of changes of codons, each by itself."""
    numbers = [int(each) for each in re.findall(r"\d+", found["numbers"])]
    return lambda gene: tuple(CodonChange(gene, each, each) for each in numbers)


def several(makers: tuple[Maker, ...]) -> Maker:
    """Return the maker of what any of the makers makes: `mutations or fusions`."""
    return lambda gene: tuple(dict.fromkeys(one for make in makers for one in make(gene)))


def positive(gene: str) -> tuple[Biomarker, ...]:
    """Return what `positive` asks of a gene: its protein, its fusion, or a mutation of it."""
    if gene == "ERBB2":
        return (HER2_POSITIVE,)
    if gene in RECEPTORS or surface_protein(gene):
        return expressed(gene)
    if gene in FUSED:
        return (Fusion(gene),)
    if gene in _MUTATED:
        return (GeneMutation(gene, ChangeKind.MUTATION),)
    raise BiomarkerError(f"what {gene}-positive asks for is not certain")


def expressed(gene: str) -> tuple[Biomarker, ...]:
    """Return that the protein of a gene is there."""
    product = "CLDN18.2" if gene == "CLDN18" else ""
    return (Expression(gene, ExpressionKind.EXPRESSION, product=product),)


def fused(gene: str) -> tuple[Biomarker, ...]:
    """Return the fusion of a gene with any partner."""
    return (Fusion(gene),)


def rearranged(gene: str) -> tuple[Biomarker, ...]:
    """Return the fusion of a gene, of one without known partners that it is broken."""
    return (Fusion(gene),) if gene in FUSED else (Rearrangement(gene),)


def altered(gene: str) -> tuple[Biomarker, ...]:
    """Return what an alteration of a gene is: a fusion, a mutation, or either."""
    if gene in ("ALK", "ROS1", "NTRK1", "NTRK2", "NTRK3", "NRG1", "KMT2A"):
        return (Fusion(gene),)
    if gene == "RET" or gene.startswith("FGFR"):
        return (Fusion(gene), GeneMutation(gene, ChangeKind.MUTATION))
    return (GeneMutation(gene, ChangeKind.MUTATION),)


def lost(gene: str) -> tuple[Biomarker, ...]:
    """Return that a gene or its protein is lost; of enzymes of drugs the activity is meant."""
    if gene in ("DPYD", "UGT1A1", "G6PD", "CYP2D6"):
        raise BiomarkerError(f"a deficiency of {gene} is no loss of it")
    return (
        CopyNumberChange(gene, CopyNumberKind.DELETION),
        Expression(gene, ExpressionKind.PROTEIN_LOSS),
    )


def kind_of_change(kind: ChangeKind) -> Maker:
    """Return the maker of a change of a kind anywhere in the gene."""
    return lambda gene: (GeneMutation(gene, kind),)


def activated(gene: str) -> tuple[Biomarker, ...]:
    """Return what `RAS activation` asks for; of other genes that may be many things."""
    if gene not in ("KRAS", "NRAS", "HRAS"):
        raise BiomarkerError(f"what the activation of {gene} is is not certain")
    return (GeneMutation(gene, ChangeKind.GAIN_OF_FUNCTION),)


def copies(kind: CopyNumberKind) -> Maker:
    """Return the maker of a copy-number change."""
    return lambda gene: (CopyNumberChange(gene, kind),)


def amplified(found: Groups) -> Maker:
    """Return the maker of an amplification, of a number of copies where one is named."""
    if not found["number"]:
        return copies(CopyNumberKind.AMPLIFICATION)
    above = re.fullmatch(r"\s*(?:>|more than|greater than)\s*", found["than"] or "")
    than = Comparator.ABOVE if above else Comparator.AT_LEAST
    return lambda gene: (Copies(gene, than, int(found["number"])),)


def level(kind: ExpressionKind) -> Maker:
    """Return the maker of a level of the protein."""
    return lambda gene: (Expression(gene, kind),)


def stain(found: Groups) -> Maker:
    """Return the maker of the scores of a stain, up to 3+ unless a lower one ends the list."""
    scores = [int(each) for each in re.findall(r"[0-3]", found["stain"] or found["level"])]
    lowest, highest = min(scores), max(scores)
    open_ended = len(scores) == 1 or highest == 3 or found["more"]

    def make(gene: str) -> tuple[Biomarker, ...]:
        at_least = Score(gene, Scale.IHC, Comparator.AT_LEAST, lowest)
        at_most = Score(gene, Scale.IHC, Comparator.AT_MOST, highest)
        return (at_least,) if open_ended else (AllOf((at_least, at_most)),)

    return make


def usual(gene: str) -> tuple[Biomarker, ...]:
    """Return what a driver gene without a word of its alteration is named for."""
    if gene in FUSED or gene in _MUTATED or gene in ("MET", "ERBB2"):
        return altered(gene)
    raise BiomarkerError(f"what is asked of {gene} is not certain")


def named_alone(gene: str) -> tuple[Biomarker, ...]:
    """Return what a gene is named for in a list of drivers: of RET that is the fusion."""
    return (Fusion(gene),) if gene == "RET" else usual(gene)


def mutated_in_list(gene: str) -> tuple[Biomarker, ...]:
    """Return what `mutations` means of one gene of a list; of some the fusion is meant."""
    if gene in FUSED_IN_LISTS:
        return (Fusion(gene),)
    return (GeneMutation(gene, ChangeKind.MUTATION),)


def receptor_or_her2(gene: str) -> tuple[Biomarker, ...]:
    """Return what a minus behind a receptor or HER2 denies."""
    if gene == "ERBB2" or gene in RECEPTORS:
        return positive(gene)
    raise BiomarkerError(f"whether a dash behind {gene} is a minus is not certain")


def positive_or_usual(gene: str) -> tuple[Biomarker, ...]:
    """Return what `negative` denies of a gene."""
    if gene == "ERBB2" or gene in RECEPTORS or surface_protein(gene):
        return positive(gene)
    return usual(gene)
