"""What is certain of everyone, and what only seems so: lists, parts, and stains of a whole text."""

from __future__ import annotations

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import Confidence, Side
from oncomatch.trials.eligibility.molecular import findings
from oncomatch.trials.eligibility.reading import Eligibility, read_eligibility
from oncomatch.trials.eligibility.readings import READINGS
from oncomatch.trials.settle import settle
from unit.trials.trial_makers import read_of

HER2 = "(ERBB2 amplification or ERBB2 overexpression)"
TNBC = f"not {HER2} and not ESR1 expression and not PGR expression"


def certain(*items: str, title: str = "Study of X") -> list[str]:
    """Return what is surely asked of everyone by items of the inclusion criteria."""
    text = "\n\n".join(["Inclusion Criteria:", *(f"* {each}" for each in items)])
    return [pattern for pattern, confidence in read_of(title, text) if confidence == "certain"]


def as_written(*patterns: str) -> list[str]:
    return [str(parse_biomarker(each)) for each in patterns]


NOT_OF_EVERYONE = {
    "a type of a list with semicolons": (
        "Confirmed ovarian cancer, including peritoneal; gastric cancer; NSCLC; MSS CRC; or DLBCL"
    ),
    "a type of a list with roman numbers": (
        "Advanced tumours: i) mCRPC; ii) HER2-negative BC; iii) CRC; iv) ovarian cancer"
    ),
    "a marker that is one of the alternatives": (
        "Confirmed cutaneous melanoma, renal cell carcinoma, gastric cancer, TMB of >= 10 mut/Mb, "
        "cervical cancer, thymic carcinoma"
    ),
    "a part behind the last full stop": (
        "A diagnosis of TNBC. (Phase II and parallel baseline arm only)"
    ),
    "suspected only": "Patients with a known or suspected BCOR-mutated brain tumour",
    "a wild type beside its mutation": "EGFR-mutated and EGFR wild-type NSCLC",
    "two subtypes that exclude each other": "Triple-negative and HER2+ subtypes of breast cancer",
}


@pytest.mark.parametrize("name", NOT_OF_EVERYONE)
def test_what_one_of_several_has_is_surely_asked_of_nobody_else(name: str):
    assert certain(NOT_OF_EVERYONE[name]) == []


OF_EVERYONE = {
    "semicolons between criteria": (
        "Stage IV disease; confirmed NSCLC; and documented EGFR L858R mutation",
        "EGFR p.L858R",
    ),
    "a marker behind a list of types": (
        "Confirmed NSCLC, colorectal or pancreatic cancer with a KRAS G12C mutation",
        "KRAS p.G12C",
    ),
    "suspected to harm": (
        "A deleterious or suspected deleterious ATM mutation",
        "ATM mutation",
    ),
    "one of two receptors in brackets": (
        "Hormone receptor positive (at least one of ER and PgR is positive) and HER2 negative",
        f"(ESR1 expression or PGR expression) and not {HER2}",
    ),
    "an abbreviation in the sentence": (
        "Documented by a U.S. FDA approved test: KRAS G12C mutation",
        "KRAS p.G12C",
    ),
}


@pytest.mark.parametrize("name", OF_EVERYONE)
def test_what_is_plainly_said_of_all_stays_certain(name: str):
    item, asked = OF_EVERYONE[name]

    assert certain(item) == as_written(asked)


def test_ways_into_a_trial_that_ask_for_a_gene_leave_the_others_open():
    item = (
        "One of the following diagnoses:\n\n  1. Anaplastic cancer, BRAF wild-type\n"
        "  2. Anaplastic cancer, BRAF mutant\n  3. Cancer that grew under surgery"
    )

    assert certain(item) == []


STAINS = {
    "HER2 of 1+": ("HER2-positive sarcoma", "At least 1+ intensity for HER2 staining is required"),
    "HER2 of 2+ alone": ("HER2-positive cancer", "HER2 status has to be ≥2+ IHC or amplified"),
    "HER2 of 2+ or 3+": ("HER2-positive cancer", "HER2 positivity is defined as 2+ or 3+ by IHC"),
}


@pytest.mark.parametrize("name", STAINS)
def test_her2_positive_is_in_doubt_where_the_trial_stains_less_for_it(name: str):
    assert certain(*STAINS[name]) == []


@pytest.mark.parametrize(
    "test", ["HER2 is tested by IHC", "HER2-positive is 3+, or 2+ or 3+ with amplification by ISH"]
)
def test_her2_positive_as_the_field_means_it_stays_certain(test: str):
    assert certain("HER2-positive cancer", test) == as_written(HER2)


def test_receptors_in_a_few_percent_of_the_cells_may_be_called_negative():
    asked = certain("Triple-negative breast cancer", "ER and PR are negative if below 10% by IHC")

    assert asked == as_written(f"not {HER2}")
    assert certain("Triple-negative breast cancer", "ER and PR below 1% by IHC") == as_written(TNBC)


def test_a_title_names_patients_of_an_expansion_beside_all():
    title = "X in Adults With Solid Tumors, With a Safety Expansion in CTPS2 Null Ovarian Cancer"

    assert certain("Solid tumour", title=title) == []


def test_an_expansion_that_a_title_names_alone_changes_nothing():
    title = "A Dose Escalation and Expansion Study of X in Patients With KRAS G12C-Mutant NSCLC"

    assert certain("NSCLC with a KRAS G12C mutation", title=title) == ["KRAS p.G12C"]


PERMITTED = [
    "Additionally, TNBC patients with a known germline BRCA1 mutation, who cannot have a PARP "
    "inhibitor, also qualify for the study",
    "Patients with a known KRAS G12C mutation, who are unsuitable for surgery, are eligible",
    "Patients with an ALK fusion, whose tumour grew under a TKI, may also be enrolled",
]


@pytest.mark.parametrize("item", PERMITTED)
def test_patients_who_are_let_in_too_are_asked_of_nobody(item: str):
    genes = ("BRCA1", "KRAS", "ALK")

    assert [each for each in certain(item) if any(gene in each for gene in genes)] == []


def test_patients_who_must_have_a_change_are_no_permission():
    item = "Patients with a known KRAS G12C mutation, who are unsuitable for surgery"

    assert certain(item) == ["KRAS p.G12C"]


def test_two_changes_at_once_that_exclude_may_each_be_meant_alone():
    (found,) = findings("Known dMMR/MSI-H status and HER2-positive tumor", Side.EXCLUSION)

    assert found.confidence is Confidence.LIKELY


def of_everyone(*items: str, excluded: str = "Pregnancy") -> dict[str, str]:
    """Return the confidence of each criterion of everyone, `-` before what excludes."""
    lines = ["Inclusion Criteria:", *(f"* {each}" for each in items)]
    text = Eligibility("\n\n".join([*lines, "Exclusion Criteria:", f"* {excluded}"]))
    settled = settle((), text, read_eligibility(text, READINGS))
    return {
        f"{'-' if each.side is Side.EXCLUSION else ''}{each.pattern}": each.confidence.value
        for each in settled.criteria
    }


def test_the_stricter_of_two_limits_may_be_of_a_part():
    asked = of_everyone("ECOG performance status 0-1", "ECOG performance status 0-2")

    assert asked == {"ECOG <= 2": "certain", "ECOG <= 1": "likely"}


def test_limits_from_both_ends_do_not_clash():
    asked = of_everyone("At least one prior line of therapy", "Up to 3 prior lines of therapy")

    assert asked["line >= 2"] == "certain"


def test_an_extent_that_is_asked_for_is_not_surely_shut_out():
    both = "Locally advanced or metastatic melanoma"
    asked = of_everyone(both, excluded="Evidence of distant metastases")

    assert asked["-extent metastatic"] == "likely"
    asked = of_everyone("Stage II melanoma", excluded="Evidence of distant metastases")
    assert asked["-extent metastatic"] == "certain"


def test_lines_that_a_part_may_not_have_are_not_surely_asked_of_everyone():
    asked = of_everyone(
        "Part 1: prior treatment for CLL",
        "At least 1 prior line of therapy",
        "Part 2: no prior systemic therapy for CLL",
    )

    assert asked["line >= 2"] == "likely"


def test_a_histology_that_another_sentence_takes_is_not_surely_shut_out():
    both = "Histologically confirmed squamous or nonsquamous NSCLC"
    rule = "Participants with nonsquamous NSCLC who cannot have an approved targeted therapy"

    assert of_everyone(both, rule).get("-tumor_type LUSC") != "certain"
    assert of_everyone("Confirmed nonsquamous NSCLC")["-tumor_type LUSC"] == "certain"


TYPES_BESIDE = {
    "a type that is not known": (
        "Confirmed small cell lung cancer (SCLC), neuroendocrine carcinoma (NEC), without standard"
    ),
    "a histology in brackets": (
        "Confirmed pancreatic ductal adenocarcinoma (PDAC) as read locally (adenosquamous is also "
        "allowed)"
    ),
}


@pytest.mark.parametrize("name", TYPES_BESIDE)
def test_a_type_beside_which_another_is_taken_is_not_sure(name: str):
    asked = of_everyone(TYPES_BESIDE[name])

    assert {asked[each] for each in asked if each.startswith("tumor_type")} == {"likely"}


def test_what_is_said_of_the_type_leaves_it_sure():
    asked = of_everyone("Confirmed small cell lung cancer (SCLC), with a measurable lesion")

    assert asked["tumor_type SCLC"] == "certain"
