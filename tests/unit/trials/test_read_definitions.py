"""What stands beside a marker: limits, tests, scans, alleles. The sentences are made up."""

from __future__ import annotations

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import Side
from oncomatch.trials.eligibility.molecular import findings, read_molecular
from oncomatch.trials.eligibility.reading import Eligibility, read_eligibility

POSITIVE = "ERBB2 amplification or ERBB2 overexpression"
LOW = (
    "(ERBB2 IHC >= 1 and ERBB2 IHC < 2) or "
    "(ERBB2 IHC >= 2 and ERBB2 IHC < 3 and not ERBB2 amplification)"
)


def read(text: str, side: Side = Side.INCLUSION) -> list[str]:
    return [f"{each.pattern} ({each.confidence.value})" for each in findings(text, side)]


def rows(table: str) -> list[object]:
    return [
        pytest.param(*(cell.strip() for cell in line.split("|")), id=line.split("|")[0].strip())
        for line in table.strip().splitlines()
    ]


def of_lung(text: str, *others: str) -> list[str]:
    lines = ["Inclusion Criteria:", "* Non-small cell lung cancer", f"* {text}"]
    lines += [f"* {each}" for each in others]
    found = read_eligibility(Eligibility("\n\n".join(lines)), (read_molecular,))
    return [f"{each.pattern} ({each.confidence.value})" for each in found.criteria]


LIMITS = f"""
    ER-positive (ER > 10%), any PR, and HER2-negative cancer | ESR1 expression and not ({POSITIVE})
    ER-positive cancer, with ER staining present in at least 50% of the cells | ESR1 expression
    HER2-negative (IHC 0 or 1+, or 2+ if ISH is negative) breast cancer | not ({POSITIVE})
    Must be PgR-positive (progesterone receptor) by local testing | PGR expression
    ER- or PgR-positive (progesterone receptor) tumour | ESR1 expression or PGR expression
    HER2-negative breast cancer defined as IHC 0 or 1+, or 2+ without amplification by ISH \
| not ({POSITIVE})
    TNBC (estrogen receptor [ER] negative, PR negative and HER2 negative) \
| not ({POSITIVE}) and not ESR1 expression and not PGR expression
    HR-positive cancer (defined as ER or PR > 10% of tumor cells) \
| ESR1 expression or PGR expression
    ER-positive (HER2-negative) breast cancer | ESR1 expression and not ({POSITIVE})
    HER2 expression (1-3+) by IHC | ERBB2 IHC >= 1
    HER2 IHC score of 1+ or greater | ERBB2 IHC >= 1
    HER2 1-2+ expression by IHC | ERBB2 IHC >= 1 and ERBB2 IHC <= 2
    Tumor mutational burden (TMB) of 10 mut/Mb or more | TMB >= 10
    CD20-positive lymphoma of grade 1/2 or 3a | MS4A1 expression
    HLA-A*02+ patients (performed during screening or based on historical test results) \
| HLA-A allele A*02
    Relapsed (second or later relapse) or refractory CD19-positive leukaemia | CD19 expression
    Enrollment is restricted to patients with a RET fusion | RET fusion
    CLDN6-positive tumor, regardless of tumor type | CLDN6 expression
    PI3K pathway alteration, defined as a PIK3CA or AKT1 mutation \
| PIK3CA mutation or AKT1 mutation
    RAS pathway mutant ovarian cancer (activating mutations in KRAS or NRAS) \
| KRAS gain_of_function or NRAS gain_of_function
    KRAS G12C mutation using an approved test, or previously determined to have the alteration \
| KRAS p.G12C
    HER2-low (IHC 1+ or IHC 2+/ISH-negative) breast cancer | {LOW}
    HER2-low by immunohistochemistry (IHC), defined as 1+ or 2+ | {LOW}
    ER-positive and HER2- negative breast cancer | ESR1 expression and not ({POSITIVE})
    Confirmed ER+/HER2 - disease | ESR1 expression and not ({POSITIVE})
    Hormone-positive breast cancer | ESR1 expression or PGR expression
    Women aged 18 years or older with ER+ breast cancer | ESR1 expression
    Eligible patients must have ER+ breast cancer | ESR1 expression
    Patients will be required to have a KRAS mutation | KRAS mutation
    CD22 expression must be detected on more than 80% of cells | CD22 expression
    A PD-L1 test result from a laboratory showing PD-L1 TPS ≥ 50% | CD274 TPS >= 50
    Provision of a tissue sample to confirm PD-L1 TC ≥ 1% | CD274 TC >= 1
    PD-L1 TPS ≥ 1% by the 22C3 pharmDx assay | CD274 TPS >= 1
    PD-L1-negative (TPS < 1%) tumour | CD274 TPS < 1
    Tumour with AR expression | AR expression
    MAGE-A4 positive tumour | MAGEA4 expression
"""


@pytest.mark.parametrize(("text", "pattern"), rows(LIMITS))
def test_a_limit_a_test_or_an_age_leaves_a_marker_certain(text: str, pattern: str):
    assert read(text) == [f"{parse_biomarker(pattern)} (certain)"]


DOUBTED = """
    ER-positive (or ER-low with a luminal profile) breast cancer | ESR1 expression
    CD19/CD22 expression | CD19 expression or CD22 expression
    KRAS mutation must be detected in blood | KRAS mutation
"""


@pytest.mark.parametrize(("text", "pattern"), rows(DOUBTED))
def test_what_may_be_more_than_a_limit_leaves_doubt(text: str, pattern: str):
    assert f"{parse_biomarker(pattern)} (certain)" not in read(text)


@pytest.mark.parametrize(
    ("text", "pattern"),
    rows("""
    PSMA PET-positive disease | FOLH1 expression
    Positive PSMA PET/CT scan | FOLH1 expression
    At least one lesion with uptake on a baseline PSMA PET | FOLH1 expression
    Positive 68Ga-PSMA-11 PET | FOLH1 expression
    SSTR-PET positive disease | SSTR2 expression
"""),
)
def test_a_target_on_a_scan_is_its_level(text: str, pattern: str):
    assert any(each.startswith(str(parse_biomarker(pattern))) for each in read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Node-positive disease on PSMA PET",
        "Willing to undergo PSMA PET imaging",
        "PSMA PET positive or negative disease",
        "Eligible for PSMA PET",
    ],
)
def test_a_scan_of_a_target_by_itself_asks_for_nothing(text: str):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "pattern"),
    rows("""
    HLA-A*02:01, 02:03 or 02:06 positive | \
HLA-A allele A*02:01 or HLA-A allele A*02:03 or HLA-A allele A*02:06
    HLA-A*02:01 and/or HLA-B*07:02 positive | HLA-A allele A*02:01 or HLA-B allele B*07:02
    Expressing the HLA-A2 phenotype | HLA-A allele A*02
    HLA-A*02 positive | HLA-A allele A*02
    HLA-A2+ | HLA-A allele A*02
    Expression of HLA-A*11:01 | HLA-A allele A*11:01
"""),
)
def test_alleles_of_a_list_are_each_enough(text: str, pattern: str):
    assert read(text) == [f"{parse_biomarker(pattern)} (certain)"]


def test_an_allele_is_no_level_of_the_gene_before_it():
    found = read("Tumours with KRAS G12V mutation and expression of HLA-A*11:01")

    assert not [each for each in found if "KRAS expression" in each]


@pytest.mark.parametrize(
    ("text", "pattern"),
    rows("""
    PD-L1 ≥ 1% | CD274 TPS >= 1
    PD-L1 positive | CD274 TPS >= 1
    PD-L1 negative | CD274 TPS < 1
"""),
)
def test_a_share_of_pd_l1_is_of_tumour_cells_in_trials_of_lung_cancer_alone(
    text: str, pattern: str
):
    assert of_lung(text) == [f"{parse_biomarker(pattern)} (certain)"]
    assert of_lung(text, "Gastric cancer") == [f"{parse_biomarker(pattern)} (likely)"]


@pytest.mark.parametrize(
    "text", ["Either PD-L1 negative or positive tumours", "PD-L1 positive or negative"]
)
def test_a_state_and_its_absence_ask_for_nothing(text: str):
    assert read(text) == []


def test_a_high_level_of_a_protein_on_cells_is_asked_for_as_that_it_is_there():
    assert read("Cancer with high FRα expression") == ["FOLR1 expression (certain)"]
    assert read("High FRα expression", Side.EXCLUSION) == []


def test_what_is_said_in_case_of_one_cancer_is_not_asked_of_everyone():
    assert read("No EGFR mutation (in case of NSCLC)") == ["not EGFR mutation (likely)"]
