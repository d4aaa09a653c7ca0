"""Copy number along the genome: segments or genes, called genes, and changed arms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil

from oncomatch.domain.alteration import CopyNumber, CopyNumberKind, Extent
from oncomatch.domain.copy_number_map import CopyNumberMap, MappedSegment
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.pictures.canvas import (
    BLUE,
    FAINT,
    GREEN,
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
)
from oncomatch.reporting.plural import plural
from oncomatch.reporting.words import joined

MOST_LABELS = 44
_FEW_LABELS = 16

_LEFT, _RIGHT = 46.0, WIDTH - 12.0
_TOP, _HIGH, _ARMS = 92.0, 150.0, 14.0
_BOTTOM = _TOP + _HIGH
_LEAST_COPIES, _MOST_COPIES, _LOG2 = 4, 8, 2.5
_MORE = (CopyNumberKind.AMPLIFICATION, CopyNumberKind.GAIN)
_STRONG = (CopyNumberKind.AMPLIFICATION, CopyNumberKind.DELETION)
_MOST_WORDS = 30
_WIDEST_NAME = 78.0


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where bases and values lie in the picture; `ratios` says that values are log2 ratios."""

    starts: dict[str, int]
    bases: int
    ratios: bool
    low: float
    high: float

    def x(self, contig: str, position: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (self.starts[contig] + position) / self.bases

    def y(self, value: float) -> float:
        inside = min(max(value, self.low), self.high)
        return _BOTTOM - _HIGH * (inside - self.low) / (self.high - self.low)

    def value(self, each: MappedSegment | CopyNumber) -> float | None:
        return each.log2 if self.ratios else each.copies


def draw_genome(record: CaseRecord, key: str) -> Picture | None:
    """Return the picture, None where no copy number is known at a place of the genome."""
    mapped = record.profile.copy_number_map
    if mapped is None or not mapped.arms or not (mapped.segments or mapped.genes):
        return None
    drawn = {arm.contig for arm in mapped.arms}
    mapped = replace(
        mapped,
        segments=tuple(each for each in mapped.segments if each.contig in drawn),
        genes=tuple(each for each in mapped.genes if each.contig in drawn),
    )
    numbers = {each.gene: each for each in record.profile.copy_numbers}
    scale = _scale(mapped, numbers)
    labelled = _labelled(record, mapped, numbers)
    words = _words(record, mapped, scale)
    notes = list(_notes(mapped, numbers, scale, len(labelled)))
    top_notes = _BOTTOM + _ARMS + 44
    canvas = Canvas(key, top_notes + 16 * len(notes) + 4, "Copy number along the genome", words)
    _draw_axes(canvas, mapped, scale)
    _draw_segments(canvas, mapped, scale)
    _draw_genes(canvas, mapped, numbers, scale, labelled)
    _draw_arms(canvas, record, mapped, scale)
    for at, note in enumerate(notes):
        canvas.text(_LEFT, top_notes + 16 * at, note, 11, fill=SOFT)
    return canvas.done()


def _scale(mapped: CopyNumberMap, numbers: dict[str, CopyNumber]) -> _Scale:
    ends: dict[str, int] = {}
    for arm in mapped.arms:
        ends[arm.contig] = max(ends.get(arm.contig, 0), arm.end0)
    starts, total = {}, 0
    for contig, length in ends.items():
        starts[contig] = total
        total += length
    measured: list[MappedSegment | CopyNumber] = [*mapped.segments]
    measured += [numbers[each.gene] for each in mapped.genes if each.gene in numbers]
    values = [each.copies for each in measured if each.copies is not None]
    if not values and any(each.log2 is not None for each in measured):
        return _Scale(starts, total, True, -_LOG2, _LOG2)
    most = min(_MOST_COPIES, max(_LEAST_COPIES, ceil(max(values, default=0))))
    return _Scale(starts, total, False, 0, float(most))


def _draw_axes(canvas: Canvas, mapped: CopyNumberMap, scale: _Scale) -> None:
    contigs = list(scale.starts)
    borders = [scale.x(contig, 0) for contig in contigs] + [_RIGHT]
    spans = list(pairwise(borders))
    canvas.boxes(
        ((left, _TOP, right - left, _HIGH) for left, right in spans[1::2]),
        fill=FAINT,
        fill_opacity=0.55,
    )
    for contig, (left, right) in zip(contigs, spans, strict=True):
        canvas.text((left + right) / 2, _BOTTOM + _ARMS + 22, contig, 10, anchor="middle")
    canvas.lines(
        (
            (scale.x(arm.contig, arm.start0), _TOP, scale.x(arm.contig, arm.start0), _BOTTOM)
            for arm in mapped.arms
            if arm.start0
        ),
        stroke=LINE,
        stroke_width=0.5,
        stroke_dasharray="2 3",
    )
    step = 1 if scale.ratios or scale.high <= _LEAST_COPIES else 2
    ticks = [at for at in range(ceil(scale.low), int(scale.high) + 1) if at % step == 0]
    canvas.lines(
        ((_LEFT, scale.y(at), _RIGHT, scale.y(at)) for at in ticks), stroke=LINE, stroke_width=0.5
    )
    normal = 0 if scale.ratios else 2
    canvas.lines([(_LEFT, scale.y(normal), _RIGHT, scale.y(normal))], stroke=SOFT)
    for at in ticks:
        more = "+" * (not scale.ratios and at == scale.high)
        canvas.text(_LEFT - 6, scale.y(at) + 4, f"{at}{more}", 11, anchor="end")
    title = "log2 ratio" if scale.ratios else "copies"
    canvas.text(14, (_TOP + _BOTTOM) / 2, title, 11, anchor="middle", turn=-90, fill=SOFT)
    canvas.box(_LEFT, _TOP, _RIGHT - _LEFT, _HIGH, fill="none", stroke=LINE)


def _draw_segments(canvas: Canvas, mapped: CopyNumberMap, scale: _Scale) -> None:
    """Draw the segments by kind, each kind as one path; the rarer allele as a thin line."""
    styles = (
        (None, SOFT, 2.5),
        (CopyNumberKind.GAIN, ORANGE, 3.5),
        (CopyNumberKind.AMPLIFICATION, ORANGE, 5.0),
        (CopyNumberKind.LOSS, BLUE, 3.5),
        (CopyNumberKind.DELETION, BLUE, 5.0),
    )
    if not scale.ratios:
        canvas.lines(
            (
                _stretch(each, each.minor, scale, 0.8)
                for each in mapped.segments
                if each.minor is not None
            ),
            stroke=GREEN,
            stroke_width=1.3,
        )
    for kind, colour, width in styles:
        canvas.lines(
            (
                _stretch(each, value, scale, 1.5)
                for each in mapped.segments
                if each.kind is kind
                for value in (scale.value(each),)
                if value is not None
            ),
            stroke=colour,
            stroke_width=width,
        )


def _stretch(
    each: MappedSegment, value: float, scale: _Scale, least: float
) -> tuple[float, float, float, float]:
    left, right = scale.x(each.contig, each.start0), scale.x(each.contig, each.end0)
    return left, scale.y(value), max(right, left + least), scale.y(value)


def _labelled(
    record: CaseRecord, mapped: CopyNumberMap, numbers: dict[str, CopyNumber]
) -> list[str]:
    """Return the genes with a label: amplified and deleted ones, and what evidence speaks of.

    Focal changes are added where there are few.
    """
    told = {fact for match in record.therapies for fact in match.facts}
    called = [numbers[each.gene] for each in mapped.genes if each.gene in numbers]
    called = [each for each in called if each.kind is not None]
    first = [each for each in called if each.kind in _STRONG or each.id in told]
    first.sort(key=lambda each: (each.id not in told, _distance(each), each.gene))
    taken = {each.gene for each in first}
    others = [each for each in called if each.gene not in taken]
    if any(each.extent is not None for each in others):
        others = [each for each in others if each.extent is Extent.FOCAL]
    few = others if len(first) + len(others) <= _FEW_LABELS else []
    return [each.gene for each in (*first, *few)][:MOST_LABELS]


def _distance(number: CopyNumber) -> float:
    return 0.0 if number.copies is None else -abs(number.copies - 2)


def _draw_genes(
    canvas: Canvas,
    mapped: CopyNumberMap,
    numbers: dict[str, CopyNumber],
    scale: _Scale,
    labelled: Sequence[str],
) -> None:
    places = {
        each.gene: scale.x(each.contig, (each.start0 + each.end0) / 2) for each in mapped.genes
    }
    if not mapped.segments:
        for gene, x in places.items():
            if gene in numbers and numbers[gene].kind is None and gene not in labelled:
                value = scale.value(numbers[gene])
                if value is not None:
                    canvas.mark("circle", x, scale.y(value), 2, fill=SOFT)
    ordered = sorted(labelled, key=lambda gene: (places[gene], gene))
    heads = spread([places[gene] for gene in ordered], 19, _LEFT + 4, _RIGHT - 30)
    y_head = _TOP - 12
    pairs = [(places[gene], head) for gene, head in zip(ordered, heads, strict=True)]
    canvas.lines(((x, _TOP, head, y_head) for x, head in pairs), stroke=LINE, stroke_width=0.8)
    for gene, head in zip(ordered, heads, strict=True):
        number = numbers[gene]
        more = number.kind in _MORE
        value = scale.value(number)
        y = scale.y(value) if value is not None else (_TOP + 8 if more else _BOTTOM - 8)
        filled = number.kind in _STRONG
        colour = ORANGE if more else BLUE
        fill = colour if filled else PAPER
        shape = "up" if more else "down"
        canvas.mark(shape, places[gene], y, 4.5, fill=fill, stroke=INK if filled else colour)
        words = shortened(f"{gene}{_amount(number)}", _WIDEST_NAME, 11)
        weight = {"font_weight": 700} if filled else {}
        canvas.text(head + 2, y_head - 4, words, 11, turn=-58, **weight)


def _amount(number: CopyNumber) -> str:
    return "" if number.copies is None else f" {round(number.copies, 1):g}"


def _draw_arms(canvas: Canvas, record: CaseRecord, mapped: CopyNumberMap, scale: _Scale) -> None:
    """Draw a box for each arm: gained, lost, neither, or not known."""
    arms = {each.arm: each for each in record.profile.arms}
    if not arms:
        return
    y = _BOTTOM + 4
    canvas.text(_LEFT - 6, y + 10, "arms", 11, anchor="end", fill=SOFT)
    for place in mapped.arms:
        left, right = scale.x(place.contig, place.start0), scale.x(place.contig, place.end0)
        arm = arms.get(place.arm)
        if arm is None or (arm.kind is None and not arm.excluded):
            canvas.box(left, y, right - left, 12, fill=PAPER, stroke=LINE, stroke_dasharray="2 2")
            continue
        if arm.kind is None:
            canvas.box(left, y, right - left, 12, fill=FAINT, stroke=LINE)
            continue
        colour, sign = (ORANGE, "+") if arm.kind in _MORE else (BLUE, "−")
        canvas.box(left, y, right - left, 12, fill=colour if arm.whole else PAPER, stroke=colour)
        if right - left > 7:
            fill = PAPER if arm.whole else colour
            style = {"anchor": "middle", "font_weight": 700, "fill": fill}
            canvas.text((left + right) / 2, y + 10.5, sign, 12, **style)


def _notes(
    mapped: CopyNumberMap, numbers: dict[str, CopyNumber], scale: _Scale, labelled: int
) -> Iterator[str]:
    yield (
        "▲ gain, filled amplification; ▼ loss, filled deletion; numbers beside names are copies"
        + ("; thin line: copies of the rarer allele" if _has_minor(mapped, scale) else "")
    )
    if mapped.segments:
        yield (
            "arms: + gained, − lost, filled the whole arm, empty in part; grey neither; dashed "
            "not known; gain and loss count from the ploidy where it is known"
        )
    else:
        yield "The file names genes, not segments: between them nothing is known."
    if scale.ratios:
        yield "Ratios of all cells of the sample: the copies of the tumour cells are not known."
    else:
        silent = {each.contig for each in mapped.segments if each.copies is None}
        if silent:
            yield f"Without known copies and not drawn: chromosomes {joined(sorted(silent))}."
    strong = sum(
        numbers[each.gene].kind is not None for each in mapped.genes if each.gene in numbers
    )
    if strong > labelled:
        yield f"{plural(strong - labelled, 'further changed gene')} without a label, in the table."
    if mapped.left_out:
        yield f"{plural(mapped.left_out, 'short segment')} not drawn."


def _has_minor(mapped: CopyNumberMap, scale: _Scale) -> bool:
    return not scale.ratios and any(each.minor is not None for each in mapped.segments)


def _words(record: CaseRecord, mapped: CopyNumberMap, scale: _Scale) -> str:
    """Return the changed genes and arms in words."""
    changed: dict[CopyNumberKind, list[str]] = {}
    for number in record.profile.copy_numbers:
        if number.kind is not None:
            copies = "" if number.copies is None else f" ({round(number.copies, 1):g} copies)"
            changed.setdefault(number.kind, []).append(f"{number.gene}{copies}")
    sentences = []
    for kind in CopyNumberKind:
        genes = changed.get(kind, [])
        if genes:
            shown = genes[:_MOST_WORDS]
            if len(genes) > _MOST_WORDS:
                shown.append(f"{len(genes) - _MOST_WORDS:,} more")
            sentences.append(f"{kind.value.capitalize()}: {joined(shown)}.")
    arms = [each.label.removeprefix("arm ") for each in record.profile.arms if each.kind]
    if arms:
        sentences.append(f"Chromosome arms: {', '.join(arms)}.")
    if not sentences:
        sentences.append("No gene and no chromosome arm is called changed.")
    what = plural(len(mapped.segments), "segment") if mapped.segments else "genes only"
    unit = "log2 ratios" if scale.ratios else "copies"
    return f"{' '.join(sentences)} Drawn from {what}, in {unit}."
