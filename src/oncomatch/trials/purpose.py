"""What else than treatment a trial may be for, by its title.

Exports of registries may have no purpose: what a title speaks of is a doubt, never a proof.
"""

from __future__ import annotations

import re

_OTHERS = (
    ("imaging", r"\bimaging\b|\bPET\b|positron emission|\buptake of\b"),
    ("detection", r"screening|\bdetection\b|surveillance|biopsy\b[^.]{0,200}\bfeasibility"),
    ("prevention", r"prevention|risk reduction|tobacco|exercise"),
    ("side effects", r"cardiotoxicity|cardiac|arthralgia|quality of life"),
    ("observation", r"registry|natural history|education"),
)
PURPOSES = tuple(purpose for purpose, _ in _OTHERS)
_WORDS = tuple((purpose, re.compile(words, re.IGNORECASE)) for purpose, words in _OTHERS)

_BEGIN = tuple(
    words.casefold()
    for _, several in _OTHERS
    for words in re.findall(r"(?:^|\|)(?:\\b)?([A-Za-z ]+)", several)
)
"""How the words begin: to look for these first takes a tenth of the time; few titles have one."""


def other_purpose(title: str) -> str:
    """Return what a title speaks of that is no treatment, empty where it speaks of none.

    >>> other_purpose("89Zr-xotuzumab PET in breast cancer"), other_purpose("Xotinib for melanoma")
    ('imaging', '')
    """
    small = title.casefold()
    if not any(begin in small for begin in _BEGIN):
        return ""
    return next((purpose for purpose, words in _WORDS if words.search(title)), "")
