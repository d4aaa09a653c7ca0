"""Patterns that need no evaluation: what nobody looked at is unknown, whatever is asked of it.

Most patterns of trials ask for genes of which a case tells nothing. Told here from the gene and
the family of a pattern alone, such an answer costs nothing; its reason is made when it is shown.
"""

from __future__ import annotations

from enum import IntEnum

from oncomatch.domain.assay import Assessment
from oncomatch.domain.biomarker import (
    Allele,
    BiallelicLoss,
    Biomarker,
    ChangeKind,
    CodingChange,
    CodonChange,
    Copies,
    CopyNumberChange,
    Excepting,
    ExonChange,
    Expression,
    Fusion,
    GeneMutation,
    LossOfHeterozygosity,
    Origin,
    ProteinChange,
    Rearrangement,
    RegionChange,
    Score,
    Unread,
    VariantOrigin,
    WildType,
    atoms_of,
)
from oncomatch.matching.facts import Facts


class Family(IntEnum):
    """What answers a pattern; OTHER is always evaluated, NEVER has no answer in any tumour.

    SKIPPED exons are told by DNA and by RNA.
    """

    OTHER = 0
    SMALL_VARIANTS = 1
    COPIES = 2
    JOINED = 3
    LEVELS = 4
    INHERITED = 5
    SKIPPED = 6
    NEVER = 7


_FAMILIES: tuple[tuple[tuple[type, ...], Family], ...] = (
    (
        (ProteinChange, CodingChange, CodonChange, GeneMutation, RegionChange, WildType),
        Family.SMALL_VARIANTS,
    ),
    ((CopyNumberChange, Copies, LossOfHeterozygosity, BiallelicLoss), Family.COPIES),
    ((Fusion, Rearrangement), Family.JOINED),
    ((Expression, Score), Family.LEVELS),
    ((Allele, Unread), Family.NEVER),
)
_NOT_LOOKED_AT = (Assessment.NOT_ASSESSED, Assessment.UNKNOWN)
_BY_SHEET = frozenset({"ERBB2", "ESR1", "PGR", "CD274"})
"""Genes whose levels stand in fields of their own (`markers.genes_with_markers`)."""


def family_of(leaf: Biomarker) -> Family:
    """Return the family of a pattern that is no tree.

    Of a somatic change that nobody looked at nothing is known, as of any other.
    """
    if isinstance(leaf, Origin):
        parts = atoms_of(leaf.part)
        if any(isinstance(each, Origin) for each in parts):
            return Family.OTHER
        if leaf.origin is VariantOrigin.GERMLINE:
            return Family.INHERITED
        return family_of(leaf.part) if parts == (leaf.part,) else Family.OTHER
    if isinstance(leaf, Excepting):
        return family_of(leaf.pattern)
    if isinstance(leaf, ExonChange):
        return Family.SKIPPED if leaf.kind is ChangeKind.SKIPPING else Family.SMALL_VARIANTS
    return next((family for types, family in _FAMILIES if isinstance(leaf, types)), Family.OTHER)


def looked_at(facts: Facts) -> dict[Family, frozenset[str]]:
    """Return by family the genes of which something is known or was looked at.

    A pattern of a family that names none of them is unknown. A family that is missing has to be
    evaluated for every gene. What is inherited is told by a file of the germline alone.
    """
    markers = facts.markers
    told = _BY_SHEET.union(
        (each.gene for each in markers.ihc),
        (each.gene for each in markers.ish),
        (each.gene for each in markers.expression),
    )
    called = frozenset(
        (*facts.variants, *facts.left_out, *facts.undetermined, *facts.unusable)
    ).union(facts.copy_numbers, facts.rearrangements)
    found = {Family.COPIES: called | told, Family.LEVELS: told, Family.NEVER: frozenset[str]()}
    if facts.coverage("").assessment in _NOT_LOOKED_AT:
        found[Family.SMALL_VARIANTS] = called.union(
            each.gene
            for each in (facts.assay.genes if facts.assay.small_variants else ())
            if each.assessment not in _NOT_LOOKED_AT
        )
    if facts.germline is None:
        found[Family.INHERITED] = frozenset()
    if not facts.assay.fusions:
        found[Family.JOINED] = called | told
    if Family.SMALL_VARIANTS in found and Family.JOINED in found:
        found[Family.SKIPPED] = found[Family.SMALL_VARIANTS] | found[Family.JOINED]
    return found
