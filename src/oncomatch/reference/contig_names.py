"""Which chromosome a contig of a GFF or FASTA is, however the file names it."""

from __future__ import annotations

import re

from oncomatch.domain.contig import CHROMOSOMES, canonical_contig

_REFSEQ = re.compile(r"NC_0000(\d\d)\.\d+")
_BY_NUMBER = {**{number: str(number) for number in range(1, 23)}, 23: "X", 24: "Y"}


def chromosome_of(name: str) -> str | None:
    """Return the chromosome that `7`, `chr7` or `NC_000007.14` names, None for other contigs.

    The version of a RefSeq accession is not looked at: it tells the build, which the lengths of
    the contigs tell as well.

    >>> chromosome_of("chrX"), chromosome_of("NC_000024.10"), chromosome_of("NT_187361.1")
    ('X', 'Y', None)
    """
    found = _REFSEQ.fullmatch(name)
    if found:
        return _BY_NUMBER.get(int(found[1]))
    canonical = canonical_contig(name)
    return canonical if canonical in CHROMOSOMES else None
