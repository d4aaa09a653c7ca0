"""What a stated alteration implies of a pattern, where no file says which change it is.

A question may say `EGFR exon 19 deletion` without saying which. A pattern that is as broad or
broader is met; one that is narrower stays unknown, since the change may or may not be that one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from oncomatch.domain.biomarker import (
    AnyOf,
    BiallelicLoss,
    Biomarker,
    ChangeKind,
    CodingChange,
    CodonChange,
    Comparator,
    Copies,
    CopyNumberChange,
    CopyNumberKind,
    Excepting,
    ExonChange,
    ExonLoss,
    Expression,
    ExpressionKind,
    Fusion,
    GeneMutation,
    GenomicChange,
    KinaseDomainDuplication,
    MicrosatelliteInstability,
    MicrosatelliteStability,
    MismatchRepair,
    MismatchRepairState,
    MutationalBurden,
    Not,
    Origin,
    ProteinChange,
    Rearrangement,
    RegionChange,
    Scale,
    Score,
    WildType,
    genes_of,
)
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.protein_change import normalize_protein_change, residues_of
from oncomatch.knowledge.base import KnowledgeBase
from oncomatch.matching.standing import SUPPRESSOR

_SMALL = (
    ProteinChange | CodingChange | GenomicChange | CodonChange | ExonChange | RegionChange
    | GeneMutation
)  # fmt: skip
_NARROWER = {
    ChangeKind.FRAMESHIFT: {ChangeKind.TRUNCATION},
    ChangeKind.INTERNAL_TANDEM_DUPLICATION: {ChangeKind.INFRAME_INSERTION},
}
_IN_FRAME = {ChangeKind.INFRAME_DELETION, ChangeKind.INFRAME_INSERTION}
_MEANINGFUL = {
    ChangeKind.ONCOGENIC,
    ChangeKind.GAIN_OF_FUNCTION,
    ChangeKind.LOSS_OF_FUNCTION,
    ChangeKind.INTERNAL_TANDEM_DUPLICATION,
    ChangeKind.SKIPPING,
}
_SHOWN = (
    (r".*fs(?:\*\d*)?", ChangeKind.FRAMESHIFT),
    (r"[A-Z]\d+\*", ChangeKind.TRUNCATION),
    (r"[^i]*del", ChangeKind.INFRAME_DELETION),
    (r".*dup|[A-Z]\d+_[A-Z]\d+ins[A-Z]+", ChangeKind.INFRAME_INSERTION),
)
"""What the name of a protein change shows of its kind."""
_LOST = (ChangeKind.TRUNCATION, ChangeKind.FRAMESHIFT)
_COPY_IMPLIES = {
    CopyNumberKind.AMPLIFICATION: {CopyNumberKind.GAIN},
    CopyNumberKind.DELETION: {CopyNumberKind.LOSS},
}
_GAINS = {CopyNumberKind.AMPLIFICATION, CopyNumberKind.GAIN}
_HER2_POSITIVE = 3
_RISING = (Comparator.AT_LEAST, Comparator.ABOVE)
_UNSTABLE = (MicrosatelliteInstability(), MismatchRepair(MismatchRepairState.DEFICIENT))
_STABLE = (MicrosatelliteStability(), MismatchRepair(MismatchRepairState.PROFICIENT))


@dataclass(frozen=True)
class Implications:
    """Decides whether stated alterations imply a pattern; `knowledge` tells what has meaning."""

    knowledge: KnowledgeBase

    def of(self, stated: Biomarker, asked: Biomarker) -> Outcome | None:
        """Return what a stated alteration says of a pattern.

        UNKNOWN where it leaves the pattern open, None where it does not speak of it.
        """
        if stated == asked:
            return Outcome.MET
        if isinstance(stated, AnyOf):
            answers = {self.of(part, asked) for part in stated.parts}
            return answers.pop() if len(answers) == 1 else Outcome.UNKNOWN
        if isinstance(stated, Not):
            inside = not isinstance(asked, Not) and self.of(asked, stated.part) is Outcome.MET
            return Outcome.NOT_MET if inside else None
        if isinstance(asked, Origin):
            return self._of_origin(stated, asked)
        if isinstance(stated, Origin):
            return self.of(stated.part, asked)
        if genes_of(stated) or genes_of(asked):
            if not set(genes_of(stated)) & set(genes_of(asked)):
                return None
            return self._of_gene(stated, asked)
        return _of_marker(stated, asked)

    def _of_origin(self, stated: Biomarker, asked: Origin) -> Outcome | None:
        """Return what is said of a pattern of one origin; another origin may hold beside."""
        known = isinstance(stated, Origin) and stated.origin is asked.origin
        inner = self.of(stated.part if isinstance(stated, Origin) else stated, asked.part)
        return Outcome.UNKNOWN if inner is Outcome.MET and not known else inner

    def _of_gene(self, stated: Biomarker, asked: Biomarker) -> Outcome | None:
        if isinstance(asked, WildType):
            return Outcome.NOT_MET if self._has_meaning(stated) else Outcome.UNKNOWN
        if isinstance(stated, WildType):
            return Outcome.NOT_MET if isinstance(asked, _SMALL | Excepting) else None
        if isinstance(asked, Excepting):
            return self._excepting(stated, asked)
        if isinstance(asked, _SMALL) and isinstance(stated, _SMALL | Excepting):
            small = stated.pattern if isinstance(stated, Excepting) else stated
            return Outcome.MET if self._small(small, asked) else _open(small, asked)
        if isinstance(stated, CopyNumberChange):
            return _of_copies(stated, asked)
        if isinstance(stated, Copies):
            return _of_counted(stated, asked)
        if isinstance(stated, Fusion):
            return _of_fusion(stated, asked)
        if isinstance(stated, Rearrangement):
            return Outcome.UNKNOWN if isinstance(asked, Fusion | Rearrangement) else None
        if isinstance(stated, Expression | Score):
            return _of_level(stated, asked)
        if isinstance(stated, ExonLoss | KinaseDomainDuplication | BiallelicLoss):
            return self._of_structure(stated, asked)
        return None

    def _of_structure(self, stated: Biomarker, asked: Biomarker) -> Outcome | None:
        if isinstance(asked, GeneMutation):
            lost = isinstance(stated, BiallelicLoss) and asked.kind is ChangeKind.LOSS_OF_FUNCTION
            return Outcome.MET if lost else Outcome.UNKNOWN
        return Outcome.UNKNOWN if isinstance(asked, Rearrangement | CopyNumberChange) else None

    def _excepting(self, stated: Biomarker, asked: Excepting) -> Outcome | None:
        fits = self._of_gene(stated, asked.pattern)
        excepted = {
            self.of(stated, each) for each in asked.exceptions if not isinstance(stated, Excepting)
        }
        if Outcome.MET in excepted:
            return Outcome.NOT_MET
        if fits is Outcome.MET and excepted - {Outcome.NOT_MET, None}:
            return Outcome.UNKNOWN
        return fits

    def _small(self, stated: Biomarker, asked: Biomarker) -> bool:
        if isinstance(asked, ProteinChange):
            return isinstance(stated, ProteinChange) and _same(stated, asked)
        if isinstance(asked, CodonChange):
            codons = _codons(stated) if _alike_numbered(stated, asked) else None
            if codons is None or not asked.first <= codons[0] <= codons[1] <= asked.last:
                return False
            return asked.kind is None or self._kind(stated, asked.kind)
        if isinstance(asked, ExonChange):
            if not isinstance(stated, ExonChange):
                return False
            inside = asked.exon <= stated.exon and stated.last <= asked.last
            return inside and self._kind(stated, asked.kind)
        if isinstance(asked, RegionChange):
            same = isinstance(stated, RegionChange) and stated.region == asked.region
            return same and self._kind(stated, asked.kind)
        return isinstance(asked, GeneMutation) and self._kind(stated, asked.kind)

    def _kind(self, stated: Biomarker, asked: ChangeKind) -> bool:
        """Whether a stated small change is of a kind."""
        own = _kind_of(stated)
        if own is asked or (own is not None and asked in _NARROWER.get(own, ())):
            return True
        gene = genes_of(stated)[0]
        if asked is ChangeKind.LOSS_OF_FUNCTION:
            null = own in _LOST and not isinstance(stated, ProteinChange)
            return self._is_suppressor(gene) and (null or self._has_meaning(stated))
        if asked is ChangeKind.GAIN_OF_FUNCTION:
            loses = own in (*_LOST, ChangeKind.LOSS_OF_FUNCTION)
            return not (loses or self._is_suppressor(gene)) and self._has_meaning(stated)
        return asked in (ChangeKind.MUTATION, ChangeKind.ONCOGENIC) and self._has_meaning(stated)

    def _has_meaning(self, stated: Biomarker) -> bool:
        """Whether a stated change is one of known meaning in cancer."""
        if isinstance(stated, ProteinChange | CodingChange):
            named = (stated.gene, normalize_protein_change(stated.change))
            return named in self.knowledge.hotspots or named in self.knowledge.named_changes
        kind = getattr(stated, "kind", None)
        if kind in _MEANINGFUL:
            return True
        if isinstance(stated, CodonChange):
            span = range(stated.first, stated.last + 1)
            return any((stated.gene, number) in self.knowledge.hotspot_codons for number in span)
        if isinstance(stated, ExonChange):
            exons = range(stated.exon, stated.last + 1)
            return any((stated.gene, exon, kind) in self.knowledge.named_exons for exon in exons)
        if isinstance(stated, GeneMutation):
            return kind in _LOST and self._is_suppressor(stated.gene)
        return False

    def _is_suppressor(self, gene: str) -> bool:
        return self.knowledge.roles.get(gene) == SUPPRESSOR


def _kind_of(stated: Biomarker) -> ChangeKind | None:
    """Return the kind of a stated change; a protein change shows its own."""
    if isinstance(stated, ProteinChange):
        change = normalize_protein_change(stated.change)
        shown = (kind for form, kind in _SHOWN if re.fullmatch(form, change))
        return next(shown, None)
    kind: ChangeKind | None = getattr(stated, "kind", None)
    return kind


def _open(stated: Biomarker, asked: Biomarker) -> Outcome | None:
    """Return UNKNOWN where the stated change may be the one asked for, NOT_MET where it is not.

    None where the question is about another exon or another kind of change in frame.
    """
    if isinstance(stated, ExonChange) and isinstance(asked, ExonChange):
        elsewhere = stated.last < asked.exon or asked.last < stated.exon
        if elsewhere or {stated.kind, asked.kind} == _IN_FRAME:
            return None
    if not _alike_numbered(stated, asked):
        return Outcome.UNKNOWN
    own, wanted = _codons(stated), _codons(asked)
    exact = isinstance(stated, ProteinChange)
    if exact and own and wanted and isinstance(asked, ProteinChange) and own == wanted:
        return Outcome.NOT_MET
    apart = own and wanted and (own[1] < wanted[0] or wanted[1] < own[0])
    return Outcome.NOT_MET if exact and apart else Outcome.UNKNOWN


def _alike_numbered(stated: Biomarker, asked: Biomarker) -> bool:
    """Whether two patterns count residues on the same transcript."""
    return getattr(stated, "transcript", "") == getattr(asked, "transcript", "")


def _codons(biomarker: Biomarker) -> tuple[int, int] | None:
    if isinstance(biomarker, CodonChange):
        return biomarker.first, biomarker.last
    if isinstance(biomarker, ProteinChange):
        numbers = [number for _, number in residues_of(biomarker.change)]
        return (min(numbers), max(numbers)) if numbers else None
    return None


def _same(stated: ProteinChange, asked: ProteinChange) -> bool:
    names = [
        replace(each, change=normalize_protein_change(each.change)) for each in (stated, asked)
    ]
    return names[0] == names[1]


def _of_copies(stated: CopyNumberChange, asked: Biomarker) -> Outcome | None:
    own = stated.kind
    if isinstance(asked, CopyNumberChange):
        if asked.kind in _COPY_IMPLIES.get(own, ()):
            return Outcome.MET
        return Outcome.UNKNOWN if (own in _GAINS) is (asked.kind in _GAINS) else Outcome.NOT_MET
    if isinstance(asked, Copies):
        return Outcome.UNKNOWN
    if own is CopyNumberKind.DELETION:
        if isinstance(asked, BiallelicLoss):
            return Outcome.MET
        if isinstance(asked, GeneMutation) and asked.kind is ChangeKind.LOSS_OF_FUNCTION:
            return Outcome.MET
    return None


def _of_counted(stated: Copies, asked: Biomarker) -> Outcome | None:
    if isinstance(asked, Copies):
        same_way = stated.comparator in _RISING and asked.comparator in _RISING
        enough = asked.comparator.holds(stated.number, asked.number)
        return Outcome.MET if same_way and enough else Outcome.UNKNOWN
    return Outcome.UNKNOWN if isinstance(asked, CopyNumberChange) else None


def _of_fusion(stated: Fusion, asked: Biomarker) -> Outcome | None:
    if isinstance(asked, Rearrangement):
        return Outcome.UNKNOWN if asked.intron else Outcome.MET
    if not isinstance(asked, Fusion):
        return None
    if asked.partner and stated.partner:
        if (asked.gene, asked.partner) != (stated.gene, stated.partner):
            return Outcome.NOT_MET
        exons = (asked.exon or stated.exon, asked.partner_exon or stated.partner_exon)
        fits = exons == (stated.exon, stated.partner_exon)
        return Outcome.MET if fits else Outcome.UNKNOWN
    if asked.partner:
        return Outcome.UNKNOWN
    return Outcome.MET if asked.gene in (stated.gene, stated.partner) else None


def _of_level(stated: Expression | Score, asked: Biomarker) -> Outcome | None:
    if isinstance(stated, Score):
        if isinstance(asked, Score) and asked.scale is stated.scale:
            return _of_limits(stated, asked)
        rises = stated.comparator in _RISING
        high = rises and stated.scale is Scale.IHC and stated.number >= _HER2_POSITIVE
        over = isinstance(asked, Expression) and asked.kind is ExpressionKind.OVEREXPRESSION
        if high and over and stated.gene == "ERBB2":
            return Outcome.MET
    elif stated.kind is ExpressionKind.OVEREXPRESSION and asked == replace(
        stated, kind=ExpressionKind.EXPRESSION
    ):
        return Outcome.MET
    return Outcome.UNKNOWN if isinstance(asked, Expression | Score) else None


def _of_limits(stated: Score, asked: Score) -> Outcome:
    """Return what a range of a score says of another; `< 2` says nothing of `>= 1`."""
    own, limit = stated.number, asked.number
    strict = (Comparator.ABOVE, Comparator.BELOW)
    rises = stated.comparator in _RISING
    if rises is (asked.comparator in _RISING):
        same = own == limit and stated.comparator in strict
        implied = same or asked.comparator.holds(own, limit)
        return Outcome.MET if implied else Outcome.UNKNOWN
    touching = own == limit and (stated.comparator in strict or asked.comparator in strict)
    beyond = own > limit if rises else own < limit
    return Outcome.NOT_MET if beyond or touching else Outcome.UNKNOWN


def _of_marker(stated: Biomarker, asked: Biomarker) -> Outcome | None:
    if isinstance(stated, MutationalBurden) and isinstance(asked, MutationalBurden):
        rising = asked.comparator in _RISING and stated.comparator in _RISING
        enough = asked.comparator.holds(stated.number, asked.number)
        return Outcome.MET if rising and enough else Outcome.UNKNOWN
    if stated in _UNSTABLE + _STABLE and asked in _UNSTABLE + _STABLE:
        return Outcome.MET if (stated in _STABLE) is (asked in _STABLE) else Outcome.NOT_MET
    return None
