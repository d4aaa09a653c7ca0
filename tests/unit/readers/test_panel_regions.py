"""A BED file says which codons, exons and splice sites of each gene were looked at.

Both tiny genes have three exons with 30, 61 and 50 coding bases: codons 1-10, then 11-30 and the
first base of 31, then the rest to codon 46 and the stop. FWD lies on plus at 1000-1560, REV is
its mirror image; UTRs are ten bases.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import BOTH, TINY_LENGTH
from oncomatch.domain.assay import Assessment, GeneCoverage
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES
from oncomatch.errors import InputError
from oncomatch.readers.panel import cover_regions, parse_bed, read_panel
from oncomatch.reference.bundle import Reference
from oncomatch.reference.resources import resource_path

FULL, PARTLY = Assessment.ASSESSED, Assessment.PARTLY
BUILD = GenomeBuild.GRCH38
CODING = ((1010, 1040), (1200, 1261), (1500, 1550))
WHOLE = ((1, 46),)

Write = Callable[[str], Path]


@pytest.fixture
def bed(tmp_path: Path) -> Write:
    """Write a panel file and return its path."""

    def write(text: str) -> Path:
        path = tmp_path / "panel.bed"
        path.write_text(text, newline="")
        return path

    return write


@pytest.mark.parametrize("gene", ["FWD", "REV"])
@pytest.mark.parametrize(
    ("regions", "assessment", "codons", "exons", "flanked"),
    [
        pytest.param(CODING, FULL, WHOLE, (1, 2, 3), (), id="coding bases exactly"),
        pytest.param(((900, 1700),), FULL, WHOLE, (1, 2, 3), (1, 2, 3), id="one region over all"),
        pytest.param(((1010, 1039), *CODING[1:]), PARTLY, ((1, 9), (11, 46)), (2, 3), (),
                     id="last base of exon 1 not covered: end is exclusive"),
        pytest.param(((1011, 1040), *CODING[1:]), PARTLY, ((2, 46),), (2, 3), (),
                     id="first base not covered: start is 0-based"),
        pytest.param((*CODING[:2], (1500, 1547)), FULL, WHOLE, (1, 2), (),
                     id="stop codon not covered"),
        pytest.param((*CODING[:2], (1500, 1546)), PARTLY, ((1, 45),), (1, 2), (),
                     id="last base of the last residue not covered"),
        pytest.param((CODING[0],), PARTLY, ((1, 10),), (1,), (), id="exon 1 alone"),
        pytest.param((CODING[1],), PARTLY, ((11, 30),), (2,), (), id="exon 2 alone"),
        pytest.param((CODING[2],), PARTLY, ((32, 46),), (3,), (), id="exon 3 alone"),
        pytest.param((CODING[0], CODING[2]), PARTLY, ((1, 10), (32, 46)), (1, 3), (),
                     id="the codon over a junction needs both exons"),
        pytest.param((CODING[1], CODING[2]), PARTLY, ((11, 46),), (2, 3), (), id="exons 2 and 3"),
        pytest.param(((1016, 1019),), PARTLY, ((3, 3),), (), (), id="one codon"),
        pytest.param(((1015, 1020),), PARTLY, ((3, 3),), (), (), id="one codon and bits of two"),
        pytest.param(((1017, 1021),), None, (), (), (), id="bits of two codons"),
        pytest.param(((1000, 1010),), None, (), (), (), id="untranslated region alone"),
        pytest.param(((1040, 1200),), None, (), (), (), id="intron alone"),
        pytest.param(((1198, 1263),), PARTLY, ((11, 30),), (2,), (2,), id="both splice sites"),
        pytest.param(((1199, 1263),), PARTLY, ((11, 30),), (2,), (), id="half a splice site"),
        pytest.param(((1198, 1262),), PARTLY, ((11, 30),), (2,), (), id="half the other"),
        pytest.param(((1198, 1230), (1230, 1263)), PARTLY, ((11, 30),), (2,), (2,),
                     id="regions that touch"),
        pytest.param(((1198, 1229), (1230, 1263)), PARTLY, ((11, 19), (21, 30)), (), (),
                     id="a gap of one base"),
        pytest.param(((1100, 1230), (1198, 1240), (1210, 1215), (1220, 1263)), PARTLY,
                     ((11, 30),), (2,), (2,), id="regions that overlap"),
    ],
)  # fmt: skip
def test_what_regions_cover(
    gene: str,
    regions: tuple[tuple[int, int], ...],
    assessment: Assessment | None,
    codons: tuple[tuple[int, int], ...],
    exons: tuple[int, ...],
    flanked: tuple[int, ...],
    tiny: Reference,
) -> None:
    """A panel and its mirror image cover the two genes alike."""
    if gene == "REV":
        regions = tuple((TINY_LENGTH - end, TINY_LENGTH - start) for start, end in regions)
    text = [(number, f"1\t{start}\t{end}") for number, (start, end) in enumerate(regions)]
    covered = cover_regions(parse_bed(text, Path("a.bed")), tiny, BUILD)
    expected = GeneCoverage(gene, assessment, codons, exons, flanked) if assessment else None

    assert covered == ((expected,) if expected else ())


intervals = st.lists(
    st.tuples(st.integers(980, 1580), st.integers(1, 120)).map(lambda at: (at[0], at[0] + at[1])),
    min_size=1,
    max_size=12,
)


@given(intervals)
def test_a_codon_is_covered_when_its_three_bases_are(
    tiny: Reference, regions: list[tuple[int, int]]
) -> None:
    """Base by base, on both strands; splice sites are the two bases beside an exon."""
    bases = {base for start, end in regions for base in range(start, end)}
    coding = [base for start, end in CODING for base in range(start, end)]
    codons = {number for number in range(1, 47) if {*coding[number * 3 - 3 : number * 3]} <= bases}
    exons = [number for number, span in enumerate(CODING, 1) if {*range(*span)} <= bases]
    sites = {1: (998, 1042), 2: (1198, 1263), 3: (1498, 1562)}
    flanked = [number for number in exons if {*range(*sites[number])} <= bases]
    mirrored = [(TINY_LENGTH - end, TINY_LENGTH - start) for start, end in regions]
    text = [(0, f"1\t{start}\t{end}") for start, end in (*regions, *mirrored)]
    covered = cover_regions(parse_bed(text, Path("a.bed")), tiny, BUILD)
    found = [
        (each.gene, {codon for low, high in each.codons for codon in range(low, high + 1)})
        for each in covered
    ]

    assert found == ([("FWD", codons), ("REV", codons)] if codons else [])
    assert [(each.exons, each.flanked_exons) for each in covered] == [
        (tuple(exons), tuple(flanked)) for _ in covered
    ]


def test_order_and_contig_spelling_do_not_matter(tiny: Reference, bed: Write) -> None:
    rows = [f"1\t{start}\t{end}\n" for start, end in CODING]
    expected = (GeneCoverage("FWD", FULL, WHOLE, (1, 2, 3)),)

    for build in BOTH:
        assert read_panel(bed("".join(rows)), tiny, build) == expected
        assert read_panel(bed("".join(f"chr{row}" for row in rows[::-1])), tiny, build) == expected


@pytest.mark.parametrize(
    "dress",
    [
        pytest.param(lambda rows: rows.replace("\n", "\tFWD_1\t0\t+\n"), id="more columns"),
        pytest.param(lambda rows: rows.replace("\t", " "), id="blanks"),
        pytest.param(lambda rows: rows.replace("\n", "\r\n"), id="windows line ends"),
        pytest.param(lambda rows: rows.rstrip("\n"), id="no newline at the end"),
        pytest.param(lambda rows: rows.replace("\n", "\n\n \n"), id="empty lines"),
        pytest.param(lambda rows: "\ufeff" + rows, id="byte order mark"),
        pytest.param(
            lambda rows: f'browser position chr1\ntrack name="x y"\n#chrom\tstart\n{rows}# end\n',
            id="header lines",
        ),
        pytest.param(lambda rows: rows + "chrUn_x\t5\t9\n", id="another contig"),
    ],
)
def test_every_dress_of_bed_reads_the_same(
    dress: Callable[[str], str], tiny: Reference, bed: Write
) -> None:
    rows = "".join(f"1\t{start}\t{end}\n" for start, end in CODING)
    expected = (GeneCoverage("FWD", FULL, WHOLE, (1, 2, 3)),)

    assert read_panel(bed(dress(rows)), tiny, BUILD) == expected


def test_a_gene_without_sequence_that_is_touched_is_partly_assessed(reference: Reference) -> None:
    """What of its coding part was covered cannot be told, so a BED never makes it wild type."""
    contig, start, end = locus_of("CD274")
    inside, beside = {contig: [(end - 1, end + 9)]}, {contig: [(end, end + 9)]}

    assert not reference.has_sequence("CD274", BUILD), "the case is not what the test is about"
    assert cover_regions(inside, reference, BUILD) == (GeneCoverage("CD274", PARTLY),)
    assert cover_regions({contig: [(start - 9, start + 1)]}, reference, BUILD) == (
        GeneCoverage("CD274", PARTLY),
    )
    assert cover_regions(beside, reference, BUILD) == ()


def locus_of(gene: str) -> tuple[str, int, int]:
    """Return where a gene lies on the bundled reference, 0-based, half-open."""
    names = np.load(resource_path("reference", "genes.npy"))["symbol"].tolist()
    loci = np.load(resource_path("reference", f"loci_{BUILD.value}.npy"))
    contig, start, end = loci[names.index(gene.encode())].tolist()
    return CHROMOSOMES[contig], start, end


IS_NOT_BED = "is not BED (contig, start and end, 0-based, half-open)"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1\t5\t9\n1\t9\t5\n", "line 2: the region ends at 5, before it starts"),
        ("1\t5\t5\n", "line 1: the region ends at 5, before it starts"),
        (f"1\t5\t{'9' * 5000}\n", f"line 1: {IS_NOT_BED}"),
        ("1\t-5\t9\n", f"line 1: {IS_NOT_BED}"),
        ("1\t5.0\t9\n", f"line 1: {IS_NOT_BED}"),
        ("1\t1,000\t2,000\n", f"line 1: {IS_NOT_BED}"),
        ("chrom\tstart\tend\n1\t5\t9\n", f"line 1: {IS_NOT_BED}"),
        ("#x\n\n1\t5\t9\nTP53\n", f"line 4: {IS_NOT_BED}"),
        ("1\t5\t9\n1\t5\n", f"line 2: {IS_NOT_BED}"),
    ],
    ids="backwards empty endless negative point comma header gene short".split(),
)
def test_a_line_that_is_not_bed_is_named(
    text: str, sentence: str, tiny: Reference, bed: Write
) -> None:
    path = bed(text)
    with pytest.raises(InputError) as refusal:
        read_panel(path, tiny, BUILD)

    assert str(refusal.value) == f"{path}, {sentence}"


def test_a_panel_that_touches_no_gene_is_refused(tiny: Reference, bed: Write) -> None:
    """Contigs in a spelling that is not known: otherwise the whole report says not assessed."""
    path = bed("contig_1\t1000\t1600\n")
    with pytest.raises(InputError) as refusal:
        read_panel(path, tiny, BUILD)

    assert str(refusal.value) == (
        f"{path}: its regions (on contig_1) touch no gene on GRCh38; are the contigs named 1 or "
        f"chr1, and is it of this build?"
    )
