"""Which variants are reported: what may change the protein, and what is not known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import small
from oncomatch.annotation.reporting_rule import reason_to_leave_out
from oncomatch.domain.alteration import AnnotationState, SmallVariant, TranscriptEffect
from oncomatch.domain.consequence import Consequence, Impact, sort_by_severity
from unit.annotation.rebuilding import STRANDS, Gene, place_of, stage


@pytest.fixture(scope="module")
def variant() -> SmallVariant:
    """Return some annotated variant; each test says what is to stand in it."""
    return small("BRAF", "V600E")


def having(
    variant: SmallVariant, *terms: Consequence, gene: str = "FWD", hgvs_c: str = "NM_1.1:c.5C>A"
) -> SmallVariant:
    """Return the variant with these terms, of this gene."""
    effect = TranscriptEffect("NM_1.1", gene, sort_by_severity(set(terms)), hgvs_c=hgvs_c)
    return replace(variant, gene=gene, effect=effect)


C = Consequence
REASONS = {
    C.SYNONYMOUS: "no change of the protein (synonymous)",
    C.STOP_RETAINED: "no change of the protein (synonymous)",
    C.START_RETAINED: "no change of the protein (synonymous)",
    C.FIVE_PRIME_UTR: "untranslated region",
    C.THREE_PRIME_UTR: "untranslated region",
    C.INTRON: "intron",
    C.UPSTREAM_GENE: "beside a gene",
    C.DOWNSTREAM_GENE: "beside a gene",
}
SPLICE = (
    C.SPLICE_REGION,
    C.SPLICE_DONOR_5TH_BASE,
    C.SPLICE_DONOR_REGION,
    C.SPLICE_POLYPYRIMIDINE_TRACT,
)
ALTERING = [term for term in Consequence if term.impact in (Impact.HIGH, Impact.MODERATE)]


@pytest.mark.parametrize("term", REASONS, ids=lambda term: term.value)
def test_left_out_with_a_reason(variant: SmallVariant, term: Consequence) -> None:
    assert reason_to_leave_out(having(variant, term)) == REASONS[term]


@pytest.mark.parametrize("term", [*ALTERING, *SPLICE], ids=lambda term: term.value)
@pytest.mark.parametrize("other", REASONS, ids=lambda term: term.value)
def test_reported_whatever_stands_beside_it(
    variant: SmallVariant, term: Consequence, other: Consequence
) -> None:
    assert reason_to_leave_out(having(variant, term)) == ""
    assert reason_to_leave_out(having(variant, term, other)) == ""


def test_a_coding_change_of_unknown_kind_is_reported(variant: SmallVariant) -> None:
    assert reason_to_leave_out(having(variant, C.CODING_SEQUENCE, C.INTRON)) == ""


def test_every_silent_term_has_a_reason_of_its_own(variant: SmallVariant) -> None:
    together = reason_to_leave_out(having(variant, C.SYNONYMOUS, C.FIVE_PRIME_UTR, C.INTRON))
    utr = reason_to_leave_out(having(variant, C.FIVE_PRIME_UTR, C.INTRON))

    assert together == "no change of the protein (synonymous)"
    assert utr == "untranslated region"


def test_outside_every_gene(variant: SmallVariant) -> None:
    nowhere = replace(variant, gene="", effect=None, state=AnnotationState.NO_GENE)

    assert reason_to_leave_out(nowhere) == "outside every known gene"


def test_a_consequence_that_is_not_determined_is_reported(variant: SmallVariant) -> None:
    """Unknown is not silent."""
    unclear = replace(variant, effect=None, state=AnnotationState.NOT_DETERMINED)

    assert reason_to_leave_out(unclear) == ""


PROMOTER = {
    "c.-124C>T": "",
    "c.-146C>T": "",
    "c.-1G>A": "",
    "c.-300G>A": "",
    "c.-301G>A": "beside a gene",
    "c.-1245G>A": "beside a gene",
    "c.-139_-138delinsTT": "",
    "c.-146_-145insT": "",
    "c.*124C>T": "beside a gene",
    "c.5C>A": "beside a gene",
    "c.66-124C>T": "beside a gene",
}


@pytest.mark.parametrize("name", PROMOTER)
def test_the_tert_promoter_reaches_300_bases(variant: SmallVariant, name: str) -> None:
    found = having(variant, C.UPSTREAM_GENE, gene="TERT", hgvs_c=f"NM_198253.2:{name}")

    assert reason_to_leave_out(found) == PROMOTER[name]


@pytest.mark.parametrize("term", [C.UPSTREAM_GENE, C.FIVE_PRIME_UTR], ids=lambda t: t.value)
def test_other_promoters_are_not_reported(variant: SmallVariant, term: Consequence) -> None:
    tert = having(variant, term, gene="TERT", hgvs_c="NM_1.1:c.-57A>C")
    other = having(variant, term, gene="KRAS", hgvs_c="NM_1.1:c.-57A>C")

    assert reason_to_leave_out(tert) == ""
    assert reason_to_leave_out(other) == REASONS[term]


#                              reported?
PLACES = {
    "5": True,
    "6": False,
    "30": True,
    "30+1": True,
    "30+8": True,
    "30+9": False,
    "31-17": True,
    "31-18": False,
    "-3": False,
    "*5": False,
    "-11": False,
    "139": True,
    "141": False,
}


@pytest.mark.parametrize("position", PLACES)
@pytest.mark.parametrize("symbol", STRANDS)
def test_places_along_a_gene(
    stage_genes: dict[str, Gene], variant: SmallVariant, symbol: str, position: str
) -> None:
    """Transitions: A and G, C and T change places."""
    ref = stage()[place_of(position)]
    alt = dict(zip("AGCT", "GATC", strict=True))[ref]
    effect = stage_genes[symbol].effect(position, ref, alt)

    reason = reason_to_leave_out(replace(variant, gene=symbol, effect=effect))

    assert (reason == "") is PLACES[position], reason
