"""Titles that are refused: a criterion that is guessed sends patients to the wrong trial.

Each title leaves a doubt: it negates, narrows, or lists alternatives in words that are not read,
speaks of a drug's target, or of several markers. Refusing costs one trial; a wrong reading tells
a board that a trial fits. Where a title can be read whole, `None` is not the only right answer:
those rows name the full criterion.
"""

from __future__ import annotations

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.build import GenomeBuild
from oncomatch.reference.bundle import Reference
from oncomatch.trials.titles import read_title
from unit.trials.trial_makers import read_of

GENES = "KRAS NRAS EGFR HER2 BRAF MET ALK ROS1 CDKN2A KIT BRCA1 BRCA2 PIK3CA PALB2 MSI-H"
ELIGIBILITY = f"Inclusion Criteria:\n\n* {GENES}\n\nExclusion Criteria:\n\n* pregnancy"


def rows(table: str) -> list[object]:
    cells = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [pytest.param(*rest, id=name) for name, *rest in cells]


def refusals(table: str) -> list[str]:
    return [line.strip() for line in table.strip().splitlines()]


STATED = """
    wild type            | KRAS Wild-Type Colorectal Cancer         | KRAS wildtype
    negative             | BRAF V600E Mutation-Negative Melanoma    | not BRAF p.V600E
    without              | NSCLC Without EGFR Mutation              | not EGFR mutation
    lacking              | NSCLC Lacking EGFR Mutations             | not EGFR mutation
    not harbouring       | NSCLC Not Harboring EGFR Mutations       | not EGFR mutation
    no                   | NSCLC With No EGFR Mutation              | not EGFR mutation
    absence              | NSCLC in the Absence of an EGFR Mutation | not EGFR mutation
    not unstable         | Non-MSI-H Colorectal Cancer              | not MSI high
    stable               | Microsatellite-Stable Colorectal Cancer  | MSI stable
    either gene          | EGFR or HER2 Mutations in NSCLC     | EGFR mutation or ERBB2 mutation
    sensitizing          | NSCLC With a Sensitizing EGFR Mutation   | {SENSITIZING}
"""
SENSITIZING = "EGFR gain_of_function except exon 20 inframe_insertion, p.T790M, p.C797S"


@pytest.mark.parametrize(("title", "meant"), rows(STATED.replace("{SENSITIZING}", SENSITIZING)))
def test_an_absence_or_a_choice_is_read_as_what_it_is(title: str, meant: str):
    assert read_of(title, ELIGIBILITY) == [(str(parse_biomarker(meant)), "certain")]


def test_two_markers_are_two_criteria():
    title = "PIK3CA-Mutant, HER2-Negative Breast Cancer"
    negative = "not (ERBB2 amplification or ERBB2 overexpression)"

    assert read_of(title, ELIGIBILITY) == [("PIK3CA mutation", "certain"), (negative, "certain")]


SILENT = """
    HER2+ Disease Regardless of Hormone Receptors
    Solid Tumours, Including EGFR-Mutated NSCLC
    Rare Tumours Such as BRAF V600E-Mutated Glioma
    HER2-Positive or Other Solid Tumours
    Solid Tumours With a Focus on KRAS G12C-Mutated NSCLC
    Imaging of HER2-Positive Breast Cancer
    Zirconium PET in HER2-Positive Breast Cancer
    Screening for KRAS G12C-Mutant NSCLC
    Prevention of Rash in EGFR-Mutant NSCLC
    Registry of BRAF V600E-Mutant Melanoma
    Quality of Life in EGFR-Mutant NSCLC
    Cardiotoxicity in HER2-Positive Breast Cancer
    Exercise in HER2-Positive Breast Cancer
    Detection of EGFR Mutations in Plasma
    Surveillance of dMMR Colon Cancer
    An EGFR Inhibitor in Lung Cancer
    HER2-Directed Therapy in Breast Cancer
    HER2-Targeted CAR T Cells in Solid Tumours
    Anti-HER2 Antibody in Gastric Cancer
    An ALK TKI in NSCLC
    A BRAF Inhibitor and a MET-Specific Antibody
    A KRAS Inhibitor in Solid Tumours
    Osimertinib in Lung Cancer
    NSCLC Excluding EGFR-Mutant Disease
    NSCLC Except EGFR-Mutated Tumours
    KRAS G12C-Unmutated NSCLC
    KRAS G12C - Unmutated NSCLC
    Patients Not Selected for KRAS G12C-Mutant Disease
    NSCLC in Patients Except Women With EGFR Mutations
    NSCLC With or Without an EGFR Mutation
    Non-V600 BRAF-Mutated Tumours
    EGFR-Mutant, MET-Amplified NSCLC
    KRAS G12C-Mutant Tumours and NRAS
    Uncommon EGFR Mutations in NSCLC
    Atypical BRAF Mutations in Solid Tumours
    Class 2 BRAF Mutations in Solid Tumours
    Common EGFR-Mutated NSCLC
    EGFR Mutations (Uncommon) in NSCLC
    Solid Tumours With Homozygous KRAS Mutation
    Study of X, a KRAS G12C Inhibitor, in Advanced Solid Tumours
    Study of X, a KRAS G12C-Inhibitor, in Advanced Solid Tumours
    Study of X, a KRAS G12D (ON/OFF) Inhibitor, in Solid Tumours
    Study of X, a KRAS G12C (ON) Inhibitor, in Solid Tumours
    Study of X, a KRAS G12D Degrader, in Solid Tumours
    Study of X, a BRAF V600E-Targeted Agent, in Solid Tumours
    Study of X, an EGFR Mutant-Selective Inhibitor, in NSCLC
    NSCLC After Progression on a KRAS G12C Inhibitor
"""


@pytest.mark.parametrize("title", refusals(SILENT))
def test_a_title_that_does_not_ask_for_what_it_names_is_silent(title: str):
    """Read as required, some would send to the trial exactly the patients that it excludes."""
    assert read_title(title) == []


DOUBTED = """
    Never Smokers or EGFR-Mutant NSCLC
    NSCLC Patients With an EGFR Mutation or Never Smokers
    ER-Positive or Metastatic HER2-Positive Breast Cancer
    KRAS Mutant Antigen Specific T Cells in Solid Tumours
    T Cells for KRAS G12V in Pancreatic Cancer
    T Cells Recognizing KRAS Mutations in Solid Tumours
    Changes in KRAS Mutation After Xotinib
    Germline BRCA1-Mutated Breast Cancer
    Hereditary BRCA2-Mutated Cancer
    BRCA2 Mutation Carriers
    Inherited BRCA1 Mutation
    BRAF V600E-Mutated, RAS Pathway Altered Tumours
    HER2-Positive Breast Cancer With HER2 Loss After Trastuzumab
    HER2-Positive Breast Cancer Before and HER2-Low Disease After Surgery
    KRAS G12C-Mutant NSCLC With KRAS High Expression
    KRAS Wildtype and BRAF V600E Colorectal Cancer
    EGFR L858R, T790M Mutations
    EGFR L858R and T790M Mutations
"""


@pytest.mark.parametrize("title", refusals(DOUBTED))
def test_a_title_with_a_doubt_is_never_certain(title: str):
    assert "certain" not in {how for _, how in read_of(title, ELIGIBILITY)}


@pytest.mark.parametrize("words", ["CCNE1-Positive", "TP53+", "c-Met Positive", "EGFR-expressing"])
def test_positive_and_expressing_are_certain_for_few_proteins_only(words: str):
    assert "certain" not in {how for _, how in read_of(f"{words} NSCLC", ELIGIBILITY)}


HER2 = "ERBB2 amplification or ERBB2 overexpression"
HER2_LOW = (
    "ERBB2 IHC >= 1 and ERBB2 IHC < 2 or ERBB2 IHC >= 2 and ERBB2 IHC < 3 "
    "and not ERBB2 amplification"
)
EXON_20 = "EGFR exon 20 inframe_insertion"
EXON_19 = "EGFR exon 19 inframe_deletion"

NARROWED = """
    exon beside the gene   | EGFR-Mutated NSCLC With EGFR Exon 20 Insertion | {EXON_20}
    change beside the gene | KRAS-Mutant Tumours With KRAS G12D             | KRAS p.G12D
    change further on      | EGFR-Mutated NSCLC With T790M                  | EGFR p.T790M
    exon further on        | EGFR-Mutated NSCLC With Exon 20 Insertion      | {EXON_20}
    list in brackets       | EGFR Mutations (Exon 19 Deletion or L858R)  | {EXON_19} or EGFR p.L858R
    codon beside the gene  | BRAF-Mutated Melanoma With BRAF V600 Mutation  | BRAF codon 600
"""

ALTERNATIVES = """
    change or change       | KRAS G12S or G12C Mutations     | KRAS p.G12S or KRAS p.G12C
    change and change      | KRAS G12D and G12V Mutations    | KRAS p.G12D or KRAS p.G12V
    change, slash          | KRAS G12D/G12V Mutations        | KRAS p.G12D or KRAS p.G12V
    change, comma          | BRAF V600E, V600K Melanoma      | BRAF p.V600E or BRAF p.V600K
    amplified or mutated   | KRAS Amplification or Mutation  | KRAS amplification or KRAS mutation
    change or exon         | EGFR L858R or Exon 19 Deletion  | EGFR p.L858R or {EXON_19}
    exon or change         | EGFR Exon 19 Deletion or EGFR L858R | {EXON_19} or EGFR p.L858R
    a word after a comma   | BRAF V600E, A Phase 2 Study     | BRAF p.V600E
    positive or low        | HER2-Positive or HER2-Low Cancer    | {HER2} or {HER2_LOW}
"""


@pytest.mark.parametrize(("title", "whole"), rows(NARROWED + ALTERNATIVES.lstrip("\n")))
def test_a_criterion_is_read_whole_or_not_at_all(title: str, whole: str):
    """Half of it finds the wrong patients (a wider half) or loses those of the other half."""
    criterion = parse_biomarker(
        whole.format(EXON_19=EXON_19, EXON_20=EXON_20, HER2=HER2, HER2_LOW=HER2_LOW)
    )

    assert read_or_refused(title) in (None, str(criterion))


ODD = """
    G12X is any change of G12    | KRAS G12X-Mutant Tumours         | KRAS codon 12
    p16 is CDKN2A, no residue    | CDKN2A (p16)-Deleted Tumours     | CDKN2A deletion
    p16 without brackets         | CDKN2A p16 Deletion              | CDKN2A deletion
"""


@pytest.mark.parametrize(("title", "meant"), rows(ODD))
def test_a_name_that_looks_like_a_residue(title: str, meant: str):
    assert read_or_refused(title) in (None, str(parse_biomarker(meant)))


@pytest.mark.parametrize(("gene", "code"), [("EGFR", "E7386"), ("KIT", "D2000")])
def test_a_code_beyond_the_protein_is_no_residue(gene: str, code: str, reference: Reference):
    """`EGFR E7386` is a gene and the code of a drug."""
    transcript = reference.reported_transcript(gene, GenomeBuild.GRCH38)
    assert transcript is not None
    assert int(code[1:]) > len(transcript.cds) // 3, "table is wrong"

    assert read_or_refused(f"{gene} {code} in Solid Tumours") is None


@pytest.mark.parametrize(
    ("gene", "change", "residue"),
    [("KRAS", "A12C", "G"), ("BRAF", "E600V", "V")],
    ids=["another residue", "turned round"],
)
def test_a_change_of_a_residue_that_the_protein_does_not_have_is_refused(
    gene: str, change: str, residue: str, reference: Reference
):
    """A slip of the registry's pen, or the numbering of another transcript."""
    transcript = reference.reported_transcript(gene, GenomeBuild.GRCH38)
    assert transcript is not None
    assert transcript.protein_sequence[int(change[1:-1]) - 1] == residue, "table is wrong"

    assert read_or_refused(f"{gene} {change}-Mutant Solid Tumours") is None


def read_or_refused(title: str) -> str | None:
    """Return what is read with certainty, None where nothing is."""
    found = [pattern for pattern, how in read_of(title, ELIGIBILITY) if how == "certain"]
    return " and ".join(found) or None
