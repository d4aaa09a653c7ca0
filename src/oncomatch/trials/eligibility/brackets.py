"""What brackets behind an alteration say of it: which changes are meant, or the same once more."""

from __future__ import annotations

from dataclasses import replace

from oncomatch.domain.biomarker import Biomarker, ChangeKind, Fusion, GeneMutation, RegionChange
from oncomatch.trials.eligibility.alterations import (
    LOST_EITHER_WAY,
    SENSITIZING,
    Alteration,
    activated,
    positive,
)
from oncomatch.trials.eligibility.joining import Group, UnreadableError
from oncomatch.trials.eligibility.tokens import Token


def narrows(groups: list[Group], token: Token) -> bool:
    """Whether a gene in brackets says which is meant: `KRAS mutation (KRAS G12C)`."""
    if not groups or groups[-1].said not in ("mutated", "altered"):
        return False
    return set(token.genes) <= set(groups[-1].genes)


def repeats(groups: list[Group], token: Token) -> bool:
    """Whether brackets say once more what is before them: `KRAS G12C (KRAS G12C)`."""
    last = groups[-1] if groups else None
    if last is None:
        return False
    if token.alteration is None:
        return token.genes == last.genes
    made = {each for gene in last.genes for each in token.alteration.make(gene)}
    return made <= set(last.patterns)


def redefine(groups: list[Group], defined: int) -> None:
    """Leave out what brackets say anew: `RAS mutation (mutations of KRAS or NRAS)`.

    `defined` counts the groups before the brackets, 0 where there are none.

    Raises:
        UnreadableError: the brackets are of other genes.
    """
    if not defined or len(groups) <= defined or groups[defined].joint:
        return
    whole, first = groups[defined - 1], groups[defined]
    genes = {gene for each in groups[defined:] for gene in each.genes}
    if whole.narrowed or not genes <= set(whole.genes) or whole.negated != first.negated:
        raise UnreadableError
    first.joint = whole.joint
    del groups[defined - 1]


def make_sensitive(groups: list[Group]) -> None:
    """Take `known to be associated with EGFR-TKI sensitivity` of the mutations before it.

    Raises:
        UnreadableError: they are not of EGFR.
    """
    if not groups or groups[-1].genes != ("EGFR",):
        raise UnreadableError
    kinds = (ChangeKind.MUTATION, ChangeKind.GAIN_OF_FUNCTION)
    if groups[-1].patterns in [[GeneMutation("EGFR", kind)] for kind in kinds]:
        groups[-1].patterns = [SENSITIZING]


def are_of_a_domain(groups: list[Group]) -> bool:
    """Whether residues are examples of the domain before them: `FLT3-TKD (D835/I836)`."""
    return bool(groups) and groups[-1].said == "tkd"


def is_told(alteration: Alteration, gene: str, groups: list[Group], origins: set[str]) -> bool:
    """Whether a stretch says elsewhere what a vague word means: `BRCA germline positive`.

    The activation of a gene says nothing more beside its mutation.
    """
    if alteration.make is activated:
        return any(each.said == "mutated" and gene in each.genes for each in groups)
    return alteration.make is positive and origins == {"germline"}


def in_region(made: list[Biomarker], before: list[Biomarker]) -> list[Biomarker]:
    """Return what is made with the kind said before: `activating mutation in the kinase domain`."""
    kinds = {each.kind for each in before if isinstance(each, GeneMutation)}
    if len(kinds) != 1:
        return made
    (kind,) = kinds
    return [replace(each, kind=kind) if isinstance(each, RegionChange) else each for each in made]


def is_of_fusions(made: tuple[Biomarker, ...]) -> bool:
    """Whether an activating alteration may be another than these fusions."""
    return all(isinstance(each, Fusion) for each in made)


def is_any_loss(groups: list[Group]) -> bool:
    """Whether a loss may be of the gene or of its protein; of some both are asked for alike."""
    return any(each.said == "lost" and not set(each.genes) <= LOST_EITHER_WAY for each in groups)


def wants_its_place(groups: list[Group]) -> bool:
    """Whether the last gene has its change from before and no place of it yet."""
    return bool(groups) and groups[-1].from_prefix and not groups[-1].narrowed
