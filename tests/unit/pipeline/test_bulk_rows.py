"""Rows made in bulk read as those that are made one by one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest

from building import transcripts_on
from oncomatch.domain.build import GenomeBuild
from oncomatch.pipeline.annotation_rows import RowMaker
from oncomatch.readers.indels import MOST_BASES, read_indels
from oncomatch.readers.line_columns import LineColumns
from oncomatch.readers.substitutions import read_substitutions
from oncomatch.readers.vcf import read_header
from oncomatch.reference.bundle import Reference
from oncomatch.reporting.annotated_vcf import describe_row

BUILDS = pytest.mark.parametrize("build", list(GenomeBuild))
HEADER = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tTUMOR"

Change = tuple[int, str, str]


def line_of(contig: str, number: int, change: Change) -> bytes:
    position, ref, alt = change
    reads = ("0/1:7,3:10", "0/1:5,5:.", ".")[number % 3]
    filters = ("PASS", "weak", ".")[number // 3 % 3]
    columns = (contig, position, ".", ref, alt, ".", filters, ".", "GT:AD:DP", reads)
    return "\t".join(map(str, columns)).encode()


def compare(reference: Reference, build: GenomeBuild, contig: str, changes: list[Change]) -> float:
    """Compare rows and entries of INFO; return which share is made in bulk."""
    header = read_header(iter(["##fileformat=VCFv4.2", HEADER]), Path("made.vcf"))
    maker = RowMaker(reference, build, header, 0, all_transcripts=False, everything=False)
    lines = [line_of(contig, number, change) for number, change in enumerate(changes)]
    columns = LineColumns(lines)
    read = read_substitutions(columns, 1, 0), read_indels(columns, 1, 0)
    found, entries = (maker.plain(*read, columns, info=info) for info in (False, True))

    for at, row in found.items():
        expected = list(maker.rows(lines[at], at + 1))

        assert row == "\n".join("\t".join(each) for each in expected), changes[at]
        assert entries[at] == ",".join(describe_row(each) for each in expected), changes[at]
    return len(found) / len(lines)


def around(
    reference: Reference, build: GenomeBuild, contig: str, places: Iterable[int]
) -> list[Change]:
    """Return deletions of what stands behind the places, and insertions of copies and others."""
    random = Random(20261120)

    def bases(start0: int, end0: int) -> str:
        return reference.sequences.bases(build, contig, start0, end0)

    changes: list[Change] = []
    for at in sorted(places):
        anchor = bases(at, at + 1)
        for size in (1, 2, 3, 4, random.randint(5, MOST_BASES)):
            behind = bases(at + 1, at + 1 + size)
            other = "".join(random.choices("ACGT", k=size))
            changes.append((at + 1, anchor + behind, anchor))
            changes += [
                (at + 1, anchor, anchor + new) for new in (behind, other, behind[:1] * size)
            ]
    return [(at, ref, alt) for at, ref, alt in changes if "N" not in ref + alt]


@BUILDS
def test_insertions_and_deletions_of_the_small_genome(tiny: Reference, build: GenomeBuild) -> None:
    contig = tiny.transcripts_of("FWD", build)[0].contig
    spans = tiny.transcript_spans(build, contig)
    every = {at for start, end in spans for at in range(max(1, start - 30), end + 30)}
    places = Random(3).sample(sorted(every), 90)

    assert compare(tiny, build, contig, around(tiny, build, contig, places)) > 0


@BUILDS
def test_drawn_insertions_and_deletions_of_the_bundle(
    reference: Reference, build: GenomeBuild
) -> None:
    """Beside borders of exons, inside of them, in introns, UTRs and where the genome differs."""
    random = Random(7)
    shares = []
    for contig in (*random.sample([str(each) for each in range(1, 23)], 3), "17", "X"):
        placed = transcripts_on(reference, build, contig)
        places: set[int] = set()
        for transcript in random.sample(placed, min(4, len(placed))):
            for start, end in transcript.exons[:6]:
                places |= {random.randrange(start, end) for _ in range(3)}
                places |= {random.choice((start, end)) + random.randint(-25, 25)}
            places |= {random.randrange(transcript.start0, transcript.end0) for _ in range(3)}
            places |= {
                transcript.to_genomic(transcript.cds_start + at)
                for at in (4, len(transcript.cds) - 6, *transcript.cds_differences[:1])
            }
        shares.append(compare(reference, build, contig, around(reference, build, contig, places)))

    assert sum(shares) / len(shares) > 0.4
