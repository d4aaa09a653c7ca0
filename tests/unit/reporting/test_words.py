"""Words and numbers of the report."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import building
from oncomatch.domain.evidence import CgiLevel, EvidenceLevel, EvidenceScheme, Significance
from oncomatch.domain.match import TherapyMatch
from oncomatch.domain.provenance import Provenance
from oncomatch.domain.tier import Tier
from oncomatch.domain.tumor_type import Relation
from oncomatch.domain.variant import Reads
from oncomatch.reporting.plural import plural
from oncomatch.reporting.words import (
    BENEFIT,
    PLAIN,
    RESISTANCE,
    UNKNOWN,
    agencies_here,
    citation_url,
    is_approval,
    joined,
    level_words,
    pattern_words,
    percent,
    reads_words,
    relation_words,
    tag_of,
)
from unit.reporting.report_makers import FDA, approval, evidence, label, resistance, therapy

ANCESTOR, DESCENDANT, OTHER = Relation.ANCESTOR, Relation.DESCENDANT, Relation.OTHER


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 records"), (1, "1 record"), (2, "2 records"), (1234567, "1,234,567 records")],
)
def test_plural(count: int, words: str):
    assert plural(count, "record") == words


def test_plural_with_another_word():
    assert [plural(count, "study", "studies") for count in (1, 2)] == ["1 study", "2 studies"]


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("ERBB2 IHC >= 3", "HER2 IHC ≥ 3"),
        (
            "ERBB2 amplification or ERBB2 overexpression",
            "ERBB2 amplification or HER2 overexpression",
        ),
        ("not (ESR1 expression or PGR expression)", "not (ER expression or PR expression)"),
        ("ESR1 mutation", "ESR1 mutation"),
        ("CD274 amplification", "CD274 amplification"),
        ("CD274 CPS < 1 and TMB <= 9.5", "PD-L1 CPS < 1 and TMB ≤ 9.5"),
        ("XERBB2 IHC >= 3", "XERBB2 IHC ≥ 3"),
        ("MET overexpression", "MET overexpression"),
        ("the protein level of ESR1 was not assessed", "the protein level of ER was not assessed"),
        ("the copy number of ERBB2 was not assessed", "the copy number of ERBB2 was not assessed"),
        ("the IC of CD274 was not assessed", "the IC of PD-L1 was not assessed"),
    ],
)
def test_a_protein_has_the_name_of_its_stain_and_a_gene_that_of_the_gene(pattern: str, words: str):
    assert pattern_words(pattern) == words


@pytest.mark.parametrize(
    ("fraction", "words"),
    [
        (1.0, "100 %"),
        (0.5, "50 %"),
        (0.312, "31 %"),
        (0.1, "10 %"),
        (0.0412, "4.1 %"),
        (0.001, "0.1 %"),
        (0.0004, "0.04 %"),
        (0.00001, "0.001 %"),
        (0.0, "0.0 %"),
    ],
)
def test_percent(fraction: float, words: str):
    assert percent(fraction) == words


@given(st.floats(1e-9, 1))
def test_a_fraction_that_is_not_zero_does_not_read_as_zero(fraction: float):
    """Deep sequencing calls at 0.04 %: "0.0 %" says that nothing was seen."""
    shown = float(percent(fraction).removesuffix(" %"))

    assert shown == pytest.approx(fraction * 100, rel=0.1, abs=0.05)
    assert shown > 0


@pytest.mark.parametrize(
    ("parts", "words"),
    [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")],
)
def test_joined(parts: tuple[str, ...], words: str):
    assert joined(parts) == joined(list(parts)) == words


@pytest.mark.parametrize(
    ("reads", "words"),
    [
        (Reads(588, 183, 0.312), "VAF 31 % of 588 reads"),
        (Reads(1, 1, 1.0), "VAF 100 % of 1 read"),
        (Reads(vaf=0.05), "VAF 5.0 %"),
        (Reads(depth=30), "30 reads"),
        (Reads(0, 0, 0.0), "VAF 0.0 % of 0 reads"),
        (Reads(), "no read counts"),
    ],
    ids=["all", "one read", "no depth", "no fraction", "zeros", "none"],
)
def test_reads(reads: Reads, words: str):
    assert reads_words(replace(building.small("KRAS", "G12C"), reads=reads)) == words


LISTED_ELSEWHERE = [approval(relation=OTHER), evidence()]

TAGS: dict[str, tuple[TherapyMatch, tuple[str, str]]] = {
    "established": (therapy(), ("established here", BENEFIT)),
    "approved": (therapy(records=[approval()]), ("approved: FDA", BENEFIT)),
    "approved and established": (
        therapy(records=[evidence(), approval()]),
        ("approved: FDA", BENEFIT),
    ),
    "approved elsewhere": (therapy(records=LISTED_ELSEWHERE), ("established here", BENEFIT)),
    "well powered": (therapy(tier=Tier.IB), ("evidence here", BENEFIT)),
    "small studies": (therapy(tier=Tier.IIC), ("investigational", UNKNOWN)),
    "preclinical": (therapy(tier=Tier.IID), ("investigational", UNKNOWN)),
    "wider type": (therapy(tier=Tier.IIC, relation=ANCESTOR), ("investigational", UNKNOWN)),
    "subtype": (therapy(tier=Tier.IIC, relation=DESCENDANT), ("in a subtype", UNKNOWN)),
    "other type": (therapy(tier=Tier.IIC, relation=OTHER), ("other tumour type", UNKNOWN)),
    "excluded": (
        therapy(tier=Tier.IIC, relation=Relation.EXCLUDED),
        ("excluded here", RESISTANCE),
    ),
    "overridden": (therapy(opposed_by=("resistance to X",)), ("doubtful", RESISTANCE)),
    "cautioned": (therapy(cautioned_by=("resistance to X",)), ("established here", BENEFIT)),
    "resistance": (resistance(), ("resistance", RESISTANCE)),
    "weak resistance": (resistance(tier=Tier.IID), ("resistance", RESISTANCE)),
    "studies against only": (
        therapy(records=[], against=(evidence(),)),
        ("not supported", PLAIN),
    ),
    "resistance refuted": (resistance(records=[], against=(evidence(),)), ("not supported", PLAIN)),
}


@pytest.mark.parametrize("case", TAGS)
def test_tags(case: str):
    match, tag = TAGS[case]

    assert tag_of(match) == tag


@pytest.mark.parametrize("significance", Significance)
def test_only_what_speaks_for_a_regimen_looks_like_benefit(significance: Significance):
    _, style = tag_of(therapy(significance=significance))

    assert (style == BENEFIT) is (significance is Significance.SENSITIVITY)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (evidence(), "CIViC A, 4 stars"),
        (evidence(level=EvidenceLevel.CASE_STUDY.value, rating=1), "CIViC C, 1 star"),
        (evidence(rating=None), "CIViC A, not rated"),
        (evidence(rating=3, flagged=True), "CIViC A, 3 stars, flagged"),
        (
            evidence(
                scheme=EvidenceScheme.CGI,
                level=CgiLevel.FDA_GUIDELINES.value,
                rating=None,
                provenance=Provenance("CGI", "line 2", "2017-02-08", "FDA", "", "CC0-1.0"),
            ),
            "CGI FDA guidelines, release 2017-02-08",
        ),
        (approval(), "FDA companion diagnostic"),
    ],
    ids=["stars", "one star", "not rated", "flagged", "its age", "no levels"],
)
def test_levels(made, words: str):
    assert level_words(made) == words


def test_approvals_are_a_regulator_s():
    """A regulator's list and its labels; levels of CIViC and CGI are no approvals."""
    assert [is_approval(evidence(scheme=scheme)) for scheme in EvidenceScheme] == [
        scheme in (FDA, EvidenceScheme.LABEL) for scheme in EvidenceScheme
    ]


@pytest.mark.parametrize(
    ("made", "agencies"),
    [
        ([label("EMA")], ("EMA",)),
        ([label("EMA"), label("FDA"), approval()], ("FDA", "EMA")),
        ([label("Health Canada"), label("EMA")], ("EMA", "Health Canada")),
        ([label("EMA", relation=OTHER), approval()], ("FDA",)),
        ([label("EMA", relation=Relation.EXCLUDED), evidence()], ()),
        ([evidence()], ()),
    ],
    ids=["label", "FDA first", "by name", "elsewhere", "excluded", "no regulator"],
)
def test_the_agencies_are_those_whose_labels_are_about_this_tumour_type(made, agencies):
    assert agencies_here(therapy(records=made)) == agencies


def test_the_tag_names_the_agencies():
    """What only the EMA approves does not read as approved by the FDA."""
    assert tag_of(therapy(records=[label("EMA")])) == ("approved: EMA", BENEFIT)
    assert tag_of(therapy(records=[label("EMA"), label("FDA")])) == ("approved: FDA, EMA", BENEFIT)


@pytest.mark.parametrize("relation", Relation)
def test_relations(relation: Relation):
    words = {
        Relation.SAME: "this tumour type",
        Relation.ANCESTOR: "includes this tumour type",
        Relation.DESCENDANT: "a subtype of this tumour type",
        Relation.OTHER: "other tumour type",
        Relation.EXCLUDED: "a label excludes this tumour type",
    }[relation]
    narrower = evidence(relation=relation, subtype="in adults")

    assert relation_words(evidence(relation=relation)) == words
    assert relation_words(narrower) == f"{words} (in adults)"


@pytest.mark.parametrize(
    ("citation", "url"),
    [
        ("PMID:12345", "https://pubmed.ncbi.nlm.nih.gov/12345/"),
        ("FDA P123", ""),
        ("ASCO abstract 102", ""),
        ("PMID:", ""),
        ("PMID:1/../2", ""),
        ("PMID:javascript:alert(1)", ""),
        ('PMID:1" onclick="x', ""),
    ],
)
def test_only_pubmed_citations_have_an_address(citation: str, url: str):
    assert citation_url(citation) == url


@given(st.text())
def test_an_address_is_empty_or_pubmed_s(citation: str):
    url = citation_url(citation)

    assert not url or url.startswith("https://pubmed.ncbi.nlm.nih.gov/")
