"""Levels of several schemes side by side: the strongest of each, and how far they are apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from building import evaluated, evidence_item, tumor
from oncomatch.domain.evidence import CgiLevel, Direction, EvidenceItem, EvidenceLevel
from oncomatch.domain.evidence import EvidenceScheme as Scheme
from oncomatch.domain.match import SchemeLevel, TherapyMatch
from oncomatch.domain.provenance import Provenance
from oncomatch.domain.tier import Tier
from oncomatch.matching.levels import explain_disagreement, levels_of
from oncomatch.matching.therapies import match_therapies

MELANOMA = tumor("MEL", [("BRAF", "V600E")])


def matched(*items: EvidenceItem) -> TherapyMatch:
    """Return the one line that made-up items about BRAF V600E give in melanoma."""
    (match,) = match_therapies(*evaluated(MELANOMA, items))
    return match


def of_cgi(level: CgiLevel, **fields: object) -> EvidenceItem:
    provenance = Provenance("CGI", "line 1", "2017-02-08", "FDA", "", "CC0-1.0")
    return evidence_item(
        scheme=Scheme.CGI, level=level, rating=None, provenance=provenance, **fields
    )


def of_fda(record_id: str = "ind:1") -> EvidenceItem:
    provenance = Provenance("FDA label", record_id, "2026-05-07", "FDA label, X", "", "facts")
    return evidence_item(scheme=Scheme.LABEL, level=None, rating=None, provenance=provenance)


def test_one_scheme_is_no_disagreement() -> None:
    match = matched(
        evidence_item(level=EvidenceLevel.VALIDATED), evidence_item(record_id="EID2", rating=1)
    )

    assert match.levels == (SchemeLevel("CIViC", "A", Tier.IA, "CIViC EID1"),)
    assert match.disagreement == ""


def test_schemes_keep_their_own_words() -> None:
    match = matched(of_fda(), evidence_item(), of_cgi(CgiLevel.EARLY_TRIALS))

    assert match.levels == (
        SchemeLevel("regulator's label", "listed", Tier.IA, "FDA label ind:1"),
        SchemeLevel("CIViC", "B", Tier.IB, "CIViC EID1"),
        SchemeLevel("CGI", "Early trials", Tier.IIC, "CGI line 1"),
    )


def test_the_disagreement_names_what_the_tier_rests_on_and_what_others_would_give() -> None:
    match = matched(of_fda(), evidence_item(), of_cgi(CgiLevel.EARLY_TRIALS))

    assert match.disagreement == (
        "tier I-A rests on regulator's label (listed, FDA label ind:1); "
        "CIViC alone (B, CIViC EID1) would give I-B, "
        "CGI alone (Early trials, CGI line 1) would give II-C"
    )


def test_schemes_of_one_tier_agree() -> None:
    match = matched(evidence_item(), of_cgi(CgiLevel.FDA_GUIDELINES))

    assert [level.tier for level in match.levels] == [Tier.IB, Tier.IB]
    assert match.disagreement == ""


def test_a_study_that_does_not_support_gives_no_level() -> None:
    against = of_cgi(CgiLevel.FDA_GUIDELINES, direction=Direction.DOES_NOT_SUPPORT)
    match = matched(evidence_item(), against)

    assert [level.scheme for level in match.levels] == ["CIViC"]


@given(
    st.lists(
        st.tuples(st.sampled_from(["CIViC", "CGI", "label"]), st.sampled_from(Tier)),
        max_size=4,
        unique_by=lambda level: level[0],
    )
)
def test_disagreement_is_said_exactly_where_tiers_differ(drawn: list[tuple[str, Tier]]) -> None:
    levels = tuple(SchemeLevel(scheme, "A", tier, f"{scheme} 1") for scheme, tier in drawn)
    words = explain_disagreement(levels)
    best = min((tier for _, tier in drawn), key=lambda tier: tier.rank, default=Tier.III)

    assert bool(words) is (len({tier for _, tier in drawn}) > 1)
    if words:
        assert words.startswith(f"tier {best.value} rests on ")
        apart = {f"would give {tier.value}" for _, tier in drawn if tier is not best}
        assert all(each in words for each in apart)
        assert f"would give {best.value}," not in f"{words},"


def test_no_evidence_has_no_level() -> None:
    assert levels_of(()) == ()
    assert explain_disagreement(()) == ""
