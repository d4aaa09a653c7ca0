"""What is read of genes and markers that shut out: lists below headings.

The sentences are made up in the manner of the registry's.
"""

from __future__ import annotations

import re

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.knowledge.germline_genes import hereditary_genes
from oncomatch.trials.eligibility.hereditary import SYNDROMES
from oncomatch.trials.eligibility.molecular import read_molecular
from oncomatch.trials.eligibility.reading import Eligibility, read_eligibility


def read(*items: str, above: str = "") -> list[str]:
    """Return what a text asks for whose exclusions are the items, below a heading if any."""
    mark = "  * " if above else "* "
    lines = ["Inclusion Criteria:", "* Adults", "Exclusion Criteria:"]
    lines += [f"* {above}"] if above else []
    text = "\n\n".join([*lines, *(f"{mark}{each}" for each in items)])
    found = read_eligibility(Eligibility(text), (read_molecular,))
    return [
        f"{each.side.value}: {each.pattern} ({each.confidence.value})" for each in found.criteria
    ]


def shuts_out(value: str, confidence: str) -> list[str]:
    return [f"exclusion: {parse_biomarker(value)} ({confidence})"]


@pytest.mark.parametrize(
    ("above", "confidence"),
    [
        ("Patients with any of the following will not be included in the study:", "certain"),
        ("Subjects meeting any of the criteria below may not participate:", "certain"),
        (
            "The presence of any of the following will exclude a patient from study entry:",
            "certain",
        ),
        ("Excluded if any of the following criteria apply, unless the sponsor agrees:", "likely"),
        ("Tumours that carry any of the following:", "likely"),
    ],
)
def test_each_item_below_a_heading_of_exclusions_shuts_out_by_itself(above, confidence):
    assert read("Known EGFR mutation", "Pregnancy", above=above) == shuts_out(
        "EGFR mutation", confidence
    )


@pytest.mark.parametrize(
    "above",
    [
        "Prior treatment for any of the following:",
        "HIV infection, except for patients with any of the following:",
    ],
)
def test_items_below_a_heading_of_treatments_or_exceptions_shut_nobody_out(above):
    assert read("Known EGFR mutation", above=above) == []


def among_included(*items: str) -> list[str]:
    text = "\n\n".join(["Inclusion Criteria:", *(f"* {each}" for each in items)])
    found = read_eligibility(Eligibility(text), (read_molecular,))
    return [
        f"{each.side.value}: {each.pattern} ({each.confidence.value})" for each in found.criteria
    ]


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("Patients with EGFR mutations are not eligible", "certain"),
        ("Tumours harbouring an EGFR mutation will be excluded.", "certain"),
        ("Participants known to have an EGFR mutation cannot be enrolled", "certain"),
        ("Patients will be excluded if they have a known EGFR mutation", "likely"),
    ],
)
def test_who_is_not_eligible_is_shut_out_among_what_is_included_too(text, confidence):
    assert among_included(text) == shuts_out("EGFR mutation", confidence)
    assert read(text) == shuts_out("EGFR mutation", confidence)


def test_a_clause_that_shuts_out_leaves_the_others_as_they_are():
    text = "Patients must have a BRAF V600E mutation; patients with KRAS G12C are excluded"

    assert among_included(text) == [
        "inclusion: BRAF p.V600E (certain)",
        "exclusion: KRAS p.G12C (certain)",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Patients with EGFR mutations are not eligible for surgery",
        "Patients must have an EGFR mutation or be ineligible for chemotherapy",
        "Patients with HIV are excluded, but those with an EGFR mutation are eligible",
        "Patients with HIV are excluded unless they have an EGFR mutation",
        "Patients with unknown EGFR mutation status are excluded",
    ],
)
def test_what_is_said_of_a_treatment_or_an_exception_shuts_nobody_out(text):
    assert not [each for each in among_included(text) if each.startswith("exclusion")]


@pytest.mark.parametrize("text", ["KRAS mutations are not excluded", "Exception: KRAS mutations"])
def test_what_is_said_not_to_shut_out_does_not(text):
    assert read(text) == []


def test_a_requirement_with_a_sample_that_is_not_accepted_stays_a_requirement():
    found = among_included("Patients must have a BRAF V600E mutation (blood is not accepted)")

    assert found == ["inclusion: BRAF p.V600E (certain)"]


def test_that_an_absence_shuts_out_among_what_is_included_is_to_be_reviewed():
    found = among_included("Patients without an EGFR mutation are excluded")

    assert found == ["exclusion: not EGFR mutation (to review)"]


def test_a_change_beside_the_one_that_is_asked_for_shuts_out_by_itself():
    assert read("Concurrent KRAS mutation") == shuts_out("KRAS mutation", "certain")
    assert read("Co-occurring KRAS or STK11 mutations") == shuts_out(
        "KRAS mutation or STK11 mutation", "certain"
    )


LYNCH = (
    "germline (MLH1 mutation or MSH2 mutation or MSH6 mutation or PMS2 mutation or EPCAM mutation)"
)
GENOTYPES = [
    "UGT1A1 allele *6 homozygous",
    "UGT1A1 allele *28 homozygous",
    "(UGT1A1 allele *6 and UGT1A1 allele *28)",
]


@pytest.mark.parametrize(
    ("text", "value", "confidence"),
    [
        ("Known Lynch syndrome", LYNCH, "likely"),
        ("Hereditary nonpolyposis colorectal cancer (HNPCC)", LYNCH, "likely"),
        ("Patients with Li-Fraumeni syndrome", "germline (TP53 mutation)", "likely"),
        ("Germline Li Fraumeni syndrome", "germline (TP53 mutation)", "likely"),
        ("Familial adenomatous polyposis (FAP)", "germline (APC mutation)", "likely"),
        ("Neurofibromatosis type 2", "germline (NF2 mutation)", "likely"),
        ("MUTYH-associated polyposis", "germline (MUTYH biallelic_loss)", "likely"),
        (
            "Known von Hippel-Lindau disease or tuberous sclerosis",
            "germline (VHL mutation) or germline (TSC1 mutation or TSC2 mutation)",
            "likely",
        ),
        ("Known UGT1A1*28/*28 genotype", "UGT1A1 allele *28 homozygous", "certain"),
        ("Homozygous for the UGT1A1*6 allele", "UGT1A1 allele *6 homozygous", "certain"),
        ("Known UGT1A1 *1/*28 genotype", "UGT1A1 allele *28 heterozygous", "certain"),
        (
            "Known genotype UGT1A1*6/*6, UGT1A1*28/*28, or UGT1A1*6/*28",
            " or ".join(GENOTYPES),
            "certain",
        ),
    ],
)
def test_an_inherited_syndrome_or_genotype_shuts_out(text, value, confidence):
    assert read(text) == shuts_out(value, confidence)


@pytest.mark.parametrize(
    "text",
    ["Family history of Lynch syndrome", "UGT1A1 *1/*1", "Relatives with a BRCA1 mutation"],
)
def test_what_relatives_have_or_nobody_lacks_shuts_nobody_out(text):
    assert read(text) == []


def test_a_personal_or_family_history_shuts_out():
    assert read("Personal or family history of Lynch syndrome") == shuts_out(LYNCH, "likely")


@pytest.mark.parametrize(("text", "genes"), SYNDROMES.values(), ids=SYNDROMES)
def test_the_genes_of_a_syndrome_are_those_of_the_embedded_table(text, genes):
    known = hereditary_genes()

    for gene in set(genes) - {"EPCAM", "NF1"}:  # rules of tests/trials/README.md
        diseases = known[gene].diseases
        assert any(re.fullmatch(text, each, re.IGNORECASE) for each in diseases), gene


@pytest.mark.parametrize(
    "text",
    [
        "Subjects with EGFR-mutated tumours, for whom osimertinib is the standard",
        "Patients with EGFR mutations since approved drugs are available",
        "Lung cancer not otherwise specified with an EGFR mutation",
    ],
)
def test_a_reason_of_words_that_are_not_known_leaves_a_change_likely(text):
    assert read(text) == shuts_out("EGFR mutation", "likely")


@pytest.mark.parametrize(
    "text",
    [
        "Patients with an EGFR mutation must have had osimertinib",
        "Patients with EGFR mutations may enrol after osimertinib",
        "EGFR mutation status must be known",
    ],
)
def test_a_rule_for_those_with_a_change_shuts_nobody_out(text):
    assert read(text) == []


SENSITIVE = "EGFR gain_of_function except exon 20 inframe_insertion, p.T790M, p.C797S"


@pytest.mark.parametrize(
    ("text", "value", "confidence"),
    [
        (
            "EGFR-sensitizing mutation (e.g., exon 19 deletion or L858R) or ALK rearrangement",
            f"{SENSITIVE} or ALK fusion",
            "certain",
        ),
        (
            "EGFR mutation (including L858R) or ALK fusion",
            "EGFR mutation or ALK fusion",
            "certain",
        ),
        ("Known RAS mutation (KRAS or NRAS)", "KRAS mutation or NRAS mutation", "certain"),
        ("Known HER2 positivity", "ERBB2 amplification or ERBB2 overexpression", "certain"),
        ("Known positivity for EGFR or ROS1", "EGFR mutation or ROS1 fusion", "likely"),
        ("Positive for HER2", "ERBB2 amplification or ERBB2 overexpression", "certain"),
        (
            "Known BRCA1 or PALB2 carriers",
            "germline (BRCA1 mutation or PALB2 mutation)",
            "likely",
        ),
        (
            "Known BRCA1 germline mutation or Li-Fraumeni syndrome",
            "germline (BRCA1 mutation) or germline (TP53 mutation)",
            "likely",
        ),
        (
            "Activating mutations in EGFR, ALK or RET",
            "EGFR gain_of_function or ALK fusion or RET fusion",
            "certain",
        ),
        (
            "Actionable genomic alterations (AGAs) in EGFR, ALK or ROS1",
            "EGFR mutation or ALK fusion or ROS1 fusion",
            "certain",
        ),
        (
            "UGT1A1 *28/*28, *6/*6 genotypes",
            "UGT1A1 allele *28 homozygous or UGT1A1 allele *6 homozygous",
            "certain",
        ),
        ("MSI-H or hypermutated tumours", "MSI high", "likely"),
        ("EGFR mutation, ALK fusion, or high MET ratio", "EGFR mutation or ALK fusion", "likely"),
        ("Presence of the Philadelphia chromosome", "BCR::ABL1 fusion", "certain"),
    ],
)
def test_words_beside_a_change_leave_what_shuts_out_as_it_is(text, value, confidence):
    assert read(text) == shuts_out(value, confidence)


@pytest.mark.parametrize("text", ["Known DPYD deficiency", "UGT1A1 deficiency"])
def test_a_deficiency_of_an_enzyme_is_no_loss_of_its_gene(text):
    assert read(text) == []


def test_a_change_that_another_narrows_and_that_is_not_understood_is_to_be_reviewed():
    assert read("MYC rearrangement with atypical BCL2 events") == shuts_out(
        "MYC rearrangement", "to review"
    )


def test_an_entity_of_a_list_of_lymphomas_is_to_be_reviewed():
    text = (
        "T-cell lymphoma, Burkitt lymphoma, hairy cell leukaemia, primary effusion lymphoma, or "
        "ALK-positive large B-cell lymphoma"
    )

    assert read(text) == shuts_out("ALK fusion", "to review")


@pytest.mark.parametrize(
    ("text", "value", "confidence"),
    [
        (
            "Alterations in EGFR, BRAF (V600E), RET, MET (exon 14 skipping or amplification)",
            "EGFR mutation or BRAF p.V600E or RET fusion or MET exon 14 skipping or "
            "MET amplification",
            "certain",
        ),
        ("H3K27M mutation or IDH1 mutation", "IDH1 mutation", "likely"),
        (
            "EGFR, ALK or ROS1 rearrangements",
            "EGFR mutation or ALK fusion or ROS1 fusion",
            "likely",
        ),
    ],
)
def test_the_pieces_of_a_list_are_read_each_by_itself_where_the_whole_is_not(
    text, value, confidence
):
    assert read(text) == shuts_out(value, confidence)


def test_that_a_change_is_not_known_is_asked_for():
    assert among_included("Not known to have an EGFR mutation") == [
        "inclusion: not EGFR mutation (certain)"
    ]


def test_those_negative_for_another_gene_are_not_those_with_the_change():
    assert (
        among_included("Tumours negative for APC or CTNNB1 activating mutations are excluded") == []
    )


@pytest.mark.parametrize(
    ("following", "confidence"),
    [
        ("(Exceptions are tumours with KRAS G12C)", "likely"),
        ("Patients with KRAS G12C mutations are eligible", "likely"),
        ("Patients with EGFR mutations are eligible", "certain"),
        ("Patients with unknown KRAS status are eligible", "certain"),
    ],
)
def test_a_sentence_behind_that_takes_some_of_them_back_is_a_doubt(following, confidence):
    assert (
        read(f"Tumours with KRAS mutations. {following}")[0]
        == shuts_out("KRAS mutation", confidence)[0]
    )


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("Patients with TP53 mutations or those who have not been tested", "certain"),
        ("Patients with TP53 mutations or those who are untested, except in remission", "likely"),
    ],
)
def test_other_patients_who_are_shut_out_too_change_nothing(text, confidence):
    assert read(text) == shuts_out("TP53 mutation", confidence)


def test_a_list_behind_those_who_are_not_eligible_is_read():
    text = "Patients with the following mutations or rearrangements are not eligible: EGFR, ALK"

    assert read(text) == shuts_out("EGFR mutation or ALK fusion", "likely")
