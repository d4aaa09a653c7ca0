"""The fonts of the PDF, and what they can show.

FiraGO comes with `pymupdf-fonts` (SIL Open Font License 1.1): Latin, Greek, Cyrillic, Arabic,
Hebrew, Devanagari, Georgian, Thai, but no Chinese, Japanese or Korean. Fonts of the machine are
not used, so that a record gives the same bytes everywhere.
"""

from __future__ import annotations

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
def _folder() -> TemporaryDirectory[str]:
    """Return a folder with the font files; it is gone when the process ends."""
    folder = TemporaryDirectory(prefix="oncomatch-fonts-")
    for face, content in zip(_FACES, font_files(), strict=True):
        Path(folder.name, f"{face}.ttf").write_bytes(content)
    return folder


@cache
def open_fonts() -> Any:
    """Return the fonts as typst takes them."""
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[_folder().name]
    )


@cache
def shown_characters() -> frozenset[int]:
    """Return the code points for which every face has a glyph."""
    return frozenset.intersection(*(frozenset(_code_points(each)) for each in font_files()))


def _code_points(font: bytes) -> Iterator[int]:
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
