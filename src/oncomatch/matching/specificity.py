"""How closely a pattern names what was found."""

from __future__ import annotations

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

_SPECIFICITY: tuple[tuple[tuple[type, ...], Specificity], ...] = (
    ((ProteinChange, CodingChange, GenomicChange), Specificity.EXACT),
    ((CodonChange,), Specificity.CODON),
    ((ExonChange, ExonLoss), Specificity.EXON),
    ((RegionChange,), Specificity.REGION),
    ((GeneMutation, Fusion, Rearrangement, KinaseDomainDuplication), Specificity.GENE),
    ((SpliceVariant, Allele), Specificity.GENE),
    ((CopyNumberChange, Copies, LossOfHeterozygosity, BiallelicLoss), Specificity.COPY_NUMBER),
    ((Expression, Score), Specificity.PROTEIN),
    ((MicrosatelliteInstability, MicrosatelliteStability, MismatchRepair), Specificity.MARKER),
    ((MutationalBurden, RecombinationDeficiency, RecombinationScore), Specificity.MARKER),
    ((MutationalSignature, Virus, ArmChange), Specificity.MARKER),
    ((WildType,), Specificity.WILD_TYPE),
)
_OF_KIND = {kind: named for kinds, named in _SPECIFICITY for kind in kinds}
CLOSENESS = {specificity: place for place, specificity in enumerate(Specificity)}
"""Places in the order of closeness, 0 the closest."""
_OF_THE_TUMOR = (Specificity.PROTEIN, Specificity.MARKER)


def breadth(specificity: Specificity) -> int:
    """Return 0 for an alteration of a gene, 1 for a protein level or marker, 2 for a wild type."""
    return (specificity in _OF_THE_TUMOR) + 2 * (specificity is Specificity.WILD_TYPE)


def specificity_of(biomarker: Biomarker, evaluator: Evaluator) -> Specificity:
    """Return how closely the met parts of a pattern name what was found."""
    met = [atom for atom in atoms_of(biomarker) if evaluator.answer(atom).outcome is Outcome.MET]
    named = [each for each in map(specificity_of_kind, met) if each is not None]
    return min(named, key=CLOSENESS.__getitem__) if named else Specificity.WILD_TYPE


def specificity_of_kind(atom: Biomarker) -> Specificity | None:
    """Return how closely a pattern that is no tree names a finding, None where it names none."""
    return _OF_KIND.get(type(_bare(atom)))


def _bare(atom: Biomarker) -> Biomarker:
    """Return the pattern without its origin and its exceptions."""
    if isinstance(atom, Origin):
        return _bare(atom.part)
    return atom.pattern if isinstance(atom, Excepting) else atom
