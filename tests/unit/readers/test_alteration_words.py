"""One alteration, many spellings: each becomes the pattern that says the same, or an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncomatch.errors import InputError
from oncomatch.readers.alteration_words import LONGEST, AlterationWords, Understood
from oncomatch.reference.bundle import open_reference

SPELLINGS = {
    "BRAF p.V600E": [("BRAF", "V600E"), ("BRAF", "p.Val600Glu"), ("braf", "p.(Val600Glu)"),
                     ("", "BRAF V600E"), ("BRAF", "BRAF V600E"), ("BRAF", "p.V600E")],
    "BRAF codon 600": [("BRAF", "V600"), ("BRAF", "codon 600"), ("BRAF", "V600X"),
                       ("BRAF", "V600 mutation")],
    "BRAF mutation except codon 600": [("BRAF", "non-V600"), ("BRAF", "non-V600 mutations")],
    "EGFR exon 19 inframe_deletion": [("EGFR", "exon 19 deletion"), ("EGFR", "Ex19del"),
                                      ("EGFR", "E19del"), ("EGFR", "exon 19 in-frame deletion"),
                                      ("ERBB1", "Exon 19 Deletions")],
    "EGFR exon 20 inframe_insertion": [("EGFR", "exon 20 insertion"), ("EGFR", "ex20ins"),
                                       ("EGFR", "exon 20 insertion mutations")],
    "EGFR exons 18-21 mutation": [("EGFR", "exon 18-21 mutation"), ("EGFR", "exons 18-21 mut")],
    "MET exon 14 skipping": [("MET", "exon 14 skipping"), ("MET", "METex14"),
                             ("MET", "MET exon 14 skipping mutation")],
    "ERBB2 amplification": [("ERBB2", "amplification"), ("HER2", "amp"), ("HER2", "amplified")],
    "CDKN2A deletion": [("CDKN2A", "homozygous deletion"), ("CDKN2A", "deep deletion"),
                        ("CDKN2A", "deletion")],
    "PTEN loss": [("PTEN", "loss"), ("PTEN", "copy number loss")],
    "EML4::ALK fusion": [("ALK", "EML4-ALK"), ("", "EML4::ALK"), ("EML4", "EML4-ALK fusion"),
                         ("ALK", "EML4/ALK"), ("ALK", "EML4::ALK fusion")],
    "BCR::ABL1 fusion": [("", "BCR-ABL"), ("ABL1", "BCR::ABL1")],
    "ALK fusion": [("ALK", "fusion"), ("ALK", "rearrangement"), ("ALK", "ALK fusion"),
                   ("ALK", "translocation")],
    "KRAS wildtype": [("KRAS", "wild type"), ("KRAS", "wild-type"), ("KRAS", "WT")],
    "KRAS mutation": [("KRAS", "mutation"), ("KRAS", "mutant"), ("KRAS", "any mutation")],
    "KRAS oncogenic": [("KRAS", "oncogenic mutations"), ("KRAS", "Oncogenic Mutation"),
                       ("KRAS", "pathogenic variants")],
    "EGFR gain_of_function": [("EGFR", "activating mutations"), ("EGFR", "gain-of-function")],
    "BRCA1 loss_of_function": [("BRCA1", "loss of function"), ("BRCA1", "LoF"),
                               ("BRCA1", "inactivating mutation")],
    "BRCA2 truncation": [("BRCA2", "truncating mutation"), ("BRCA2", "truncation")],
    "FLT3 internal_tandem_duplication": [("FLT3", "ITD"), ("FLT3", "FLT3-ITD")],
    "TERT c.-124C>T or TERT c.-146C>T": [("TERT", "promoter mutation"),
                                         ("TERT", "promoter mutations")],
    "MSI high": [("", "MSI-H"), ("MSI", "MSI-H"), ("", "microsatellite instability-high")],
    "MSI stable": [("", "MSS"), ("MSI", "microsatellite stable")],
    "MMR deficient": [("", "dMMR"), ("", "mismatch repair deficient")],
    "TMB >= 10": [("", "TMB >= 10"), ("", "TMB ≥ 10"), ("TMB", "TMB-H"), ("", "TMB 10/Mb")],
    "CD274 TPS >= 50": [("PD-L1", "TPS >= 50%"), ("CD274", "TPS 50")],
    "ERBB2 IHC >= 3": [("HER2", "IHC 3+"), ("ERBB2", "3+")],
    "ERBB2 copies >= 8": [("ERBB2", "copy number 8"), ("ERBB2", "CN >= 8")],
    "BRCA1 p.Q1756Pfs": [("BRCA1", "Q1756Pfs*74"), ("BRCA1", "p.Gln1756ProfsTer74")],
    "EGFR p.A763_Y764insFQEA": [("EGFR", "A763_Y764insFQEA"),
                                ("EGFR", "p.Ala763_Tyr764insPheGlnGluAla")],
}  # fmt: skip


NO_HER2 = "not ERBB2 amplification and not ERBB2 overexpression"
RECEPTORS = {
    "triple-negative": f"not ESR1 expression and not PGR expression and {NO_HER2}",
    "TNBC": f"not ESR1 expression and not PGR expression and {NO_HER2}",
    "HR-positive": "(ESR1 expression or PGR expression)",
    "HR+/HER2-": f"(ESR1 expression or PGR expression) and {NO_HER2}",
    "HR-positive and HER2-negative": f"(ESR1 expression or PGR expression) and {NO_HER2}",
    "hormone receptor positive, HER2-": f"(ESR1 expression or PGR expression) and {NO_HER2}",
    "ER+": "ESR1 expression",
    "PR-negative": "not PGR expression",
}


@pytest.fixture(scope="module")
def words() -> AlterationWords:
    return AlterationWords(open_reference())


@pytest.mark.parametrize(
    ("gene", "alteration", "pattern"),
    [(*spelling, pattern) for pattern, found in SPELLINGS.items() for spelling in found],
)
def test_every_spelling_means_the_pattern(
    gene: str, alteration: str, pattern: str, words: AlterationWords
) -> None:
    understood = words.read(gene, alteration)

    assert [str(each) for each in understood.biomarkers] == [pattern]


@pytest.mark.parametrize("said", RECEPTORS)
def test_the_receptors_of_breast_cancer_are_named_as_people_do(
    said: str, words: AlterationWords
) -> None:
    parts = [f"({p})" if " or " in str(p) else str(p) for p in words.read("", said).biomarkers]

    assert " and ".join(parts) == RECEPTORS[said]


@pytest.mark.parametrize("joint", [" and ", " + ", "; "])
def test_alterations_that_hold_together(joint: str, words: AlterationWords) -> None:
    understood = words.read("EGFR", f"L858R{joint}T790M")

    assert [str(each) for each in understood.biomarkers] == ["EGFR p.L858R", "EGFR p.T790M"]
    assert understood.genes == ("EGFR",)


@pytest.mark.parametrize("gene", ["NKX2-1", "HLA-A"])
def test_a_gene_with_a_dash_is_no_fusion(gene: str, words: AlterationWords) -> None:
    assert [str(each) for each in words.read("", f"{gene} amplification").biomarkers] == [
        f"{gene} amplification"
    ]


class TestNotes:
    def test_a_rearrangement_is_said_to_be_read_as_a_fusion(self, words: AlterationWords) -> None:
        assert "read as a fusion" in words.read("ALK", "rearrangement").notes[0]

    def test_tmb_high_says_its_threshold(self, words: AlterationWords) -> None:
        assert "at least 10" in words.read("", "TMB-H").notes[0]

    def test_a_small_deletion_is_not_the_loss_of_an_exon(self, words: AlterationWords) -> None:
        assert "not the loss of the exon" in words.read("EGFR", "Ex19del").notes[0]


class TestRefusals:
    @pytest.mark.parametrize(
        ("gene", "alteration", "said"),
        [
            ("EGFRR", "L858R", "did you mean EGFR"),
            ("EGFR", "funny business", "not understood"),
            ("EGFR", "", "no alteration"),
            ("", "V600E", "name the gene"),
            ("", "exon 19 deletion", "gene"),
            ("BRAF", "V600Z", "not understood"),
            ("EGFR", "exon 0 deletion", "not understood"),
            ("EGFR", "L858R and nonsense-ish", "not understood"),
        ],
    )
    def test_says_what_is_wrong(
        self, gene: str, alteration: str, said: str, words: AlterationWords
    ) -> None:
        with pytest.raises(InputError, match=said):
            words.read(gene, alteration)

    def test_a_long_text_is_refused(self, words: AlterationWords) -> None:
        with pytest.raises(InputError, match="longer than"):
            words.read("EGFR", "L" * (LONGEST + 1))

    @given(st.text(max_size=40), st.text(max_size=40))
    def test_any_text_is_read_or_refused(self, gene: str, alteration: str) -> None:
        try:
            understood = AlterationWords(open_reference()).read(gene, alteration)
        except InputError:
            return
        assert isinstance(understood, Understood)
