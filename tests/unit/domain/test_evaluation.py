"""Kleene's strong three-valued logic: AND is the minimum, OR the maximum, unknown stays unknown."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncomatch.domain.evaluation import Evaluation, Outcome, all_of, any_of, negate

YES, MAYBE, NO = Outcome.MET, Outcome.UNKNOWN, Outcome.NOT_MET

# one part, other part -> AND, OR (Kleene 1952, written out by hand)
TRUTH = {
    (YES, YES): (YES, YES),
    (YES, MAYBE): (MAYBE, YES),
    (YES, NO): (NO, YES),
    (MAYBE, YES): (MAYBE, YES),
    (MAYBE, MAYBE): (MAYBE, MAYBE),
    (MAYBE, NO): (NO, MAYBE),
    (NO, YES): (NO, YES),
    (NO, MAYBE): (NO, MAYBE),
    (NO, NO): (NO, NO),
}

evaluations = st.builds(
    Evaluation,
    st.sampled_from(Outcome),
    st.sampled_from(["KRAS G12D detected", "EGFR not covered", "no call in NRAS"]),
    st.lists(st.sampled_from("abc"), max_size=2).map(tuple),
)


def part(outcome: Outcome, reason: str = "", *facts: str) -> Evaluation:
    return Evaluation(outcome, reason or f"it is {outcome.value}", facts)


def test_the_truth_table_has_every_pair() -> None:
    assert set(TRUTH) == set(product(Outcome, repeat=2))


@pytest.mark.parametrize("pair", TRUTH, ids=lambda pair: f"{pair[0].value}-{pair[1].value}")
def test_truth_table(pair: tuple[Outcome, Outcome]) -> None:
    parts = [part(outcome) for outcome in pair]

    assert (all_of(parts).outcome, any_of(parts).outcome) == TRUTH[pair]


@pytest.mark.parametrize(("outcome", "negated"), [(YES, NO), (MAYBE, MAYBE), (NO, YES)])
def test_not_swaps_the_ends_and_keeps_reason_and_facts(outcome: Outcome, negated: Outcome) -> None:
    assert negate(part(outcome, "why", "f1", "f2")) == Evaluation(negated, "why", ("f1", "f2"))


def test_the_degrees_are_ordered_no_unknown_yes() -> None:
    assert [outcome.degree for outcome in (NO, MAYBE, YES)] == [0, 1, 2]
    assert len(Outcome) == 3


@pytest.mark.parametrize("combine", [all_of, any_of])
def test_no_parts_are_an_error_not_an_answer(combine) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=re.escape("AND and OR need at least one part")):
        combine([])


def test_an_evaluation_needs_a_reason() -> None:
    with pytest.raises(ValueError, match=re.escape("an evaluation needs a reason")):
        Evaluation(YES, "")


def test_and_names_only_the_parts_that_decide() -> None:
    parts = [
        part(YES, "KRAS is wild type", "kras"),
        part(NO, "NRAS Q61K detected", "nras"),
        part(MAYBE, "BRAF not covered", "braf"),
        part(NO, "MSI stable", "msi"),
    ]

    assert all_of(parts) == Evaluation(NO, "NRAS Q61K detected; MSI stable", ("nras", "msi"))


def test_or_names_only_the_parts_that_decide() -> None:
    parts = [
        part(MAYBE, "EGFR exon 19 not covered", "gap"),
        part(NO, "EGFR carries T790M, not L858R", "t790m"),
        part(MAYBE, "EGFR exon 21 not covered", "gap", "edge"),
    ]

    assert any_of(parts) == Evaluation(
        MAYBE, "EGFR exon 19 not covered; EGFR exon 21 not covered", ("gap", "edge")
    )


def test_the_same_reason_and_the_same_fact_stand_once_in_the_order_of_the_parts() -> None:
    parts = [part(YES, "b", "2", "1"), part(YES, "a", "1", "3"), part(YES, "b", "2")]

    assert all_of(parts) == Evaluation(YES, "b; a", ("2", "1", "3"))


def test_parts_may_come_from_a_generator() -> None:
    assert any_of(part(outcome) for outcome in (NO, YES)) == part(YES)


@settings(max_examples=60)
@given(st.lists(evaluations, min_size=1, max_size=5))
def test_de_morgan(parts: list[Evaluation]) -> None:
    """Not (A and B) is (not A) or (not B), with the same reasons and facts."""
    assert negate(all_of(parts)) == any_of([negate(each) for each in parts])
    assert negate(any_of(parts)) == all_of([negate(each) for each in parts])


@settings(max_examples=60)
@given(st.lists(evaluations, min_size=1, max_size=5), st.randoms())
def test_the_order_of_the_parts_changes_neither_outcome_nor_facts(parts, rng) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(parts)
    rng.shuffle(shuffled)

    for combine in (all_of, any_of):
        one, two = combine(parts), combine(shuffled)
        assert (one.outcome, set(one.facts)) == (two.outcome, set(two.facts))


@settings(max_examples=60)
@given(st.lists(evaluations, min_size=1, max_size=3), st.lists(evaluations, min_size=1, max_size=3))
def test_nesting_changes_nothing(left: list[Evaluation], right: list[Evaluation]) -> None:
    for combine in (all_of, any_of):
        nested = combine([combine(left), combine(right)])
        assert nested.outcome is combine(left + right).outcome
        assert nested.facts == combine(left + right).facts
