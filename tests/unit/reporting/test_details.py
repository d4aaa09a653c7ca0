"""The tables behind the first page: nothing of the record is left out unsaid."""

from __future__ import annotations

from dataclasses import replace

import pytest

import building
from oncomatch.domain.alteration import AnnotationState, CopyNumber, SmallVariant
from oncomatch.domain.assay import Finding
from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.evidence import Direction
from oncomatch.domain.ledger import Ledger, LedgerLine
from oncomatch.domain.match import GeneState
from oncomatch.domain.profile import InputFile
from oncomatch.domain.record import KnowledgeSource
from oncomatch.domain.tier import Tier
from oncomatch.domain.variant import Reads
from oncomatch.reporting import details
from oncomatch.reporting.gene_view import CopyNumberRow, GeneRow, NeutralGenes
from oncomatch.reporting.view import Count, EvidenceRow, Fact, SourceRow, VariantRow
from unit.reporting.report_makers import (
    approval,
    empty_profile,
    evidence,
    made_with,
    record,
    resistance,
    source,
    therapy,
    with_small,
)


@pytest.fixture(scope="module")
def variant() -> SmallVariant:
    return building.small("KRAS", "G12C")


def test_every_record_of_a_statement_is_shown_with_its_proof():
    match = therapy(
        records=[
            evidence(
                "E1",
                condition="not MET amplification",
                condition_source="the label",
                subtype="in adults",
                provenance=source("E1", citation="PMID:12345"),
            )
        ],
        against=(evidence("E2", Tier.III, direction=Direction.DOES_NOT_SUPPORT, rule="no"),),
    )
    (block,) = details.build_evidence(record(therapies=(match,)))
    first, second = block.rows

    assert first == EvidenceRow(
        record="CIViC E1",
        url="https://example.org/E1",
        citation="PMID:12345",
        citation_url="https://pubmed.ncbi.nlm.nih.gov/12345/",
        level="CIViC A, 4 stars",
        disease="Lung Cancer",
        relation="this tumour type (in adults)",
        direction="supports",
        tier="I-A: CIViC level A in this tumour type",
        pattern="KRAS p.G12C",
        condition="and not MET amplification (the label)",
        reason="KRAS G12C was found",
        licence="release 2000-01, CC0-1.0",
    )
    assert (second.record, second.direction, second.tier, second.condition) == (
        "CIViC E2",
        "does not support",
        "III: no",
        "",
    )


@pytest.mark.parametrize(
    ("match", "summary"),
    [
        (therapy(), "Sensitivity/Response · tier I-A · established here · 1 record"),
        (
            therapy(records=[approval(), evidence()]),
            "Sensitivity/Response · tier I-A · approved: FDA · 2 records",
        ),
        (
            resistance(against=(evidence(),)),
            "Resistance · tier I-A · resistance · 1 record, 1 against",
        ),
    ],
    ids=["one record", "two", "one against"],
)
def test_summaries(match, summary: str):
    (block,) = details.build_evidence(record(therapies=(match,)))

    assert block.summary == summary


def test_blocks_in_the_order_of_the_record_with_doubts():
    made = record(
        therapies=(
            therapy("B", labels=("X", "Y")),
            therapy("A", opposed_by=("resistance to A with T",), cautioned_by=("c", "d")),
        )
    )
    first, second = details.build_evidence(made)

    assert [(each.anchor, each.heading) for each in (first, second)] == [
        ("e1", "B"),
        ("e2", "A"),
    ]
    assert first.doubts == ()
    assert second.doubts == (
        "Overridden by resistance to A with T.",
        "Weaker evidence of c.",
        "Weaker evidence of d.",
    )


def test_a_variant_row(variant: SmallVariant):
    known, uncertain, undetermined, rest = details.split_variants(with_small(record(), [variant]))
    effect = variant.effect
    assert effect is not None

    assert known == (
        VariantRow(
            label="KRAS G12C",
            coding=effect.hgvs_c,
            protein=effect.hgvs_p,
            genomic=variant.hgvs_g,
            consequence="missense",
            exon="2/5",
            vaf="30 %",
            depth="500",
            note="recurrent in cancer",
        ),
    )
    assert (uncertain, undetermined, rest) == ((), (), "")


def test_what_the_file_does_not_tell_is_empty_and_zero_is_zero(variant: SmallVariant):
    bare = replace(variant, reads=Reads())
    zero = replace(building.small("BRAF", "V600E"), reads=Reads(0, 0, 0.0))
    known, *_ = details.split_variants(with_small(record(), [bare, zero]))

    assert [(row.vaf, row.depth) for row in known] == [("", ""), ("0.0 %", "0")]


def test_the_annotator_s_note_goes_before_the_standing(variant: SmallVariant):
    noted = replace(variant, note="the reference differs here")
    (row,), *_ = details.split_variants(with_small(record(), [noted]))

    assert row.note == "the reference differs here"


def undetermined_variant(gene: str, position: int) -> SmallVariant:
    made = building.small("KRAS", "G12C")
    return replace(
        made,
        variant=replace(made.variant, position=position),
        gene=gene,
        effect=None,
        state=AnnotationState.NOT_DETERMINED,
    )


def test_variants_are_split_by_what_is_known_of_them(variant: SmallVariant):
    other = building.small("TP53", "R175H")
    told, named = undetermined_variant("GNAQ", 1), undetermined_variant("X; GNAQ", 2)
    not_told = [undetermined_variant("X", 3), undetermined_variant("Y; Z", 4)]
    made = with_small(with_small(record(), [variant]), [other], known=False)
    made = with_small(made, [told, named, *not_told], known=False)
    state = GeneState("GNAQ", Finding.UNCLEAR, Finding.NOT_ASSESSED, "")
    known, uncertain, undetermined, rest = details.split_variants(replace(made, genes=(state,)))

    assert [row.label for row in known] == ["KRAS G12C"]
    assert [row.label for row in uncertain] == ["TP53 R175H"]
    assert [(row.label, row.consequence) for row in undetermined] == [
        ("GNAQ", "consequence not determined here"),
        ("X; GNAQ", "consequence not determined here"),
    ]
    assert rest == (
        "2 further calls in genes that neither the knowledge base nor the panel names; they are "
        "in variants.tsv."
    )


def test_consequences_read_as_words(variant: SmallVariant):
    effect = variant.effect
    assert effect is not None
    term = type(effect.consequences[0])
    both = replace(effect, consequences=(term.SPLICE_ACCEPTOR, term.FIVE_PRIME_UTR))
    (row,), *_ = details.split_variants(with_small(record(), [replace(variant, effect=both)]))

    assert row.consequence == "splice acceptor, 5 prime UTR"


def test_changed_copy_numbers_stand_singly_and_neutral_ones_together():
    numbers = (
        CopyNumber("A", 2.0, None, "neutral here"),
        CopyNumber("C", 0.0, CopyNumberKind.DELETION, "0 copies"),
        CopyNumber("B", None, CopyNumberKind.GAIN, "called gain"),
        CopyNumber("E", 2.0, None, "neutral here"),
        CopyNumber("D", 2.0, None, "neutral there"),
    )

    changed, neutral = details.build_copy_numbers(record(empty_profile(copy_numbers=numbers)))

    assert changed == (
        CopyNumberRow("B", "", "gain", "called gain"),
        CopyNumberRow("C", "0", "deletion", "0 copies"),
    )
    assert neutral == (
        NeutralGenes("neutral here", "A, E", 2),
        NeutralGenes("neutral there", "D", 1),
    )


@pytest.mark.parametrize("finding", Finding)
def test_genes(finding: Finding):
    """The three answers in their own words; none of them is `negative` or `wild type`."""
    words = finding.name.lower().replace("_", " ")
    state = GeneState("KRAS", finding, finding, "why")

    assert details.build_genes(record(genes=(state,))) == (GeneRow("KRAS", words, words, "why"),)


def test_ledger():
    ledger = Ledger(
        records=1200,
        read=1234,
        reported=1,
        filtered=(LedgerLine("FILTER germline", 1200), LedgerLine("low depth", 30)),
        failed=(LedgerLine("bad line", 3),),
    )

    assert details.build_ledger(record(empty_profile(ledger=ledger))) == (
        (Count("FILTER germline", "1,200"), Count("low depth", "30")),
        (Count("bad line", "3"),),
        "1,234 alleles read in 1,200 records = 1 reported + 1,230 filtered + 3 failed",
    )


def test_sources():
    knowledge = (KnowledgeSource("A", "2000-01", 1, "CC0"), KnowledgeSource("B", "2", 2000, "MIT"))

    assert details.build_sources(record(made_with=made_with(knowledge=knowledge))) == (
        SourceRow("A", "2000-01", "1 item", "CC0"),
        SourceRow("B", "2", "2,000 items", "MIT"),
        SourceRow(
            "ClinicalTrials.gov", "data of 2000-02-03", "7 trials", "US Government public data"
        ),
    )


def test_versions():
    profile = empty_profile(inputs=(InputFile("small variants", "a.vcf.gz", "cd" * 32),))

    assert details.build_versions(record(profile)) == (
        Fact("Software", "oncomatch 0"),
        Fact("Date of the run", "not printed"),
        Fact("Sample of the small variants", "no small-variant file was given"),
        Fact("Matched normal", "no small-variant file was given"),
        Fact("Setting filters.min_depth", "0"),
        Fact("Input, small variants", f"a.vcf.gz, sha256 {'cd' * 32}"),
        Fact("knowledge/x.tsv", "2000-01, sha256 abababababababab…"),
    )


def test_the_date_of_the_run_is_printed_when_asked_for():
    dated = record(made_with=made_with(run_date="2000-03-04"))
    assert Fact("Date of the run", "2000-03-04") in details.build_versions(dated)


def test_the_limits_name_what_was_not_assessed():
    words = " ".join(details.build_limits())

    for part in ("Fusions", "structural variants", "signatures", "germline"):
        assert part in words
    assert "neither a prescription" in words
