"""The fast path of matching answers every criterion as plain evaluation of its pattern does."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import building
from oncomatch.domain.biomarker import AllOf, AnyOf, Biomarker, Not, atoms_of
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evaluation import Outcome, negate
from oncomatch.domain.trial import Arm, ArmLevel, Confidence, Criterion, Section, Side, TextPlace
from oncomatch.domain.trial_match import CriterionResult
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.facts import Facts
from oncomatch.matching.specificity import specificity_of
from oncomatch.trials.criteria import FAILS, MET, OPEN, Answers
from oncomatch.trials.match import match_trials
from oncomatch.trials.plan import Join, Joined, Tree
from oncomatch.trials.preferences import Listing
from oncomatch.trials.questions import Questions
from oncomatch.trials.snapshot import make_snapshot
from oncomatch.trials.trees import Trees
from oncomatch.trials.words import criterion_words, question_of
from unit.trials.trial_makers import trial

MET_ONES = ("KRAS p.G12C", "KRAS mutation", "KRAS codon 12", "EGFR wildtype", "tumor_type LUNG")
FAILED_ONES = ("KRAS p.G12D", "EGFR mutation", "age < 18", "tumor_type COADREAD")
OPEN_ONES = (
    "BRAF p.V600E", "BRAF mutation", "MET amplification", "ALK fusion", "MSI high", "TMB >= 10",
    "ECOG <= 1", "ECOG <= 2", "tumor_type LUAD and MSI high", "germline (BRCA1 mutation)",
)  # fmt: skip
LEAVES = st.sampled_from([*map(parse_biomarker, (*MET_ONES, *FAILED_ONES, *OPEN_ONES))])


def joined(parts: st.SearchStrategy[Biomarker]) -> st.SearchStrategy[Biomarker]:
    several = st.lists(parts, min_size=2, max_size=4).map(tuple)
    return st.one_of(several.map(AllOf), several.map(AnyOf), parts.map(Not))


PATTERNS = st.recursive(LEAVES, joined, max_leaves=8)
CRITERIA = st.lists(
    st.builds(
        Criterion,
        st.sampled_from(Side),
        PATTERNS,
        st.sampled_from(Confidence),
        st.just(TextPlace(Section.ELIGIBILITY)),
    ),
    max_size=4,
).map(tuple)
ARMS = st.lists(
    st.builds(
        Arm, st.just("A"), st.just(ArmLevel.ARM), CRITERIA, st.sampled_from((True, False, None))
    ),
    max_size=2,
).map(tuple)


@pytest.fixture(scope="module")
def facts() -> Facts:
    """A woman of 60 with lung adenocarcinoma and KRAS G12C."""
    return building.facts_of(building.tumor("LUAD", [("KRAS", "G12C")], panel=["EGFR"]))


def plain(made: Criterion, evaluator: Evaluator) -> CriterionResult:
    """Return a criterion answered by its pattern alone, by the words of the documentation."""
    found = evaluator.answer(made.pattern)
    found = negate(found) if made.side is Side.EXCLUSION else found
    against = found.outcome.degree == FAILS and made.confidence is not Confidence.CERTAIN
    doubt = " (read with doubt, so it excludes nobody: see the record)" if against else ""
    return CriterionResult(
        criterion_words(made.side, made.pattern),
        Outcome.UNKNOWN if against else found.outcome,
        f"{found.reason}{doubt}",
        made.side,
        made.kind,
        made.confidence,
        "eligibility text",
        against,
    )


@given(criteria=CRITERIA, arms=ARMS)
@settings(max_examples=150, deadline=None)
def test_each_criterion_of_a_trial_is_answered_as_its_pattern_alone(
    criteria: tuple[Criterion, ...], arms: tuple[Arm, ...], facts: Facts
) -> None:
    snapshot = make_snapshot([trial(criteria=criteria, arms=arms)])
    matches = match_trials(snapshot, Evaluator(facts), {}, listing=Listing.ALL).matches

    evaluator = Evaluator(facts)
    for found in matches:
        assert found.criteria == tuple(plain(each, evaluator) for each in criteria)
        assert [each.criteria for each in found.arms] == [
            tuple(plain(each, evaluator) for each in arm.criteria) for arm in arms
        ]


@given(criteria=CRITERIA)
@settings(max_examples=150, deadline=None)
def test_degrees_and_closeness_are_those_of_the_pattern_in_whatever_order_they_are_asked(
    criteria: tuple[Criterion, ...], facts: Facts
) -> None:
    snapshot = make_snapshot([trial(criteria=criteria)])
    numbers = [snapshot.plan.number(each) for each in snapshot.trials[0].criteria]
    at_once, one_by_one = (Answers(snapshot, Evaluator(facts)) for _ in range(2))
    at_once.degrees_of(np.array(numbers, np.int32))

    for number, made in zip(numbers, criteria, strict=True):
        wanted = plain(made, Evaluator(facts))
        for answers in (at_once, one_by_one):
            assert answers.degree(number) == wanted.outcome.degree
            assert answers.speaks_against(number) is wanted.speaks_against
            assert answers.specificity(number) is specificity_of(made.pattern, Evaluator(facts))
    assert list(at_once.degrees_of(np.array(numbers, np.int32))) == list(at_once.degrees(numbers))


def supposed(pattern: Biomarker, known: Callable[[Biomarker], int], question: str, to: bool) -> int:
    """Return the degree of a pattern when an answer favours each leaf of a question, or none."""
    if isinstance(pattern, Not):
        return MET - supposed(pattern.part, known, question, not to)
    if isinstance(pattern, AllOf | AnyOf):
        parts = [supposed(part, known, question, to) for part in pattern.parts]
        return min(parts) if isinstance(pattern, AllOf) else max(parts)
    if known(pattern) == OPEN and question_of(pattern) == question:
        return MET if to else FAILS
    return known(pattern)


@given(pattern=PATTERNS, side=st.sampled_from(Side))
@settings(max_examples=200, deadline=None)
def test_a_question_opens_and_closes_what_its_answers_do(
    pattern: Biomarker, side: Side, facts: Facts
) -> None:
    made = Criterion(side, pattern, Confidence.CERTAIN, TextPlace(Section.ELIGIBILITY))
    snapshot = make_snapshot([trial(criteria=(made,))])
    questions = Questions(Answers(snapshot, Evaluator(facts)))
    questions.add([(0, True)])
    found = {each.question: (each.opens, each.closes) for each in questions.ordered()}
    known = {each: Evaluator(facts).answer(each).outcome.degree for each in atoms_of(pattern)}

    includes = side is Side.INCLUSION

    def after(question: str, favourable: bool) -> int:
        degree = supposed(pattern, known.__getitem__, question, favourable is includes)
        return degree if includes else MET - degree

    is_open = plain(made, Evaluator(facts)).outcome is Outcome.UNKNOWN
    wanted = {
        question: (int(after(question, True) == MET), int(after(question, False) == FAILS))
        for question in {question_of(each) for each in known if known[each] == OPEN}
        if is_open
    }
    assert found == wanted


TREES: st.SearchStrategy[Tree] = st.recursive(
    st.integers(0, 3),
    lambda parts: st.one_of(
        st.lists(parts, min_size=2, max_size=3).map(lambda each: Joined(Join.ALL, tuple(each))),
        st.lists(parts, min_size=2, max_size=3).map(lambda each: Joined(Join.ANY, tuple(each))),
        parts.map(lambda each: Joined(Join.NOT, (each,))),
    ),
    max_leaves=10,
)


def of_tree(tree: Tree, leaves: list[int]) -> int:
    if isinstance(tree, int):
        return leaves[tree]
    parts = [of_tree(part, leaves) for part in tree.parts]
    if tree.join is Join.NOT:
        return MET - parts[0]
    return min(parts) if tree.join is Join.ALL else max(parts)


@given(
    trees=st.lists(TREES, max_size=4),
    leaves=st.lists(st.sampled_from((FAILS, OPEN, MET)), min_size=4, max_size=4),
    negated=st.lists(st.booleans(), min_size=4, max_size=4),
)
def test_many_trees_at_once_are_kleene_logic(
    trees: list[Tree], leaves: list[int], negated: list[bool]
) -> None:
    turned = negated[: len(trees)]
    found = Trees(trees, 4, np.array(turned, bool)).degrees(np.array(leaves, np.int8))

    assert found.tolist() == [
        MET - of_tree(tree, leaves) if turn else of_tree(tree, leaves)
        for tree, turn in zip(trees, turned, strict=True)
    ]
