"""The reported transcripts of contigs as arrays, for answering many variants at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class PlacedTranscripts:
    """Transcripts side by side; positions are genomic, 0-based, half-open.

    `contig` is an index into `CHROMOSOMES`, `cds_start` exonic, `cds_length` in bases and
    `cds_offset` an index into the pool. Exons stand
    transcript by transcript in transcript order: `exon_transcript` is the transcript's index,
    `exon_number` counts from 0 in it, `exon_offset` is the exonic position of the first base.
    `recoded` are transcripts that the standard genetic code alone does not read.
    `differences` are the coding positions at which the genome differs, those of the transcript
    with index `difference_transcript`.
    """

    accessions: list[str]
    proteins: list[str]
    genes: list[str]
    contig: np.ndarray
    forward: np.ndarray
    coding_only: np.ndarray
    utr_gap: np.ndarray
    recoded: np.ndarray
    start0: np.ndarray
    end0: np.ndarray
    cds_start: np.ndarray
    cds_length: np.ndarray
    cds_offset: np.ndarray
    exon_transcript: np.ndarray
    exon_number: np.ndarray
    exon_start0: np.ndarray
    exon_end0: np.ndarray
    exon_offset: np.ndarray
    exon_count: np.ndarray
    difference_transcript: np.ndarray
    differences: np.ndarray


def place(
    models: np.ndarray,
    layout: np.ndarray,
    exons: np.ndarray,
    differences: np.ndarray,
    genes: list[str],
    recoded: np.ndarray,
) -> PlacedTranscripts:
    """Return transcripts as arrays.

    `models` and `layout` are their rows of the bundle's tables, `exons` and `differences` those
    of the build, `genes` their symbols, `recoded` as in the answer.
    """
    counts = layout["exons"].astype(np.int64)
    owner, number = _numbered(counts)
    at = layout["first_exon"].astype(np.int64)[owner] + number
    starts, ends = np.asarray(exons[at], np.int64).reshape(-1, 2).T
    before = np.cumsum(ends - starts) - (ends - starts)
    first = np.cumsum(counts) - counts
    differing, each = _numbered(layout["differences"].astype(np.int64))
    return PlacedTranscripts(
        accessions=[name.decode() for name in models["accession"].tolist()],
        proteins=[name.decode() for name in models["protein"].tolist()],
        genes=genes,
        contig=layout["contig"].astype(np.int64),
        forward=models["strand"] > 0,
        coding_only=models["coding_only"] > 0,
        utr_gap=layout["utr_gap"] > 0,
        recoded=recoded,
        start0=layout["start0"].astype(np.int64),
        end0=layout["end0"].astype(np.int64),
        cds_start=layout["cds_start"].astype(np.int64),
        cds_length=models["cds_length"].astype(np.int64),
        cds_offset=models["cds_offset"].astype(np.int64),
        exon_transcript=owner,
        exon_number=number,
        exon_start0=starts,
        exon_end0=ends,
        exon_offset=before - before[first[owner]],
        exon_count=counts,
        difference_transcript=differing,
        differences=np.asarray(
            differences[layout["first_difference"].astype(np.int64)[differing] + each], np.int64
        ),
    )


def _numbered(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return for so many things of each owner the owner's index and the number within it."""
    owner = np.repeat(np.arange(len(counts)), counts)
    return owner, np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
