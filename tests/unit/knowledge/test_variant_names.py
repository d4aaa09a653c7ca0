"""Names that CIViC gives to variants: translated exactly, or refused with the reason."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.errors import BiomarkerError
from oncomatch.knowledge.importers.variant_facts import Description, VariantFacts
from oncomatch.knowledge.importers.variant_names import parse_variant_name
from oncomatch.reference.bundle import Reference

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
    ATM   | c.7515+1_2del          | ATM c.7515+1_7515+2del
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
    RUNX1 | T148HFSX9              | RUNX1 p.T148fs
    U2AF1 | S34Y/F                 | U2AF1 p.S34Y or U2AF1 p.S34F
    FLT3  | ITD                    | FLT3 internal_tandem_duplication
    KIT   | Internal Duplication   | KIT exon 11 internal_tandem_duplication
    FGFR1 | Internal Duplication   | FGFR1 kinase_domain_duplication
    CALR  | EXON 9 FRAMESHIFT      | CALR exon 9 frameshift
    KRAS  | EXON 2 MUTATIONS       | KRAS exon 2 mutation
    STK11 | EXON 1-2 MUTATION      | STK11 exons 1-2 mutation
    TSC1  | Frameshift Truncation  | TSC1 frameshift
    EGFR  | VIII                   | EGFR exons 2-7 loss
    EGFR  | EGFRVIII               | EGFR exons 2-7 loss
    EGFR  | Exon 4 Deletion        | EGFR exon 4 loss
    ALK   | Exon 4-11 Deletion     | ALK exons 4-11 loss
    VHL   | Exon 1-3 Deletion      | VHL exons 1-3 loss
    EGFR  | Rare Mutation          | EGFR mutation except p.L858R, exon 19 inframe_deletion
    BRAF  | Non-V600               | BRAF mutation except codon 600
    TP53  | ALTERATION             | TP53 mutation or TP53 overexpression
    PALB2 | Biallelic Inactivation | PALB2 biallelic_loss
    PTCH1 | LOH                    | PTCH1 loss_of_heterozygosity
    HLA-C | COPY-NEUTRAL LOSS OF HETEROZYGOSITY | HLA-C copy_neutral_loss_of_heterozygosity
    MYB   | Rearrangement          | MYB rearrangement
    FGFR1 | Translocation          | FGFR1 rearrangement
    BRAF  | intron 9 rearrangement | BRAF intron 9 rearrangement
    AR    | AR-V7                  | AR splice_variant AR-V7
    MGMT  | Promoter Methylation   | MGMT promoter_methylation
    PTPRT | Promoter Hypermethylation | PTPRT promoter_methylation
    RB1   | PHOSPHORYLATION        | RB1 phosphorylation
    EGFR  | Y1092 PHOSPHORYLATION  | EGFR Y1092 phosphorylation
    DKK1  | NUCLEAR EXPRESSION     | DKK1 nuclear_expression
    SMARCB1 | LOSS OF NUCLEAR PROTEIN EXPRESSION | SMARCB1 protein_loss
    CDKN2A | p16 Expression        | CDKN2A product p16 expression
    CD44  | CD44s Expression       | CD44 product CD44s expression
    PRPS1 | PRPS1 MUTATION         | PRPS1 mutation
    UGT1A1 | UGT1A1*28             | UGT1A1 allele *28
    DPYD  | DPYD*2A HOMOZYGOSITY   | DPYD allele *2A homozygous
    DPYD  | DPYD*13 HOMOZYGOSITY   | DPYD allele *13 homozygous
    VHL   | R200W (c.598C>T)       | VHL c.598C>T
    VHL   | A122I (c.364_365GC>AT) | VHL c.364_365delinsAT
    VHL   | Splice Site (c.340+1G>A) | VHL c.340+1G>A
    VHL   | P81S (c.241C>T) and L188V (c.562C>G) | VHL c.241C>T and VHL c.562C>G
    CHEK2 | R474C c.1420C>T        | CHEK2 c.1420C>T
    CHEK2 | 1100DELC               | CHEK2 c.1100del
    VHL   | C.598C>T               | VHL c.598C>T
    FLCN  | C.1285DUPC             | FLCN c.1285dup
"""
FUSIONS = """
    EML4::ALK   | Fusion | EML4::ALK fusion
    v::ALK      | Fusion | ALK fusion
    ALK::v      | Fusion | ALK fusion
    BCR::ABL1   | FUSION | BCR::ABL1 fusion
    EML4::ALK   | e6::e20 | EML4 exon 6::ALK exon 20 fusion
"""


def rows(table: str) -> list[tuple[str, str, str]]:
    """Return the cells of a table of three columns."""
    lines = table.strip().splitlines()
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines]  # type: ignore[misc]


@pytest.mark.parametrize(("gene", "name", "pattern"), rows(TRANSLATED) + rows(FUSIONS))
def test_translated(gene: str, name: str, pattern: str) -> None:
    assert str(parse_variant_name(gene, name)) == pattern
    assert parse_variant_name(gene, name) == parse_biomarker(pattern)


# A deletion of an exon may be a small one or the loss of the exon; where it is cytoplasmic, in
# serum or falls under treatment, no pattern says so: none of them is widened to what has one.
REFUSED = """
    TSC1 | Exon 17 Deletion | 'exon 17 deletion' of TSC1 may mean the loss of the exon
    EPCAM       | 3' Exon Deletion         | no pattern says exactly "3' Exon Deletion"
    ERBB2       | SERUM LEVELS             | no pattern says exactly 'SERUM LEVELS'
    CDKN1B | CYTOPLASMIC MISLOCALIZATION | no pattern says exactly 'CYTOPLASMIC MISLOCALIZATION'
    MLH1        | METHYLATION              | no pattern says exactly 'METHYLATION'
    CCND2       | PROMOTER DEMETHYLATION   | no pattern says exactly 'PROMOTER DEMETHYLATION'
    PIK3CA      | Rare Mutation            | no pattern says exactly 'Rare Mutation'
    BRCA1       | ALTERATION               | no pattern says exactly 'ALTERATION'
    MYB         | Truncation               | no pattern says exactly 'Truncation'
    EGFR        | Exon 18 Overexpression   | no pattern says exactly 'Exon 18 Overexpression'
    ALK | Alternative Transcript (ATI) | no pattern says exactly 'Alternative Transcript (ATI)'
    KRAS        | RS61764370               | the source gives no REF and ALT of 'RS61764370'
    BRAF | DEL 485-490 | which residues 'DEL 485-490' takes away is not said exactly
    ABL1 | P-Loop Mutation | regions.tsv does not say which residues the p_loop of ABL1 has
    VHL         | P61fs (c.183insC)        | between which bases 'c.183insC' inserts is not said
    VHL         | G114dup (c.342dupGGT)    | 'c.342dupGGT' does not name as many bases as it spans
    VHL         | Null (Large deletion)    | no pattern says exactly 'Null (Large deletion)'
    FGFR2::?    | Fusion                   | 'FGFR2::?' names a partner that is not a gene
    ?::FGFR2    | Fusion                   | '?::FGFR2' names a partner that is not a gene
    v::v        | Fusion                   | 'v::v' names no gene
    v::?        | Fusion                   | 'v::?' names no gene
    v::ALK      | e6::e20                  | no pattern says exactly v::ALK 'e6::e20'
    EML4::ALK   | Amplification            | no pattern says exactly EML4::ALK 'Amplification'
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


def test_rare_mutations_of_egfr_are_neither_common_nor_t790m() -> None:
    """CIViC: all of exons 18 to 21 but L858R, exon 19 deletions and T790M."""
    assert str(parse_variant_name("EGFR", "Rare Exon 18-21 Mutation")) == (
        "EGFR exons 18-21 mutation except p.L858R, exon 19 inframe_deletion, p.T790M"
    )


REGIONS = {
    ("ABL1", "tyrosine_kinase_domain"),
    ("ABL1", "p_loop"),
    ("FLT3", "tyrosine_kinase_domain"),
}


@pytest.mark.parametrize(
    ("gene", "name", "pattern"),
    [
        ("ABL1", "TKD Mutation", "ABL1 region tyrosine_kinase_domain mutation"),
        ("ABL1", "P-Loop Mutation", "ABL1 region p_loop mutation"),
        (
            "ABL1",
            "Non-P-Loop Mutation",
            "ABL1 region tyrosine_kinase_domain mutation except region p_loop mutation",
        ),
        (
            "FLT3",
            "TKD MUTATION",
            "FLT3 region tyrosine_kinase_domain mutation except internal_tandem_duplication",
        ),
    ],
)
def test_a_region_counts_once_its_residues_are_known(gene: str, name: str, pattern: str) -> None:
    facts = VariantFacts(regions=REGIONS)

    assert str(parse_variant_name(gene, name, facts)) == pattern


class TestGenomicChange:
    """An rs number says neither REF nor ALT: the source's coordinates do, if REF is right."""

    def named(self, reference: Reference, start: int, hgvs: str) -> str:
        described = {("KRAS", "RS1"): Description("12", start, start, (hgvs,))}
        facts = VariantFacts(described=described, reference=reference)
        return str(parse_variant_name("KRAS", "rs1", facts))

    def test_as_the_source_gives_it(self, reference: Reference) -> None:
        hgvs = "NC_000012.11:g.25398284C>T"

        assert self.named(reference, 25398284, hgvs) == "KRAS g.GRCh37:12:25398284:C>T"

    @pytest.mark.parametrize(
        ("start", "hgvs", "reason"),
        [
            (25398284, "NC_000012.11:g.25398284A>T", "the reference base of 'rs1' is C, not A"),
            (25398284, "NC_000012.12:g.25245350C>T", "the source gives no REF and ALT of 'rs1'"),
            (25398284, "NM_004985.4:c.35G>A", "the source gives no REF and ALT of 'rs1'"),
            (1, "NC_000012.11:g.1C>T", "the reference base of 'rs1' is not embedded"),
        ],
    )
    def test_refused(self, start: int, hgvs: str, reason: str, reference: Reference) -> None:
        """A change on another build than the place that stands beside it is not taken."""
        with pytest.raises(BiomarkerError, match=f"^{reason}$"):
            self.named(reference, start, hgvs)


def test_residues_are_taken_away_as_the_coding_change_says(reference: Reference) -> None:
    described = {("BRAF", "DEL 485-490"): Description("7", 1, 1, ("ENST1.1:c.1453_1470del",))}
    facts = VariantFacts(described=described, reference=reference)

    assert str(parse_variant_name("BRAF", "DEL 485-490", facts)) == "BRAF p.L485_P490del"


@pytest.mark.parametrize(
    ("former", "symbol"), [("MGEA5", "OGA"), ("BRAF", "BRAF"), ("XYZ1", "XYZ1")]
)
def test_genes_get_their_current_symbol(former: str, symbol: str, reference: Reference) -> None:
    facts = VariantFacts(reference=reference)

    assert str(parse_variant_name(f"FGFR2::{former}", "Fusion", facts)) == f"FGFR2::{symbol} fusion"
