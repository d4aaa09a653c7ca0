"""Clinical criteria of everyone that cannot all be: parts of the trial were not told apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from oncomatch.domain.biomarker import (
    Biomarker,
    Comparator,
    ExtentIn,
    LineOfTherapy,
    PerformanceStatus,
)
from oncomatch.domain.trial import Confidence, Criterion, Side


def without_clash(
    criteria: list[Criterion], parts: Iterable[Iterable[Criterion]]
) -> list[Criterion]:
    """Return criteria of everyone, as likely what the text says twice and differently.

    Of two limits (ECOG of at most 1, and of at most 2) the wider one stays. What shuts out an
    extent that is asked for of anyone (*metastatic*) is meant of other places.
    """
    in_parts = [each for own in parts for each in own]
    wanted = {
        extent
        for each in (*criteria, *in_parts)
        if each.side is Side.INCLUSION and isinstance(each.pattern, ExtentIn)
        for extent in each.pattern.extents
    }
    limits = [each.pattern for each in criteria if each.side is Side.INCLUSION]
    of_parts = [each.pattern for each in in_parts if each.side is Side.INCLUSION]
    return [
        replace(each, confidence=Confidence.LIKELY)
        if each.confidence is Confidence.CERTAIN
        and (
            any(_is_stricter(each.pattern, one) for one in limits)
            or any(_is_beyond(each.pattern, one) for one in of_parts)
            if each.side is Side.INCLUSION
            else isinstance(each.pattern, ExtentIn) and wanted & set(each.pattern.extents)
        )
        else each
        for each in criteria
    ]


def _is_stricter(one: Biomarker, other: Biomarker) -> bool:
    """Whether two limits of the same kind differ and the one lets fewer patients in."""
    if isinstance(one, PerformanceStatus) and isinstance(other, PerformanceStatus):
        pass
    elif not (isinstance(one, LineOfTherapy) and isinstance(other, LineOfTherapy)):
        return False
    if one.comparator is not other.comparator:
        return False
    upwards = one.comparator in (Comparator.AT_LEAST, Comparator.ABOVE)
    return one.number > other.number if upwards else one.number < other.number


def _is_beyond(one: Biomarker, other: Biomarker) -> bool:
    """Whether the least of lines that the one asks for is more than the other lets a part have."""
    if not isinstance(one, LineOfTherapy) or not isinstance(other, LineOfTherapy):
        return False
    least, most = one.comparator is Comparator.AT_LEAST, other.comparator is Comparator.AT_MOST
    return least and most and one.number > other.number
