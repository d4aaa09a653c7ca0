"""The index made while writing answers as the one that tabix makes from the file."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import numpy as np
import pysam
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncomatch.readers.index import read_index
from oncomatch.reporting.patched_vcf import Lines, Patch, open_patched, pack
from oncomatch.reporting.tabix import TabixIndex

HEADER = b"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
Site = tuple[str, int, int]
"""Contig, POS and the length of REF."""


def written(folder: Path, sites: list[Site], size: int, every: int, *, packed: bool) -> Path:
    """Write records in blocks of a size, with INFO replaced in some of them."""
    text, patches, lines = HEADER, [Patch(21, 21, b"##source=made-up\n")], []
    for number, (contig, position, length) in enumerate(sites):
        begin = len(text)
        text += b"%s\t%d\t.\t%s\tC\t.\t.\t" % (contig.encode(), position, b"A" * length)
        if number % every == 0:
            patches.append(Patch(len(text), len(text) + 1, b"X=%d" % number * (number % 900)))
        text += b".\n"
        place = (np.array([each]) for each in (begin, position - 1, position - 1 + length))
        lines.append((contig.encode(), *place))
    texts = [text[at : at + size] for at in range(0, len(text), size)]
    path = folder / "x.vcf.gz"
    with open_patched(path) as writer:
        half = len(text) // 2
        first = [patch for patch in patches if patch.start < half]
        told: list[Lines] = [each for each in lines if each[1][0] < half]
        blocks = [(each, pack(each) if packed else None) for each in texts]
        writer.add(blocks[: len(blocks) // 2], first, half, told)
        writer.add(blocks[len(blocks) // 2 :], patches[len(first) :], len(text), lines[len(told) :])
    return path


def answers(path: Path, contigs: list[str], random: Random) -> list[list[str]]:
    places = [(random.choice(contigs), random.randrange(600_000)) for _ in range(60)]
    with pysam.TabixFile(str(path)) as file:
        return [
            list(file.fetch(contig, start, start + 10 ** random.randrange(6)))
            for contig, start in places
        ] + [list(file.fetch(contig)) for contig in contigs]


SITES = st.lists(
    st.tuples(
        st.sampled_from(["chr2", "chr1", "HLA-A*01:01"]),
        st.integers(1, 500_000),
        st.sampled_from([1, 1, 1, 2, 40, 20_000, 140_000]),
    ),
    min_size=1,
    max_size=60,
).map(sorted)


@settings(max_examples=60, deadline=None)
@given(SITES, st.sampled_from([200, 5000, 65_280]), st.integers(1, 4), st.booleans(), st.integers())
def test_it_answers_as_that_of_tabix(
    tmp_path_factory: pytest.TempPathFactory,
    sites: list[Site],
    size: int,
    every: int,
    packed: bool,
    seed: int,
) -> None:
    folder = tmp_path_factory.mktemp("index")
    ours = written(folder, sites, size, every, packed=packed)
    (folder / "again").mkdir()
    again = Path(shutil.copy(ours, folder / "again"))
    pysam.tabix_index(str(again), preset="vcf")
    contigs = list(dict.fromkeys(contig for contig, _, _ in sites))
    found = answers(ours, contigs, Random(seed))
    assert found == answers(again, contigs, Random(seed))
    assert sum(map(len, found[-len(contigs) :])) == len(sites)
    with pysam.TabixFile(str(ours)) as one, pysam.TabixFile(str(again)) as other:
        assert one.contigs == other.contigs


def test_the_file_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(pysam, "tabix_index")
    path = written(tmp_path, [("1", 10, 1), ("1", 10, 3), ("2", 5, 1)], 300, 2, packed=True)
    with pysam.TabixFile(str(path)) as file:
        assert [row.split("\t")[:2] for row in file.fetch("1", 10, 11)] == [["1", "10"]]
    contigs = read_index(path.with_name("x.vcf.gz.tbi"))
    assert [(each.name, each.records) for each in contigs] == [("1", 2), ("2", 1)]


@pytest.mark.parametrize(
    "sites",
    [
        [("1", 20, 1), ("1", 10, 1)],
        [("1", 10, 1), ("2", 10, 1), ("1", 20, 1)],
        [("1", 1 << 29, 2)],
        [],
    ],
    ids=["positions fall", "a contig comes back", "too far out", "no records"],
)
@pytest.mark.parametrize("at_once", [True, False])
def test_there_is_none(sites: list[Site], at_once: bool) -> None:
    index = TabixIndex()
    by_contig: list[tuple[str, list[Site]]] = []
    for site in sites:
        if not at_once or not by_contig or by_contig[-1][0] != site[0]:
            by_contig.append((site[0], []))
        by_contig[-1][1].append(site)
    for contig, some in by_contig:
        starts = np.array([position - 1 for _, position, _ in some])
        ends = starts + [length for _, _, length in some]
        index.add(contig.encode(), starts, ends, np.arange(len(some)) << 16)
    assert index.text(99 << 16) is None


def test_lines_that_cannot_be_told_are_read_again(tmp_path: Path) -> None:
    path = tmp_path / "x.vcf.gz"
    text = HEADER + b"1\t10\t.\tA\t<DEL>\t.\t.\tEND=900000\n1\t20\t.\tA\tC\t.\t.\t.\n"
    with open_patched(path) as writer:
        writer.add([(text, None)], [], len(text), None)
    with pysam.TabixFile(str(path)) as file:
        assert len(list(file.fetch("1", 800_000, 800_001))) == 1
