"""One rearrangement of several calls: the reciprocal, and what DNA and RNA say of the same.

Calls of several files are the same where they join the same genes and no exon that both name
differs. The exons and the frame that RNA shows go before those that DNA suggests. A break of two
genes without order joins their fusion.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from oncomatch.domain.rearrangement import RNA, Breakpoint, Rearrangement, RearrangementKind

_OTHER_FRAME = "by the DNA alone the frame would be another"


def merged(files: Iterable[Iterable[Rearrangement]]) -> tuple[Rearrangement, ...]:
    """Return the rearrangements of several files, each once."""
    kept: list[Rearrangement] = []
    of_files: list[set[int]] = []
    of_genes: dict[frozenset[str], list[int]] = {}
    for number, each in _by_knowledge(files):
        among = of_genes.setdefault(frozenset(each.genes), [])
        index = next((n for n in among if _same(kept[n], each, number in of_files[n])), None)
        if index is None:
            among.append(len(kept))
            kept.append(each)
            of_files.append({number})
        else:
            kept[index] = _one_of(kept[index], each)
            of_files[index].add(number)
    return without_reciprocals(kept)


def _by_knowledge(files: Iterable[Iterable[Rearrangement]]) -> list[tuple[int, Rearrangement]]:
    """Return the calls with their file, those that say most first: no order of files matters."""
    calls = [(number, each) for number, file in enumerate(files) for each in file]

    def rank(call: tuple[int, Rearrangement]) -> tuple[object, ...]:
        each = call[1]
        return (
            bool(each.left_out),
            each.kind is RearrangementKind.BREAK,
            RNA not in each.evidence,
            -bool(each.five_prime.exon) - bool(each.three_prime.exon),
            -(each.reads or 0),
            each.id,
            each.caller,
        )

    return sorted(calls, key=rank)


def _same(known: Rearrangement, other: Rearrangement, of_one_file: bool) -> bool:
    if of_one_file or known.id == other.id:
        return known.id == other.id
    if other.kind is RearrangementKind.BREAK and len(set(other.genes)) == 2:
        return set(known.genes) == set(other.genes) and known.kind in (
            RearrangementKind.FUSION,
            RearrangementKind.BREAK,
        )
    if known.kind is not other.kind or known.genes != other.genes or not known.genes:
        return False
    if known.kind in (RearrangementKind.BREAK, RearrangementKind.BESIDE):
        return known.id == other.id
    if known.splice_variant or other.splice_variant or known.codons or other.codons:
        return (known.splice_variant, known.codons) == (other.splice_variant, other.codons)
    pairs = zip(_exons(known), _exons(other), strict=True)
    return all(not one or not two or one == two for one, two in pairs)


def _exons(each: Rearrangement) -> tuple[int, int]:
    return each.five_prime.exon, each.three_prime.exon


def _one_of(known: Rearrangement, other: Rearrangement) -> Rearrangement:
    """Return one call of two; `known` comes first and says more.

    A call in doubt adds nothing to one that is reported.
    """
    if other.left_out and not known.left_out:
        return known
    callers = sorted({*known.caller.split(", "), *other.caller.split(", ")})
    evidence = sorted({*known.evidence, *other.evidence})
    ordered = known.genes == other.genes
    flags = dict.fromkeys(sorted({*known.flags, *other.flags}))
    if (
        ordered
        and None not in (known.in_frame, other.in_frame)
        and known.in_frame != other.in_frame
    ):
        flags[_OTHER_FRAME] = None
    return replace(
        known,
        caller=", ".join(callers),
        evidence=tuple(evidence),
        five_prime=_fuller(known.five_prime, other.five_prime) if ordered else known.five_prime,
        three_prime=_fuller(known.three_prime, other.three_prime) if ordered else known.three_prime,
        in_frame=known.in_frame if known.in_frame is not None or not ordered else other.in_frame,
        reads=known.reads if known.reads is not None else other.reads,
        reciprocal=known.reciprocal or other.reciprocal,
        kinase_duplicated=known.kinase_duplicated
        if known.kinase_duplicated is not None
        else other.kinase_duplicated,
        flags=tuple(flags),
        unclear=known.unclear and other.unclear,
    )


def _fuller(known: Breakpoint, other: Breakpoint) -> Breakpoint:
    return known if known.exon or not other.exon else other


def without_reciprocals(found: list[Rearrangement]) -> tuple[Rearrangement, ...]:
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
            both = each.reciprocal or each.genes[::-1] in orders
            kept.append(replace(each, reciprocal=both))
    return tuple(sorted(kept, key=lambda each: (bool(each.left_out), each.id)))


def _weight(fusion: Rearrangement) -> tuple[bool, bool, int]:
    ends = (fusion.five_prime, fusion.three_prime)
    kinase = any(end.kinase_retained for end in ends)
    return kinase, fusion.in_frame is not False, fusion.reads or 0
