"""Compile transcripts, sequences and genes into the binary bundle that `bundle` opens.

The bundle is a folder of NumPy arrays that are memory-mapped, so opening takes milliseconds:

    sequence.npy            the pool of bases, two bits each
    pieces_BUILD.npy        contig number, start, end (0-based, half-open), offset into the pool
    transcripts.npy         one row a transcript (TRANSCRIPT_DTYPE), genes together, reported first
    layout_BUILD.npy        one row a transcript: where it lies on that build (LAYOUT_DTYPE)
    exons_BUILD.npy         start and end of each exon, in the order of the transcripts
    differences_BUILD.npy   coding positions at which the genome differs from the transcript
    selenocysteines.npy     row and codon (from 0) where UGA is read so; absent if none is
    genes.npy               one row a gene symbol (GENE_DTYPE)
    loci_BUILD.npy          where each gene lies, contig -1 where that is not known
    contig_lengths.npy      bases of each chromosome, a row a build, 0 where not known
    alias_names.npy         former and other names, sorted; alias_genes.npy their rows in genes
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES
from oncomatch.reference.bundle_tables import (
    TranscriptTable,
    write_contig_lengths,
    write_genes,
    write_pieces,
)
from oncomatch.reference.models import (
    GeneModel,
    Placement,
    Stretch,
    TranscriptModel,
    cds_start_of,
    coding_part,
)
from oncomatch.reference.pool import Pool
from oncomatch.reference.sequence import reverse_complement

_ANCHOR = 32
_MAX_DIFFERENCES = 0.01


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
    with Pool(folder / "sequence.npy") as pool:
        _write_pieces(folder, pool, stretches)
        write_genes(folder, genes, tuple(GenomeBuild))
        _write_transcripts(folder, pool, genes, transcripts, stretches)
    write_contig_lengths(folder, lengths)


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
        write_pieces(folder, build, rows)


def _write_transcripts(
    folder: Path,
    pool: Pool,
    genes: list[GeneModel],
    transcripts: list[TranscriptModel],
    stretches: dict[GenomeBuild, list[tuple[str, Stretch]]],
) -> None:
    row_of = {gene.symbol: row for row, gene in enumerate(genes)}
    known = {build: _StretchIndex(stretches[build]) for build in GenomeBuild}
    table = TranscriptTable(tuple(GenomeBuild))
    for model in transcripts:
        aligned = {}
        for build, placement in model.placements.items():
            differing = _cds_differences(model, placement, known[build])
            if differing is not None:
                aligned[build] = (placement, differing)
        table.add(model, row_of[model.gene], pool.add(model.cds), aligned)
    table.save(folder)


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


def _cds_differences(
    model: TranscriptModel, placement: Placement, known: _StretchIndex
) -> list[int] | None:
    """Return the coding positions that differ from the genome, None if they do not align."""
    if sum(end - start for start, end in placement.coding) != len(model.cds):
        return None
    if coding_part(placement, model.strand, len(model.cds)) != list(placement.coding):
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


__all__ = [
    "GeneModel",
    "Placement",
    "Stretch",
    "TranscriptModel",
    "align_pieces",
    "cds_start_of",
    "compile_bundle",
]
