"""Segments with whole copies of both alleles: what ASCAT, FACETS, Sequenza and PureCN share."""

from __future__ import annotations

from oncomatch.domain.copy_number import CopyNumberSegment
from oncomatch.readers.copy_number_files.columns import Line


def segment_of(
    line: Line,
    place: tuple[str, str, str],
    total: float | None,
    minor: float | None,
    *,
    log2: float | None = None,
    note: str = "",
) -> CopyNumberSegment | None:
    """Return the segment of a line, None off the chromosomes.

    Raises:
        InputError: the rarer allele has more than half of the copies.
    """
    found = line.place(*place)
    if total is not None and minor is not None and minor > total / 2:
        raise line.error(
            f"the rarer allele has {minor:g} of {total:g} copies, more than half: "
            f"are the columns swapped?"
        )
    if found is None:
        return None
    contig, start0, end0 = found
    return CopyNumberSegment(
        contig=contig, start0=start0, end0=end0, copies=total, minor=minor, log2=log2, note=note
    )
