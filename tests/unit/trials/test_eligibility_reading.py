"""What is weighed around every reader of eligibility text: side, lists, cohorts, what is unread."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import Confidence, Criterion, Section, Side
from oncomatch.trials.eligibility.reading import (
    Eligibility,
    EligibilityReading,
    criterion_of,
    read_eligibility,
)
from oncomatch.trials.eligibility.readings import READINGS
from oncomatch.trials.eligibility.sentences import Sentence

PATTERN = parse_biomarker("BRAF p.V600E")


def braf(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    """Read BRAF V600E; a list with it as one criterion at the sentence above it."""
    if "BRAF" in sentence.text:
        yield criterion_of(sentence, PATTERN, Confidence.CERTAIN)
    below = text.below(sentence)
    if "one of" in sentence.text and any("BRAF" in each.text for each in below):
        yield criterion_of(sentence, PATTERN, Confidence.CERTAIN, below[-1])


def read(text: str) -> EligibilityReading:
    return read_eligibility(Eligibility(text), (braf,))


def test_a_criterion_has_the_side_and_the_place_of_its_sentence():
    text = "Inclusion Criteria:\n\n* Adult\n\nExclusion Criteria:\n\n* BRAF V600E"
    (criterion,) = read(text).criteria

    assert (criterion.side, criterion.source.section) == (Side.EXCLUSION, Section.ELIGIBILITY)
    assert text[criterion.source.start : criterion.source.end] == "BRAF V600E"
    assert criterion.source.digest == "30e59544c545925b"


def test_sentences_without_a_criterion_are_counted_by_side():
    text = "Inclusion:\n\n* Adult. BRAF V600E\n* With:\n\n  * x or y\n\nExclusion:\n\n* a b\n* c d"

    assert read(text).unread == (2, 2)


def test_no_reader_is_asked_about_donors():
    found = read("Inclusion Criteria for Donors:\n\n* BRAF V600E")

    assert found == EligibilityReading((), {}, (0, 0))


def test_an_item_of_which_any_is_enough_states_nothing_by_itself():
    assert read("Inclusion:\n\n* Any of the following:\n\n  * BRAF V600E\n  * ALK").criteria == ()


def test_a_list_is_one_criterion_with_the_place_of_the_whole_and_leaves_nothing_unread():
    text = "Inclusion:\n\n* At least one of the following:\n\n  * BRAF V600E\n  * ALK"
    found = read(text)

    assert [each.source.end for each in found.criteria] == [len(text)]
    assert found.unread == (0, 0)


def test_an_item_below_a_heading_that_is_not_understood_is_never_certain():
    found = read("Inclusion:\n\n* Tumour burden:\n\n  * BRAF V600E")

    assert [each.confidence for each in found.criteria] == [Confidence.LIKELY]


def test_criteria_of_a_cohort_stand_under_its_name():
    found = read("Inclusion:\n\n* Cohort A: BRAF V600E\n* BRAF V600E")

    assert len(found.criteria) == 1
    assert {name: len(each) for name, each in found.cohorts.items()} == {"Cohort A": 1}


def test_an_item_of_a_list_that_excludes_is_likely_unless_the_heading_speaks_of_a_time():
    def ecog(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
        if "ECOG" in sentence.text:
            yield criterion_of(sentence, parse_biomarker("ECOG >= 3"), Confidence.CERTAIN)

    def confidences(heading: str) -> list[Confidence]:
        text = f"Exclusion Criteria:\n\n* {heading}\n\n  * ECOG 3 or more\n  * BRAF V600E"
        found = read_eligibility(Eligibility(text), (ecog, braf))
        return [each.confidence for each in found.criteria]

    assert confidences("Frailty as shown by any of the following:") == [Confidence.LIKELY] * 2
    assert confidences("Any of the following within 28 days of frailty:") == []


@pytest.mark.parametrize("length", [1_100, 3_900, 100_000])
@pytest.mark.parametrize("word", ["(", "- ", ", ", "a ", "EGFR ", "small cell lung cancer or "])
def test_a_hostile_line_is_read_in_no_time(word: str, length: int):
    text = f"Inclusion Criteria:\n\n* {(word * length)[:length]} measurable"
    started = time.process_time()

    read_eligibility(Eligibility(text), READINGS)

    assert time.process_time() - started < 2.5
