"""Parts of the page of a record by themselves, as `build_view` makes them."""

from __future__ import annotations

from collections.abc import Iterable

from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.batch_index import IndexRow, read_cases
from oncomatch.reporting.figures import build_figures
from oncomatch.reporting.finding_groups import group_findings
from oncomatch.reporting.findings import build_findings
from oncomatch.reporting.short import build_short
from oncomatch.reporting.view import Figures, Finding


def findings_of(made: CaseRecord) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    return build_findings(made, group_findings(made))


def short_of(made: CaseRecord) -> tuple[str, ...]:
    return build_short(made, group_findings(made))


def figures_of(made: CaseRecord) -> Figures:
    return build_figures(made, group_findings(made))


def rows_of(records: Iterable[CaseRecord]) -> tuple[IndexRow, ...]:
    return tuple(each.row for each in read_cases(records))
