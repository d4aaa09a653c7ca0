"""AND, OR and NOT over a real tumour: an unknown part stays unknown unless another decides."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from building import ask, tumor
from oncomatch.domain.evaluation import Outcome

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN

TUMOUR = tumor("LUAD", [("EGFR", "L858R")], panel=["KRAS"])
YES, NO, OPEN = "EGFR p.L858R", "KRAS p.G12C", "ALK fusion"
OUTCOMES = {YES: MET, NO: NOT_MET, OPEN: UNKNOWN}


@pytest.mark.parametrize(("part", "outcome"), OUTCOMES.items(), ids=str)
def test_the_parts_are_what_they_are_taken_for(part: str, outcome: Outcome) -> None:
    assert ask(part, TUMOUR).outcome is outcome


@pytest.mark.parametrize(
    ("pattern", "outcome"),
    [
        (f"not {YES}", NOT_MET),
        (f"not {NO}", MET),
        (f"not {OPEN}", UNKNOWN),
        (f"{YES} and {YES}", MET),
        (f"{YES} and {OPEN}", UNKNOWN),
        (f"{NO} and {OPEN}", NOT_MET),
        (f"{YES} and {NO}", NOT_MET),
        (f"{YES} or {OPEN}", MET),
        (f"{NO} or {OPEN}", UNKNOWN),
        (f"{NO} or {NO}", NOT_MET),
        (f"not ({NO} or {OPEN})", UNKNOWN),
        (f"not ({YES} or {OPEN})", NOT_MET),
        (f"not ({NO} and {OPEN})", MET),
        (f"{YES} and not {OPEN}", UNKNOWN),
        (f"{YES} and not {NO}", MET),
        (f"{YES} and not ({NO} or {OPEN})", UNKNOWN),
        (f"{YES} or {NO} and {OPEN}", MET),
        (f"({YES} or {NO}) and {OPEN}", UNKNOWN),
    ],
)
def test_trees(pattern: str, outcome: Outcome) -> None:
    assert ask(pattern, TUMOUR).outcome is outcome


def test_an_unknown_part_is_named_and_the_met_part_is_not() -> None:
    answer = ask(f"{YES} and {OPEN}", TUMOUR)

    assert (answer.reason, answer.facts) == ("fusions were not assessed", ())


TREES = st.recursive(
    st.sampled_from([YES, NO, OPEN]),
    lambda parts: st.one_of(
        st.builds("not ({})".format, parts),
        st.builds("({} and {})".format, parts, parts),
        st.builds("({} or {})".format, parts, parts),
    ),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None)
@given(TREES)
def test_what_becomes_known_never_overturns_an_answer(tree: str) -> None:
    """Put a yes and a no in the place of the unknown: a firm answer is the same for both."""
    firm = ask(tree, TUMOUR).outcome
    settled = {ask(tree.replace(OPEN, part), TUMOUR).outcome for part in (YES, NO)}

    assert firm is UNKNOWN or settled == {firm}
    assert UNKNOWN not in settled


@settings(max_examples=40, deadline=None)
@given(TREES, TREES)
def test_de_morgan(one: str, two: str) -> None:
    assert (
        ask(f"not ({one} and {two})", TUMOUR).outcome
        is ask(f"not ({one}) or not ({two})", TUMOUR).outcome
    )
