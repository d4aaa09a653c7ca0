"""Trials of a question as a table for machines: one row a trial, best first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.trial_match import ArmMatch, CriterionResult, TrialMatch

COLUMNS = (
    "trial_id",
    "registry",
    "title",
    "phases",
    "status",
    "eligibility",
    "fit",
    "tumor_fit",
    "findings",
    "specificity",
    "met",
    "not_met",
    "doubtful",
    "unknown",
    "open_parts",
    "unread",
    "interventions",
    "countries",
    "open_sites",
    "nearest_site",
    "distance_km",
    "updated",
    "data_date",
    "url",
)


def matches_as_table(matches: Iterable[TrialMatch]) -> str:
    """Return trials as lines of tab-separated cells below a header.

    A cell with several values parts them by `; `. Blanks of a registry's text are single spaces,
    so that a row is a line.
    """
    rows = [COLUMNS, *map(_row, matches)]
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)


def best_part(match: TrialMatch) -> ArmMatch | None:
    """Return the best part of a trial that is not closed, None where it has none."""
    open_parts = [arm for arm in match.arms if arm.is_open is not False]
    order = list(type(match.eligibility))
    return min(open_parts, key=lambda arm: order.index(arm.eligibility), default=None)


def criteria_of(match: TrialMatch) -> tuple[CriterionResult, ...]:
    """Return the criteria of the trial with those of its best open part."""
    best = best_part(match)
    return (*match.criteria, *(best.criteria if best else ()))


def _row(match: TrialMatch) -> tuple[str, ...]:
    criteria = criteria_of(match)
    open_parts = sum(arm.is_open is not False for arm in match.arms)
    return (
        match.trial_id,
        match.registry.value,
        match.title,
        _several(match.phases),
        match.status.value,
        match.eligibility.value,
        match.fit.value,
        match.tumor_fit.value if match.tumor_fit else "",
        _several(match.labels),
        match.specificity.value,
        _words(each for each in criteria if each.outcome is Outcome.MET),
        _words(each for each in criteria if each.outcome is Outcome.NOT_MET),
        _words(each for each in criteria if each.speaks_against),
        _words(
            each for each in criteria if each.outcome is Outcome.UNKNOWN and not each.speaks_against
        ),
        f"{open_parts} of {len(match.arms)}" if match.arms else "",
        str(sum(match.unread)),
        _several(match.interventions),
        _several(match.countries),
        str(match.open_sites),
        match.nearest_site,
        "" if match.distance_km is None else str(match.distance_km),
        match.updated,
        match.data_date,
        match.url,
    )


def _words(criteria: Iterable[CriterionResult]) -> str:
    return _several(tuple(dict.fromkeys(each.criterion for each in criteria)))


def _several(values: Sequence[str]) -> str:
    return "; ".join(values)
