"""What was not assessed is never normal; what is not known to be assessed is said to be so."""

from __future__ import annotations

import pytest

from oncomatch.domain.assay import Assay, Assessment, CodonGap, GeneCoverage

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


@pytest.mark.parametrize(
    ("gaps", "words"),
    [
        ((), ""),
        ((CodonGap(61, 61, 3, 3),), "codon 61 (exon 3)"),
        ((CodonGap(59, 61),), "codons 59-61"),
        ((CodonGap(38, 97, 3, 4), CodonGap(151, 188, 5, 5)),
         "codons 38-97 (exons 3-4), codons 151-188 (exon 5)"),
        (tuple(CodonGap(10 * n, 10 * n + 1) for n in range(1, 9)),
         "codons 10-11, codons 20-21, codons 30-31, codons 40-41, codons 50-51, codons 60-61 "
         "and 2 more stretches, 16 codons in all"),
    ],
)  # fmt: skip
def test_the_codons_that_are_left_out_in_words(gaps: tuple[CodonGap, ...], words: str) -> None:
    assert GeneCoverage("KRAS", Assessment.PARTLY, gaps=gaps).missing == words
