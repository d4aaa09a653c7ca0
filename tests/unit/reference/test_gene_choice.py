"""Which transcript of a gene is the reported one, what the genes are called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oncomatch.domain.build import GenomeBuild
from oncomatch.reference.bundle import Gene, Reference
from oncomatch.reference.gene_choice import NAME_TOO_LONG, TWICE, GeneChoice
from oncomatch.reference.gene_naming import GeneNaming
from oncomatch.reference.gff import GffGene, GffTranscript

B38 = GenomeBuild.GRCH38
BASES = "ATGGCTTAA" + "ATGGCTGCTTAA" + "ATGGCTGCTGCTTAA"
SHORT, MIDDLE, LONG = ((0, 9),), ((9, 21),), ((21, 36),)
GENE = Gene("GENE", "HGNC:5", 5)


def made(name: str, blocks: tuple[tuple[int, int], ...], *tags: str) -> GffTranscript:
    return GffTranscript(
        accession=name,
        protein="",
        chromosome="1",
        contig="1",
        strand=1,
        exons=blocks,
        coding=blocks,
        phases=(0,),
        tags=frozenset(tags),
        remarks="",
    )


def order(tiny: Reference, *transcripts: GffTranscript, has_mane: bool = True) -> list[str]:
    choice = GeneChoice(tiny, B38, has_mane=has_mane)
    return [each.accession for each in choice.choose(GENE, transcripts, 0, BASES)[0]]


@pytest.mark.parametrize(
    ("transcripts", "first"),
    [
        ([made("A.1", LONG), made("B.1", SHORT, "MANE Select")], "B.1"),
        ([made("A.1", LONG), made("B.1", SHORT, "Ensembl canonical")], "B.1"),
        ([made("A.1", LONG), made("B.1", SHORT, "RefSeq Select")], "B.1"),
        ([made("A.1", LONG), made("B.1", SHORT, "MANE Plus Clinical")], "B.1"),
        (
            [made("A.1", SHORT, "MANE Plus Clinical"), made("B.1", MIDDLE, "RefSeq Select")],
            "B.1",
        ),
        ([made("A.1", MIDDLE, "Ensembl canonical"), made("B.1", SHORT, "MANE Select")], "B.1"),
        ([made("A.1", SHORT), made("B.1", LONG), made("C.1", MIDDLE)], "B.1"),
        ([made("XM_1.1", LONG), made("NM_1.1", SHORT)], "NM_1.1"),
        ([made("B.1", SHORT), made("A.1", SHORT)], "A.1"),
    ],
    ids=[
        "MANE Select",
        "canonical",
        "RefSeq Select",
        "Plus Clinical before none",
        "canonical before Plus Clinical",
        "MANE Select before canonical",
        "the longest",
        "curated before predicted",
        "by name",
    ],
)
def test_the_reported_transcript(
    transcripts: list[GffTranscript], first: str, tiny: Reference
) -> None:
    assert order(tiny, *transcripts)[0] == first
    assert order(tiny, *transcripts[::-1])[0] == first


def test_without_mane_the_coding_sequence_that_ships_is_reported(reference: Reference) -> None:
    """A GRCh37 file of Ensembl has no MANE tags; changes keep the numbers they have by default."""
    bundled = reference.reported_transcript("BRAF", B38)
    other = next(
        each
        for each in reference.transcripts_of("BRAF", B38)
        if each.mane == "MANE Select" and each.accession.startswith("ENST")
    )
    assert bundled is not None
    cds = bundled.cds
    longer = cds[:3] + "GCT" * 50 + cds[3:]
    gene = Gene("BRAF", "HGNC:1097", 673)
    same = made(other.accession.split(".")[0] + ".99", ((0, len(cds)),))
    more = made("ENST9.1", ((len(cds), len(cds) + len(longer)),), "Ensembl canonical")
    choice = GeneChoice(reference, B38, has_mane=False)
    models, refused = choice.choose(gene, [more, same], 0, cds + longer)

    assert refused == []
    assert [(each.accession, each.mane) for each in models] == [
        (same.accession, "MANE Select"),
        ("ENST9.1", ""),
    ]
    assert models[0].mane_accession == other.mane_accession


def test_a_name_that_is_too_long_or_stands_twice_is_refused(tiny: Reference) -> None:
    choice = GeneChoice(tiny, B38, has_mane=True)
    transcripts = [made("A.1", SHORT), made("A.1", MIDDLE), made("B" * 25, LONG)]
    models, refused = choice.choose(GENE, transcripts, 0, BASES)

    assert [each.accession for each in models] == ["A.1"]
    assert [(each.transcript, each.reason) for each in refused] == [
        ("A.1", TWICE),
        ("B" * 25, NAME_TOO_LONG),
    ]


# Names of genes.


def found(**fields: object) -> GffGene:
    gene = GffGene("ENSG1", "", "", 0, "1", 1000, 1560, ())
    return replace(gene, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("gene", "symbol"),
    [
        (found(hgnc="HGNC:1097"), "BRAF"),
        (found(hgnc="HGNC:1097", name="OTHER"), "BRAF"),
        (found(hgnc="HGNC:1097", name="ERBB2"), "BRAF"),
        (found(entrez=673), "BRAF"),
        (found(name="BRAF"), "BRAF"),
        (found(name="HER2"), "HER2"),
        (found(name="NOVEL"), "NOVEL"),
        (found(), "ENSG1"),
        (found(name="β" * 40), "β" * 16),
    ],
    ids=[
        "HGNC id",
        "HGNC id before a name nobody knows",
        "HGNC id before a symbol",
        "Entrez id",
        "symbol",
        "another name elsewhere",
        "unknown name",
        "no name",
        "long name",
    ],
)
def test_a_gene_is_named_by_its_ids(gene: GffGene, symbol: str, reference: Reference) -> None:
    assert GeneNaming(reference, B38, placed=True).gene_of(gene).symbol == symbol


def test_another_name_counts_where_the_gene_lies(reference: Reference) -> None:
    locus = reference.gene_loci(B38)[[each.symbol for each in reference.genes()].index("ERBB2")]
    assert locus is not None
    chromosome, start0, end0 = locus
    gene = found(name="HER2", chromosome=chromosome, start0=start0, end0=end0)

    assert GeneNaming(reference, B38, placed=True).gene_of(gene).symbol == "ERBB2"
    assert GeneNaming(reference, B38, placed=False).gene_of(gene).symbol == "HER2"


def test_a_gene_without_a_name_is_known_by_its_transcript(reference: Reference) -> None:
    accession = reference.transcripts_of("BRAF", B38)[2].accession.split(".")[0] + ".77"
    gene = found(transcripts=(made(accession, SHORT),))

    assert GeneNaming(reference, B38, placed=True).gene_of(gene).symbol == "BRAF"
