"""Read the raw tables that the embedded reference is compiled from.

Coordinates in those tables are 1-based and inclusive; models are 0-based and half-open. The
tables themselves are never part of the project: `scripts/build_reference` compiles them.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES, canonical_contig
from oncomatch.reference.compiler import GeneModel, Placement, Stretch, TranscriptModel
from oncomatch.reference.lift_over import BlockMap
from oncomatch.reference.sequence import reverse_complement
from oncomatch.reference.tables import read_rows

_KEPT_GENE_TYPES = {"protein-coding", "ncRNA", "other"}
_REFSEQ_CONTIG = re.compile(r"NC_0000(\d\d)\.")
_FLANK = 1000

Intervals = tuple[tuple[int, int], ...]


def read_fasta(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (header without `>`, bases) for each sequence of a gzipped FASTA."""
    name = ""
    parts: list[str] = []
    with gzip.open(path, "rt", encoding="ascii") as lines:
        for line in lines:
            if line.startswith(">"):
                if name:
                    yield name, "".join(parts)
                name, parts = line[1:].strip(), []
            else:
                parts.append(line.strip().upper())
    if name:
        yield name, "".join(parts)


def parse_intervals(text: str) -> Intervals:
    """Return `11-20;31-40` (1-based, inclusive) as 0-based, half-open pairs, order kept."""
    pairs = (block.split("-") for block in text.split(";") if block)
    return tuple((int(start) - 1, int(end)) for start, end in pairs)


def _version(accession: str) -> tuple[str, int]:
    base, _, version = accession.partition(".")
    return base, int(version) if version.isdigit() else 0


def _report_order(model: TranscriptModel, fixed: str) -> tuple[object, ...]:
    """Sort key: MANE Select, then the LRG's fixed transcript, then the longest coding sequence.

    RefSeq stands before Ensembl and the newest version before older ones.
    """
    mane = {"MANE Select": 0, "MANE Plus Clinical": 2}.get(model.mane, 3)
    if not model.mane and fixed == "t1":
        mane = 1
    _, version = _version(model.accession)
    ensembl = model.accession.startswith("ENST")
    return mane, ensembl, -version, -len(model.cds), model.accession


def read_symbols(hgnc: Path) -> dict[str, str]:
    """Return HGNC id → approved symbol."""
    return {row["hgnc_id"]: row["symbol"] for row in read_rows(hgnc)}


def read_lrg_transcripts(
    folder: Path,
    symbols: dict[str, str],
    others: Iterable[tuple[TranscriptModel, str]] = (),
) -> list[TranscriptModel]:
    """Return the coding transcripts of the LRG records, gene by gene, the reported one first.

    `symbols` (HGNC id → symbol) brings the gene names of 2018 up to date. `others` are
    transcripts that the tables lack, with their names among the fixed ones.
    """
    gaps = {
        (row["gene"], build)
        for row in read_rows(folder / "lrg_transcripts.tsv.gz")
        for build in GenomeBuild
        if row[f"{build.value}_gapless"] != "1" and row[f"{build.value}_cds_gapless"] == "1"
    }
    by_gene: dict[str, list[tuple[TranscriptModel, str]]] = {}
    for row in read_rows(folder / "lrg_all_coding_transcripts.tsv.gz"):
        gene = symbols.get(row["hgnc_id"], row["gene"])
        placements = {
            build: Placement(
                contig=row[f"{build.value}_chrom"],
                exons=parse_intervals(row[f"{build.value}_exons"]),
                coding=parse_intervals(row[f"{build.value}_cds"]),
                utr_gap=(row["gene"], build) in gaps,
            )
            for build in GenomeBuild
            if row[f"{build.value}_cds"] and row[f"{build.value}_cds_gapless"] == "1"
        }
        model = TranscriptModel(
            gene=gene,
            accession=row["accession"],
            protein=row["protein"],
            mane=row["mane"],
            mane_accession=row["mane_accession"],
            strand=1 if row["strand"] == "+" else -1,
            cds=row["cds"],
            placements=placements,
        )
        by_gene.setdefault(gene, []).append((model, row["lrg_fixed"]))
    for model, fixed in others:
        by_gene.setdefault(model.gene, []).append((model, fixed))
    ordered: list[TranscriptModel] = []
    for gene in sorted(by_gene):
        ranked = sorted(by_gene[gene], key=lambda pair: _report_order(*pair))
        ordered.extend(model for model, _ in ranked)
    return ordered


def read_lrg_stretches(folder: Path) -> dict[GenomeBuild, list[tuple[str, Stretch]]]:
    """Return the genomic sequence of the LRG regions on each build, named by LRG."""
    return {
        build: [
            (header.split()[1], _stretch(header, bases))
            for header, bases in read_fasta(folder / f"lrg_ref.{build.value}.fa.gz")
        ]
        for build in GenomeBuild
    }


def _stretch(header: str, bases: str) -> Stretch:
    contig, _, interval = header.split()[0].partition(":")
    start = int(interval.split("-")[0])
    return Stretch(canonical_contig(contig), max(0, start - 1), bases[1 if start == 0 else 0 :])


def read_extra_transcripts(
    folder: Path, mane: dict[str, tuple[str, str, str]], block_map: BlockMap
) -> list[TranscriptModel]:
    """Return the transcripts of the genes that have no LRG record.

    `mane` maps an accession without version to (status, accession, gene), as `read_mane` gives.
    The table has some genes on GRCh37 by one shift of the whole gene, which is wrong where the
    builds differ in an intron (ERBB4); so exons that lift over lie where the lift-over says.
    """
    models = []
    for name in ("extra_transcripts.tsv", "extra_transcripts_2.tsv"):
        for row in read_rows(folder / name):
            accession = row["refseq"].split()[0]
            status, current, _ = mane.get(_version(accession)[0], ("", "", ""))
            strand = 1 if row["strand"] == "+" else -1
            first, last = int(row["cds_start_cdna"]) - 1, int(row["cds_end_cdna"])
            placements = {}
            for build in GenomeBuild:
                exons = parse_intervals(row[f"{build.value}_exons"])
                if build is GenomeBuild.GRCH37:
                    exons = _lifted_exons(row, exons, block_map)
                if exons:
                    coding = _part_of(exons, strand, first, last)
                    placements[build] = Placement(row[f"{build.value}_chrom"], exons, coding)
            models.append(
                TranscriptModel(
                    gene=row["gene"],
                    accession=accession,
                    protein="",
                    mane=status,
                    mane_accession=current,
                    strand=strand,
                    cds=row["cdna"][first:last],
                    placements=placements,
                    coding_only=first == 0,
                )
            )
    return sorted(models, key=lambda model: (model.gene, _report_order(model, "")))


def _lifted_exons(row: dict[str, str], exons37: Intervals, block_map: BlockMap) -> Intervals:
    """Return the exons on GRCh37: lifted over where that gives as many bases, else as they are."""
    exons38 = parse_intervals(row["GRCh38_exons"])
    if len(exons37) != len(exons38):
        return exons37
    lifted = [block_map.lift((row["GRCh38_chrom"], *exon)) for exon in exons38]
    return tuple(
        there[1:]
        if there is not None
        and there[0] == row["GRCh37_chrom"]
        and there[2] - there[1] == exon[1] - exon[0]
        else exon
        for exon, there in zip(exons37, lifted, strict=True)
    )


def _part_of(exons: Intervals, strand: int, first: int, last: int) -> Intervals:
    """Return the genomic blocks of the exonic positions `first` to `last` (half-open)."""
    blocks, before = [], 0
    for start, end in exons:
        low, high = max(first, before) - before, min(last, before + end - start) - before
        if low < high:
            blocks.append((start + low, start + high) if strand > 0 else (end - high, end - low))
        before += end - start
    return tuple(blocks)


def read_extra_stretches(
    folder: Path, models: list[TranscriptModel]
) -> dict[GenomeBuild, list[tuple[str, Stretch]]]:
    """Return bases for the genes without LRG record.

    On GRCh38 the raw stretch around the gene where there is one; otherwise, and on GRCh37, the
    exons of the transcripts alone.
    """
    raw = [_stretch(*pair) for pair in read_fasta(folder / "extra_ref.GRCh38.fa.gz")]
    found: dict[GenomeBuild, list[tuple[str, Stretch]]] = {build: [] for build in GenomeBuild}
    cdna = {
        (row["gene"], row["refseq"].split()[0]): row["cdna"]
        for name in ("extra_transcripts.tsv", "extra_transcripts_2.tsv")
        for row in read_rows(folder / name)
    }
    for model in models:
        spliced = cdna[model.gene, model.accession]
        for build, placement in model.placements.items():
            around = None
            if build is GenomeBuild.GRCH38:
                around = _around(raw, placement)
            if around is not None:
                found[build].append((f"{model.gene} region", around))
                continue
            at = 0
            for number, (start, end) in enumerate(placement.exons, start=1):
                bases = spliced[at : at + end - start]
                at += end - start
                oriented = bases if model.strand > 0 else reverse_complement(bases)
                name = f"{model.accession} exon {number}"
                found[build].append((name, Stretch(placement.contig, start, oriented)))
    return found


def _around(raw: list[Stretch], placement: Placement) -> Stretch | None:
    low = min(start for start, _ in placement.exons)
    high = max(end for _, end in placement.exons)
    for stretch in raw:
        begin, stop = stretch.start0, stretch.start0 + len(stretch.bases)
        if stretch.contig == placement.contig and begin <= low and high <= stop:
            start = max(begin, low - _FLANK)
            end = min(stop, high + _FLANK)
            return Stretch(stretch.contig, start, stretch.bases[start - begin : end - begin])
    return None


def read_mane(path: Path) -> dict[str, tuple[str, str, str]]:
    """Return MANE transcripts: accession without version → (status, accession, gene)."""
    found = {}
    for row in read_rows(path):
        for column in ("RefSeq_nuc", "Ensembl_nuc"):
            accession = row[column]
            found[_version(accession)[0]] = (row["MANE_status"], accession, row["symbol"])
    return found


def read_mane_proteins(path: Path) -> dict[str, tuple[str, str, str]]:
    """Return MANE proteins: accession with version → (status, transcript, gene)."""
    return {
        row[f"{source}_prot"]: (row["MANE_status"], row[f"{source}_nuc"], row["symbol"])
        for row in read_rows(path)
        for source in ("RefSeq", "Ensembl")
    }


def read_gene_loci(path: Path) -> dict[str, tuple[str, int, int]]:
    """Return where the MANE Select transcript of each gene lies on GRCh38, 0-based, half-open."""
    loci = {}
    for row in read_rows(path):
        matched = _REFSEQ_CONTIG.match(row["GRCh38_chr"])
        if row["MANE_status"] != "MANE Select" or not matched:
            continue
        number = int(matched[1])
        contig = {23: "X", 24: "Y"}.get(number, str(number))
        loci[row["symbol"]] = (contig, int(row["chr_start"]) - 1, int(row["chr_end"]))
    return loci


def read_contig_lengths(cytobands: Path) -> dict[str, int]:
    """Return the length of each chromosome: the end of its last band."""
    lengths: dict[str, int] = {}
    for row in read_rows(cytobands):
        contig = canonical_contig(row["chrom"])
        if contig in CHROMOSOMES:
            lengths[contig] = max(lengths.get(contig, 0), int(row["chromEnd"]))
    return lengths


def read_genes(
    hgnc: Path,
    loci38: dict[str, tuple[str, int, int]],
    block_map: BlockMap,
    transcripts: list[TranscriptModel],
) -> list[GeneModel]:
    """Return HGNC's genes with aliases and loci; genes with transcripts keep those loci.

    A build on which a gene has no transcript gets the MANE Select transcript's place, lifted over
    for GRCh37. An alias that is the approved symbol of another gene is not kept, even if that
    gene is not: HLA-H is a pseudogene, and HFE was once called so.
    """
    placed: dict[str, dict[GenomeBuild, tuple[str, int, int]]] = {}
    for model in transcripts:
        for build, placement in model.placements.items():
            start = min(first for first, _ in placement.exons)
            end = max(last for _, last in placement.exons)
            loci = placed.setdefault(model.gene, {})
            if build in loci and loci[build][0] == placement.contig:
                _, low, high = loci[build]
                start, end = min(start, low), max(end, high)
            loci[build] = (placement.contig, start, end)
    rows = list(read_rows(hgnc))
    approved = {row["symbol"].upper() for row in rows}
    genes: dict[str, GeneModel] = {}
    for row in rows:
        symbol = row["symbol"]
        if row["type"] not in _KEPT_GENE_TYPES and symbol not in placed:
            continue
        loci = dict(placed.get(symbol, {}))
        if GenomeBuild.GRCH38 not in loci and symbol in loci38:
            loci[GenomeBuild.GRCH38] = loci38[symbol]
        if GenomeBuild.GRCH37 not in loci and GenomeBuild.GRCH38 in loci:
            lifted = block_map.lift(loci[GenomeBuild.GRCH38])
            if lifted is not None and lifted[0] in CHROMOSOMES:
                loci[GenomeBuild.GRCH37] = lifted
        aliases = tuple(
            alias for alias in row["synonyms"].split("|") if alias and alias.upper() not in approved
        )
        entrez = int(row["entrez_id"]) if row["entrez_id"].isdigit() else 0
        genes.setdefault(symbol, GeneModel(symbol, row["hgnc_id"], entrez, aliases, loci))
    return [genes[symbol] for symbol in sorted(genes)]
