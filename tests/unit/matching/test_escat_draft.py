"""The ESCAT draft (Mateo 2018, PMID 30137196): never better than what the sources say."""

from __future__ import annotations

from itertools import product

import pytest

from building import evaluated, evidence_item, tumor
from oncomatch.domain.evidence import CgiLevel, Direction, EvidenceItem, EvidenceLevel, Significance
from oncomatch.domain.evidence import EvidenceScheme as Scheme
from oncomatch.domain.match import EscatDraft
from oncomatch.domain.provenance import Provenance
from oncomatch.matching.therapies import match_therapies

MELANOMA = tumor("MEL", [("BRAF", "V600E")])
ORDER = ["I-A", "I-B", "I-C", "II-A", "II-B", "III-A", "III-B", "IV-A", "IV-B", ""]
A, B, C, D, E = EvidenceLevel
HERE, ELSEWHERE, SUBTYPE, ANYWHERE = ("MEL",), ("COADREAD",), ("SKCM",), ("SOLID",)


def draft(*items: EvidenceItem) -> EscatDraft:
    """Return the draft of the one line that items about BRAF V600E give in melanoma."""
    (match,) = match_therapies(*evaluated(MELANOMA, items))
    return match.escat


def civic(level: EvidenceLevel, types: tuple[str, ...] = HERE, **fields: object) -> EvidenceItem:
    return evidence_item(level=level, tumor_types=types, **fields)


def cgi(level: CgiLevel, types: tuple[str, ...] = HERE) -> EvidenceItem:
    provenance = Provenance("CGI", "line 1", "2017-02-08", "FDA", "", "CC0-1.0")
    return evidence_item(
        scheme=Scheme.CGI, level=level, rating=None, tumor_types=types, provenance=provenance
    )


def label(types: tuple[str, ...] = HERE, **fields: object) -> EvidenceItem:
    provenance = Provenance("FDA label", "ind:1", "2026-05-07", "FDA label, X", "", "facts")
    made = {"scheme": Scheme.LABEL, "level": None, "rating": None, "provenance": provenance}
    return evidence_item(**{**made, "tumor_types": types, **fields})


RULES: dict[str, tuple[EvidenceItem, str]] = {
    "approved here": (label(), "I-B"),
    "approved for any solid tumour": (label(ANYWHERE), "I-C"),
    "approved elsewhere": (label(ELSEWHERE), "III-A"),
    "approved in a subtype": (label(SUBTYPE), "III-A"),
    "taken out by the label": (label(ANYWHERE, excluded_types=("MEL",)), ""),
    "level A here": (civic(A), "I-B"),
    "level A of any tumour": (civic(A, ANYWHERE), "I-C"),
    "level A elsewhere": (civic(A, ELSEWHERE), "III-A"),
    "level B here": (civic(B), "II-B"),
    "level B of few stars": (civic(B, rating=1), "II-B"),
    "level B of any tumour": (civic(B, ANYWHERE), "II-B"),
    "level B elsewhere": (civic(B, ELSEWHERE), "III-A"),
    "case study": (civic(C), ""),
    "preclinical": (civic(D), "IV-A"),
    "inferred": (civic(E), "IV-B"),
    "flagged": (civic(A, flagged=True), ""),
    "guideline of 2017": (cgi(CgiLevel.FDA_GUIDELINES), "II-B"),
    "trials of CGI": (cgi(CgiLevel.EARLY_TRIALS), "II-B"),
    "trials of CGI elsewhere": (cgi(CgiLevel.LATE_TRIALS, ELSEWHERE), "III-A"),
    "trials joined to a case report": (cgi(CgiLevel.EARLY_TRIALS_AND_CASE_REPORT), ""),
    "preclinical work of CGI": (cgi(CgiLevel.PRECLINICAL), "IV-A"),
}


@pytest.mark.parametrize("case", RULES)
def test_rules(case: str) -> None:
    item, tier = RULES[case]

    assert draft(item).tier == tier


@pytest.mark.parametrize("case", RULES)
def test_the_trace_names_the_record_and_the_rule_of_its_tier(case: str) -> None:
    item, tier = RULES[case]
    found = draft(item)

    if tier:
        assert item.id in found.rule
    else:
        assert found.rule == "no tier of ESCAT fits evidence of this kind; an expert decides"


def test_the_first_tier_says_what_an_expert_has_to_find_out() -> None:
    """I-A asks for randomised trials with a survival benefit; no source here says that."""
    assert draft(label()).rule == (
        "approved or of level A in this tumour type; I-A if randomised trials with a survival "
        "benefit stand behind it, which the sources do not say; "
        "FDA label ind:1: FDA label in this tumour type"
    )


def test_the_best_of_several_records_stands() -> None:
    assert draft(civic(D), civic(B, ELSEWHERE, record_id="EID2")).tier == "III-A"
    assert draft(civic(B, record_id="EID2"), civic(D), civic(E, record_id="EID3")).tier == "II-B"


@pytest.mark.parametrize(
    "item",
    [
        civic(A, significance=Significance.RESISTANCE),
        civic(A, direction=Direction.DOES_NOT_SUPPORT),
    ],
    ids=["resistance", "not supported"],
)
def test_what_does_not_speak_for_a_regimen_has_no_draft(item: EvidenceItem) -> None:
    assert draft(item) == EscatDraft("", "")


def test_no_draft_is_better_than_its_sources() -> None:
    """I-A never; tier I only for this tumour type or any; weak levels never above IV."""
    wheres = (HERE, ELSEWHERE, SUBTYPE, ANYWHERE)
    for level, types, rating in product(EvidenceLevel, wheres, (None, 1, 3, 5)):
        tier = draft(civic(level, types, rating=rating)).tier
        strongest = {A: "I-B", B: "II-B", C: "", D: "IV-A", E: "IV-B"}[level]
        assert ORDER.index(tier) >= ORDER.index(strongest)
        if types in (ELSEWHERE, SUBTYPE):
            assert ORDER.index(tier) >= ORDER.index("III-A")
    for cgi_level, types in product(CgiLevel, wheres):
        assert not draft(cgi(cgi_level, types)).tier.startswith("I-")
