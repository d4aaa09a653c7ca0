"""Which genome build a VCF is of: by the contig lengths of its header, else by its REF alleles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES, canonical_contig
from oncomatch.errors import InputError
from oncomatch.readers.vcf import VcfHeader
from oncomatch.reference.bundle import Reference

_LINES = 200_000
_ENOUGH = 100
_FEWEST = 3
_FITTING = 0.9
_CHANCE = 0.6
"""A REF of the other build fits by chance once in four times, more often beside repeats."""


def detect_build(
    path: Path, header: VcfHeader, lines: Iterable[bytes], reference: Reference
) -> GenomeBuild:
    """Return the build of a file; `lines` are its records, of which the first ones are looked at.

    Raises:
        InputError: neither lengths nor alleles tell it.
    """
    build = _by_lengths(header, reference) or _by_alleles(lines, reference)
    if build is None:
        raise InputError(
            f"{path}: neither contig lengths nor REF alleles tell the genome build; "
            f"give --build GRCh37 or GRCh38"
        )
    return build


def _by_lengths(header: VcfHeader, reference: Reference) -> GenomeBuild | None:
    found = Counter(
        build
        for name, length in header.contig_lengths.items()
        for build in GenomeBuild
        if canonical_contig(name) in CHROMOSOMES
        and length == reference.contig_length(build, canonical_contig(name))
    )
    ranked = found.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _by_alleles(lines: Iterable[bytes], reference: Reference) -> GenomeBuild | None:
    """Return the build on which nearly every REF is right, while on the other many are wrong."""
    fitting: Counter[GenomeBuild] = Counter()
    checked: Counter[GenomeBuild] = Counter()
    for line in islice(lines, _LINES):
        columns = line.decode("utf-8", "replace").split("\t", 4)
        if len(columns) < 4 or not columns[1].isdecimal() or len(columns[1]) > 9:
            continue
        contig, start0, ref = canonical_contig(columns[0]), int(columns[1]) - 1, columns[3].upper()
        for build in GenomeBuild:
            bases = reference.sequences.bases(build, contig, start0, start0 + len(ref))
            if ref and "N" not in bases:
                checked[build] += 1
                fitting[build] += bases == ref
        if min(checked[build] for build in GenomeBuild) >= _ENOUGH:
            break
    shares = {build: fitting[build] / (checked[build] or 1) for build in GenomeBuild}
    best, other = sorted(shares, key=shares.__getitem__, reverse=True)
    told = fitting[best] >= _FEWEST and shares[best] >= _FITTING and shares[other] <= _CHANCE
    return best if told else None
