"""Repeated sequences: named by their units where more copies come in than a `dup` can say.

https://hgvs-nomenclature.org, DNA, repeated sequences: with a coding reference only units of whole
codons, `c.2692_2693dup` and not `c.2686A[10]`; in an intron any unit, `c.1210-12_1210-6T[7]`.
The stage reads GCT three times at c.4 and A seven times at c.12 (GCTAAAAAAG).
"""

from __future__ import annotations

import pytest

from unit.annotation.rebuilding import Gene, table

REPEATS = table(
    """
    as many copies as there are | 4 ->GCTGCTGCT | c.4_12dup | p.Ala2_Ala4dup | A2_A4dup | inframe_insertion
    one more than there are     | 4 ->GCTGCTGCTGCT | c.4_12GCT[7] | p.Ala4_Lys5insAlaAlaAlaAla | A4_K5insAAAA | inframe_insertion
    written behind the stretch  | 13 ->GCTGCTGCTGCT | c.4_12GCT[7] | p.Ala4_Lys5insAlaAlaAlaAla | A4_K5insAAAA | inframe_insertion
    written across units        | 6 ->TGCTGCTGCTGC | c.4_12GCT[7] | p.Ala4_Lys5insAlaAlaAlaAla | A4_K5insAAAA | inframe_insertion
    three copies of a codon     | 22 ->TGGTGG | c.22_24TGG[3] | p.Trp8_Pro9insTrpTrp | W8_P9insWW | inframe_insertion
    two bases, not whole codons | 23 ->GGGGGG | c.24_25insGGGGGG | p.Trp8_Pro9insGlyGly | W8_P9insGG | inframe_insertion
    in an intron, any unit      | 30+4 ->AAAA | c.30+3_30+4A[6] | | | splice_donor_region_variant intron_variant
    in a UTR, any unit          | *9 ->TTTTTT | c.*7_*8T[8] | | | 3_prime_UTR_variant
    """  # noqa: E501
)


@pytest.mark.parametrize(("edit", "expected"), REPEATS)
def test_names_and_terms(gene: Gene, edit: tuple[str, str, str], expected: tuple[str, ...]) -> None:
    assert gene.described(*edit) == expected
