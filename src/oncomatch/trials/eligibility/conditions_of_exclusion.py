"""Conditions behind what excludes: who is excluded by a change only if untreated, or if treated.

*An EGFR mutation, unless progressed on its inhibitor* bars those who have not had the drug, which
the patient may have had: it is no exclusion by the change.
"""

from __future__ import annotations

import re

_TREATED = (
    r"(?:treat\w*|therap\w*|progress\w*|receiv\w*|receipt|inhibitors?|inhibition|TKIs?|exposure|"
    r"declin\w+|refus\w+|intoleran\w*)"
)
_ONLY_UNTREATED = re.compile(
    rf"^[^.;]{{0,160}}?\b(?:without (?:any )?(?:prior|previous|having|receiving)\b[^.;]{{0,60}}?"
    rf"{_TREATED}|"
    r"(?:and|but|who|that|which) (?:has|have|had) (?:not|never) (?:been |previously |yet |also )*"
    r"(?:received|treated|had|progressed|exhausted)|(?:and|but|who) (?:did|does|do) not "
    r"(?:have|receive)|"
    r"(?:not|never) (?:been )?(?:previously|yet) (?:been )?(?:treated|received|exposed)|"
    rf"naive to|(?:unless|except)\b[^.;]{{0,120}}?{_TREATED})",
    re.IGNORECASE,
)
_ONLY_TREATED = re.compile(
    r"^[^.;]{0,160}?\b(?:and|who|that) (?:has|have|had) (?:already |previously |also )?"
    r"(?:received|been treated|had|progressed)\b|"
    r"\bas (?:an? |the )?(?:resistance mechanism|mechanism of (?:acquired )?resistance)",
    re.IGNORECASE,
)
_OF_A_LESION = re.compile(r"\W{0,2}(?:lesions?|disease|metasta\w+)\b", re.IGNORECASE)
_ON_A_SCAN = re.compile(r"\b(?:PSMA|SSTR2?)\b.*negativ", re.IGNORECASE)


def bars_only_untreated(after: str) -> bool:
    """Whether what excludes does so only for those who have not had a therapy for it."""
    return bool(_ONLY_UNTREATED.search(after))


def is_said_of_more(phrase: str, after: str) -> bool:
    """Whether more is needed to exclude: a therapy before, or a lesion that a scan shows not."""
    return bool(
        _ONLY_TREATED.search(after) or (_ON_A_SCAN.search(phrase) and _OF_A_LESION.match(after))
    )
