"""How closely a pattern names what was found: exceptions and origin do not change it."""

from __future__ import annotations

from typing import get_args

import pytest

from oncomatch.domain.biomarker import (
    After,
    Age,
    AllOf,
    AnyOf,
    Biomarker,
    CnsMetastases,
    Excepting,
    ExtentIn,
    Laboratory,
    LineOfTherapy,
    MeasurableDisease,
    Not,
    Origin,
    PerformanceStatus,
    SexIs,
    TumorTypeIn,
    Unread,
)
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.match import Specificity
from oncomatch.matching.specificity import _SPECIFICITY, _bare

JOINED = {AllOf, AnyOf, Not, Origin, Excepting}
TREATMENT = {After, LineOfTherapy}
PATIENT = {
    Age,
    CnsMetastases,
    ExtentIn,
    Laboratory,
    MeasurableDisease,
    PerformanceStatus,
    SexIs,
    TumorTypeIn,
    Unread,
}


def test_every_pattern_of_a_finding_has_a_specificity() -> None:
    known = {kind for kinds, _ in _SPECIFICITY for kind in kinds}

    assert known == set(get_args(Biomarker)) - JOINED - TREATMENT - PATIENT


@pytest.mark.parametrize(
    ("pattern", "specificity"),
    [
        ("EGFR exon 20 inframe_insertion except p.A763_Y764insFQEA", Specificity.EXON),
        ("somatic (BRAF codon 600 except p.V600E)", Specificity.CODON),
        ("germline (BRCA1 mutation)", Specificity.GENE),
        ("ABL1 region tyrosine_kinase_domain mutation", Specificity.REGION),
        ("UGT1A1 g.GRCh37:2:234668879:C>CAT", Specificity.EXACT),
    ],
)
def test_what_stands_around_a_pattern_does_not_count(
    pattern: str, specificity: Specificity
) -> None:
    bare = _bare(parse_biomarker(pattern))

    assert [found for kind, found in _SPECIFICITY if isinstance(bare, kind)] == [specificity]
