"""What others annotated: taken for genes without sequence, compared with ours for the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import building
from building import vcf_text
from oncomatch.domain.alteration import AnnotationState, SmallVariant, TranscriptEffect
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.ledger import Ledger
from oncomatch.domain.variant import Variant
from oncomatch.knowledge.hotspot_sites import open_hotspot_sites
from oncomatch.pipeline.file_answers import agree
from oncomatch.pipeline.intake import Intake
from oncomatch.readers.config import Filters
from oncomatch.readers.vcf import VcfFile
from oncomatch.reference.bundle import Reference

BUILD = GenomeBuild.GRCH38
CSQ = (
    '##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. '
    'Format: Allele|Consequence|SYMBOL|Feature|BIOTYPE|EXON|HGVSc|HGVSp|CANONICAL">'
)
V600E = building.place("BRAF", "V600E", BUILD)

Take = Callable[..., tuple[Intake, Ledger]]


def site_of(gene: str, change: str) -> Variant:
    """Return where the table has a change on GRCh38."""
    return next(
        variant
        for variant, named in open_hotspot_sites().items()
        if named == (gene, change) and variant.build is BUILD
    )


R201H = site_of("GNAS", "R201H")
BESIDE = replace(R201H, position=R201H.position + 10, ref="A", alt="C")
"""Another place in GNAS; its sequence is not embedded, so any REF will do."""


def entry(
    variant: Variant,
    terms: str,
    gene: str,
    protein: str = "",
    *,
    transcript: str = "ENST00000000001",
    exon: str = "8/13",
    canonical: str = "",
) -> str:
    return f"{variant.alt}|{terms}|{gene}|{transcript}|protein_coding|{exon}||{protein}|{canonical}"


@pytest.fixture
def take(tmp_path: Path, reference: Reference) -> Take:
    """Take in calls, each a variant with the entries of its CSQ."""

    def of(*calls: tuple[Variant, list[str]], header: str = CSQ) -> tuple[Intake, Ledger]:
        rows = [
            f"{where.contig} {where.position} . {where.ref} {where.alt} . PASS "
            f"{'CSQ=' + ','.join(entries) if entries else '.'} GT:AD:DP 0/1:60,40:100"
            for where, entries in calls
        ]
        path = tmp_path / "calls.vcf"
        path.write_text(vcf_text(rows, header=[header]))
        intake = Intake(reference, BUILD, Filters())
        return intake, intake.read(VcfFile(path), 0)

    return of


def test_the_effect_of_a_gene_without_sequence_is_the_files(
    take: Take, reference: Reference
) -> None:
    assert not reference.has_sequence("GNAS", BUILD)
    intake, _ = take((BESIDE, [entry(BESIDE, "missense_variant", "GNAS", "ENSP1.1:p.Gln204His")]))
    (variant,) = intake.reported

    assert variant.label == "GNAS Q204H"
    assert variant.state is AnnotationState.FROM_FILE
    assert variant.effect is not None
    assert variant.effect.transcript == "ENST00000000001"
    assert variant.note == "VEP annotates it so in the file; not checked here"


def test_what_the_file_says_is_matched_and_marked() -> None:
    said = file_variant("GNAS", "R201H", AnnotationState.FROM_FILE)
    profile = building.tumor("PAAD", panel=["GNAS"])
    answer = building.ask("GNAS p.R201H", replace(profile, small_variants=(said,)))

    assert answer.outcome is Outcome.MET
    assert answer.reason == "GNAS R201H detected (as the file annotates it, not checked here)"


def file_variant(gene: str, change: str, state: AnnotationState) -> SmallVariant:
    called = building.small("BRAF", "V600E")
    effect = TranscriptEffect(
        "", gene, (Consequence.MISSENSE,), protein_change=change, first_residue=201,
        last_residue=201, residue_delta=0,
    )  # fmt: skip
    return replace(called, gene=gene, state=state, effect=effect, other_effects=())


def test_a_recurrent_change_is_named_by_the_table(take: Take) -> None:
    intake, _ = take((R201H, []))
    (variant,) = intake.reported

    assert (variant.label, variant.state) == ("GNAS R201H", AnnotationState.FROM_HOTSPOTS)
    assert variant.caution == ""
    assert "cancerhotspots v2" in variant.note


def test_the_table_goes_before_another_numbering_of_the_file_and_says_so(take: Take) -> None:
    intake, _ = take((R201H, [entry(R201H, "missense_variant", "GNAS", "p.Arg844His")]))
    (variant,) = intake.reported

    assert variant.label == "GNAS R201H"
    assert [each.protein_change for each in variant.other_effects] == ["R844H"]
    assert variant.caution == ("VEP in the file says R844H, missense_variant on ENST00000000001")


def test_without_either_the_consequence_is_not_determined(take: Take) -> None:
    intake, _ = take((BESIDE, []))

    assert [each.state for each in intake.reported] == [AnnotationState.NOT_DETERMINED]


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        ("intron_variant", "intron, as the file annotates it"),
        ("synonymous_variant", "no change of the protein (synonymous), as the file annotates it"),
    ],
)
def test_what_the_file_calls_harmless_is_filtered_in_its_name(
    terms: str, reason: str, take: Take
) -> None:
    intake, ledger = take((BESIDE, [entry(BESIDE, terms, "GNAS")]))

    assert intake.reported == []
    assert [(line.reason, line.count) for line in ledger.filtered] == [(reason, 1)]


def test_the_canonical_transcript_goes_before_a_more_severe_effect(take: Take) -> None:
    entries = [
        entry(BESIDE, "stop_gained", "GNAS", "p.Gln1Ter", transcript="ENST00000000002"),
        entry(BESIDE, "missense_variant", "GNAS", "p.Gln204His", canonical="YES"),
    ]

    assert [each.label for each in take((BESIDE, entries))[0].reported] == ["GNAS Q204H"]


def test_an_entry_of_another_gene_is_not_taken(take: Take) -> None:
    intake, _ = take((BESIDE, [entry(BESIDE, "stop_gained", "KRAS", "p.Gln1Ter")]))

    assert [each.state for each in intake.reported] == [AnnotationState.NOT_DETERMINED]


def test_a_gene_by_its_former_name_is_found(take: Take, reference: Reference) -> None:
    gene = reference.find_gene("GNAS1")
    assert gene is not None
    assert gene.symbol == "GNAS"
    intake, _ = take((BESIDE, [entry(BESIDE, "missense_variant", "GNAS1", "p.Gln204His")]))

    assert [each.gene for each in intake.reported] == ["GNAS"]


@pytest.mark.parametrize(
    "said",
    [
        entry(V600E, "missense_variant", "BRAF", "p.Val600Glu", transcript="NM_004333"),
        entry(V600E, "missense_variant", "BRAF", "p.Val600Glu", transcript="NM_004333.9"),
        entry(V600E, "missense_variant", "BRAF", "p.Val600Glu", transcript="ENST00000646891.2"),
        entry(V600E, "missense_variant", "BRAF", transcript="NM_004333"),
        entry(V600E, "stop_gained", "TP53", "p.Val600Ter", transcript="NM_000546"),
    ],
    ids=["no version", "another version", "the MANE twin", "no protein name", "another gene"],
)
def test_the_same_answer_is_no_caution(said: str, take: Take) -> None:
    intake, _ = take((V600E, [said]))

    assert [each.caution for each in intake.reported] == [""]
    assert not any("annotation" in doubt for doubt in intake.doubts)


def test_another_answer_on_the_same_transcript_is_a_caution_with_both(take: Take) -> None:
    said = entry(V600E, "missense_variant", "BRAF", "p.Val640Glu", transcript="NM_004333.6")
    intake, _ = take((V600E, [said]))
    (variant,) = intake.reported

    assert variant.label == "BRAF V600E"
    assert variant.state is AnnotationState.DETERMINED
    assert variant.caution == (
        "VEP in the file says V640E, missense_variant on NM_004333.6, "
        "here it is V600E, missense_variant on NM_004333.5"
    )
    assert any("differs from ours on 1 of 1 calls" in doubt for doubt in intake.doubts)


def test_on_the_same_transcript_no_other_one_speaks_for_the_file(take: Take) -> None:
    entries = [
        entry(V600E, "missense_variant", "BRAF", "p.Val640Glu", transcript="NM_004333.6"),
        entry(V600E, "missense_variant", "BRAF", "p.Val600Glu", transcript="ENST00000000002"),
    ]

    assert "V640E" in take((V600E, entries))[0].reported[0].caution


def test_of_transcripts_that_are_not_ours_one_that_agrees_is_enough(take: Take) -> None:
    entries = [
        entry(V600E, "missense_variant", "BRAF", "p.Val640Glu", transcript="ENST00000000001"),
        entry(V600E, "missense_variant", "BRAF", "p.Val600Glu", transcript="ENST00000000002"),
    ]
    both, _ = take((V600E, entries))
    one, _ = take((V600E, entries[:1]))

    assert [each.caution for each in both.reported] == [""]
    assert "V640E" in one.reported[0].caution


def test_a_call_that_is_silent_here_alone_is_told_of(take: Take) -> None:
    """A change that only the file takes for altering must not vanish among the synonymous."""
    silent = building.place("BRAF", "V600E", BUILD)
    silent = replace(silent, position=silent.position - 1, ref="C", alt="T")  # GTG > GTA
    said = entry(silent, "missense_variant", "BRAF", "p.Val600Glu", transcript="NM_004333.6")
    intake, ledger = take((silent, [said]))

    assert ledger.reported == 0
    assert any(
        "not reported here" in doubt and f"7:{silent.position} C>T (V600E" in doubt
        for doubt in intake.doubts
    )


AGREE = [
    # name, ours, theirs, agree
    ("same", ("V600E", "missense_variant"), ("V600E", "missense_variant"), True),
    ("K for E", ("V600E", "missense_variant"), ("V600K", "missense_variant"), False),
    ("another residue", ("V600E", "missense_variant"), ("V599E", "missense_variant"), False),
    ("lengths of a shift", ("E2Afs*5", "frameshift_variant"), ("E2fs", "frameshift_variant"), True),
    ("shift elsewhere", ("E2Afs*5", "frameshift_variant"), ("E3fs", "frameshift_variant"), False),
    ("dup for ins", ("A1dup", "inframe_insertion"), ("A1_C2insA", "inframe_insertion"), True),
    ("no name there", ("V600E", "missense_variant"), ("", "missense_variant"), True),
    ("no name, other term", ("V600E", "missense_variant"), ("", "stop_gained"), False),
    ("new splice terms", ("", "splice_polypyrimidine_tract_variant"), ("", "intron_variant"), True),
    ("splice site", ("", "splice_donor_variant"), ("", "splice_region_variant"), False),
]


@pytest.mark.parametrize(
    ("ours", "theirs", "same"), [row[1:] for row in AGREE], ids=[row[0] for row in AGREE]
)
def test_when_two_answers_agree(ours: tuple[str, str], theirs: tuple[str, str], same: bool) -> None:
    def effect(change: str, term: str) -> TranscriptEffect:
        return TranscriptEffect("NM_1.1", "X", (Consequence(term),), protein_change=change)

    assert agree(effect(*ours), effect(*theirs), "AC") is same


def test_a_real_file_of_vep_agrees_with_ours(shared: Path, reference: Reference) -> None:
    vcf = VcfFile(shared / "vcf" / "A25_HCC.mutect2.VEP.vcf")
    intake = Intake(reference, GenomeBuild.GRCH37, Filters())
    ledger = intake.read(vcf, list(vcf.header.samples).index("A25"))
    states = [each.state for each in intake.reported]

    assert ledger.read == 1445
    assert states.count(AnnotationState.FROM_FILE) > 200
    assert states.count(AnnotationState.NOT_DETERMINED) < 5
    assert states.count(AnnotationState.DETERMINED) > 10
    assert {each.caution for each in intake.reported} == {""}
    assert not any("differs" in doubt for doubt in intake.doubts)
