"""The state of every gene, and what to call each fact."""

from __future__ import annotations

from collections.abc import Iterable

from oncomatch.domain.alteration import Her2Ihc
from oncomatch.domain.assay import Assessment, Finding
from oncomatch.domain.match import GeneState
from oncomatch.domain.profile import TumorProfile
from oncomatch.matching.checked_markers import finding_of
from oncomatch.matching.facts import Facts

_ERBB2 = "ERBB2-copy-number"


def label_facts(profile: TumorProfile, genes: Iterable[str]) -> dict[str, str]:
    """Return what to call each fact id of a profile; `genes` are those that may be wild type.

    Amplification and IHC 3+ are two views of one finding and share a name.
    """
    labels = {f"{gene}-wildtype": f"{gene} wild type" for gene in genes}
    for variant in (*profile.left_out, *profile.small_variants):
        labels[variant.id] = variant.label
    for call in profile.unusable:
        labels[call.id] = f"{', '.join(call.genes)} {call.written}"
    for number in profile.copy_numbers:
        labels[number.id] = number.label
    markers = profile.markers
    if markers.her2_ihc is not None:
        labels["HER2-IHC"] = f"HER2 IHC {markers.her2_ihc.value}"
        if markers.her2_ihc is Her2Ihc.THREE and labels.get(_ERBB2) == "ERBB2 amplification":
            labels[_ERBB2] = labels["HER2-IHC"] = "ERBB2 amplification (HER2 IHC 3+)"
    if markers.msi is not None:
        labels["MSI"] = markers.msi.value
    if markers.tmb_per_mb is not None:
        labels["TMB"] = f"TMB {markers.tmb_per_mb:g}/Mb"
    return labels


def gene_states(facts: Facts, genes: Iterable[str]) -> tuple[GeneState, ...]:
    """Return the state of each gene, sorted by gene."""
    return tuple(_state(facts, gene) for gene in sorted(set(genes)))


def _state(facts: Facts, gene: str) -> GeneState:
    details = []
    altering = facts.altering(gene)
    if altering:
        small = Finding.DETECTED
        details.append(", ".join(variant.label for variant in altering))
    else:
        whole = facts.coverage(gene).assessment is Assessment.ASSESSED
        answer = facts.not_found(gene, f"small variants of {gene}", covered=whole)
        small = finding_of(answer)
        details.append(answer.reason)
    number = facts.copy_numbers.get(gene)
    if number is None:
        return GeneState(gene, small, Finding.NOT_ASSESSED, "; ".join(details))
    details.append(number.reason)
    unclear = Finding.UNCLEAR if number.possible else Finding.NOT_DETECTED
    copies = unclear if number.kind is None else Finding.DETECTED
    return GeneState(gene, small, copies, "; ".join(details))
