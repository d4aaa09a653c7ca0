"""Text from the record made fit for the PDF: every character visible, long words that can wrap."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from oncomatch.reporting.pdf.fonts import shown_characters

BREAK = "\u200b"
"""Marks for the template where a long word may be broken; nothing of it is printed."""

_LONG, _LONG_IN_WIDE = 15, 40
_WORDS = {shortest: re.compile(rf"\S{{{shortest},}}") for shortest in (_LONG, _LONG_IN_WIDE)}
_WIDE = frozenset({"versions", "facts"})
"""Lists that are printed half a page wide or wider: shorter words fit, and each mark takes time."""
_AFTER = re.compile(r"([:_/.,;>=&|+)\]-]+)(?=\S)")
_ENDS_ANYWAY = re.compile(rf"(?<=\w[/-]){BREAK}(?=[A-Za-z])")
"""Behind a single slash or hyphen before a letter a line may end without a mark (UAX 14)."""
_MOST_UNBROKEN = 18
_JOINERS = frozenset("\u200c\u200d")
"""Arabic and Indic scripts need them to choose the shape of a letter."""


def visible(text: str) -> str:
    """Return text in which each character that the font cannot show is written as its number.

    So are controls, marks of direction and spaces of no width: two names that look alike would
    else be taken for one. Line breaks and tabs become spaces.
    """
    return text if text.isascii() and text.isprintable() else text.translate(_SIGNS)


def has_strange(text: str) -> bool:
    """Whether a character of the text is written by its number."""
    return len(visible(text)) > len(text)


class _Signs(dict[int, str]):
    """What is printed for a code point; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = _sign(code)
        return self[code]


_SIGNS = _Signs()


def _sign(code: int) -> str:
    letter = chr(code)
    if letter in "\n\r\t":
        return " "
    control = unicodedata.category(letter)[0] == "C" and letter not in _JOINERS
    return f"[U+{code:04X}]" if control or code not in shown_characters() else letter


def breakable(text: str, shortest: int = _LONG) -> str:
    """Return text with marks where its long words may be broken: behind punctuation, or anywhere.

    Long are words of `shortest` letters and more.

    >>> breakable("NM_004333.4:c.1799T>A").split(BREAK)
    ['NM_', '004333.', '4:', 'c.', '1799T>', 'A']
    """
    return _WORDS[shortest].sub(_broken, text) if len(text) >= shortest else text


def _broken(word: re.Match[str]) -> str:
    parts = _AFTER.sub(rf"\1{BREAK}", word[0]).split(BREAK)
    return _ENDS_ANYWAY.sub("", BREAK.join(map(_broken_anywhere, parts)))


def _broken_anywhere(part: str) -> str:
    """Return a long part with marks between its letters; of Arabic they are joined, seldom cut."""
    if len(part) <= _MOST_UNBROKEN:
        return part
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in part):
        return BREAK.join(part[at : at + 40] for at in range(0, len(part), 40))
    return BREAK.join(part)


def fit_for_print(value: Any) -> Any:
    """Return plain values (dict, list, str, numbers) with every text visible and breakable.

    Pictures (`svg`), addresses and anchors keep their characters but for those that the font
    cannot show.
    """
    return _fitted(value, _Fitted(_LONG), _Fitted(_LONG_IN_WIDE))


class _Fitted(dict[str, str]):
    """A text as it is printed; a report says many of them again and again."""

    def __init__(self, shortest: int):
        self._shortest = shortest

    def __missing__(self, text: str) -> str:
        self[text] = breakable(visible(text), self._shortest)
        return self[text]


def _fitted(value: Any, texts: _Fitted, in_wide: _Fitted) -> Any:
    if isinstance(value, str):
        return texts[value]
    if isinstance(value, dict):
        return {
            key: visible(each)
            if key in _KEPT_WHOLE
            else _fitted(each, in_wide if key in _WIDE else texts, in_wide)
            for key, each in value.items()
        }
    if isinstance(value, list | tuple):
        return [_fitted(each, texts, in_wide) for each in value]
    return value


_KEPT_WHOLE = frozenset({"svg", "url", "citation_url", "anchor"})
