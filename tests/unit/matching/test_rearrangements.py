"""From junctions to genes, and from these to answers: met, not met only where it was looked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from building import ask, matched, tumor
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.rearrangement import (
    BACKWARD,
    FORWARD,
    READ_THROUGH,
    Junction,
    JunctionEnd,
    Rearrangement,
)
from oncomatch.errors import InputError
from oncomatch.knowledge.base import open_knowledge
from oncomatch.matching.evaluate import evaluate
from oncomatch.matching.facts import collect_facts
from oncomatch.matching.junction_ends import GenePlaces
from oncomatch.matching.rearrangements import rearrangements_of
from oncomatch.reference.bundle import open_reference

BUILD = GenomeBuild.GRCH38
MET, OPEN, NOT = Outcome.MET, Outcome.UNKNOWN, Outcome.NOT_MET
GENES = frozenset(
    {"EML4", "ALK", "EGFR", "RET", "CCDC6", "FGFR3", "TACC3", "ROS1", "PTEN", "MYC", "MET"}
    | {"AR", "BCR", "ABL1", "FLT3", "KMT2A", "KIT"}
)


def _places() -> GenePlaces:
    named = frozenset({("EML4", "ALK"), ("BCR", "ABL1")})
    return GenePlaces(
        open_reference(), BUILD, open_knowledge().regions, named, frozenset({"MYC", "ALK"})
    )


def _made(*junctions: Junction, strict: bool = False) -> tuple[Rearrangement, ...]:
    return rearrangements_of(junctions, "test", _places(), GENES, strict=strict)[0]


def _rna(five: str, three: str, exon5: int = 0, exon3: int = 0, **more: object) -> Junction:
    ends = JunctionEnd(five, exon=exon5), JunctionEnd(three, exon=exon3)
    return replace(Junction(*ends, "line 2"), **more)  # type: ignore[arg-type]


def _intron(gene: str, number: int) -> int:
    """Return a position (1-based) in the middle of an intron."""
    transcript = open_reference().reported_transcript(gene, BUILD)
    assert transcript is not None
    one, other = sorted(transcript.exons[number - 1 : number + 1])
    return (one[1] + other[0]) // 2


def _dna(one: tuple[str, int, int], other: tuple[str, int, int]) -> Junction:
    ends = (JunctionEnd(contig=c, position=p, side=s) for c, p, s in (one, other))
    return Junction(*ends, "line 2", ordered=False)


def _profile(
    found: Iterable[Rearrangement], genes: tuple[str, ...] | None = None, name: str = "f.tsv"
) -> TumorProfile:
    profile = tumor("LUAD")
    assay = replace(profile.assay, fusions=name, fusion_genes=genes)
    return replace(profile, assay=assay, rearrangements=tuple(found))


def _answer(
    pattern: str,
    found: Iterable[Rearrangement],
    genes: tuple[str, ...] | None = None,
    name: str = "f.tsv",
) -> Evaluation:
    facts = collect_facts(_profile(found, genes, name), open_knowledge(), open_reference())
    return evaluate(parse_biomarker(pattern), facts)


EML4_ALK = _rna("EML4", "ALK", 6, 20)


@pytest.mark.parametrize(
    ("junction", "pattern", "outcome"),
    [
        (EML4_ALK, "ALK fusion", MET),
        (EML4_ALK, "EML4 fusion", MET),
        (EML4_ALK, "EML4::ALK fusion", MET),
        (EML4_ALK, "ALK::EML4 fusion", OPEN),
        (EML4_ALK, "ALK::EML4 fusion or EML4::ALK fusion", MET),
        (EML4_ALK, "EML4 exon 6::ALK exon 20 fusion", MET),
        (EML4_ALK, "EML4 exon 13::ALK exon 20 fusion", NOT),
        (_rna("EML4", "ALK"), "EML4 exon 6::ALK exon 20 fusion", OPEN),
        (EML4_ALK, "ALK rearrangement", MET),
        (EML4_ALK, "ALK intron 19 rearrangement", OPEN),
        (EML4_ALK, "RET fusion", OPEN),
        (_rna("EML4", "ALK", in_frame=False), "ALK fusion", OPEN),
        (_rna("EML4", "ALK", doubt="low confidence"), "ALK fusion", OPEN),
        (_rna("EML4", "ALK", 6, 28), "ALK fusion", OPEN),
        (_rna("ALK", "EML4", 19, 7), "ALK fusion", OPEN),
        (_rna("FGFR3", "TACC3", 17, 11), "FGFR3 fusion", MET),
        (_rna("EML4", "AC1.2"), "EML4 fusion", MET),
        (_rna("", "ALK", 0, 20), "ALK fusion", OPEN),
        (_rna("", "ALK", 0, 20), "ALK rearrangement", OPEN),
        (_rna("", "MYC"), "MYC rearrangement", MET),
        (_rna("EGFR", "EGFR", 1, 8), "EGFR exons 2-7 loss", MET),
        (_rna("EGFR", "EGFR", 1, 8), "EGFR fusion", OPEN),
        (_rna("EGFR", "EGFR", 1, 9), "EGFR exons 2-7 loss", OPEN),
        (_rna("EGFR", "EGFR", 25, 18), "EGFR kinase_domain_duplication", MET),
        (_rna("MET", "MET", 13, 15), "MET exon 14 skipping", MET),
        (_rna("MET", "MET", 13, 16), "MET exon 14 skipping", OPEN),
        (_rna("EGFR", "EGFR", 20, 19), "EGFR kinase_domain_duplication", OPEN),
        (_rna("AR", "AR", name="AR-V7"), "AR splice_variant AR-V7", MET),
        (_rna("AR", "AR", name="ar v7"), "AR splice_variant AR-V7", MET),
        (_rna("AR", "AR", name="V7"), "AR splice_variant AR-V7", MET),
        (_rna("AR", "AR", name="AR-V9"), "AR splice_variant AR-V7", OPEN),
        (_rna("AR", "AR", name="AR-V7", doubt="x"), "AR splice_variant AR-V7", OPEN),
        (EML4_ALK, "AR splice_variant AR-V7", OPEN),
        (_rna("EML4", "TACC3", flags=(READ_THROUGH,)), "EML4 fusion", OPEN),
        (_rna("EML4", "ALK", flags=(READ_THROUGH,)), "ALK fusion", MET),
        (_rna("EGFR", "EGFR", 25, 18), "EGFR exons 2-7 loss", OPEN),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_a_junction_meets(junction: Junction, pattern: str, outcome: Outcome) -> None:
    assert _answer(pattern, _made(junction)).outcome is outcome


@pytest.mark.parametrize(
    ("genes", "name", "outcome", "reason"),
    [
        (None, "", OPEN, "fusions were not assessed"),
        (None, "f.tsv", OPEN, "RET fusion: it is not known which fusions the assay covers"),
        (("ALK",), "f.tsv", OPEN, "RET fusion: the assay does not cover fusions of RET"),
        (("ALK", "RET"), "f.tsv", NOT, "RET fusion: looked for and not found"),
    ],
)
def test_not_found_is_not_met_only_where_it_was_looked_for(
    genes: tuple[str, ...] | None, name: str, outcome: Outcome, reason: str
) -> None:
    assert _answer("RET fusion", (), genes, name) == Evaluation(outcome, reason)


def test_a_call_that_is_not_reported_keeps_a_gene_open() -> None:
    found = _made(_rna("EML4", "ALK", doubt="low confidence"))
    answer = _answer("ALK fusion", found, ("ALK",))

    assert answer.reason == "EML4::ALK fusion was called but not reported (low confidence)"
    assert answer.outcome is OPEN


def test_an_alk_fusion_leads_to_alk_inhibitors() -> None:
    record = matched(_profile(_made(EML4_ALK)))
    best = {match.regimen for match in record.therapies if match.tier.value == "I-A"}

    assert {"Alectinib", "Lorlatinib"} <= {str(regimen) for regimen in best}
    assert record.therapies[0].labels == ("EML4::ALK fusion",)


def test_dna_breaks_in_introns_of_one_gene() -> None:
    """<DEL> from EGFR intron 1 to 7 is vIII, <DUP> over exons 18-25 the kinase domain twice."""
    lost = _dna(("7", _intron("EGFR", 1), FORWARD), ("7", _intron("EGFR", 7), BACKWARD))
    twice = _dna(("7", _intron("EGFR", 17), BACKWARD), ("7", _intron("EGFR", 25), FORWARD))
    within = _dna(("7", _intron("EGFR", 1), FORWARD), ("7", _intron("EGFR", 1) + 9, BACKWARD))

    assert [each.label for each in _made(lost)] == ["EGFR exons 2-7 loss"]
    assert _made(lost)[0].in_frame is True
    assert [each.label for each in _made(twice)] == ["EGFR exons 18-25 duplication"]
    assert _answer("EGFR exons 2-7 loss", _made(lost)).outcome is MET
    assert _answer("EGFR kinase_domain_duplication", _made(twice)).outcome is MET
    assert _made(within) == ()


def test_strands_tell_which_gene_is_five_prime() -> None:
    """ALK and ROS1 lie on the minus strand; the kinase domain of ROS1 has no record."""
    alk, ros = _intron("ALK", 19), _intron("ROS1", 33)
    (fusion,) = _made(_dna(("2", alk, BACKWARD), ("6", ros, FORWARD)))
    (head_on,) = _made(_dna(("2", alk, BACKWARD), ("6", ros, BACKWARD)))

    assert (fusion.label, fusion.five_prime.exon, fusion.three_prime.exon) == (
        "ALK::ROS1 fusion",
        19,
        34,
    )
    assert (fusion.five_prime.kinase_retained, fusion.three_prime.kinase_retained) == (False, None)
    assert head_on.label == "ALK/ROS1 rearrangement"
    assert _answer("ROS1 fusion", (head_on,)).outcome is OPEN


def test_a_partner_without_sequence_is_fused_where_knowledge_names_the_pair() -> None:
    loci = dict(
        zip(
            (gene.symbol for gene in open_reference().genes()),
            open_reference().gene_loci(BUILD),
            strict=True,
        )
    )
    ends = {}
    for gene in ("EML4", "TACC3"):
        locus = loci[gene]
        assert locus is not None
        ends[gene] = (locus[0], (locus[1] + locus[2]) // 2, FORWARD)
    alk = ("2", _intron("ALK", 19), FORWARD)

    assert [each.label for each in _made(_dna(ends["EML4"], alk))] == ["EML4::ALK fusion"]
    assert [each.label for each in _made(_dna(ends["TACC3"], alk))] == ["TACC3/ALK rearrangement"]


def test_reciprocal_fusions_are_one_the_one_with_the_kinase() -> None:
    found = _made(_rna("ALK", "EML4", 19, 7, reads=90), EML4_ALK)

    assert [(each.label, each.reciprocal) for each in found] == [("EML4::ALK fusion", True)]
    assert not _made(EML4_ALK)[0].reciprocal


def test_a_call_counts_once_and_the_reported_one_before_the_doubtful() -> None:
    doubtful = replace(EML4_ALK, doubt="low confidence", reads=99)

    assert _made(doubtful, EML4_ALK, EML4_ALK) == _made(EML4_ALK)


def test_calls_of_other_genes_are_counted() -> None:
    """One of low confidence is counted with its doubt instead."""
    calls = (_rna("BRIP1", "RPS6"), _rna("BRIP1", "RPS6", doubt="low confidence"), EML4_ALK)

    assert rearrangements_of(calls, "test", _places(), GENES)[1] == 1


def test_an_unknown_gene_of_a_table_is_named() -> None:
    with pytest.raises(InputError, match="line 2: 'ALKK' is not a gene name of HGNC"):
        _made(_rna("EML4", "ALKK"), strict=True)


@pytest.mark.parametrize(
    ("pattern", "listed", "outcome"),
    [
        ("AR splice_variant AR-V7", ("AR", "MET"), NOT),
        ("AR splice_variant AR-V7", ("MET",), OPEN),
        ("AR splice_variant AR-V7", None, OPEN),
        ("MET exon 14 loss", ("AR", "MET"), NOT),
        ("MET exon 14 loss", ("AR",), OPEN),
        ("MET exon 14 skipping", ("MET",), NOT),
        ("MET exon 14 skipping", ("AR",), OPEN),
        ("EGFR kinase_domain_duplication", ("EGFR",), OPEN),
        ("ALK fusion", ("ALK",), OPEN),
    ],
)
def test_a_transcript_is_absent_only_where_the_assay_looks_for_it(
    pattern: str, listed: tuple[str, ...] | None, outcome: Outcome
) -> None:
    profile = _profile(())
    profile = replace(profile, assay=replace(profile.assay, splice_variants=listed))

    assert ask(pattern, profile).outcome is outcome


@pytest.mark.parametrize(
    ("junction", "outcome"),
    [
        (_rna("AR", "AR"), OPEN),
        (_rna("AR", "AR", name="AR-V9"), NOT),
        (_rna("AR", "AR", name="AR-V7", doubt="few reads"), OPEN),
        (EML4_ALK, NOT),
    ],
    ids=["not named", "another", "not reported", "another gene"],
)
def test_a_transcript_of_the_gene_that_is_not_named_leaves_ar_v7_open(
    junction: Junction, outcome: Outcome
) -> None:
    profile = _profile(_made(junction))
    profile = replace(profile, assay=replace(profile.assay, splice_variants=("AR",)))

    assert ask("AR splice_variant AR-V7", profile).outcome is outcome


@pytest.mark.parametrize(
    ("build", "before", "behind", "label"),
    [
        (GenomeBuild.GRCH38, 67686126, 67694673, "AR-V7 splice variant"),
        (GenomeBuild.GRCH37, 66905968, 66914515, "AR-V7 splice variant"),
        (GenomeBuild.GRCH38, 67686126, 67694674, "AR rearrangement"),
        (GenomeBuild.GRCH38, 66905968, 66914515, "AR rearrangement"),
    ],
)
def test_ar_v7_is_told_by_its_junction(
    build: GenomeBuild, before: int, behind: int, label: str
) -> None:
    ends = (JunctionEnd("AR", "X", position) for position in (before, behind))
    junction = Junction(*ends, "line 2", spliced=True, evidence="RNA")
    (found,) = rearrangements_of([junction], "test", replace(_places(), build=build), GENES)[0]

    assert found.label == label


@pytest.mark.parametrize(
    ("exons", "name"),
    [
        ((1, 2), "e1a2, p190"),
        ((13, 2), "e13a2 (b2a2), p210"),
        ((14, 2), "e14a2 (b3a2), p210"),
        ((19, 2), "e19a2, p230"),
        ((14, 3), ""),
    ],
)
def test_bcr_abl1_has_its_names(exons: tuple[int, int], name: str) -> None:
    (found,) = _made(_rna("BCR", "ABL1", *exons))

    assert found.label == "BCR::ABL1 fusion"
    assert found.known_as == name
    assert name in found.detail


def test_two_genes_without_order_are_fused_where_knowledge_names_one() -> None:
    ends = JunctionEnd("ABL1", "9", 130854065), JunctionEnd("BCR", "22", 23290414)
    (fusion,) = _made(Junction(*ends, "line 2", ordered=False))
    other = JunctionEnd("ROS1", "6", 117324416), JunctionEnd("BCR", "22", 23290414)
    (broken,) = _made(Junction(*other, "line 2", ordered=False))

    assert (fusion.label, fusion.three_prime.exon) == ("BCR::ABL1 fusion", 2)
    assert (broken.label, broken.three_prime.exon) == ("BCR/ROS1 rearrangement", 0)
    assert _answer("ROS1 fusion", (broken,)).outcome is OPEN


def test_of_several_genes_at_an_end_the_one_over_it_is_taken() -> None:
    two = JunctionEnd("CD74"), JunctionEnd("GOPC;ROS1", "6", 117324416)

    assert _made(Junction(*two, "line 2"))[0].label == "CD74::ROS1 fusion"


def test_the_exon_of_another_transcript_is_translated_or_not_known() -> None:
    """LINX numbers the exons of its own transcripts."""
    named = JunctionEnd("EGFR", exon=1, transcript="ENST00000999999")
    reported = JunctionEnd("EGFR", exon=8, transcript="NM_005228")
    (found,) = _made(Junction(named, reported, "line 2"))

    assert (found.five_prime.exon, found.three_prime.exon) == (0, 8)
    assert _answer("EGFR exons 2-7 loss", (found,)).outcome is OPEN


def test_a_break_beside_a_gene_is_possible_never_met() -> None:
    """MYC lies whole beside the break; the other end is in no gene, as in IGH."""
    myc = 127_600_000
    (near,) = _made(_dna(("8", myc, FORWARD), ("14", 105_600_000, BACKWARD)))
    far = _made(_dna(("8", myc - 300_000, FORWARD), ("14", 105_600_000, BACKWARD)))
    local = _made(_dna(("8", myc, FORWARD), ("8", myc + 20_000, BACKWARD)))
    answer = _answer("MYC rearrangement", (near,), ("MYC",))

    assert (near.label, near.genes) == ("break beside MYC", ("MYC",))
    assert answer.outcome is OPEN
    assert "bases from MYC and leaves it whole" in answer.reason
    assert _answer("IGH::MYC fusion", (near,), ("MYC",)).outcome is OPEN
    assert (far, local) == ((), ())


def test_kmt2a_partial_tandem_duplication_is_a_duplication_of_exons() -> None:
    twice = _dna(("11", _intron("KMT2A", 1), BACKWARD), ("11", _intron("KMT2A", 8), FORWARD))

    assert [each.label for each in _made(twice)] == ["KMT2A exons 2-8 duplication"]


def test_a_deletion_within_a_gene_without_sequence_does_not_break_it() -> None:
    locus = dict(
        zip(
            (gene.symbol for gene in open_reference().genes()),
            open_reference().gene_loci(BUILD),
            strict=True,
        )
    )["TACC3"]
    assert locus is not None
    contig, start0, _ = locus
    (found,) = _made(_dna((contig, start0 + 900, FORWARD), (contig, start0 + 5000, BACKWARD)))

    assert found.genes == ("TACC3",)
    assert _answer("TACC3 rearrangement", (found,)).outcome is OPEN
    assert _answer("TACC3 fusion", (found,)).outcome is OPEN
