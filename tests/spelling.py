"""The ways in which files and people write one alteration, from the bundled reference.

A conformance table names an alteration once; here it becomes VCF records on either build (trimmed,
padded, with `chr`, as far left or right as it goes, as single bases or as a deletion or insertion
and single bases on one haplotype) and the notations of HGVS.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from building import BOTH, annotated, rewritten
from oncomatch.annotation.resolve import Resolver
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.protein_change import THREE_LETTER
from oncomatch.domain.variant import Variant
from oncomatch.reference.bundle import open_reference
from oncomatch.reference.transcript import Transcript

PADDING = 2


@dataclass(frozen=True)
class Spelling:
    """One way of writing: `records` are `contig:position:REF>ALT`, of one haplotype if several."""

    build: GenomeBuild
    style: str
    records: tuple[str, ...]


def variants_of(gene: str, notation: str) -> dict[GenomeBuild, Variant]:
    """Return the variant of a row of `alterations.tsv` on both builds."""
    return {build: _variant(gene, notation, build) for build in BOTH}


def _variant(gene: str, notation: str, build: GenomeBuild) -> Variant:
    kind, _, rest = notation.partition(" ")
    if kind == "residues":
        return _residues(gene, rest, build)
    if kind == "tandem":
        first, last = map(int, rest.split("-"))
        protein = _transcript(gene, build).protein_sequence
        return rewritten(gene, last + 1, last, protein[first - 1 : last], build)
    if kind == "exon":
        return _before_exon(gene, rest, build)
    text = notation if notation.startswith("NC_") else f"{gene} {notation}"
    found = next(each for each in Resolver(open_reference()).resolve(text).on(build))
    assert found.variant is not None, notation
    return found.variant


def _residues(gene: str, rest: str, build: GenomeBuild) -> Variant:
    """Return `747-751 P`: residues replaced; `-` for none; a codon may follow the residue."""
    span, residues, *codon = rest.split(" ")
    first, last = map(int, span.split("-"))
    made = rewritten(gene, first, last, residues.replace("-", ""), build)
    if not codon:
        return made
    coding = codon[0]
    forward = _transcript(gene, build).strand > 0
    alt = coding if forward else coding[::-1].translate(str.maketrans("ACGT", "TGCA"))
    return replace(made, alt=made.ref[0] + alt)


def _before_exon(gene: str, rest: str, build: GenomeBuild) -> Variant:
    """Return a change of the acceptor site before an exon of a gene on the plus strand."""
    number, _, what = rest.partition(" ")
    transcript = _transcript(gene, build)
    assert transcript.strand > 0
    start0 = transcript.exons[int(number) - 1][0]
    spans = {
        "acceptor": (-2, -1),
        "acceptor deletion": (-20, 4),
        "polypyrimidine deletion": (-22, -5),
    }
    low, high = (start0 + step for step in spans[what])
    if what == "acceptor":
        ref = _bases(build, transcript.contig, low, high)
        return Variant(transcript.contig, low + 1, ref, "G" if ref != "G" else "T", build)
    ref = _bases(build, transcript.contig, low - 1, high)
    return Variant(transcript.contig, low, ref, ref[0], build)


def spellings_of(variant: Variant) -> Iterator[Spelling]:
    """Yield the ways of writing a variant in a VCF; each style that differs once."""
    seen: set[tuple[str, ...]] = set()
    for style, records in _styles(variant):
        if records not in seen:
            seen.add(records)
            yield Spelling(variant.build, style, records)


def _styles(variant: Variant) -> Iterator[tuple[str, tuple[str, ...]]]:
    start0, ref, alt = _trimmed(variant)
    yield "trimmed", (_anchored(variant, start0, ref, alt),)
    yield "chr", (f"chr{_anchored(variant, start0, ref, alt)}",)
    yield "padded", (_padded(variant, start0, ref, alt),)
    if not ref or not alt:
        for style, step in (("leftmost", -1), ("rightmost", 1)):
            yield style, (_anchored(variant, *_rolled(variant, start0, ref, alt, step)),)
    elif len(ref) == len(alt) > 1:
        parts = tuple(_parts(variant, start0, ref, alt))
        if len(parts) > 1:
            yield "parts of one haplotype", parts
    elif len(ref) != len(alt):
        for style, at in (("first", 0), ("last", min(len(ref), len(alt)))):
            parts = tuple(_resized_parts(variant, start0, ref, alt, at))
            yield f"parts of one haplotype, length {style}", parts


def _trimmed(variant: Variant) -> tuple[int, str, str]:
    start0, ref, alt = variant.position - 1, variant.ref, variant.alt
    while ref and alt and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
    while ref and alt and ref[0] == alt[0]:
        start0, ref, alt = start0 + 1, ref[1:], alt[1:]
    return start0, ref, alt


def _anchored(variant: Variant, start0: int, ref: str, alt: str) -> str:
    if not ref or not alt:
        base = _bases(variant.build, variant.contig, start0 - 1, start0)
        start0, ref, alt = start0 - 1, base + ref, base + alt
    return f"{variant.contig}:{start0 + 1}:{ref}>{alt}"


def _padded(variant: Variant, start0: int, ref: str, alt: str) -> str:
    before = _bases(variant.build, variant.contig, start0 - PADDING, start0)
    end0 = start0 + len(ref)
    after = _bases(variant.build, variant.contig, end0, end0 + PADDING)
    place = start0 - PADDING + 1
    return f"{variant.contig}:{place}:{before}{ref}{after}>{before}{alt}{after}"


def _rolled(variant: Variant, start0: int, ref: str, alt: str, step: int) -> tuple[int, str, str]:
    """Return an insertion or deletion rolled as far as the bases beside it repeat it."""
    bases = ref or alt
    while True:
        at = start0 - 1 if step < 0 else start0 + len(ref)
        beside = _bases(variant.build, variant.contig, at, at + 1)
        if beside != (bases[-1] if step < 0 else bases[0]):
            return (start0, bases, "") if ref else (start0, "", bases)
        bases = beside + bases[:-1] if step < 0 else bases[1:] + beside
        start0 += step


def _parts(variant: Variant, start0: int, ref: str, alt: str) -> Iterator[str]:
    """Yield the single bases that a substitution of several changes."""
    for offset, (old, new) in enumerate(zip(ref, alt, strict=True)):
        if old != new:
            yield f"{variant.contig}:{start0 + offset + 1}:{old}>{new}"


def _resized_parts(variant: Variant, start0: int, ref: str, alt: str, at: int) -> Iterator[str]:
    """Yield a change of length behind `at` bases, and the single bases that change beside it."""
    size = len(ref) - len(alt)
    gone, come = (ref[at : at + size], "") if size > 0 else ("", alt[at : at - size])
    yield _anchored(variant, start0 + at, gone, come)
    yield from _parts(variant, start0, ref[:at], alt[:at])
    behind = at + len(gone)
    yield from _parts(variant, start0 + behind, ref[behind:], alt[at + len(come) :])


def notations_of(variants: dict[GenomeBuild, Variant]) -> Iterator[tuple[str, str]]:
    """Yield the notations of HGVS and of variant browsers, with the style of each."""
    for build, variant in variants.items():
        small = annotated(variant)
        effect = small.effect
        if small.hgvs_g.startswith("NC_"):
            yield f"HGVS g. {build.value}", small.hgvs_g
        short = "-".join((variant.contig, str(variant.position), variant.ref, variant.alt))
        yield f"VCF string {build.value}", f"{build.value}:{short}"
        if effect is None or build is not GenomeBuild.GRCH38:
            continue
        if effect.hgvs_c:
            yield "HGVS c.", effect.hgvs_c
            yield "c. with gene", f"{small.gene} {effect.hgvs_c.rpartition(':')[2]}"
        change = effect.protein_change
        if change and "fs" not in change and change != "?":
            yield "p. one letter", f"{small.gene} {change}"
            yield "p. three letters", f"{small.gene} p.{three_letters(change)}"
            yield "p. predicted", f"{small.gene} p.({three_letters(change)})"


def three_letters(change: str) -> str:
    """Return a protein change in three letters: `V600E` is `Val600Glu`.

    >>> three_letters("E746_A750delinsIP")
    'Glu746_Ala750delinsIlePro'
    """
    return "".join(
        THREE_LETTER[letter] if letter.isupper() or letter == "*" else letter for letter in change
    )


def _transcript(gene: str, build: GenomeBuild) -> Transcript:
    transcript = open_reference().reported_transcript(gene, build)
    assert transcript is not None, gene
    return transcript


def _bases(build: GenomeBuild, contig: str, start0: int, end0: int) -> str:
    bases = open_reference().sequences.bases(build, contig, start0, end0)
    assert "N" not in bases, f"{contig}:{start0 + 1}-{end0} is not embedded"
    return bases
