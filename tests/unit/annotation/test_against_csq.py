"""bcftools csq, an independent engine, on the tiny genes: every disagreement has its reason.

The records are made up: all substitutions, and drawn insertions, deletions and replacements, of
both genes. scripts/compare_csq does the same on the bundled transcripts.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from pathlib import Path

import pytest

import building
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript
from unit.annotation.rebuilding import BUILD, STRANDS

LENGTH = building.TINY_LENGTH

pytestmark = pytest.mark.skipif(
    shutil.which("bcftools") is None, reason="bcftools is not installed"
)


def gene_lines(transcript: Transcript) -> list[str]:
    """Return a transcript as GFF3 that csq reads."""
    strand = "+" if transcript.strand > 0 else "-"
    gene, name = f"gene:{transcript.gene}", f"transcript:{transcript.accession}"
    whole = (transcript.start0, transcript.end0)
    rows = [
        ("gene", *whole, ".", f"ID={gene};Name={transcript.gene};biotype=protein_coding"),
        ("mRNA", *whole, ".", f"ID={name};Parent={gene};biotype=protein_coding"),
    ]
    coding = 0
    ends = [transcript.to_genomic(at) for at in (transcript.cds_start, transcript.cds_end - 1)]
    for start, end in transcript.exons:
        rows.append(("exon", start, end, ".", f"Parent={name}"))
        low, high = max(start, min(ends)), min(end, max(ends) + 1)
        rows.append(("CDS", low, high, str(-coding % 3), f"Parent={name}"))
        coding += high - low
    return [
        f"1\tmade_up\t{kind}\t{start + 1}\t{end}\t.\t{strand}\t{phase}\t{attributes}"
        for kind, start, end, phase, attributes in rows
    ]


def records(bases: str, transcript: Transcript) -> list[str]:
    """Return VCF lines inside the coding exons of a transcript."""
    draw = random.Random(transcript.strand + 20)
    found = set()
    for start, end in transcript.exons:
        for at in range(start + 12, end - 12):
            ref = bases[at]
            found |= {(at, ref, alt) for alt in "ACGT" if alt != ref}
            long = bases[at : at + draw.randint(1, 7)]
            found.add((at, ref, ref + "".join(draw.choices("ACGT", k=draw.randint(1, 6)))))
            found.add((at, long + bases[at + len(long)], ref))
            found.add((at, long, "".join(draw.choices("ACGT", k=len(long)))))
    rows = sorted((at, ref, alt) for at, ref, alt in found if ref != alt)
    return [f"1\t{at + 1}\t.\t{ref}\t{alt}\t.\tPASS\t." for at, ref, alt in rows]


def test_every_disagreement_with_csq_has_its_reason(tiny: Reference, tmp_path: Path) -> None:
    bases = tiny.sequences.bases(BUILD, "1", 0, LENGTH)
    transcripts = [tiny.reported_transcript(symbol, BUILD) for symbol in STRANDS]
    genome, genes, calls = tmp_path / "tiny.fa", tmp_path / "tiny.gff3", tmp_path / "tiny.vcf"
    genome.write_text(f">1\n{bases}\n")
    lines = [line for each in transcripts for line in gene_lines(each)]
    genes.write_text("\n".join(["##gff-version 3", *lines]) + "\n")
    header = ["##fileformat=VCFv4.2", f"##contig=<ID=1,length={LENGTH}>"]
    columns = "#CHROM POS ID REF ALT QUAL FILTER INFO".replace(" ", "\t")
    rows = [row for each in transcripts for row in records(bases, each)]
    rows.sort(key=lambda row: int(row.split("\t")[1]))
    calls.write_text("\n".join([*header, columns, *rows]) + "\n")

    script = building.script("compare_csq")
    found = list(script.compare_all(tiny, BUILD, str(genome), str(genes), str(calls)))
    reasons = Counter(reason for each in found for reason in each.reasons.values())
    unknown = [
        (each.record, each.ours, each.theirs)
        for each in found
        if any(reason == script.OPEN or "OURS" in reason for reason in each.reasons.values())
    ]

    assert unknown == []
    assert len(found) > 900
    assert reasons[script.AGREE] > 0.85 * reasons.total()
