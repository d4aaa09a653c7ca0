"""Regions of the other build touch genes by chance; they are noticed by what they cover."""

from __future__ import annotations

from pathlib import Path

import pytest

from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import InputError
from oncomatch.pipeline.regions_build import check_regions_build
from oncomatch.reference.bundle import Reference

B37, B38 = GenomeBuild.GRCH37, GenomeBuild.GRCH38
GENES = ("EGFR", "KRAS", "NRAS", "BRAF", "TP53", "BRCA2")
PATH = Path("panel.bed")


def exons(reference: Reference, build: GenomeBuild) -> dict[str, list[tuple[int, int]]]:
    """Return the exons of some genes, with a base beside each gene that touches it anywhere."""
    regions: dict[str, list[tuple[int, int]]] = {}
    for gene in GENES:
        transcript = reference.reported_transcript(gene, build)
        assert transcript is not None
        regions.setdefault(transcript.contig, []).extend(transcript.exons)
    return {contig: sorted(each) for contig, each in regions.items()}


@pytest.mark.parametrize("build", [B37, B38])
def test_regions_of_the_build(reference: Reference, build: GenomeBuild) -> None:
    check_regions_build(exons(reference, build), PATH, reference, build)


@pytest.mark.parametrize(("of", "said"), [(B37, B38), (B38, B37)])
def test_regions_of_the_other_build_that_touch_genes(
    reference: Reference, of: GenomeBuild, said: GenomeBuild
) -> None:
    regions = exons(reference, of)
    touching = reference.reported_transcript("PTEN", said)
    assert touching is not None
    regions.setdefault(touching.contig, []).append(touching.exons[1])

    with pytest.raises(InputError, match=f"the file is probably of {of.value}"):
        check_regions_build({c: sorted(e) for c, e in regions.items()}, PATH, reference, said)


def test_one_region_over_a_whole_gene_is_no_sign(reference: Reference) -> None:
    transcript = reference.reported_transcript("EGFR", B38)
    assert transcript is not None
    regions = {transcript.contig: [(transcript.start0, transcript.end0)]}

    check_regions_build(regions, PATH, reference, B38)


def test_the_mitochondrion_of_hg19_is_two_bases_longer(reference: Reference) -> None:
    regions = {**exons(reference, B37), "MT": [(0, 16571)]}

    check_regions_build(regions, PATH, reference, B37)


def test_a_region_behind_the_end_of_a_chromosome(reference: Reference) -> None:
    with pytest.raises(InputError, match=r"behind the end of the chromosome on GRCh38 \(248956422"):
        check_regions_build({"1": [(1000, 248956423)]}, PATH, reference, B38)
