"""The text form of biomarkers: what is written is read back as the same pattern."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncomatch.domain.biomarker import (
    AllOf,
    AnyOf,
    Biomarker,
    ChangeKind,
    CodingChange,
    CodonChange,
    CopyNumberChange,
    CopyNumberKind,
    ExonChange,
    Expression,
    ExpressionKind,
    Fusion,
    GeneMutation,
    MicrosatelliteInstability,
    MutationalBurden,
    Not,
    ProteinChange,
    WildType,
)
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.errors import BiomarkerError

G12, WILD, MSI = CodonChange("KRAS", 12, 12), WildType("NRAS"), MicrosatelliteInstability()

# The forms as the table of docs/biomarkers.md gives them.
FORMS = {
    "EGFR p.L858R": ProteinChange("EGFR", "L858R"),
    "EGFR p.E746_A750del": ProteinChange("EGFR", "E746_A750del"),
    "TP53 p.W53*": ProteinChange("TP53", "W53*"),
    "ROS1@ENST00000368508.7 p.G2032R": ProteinChange("ROS1", "G2032R", "ENST00000368508.7"),
    "MET@NM_000245.4 p.D1228N": ProteinChange("MET", "D1228N", "NM_000245.4"),
    "TERT c.-124C>T": CodingChange("TERT", "c.-124C>T"),
    "MET c.3028+1G>T": CodingChange("MET", "c.3028+1G>T"),
    "KRAS codon 12": G12,
    "BRAF codons 464-469": CodonChange("BRAF", 464, 469),
    "MET@NM_000245 codons 1228-1230": CodonChange("MET", 1228, 1230, "NM_000245"),
    "EGFR exon 19 inframe_deletion": ExonChange("EGFR", 19, ChangeKind.INFRAME_DELETION),
    "MET exon 14 skipping": ExonChange("MET", 14, ChangeKind.SKIPPING),
    "BRCA1 loss_of_function": GeneMutation("BRCA1", ChangeKind.LOSS_OF_FUNCTION),
    "ERBB2 amplification": CopyNumberChange("ERBB2", CopyNumberKind.AMPLIFICATION),
    "EML4::ALK fusion": Fusion("EML4", "ALK"),
    "ALK fusion": Fusion("ALK"),
    "ERBB2 overexpression": Expression("ERBB2", ExpressionKind.OVEREXPRESSION),
    "NRAS wildtype": WILD,
    "MSI high": MSI,
    "TMB >= 10": MutationalBurden(10),
    "TMB >= 12.5": MutationalBurden(12.5),
    "HLA-A mutation": GeneMutation("HLA-A", ChangeKind.MUTATION),
    "C1orf112 mutation": GeneMutation("C1orf112", ChangeKind.MUTATION),
    "not MSI high": Not(MSI),
    "not not MSI high": Not(Not(MSI)),
    "KRAS codon 12 and NRAS wildtype": AllOf((G12, WILD)),
    "KRAS codon 12 or NRAS wildtype or MSI high": AnyOf((G12, WILD, MSI)),
    "KRAS codon 12 or NRAS wildtype and MSI high": AnyOf((G12, AllOf((WILD, MSI)))),
    "KRAS codon 12 and NRAS wildtype or MSI high": AnyOf((AllOf((G12, WILD)), MSI)),
    "(KRAS codon 12 or NRAS wildtype) and MSI high": AllOf((AnyOf((G12, WILD)), MSI)),
    "not KRAS codon 12 and MSI high": AllOf((Not(G12), MSI)),
    "not (KRAS codon 12 and MSI high)": Not(AllOf((G12, MSI))),
    "KRAS codon 12 and (NRAS wildtype and MSI high)": AllOf((G12, AllOf((WILD, MSI)))),
}
# The canonical text brackets every AND and OR inside another.
CANONICAL = {
    "KRAS codon 12 or NRAS wildtype and MSI high": (
        "KRAS codon 12 or (NRAS wildtype and MSI high)"
    ),
    "KRAS codon 12 and NRAS wildtype or MSI high": (
        "(KRAS codon 12 and NRAS wildtype) or MSI high"
    ),
}


@pytest.mark.parametrize("text", FORMS)
def test_a_form_is_read_as_the_pattern_it_means(text: str) -> None:
    assert parse_biomarker(text) == FORMS[text]


@pytest.mark.parametrize("text", FORMS)
def test_a_pattern_is_written_in_its_form(text: str) -> None:
    assert str(FORMS[text]) == CANONICAL.get(text, text)


@pytest.mark.parametrize("kind", ChangeKind, ids=lambda kind: kind.value)
def test_every_kind_of_change_has_a_form(kind: ChangeKind) -> None:
    for pattern in (ExonChange("EGFR", 20, kind), GeneMutation("EGFR", kind)):
        assert parse_biomarker(str(pattern)) == pattern


@pytest.mark.parametrize("kind", CopyNumberKind, ids=lambda kind: kind.value)
def test_every_kind_of_copy_number_has_a_form(kind: CopyNumberKind) -> None:
    assert parse_biomarker(f"ERBB2 {kind.value}") == CopyNumberChange("ERBB2", kind)


@pytest.mark.parametrize("kind", ExpressionKind, ids=lambda kind: kind.value)
def test_every_kind_of_expression_has_a_form(kind: ExpressionKind) -> None:
    assert parse_biomarker(f"ERBB2 {kind.value}") == Expression("ERBB2", kind)


def test_no_word_stands_for_two_kinds() -> None:
    """`GENE word` would otherwise be read as whichever form comes first."""
    words = [kind.value for kinds in (ChangeKind, CopyNumberKind, ExpressionKind) for kind in kinds]
    words += ["fusion", "wildtype"]

    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize(
    "text",
    ["(KRAS codon 12)", "((KRAS codon 12))", " KRAS  codon\t12 ", "( KRAS codon 12 )"],
    ids=["brackets", "two brackets", "white space", "space in brackets"],
)
def test_brackets_and_white_space_that_mean_nothing_are_ignored(text: str) -> None:
    assert parse_biomarker(text) == G12


FORM = "is not a form of biomarker; see docs/biomarkers.md for the forms"
MALFORMED = {
    "": "'': ends where a biomarker is expected",
    "KRAS codon 12 and": "'KRAS codon 12 and': ends where a biomarker is expected",
    "not": "'not': ends where a biomarker is expected",
    "(KRAS codon 12": "'(KRAS codon 12': a bracket is not closed",
    "(KRAS codon 12 or (MSI high)": "'(KRAS codon 12 or (MSI high)': a bracket is not closed",
    "KRAS codon 12)": "'KRAS codon 12)': nothing expected from ')' on",
    "(MSI high) KRAS codon 12": (
        "'(MSI high) KRAS codon 12': nothing expected from 'KRAS codon 12' on"
    ),
    "and MSI high": f"'and MSI high': '' {FORM}",
    "()": f"'()': '' {FORM}",
    "BRAF codons 469-464": "'BRAF codons 469-464': codons 469-464 are not a range",
    "KRAS codon 0": "'KRAS codon 0': codons 0-0 are not a range",
    "KRAS G12D": f"'KRAS G12D': 'KRAS G12D' {FORM}",
    "MSI high and KRAS G12D": f"'MSI high and KRAS G12D': 'KRAS G12D' {FORM}",
    "MSI high AND NRAS wildtype": (
        f"'MSI high AND NRAS wildtype': 'MSI high AND NRAS wildtype' {FORM}"
    ),
    "MSI low": f"'MSI low': 'MSI low' {FORM}",
    "TMB > 10": f"'TMB > 10': 'TMB > 10' {FORM}",
    "TMB >= -1": f"'TMB >= -1': 'TMB >= -1' {FORM}",
    "EGFR exon 19 deletion": f"'EGFR exon 19 deletion': 'EGFR exon 19 deletion' {FORM}",
    "EGFR exon 19": f"'EGFR exon 19': 'EGFR exon 19' {FORM}",
    "KRAS wild type": f"'KRAS wild type': 'KRAS wild type' {FORM}",
    "KRAS codon": f"'KRAS codon': 'KRAS codon' {FORM}",
    "EML4-ALK": f"'EML4-ALK': 'EML4-ALK' {FORM}",
    "ALK rearrangement": f"'ALK rearrangement': 'ALK rearrangement' {FORM}",
    "EGFR@LRG p.L858R": f"'EGFR@LRG p.L858R': 'EGFR@LRG p.L858R' {FORM}",
    "EGFR@NM_005228.5 exon 19 mutation": (
        f"'EGFR@NM_005228.5 exon 19 mutation': 'EGFR@NM_005228.5 exon 19 mutation' {FORM}"
    ),
}


@pytest.mark.parametrize("text", MALFORMED, ids=lambda text: text or "empty")
def test_a_malformed_text_is_refused_and_the_part_named(text: str) -> None:
    with pytest.raises(BiomarkerError, match=f"^{re.escape(MALFORMED[text])}$"):
        parse_biomarker(text)


def test_an_exon_is_counted_from_one() -> None:
    """As with codon 0: a pattern that nothing can ever match is a slip, not a pattern."""
    with pytest.raises(BiomarkerError, match="exon 0"):
        parse_biomarker("EGFR exon 0 mutation")


# Symbols as HGNC writes them; a gene can not be called like a word of the language.
genes = st.from_regex(r"[A-Z][A-Za-z0-9]{1,6}(-[A-Z0-9]{1,3})?", fullmatch=True)
transcripts = st.sampled_from(["", "NM_004333.6", "NM_002944", "ENST00000368508.7"])
changes = st.sampled_from(["V600E", "E746_A750del", "A763_Y764insFQEA", "R213Pfs", "W53*", "M1?"])
numbers = st.integers(1, 5000)
atoms = {
    ProteinChange: st.builds(ProteinChange, genes, changes, transcripts),
    CodingChange: st.builds(CodingChange, genes, st.sampled_from(["c.-124C>T", "c.3028+1G>T"])),
    CodonChange: st.builds(
        lambda gene, first, more, transcript: CodonChange(gene, first, first + more, transcript),
        genes,
        numbers,
        st.integers(0, 9),
        transcripts,
    ),
    ExonChange: st.builds(ExonChange, genes, numbers, st.sampled_from(ChangeKind)),
    GeneMutation: st.builds(GeneMutation, genes, st.sampled_from(ChangeKind)),
    WildType: st.builds(WildType, genes),
    CopyNumberChange: st.builds(CopyNumberChange, genes, st.sampled_from(CopyNumberKind)),
    Fusion: st.builds(Fusion, genes, st.just("") | genes),
    Expression: st.builds(Expression, genes, st.sampled_from(ExpressionKind)),
    MicrosatelliteInstability: st.just(MSI),
    MutationalBurden: st.builds(lambda tenths: MutationalBurden(tenths / 10), st.integers(0, 9999)),
}


def _joined(parts: st.SearchStrategy[Biomarker]) -> st.SearchStrategy[Biomarker]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.builds(AllOf, several) | st.builds(AnyOf, several) | st.builds(Not, parts)


biomarkers: st.SearchStrategy[Biomarker] = st.recursive(
    st.one_of(list(atoms.values())), _joined, max_leaves=8
)


def test_the_round_trip_below_tries_every_kind_of_biomarker() -> None:
    assert {*atoms, AllOf, AnyOf, Not} == set(get_args(Biomarker))


@settings(max_examples=250)
@given(biomarkers)
def test_what_is_written_is_read_back(biomarker: Biomarker) -> None:
    assert parse_biomarker(str(biomarker)) == biomarker


words = st.sampled_from(["KRAS codon 12", "MSI high", "and", "or", "not", "(", ")", "G12D"])


@settings(max_examples=200)
@given(st.lists(words, max_size=9).map(" ".join))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    """A refusal names the text; what is read is written and read back as the same."""
    try:
        biomarker = parse_biomarker(text)
    except BiomarkerError as error:
        refusal = str(error)
    else:
        refusal = repr(text)
        assert parse_biomarker(str(biomarker)) == biomarker

    assert refusal.startswith(repr(text))
