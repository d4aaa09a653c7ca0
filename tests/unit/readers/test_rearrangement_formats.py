"""Files of fusions and structural variants: each format by its own layout, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import vcf_text
from oncomatch.domain.rearrangement import BACKWARD, FORWARD, JunctionEnd, RearrangementFile
from oncomatch.errors import InputError
from oncomatch.readers.rearrangement_files import FORMATS, read_any
from oncomatch.readers.rearrangement_files.cells import gene_name
from unit.readers.test_fusion_callers_and_panels import HEADS

ARRIBA = (
    "#gene1\tgene2\tstrand1(gene/fusion)\tstrand2(gene/fusion)\tbreakpoint1\tbreakpoint2\tsite1\t"
    "site2\ttype\tsplit_reads1\tsplit_reads2\tdiscordant_mates\tconfidence\treading_frame\n"
)
STAR = (
    "#FusionName\tJunctionReadCount\tSpanningFragCount\tSpliceType\tLeftGene\tLeftBreakpoint\t"
    "RightGene\tRightBreakpoint\tFFPM\n"
)


def _read(tmp_path: Path, text: str, sample: str = "") -> RearrangementFile:
    path = tmp_path / "fusions"
    path.write_text(text)
    return read_any(path, sample)


def test_arriba(tmp_path: Path) -> None:
    site = "CDS/splice-site\tCDS/splice-site\tinversion"
    file = _read(
        tmp_path,
        ARRIBA
        + f"EML4\tALK\t+/+\t-/-\tchr2:42295516\tchr2:29223528\t{site}\t20\t15\t4\thigh\tin-frame\n"
        + f"EML4\tALK\t+/+\t-/-\tchr2:42295516\tchr2:29223527\t{site}\t1\t0\t0\tlow\tout-of-frame\n"
        + f"A(3),B(7)\tALK\t./+\t-/+\tchr2:100\tKI27.1:29\t{site}\t1\t1\t0\tmedium\t.\n",
    )
    good, low, against = file.junctions

    assert (file.format, good.ordered, good.in_frame, good.reads) == ("arriba", True, True, 39)
    assert good.first == JunctionEnd("EML4", "2", 42295516)
    assert good.second == JunctionEnd("ALK", "2", 29223528)
    assert (good.doubt, low.doubt, low.in_frame) == ("", "low confidence", False)
    assert (against.doubt, against.in_frame) == ("read against the strand of the gene", None)
    assert (against.first.gene, against.second) == ("", JunctionEnd("ALK"))


def test_star_fusion(tmp_path: Path) -> None:
    row = "EML4--ALK\t21\t3\tONLY_REF_SPLICE\tEML4^ENSG1.1\tchr2:42295516:+\tALK^ENSG2.2\t"
    file = _read(tmp_path, STAR + row + "chr2:29223528:-\t0.5\n")

    assert file.format == "star-fusion"
    assert file.junctions[0].second == JunctionEnd("ALK", "2", 29223528)
    assert (file.junctions[0].reads, file.junctions[0].in_frame) == (24, None)


def test_the_table_of_pcgr(tmp_path: Path) -> None:
    head = "FusionGene\tLeftBreakpoint\tRightBreakpoint\tSplitReads\n"
    file = _read(tmp_path, head + "EML4--ALK\t2:42295554\t2:29223528\t100\n")

    assert (file.format, file.junctions[0].reads) == ("pcgr", 100)
    assert file.junctions[0].first == JunctionEnd("EML4", "2", 42295554)


def test_a_plain_table(tmp_path: Path) -> None:
    head = "gene5\tgene3\texon5\texon3\treads\tin_frame\n"
    file = _read(tmp_path, head + "EML4\tALK\t6\t20\t12\tyes\nCD74\tROS1\n")
    known, bare = file.junctions

    assert (known.first.exon, known.second.exon, known.reads, known.in_frame) == (6, 20, 12, True)
    assert (bare.first.exon, bare.reads, bare.in_frame) == (0, None, None)
    assert file.strict


HEAD_ONLY = [ARRIBA, STAR, "gene5\tgene3\n", vcf_text([])]


@pytest.mark.parametrize("text", HEAD_ONLY, ids=["arriba", "star", "table", "vcf"])
def test_a_header_alone_is_none_found(text: str, tmp_path: Path) -> None:
    assert _read(tmp_path, text).junctions == ()


def test_breakends_and_their_mates_are_one(tmp_path: Path) -> None:
    """The four forms of the VCF specification: which side is kept of either end."""
    file = _read(
        tmp_path,
        vcf_text(
            [
                "chr2 100 a G G[chr3:200[ . PASS SVTYPE=BND;MATEID=b",
                "chr3 200 b T ]chr2:100]T . PASS SVTYPE=BND;MATEID=a",
                "2 110 c G G]3:210] . PASS SVTYPE=BND",
                "2 120 d G [3:220[G . PASS SVTYPE=BND",
            ]
        ),
    )

    assert [(each.first, each.second) for each in file.junctions] == [
        (_end("2", 100, FORWARD), _end("3", 200, BACKWARD)),
        (_end("2", 110, FORWARD), _end("3", 210, FORWARD)),
        (_end("2", 120, BACKWARD), _end("3", 220, BACKWARD)),
    ]


def _end(contig: str, position: int, side: int) -> JunctionEnd:
    return JunctionEnd(contig=contig, position=position, side=side)


@pytest.mark.parametrize(
    ("row", "ends"),
    [
        ("<DEL> . PASS END=200", [(100, FORWARD, 201, BACKWARD)]),
        ("<DEL> . PASS SVLEN=-100", [(100, FORWARD, 201, BACKWARD)]),
        ("<DUP:TANDEM> . PASS END=200", [(101, BACKWARD, 200, FORWARD)]),
        ("<INV> . PASS END=200", [(100, FORWARD, 200, FORWARD), (101, BACKWARD, 201, BACKWARD)]),
        ("<INV> . PASS END=200;INV3", [(100, FORWARD, 200, FORWARD)]),
        ("<INV> . PASS END=200;CT=5to5", [(101, BACKWARD, 201, BACKWARD)]),
    ],
)
def test_symbolic_alleles(row: str, ends: list[tuple[int, ...]], tmp_path: Path) -> None:
    file = _read(tmp_path, vcf_text([f"7 100 . N {row}"]))

    assert [
        (each.first.position, each.first.side, each.second.position, each.second.side)
        for each in file.junctions
    ] == ends


def test_what_is_not_reported_is_kept_and_counted(tmp_path: Path) -> None:
    text = vcf_text(
        [
            "7 100 . N <DEL> . PON END=200",
            "7 300 . N <DEL> . PASS END=400 GT 0/1 0/0",
            "7 500 . N <INS> . PASS END=500 GT 0/1 0/1",
            "7 600 . N T. . PASS SVTYPE=SGL GT 0/0 0/1",
            "GL1 600 . N <DUP> . PASS END=700 GT 0/1 0/1",
        ],
        samples=("NORMAL", "TUMOR"),
    )
    file = _read(tmp_path, text, "TUMOR")

    assert [each.doubt for each in (*file.junctions, *file.insertions)] == [
        "FILTER PON",
        "genotype 0/0 in the tumour",
        "single breakend, its other end is not known",
        "the normal sample carries it too",
    ]
    assert dict(file.left_out) == {"off the chromosomes": 1}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a\tb\n1\t2\n", "the columns are a, b; this is no file of fusions that is known"),
        (vcf_text(["7 100 . N <DEL> . PASS X=1"]), "line 3: has neither END nor SVLEN"),
        (vcf_text(["7 100 . N <DEL> . PASS END=9"]), "line 3: END is 9, before POS 100"),
        (vcf_text(["7 x . N <DEL> . PASS END=9"]), "line 3: POS is 'x'; expected is a position"),
        (vcf_text(["7 1 . N"]), "line 3: has fewer than 8 columns; is it a VCF?"),
        ("gene5\tgene3\texon5\nA\tB\t0\n", "exon5 is '0'; expected is an exon's number"),
        ("gene5\tgene3\tin_frame\nA\tB\tmaybe\n", "in_frame is 'maybe'; expected is yes or no"),
        ("gene5\tgene3\treads\nA\tB\t-1\n", "reads is '-1'; expected is a count of reads"),
        ("gene5\tgene3\tfoo\nA\tB\t1\n", "the column 'foo' is not known; known are gene5"),
        ("gene5\tgene3\nA\n", "line 2: gene3 is empty; was the file cut off?"),
        (
            "FusionGene\tLeftBreakpoint\tRightBreakpoint\nALK\t2:1\t2:2\n",
            "FusionGene is 'ALK'; expected are two genes as EML4--ALK",
        ),
        (
            "FusionGene\tLeftBreakpoint\tRightBreakpoint\nA--B\tALK\t2:2\n",
            "LeftBreakpoint is 'ALK'; expected is contig:position",
        ),
    ],
)
def test_one_line_says_what_is_wrong(text: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        _read(tmp_path, text)

    assert sentence in str(refusal.value)
    assert "\n" not in str(refusal.value)


@given(st.text(max_size=60))
def test_a_name_is_a_name_or_nothing(text: str) -> None:
    assert gene_name(text) in (text, "")
    assert not set(gene_name(text)) & set("<>&\"'\t (),;")


def test_every_format_recognises_its_own(tmp_path: Path) -> None:
    heads = dict(zip(("arriba", "star-fusion", "fusion-table", "vcf"), HEAD_ONLY, strict=True))
    heads["pcgr"] = "FusionGene\tLeftBreakpoint\tRightBreakpoint\n"
    heads |= HEADS

    assert {name: _read(tmp_path, text).format for name, text in heads.items()} == {
        each.NAME: each.NAME for each in FORMATS
    }


@pytest.mark.parametrize(
    ("name", "kind", "count", "doubts"),
    [
        ("pvactools_HCC1395.arriba_fusions.tsv", "arriba", None, 97),
        ("pcgr_T001-BRCA.grch38.fusions.tsv", "pcgr", 9, 0),
        ("hmf_orange_tumor_sample.purple.sv.vcf", "vcf", None, 181),
    ],
)
def test_real_files(name: str, kind: str, count: int | None, doubts: int, shared: Path) -> None:
    file = read_any(shared / "cnv_sv_fusion" / name)

    assert file.format == kind
    assert count is None or len(file.junctions) == count
    assert sum(bool(each.doubt) for each in file.junctions) == doubts
