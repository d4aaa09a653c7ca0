"""The copy-number files that are read, each format by one module, recognised by content.

A new format is one module with `NAME`, `EXPECTED`, `recognises` and `read`, and its line in
`FORMATS`: docs/extending.md shows one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol

from oncomatch.domain.copy_number import CopyNumberFile
from oncomatch.errors import InputError
from oncomatch.readers.copy_number_files import (
    ascat,
    cbioportal,
    cnvkit,
    facets,
    gatk,
    gene_table,
    purecn,
    purple,
    seg,
    sequenza,
    tso500,
    vcf,
)
from oncomatch.readers.copy_number_files.columns import WHAT, header_of
from oncomatch.readers.lines import printable, read_lines

AUTO = "auto"
_HEAD = 4000
_SHOWN = 8


class CopyNumberFormat(Protocol):
    """What a module of a format has."""

    NAME: str
    EXPECTED: str

    def recognises(self, head: Sequence[str]) -> bool:
        """Whether the first lines are of the format."""

    def read(self, path: Path, sample: str) -> CopyNumberFile:
        """Return what the file says; `sample` is the tumour's name, empty where not given."""


FORMATS: tuple[CopyNumberFormat, ...] = (
    cnvkit,
    gatk,
    purple,
    facets,
    sequenza,
    purecn,
    ascat,
    vcf,
    tso500,
    seg,
    cbioportal,
    gene_table,
)
"""Every format, the first that recognises a file reads it."""


def read_any(path: Path, name: str = AUTO, sample: str = "") -> CopyNumberFile:
    """Return what a copy-number file says, in the named format or in the one that fits.

    Raises:
        InputError: no format fits, or the file is not as its format has it.
    """
    if name != AUTO:
        return next(each for each in FORMATS if name == each.NAME).read(path, sample)
    head = list(islice(read_lines(path, WHAT), _HEAD))
    for each in FORMATS:
        if each.recognises(head):
            found = each.read(path, sample)
            if not found.segments and not found.genes and each is not tso500:
                raise InputError(f"{path}: has no line of copy number below its header")
            return found
    columns = ", ".join(map(printable, header_of(head)[:_SHOWN]))
    raise InputError(
        f"{path}: the columns are {columns}; this is no copy-number file that is known: "
        f"expected is {'; or '.join(each.EXPECTED for each in FORMATS)}"
    )
