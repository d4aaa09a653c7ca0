"""Cells of the case sheet that hold a list: parts by `;`, pairs by `=`, words in brackets."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import TypeVar

NONE = "none"
_MOST_PARTS = 50
_LONGEST = 80

Value = TypeVar("Value")


def parts_of(column: str, cell: str, what: str) -> tuple[str, ...]:
    """Return the parts of a cell, parted by semicolons; a single `none` is no part.

    Raises:
        ValueError: a part is empty or too long, there are too many, or `none` stands with others.
    """
    parts = tuple(" ".join(part.split()) for part in cell.split(";"))
    if tuple(map(str.lower, parts)) == (NONE,):
        return ()
    if "" in parts or NONE in map(str.lower, parts):
        raise ValueError(
            f"{column} is {cell!r}; expected are {what} parted by ';', or 'none' alone"
        )
    if len(parts) > _MOST_PARTS:
        raise ValueError(f"{column} has {len(parts)} parts; at most {_MOST_PARTS} are read")
    for part in parts:
        if len(part) > _LONGEST:
            raise ValueError(
                f"{column}: {part[:_LONGEST]!r}… is too long; expected are {what} parted by ';'"
            )
    return parts


def pairs_of(column: str, cell: str, example: str) -> tuple[tuple[str, str], ...]:
    """Return names and values of a cell like `CLDN18.2=positive; FOLR1=80%`.

    Raises:
        ValueError: a part is no pair.
    """
    pairs = []
    for part in parts_of(column, cell, f"pairs like {example}"):
        name, _, value = (each.strip() for each in part.partition("="))
        if not name or not value or "=" in value:
            raise ValueError(f"{column}: {part!r} is not a name with its value, as in {example}")
        pairs.append((name, value))
    return tuple(pairs)


def in_brackets(column: str, part: str) -> tuple[str, tuple[str, ...]]:
    """Return a name and the words in the brackets at its end, parted by commas.

    >>> in_brackets("metastases", "brain (treated, stable)")
    ('brain', ('treated', 'stable'))

    Raises:
        ValueError: a bracket is not closed, or holds nothing.
    """
    if not part.endswith(")"):
        if "(" in part and part.count("(") != part.count(")"):
            raise ValueError(f"{column}: a bracket is not closed in {part!r}")
        return part, ()
    name, _, inner = part[:-1].rpartition("(")
    words = tuple(word.strip().lower() for word in inner.split(","))
    if not name.strip() or "" in words or ")" in inner:
        raise ValueError(f"{column}: the brackets of {part!r} hold nothing, or stand alone")
    return name.strip(), words


def word_of(column: str, word: str, known: Mapping[str, Value], what: str) -> Value:
    """Return what a word means; capitals make no difference.

    Raises:
        ValueError: it is none of the known words, of which the nearest or all are named.
    """
    key = word.lower()
    if key in known:
        return known[key]
    near = difflib.get_close_matches(key, known, n=1)
    hint = f"did you mean {near[0]!r}? Expected is" if near else "expected is"
    raise ValueError(f"{column}: {word!r} is not {what}; {hint} {listed(known)}")


def listed(words: Iterable[str]) -> str:
    """Return words as a sentence lists them: `a, b or c`."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
