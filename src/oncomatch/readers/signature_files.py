"""Files about mutational signatures: a catalogue in COSMIC's layout, and contributions.

COSMIC's catalogue is the user's: its licence does not let us ship it.
"""

from __future__ import annotations

import math
import re
from itertools import islice
from pathlib import Path

from oncomatch.domain.signatures import CHANNEL_NUMBER, CHANNELS, SignatureCatalogue
from oncomatch.domain.tumor_wide import MarkerOrigin, SignatureFit, SignatureShare
from oncomatch.errors import InputError
from oncomatch.readers.lines import printable
from oncomatch.readers.table import Row, read_table

_TYPE = "Type"
_SIGNATURE, _CONTRIBUTION = "signature", "contribution"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,19}")
_MOST_SIGNATURES, _MOST_ROWS = 500, 1000
_ROUNDING = 0.02
_LONGEST = 40


def read_catalogue(path: Path) -> SignatureCatalogue:
    """Return the signatures of a table with `Type` (`A[C>A]A`) and a column a signature.

    Raises:
        InputError: a channel is absent, unknown or there twice; a share is none; a column does
            not add up to 1.
    """
    table = read_table(path, "a catalogue of signatures")
    names = tuple(name for name in table.columns if name and name != _TYPE)
    if _TYPE not in table.columns or not names or len(names) > _MOST_SIGNATURES:
        raise InputError(
            f"{path}: is no catalogue of signatures; expected is COSMIC's table of SBS with the "
            f"column Type and a column a signature, tab-separated"
        )
    _check_names(path, names)
    rows: list[tuple[float, ...] | None] = [None] * len(CHANNELS)
    for row in islice(table.rows, len(CHANNELS) + 1):
        channel = CHANNEL_NUMBER.get(row.cells.get(_TYPE, ""))
        if channel is None or rows[channel] is not None:
            raise InputError(
                f"{row.where}: the type {row.cells.get(_TYPE, '')[:_LONGEST]!r} is unknown or "
                f"stands twice; expected are the 96 of single-base substitutions, as A[C>A]A"
            )
        rows[channel] = tuple(_share(row, name) for name in names)
    absent = [name for name, found in zip(CHANNELS, rows, strict=True) if found is None]
    if absent:
        raise InputError(f"{path}: the type {absent[0]} and {len(absent) - 1} more are absent")
    columns = tuple(zip(*(row for row in rows if row is not None), strict=True))
    for name, column in zip(names, columns, strict=True):
        total = math.fsum(column)
        if abs(total - 1) > _ROUNDING:
            raise InputError(f"{path}: {name} adds up to {total:.3f}; expected is 1")
    scaled = tuple(tuple(share / math.fsum(column) for share in column) for column in columns)
    return SignatureCatalogue(path.name, names, scaled)


def read_contributions(path: Path, present: float) -> SignatureFit:
    """Return the shares of a table with `signature` and `contribution`, strongest first.

    Raises:
        InputError: a column is absent, a signature stands twice, a share is none, or they add up
            to more than 1.
    """
    table = read_table(path, "contributions of signatures")
    absent = [name for name in (_SIGNATURE, _CONTRIBUTION) if name not in table.columns]
    if absent:
        raise InputError(
            f"{path}: there is no column {', '.join(absent)}; expected is a tab-separated table "
            f"with signature and contribution"
        )
    shares: dict[str, float] = {}
    for row in islice(table.rows, _MOST_ROWS):
        name = row.cells.get(_SIGNATURE, "")
        if name in shares:
            raise InputError(f"{row.where}: the signature {name[:_LONGEST]!r} stands twice")
        shares[name] = _share(row, _CONTRIBUTION)
    _check_names(path, tuple(shares))
    total = math.fsum(shares.values())
    if not shares or total > 1 + _ROUNDING:
        raise InputError(
            f"{path}: the contributions add up to {total:g}; expected are shares of 1: divide "
            f"numbers of mutations by their sum"
        )
    found = [SignatureShare(name, share) for name, share in shares.items() if share > 0]
    return SignatureFit(
        MarkerOrigin.FILE,
        path.name,
        present,
        shares=tuple(sorted(found, key=lambda each: (-each.share, each.name))),
        names=tuple(shares),
    )


def _check_names(path: Path, names: tuple[str, ...]) -> None:
    for name in names:
        if not _NAME.fullmatch(name):
            raise InputError(
                f"{path}: {printable(name[:_LONGEST])!r} is no name of a signature, such as SBS3"
            )


def _share(row: Row, name: str) -> float:
    text = row.cells.get(name, "")
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 1:
        raise InputError(f"{row.where}: {name} is {text[:_LONGEST]!r}; expected is a share, 0 to 1")
    return value
