"""Titles that are read: the criterion, where it stands, and the text that bears it out.

The titles are made up in the manner of the registry's; expectations follow from their words.
"""

from __future__ import annotations

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import Confidence
from oncomatch.trials.titles import read_title
from unit.trials.trial_makers import read_of

GENES = (
    "KRAS NRAS EGFR HER2 BRAF MET ALK RET ROS1 NTRK1 MTAP CDKN2A KIT FLT3 IDH1 FGFR2 PIK3CA TP53 "
    "BRCA1 BRCA2 PTEN NRG1 CCNE1 MSI-H"
)
ELIGIBILITY = f"Inclusion Criteria:\n\n* {GENES}\n\nExclusion Criteria:\n\n* pregnancy"

LONG = {
    "HER2": "ERBB2 amplification or ERBB2 overexpression",
    "V600": "BRAF p.V600E or BRAF p.V600K",
    "G12": "KRAS p.G12S or KRAS p.G12C",
    "WIDE": "KRAS mutation or KRAS amplification",
    "INS": "inframe_insertion",
    "MSI": "MSI high or MMR deficient",
}

PHRASES = """
    exact change            | KRAS G12C-Mutant Solid Tumours             | KRAS p.G12C
    exact change, p.        | NSCLC With KRAS p.G12C Mutation            | KRAS p.G12C
    exact change, joined    | NSCLC With KRASG12C Mutation               | KRAS p.G12C
    exact change, brackets  | Solid Tumours With KRAS (G12D) Mutation    | KRAS p.G12D
    exact change alone      | Refractory BRAF V600E Colorectal Cancer    | BRAF p.V600E
    exact change, hyphen    | KRAS-G12V Pancreatic Cancer                | KRAS p.G12V
    true hyphen             | KRAS G12C‑Mutated NSCLC                    | KRAS p.G12C
    four figures            | PIK3CA H1047R-Mutant Breast Cancer         | PIK3CA p.H1047R
    two residues, slash     | BRAF V600E/K-Mutant Melanoma               | {V600}
    two residues, comma     | BRAF V600E,K Melanoma                      | {V600}
    codon                   | BRAF V600-Mutant Melanoma                  | BRAF codon 600
    codon, three figures    | IDH1 R132 Mutated Glioma                   | IDH1 codon 132
    two changes, gene twice | KRAS G12S and KRAS G12C Mutations          | {G12}
    exon insertion          | EGFR Exon 20 Insertion NSCLC               | EGFR exon 20 {INS}
    exon insertion, HER2    | HER2 Exon 20 Insertions                    | ERBB2 exon 20 {INS}
    exon skipping           | MET Exon 14 Skipping NSCLC                 | MET exon 14 skipping
    exon skipping, c-MET    | c-Met Exon 14 Skipping NSCLC               | MET exon 14 skipping
    fusion                  | RET Fusion-Positive Tumours                | RET fusion
    fusions                 | FGFR2 Fusions in Cholangiocarcinoma        | FGFR2 fusion
    rearranged              | ALK-rearranged NSCLC                       | ALK fusion
    rearrangement           | NSCLC With ROS1 Rearrangement              | ROS1 fusion
    amplified               | MET-Amplified NSCLC                        | MET amplification
    gene amplification      | Tumours With CCNE1 Gene Amplification      | CCNE1 amplification
    amplified HER2          | HER2-Amplified Colorectal Cancer           | ERBB2 amplification
    deleted                 | MTAP-Deleted Tumours                       | MTAP deletion
    homozygous deletion     | Tumours With CDKN2A Homozygous Deletion    | CDKN2A deletion
    homozygous before       | Tumours With Homozygous MTAP Deletion      | MTAP deletion
    null                    | MTAP-null Solid Tumours                    | MTAP deletion
    mutant                  | KIT-Mutant Melanoma                        | KIT mutation
    mutated                 | PIK3CA-mutated Breast Cancer               | PIK3CA mutation
    mutation                | Melanoma With an NRAS Mutation             | NRAS mutation
    mutation-positive       | EGFR Mutation-Positive NSCLC               | EGFR mutation
    activating              | NSCLC With HER2-activating Mutations       | ERBB2 gain_of_function
    gene mutations          | EGFR Gene Mutations in NSCLC               | EGFR mutation
    HER2 positive           | HER2-Positive Breast Cancer                | {HER2}
    HER-2 positive          | HER-2 Positive Breast Cancer               | {HER2}
    HER2/neu positive       | HER2/neu Positive Breast Cancer            | {HER2}
    HER2+                   | HER2+ Metastatic Breast Cancer             | {HER2}
    HER2 overexpressing     | HER2-Overexpressing Gastric Cancer         | {HER2}
    MSI-H                   | MSI-H Colorectal Cancer                    | MSI high
    MSI-high                | MSI-High Colorectal Cancer                 | MSI high
    dMMR                    | Untreated dMMR Rectal Cancer               | MMR deficient
    MMR-deficient           | Mismatch Repair Deficient Cancers          | MMR deficient
    MMR-D                   | MMR-D Endometrial Cancer                   | MMR deficient
    MSI in full             | Microsatellite Instability-High Tumours    | MSI high
    MSI-H/dMMR              | MSI-H/dMMR Colon Cancer                    | {MSI}
    lower case              | kras g12c-mutant lung cancer               | KRAS p.G12C
    amplified or mutated    | KRAS Mutations or KRAS Amplifications      | {WIDE}
    gene named once         | KRAS Mutation or Amplification             | {WIDE}
    changes of one codon    | KRAS G12S and G12C Mutations               | {G12}
    comma, then or          | KRAS G12S, G12C, or G13D Mutations         | {G12} or KRAS p.G13D
"""


def rows(table: str) -> list[object]:
    cells = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [pytest.param(*rest, id=name) for name, *rest in cells]


@pytest.mark.parametrize(("title", "criterion"), rows(PHRASES.format_map(LONG)))
def test_phrase(title: str, criterion: str):
    assert read_of(title, ELIGIBILITY) == [(str(parse_biomarker(criterion)), "certain")]


HARMLESS = """
    inhibitor beside it    | An EGFR Inhibitor in EGFR-Mutant NSCLC              | EGFR mutation
    HER2-directed beside   | HER2-Directed Vaccine in HER2-Positive Cancer       | {HER2}
    anti-HER2 beside       | Anti-HER2-Based Therapy in HER2+ Breast Cancer      | {HER2}
    another gene inhibited | KRAS G12C-Mutant NSCLC After an ALK Inhibitor       | KRAS p.G12C
    two genes inhibited    | An EGFR and MET Inhibitor in EGFR-Mutant NSCLC      | EGFR mutation
    with or without        | X With or Without Y in KRAS G12C-Mutant NSCLC       | KRAS p.G12C
    without prior          | EGFR-Mutant NSCLC Without Prior Therapy             | EGFR mutation
    non-small cell         | KRAS G12C-Mutant Non-Small Cell Lung Cancer         | KRAS p.G12C
    non-squamous           | KRAS G12C-Mutant Non-squamous NSCLC                 | KRAS p.G12C
    non-metastatic         | HER2-Positive Non-metastatic Breast Cancer          | {HER2}
    non-inferiority        | A Non-inferiority Trial in HER2+ Breast Cancer      | {HER2}
    other markers' drugs   | A KRAS G12D (ON/OFF) Inhibitor in KRAS G12C-Mutant NSCLC | KRAS p.G12C
    prior drug             | EGFR-Mutant NSCLC After a Third-Generation EGFR TKI | EGFR mutation
    people, then tumours   | X for Women With Newly Diagnosed HER2+ Breast Cancer | {HER2}
    drug that ends in -ed  | Pemetrexed for Resected KRAS G12C-Mutant NSCLC      | KRAS p.G12C
    receptor beside it     | ER-Positive, HER2-Positive Breast Cancer | ESR1 expression and ({HER2})
    code name after a dash | X in HER2+ Breast Cancer - The Xotic-1 Study        | {HER2}
    imaginary PET          | Petosemtamab in KRAS G12C-Mutant NSCLC              | KRAS p.G12C
"""


@pytest.mark.parametrize(("title", "criterion"), rows(HARMLESS.format_map(LONG)))
def test_words_that_do_not_keep_a_criterion_from_being_read(title: str, criterion: str):
    assert read_of(title, ELIGIBILITY) == [(str(parse_biomarker(criterion)), "certain")]


@pytest.mark.parametrize(
    ("title", "quote"),
    [
        ("NSCLC With KRAS p.G12C Mutation (CodeName 12)", "KRAS p.G12C Mutation"),
        ("Untreated dMMR/MSI-H Colon Cancer", "dMMR/MSI-H"),
        ("HER2/Neu Positive (HER2+) Breast Cancer", "HER2/Neu Positive (HER2+"),
    ],
    ids=["one phrase", "two names of one marker", "two names of one gene"],
)
def test_the_place_is_where_the_title_says_it(title: str, quote: str):
    (criterion,) = read_title(title)

    assert title[criterion.source.start : criterion.source.end] == quote


def inclusion(text: str) -> str:
    return f"Inclusion Criteria:\n\n* {text}\n\nExclusion Criteria:\n\n* pregnancy"


CONFIRMED = [
    ("HER2-Positive Cancer", "HER2 IHC 3+", "alias as in the title"),
    ("HER2-Positive Cancer", "ERBB2 amplification", "symbol for the alias"),
    ("HER2-Positive Cancer", "HER-2 overexpression", "other alias"),
    ("HER2-Positive Cancer", "her2/neu positive", "lower case"),
    ("KRAS G12C-Mutant NSCLC", "a mutation in KRAS", "the gene alone"),
    ("MSI-H Cancer", "dMMR by immunohistochemistry", "dMMR for MSI-H"),
    ("dMMR Cancer", "microsatellite instability high", "MSI-H for dMMR"),
]


@pytest.mark.parametrize(
    ("title", "text"), [pytest.param(*row[:2], id=row[2]) for row in CONFIRMED]
)
def test_the_inclusion_criteria_bear_a_title_out(title: str, text: str):
    assert {how for _, how in read_of(title, inclusion(text))} == {"certain"}


UNCONFIRMED = [
    ("no text", "KRAS G12C-Mutant NSCLC", ""),
    ("gene absent", "KRAS G12C-Mutant NSCLC", inclusion("NSCLC")),
    ("gene within a word", "KRAS G12C-Mutant NSCLC", inclusion("VKRASX")),
    ("another marker", "MSI-H Cancer", inclusion("KRAS mutation")),
    ("another gene's alias", "KRAS G12C-Mutant NSCLC", inclusion("HER2-positive")),
    (
        "in the exclusion criteria",
        "KRAS G12C-Mutant NSCLC",
        "Inclusion Criteria:\n* NSCLC\nExclusion Criteria:\n* KRAS G12C inhibitor before",
    ),
    (
        "in key exclusion criteria",
        "KRAS G12C-Mutant NSCLC",
        "Key Inclusion Criteria:\n* NSCLC\n\nKey Exclusion Criteria:\n* KRAS inhibitor before",
    ),
    (
        "exclusion in capitals, full-width colon",
        "KRAS G12C-Mutant NSCLC",
        "INCLUSION CRITERIA\uff1a\n1. NSCLC\nEXCLUSION CRITERIA\uff1a\n1. KRAS inhibitor before",
    ),
    (
        "only exclusion criteria",
        "KRAS G12C-Mutant NSCLC",
        "Exclusion Criteria:\n* KRAS inhibitor before",
    ),
    (
        "under the heading Exclusion",
        "KRAS G12C-Mutant NSCLC",
        "Inclusion:\n* NSCLC\n\nExclusion:\n* KRAS inhibitor before",
    ),
    (
        "under the heading Exclusions",
        "EGFR-Mutant NSCLC",
        "Inclusions:\n\n1. NSCLC\n\nExclusions:\n\n1. EGFR exon 20 insertion",
    ),
]


@pytest.mark.parametrize(
    ("title", "text"), [pytest.param(*row[1:], id=row[0]) for row in UNCONFIRMED]
)
def test_what_only_the_title_says_is_likely(title: str, text: str):
    (named,) = read_title(title)

    assert named.confidence is Confidence.CERTAIN
    assert (str(named.pattern), "likely") in read_of(title, text)


NARROWER = [
    ("EGFR-Mutant NSCLC", "EGFR exon 19 deletion or L858R", "exon"),
    ("BRAF-Mutated Melanoma", "a BRAF V600E mutation", "change"),
    ("BRAF V600-Mutant Melanoma", "BRAF V600E, not V600K", "change of the codon"),
    ("EGFR-Mutant NSCLC", "a sensitizing EGFR mutation", "class in a word"),
    ("BRAF-Mutant Tumours", "class 2 BRAF mutations", "class in a number"),
    ("HER2-Mutant NSCLC", "a HER2 mutation of the kinase domain", "domain"),
]


@pytest.mark.parametrize(("title", "text"), [pytest.param(*row[:2], id=row[2]) for row in NARROWER])
def test_inclusion_criteria_that_narrow_the_title_take_its_place_or_make_it_likely(title, text):
    """Most titles that say `EGFR-mutant` mean exon 19 deletions and L858R."""
    (named,) = read_title(title)

    assert (str(named.pattern), "certain") not in read_of(title, inclusion(text))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("KRAS G12C-Mutant NSCLC", "KRAS G12C mutation"),
        ("EGFR-Mutant NSCLC", "EGFR mutation\n* no exon 2 of KRAS sequenced"),
        ("KRAS-Mutant NSCLC", "KRAS mutation\n\nExclusion Criteria:\n\n* KRAS G12C inhibitor"),
    ],
    ids=["the same change", "of another gene", "in the exclusion criteria"],
)
def test_changes_elsewhere_narrow_nothing(title: str, text: str):
    (named,) = read_title(title)

    assert (str(named.pattern), "certain") in read_of(title, inclusion(text))


@pytest.mark.parametrize("gene", ["MET", "KIT", "RET", "ATM"])
def test_a_gene_within_a_word_is_no_gene(gene: str):
    title = f"Pa{gene.lower()}x Mutated Cancer; Pre{gene}mutant"

    assert read_title(title) == []


OTHERS = [
    ("Patients with an NRAS mutation are also eligible", "likely"),
    ("Patients with a KRAS mutation are eligible", "certain"),
    ("Patients with an NRAS mutation are eligible if they have it with KRAS", "certain"),
    ("Patients who had a PD-1 antibody are also eligible", "certain"),
]


@pytest.mark.parametrize(("sentence", "confidence"), OTHERS, ids=[row[0] for row in OTHERS])
def test_what_is_asked_for_is_likely_where_others_are_taken_too(sentence: str, confidence: str):
    text = inclusion(f"KRAS mutation\n* {sentence}")

    assert ("KRAS mutation", confidence) in read_of("A Study", text)


def test_an_exclusion_that_names_the_disease_asked_for_excludes_nobody():
    """Any earlier therapy for HER2-positive cancer is what bars, not the cancer."""
    text = (
        "Inclusion Criteria:\n\n* HER2-positive breast cancer\n\nExclusion Criteria:\n\n"
        "* Any prior systemic therapy for metastatic HER2-positive breast cancer"
    )

    found = read_of("Xotinib in HER2-Positive Breast Cancer", text)

    assert [pattern for pattern, _ in found] == ["ERBB2 amplification or ERBB2 overexpression"]
