"""Sentences about genes and markers: what they ask for, how surely, and what they do not ask for.

The sentences are made up in the manner of the registry's.
"""

from __future__ import annotations

import time

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import Side
from oncomatch.trials.eligibility.molecular import findings, read_molecular
from oncomatch.trials.eligibility.reading import Eligibility, read_eligibility

HER2 = "(ERBB2 amplification or ERBB2 overexpression)"
TRIPLE = f"not {HER2} and not ESR1 expression and not PGR expression"
LOW = (
    "ERBB2 IHC >= 1 and ERBB2 IHC < 2 or ERBB2 IHC >= 2 and ERBB2 IHC < 3 "
    "and not ERBB2 amplification"
)
SENSITIVE = "EGFR gain_of_function except exon 20 inframe_insertion, p.T790M, p.C797S"
DEL19 = "EGFR exon 19 inframe_deletion"
RAS = "KRAS mutation or NRAS mutation or HRAS mutation"
PATHWAY = "KRAS gain_of_function or MAP2K1 gain_of_function or NF1 loss_of_function"


def read(text: str, side: Side = Side.INCLUSION) -> list[str]:
    return [f"{each.pattern} ({each.confidence.value})" for each in findings(text, side)]


CERTAIN = f"""
    Patients must have a confirmed ESR1 mutation. | ESR1 mutation
    Documented KRAS G12C mutation by an FDA-approved test | KRAS p.G12C
    Confirmed presence of the RAS mutation(s) | {RAS}
    NSCLC with a KRAS mutation other than G12C | KRAS mutation except p.G12C
    NSCLC with KRAS non-G12C mutations | KRAS mutation except p.G12C
    Germline or somatic BRCA1/2, PALB2 and ATM gene mutation | {
    "BRCA1 mutation or BRCA2 mutation or PALB2 mutation or ATM mutation"
}
    Known germline BRCA1 mutation | germline (BRCA1 mutation)
    A KRAS alteration (mutation or amplification) | KRAS mutation or KRAS amplification
    RET-altered cancer | RET fusion or RET mutation
    EGFR exon 19 deletion (Exon19del) or Exon 21 L858R mutation | {DEL19} or EGFR p.L858R
    EGFR mutations (exon 19 deletions or L858R) | {DEL19} or EGFR p.L858R
    EGFR exon 20 insertion mutation | EGFR exon 20 inframe_insertion
    EGFR mutation in exon 19 or exon 21 | EGFR exon 19 mutation or EGFR exon 21 mutation
    NTRK1/2/3 fusion | NTRK1 fusion or NTRK2 fusion or NTRK3 fusion
    FGFR2 fusion or rearrangement | FGFR2 fusion
    ALK-positive NSCLC | ALK fusion
    Philadelphia chromosome positive ALL | BCR::ABL1 fusion
    KMT2A rearrangement | KMT2A fusion
    FLT3-ITD mutation | FLT3 internal_tandem_duplication
    NPM1-mutated AML | NPM1 mutation
    Activating mutations in KRAS, MEK1, or inactivating mutations in NF1 | {PATHWAY}
    IDH1/2 wildtype | IDH1 wildtype and IDH2 wildtype
    KRAS/NRAS/BRAF wild-type | KRAS wildtype and NRAS wildtype and BRAF wildtype
    Homozygous MTAP deletion | MTAP deletion
    CLDN18.2-positive gastric cancer | CLDN18 product CLDN18.2 expression
    HER2-positive (IHC 3+) breast cancer | {HER2[1:-1]}
    HER2 negative breast cancer | not {HER2}
    HER2-low breast cancer | {LOW}
    ER+HER2- breast cancer | ESR1 expression and not {HER2}
    Colorectal cancer positive for BRAF V600E mutation | BRAF p.V600E
    No sensitizing EGFR mutation or ALK fusion | not ({SENSITIVE}) and not ALK fusion
    ER+ and/or PR+, HER2- breast cancer | (ESR1 expression or PGR expression) and not {HER2}
    Triple-negative breast cancer | {TRIPLE}
    MSI-H or dMMR solid tumors | MSI high or MMR deficient
    non-MSI-H colorectal cancer | not MSI high
    KRAS-mutated and MSS/pMMR cancer | KRAS mutation and (MSI stable or MMR proficient)
    KRAS-mutated, and MSS or pMMR cancer | KRAS mutation and (MSI stable or MMR proficient)
    TMB-H (≥10 mut/Mb) | TMB >= 10
    PD-L1 TPS ≥50% | CD274 TPS >= 50
    Tumor expressing PD-L1 (Combined Positive Score (CPS) ≥1) | CD274 CPS >= 1
    Patients must be HLA-A*02:01 positive | HLA-A allele A*02:01
    NSCLC without EGFR mutation or ALK rearrangement | not EGFR mutation and not ALK fusion
    No EGFR mutation or ALK rearrangement | not EGFR mutation and not ALK fusion
    Negative test results for EGFR, ALK, and ROS1 genomic alterations | {
    "not EGFR mutation and not ALK fusion and not ROS1 fusion"
}
    Del(17p) or TP53 mutation | arm 17p loss or TP53 mutation
"""


def rows(table: str) -> list[object]:
    return [
        pytest.param(*(cell.strip() for cell in line.rsplit("|", 1)), id=line.split("|")[0].strip())
        for line in table.strip().splitlines()
    ]


@pytest.mark.parametrize(("text", "pattern"), rows(CERTAIN))
def test_read_with_certainty(text: str, pattern: str):
    assert read(text) == [f"{parse_biomarker(pattern)} (certain)"]


NOT_ASKED = """
    Patients with an EGFR mutation must have received an EGFR TKI
    For patients with a T790M mutation of EGFR, prior osimertinib is required
    If EGFR mutant, the patient must have progressed on osimertinib
    Age 30 years or older if HER2 positive
    Patients with EGFR mutations are eligible after progression on a TKI
    NSCLC with or without an EGFR mutation
    Any tumour, regardless of HER2-positive status
    EGFR mutation status must be known
    KRAS mutation testing is required
    Prior treatment with a KRAS G12C inhibitor
    Prior anti-HER2 therapy
    PD-1/PD-L1 inhibitors
    HER2 positivity is defined as IHC 3+
    Solid tumours, including EGFR-mutant NSCLC
    Estimated glomerular filtration rate (eGFR) ≥50 mL/min/1.73 m2
    Negative pregnancy test
    Uncommon EGFR mutation
    BRAF class 2 mutation
    EGFR A858R mutation
    Tumors that harbor an EGFR mutation, or must be never smokers
    Presence or absence of a KRAS G12C mutation
    Patients with MSI-H colorectal cancer, melanoma, NSCLC, or gastric cancer
    Was never HER2-positive
"""


@pytest.mark.parametrize("text", [line.strip() for line in NOT_ASKED.strip().splitlines()])
def test_what_is_not_asked_for_is_not_read(text: str):
    """Read as required, each would open the trial to the wrong patients, or close it."""
    assert read(text) == []


DOUBTS = """
    NSCLC with an EGFR mutation, unless smoking
    Melanoma or NSCLC with BRAF V600E mutation
    Xylophoned KRAS G12C mutation
    KRAS G12C mutation or high expression of something
    EGFR L858R and T790M mutations
    MTAP deletion and KRAS G12C mutation
    RET-altered solid tumours, FGFR-altered solid tumours
"""


@pytest.mark.parametrize("text", [line.strip() for line in DOUBTS.strip().splitlines()])
def test_a_doubt_is_never_certain(text: str):
    assert [each for each in read(text) if each.endswith("(certain)")] == []


ALTERNATIVES = f"""
    Triple-negative and HER2-positive breast cancer | ({TRIPLE}) or {HER2[1:-1]} (likely)
    ER-positive and triple-negative breast cancer | ({TRIPLE}) or ESR1 expression (likely)
    A KRAS alteration | KRAS mutation (likely)
    A germline or somatic PTEN alteration | PTEN mutation (likely)
"""


@pytest.mark.parametrize(("text", "found"), rows(ALTERNATIVES))
def test_what_no_tumour_can_be_or_what_may_be_more_closes_no_trial(text: str, found: str):
    """Of an alteration a loss or an amplification may be meant as well as a mutation."""
    assert read(text) == [found]


def test_a_status_and_its_opposite_ask_for_nothing():
    assert read("HER2-positive and HER2-negative breast cancer") == []


EXCLUDING = """
    Known BRAF V600E mutation | BRAF p.V600E (certain)
    Known EGFR mutations, ALK translocation, or ROS1 translocation | {DRIVERS}
    An EGFR mutation and no prior TKI | EGFR mutation (likely)
    Diagnosis of BRAF V600E-mutated melanoma | BRAF p.V600E (likely)
    HER2-negative disease | not (ERBB2 amplification or ERBB2 overexpression) (likely)
"""
DRIVERS = "EGFR mutation or ALK fusion or ROS1 fusion (certain)"


@pytest.mark.parametrize(("text", "found"), rows(EXCLUDING.replace("{DRIVERS}", DRIVERS)))
def test_what_excludes_is_certain_only_where_nothing_narrows_it(text: str, found: str):
    assert read(text, Side.EXCLUSION) == [found]


def test_must_not_have_among_what_excludes_is_not_read():
    """Taken by the word it would exclude everyone without it."""
    assert read("Patient must not have MSI-H cancer.", Side.EXCLUSION) == []


def whole(text: str) -> list[str]:
    found = read_eligibility(Eligibility(text), (read_molecular,)).criteria
    return [f"{each.pattern} ({each.confidence.value})" for each in found]


def test_a_list_of_alterations_of_which_one_is_enough_is_one_criterion():
    text = "Inclusion:\n\n* At least one of the following:\n\n  * KRAS G12C mutation; or\n  * MSI-H"

    assert whole(text) == ["KRAS p.G12C or MSI high (certain)"]


LISTS = """
    One of the following EGFR mutations: Exon 19 deletion; L858R | {DEL19} or EGFR p.L858R
    Mutation in one of the following genes: BRCA1; PALB2 | BRCA1 mutation or PALB2 mutation
    One of the following KRAS mutations: G12D, or; G12V | KRAS p.G12D or KRAS p.G12V
"""


@pytest.mark.parametrize(("text", "pattern"), rows(LISTS.replace("{DEL19}", DEL19)))
def test_a_heading_says_what_its_items_are_of(text: str, pattern: str):
    """The items name genes or places alone."""
    heading, items = text.split(": ")
    listed = "".join(f"  * {item}\n" for item in items.split("; "))

    found = whole(f"Inclusion:\n\n* {heading}:\n\n{listed}")

    assert found[-1].rpartition(" (")[0] == str(parse_biomarker(pattern))


def test_a_list_with_another_way_in_is_none():
    text = (
        "Inclusion:\n\n* At least one of the following:\n\n  * KRAS G12C mutation\n  * never smoker"
    )

    assert whole(text) == []


HOSTILE = {
    "genes": "EGFR, " * 600,
    "brackets": "(" * 3900,
    "negations": "no " * 1200 + "EGFR mutation",
    "slashes": "EGFR/" * 700,
    "hyphens": "anti-" * 700 + "HER2",
    "changes": "KRAS " + "G12C/" * 700,
    "words": "patients with " * 270 + "EGFR mutation",
    "exons": "EGFR exon " + "1," * 1900,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_sentences_take_no_longer_than_their_length(name: str):
    started = time.perf_counter()

    read(HOSTILE[name])

    assert time.perf_counter() - started < 2
