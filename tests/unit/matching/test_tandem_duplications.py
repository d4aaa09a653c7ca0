"""Internal tandem duplications from files of structural variants: FLT3 and its like."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import tumor
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.rearrangement import (
    BACKWARD,
    FORWARD,
    IMPRECISE,
    Insertion,
    Junction,
    JunctionEnd,
    Rearrangement,
)
from oncomatch.knowledge.base import open_knowledge
from oncomatch.matching.evaluate import evaluate
from oncomatch.matching.facts import collect_facts
from oncomatch.matching.junction_ends import GenePlaces
from oncomatch.matching.rearrangements import rearrangements_of
from oncomatch.matching.tandem import insertions_of
from oncomatch.reference.bundle import open_reference
from oncomatch.reference.sequence import reverse_complement
from oncomatch.reference.transcript import Transcript

BUILD = GenomeBuild.GRCH38
MET, OPEN, NOT = Outcome.MET, Outcome.UNKNOWN, Outcome.NOT_MET
GENES = frozenset({"FLT3", "KIT"})
ITD = "FLT3 internal_tandem_duplication"
REGION = "FLT3 codons 572-603 internal_tandem_duplication"


def _places() -> GenePlaces:
    return GenePlaces(open_reference(), BUILD, open_knowledge().regions)


def _transcript(gene: str) -> Transcript:
    transcript = open_reference().reported_transcript(gene, BUILD)
    assert transcript is not None
    return transcript


def _position(gene: str, coding: int) -> int:
    """Return the genomic position (1-based) of a coding base (0-based)."""
    transcript = _transcript(gene)
    return transcript.to_genomic(coding + transcript.cds_start) + 1


def _duplication(gene: str, first: int, last: int, flags: tuple[str, ...] = ()) -> Rearrangement:
    """Return what a <DUP> over coding bases (0-based, both included) is read as."""
    low, high = sorted((_position(gene, first), _position(gene, last)))
    contig = _transcript(gene).contig
    ends = (
        JunctionEnd(contig=contig, position=low, side=BACKWARD),
        JunctionEnd(contig=contig, position=high, side=FORWARD),
    )
    junction = Junction(*ends, "line 2", ordered=False, evidence="DNA", flags=flags)
    (found,) = rearrangements_of([junction], "vcf", _places(), GENES)[0]
    return found


def _inserted(
    gene: str, coding: int, sequence: str, length: int = 0, doubt: str = ""
) -> list[Rearrangement]:
    """Return what bases inserted before a coding base are read as; `sequence` is the gene's."""
    transcript = _transcript(gene)
    minus = transcript.strand < 0
    position = _position(gene, coding) - (0 if minus else 1)
    bases = reverse_complement(sequence) if minus else sequence
    insertion = Insertion(transcript.contig, position, length, bases, "line 2", 9, doubt)
    return insertions_of([insertion], "vcf", _places(), GENES)[0]


def _answer(pattern: str, *found: Rearrangement) -> Evaluation:
    profile = tumor("AML", panel=["FLT3", "KIT"])
    assay = replace(profile.assay, fusions="sv.vcf")
    profile = replace(profile, assay=assay, rearrangements=found)
    return evaluate(
        parse_biomarker(pattern), collect_facts(profile, open_knowledge(), open_reference())
    )


def _coding(gene: str, first_codon: int, bases: int) -> tuple[int, str]:
    """Return where a codon begins (0-based coding base) and the bases from there on."""
    start = 3 * (first_codon - 1)
    return start, _transcript(gene).cds[start : start + bases]


def test_a_duplication_within_an_exon_repeats_codons() -> None:
    start = _coding("FLT3", 590, 0)[0]
    found = _duplication("FLT3", start, start + 23)

    assert (found.codons, found.bases, found.in_frame) == ((590, 597), 24, True)
    assert found.label == "FLT3 internal tandem duplication"
    assert "24 bases, repeats codons 590-597, in frame" in found.detail
    assert _answer(ITD, found).outcome is MET
    assert _answer(REGION, found).outcome is MET
    assert _answer("KIT exon 11 internal_tandem_duplication", found).outcome is not MET


@pytest.mark.parametrize(
    ("first", "bases", "flags", "pattern", "outcome"),
    [
        (590, 25, (), ITD, OPEN),
        (590, 24, (IMPRECISE,), ITD, OPEN),
        (598, 24, (), ITD, MET),
        (598, 24, (), REGION, OPEN),
        (604, 21, (), ITD, MET),
        (835, 24, (), ITD, OPEN),
        (540, 300, (), ITD, OPEN),
    ],
)
def test_frame_place_and_size_decide(
    first: int, bases: int, flags: tuple[str, ...], pattern: str, outcome: Outcome
) -> None:
    start = _coding("FLT3", first, 0)[0]

    assert (
        _answer(pattern, _duplication("FLT3", start, start + bases - 1, flags)).outcome is outcome
    )


def test_an_intron_that_is_passed_over_is_spliced_out_again() -> None:
    """FLT3 exons 14 and 15: the duplication of the genome is longer than that of the protein."""
    transcript = _transcript("FLT3")
    border = transcript.offsets[14] - transcript.cds_start
    found = _duplication("FLT3", border - 15, border + 14)

    assert (found.bases, found.in_frame) == (30, True)
    assert _answer(ITD, found).outcome is MET


@pytest.mark.parametrize("shift", [0, 5, 24])
def test_an_insertion_that_repeats_its_neighbours_is_one_wherever_it_is_placed(shift: int) -> None:
    start, bases = _coding("FLT3", 590, 24)
    rotated = bases[shift:] + bases[:shift]
    (found,) = _inserted("FLT3", start + shift, rotated)

    assert (found.label, found.bases) == ("FLT3 internal tandem duplication", 24)
    assert found.codons is not None
    assert _answer(ITD, found).outcome is MET


def test_kit_lies_on_the_other_strand() -> None:
    start, bases = _coding("KIT", 574, 30)
    (found,) = _inserted("KIT", start, bases)

    assert found.codons == (574, 583)
    assert _answer("KIT exon 11 internal_tandem_duplication", found).outcome is MET


def test_an_insertion_that_repeats_nothing_is_told_as_one() -> None:
    start, bases = _coding("FLT3", 590, 24)
    (found,) = _inserted("FLT3", start, "ACGT" * 6 if bases != "ACGT" * 6 else "TTTT" * 6)

    assert (found.label, found.codons, found.in_frame) == ("FLT3 insertion", None, True)
    assert _answer(ITD, found).outcome is not MET


def test_an_insertion_without_its_bases_leaves_it_open() -> None:
    (found,) = _inserted("FLT3", _coding("FLT3", 590, 0)[0], "", length=48)
    answer = _answer(ITD, found)

    assert answer.outcome is OPEN
    assert "what is inserted is not given" in answer.reason


def test_a_filtered_duplication_leaves_it_open() -> None:
    start, bases = _coding("FLT3", 590, 24)
    (found,) = _inserted("FLT3", start, bases, doubt="FILTER LowQual")

    assert _answer(ITD, found).outcome is OPEN


def test_insertions_outside_coding_sequence_are_counted() -> None:
    far = Insertion("13", 28_000_000, 4, "ACGT", "line 2")

    assert insertions_of([far], "vcf", _places(), GENES) == ([], 1)


def test_an_insertion_keeps_its_gene_from_being_wild_type() -> None:
    start, bases = _coding("FLT3", 590, 24)
    (found,) = _inserted("FLT3", start, bases)

    assert _answer("FLT3 wildtype").outcome is MET
    assert _answer("FLT3 wildtype", found).outcome is OPEN
    assert _answer("FLT3 p.D835Y", found).outcome is NOT


@pytest.mark.parametrize("pattern", ["FLT3 mutation", "FLT3 codons 572-603 inframe_insertion"])
def test_a_duplication_keeps_a_mutation_from_being_not_found(pattern: str) -> None:
    start, bases = _coding("FLT3", 590, 24)
    (found,) = _inserted("FLT3", start, bases)

    assert _answer(pattern).outcome is NOT
    assert _answer(pattern, found).outcome is OPEN
    assert _answer("FLT3 truncation", found).outcome is NOT
