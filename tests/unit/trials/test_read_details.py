"""Words beside a gene that leave it as it is, and words like them that do not.

The sentences are made up in the manner of the registry's.
"""

from __future__ import annotations

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import Confidence, Side
from oncomatch.trials.eligibility.molecular import findings
from oncomatch.trials.titles import read_title

HER2 = "(ERBB2 amplification or ERBB2 overexpression)"
BRCA = "germline (BRCA1 mutation or BRCA2 mutation)"
DOMAIN = "ERBB2 region tyrosine_kinase_domain gain_of_function"


def certain(text: str, side: Side = Side.INCLUSION) -> list[str]:
    """Return what a text asks for with certainty."""
    found = findings(text, side)
    return [str(each.pattern) for each in found if each.confidence is Confidence.CERTAIN]


KNOWN = f"""
    age in words | Women older than 18 years with a documented PIK3CA mutation | PIK3CA mutation
    age before the disease | Greater than 40 years of age with KRAS G12C NSCLC | KRAS p.G12C
    one or more | One or more ESR1 mutations in ctDNA | ESR1 mutation
    name of a syndrome | Diagnosis of Klein syndrome with a somatic AKT1 mutation | {
    "somatic (AKT1 mutation)"
}
    a site of the trial | IDH1 mutation found at one of the participating centres | IDH1 mutation
    matching HLA | KRAS G12D mutation with matching HLA subtype | KRAS p.G12D
    expression of HLA | Positive for KRAS G12V and expression of the HLA-A*11:01 | {
    "KRAS p.G12V | HLA-A allele A*11:01"
}
    expressing HLA | Tumor with KRAS G12D, patients expressing HLA-C*08:02 | {
    "KRAS p.G12D | HLA-C allele C*08:02"
}
    characterized by | NSCLC characterised by a KRAS G12C mutation | KRAS p.G12C
    class of ACMG | Class 4 or 5 variant of BRCA1 | BRCA1 mutation
    class of ACMG before | A class 5 (definitely pathogenic) PALB2 mutation | PALB2 mutation
    the gene that encodes | The gene that encodes the protein BRAF V600E mutation | BRAF p.V600E
    absent gene that encodes | No known presence of the gene encoding for BRAF V600E mutation | {
    "not BRAF p.V600E"
}
    germline positive | BRCA germline positive breast cancer | {BRCA}
    positive for the germline | Germline BRCA1/2-positive breast cancer | {BRCA}
    slashes between changes | HER2 overexpressed/amplified/mutant NSCLC | {
    "ERBB2 amplification or ERBB2 overexpression or ERBB2 mutation"
}
    slash between mutation and fusion | FGFR2-mutated/rearranged tumors | {
    "FGFR2 mutation or FGFR2 fusion"
}
    activating in the domain | Activating HER2 mutation in the tyrosine kinase domain | {DOMAIN}
    domain in short | HER2 gain-of-function mutation in the TKD | {DOMAIN}
    activation beside mutation | RAS mutation and/or RAS activation | {
    "KRAS mutation or NRAS mutation or HRAS mutation"
}
    other tumours last | NSCLC, CRC, or other solid tumor with KRAS G12D | KRAS p.G12D
    another cancer at the end | Melanoma, NSCLC or another cancer that has a RET fusion | RET fusion
    list with semicolons | One of the following: EGFR mutation; KRAS G12C; ALK fusion | {
    "EGFR mutation or KRAS p.G12C or ALK fusion"
}
    list of abnormalities | Any of the following abnormalities: MET amplification, RET fusion | {
    "MET amplification or RET fusion"
}
    list joined by and | Any of the following: KRAS mutation and BRAF mutation | {
    "KRAS mutation or BRAF mutation"
}
    brackets name the changes | Activating EGFR mutation (exon 19 deletion or L858R) | {
    "EGFR exon 19 inframe_deletion or EGFR p.L858R"
}
    one of the two | One of the two EGFR mutations: L858R or exon 19 deletion | {
    "EGFR p.L858R or EGFR exon 19 inframe_deletion"
}
    wild type in exons | Wild-type KRAS (exons 2, 3 and 4) | not KRAS exons 2-4 mutation
    change beside a wild type | MDM2 amplification and TP53 wild-type | {
    "MDM2 amplification | TP53 wildtype"
}
    wild type before a change | TP53 wild-type, MDM2-amplified sarcoma | {
    "TP53 wildtype | MDM2 amplification"
}
    change beside an absence | AML with TP53 mutation and without FLT3 mutation | {
    "TP53 mutation | not FLT3 mutation"
}
    one tumour with two markers | BRAF V600E-mutant colorectal cancer, RAS wild type | {
    "BRAF p.V600E | KRAS wildtype and NRAS wildtype and HRAS wildtype"
}
    another gene is not understood | NSCLC with EGFR L858R who have a resistant MET | EGFR p.L858R
    primary insertion | A primary EGFR exon 20 insertion | EGFR exon 20 inframe_insertion
    examples at the end | EGFR sensitive mutations, such as exon 19 del, or exon 21 L858R | {
    "EGFR gain_of_function except exon 20 inframe_insertion, p.T790M, p.C797S"
}
    examples that limit nothing | EGFR mutation including but not limited to L858R | EGFR mutation
    codeletion | IDH2 mutation and 1p/19q codeletion | {
    "IDH2 mutation | arm 1p loss and arm 19q loss"
}
    no codeletion | IDH1 R132H mutation without 1p19q co-deletion | {
    "IDH1 p.R132H | not (arm 1p loss and arm 19q loss)"
}
    tissue of a cancer | ESR1 mutation in ctDNA from blood or breast cancer tissue | ESR1 mutation
    absence and presence | Absence of BRAF V600E mutation and presence of RAS mutation | {
    "not BRAF p.V600E | KRAS mutation or NRAS mutation or HRAS mutation"
}
    in first relapse | AML with FLT3-ITD in first relapse | FLT3 internal_tandem_duplication
    positive before its gene | T790M-positive EGFR mutant NSCLC | EGFR p.T790M
    a clause before | Histologically confirmed NSCLC; EGFR mutation positive | EGFR mutation
    none of a list | None of the following: EGFR mutation; ALK fusion | {
    "not EGFR mutation and not ALK fusion"
}
    not associated with | Glioma not associated with a BRAF V600E mutation | not BRAF p.V600E
    no syndrome | Non-neurofibromatosis type 1 (non-NF1) glioma | not germline (NF1 mutation)
    no syndrome in words | Glioma not associated with neurofibromatosis type 1 | {
    "not germline (NF1 mutation)"
}
    positive expression | Positive expression of ER and a PIK3CA mutation | {
    "ESR1 expression | PIK3CA mutation"
}
"""

DESCRIBED = """
    a kind of lymphoma | Centrally reviewed CD20-positive indolent lymphoma | MS4A1 expression
    everyone who takes part | Each person who takes part must have a KRAS mutation | KRAS mutation
    relapse in brackets | Relapsed (second or later) CD19-positive leukaemia | CD19 expression
    who is taken | Enrolment will be limited to participants with a RET fusion | RET fusion
    a clause | No cure exists; proof of a tumour with a RET fusion; fit | RET fusion
    predicted | A predicted loss of function mutation in BRCA1 | BRCA1 loss_of_function
    no drug | NSCLC with an ALK fusion, ineligible to receive chemotherapy | ALK fusion
    or none | KRAS-mutant, who have had xotinib or are ineligible to receive it | KRAS mutation
    whoever comes | Any woman or man must have KRAS-mutant disease | KRAS mutation
    a maker's test | ALK fusion as shown by the Abbott FISH test or the Ventana assay | ALK fusion
    a probe of the gene | NSCLC with an ALK fusion by ALK break apart FISH | ALK fusion
    a hospital | RET fusion by NGS at the Hospital of Oslo or other laboratory | RET fusion
    a test in brackets | Must have a BRAF V600 mutation (may be IHC or PCR based) | BRAF codon 600
    tests between | ALK fusion by Ventana IHC, or a ROS1 fusion by NGS | ALK fusion or ROS1 fusion
"""

NOT_KNOWN = """
    some patients | Patients treated with osimertinib must have EGFR-mutant disease
    a quota of patients | Up to 10 patients with KRAS-mutant cancer
    a quota in numbers | At least 12 participants per dose must have a KRAS mutation
    tissue for a test | Provide slides of a tumour with a KRAS mutation
    what some may have | Some may have KRAS-mutant cancer
    relatives with it | Family history of BRCA1-mutated cancer
    a risk of it | Hereditary risk of cancer with a BRCA1 mutation
    other tumours in a row | AML, follicular or KRAS-mutant lymphoma
    what is planned | Expansion will be of KRAS-mutant tumours
    a study's aim | To prevent KRAS-mutant cancer
    VAF in words | EGFR mutation with an allele frequency greater than 5%
    children of the patient | Have one or more children who are positive for a BRCA1 mutation
    a sister | Has had a sister with a BRCA1 mutation
    class of BRAF | Class 2 BRAF mutation
    class of a variant not certain | Class 3 variant of BRCA1
    gene expression | KRAS expression
    positive without germline | BRCA-positive breast cancer
    activation alone | RAS activation
    other tumours of a kind | NSCLC or other RAS-driven tumors with a KRAS G12D mutation
    list that goes on | At least one of the following: EGFR mutation, KRAS mutation, smoker
    list that goes on with or | One of the following: EGFR mutation; KRAS mutation; or age above 60
    mutant or wild type | RAS mutation status, either mutant or wild-type
    wild type of some genes of a family | Wild-type RAS (KRAS and NRAS exons 2, 3 and 4)
    activating alteration | An activating ALK aberration
    the same gene is not understood | EGFR L858R and a resistant EGFR
    a gene after or is not understood | NSCLC with EGFR L858R or a resistant MET
    tumours with a marker each | EGFR-mutant NSCLC, BRAF-mutant melanoma
    an absence is an alternative | One of the following: KRAS mutation, no EGFR mutation
    negative before its gene | T790M-negative EGFR mutant NSCLC
    one type of several | Squamous NSCLC; non-squamous without an EGFR mutation
    the first patients | The first 20 patients must have a BRCA mutation
    some tumours alone | No mutations in the EGFR gene (in case of NSCLC)
    some tumours in words | EGFR mutation in the case of NSCLC
    syndrome | Patients with neurofibromatosis type 1
    stain and ISH are one | HER2 IHC 2+/ISH+ breast cancer
    drug of an insertion | Patients with a HER2 ex20ins-targeted therapy before
"""


def named(table: str, cells: int) -> list[object]:
    rows = [line.split("|", cells - 1) for line in table.strip().splitlines()]
    return [pytest.param(*(cell.strip() for cell in row[1:]), id=row[0].strip()) for row in rows]


@pytest.mark.parametrize(("text", "patterns"), named(KNOWN, 3))
def test_what_leaves_the_criterion_as_it_is(text: str, patterns: str):
    assert certain(text) == [str(parse_biomarker(each)) for each in patterns.split("|")]


@pytest.mark.parametrize(("text", "pattern"), named(DESCRIBED, 3))
def test_what_describes_patients_tumours_and_tests_leaves_it_certain(text: str, pattern: str):
    assert certain(text) == [pattern]


@pytest.mark.parametrize("text", [pytest.param(*p.values, id=p.id) for p in named(NOT_KNOWN, 2)])
def test_what_changes_it_is_not_certain(text: str):
    assert certain(text) == []


def test_children_with_a_mutation_do_not_exclude_their_parent():
    assert certain("Has children with a BRCA1 mutation", Side.EXCLUSION) == []


TITLES = """
    tumour with a level | Patients With KRAS G12C-Mutant NSCLC With PD-L1 TPS ≥50% | 2
    advanced or metastatic | KRAS G12C-Mutant, Advanced or Metastatic NSCLC With PD-L1 TPS ≥50% | 2
    two tumours | Patients With KRAS Mutant NSCLC or Melanoma With BRAF V600E | 0
    two kinds of patients | EGFR-Mutant NSCLC and Patients With KRAS Mutation | 0
    the same gene | HER2-Positive Breast Cancer With HER2 Loss | 0
"""


@pytest.mark.parametrize(("title", "number"), named(TITLES, 3))
def test_a_title_has_both_markers_of_a_tumour(title: str, number: str):
    sure = [each for each in read_title(title) if each.confidence is Confidence.CERTAIN]
    assert len(sure) == int(number)
