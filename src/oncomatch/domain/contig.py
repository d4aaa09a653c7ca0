"""One name for each chromosome, however a file spells it."""

from __future__ import annotations

CHROMOSOMES = (*(str(number) for number in range(1, 23)), "X", "Y", "MT")

_MITOCHONDRIA = {"M", "MT", "MTDNA"}


def canonical_contig(name: str) -> str:
    """Return the name without `chr` and with `MT` for the mitochondrion.

    Names outside the chromosomes (patches, decoys, viruses) come back unchanged, so that they
    can be counted and named.

    >>> canonical_contig("chr7"), canonical_contig("chrM"), canonical_contig("GL000224.1")
    ('7', 'MT', 'GL000224.1')
    """
    bare = name[3:] if name[:3].lower() == "chr" else name
    if bare.upper() in _MITOCHONDRIA:
        return "MT"
    upper = bare.upper()
    return upper if upper in CHROMOSOMES else name


def contig_rank(contig: str) -> tuple[int, str]:
    """Return a sort key: chromosomes in karyotype order, then the rest by name."""
    try:
        return CHROMOSOMES.index(contig), ""
    except ValueError:
        return len(CHROMOSOMES), contig
