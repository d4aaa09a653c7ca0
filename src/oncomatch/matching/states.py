"""The state of every gene, and what to call each fact."""

from __future__ import annotations

from collections.abc import Iterable

from oncomatch.domain.alteration import CopyNumberKind, Her2Ihc, MarkerResult, TumorMarkers
from oncomatch.domain.assay import Assessment, Finding
from oncomatch.domain.biomarker import CopyNumberChange
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.germline import GERMLINE
from oncomatch.domain.marker_names import HER2_IHC, HER2_ISH, name_computed, name_markers
from oncomatch.domain.match import GeneState
from oncomatch.domain.profile import TumorProfile
from oncomatch.matching import her2
from oncomatch.matching.checked_markers import finding_of
from oncomatch.matching.evaluate import evaluate
from oncomatch.matching.facts import Facts

_ERBB2 = "ERBB2-copy-number"


def label_facts(
    profile: TumorProfile, genes: Iterable[str], *, breast: bool = False
) -> dict[str, str]:
    """Return what to call each fact id of a profile; `genes` are those that may be wild type.

    Amplification by the file, by ISH and IHC 3+ are views of one finding and share a name. In a
    `breast` cancer IHC 1+, and 2+ with ISH negative, are HER2-low, as the labels of trastuzumab
    deruxtecan have it.
    """
    labels = {f"{gene}-wildtype": f"{gene} wild type" for gene in genes}
    for variant in (*profile.left_out, *profile.small_variants):
        labels[variant.id] = variant.label
    for call in profile.unusable:
        labels[call.id] = f"{', '.join(call.genes)} {call.written}"
    for number in profile.copy_numbers:
        labels[number.id] = number.label
    for each in profile.rearrangements:
        labels[each.id] = each.label
    for arm in profile.arms:
        labels[arm.id] = arm.label
    found = profile.germline
    if found is not None:
        named = {each.id: each.label for each in (*found.left_out, *found.variants)}
        named.update(
            {each.id: f"{', '.join(each.genes)} {each.written}" for each in found.unusable}
        )
        named.update({fact: name for fact, name in labels.items() if fact.endswith("-wildtype")})
        labels.update({GERMLINE + fact: f"{name}, germline" for fact, name in named.items()})
    labels.update(name_markers(profile.markers))
    labels.update(name_computed(profile.markers, profile.wide))
    labels.update(_one_her2(labels, profile.markers))
    if breast:
        labels.update(_low_her2(labels, profile.markers))
    return labels


def _low_her2(labels: dict[str, str], markers: TumorMarkers) -> dict[str, str]:
    """Return the common name of what says that HER2 is low, by fact id."""
    if labels.get(_ERBB2) == "ERBB2 amplification" or markers.her2_ish is MarkerResult.POSITIVE:
        return {}
    if markers.her2_ihc is Her2Ihc.ONE:
        return {HER2_IHC: "HER2-low (IHC 1+)"}
    if markers.her2_ihc is Her2Ihc.TWO and markers.her2_ish is MarkerResult.NEGATIVE:
        return dict.fromkeys((HER2_IHC, HER2_ISH), "HER2-low (IHC 2+, ISH negative)")
    return {}


def _one_her2(labels: dict[str, str], markers: TumorMarkers) -> dict[str, str]:
    """Return the common name of what says that HER2 is positive, by fact id."""
    hybridised = markers.her2_ish is MarkerResult.POSITIVE
    stained = markers.her2_ihc is Her2Ihc.THREE or (markers.her2_ihc is Her2Ihc.TWO and hybridised)
    views = {}
    if stained and markers.her2_ihc is not None:
        views[HER2_IHC] = f"IHC {markers.her2_ihc.value}"
    if hybridised:
        views[HER2_ISH] = "ISH positive"
    if not views:
        return {}
    name = f"HER2 {', '.join(views.values())}"
    if labels.get(_ERBB2) == "ERBB2 amplification":
        return dict.fromkeys((*views, _ERBB2), f"ERBB2 amplification ({name})")
    return dict.fromkeys(views, name)


def gene_states(facts: Facts, genes: Iterable[str]) -> tuple[GeneState, ...]:
    """Return the state of each gene, sorted by gene."""
    return tuple(_state(facts, gene) for gene in sorted(set(genes)))


def _is_hybridised(gene: str, markers: TumorMarkers) -> bool:
    """Whether in-situ hybridisation tells of the gene's copies."""
    if gene == her2.GENE:
        return markers.her2_ish is not None
    return any(each.gene == gene and each.counts_copies for each in markers.ish)


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
    details += [each.label for each in facts.rearrangements.get(gene, ()) if not each.left_out]
    details += [each.label for each in facts.markers.ihc if each.gene == gene]
    number = facts.copy_numbers.get(gene)
    if _is_hybridised(gene, facts.markers):
        amplified = evaluate(CopyNumberChange(gene, CopyNumberKind.AMPLIFICATION), facts)
        details.append(amplified.reason)
        if amplified.outcome is not Outcome.NOT_MET:
            return GeneState(gene, small, finding_of(amplified), "; ".join(details))
    if number is None:
        return GeneState(gene, small, Finding.NOT_ASSESSED, "; ".join(details))
    details.append(number.reason)
    absent = Finding.NOT_INFORMATIVE if facts.plasma else Finding.NOT_DETECTED
    unclear = Finding.UNCLEAR if number.possible else absent
    copies = unclear if number.kind is None else Finding.DETECTED
    return GeneState(gene, small, copies, "; ".join(details))
