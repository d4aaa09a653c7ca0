"""The fonts of the PDF, and what they can show.

FiraGO comes with `pymupdf-fonts` (SIL Open Font License 1.1): Latin, Greek, Cyrillic, Arabic,
Hebrew, Devanagari, Georgian, Thai, but no Chinese, Japanese or Korean. Fonts of the machine are
not used, so that a record gives the same bytes everywhere.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

FAMILY = "FiraGO"
_FACES = ("figo", "figbo")


@cache
def font_files() -> tuple[bytes, ...]:
    """Return the font files, the regular face first."""
    from pymupdf_fonts import myfont  # unpacking takes a tenth of a second

    return tuple(myfont(face) for face in _FACES)


@cache
def _folder(*, shaped: bool) -> TemporaryDirectory[str]:
    """Return a folder with the font files; it is gone when the process ends."""
    folder = TemporaryDirectory(prefix="oncomatch-fonts-")
    for face, content in zip(_FACES, font_files(), strict=True):
        kept = content if shaped else without_shaping(content)
        Path(folder.name, f"{face}.ttf").write_bytes(kept)
    return folder


@cache
def open_fonts(*, shaped: bool = True) -> Any:
    """Return the fonts as typst takes them, with what it needs to shape letters or without.

    Without, text takes half the time; only scripts with one form of a letter can be set so.
    """
    import typst

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[_folder(shaped=shaped).name],
    )


_SHAPING = frozenset({b"GSUB", b"GPOS", b"GDEF", b"DSIG"})
_SHAPED = re.compile("[^\u0000-\u02ff\u0370-\u0482\u048a-\u058f\u1e00-\u2bff]")
"""Anything but Latin, Greek, Cyrillic, Armenian and symbols, and marks that stand above letters."""


def needs_shaping(text: str) -> bool:
    """Whether a letter of the text has several forms (Arabic, Indic) or a mark to be placed.

    >>> needs_shaping("naïve → 10 µg"), needs_shaping("Больной"), needs_shaping("مريض")
    (False, False, True)
    """
    return _SHAPED.search(text) is not None


def without_shaping(font: bytes) -> bytes:
    """Return a TrueType font without its tables of substitution and positioning of glyphs."""
    (count,) = struct.unpack_from(">H", font, 4)
    entries = [struct.unpack_from(">4sLLL", font, 12 + 16 * at) for at in range(count)]
    kept = [each for each in entries if each[0] not in _SHAPING]
    power = len(kept).bit_length() - 1
    search = 16 << power
    head = font[:4] + struct.pack(">4H", len(kept), search, power, 16 * len(kept) - search)
    offset = len(head) + 16 * len(kept)
    directory, tables = b"", b""
    for tag, checksum, start, length in kept:
        directory += struct.pack(">4sLLL", tag, checksum, offset + len(tables), length)
        tables += font[start : start + length] + bytes(-length % 4)
    return head + directory + tables


@cache
def shown_characters() -> frozenset[int]:
    """Return the code points for which every face has a glyph."""
    return frozenset.intersection(*(frozenset(code_points(each)) for each in font_files()))


def code_points(font: bytes) -> Iterator[int]:
    """Yield the code points of a TrueType font: the `cmap` subtable of format 4 (OpenType 1.9)."""
    table = _cmap(font)
    (count,) = struct.unpack_from(">H", font, table + 2)
    for at in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", font, table + 4 + 8 * at)
        if (platform, encoding) == (3, 1):
            yield from _segments(font, table + offset)


def _cmap(font: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for at in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * at)
        if tag == b"cmap":
            return int(offset)
    raise ValueError("a font without cmap")


def _segments(font: bytes, table: int) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">H", font, table + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", font, table + 14)
    starts = struct.unpack_from(f">{count}H", font, table + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", font, table + 16 + 2 * doubled)
    ranges_at = table + 16 + 3 * doubled
    ranges = struct.unpack_from(f">{count}H", font, ranges_at)
    for at, (start, end, delta, offset) in enumerate(
        zip(starts, ends, deltas, ranges, strict=True)
    ):
        for code in range(start, end + 1):
            glyph = code
            if offset:
                place = ranges_at + 2 * at + offset + 2 * (code - start)
                (glyph,) = struct.unpack_from(">H", font, place)
                if glyph == 0:
                    continue
            if (glyph + delta) & 0xFFFF and code != 0xFFFF:
                yield code
