"""The protein of a gene with its domains, the reported variants, and recurrent residues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.protein_map import ProteinMap
from oncomatch.domain.record import CaseRecord
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
    spread,
    text_width,
)
from oncomatch.reporting.plural import plural
from oncomatch.reporting.words import joined

MOST_LABELS = 48
"""So many labels stand side by side; of more, those of known meaning are written first."""

_MOST_WORDS, _STRIDE = 20, 12
_LEFT, _RIGHT = 20.0, WIDTH - 20.0
_STEM, _THICK, _TRACK, _ROW = 36.0, 22.0, 34.0, 16.0
_FOOT = _THICK + _TRACK + 22
_MOST_LEVEL, _MOST_ASLANT, _SLOPE = 160.0, 104.0, 0.85
_STEPS = (10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000)
_WASHES = ("#cfe6f5", "#fde3cf", "#cdece1", "#f5dfea", "#fbf3c4", "#e3e6e9")
_TRUNCATING = {
    Consequence.STOP_GAINED,
    Consequence.FRAMESHIFT,
    Consequence.SPLICE_ACCEPTOR,
    Consequence.SPLICE_DONOR,
    Consequence.START_LOST,
}
_IN_FRAME = {Consequence.INFRAME_INSERTION, Consequence.INFRAME_DELETION}
_KINDS = (
    ("circle", "substitution"),
    ("square", "stop, frameshift or lost start"),
    ("diamond", "in-frame insertion or deletion"),
    ("up", "other"),
)


@dataclass(frozen=True, slots=True)
class _Lollipop:
    """A variant at a residue: its label, the shape of its head, whether its meaning is known."""

    residue: int
    label: str
    shape: str
    known: bool


def draw_protein(record: CaseRecord, protein: ProteinMap, key: str) -> Picture | None:
    """Return the picture of a gene, None where no reported variant has a place in the protein."""
    known = {each.variant for each in record.standings if each.known}
    placed: list[_Lollipop] = []
    elsewhere: list[str] = []
    for variant in record.profile.small_variants:
        if variant.gene == protein.gene:
            lollipop = _lollipop(variant, protein, variant.id in known)
            if lollipop is None:
                elsewhere.append(variant.label)
            else:
                placed.append(lollipop)
    if not placed:
        return None
    placed.sort(key=lambda each: (each.residue, each.label))
    labels = _Labels(protein, placed)
    legend = _Legend(protein, placed, len(placed) - len(labels.written))
    bar = labels.heads + _STEM
    height = bar + _FOOT + legend.height
    words = _words(protein, placed, elsewhere)
    canvas = Canvas(key, height, f"{protein.gene} protein", words)
    canvas.text(_LEFT, 14, protein.gene, 14, font_weight=700)
    _draw_bar(canvas, protein, bar)
    _draw_recurrent(canvas, protein, bar + _THICK + 3)
    labels.draw(canvas, bar)
    legend.draw(canvas, bar + _FOOT)
    return canvas.done()


def _lollipop(variant: SmallVariant, protein: ProteinMap, known: bool) -> _Lollipop | None:
    """Return where a variant lies in the protein, None where it has no residue there."""
    effect = variant.effect
    if effect is None or effect.first_residue is None or effect.transcript != protein.transcript:
        return None
    if not 1 <= effect.first_residue <= protein.residues + 1:
        return None
    terms = set(effect.consequences)
    shape = "up"
    if terms & _TRUNCATING:
        shape = "square"
    elif terms & _IN_FRAME:
        shape = "diamond"
    elif Consequence.MISSENSE in terms:
        shape = "circle"
    label = effect.protein_change or effect.hgvs_c.rsplit(":", 1)[-1]
    return _Lollipop(effect.first_residue, label, shape, known)


def _x(protein: ProteinMap, residue: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * (residue - 0.5) / max(1, protein.residues)


def _names(protein: ProteinMap) -> list[str]:
    """Return the labels of the domains, each once, from the N-terminus on."""
    return list(dict.fromkeys(each.label for each in protein.domains))


def _draw_bar(canvas: Canvas, protein: ProteinMap, bar: float) -> None:
    middle = bar + _THICK / 2
    canvas.box(_LEFT, middle - 5, _RIGHT - _LEFT, 10, fill=FAINT, stroke=LINE)
    names = _names(protein)
    for domain in protein.domains:
        left, right = _x(protein, domain.first - 0.5), _x(protein, domain.last + 0.5)
        at = names.index(domain.label)
        wash = _WASHES[at % len(_WASHES)]
        canvas.box(left, bar, right - left, _THICK, fill=wash, stroke=SOFT, rx=3)
        for words in (domain.label, str(at + 1)):
            if text_width(words, 11) <= right - left - 2:
                canvas.text((left + right) / 2, middle + 4, words, 11, anchor="middle")
                break
    axis = bar + _THICK + _TRACK
    canvas.lines([(_LEFT, axis, _RIGHT, axis)], stroke=LINE)
    for residue in _ticks(protein.residues):
        x = _x(protein, residue)
        canvas.lines([(x, axis, x, axis + 4)], stroke=LINE)
        canvas.text(x, axis + 15, f"{residue:,}", 11, anchor="middle", fill=SOFT)


def _ticks(residues: int) -> list[int]:
    """Return about six round numbers of residues, and the last."""
    step = next((each for each in _STEPS if residues / each <= 8), residues // 8)
    ticks = [1, *range(step, residues, step)]
    if residues - ticks[-1] < step / 2 and len(ticks) > 1:
        ticks.pop()
    return [*ticks, residues]


def _written(protein: ProteinMap, placed: Sequence[_Lollipop]) -> list[_Lollipop]:
    """Return the variants with a label by residue: known ones, recurrent ones, then evenly."""
    seen = {each.residue: each.tumours for each in protein.recurrent}
    turns = {id(each): at % _STRIDE for at, each in enumerate(placed)}
    first = sorted(
        placed,
        key=lambda each: (not each.known, -seen.get(each.residue, 0), turns[id(each)]),
    )
    return sorted(first[:MOST_LABELS], key=lambda each: (each.residue, each.label))


class _Labels:
    """Heads and labels of the variants: level where there is room for all, else aslant.

    `written` are the variants with a label, `heads` is how far down their heads are.
    """

    def __init__(self, protein: ProteinMap, placed: Sequence[_Lollipop]):
        self.written = _written(protein, placed)
        kept = {id(each) for each in self.written}
        self._rest = [_x(protein, each.residue) for each in placed if id(each) not in kept]
        self._places = [_x(protein, each.residue) for each in self.written]
        widest = max(text_width(each.label, 12) for each in self.written)
        room = _RIGHT - _LEFT - widest
        self._level = widest <= _MOST_LEVEL and (widest + 8) * (len(self.written) - 1) <= room
        if self._level:
            half = widest / 2
            self._at = spread(self._places, widest + 8, _LEFT + half, _RIGHT - half)
            self.heads = 48.0
        else:
            gap = (_RIGHT - _LEFT - 50) / MOST_LABELS
            self._at = spread(self._places, gap, _LEFT, _RIGHT - 50)
            self.heads = 38 + _SLOPE * min(widest, _MOST_ASLANT)

    def draw(self, canvas: Canvas, bar: float) -> None:
        """Draw stems, heads and labels above the bar, short strokes for those without a label."""
        canvas.lines(((x, bar - 7, x, bar) for x in self._rest), stroke=LINE)
        pairs = list(zip(self._places, self._at, strict=True))
        bend = bar - 14
        canvas.lines(((x, bar, x, bend) for x, _ in pairs), stroke=SOFT)
        canvas.lines(((x, bend, head, self.heads) for x, head in pairs), stroke=SOFT)
        for each, head in zip(self.written, self._at, strict=True):
            fill, stroke = (ORANGE, INK) if each.known else (PAPER, SOFT)
            canvas.mark(each.shape, head, self.heads, 5, fill=fill, stroke=stroke)
            style = {"font_weight": 700} if each.known else {"fill": SOFT}
            if self._level:
                canvas.text(head, self.heads - 11, each.label, 12, anchor="middle", **style)
            else:
                words = shortened(each.label, _MOST_ASLANT, 12)
                canvas.text(head + 2, self.heads - 9, words, 12, turn=-58, **style)


def _draw_recurrent(canvas: Canvas, protein: ProteinMap, base: float) -> None:
    """Draw how often each residue is changed, on a logarithmic scale."""
    most = max((each.tumours for each in protein.recurrent), default=0)
    if not most:
        return
    high = _TRACK - 6
    canvas.lines(
        (
            (x, base, x, base + max(2.0, high * log(1 + each.tumours) / log(1 + most)))
            for each in protein.recurrent
            for x in (_x(protein, each.residue),)
        ),
        stroke=BLUE,
        stroke_width=1.6,
        stroke_opacity=0.55,
    )


class _Legend:
    """What marks, numbers and the track below the bar mean, in lines under the axis."""

    def __init__(self, protein: ProteinMap, placed: Sequence[_Lollipop], unwritten: int):
        drawn = {each.shape for each in placed}
        known = {each.known for each in placed}
        self._marks = [(shape, words, {"fill": SOFT}) for shape, words in _KINDS if shape in drawn]
        if True in known:
            words = "filled, bold: of known meaning"
            self._marks.append(("circle", words, {"fill": ORANGE, "stroke": INK}))
        if False in known:
            words = "empty: of uncertain meaning"
            self._marks.append(("circle", words, {"fill": PAPER, "stroke": SOFT}))
        more = [f"{unwritten:,} more as short strokes"] if unwritten else []
        self._lines = _wrapped([*more, *_legend_words(protein)])
        self.height = _ROW * (1 + len(self._lines)) + 6

    def draw(self, canvas: Canvas, top: float) -> None:
        """Write the lines."""
        y, x = top + 12, _LEFT + 5
        for shape, words, style in self._marks:
            canvas.mark(shape, x, y - 4, 5, **style)
            canvas.text(x + 10, y, words, 11, fill=SOFT)
            x += 26 + text_width(words, 11)
        for line in self._lines:
            y += _ROW
            canvas.text(_LEFT, y, line, 11, fill=SOFT)


def _legend_words(protein: ProteinMap) -> list[str]:
    names = _names(protein)
    numbered = [f"{at + 1} {name}" for at, name in enumerate(names) if not _fits(protein, name)]
    words = [f"domains: {', '.join(numbered)}"] if numbered else []
    if not names:
        words.append("no domain is known here for this protein")
    most = max(protein.recurrent, key=lambda each: each.tumours, default=None)
    if most is not None:
        words.append(
            f"below the bar: recurrent residues of cancerhotspots.org, the longest stroke "
            f"{most.residue:,} in {plural(most.tumours, 'tumour')}"
        )
    words.append(f"residues of {protein.transcript}")
    return words


def _fits(protein: ProteinMap, name: str) -> bool:
    """Whether every domain of that name has it written within."""
    return all(
        text_width(name, 11) <= _x(protein, each.last + 0.5) - _x(protein, each.first - 0.5) - 2
        for each in protein.domains
        if each.label == name
    )


def _wrapped(parts: Sequence[str]) -> list[str]:
    lines = [""]
    for part in parts:
        longer = f"{lines[-1]}; {part}" if lines[-1] else part
        if text_width(longer, 11) > _RIGHT - _LEFT and lines[-1]:
            lines.append(part)
        else:
            lines[-1] = longer
    return lines


def _words(protein: ProteinMap, placed: Sequence[_Lollipop], elsewhere: Sequence[str]) -> str:
    """Return what the picture shows for a reader who does not see it."""
    words = [f"{protein.gene}, {protein.residues:,} residues of {protein.transcript}."]
    for known, what in ((True, "known"), (False, "uncertain")):
        named = [_placed_words(each, protein) for each in placed if each.known is known]
        if named:
            more = named[_MOST_WORDS:]
            shown = [*named[:_MOST_WORDS], *([f"{len(more):,} more"] if more else [])]
            words.append(f"Variants of {what} meaning: {joined(shown)}.")
    if elsewhere:
        shown = [*elsewhere[:_MOST_WORDS]]
        if len(elsewhere) > _MOST_WORDS:
            shown.append(f"{len(elsewhere) - _MOST_WORDS:,} more")
        words.append(f"Without a place in the protein: {joined(shown)}.")
    if protein.domains:
        told = [f"{each.label} {each.first}-{each.last}" for each in protein.domains]
        words.append(f"Domains: {', '.join(told)}.")
    return " ".join(words)


def _placed_words(each: _Lollipop, protein: ProteinMap) -> str:
    seen = next((one.tumours for one in protein.recurrent if one.residue == each.residue), 0)
    often = f", a residue changed in {plural(seen, 'tumour')}" if seen else ""
    within = next(
        (one.label for one in protein.domains if one.first <= each.residue <= one.last), ""
    )
    return f"{each.label}{f' in {within}' if within else ''}{often}"
