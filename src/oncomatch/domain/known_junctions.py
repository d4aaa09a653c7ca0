"""What people call the junctions of exons that have a name of their own.

BCR::ABL1: e13a2 is b2a2, e14a2 is b3a2 (Hanfstein et al., Haematologica 2014, PMC4562532); e1a2
makes p190, the major breakpoint cluster p210, intron 19 of BCR p230 (Asian Pac J Cancer Prev 2014,
15:9961). Which exons are joined is drawn in Leukemia 2023, PMC10624636, figure 1.
EGFRvIII is the loss of exons 2 to 7 (Francis et al., Cancer Discovery 2014, PMC4125473).
AR-V7 joins AR exon 3 with the cryptic exon CE3 (Hu et al., Cancer Research 2009, PMID 19117982).
"""

from __future__ import annotations

from collections.abc import Sequence

from oncomatch.domain.build import GenomeBuild

_BCR_ABL1 = {
    (1, 2): "e1a2, p190",
    (13, 2): "e13a2 (b2a2), p210",
    (14, 2): "e14a2 (b3a2), p210",
    (19, 2): "e19a2, p230",
}
_WITHIN = {("EGFR", 1, 8): "EGFRvIII", ("MET", 13, 15): "exon 14 skipping"}

_SPLICE_VARIANTS = {
    (GenomeBuild.GRCH37, "X", 66905968, 66914515): "AR-V7",
    (GenomeBuild.GRCH38, "X", 67686126, 67694673): "AR-V7",
}
"""Last base of the exon before and first base of the exon behind, 1-based.

GRCh37: a row of TSO500 CombinedVariantOutput (SACGF/variantgrid, test data). GRCh38: the list of
known junctions of Illumina DRAGEN 4.4, splice variant caller. Both are 8,546 bases of intron.
"""


def name_of_exons(genes: Sequence[str], last_before: int, first_behind: int) -> str:
    """Return the name of a junction by its exons, "" without one.

    >>> name_of_exons(("BCR", "ABL1"), 14, 2), name_of_exons(("EGFR",), 1, 8)
    ('e14a2 (b3a2), p210', 'EGFRvIII')
    """
    if tuple(genes) == ("BCR", "ABL1"):
        return _BCR_ABL1.get((last_before, first_behind), "")
    return _WITHIN.get((genes[0], last_before, first_behind), "") if len(genes) == 1 else ""


def splice_variant_at(build: GenomeBuild, contig: str, before: int, behind: int) -> str:
    """Return the named transcript that a splice junction makes, "" without one."""
    return _SPLICE_VARIANTS.get((build, contig, before, behind), "")
