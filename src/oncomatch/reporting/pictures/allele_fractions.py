"""The allele fractions of the reported variants, with purity and what is expected."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.expected_fraction import ExpectedFraction
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.pictures.canvas import (
    FAINT,
    GREEN,
    INK,
    LINE,
    ORANGE,
    PAPER,
    PINK,
    SOFT,
    WIDTH,
    Canvas,
    Picture,
    shortened,
)
from oncomatch.reporting.plural import plural
from oncomatch.reporting.words import joined, percent

MOST_ROWS = 14

_LEFT, _RIGHT, _TOP, _HIGH, _ROW = 190.0, WIDTH - 130.0, 40.0, 80.0, 20.0
_BASE = _TOP + _HIGH
_BINS = 40
_Z = 1.96


def draw_allele_fractions(record: CaseRecord, key: str) -> Picture | None:
    """Return the picture, None where the file gives no allele fraction."""
    variants = [each for each in record.profile.small_variants if each.reads.vaf is not None]
    if not variants:
        return None
    known = {each.variant for each in record.standings if each.known}
    expected = {each.variant: each for each in record.expected_fractions}
    rows = [each for each in variants if each.id in known]
    rows.sort(key=lambda each: (-_vaf(each), each.label))
    shown = rows[:MOST_ROWS]
    foot = _BASE + 26 + _ROW * len(shown)
    notes = _notes(record, expected.get(""), len(rows) - len(shown))
    words = _words(record, variants, rows, expected)
    height = foot + 20 + 16 * len(notes)
    canvas = Canvas(key, height, "Allele fractions of the reported variants", words)
    _draw_counts(canvas, variants, known)
    _draw_axis(canvas, foot - 8, expected.get(""))
    for at, each in enumerate(shown):
        _draw_row(canvas, _BASE + 26 + _ROW * at, each, expected.get(each.id))
    for at, note in enumerate(notes):
        canvas.text(14, foot + 16 + 16 * at, note, 11, fill=SOFT)
    return canvas.done()


def _vaf(variant: SmallVariant) -> float:
    return min(max(variant.reads.vaf or 0.0, 0.0), 1.0)


def _x(fraction: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * fraction


def _draw_counts(canvas: Canvas, variants: Sequence[SmallVariant], known: set[str]) -> None:
    """Draw how many variants have which fraction, those of known meaning below the others."""
    counts = [[0, 0] for _ in range(_BINS)]
    for each in variants:
        counts[min(int(_vaf(each) * _BINS), _BINS - 1)][each.id not in known] += 1
    most = max(map(sum, counts))
    wide = (_RIGHT - _LEFT) / _BINS
    bars: tuple[list[tuple[float, float, float, float]], ...] = ([], [])
    for at, (told, others) in enumerate(counts):
        x, y = _LEFT + wide * at + 1, _BASE
        for place, count in enumerate((told, others)):
            high = _HIGH * count / most
            y -= high
            if count:
                bars[place].append((x, y, wide - 2, high))
    canvas.boxes(bars[1], fill=FAINT, stroke=LINE, stroke_width=0.8)
    canvas.boxes(bars[0], fill=ORANGE, stroke=INK, stroke_width=0.8)
    canvas.text(_LEFT - 8, _TOP + 8, plural(most, "variant"), 11, anchor="end", fill=SOFT)
    canvas.text(_LEFT - 8, _BASE + 1, "0", 11, anchor="end", fill=SOFT)


def _draw_axis(canvas: Canvas, bottom: float, base: ExpectedFraction | None) -> None:
    canvas.lines([(_LEFT, _BASE, _RIGHT, _BASE)], stroke=SOFT)
    for at in range(0, 101, 10):
        x = _x(at / 100)
        canvas.lines([(x, _BASE, x, _BASE + 4)], stroke=SOFT)
        canvas.text(x, _BASE + 16, f"{at} %", 10, anchor="middle", fill=SOFT)
    if base is None:
        return
    marks = [(0.5, PINK, "6 3", "inherited, one of two copies", _TOP - 8)]
    if base.somatic:
        clonal = base.somatic[0]
        words = f"clonal, one of two copies: {percent(clonal)}"
        marks.append((clonal, GREEN, "2 2", words, _TOP - 24))
    for fraction, colour, dash, words, y in marks:
        x = _x(fraction)
        style = {"stroke": colour, "stroke_width": 1.4, "stroke_dasharray": dash}
        canvas.lines([(x, y + 4, x, bottom)], **style)
        canvas.text(x + 4, y + 2, words, 11)


def _draw_row(
    canvas: Canvas, top: float, variant: SmallVariant, expected: ExpectedFraction | None
) -> None:
    y = top + _ROW / 2
    canvas.text(14, y + 4, shortened(variant.label, _LEFT - 24, 12), 12, font_weight=700)
    canvas.lines([(_LEFT, y, _RIGHT, y)], stroke=FAINT)
    for fraction in expected.inherited if expected else ():
        canvas.mark("diamond", _x(min(fraction, 1.0)), y, 4, fill=PAPER, stroke=PINK)
    for fraction in expected.somatic if expected else ():
        canvas.mark("up", _x(min(fraction, 1.0)), y + 5, 3.5, fill=PAPER, stroke=GREEN)
    vaf, depth = _vaf(variant), variant.reads.depth
    if depth is not None and depth > 0:
        low, high = _interval(vaf, depth)
        canvas.lines([(_x(low), y, _x(high), y)], stroke=INK, stroke_width=2)
    canvas.mark("circle", _x(vaf), y, 5, fill=ORANGE, stroke=INK)
    of_reads = f" of {depth:,}" if depth is not None else ""
    canvas.text(_RIGHT + 12, y + 4, f"{percent(vaf)}{of_reads}", 12)


def _interval(fraction: float, depth: int) -> tuple[float, float]:
    """Return the interval of Wilson (1927) of 95 %: which fractions so many reads leave open."""
    centre = fraction + _Z**2 / (2 * depth)
    half = _Z * sqrt(fraction * (1 - fraction) / depth + _Z**2 / (4 * depth**2))
    scale = 1 + _Z**2 / depth
    return max(0.0, (centre - half) / scale), min(1.0, (centre + half) / scale)


def _notes(record: CaseRecord, base: ExpectedFraction | None, left_out: int) -> list[str]:
    purity = record.profile.purity
    first = "dark: variants of known meaning, pale: others; stroke: 95 % interval of the reads"
    if base is not None:
        first += "; ◇ expected of an inherited variant"
        if base.somatic:
            first += "; △ of a clonal somatic one"
    notes = [first]
    if purity is None:
        notes.append("The purity is not known: where a clonal somatic variant lies is not either.")
    else:
        notes.append(
            f"Purity {percent(purity)}; copies of the gene as the copy-number file tells, else two."
        )
    if left_out:
        notes.append(f"{plural(left_out, 'further variant')} of known meaning, in the table.")
    return notes


def _words(
    record: CaseRecord,
    variants: Sequence[SmallVariant],
    rows: Sequence[SmallVariant],
    expected: dict[str, ExpectedFraction],
) -> str:
    purity = record.profile.purity
    fractions = sorted(map(_vaf, variants))
    middle = fractions[len(fractions) // 2]
    words = [
        f"{plural(len(variants), 'variant')} with an allele fraction, from {percent(fractions[0])} "
        f"to {percent(fractions[-1])}, the middle one {percent(middle)}.",
        "The purity is not known." if purity is None else f"Purity {percent(purity)}.",
    ]
    told = []
    for each in rows[:MOST_ROWS]:
        somatic = expected[each.id].somatic if each.id in expected else ()
        fits = (
            f", clonal expected at {joined([percent(one) for one in somatic])}" if somatic else ""
        )
        told.append(f"{each.label} {percent(_vaf(each))}{fits}")
    if told:
        words.append(f"Of known meaning: {'; '.join(told)}.")
    return " ".join(words)
