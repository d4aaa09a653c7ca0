"""Make a bundle of one build from a GFF3 and a genome FASTA, gene by gene.

The bundle has the tables of `compiler`, those of the other build excepted. Of the genome only the
genes with a coding transcript and a margin are kept; memory holds the annotation and one gene.
"""

from __future__ import annotations

import csv
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES, contig_rank
from oncomatch.errors import InputError
from oncomatch.reference.bundle import Gene, Reference
from oncomatch.reference.bundle_tables import (
    TranscriptTable,
    write_contig_lengths,
    write_genes,
    write_pieces,
)
from oncomatch.reference.fasta import GenomeFasta
from oncomatch.reference.gene_choice import GeneChoice, Refusal
from oncomatch.reference.gene_naming import GeneNaming
from oncomatch.reference.gff import GffAnnotation, GffGene, read_gff
from oncomatch.reference.manifest import checksum
from oncomatch.reference.models import GeneModel
from oncomatch.reference.origin import BundleOrigin, SourceFile, write_origin
from oncomatch.reference.pool import Pool
from oncomatch.reference.whole_coding import OFF_CHROMOSOMES, STOP_INSIDE

MARGIN = 5000
"""Bases kept around a gene: as far as the annotation calls a change upstream or downstream."""

REFUSED = "refused.tsv"
_WRONG_GENOME_SHARE = 0.2
_WRONG_GENOME_COUNT = 5
_CHUNK = 1 << 20
_KNOWN_BASES = re.compile("[ACGT]+")

Progress = Callable[[str], None]
Locus = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What came of a bundle: genes with sequence, transcripts, and what is not in it by reason.

    `left_out` are transcripts that are not coding, by biotype; `refused` are coding ones.
    """

    genes: int
    transcripts: int
    left_out: tuple[tuple[str, int], ...]
    refused: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Named:
    """A gene of the file, named, with its row in the gene table."""

    gene: Gene
    found: GffGene
    row: int


def build_bundle(
    gff: Path,
    fasta: Path,
    folder: Path,
    build: GenomeBuild,
    bundled: Reference,
    *,
    margin: int = MARGIN,
    pieces: bool = False,
    progress: Progress = lambda line: None,
) -> BuildSummary:
    """Write a bundle of one build into `folder`, whole or not at all.

    `bundled` gives names, places of genes that the GFF has not, and contig lengths. `pieces` says
    that the FASTA is cut out of a genome and has coordinates of its own. `progress` is given a
    line a chromosome.

    Raises:
        InputError: the folder is in use, a file cannot be read, or GFF and FASTA are not of the
            build or not of one genome.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder}: is there already and not empty; give --out a new folder")
    with GenomeFasta(fasta) as genome:
        if not pieces:
            _check_lengths(genome, fasta, build, bundled)
        progress(f"reading {gff}")
        annotation = read_gff(gff, build)
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            maker = _Maker(scratch, genome, annotation, build, bundled, margin, pieces)
            summary = maker.make(progress)
            _refuse_wrong_genome(summary, gff, fasta)
            progress("writing checksums")
            tables = sorted(path for path in scratch.iterdir())
            write_origin(
                scratch,
                BundleOrigin(
                    build=build,
                    gff=SourceFile(gff.name, checksum(gff)),
                    fasta=SourceFile(fasta.name, checksum(fasta)),
                    margin=margin,
                    genes=summary.genes,
                    transcripts=summary.transcripts,
                    refused=sum(count for _, count in summary.refused),
                    files={path.name: checksum(path) for path in tables},
                ),
            )
            scratch.chmod(0o755)
            scratch.replace(folder)
        except BaseException:
            shutil.rmtree(scratch, ignore_errors=True)
            raise
    return summary


def _check_lengths(
    genome: GenomeFasta, fasta: Path, build: GenomeBuild, bundled: Reference
) -> None:
    for contig in genome.contigs:
        length, own = genome.lengths[contig], bundled.contig_length(build, contig)
        if own in (0, length):
            continue
        same = [each for each in GenomeBuild if bundled.contig_length(each, contig) == length]
        said = f"that is {same[0].value}: say so with --build" if same else "of no known build"
        raise InputError(
            f"{fasta}: chromosome {contig} has {length:,} bases, {build.value} has {own:,}; "
            f"{said}, or give --pieces if it is cut out of a genome and the GFF counts as it does"
        )


def _refuse_wrong_genome(summary: BuildSummary, gff: Path, fasta: Path) -> None:
    """Stop where many coding parts hold stop codons: they were read on another genome."""
    stopped = dict(summary.refused).get(STOP_INSIDE, 0)
    share = stopped / (stopped + summary.transcripts or 1)
    if stopped >= _WRONG_GENOME_COUNT and share > _WRONG_GENOME_SHARE:
        raise InputError(
            f"{stopped} transcripts of {gff} have stop codons inside on {fasta}, "
            f"{summary.transcripts} are whole: the two are probably not of the same build"
        )
    if not summary.transcripts:
        reasons = "; ".join(f"{reason} ({count})" for reason, count in summary.refused)
        raise InputError(f"{gff}: no transcript could be used: {reasons}")


class _Maker:
    """Writes the tables of one bundle."""

    def __init__(
        self,
        folder: Path,
        genome: GenomeFasta,
        annotation: GffAnnotation,
        build: GenomeBuild,
        bundled: Reference,
        margin: int,
        pieces: bool,
    ):
        self._folder = folder
        self._genome = genome
        self._annotation = annotation
        self._build = build
        self._bundled = bundled
        self._margin = margin
        self._pieces = pieces
        self._refused: list[Refusal] = []
        self._rows: list[tuple[int, int, int, int]] = []
        self._table = TranscriptTable((build,))
        self._with_sequence = 0

    def make(self, progress: Progress) -> BuildSummary:
        genes, named = self._gene_table()
        write_genes(self._folder, genes, (self._build,))
        lengths: dict[GenomeBuild, dict[str, int]] = {each: {} for each in GenomeBuild}
        if not self._pieces:
            lengths = {
                each: {contig: self._bundled.contig_length(each, contig) for contig in CHROMOSOMES}
                for each in GenomeBuild
            }
        lengths[self._build] |= self._genome.lengths
        write_contig_lengths(self._folder, lengths)
        choice = GeneChoice(self._bundled, self._build, has_mane=self._annotation.has_mane)
        with Pool(self._folder / "sequence.npy") as pool:
            for contig in self._genome.contigs:
                here = [each for each in named if each.found.chromosome == contig]
                before, refused = len(self._table), len(self._refused)
                self._take_contig(contig, here, choice, pool)
                kept = len(self._table) - before
                progress(
                    f"chromosome {contig}: {kept} transcripts, "
                    f"{len(self._refused) - refused} refused"
                )
        self._table.save(self._folder)
        write_pieces(self._folder, self._build, self._rows)
        self._write_refusals()
        counted = Counter(refusal.reason for refusal in self._refused)
        return BuildSummary(
            genes=self._with_sequence,
            transcripts=len(self._table),
            left_out=self._annotation.left_out,
            refused=tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))),
        )

    def _gene_table(self) -> tuple[list[GeneModel], list[_Named]]:
        """Return the gene table, and the genes with coding transcripts, each at one place.

        Genes that the GFF has not stay with the bundled place: calls in them are located.
        """
        naming = GeneNaming(self._bundled, self._build, placed=not self._pieces)
        known = self._bundled.genes()
        names = self._bundled.gene_names()
        nowhere: list[Locus | None] = [None] * len(names)
        loci = nowhere if self._pieces else self._bundled.gene_loci(self._build)
        models = {
            gene.symbol: (gene, aliases, locus)
            for gene, aliases, locus in zip(known, names, loci, strict=True)
        }
        placed: dict[str, Locus] = {}
        kept: list[tuple[Gene, GffGene]] = []
        for found in sorted(self._annotation.genes, key=_place):
            gene = naming.gene_of(found)
            if not found.transcripts and gene.symbol not in models:
                continue
            if found.chromosome is None or found.chromosome not in self._genome.lengths:
                reason = OFF_CHROMOSOMES if found.chromosome is None else "not in the FASTA"
                self._refuse(gene, found, reason)
                continue
            length = self._genome.lengths[found.chromosome]
            locus = (found.chromosome, max(0, found.start0), min(length, found.end0))
            first = placed.get(gene.symbol)
            if first is not None and not _touch(first, locus):
                self._refuse(gene, found, f"the gene has another place, on {first[0]}, as well")
                continue
            placed[gene.symbol] = _joined(first, locus)
            _, aliases, _ = models.get(gene.symbol, (gene, (), None))
            more = tuple(name for name in (found.name, found.id) if name)
            models[gene.symbol] = (gene, (*aliases, *more), placed[gene.symbol])
            if found.transcripts:
                kept.append((gene, found))
        rows = {symbol: row for row, symbol in enumerate(sorted(models))}
        table = [
            GeneModel(
                symbol, gene.hgnc, gene.entrez, aliases, {self._build: locus} if locus else {}
            )
            for symbol, (gene, aliases, locus) in sorted(models.items())
        ]
        return table, [_Named(gene, found, rows[gene.symbol]) for gene, found in kept]

    def _refuse(self, gene: Gene, found: GffGene, reason: str) -> None:
        self._refused += [
            Refusal(gene.symbol, each.accession, each.contig, found.start0 + 1, reason)
            for each in found.transcripts
        ]

    def _take_contig(self, contig: str, here: list[_Named], choice: GeneChoice, pool: Pool) -> None:
        number = CHROMOSOMES.index(contig)
        length = self._genome.lengths[contig]
        stored = 0
        for genes in _by_symbol(here):
            start0 = max(0, min(each.found.start0 for each in genes))
            end0 = max(each.found.end0 for each in genes)
            bases = self._genome.bases(contig, start0, end0)
            transcripts = [one for each in genes for one in each.found.transcripts]
            chosen, refused = choice.choose(genes[0].gene, transcripts, start0, bases)
            self._refused += refused
            if not chosen:
                continue
            self._with_sequence += 1
            for model in chosen:
                placement = model.placements[self._build]
                self._table.add(
                    model, genes[0].row, pool.add(model.cds), {self._build: (placement, [])}
                )
            low, high = max(stored, start0 - self._margin), min(length, end0 + self._margin)
            for first in range(low, high, _CHUNK):
                last = min(high, first + _CHUNK)
                self._store(number, first, self._genome.bases(contig, first, last), pool)
            stored = max(stored, high)

    def _store(self, number: int, start0: int, bases: str, pool: Pool) -> None:
        for run in _KNOWN_BASES.finditer(bases):
            offset = pool.add(run[0])
            self._rows.append((number, start0 + run.start(), start0 + run.end(), offset))

    def _write_refusals(self) -> None:
        with (self._folder / REFUSED).open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, delimiter="\t", lineterminator="\n")
            writer.writerow(("gene", "transcript", "contig", "position", "reason"))
            writer.writerows(sorted(map(astuple, self._refused)))


def _place(gene: GffGene) -> tuple[object, ...]:
    return (*contig_rank(gene.chromosome or "~"), gene.start0, gene.end0, gene.id)


def _by_symbol(genes: list[_Named]) -> Iterator[list[_Named]]:
    """Yield the genes of a contig by symbol, in the order of their first places."""
    groups: dict[str, list[_Named]] = {}
    for each in genes:
        groups.setdefault(each.gene.symbol, []).append(each)
    yield from groups.values()


def _touch(one: Locus, two: Locus) -> bool:
    return one[0] == two[0] and one[1] < two[2] and two[1] < one[2]


def _joined(one: Locus | None, two: Locus) -> Locus:
    return two if one is None else (two[0], min(one[1], two[1]), max(one[2], two[2]))
