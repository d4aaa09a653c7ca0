"""Trials for a question or a kept case, for the terminal and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import msgspec

from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.named_trial import NamedTrial
from oncomatch.domain.trial import page_of
from oncomatch.domain.trial_match import (
    Eligibility,
    Fit,
    OpenQuestion,
    TrialMatch,
    TrialMatches,
)
from oncomatch.domain.trial_search import CaseTrials, TrialAnswer
from oncomatch.domain.tumor_type import ANY
from oncomatch.reporting.plural import plural
from oncomatch.reporting.trial_table import criteria_of
from oncomatch.reporting.trial_words import (
    aligned,
    as_document,
    bounded,
    decides_words,
    drug_words,
    named_words,
    phase_words,
    purpose_words,
    status_words,
    tally_words,
)

_MOST_QUESTIONS = 10
_MOST_CRITERIA = 5
_MOST_COUNTRIES = 4
_HEAD = ("trial", "phase", "status", "eligibility", "arms", "countries")
_MOST_NAMED = 10
_LONGEST_TITLE = 120
_NONE = (
    "No trial of this snapshot is known to ask for it. That is no proof that there is none: "
    "--all lists those of which it is not known, and the registry has more trials than a snapshot."
)
_NOT_A_FIT = {
    Fit.LIKELY: "by a criterion that was read with doubt",
    Fit.MAYBE: "whether that is what it asks for is not known",
    Fit.UNKNOWN: "whether the case has what it asks for is not known",
    Fit.ABSENCE: "it asks only for what nearly every tumour is without",
    Fit.ANYONE: "it asks for no alteration",
}


def answer_as_json(answer: TrialAnswer) -> str:
    """Return the answer to a search as one document."""
    question = answer.question
    return as_document(
        {
            "query": {
                "gene": question.gene,
                "alteration": question.alteration,
                "tumor_type": question.tumor_type,
                **question.patient,
                "countries": question.countries,
                "place": question.place,
            },
            "understood": {
                "gene": answer.gene,
                "alteration": answer.alteration,
                "tumor_type": answer.case.tumor_type,
                "tumor_type_name": answer.case.tumor_type_name,
                "countries": answer.countries,
            },
            "notes": answer.notes,
            "data_date": answer.data_date,
            "snapshot": answer.snapshot,
            **_matches(answer.found),
        }
    )


def matches_as_json(found: CaseTrials) -> str:
    """Return the trials of a kept case as one document."""
    return as_document(
        {
            "case_id": found.case_id,
            "data_date": found.data_date,
            "snapshot": found.snapshot,
            "notes": found.notes,
            "countries": found.countries,
            **_matches(found.trials),
        }
    )


def _matches(found: TrialMatches) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.to_builtins(found)
    for each, trial in zip(document["named"], found.named, strict=True):
        each["url"] = trial.url
    return document


def answer_as_text(answer: TrialAnswer, limit: int) -> str:
    """Return the answer to a search as lines for people to read, at most `limit` trials."""
    return "\n".join(_answer_lines(answer, limit))


def _answer_lines(answer: TrialAnswer, limit: int) -> Iterator[str]:
    case = answer.case
    where = "" if case.tumor_type == ANY else f" in {case.tumor_type_name} ({case.tumor_type})"
    land = f", open in {' or '.join(answer.countries)}" if answer.countries else ""
    yield f"{answer.named}{where}{land}; trial data of {answer.data_date} ({answer.snapshot})"
    for note in answer.notes:
        yield f"note: {note}"
    yield from _found_lines(answer.found, limit, answer.countries)
    yield from _named_lines(answer.found.named, answer.countries)
    yield from _question_lines(answer.found.questions)


def matches_as_text(found: CaseTrials, limit: int) -> str:
    """Return the trials of a kept case as lines for people to read, at most `limit` of them."""
    land = f", open in {' or '.join(found.countries)}" if found.countries else ""
    lines = [
        f"Case {found.case_id}{land}; trial data of {found.data_date or 'no given day'} "
        f"({found.snapshot})",
        *(f"note: {note}" for note in found.notes),
        *_found_lines(found.trials, limit, found.countries),
        *_named_lines(found.trials.named, found.countries),
        *_question_lines(found.trials.questions),
    ]
    return "\n".join(lines)


def _found_lines(found: TrialMatches, limit: int, wanted: Sequence[str]) -> Iterator[str]:
    matches = found.matches
    yield tally_words(found.tally, len(matches) - found.tally.listed)
    if matches:
        yield from _listed_lines(matches, limit, wanted)
    else:
        yield ""
        yield _NONE
    if len(matches) > limit:
        yield ""
        yield f"and {len(matches) - limit} more; --limit, --json or --tsv"


def _named_lines(trials: Sequence[NamedTrial], wanted: Sequence[str]) -> Iterator[str]:
    """Yield the trials that name what was found and were not understood, those of titles first."""
    if not trials:
        return
    yield ""
    yield f"{named_words(trials)} ({page_of(trials[0].registry, '…')}):"
    rows = [
        (
            f"  {each.trial_id}",
            phase_words(each.phases),
            _short_countries(each.countries, wanted),
            _cut(each.title),
        )
        for each in trials[:_MOST_NAMED]
    ]
    yield from aligned(rows)
    if len(trials) > _MOST_NAMED:
        yield f"  and {len(trials) - _MOST_NAMED} more; --json has all"


def _cut(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE].rstrip()}…"


def _listed_lines(
    matches: Sequence[TrialMatch], limit: int, wanted: Sequence[str]
) -> Iterator[str]:
    """Yield the first trials, under headings where the order keeps alike ones together."""
    counts = Counter(map(_heading, matches))
    runs = [heading for heading, _ in groupby(matches, _heading)]
    in_groups = len(runs) == len(counts)
    shown = matches[:limit]
    rows = aligned([_HEAD, *(_row(match, wanted) for match in shown)])
    head = next(rows)
    for number, (line, match) in enumerate(zip(rows, shown, strict=True)):
        heading = _heading(match)
        if number == 0 or (in_groups and heading != _heading(shown[number - 1])):
            yield ""
            if in_groups:
                yield f"{heading}: {plural(counts[heading], 'trial')}"
            yield head
        yield line
        yield from (f"    {each}" for each in _details(match))


def _heading(match: TrialMatch) -> str:
    """Return under what a trial is listed."""
    if match.fit in (Fit.MAYBE, Fit.UNKNOWN):
        return "It is not known whether the tumour has what they ask for"
    if match.fit in (Fit.ABSENCE, Fit.ANYONE):
        return "They ask for no alteration, or only for what nearly every tumour is without"
    if match.eligibility is Eligibility.NOT_ELIGIBLE:
        return "They ask for the alteration, but the case is not eligible"
    if match.is_doubtful:
        return "They ask for the alteration, but something read with doubt speaks against the case"
    return "They ask for the alteration, and nothing that was read speaks against the case"


def _row(match: TrialMatch, wanted: Sequence[str]) -> tuple[str, ...]:
    return (
        match.trial_id,
        phase_words(match.phases),
        status_words(match.status),
        match.eligibility.value,
        _arms(match),
        _short_countries(match.countries, wanted),
    )


def _arms(match: TrialMatch) -> str:
    """Return how many of the open arms nothing known excludes."""
    if not match.arms:
        return "-"
    fitting = sum(
        arm.is_open is not False and arm.eligibility is not Eligibility.NOT_ELIGIBLE
        for arm in match.arms
    )
    return f"{fitting} of {len(match.arms)}"


def _short_countries(countries: Sequence[str], wanted: Sequence[str]) -> str:
    """Return the countries that were asked for, and how many there are beside them."""
    first = [each for each in countries if each in wanted]
    first = (first or list(countries))[:_MOST_COUNTRIES]
    more = len(countries) - len(first)
    joined = ", ".join(first) or "no site listed"
    return f"{joined} and {more} more" if more else joined


def _details(match: TrialMatch) -> Iterator[str]:
    yield match.title
    drugs = drug_words(match.interventions)
    if drugs:
        yield f"with: {drugs}"
    why = ", ".join(match.labels).replace("_", " ")
    tumor = match.tumor_fit.value if match.tumor_fit else ""
    parts = (why, tumor, _NOT_A_FIT.get(match.fit, ""), purpose_words(match.purpose))
    yield f"why: {'; '.join(filter(None, parts))}"
    criteria = criteria_of(match)
    failed = [each.criterion for each in criteria if each.outcome is Outcome.NOT_MET]
    if failed:
        yield f"not met: {_bounded(failed)}"
    doubtful = [each.criterion for each in criteria if each.speaks_against]
    if doubtful:
        yield f"read with doubt and not met: {_bounded(doubtful)}"
    open_ones = [
        each for each in criteria if each.outcome is Outcome.UNKNOWN and not each.speaks_against
    ]
    open_ones.sort(key=lambda each: not each.kind.is_molecular)  # what is asked of the tumour first
    unknown = [each.criterion for each in open_ones]
    unread = sum(match.unread)
    unread_words = f"{plural(unread, 'sentence')} not read" if unread else ""
    if unknown or unread_words:
        yield f"unknown: {'; '.join(filter(None, (_bounded(unknown), unread_words)))}"
    if match.distance_km is not None:
        yield f"nearest: {match.nearest_site}, {match.distance_km} km"
    if match.url:
        yield match.url


def _bounded(words: Sequence[str]) -> str:
    return bounded(words, _MOST_CRITERIA, "; ")


def _question_lines(questions: Sequence[OpenQuestion]) -> Iterator[str]:
    if not questions:
        return
    yield ""
    yield "What to find out next, by the trials on which it decides:"
    for number, question in enumerate(questions[:_MOST_QUESTIONS], start=1):
        yield f"{number:3}. {question.question}: {decides_words(question)}"
    more = len(questions) - _MOST_QUESTIONS
    if more > 0:
        yield f"     and {more} more; --json has all"
