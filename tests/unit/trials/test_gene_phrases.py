"""Phrases about genes as trials spell them: the pattern of each, or none where it has none.

The phrases are made up in the manner of the registry's.
"""

from __future__ import annotations

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.trials.eligibility.phrases import find_phrases

DEL19 = "EGFR exon 19 inframe_deletion"
RAS = ("KRAS", "NRAS", "HRAS")
CODONS = " or ".join(f"{gene} codon {codon}" for gene in RAS for codon in (12, 13, 61))
HER2 = "(ERBB2 amplification or ERBB2 overexpression)"
FGFR = ("FGFR1", "FGFR2", "FGFR3", "FGFR4")
FGFR_ANY = " or ".join([*(f"{g} fusion" for g in FGFR), *(f"{g} gain_of_function" for g in FGFR)])
SENSITIVE = "EGFR gain_of_function except exon 20 inframe_insertion, p.T790M, p.C797S"
SIX = "KRAS p.G12V or KRAS p.G12D or KRAS p.G12R"

READ = f"""
    EGFR in-frame exon 20 insertion mutations | EGFR exon 20 inframe_insertion
    FGFR1-3 fusion | FGFR1 fusion or FGFR2 fusion or FGFR3 fusion
    BRCA 1 or 2 mutation | BRCA1 mutation or BRCA2 mutation
    ARID1A/B mutation | ARID1A mutation or ARID1B mutation
    RAD51B/C/D mutations | RAD51B mutation or RAD51C mutation or RAD51D mutation
    RAF mutation | ARAF mutation or BRAF mutation or RAF1 mutation
    PTPN11 (SHP2) mutation | PTPN11 mutation
    EGFR sensitizing (activating) mutation | EGFR gain_of_function except exon 20 \
inframe_insertion, p.T790M, p.C797S
    loss of SMARCA4 due to truncating mutation or deletion | SMARCA4 truncation or SMARCA4 deletion
    RB1 loss including copy number loss or mutation | RB1 deletion or RB1 protein_loss \
or RB1 loss or RB1 mutation
    T315I mutation | ABL1 p.T315I
    T315I, Y253H or E255K/V | ABL1 p.T315I or ABL1 p.Y253H or ABL1 p.E255K or ABL1 p.E255V
    mutations as follows: T315I, Y253F/H | ABL1 p.T315I or ABL1 p.Y253F or ABL1 p.Y253H
    EGFR mutations as follows: L858R or exon 19 deletion | EGFR p.L858R or {DEL19}
    FGFR2 V564/565 gatekeeper mutation | FGFR2 codon 564 or FGFR2 codon 565
    Philadelphia chromosome (Ph chromosome) positive | BCR::ABL1 fusion
    positive for CD123 | IL3RA expression
    HER2 negative in the primary tumor | not (ERBB2 amplification or ERBB2 overexpression)
    PTEN loss | PTEN deletion or PTEN protein_loss
    RB1 copy number loss | RB1 loss
    hemizygous deletion of RB1 | RB1 loss
    KEAP1 co-mutation | KEAP1 mutation
    BCR-ABL1 fusion or t(9;22) | BCR::ABL1 fusion
    t(9;22) karyotype abnormality or positive BCR/ABL1 fusion gene | BCR::ABL1 fusion
    HRD-negative | not HRD positive
    homologous recombination proficient | not HRD positive
    HPV16+ | virus HPV
    HLA-A*0201 or HLA-A*0205 positive | HLA-A allele A*02:01 or HLA-A allele A*02:05
    HLA-DRB1*07:01 positive | HLA-DRB1 allele DRB1*07:01
    METex14 skipping | MET exon 14 skipping
    MET exon 14 (METex14) skipping alterations | MET exon 14 skipping
    MET exon 14 mutation | MET exon 14 skipping
    JAK2 exon 14 mutation | JAK2 exon 14 mutation
    EGFR exon 21 L858R substitution | EGFR p.L858R
    EGFR exon 18, 19, 20 or 21 mutation | EGFR exons 18-21 mutation
    KIT exon 9, 11, 13 or 17 mutation | {
    " or ".join(f"KIT exon {each} mutation" for each in (9, 11, 13, 17))
}
    HER2 mutations in the kinase domain of exons 18, 19, 20, or 21 | ERBB2 exons 18-21 mutation
    KRAS^G12C mutation | KRAS p.G12C
    KRAS c.34G>T (p.G12C) mutation | KRAS p.G12C
    BRAFV600 mutation | BRAF codon 600
    BRAF V600E or K mutation | BRAF p.V600E or BRAF p.V600K
    IDH1R132H mutation | IDH1 p.R132H
    KRAS codon 12 or 13 mutation | KRAS codon 12 or KRAS codon 13
    mutations in codons 12 or 13 of KRAS | KRAS codon 12 or KRAS codon 13
    mutations in KRAS, NRAS, or HRAS at codons 12, 13, or 61 (G12, G13, or Q61) | {CODONS}
    RAS mutation, defined as mutations in KRAS, NRAS, or HRAS at codons 12, 13, or 61 | {CODONS}
    mutations in KRAS (G12V, G12D or G12R) | {SIX}
    KRAS mutations (KRAS G12V, KRAS G12D or KRAS G12R) | {SIX}
    RAS mutation, specifically KRAS G12D | KRAS p.G12D
    common EGFR mutations (exon 19 deletion or exon 21 L858R) | {DEL19} or EGFR p.L858R
    BRAF (class I, II, and/or III) mutation | BRAF mutation
    BRAF class 1, 2 or 3 mutation | BRAF mutation
    mutated RAF1 or NF1 loss of function | RAF1 mutation or NF1 loss_of_function
    NF1 loss-of-function mutation | NF1 loss_of_function
    TSC1 LoF mutation | TSC1 loss_of_function
    RAS activation | KRAS gain_of_function or NRAS gain_of_function or HRAS gain_of_function
    PDGFRA (DNA point mutation or amplification with >=5 copy numbers) | {
    "PDGFRA mutation or PDGFRA copies >= 5"
}
    KRAS amplification (copy number >/= 4) | KRAS copies >= 4
    MET amplification | MET amplification
    FGFR gene fusions/translocations or activating mutations | {FGFR_ANY}
    mutations or genomic alterations in any of the following genes: EGFR, ALK or RET | {
    "EGFR mutation or ALK fusion or RET fusion"
}
    fusions or mutations in ALK | ALK fusion or ALK mutation
    changes in the EGFR or ALK genes | EGFR mutation or ALK fusion
    KRAS non-G12C, NRAS or BRAF mutations | {
    "KRAS mutation except p.G12C or NRAS mutation or BRAF mutation"
}
    homozygous loss of MTAP | MTAP deletion
    homozygous MTAP deletion or loss of MTAP protein expression | MTAP deletion or MTAP protein_loss
    loss of expression of PTEN | PTEN protein_loss
    HER2 amplification as defined with ≥ 7 copies | ERBB2 copies >= 7
    ESR1 point mutations in the ESR1 ligand binding domain | {
    "ESR1 region ligand_binding_domain mutation"
}
    EGFR mutation must be an Ex19del or Ex21 L858R | {DEL19} or EGFR p.L858R
    common EGFR mutations known to be associated with EGFR-TKI sensitivity (Ex19del or L858R) | {
    DEL19 + " or EGFR p.L858R"
}
    EGFR mutation associated with sensitivity to EGFR TKIs | {SENSITIVE}
    IDH1- or IDH2-mutated | IDH1 mutation or IDH2 mutation
    FLT3 activating mutation (FLT3-ITD and/or FLT3-TKD [D835/I836]) | {
    "FLT3 internal_tandem_duplication or FLT3 region tyrosine_kinase_domain mutation"
}
    FGFR2 gene fusion or other FGFR2 rearrangement | FGFR2 fusion
    any RAS mutation (KRAS, NRAS or HRAS) | {" or ".join(f"{gene} mutation" for gene in RAS)}
    RAS mutation (KRAS or NRAS) | KRAS mutation or NRAS mutation
    ATM mutation or loss of ATM protein expression | ATM mutation or ATM protein_loss
    BRAF alteration (fusion or mutation) | BRAF fusion or BRAF mutation
    BRAF V600E wild-type | not BRAF p.V600E
    CTNNB1 or APC mutation | CTNNB1 mutation or APC mutation
    mutations in POLE or POLD1 | POLE mutation or POLD1 mutation
    somatic AKT1 mutation | somatic (AKT1 mutation)
    somatic or germline BRCA1 mutation | BRCA1 mutation
    BRAF-altered | BRAF mutation or BRAF fusion
    KRAS or BRAF-altered | KRAS mutation or BRAF mutation
    gBRCA1 or gBRCA2 mutation | germline (BRCA1 mutation or BRCA2 mutation)
    gBRCAm | germline (BRCA1 mutation or BRCA2 mutation)
    gBRCA-mutated, HER2-negative | germline (BRCA1 mutation or BRCA2 mutation) and not {HER2}
    variant (tumor or germline) in BRCA1 or BRCA2 | BRCA1 mutation or BRCA2 mutation
    KMT2Ar or NPM1m | KMT2A fusion or NPM1 mutation
    FLT3-ITD and/or FLT3-TKD mutation | {
    "FLT3 internal_tandem_duplication or FLT3 region tyrosine_kinase_domain mutation"
}
    DNAJB1-PRKACA fusion | DNAJB1::PRKACA fusion
    ALK, ROS1, MET exon 14 skipping, BRAF V600E or NTRK1 alterations | {
    "MET exon 14 skipping or BRAF p.V600E or ALK fusion or ROS1 fusion or NTRK1 fusion"
}
    human epidermal growth factor receptor negative (HER2-) | not {HER2}
    human epidermal growth factor receptor-2 negative | not {HER2}
    epidermal growth factor receptor mutation | EGFR mutation
    ROS proto-oncogene 1 (ROS1) fusion | ROS1 fusion
    Kirsten rat sarcoma viral oncogene homolog (KRAS) G12D | KRAS p.G12D
    BAP-1 mutation | BAP1 mutation
"""

NOT_READ = """
    uncommon EGFR mutation
    EGFR (classical, atypical, exon 20 insertion) mutation
    EGFR mutation (T790M negative)
    BRAF class II or III mutation
    NF1 activation
    EGFR or KRAS mutation (G12C)
    KRAS mutation, specifically an EGFR mutation
"""


def rows(table: str) -> list[object]:
    return [
        pytest.param(*(cell.strip() for cell in line.rsplit("|", 1)), id=line.split("|")[0].strip())
        for line in table.strip().splitlines()
    ]


@pytest.mark.parametrize(("text", "pattern"), rows(READ))
def test_a_phrase_has_its_pattern(text: str, pattern: str):
    assert [str(each.pattern) for each in find_phrases(text)] == [str(parse_biomarker(pattern))]


@pytest.mark.parametrize("text", [line.strip() for line in NOT_READ.strip().splitlines()])
def test_a_phrase_that_says_more_has_none(text: str):
    """Read as what is left of it, it would ask for the wrong patients."""
    assert [each.pattern for each in find_phrases(text)] == [None]
