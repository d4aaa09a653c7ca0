"""Open the embedded reference: transcripts, genes and bases of both builds.

`Reference` is cheap to make; arrays are memory-mapped when first asked for, and a transcript
becomes an object when a variant falls into it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES
from oncomatch.errors import ResourceError
from oncomatch.reference.placed import PlacedTranscripts, place
from oncomatch.reference.resources import resource_path
from oncomatch.reference.sequence import Sequences
from oncomatch.reference.transcript import Transcript


@dataclass(frozen=True)
class Gene:
    """A gene symbol of HGNC with its identifiers; `entrez` is 0 where it is not known."""

    symbol: str
    hgnc: str
    entrez: int


class Reference:
    """The bundle that `compiler.compile_bundle` wrote."""

    def __init__(self, folder: Path):
        if not (folder / "sequence.npy").is_file():
            raise ResourceError(f"{folder} is not a reference bundle: it has no sequence.npy")
        self._folder = folder
        self.sequences = Sequences(folder)
        self._transcript = lru_cache(maxsize=None)(self._make_transcript)
        self._gene = lru_cache(maxsize=None)(self._make_gene)

    def _array(self, name: str) -> np.ndarray:
        return np.asarray(np.load(self._folder / f"{name}.npy", mmap_mode="r"))

    @cached_property
    def _transcripts(self) -> np.ndarray:
        return self._array("transcripts")

    @cached_property
    def _genes(self) -> np.ndarray:
        return self._array("genes")

    @cached_property
    def builds(self) -> tuple[GenomeBuild, ...]:
        """The builds that the bundle has; on another one it knows no gene and no base."""
        return tuple(
            build for build in GenomeBuild if (self._folder / f"layout_{build.value}.npy").is_file()
        )

    @cached_property
    def _layouts(self) -> dict[GenomeBuild, np.ndarray]:
        return {build: self._array(f"layout_{build.value}") for build in self.builds}

    @cached_property
    def _exons(self) -> dict[GenomeBuild, np.ndarray]:
        return {build: self._array(f"exons_{build.value}") for build in self.builds}

    @cached_property
    def _differences(self) -> dict[GenomeBuild, np.ndarray]:
        return {build: self._array(f"differences_{build.value}") for build in self.builds}

    @cached_property
    def _selenocysteines(self) -> dict[int, tuple[int, ...]]:
        """The codons read as selenocysteine, by row of the transcript."""
        found: dict[int, tuple[int, ...]] = {}
        if (self._folder / "selenocysteines.npy").is_file():
            for row, codon in self._array("selenocysteines").tolist():
                found[row] = (*found.get(row, ()), codon)
        return found

    @cached_property
    def _reported_rows(self) -> np.ndarray:
        """The rows of the reported transcripts: the first of each gene."""
        rows: np.ndarray = np.nonzero(np.diff(self._transcripts["gene"], prepend=-1))[0]
        return rows

    @cached_property
    def _rows_of(self) -> dict[str, tuple[int, int]]:
        rows = np.asarray(self._transcripts["gene"])
        starts = self._reported_rows
        stops = np.append(starts[1:], len(rows))
        return {
            self.gene_at(int(rows[start])).symbol: (int(start), int(stop))
            for start, stop in zip(starts, stops, strict=True)
        }

    @cached_property
    def _rows_named(self) -> dict[str, tuple[int, ...]]:
        rows: dict[str, dict[int, None]] = {}
        for column in ("accession", "protein", "mane_accession"):
            for row, name in enumerate(self._transcripts[column].tolist()):
                rows.setdefault(name.decode().split(".")[0], {})[row] = None
        return {name: tuple(sorted(found)) for name, found in rows.items() if name}

    @cached_property
    def _alias_names(self) -> np.ndarray:
        return self._array("alias_names")

    @cached_property
    def _alias_genes(self) -> np.ndarray:
        return self._array("alias_genes")

    @cached_property
    def _spans(self) -> dict[tuple[GenomeBuild, str], _Spans]:
        spans: dict[tuple[GenomeBuild, str], _Spans] = {}
        genes = np.asarray(self._transcripts["gene"])
        for build in self.builds:
            layout = np.asarray(self._layouts[build])
            for number, contig in enumerate(CHROMOSOMES):
                here = np.nonzero(layout["contig"] == number)[0]
                spans[build, contig] = _Spans(
                    layout["start0"][here], layout["end0"][here], genes[here]
                )
        return spans

    @cached_property
    def _loci(self) -> dict[tuple[GenomeBuild, str], _Spans]:
        spans: dict[tuple[GenomeBuild, str], _Spans] = {}
        for build in self.builds:
            loci = np.asarray(self._array(f"loci_{build.value}"))
            for number, contig in enumerate(CHROMOSOMES):
                here = np.nonzero(loci["contig"] == number)[0]
                spans[build, contig] = _Spans(loci["start0"][here], loci["end0"][here], here)
        return spans

    @cached_property
    def _contig_lengths(self) -> np.ndarray:
        return self._array("contig_lengths")

    def contig_length(self, build: GenomeBuild, contig: str) -> int:
        """Return the length of a chromosome in bases, 0 where it is not known."""
        return int(self._contig_lengths[list(GenomeBuild).index(build)][CHROMOSOMES.index(contig)])

    def gene_at(self, row: int) -> Gene:
        """Return the gene of a row of the gene table."""
        return self._gene(row)

    def _make_gene(self, row: int) -> Gene:
        symbol, hgnc, entrez = self._genes[row]
        return Gene(symbol.decode(), hgnc.decode(), int(entrez))

    def genes(self) -> Iterator[Gene]:
        """Yield the genes of the gene table in its order."""
        return (
            Gene(symbol.decode(), hgnc.decode(), entrez)
            for symbol, hgnc, entrez in self._genes.tolist()
        )

    def gene_names(self) -> list[tuple[str, ...]]:
        """Return the names in capitals that lead to each gene, its symbol among them, by row."""
        names: list[list[str]] = [[] for _ in range(len(self._genes))]
        rows = self._alias_genes.tolist()
        for name, row in zip(self._alias_names.tolist(), rows, strict=True):
            names[row].append(name.decode())
        return [tuple(each) for each in names]

    def gene_loci(self, build: GenomeBuild) -> list[tuple[str, int, int] | None]:
        """Return where each gene lies (contig, start, end; 0-based, half-open), by row."""
        if build not in self.builds:
            return [None] * len(self._genes)
        return [
            (CHROMOSOMES[contig], start0, end0) if contig >= 0 else None
            for contig, start0, end0 in self._array(f"loci_{build.value}").tolist()
        ]

    def find_gene(self, name: str) -> Gene | None:
        """Return the gene that a symbol, a former symbol or an alias means, None if unclear."""
        wanted = name.strip().upper().encode("utf-8", "replace")
        index = int(np.searchsorted(self._alias_names, wanted))
        if index < len(self._alias_names) and self._alias_names[index] == wanted:
            return self.gene_at(int(self._alias_genes[index]))
        return None

    def has_sequence(self, gene: str, build: GenomeBuild) -> bool:
        """Whether the gene has a transcript with sequence on that build."""
        return self.reported_transcript(gene, build) is not None

    @property
    def genes_with_sequence(self) -> tuple[str, ...]:
        """Symbols of the genes with an embedded transcript, sorted."""
        return tuple(sorted(self._rows_of))

    def genes_near(
        self, build: GenomeBuild, contig: str, start0: int, end0: int, margin: int
    ) -> tuple[str, ...]:
        """Return the genes whose embedded transcripts come within `margin` bases, sorted."""
        spans = self._spans.get((build, contig))
        if spans is None:
            return ()
        rows = spans.overlapping(start0 - margin, end0 + margin)
        return tuple(sorted({self.gene_at(row).symbol for row in rows}))

    def loci_over(self, build: GenomeBuild, contig: str, start0: int, end0: int) -> tuple[str, ...]:
        """Return the genes, with sequence or not, that lie over an interval, sorted."""
        spans = self._loci.get((build, contig))
        if spans is None:
            return ()
        return tuple(sorted({self.gene_at(row).symbol for row in spans.overlapping(start0, end0)}))

    def placed_on(self, build: GenomeBuild, contigs: Collection[str]) -> PlacedTranscripts:
        """Return the reported transcripts of the genes on contigs, in bundle order."""
        layout = np.asarray(self._layouts[build])[self._reported_rows]
        rows = self._reported_rows[_among(contigs)[layout["contig"]]]
        models = np.asarray(self._transcripts)[rows]
        genes = [self.gene_at(row).symbol for row in models["gene"].tolist()]
        recoded = np.zeros(len(self._transcripts), bool)
        recoded[[*self._selenocysteines]] = True
        placed = np.asarray(self._layouts[build])[rows]
        return place(
            models,
            placed,
            self._exons[build],
            self._differences[build],
            genes,
            recoded[rows] | (placed["contig"] == CHROMOSOMES.index("MT")),
        )

    def hidden_loci(
        self, build: GenomeBuild, contigs: Collection[str]
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return contigs, starts and ends (0-based, half-open) of genes there without sequence.

        The contigs are indices into `CHROMOSOMES`.
        """
        layout = np.asarray(self._layouts[build])[self._reported_rows]
        placed = self._reported_rows[layout["contig"] >= 0]
        loci = np.asarray(self._array(f"loci_{build.value}"))
        here = _among(contigs)[loci["contig"]]
        here[np.asarray(self._transcripts["gene"])[placed]] = False
        contig, start0, end0 = (
            loci[name][here].astype(np.int64) for name in ("contig", "start0", "end0")
        )
        return contig, start0, end0

    def transcript_spans(self, build: GenomeBuild, contig: str) -> list[tuple[int, int]]:
        """Return where the embedded transcripts lie on a contig (0-based, half-open), by start."""
        spans = self._spans.get((build, contig))
        return spans.intervals() if spans is not None else []

    def locus_spans(self, build: GenomeBuild, contig: str) -> list[tuple[int, int]]:
        """Return where genes, with sequence or not, lie on a contig (0-based, half-open)."""
        spans = self._loci.get((build, contig))
        return spans.intervals() if spans is not None else []

    def gene_borders(self, build: GenomeBuild, contig: str, margin: int) -> list[int]:
        """Return where on a contig other genes come near or transcripts begin or end, ascending.

        0-based; the first is 0. Between two borders every base has the same
        `genes_near`, `loci_over` and transcripts.
        """
        found = [np.zeros(1, np.int64)]
        for spans, around in ((self._spans, margin), (self._spans, 0), (self._loci, 0)):
            here = spans.get((build, contig))
            if here is not None:
                found += here.borders(around)
        return sorted(set(np.maximum(np.concatenate(found), 0).tolist()))

    def transcripts_of(self, gene: str, build: GenomeBuild) -> tuple[Transcript, ...]:
        """Return the gene's transcripts on the build, the reported one first.

        Empty when the reported transcript does not align to the build: another one is not put
        in its place, since the same change would then have two names on the two builds.
        """
        first, stop = self._rows_of.get(gene, (0, 0))
        placed = [self._transcript(row, build) for row in range(first, stop)]
        if not placed or placed[0] is None:
            return ()
        return tuple(transcript for transcript in placed if transcript is not None)

    def transcripts_named(self, accession: str, build: GenomeBuild) -> tuple[Transcript, ...]:
        """Return the transcripts on the build with that id in any version, in bundle order.

        The id may be the transcript's own, its protein's, or that of the MANE transcript with the
        same coding sequence; what follows its dot is not looked at.
        """
        rows = self._rows_named.get(accession.split(".")[0], ())
        placed = [self._transcript(row, build) for row in rows]
        return tuple(transcript for transcript in placed if transcript is not None)

    def reported_transcript(self, gene: str, build: GenomeBuild) -> Transcript | None:
        """Return the transcript on which the gene's changes are reported."""
        first, stop = self._rows_of.get(gene, (0, 0))
        return self._transcript(first, build) if first < stop else None

    def _make_transcript(self, row: int, build: GenomeBuild) -> Transcript | None:
        if build not in self._layouts or self._layouts[build][row]["contig"] < 0:
            return None
        layout = self._layouts[build][row]
        model = self._transcripts[row]
        first, count = int(layout["first_exon"]), int(layout["exons"])
        exons = self._exons[build][first : first + count].tolist()
        at, differing = int(layout["first_difference"]), int(layout["differences"])
        cds_start, cds_length = int(layout["cds_start"]), int(model["cds_length"])
        return Transcript(
            accession=model["accession"].decode(),
            protein=model["protein"].decode(),
            gene=self.gene_at(int(model["gene"])).symbol,
            mane=model["mane"].decode(),
            mane_accession=model["mane_accession"].decode(),
            contig=CHROMOSOMES[int(layout["contig"])],
            strand=int(model["strand"]),
            exons=tuple((start, end) for start, end in exons),
            cds_start=cds_start,
            cds_end=cds_start + cds_length,
            cds=self.sequences.pooled(int(model["cds_offset"]), cds_length),
            cds_differences=tuple(self._differences[build][at : at + differing].tolist()),
            coding_only=bool(model["coding_only"]),
            utr_gap=bool(layout["utr_gap"]),
            selenocysteines=self._selenocysteines.get(row, ()),
        )


def _among(contigs: Collection[str]) -> np.ndarray:
    """Return for each of `CHROMOSOMES`, and at the end for none, whether it is one of these."""
    return np.array([*(name in contigs for name in CHROMOSOMES), False])


class _Spans:
    """Intervals of one contig, for asking which overlap."""

    def __init__(self, starts: np.ndarray, ends: np.ndarray, rows: np.ndarray):
        order = np.argsort(starts, kind="stable")
        ordered = np.asarray(ends)[order]
        self._starts: list[int] = np.asarray(starts)[order].tolist()
        self._ends: list[int] = ordered.tolist()
        self._rows: list[int] = np.asarray(rows)[order].tolist()
        self._reach: list[int] = np.maximum.accumulate(ordered).tolist() if len(order) else []

    def intervals(self) -> list[tuple[int, int]]:
        return list(zip(self._starts, self._ends, strict=True))

    def borders(self, margin: int) -> list[np.ndarray]:
        starts, ends = (np.array(each, np.int64) for each in (self._starts, self._ends))
        return [starts - margin, ends + margin]

    def overlapping(self, start0: int, end0: int) -> list[int]:
        stop = bisect_left(self._starts, end0)
        begin = bisect_right(self._reach, start0, hi=stop)
        return [self._rows[at] for at in range(begin, stop) if self._ends[at] > start0]


@lru_cache(maxsize=2)
def open_reference(folder: Path | None = None) -> Reference:
    """Return the bundled reference, or the one in `folder`."""
    return Reference(folder or resource_path("reference"))
