"""What a real capture BED and a depth file leave out is named. Skipped without ../shared."""

from __future__ import annotations

from pathlib import Path

from building import matched, profiled
from oncomatch.domain.assay import Assessment
from oncomatch.domain.profile import TumorProfile
from oncomatch.pipeline.single import request_case
from oncomatch.reference.bundle import Reference
from oncomatch.reporting.assessed import build_assessed

BED = "panels/TSO500_vendorCaptureBed_100pad.hg19.bed"


def case(shared: Path, reference: Reference, depth: Path | None = None) -> TumorProfile:
    """Return the profile of PCGR's colon example on a capture BED."""
    request, config = request_case(
        {
            "case_id": "REAL",
            "vcf": shared / "vcf" / "pcgr_T001-COAD.grch37.vcf.gz",
            "tumor_type": "COAD",
            "build": "GRCh37",
            "panel": shared / BED,
            "depth": depth,
        },
        None,
    )
    return profiled(request, config, reference)


def test_the_capture_leaves_out_the_last_exon_of_kras(shared: Path, reference: Reference) -> None:
    """The BED has exons 2 to 4 of ENST00000256078; codon 150 is the last that ends in exon 4."""
    found = case(shared, reference)

    assert found.assay.coverage_of("KRAS").missing == "codons 151-188 (exon 5)"
    assert found.assay.coverage_of("KRAS").codons == ((1, 150),)
    assert found.assay.coverage_of("TP53").assessment is Assessment.ASSESSED
    assert found.assay.coverage_of("PALB2").assessment is Assessment.NOT_ASSESSED


def test_a_depth_file_on_it_takes_codons_away(
    shared: Path, reference: Reference, tmp_path: Path
) -> None:
    """Each region of the BED at 300 reads but that of exon 3 of KRAS, 25379888-25380623."""
    lines = [line.split("\t") for line in (shared / BED).read_text().splitlines()]
    regions = sorted({(line[0], int(line[1]), int(line[2])) for line in lines if len(line) > 2})
    depth = tmp_path / "regions.bed"
    depth.write_text(
        "".join(
            f"{contig}\t{start}\t{end}\t{'31.50' if low(contig, start) else '300.00'}\n"
            for contig, start, end in regions
        )
    )
    found = case(shared, reference, depth)

    assert found.assay.coverage_of("KRAS").missing == (
        "codons 38-97 (exons 3-4), codons 151-188 (exon 5)"
    )
    told = build_assessed(matched(found))
    assert ("KRAS", "codons 38-97 (exons 3-4), codons 151-188 (exon 5)") in [
        (row.gene, row.missing) for row in told.gaps
    ]
    assert any("a region counts by its mean" in each for each in told.summary)


def low(contig: str, start: int) -> bool:
    """Whether a region is one of the two over exon 3 of KRAS."""
    return contig == "chr12" and start in (25379888, 25380162)
