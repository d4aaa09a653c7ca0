"""Files of tools about the whole tumour, each format by one module, recognised by content.

A new format is one module with `EXPECTED`, `recognises` and `read`, and its line in the tuple of
its marker.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol

from oncomatch.domain.tumor_wide import Burden, ToolScore
from oncomatch.errors import InputError
from oncomatch.readers.lines import printable, read_lines
from oncomatch.readers.tumor_wide_files import (
    chord,
    instability_score,
    mantis,
    msisensor,
    purple,
    scarhrd,
    tso500,
)
from oncomatch.readers.tumor_wide_files.cells import WHAT

_HEAD = 100
_LONGEST = 100


class ScoreFormat(Protocol):
    """What a module of a format has."""

    EXPECTED: str

    def recognises(self, head: Sequence[str]) -> bool:
        """Whether the first lines are of the format."""

    def read(self, path: Path, sample: str) -> ToolScore | None:
        """Return what the file says, None where it says that there is no value."""


MICROSATELLITES: tuple[ScoreFormat, ...] = (msisensor, mantis, purple, tso500)
RECOMBINATION: tuple[ScoreFormat, ...] = (scarhrd, chord, instability_score)


def read_score(path: Path, formats: Sequence[ScoreFormat], sample: str = "") -> ToolScore | None:
    """Return the score of a file by the first format that recognises it.

    Raises:
        InputError: no format fits, or the file is not as its format has it.
    """
    head = list(islice(read_lines(path, WHAT), _HEAD))
    for each in formats:
        if each.recognises(head):
            return each.read(path, sample)
    first = printable(next((line for line in head if line.strip()), "")[:_LONGEST])
    raise InputError(
        f"{path}: begins with {first!r}; this is no file that is known here: expected is "
        f"{'; or '.join(each.EXPECTED for each in formats)}"
    )


def read_burden(path: Path) -> Burden | None:
    """Return the burden of a TSO500 CombinedVariantOutput, None where it has it as NA.

    Raises:
        InputError: it is no such file, or the burden is outside its range.
    """
    return tso500.read_burden(path)
