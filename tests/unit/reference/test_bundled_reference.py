"""The reference that ships: every coding sequence is one, and the genome spells it."""

from __future__ import annotations

import csv
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
import pytest

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES, canonical_contig
from oncomatch.domain.genetic_code import translate
from oncomatch.reference.bundle import Reference
from oncomatch.reference.lift_over import BlockMap
from oncomatch.reference.resources import resource_path
from oncomatch.reference.sequence import reverse_complement
from oncomatch.reference.tables import read_rows
from oncomatch.reference.transcript import Transcript

B37, B38 = GenomeBuild.GRCH37, GenomeBuild.GRCH38
MYC = "MYC NM_002467.6"
"""Its longer protein starts at a CUG, 15 codons before the first AUG (PMID 3277717)."""

WT1 = ("NM_024426.5", "NM_024426.3", "NM_024424.4", "NM_000378.5")
"""Start at a CUG by the LRG record, that of MANE 15 bases before that of the fixed transcript."""

Transcripts = dict[GenomeBuild, list[Transcript]]


@pytest.fixture(scope="module")
def placed(reference: Reference) -> Transcripts:
    """Return all transcripts of each build, gene by gene."""
    genes = reference.genes_with_sequence
    return {
        build: [each for gene in genes for each in reference.transcripts_of(gene, build)]
        for build in GenomeBuild
    }


def name_of(transcript: Transcript) -> str:
    return f"{transcript.gene} {transcript.accession}"


@pytest.fixture(scope="module")
def coding(placed: Transcripts) -> dict[str, str]:
    """Return the coding sequence of every transcript that is placed on either build."""
    return {name_of(each): each.cds for build in GenomeBuild for each in placed[build]}


def test_there_are_genes_enough_to_speak_of(coding: dict[str, str], reference: Reference) -> None:
    """INDEX.md: 814 genes and nine more; a broken build script would lose most of them."""
    assert len(reference.genes_with_sequence) > 800
    assert len(coding) > 5000


def test_every_coding_sequence_is_whole_codons(coding: dict[str, str]) -> None:
    assert [name for name, cds in coding.items() if len(cds) % 3] == []


def test_every_coding_sequence_starts_with_atg(coding: dict[str, str]) -> None:
    starts = {name: cds[:3] for name, cds in coding.items() if cds[:3] != "ATG"}

    assert set(starts.values()) == {"CTG"}
    assert set(starts) >= {MYC, *(f"WT1 {name}" for name in WT1)}
    assert {name for name in starts if not name.startswith("WT1 ")} == {MYC}


@pytest.mark.parametrize("build", [B37, B38], ids=["GRCh37", "GRCh38"])
def test_wt1_is_reported_on_mane_and_known_on_the_numbering_of_the_literature(
    reference: Reference, build: GenomeBuild
) -> None:
    """NP_077744.4 of MANE has five residues more at its start than NP_077744.3 of 517."""
    named = {each.accession: each for each in reference.transcripts_of("WT1", build)}
    first = reference.reported_transcript("WT1", build)
    assert first is not None
    longer, shorter = first.protein_sequence, named["NM_024426.3"].protein_sequence

    assert (first.accession, first.mane) == ("NM_024426.5", "MANE Select")
    assert (first.mane_accession, first.protein) == ("NM_024426.6", "NP_077744.4")
    assert (first.residues, named["NM_024426.3"].residues) == (522, 517)
    assert longer[0] == shorter[0] == "M"
    assert longer[6:] == shorter[1:]


def test_every_coding_sequence_ends_with_its_only_stop(coding: dict[str, str]) -> None:
    """No selenoprotein is embedded, so there is no exception."""
    proteins = {name: translate(cds) for name, cds in coding.items()}
    stops = {name: protein.find("*") + 1 for name, protein in proteins.items()}

    assert [name for name, stop in stops.items() if stop != len(proteins[name])] == []


def spelled(transcript: Transcript, span: str, start0: int) -> str:
    """Return the coding bases of the genome, cut out of the bases of the gene from `start0` on."""
    blocks = [span[start - start0 : end - start0] for start, end in transcript.exons]
    if transcript.strand < 0:
        blocks = [reverse_complement(block) for block in blocks]
    return "".join(blocks)[transcript.cds_start : transcript.cds_end]


def differences(one: str, other: str) -> tuple[int, ...]:
    if one == other:
        return ()
    return tuple(
        at for at, (here, there) in enumerate(zip(one, other, strict=True)) if here != there
    )


@pytest.mark.parametrize("build", GenomeBuild, ids=lambda build: build.value)
def test_the_genome_spells_the_coding_sequence_but_for_the_recorded_differences(
    reference: Reference, placed: Transcripts, build: GenomeBuild
) -> None:
    wrong = []
    for (_, contig), group in groupby(placed[build], lambda each: (each.gene, each.contig)):
        gene = list(group)
        low, high = min(each.start0 for each in gene), max(each.end0 for each in gene)
        span = reference.sequences.bases(build, contig, low, high)
        for each in gene:
            genome, cds = spelled(each, span, low), each.cds
            if (
                len(genome) != len(cds)
                or "N" in genome
                or differences(genome, cds) != each.cds_differences
            ):
                wrong.append(name_of(each))

    assert wrong == []


@pytest.mark.parametrize("build", GenomeBuild, ids=lambda build: build.value)
def test_exons_stand_in_transcript_order_with_introns_between(
    reference: Reference, placed: Transcripts, build: GenomeBuild
) -> None:
    wrong = [
        name_of(each)
        for each in placed[build]
        if any(
            (two[0] - one[1] if each.strand > 0 else one[0] - two[1]) < 1
            for one, two in pairwise(each.exons)
        )
        or any(start >= end for start, end in each.exons)
        or not 0 <= each.cds_start < each.cds_end <= each.length
        or not 0 <= each.start0 < each.end0 <= reference.contig_length(build, each.contig)
    ]

    assert wrong == []


def test_the_two_builds_have_coding_exons_of_the_same_size(placed: Transcripts) -> None:
    """Else one change would have two names; UTRs may differ where a build has a gap in them."""
    on37 = {name_of(each): each for each in placed[B37]}
    pairs = [(on37[name_of(each)], each) for each in placed[B38] if name_of(each) in on37]

    assert [
        name_of(new)
        for old, new in pairs
        if old.strand != new.strand
        or [old.codon_intervals(number) for number in range(len(old.exons))]
        != [new.codon_intervals(number) for number in range(len(new.exons))]
    ] == []


def test_the_mane_select_transcript_is_the_reported_one(placed: Transcripts, shared: Path) -> None:
    """Where it is embedded: RefSeq before Ensembl, compared without version."""
    table = shared / "reference" / "MANE.GRCh38.v1.2.summary.txt.gz"
    mane = {
        row["symbol"]: [row[name].split(".")[0] for name in ("RefSeq_nuc", "Ensembl_nuc")]
        for row in read_rows(table)
        if row["MANE_status"] == "MANE Select"
    }
    embedded: dict[str, list[str]] = {}
    for each in placed[B38]:
        embedded.setdefault(each.gene, []).append(each.accession.split(".")[0])
    wanted = {
        gene: next((accession for accession in mane.get(gene, []) if accession in here), here[0])
        for gene, here in embedded.items()
    }

    assert {gene: here[0] for gene, here in embedded.items()} == wanted


def test_both_builds_agree_with_the_lift_over(reference: Reference, shared: Path) -> None:
    """First and last base of each coding exon of the reported transcript, where the table has it.

    RPS17 is left out: GRCh37 has it twice, GRCh38 once.
    """
    lift_over = BlockMap(shared / "reference" / "hmf_hg37_38_mapping.tsv")
    wrong = set()
    for gene in {*reference.genes_with_sequence} - {"RPS17"}:
        old, new = (reference.reported_transcript(gene, build) for build in (B37, B38))
        if old is None or new is None or old.accession != new.accession:
            continue
        for number in range(len(new.exons)):
            for coding in new.codon_intervals(number) or ():
                exonic = min(coding, len(new.cds) - 1)
                here = new.to_genomic(new.cds_start + exonic)
                there = old.to_genomic(old.cds_start + exonic)
                found = lift_over.find(new.contig, here)
                if found is not None and found[:2] != (old.contig, there):
                    wrong.add((gene, f"exon {number + 1}"))

    assert wrong == set()


@pytest.mark.parametrize(
    ("name", "build"),
    [
        ("vcf/A25_HCC.mutect2.vcf", B37),
        ("vcf/vcf2maf/test_mutect.vcf", B37),
        ("vcf/purecn_issue62.vcf.gz", B38),
    ],
)
def test_chromosomes_are_as_long_as_real_files_say(
    reference: Reference, shared: Path, name: str, build: GenomeBuild
) -> None:
    from cyvcf2 import VCF

    vcf = VCF(str(shared / name))
    headers = {
        canonical_contig(contig): length
        for contig, length in zip(vcf.seqnames, vcf.seqlens, strict=True)
    }
    known = {contig: headers[contig] for contig in CHROMOSOMES if contig not in ("MT",)}

    assert {contig: reference.contig_length(build, contig) for contig in known} == known


def symbols_of_hotspots() -> set[str]:
    return {row["gene"] for row in read_rows(resource_path("knowledge", "hotspots.tsv"))}


@pytest.mark.parametrize("build", GenomeBuild, ids=lambda build: build.value)
def test_every_gene_with_a_hotspot_lies_somewhere(reference: Reference, build: GenomeBuild) -> None:
    """Else its calls are "outside every known gene" and the gene is never on a panel."""
    genes = np.load(resource_path("reference", "genes.npy"))["symbol"]
    loci = np.load(resource_path("reference", f"loci_{build.value}.npy"))["contig"]
    nowhere = {symbol.decode() for symbol, contig in zip(genes, loci, strict=True) if contig < 0}
    found = {gene.symbol for gene in map(reference.find_gene, symbols_of_hotspots()) if gene}

    assert found & nowhere == set()


@pytest.mark.parametrize("build", GenomeBuild, ids=lambda build: build.value)
def test_every_hotspot_lies_in_its_gene(
    reference: Reference, shared: Path, build: GenomeBuild
) -> None:
    """STK19 is left out: its hotspot lies before today's transcript."""
    table = shared / "kb" / f"cancerhotspots_v2_hg{'19' if build is B37 else '38'}.tsv"
    outside = set()
    with table.open(encoding="utf-8", newline="") as lines:
        for chrom, position, _, _, symbol, *_ in csv.reader(lines, delimiter="\t"):
            gene = reference.find_gene(symbol)
            end0 = int(position)
            over = reference.loci_over(build, canonical_contig(chrom), end0 - 1, end0)
            if gene is None or gene.symbol not in over:
                outside.add(symbol)

    assert outside - {"STK19"} == set()
