"""In-situ hybridisation beside the files: it tells amplification, or that a gene is broken.

Where hybridisation and a file differ nobody is believed.
"""

from __future__ import annotations

from oncomatch.domain.biomarker import CopyNumberChange, CopyNumberKind, Fusion, Rearrangement
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.named_markers import Hybridisation, IshResult
from oncomatch.matching.facts import Facts

_COPIES = {Hybridisation.AMPLIFIED: True, Hybridisation.NOT_AMPLIFIED: False}
_BREAKS = {Hybridisation.REARRANGED: True, Hybridisation.NOT_REARRANGED: False}


def with_copies(biomarker: CopyNumberChange, counted: Evaluation, facts: Facts) -> Evaluation:
    """Return the answer of the copy-number file, with that of hybridisation.

    An amplification is a gain as well; hybridisation says nothing of losses.
    """
    result = _result(biomarker.gene, _COPIES, facts)
    if result is None:
        return counted
    holds = _COPIES[result.result]
    told = biomarker.kind is CopyNumberKind.AMPLIFICATION or (
        holds and biomarker.kind is CopyNumberKind.GAIN
    )
    if not told:
        return counted
    return both(biomarker.gene, holds, result.label, result.id, counted, "the copy-number file")


def with_breaks(biomarker: Fusion | Rearrangement, found: Evaluation, facts: Facts) -> Evaluation:
    """Return the answer of the file of fusions, with that of break-apart hybridisation.

    It shows that a gene is broken, not with which partner or where; the FDA lists such tests as
    companion diagnostics of ALK fusions (P110012).
    """
    if isinstance(biomarker, Fusion) and biomarker.partner:
        return found
    if isinstance(biomarker, Rearrangement) and biomarker.intron:
        return found
    result = _result(biomarker.gene, _BREAKS, facts)
    if result is None:
        return found
    holds = _BREAKS[result.result]
    return both(biomarker.gene, holds, result.label, result.id, found, "the file of fusions")


def both(
    gene: str, holds: bool, reason: str, fact: str, other: Evaluation, source: str
) -> Evaluation:
    """Return what hybridisation and a file say of a gene together; unknown where they differ."""
    outcome = Outcome.MET if holds else Outcome.NOT_MET
    if other.outcome is Outcome.UNKNOWN:
        return Evaluation(outcome, reason, (fact,))
    facts = (fact, *other.facts)
    if other.outcome is not outcome:
        told = other.reason.removeprefix(f"{gene}: ")
        reason = f"{reason} contradicts {source} ({told}); clarify"
        return Evaluation(Outcome.UNKNOWN, reason, facts)
    return Evaluation(outcome, f"{reason}; {other.reason}", facts)


def _result(gene: str, of_kind: dict[Hybridisation, bool], facts: Facts) -> IshResult | None:
    for each in facts.markers.ish:
        if each.gene == gene and each.result in of_kind:
            return each
    return None
