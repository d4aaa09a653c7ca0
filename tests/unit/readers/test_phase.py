"""Where the file says on which haplotype an allele lies, and where it does not."""

from __future__ import annotations

import pytest

from oncomatch.domain.phase import Phase
from oncomatch.readers.phase import phase_of
from oncomatch.readers.vcf import VcfRecord

HAPLOTYPE = Phase("PS 100", (1,))

CASES = [
    # name                             ALT      FORMAT        sample               allele  phase
    ("DRAGEN, WhatsHap", "T", "GT:PS", "0|1:100", 0, HAPLOTYPE),
    ("the other copy", "T", "GT:PS", "1|0:100", 0, Phase("PS 100", (0,))),
    ("both copies", "T", "GT:PS", "1|1:100", 0, Phase("PS 100", (0, 1))),
    ("no PS field: the contig is the set", "T", "GT", "0|1", 0, Phase("PS ", (1,))),
    ("PS is missing: says nothing", "T", "GT:PS", "0|1:.", 0, None),
    ("unphased, PS or not", "T", "GT:PS", "0/1:100", 0, None),
    ("phased in part", "T", "GT", "0|1/1", 0, None),
    ("haploid", "T", "GT:PS", "1:100", 0, None),
    ("a prefix of VCF 4.4", "T", "GT:PS", "|0|1:100", 0, HAPLOTYPE),
    ("another allele", "T,G", "GT:PS", "0|2:100", 0, None),
    ("the second allele", "T,G", "GT:PS", "0|2:100", 1, HAPLOTYPE),
    ("two alleles, two copies", "T,G", "GT:PS", "1|2:100", 1, HAPLOTYPE),
    ("Mutect2", "T", "GT:PGT:PID", "0/1:0|1:100_C_T", 0, Phase("PID 100_C_T", (1,))),
    ("Mutect2 4.1", "T", "GT:PGT:PID:PS", "0|1:0|1:9_C_T:9", 0, Phase("PID 9_C_T", (1,))),
    ("HaplotypeCaller, the other copy", "T", "GT:PGT:PID", "0/1:1|0:9", 0, Phase("PID 9", (0,))),
    ("no PID: GT decides", "T", "GT:PGT:PID:PS", "0|1:.:.:100", 0, HAPLOTYPE),
    ("PGT with several alleles", "T,G", "GT:PGT:PID", "0/1:0|1:9", 0, None),
    ("PGT beside a deletion's star", "T,*", "GT:PGT:PID", "0/1:0|1:9", 0, Phase("PID 9", (1,))),
    ("PGT of the star", "T,*", "GT:PGT:PID", "0/1:0|1:9", 1, None),
    ("PGT in a genome VCF", "T,<NON_REF>", "GT:PGT:PID", "0/1:0|1:9", 0, Phase("PID 9", (1,))),
    ("nothing", "T", "GT", ".", 0, None),
    ("an annotation with a bar is no phase", "T", "GT:X", "0/1:a|b", 0, None),
]


@pytest.mark.parametrize(
    ("alt", "keys", "sample", "allele", "expected"),
    [row[1:] for row in CASES],
    ids=[row[0] for row in CASES],
)
def test_the_phase_of_an_allele(
    alt: str, keys: str, sample: str, allele: int, expected: Phase | None
) -> None:
    record = VcfRecord(3, ("1", "100", ".", "C", alt, ".", "PASS", ".", keys, "0|1:7", sample))

    assert phase_of(record, allele, 1) == expected


def test_a_file_without_samples_has_no_phase() -> None:
    record = VcfRecord(3, ("1", "100", ".", "C", "T", ".", "PASS", "."))

    assert phase_of(record, 0, None) is None


def test_haplotypes_of_different_sets_are_neither_together_nor_apart() -> None:
    one, two = Phase("PS 1", (1,)), Phase("PS 2", (0,))

    assert not one.shares_with(two)
    assert not one.is_apart_from(two)
    assert one.is_apart_from(Phase("PS 1", (0,)))
    assert one.shares_with(Phase("PS 1", (0, 1)))
    assert not one.is_apart_from(Phase("PS 1", (0, 1)))
