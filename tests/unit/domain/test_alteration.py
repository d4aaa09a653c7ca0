"""What alterations are called, and which transcript an effect is told for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oncomatch.domain.alteration import (
    AnnotationState,
    CopyNumber,
    SmallVariant,
    TranscriptEffect,
    UnusableCall,
)
from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.variant import Reads, Variant

REPORTED = TranscriptEffect(
    transcript="NM_1.1",
    gene="FWD",
    consequences=(Consequence.MISSENSE, Consequence.SPLICE_REGION),
    hgvs_c="NM_1.1:c.20A>T",
    hgvs_p="NP_1.1:p.(Lys7Ile)",
    protein_change="K7I",
)
OTHER = replace(REPORTED, transcript="NM_1.2", protein_change="K9I")
VARIANT = SmallVariant(
    variant=Variant("1", 1031, "A", "T", GenomeBuild.GRCH38),
    written="chr1 1031 A T",
    filters=(),
    reads=Reads(),
    gene="FWD",
    state=AnnotationState.DETERMINED,
    effect=REPORTED,
    other_effects=(OTHER,),
    hgvs_g="1:g.1031A>T",
)


def test_the_first_consequence_is_the_most_severe() -> None:
    assert REPORTED.most_severe is Consequence.MISSENSE


@pytest.mark.parametrize(
    ("variant", "label"),
    [
        (VARIANT, "FWD K7I"),
        (replace(VARIANT, effect=replace(REPORTED, protein_change="")), "FWD c.20A>T"),
        (
            replace(VARIANT, effect=replace(REPORTED, protein_change="", hgvs_c="")),
            "FWD 1:g.1031A>T",
        ),
        (replace(VARIANT, effect=None), "FWD 1:g.1031A>T"),
        (replace(VARIANT, effect=None, gene=""), "1:g.1031A>T"),
    ],
    ids=["protein", "coding", "genomic", "gene without effect", "no gene"],
)
def test_label(variant: SmallVariant, label: str) -> None:
    assert variant.label == label


@pytest.mark.parametrize(
    ("transcript", "effect"),
    [("NM_1.2", OTHER), ("NM_1.1", REPORTED), ("NM_1.3", REPORTED)],
    ids=["differs there", "the reported", "does not differ there"],
)
def test_effect_on_a_transcript(transcript: str, effect: TranscriptEffect) -> None:
    assert VARIANT.effect_on(transcript) == effect


def test_without_an_effect_there_is_none_on_any_transcript() -> None:
    assert replace(VARIANT, effect=None, other_effects=()).effect_on("NM_1.1") is None


def test_the_id_is_that_of_the_variant() -> None:
    assert VARIANT.id == "1-1031-A-T"


@pytest.mark.parametrize("kind", CopyNumberKind, ids=lambda kind: kind.value)
def test_a_copy_number_is_named_by_its_kind(kind: CopyNumberKind) -> None:
    number = CopyNumber("ERBB2", 12.0, kind, "12 copies")

    assert (number.id, number.label) == ("ERBB2-copy-number", f"ERBB2 {kind.value}")


def test_a_neutral_copy_number_is_named_too() -> None:
    assert CopyNumber("ERBB2", 2.0, None, "2 copies").label == "ERBB2 copy number neutral"


def test_a_call_that_could_not_be_used_is_named_as_the_file_wrote_it() -> None:
    call = UnusableCall(("FWD",), "chr1 1031 G T", "REF is not the reference")

    assert call.id == "unusable chr1 1031 G T"
