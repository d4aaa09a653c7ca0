"""Whether a logo is a whole picture that every form of the report can show.

A PNG is read by its chunks (PNG specification, third edition, sections 5 and 11), an SVG as XML.
What is drawn in them is not looked at.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from xml.parsers import expat

MOST_PIXELS = 4_000
"""Longest side of a PNG; a small file can unpack to a picture that fills any memory."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SVG = "http://www.w3.org/2000/svg"
_LINKING = ("image", "use", "feImage")


def is_png(content: bytes) -> bool:
    """Whether a file begins as a PNG does."""
    return content.startswith(_SIGNATURE)


def what_is_wrong_in_png(content: bytes) -> str:
    """Return what keeps a PNG from being shown and what to do; empty if it is whole."""
    chunks = list(_chunks(content))
    names = [name for name, _ in chunks]
    if names[:1] != [b"IHDR"] or names[-1:] != [b"IEND"] or b"IDAT" not in names:
        return "is a broken PNG; save it anew"
    if len(chunks[0][1]) != 13:
        return "is a broken PNG; save it anew"
    width, height = struct.unpack_from(">2L", chunks[0][1])
    if not 0 < width <= MOST_PIXELS or not 0 < height <= MOST_PIXELS:
        return f"has {width} x {height} pixels; {MOST_PIXELS} a side are the most, make it smaller"
    return ""


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and data of the chunks up to the end, or up to the first that is broken."""
    at = len(_SIGNATURE)
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">L", content, at)
        named = content[at + 4 : at + 8 + length]
        checksum = content[at + 8 + length : at + 12 + length]
        if len(checksum) < 4 or zlib.crc32(named) != int.from_bytes(checksum, "big"):
            return
        yield named[:4], named[4:]
        if named[:4] == b"IEND":
            return
        at += 12 + length


class _RefusedError(Exception):
    """What an SVG has that some form of the report cannot show."""


def what_is_wrong_in_svg(content: bytes) -> str:
    """Return what keeps an SVG from being shown and what to do; empty if it stands for itself."""
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "is neither a PNG nor an SVG; convert it"
    parser = expat.ParserCreate(namespace_separator=" ")
    opened: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        space, _, element = name.rpartition(" ")
        if not opened and (space, element) != (_SVG, "svg"):
            raise _RefusedError("is neither a PNG nor an SVG; convert it")
        opened.append(element)
        link = attributes.get("href") or attributes.get("http://www.w3.org/1999/xlink href") or ""
        if element in _LINKING and not link.startswith(("#", "data:")) and link:
            raise _RefusedError(
                "shows another file by its address; embed that, or convert it to PNG"
            )

    def entity(*_: object) -> None:
        raise _RefusedError("defines XML entities; save it as plain SVG")

    parser.StartElementHandler = start
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(content, True)
    except _RefusedError as refused:
        return str(refused)
    except expat.ExpatError as error:
        if not opened:
            return "is neither a PNG nor an SVG; convert it"
        words = expat.ErrorString(error.code)
        return f"is a broken SVG, line {error.lineno}: {words}; save it anew"
    return ""
