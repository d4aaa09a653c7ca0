"""Pieces of a VCF with the lines around them that may be of one gene with their own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from oncomatch.domain.contig import canonical_contig
from oncomatch.readers.scan import Piece

_MOST_PIECES = 8
"""Pieces that wait at most for the end of the gene in which they end."""

_canonical = lru_cache(maxsize=4096)(canonical_contig)


class InContext(NamedTuple):
    """A piece, its picked lines, and those before and behind it in a gene that it breaks."""

    piece: Piece
    lines: list[bytes]
    before: list[bytes]
    after: list[bytes]


class _Place(NamedTuple):
    contig: str
    start0: int


Span = Callable[[str, int], tuple[int, int] | None]
"""Gives the bases (0-based, half-open) of the genes over a base of a contig, None without one."""


def in_context(pieces: Iterable[Piece], genes_over: Span) -> Iterator[InContext]:
    """Yield pieces in order, each with the lines around it that may be of one gene with its own.

    A piece waits only where it ends in a gene, and eight pieces at most are held.
    """
    before: list[bytes] = []
    held: deque[tuple[Piece, list[bytes]]] = deque()
    for piece in pieces:
        held.append((piece, piece.picked()))
        while len(held) > 1 and not _waits(held, genes_over):
            before = yield from _let_go(held, before, genes_over)
    while held:
        before = yield from _let_go(held, before, genes_over)


def _waits(held: deque[tuple[Piece, list[bytes]]], genes_over: Span) -> bool:
    """Whether the first piece's last gene may have more lines than those that are held."""
    if len(held) > _MOST_PIECES:
        return False
    last = _last(held[0][1])
    span = genes_over(*last) if last is not None else None
    if last is None or span is None:
        return False
    behind = _last(next((lines for _, lines in reversed(held) if lines), []))
    return behind is None or (behind.contig == last.contig and behind.start0 < span[1])


def _let_go(
    held: deque[tuple[Piece, list[bytes]]], before: list[bytes], genes_over: Span
) -> Generator[InContext, None, list[bytes]]:
    """Yield the first piece that is held, and return the lines before the next one."""
    piece, lines = held.popleft()
    last = _last(lines)
    span = genes_over(*last) if last is not None else None
    after: list[bytes] = []
    if last is not None and span is not None:
        rest = (line for _, more in held for line in more)
        after = _within(rest, last.contig, span)
    yield InContext(piece, lines, before, after)
    if not lines:
        return before
    if last is None or span is None:
        return []
    return _within(reversed((*before, *lines)), last.contig, span)[::-1]


def _last(lines: Sequence[bytes]) -> _Place | None:
    for line in reversed(lines):
        place = _place(line)
        if place is not None:
            return place
    return None


def _place(line: bytes) -> _Place | None:
    columns = line.split(b"\t", 2)
    if len(columns) < 3 or not columns[1].isdigit():
        return None
    return _Place(_canonical(columns[0].decode("utf-8", "replace")), int(columns[1]) - 1)


def _within(lines: Iterable[bytes], contig: str, span: tuple[int, int]) -> list[bytes]:
    """Return the lines up to the first that does not lie in a span."""
    found = []
    for line in lines:
        place = _place(line)
        if place is None or place.contig != contig or not span[0] <= place.start0 < span[1]:
            break
        found.append(line)
    return found
