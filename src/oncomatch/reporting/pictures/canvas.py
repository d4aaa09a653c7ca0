"""What pictures are drawn on: drawsvg with one size, one font, one palette and a text alternative.

Lengths are pixels of the viewBox; y grows downwards. Numbers are rounded to a tenth.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from typing import Any

WIDTH = 900.0
"""The width of every picture; a page scales it."""

INK, SOFT, LINE, FAINT, PAPER = "#16212b", "#4d5b68", "#8a97a3", "#dfe5ea", "#ffffff"
BLUE, ORANGE, GREEN, SKY, PINK = "#0072b2", "#d55e00", "#009e73", "#56b4e9", "#cc79a7"
"""Colours of Okabe and Ito (2008), told apart with any kind of colour vision."""

FONT = "Segoe UI, Noto Sans, Liberation Sans, Arial, sans-serif"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NARROW = frozenset("iljtfrI.,:;'|!()[]/- ")
_WIDE = frozenset("mwMW@%")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: `svg` is a whole element, `title` its heading, `words` its text alternative."""

    title: str
    words: str
    svg: str


class Canvas:
    """A drawing of `height` pixels; `key` makes its ids unique in a page.

    What is appended later lies above. Every text is escaped by drawsvg; characters that XML
    cannot hold are left out.
    """

    def __init__(self, key: str, height: float, title: str, words: str):
        # Here and not above: a run that draws nothing does not pay for the import.
        import drawsvg

        class Description(drawsvg.Title):  # type: ignore[misc]
            TAG_NAME = "desc"

        self._svg = drawsvg
        self.title, self.words = clean(title), clean(words)
        names = f"{key}-t {key}-d"
        self._drawing = drawsvg.Drawing(
            WIDTH,
            _round(height),
            id_prefix=f"{key}-",
            role="img",
            aria_labelledby=names,
            font_family=FONT,
            fill=INK,
        )
        # Written one by one: drawsvg goes over its own list three times, for what is never used.
        self._elements: list[Any] = []
        self._elements.append(drawsvg.Title(self.title, id=f"{key}-t"))
        self._elements.append(Description(self.words, id=f"{key}-d"))
        self._elements.append(drawsvg.Rectangle(0, 0, WIDTH, _round(height), fill=PAPER))

    def text(self, x: float, y: float, words: str, size: float = 12, **style: Any) -> None:
        """Write one line; `anchor` is start, middle or end, `turn` turns it about (x, y)."""
        anchor, turn = style.pop("anchor", "start"), style.pop("turn", 0)
        if anchor != "start":
            style["text_anchor"] = anchor
        if turn:
            style["transform"] = f"rotate({_round(turn)} {_round(x)} {_round(y)})"
        words = clean(words).replace("\n", " ").replace("\r", " ")
        self._elements.append(self._svg.Text(words, size, _round(x), _round(y), **style))

    def box(self, x: float, y: float, width: float, height: float, **style: Any) -> None:
        """Draw a rectangle."""
        places = map(_round, (x, y, width, height))
        self._elements.append(self._svg.Rectangle(*places, **style))

    def boxes(self, places: Iterable[tuple[float, float, float, float]], **style: Any) -> None:
        """Draw rectangles (x, y, width, height) as one path."""
        path = "".join(
            f"M{_round(x)},{_round(y)}h{_round(width)}v{_round(height)}h{_round(-width)}z"
            for x, y, width, height in places
        )
        if path:
            self._path(path, style)

    def lines(self, strokes: Iterable[tuple[float, float, float, float]], **style: Any) -> None:
        """Draw straight lines (x1, y1, x2, y2) as one path."""
        path = "".join(
            f"M{_round(x1)},{_round(y1)}L{_round(x2)},{_round(y2)}" for x1, y1, x2, y2 in strokes
        )
        if path:
            self._path(path, style)

    def mark(self, shape: str, x: float, y: float, radius: float, **style: Any) -> None:
        """Draw a mark: `circle`, `square`, `diamond`, `up` or `down` (triangles)."""
        if shape == "circle":
            self._elements.append(self._svg.Circle(_round(x), _round(y), _round(radius), **style))
            return
        corners = _CORNERS[shape]
        path = "L".join(
            f"{_round(x + dx * radius)},{_round(y + dy * radius)}" for dx, dy in corners
        )
        self._path(f"M{path}Z", style)

    def _path(self, path: str, style: dict[str, Any]) -> None:
        self._elements.append(self._svg.Path(path, **style))

    def done(self) -> Picture:
        """Return the picture."""
        frame, end = self._drawing.as_svg(header="").rsplit("</svg>", 1)
        context = self._drawing.context
        text = StringIO()
        for each in self._elements:
            beside = self._svg.types.LocalContext(context, each, self._drawing)
            each.write_svg_element({}, _is_never_twice, text, beside, False)
            text.write("\n")
        return Picture(self.title, self.words, f"{frame}{text.getvalue()}</svg>{end}")


def _is_never_twice(_: object) -> bool:
    """Whether an element stands in a drawing already, as drawsvg asks."""
    return False


def clean(words: str) -> str:
    """Return text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", words)


def text_width(words: str, size: float = 12) -> float:
    """Return about how wide a line is; rather too wide, since fonts differ.

    >>> text_width("iii") < text_width("aaa") < text_width("MMM") < text_width("腫瘍型")
    True
    """
    return size * sum(map(_em, words))


@lru_cache(maxsize=4096)
def _em(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if letter in _WIDE:
        return 0.9
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if unicodedata.combining(letter):
        return 0.0
    return 0.68 if letter.isupper() else 0.58


def shortened(words: str, width: float, size: float = 12) -> str:
    """Return a line that fits, with an ellipsis where it had to be cut.

    >>> shortened("PIK3CA H1047R", 60)
    'PIK3CA…'
    """
    if text_width(words, size) <= width:
        return words
    kept = ""
    for letter in words:
        if text_width(f"{kept}{letter}…", size) > width:
            break
        kept += letter
    return f"{kept.rstrip()}…"


def spread(places: list[float], gap: float, low: float, high: float) -> list[float]:
    """Return places in ascending order moved apart by at least `gap`, as little as possible.

    They stay between `low` and `high` where there is room for all; else they stand closer.

    >>> spread([10.0, 11.0, 50.0], 10, 0, 100)
    [5.5, 15.5, 50.0]
    """
    if not places:
        return []
    gap = min(gap, (high - low) / max(1, len(places) - 1))
    groups: list[tuple[float, int]] = []  # the wish of the first place, and how many stand in it
    for place in places:
        centre, count = place, 1
        while groups:
            first, before = groups[-1]
            if first + before * gap <= centre:
                break
            groups.pop()
            centre = (first * before + (centre - before * gap) * count) / (before + count)
            count += before
        groups.append((centre, count))
    moved = [first + at * gap for first, count in groups for at in range(count)]
    for at in range(len(moved)):
        moved[at] = max(moved[at], low + at * gap)
    for at in range(len(moved)):
        last = len(moved) - 1 - at
        moved[last] = min(moved[last], high - at * gap)
    return [round(place, 2) for place in moved]


def _round(value: float) -> float | int:
    """Return a coordinate to a tenth, whole numbers without a point: shorter, and the same."""
    short = round(value, 1)
    return int(short) if short == int(short) else short


_CORNERS = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    "up": ((0, -1.2), (1.15, 0.9), (-1.15, 0.9)),
    "down": ((0, 1.2), (1.15, -0.9), (-1.15, -0.9)),
}
