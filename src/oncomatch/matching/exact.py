"""Exact changes: of the protein, of the coding sequence, of the genome."""

from __future__ import annotations

import re

from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.biomarker import CodingChange, GenomicChange, ProteinChange
from oncomatch.domain.coding_change import normalize_coding_change
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.protein_change import normalize_protein_change, residues_of
from oncomatch.matching.facts import Facts
from oncomatch.matching.genomic import is_covered, on_build_of, same_change
from oncomatch.matching.kinds import met
from oncomatch.matching.places import SPLICE_SITE
from oncomatch.matching.protein_names import is_in_frame, same_protein
from oncomatch.matching.questions import Question, codons_covered, effect_on, touches
from oncomatch.matching.together import may_be_together

_CODING_PLACE = re.compile(r"c\.(\d+)([+-]\d+)?(?:_(\d+)([+-]\d+)?)?")
_UNSEEN = "whether that place was covered is not known"


def protein_change(biomarker: ProteinChange, facts: Facts) -> Question:
    """Ask for a protein change, numbered on the pattern's transcript, whatever name a call has."""
    gene, transcript = biomarker.gene, biomarker.transcript
    wanted = normalize_protein_change(biomarker.change)
    numbers = [number for _, number in residues_of(wanted)]
    low, high = (min(numbers), max(numbers)) if numbers else (0, 0)
    has_other_names = wanted.endswith("fs") or is_in_frame(wanted)

    def fits(variant: SmallVariant) -> bool:
        effect = effect_on(variant, transcript)
        if effect is None:
            return False
        found = normalize_protein_change(effect.protein_change)
        if found == wanted:
            return True
        return has_other_names and (
            _same_frameshift(found, wanted)
            or same_protein(found, wanted, facts.protein(gene, transcript))
        )

    def concerns(variant: SmallVariant) -> bool:
        return fits(variant) or touches(effect_on(variant, transcript), low, high)

    def near() -> list[SmallVariant]:
        calls = facts.altering(gene)
        return [each for each in calls if touches(effect_on(each, transcript), low, high)]

    def fit(variant: SmallVariant) -> Evaluation | None:
        if fits(variant):
            return met(variant)
        if not touches(effect_on(variant, transcript), low, high):
            return None
        if variant.effect is not None and "delins" in variant.effect.protein_change:
            reason = f"{variant.label} changes the same residues as {biomarker.change}"
            return Evaluation(Outcome.UNKNOWN, reason, (variant.id,))
        if may_be_together(near(), wanted, facts.transcript(gene)):
            named = " and ".join(each.label for each in near())
            reason = f"on one haplotype {named} may be {biomarker.change}, and are not read as one"
            return Evaluation(Outcome.UNKNOWN, reason, tuple(each.id for each in near()))
        reason = f"{gene} carries {variant.label}, not {biomarker.change}"
        return Evaluation(Outcome.NOT_MET, reason, (variant.id,))

    return Question(
        gene,
        f"{gene} {biomarker.change}",
        facts.altering(gene),
        fit,
        covered=bool(numbers) and codons_covered(facts, gene, low, high, transcript),
        concerns=concerns,
        near_is_enough=True,
    )


def _same_frameshift(found: str, wanted: str) -> bool:
    """Whether both are frameshifts of the same first residue: `R213Pfs` and `R213fs`."""
    if not (found.endswith("fs") and wanted.endswith("fs")):
        return False
    return residues_of(found)[:1] == residues_of(wanted)[:1]


def coding_change(biomarker: CodingChange, facts: Facts) -> Question:
    """Ask for a coding change on the reported transcript."""
    gene, wanted = biomarker.gene, normalize_coding_change(biomarker.change)

    def fit(variant: SmallVariant) -> Evaluation | None:
        effect = variant.effect
        if effect is not None and effect.hgvs_c.rpartition(":")[2] == wanted:
            return met(variant)
        if variant.parts and codons is not None and touches(effect, *codons):
            reason = f"{variant.label} was read from several calls, which c. names apart"
            return Evaluation(Outcome.UNKNOWN, reason, (variant.id,))
        return None

    codons = _codons_of(wanted)
    known = codons is not None and _introns_covered(wanted, gene, facts)
    return Question(
        gene,
        f"{gene} {biomarker.change}",
        facts.variants.get(gene, ()),
        fit,
        covered=known and codons is not None and codons_covered(facts, gene, *codons),
        concerns=_any_call,
        unseen="" if known else _UNSEEN,
    )


def genomic_change(biomarker: GenomicChange, facts: Facts) -> Question:
    """Ask for a genomic change, in whatever way it is written and on whichever build."""
    gene = biomarker.gene
    wanted = on_build_of(facts, biomarker.variant)

    def fit(variant: SmallVariant) -> Evaluation | None:
        if wanted is None or not same_change(variant.variant, wanted, facts.reference):
            return None
        return met(variant)

    covered, unseen = False, _UNSEEN
    if wanted is None:
        unseen = "it has no certain counterpart on the build of the case"
    elif is_covered(facts, gene, wanted):
        covered, unseen = True, ""
    return Question(
        gene,
        str(biomarker),
        facts.variants.get(gene, ()),
        fit,
        covered=covered,
        concerns=_any_call,
        unseen=unseen,
    )


def _any_call(variant: SmallVariant) -> bool:
    """Any call left out may be the change in question, whatever it does to the protein."""
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
