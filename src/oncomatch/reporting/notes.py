"""Which notes of a case stand beside its answer, and which are about single calls of a file."""

from __future__ import annotations

import re

from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.trial_rows import old_trials

_TECHNICAL = re.compile(
    r"(?:\S+: )?(?:Calls of the file of fusions that|Records of the file of fusions that)"
)
"""How notes begin that count single calls without changing what is known of a gene.

What is not among them stands beside the answer: a note that is read in vain hurts nobody.
"""


def split_notes(record: CaseRecord) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what has to be known beside the answer, and technical notes."""
    technical = tuple(note for note in record.profile.notes if _TECHNICAL.match(note))
    cautions = tuple(note for note in record.profile.notes if note not in technical)
    return (*old_trials(record), *cautions), technical
