"""The files of small variants that are read, each format by one module, recognised by content.

A new format is one module with `NAME`, `EXPECTED`, `recognises` and `open_file`, and its line in
`FORMATS`: docs/extending.md shows one. What is not VCF gives its rows as VCF records, so that
everything behind (build check, annotation, ledger, the annotated VCF) is one and the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol

from oncomatch.errors import InputError
from oncomatch.readers.lines import check_readable, read_lines
from oncomatch.readers.small_variant_files import maf, tso500, vcf
from oncomatch.readers.small_variant_files.items import WHAT, UnresolvedFile, Wanted
from oncomatch.readers.vcf import is_bcf

_HEAD = 100


class SmallVariantFormat(Protocol):
    """What a module of a format has."""

    NAME: str
    EXPECTED: str

    def recognises(self, head: Sequence[str]) -> bool:
        """Whether the first lines are of the format."""

    def open_file(self, path: Path, wanted: Wanted) -> UnresolvedFile:
        """Return the opened file for a case."""


FORMATS: tuple[SmallVariantFormat, ...] = (vcf, maf, tso500)
"""Every format, the first that recognises a file reads it."""


def format_of(path: Path) -> SmallVariantFormat:
    """Return the format of a file of small variants.

    Raises:
        InputError: it is absent, empty or damaged, or no format fits.
    """
    check_readable(path, WHAT)
    if is_bcf(path):
        return vcf
    head = list(islice(read_lines(path, WHAT), _HEAD))
    for each in FORMATS:
        if each.recognises(head):
            return each
    raise InputError(
        f"{path}: is not a VCF file (the first line is not ##fileformat=VCF…) nor another table "
        f"of small variants; expected is {'; or '.join(each.EXPECTED for each in FORMATS)}"
    )


def open_any(path: Path, wanted: Wanted) -> UnresolvedFile:
    """Open a file of small variants, in whatever format it is.

    Raises:
        InputError: no format fits, or the file is not as its format has it.
    """
    return format_of(path).open_file(path, wanted)
