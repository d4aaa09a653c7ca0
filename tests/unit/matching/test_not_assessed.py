"""What this version has no facts about is unknown, with a sentence, and never not met."""

from __future__ import annotations

import pytest

from building import ask, tumor
from oncomatch.domain.evaluation import Evaluation, Outcome

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN

UNASSESSED = {
    "EML4::ALK fusion": "fusions were not assessed",
    "EML4 exon 6::ALK exon 20 fusion": "fusions were not assessed",
    "ALK rearrangement": "rearrangements were not assessed",
    "BRAF intron 9 rearrangement": "rearrangements were not assessed",
    "BRAF kinase_domain_duplication": "duplications within genes were not assessed",
    "EGFR exons 2-7 loss": "the loss of whole exons was not assessed",
    "AR splice_variant AR-V7": "transcripts were not assessed",
    "TP53 loss_of_heterozygosity": "loss of heterozygosity was not assessed",
    "arm 17p loss": "the copy number of chromosome arm 17p was not assessed",
    "HRD positive": "homologous recombination deficiency was not assessed",
    "HRD score >= 42": "the HRD score was not assessed",
    "signature SBS3": "mutational signatures were not assessed",
    "virus HPV": "HPV was not assessed",
    "DPYD allele *2A": "inherited alleles were not assessed",
    "after osimertinib": "prior therapy was not stated",
    "line >= 2": "the line of therapy was not stated",
    "MMR deficient": "mismatch repair was not assessed",
    "CD274 TPS >= 50": "the TPS of CD274 was not assessed",
    "MGMT promoter_methylation": "the methylation of the promoter of MGMT was not assessed",
    "CDKN2A product p16 expression": "the protein level of p16 of CDKN2A was not assessed",
}


@pytest.mark.parametrize("pattern", UNASSESSED)
def test_it_is_unknown_and_so_is_its_opposite(pattern: str) -> None:
    profile = tumor("LUAD", [("EGFR", "L858R")], panel=["EGFR", "ALK", "BRAF", "TP53"])
    expected = Evaluation(UNKNOWN, UNASSESSED[pattern])

    assert ask(pattern, profile) == expected
    assert ask(f"not {pattern}", profile) == expected


CARRIER = tumor("HGSOC", [("BRCA1", "c.68_69del")], panel=["BRCA1", "BRCA2"])


@pytest.mark.parametrize(
    ("pattern", "outcome"),
    [
        ("BRCA1 loss_of_function", MET),
        ("germline (BRCA1 loss_of_function)", UNKNOWN),
        ("somatic (BRCA1 loss_of_function)", UNKNOWN),
        ("germline (BRCA2 loss_of_function)", UNKNOWN),
        ("somatic (BRCA2 loss_of_function)", NOT_MET),
        ("somatic (KRAS mutation)", UNKNOWN),
        ("not somatic (BRCA2 loss_of_function)", MET),
        ("somatic (not BRCA2 loss_of_function)", MET),
        ("somatic (BRCA1 loss_of_function and BRCA2 loss_of_function)", NOT_MET),
        ("somatic (BRCA1 loss_of_function or BRCA2 loss_of_function)", UNKNOWN),
        ("germline (BRCA1 loss_of_function or somatic (BRCA2 mutation))", UNKNOWN),
    ],
)
def test_the_origin_of_what_a_tumour_carries_is_not_known(pattern: str, outcome: Outcome) -> None:
    assert ask(pattern, CARRIER).outcome is outcome


def test_the_germline_was_not_assessed_and_what_was_seen_is_said() -> None:
    found = CARRIER.small_variants[0]

    assert ask("germline (BRCA1 loss_of_function)", CARRIER) == Evaluation(
        UNKNOWN,
        f"BRCA1 loss_of_function: the germline was not assessed ({found.label} detected)",
        (found.id,),
    )
