"""Depth, reads of the allele and their fraction, caller by caller, calculated by hand.

Which field means what stands in each caller's own header: Strelka2's user guide has tier-1
counts and alt / (alt + ref), VarScan's header "RD: depth of reference-supporting bases",
FreeBayes' RO and AO "observation count", Torrent's FRO and FAO those of the flow evaluator.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncomatch.domain.variant import Reads
from oncomatch.readers.reads import has_allele, is_absent, reads_of
from oncomatch.readers.vcf import VcfRecord


def record(ref: str, alt: str, keys: str, *samples: str, info: str = ".") -> VcfRecord:
    columns = ("1", "100", ".", ref, alt, ".", "PASS", info)
    return VcfRecord(9, (*columns, keys, *samples) if keys else columns)


@pytest.mark.parametrize(
    ("alleles", "keys", "values", "reads"),
    [
        pytest.param(
            "C T", "GT:AD:AF:DP", "0/1:104,33:0.241:137", Reads(137, 33, 0.240876), id="Mutect2"
        ),
        pytest.param(
            # 39 tier-1 reads of T, 361 of C: 39 / 400; the five other reads are no evidence
            "C T", "DP:FDP:SDP:SUBDP:AU:CU:GU:TU",
            "405:1:0:0:4,9:361,370:1,1:39,45", Reads(405, 39, 0.0975), id="Strelka2 SNV",
        ),
        pytest.param(
            # TAR and TIR begin with tier 1: 12 / (48 + 12)
            "CAG C", "DP:DP2:TAR:TIR:TOR:DP50:FDP50:SUBDP50",
            "82:82:48,50:12,14:23,20:71.33:0.83:0.00", Reads(82, 12, 0.2), id="Strelka2 deletion",
        ),
        pytest.param(
            "C CAG", "DP:DP2:TAR:TIR:TOR:DP50:FDP50:SUBDP50",
            "40:40:30,31:10,11:0,0:40.1:0.00:0.00", Reads(40, 10, 0.25), id="Strelka2 insertion",
        ),
        pytest.param(
            # RD and ALD are reads by strand; AD is reference, alternate
            "A G", "GT:DP:VD:AD:AF:RD:ALD",
            "0/1:724:128:596,128:0.1768:298,298:64,64", Reads(724, 128, 0.176796), id="VarDict",
        ),
        pytest.param(
            "A G", "GT:GQ:DP:RD:AD:FREQ:DP4",
            "0/1:.:252:134:118:46.83%:70,64,60,58", Reads(252, 118, 0.468254), id="VarScan",
        ),
        pytest.param(
            "A G", "GT:GQ:DP:AD:FREQ",
            "0/1:.:250:.:46.8%", Reads(250, None, 0.468), id="VarScan, FREQ alone",
        ),
        pytest.param(
            "G A", "GT:DP:AD:BQ:SS", "0/1:469:355,114:32,33:2", Reads(469, 114, 0.24307), id="MuSE"
        ),
        pytest.param(
            "G A", "GT:SQ:AD:AF:F1R2:F2R1:DP",
            "0/1:60:107,28:0.207:50,14:57,14:135", Reads(135, 28, 0.207407), id="DRAGEN",
        ),
        pytest.param(
            "G A", "GT:GQ:AD:DP:VF:NL:SB",
            "0/1:100:190,10:200:0.050:20:-100", Reads(200, 10, 0.05), id="Pisces",
        ),
        pytest.param(
            "G A", "GT:DP:RO:QR:AO:QA", "0/1:459:288:9000:171:4000",
            Reads(459, 171, 0.372549), id="FreeBayes",
        ),
        pytest.param(
            # the flow evaluator sees a part of the reads: its own depth FDP goes with FAO
            "G A", "GT:GQ:DP:FDP:RO:FRO:AO:FAO:AF",
            "0/1:99:8000:2000:7100:1800:900:200:0.1", Reads(2000, 200, 0.1), id="Ion Torrent",
        ),
        pytest.param(
            "G A", "GT:DPC:DPT:ADC:ADT", "0/1:237:144:.,.:112,32",
            Reads(144, 32, 0.222222), id="merged TCGA",
        ),
        pytest.param(
            "G A", "GT:AD:BQ:DP:FA", "0:28,36:.:64:0.563", Reads(64, 36, 0.5625), id="MuTect 1"
        ),
        pytest.param("G A", "GT:AD", "0/1:30,10", Reads(40, 10, 0.25), id="AD alone"),
        pytest.param(
            # the caller's AF of a model's making gives way to the counts
            "G A", "GT:AD:AF", "0/1:30,10:0.9", Reads(40, 10, 0.25), id="counts before AF",
        ),
        pytest.param(
            # a read that supports neither allele counts in DP, not in the fraction
            "G A", "GT:AD:DP", "0/1:30,10:50", Reads(50, 10, 0.25), id="DP above the sum of AD",
        ),
        pytest.param("G A", "GT:AD:DP", "0/1:.,10:40", Reads(40, 10, 0.25), id="AD without REF"),
        pytest.param(
            # AD has a number for each allele here, so it is not VarScan's
            "G A", "GT:RD:AD", "0/1:80:80,20", Reads(100, 20, 0.2), id="RD beside a whole AD",
        ),
        pytest.param("G A", "GT:DP:AF", "0/1:80:0.125", Reads(80, None, 0.125), id="DP and AF"),
        pytest.param("G A", "GT:AF", "0/1:0.125", Reads(None, None, 0.125), id="AF"),
        pytest.param("G A", "GT:VAF", "0/1:0.5", Reads(None, None, 0.5), id="VAF"),
        pytest.param("G A", "GT:FREQ", "0/1:0.5", Reads(None, None, 0.5), id="FREQ, a fraction"),
        pytest.param("G A", "GT:FREQ", "0/1:12.5%", Reads(None, None, 0.125), id="FREQ, percent"),
        pytest.param("G A", "GT:FREQ", "0/1:100%", Reads(None, None, 1.0), id="FREQ, 100%"),
        pytest.param("G A", "GT:AF", "0/1:37", Reads(), id="AF above 1 is not a fraction"),
        pytest.param("G A", "GT:AF", "0/1:-0.1", Reads(), id="AF below 0 is not a fraction"),
        pytest.param("G A", "GT:AF", "0/1:nan", Reads(), id="AF not a number"),
        pytest.param("G A", "GT:AD:DP:AF", "0/1:.:.:.", Reads(), id="all missing"),
        pytest.param("G A", "GT:AD:DP:AF", "0/1", Reads(), id="all dropped"),
        pytest.param("G A", "GT:DP", "0/1:-2147483648", Reads(), id="htslib's missing integer"),
        pytest.param("G A", "GT:AD:DP", "0/0:0,0:0", Reads(0, 0, None), id="no reads"),
        pytest.param("G A", "DP:AU:GU", "0:0,0:0,0", Reads(0, 0), id="Strelka2, no reads"),
        pytest.param("G A", "GT:RO:AO", "0/0:0:0", Reads(0, 0, None), id="FreeBayes, no reads"),
        pytest.param("G A", "GT:AD", "0/0:90,0", Reads(90, 0, 0.0), id="reference only"),
        pytest.param("G A", "GT:AD", "1/1:0,90", Reads(90, 90, 1.0), id="alternate only"),
    ],
)  # fmt: skip
def test_one_allele(alleles: str, keys: str, values: str, reads: Reads) -> None:
    assert reads_of(record(*alleles.split(), keys, values), 0, 0) == reads


@pytest.mark.parametrize(
    ("keys", "values", "first", "second"),
    [
        pytest.param(
            "GT:AD:DP", "0/1/2:50,30,20:100", Reads(100, 30, 0.3), Reads(100, 20, 0.2), id="AD"
        ),
        pytest.param(
            "GT:AD:AF:DP", "0/1/2:50,30,20:0.9,0.8:100",
            Reads(100, 30, 0.3), Reads(100, 20, 0.2), id="Mutect2",
        ),
        pytest.param(
            "GT:DP:RO:AO", "0/1/2:100:50:30,20",
            Reads(100, 30, 0.3), Reads(100, 20, 0.2), id="FreeBayes",
        ),
        pytest.param(
            "GT:DP:FDP:RO:FRO:AO:FAO:AF", "1/2:100:100:50:50:30,20:30,20:0.3,0.2",
            Reads(100, 30, 0.3), Reads(100, 20, 0.2), id="Ion Torrent",
        ),
        pytest.param(
            "GT:DP:RO:AO", "0/1/2:100:50:30,.",
            Reads(100, 30, 0.3), Reads(100), id="FreeBayes, a count missing",
        ),
        pytest.param(
            "GT:DP:AF", "0/1/2:100:0.3,0.2", Reads(100, None, 0.3), Reads(100, None, 0.2), id="AF"
        ),
        pytest.param(
            "GT:AF:DP", "0/1/2:0.3:100", Reads(100, None, 0.3), Reads(100), id="AF too short"
        ),
    ],
)  # fmt: skip
def test_each_allele_has_its_own_reads(keys: str, values: str, first: Reads, second: Reads) -> None:
    """The fraction is of all reads that were counted, not of those of two alleles."""
    both = record("G", "A,T", keys, values)

    assert (reads_of(both, 0, 0), reads_of(both, 1, 0)) == (first, second)


def test_the_sample_that_is_asked_for_is_read() -> None:
    pair = record("G", "A", "GT:AD", "0/0:70,0", "0/1:30,10")

    assert reads_of(pair, 0, 0) == Reads(70, 0, 0.0)
    assert reads_of(pair, 0, 1) == Reads(40, 10, 0.25)


@pytest.mark.parametrize(
    ("alt", "info", "expected"),
    [
        ("A", "DP=200;AF=0.05;SB=0;DP4=95,95,5,5", [Reads(200, 10, 0.05)]),
        ("A,T", "DP=200;AF=0.05,0.1", [Reads(200, 10, 0.05), Reads(200, 20, 0.1)]),
        ("A", "DP=200", [Reads(200, None, None)]),
        ("A", "AF=0.05", [Reads(None, None, 0.05)]),
        ("A", ".", [Reads()]),
    ],
    ids=["LoFreq", "two alleles", "depth alone", "fraction alone", "nothing"],
)
def test_without_samples_info_is_read(alt: str, info: str, expected: list[Reads]) -> None:
    sites = record("G", alt, "", info=info)

    assert [reads_of(sites, allele, None) for allele in range(len(expected))] == expected


def test_info_is_not_read_for_a_sample() -> None:
    """INFO sums over samples, and its AF is often that of a population."""
    assert reads_of(record("G", "A", "GT", "0/1", info="DP=900;AF=0.001"), 0, 0) == Reads()


@pytest.mark.parametrize(
    ("genotype", "first", "second"),
    [
        ("0/1", True, False),
        ("0|2", False, True),
        ("1/2", True, True),
        ("0/0", False, False),
        ("1", True, False),
        ("0/0/0/2", False, True),
        ("./1", True, False),
        ("./.", None, None),
        (".", None, None),
        ("0/12", False, False),
    ],
)
def test_genotypes(genotype: str, first: bool | None, second: bool | None) -> None:
    both = record("G", "A,T", "GT:DP", f"{genotype}:9")

    assert (has_allele(both, 0, 0), has_allele(both, 1, 0)) == (first, second)


def test_without_genotypes_nothing_is_said_of_them() -> None:
    assert has_allele(record("G", "A", "DP", "9"), 0, 0) is None
    assert has_allele(record("G", "A", ""), 0, None) is None


@pytest.mark.parametrize(
    ("keys", "normal", "tumor", "absent"),
    [
        pytest.param("GT", "0/0", "0/1", False, id="genotype has it"),
        pytest.param("GT", "0/1", "0/0", True, id="genotype has it not"),
        pytest.param("GT:AD", "0/0:9,0", "0/0:8,1", False, id="a read goes before the genotype"),
        pytest.param("GT:AF", "0/0:0", "0/0:0.01", False, id="a fraction does, too"),
        pytest.param("GT:AD", "0/0:9,0", "0/1:9,0", False, id="genotype goes before no read"),
        pytest.param("AD", "9,0", "9,0", True, id="no read"),
        pytest.param("DP:AF", "9:0", "9:0.0", True, id="fraction 0"),
        pytest.param("GT:AD", "0/1:5,4", "./.:.", True, id="empty, another sample has it"),
        pytest.param("AD", "5,4", ".", True, id="empty, another sample has reads of it"),
        pytest.param("GT:AD", "0/0:9,0", "./.:.", False, id="empty, no other sample has it"),
        pytest.param("GT:AD", "0/2:9,0,5", "./.:.", False, id="empty, the other has another"),
        pytest.param("DP", "9", "9", False, id="neither genotype nor counts"),
    ],
)
def test_absence(keys: str, normal: str, tumor: str, *, absent: bool) -> None:
    pair = record("G", "A,T", keys, normal, tumor)

    assert is_absent(pair, 0, 1, reads_of(pair, 0, 1)) is absent


def test_a_column_that_is_alone_and_a_file_without_columns_are_not_absent() -> None:
    alone, sites = record("G", "A", "GT", "./."), record("G", "A", "", info="DP=9")

    assert not is_absent(alone, 0, 0, reads_of(alone, 0, 0))
    assert not is_absent(sites, 0, None, reads_of(sites, 0, None))


counts = st.integers(0, 5000)
texts = st.one_of(
    counts.map(str), st.sampled_from([".", "", "-1", "x", "0.3", "1e999", "nan", "5,6", "9%"])
)
keys = "GT AD DP AF FREQ RD VD RO AO FRO FAO FDP AU CU GU TU TAR TIR ADT DPT".split()


@given(st.dictionaries(st.sampled_from(keys), texts), st.sampled_from(["A", "AC", "A,T"]))
def test_whatever_the_fields_hold_the_reads_make_sense(fields: dict[str, str], alt: str) -> None:
    odd = record("G", alt, ":".join(fields), ":".join(fields.values()))
    for allele in range(alt.count(",") + 1):
        reads = reads_of(odd, allele, 0)

        assert reads.vaf is None or 0 <= reads.vaf <= 1
        assert reads.depth is None or reads.depth >= 0
        assert reads.alt_depth is None or reads.alt_depth >= 0


@given(ref=counts, alt=counts, other=counts)
def test_dialects_agree_on_the_same_reads(ref: int, alt: int, other: int) -> None:
    """One pile of reads, written as FreeBayes, VarScan, Strelka2 and Mutect2 write it."""
    depth = ref + alt
    ways = [
        record("G", "A", "GT:DP:RO:AO", f"0/1:{depth}:{ref}:{alt}"),
        record("G", "A", "GT:DP:RD:AD:FREQ", f"0/1:{depth}:{ref}:{alt}:1%"),
        record("G", "A", "DP:AU:CU:GU:TU", f"{depth}:{alt},{other}:{other},0:{ref},9:0,0"),
        record("G", "A", "GT:AD:AF:DP", f"0/1:{ref},{alt}:.:{depth}"),
    ]

    assert len({reads_of(way, 0, 0) for way in ways}) == 1
