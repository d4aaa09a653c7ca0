"""Words about trials that the report and the commands share."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from oncomatch.domain.named_trial import NamedTrial
from oncomatch.domain.trial import TrialStatus
from oncomatch.domain.trial_match import OpenQuestion, TrialTally
from oncomatch.reporting.plural import plural

_STATUS_WORDS = {
    TrialStatus.ENROLLING_BY_INVITATION: "by invitation",
    TrialStatus.AVAILABLE: "expanded access",
}


def status_words(status: TrialStatus) -> str:
    """Return the status of a trial or site in words."""
    return _STATUS_WORDS.get(status) or status.value.lower().replace("_", " ")


def phase_words(phases: Sequence[str]) -> str:
    """Return the phases of a trial: `1/2`, `early 1`, `not given`."""
    numbers = [each.replace("EARLY_PHASE", "early ").replace("PHASE", "") for each in phases]
    return "/".join(numbers) or "not given"


def tally_words(tally: TrialTally, listed_too: int = 0) -> str:
    """Return what became of the trials of the snapshot.

    `listed_too` are those that are listed though their alteration is not known.
    """
    too = f" ({listed_too:,} of them listed as well)" if listed_too > 0 else ""
    parts = [
        f"{count:,} {words}"
        for count, words in (
            (tally.listed, "listed here"),
            (tally.other_tumor_type, "for another tumour type"),
            (tally.other_alteration, "for an alteration that the case does not have"),
            (tally.alteration_unknown, f"for one that is not known of the case{too}"),
            (tally.no_alteration, "that ask for no alteration in this tumour type, as far as read"),
            (tally.other_country, "without an open site in the countries asked for"),
        )
        if count
    ]
    total = plural(tally.considered, "trial")
    return f"Of {total} of the snapshot: {', '.join(parts)}." if parts else f"{total} considered."


_PROCEDURES = re.compile(
    r"Biospecimen|Tomography|Imaging|Questionnaire|Quality-of-Life|Biopsy|Bone (?:Marrow|Scan)|"
    r"Echocardiography|Multigated|Electrocardiography|X-Ray|Ultrasound|Laboratory|Survey|Placebo|"
    r"Pharmaco(?:kinetic|logical)|Mammo|Medical Device|Sample|Blood",
    re.IGNORECASE,
)
"""Interventions that are no treatment, as records of ClinicalTrials.gov call them."""
_MOST_DRUGS = 5


def drug_words(interventions: Sequence[str]) -> str:
    """Return the first interventions of a trial that are no procedures, empty without any."""
    return bounded([each for each in interventions if not _PROCEDURES.search(each)], _MOST_DRUGS)


def bounded(words: Sequence[str], most: int, joint: str = ", ") -> str:
    """Return the first of different words, and how many more there are."""
    different = list(dict.fromkeys(words))
    shown = joint.join(different[:most])
    more = len(different) - most
    return f"{shown} and {more} more" if more > 0 else shown


def purpose_words(purpose: str) -> str:
    """Return the doubt whether a trial treats, empty where there is none."""
    return f"by its title it may be about {purpose}, not treatment" if purpose else ""


def named_words(trials: Sequence[NamedTrial]) -> str:
    """Return how many trials name what was found, and that they are no matches."""
    verb = "names" if len(trials) == 1 else "name"
    return (
        f"{plural(len(trials), 'more trial')} {verb} a gene or marker of it without a criterion "
        f"that could be read: look at the registry"
    )


def decides_words(question: OpenQuestion) -> str:
    """Return on how many trials the answer to a question decides."""
    parts = [
        f"{verb} {count}"
        for verb, count in (("may open", question.opens), ("may close", question.closes))
        if count
    ]
    asked = f"{question.concerns} ask for it"
    return f"{', '.join(parts)}; {asked}" if parts else asked


def aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield rows with their columns below each other; the last one ends as it does."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        yield "  ".join([*cells, row[-1]]).rstrip()


def as_document(document: dict[str, Any]) -> str:
    """Return a document as indented JSON."""
    return json.dumps(document, ensure_ascii=False, indent=1)
