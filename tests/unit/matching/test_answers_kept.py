"""An answer is kept by its pattern, whichever equal one is asked."""

from __future__ import annotations

from building import facts_of, tumor
from oncomatch.domain.biomarker import CodonChange
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.matching.evaluate import evaluate
from oncomatch.matching.evaluator import Evaluator

TEXT = "(PIK3CA p.H1047R or PIK3CA p.E545K) and not KRAS mutation"


def test_equal_patterns_share_an_answer() -> None:
    evaluator = Evaluator(facts_of(tumor("BRCA", [("PIK3CA", "H1047R")])))
    one, other = parse_biomarker(TEXT), parse_biomarker(TEXT)

    assert one is not other
    assert evaluator.answer(one) is evaluator.answer(other) is evaluator.answer(one)
    assert evaluator.answer(one) == evaluate(one, evaluator.facts)


def test_a_pattern_of_a_moment_does_not_answer_for_the_next_one_in_its_place() -> None:
    facts = facts_of(tumor("BRCA", [("PIK3CA", "H1047R")]))
    evaluator = Evaluator(facts)
    numbers = range(1017, 1077)

    kept = [evaluator.answer(CodonChange("PIK3CA", number, number)) for number in numbers]

    assert kept == [evaluate(CodonChange("PIK3CA", each, each), facts) for each in numbers]
