"""Whether a tumour carries the small variants that a pattern asks for.

The answer is MET only for a reported variant that fits, and NOT_MET only where the places were
covered and nothing unclear stands in the way (`Facts.not_found`).
"""

from __future__ import annotations

from functools import partial

from oncomatch.domain.alteration import SmallVariant, TranscriptEffect
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
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.evaluation import Evaluation, Outcome, any_of
from oncomatch.domain.protein_change import normalize_protein_change, residues_of
from oncomatch.matching.facts import Facts
from oncomatch.matching.standing import exon_number, in_frame_kind, is_null

_SPLICE_SITES = {Consequence.SPLICE_DONOR, Consequence.SPLICE_ACCEPTOR}
_NEAR_SPLICE = {
    Consequence.SPLICE_REGION,
    Consequence.SPLICE_DONOR_5TH_BASE,
    Consequence.SPLICE_DONOR_REGION,
    Consequence.SPLICE_POLYPYRIMIDINE_TRACT,
}
_IN_FRAME = {ChangeKind.INFRAME_DELETION, ChangeKind.INFRAME_INSERTION}
_TRUNCATING = {Consequence.STOP_GAINED, Consequence.FRAMESHIFT}


def protein_change(biomarker: ProteinChange, facts: Facts) -> Evaluation:
    """Exact protein change, numbered on the pattern's transcript."""
    wanted = normalize_protein_change(biomarker.change)
    residues = [number for _, number in residues_of(wanted)]
    nearby = []
    for variant in facts.altering(biomarker.gene):
        effect = _effect(variant, biomarker.transcript)
        if effect is None:
            continue
        found = normalize_protein_change(effect.protein_change)
        if found == wanted or _same_frameshift(found, wanted):
            return _met(variant)
        if residues and _touches(effect, min(residues), max(residues)):
            nearby.append(variant)
    for variant in nearby:
        if variant.effect is not None and "delins" in variant.effect.protein_change:
            reason = f"{variant.label} changes the same residues as {biomarker.change}"
            return Evaluation(Outcome.UNKNOWN, reason, (variant.id,))
    if nearby:
        reason = f"{biomarker.gene} carries {nearby[0].label}, not {biomarker.change}"
        return Evaluation(Outcome.NOT_MET, reason, (nearby[0].id,))
    low, high = (min(residues), max(residues)) if residues else (0, 0)
    covered = bool(residues) and _codons_covered(facts, biomarker, low, high)
    what = f"{biomarker.gene} {biomarker.change}"
    concerns = partial(_touches, first=low, last=high)
    return facts.not_found(biomarker.gene, what, covered=covered, concerns=concerns)


def coding_change(biomarker: CodingChange, facts: Facts) -> Evaluation:
    """Exact coding change on the reported transcript."""
    for variant in facts.variants.get(biomarker.gene, ()):
        effect = variant.effect
        if effect is not None and effect.hgvs_c.rpartition(":")[2] == biomarker.change:
            return _met(variant)
    position = biomarker.change.removeprefix("c.")
    digits = position[: len(position) - len(position.lstrip("0123456789"))]
    codon = (int(digits) - 1) // 3 + 1 if digits else 0
    what = f"{biomarker.gene} {biomarker.change}"
    covered = bool(codon) and _ranges_cover(facts, biomarker.gene, codon, codon)
    if not codon and facts.coverage(biomarker.gene).assessment is not Assessment.NOT_ASSESSED:
        return Evaluation(Outcome.UNKNOWN, f"{what}: whether that place was covered is not known")
    return facts.not_found(biomarker.gene, what, covered=covered)


def codon_change(biomarker: CodonChange, facts: Facts) -> Evaluation:
    """Any missense or in-frame change of the codons; an insertion between them is not one."""
    unclear = []
    for variant in facts.altering(biomarker.gene):
        effect = _effect(variant, biomarker.transcript)
        if effect is None or not _touches(effect, biomarker.first, biomarker.last):
            continue
        if Consequence.MISSENSE in effect.consequences and _single(effect):
            return _met(variant)
        unclear.append(variant)
    if unclear:
        reason = f"{unclear[0].label} touches {biomarker}, but is not a substitution of it"
        return Evaluation(Outcome.UNKNOWN, reason, (unclear[0].id,))
    covered = _codons_covered(facts, biomarker, biomarker.first, biomarker.last)
    concerns = partial(_touches, first=biomarker.first, last=biomarker.last)
    return facts.not_found(biomarker.gene, str(biomarker), covered=covered, concerns=concerns)


def exon_change(biomarker: ExonChange, facts: Facts) -> Evaluation:
    """Answer for a kind of change in one exon of the reported transcript."""
    if biomarker.kind is ChangeKind.SKIPPING:
        return _exon_skipping(biomarker, facts)
    what = f"{biomarker.gene} exon {biomarker.exon} {biomarker.kind.value.replace('_', ' ')}"
    here = [
        variant
        for variant in facts.altering(biomarker.gene)
        if variant.effect is not None and exon_number(variant.effect) == biomarker.exon
    ]
    answer = _of_kind(here, biomarker.kind, facts)
    if answer is not None:
        return answer
    transcript = facts.transcript(biomarker.gene)
    if transcript is not None and transcript.coding_only:
        if facts.altering(biomarker.gene):
            reason = f"{what}: exon numbers of {biomarker.gene} are not embedded"
            return Evaluation(Outcome.UNKNOWN, reason)
        return facts.not_found(biomarker.gene, what, covered=False)
    covered = biomarker.exon in facts.coverage(biomarker.gene).exons
    return facts.not_found(
        biomarker.gene,
        what,
        covered=covered,
        concerns=lambda effect: exon_number(effect) in (biomarker.exon, None),
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
    doubtful = None
    for variant in facts.variants.get(gene, ()):
        effect = variant.effect
        if effect is None or not _borders(effect, exon):
            continue
        if _SPLICE_SITES.intersection(effect.consequences):
            return _met(variant)
        if _NEAR_SPLICE.intersection(effect.consequences):
            reason = f"{variant.label} lies by a splice site of exon {exon}; skipping is not known"
            doubtful = Evaluation(Outcome.UNKNOWN, reason, (variant.id,))
    if doubtful is not None:
        return doubtful
    covered = exon in facts.coverage(gene).flanked_exons
    found = facts.not_found(
        gene, what, covered=covered, concerns=lambda effect: _borders(effect, exon)
    )
    if found.outcome is Outcome.NOT_MET and not covered:
        return Evaluation(Outcome.UNKNOWN, f"{what}: the splice sites were not covered")
    return found


def _borders(effect: TranscriptEffect, exon: int) -> bool:
    """Whether an effect lies in the exon or in an intron beside it, at the exon's own border."""
    intron = effect.intron.partition("/")[0]
    terms = set(effect.consequences)
    if intron.isdecimal():
        if Consequence.SPLICE_DONOR in terms:
            return int(intron) == exon
        if Consequence.SPLICE_ACCEPTOR in terms:
            return int(intron) == exon - 1
        return int(intron) in (exon - 1, exon)
    return exon_number(effect) == exon


def _effect(variant: SmallVariant, transcript: str) -> TranscriptEffect | None:
    return variant.effect_on(transcript) if transcript else variant.effect


def _met(variant: SmallVariant) -> Evaluation:
    return Evaluation(Outcome.MET, f"{variant.label} detected", (variant.id,))


def _same_frameshift(found: str, wanted: str) -> bool:
    """Whether both are frameshifts of the same first residue: `R213Pfs` and `R213fs`."""
    if not (found.endswith("fs") and wanted.endswith("fs")):
        return False
    return residues_of(found)[:1] == residues_of(wanted)[:1]


def _touches(effect: TranscriptEffect, first: int, last: int) -> bool:
    if effect.first_residue is None or effect.last_residue is None:
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
