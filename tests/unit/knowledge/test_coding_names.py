"""Names that give a change twice: the coding change, if the protein change agrees with it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncomatch.domain.genetic_code import translate
from oncomatch.errors import BiomarkerError
from oncomatch.knowledge.importers.coding_names import check_coding_name, spell_coding_change
from oncomatch.reference.transcript import Transcript

CDS = "ATGAAAAAACTGGTGGAATGCTGCTAA"
"""MKKLVECC*, two exons: c.1 to c.12 and c.13 to c.27."""

GEN = Transcript(
    accession="NM_1.1",
    protein="NP_1.1",
    gene="GEN",
    mane="",
    mane_accession="",
    contig="1",
    strand=1,
    exons=((100, 112), (200, 215)),
    cds_start=0,
    cds_end=len(CDS),
    cds=CDS,
    cds_differences=(),
    coding_only=False,
    utr_gap=False,
)


@pytest.mark.parametrize(
    ("protein", "coding", "spelt"),
    [
        ("V5A", "c.14T>C", "c.14T>C"),
        ("V5=", "c.15G>A", "c.15G>A"),
        ("E6*", "c.16G>T", "c.16G>T"),
        ("M1?", "c.3G>A", "c.3G>A"),
        ("Splice Site", "c.12+1G>A", "c.12+1G>A"),
        ("Splice Site", "c.13-2A>G", "c.13-2A>G"),
        ("V5T", "c.13_14GT>AC", "c.13_14delinsAC"),
        ("V5T", "c.13_14delinsAC", "c.13_14delinsAC"),
        ("V5T", "c.13_14delGTinsAC", "c.13_14delinsAC"),
        ("K2fs", "c.4delA", "c.9del"),
        ("K2fs", "C.4DELA", "c.9del"),
        ("K3fs", "c.9del", "c.9del"),
        ("K2del", "c.4_6del", "c.7_9del"),
        ("K3dup", "c.4_6dup", "c.7_9dup"),
        ("K3_L4insK", "c.9_10insAAA", "c.7_9dup"),
        ("K3fs", "c.9_10insA", "c.9dup"),
        ("E6fs", "c.17_18insT", "c.17_18insT"),
        ("C7_C8del", "c.19_24del6", "c.20_25del"),
        ("", "c.14T>C", "c.14T>C"),
    ],
)
def test_checked_and_spelt_as_hgvs_does(protein: str, coding: str, spelt: str) -> None:
    """A deletion or insertion moves to its 3' end, but not out of its exon."""
    assert check_coding_name(protein, coding, GEN) == spelt


@pytest.mark.parametrize(
    ("protein", "coding", "reason"),
    [
        ("V5A", "c.14A>C", "NM_1.1 has no A at 'c.14A>C'"),
        ("V5G", "c.14T>C", "'c.14T>C' does not give 'V5G'"),
        ("V6A", "c.14T>C", "'c.14T>C' does not give 'V6A'"),
        ("V5=", "c.14T>C", "'c.14T>C' does not give 'V5='"),
        ("Splice Site", "c.11+1G>A", "no exon of NM_1.1 ends at 'c.11+1G>A'"),
        ("Splice Site", "c.12-1G>A", "no exon of NM_1.1 ends at 'c.12-1G>A'"),
        ("3'UTR", "c.27+10C>G", "no exon of NM_1.1 ends at 'c.27+10C>G'"),
        ("K2fs", "c.4delT", "the coding sequence has other bases than 'c.4delT' says"),
        ("V5T", "c.13_14GA>AC", "the coding sequence has other bases than 'c.13_14GA>AC' says"),
        ("V5fs", "c.4del", "'c.4del' does not change what 'V5fs' names"),
        ("K2del", "c.4del", "'c.4del' and 'K2del' do not agree on the reading frame"),
        ("K2fs", "c.4_6del", "'c.4_6del' and 'K2fs' do not agree on the reading frame"),
    ],
)
def test_a_name_that_contradicts_itself_is_refused(protein: str, coding: str, reason: str) -> None:
    with pytest.raises(BiomarkerError, match=f"^{re.escape(reason)}$"):
        check_coding_name(protein, coding, GEN)


@pytest.mark.parametrize(
    "coding", ["c.14insA", "c.14_16insA", "c.4_6del17", "c.4_6delAA", "c.13_14G>A", "c.449del14-nt"]
)
def test_a_change_without_one_meaning_is_refused(coding: str) -> None:
    with pytest.raises(BiomarkerError):
        spell_coding_change("V5fs", coding)


@given(
    st.integers(0, len(CDS) - 4), st.sampled_from("ACGT"), st.sampled_from("ACDEFGHIKLMNPQRSTVWY*")
)
def test_a_substitution_passes_just_where_it_gives_the_residue(at: int, alt: str, new: str) -> None:
    """The law behind the check, against a plain translation of the changed sequence."""
    old, codon = CDS[at], at // 3
    changed = translate(CDS[:at] + alt + CDS[at + 1 :])
    name = f"{translate(CDS)[codon]}{codon + 1}{new}"
    coding = f"c.{at + 1}{old}>{alt}"
    try:
        agreed = check_coding_name(name, coding, GEN) == coding
    except BiomarkerError:
        agreed = False

    assert agreed == (changed[codon] == new)
