"""Deletions and rearrangements in genes of hereditary cancer are marked, with care."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import matched, tumor
from oncomatch.domain.alteration import CopyNumber
from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.rearrangement import Breakpoint, Rearrangement, RearrangementKind
from oncomatch.knowledge.base import open_knowledge
from oncomatch.matching.origin_structural import structural_sheets
from oncomatch.reporting.origin_rows import STRUCTURAL, confirm_words, flags_of


def with_copies(gene: str, kind: CopyNumberKind | None) -> TumorProfile:
    number = CopyNumber(gene, None, kind, "as called")
    return replace(tumor("HGSOC"), copy_numbers=(number,))


def joined(
    five: str,
    three: str,
    kind: RearrangementKind,
    exons: tuple[int, int] = (0, 0),
    **more: str,
) -> TumorProfile:
    ends = (Breakpoint(gene, exon=exon) for gene, exon in zip((five, three), exons, strict=True))
    return replace(tumor("HGSOC"), rearrangements=(Rearrangement(kind, *ends, "test", **more),))


@pytest.mark.parametrize(
    ("profile", "labels"),
    [
        (with_copies("BRCA2", CopyNumberKind.DELETION), ["BRCA2 deletion"]),
        (with_copies("BRCA2", CopyNumberKind.LOSS), []),
        (with_copies("BRCA2", None), []),
        (with_copies("CDKN2B", CopyNumberKind.DELETION), []),
        (with_copies("RET", CopyNumberKind.DELETION), []),
        (joined("BRCA1", "BRCA1", RearrangementKind.INTRAGENIC, (2, 4)), ["BRCA1 exon 3 loss"]),
        (joined("MSH2", "EML4", RearrangementKind.FUSION), ["MSH2::EML4 fusion"]),
        (joined("CCDC6", "RET", RearrangementKind.FUSION), []),
        (joined("MSH2", "", RearrangementKind.BREAK, left_out="FILTER x"), []),
        (joined("EML4", "ALK", RearrangementKind.FUSION), []),
    ],
    ids=[
        "deep deletion", "one copy", "neutral", "no hereditary gene", "oncogene", "exon",
        "broken", "fused oncogene", "not reported", "other genes",
    ],
)  # fmt: skip
def test_what_is_marked(profile: TumorProfile, labels: list[str]) -> None:
    found = list(structural_sheets(profile, open_knowledge()))

    assert [each.label for each in found] == labels
    assert all("mostly somatic" in each.hereditary for each in found)


def test_the_report_says_it_beside_the_finding_and_in_the_next_steps() -> None:
    record = matched(with_copies("BRCA2", CopyNumberKind.DELETION))

    assert flags_of(record, ["BRCA2-copy-number"]) == (STRUCTURAL,)
    assert confirm_words(record) == (
        "Deletions and rearrangements in genes of hereditary cancer are mostly somatic; a germline "
        "test that sees copies tells: BRCA2 deletion"
    )
