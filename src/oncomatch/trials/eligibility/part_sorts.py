"""What the parts of a list are about: levels, scores, repair, alleles, or changes of genes."""

from __future__ import annotations

from oncomatch.domain.biomarker import (
    Allele,
    AllOf,
    AnyOf,
    ArmChange,
    Biomarker,
    ChangeKind,
    Expression,
    GeneMutation,
    MicrosatelliteInstability,
    MicrosatelliteStability,
    MismatchRepair,
    Not,
    ProteinChange,
    Score,
    WildType,
    atoms_of,
)
from oncomatch.trials.eligibility.alterations import HER2_POSITIVE

_REPAIR = MicrosatelliteInstability | MicrosatelliteStability | MismatchRepair


def sort_of(part: Biomarker) -> str:
    """Return what a part is about: receptors and HER2 belong together, other markers do not."""
    atoms = atoms_of(part)
    if len(atoms) > 1 and all(isinstance(each, ArmChange) for each in atoms):
        return "codeletion"
    if all(isinstance(a, Expression) or a in HER2_POSITIVE.parts for a in atoms):
        return "level"
    if all(isinstance(a, Score) for a in atoms):
        return "score"
    if all(isinstance(a, _REPAIR) for a in atoms):
        return "repair"
    return "allele" if all(isinstance(a, Allele) for a in atoms) else "genomic"


def is_level(part: Biomarker) -> bool:
    """Whether a pattern is of levels, scores and repair alone, and of no change of a gene."""
    her2 = set(HER2_POSITIVE.parts)
    return all(isinstance(a, Expression | Score | _REPAIR) or a in her2 for a in atoms_of(part))


def are_of_different_sorts(parts: list[Biomarker]) -> bool:
    """Whether no two parts are about the same, levels of receptors and of HER2 taken as one."""
    levels = [part for part in parts if sort_of(part) == "level"]
    others = [sort_of(part) for part in parts if sort_of(part) != "level"]
    told_apart = len(levels) < 2 or (bool(others) and are_states(levels))
    return told_apart and len(set(others)) == len(others)


def are_states(parts: list[Biomarker]) -> bool:
    """Whether each is a state that every tumour has or has not: receptors, HER2, wild types."""
    return all(
        isinstance(atom, Expression | WildType | Score | MismatchRepair)
        or atom in HER2_POSITIVE.parts
        or isinstance(part, Not)
        for part in parts
        for atom in atoms_of(part)
    )


def is_change_beside_absence(parts: list[Biomarker]) -> bool:
    """Whether of two parts one is absent and one is not: `TP53 wild type and MDM2 amplified`."""
    absent = [
        all(isinstance(each, Not | WildType) for each in getattr(part, "parts", (part,)))
        for part in parts
    ]
    return sorted(absent) == [False, True]


def are_of_one_codon(parts: list[Biomarker]) -> bool:
    """Whether all are changes of one residue."""
    atoms = [atom for part in parts for atom in atoms_of(part)]
    changes = [each.change for each in atoms if isinstance(each, ProteinChange)]
    return len(changes) == len(atoms) and len({change[:-1] for change in changes}) == 1


def is_always_so(pattern: Biomarker) -> bool:
    """Whether a pattern takes something and its absence: `HER2 positive or negative`."""
    if not isinstance(pattern, AnyOf):
        return False
    absent = [
        tuple(map(denied, part.parts if isinstance(part, AllOf) else (part,)))
        for part in pattern.parts
    ]
    return any(
        all(
            each is not None
            and (
                each in pattern.parts
                or (isinstance(each, AnyOf) and set(each.parts) <= set(pattern.parts))
            )
            for each in together
        )
        for together in absent
    )


def denied(pattern: Biomarker) -> Biomarker | None:
    """Return what an absence denies, None of what is no absence."""
    if isinstance(pattern, WildType):
        return GeneMutation(pattern.gene, ChangeKind.MUTATION)
    return pattern.part if isinstance(pattern, Not) else None
