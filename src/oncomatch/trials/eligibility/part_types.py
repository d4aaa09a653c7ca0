"""The tumour type that the name of a part has: *Pancreatic cancer cohort*, *NSCLC (Part 2)*."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from oncomatch.domain.biomarker import TumorTypeIn
from oncomatch.domain.trial import Confidence, Criterion, CriterionKind, Side
from oncomatch.reference.tumor_lines import widest
from oncomatch.trials.eligibility.tumor_lists import listed_tumors

_NOT_A_TYPE = re.compile(r"\b(?:non|not|other|others|and|or)\b|non-(?!small)", re.IGNORECASE)


def type_of_part(name: str, own: Sequence[Criterion]) -> Iterator[Criterion]:
    """Yield the tumour type that the name of a part has, if its criteria have none.

    Without it the wild type that a pancreatic cohort asks for would open the trial to every
    tumour.
    """
    asked = [each for each in own if each.kind.is_molecular and each.side is Side.INCLUSION]
    if not asked or any(each.kind is CriterionKind.TUMOR_TYPE for each in own):
        return
    elements = listed_tumors(name)
    if len(elements) != 1 or "SOLID" in elements[0].codes or _NOT_A_TYPE.search(name):
        return
    types = TumorTypeIn(widest(set(elements[0].codes)))
    yield Criterion(Side.INCLUSION, types, Confidence.CERTAIN, asked[0].source)
