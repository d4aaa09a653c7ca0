"""Ways in which trials ask everyone for an alteration: invented sentences, one phenomenon a table.

`NOT_CERTAIN` has wordings that look alike and mean something else.
"""

from __future__ import annotations

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import Confidence, Side
from oncomatch.trials.eligibility.molecular import findings
from oncomatch.trials.titles import read_title

DEL19 = "EGFR exon 19 inframe_deletion"
SENSITIVE = "EGFR gain_of_function except exon 20 inframe_insertion, p.T790M, p.C797S"
MTAP = "MTAP deletion or MTAP protein_loss"
RAS_WILD = "KRAS wildtype and NRAS wildtype and HRAS wildtype"
HER2 = "(ERBB2 amplification or ERBB2 overexpression)"

PHENOMENA = {
    "places before their gene": {
        "NSCLC with either the L858R or exon 19 deletion activating EGFR mutation": (
            f"EGFR p.L858R or {DEL19}"
        ),
        "Tumor with an exon 19 deletion or L858R mutation in EGFR": f"{DEL19} or EGFR p.L858R",
        "A V600E or V600K mutated BRAF melanoma": "BRAF p.V600E or BRAF p.V600K",
    },
    "capitals of a state": {
        "Colorectal cancer that is KRAS WT": "KRAS wildtype",
        "Rat sarcoma viral oncogene homolog wild-type (RAS WT) disease": RAS_WILD,
        "Tumor with an NF1 LOF mutation": "NF1 loss_of_function",
    },
    "a gene in small letters with its change": {
        "Pancreatic cancer with a KrasG12D mutation": "KRAS p.G12D",
        "Melanoma with a Braf V600E mutation": "BRAF p.V600E",
    },
    "a change written behind its gene without a space": {
        "Polycythemia vera with JAK2V617F": "JAK2 p.V617F",
        "KITD816V-positive mastocytosis": "KIT p.D816V",
        "Breast cancer with a PIK3CAH1047R mutation": "PIK3CA p.H1047R",
        "AML with an FLT3ITD mutation": "FLT3 internal_tandem_duplication",
        "NSCLC with a KRasG12C mutation": "KRAS p.G12C",
    },
    "changes of EGFR without its name": {
        "An exon 19 deletion mutation or exon 21 L858R mutation has been found": (
            f"{DEL19} or EGFR p.L858R"
        ),
        "NSCLC that has an Ex19del or Ex21-L858R substitution": f"{DEL19} or EGFR p.L858R",
        "NSCLC with a 19 deletion or 21 L858R": f"{DEL19} or EGFR p.L858R",
        "EGFR mutation (19DEL or 21L858R)": f"{DEL19} or EGFR p.L858R",
    },
    "mutations that are sensitive to drugs": {
        "EGFR-TKI sensitive mutations": SENSITIVE,
        "NSCLC with an EGFR TKI-sensitizing mutation": SENSITIVE,
        "EGFR-TKI sensitizing mutation (exon 19 deletion or L858R)": f"{DEL19} or EGFR p.L858R",
    },
    "the Philadelphia chromosome in other words": {
        "ALL with a translocation between chromosomes 9 and 22": "BCR::ABL1 fusion",
        "ALL without a translocation of chromosomes 9 and 22, t(9;22)": "not BCR::ABL1 fusion",
        "Ph-negative precursor B-cell ALL": "not BCR::ABL1 fusion",
    },
    "limited to what follows": {
        "An EGFR mutation, which is limited to L858R or exon 19 deletion": (
            f"EGFR p.L858R or {DEL19}"
        ),
        "BRAF mutations limited to V600E or V600K": "BRAF p.V600E or BRAF p.V600K",
    },
    "the long name of ROS1": {
        "NSCLC negative for ROS oncogene 1 (ROS1) rearrangement": "not ROS1 fusion",
    },
    "what is told of the test in brackets": {
        "EGFR mutations (exon 19 deletion, L858R)(The results of local tests are allowed)": (
            f"{DEL19} or EGFR p.L858R"
        ),
        "KRAS wild type by local or central testing (if available)": "KRAS wildtype",
    },
    "the age of everyone": {
        "Aged 18-59 years with BRAF V600E melanoma": "BRAF p.V600E",
        "Patients aged 18 years or older must have a BRAF V600E mutation": "BRAF p.V600E",
    },
    "a colon without a space behind it": {
        "Patients must have the following:Melanoma with a BRAF V600E mutation": "BRAF p.V600E",
    },
    "pathologic said of a change": {
        "Presence of an ARID1A pathologic variant or likely pathologic variant": "ARID1A mutation",
        "A pathological mutation of PALB2": "PALB2 mutation",
    },
    "activating without a list is the wider of what it may mean": {
        "NSCLC with an activating EGFR mutation": "EGFR gain_of_function",
        "Documented activating EGFR and/or HER2 mutation": (
            "EGFR gain_of_function or ERBB2 gain_of_function"
        ),
    },
    "examples to the end of the sentence": {
        "EGFR sensitive mutations, such as exon 19 del, or exon 21 L858R": SENSITIVE,
        "A BRAF mutation, for example V600E": "BRAF mutation",
        "EGFR mutations including, but not limited to, L858R or T790M": "EGFR mutation",
    },
    "codeletion of 1p and 19q": {
        "Glioma with IDH mutation and absence of 1p19q co-deletion": (
            "IDH1 mutation or IDH2 mutation; not (arm 1p loss and arm 19q loss)"
        ),
        "1p/19q codeleted oligodendroglioma": "arm 1p loss and arm 19q loss",
        "Astrocytoma, 1p/19q intact": "not (arm 1p loss and arm 19q loss)",
    },
    "kinds of truncation": {
        "Patients must have NF1 nonsense or frameshift mutation, or NF1 whole gene deletion": (
            "NF1 truncation or NF1 deletion"
        ),
        "A tumor with a frame-shift or stop-gain variant of ARID1A": "ARID1A truncation",
        "A frameshift mutation in NF1": "NF1 truncation",
    },
    "not known to have is an absence": {
        "Patients whose tumor is not known to have an ALK rearrangement or EGFR mutation": (
            "not ALK fusion and not EGFR mutation"
        ),
        "Patients who are not known to harbor a KRAS mutation": "not KRAS mutation",
    },
    "a gene and its protein, each by its own test": {
        "Homozygous deletion of MTAP by NGS or absence of MTAP protein by IHC": MTAP,
        "Bi-allelic (homozygous) deletion of MTAP in a tumor detected by sequencing or absence of "
        "MTAP protein in a tumor detected by IHC": MTAP,
    },
    "examples of the gene in brackets": {
        "NSCLC with an EGFR mutation (e.g., L858R or exon 19 deletion)": "EGFR mutation",
        "NSCLC with one or more active EGFR mutations known to be associated with EGFR-TKI "
        "sensitivity (including, but not limited to Del19 and L858R)": SENSITIVE,
        "Patients with a somatic activating sensitizing mutation in EGFR (e.g. but not limited to "
        "exon 19 deletion, L858R, S768I)": f"somatic ({SENSITIVE})",
    },
    "receptors beside one change": {
        "PIK3CA-mutated, HR-positive, HER2-negative breast cancer": (
            f"PIK3CA mutation; ESR1 expression or PGR expression; not {HER2}"
        ),
    },
    "a class of drivers as brackets name them": {
        "NSCLC without oncogene driven mutations (i.e., EGFR mutations or ALK fusions)": (
            "not EGFR mutation and not ALK fusion"
        ),
    },
    "what may be there or not": {
        "NSCLC with a KRAS G12C mutation, regardless of PD-L1 expression": "KRAS p.G12C",
        "NSCLC with a KRAS G12C mutation irrespective of co-mutations in STK11": "KRAS p.G12C",
        "GIST with a KIT exon 11 mutation with or without concurrent KIT exon 17 mutation": (
            "KIT exon 11 mutation"
        ),
        "Germline mutation (with or without accompanying somatic mutation) in BRCA1 or BRCA2": (
            "germline (BRCA1 mutation or BRCA2 mutation)"
        ),
        "ER-positive (regardless of progesterone receptor (PgR) expression) breast cancer": (
            "ESR1 expression"
        ),
    },
    "one of several genes in a list of commas": {
        "Prostate cancer with an HRR gene mutation (BRCA1, BRCA2, ATM)": (
            "BRCA1 mutation or BRCA2 mutation or ATM mutation"
        ),
        "A mutation in BRCA1, BRCA2, PALB2": "BRCA1 mutation or BRCA2 mutation or PALB2 mutation",
    },
    "places of one gene in a list of commas": {
        "Have a mutation in PIK3CA (H1047R, E542K, E545K)": (
            "PIK3CA p.H1047R or PIK3CA p.E542K or PIK3CA p.E545K"
        ),
        "One of the two common EGFR mutations (Ex19del, L858R)": f"{DEL19} or EGFR p.L858R",
        "GIST with a mutation in KIT exon 9, 11, 13, 14, 17 or 18": " or ".join(
            f"KIT exon {each} mutation" for each in (9, 11, 13, 14, 17, 18)
        ),
    },
    "examples without brackets, or with an end that is open": {
        "EGFR sensitive mutations, such as exon 19 del, or exon 21 L858R": SENSITIVE,
        "A HER2-activating mutation, including exon 20 insertions, by local testing": (
            "ERBB2 gain_of_function"
        ),
        "EGFR mutation positive by NGS, including L858R, S768I, G719X mutations et al.": (
            "EGFR mutation"
        ),
        "NSCLC with an EGFR activating mutation (L858R, exon 19 deletion, etc)": (
            "EGFR gain_of_function"
        ),
    },
    "a test and what it found": {
        "Lung cancer with mutation analysis by NGS confirming a KRAS mutation": "KRAS mutation",
        "Melanoma with any BRAF V600 mutation using a validated test (result does not need to be "
        "confirmed unless the test is old)": "BRAF codon 600",
    },
    "alone or with others": {
        "Have an EGFR Ex19Del or L858R mutation, alone or co-occurring with other EGFR mutations": (
            f"{DEL19} or EGFR p.L858R"
        ),
    },
    "a wild type of several places": {
        "KRAS exon 2, 3, 4 and NRAS exon 2, 3, 4 wild-type": (
            "not KRAS exons 2-4 mutation and not NRAS exons 2-4 mutation"
        ),
        "KRAS codon 12 and NRAS codon 61 wild type CRC": (
            "not KRAS codon 12 and not NRAS codon 61"
        ),
        "KRAS exon 2 mutation and NRAS wild-type": "KRAS exon 2 mutation; NRAS wildtype",
    },
    "tumors that patients must not have": {
        "Patients must not have tumors with an ALK fusion or ROS1 fusion": (
            "not ALK fusion and not ROS1 fusion"
        ),
    },
    "families": {
        "Patients with an activating AKT mutation": (
            "AKT1 gain_of_function or AKT2 gain_of_function or AKT3 gain_of_function"
        ),
    },
    "activating as brackets tell it": {
        "Documented activating EGFR and/or HER2 mutation": (
            "EGFR gain_of_function or ERBB2 gain_of_function"
        ),
        "NSCLC with an EGFR-activating mutation (exon 19 deletion or L858R)": (
            f"{DEL19} or EGFR p.L858R"
        ),
    },
    "carriers": {
        "Germline BRCA1 mutation carriers with breast cancer": "germline (BRCA1 mutation)",
        "Carriers of a germline PALB2 variant": "germline (PALB2 mutation)",
    },
    "an entity in its short form or by its risk": {
        "KRAS/NRAS wild type left-sided mCRC": "KRAS wildtype and NRAS wildtype",
        "High-risk neuroblastoma with MYCN amplification": "MYCN amplification",
        "CALR-mutated essential thrombocythemia": "CALR mutation",
    },
    "women by their menopause": {
        "Premenopausal women with a germline BRCA1 mutation": "germline (BRCA1 mutation)",
        "Postmenopausal patients with an ESR1 mutation": "ESR1 mutation",
    },
}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param(text, meant, id=f"{name} {number}")
        for name, rows in PHENOMENA.items()
        for number, (text, meant) in enumerate(rows.items(), 1)
    ],
)
def test_what_everyone_is_asked_for_is_certain(text: str, meant: str):
    read = findings(text, Side.INCLUSION)
    assert {str(each.pattern) for each in read} == {
        str(parse_biomarker(each)) for each in meant.split("; ")
    }
    assert all(each.confidence is Confidence.CERTAIN for each in read)


NOT_CERTAIN = {
    "examples of another gene": [
        "NSCLC with a driver mutation (e.g., EGFR or ALK)",
        "NSCLC with a driver mutation (e.g., EGFR L858R)",
    ],
    "two proofs of which one is of another way in": [
        "Homozygous deletion of MTAP by NGS or no prior therapy and absence of MTAP protein by IHC",
        "No overexpression of HER2 by IHC or ERBB2 mutation by NGS and prior chemotherapy",
    ],
    "an alteration of unknown kind": [
        "HER2-altered solid tumor",
        "Solid tumor with an alteration of HER2",
    ],
    "a disease with or without something, then an alteration": [
        "NSCLC with or without an EGFR mutation",
        "NSCLC regardless of an EGFR mutation",
        "An ALK fusion or EGFR mutation regardless of prior therapy for a KRAS mutation",
    ],
    "carriers of a change of unknown origin": [
        "Known BRCA1 mutation carriers",
        "Female carriers of a pathogenic BRCA2 variant",
        "EGFR mutation carriers with NSCLC",
    ],
    "examples, then another thing": [
        "EGFR mutations such as L858R, and progression on osimertinib",
        "EGFR mutations such as L858R or KRAS G12C",
    ],
    "not limited to what follows": ["EGFR mutations, not limited to L858R"],
    "sensitive to a drug without a mutation": ["NSCLC that is EGFR-TKI sensitive"],
    "one or its absence": ["B-ALL, Philadelphia chromosome positive or negative"],
    "a rule for those of an age": [
        "Patients aged 60 years or older must have an FLT3 mutation",
        "Patients ≥ 60 years must have an FLT3 mutation",
    ],
    "what is available is asked of some": ["KRAS wild type (if available)"],
    "a change that no gene is known for alone": ["NSCLC with an exon 20 insertion"],
    "whether 1p and 19q were looked at": ["1p/19q co-deletion status must be known"],
    "activating denied: sensitizing ones may be meant": [
        "NSCLC without an activating EGFR mutation",
        "No activating mutation of EGFR",
    ],
    "negative for the last place or for all": [
        "EGFR exon 19 deletion and L858R negative NSCLC",
        "NSCLC with EGFR L858R, T790M-negative",
    ],
    "active for activating": ["NSCLC with an active EGFR mutation"],
    "a rule for one cancer": ["No mutations in the EGFR gene (in case of NSCLC)"],
    "a change of unknown meaning": [
        "BRCA1 mutations that are of uncertain significance",
        "A BRCA2 variant of unknown significance (VUS)",
    ],
    "places that may be there together": ["NSCLC with EGFR L858R, T790M mutations"],
    "genes that AND joins": ["Mutations in TP53 and RB1", "A mutation in TP53, in RB1 and in PTEN"],
    "active is no quality elsewhere": ["Active disease with an activated EGFR pathway mutation"],
}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=f"{name} {number}")
        for name, texts in NOT_CERTAIN.items()
        for number, text in enumerate(texts, 1)
    ],
)
def test_what_may_mean_something_else_is_not_certain(text: str):
    read = findings(text, Side.INCLUSION)
    assert not [each for each in read if each.confidence is Confidence.CERTAIN]


@pytest.mark.parametrize(
    "text",
    [
        "Have one or more children who have tested positive for a BRCA1 mutation",
        "Women who have a sibling with a BRCA2 mutation",
    ],
)
def test_what_relatives_have_is_asked_of_no_patient(text: str):
    assert not [*findings(text, Side.INCLUSION), *findings(text, Side.EXCLUSION)]


TITLES = [
    ("Xotinib Plus a RAS(ON) Inhibitor in Patients With RAS-Mutated NSCLC", "certain"),
    ("Xotinib in Patients With Endocrine-Sensitive PIK3CA-Mutated Breast Cancer", "certain"),
    ("Xotinib in Platinum-Resistant BRCA1-Mutated Ovarian Cancer", "certain"),
    ("Xotinib in Women With Early Breast Cancer BRCA1 Mutations", "likely"),
    ("Xotinib in Women With Early Breast Cancer Lacking BRCA1 Mutations", "certain"),
]


@pytest.mark.parametrize(("title", "confidence"), TITLES)
def test_what_stands_around_a_change_in_a_title(title: str, confidence: str):
    assert [each.confidence.value for each in read_title(title)] == [confidence]
