"""Whether a tumour carries the small variants that a pattern asks for.

The answer is MET only for a reported variant that fits, and NOT_MET only where the places were
covered and nothing unclear stands in the way (`Facts.not_found`).
"""

from __future__ import annotations

import re

from oncomatch.domain.alteration import AnnotationState, SmallVariant, TranscriptEffect
from oncomatch.domain.assay import Assessment
from oncomatch.domain.biomarker import (
    ChangeKind,
    CodingChange,
    CodonChange,
    CopyNumberKind,
    ExonChange,
    GeneMutation,
    ProteinChange,
    WildType,
)
from oncomatch.domain.coding_change import normalize_coding_change
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.evaluation import Evaluation, Outcome, any_of
from oncomatch.domain.protein_change import normalize_protein_change, residues_of
from oncomatch.matching.facts import Facts, may_alter_protein
from oncomatch.matching.places import SPLICE_SITE, exons_replaced, exons_unspliced
from oncomatch.matching.protein_names import same_protein
from oncomatch.matching.standing import exon_number, in_frame_kind, is_null
from oncomatch.reference.transcript import Transcript

_SPLICE_SITES = {Consequence.SPLICE_DONOR, Consequence.SPLICE_ACCEPTOR}
_NEAR_SPLICE = {
    Consequence.SPLICE_REGION,
    Consequence.SPLICE_DONOR_5TH_BASE,
    Consequence.SPLICE_DONOR_REGION,
    Consequence.SPLICE_POLYPYRIMIDINE_TRACT,
}
_IN_FRAME = {ChangeKind.INFRAME_DELETION, ChangeKind.INFRAME_INSERTION}
_CODING_PLACE = re.compile(r"c\.(\d+)([+-]\d+)?(?:_(\d+)([+-]\d+)?)?")
_TRUNCATING = {Consequence.STOP_GAINED, Consequence.FRAMESHIFT}


def protein_change(biomarker: ProteinChange, facts: Facts) -> Evaluation:
    """Exact protein change, numbered on the pattern's transcript, whatever name a call has."""
    gene = biomarker.gene
    wanted = normalize_protein_change(biomarker.change)
    protein = facts.protein(gene, biomarker.transcript)
    numbers = [number for _, number in residues_of(wanted)]
    low, high = (min(numbers), max(numbers)) if numbers else (0, 0)

    def fits(variant: SmallVariant) -> bool:
        effect = _effect(variant, biomarker.transcript)
        if effect is None:
            return False
        found = normalize_protein_change(effect.protein_change)
        return _same_frameshift(found, wanted) or same_protein(found, wanted, protein)

    def touches(variant: SmallVariant) -> bool:
        return fits(variant) or _touches(_effect(variant, biomarker.transcript), low, high)

    altering = facts.altering(gene)
    for variant in altering:
        if fits(variant):
            return _met(variant)
    nearby = [variant for variant in altering if touches(variant)]
    for variant in nearby:
        if variant.effect is not None and "delins" in variant.effect.protein_change:
            reason = f"{variant.label} changes the same residues as {biomarker.change}"
            return Evaluation(Outcome.UNKNOWN, reason, (variant.id,))
    if nearby:
        reason = f"{gene} carries {nearby[0].label}, not {biomarker.change}"
        other = Evaluation(Outcome.NOT_MET, reason, (nearby[0].id,))
        return facts.doubt(gene, touches) or other
    covered = bool(numbers) and _codons_covered(facts, biomarker, low, high)
    what = f"{gene} {biomarker.change}"
    return facts.not_found(gene, what, covered=covered, concerns=touches)


def coding_change(biomarker: CodingChange, facts: Facts) -> Evaluation:
    """Exact coding change on the reported transcript."""
    wanted = normalize_coding_change(biomarker.change)
    for variant in facts.variants.get(biomarker.gene, ()):
        effect = variant.effect
        if effect is not None and effect.hgvs_c.rpartition(":")[2] == wanted:
            return _met(variant)
    what = f"{biomarker.gene} {biomarker.change}"
    codons = _codons_of(wanted)
    if codons is None or not _introns_covered(wanted, biomarker.gene, facts):
        answer = facts.not_found(biomarker.gene, what, covered=False, concerns=_any_call)
        if answer.outcome is Outcome.NOT_MET:
            reason = f"{what}: whether that place was covered is not known"
            return Evaluation(Outcome.UNKNOWN, reason)
        return answer
    covered = _ranges_cover(facts, biomarker.gene, *codons)
    return facts.not_found(biomarker.gene, what, covered=covered, concerns=_any_call)


def _any_call(variant: SmallVariant) -> bool:
    """Any call left out may be the coding change in question, whatever it does to the protein."""
    return True


def _codons_of(change: str) -> tuple[int, int] | None:
    """Return the first and last codon of a coding change, None outside the coding sequence."""
    place = _CODING_PLACE.match(change)
    if place is None:
        return None
    first, _, last, _ = place.groups()
    return (int(first) - 1) // 3 + 1, (int(last or first) - 1) // 3 + 1


def _introns_covered(change: str, gene: str, facts: Facts) -> bool:
    """Whether the intronic bases that a coding change names, if any, were covered."""
    place, transcript = _CODING_PLACE.match(change), facts.transcript(gene)
    assert place is not None
    first, offset, last, last_offset = place.groups()
    ends = [(first, offset), (last or first, last_offset)]
    intronic = [(int(base), int(step)) for base, step in ends if step]
    if not intronic:
        return True
    if transcript is None or transcript.coding_only:
        return False
    flanked = facts.coverage(gene).flanked_exons
    return all(
        abs(step) <= SPLICE_SITE and transcript.exon_of_coding(base - 1) + 1 in flanked
        for base, step in intronic
    )


def codon_change(biomarker: CodonChange, facts: Facts) -> Evaluation:
    """Any missense or in-frame change of the codons; an insertion between them is not one."""

    def touches(variant: SmallVariant) -> bool:
        effect = _effect(variant, biomarker.transcript)
        return _touches(effect, biomarker.first, biomarker.last)

    unclear = []
    for variant in facts.altering(biomarker.gene):
        effect = _effect(variant, biomarker.transcript)
        if effect is None or not touches(variant):
            continue
        if Consequence.MISSENSE in effect.consequences and _single(effect):
            return _met(variant)
        unclear.append(variant)
    if unclear:
        reason = f"{unclear[0].label} touches {biomarker}, but is not a substitution of it"
        return Evaluation(Outcome.UNKNOWN, reason, (unclear[0].id,))
    covered = _codons_covered(facts, biomarker, biomarker.first, biomarker.last)
    return facts.not_found(biomarker.gene, str(biomarker), covered=covered, concerns=touches)


def exon_change(biomarker: ExonChange, facts: Facts) -> Evaluation:
    """Answer for a kind of change in one exon of the reported transcript."""
    if biomarker.kind is ChangeKind.SKIPPING:
        return _exon_skipping(biomarker, facts)
    what = f"{biomarker.gene} exon {biomarker.exon} {biomarker.kind.value.replace('_', ' ')}"
    transcript = facts.transcript(biomarker.gene)
    altering = facts.altering(biomarker.gene)
    here = [variant for variant in altering if _exon(variant) == biomarker.exon]
    answer = _of_kind(here, biomarker.kind, facts)
    if answer is not None:
        return answer
    for variant in altering:
        if biomarker.exon in _borders_crossed(variant, transcript):
            reason = f"{variant.label} crosses a border of exon {biomarker.exon}"
            return Evaluation(Outcome.UNKNOWN, reason, (variant.id,))
    if transcript is not None and transcript.coding_only:
        if altering:
            reason = f"{what}: exon numbers of {biomarker.gene} are not embedded"
            return Evaluation(Outcome.UNKNOWN, reason)
        return facts.not_found(biomarker.gene, what, covered=False)
    covered = biomarker.exon in facts.coverage(biomarker.gene).exons
    return facts.not_found(
        biomarker.gene,
        what,
        covered=covered,
        concerns=lambda variant: (
            (may_alter_protein(variant) and _exon(variant) in (biomarker.exon, None))
            or biomarker.exon in _borders_crossed(variant, transcript)
        ),
    )


def gene_mutation(biomarker: GeneMutation, facts: Facts) -> Evaluation:
    """Answer for a kind of mutation anywhere; gene-level words ask for known meaning."""
    gene, kind = biomarker.gene, biomarker.kind
    answer = _of_kind(facts.altering(gene), kind, facts)
    if answer is not None and answer.outcome is Outcome.MET:
        return answer
    if kind is ChangeKind.LOSS_OF_FUNCTION:
        number = facts.copy_numbers.get(gene)
        if number is not None and number.kind is CopyNumberKind.DELETION:
            return Evaluation(Outcome.MET, f"{gene}: {number.reason}", (number.id,))
    if answer is not None:
        return answer
    whole = facts.coverage(gene).assessment is Assessment.ASSESSED
    return facts.not_found(gene, f"{gene} {kind.value.replace('_', ' ')}", covered=whole)


def wild_type(biomarker: WildType, facts: Facts) -> Evaluation:
    """Answer whether the gene was assessed throughout and nothing was found in it."""
    gene = biomarker.gene
    altering = facts.altering(gene)
    for variant in altering:
        standing = facts.standings[variant.id]
        if standing.outcome is Outcome.MET:
            return Evaluation(Outcome.NOT_MET, f"{variant.label} detected", (variant.id,))
    if altering:
        standing = facts.standings[altering[0].id]
        reason = f"{standing.reason}: {gene} is not called wild type"
        return Evaluation(Outcome.UNKNOWN, reason, (altering[0].id,))
    found = facts.not_found(gene, f"a mutation of {gene}", covered=False)
    if found.outcome is Outcome.NOT_MET:
        reason = f"{gene} was assessed and no mutation was found"
        return Evaluation(Outcome.MET, reason, (f"{gene}-wildtype",))
    return Evaluation(Outcome.UNKNOWN, found.reason, found.facts)


def _of_kind(
    variants: list[SmallVariant] | tuple[SmallVariant, ...], kind: ChangeKind, facts: Facts
) -> Evaluation | None:
    """Return the answer that variants give to a kind of change, None when they say nothing."""
    answers = []
    for variant in variants:
        effect = variant.effect
        assert effect is not None
        if kind in _IN_FRAME:
            if in_frame_kind(effect) is kind:
                answers.append(_met(variant))
        else:
            answer = _fits(variant, effect, kind, facts)
            if answer is not None:
                answers.append(answer)
    return any_of(answers) if answers else None


def _fits(
    variant: SmallVariant, effect: TranscriptEffect, kind: ChangeKind, facts: Facts
) -> Evaluation | None:
    terms = set(effect.consequences)
    standing = facts.standings[variant.id]
    if kind is ChangeKind.MUTATION:
        return standing
    if kind is ChangeKind.MISSENSE:
        return standing if Consequence.MISSENSE in terms else None
    if kind is ChangeKind.FRAMESHIFT:
        return _met(variant) if Consequence.FRAMESHIFT in terms else None
    if kind is ChangeKind.TRUNCATION:
        return _met(variant) if terms & _TRUNCATING else None
    if kind is ChangeKind.LOSS_OF_FUNCTION:
        if is_null(effect):
            return _met(variant)
        return Evaluation(
            Outcome.UNKNOWN, f"{variant.label}: loss of function is not known", (variant.id,)
        )
    if kind is ChangeKind.GAIN_OF_FUNCTION:
        if effect.most_severe.is_null:
            return None
        if standing.outcome is Outcome.MET:
            return standing
        return Evaluation(
            Outcome.UNKNOWN, f"{variant.label}: gain of function is not known", (variant.id,)
        )
    raise ValueError(f"{kind} is not a kind of change of a whole gene")


def _exon_skipping(biomarker: ExonChange, facts: Facts) -> Evaluation:
    gene, exon = biomarker.gene, biomarker.exon
    what = f"{gene} exon {exon} skipping"
    transcript = facts.transcript(gene)
    doubtful = None
    for variant in facts.variants.get(gene, ()):
        effect = variant.effect
        if effect is None or not _borders(variant, exon, transcript):
            continue
        if _SPLICE_SITES.intersection(effect.consequences):
            if _unspliced(variant, transcript) == {exon}:
                return _met(variant)
            reason = f"{variant.label} touches splice sites of exons beside exon {exon} as well"
            doubtful = Evaluation(Outcome.UNKNOWN, reason, (variant.id,))
        elif _NEAR_SPLICE.intersection(effect.consequences):
            reason = f"{variant.label} lies by a splice site of exon {exon}; skipping is not known"
            doubtful = Evaluation(Outcome.UNKNOWN, reason, (variant.id,))
    if doubtful is not None:
        return doubtful
    covered = exon in facts.coverage(gene).flanked_exons
    found = facts.not_found(
        gene,
        what,
        covered=covered,
        concerns=lambda variant: _borders(variant, exon, transcript),
    )
    if found.outcome is Outcome.NOT_MET and not covered:
        return Evaluation(Outcome.UNKNOWN, f"{what}: the splice sites were not covered")
    return found


def _borders(variant: SmallVariant, exon: int, transcript: Transcript | None) -> bool:
    """Whether a variant lies in the exon or in an intron beside it, at the exon's own border."""
    effect = variant.effect
    if effect is None:
        return False
    if _SPLICE_SITES.intersection(effect.consequences):
        return exon in _unspliced(variant, transcript)
    intron = effect.intron.partition("/")[0]
    if intron.isdecimal():
        return int(intron) in (exon - 1, exon)
    return exon_number(effect) == exon


def _unspliced(variant: SmallVariant, transcript: Transcript | None) -> frozenset[int]:
    """Return the exons whose essential splice sites a variant takes, where these are known."""
    effect = variant.effect
    if effect is None or transcript is None or transcript.coding_only:
        return frozenset()
    if not _SPLICE_SITES.intersection(effect.consequences):
        return frozenset()
    return exons_unspliced(variant.variant, transcript)


def _borders_crossed(variant: SmallVariant, transcript: Transcript | None) -> frozenset[int]:
    """Return the exons that a variant enters across a border, or takes a splice site of."""
    if transcript is None or transcript.coding_only:
        return frozenset()
    replaced = exons_replaced(variant.variant, transcript)
    return _unspliced(variant, transcript) | (replaced if len(replaced) > 1 else frozenset())


def _exon(variant: SmallVariant) -> int | None:
    return exon_number(variant.effect) if variant.effect is not None else None


def _effect(variant: SmallVariant, transcript: str) -> TranscriptEffect | None:
    return variant.effect_on(transcript) if transcript else variant.effect


def _met(variant: SmallVariant) -> Evaluation:
    word = "detected"
    if variant.state is not AnnotationState.DETERMINED:
        word = f"detected ({variant.state.value})"
    return Evaluation(Outcome.MET, f"{variant.label} {word}", (variant.id,))


def _same_frameshift(found: str, wanted: str) -> bool:
    """Whether both are frameshifts of the same first residue: `R213Pfs` and `R213fs`."""
    if not (found.endswith("fs") and wanted.endswith("fs")):
        return False
    return residues_of(found)[:1] == residues_of(wanted)[:1]


def _touches(effect: TranscriptEffect | None, first: int, last: int) -> bool:
    if effect is None or effect.first_residue is None or effect.last_residue is None:
        return False
    return effect.first_residue <= last and first <= effect.last_residue


def _single(effect: TranscriptEffect) -> bool:
    return effect.first_residue == effect.last_residue


def _codons_covered(
    facts: Facts, biomarker: ProteinChange | CodonChange, first: int, last: int
) -> bool:
    transcript = facts.transcript(biomarker.gene)
    if biomarker.transcript and transcript and biomarker.transcript != transcript.accession:
        return facts.coverage(biomarker.gene).assessment is Assessment.ASSESSED
    return _ranges_cover(facts, biomarker.gene, first, last)


def _ranges_cover(facts: Facts, gene: str, first: int, last: int) -> bool:
    ranges = facts.coverage(gene).codons
    return any(low <= first and last <= high for low, high in ranges)
