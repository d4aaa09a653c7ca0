"""Do the breakpoints of a file lie in the genes that it names? Swapped columns and mixed builds.

A breakpoint far from its gene is not taken for a place in it; the report says so. Many of them are
a mistake of the whole file, and are refused.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.rearrangement import Junction, JunctionEnd, RearrangementFile
from oncomatch.errors import InputError
from oncomatch.reference.bundle import Reference

_FAR = 1_000_000
"""Bases beyond a gene that annotations may differ by, read-throughs and enhancers among them."""
_NEAR = 10_000
_MIXED = 2
_MOST_SHARE = 0.5
_STRAY, _TELL = 0.1, 2
"""Calls with an end beyond a chromosome that one may overlook, and ends that show the build."""
_Loci = dict[str, tuple[str, int, int]]


def with_checked_places(
    file: RearrangementFile, path: Path, reference: Reference, build: GenomeBuild
) -> RearrangementFile:
    """Return the file, with a word on each call whose breakpoint lies far from its gene.

    Raises:
        InputError: the columns of breakpoints are swapped, calls are of the other build, or most
            breakpoints lie far from their genes.
    """
    named = [each for each in file.junctions if each.first.gene and each.first.position]
    if not named:
        return file
    loci = {each: _loci(reference, each) for each in reference.builds}
    here = loci.get(build, {})
    places = _Places(reference, here)
    others = [places_of for each, places_of in loci.items() if each is not build]
    checked = wrong = 0
    elsewhere: list[Junction] = []
    marked = []
    for junction in file.junctions:
        far = []
        for end in (junction.first, junction.second):
            fits = places.fits(end, _FAR)
            checked += fits is not None
            far += [end] if fits is False else []
        if len(far) == 2 and places.swapped(junction):
            raise InputError(
                f"{junction.where}: the breakpoints lie in each other's genes "
                f"({junction.first.gene}, {junction.second.gene}); are the columns swapped?"
            )
        wrong += len(far)
        if any(_Places(reference, other).only_there(junction, places) for other in others):
            elsewhere.append(junction)
        words = (f"the breakpoint of {end.gene} lies outside the gene" for end in far)
        marked.append(replace(junction, flags=(*junction.flags, *words)) if far else junction)
    if len(elsewhere) >= _MIXED and not file.contig_lengths:
        raise InputError(
            f"{elsewhere[0].where}: its breakpoints and those of {len(elsewhere) - 1} more lines "
            f"lie in their genes on the other build only; is the file mixed of two builds?"
        )
    if wrong > 1 and wrong > _MOST_SHARE * checked:
        raise InputError(
            f"{path}: {wrong} of {checked} breakpoints lie far from the genes named beside them; "
            f"check the column build, and whether columns are swapped"
        )
    return replace(file, junctions=tuple(marked))


def without_impossible(
    file: RearrangementFile, reference: Reference, build: GenomeBuild
) -> RearrangementFile:
    """Return the file, where single named ends beyond their chromosome have no place any more.

    Their calls are not reported and leave their genes unclear. Where there are more of them, or
    nothing shows that the other ends are of the build, the file is left as it is, to be refused.
    """
    beyond = [each for each in file.junctions if _beyond(each, reference, build)]
    if not beyond or len(beyond) > max(1, _STRAY * len(file.junctions)):
        return file
    loci = {each: _Places(reference, _loci(reference, each)) for each in reference.builds}
    here = loci.pop(build, None)
    ends = [end for each in file.junctions for end in (each.first, each.second)]
    tell = [
        end
        for end in ends
        if here is not None
        and here.fits(end, _NEAR)
        and not any(other.fits(end, _NEAR) for other in loci.values())
    ]
    if len(tell) < _TELL:
        return file
    return replace(
        file,
        junctions=tuple(
            _unplaced(each, reference, build) if each in beyond else each for each in file.junctions
        ),
    )


def _beyond(junction: Junction, reference: Reference, build: GenomeBuild) -> list[JunctionEnd]:
    return [
        end
        for end in (junction.first, junction.second)
        if end.gene
        and end.position
        and 0 < reference.contig_length(build, end.contig) < end.position
    ]


def _unplaced(junction: Junction, reference: Reference, build: GenomeBuild) -> Junction:
    beyond = _beyond(junction, reference, build)
    first, second = (
        replace(end, contig="", position=0) if end in beyond else end
        for end in (junction.first, junction.second)
    )
    doubt = junction.doubt or "with a breakpoint beyond the end of its chromosome"
    return replace(junction, first=first, second=second, doubt=doubt)


def _loci(reference: Reference, build: GenomeBuild) -> _Loci:
    loci = zip(reference.genes(), reference.gene_loci(build), strict=True)
    return {gene.symbol: locus for gene, locus in loci if locus is not None}


class _Places:
    """Whether ends lie at their genes on one build."""

    def __init__(self, reference: Reference, loci: _Loci) -> None:
        self._reference = reference
        self._loci = loci

    def fits(self, end: JunctionEnd, margin: int) -> bool | None:
        """Whether an end is at one of its genes, None where that cannot be told."""
        return self._at(end.gene, end, margin)

    def swapped(self, junction: Junction) -> bool:
        """Whether either end lies at the gene of the other."""
        one, other = junction.first, junction.second
        return bool(self._at(other.gene, one, _NEAR) and self._at(one.gene, other, _NEAR))

    def only_there(self, junction: Junction, here: _Places) -> bool:
        """Whether both ends lie at their genes on this build, and one does not on the case's."""
        ends = (junction.first, junction.second)
        there = all(self.fits(end, _NEAR) is True for end in ends)
        return there and any(here.fits(end, _NEAR) is False for end in ends)

    def _at(self, names: str, end: JunctionEnd, margin: int) -> bool | None:
        if not end.position:
            return None
        found = [self._reference.find_gene(name) for name in names.split(";") if name]
        loci = [self._loci.get(gene.symbol) for gene in found if gene is not None]
        known = [locus for locus in loci if locus is not None]
        if not known:
            return None
        return any(
            contig == end.contig and start0 - margin < end.position <= end0 + margin
            for contig, start0, end0 in known
        )
