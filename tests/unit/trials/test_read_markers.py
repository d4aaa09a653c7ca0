"""Markers of proteins: how they are written, and what makes one less than certain."""

from __future__ import annotations

import pytest

from oncomatch.domain.trial import Side
from oncomatch.trials.eligibility.molecular import findings

HER2 = "ERBB2 amplification or ERBB2 overexpression"
HER2_LOW = (
    "(ERBB2 IHC >= 1 and ERBB2 IHC < 2) or "
    "(ERBB2 IHC >= 2 and ERBB2 IHC < 3 and not ERBB2 amplification)"
)
READ = {
    "Biopsy-proven AR+ breast cancer": ["AR expression certain"],
    "Stage IV PD-L1+ NSCLC": ["CD274 TPS >= 1 likely"],
    "PTEN loss in tumor tissue": ["PTEN deletion or PTEN protein_loss certain"],
    "ATM loss in tumor tissue": ["ATM deletion or ATM protein_loss likely"],
    "NTRK1, NTRK2 or NTRK3 gene amplification": [
        "NTRK1 amplification or NTRK2 amplification or NTRK3 amplification certain"
    ],
    "high-level MET amplification": ["MET amplification likely"],
    "KIT or MET amplification": ["KIT amplification or MET amplification likely"],
    "PD-L1 positive (TPS ≥ 50%) NSCLC": ["CD274 TPS >= 50 certain"],
    "PD-L1-positive (CPS ≥ 10) gastric cancer": ["CD274 CPS >= 10 certain"],
    "PD-L1 expression is positive (TPS ≥ 1%)": ["CD274 TPS >= 1 certain"],
    "PD-L1 expression is positive, defined as ≥ 1% of TPS": ["CD274 TPS >= 1 certain"],
    "PD-L1 CPS of 10 or higher": ["CD274 CPS >= 10 certain"],
    "PD-L1 TPS 50% or more": ["CD274 TPS >= 50 certain"],
    "PD-L1 expression of 50% or more": ["CD274 TPS >= 50 likely"],  # of which cells is not said
    "PD-L1 CPS of 10 or lower": [],
    "PD-L1 CPS of 10 or not known": [],
    "Circulating tumor cells 5 or more": [],
    "Confirmed MMR deficiencies": ["MMR deficient certain"],
    "HER2-positive or low breast cancer": [f"{HER2} or {HER2_LOW} certain"],
    "HER2 low/positive tumours": [f"{HER2} or {HER2_LOW} certain"],
    "HER2-positive or low-grade tumours": [f"{HER2} likely"],
    "PD-L1 ≥ 1% Tumor Cell (TC) score by the assay": ["CD274 TC >= 1 certain"],
    "ER+ breast cancer in ≥ 10% of cells": ["ESR1 expression certain"],
    "HER2+ locally advanced breast cancer or metastatic breast cancer": [f"{HER2} certain"],
    "HER2+ breast cancer or metastatic gastric cancer": [f"{HER2} likely"],
    "HER2-positive (IHC 3+) breast cancer": [f"{HER2} certain"],
    "HER2-positive (IHC 2+ or 3+) gastric cancer": [f"{HER2} likely"],
    "HER2-positive tumour (IHC score of 1+ or more)": [f"{HER2} likely"],
    "HER2-negative, and HR-positive or HR-negative breast cancer": [f"not ({HER2}) certain"],
    "Hormone receptor-negative or hormone receptor-positive": [],
    "ER+ breast cancer, CRPC, or NSCLC": [],
    "B7-H3 positive sarcoma": ["CD276 expression certain"],
    "CD7 + T-ALL": ["CD7 expression certain"],
    "BRAF-positive melanoma": ["BRAF mutation certain"],
    "EGFR-positive colorectal cancer": ["EGFR mutation likely"],  # its protein may be meant
    "Confirmation of MSS or pMMR status": ["MSI stable or MMR proficient certain"],
    "BRCA wild-type or BRCA mutated with HRD": ["HRD positive likely"],
    "Known BRCA1 mutation carrier": ["germline (BRCA1 mutation) likely"],
}


@pytest.mark.parametrize("text", READ)
def test_markers_of_proteins(text: str):
    found = findings(text, Side.INCLUSION)

    assert [f"{each.pattern} {each.confidence.value}" for each in found] == READ[text]


@pytest.mark.parametrize(
    "text",
    [
        "Patients who received a CD19-directed therapy must have confirmed CD19+ disease",
        "Participants previously treated with a PARP inhibitor must have a BRCA1 mutation",
    ],
)
def test_a_rule_for_those_treated_before_is_asked_of_nobody_else(text: str):
    assert findings(text, Side.INCLUSION) == []
