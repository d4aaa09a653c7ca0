"""Fusions: which exons of both genes are kept, and which domains the product has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from oncomatch.domain.protein_map import ProteinDomain, ProteinMap
from oncomatch.domain.rearrangement import Breakpoint, Rearrangement, RearrangementKind
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.pictures.canvas import (
    INK,
    LINE,
    ORANGE,
    PAPER,
    SKY,
    SOFT,
    WIDTH,
    Canvas,
    Picture,
    shortened,
    text_width,
)
from oncomatch.reporting.words import joined

_LEFT, _RIGHT, _GENE = 150.0, WIDTH - 20.0, 20.0
_THIN, _NONCODING, _PLAIN = 3.0, 5.0, 130.0
_FIVE_FILL, _THREE_FILL = "#cfe6f5", "#fde3cf"


@dataclass(frozen=True, slots=True)
class _Part:
    """A gene in a fusion: its exons `first` to `last` (1-based) are kept, its 5' or 3' ones."""

    protein: ProteinMap
    first: int
    last: int

    @property
    def kept_bases(self) -> tuple[int, int]:
        """The first and last coding base (1-based) that is kept, (0, 0) where none is."""
        coding = [each for each in self.protein.exons[self.first - 1 : self.last] if each[1]]
        return (coding[0][0], coding[-1][1]) if coding else (0, 0)

    def has(self, domain: ProteinDomain) -> bool | None:
        """Whether a domain is kept whole, None where it is cut."""
        low, high = self.kept_bases
        first, last = 3 * domain.first - 2, 3 * domain.last
        if low <= first and last <= high:
            return True
        return False if last < low or first > high or not high else None


def draw_fusion(record: CaseRecord, fusion: Rearrangement, key: str) -> Picture | None:
    """Return the picture of a fusion, None where the exons of neither gene are known."""
    if fusion.kind is not RearrangementKind.FUSION or fusion.left_out:
        return None
    proteins = {each.gene: each for each in record.proteins}
    ends = (fusion.five_prime, fusion.three_prime)
    five, three = (
        _part(proteins.get(end.gene), end, keeps_start=end is fusion.five_prime) for end in ends
    )
    known = [part for part in (five, three) if part is not None]
    if not known:
        return None
    notes = list(_notes(fusion, five, three))
    canvas = Canvas(key, 180 + 16 * len(notes), fusion.label, _words(fusion, five, three))
    canvas.text(_GENE, 18, shortened(fusion.label, 420, 14), 14, font_weight=700)
    canvas.text(_RIGHT, 18, _frame(fusion), 12, anchor="end", fill=SOFT)
    room = _RIGHT - _LEFT
    plain = _PLAIN * (2 - len(known))
    widest = max(
        *(_length(part.protein, 1.0) for part in known),
        sum(_kept_length(part, 1.0) for part in known) * room / (room - plain),
    )
    scale = min(1.0, room / widest) * 0.97
    sides = (
        (five, ends[0], _FIVE_FILL, "5′", 34.0),
        (three, ends[1], _THREE_FILL, "3′", 78.0),
    )
    x = _LEFT
    canvas.text(_GENE, 139, "product", 12, font_weight=700)
    for part, end, fill, name, y in sides:
        canvas.text(_GENE, y + 15, shortened(f"{name} {end.gene}", 124, 12), 12)
        if part is None:
            _draw_plain(canvas, end, y, fill)
            canvas.box(x, 124, _PLAIN, 22, fill=fill, stroke=SOFT, stroke_width=0.8)
            words = shortened(end.gene, _PLAIN - 8, 11)
            canvas.text(x + _PLAIN / 2, 139, words, 11, anchor="middle")
            x += _PLAIN
        else:
            _draw_gene(canvas, part, y, scale, fill)
            shown = part is five or fusion.in_frame is not False
            x = _draw_product(canvas, part, x, 124.0, scale, fill, domains=shown)
        if part is five:
            middle = x
    canvas.lines([(middle, 119, middle, 151)], stroke=ORANGE, stroke_width=2.4)
    for at, note in enumerate(notes):
        canvas.text(_GENE, 190 + 16 * at, shortened(note, _RIGHT - _GENE, 11), 11, fill=SOFT)
    return canvas.done()


def _notes(fusion: Rearrangement, five: _Part | None, three: _Part | None) -> Iterator[str]:
    known = [part for part in (five, three) if part is not None]
    told = [f"{_exons(part)} of {part.protein.gene} ({part.protein.transcript})" for part in known]
    yield f"kept: {joined(told)}; a file may number exons on another transcript"
    yield (
        "filled: kept; dashed: lost; low: not coding; boxes below the product: domains, dashed "
        "where cut; thick stroke: the break"
    )
    if fusion.in_frame is False and three is not None:
        gene = three.protein.gene
        yield f"Out of frame: {gene} is not read in its own frame, no domain of it is drawn."
    bare = [part.protein.gene for part in known if not part.protein.domains]
    if bare:
        yield f"No domain is known here for {joined(bare)}: whether one is kept is not either."


def _draw_plain(canvas: Canvas, end: Breakpoint, y: float, fill: str) -> None:
    """Draw a gene whose exons are not known here."""
    canvas.box(_LEFT, y, _PLAIN, 22, fill=fill, stroke=SOFT, stroke_width=0.8)
    exon = f"exon {end.exon}, " if end.exon else "exon not known, "
    canvas.text(
        _LEFT + _PLAIN + 10, y + 15, f"{exon}its exons are not embedded here", 11, fill=SOFT
    )


def _part(protein: ProteinMap | None, end: Breakpoint, *, keeps_start: bool) -> _Part | None:
    if protein is None or not 1 <= end.exon <= len(protein.exons):
        return None
    if keeps_start:
        return _Part(protein, 1, end.exon)
    return _Part(protein, end.exon, len(protein.exons))


def _frame(fusion: Rearrangement) -> str:
    frame = {True: "in frame", False: "out of frame", None: "reading frame not known"}
    reads = f", {fusion.reads:,} reads" if fusion.reads is not None else ""
    seen = f", seen in {' and '.join(fusion.evidence)}" if fusion.evidence else ""
    return f"{frame[fusion.in_frame]}{reads}{seen}"


def _width(exon: tuple[int, int], scale: float) -> float:
    first, last = exon
    return max(_THIN, (last - first + 1) * scale) if last else _NONCODING


def _length(protein: ProteinMap, scale: float) -> float:
    return sum(_width(each, scale) for each in protein.exons)


def _kept_length(part: _Part, scale: float) -> float:
    return sum(_width(each, scale) for each in part.protein.exons[part.first - 1 : part.last])


def _draw_gene(canvas: Canvas, part: _Part, y: float, scale: float, fill: str) -> None:
    exons = part.protein.exons
    edges = list(accumulate((_width(each, scale) for each in exons), initial=_LEFT))
    kept = range(part.first - 1, part.last)
    for coding in (True, False):
        top, high = (y, 22.0) if coding else (y + 6, 10.0)
        for inside in (True, False):
            places = [
                (edges[at], top, edges[at + 1] - edges[at], high)
                for at, each in enumerate(exons)
                if bool(each[1]) is coding and (at in kept) is inside
            ]
            style = {"fill": fill, "stroke": SOFT}
            if not inside:
                style = {"fill": PAPER, "stroke": LINE, "stroke_dasharray": "2 2"}
            canvas.boxes(places, stroke_width=0.8, **style)
    for at, words in _numbers(part, edges):
        middle = (edges[at] + edges[at + 1]) / 2
        canvas.text(middle, y + 34, words, 9, anchor="middle", fill=SOFT)
    cut = edges[part.last] if part.first == 1 else edges[part.first - 1]
    canvas.lines([(cut, y - 5, cut, y + 27)], stroke=ORANGE, stroke_width=2.4)


def _numbers(part: _Part, edges: Sequence[float]) -> Iterator[tuple[int, str]]:
    """Yield the exons that get their number: those at the break, and others where there is room."""
    at_break = {part.last - 1, part.last} if part.first == 1 else {part.first - 2, part.first - 1}
    exons = range(len(part.protein.exons))
    fixed = [at for at in exons if at in at_break]
    taken = [(edges[at] + edges[at + 1]) / 2 for at in fixed[:1]]
    for at in sorted(exons, key=lambda one: (one not in at_break, one)):
        middle = (edges[at] + edges[at + 1]) / 2
        wide = text_width(str(at + 1), 9) + 4
        if at in fixed[:1] or all(abs(middle - other) >= wide for other in taken):
            taken.append(middle)
            yield at, str(at + 1)


def _draw_product(
    canvas: Canvas, part: _Part, x: float, y: float, scale: float, fill: str, *, domains: bool
) -> float:
    """Draw what the product has of a gene from `x` on; return where it ends."""
    exons = part.protein.exons[part.first - 1 : part.last]
    edges = list(accumulate((_width(each, scale) for each in exons), initial=x))
    places = []
    for at, each in enumerate(exons):
        top, high = (y, 22.0) if each[1] else (y + 6, 10.0)
        places.append((edges[at], top, edges[at + 1] - edges[at], high))
    canvas.boxes(places, fill=fill, stroke=SOFT, stroke_width=0.8)
    for domain in part.protein.domains if domains else ():
        if part.has(domain) is not False:
            _draw_domain(canvas, domain, part, exons, edges, y)
    return edges[-1]


def _draw_domain(
    canvas: Canvas,
    domain: ProteinDomain,
    part: _Part,
    exons: Sequence[tuple[int, int]],
    edges: Sequence[float],
    y: float,
) -> None:
    low, high = part.kept_bases
    left = _place(max(3 * domain.first - 2, low) - 1, exons, edges)
    right = _place(min(3 * domain.last, high), exons, edges)
    whole = part.has(domain)
    style = {"fill": SKY} if whole else {"fill": PAPER, "stroke_dasharray": "3 2"}
    canvas.box(
        left, y + 28, max(2.0, right - left), 13, stroke=INK, stroke_width=0.8, rx=3, **style
    )
    words = domain.label if whole else f"{domain.label} cut"
    if text_width(words, 10) <= right - left - 2:
        canvas.text((left + right) / 2, y + 38, words, 10, anchor="middle")


def _place(base: float, exons: Sequence[tuple[int, int]], edges: Sequence[float]) -> float:
    """Return where a coding base ends (0: before the first) among the drawn exons."""
    for at, (first, last) in enumerate(exons):
        if last and base <= last:
            share = max(0.0, (base - first + 1) / (last - first + 1))
            return edges[at] + (edges[at + 1] - edges[at]) * share
    return edges[-1]


def _exons(part: _Part) -> str:
    if part.first == part.last:
        return f"exon {part.first}"
    return f"exons {part.first}-{part.last}"


def _words(fusion: Rearrangement, five: _Part | None, three: _Part | None) -> str:
    """Return ends, exons, and the domains that are kept, cut and lost."""
    words = [f"{fusion.label}: {fusion.detail}."]
    for part in (part for part in (five, three) if part is not None):
        verb = "is" if part.first == part.last else "are"
        told = [f"Of {part.protein.gene} {_exons(part)} {verb} kept"]
        for answer, what in ((True, "with"), (None, "cut"), (False, "lost")):
            names = [each.label for each in part.protein.domains if part.has(each) is answer]
            if names and not (part is three and fusion.in_frame is False):
                told.append(f"{what} {joined(list(dict.fromkeys(names)))}")
        words.append(f"{', '.join(told)}.")
    words += list(_notes(fusion, five, three))[2:]
    return " ".join(words)
