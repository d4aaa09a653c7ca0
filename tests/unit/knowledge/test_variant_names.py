"""Names that CIViC gives to variants: translated exactly, or refused with the reason."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.errors import BiomarkerError
from oncomatch.knowledge.importers.variant_names import parse_variant_name

#    gene   name                     the pattern, in its own language
TRANSLATED = """
    BRAF  | V600E                  | BRAF p.V600E
    BRCA2 | K3326*                 | BRCA2 p.K3326*
    BRAF  | V600                   | BRAF codon 600
    KRAS  | G12/G13                | KRAS codon 12 or KRAS codon 13
    ERBB2 | S310F/Y                | ERBB2 p.S310F or ERBB2 p.S310Y
    EGFR  | Exon 19 Deletion       | EGFR exon 19 inframe_deletion
    EGFR  | Exon 20 Insertion      | EGFR exon 20 inframe_insertion
    KIT   | EXON 11 MUTATION       | KIT exon 11 mutation
    MET   | Exon 14 Skipping Mutation | MET exon 14 skipping
    BRCA1 | Mutation               | BRCA1 mutation
    BRCA1 | MUTATION               | BRCA1 mutation
    BRCA1 | Loss-of-function       | BRCA1 loss_of_function
    BRCA2 | Deleterious Mutation   | BRCA2 loss_of_function
    NF1   | Inactivating Mutation  | NF1 loss_of_function
    KIT   | Activating Mutation    | KIT gain_of_function
    EGFR  | Gain-of-function       | EGFR gain_of_function
    MRE11 | Frameshift             | MRE11 frameshift
    MSH2  | Truncating Mutation    | MSH2 truncation
    KRAS  | Wildtype               | KRAS wildtype
    ERBB2 | Amplification          | ERBB2 amplification
    PTEN  | Deletion               | PTEN deletion
    PTEN  | Loss                   | PTEN loss
    ERBB2 | Overexpression         | ERBB2 overexpression
    ESR1  | Expression             | ESR1 expression
    PTEN  | Underexpression        | PTEN underexpression
    TERT  | C228T                  | TERT c.-124C>T
    TERT  | C250T                  | TERT c.-146C>T
    BRAF  | C228T                  | BRAF p.C228T
    GNAS  | c.393T>C               | GNAS c.393T>C
    ATM   | c.902-1G>T             | ATM c.902-1G>T
    EGFR  | E746_A750del           | EGFR p.E746_A750del
    KIT   | W557_K558DEL           | KIT p.W557_K558del
    KIT   | V560DEL                | KIT p.V560del
    KIT   | V560delV               | KIT p.V560del
    EGFR  | D770_N771insSVD        | EGFR p.D770_N771insSVD
    EGFR  | D770_N771INSSVD        | EGFR p.D770_N771insSVD
    EGFR  | E746_T751delinsI       | EGFR p.E746_T751delinsI
    EGFR  | E746_T751>I            | EGFR p.E746_T751delinsI
    ERBB2 | G776delinsVC           | ERBB2 p.G776delinsVC
    ERBB2 | M774DELINSWLV          | ERBB2 p.M774delinsWLV
    PDGFRA | D842_I843delinsVM     | PDGFRA p.D842_I843delinsVM
    ERBB2 | Y772_A775dup           | ERBB2 p.Y772_A775dup
    ERBB2 | Y772_A775dupYVMA       | ERBB2 p.Y772_A775dup
    NPM1  | W288fs                 | NPM1 p.W288fs
    NPM1  | W288fs*12              | NPM1 p.W288fs
    PTEN  | V317fs                 | PTEN p.V317fs
"""
FUSIONS = """
    EML4::ALK   | Fusion | EML4::ALK fusion
    v::ALK      | Fusion | ALK fusion
    ALK::v      | Fusion | ALK fusion
    BCR::ABL1   | FUSION | BCR::ABL1 fusion
"""


def rows(table: str) -> list[tuple[str, str, str]]:
    """Return the cells of a table of three columns."""
    lines = table.strip().splitlines()
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines]  # type: ignore[misc]


@pytest.mark.parametrize(("gene", "name", "pattern"), rows(TRANSLATED) + rows(FUSIONS))
def test_translated(gene: str, name: str, pattern: str) -> None:
    assert str(parse_variant_name(gene, name)) == pattern
    assert parse_variant_name(gene, name) == parse_biomarker(pattern)


# A deletion of exon 4 may be the loss of the whole exon; a kinase domain, a fusion with named
# exons, an ITD, a methylation have no pattern: none of them is widened to what has one.
REFUSED = """
    EGFR        | Exon 4 Deletion          | 'exon 4 deletion' of EGFR may mean the loss of the exon
    ALK         | Exon 4-11 Deletion       | no pattern says exactly 'Exon 4-11 Deletion'
    EGFR        | VIII                     | no pattern says exactly 'VIII'
    FLT3        | ITD                      | no pattern says exactly 'ITD'
    ERBB2       | Kinase Domain Mutation   | no pattern says exactly 'Kinase Domain Mutation'
    MGMT        | Promoter Methylation     | no pattern says exactly 'Promoter Methylation'
    CDKN2A      | p16 Expression           | no pattern says exactly 'p16 Expression'
    BRAF        | Non-V600                 | no pattern says exactly 'Non-V600'
    KRAS        | RS61764370               | no pattern says exactly 'RS61764370'
    EGFR        | Exon 18 Overexpression   | no pattern says exactly 'Exon 18 Overexpression'
    CALR        | EXON 9 FRAMESHIFT        | no pattern says exactly 'EXON 9 FRAMESHIFT'
    TSC1        | Frameshift Truncation    | no pattern says exactly 'Frameshift Truncation'
    VHL         | R200W (c.598C>T)         | no pattern says exactly 'R200W (c.598C>T)'
    EML4::ALK   | e6::e20                  | no pattern says exactly EML4::ALK 'e6::e20'
    FGFR2::?    | Fusion                   | 'FGFR2::?' names a partner that is not a gene
    ?::FGFR2    | Fusion                   | '?::FGFR2' names a partner that is not a gene
    v::v        | Fusion                   | 'v::v' names no gene
    v::?        | Fusion                   | 'v::?' names no gene
    HLA A       | Mutation                 | 'HLA A' is not a gene
"""


@pytest.mark.parametrize(("gene", "name", "reason"), rows(REFUSED))
def test_refused_with_the_reason(gene: str, name: str, reason: str) -> None:
    with pytest.raises(BiomarkerError, match=f"^{re.escape(reason)}$"):
        parse_variant_name(gene, name)


@pytest.mark.parametrize("name", ["W1815X", "Q179X"])
def test_x_for_a_stop_is_not_kept_as_a_residue(name: str) -> None:
    """CIViC writes BRCA1 W1815X and NRAS Q179X for stops; no variant is ever called `X`."""
    try:
        pattern = str(parse_variant_name("BRCA1", name))
    except BiomarkerError:
        return
    assert pattern == f"BRCA1 p.{name[:-1]}*"


def test_an_insertion_between_residues_that_are_not_neighbours_is_refused() -> None:
    """HGVS: an insertion names the two residues that it stands between."""
    with pytest.raises(BiomarkerError):
        parse_variant_name("EGFR", "P772_V774insPHV")


RESIDUES = "ACDEFGHIKLMNPQRSTVWY"


@given(st.sampled_from(RESIDUES), st.integers(1, 4000), st.sampled_from(RESIDUES + "*"))
def test_every_substitution_is_that_substitution(old: str, number: int, new: str) -> None:
    name = f"{old}{number}{new}"

    assert str(parse_variant_name("TP53", name)) == f"TP53 p.{name}"


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=30))
def test_whatever_stands_there_is_translated_or_refused(name: str) -> None:
    """Never another error, and what is translated can be read back."""
    try:
        pattern = parse_variant_name("KRAS", name)
    except BiomarkerError:
        return

    assert parse_biomarker(str(pattern)) == pattern
