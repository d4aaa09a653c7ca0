"""Molecular profiles: variant names joined by AND, OR, NOT and brackets."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncomatch.domain.biomarker import AllOf, AnyOf, Biomarker, Not
from oncomatch.errors import BiomarkerError
from oncomatch.knowledge.importers.profiles import join_profiles, parse_profile


@pytest.mark.parametrize(
    ("profile", "pattern"),
    [
        ("BRAF V600E", "BRAF p.V600E"),
        ("NOT KIT D816V", "not KIT p.D816V"),
        ("BRAF V600E AND NF1 Loss", "BRAF p.V600E and NF1 loss"),
        ("EGFR L858R OR EGFR Exon 19 Deletion", "EGFR p.L858R or EGFR exon 19 inframe_deletion"),
        (
            "BCR::ABL1 Fusion AND ABL1 T315I",
            "BCR::ABL1 fusion and ABL1 p.T315I",
        ),
        (
            "RB1 Wildtype AND ( CDKN2A Loss OR CDKN2A Mutation )",
            "RB1 wildtype and (CDKN2A loss or CDKN2A mutation)",
        ),
        (
            "RB1 Wildtype AND CDKN2A Loss OR CDKN2A Mutation",
            "(RB1 wildtype and CDKN2A loss) or CDKN2A mutation",
        ),
        ("(BRAF V600E OR BRAF V600K)", "BRAF p.V600E or BRAF p.V600K"),
        ("NOT (KRAS G12 OR KRAS G13)", "not (KRAS codon 12 or KRAS codon 13)"),
        ("KRAS G12 AND NOT KRAS G12C", "KRAS codon 12 and not KRAS p.G12C"),
        ("NOT KRAS G12 OR NRAS Q61", "not KRAS codon 12 or NRAS codon 61"),
        (
            "EGFR L858R AND EGFR T790M AND EGFR C797S",
            "EGFR p.L858R and EGFR p.T790M and EGFR p.C797S",
        ),
        (
            "MET Amplification AND MET Splice Site (c.3028G>A)",
            "MET amplification and MET c.3028G>A",
        ),
    ],
)
def test_translated(profile: str, pattern: str) -> None:
    assert str(parse_profile(profile)) == pattern


@pytest.mark.parametrize(
    ("profile", "reason"),
    [
        (
            "RB1 Wildtype AND ( CDKN2A Loss",
            "'RB1 Wildtype AND ( CDKN2A Loss': brackets do not match",
        ),
        ("CDKN2A Mutation )", "'CDKN2A Mutation )': brackets do not match"),
        ("BRAF V600E AND", "'BRAF V600E AND': ends where a variant is expected"),
        ("NOT", "'NOT': ends where a variant is expected"),
        ("", "'': ends where a variant is expected"),
        ("BRAF", "no pattern says exactly 'BRAF'"),
        ("MLH1 METHYLATION AND FLT3 D835Y", "no pattern says exactly 'METHYLATION'"),
        ("FLT3 D835Y OR MLH1 METHYLATION", "no pattern says exactly 'METHYLATION'"),
    ],
)
def test_refused_with_the_reason(profile: str, reason: str) -> None:
    """One part without a pattern refuses the whole: half a profile says something else."""
    with pytest.raises(BiomarkerError, match=f"^{re.escape(reason)}$"):
        parse_profile(profile)


LEAVES = {
    "BRAF V600E": parse_profile("BRAF V600E"),
    "KRAS G12": parse_profile("KRAS G12"),
    "v::ALK Fusion": parse_profile("v::ALK Fusion"),
}
Tree = tuple[str, Biomarker]


def joined(word: str, kind: type[AllOf] | type[AnyOf], parts: list[Tree]) -> Tree:
    """Return the text and the tree of parts, each in brackets of its own."""
    text = f" {word} ".join(f"( {part} )" for part, _ in parts)
    return text, kind(tuple(tree for _, tree in parts))


TREES = st.recursive(
    st.sampled_from(list(LEAVES.items())),
    lambda trees: st.one_of(
        trees.map(lambda tree: (f"NOT ( {tree[0]} )", Not(tree[1]))),
        st.lists(trees, min_size=2, max_size=3).map(lambda parts: joined("AND", AllOf, parts)),
        st.lists(trees, min_size=2, max_size=3).map(lambda parts: joined("OR", AnyOf, parts)),
    ),
    max_leaves=6,
)


@given(TREES)
def test_brackets_keep_the_tree(tree: Tree) -> None:
    text, expected = tree

    assert parse_profile(text) == expected
    assert parse_profile(text.replace("( ", "(").replace(" )", ")")) == expected


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (["BRAF V600E"], "BRAF V600E"),
        (["IDH2 R172K", "IDH2 R172G", "IDH2 R172W"], "IDH2 R172K OR IDH2 R172G OR IDH2 R172W"),
        (
            ["BRAF Amplification AND ( BRAF V600E", "BRAF V600K )"],
            "BRAF Amplification AND ( BRAF V600E OR BRAF V600K )",
        ),
        (["FGFR2::v Fusion", "FGFR2::? Fusion"], "FGFR2::v Fusion"),
        (["FGFR2 Mutation", "FGFR2::? Fusion"], "FGFR2 Mutation OR FGFR2::? Fusion"),
        (["v::ALK Fusion", "v::ALK Fusion"], "v::ALK Fusion"),
    ],
)
def test_a_profile_cut_at_its_alternatives_is_whole_again(parts: list[str], whole: str) -> None:
    assert join_profiles(parts) == whole
