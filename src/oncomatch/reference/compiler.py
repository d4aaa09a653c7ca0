"""Compile transcripts, sequences and genes into the binary bundle that `bundle` opens.

The bundle is a folder of NumPy arrays that are memory-mapped, so opening takes milliseconds:

    sequence.npy            the pool of bases, two bits each
    pieces_BUILD.npy        contig number, start, end (0-based, half-open), offset into the pool
    transcripts.npy         one row a transcript (TRANSCRIPT_DTYPE), genes together, reported first
    layout_BUILD.npy        one row a transcript: where it lies on that build (LAYOUT_DTYPE)
    exons_BUILD.npy         start and end of each exon, in the order of the transcripts
    differences_BUILD.npy   coding positions at which the genome differs from the transcript
    genes.npy               one row a gene symbol (GENE_DTYPE)
    loci_BUILD.npy          where each gene lies, contig -1 where that is not known
    contig_lengths.npy      bases of each chromosome, a row a build, 0 where not known
    alias_names.npy         former and other names, sorted; alias_genes.npy their rows in genes
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES
from oncomatch.reference.sequence import pack, reverse_complement

TRANSCRIPT_DTYPE = np.dtype(
    [
        ("accession", "S24"),
        ("protein", "S20"),
        ("gene", "i4"),
        ("mane", "S18"),
        ("mane_accession", "S24"),
        ("strand", "i1"),
        ("coding_only", "u1"),
        ("cds_offset", "i8"),
        ("cds_length", "i4"),
    ]
)
LAYOUT_DTYPE = np.dtype(
    [
        ("contig", "i1"),
        ("start0", "i4"),
        ("end0", "i4"),
        ("first_exon", "i4"),
        ("exons", "i2"),
        ("cds_start", "i4"),
        ("first_difference", "i4"),
        ("differences", "i2"),
        ("utr_gap", "u1"),
    ]
)
GENE_DTYPE = np.dtype([("symbol", "S32"), ("hgnc", "S12"), ("entrez", "i4")])
LOCUS_DTYPE = np.dtype([("contig", "i1"), ("start0", "i4"), ("end0", "i4")])

_ANCHOR = 32
_MAX_DIFFERENCES = 0.01


@dataclass(frozen=True)
class Placement:
    """Exons and coding part of a transcript on one build, 0-based, half-open, transcript order."""

    contig: str
    exons: tuple[tuple[int, int], ...]
    coding: tuple[tuple[int, int], ...]
    utr_gap: bool = False


@dataclass(frozen=True)
class TranscriptModel:
    """What the compiler needs to know of a transcript; a build it is not placed on is absent."""

    gene: str
    accession: str
    protein: str
    mane: str
    mane_accession: str
    strand: int
    cds: str
    placements: dict[GenomeBuild, Placement]
    coding_only: bool = False


@dataclass(frozen=True)
class Stretch:
    """Known bases of one place of one build, plus strand."""

    contig: str
    start0: int
    bases: str


@dataclass(frozen=True)
class GeneModel:
    """A gene symbol with its identifiers, other names and where it lies."""

    symbol: str
    hgnc: str
    entrez: int
    aliases: tuple[str, ...] = ()
    loci: dict[GenomeBuild, tuple[str, int, int]] = field(default_factory=dict)


class Pool:
    """Bases laid end to end; what was put in before is found again, not stored twice."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._known: dict[str, int] = {}

    def add(self, bases: str) -> int:
        """Put bases in and return their offset."""
        if bases not in self._known:
            self._known[bases] = self._length
            self._parts.append(bases)
            self._length += len(bases)
        return self._known[bases]

    def packed(self) -> np.ndarray:
        """Return the whole pool, two bits a base."""
        return pack("".join(self._parts))


def align_pieces(target: str, template: str) -> list[tuple[int, int, int | None]]:
    """Return `target` as pieces (start, end, template start or None), exact and in order.

    Greedy: follow the template while it agrees; at a difference look for the next place where
    32 bases of the target stand in the template within reach. A piece without a template start
    has to be stored by itself.

    >>> template = "ACGTTGCA" * 8 + "C" + "GATTACAT" * 8
    >>> target = "ACGTTGCA" * 8 + "G" + "GATTACAT" * 8
    >>> align_pieces(target, template)
    [(0, 64, 0), (64, 65, None), (65, 129, 65)]
    """
    ours = np.frombuffer(target.encode("ascii"), dtype=np.uint8)
    theirs = np.frombuffer(template.encode("ascii"), dtype=np.uint8)
    pieces: list[tuple[int, int, int | None]] = []
    position, along = 0, 0
    while position < len(target):
        span = min(len(target) - position, len(template) - along)
        differing = np.nonzero(ours[position : position + span] != theirs[along : along + span])[0]
        agree = int(differing[0]) if len(differing) else span
        if agree:
            pieces.append((position, position + agree, along))
            position, along = position + agree, along + agree
        if position >= len(target):
            break
        skip = 1
        while True:
            anchor = target[position + skip : position + skip + _ANCHOR]
            if len(anchor) < _ANCHOR:
                pieces.append((position, len(target), None))
                return pieces
            found = template.find(anchor, along, along + skip + 100_000)
            if found >= 0:
                pieces.append((position, position + skip, None))
                position, along = position + skip, found
                break
            skip += 1
    return pieces


def compile_bundle(
    folder: Path,
    genes: list[GeneModel],
    transcripts: list[TranscriptModel],
    stretches: dict[GenomeBuild, list[tuple[str, Stretch]]],
    lengths: dict[GenomeBuild, dict[str, int]],
) -> None:
    """Write the bundle.

    `lengths` are those of the chromosomes, 0 where absent. `transcripts` stand gene by gene, the
    reported one first. `stretches` are named: a stretch of the second build is stored as
    differences from the stretch of the same name of the first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pool = Pool()
    _write_pieces(folder, pool, stretches)
    _write_genes(folder, genes)
    _write_transcripts(folder, pool, genes, transcripts, stretches)
    np.save(folder / "sequence.npy", pool.packed())
    table = [[lengths[build].get(contig, 0) for contig in CHROMOSOMES] for build in GenomeBuild]
    np.save(folder / "contig_lengths.npy", np.array(table, dtype=np.int64))


def _write_pieces(
    folder: Path, pool: Pool, stretches: dict[GenomeBuild, list[tuple[str, Stretch]]]
) -> None:
    templates = dict(stretches[GenomeBuild.GRCH38])
    for build in (GenomeBuild.GRCH38, GenomeBuild.GRCH37):
        rows = []
        for name, stretch in stretches[build]:
            contig = CHROMOSOMES.index(stretch.contig)
            template = templates.get(name, stretch).bases
            base = pool.add(template)
            for start, end, along in align_pieces(stretch.bases, template):
                offset = pool.add(stretch.bases[start:end]) if along is None else base + along
                rows.append((contig, stretch.start0 + start, stretch.start0 + end, offset))
        table = np.array(sorted(rows), dtype=np.int64).reshape(-1, 4)
        np.save(folder / f"pieces_{build.value}.npy", _without_overlaps(table))


def _without_overlaps(table: np.ndarray) -> np.ndarray:
    kept: list[list[int]] = []
    for contig, start, end, offset in table.tolist():
        if kept and kept[-1][0] == contig and start < kept[-1][2]:
            offset += kept[-1][2] - start
            start = kept[-1][2]
            if start >= end:
                continue
        kept.append([contig, start, end, offset])
    return np.array(kept, dtype=np.int64).reshape(-1, 4)


def _write_genes(folder: Path, genes: list[GeneModel]) -> None:
    rows = [(gene.symbol.encode(), gene.hgnc.encode(), gene.entrez) for gene in genes]
    np.save(folder / "genes.npy", _exact(rows, GENE_DTYPE))
    symbols = {gene.symbol.upper() for gene in genes}
    aliases: dict[str, int | None] = {}
    for row, gene in enumerate(genes):
        for alias in gene.aliases:
            name = alias.upper()
            if name not in symbols:
                aliases[name] = None if name in aliases and aliases[name] != row else row
    for row, gene in enumerate(genes):
        aliases[gene.symbol.upper()] = row
    clear = sorted((name, row) for name, row in aliases.items() if row is not None)
    np.save(folder / "alias_names.npy", np.array([name.encode() for name, _ in clear]))
    np.save(folder / "alias_genes.npy", np.array([row for _, row in clear], dtype=np.int32))
    for build in GenomeBuild:
        loci = np.array([_locus(gene, build) for gene in genes], dtype=LOCUS_DTYPE)
        np.save(folder / f"loci_{build.value}.npy", loci)


def _exact(rows: Sequence[tuple[object, ...]], dtype: np.dtype) -> np.ndarray:
    """Return the rows as an array; NumPy alone would cut names that are too long."""
    table = np.array(rows, dtype=dtype)
    for row, kept in zip(rows, table.tolist(), strict=True):
        if row != kept:
            raise ValueError(f"{row} does not fit into a row of the bundle: {kept}")
    return table


def _locus(gene: GeneModel, build: GenomeBuild) -> tuple[int, int, int]:
    if build not in gene.loci:
        return -1, 0, 0
    contig, start0, end0 = gene.loci[build]
    return CHROMOSOMES.index(contig), start0, end0


def _write_transcripts(
    folder: Path,
    pool: Pool,
    genes: list[GeneModel],
    transcripts: list[TranscriptModel],
    stretches: dict[GenomeBuild, list[tuple[str, Stretch]]],
) -> None:
    row_of = {gene.symbol: row for row, gene in enumerate(genes)}
    rows = [
        (
            model.accession.encode(),
            model.protein.encode(),
            row_of[model.gene],
            model.mane.encode(),
            model.mane_accession.encode(),
            model.strand,
            model.coding_only,
            pool.add(model.cds),
            len(model.cds),
        )
        for model in transcripts
    ]
    np.save(folder / "transcripts.npy", _exact(rows, TRANSCRIPT_DTYPE))
    for build in GenomeBuild:
        known = _StretchIndex(stretches[build])
        layouts: list[tuple[int, ...]] = []
        exons: list[tuple[int, int]] = []
        differences: list[int] = []
        for model in transcripts:
            placement = model.placements.get(build)
            differing = _cds_differences(model, placement, known) if placement else None
            if placement is None or differing is None:
                layouts.append((-1, 0, 0, 0, 0, 0, 0, 0, 0))
                continue
            layouts.append(
                (
                    CHROMOSOMES.index(placement.contig),
                    min(start for start, _ in placement.exons),
                    max(end for _, end in placement.exons),
                    len(exons),
                    len(placement.exons),
                    cds_start_of(placement, model.strand),
                    len(differences),
                    len(differing),
                    placement.utr_gap,
                )
            )
            exons.extend(placement.exons)
            differences.extend(differing)
        np.save(folder / f"layout_{build.value}.npy", np.array(layouts, dtype=LAYOUT_DTYPE))
        np.save(folder / f"exons_{build.value}.npy", np.array(exons, dtype=np.int32))
        np.save(folder / f"differences_{build.value}.npy", np.array(differences, dtype=np.int32))


class _StretchIndex:
    def __init__(self, stretches: list[tuple[str, Stretch]]):
        self._by_contig: dict[str, list[Stretch]] = {}
        for _, stretch in stretches:
            self._by_contig.setdefault(stretch.contig, []).append(stretch)

    def bases(self, contig: str, start0: int, end0: int) -> str | None:
        for stretch in self._by_contig.get(contig, []):
            if stretch.start0 <= start0 and end0 <= stretch.start0 + len(stretch.bases):
                return stretch.bases[start0 - stretch.start0 : end0 - stretch.start0]
        return None


def cds_start_of(placement: Placement, strand: int) -> int:
    """Return the exonic position of the first coding base."""
    first = placement.coding[0][0] if strand > 0 else placement.coding[0][1] - 1
    before = 0
    for start, end in placement.exons:
        if start <= first < end:
            return before + (first - start if strand > 0 else end - 1 - first)
        before += end - start
    raise ValueError("the coding part starts outside the exons")


def _cds_differences(
    model: TranscriptModel, placement: Placement, known: _StretchIndex
) -> list[int] | None:
    """Return the coding positions that differ from the genome, None if they do not align."""
    if sum(end - start for start, end in placement.coding) != len(model.cds):
        return None
    if _coding_part(placement, model.strand, len(model.cds)) != list(placement.coding):
        return None
    parts = [known.bases(placement.contig, start, end) for start, end in placement.coding]
    if any(part is None for part in parts):
        return None
    oriented = [part if model.strand > 0 else reverse_complement(part) for part in parts if part]
    genome = "".join(oriented)
    differing = [
        at for at, (one, two) in enumerate(zip(genome, model.cds, strict=True)) if one != two
    ]
    return differing if len(differing) <= _MAX_DIFFERENCES * len(model.cds) else None


def _coding_part(placement: Placement, strand: int, length: int) -> list[tuple[int, int]]:
    """Return the coding blocks that the exons alone imply."""
    start = cds_start_of(placement, strand)
    blocks, before = [], 0
    for exon_start, exon_end in placement.exons:
        first = max(start, before) - before
        last = min(start + length, before + exon_end - exon_start) - before
        if first < last:
            if strand > 0:
                blocks.append((exon_start + first, exon_start + last))
            else:
                blocks.append((exon_end - last, exon_end - first))
        before += exon_end - exon_start
    return blocks


__all__ = [
    "GeneModel",
    "Placement",
    "Stretch",
    "TranscriptModel",
    "align_pieces",
    "compile_bundle",
]
