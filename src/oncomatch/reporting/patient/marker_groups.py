"""The markers that were looked for, by gene and kind of change, as a patient asks for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from oncomatch.domain.assay import Finding
from oncomatch.domain.match import CheckedMarker

SMALL, COPIES, FUSIONS, PROTEINS, WIDE = "small", "copies", "fusions", "proteins", "wide"
KINDS = (SMALL, COPIES, FUSIONS, PROTEINS, WIDE)

WIDE_MARKERS = ("MSI", "MMR", "TMB", "HRD")
_PROTEIN_WORDS = {"IHC", "expression", "overexpression", "TPS", "CPS", "IC", "TC", "ISH"}
_PROTEIN_NAMES = {"ERBB2": "HER2", "CD274": "PD-L1", "ESR1": "ER", "PGR": "PR"}
_COPY_WORDS = {"amplification", "deletion", "gain", "loss"}
_FUSION_WORDS = {"fusion", "rearrangement"}


@dataclass(frozen=True, slots=True)
class MarkerGroups:
    """Names by kind of change: not found at all, not looked at in whole or part, without answer.

    What was found, if only by one marker of a gene, is in none of them.
    """

    absent: dict[str, tuple[str, ...]]
    open: dict[str, tuple[str, ...]]
    unclear: tuple[str, ...]


def group_markers(markers: Iterable[CheckedMarker]) -> MarkerGroups:
    """Return the markers by what is known of them.

    Markers of inherited variants are left out: the page speaks of these by themselves. A marker
    that is met by an absence (a wild type, a score below a limit) tells that something is not
    known; that it is met or not is no finding of its own.
    """
    states: dict[tuple[str, str], set[Finding]] = {}
    for each in markers:
        topic = _topic(each.biomarker)
        if topic is None:
            continue
        if each.finding is Finding.NOT_ASSESSED or not _asks_absence(each.biomarker):
            states.setdefault(topic, set()).add(each.finding)
    absent: dict[str, tuple[str, ...]] = {}
    unread: dict[str, tuple[str, ...]] = {}
    for kind in KINDS:
        found = {name: state for (which, name), state in sorted(states.items()) if which == kind}
        absent[kind] = tuple(n for n, state in found.items() if state == {Finding.NOT_DETECTED})
        unread[kind] = tuple(
            name
            for name, state in found.items()
            if Finding.NOT_ASSESSED in state and Finding.DETECTED not in state
        )
    doubtful = {Finding.UNCLEAR, Finding.NOT_INFORMATIVE}
    unclear = dict.fromkeys(
        name
        for (_, name), state in sorted(states.items())
        if state & doubtful and Finding.DETECTED not in state
    )
    return MarkerGroups(absent, unread, tuple(unclear))


def _asks_absence(biomarker: str) -> bool:
    words = biomarker.split()
    return "<" in words or "<=" in words or words[0] == "no" or words[-1] in _ABSENCES


_ABSENCES = {"wildtype", "wild_type", "proficient", "stable", "negative"}


def _topic(biomarker: str) -> tuple[str, str] | None:
    """Return the kind of change and what it is of; None for inherited variants and both in one."""
    words = biomarker.removeprefix("no ").split()
    first, rest = words[0], set(words[1:])
    if first.startswith("germline") or "(" in biomarker:
        return None
    if first in WIDE_MARKERS:
        return WIDE, first
    if rest & _FUSION_WORDS:
        return FUSIONS, first
    if rest & _PROTEIN_WORDS:
        return PROTEINS, _PROTEIN_NAMES.get(first, first)
    if rest & _COPY_WORDS:
        return COPIES, first
    return SMALL, first
