"""A draft of the ESCAT tier of a therapy line (Mateo 2018, PMID 30137196).

ESCAT asks what kind of trial stands behind a match; CIViC's and CGI's levels do not say it. The
draft is therefore the weakest tier that the sources support, with its trace, for an expert.
"""

from __future__ import annotations

from collections.abc import Iterable

from oncomatch.domain.match import EscatDraft, SupportingEvidence
from oncomatch.domain.tier import Tier
from oncomatch.domain.tumor_type import Relation

_NO_TIER = EscatDraft("", "no tier of ESCAT fits evidence of this kind; an expert decides")
_ORDER = ("I-B", "I-C", "II-B", "III-A", "IV-A", "IV-B")


def escat_of(evidence: Iterable[SupportingEvidence]) -> EscatDraft:
    """Return the best draft that any evidence gives; empty for none."""
    drafts = [draft for each in evidence if (draft := _draft(each)).tier]
    return min(drafts, key=lambda draft: _ORDER.index(draft.tier)) if drafts else _NO_TIER


def _draft(evidence: SupportingEvidence) -> EscatDraft:
    if evidence.relation is Relation.EXCLUDED:
        return _NO_TIER
    approved = evidence.scheme.is_approval or evidence.tier is Tier.IA
    strong = approved or evidence.tier in (Tier.IB, Tier.IIC)
    source = f"{evidence.id}: {evidence.rule}"
    if not strong:
        return _weak(evidence, source)
    if not evidence.relation.applies:
        word = "in a subtype" if evidence.relation is Relation.DESCENDANT else "elsewhere"
        return EscatDraft("III-A", f"evidence of clinical benefit {word}; {source}")
    if evidence.any_tumor_type:
        if approved:
            return EscatDraft("I-C", f"approved or of level A across tumour types; {source}")
        return EscatDraft("II-B", f"clinical evidence across tumour types; {source}")
    if approved:
        return EscatDraft(
            "I-B",
            "approved or of level A in this tumour type; I-A if randomised trials with a survival "
            f"benefit stand behind it, which the sources do not say; {source}",
        )
    return EscatDraft("II-B", f"clinical evidence in this tumour type; {source}")


def _weak(evidence: SupportingEvidence, source: str) -> EscatDraft:
    if evidence.level in ("D", "Pre-clinical"):
        return EscatDraft("IV-A", f"preclinical evidence; {source}")
    if evidence.level == "E":
        return EscatDraft("IV-B", f"inferred from other evidence; {source}")
    return _NO_TIER
