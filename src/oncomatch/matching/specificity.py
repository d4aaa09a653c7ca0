"""How closely a pattern names what was found."""

from __future__ import annotations

from types import UnionType

from oncomatch.domain.biomarker import (
    Allele,
    ArmChange,
    BiallelicLoss,
    Biomarker,
    CodingChange,
    CodonChange,
    Copies,
    CopyNumberChange,
    Excepting,
    ExonChange,
    ExonLoss,
    Expression,
    Fusion,
    GeneMutation,
    GenomicChange,
    KinaseDomainDuplication,
    LossOfHeterozygosity,
    MicrosatelliteInstability,
    MicrosatelliteStability,
    MismatchRepair,
    MutationalBurden,
    MutationalSignature,
    Origin,
    ProteinChange,
    Rearrangement,
    RecombinationDeficiency,
    RecombinationScore,
    RegionChange,
    Score,
    SpliceVariant,
    Virus,
    WildType,
    atoms_of,
)
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.match import Specificity
from oncomatch.matching.evaluator import Evaluator

_SPECIFICITY: tuple[tuple[type | UnionType, Specificity], ...] = (
    (ProteinChange, Specificity.EXACT),
    (CodingChange | GenomicChange, Specificity.EXACT),
    (CodonChange, Specificity.CODON),
    (ExonChange | ExonLoss, Specificity.EXON),
    (RegionChange, Specificity.REGION),
    (GeneMutation | Fusion | Rearrangement | KinaseDomainDuplication, Specificity.GENE),
    (SpliceVariant | Allele, Specificity.GENE),
    (CopyNumberChange | Copies | LossOfHeterozygosity | BiallelicLoss, Specificity.COPY_NUMBER),
    (Expression | Score, Specificity.PROTEIN),
    (MicrosatelliteInstability | MicrosatelliteStability | MismatchRepair, Specificity.MARKER),
    (MutationalBurden | RecombinationDeficiency | RecombinationScore, Specificity.MARKER),
    (MutationalSignature | Virus | ArmChange, Specificity.MARKER),
    (WildType, Specificity.WILD_TYPE),
)
CLOSENESS = {specificity: place for place, specificity in enumerate(Specificity)}
"""Places in the order of closeness, 0 the closest."""


def specificity_of(biomarker: Biomarker, evaluator: Evaluator) -> Specificity:
    """Return how closely the met parts of a pattern name what was found."""
    met = [atom for atom in atoms_of(biomarker) if evaluator.answer(atom).outcome is Outcome.MET]
    named = [
        specificity
        for atom in map(_bare, met)
        for kind, specificity in _SPECIFICITY
        if isinstance(atom, kind)
    ]
    return min(named, key=CLOSENESS.__getitem__) if named else Specificity.WILD_TYPE


def _bare(atom: Biomarker) -> Biomarker:
    """Return the pattern without its origin and its exceptions."""
    if isinstance(atom, Origin):
        return _bare(atom.part)
    return atom.pattern if isinstance(atom, Excepting) else atom
