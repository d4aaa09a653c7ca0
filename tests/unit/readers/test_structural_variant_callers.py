"""The structural-variant VCFs of Manta, DELLY, GRIDSS, PURPLE and SvABA, each in its own layout."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import vcf_text
from oncomatch.domain.rearrangement import (
    BACKWARD,
    FORWARD,
    IMPRECISE,
    Junction,
    RearrangementFile,
)
from oncomatch.errors import InputError, SampleError
from oncomatch.readers.rearrangement_files import read_any

GERMLINE = "the normal sample carries it too"
SINGLE = "single breakend, its other end is not known"


def _read(tmp_path: Path, rows: list[str], samples: tuple[str, ...]) -> RearrangementFile:
    path = tmp_path / "sv.vcf"
    path.write_text(vcf_text(rows, samples=samples))
    return read_any(path)


def _ends(junction: Junction) -> tuple[tuple[str, int, int], ...]:
    ends = (junction.first, junction.second)
    return tuple((end.contig, end.position, end.side) for end in ends)


def test_manta_somatic(tmp_path: Path) -> None:
    """Mates, SOMATIC without a genotype, PR and SR, bases written out, INS with SVINSSEQ."""
    file = _read(
        tmp_path,
        [
            "chr2 42295516 MantaBND:1:0:1:0:0:0:0 G G]chr2:29223528] . PASS "
            "SVTYPE=BND;MATEID=MantaBND:1:0:1:0:0:0:1;SOMATIC;SOMATICSCORE=80 PR:SR 40,1:50,0 "
            "30,12:45,20",
            "chr2 29223528 MantaBND:1:0:1:0:0:0:1 C C]chr2:42295516] . PASS "
            "SVTYPE=BND;MATEID=MantaBND:1:0:1:0:0:0:0;SOMATIC;SOMATICSCORE=80 PR:SR 40,1:50,0 "
            "30,12:45,20",
            "chr7 1000 MantaDEL:1 ACGTACGTAC A . PASS END=1009;SVTYPE=DEL;SVLEN=-9;SOMATIC PR:SR "
            "9,0:9,0 9,3:9,4",
            "chr13 28034100 MantaINS:1 A <INS> . PASS "
            "END=28034100;SVTYPE=INS;SVLEN=6;SVINSLEN=6;SVINSSEQ=ACGTAC;SOMATIC PR:SR 9,0:9,0 "
            "9,0:9,5",
            "chr13 28034200 MantaINS:2 A <INS> . PASS "
            "END=28034200;SVTYPE=INS;LEFT_SVINSSEQ=ACGT;RIGHT_SVINSSEQ=GTCA;IMPRECISE;SOMATIC "
            "PR:SR 9,0:9,0 9,0:9,5",
            "chr13 28034300 MantaINS:3 A ACCC . PASS END=28034300;SVTYPE=INS;SVLEN=3;SOMATIC PR:SR "
            "9,0:9,0 9,0:9,5",
        ],
        ("NORMAL", "TUMOR"),
    )
    mates, deletion = file.junctions

    assert _ends(mates) == (("2", 29223528, FORWARD), ("2", 42295516, FORWARD))
    assert (mates.reads, mates.doubt, mates.evidence) == (32, "", "DNA")
    assert _ends(deletion) == (("7", 1000, FORWARD), ("7", 1010, BACKWARD))
    assert [(each.position, each.sequence, each.length) for each in file.insertions] == [
        (28034100, "ACGTAC", 6),
        (28034200, "", 0),
        (28034300, "CCC", 3),
    ]


@pytest.mark.parametrize(
    ("flag", "sides"), [("INV3", (FORWARD, FORWARD)), ("INV5", (BACKWARD, BACKWARD))]
)
def test_manta_converted_inversions_are_one_junction(
    flag: str, sides: tuple[int, int], tmp_path: Path
) -> None:
    row = f"chr2 100 MantaINV:1 G <INV> . PASS END=900;SVTYPE=INV;SVLEN=800;{flag} PR:SR 9,0 9,5"
    (junction,) = _read(tmp_path, [row], ("NORMAL", "TUMOR")).junctions

    assert (junction.first.side, junction.second.side) == sides


@pytest.mark.parametrize(
    ("kind", "orientation", "expected"),
    [
        ("DEL", "3to5", ((100, FORWARD), (901, BACKWARD))),
        ("DUP", "5to3", ((101, BACKWARD), (900, FORWARD))),
        ("INV", "3to3", ((100, FORWARD), (900, FORWARD))),
        ("INV", "5to5", ((101, BACKWARD), (901, BACKWARD))),
        ("BND", "3to5", ((100, FORWARD), (900, BACKWARD))),
        ("BND", "5to3", ((100, BACKWARD), (900, FORWARD))),
        ("TRA", "3to3", ((100, FORWARD), (900, FORWARD))),
        ("TRA", "5to5", ((100, BACKWARD), (900, BACKWARD))),
    ],
)
def test_delly_orientations(
    kind: str, orientation: str, expected: tuple[tuple[int, int], ...], tmp_path: Path
) -> None:
    far = "CHR2=chr9;POS2=900;END=101" if kind == "BND" else "CHR2=chr9;END=900"
    place = far if kind in ("BND", "TRA") else "END=900"
    row = (
        f"chr2 100 {kind}00000001 N <{kind}> . PASS "
        f"PRECISE;SVTYPE={kind};SVMETHOD=EMBL.DELLYv1.1.6;{place};CT={orientation} "
        f"GT:GL:GQ:FT:RCL:RC:RCR:RDCN:DR:DV:RR:RV 0/1:0,0,0:9:PASS:1:1:1:2:30:7:20:11 "
        f"0/0:0,0,0:9:PASS:1:1:1:2:30:0:20:0"
    )
    (junction,) = _read(tmp_path, [row], ("tumor_1", "control_1")).junctions

    assert tuple((end.position, end.side) for end in (junction.first, junction.second)) == expected
    assert (junction.reads, junction.doubt) == (11, "")


def test_delly_breakends_and_imprecise_calls(tmp_path: Path) -> None:
    """Newer DELLY writes breakends; of an imprecise call the pairs count."""
    row = (
        "chr2 100 BND1 G G[chr9:900[ . PASS "
        "IMPRECISE;SVTYPE=BND;SVMETHOD=EMBL.DELLYv1.1.6;CHR2=chr9;POS2=900;END=101;CT=3to5 "
        "GT:DR:DV:RR:RV 0/1:30:7:20:0 0/0:30:0:20:0"
    )
    (junction,) = _read(tmp_path, [row], ("tumor_1", "control_1")).junctions

    assert _ends(junction) == (("2", 100, FORWARD), ("9", 900, BACKWARD))
    assert (junction.reads, junction.flags) == (7, (IMPRECISE,))


def test_gridss_single_breakends_keep_one_end(tmp_path: Path) -> None:
    file = _read(
        tmp_path,
        [
            "chr2 100 gridss1o G G]chr9:900] . PASS SVTYPE=BND;MATEID=gridss1h GT:REF:REFPAIR:VF "
            ".:20:9:0 .:30:9:12",
            "chr9 900 gridss1h T T]chr2:100] . PASS SVTYPE=BND;MATEID=gridss1o GT:REF:REFPAIR:VF "
            ".:20:9:0 .:30:9:12",
            "chr2 300 gridss2b G GACGTTT. . PASS SVTYPE=BND GT:REF:REFPAIR:VF .:20:9:0 .:30:9:8",
            "chr2 400 gridss3b G .ACGTTTG . PASS SVTYPE=BND GT:REF:REFPAIR:VF .:20:9:0 .:30:9:8",
        ],
        ("normal", "tumor"),
    )
    mates, before, behind = file.junctions

    assert (mates.doubt, mates.reads) == ("", 12)
    assert [each.doubt for each in (before, behind)] == [SINGLE, SINGLE]
    assert [each.first.side for each in (before, behind)] == [FORWARD, BACKWARD]
    assert before.second.position == 0


def test_purple_insertions_stand_between_two_breakends(tmp_path: Path) -> None:
    file = _read(
        tmp_path,
        [
            "13 28034100 740 A AACGTAC[13:28034101[ 73 PASS MATEID=741;SVTYPE=INS GT:AD:VF "
            "./.:28,0:0 ./.:103,29:29",
            "13 28034101 741 C ]13:28034100]ACGTACC 73 PASS MATEID=740;SVTYPE=INS GT:AD:VF "
            "./.:28,0:0 ./.:103,29:29",
        ],
        ("ref_sample", "tumor_sample"),
    )
    (inserted,) = file.insertions

    assert (inserted.position, inserted.sequence, inserted.reads) == (28034100, "ACGTAC", 29)
    assert (file.junctions, file.left_out) == ((), ())


def test_svaba_mates(tmp_path: Path) -> None:
    file = _read(
        tmp_path,
        [
            "chr2 100 12:1 G G[chr9:900[ . PASS SVTYPE=BND;MATEID=12:2;SCTG=c_1;EVDNC=ASDIS "
            "GT:AD:DP:GQ:PL:SR:DR:LR:LO 0/0:0:40:9:0,0,0:0:0:1:1 0/1:9:50:9:0,0,0:5:6:1:1",
            "chr9 900 12:2 T ]chr2:100]T . PASS SVTYPE=BND;MATEID=12:1;SCTG=c_1;EVDNC=ASDIS "
            "GT:AD:DP:GQ:PL:SR:DR:LR:LO 0/0:0:40:9:0,0,0:0:0:1:1 0/1:9:50:9:0,0,0:5:6:1:1",
        ],
        ("normal.bam", "tumor.bam"),
    )
    (junction,) = file.junctions

    assert _ends(junction) == (("2", 100, FORWARD), ("9", 900, BACKWARD))
    assert (junction.reads, junction.doubt) == (9, "")


@pytest.mark.parametrize(
    ("fields", "normal", "tumor", "doubt"),
    [
        ("GT", "0/1", "0/1", GERMLINE),
        ("GT", "1/1", "0/1", GERMLINE),
        ("GT", "0/0", "0/1", ""),
        ("GT:AD", "0/0:30,1", "0/1:30,15", ""),
        ("GT:AD", "./.:30,14", "./.:30,15", GERMLINE),
        ("GT:AD", "./.:30,1", "./.:30,15", ""),
        ("GT:VF:REF", "./.:9:10", "./.:9:12", GERMLINE),
        ("GT:VF", "./.:9", "./.:9", GERMLINE),
        ("PR:SR", "30,14:20,9", "30,15:20,12", GERMLINE),
        ("PR:SR", "30,0:20,1", "30,15:20,12", ""),
    ],
)
def test_what_the_normal_carries_is_inherited(
    fields: str, normal: str, tumor: str, doubt: str, tmp_path: Path
) -> None:
    row = f"chr2 100 a G G[chr9:900[ . PASS SVTYPE=BND {fields} {normal} {tumor}"
    (junction,) = _read(tmp_path, [row], ("NORMAL", "TUMOR")).junctions

    assert junction.doubt == doubt


def test_a_call_that_manta_says_is_somatic_is_not_judged_again(tmp_path: Path) -> None:
    row = "chr2 100 a G G[chr9:900[ . PASS SVTYPE=BND;SOMATIC PR:SR 30,14:20,9 30,15:20,12"
    (junction,) = _read(tmp_path, [row], ("NORMAL", "TUMOR")).junctions

    assert junction.doubt == ""


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("7 -5 . N <DEL> . PASS END=9", "POS is '-5'; expected is a position"),
        ("7 100 . N <DEL> . PASS END=-9", "END is -9, before POS 100; are columns swapped?"),
        ("7 100 . N <TRA> . PASS CHR2=9;END=5", "a translocation needs CHR2, POS2 (or END) and CT"),
        ("7 100 . N <BND> . PASS CHR2=9;POS2=-5;CT=3to5", "one is missing or wrong"),
    ],
)
def test_one_line_says_what_is_wrong(row: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        _read(tmp_path, [row], ("TUMOR",))

    assert sentence in str(refusal.value)


def test_two_samples_that_cannot_be_told_apart_are_named(tmp_path: Path) -> None:
    with pytest.raises(SampleError, match="which of the samples A, B is the tumour"):
        _read(tmp_path, ["7 100 . N <DEL> . PASS END=900 GT 0/1 0/0"], ("A", "B"))


def test_small_changes_in_bases_are_left_to_the_small_variants(tmp_path: Path) -> None:
    file = _read(tmp_path, ["7 100 . ACG TTG . PASS SVTYPE=INS GT 0/1"], ("TUMOR",))

    assert dict(file.left_out) == {
        "a substitution or a small delins, for the small-variant file": 1
    }


def test_splice_variants_of_tso500_are_of_rna(tmp_path: Path) -> None:
    path = tmp_path / "splice.vcf"
    row = "chrX 66905968 . T <DEL> . PASS END=66914514;SVTYPE=DEL AD:DP 12:340"
    path.write_text(vcf_text([row], samples=("SAMPLE",), header=["##source=SpliceGirl 1.0.0.614"]))
    (junction,) = read_any(path).junctions

    assert (junction.evidence, junction.spliced, junction.reads) == ("RNA", True, 12)
    assert _ends(junction) == (("X", 66905968, FORWARD), ("X", 66914515, BACKWARD))
