"""What of the view is printed: the decision whole, details up to limits that are told.

A print of all records of a case has a hundred pages that nobody reads. In full are the statements
and trials that the first pages name; the others have a line each. Genes of one and the same state
share a row. What a list lacks is counted beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from oncomatch.reporting.pdf.fonts import FAMILY
from oncomatch.reporting.pdf.text import fit_for_print, visible
from oncomatch.reporting.pictures.canvas import FONT
from oncomatch.reporting.view import ReportView

MOST_ROWS = 60
"""Rows of a table that are printed, and lines of statements or trials that are not in full."""
MOST_RECORDS = 5
"""Records of one statement that are printed, the strongest first."""
_MOST_NAMES = 6
_NOT_CUT = frozenset({"versions", "genes"})


def build_content(view: ReportView) -> dict[str, Any]:
    """Return what is printed as plain values.

    `left` counts what is not printed, by the name of the list; parts with lists of their own have
    the same key.
    """
    plain: dict[str, Any] = msgspec.to_builtins(view)
    plain_id = visible(view.case_id)
    strange = any(visible(each) != " ".join(each.split("\n")) for each in _words(plain))
    named = {line["anchor"] for finding in plain["findings"] for line in finding["lines"]}
    statements = plain["evidence"]
    plain["evidence"] = [each for each in statements if each["anchor"] in named]
    plain["other_statements"] = [
        {"heading": each["heading"], "summary": each["summary"]}
        for each in statements
        if each["anchor"] not in named
    ]
    trials, shown = plain["trials"], view.trials_shown
    plain["trials"] = [_with_short_lists(each) for each in trials[:shown]]
    plain["other_trials"] = [_in_short(each) for each in trials[shown:]]
    for row in plain["marker_rows"]:
        row["regimens"] = _few(row["regimens"], ", ")
    for miss in plain["misses"]:
        miss["records"] = _few(miss["records"], ", ")
    plain["genes"] = _together(plain["genes"])
    plain["assessed"]["rows"] = _together(plain["assessed"]["rows"])
    content = fit_for_print(_cut(plain))
    for figures in content["figures"].values():
        for figure in figures if isinstance(figures, list) else ():
            figure["svg"] = figure["svg"].replace(FONT, FAMILY)
    anchors = ["misses", *(each["anchor"] for each in content["evidence"])]
    return {**content, "plain_id": plain_id, "anchors": anchors, "strange": strange}


def _few(names: str, comma: str) -> str:
    """Return the first of several names, and how many others there are."""
    parts = names.split(comma)
    more = len(parts) - _MOST_NAMES
    return names if more <= 1 else f"{comma.join(parts[:_MOST_NAMES])}{comma}and {more} more"


def _with_short_lists(trial: Mapping[str, Any]) -> dict[str, Any]:
    """Return a trial with lists short enough for the first pages; its criteria stay whole."""
    return {
        **trial,
        "unknown_short": _few(trial["unknown"], "; "),
        "countries_short": _few(trial["countries"], ", "),
    }


def _in_short(trial: Mapping[str, Any]) -> dict[str, Any]:
    return {key: trial[key] for key in ("trial_id", "url", "title", "phase", "status", "eligible")}


def _together(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of genes in which those that differ in nothing but the gene are one.

    The reason names the gene, which stands before it anyway.
    """
    genes: dict[tuple[tuple[str, Any], ...], list[str]] = {}
    for row in rows:
        gene = row["gene"]
        state = tuple(
            (
                key,
                value.replace(f"small variants of {gene}: ", "")
                .removeprefix(f"{gene}: ")
                .removeprefix(f"{gene} "),
            )
            for key, value in row.items()
            if key != "gene"
        )
        genes.setdefault(state, []).append(row["gene"])
    return [{**dict(state), "gene": ", ".join(names)} for state, names in genes.items()]


def _cut(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a part of the view with its lists cut, and how much was left out of which."""
    kept: dict[str, Any] = {}
    left: dict[str, int] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            kept[name] = _cut(value)
        elif isinstance(value, list | tuple):
            most = MOST_RECORDS if name == "rows" and "anchor" in values else MOST_ROWS
            most = len(value) if name in _NOT_CUT else most
            kept[name] = [
                _cut(each) if isinstance(each, Mapping) else each for each in value[:most]
            ]
            if len(value) > most:
                left[name] = len(value) - most
        else:
            kept[name] = value
    return {**kept, "left": left}


def _words(value: Any) -> list[str]:
    """Return all texts of plain values but pictures."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [word for key, each in value.items() if key != "svg" for word in _words(each)]
    if isinstance(value, list | tuple):
        return [word for each in value for word in _words(each)]
    return []
