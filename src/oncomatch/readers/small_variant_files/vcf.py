"""VCF and BCF, as every caller writes them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.readers.small_variant_files.items import Wanted
from oncomatch.readers.vcf import VcfFile

NAME = "vcf"
EXPECTED = "VCF, plain, bgzipped or BCF"


def recognises(head: Sequence[str]) -> bool:
    """Whether the file begins as a VCF does."""
    return bool(head) and head[0].startswith("##fileformat=VCF")


def open_file(path: Path, wanted: Wanted) -> VcfFile:
    """Return the file; sample and build are checked where it is read."""
    return VcfFile(path)
