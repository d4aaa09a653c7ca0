"""Write the tables of a bundle; `compiler` says which there are."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES
from oncomatch.reference.models import GeneModel, Placement, TranscriptModel, cds_start_of

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


def write_contig_lengths(folder: Path, lengths: dict[GenomeBuild, dict[str, int]]) -> None:
    """Write the lengths of the chromosomes, 0 where absent."""
    table = [[lengths[build].get(contig, 0) for contig in CHROMOSOMES] for build in GenomeBuild]
    np.save(folder / "contig_lengths.npy", np.array(table, dtype=np.int64))


def write_pieces(
    folder: Path, build: GenomeBuild, rows: Iterable[tuple[int, int, int, int]]
) -> None:
    """Write pieces (contig number, start, end, offset into the pool), each base once."""
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


def write_genes(folder: Path, genes: list[GeneModel], builds: tuple[GenomeBuild, ...]) -> None:
    """Write gene symbols, the names that lead to one gene alone, and where the genes lie."""
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
    for build in builds:
        loci = np.array([_locus(gene, build) for gene in genes], dtype=LOCUS_DTYPE)
        np.save(folder / f"loci_{build.value}.npy", loci)


def fits(model: TranscriptModel) -> bool:
    """Whether the names of a transcript and its gene fit into their columns."""
    columns = ("accession", "protein", "mane", "mane_accession")
    pairs = [(getattr(model, name), TRANSCRIPT_DTYPE[name]) for name in columns]
    pairs.append((model.gene, GENE_DTYPE["symbol"]))
    return all(len(name.encode()) <= kind.itemsize for name, kind in pairs)


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


class TranscriptTable:
    """The rows of the transcripts as they are written, builds side by side."""

    def __init__(self, builds: tuple[GenomeBuild, ...]):
        self._rows: list[tuple[object, ...]] = []
        self._layouts: dict[GenomeBuild, list[tuple[int, ...]]] = {each: [] for each in builds}
        self._exons = {build: array("i") for build in builds}
        self._differences = {build: array("i") for build in builds}
        self._selenocysteines: list[tuple[int, int]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def add(
        self,
        model: TranscriptModel,
        gene_row: int,
        cds_offset: int,
        aligned: dict[GenomeBuild, tuple[Placement, list[int]]],
    ) -> None:
        """Add a transcript; `aligned` has its place and differing coding positions by build."""
        self._selenocysteines += [(len(self._rows), codon) for codon in model.selenocysteines]
        self._rows.append(
            (
                model.accession.encode(),
                model.protein.encode(),
                gene_row,
                model.mane.encode(),
                model.mane_accession.encode(),
                model.strand,
                model.coding_only,
                cds_offset,
                len(model.cds),
            )
        )
        for build, layouts in self._layouts.items():
            if build not in aligned:
                layouts.append((-1, 0, 0, 0, 0, 0, 0, 0, 0))
                continue
            placement, differing = aligned[build]
            layouts.append(
                (
                    CHROMOSOMES.index(placement.contig),
                    min(start for start, _ in placement.exons),
                    max(end for _, end in placement.exons),
                    len(self._exons[build]) // 2,
                    len(placement.exons),
                    cds_start_of(placement, model.strand),
                    len(self._differences[build]),
                    len(differing),
                    placement.utr_gap,
                )
            )
            for exon in placement.exons:
                self._exons[build].extend(exon)
            self._differences[build].extend(differing)

    def save(self, folder: Path) -> None:
        """Write the tables.

        Raises:
            ValueError: a name is longer than its column.
        """
        np.save(folder / "transcripts.npy", _exact(self._rows, TRANSCRIPT_DTYPE))
        if self._selenocysteines:
            np.save(folder / "selenocysteines.npy", np.array(self._selenocysteines, np.int32))
        for build, layouts in self._layouts.items():
            np.save(folder / f"layout_{build.value}.npy", np.array(layouts, dtype=LAYOUT_DTYPE))
            exons = np.array(self._exons[build], dtype=np.int32).reshape(-1, 2)
            np.save(folder / f"exons_{build.value}.npy", exons)
            differences = np.array(self._differences[build], dtype=np.int32)
            np.save(folder / f"differences_{build.value}.npy", differences)
