"""Ways into a trial: the items of a list of which any one is enough.

What one of them asks for holds for the patients who come in by it, so that it stands under a name
of its own like what a cohort asks for. A list of therapies, tests, or examples is no list of ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from oncomatch.domain.trial import Side
from oncomatch.trials.eligibility.joints import Joint
from oncomatch.trials.eligibility.phrases import find_phrases
from oncomatch.trials.eligibility.sentences import Sentence

_NO_WAYS = re.compile(
    r"\b(?:such as|includ\w{1,3}|e\.g|for example|received|exposed|treated|"
    r"confirmed by|"
    r"documented by|determined by|demonstrated by|assessed by|based on|not limited|note|qualify)\b|"
    r"\bprior\b(?! to)|\bprevious(?:ly)?\b|"
    r"\b(?:therap\w{1,3}|treatments?|regimens?|lines?|drugs?|TKIs?|agents?|tests?|methods?|assays?|"
    r"ways|samples?|medications?)\W*$",
    re.IGNORECASE,
)
_DEFINES = re.compile(r"\bdefin\w{1,8}\b", re.IGNORECASE)
_IS_DEFINED = re.compile(r"\b(?:is|are)\s(?:\w+\s){0,2}defined\b", re.IGNORECASE)
_MEASURED = re.compile(  # what is defined by its items and is no kind of patient
    r"\b(?:measur\w+|lesions?|response|progress\w*|resist\w*|refractory|relaps\w*|failure|"
    r"candidates?|ineligib\w*|unfit|intoleran\w*|function|recurrence|recurrent|castrat\w*|"
    r"menopaus\w*|postmenopausal|potential|contraception|sensitiv\w*|hypertension|infection)\b",
    re.IGNORECASE,
)
_DEEPEST = 2
"""Levels of a list below which it is not told what belongs to which way in."""


def _defines_no_patients(heading: str) -> bool:
    """Whether a heading defines a gene, a marker or a course, and not who is taken.

    *High-risk disease, defined as any of the following:* takes those with any of them.
    """
    if not _DEFINES.search(heading):
        return False
    return bool(_IS_DEFINED.search(heading) or _MEASURED.search(heading) or find_phrases(heading))


def ways_in(sentences: Iterable[Sentence]) -> dict[int, str]:
    """Return the names of the ways in by the places of the sentences that speak of them."""
    named: dict[int, str] = {}
    lists: dict[int, dict[int, None]] = {}
    for each in sentences:
        if each.side is not Side.INCLUSION or Joint.ANY not in each.joints:
            continue
        if Joint.EXCEPT in each.joints:
            continue
        place = each.joints.index(Joint.ANY)
        if len(each.parents) - place > _DEEPEST:
            continue
        if place < len(each.parents):
            heading = each.headings[place].rsplit(". ", 1)[-1]
            if _NO_WAYS.search(heading) or _defines_no_patients(heading):
                continue
            if any(map(_NO_WAYS.search, each.headings[place + 1 :])):
                continue  # examples and subtypes of a way
            above = each.parents[place]
            item = (*each.parents, each.item)[place + 1]
        else:
            above, item = -1 - (each.parents[-1] if each.parents else 0), each.item
        items = lists.setdefault(above, {})
        items[item] = None
        number, way = list(lists).index(above) + 1, list(items).index(item) + 1
        own = f"list {number}, alternative {way}"
        named[each.start] = f"{each.cohort}, {own}" if each.cohort else own
    return named
