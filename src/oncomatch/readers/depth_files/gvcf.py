"""gVCF: blocks of the reference (`<NON_REF>` or `<*>`) say where the caller could have called.

A block reaches to INFO END; its depth is MIN_DP where the caller writes it, else DP. A record of a
variant was looked at as well. A place whose FILTER failed is not callable, one with a genotype
quality under the limit or without a depth neither.
"""

from __future__ import annotations

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
        self.found = False

    def add(self, record: VcfRecord, sample: int | None) -> None:
        """Take a block or a variant of the file."""
        self._records += 1
        if not self.found and self._records > _FIRST:
            return
        start0 = record.position - 1
        end0 = start0 + len(record.ref)
        end = ""
        block = all(each in BLOCKS for each in record.alternates)
        if block:
            end = record.info.get("END", "")
            end0 = max(end0, _number(end) or 0)
        if end0 > _LONGEST:
            return
        fields = record.sample(sample) if sample is not None else {}
        depth = _number(fields.get("MIN_DP", ""))
        if depth is None:
            depth = _number(fields.get("DP", ""))
        if block and (end or (record.alternates and depth is not None)):
            self.found = True
        quality = _number(fields.get("GQ", ""))
        doubtful = quality is not None and quality < self._limits.min_gq
        deep = depth is not None and depth >= self._limits.min_depth
        deep = deep and not (block and (doubtful or bool(record.filters)))
        self._regions.add(record.line, record.contig, start0, end0, deep=deep, depth=depth or 0)

    def file(self) -> DepthFile:
        """Return the places that could be called."""
        return self._regions.file(NAME, DepthMeasure.LOWEST)


def _number(text: str) -> int | None:
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return int(text)
    return None
