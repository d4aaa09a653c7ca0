"""Documents of trials and patients in JSON or YAML: one, a list of them, or one after another."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from oncomatch.errors import ConfigError, InputError
from oncomatch.readers.config import read_yaml
from oncomatch.readers.lines import check_readable, printable, read_lines

YAML = (".yaml", ".yml")
LARGEST = 64 << 20
"""Bytes that a file of trials or patients may have."""


def read_documents(path: Path, what: str) -> list[tuple[str, Any]]:
    """Return the documents of a file, each with where it stands; `what` names the file.

    Raises:
        InputError: it cannot be read, is too large, has a key twice or is nested too deeply.
    """
    check_readable(path, what)
    if path.stat().st_size > LARGEST:
        raise InputError(f"{path}: is larger than {LARGEST >> 20} MB ({what}); split it")
    try:
        values = _of_yaml(path, what) if path.suffix.lower() in YAML else _of_json(path, what)
    except RecursionError:
        raise InputError(f"{path}: is nested too deeply ({what})") from None
    several = len(values) > 1
    return [
        (f"{path}, document {number}" if several else str(path), value)
        for number, value in enumerate(values, start=1)
    ]


def _of_yaml(path: Path, what: str) -> list[Any]:
    try:
        value = _plain(read_yaml(path, what))
    except ConfigError as error:
        raise InputError(str(error)) from None
    return value if isinstance(value, list) else [value]


def _plain(value: Any) -> Any:
    """Return a value of YAML as JSON has it: days as text, keys as text."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _of_json(path: Path, what: str) -> list[Any]:
    text = path.read_bytes().decode("utf-8-sig", "replace")
    decoder = json.JSONDecoder(object_pairs_hook=lambda pairs: _once(pairs, path))
    return list(_values(text, decoder, path, what))


def _values(text: str, decoder: json.JSONDecoder, path: Path, what: str) -> Iterator[Any]:
    place = _after_space(text, 0)
    while place < len(text):
        try:
            value, place = decoder.raw_decode(text, place)
        except json.JSONDecodeError as error:
            where = f"{path}, line {error.lineno}, column {error.colno}"
            raise InputError(f"{where}: is not JSON ({what}): {error.msg}") from None
        yield from value if isinstance(value, list) else [value]
        place = _after_space(text, place)


def _after_space(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _once(pairs: list[tuple[str, Any]], path: Path) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise InputError(f"{path}: the key {printable(twice[:60])!r} stands twice; keep one")
    return made


def read_rows_as_documents(path: Path, what: str) -> list[tuple[str, Any]]:
    """Return the rows of a CSV file as documents; empty cells are absent, true and false truth.

    Raises:
        InputError: it cannot be read, has no header, or a row is longer than the header.
    """
    rows = csv.reader(map(printable, read_lines(path, what)))
    try:
        head = [name.strip() for name in next(rows, [])]
        found = []
        for number, row in enumerate(rows, start=2):
            if len(row) > len(head):
                raise InputError(f"{path}, line {number}: has more cells than the header ({what})")
            cells = dict(zip(head, map(str.strip, row), strict=False))
            kept = {name: _TRUTH.get(cell.lower(), cell) for name, cell in cells.items() if cell}
            found.append((f"{path}, line {number}", kept))
    except csv.Error as error:
        raise InputError(f"{path}: is not CSV ({what}): {error}") from None
    return found


_TRUTH: dict[str, str | bool] = {"true": True, "false": False}
