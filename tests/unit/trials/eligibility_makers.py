"""What one reader finds in an eligibility text, in few characters."""

from __future__ import annotations

from oncomatch.domain.trial import Criterion, Side
from oncomatch.trials.eligibility.reading import Eligibility, Reading

HEADING = {"in": "Inclusion Criteria:", "ex": "Exclusion Criteria:"}


def criteria_of(reader: Reading, side: str, *items: str) -> list[Criterion]:
    """Return the criteria of items below the heading of a side."""
    text = Eligibility("\n\n".join([HEADING[side], *(f"* {item}" for item in items)]))
    return [
        each
        for sentence in text.sentences
        if sentence.side is not None
        for each in reader(sentence, text)
    ]


def found(reader: Reading, side: str, *items: str) -> list[str]:
    """Return confidence and pattern of what is read, `-` before what excludes."""
    return [
        f"{'-' if each.side is Side.EXCLUSION else ''}{each.pattern} ({each.confidence.value})"
        for each in criteria_of(reader, side, *items)
    ]
