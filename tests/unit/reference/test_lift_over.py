"""From GRCh38 to GRCh37 by blocks that overlap, turn, and have gaps between them."""

from __future__ import annotations

import pytest

from oncomatch.reference.lift_over import BlockMap


@pytest.mark.parametrize(
    ("contig", "position0", "found"),
    [
        ("1", 1100, ("1", 1000, False)),
        ("1", 1499, ("1", 1399, False)),
        ("1", 5999, ("1", 5999, False)),
        ("1", 6000, None),
        ("1", 2150, ("1", 2999, True)),
        ("1", 3149, ("1", 2000, True)),
        ("1", 3150, None),
        ("1", 0, None),
        ("X", 30, ("X", 10, False)),
        ("X", 39, ("X", 19, False)),
        ("Y", 30, None),
        ("3", 5, ("GL1", 5, False)),
    ],
    ids=[
        "first base of a block",
        "inside",
        "last base",
        "after the last",
        "first base of a turned block",
        "last base of a turned block",
        "between blocks",
        "before all blocks",
        "minus on both builds is no turn",
        "minus on both builds, last base",
        "no such contig",
        "not a chromosome on GRCh37",
    ],
)
def test_lift_over_of_a_base(
    blocks: BlockMap, contig: str, position0: int, found: tuple[str, int, bool] | None
) -> None:
    assert blocks.find(contig, position0) == found


@pytest.mark.parametrize("position0", [1500, 1509, 1510, 1800, 2099])
def test_a_short_block_inside_a_long_one_does_not_hide_it(blocks: BlockMap, position0: int) -> None:
    """A repeat that aligns elsewhere too: the real table has such blocks inside AR and KEAP1."""
    assert blocks.find("1", position0) == ("1", position0 - 100, False)


@pytest.mark.parametrize(
    ("locus", "lifted"),
    [
        (("1", 1100, 1200), ("1", 1000, 1100)),
        (("1", 1100, 2100), ("1", 1000, 2000)),
        (("1", 2160, 2170), ("1", 2980, 2990)),
        (("1", 1100, 2160), None),
        (("1", 5990, 6060), None),
        (("1", 1200, 5500), ("1", 1100, 5500)),
        (("1", 1000, 1200), ("1", 1000, 1100)),
        (("1", 999, 1200), None),
        (("1", 5900, 6040), ("1", 5900, 6000)),
        (("1", 3200, 3300), None),
        (("4", 1450, 1800), ("4", 50050, 50400)),
        (("7", 1, 2), None),
    ],
    ids=[
        "inside a block",
        "the whole block, over the short one",
        "turned",
        "ends lie on different strands",
        "ends lie far apart",
        "over a gap",
        "half of it aligns",
        "less than half aligns",
        "the end does not align",
        "nothing aligns",
        "the longest block leads away from the rest",
        "no such contig",
    ],
)
def test_lift_over_of_a_gene(
    blocks: BlockMap, locus: tuple[str, int, int], lifted: tuple[str, int, int] | None
) -> None:
    assert blocks.lift(locus) == lifted
