"""What of the view is printed: the decision whole, details up to limits that are told.

A print of all records of a case has a hundred pages that nobody reads. In full are the statements
and trials that the first pages name; the others have a line each. Genes of one and the same state
share a row. What a list lacks is counted beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from textwrap import shorten
from typing import Any

import msgspec

from oncomatch.domain.house import HouseStyle
from oncomatch.reporting.pdf.fonts import FAMILY
from oncomatch.reporting.pdf.house import house_content, logo_as_svg, words_content
from oncomatch.reporting.pdf.text import fit_for_print, has_strange, visible
from oncomatch.reporting.pictures.canvas import FONT
from oncomatch.reporting.report_words import report_words
from oncomatch.reporting.trial_view import TrialGroup, TrialRow
from oncomatch.reporting.view import EvidenceBlock, EvidenceGroup, ReportView

MOST_ROWS = 60
"""Rows of a table that are printed."""
MOST_RECORDS = 5
"""Records of one statement that are printed, the strongest first."""
_MOST_NAMES = 6
MOST_SHORT = 10
"""Statements of one kind, or trials of one kind, that have a line."""
_FEWER = {"short": MOST_SHORT, "named_trials": MOST_SHORT}
_NOT_CUT = frozenset({"versions", "genes"})


def build_content(view: ReportView, style: HouseStyle = HouseStyle()) -> dict[str, Any]:  # noqa: B008
    """Return what is printed as plain values; `house` is the style.

    `left` counts what is not printed, by the name of the list; parts with lists of their own have
    the same key. `evidence_groups` and `trial_groups` have what is in full and what is in short.
    """
    named = {line.anchor for finding in view.findings for line in finding.lines}
    shown = view.first_trials
    kept = replace(
        view, evidence=(), evidence_groups=(), trials=(), first_trials=(), trial_groups=()
    )
    plain: dict[str, Any] = msgspec.to_builtins(kept)
    groups = [_evidence_group(group, named) for group in view.evidence_groups]
    plain["evidence_groups"] = groups
    plain["first_trials"] = [_with_short_lists(trial) for trial in shown]
    first = {trial.trial_id for trial in shown}
    plain["trial_groups"] = [_trial_group(group, first) for group in view.trial_groups]
    plain["more_trials"] = len(view.trials) - len(shown)
    for row in plain["marker_rows"]:
        row["regimens"] = _few(row["regimens"], ", ")
    for miss in (row for group in plain["misses"] for row in group["rows"]):
        miss["regimens"] = _few(miss["regimens"], "; ")
    plain["house"] = house_content(style)
    for row in plain["neutral_copies"]:
        row["genes"] = _few(row["genes"], ", ")
    plain["genes"] = _together(plain["genes"])
    plain["assessed"]["rows"] = _together(plain["assessed"]["rows"])
    cut = _cut(plain)
    for group in cut["evidence_groups"]:
        for block in (each for part in group["parts"] for each in part["full"]):
            block["rows"] = _records_together(block["rows"])
    content = fit_for_print(cut)
    for figures in content["figures"].values():
        for figure in figures if isinstance(figures, list) else ():
            figure["svg"] = figure["svg"].replace(FONT, FAMILY)
    printed = _words(cut)
    content.update(words_content(report_words(style), printed))
    content["house"]["logo"] = logo_as_svg(style.logo) if style.logo else ""
    anchors = [
        block["anchor"] for group in groups for part in group["parts"] for block in part["full"]
    ]
    return {
        **content,
        "plain_id": visible(view.case_id),
        "anchors": ["misses", *anchors],
        "strange": any(map(has_strange, printed)),
    }


def _evidence_group(group: EvidenceGroup, named: Collection[str]) -> dict[str, Any]:
    """Return the statements of a finding in parts: those that are named in full, others short."""
    parts = [
        {
            "heading": part.heading,
            "full": [msgspec.to_builtins(each) for each in part.blocks if each.anchor in named],
            "short": _in_short(
                [each for each in part.blocks if each.anchor not in named], group.finding
            ),
        }
        for part in group.parts
    ]
    return {
        "finding": group.finding,
        "tier": group.tier,
        "in_full": any(part["full"] for part in parts),
        "parts": parts,
    }


def _in_short(blocks: Iterable[EvidenceBlock], finding: str) -> list[dict[str, Any]]:
    """Return statements of a finding with their regimens together where they say the same.

    How many records there are stands behind each regimen.
    """
    regimens: dict[str, list[str]] = {}
    for block in blocks:
        regimen = block.heading.removeprefix(f"{finding} – ")
        says, _, records = block.summary.rpartition(" · ")
        regimens.setdefault(says, []).append(f"{regimen} ({records})")
    return [
        {"says": says, "regimens": _first(names, MOST_ROWS)} for says, names in regimens.items()
    ]


def _records_together(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of records in which those that say the same are one, with their `records`."""
    alike: dict[tuple[tuple[str, Any], ...], list[dict[str, Any]]] = {}
    for row in rows:
        said = tuple(item for item in row.items() if item[0] not in (*_OF_A_RECORD, "left"))
        alike.setdefault(said, []).append({key: row[key] for key in _OF_A_RECORD})
    return [{**dict(said), "records": records} for said, records in alike.items()]


_OF_A_RECORD = ("record", "url", "citation", "citation_url", "licence")


def _trial_group(group: TrialGroup, first: Collection[str]) -> dict[str, Any]:
    """Return trials in full where the first pages name them, the others with a line each."""
    trials = (*group.first, *group.rest)
    return {
        "kind": group.kind,
        "count": group.count,
        "full": [msgspec.to_builtins(each) for each in trials if each.trial_id in first],
        "short": [
            {
                key: shorten(getattr(each, key), _LONGEST, placeholder=" …")
                for key in _TRIAL_IN_SHORT
            }
            for each in trials
            if each.trial_id not in first
        ],
    }


_TRIAL_IN_SHORT = ("trial_id", "url", "title", "phase", "status", "eligible")
_LONGEST = 150
"""Letters of a title, or of why a trial does not fit, in a line; the page has the rest."""


def _few(names: str, comma: str) -> str:
    """Return the first of several names, and how many others there are."""
    return comma.join(_first(names.split(comma), _MOST_NAMES + 1))


def _first(names: list[str], most: int) -> list[str]:
    """Return names, of more than `most` the first and how many others there are."""
    more = len(names) - most + 1
    return names if more <= 1 else [*names[: most - 1], f"and {more} more"]


def _with_short_lists(trial: TrialRow) -> dict[str, Any]:
    """Return a trial for the first pages: long lists in short, the criteria stand behind."""
    return {
        **msgspec.to_builtins(replace(trial, criteria=(), arms=())),
        "unknown": _few(trial.unknown, "; "),
        "countries": _few(trial.countries, ", "),
    }


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
        if isinstance(value, dict):
            kept[name] = _cut(value)
        elif isinstance(value, list | tuple):
            most = MOST_RECORDS if name == "rows" and "anchor" in values else MOST_ROWS
            most = len(value) if name in _NOT_CUT else _FEWER.get(name, most)
            kept[name] = [_cut(each) if isinstance(each, dict) else each for each in value[:most]]
            if len(value) > most:
                left[name] = len(value) - most
        else:
            kept[name] = value
    return {**kept, "left": left}


def _words(value: Any) -> list[str]:
    """Return all texts of plain values but pictures."""
    words: list[str] = []
    _collect(value, words)
    return words


def _collect(value: Any, words: list[str]) -> None:
    if isinstance(value, str):
        words.append(value)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key != "svg":
                _collect(each, words)
    elif isinstance(value, list | tuple):
        for each in value:
            _collect(each, words)
