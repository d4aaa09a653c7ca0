"""Sentences that each begin with another type of cancer: what one asks is asked of that type alone.

*Colorectal cancer: at least two prior regimens* beside *Melanoma: progressed on a PD-1 inhibitor*.
"""

from __future__ import annotations

import re
from functools import lru_cache

from oncomatch.domain.trial import Side
from oncomatch.trials.eligibility.reading import Eligibility
from oncomatch.trials.eligibility.sentences import Sentence
from oncomatch.trials.eligibility.tumor_names import find_tumor_types

_BEFORE = re.compile(
    r"\W*(?:(?:for|in|patients?|participants?|subjects?|those|with|who|have|the|an?|advanced|"
    r"metastatic|recurrent|relapsed|refractory|unresectable|locally|or|and|previously|treated|"
    r"histologically|confirmed|other|types?|of|solid)\W+)*",
    re.IGNORECASE,
)
_REACH = 90


def is_of_one_type(sentence: Sentence, text: Eligibility) -> bool:
    """Whether a sentence begins with a type of cancer, and another with another."""
    own = _codes_at_beginning(sentence.text)
    return bool(own) and any(
        other and other != own
        for each in text.sentences
        if each.side is Side.INCLUSION and each.start != sentence.start
        for other in [_codes_at_beginning(each.text)]
    )


@lru_cache(maxsize=4096)
def _codes_at_beginning(shown: str) -> frozenset[str]:
    found = find_tumor_types(shown[:_REACH])
    if not found or not _BEFORE.fullmatch(shown[: found[0][0]]):
        return frozenset()
    return frozenset(found[0][2])
