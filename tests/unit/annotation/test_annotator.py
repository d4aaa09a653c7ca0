"""The annotator: REF against the reference, normal form, choice of gene, what stays open."""

from __future__ import annotations

import random

import pytest

from building import BOTH, annotated, call, rewritten, small
from oncomatch.annotation.annotator import NO_SEQUENCE, NOT_DESCRIBED, Annotator
from oncomatch.annotation.reporting_rule import reason_to_leave_out
from oncomatch.domain.alteration import AnnotationState, SmallVariant, TranscriptEffect
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.variant import Reads, Variant, VariantCall
from oncomatch.reference.bundle import Reference
from oncomatch.reference.compiler import (
    GeneModel,
    Placement,
    Stretch,
    TranscriptModel,
    compile_bundle,
)
from unit.annotation.rebuilding import other_strand

B37, B38 = BOTH if BOTH[0] is GenomeBuild.GRCH37 else BOTH[::-1]
CDS = "ATGGCTGAACATAAACTGTGGTAA"  # M A E H K L W *, 24 bases

# A town of genes on made-up chromosome 2; each has one coding exon of 24 bases, or none.
#            strand  exons (5 bases of UTR about the coding ones)      locus
OUTER = (1, ((1000, 1029), (3000, 3005)), (1000, 3005))
INNER = (-1, ((2000, 2034),), (2000, 2034))
TWIN_B = (1, ((20000, 20034),), (20000, 20034))
TWIN_A = (1, ((20000, 20034),), (20000, 20034))
PART = (1, ((40005, 40029),), (39000, 41000))
ONLY38 = (1, ((60000, 60034),), (60000, 60034))
WITHOUT_SEQUENCE = {
    "HIDDEN": (2500, 2600),
    "OVER_EXON": (1008, 1012),
    "BARE": (35000, 36000),
    "BARE2": (35500, 35600),
    "NEXT": (20100, 20200),
}
LENGTH = 100_000


def chromosome() -> str:
    """Return random bases with the coding sequences laid in."""
    bases = "".join(random.Random(3).choices("ACGT", k=LENGTH))
    for start, coding in [
        *((start, CDS) for start in (1005, 20005, 40005, 60005)),
        (2005, other_strand(CDS)),
    ]:
        bases = bases[:start] + coding + bases[start + len(coding) :]
    return bases


def model(symbol: str, shape: tuple[object, ...], accession: str) -> TranscriptModel:
    """Return a transcript whose first exon holds the coding sequence."""
    strand, exons, _ = shape
    start = exons[0][0] + (0 if symbol == "PART" else 5)
    placement = Placement("2", exons, ((start, start + 24),))
    builds = [B38] if symbol == "ONLY38" else [B37, B38]
    return TranscriptModel(
        gene=symbol,
        accession=accession,
        protein=accession.replace("NM", "NP"),
        mane="MANE Select" if symbol == "OUTER" else "",
        mane_accession="",
        strand=strand,
        cds=CDS,
        placements=dict.fromkeys(builds, placement),
        coding_only=symbol == "PART",
    )


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Annotator:
    """Return an annotator of genes that overlap, nest and lack sequence."""
    shapes = {
        "OUTER": OUTER,
        "INNER": INNER,
        "TWIN_B": TWIN_B,
        "TWIN_A": TWIN_A,
        "PART": PART,
        "ONLY38": ONLY38,
    }
    loci = {symbol: shape[2] for symbol, shape in shapes.items()} | WITHOUT_SEQUENCE
    genes = [
        GeneModel(symbol, f"HGNC:{number}", number, (), dict.fromkeys(BOTH, ("2", *span)))
        for number, (symbol, span) in enumerate(loci.items(), start=1)
    ]
    transcripts = [
        model(symbol, shape, f"NM_{number}.1")
        for number, (symbol, shape) in enumerate(shapes.items(), start=1)
    ]
    folder = tmp_path_factory.mktemp("town")
    stretch = ("town", Stretch("2", 0, chromosome()))
    known = {build: [stretch] for build in BOTH}
    compile_bundle(folder, genes, transcripts, known, {build: {"2": LENGTH} for build in BOTH})
    return Annotator(Reference(folder))


def at(start0: int, build: GenomeBuild = B38) -> Variant:
    """Return a substitution on chromosome 2."""
    ref = chromosome()[start0]
    return Variant("2", start0 + 1, ref, "C" if ref != "C" else "A", build)


def found(town: Annotator, variant: Variant) -> tuple[str, AnnotationState, str]:
    """Return gene, state and the most severe term, or the note where nothing is determined."""
    result = town.annotate(call(variant))
    said = result.effect.most_severe.so_term if result.effect else result.note
    return result.gene, result.state, said


DETERMINED, NOT_DETERMINED = AnnotationState.DETERMINED, AnnotationState.NOT_DETERMINED

CHOICES = {
    "coding": (1009, ("OUTER", DETERMINED, "missense_variant")),
    "intron of one gene": (2300, ("OUTER", DETERMINED, "intron_variant")),
    "coding in the inner gene": (2008, ("INNER", DETERMINED, "missense_variant")),
    "UTR of one, intron of the other": (2002, ("INNER", DETERMINED, "3_prime_UTR_variant")),
    "equal genes by name": (20008, ("TWIN_A", DETERMINED, "missense_variant")),
    "beside a gene": (20080, ("TWIN_A", DETERMINED, "downstream_gene_variant")),
    "5,000 bases before": (15000, ("TWIN_A", DETERMINED, "upstream_gene_variant")),
    "5,001 bases before": (14999, ("", AnnotationState.NO_GENE, "")),
    "5,000 bases behind": (25033, ("TWIN_A", DETERMINED, "downstream_gene_variant")),
    "5,001 bases behind": (25034, ("", AnnotationState.NO_GENE, "")),
    "no sequence": (35100, ("BARE", NOT_DETERMINED, NO_SEQUENCE)),
    "no sequence, two genes": (35550, ("BARE; BARE2", NOT_DETERMINED, NO_SEQUENCE)),
    "no sequence, beside another": (20150, ("NEXT", NOT_DETERMINED, NO_SEQUENCE)),
    "outside the part that is known": (39500, ("PART", NOT_DETERMINED, NOT_DESCRIBED)),
    "inside the part that is known": (40009, ("PART", DETERMINED, "missense_variant")),
    "far from everything": (90000, ("", AnnotationState.NO_GENE, "")),
}


@pytest.mark.parametrize("place", CHOICES)
def test_choice_of_gene(town: Annotator, place: str) -> None:
    start0, expected = CHOICES[place]

    assert found(town, at(start0)) == expected


def test_a_gene_that_is_placed_on_one_build_only(town: Annotator) -> None:
    assert found(town, at(60008)) == ("ONLY38", DETERMINED, "missense_variant")
    assert found(town, at(60008, B37)) == ("ONLY38", NOT_DETERMINED, NO_SEQUENCE)


@pytest.mark.parametrize("contig", ["7", "MT", "GL000224.1", "chrUn_x"])
def test_a_contig_without_genes(town: Annotator, contig: str) -> None:
    variant = Variant(contig, 1010, "A", "C", B38)

    assert found(town, variant) == ("", AnnotationState.NO_GENE, "")


def test_the_other_gene_stands_beside_the_reported_one(town: Annotator) -> None:
    inner = town.annotate(call(at(2008)))
    twin = town.annotate(call(at(20008)))

    assert [(other.gene, other.most_severe.so_term) for other in inner.other_effects] == [
        ("OUTER", "intron_variant")
    ]
    assert [other.gene for other in twin.other_effects] == ["TWIN_B"]
    assert town.annotate(call(at(1009))).other_effects == ()


def test_a_gene_without_sequence_is_not_hidden_by_the_intron_that_it_lies_in(
    town: Annotator,
) -> None:
    """Its coding sequence may be hit: the call may not be left out as one of an intron."""
    result = town.annotate(call(at(2550)))

    assert reason_to_leave_out(result) == ""
    assert (result.gene, result.state, result.note) == ("HIDDEN", NOT_DETERMINED, NO_SEQUENCE)
    assert [(other.gene, other.most_severe.so_term) for other in result.other_effects] == [
        ("OUTER", "intron_variant")
    ]


def test_a_gene_without_sequence_does_not_hide_a_change_of_the_protein(town: Annotator) -> None:
    assert found(town, at(1009)) == ("OUTER", DETERMINED, "missense_variant")


def test_mane_is_that_of_the_reported_transcript(town: Annotator) -> None:
    assert town.annotate(call(at(1009))).mane == "MANE Select"
    assert town.annotate(call(at(2008))).mane == ""


@pytest.mark.parametrize(
    ("position", "ref", "contradicts"),
    [
        (1006, "ATG", False),
        (1006, "A", False),
        (1006, "C", True),
        (1006, "ATC", True),
        (1006, "CTG", True),
        (1006, "NTG", False),
        (1006, "NTC", True),
        (LENGTH + 10, "ACG", False),
    ],
    ids=[
        "same",
        "same base",
        "other base",
        "last base differs",
        "first base differs",
        "N in REF",
        "N and another difference",
        "beyond what is embedded",
    ],
)
def test_ref_against_the_reference(
    town: Annotator, position: int, ref: str, contradicts: bool
) -> None:
    variant = Variant("2", position, ref, "G" if ref != "G" else "T", B38)

    assert town.contradicts_reference(variant) is contradicts


def test_ref_that_is_embedded_in_part(town: Annotator) -> None:
    """One known base speaks, and N bases are silent."""
    last = chromosome()[-1]
    other = "A" if last != "A" else "C"

    assert town.reference_bases(Variant("2", LENGTH, last + "GG", "T", B38)) == last + "NN"
    assert not town.contradicts_reference(Variant("2", LENGTH, last + "GG", "T", B38))
    assert town.contradicts_reference(Variant("2", LENGTH, other + "GG", "T", B38))


def test_an_annotated_call_as_a_whole(tiny: Reference) -> None:
    """c.10_12del of FWD, written as the first of three equal codons and padded."""
    variant = Variant("1", 1013, "GGCT", "G", B38)
    written = VariantCall(variant, "chr1 1013 GGCT G", 7, ("base_qual",), Reads(100, 20, 0.2))

    assert Annotator(tiny).annotate(written, "low depth") == SmallVariant(
        variant=variant,
        written="chr1 1013 GGCT G",
        filters=("base_qual",),
        reads=Reads(100, 20, 0.2),
        gene="FWD",
        state=DETERMINED,
        effect=TranscriptEffect(
            transcript="NM_1.1",
            gene="FWD",
            consequences=(Consequence.INFRAME_DELETION,),
            exon="1/3",
            hgvs_c="NM_1.1:c.10_12del",
            hgvs_p="NP_1.1:p.Ala4del",
            protein_change="A4del",
            first_residue=4,
            last_residue=4,
            residue_delta=-1,
        ),
        hgvs_g="NC_000001.11:g.1020_1022del",
        left_out="low depth",
    )


@pytest.mark.parametrize(
    ("position", "ref", "alt"),
    [
        (1014, "GCTG", "G"),
        (1016, "TGCT", "T"),
        (1013, "GGCTGCTGCTA", "GGCTGCTA"),
        (1019, "TGCTA", "TA"),
    ],
    ids=["shifted by one", "next unit", "padded", "rightmost"],
)
def test_every_spelling_is_annotated_alike(
    tiny: Reference, position: int, ref: str, alt: str
) -> None:
    annotator = Annotator(tiny)
    leftmost = annotator.annotate(call(Variant("1", 1013, "GGCT", "G", B38)))
    other = annotator.annotate(call(Variant("1", position, ref, alt, B38)))

    assert (other.variant, other.effect, other.hgvs_g) == (
        leftmost.variant,
        leftmost.effect,
        leftmost.hgvs_g,
    )


@pytest.mark.parametrize("build", BOTH, ids=lambda build: build.value)
@pytest.mark.parametrize(
    ("gene", "first", "last", "residues", "change"),
    [
        ("EGFR", 746, 750, "", "E746_A750del"),
        ("EGFR", 770, 769, "ASV", "A767_V769dup"),
        ("EGFR", 858, 858, "R", "L858R"),
    ],
)
def test_short_names_on_the_bundle(
    gene: str, first: int, last: int, residues: str, change: str, build: GenomeBuild
) -> None:
    result = annotated(rewritten(gene, first, last, residues, build))

    assert result.effect is not None
    assert (result.gene, result.effect.protein_change) == (gene, change)
    assert result.label == f"{gene} {change}"


@pytest.mark.parametrize("build", BOTH, ids=lambda build: build.value)
def test_v600e_on_either_build(build: GenomeBuild) -> None:
    result = small("BRAF", "V600E", build)

    assert result.effect is not None
    assert result.effect.hgvs_p.endswith(":p.Val600Glu")
    assert result.effect.consequences == (Consequence.MISSENSE,)
