"""Lists that stand in one line: *must have (i) a BRAF mutation; and (ii) no prior MEK inhibitor*.

Registries run the items of a list together, below a heading (*one of the following: a) X; b) Y*)
or each behind the other (*i. X ii. Y*).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SERIES = (
    ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"),
    tuple("abcdefghij"),
    tuple("123456789"),
)
_FORMS = (
    r"(?<![\w(])\({}\)[\s ]",
    r"(?<![\w(.,/-]){}\)[\s ]",
    r"(?<![\w(.,/-]){}\.[\s ](?=[A-Z≥≤<>])",
)
"""How a mark is written: `(i)`, `i)`, `i.`; the last one only before a capital."""
_SECOND = re.compile(r"(?<!\w)\(?(?:ii|b|2)[.)][\s ]")
_HEADS = re.compile(r"(?::|\b(?:must|should|have|has|be|either|both|are|who))\s*$", re.IGNORECASE)
_FEWEST = 2
_LAST_WORD = re.compile(r"[\s,;.]*(?:\b(?P<word>and/or|and|or)\b)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class InlineList:
    """The stretches of the items, and the word before the last one (`and`, `or`, or nothing)."""

    begins: int
    items: tuple[tuple[int, int], ...]
    word: str


def list_within(text: str, start: int, end: int) -> InlineList | None:
    """Return the list that a heading between two places of a text is followed by.

    >>> list_within("Must have: (i) TP53 loss; and (ii) no RB1 loss", 0, 46).word
    'and'
    """
    if not _SECOND.search(text, start, end):
        return None
    for series in _SERIES:
        for form in _FORMS:
            marks = list(_marks(text, start, end, series, form))
            if len(marks) < _FEWEST or marks[0][0] == start:
                continue
            head = text[start : marks[0][0]]
            if _HEADS.search(head) and head.count("(") == head.count(")"):
                return _list_of(text, marks, end)
    return None


def _list_of(text: str, marks: list[tuple[int, int]], end: int) -> InlineList:
    items, word = [], ""
    for (_, begin), until in zip(marks, [*(first for first, _ in marks[1:]), end], strict=True):
        last = _LAST_WORD.search(text[begin:until])
        assert last is not None, "it matches nothing at the end as well"
        word = (last["word"] or "").lower() or word
        items.append((begin, begin + last.start()))
    return InlineList(marks[0][0], tuple(each for each in items if each[0] < each[1]), word)


def items_behind(text: str, start: int, end: int) -> list[int]:
    """Return where the items begin that a line with a mark of its own is made of, its own first.

    >>> items_behind("i. Cohort A: BRAF mutated ii. Cohort B: NRAS mutated", 0, 52)
    [0, 26]
    """
    if not _SECOND.search(text, start, end):
        return [start]
    for series in _SERIES:
        for form in _FORMS:
            marks = list(_marks(text, start, end, series, form))
            if len(marks) >= _FEWEST and not text[start : marks[0][0]].strip():
                return [start, *(first for first, _ in marks[1:])]
    return [start]


def _marks(
    text: str, start: int, end: int, series: tuple[str, ...], form: str
) -> Iterator[tuple[int, int]]:
    """Yield start and end of the marks of a list in their order, the first one before all."""
    place = start
    for label in series:
        found = re.compile(form.format(label)).search(text, place, end)
        if not found:
            return
        yield found.span()
        place = found.end()
