"""Exon skipping: essential splice sites of the exon, not a missense change in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import ask, place, tumor, with_variants
from oncomatch.domain.assay import Assessment, GeneCoverage
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.variant import Variant
from oncomatch.reference.bundle import open_reference

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
SKIPPING = "MET exon 14 skipping"
BUILD = GenomeBuild.GRCH38


def border(gene: str, exon: int, offset: int) -> Variant:
    """Return an SNV at an intronic offset of an exon: +1 is the donor's first base, -1 the
    acceptor's last; 0 is the exon's last base.
    """
    transcript = open_reference().reported_transcript(gene, BUILD)
    assert transcript is not None
    start, end = transcript.exons[exon - 1]
    if transcript.strand > 0:
        position0 = end - 1 + offset if offset >= 0 else start + offset
    else:
        position0 = start - offset if offset >= 0 else end - 1 - offset
    ref = open_reference().sequences.bases(BUILD, transcript.contig, position0, position0 + 1)
    alt = {"A": "C", "C": "A", "G": "C", "T": "A"}[ref]
    return Variant(transcript.contig, position0 + 1, ref, alt, BUILD)


def deletion(gene: str, exon: int, before: int, after: int) -> Variant:
    """Return the deletion from `before` bases ahead of an exon to `after` bases behind it."""
    transcript = open_reference().reported_transcript(gene, BUILD)
    assert transcript is not None
    start, end = transcript.exons[exon - 1]
    first, last = start - before, end + after
    ref = open_reference().sequences.bases(BUILD, transcript.contig, first - 1, last)
    return Variant(transcript.contig, first, ref, ref[0], BUILD)


def lung(*variants: Variant) -> TumorProfile:
    return with_variants(tumor("LUAD", panel=["KRAS", "MET"]), *variants)


@pytest.mark.parametrize(
    ("exon", "offset", "outcome"),
    [
        (14, +1, MET),
        (14, +2, MET),
        (14, -1, MET),
        (14, -2, MET),
        (14, 0, UNKNOWN),
        (14, +5, UNKNOWN),
        (14, +3, UNKNOWN),
        (14, -3, UNKNOWN),
        (14, -10, UNKNOWN),
        (14, +30, NOT_MET),
        (14, -40, NOT_MET),
        (13, +1, NOT_MET),
        (13, +2, NOT_MET),
        (15, -1, NOT_MET),
        (15, -2, NOT_MET),
        (13, -1, NOT_MET),
        (15, +1, NOT_MET),
    ],
)
def test_single_bases_around_met_exon_14(exon: int, offset: int, outcome: Outcome) -> None:
    assert ask(SKIPPING, lung(border("MET", exon, offset))).outcome is outcome


@pytest.mark.parametrize(
    ("offset", "outcome"), [(+1, MET), (+2, MET), (-1, MET), (-2, MET), (+30, NOT_MET)]
)
def test_a_gene_on_the_minus_strand(offset: int, outcome: Outcome) -> None:
    profile = lung(border("KRAS", 3, offset))

    assert ask("KRAS exon 3 skipping", profile).outcome is outcome
    assert ask("KRAS exon 2 skipping", profile).outcome is NOT_MET
    assert ask("KRAS exon 4 skipping", profile).outcome is NOT_MET


@pytest.mark.parametrize("change", ["T992I", "Y1003F"])
def test_a_missense_in_the_exon_is_not_skipping(change: str) -> None:
    profile = lung(place("MET", change))

    assert ask(SKIPPING, profile).outcome is NOT_MET
    assert ask("MET exon 14 mutation", profile).outcome is not NOT_MET


@pytest.mark.parametrize(
    ("before", "after"), [(5, -100), (-100, 5), (20, 20)], ids=["acceptor", "donor", "whole exon"]
)
def test_deletions_over_a_splice_site(before: int, after: int) -> None:
    profile = lung(deletion("MET", 14, before, after))

    assert ask(SKIPPING, profile).outcome is MET
    assert ask("MET exon 13 skipping", profile).outcome is not MET
    assert ask("MET exon 15 skipping", profile).outcome is not MET


def test_a_deletion_over_two_exons_is_not_clearly_skipping_of_one() -> None:
    transcript = open_reference().reported_transcript("MET", BUILD)
    assert transcript is not None
    (_, end), (start, _) = transcript.exons[13:15]
    over = deletion("MET", 14, -10, start + 10 - end)

    assert ask(SKIPPING, lung(over)).outcome is UNKNOWN
    assert ask("MET exon 15 skipping", lung(over)).outcome is UNKNOWN
    assert ask("MET exon 13 skipping", lung(over)).outcome is NOT_MET


def test_an_insertion_into_the_donor() -> None:
    site = border("MET", 14, +2)
    inserted = replace(site, alt=site.ref + "CCC", position=site.position - 1)
    ref = open_reference().sequences.bases(BUILD, site.contig, site.start0 - 1, site.start0)
    inserted = replace(inserted, ref=ref, alt=ref + "CCC")

    assert ask(SKIPPING, lung(inserted)).outcome is MET
    assert ask("MET exon 15 skipping", lung(inserted)).outcome is NOT_MET


class TestCoverage:
    @pytest.mark.parametrize(
        ("coverage", "outcome"),
        [
            (GeneCoverage("MET", Assessment.PARTLY, exons=(14,), flanked_exons=(14,)), NOT_MET),
            (GeneCoverage("MET", Assessment.PARTLY, exons=(14,), flanked_exons=(13,)), UNKNOWN),
            (GeneCoverage("MET", Assessment.PARTLY, exons=(14,)), UNKNOWN),
            (GeneCoverage("MET", Assessment.ASSESSED, exons=(14,)), UNKNOWN),
            (GeneCoverage("MET", Assessment.ASSESSED, flanked_exons=(14,)), NOT_MET),
        ],
        ids=["flanked", "another exon flanked", "exon alone", "coding part alone", "whole gene"],
    )
    def test_the_splice_sites_must_be_covered(
        self, coverage: GeneCoverage, outcome: Outcome
    ) -> None:
        profile = lung()
        profile = replace(profile, assay=replace(profile.assay, genes=(coverage,)))

        assert ask(SKIPPING, profile).outcome is outcome

    def test_the_sentence(self) -> None:
        profile = lung()
        coding = GeneCoverage("MET", Assessment.ASSESSED, exons=(14,))
        profile = replace(profile, assay=replace(profile.assay, genes=(coding,)))

        assert ask(SKIPPING, profile) == Evaluation(
            UNKNOWN, "MET exon 14 skipping: the splice sites were not covered"
        )

    def test_a_named_splice_variant_needs_its_place_covered(self) -> None:
        """ATM c.902-1G>T lies in an intron: a panel of coding bases alone did not look there.

        A panel is read two bases into the introns; what lies deeper is never known.
        """
        profile = tumor("PRAD", panel=["ATM"])
        outcomes = [ask(f"ATM c.902-{n}G>T", profile).outcome for n in (1, 2, 3)]
        assert outcomes == [NOT_MET, NOT_MET, UNKNOWN]

        coding = replace(profile.assay.genes[0], flanked_exons=())
        profile = replace(profile, assay=replace(profile.assay, genes=(coding,)))

        assert ask("ATM c.902-1G>T", profile).outcome is UNKNOWN

    def test_a_left_out_call_at_the_site(self) -> None:
        profile = with_variants(lung(), left_out=[border("MET", 14, +1)])

        assert ask(SKIPPING, profile).outcome is UNKNOWN

    def test_a_left_out_call_elsewhere(self) -> None:
        profile = with_variants(lung(), left_out=[border("MET", 13, +1)])

        assert ask(SKIPPING, profile).outcome is NOT_MET

    def test_a_splice_site_beats_a_doubtful_change(self) -> None:
        doubtful, certain = border("MET", 14, +5), border("MET", 14, -1)

        assert ask(SKIPPING, lung(doubtful, certain)).outcome is MET
        assert ask(SKIPPING, lung(certain, doubtful)).outcome is MET
