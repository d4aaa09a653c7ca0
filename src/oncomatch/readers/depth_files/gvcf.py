"""gVCF: blocks of the reference (`<NON_REF>` or `<*>`) say where the caller could have called.

A block reaches to INFO END; its depth is MIN_DP where the caller writes it, else DP. A record of a
variant was looked at as well. A place whose FILTER failed is not callable, one with a genotype
quality under the limit or without a depth neither.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.depth import CoverageLimits, DepthFile, DepthMeasure
from oncomatch.errors import InputError
from oncomatch.readers.depth_files.collecting import DepthRegions
from oncomatch.readers.samples import choose_tumor
from oncomatch.readers.vcf import BadLine, VcfFile, VcfRecord

NAME = "gvcf"
EXPECTED = "a gVCF: <NON_REF> or <*> with END and DP or MIN_DP"
BLOCKS = ("<NON_REF>", "<*>")
_BLOCK = (*BLOCKS, ".")
_END = re.compile(r"(?:^|;)END=(\d{1,10})(?:;|$)", re.ASCII)
_KEYS = ("MIN_DP", "DP", "GQ")
_FIRST = 10_000
_LONGEST = 1_000_000_000


def recognises(head: Sequence[str]) -> bool:
    """Whether the first line is that of a VCF."""
    return bool(head) and head[0].startswith("##fileformat=VCF")


def read(path: Path, limits: CoverageLimits, sample: str) -> DepthFile:
    """Return the places that could be called.

    Raises:
        InputError: the file has no blocks, or several samples of which none is the tumour.
    """
    vcf = VcfFile(path)
    blocks = CallableBlocks(path, limits)
    index = choose_tumor(vcf.header, sample, str(path)).index
    for item in vcf:
        if not isinstance(item, BadLine):
            blocks.add(item, index)
    if not blocks.found:
        raise InputError(
            f"{path}: is a VCF without blocks of the reference (<NON_REF>, <*>, or ALT . with "
            f"END); only a gVCF tells what was covered"
        )
    return blocks.file()


class CallableBlocks:
    """Collects what the records of a VCF say of where calls were possible.

    `found` says whether one of them is a block: the header that declares blocks may be left over
    from a gVCF that was genotyped since. A file without a block among its first records is none,
    and nothing more of it is kept.
    """

    def __init__(self, path: Path, limits: CoverageLimits):
        self._regions = DepthRegions(path)
        self.name = path.name
        self._limits = limits
        self._records = 0
        self._places: dict[str, tuple[int, ...]] = {}
        self.found = False

    def add(self, record: VcfRecord, sample: int | None) -> None:
        """Take a block or a variant of the file."""
        self._records += 1
        if not self.found and self._records > _FIRST:
            return
        start0 = record.position - 1
        end0, end = start0 + len(record.columns[3]), ""
        block = record.columns[4] in _BLOCK or all(each in BLOCKS for each in record.alternates)
        if block:
            found = _END.search(record.columns[7])
            end = found[1] if found else ""
            end0 = max(end0, _number(end) or 0)
        if end0 > _LONGEST:
            return
        depth, quality = self._reads(record, sample)
        if block and (end or (record.columns[4] != "." and depth is not None)):
            self.found = True
        doubtful = quality is not None and quality < self._limits.min_gq
        deep = depth is not None and depth >= self._limits.min_depth
        if deep and block:
            deep = not doubtful and not record.filters
        self._regions.add(record.line, record.contig, start0, end0, deep=deep, depth=depth or 0)

    def _reads(self, record: VcfRecord, sample: int | None) -> tuple[int | None, int | None]:
        """Return the depth and the genotype quality of the sample."""
        if sample is None or len(record.columns) < 10:
            return None, None
        keys = record.columns[8]
        places = self._places.get(keys)
        if places is None:
            names = keys.split(":")
            places = tuple(names.index(key) if key in names else -1 for key in _KEYS)
            self._places[keys] = places
        values = record.columns[9 + sample].split(":")
        lowest, depth, quality = (
            _number(values[place]) if 0 <= place < len(values) else None for place in places
        )
        return depth if lowest is None else lowest, quality

    def file(self) -> DepthFile:
        """Return the places that could be called."""
        return self._regions.file(NAME, DepthMeasure.LOWEST)


def _number(text: str) -> int | None:
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return int(text)
    return None
