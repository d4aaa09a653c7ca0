"""What was not assessed is never normal; what is not known to be assessed is said to be so."""

from __future__ import annotations

import pytest

from oncomatch.domain.assay import Assay, Assessment, GeneCoverage

EGFR = GeneCoverage("EGFR", Assessment.PARTLY, codons=((700, 760),), exons=(18,))
KRAS = GeneCoverage("KRAS", Assessment.ASSESSED, codons=((1, 189),))


@pytest.mark.parametrize(
    ("regions", "genes", "small_variants", "gene", "coverage"),
    [
        ("panel.bed", (EGFR, KRAS), True, "KRAS", KRAS),
        ("panel.bed", (EGFR, KRAS), True, "EGFR", EGFR),
        ("panel.bed", (EGFR,), True, "TP53", GeneCoverage("TP53", Assessment.NOT_ASSESSED)),
        ("panel.bed", (EGFR,), True, "egfr", GeneCoverage("egfr", Assessment.NOT_ASSESSED)),
        ("", (), True, "TP53", GeneCoverage("TP53", Assessment.UNKNOWN)),
        ("", (KRAS,), True, "KRAS", KRAS),
        ("panel.bed", (KRAS,), False, "KRAS", GeneCoverage("KRAS", Assessment.NOT_ASSESSED)),
        ("", (), False, "TP53", GeneCoverage("TP53", Assessment.NOT_ASSESSED)),
    ],
    ids=[
        "covered",
        "partly covered",
        "outside the panel",
        "a symbol in other letters",
        "no panel is known",
        "no file but the gene is given",
        "covered, but no small-variant file",
        "no file at all",
    ],
)
def test_coverage_of_a_gene(
    regions: str,
    genes: tuple[GeneCoverage, ...],
    small_variants: bool,
    gene: str,
    coverage: GeneCoverage,
) -> None:
    assay = Assay(regions, genes, copy_number="", small_variants=small_variants)

    assert assay.coverage_of(gene) == coverage
