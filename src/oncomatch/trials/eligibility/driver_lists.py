"""Lists of drivers: what *mutations of EGFR, ALK, and ROS1* means of each of them."""

from __future__ import annotations

from oncomatch.domain.biomarker import Biomarker, ChangeKind, Fusion, GeneMutation, Rearrangement
from oncomatch.trials.eligibility.alterations import FUSED_IN_LISTS, mutated_in_list
from oncomatch.trials.eligibility.joining import Group


def as_list_of_drivers(groups: list[Group]) -> None:
    """Make fusions of what a list with EGFR and the like calls mutations of ALK, ROS1 or NTRK."""
    genes = {gene for each in groups for gene in each.genes}
    if genes == {"BRAF"} and {each.said for each in groups} == {"altered"}:
        groups[0].patterns = [GeneMutation("BRAF", ChangeKind.MUTATION), Fusion("BRAF")]
    if not genes & FUSED_IN_LISTS or genes <= FUSED_IN_LISTS:
        return
    of_lung = {"EGFR", "ALK"} <= genes
    for each in groups:
        if each.said == "mutated" and all(isinstance(p, GeneMutation) for p in each.patterns):
            each.patterns = [_in_list(part, of_lung) for part in each.patterns]
        elif each.said == "altered" and "RET" in each.genes:
            ret = GeneMutation("RET", ChangeKind.MUTATION)
            each.patterns = [part for part in each.patterns if part != ret]
        if any(_mutated(part) != part for part in each.patterns):
            each.patterns = list(dict.fromkeys(map(_mutated, each.patterns)))
            each.doubtful = True


def _in_list(part: Biomarker, of_lung: bool) -> Biomarker:
    """Return what `activating mutations in EGFR, ALK and RET` means of one of the genes."""
    if not isinstance(part, GeneMutation) or part.kind is ChangeKind.LOSS_OF_FUNCTION:
        return part
    (fused,) = mutated_in_list(part.gene)
    if part.gene == "RET" and of_lung:
        return Fusion("RET")
    return fused if isinstance(fused, Fusion) else part


_MUTATED_IN_LISTS = frozenset("EGFR KRAS ERBB2".split())


def _mutated(part: Biomarker) -> Biomarker:
    """Return what `EGFR, ALK or ROS1 fusions` means of EGFR."""
    if isinstance(part, Fusion | Rearrangement) and part.gene in _MUTATED_IN_LISTS:
        return GeneMutation(part.gene, ChangeKind.MUTATION)
    return part
