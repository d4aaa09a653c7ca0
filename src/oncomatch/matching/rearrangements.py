"""From junctions to rearrangements of genes: which gene is 5', and what comes of both.

Of a gene without embedded sequence the direction is not known: it is fused where knowledge names
the two genes in the order that the other one has. So it is with a file that names two genes and
no order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from oncomatch.domain.known_junctions import splice_variant_at
from oncomatch.domain.rearrangement import (
    IMPRECISE,
    READ_THROUGH,
    RNA,
    Breakpoint,
    Junction,
    JunctionEnd,
    Rearrangement,
    RearrangementKind,
)
from oncomatch.matching.beside import Neighbourhood
from oncomatch.matching.junction_ends import (
    FIVE,
    THREE,
    GenePlaces,
    ends_at,
    in_frame,
    kinase_exons,
    named_end,
)
from oncomatch.matching.merged_rearrangements import without_reciprocals
from oncomatch.matching.tandem import with_repeat

Ends = tuple[Breakpoint, Breakpoint]


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
    around = Neighbourhood(places)
    for junction in junctions:
        made = _placed(junction, caller, places, wanted, strict)
        told = [made] if made is not None and _wanted_of(made, wanted) else []
        told += around.beside(junction, caller, made)
        others += not told and not junction.doubt
        for each in told:
            _add(found, each)
    return without_reciprocals(list(found.values())), others


def _add(found: dict[str, Rearrangement], made: Rearrangement) -> None:
    """Keep a rearrangement unless the same one is known that is reported, or has more reads."""
    known = found.get(made.id)
    if known is None or _worth(made) > _worth(known):
        found[made.id] = made


def _worth(each: Rearrangement) -> tuple[bool, int]:
    return not each.left_out, each.reads or 0


def _placed(
    junction: Junction, caller: str, places: GenePlaces, wanted: frozenset[str], strict: bool
) -> Rearrangement | None:
    if not junction.ordered and (junction.first.gene or junction.second.gene):
        return _named_pair(junction, caller, places, strict)
    if junction.ordered:
        return _in_order(junction, caller, places, strict)
    sides = (junction.first, junction.second)
    if all(wanted.isdisjoint(places.genes_at(end)) for end in sides):
        return None
    spliced = junction.evidence == RNA
    choices = [ends_at(end, places, wanted, spliced=spliced) for end in sides]
    best: Rearrangement | None = None
    for one, role in choices[0]:
        for other, other_role in choices[1]:
            kind, ends = RearrangementKind.BREAK, (one, other)
            in_order = ends if FIVE in (role, -other_role) else (other, one)
            if role and other_role and role != other_role:
                same = one.gene == other.gene
                kind = RearrangementKind.INTRAGENIC if same else RearrangementKind.FUSION
                ends = in_order
            elif one.gene and one.gene == other.gene and not role and not other_role:
                kind = RearrangementKind.INTRAGENIC
            elif bool(role) != bool(other_role) and _pair(in_order) in places.named_pairs:
                kind, ends = RearrangementKind.FUSION, in_order
            made = _made(kind, *ends, junction, caller, places)
            if made is not None and (best is None or _rank(made, wanted) > _rank(best, wanted)):
                best = made
    return best


def _in_order(
    junction: Junction, caller: str, places: GenePlaces, strict: bool
) -> Rearrangement | None:
    """Return what a file makes of two genes, the 5' first."""
    first, second = junction.first, junction.second
    if junction.spliced and _strand(first, places) < 0:
        first, second = second, first
    five, three = (
        named_end(end, role, places, junction.where, strict)
        for end, role in ((first, FIVE), (second, THREE))
    )
    kind = RearrangementKind.FUSION
    if five.gene and five.gene == three.gene:
        kind = RearrangementKind.INTRAGENIC
    elif not (five.gene and three.gene):
        kind = RearrangementKind.BREAK
    return _made(kind, five, three, junction, caller, places)


def _strand(end: JunctionEnd, places: GenePlaces) -> int:
    gene = places.reference.find_gene(end.gene)
    transcript = places.transcript(gene.symbol) if gene is not None else None
    return 1 if transcript is None else transcript.strand


def _named_pair(
    junction: Junction, caller: str, places: GenePlaces, strict: bool
) -> Rearrangement | None:
    """Return what a file makes of two genes of unknown order: a fusion if knowledge names one."""
    one, other = (
        named_end(end, 0, places, junction.where, strict)
        for end in (junction.first, junction.second)
    )
    orders = [pair for pair in ((one, other), (other, one)) if _pair(pair) in places.named_pairs]
    if len(orders) != 1:
        one, other = sorted((one, other), key=lambda end: (end.gene == "", end.gene))
        one, other = (replace(end, exon=0, intron=0, kinase_retained=None) for end in (one, other))
        return _made(RearrangementKind.BREAK, one, other, junction, caller, places)
    turned = junction if orders[0][0] is one else _turned(junction)
    return _in_order(replace(turned, ordered=True), caller, places, strict)


def _turned(junction: Junction) -> Junction:
    return replace(junction, first=junction.second, second=junction.first)


def _pair(ends: Ends) -> tuple[str, str]:
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
        kind,
        five,
        three,
        caller,
        junction.in_frame,
        junction.reads,
        junction.doubt,
        evidence=(junction.evidence,) if junction.evidence else (),
        splice_variant=_splice_variant(junction, places),
        flags=junction.flags,
        unclear=_unclear(kind, (five, three), junction, places),
    )
    if kind is RearrangementKind.BREAK:
        return made
    if kind is RearrangementKind.INTRAGENIC and not junction.ordered:
        made = with_repeat(made, places, exact=IMPRECISE not in junction.flags)
    if made.in_frame is None and not made.codons:
        made = replace(made, in_frame=in_frame(five, three, places))
    if made.repeated_exons:
        made = replace(made, kinase_duplicated=_repeats_kinase(made, places))
    return made


def _splice_variant(junction: Junction, places: GenePlaces) -> str:
    one, other = junction.first, junction.second
    if junction.name or not junction.spliced:
        return junction.name
    return splice_variant_at(places.build, one.contig, one.position, other.position)


def _unclear(kind: RearrangementKind, ends: Ends, junction: Junction, places: GenePlaces) -> str:
    named = _pair(ends) in places.named_pairs
    if kind is RearrangementKind.FUSION and READ_THROUGH in junction.flags and not named:
        return "neighbouring genes may be read through without a rearrangement"
    return ""


def _repeats_kinase(made: Rearrangement, places: GenePlaces) -> bool | None:
    span, exons = kinase_exons(made.five_prime.gene, places), made.repeated_exons
    if span is None or exons is None:
        return None
    return exons[0] <= span[0] and span[1] <= exons[1]
