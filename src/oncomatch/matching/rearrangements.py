"""From junctions to rearrangements of genes: which gene is 5', which exons, which kinase domain.

The end of a gene that keeps what lies before the break, in the direction of transcription, is 5'.
A break in intron n keeps exon n of the 5' gene and exon n + 1 of the 3' gene. Of a DNA break
within an exon it is not known what is spliced. Of a gene without embedded sequence the direction is
not known: it is fused where knowledge names the two genes in the order that the other one has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.rearrangement import (
    Breakpoint,
    Junction,
    JunctionEnd,
    Rearrangement,
    RearrangementKind,
)
from oncomatch.errors import InputError
from oncomatch.knowledge.regions import Regions
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript

_KINASE = "kinase_domain"
_FIVE, _THREE = 1, -1


@dataclass(frozen=True, slots=True)
class GenePlaces:
    """What places junctions: the reference, its build and the residues of kinase domains.

    `named_pairs` are fusions that knowledge names, 5' gene first.
    """

    reference: Reference
    build: GenomeBuild
    regions: Regions
    named_pairs: frozenset[tuple[str, str]] = frozenset()


def rearrangements_of(
    junctions: Iterable[Junction],
    caller: str,
    places: GenePlaces,
    wanted: frozenset[str],
    *,
    strict: bool = False,
) -> tuple[tuple[Rearrangement, ...], int]:
    """Return the rearrangements of the wanted genes, each once, reciprocal ones merged.

    The number is that of the other calls without doubt: of other genes, or that leave all exons.

    Raises:
        InputError: a gene is not known and `strict` is set.
    """
    found: dict[str, Rearrangement] = {}
    others = 0
    for junction in junctions:
        made = _placed(junction, caller, places, wanted, strict)
        if made is None or not _wanted_of(made, wanted):
            others += not junction.doubt
            continue
        known = found.get(made.id)
        if known is None or (bool(made.left_out), -(made.reads or 0)) < (
            bool(known.left_out),
            -(known.reads or 0),
        ):
            found[made.id] = made
    return _without_reciprocals(list(found.values())), others


def _placed(
    junction: Junction, caller: str, places: GenePlaces, wanted: frozenset[str], strict: bool
) -> Rearrangement | None:
    if junction.ordered:
        five, three = (
            _named_end(end, role, places, junction.where, strict)
            for end, role in ((junction.first, _FIVE), (junction.second, _THREE))
        )
        kind = RearrangementKind.FUSION
        if five.gene and five.gene == three.gene:
            kind = RearrangementKind.INTRAGENIC
        elif not (five.gene and three.gene):
            kind = RearrangementKind.BREAK
        return _made(kind, five, three, junction, caller, places)
    ends_of = (junction.first, junction.second)
    if all(wanted.isdisjoint(_genes_at(end, places)) for end in ends_of):
        return None
    choices = [_ends_at(end, places, wanted) for end in ends_of]
    best: Rearrangement | None = None
    for one, role in choices[0]:
        for other, other_role in choices[1]:
            kind, ends = RearrangementKind.BREAK, (one, other)
            in_order = ends if _FIVE in (role, -other_role) else (other, one)
            if role and other_role and role != other_role:
                same = one.gene == other.gene
                kind = RearrangementKind.INTRAGENIC if same else RearrangementKind.FUSION
                ends = in_order
            elif bool(role) != bool(other_role) and _pair(in_order) in places.named_pairs:
                kind, ends = RearrangementKind.FUSION, in_order
            made = _made(kind, *ends, junction, caller, places)
            if made is not None and (best is None or _rank(made, wanted) > _rank(best, wanted)):
                best = made
    return best


def _pair(ends: tuple[Breakpoint, Breakpoint]) -> tuple[str, str]:
    return ends[0].gene, ends[1].gene


def _rank(made: Rearrangement, wanted: frozenset[str]) -> tuple[bool, int]:
    return made.kind is not RearrangementKind.BREAK, _wanted_of(made, wanted)


def _wanted_of(made: Rearrangement, wanted: frozenset[str]) -> int:
    return sum(gene in wanted for gene in made.genes)


def _made(
    kind: RearrangementKind,
    five: Breakpoint,
    three: Breakpoint,
    junction: Junction,
    caller: str,
    places: GenePlaces,
) -> Rearrangement | None:
    silent = kind is RearrangementKind.INTRAGENIC and five.exon and three.exon == five.exon + 1
    if silent:
        return None  # Within one intron, or an ordinary splice: every exon stays.
    made = Rearrangement(
        kind, five, three, caller, junction.in_frame, junction.reads, junction.doubt
    )
    if kind is RearrangementKind.BREAK:
        return made
    if made.in_frame is None:
        made = replace(made, in_frame=_in_frame(five, three, places))
    if made.repeated_exons:
        made = replace(made, kinase_duplicated=_repeats_kinase(made, places))
    return made


def _named_end(
    end: JunctionEnd, role: int, places: GenePlaces, where: str, strict: bool
) -> Breakpoint:
    known = places.reference.find_gene(end.gene) if end.gene else None
    if known is None and strict:
        raise InputError(f"{where}: {end.gene!r} is not a gene name of HGNC; check its spelling")
    gene = known.symbol if known is not None else end.gene
    exon, intron = end.exon, 0
    transcript = places.reference.reported_transcript(gene, places.build) if known else None
    inside = transcript is not None and transcript.contig == end.contig
    if transcript is not None and inside and not exon:
        exon, intron = _parts(transcript, end.position - 1, role, spliced=True)
    return _breakpoint(gene, end, exon, intron, role, places)


def _ends_at(
    end: JunctionEnd, places: GenePlaces, wanted: frozenset[str]
) -> list[tuple[Breakpoint, int]]:
    """Return what an end of the genome may be in each gene there, with its role (0: not known)."""
    start0, names = end.position - 1, _genes_at(end, places)
    found = []
    for gene in sorted(names, key=lambda name: (name not in wanted, name)):
        transcript = places.reference.reported_transcript(gene, places.build)
        if transcript is None or not transcript.start0 <= start0 < transcript.end0:
            found.append((Breakpoint(gene, end.contig, end.position), 0))
            continue
        role = end.side * transcript.strand
        exon, intron = _parts(transcript, start0, role, spliced=False)
        found.append((_breakpoint(gene, end, exon, intron, role, places), role))
    return found or [(Breakpoint("", end.contig, end.position), 0)]


def _genes_at(end: JunctionEnd, places: GenePlaces) -> tuple[str, ...]:
    return places.reference.loci_over(places.build, end.contig, end.position - 1, end.position)


def _parts(transcript: Transcript, start0: int, role: int, *, spliced: bool) -> tuple[int, int]:
    """Return the exon that is kept next to the break and the intron that is broken; 0: unknown."""
    if transcript.coding_only or not transcript.start0 <= start0 < transcript.end0:
        return 0, 0
    within = transcript.exon_at(start0)
    if within is not None:
        return (within + 1 if spliced else 0), 0
    introns = transcript.introns_over(start0, start0 + 1)
    if len(introns) != 1:
        return 0, 0
    intron = introns[0] + 1
    return (intron if role == _FIVE else intron + 1), intron


def _breakpoint(
    gene: str, end: JunctionEnd, exon: int, intron: int, role: int, places: GenePlaces
) -> Breakpoint:
    point = Breakpoint(gene, end.contig, end.position, exon, intron)
    span = _kinase_exons(gene, places)
    if span is None or not exon:
        return point
    kept = span[1] <= exon if role == _FIVE else exon <= span[0]
    return replace(point, kinase_retained=kept)


def _kinase_exons(gene: str, places: GenePlaces) -> tuple[int, int] | None:
    """Return the first and last exon (from 1) with residues of the kinase domain."""
    transcript = places.reference.reported_transcript(gene, places.build)
    if transcript is None or transcript.coding_only:
        return None
    spans = [
        span
        for span in places.regions.get((gene, _KINASE), ())
        if span.transcript == transcript.accession and span.last <= transcript.residues
    ]
    if not spans:
        return None
    first = transcript.exon_of_coding(3 * (max(span.first for span in spans) - 1))
    last = transcript.exon_of_coding(3 * min(span.last for span in spans) - 1)
    return first + 1, last + 1


def _in_frame(five: Breakpoint, three: Breakpoint, places: GenePlaces) -> bool | None:
    """Return whether coding bases up to the break and from it on are of one phase, if known."""
    phases = []
    for end, before in ((five, 0), (three, 1)):
        transcript = places.reference.reported_transcript(end.gene, places.build)
        if transcript is None or not end.intron or not end.exon:
            return None
        coding = transcript.offsets[end.exon - before] - transcript.cds_start
        if not 0 < coding < transcript.cds_end - transcript.cds_start:
            return None
        phases.append(coding % 3)
    return phases[0] == phases[1]


def _repeats_kinase(made: Rearrangement, places: GenePlaces) -> bool | None:
    span, exons = _kinase_exons(made.five_prime.gene, places), made.repeated_exons
    if span is None or exons is None:
        return None
    return exons[0] <= span[0] and span[1] <= exons[1]


def _without_reciprocals(found: list[Rearrangement]) -> tuple[Rearrangement, ...]:
    """Leave out the other order of two fused genes, of which the likelier product is kept."""
    fusions = [
        each for each in found if each.kind is RearrangementKind.FUSION and not each.left_out
    ]
    orders = {each.genes for each in fusions}
    best: dict[frozenset[str], Rearrangement] = {}
    for each in fusions:
        pair = frozenset(each.genes)
        if pair not in best or _weight(each) > _weight(best[pair]):
            best[pair] = each
    kept = []
    for each in found:
        if each not in fusions:
            kept.append(each)
            continue
        chosen = best[frozenset(each.genes)]
        if each.genes == chosen.genes:
            kept.append(replace(each, reciprocal=each.genes[::-1] in orders))
    return tuple(sorted(kept, key=lambda each: (bool(each.left_out), each.id)))


def _weight(fusion: Rearrangement) -> tuple[bool, bool, int]:
    ends = (fusion.five_prime, fusion.three_prime)
    kinase = any(end.kinase_retained for end in ends)
    return kinase, fusion.in_frame is not False, fusion.reads or 0
