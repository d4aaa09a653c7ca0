"""A lift-over of a few blocks."""

from __future__ import annotations

from pathlib import Path

import pytest

from oncomatch.reference.lift_over import BlockMap

# contig, start, end, strand on GRCh37; then the same on GRCh38 (0-based, half-open)
BLOCKS = """
1   1000 2000 +   1 1100 2100 +
1   2000 3000 +   1 2150 3150 -
2    100  110 +   1 1500 1510 +
1   5000 6000 +   1 5000 6000 +
1  90000 90100 +  1 6050 6150 +
X     10   20 -   X   30   40 -
GL1    0  100 +   3    0  100 +
4  10000 11500 +  4    0 1500 +
4  50000 50100 +  4 1400 1500 +
4  50100 50500 +  4 1500 1900 +
"""


@pytest.fixture
def blocks(tmp_path: Path) -> BlockMap:
    path = tmp_path / "blocks.tsv"
    path.write_text("\n".join("\t".join(line.split()) for line in BLOCKS.strip().splitlines()))
    return BlockMap(path)
