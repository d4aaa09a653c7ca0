"""Which codons of which gene were assessed for small variants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from oncomatch.domain.assay import Assessment, GeneCoverage
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.assessed import asked_words
from oncomatch.reporting.pictures.canvas import (
    BLUE,
    INK,
    PAPER,
    SOFT,
    WIDTH,
    Canvas,
    Picture,
    shortened,
    text_width,
)
from oncomatch.reporting.plural import plural

MOST_GENES = 60

_COLUMNS, _ROW, _NAME, _SHARE, _TOP, _LEFT = 3, 19.0, 74.0, 78.0, 8.0, 10.0
_CELL = (WIDTH - 2 * _LEFT) / _COLUMNS
_BAR = _CELL - _NAME - _SHARE - 14


@dataclass(frozen=True, slots=True)
class _Row:
    """A gene: `share` of its codons that were assessed, None where they are not known singly."""

    gene: str
    state: Assessment
    asked: bool
    covered: tuple[tuple[int, int], ...] = ()
    codons: int = 0

    @property
    def share(self) -> float | None:
        if not self.codons:
            return None
        return sum(last - first + 1 for first, last in self.covered) / self.codons

    @property
    def words(self) -> str:
        """The share or the state in a word."""
        if self.state is Assessment.PARTLY and self.share is not None:
            return f"{int(self.share * 100)} %"
        return {
            Assessment.ASSESSED: "all",
            Assessment.PARTLY: "in part",
            Assessment.NOT_ASSESSED: "not assessed",
            Assessment.UNKNOWN: "not known",
        }[self.state]


def draw_coverage(record: CaseRecord, key: str) -> Picture | None:
    """Return the picture of the genes that matter, None where small variants or places are open.

    Genes that strong statements of this tumour type ask for come first, then those of which
    codons were not assessed, the largest gap first; genes that were assessed throughout and are
    not asked for are counted.
    """
    assay = record.profile.assay
    if not assay.small_variants or not assay.regions:
        return None
    rows = _rows(record)
    told = [row for row in rows if row.asked or row.state is Assessment.PARTLY]
    told.sort(key=_order)
    shown = told[:MOST_GENES]
    if not shown:
        return None
    lines = -(-len(shown) // _COLUMNS)
    height = _TOP + _ROW * lines + 44
    counts = Counter(row.state for row in rows)
    summary = ", ".join(
        f"{plural(counts[state], 'gene')} {state.value}" for state in Assessment if counts[state]
    )
    canvas = Canvas(key, height, "Codons assessed by gene", _words(shown, summary))
    for at, row in enumerate(shown):
        x = _LEFT + _CELL * (at // lines)
        _draw_row(canvas, x, _TOP + _ROW * (at % lines), row)
    _draw_legend(canvas, height - 24, summary, len(rows) - len(shown))
    return canvas.done()


def _rows(record: CaseRecord) -> list[_Row]:
    asked = asked_words(record)
    coverages = {each.gene: each for each in record.profile.assay.genes}
    rows = []
    for gene in record.assessed.genes:
        coverage = coverages.get(gene.gene, GeneCoverage(gene.gene, gene.small_variants))
        ends = [last for _, last in coverage.codons] + [gap.last for gap in coverage.gaps]
        rows.append(
            _Row(
                gene.gene,
                gene.small_variants,
                gene.gene in asked,
                coverage.codons,
                max(ends, default=0),
            )
        )
    return rows


def _order(row: _Row) -> tuple[object, ...]:
    return not row.asked, 1.0 if row.share is None else row.share, row.gene


def _draw_row(canvas: Canvas, x: float, y: float, row: _Row) -> None:
    style = {"font_weight": 700} if row.asked else {}
    canvas.text(x, y + 12, shortened(row.gene, _NAME - 6, 12), 12, **style)
    left = x + _NAME
    frame = {"fill": PAPER, "stroke": SOFT, "stroke_width": 0.8}
    if row.state in (Assessment.NOT_ASSESSED, Assessment.UNKNOWN):
        frame["stroke_dasharray"] = "3 3"
    canvas.box(left, y + 3, _BAR, 10, **frame)
    if row.state is Assessment.ASSESSED:
        canvas.box(left, y + 3, _BAR, 10, fill=BLUE)
    elif row.state is Assessment.PARTLY and row.codons:
        scale = _BAR / row.codons
        canvas.boxes(
            (
                (left + scale * (first - 1), y + 3, scale * (last - first + 1), 10)
                for first, last in row.covered
            ),
            fill=BLUE,
        )
    elif row.state is Assessment.PARTLY:
        slants = [(left + at, y + 13, left + at + 8, y + 3) for at in range(0, int(_BAR) - 8, 8)]
        canvas.lines(slants, stroke=BLUE, stroke_width=1.5)
    words = row.words
    canvas.text(left + _BAR + 6, y + 12, words, 11, fill=INK if row.share != 1 else SOFT)


def _draw_legend(canvas: Canvas, y: float, summary: str, left_out: int) -> None:
    x = _LEFT
    for fill, dash, words in (
        (BLUE, "", "codons assessed"),
        (PAPER, "", "codons not assessed"),
        (PAPER, "3 3", "gene not assessed, or not known"),
    ):
        style = {"stroke_dasharray": dash} if dash else {}
        canvas.box(x, y - 9, 26, 10, fill=fill, stroke=SOFT, stroke_width=0.8, **style)
        canvas.text(x + 32, y, words, 11, fill=SOFT)
        x += 50 + text_width(words, 11)
    canvas.lines([(x + at, y + 1, x + at + 8, y - 9) for at in (0, 8, 16)], stroke=BLUE)
    canvas.text(x + 32, y, "in part, which codons is not known", 11, fill=SOFT)
    rest = f"; {left_out:,} of them not drawn" if left_out else ""
    words = f"bold: strong evidence asks for it; {summary}{rest}"
    canvas.text(_LEFT, y + 16, words, 11, fill=SOFT)


def _words(rows: Sequence[_Row], summary: str) -> str:
    """Return the states in words; the codons stand in the table."""
    told = ", ".join(f"{row.gene} {row.words}" for row in rows)
    return f"{summary}. {told}."
