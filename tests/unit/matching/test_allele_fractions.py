"""Which allele fractions inherited and clonal somatic variants have, by hand."""

from __future__ import annotations

import pytest

from oncomatch.domain.alteration import CopyNumber
from oncomatch.domain.variant import Reads
from oncomatch.matching.allele_fraction import expected_fractions, fits, is_below


def gene(copies: float | None, minor: float | None = None) -> CopyNumber:
    return CopyNumber("TP53", copies, None, "", minor=minor)


CASES = [
    # name                                    purity number          germline            somatic
    ("no purity", None, None, (0.5, 1.0), ()),
    ("two copies at 60 %", 0.6, gene(2, 1), (0.5, 1.0), (0.3,)),
    ("two copies assumed", 0.6, None, (0.5, 1.0), (0.3, 0.6)),
    # one copy left: 0.6 + 2 * 0.4 = 1.4 copies a cell
    ("one copy at 60 %", 0.6, gene(1, 0), (0.4 / 1.4, 1 / 1.4, 1.0), (0.6 / 1.4,)),
    ("one copy, whose is not told", 0.6, gene(1), (0.4 / 1.4, 1 / 1.4, 1.0), (0.6 / 1.4,)),
    # both copies of one parent: 2 copies a cell
    ("copy-neutral loss", 0.6, gene(2, 0), (0.2, 0.8, 1.0), (0.3, 0.6)),
    # 0.5 * 4 + 2 * 0.5 = 3 copies a cell
    ("four copies, one rarer", 0.5, gene(4, 1), (1 / 3, 2 / 3, 1.0), (1 / 6, 1 / 3, 0.5)),
    ("pure, no copy", 1.0, gene(0), (1.0,), ()),
    ("no tumour copy", 0.6, gene(0), (0.5, 1.0), ()),
]


@pytest.mark.parametrize(
    ("purity", "number", "germline", "somatic"),
    [row[1:] for row in CASES],
    ids=[row[0] for row in CASES],
)
def test_expected_fractions(
    purity: float | None,
    number: CopyNumber | None,
    germline: tuple[float, ...],
    somatic: tuple[float, ...],
) -> None:
    found = expected_fractions(purity, number)

    assert found.germline == pytest.approx(germline)
    assert found.somatic == pytest.approx(somatic)
    assert found.assumed


@pytest.mark.parametrize(
    ("vaf", "depth", "fitting"),
    [
        (0.5, 100, True),
        (0.36, 100, True),
        (0.34, 100, False),
        (0.46, 10_000, True),
        (0.44, 10_000, False),
        (0.4, None, True),
        (None, 100, False),
    ],
)
def test_a_fraction_fits_within_three_standard_errors(
    vaf: float | None, depth: int | None, fitting: bool
) -> None:
    assert fits(Reads(depth, None, vaf), (0.5,)) is fitting


LEAST = [
    ("purity not known", None, gene(2, 1), None),
    ("alleles told", 0.6, gene(2, 1), 0.5),
    ("alleles not told: the copy may be lost", 0.6, gene(2), 0.2),
    ("nothing told", 0.6, None, 0.2),
]


@pytest.mark.parametrize(
    ("purity", "number", "least"), [row[1:] for row in LEAST], ids=[row[0] for row in LEAST]
)
def test_the_least_that_an_inherited_variant_has(
    purity: float | None, number: CopyNumber | None, least: float | None
) -> None:
    found = expected_fractions(purity, number).least

    assert found is None if least is None else found == pytest.approx(least)


@pytest.mark.parametrize(
    ("vaf", "depth", "below"),
    [(0.07, 100, True), (0.09, 100, False), (0.16, 10_000, False), (None, 100, False)],
)
def test_below_the_least_only_beyond_chance(vaf: float | None, depth: int, below: bool) -> None:
    assert is_below(Reads(depth, None, vaf), 0.2) is below
