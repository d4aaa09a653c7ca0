"""The files of fusions and structural variants, each format by one module, by content.

A new format is one module with `NAME`, `EXPECTED`, `recognises` and `read`, and its line in
`FORMATS`, as for copy number (docs/extending.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol

from oncomatch.domain.rearrangement import RearrangementFile
from oncomatch.errors import InputError
from oncomatch.readers.copy_number_files.columns import header_of
from oncomatch.readers.lines import check_readable, printable, read_lines
from oncomatch.readers.rearrangement_files import (
    arriba,
    fusion_catcher,
    fusion_json,
    fusion_table,
    left_right,
    linx,
    panel_table,
    pcgr,
    star_fusion,
    tso500,
    tso500_all,
    vcf,
)
from oncomatch.readers.rearrangement_files.cells import WHAT
from oncomatch.readers.vcf import is_bcf, text_lines

_HEAD = 100
_SHOWN = 8
_LONGEST_NAME = 60


class RearrangementFormat(Protocol):
    """What a module of a format has."""

    NAME: str
    EXPECTED: str

    def recognises(self, head: Sequence[str]) -> bool:
        """Whether the first lines are of the format."""

    def read(self, path: Path, sample: str) -> RearrangementFile:
        """Return what the file says; `sample` is the tumour's name, empty where not given."""


FORMATS: tuple[RearrangementFormat, ...] = (
    vcf,
    tso500,
    tso500_all,
    arriba,
    star_fusion,
    fusion_catcher,
    pcgr,
    linx,
    left_right,
    fusion_json,
    fusion_table,
    panel_table,
)
"""Every format, the first that recognises a file reads it."""


def read_any(path: Path, sample: str = "") -> RearrangementFile:
    """Return what a file of fusions or structural variants says; a header alone is *none found*.

    Raises:
        InputError: no format fits, or the file is not as its format has it.
    """
    check_readable(path, WHAT)
    lines = text_lines(path) if is_bcf(path) else read_lines(path, WHAT)
    head = list(islice(lines, _HEAD))
    for each in FORMATS:
        if each.recognises(head):
            return each.read(path, sample)
    names = (printable(name[:_LONGEST_NAME]) for name in header_of(head)[:_SHOWN])
    raise InputError(
        f"{path}: the columns are {', '.join(names)}; this is no file of fusions that is known: "
        f"expected is {'; or '.join(each.EXPECTED for each in FORMATS)}"
    )
