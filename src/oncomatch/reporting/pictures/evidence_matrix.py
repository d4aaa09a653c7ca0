"""Findings against regimens: what evidence says, how strongly, and for which tumour type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from oncomatch.domain.match import TherapyMatch
from oncomatch.domain.tier import Tier
from oncomatch.reporting.finding_groups import FindingGroup
from oncomatch.reporting.pictures.canvas import (
    BLUE,
    FAINT,
    INK,
    LINE,
    ORANGE,
    PAPER,
    SOFT,
    WIDTH,
    Canvas,
    Picture,
    shortened,
    text_width,
)
from oncomatch.reporting.plural import plural

MOST_FINDINGS, MOST_REGIMENS = 6, 18

_NAMES, _ROW, _HEAD, _LEFT = 300.0, 22.0, 58.0, 10.0
_MOST_LINES, _MOST_TURNS = 3, 10
_BENEFIT, _AGAINST = "circle", "down"


@dataclass(frozen=True, slots=True)
class _Cell:
    """The strongest statement of one direction about a finding and a regimen."""

    match: TherapyMatch

    @property
    def benefit(self) -> bool:
        return self.match.significance.is_benefit

    @property
    def here(self) -> bool:
        return self.match.relation.applies

    @property
    def overridden(self) -> bool:
        return self.benefit and bool(self.match.opposed_by)

    @property
    def words(self) -> str:
        """Direction, tier and tumour type in words."""
        where = "" if self.here else ", of another tumour type"
        doubt = ", overridden by resistance" if self.overridden else ""
        direction = self.match.significance.value.lower()
        return f"{direction}, tier {self.match.tier.value}{where}{doubt}"


def draw_evidence_matrix(findings: Iterable[FindingGroup], key: str) -> Picture | None:
    """Return the matrix of the findings that matter, None where no statement is supported."""
    groups = [group for group in findings if _supported(group.matches)]
    if not groups:
        return None
    kept = _regimens(groups[:MOST_FINDINGS])
    shown = [
        group
        for group in groups[:MOST_FINDINGS]
        if any(match.regimen in kept for match in _supported(group.matches))
    ]
    regimens = {match.regimen for group in groups for match in _supported(group.matches)}
    cells = {
        (at, regimen): _cells(group, regimen) for at, group in enumerate(shown) for regimen in kept
    }
    left_out = len(groups) - len(shown), len(regimens) - len(kept)
    height = _HEAD + _ROW * len(kept) + 42
    words = _words(shown, kept, cells, left_out)
    canvas = Canvas(key, height, "Findings and regimens", words)
    width = min(190.0, (WIDTH - _LEFT - _NAMES - 10) / len(shown))
    _draw_frame(canvas, shown, kept, width)
    for (at, regimen), found in cells.items():
        middle = _LEFT + _NAMES + width * (at + 0.5)
        y = _HEAD + _ROW * (kept.index(regimen) + 0.5)
        gap = min(58.0, width / 2)
        for place, cell in enumerate(found):
            _draw_cell(canvas, middle - 22 + gap * (place - (len(found) - 1) / 2), y, cell)
    _draw_legend(canvas, height - 24, left_out)
    return canvas.done()


def _supported(matches: Iterable[TherapyMatch]) -> list[TherapyMatch]:
    return [match for match in matches if match.evidence]


def _regimens(groups: Sequence[FindingGroup]) -> list[str]:
    """Return the regimens to draw, those of a finding together, the strongest finding first.

    What is strong here goes before what is weaker, that before what is of other tumour types; the
    findings take turns, and none has more than ten of one kind: one with many regimens would push
    out the others.
    """
    chosen: list[list[str]] = [[] for _ in groups]
    taken: set[str] = set()
    for kind in range(3):
        waiting = [_wishes(group, kind) for group in groups]
        for turn in range(_MOST_TURNS):
            for wishes, mine in zip(waiting, chosen, strict=True):
                if len(taken) < MOST_REGIMENS and turn < len(wishes):
                    if wishes[turn] not in taken:
                        mine.append(wishes[turn])
                    taken.add(wishes[turn])
    return [regimen for mine in chosen for regimen in mine]


def _wishes(group: FindingGroup, kind: int) -> list[str]:
    """Return the regimens of a finding: kind 0 of tier I here, 1 others here, 2 elsewhere.

    Of the first kind three for and one against stand before the rest.
    """
    ordered = sorted(
        (match for match in _supported(group.matches) if _kind(match) == kind),
        key=lambda match: (match.tier.rank, match.regimen),
    )
    against = [match.regimen for match in ordered if not match.significance.is_benefit]
    first = [match.regimen for match in group.benefits if kind == 0]
    every = [match.regimen for match in ordered]
    return list(dict.fromkeys((*first[:3], *against[:1], *first, *every)))


def _kind(match: TherapyMatch) -> int:
    if not match.relation.applies:
        return 2
    return 0 if match.tier.rank <= Tier.IB.rank else 1


def _cells(group: FindingGroup, regimen: str) -> tuple[_Cell, ...]:
    """Return the strongest statement for and the strongest against, as far as there are any."""
    found = []
    for benefit in (True, False):
        matches = [
            match
            for match in _supported(group.matches)
            if match.regimen == regimen and match.significance.is_benefit is benefit
        ]
        matches.sort(key=lambda match: (match.tier.rank, not match.relation.applies))
        found += [_Cell(match) for match in matches[:1]]
    return tuple(found)


def _draw_frame(
    canvas: Canvas, groups: Sequence[FindingGroup], regimens: Sequence[str], width: float
) -> None:
    right = _LEFT + _NAMES + width * len(groups)
    stripes = [(_LEFT, _HEAD + _ROW * at, right - _LEFT, _ROW) for at in range(0, len(regimens), 2)]
    canvas.boxes(stripes, fill=FAINT, fill_opacity=0.5)
    bottom = _HEAD + _ROW * len(regimens)
    canvas.lines([(_LEFT, _HEAD, right, _HEAD)], stroke=LINE)
    columns = [_LEFT + _NAMES + width * at for at in range(len(groups))]
    canvas.lines(((x, _HEAD - 50, x, bottom) for x in columns), stroke=LINE, stroke_width=0.6)
    for group, x in zip(groups, columns, strict=True):
        lines = _lines(group.label, width - 10)
        for line, words in enumerate(lines):
            y = _HEAD - 8 - 15 * (len(lines) - 1 - line)
            canvas.text(x + 6, y, words, 12, font_weight=700)
    for at, regimen in enumerate(regimens):
        words = shortened(regimen, _NAMES - 12)
        canvas.text(_LEFT + 4, _HEAD + _ROW * (at + 0.5) + 4, words, 12)


def _lines(words: str, width: float) -> list[str]:
    """Return a label on up to three lines."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if lines[-1] and text_width(longer) > width and len(lines) < _MOST_LINES:
            lines.append(word)
        else:
            lines[-1] = longer
    return [shortened(line, width) for line in lines]


def _draw_cell(canvas: Canvas, x: float, y: float, cell: _Cell) -> None:
    colour = BLUE if cell.benefit else ORANGE
    shape = _BENEFIT if cell.benefit else _AGAINST
    canvas.mark(
        shape, x, y, 6, fill=colour if cell.here else PAPER, stroke=colour, stroke_width=1.6
    )
    if cell.overridden:
        canvas.lines([(x - 8, y + 8, x + 8, y - 8)], stroke=INK, stroke_width=1.6)
    weight = {"font_weight": 700} if cell.here else {"fill": SOFT}
    canvas.text(x + 11, y + 4, cell.match.tier.value, 12, **weight)


def _draw_legend(canvas: Canvas, y: float, left_out: tuple[int, int]) -> None:
    x = _LEFT + 6
    for shape, colour, filled, words in (
        (_BENEFIT, BLUE, True, "for the regimen"),
        (_AGAINST, ORANGE, True, "against it"),
        (_BENEFIT, BLUE, False, "empty: of another tumour type"),
    ):
        fill = colour if filled else PAPER
        canvas.mark(shape, x, y - 4, 5, fill=fill, stroke=colour, stroke_width=1.6)
        canvas.text(x + 10, y, words, 11, fill=SOFT)
        x += 28 + text_width(words, 11)
    canvas.lines([(x - 6, y + 3, x + 6, y - 11)], stroke=INK, stroke_width=1.6)
    canvas.text(x + 12, y, "struck: overridden by resistance; tier beside each mark", 11, fill=SOFT)
    rest = _rest_words(left_out)
    if rest:
        canvas.text(_LEFT, y + 16, rest, 11, fill=SOFT)


def _rest_words(left_out: tuple[int, int]) -> str:
    findings, regimens = left_out
    parts = []
    if findings:
        parts.append(plural(findings, "further finding"))
    if regimens:
        parts.append(plural(regimens, "further regimen"))
    return f"Not drawn: {' and '.join(parts)}, in the tables." if parts else ""


def _words(
    groups: Sequence[FindingGroup],
    regimens: Sequence[str],
    cells: dict[tuple[int, str], tuple[_Cell, ...]],
    left_out: tuple[int, int],
) -> str:
    """Return the matrix row by row."""
    sentences = []
    for at, group in enumerate(groups):
        told = [
            f"{regimen} ({'; '.join(cell.words for cell in cells[at, regimen])})"
            for regimen in regimens
            if cells[at, regimen]
        ]
        if told:
            sentences.append(f"{group.label}: {', '.join(told)}.")
    return " ".join(filter(None, (*sentences, _rest_words(left_out))))
