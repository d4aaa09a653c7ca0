"""What speaks for and against an inherited variant, and what each call has to be warned of.

Nothing here decides a pattern: only a matched normal or a germline file does. The words are
*presumed* and *possibly*.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.evidence import Direction
from oncomatch.domain.match import MeaningMatch
from oncomatch.domain.meaning import MeaningKind, MeaningSignificance
from oncomatch.domain.oncogenicity import Oncogenicity, OncogenicitySheet
from oncomatch.domain.origin import CallOrigin, OriginSheet, is_deaminated
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.specimen import SpecimenType
from oncomatch.domain.tumor_type import TumorType
from oncomatch.knowledge.base import KnowledgeBase
from oncomatch.knowledge.germline_genes import haematopoiesis_genes, hereditary_genes
from oncomatch.matching.allele_fraction import (
    HALF,
    ExpectedFractions,
    expected_fractions,
    fits,
    is_below,
)
from oncomatch.matching.facts import Facts
from oncomatch.matching.normal import germline_filter, origin_by_normal
from oncomatch.matching.standing import ONCOGENE, is_null, standing_of

_COMMON, _SEEN = 0.01, 0.0001
"""From ClinGen/CGC/VICC 2022: above 1 % is common (SBS1); up to 0.01 % counts as rare (OP4)."""

_MOST_NAMED = 3
_RECURRENT = "recurrent in cancer"
_BLOOD_TUMORS = {"MYELOID", "LYMPH"}
_BLOOD_SPECIMENS = {SpecimenType.PLASMA, SpecimenType.BLOOD, SpecimenType.MARROW}
_PATHOGENIC = {
    MeaningSignificance.PREDISPOSITION.word,
    MeaningSignificance.PATHOGENIC.word,
    MeaningSignificance.LIKELY_PATHOGENIC.word,
}
_ONCOGENIC = {Oncogenicity.ONCOGENIC, Oncogenicity.LIKELY_ONCOGENIC}
COUNSEL = "confirm in germline, offer counselling"


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is known of the origin of a call, and both sides of it."""

    origin: CallOrigin
    reason: str
    speaks_for: tuple[str, ...]
    against: tuple[str, ...]


def is_blood_tumor(tumor_type: TumorType) -> bool:
    """Whether a tumour is of blood or lymph: clones of blood cells are the tumour there."""
    return not _BLOOD_TUMORS.isdisjoint((tumor_type.code, *tumor_type.ancestors))


def origin_sheets(
    profile: TumorProfile,
    facts: Facts,
    knowledge: KnowledgeBase,
    oncogenicity: Iterable[OncogenicitySheet],
    meanings: Iterable[MeaningMatch],
    tumor_type: TumorType,
) -> tuple[OriginSheet, ...]:
    """Return the sheet of each reported call that alters a protein.

    Those that were not reported, since the caller takes them for inherited, have one where they
    are pathogenic in a gene of hereditary cancer.
    """
    oncogenic = {each.variant for each in oncogenicity if each.classification in _ONCOGENIC}
    named = _predisposing(meanings)
    blood = is_blood_tumor(tumor_type)
    sheets = []
    for variant in profile.small_variants:
        if variant.effect is None or not variant.effect.most_severe.alters_protein:
            continue
        why = facts.standings[variant.id].reason
        known = facts.standings[variant.id].outcome is Outcome.MET
        weighed = weigh(variant, profile, facts, recurrent=known and _RECURRENT in why)
        pathogenic = known or variant.id in oncogenic or variant.label in named
        sheets.append(
            _sheet(
                variant,
                weighed,
                hereditary_words(variant, weighed.origin, knowledge, known=pathogenic, facts=facts),
                haematopoiesis="" if blood else blood_words(variant, weighed.origin, profile),
                artefact=artefact_words(variant, profile),
            )
        )
    for variant in profile.left_out:
        if not germline_filter(variant.filters) or variant.gene not in hereditary_genes():
            continue
        standing = standing_of(variant, knowledge, facts.reference)
        known = standing.outcome is Outcome.MET
        weighed = weigh(variant, profile, facts, recurrent=_RECURRENT in standing.reason)
        words = hereditary_words(variant, weighed.origin, knowledge, known=known, facts=facts)
        if words:
            sheets.append(_sheet(variant, weighed, words, reported=False))
    return tuple(sheets)


def _sheet(
    variant: SmallVariant,
    weighed: Weighed,
    hereditary: str,
    haematopoiesis: str = "",
    artefact: str = "",
    *,
    reported: bool = True,
) -> OriginSheet:
    return OriginSheet(
        variant=variant.id,
        label=variant.label,
        reported=reported,
        origin=weighed.origin,
        reason=weighed.reason,
        for_germline=weighed.speaks_for,
        against_germline=weighed.against,
        hereditary=hereditary,
        haematopoiesis=haematopoiesis,
        artefact=artefact,
    )


def weigh(
    variant: SmallVariant, profile: TumorProfile, facts: Facts, *, recurrent: bool
) -> Weighed:
    """Return the origin of a call: as the normal tells, else what is presumed and why."""
    origin, reason = origin_by_normal(variant, profile.normal.error)
    if facts.germline is not None and _has(facts.germline, variant):
        origin, reason = CallOrigin.GERMLINE, "the germline file has it"
    seen = variant.population.highest if variant.population is not None else None
    speaks_for, against = [], []
    if origin in (CallOrigin.PRESUMED_GERMLINE, CallOrigin.GERMLINE):
        speaks_for.append(reason)
    elif origin is CallOrigin.SOMATIC:
        against.append(reason)
    if seen is not None and seen > _SEEN and variant.population is not None:
        word = "common" if seen > _COMMON else "seen"
        speaks_for.append(f"{word} in populations ({seen:.2g}, {variant.population.source})")
    if recurrent:
        against.append(_RECURRENT)
    expected = expected_fractions(profile.purity, facts.copy_numbers.get(variant.gene))
    inherited, somatic = _by_fraction(variant, expected, speaks_for, against)
    if origin is not CallOrigin.UNKNOWN:
        return Weighed(origin, reason, tuple(speaks_for), tuple(against))
    if seen is not None and (seen > _COMMON or (seen > _SEEN and inherited)):
        origin, reason = CallOrigin.PRESUMED_GERMLINE, speaks_for[0]
    elif inherited and not somatic and not recurrent and profile.purity is not None:
        origin = CallOrigin.PRESUMED_GERMLINE
        reason = "the VAF fits an inherited variant, not a clonal somatic one"
    elif (inherited and not recurrent) or (seen is not None and seen > _SEEN):
        origin, reason = CallOrigin.POSSIBLY_GERMLINE, speaks_for[0]
    return Weighed(origin, reason, tuple(speaks_for), tuple(against))


def _by_fraction(
    variant: SmallVariant, expected: ExpectedFractions, speaks_for: list[str], against: list[str]
) -> tuple[bool, bool]:
    """Note what the VAF says; return whether it fits an inherited and a clonal somatic variant."""
    vaf = variant.reads.vaf
    if vaf is None:
        return False, False
    inherited = fits(variant.reads, expected.germline)
    somatic = fits(variant.reads, expected.somatic)
    shown = f"VAF {vaf:.0%}"
    wanted = _percents(expected.germline)
    if inherited:
        speaks_for.append(f"{shown} fits an inherited variant ({wanted}; {expected.assumed})")
    elif expected.least is None and vaf < HALF:
        against.append(f"{shown}: an inherited variant has less than half if its copy is lost only")
    elif expected.least is not None and is_below(variant.reads, expected.least):
        against.append(
            f"{shown} is below what an inherited variant has, even if its copy is lost "
            f"({expected.least:.0%}; {expected.assumed})"
        )
    if somatic:
        against.append(f"{shown} fits a clonal somatic variant ({_percents(expected.somatic)})")
    return inherited, somatic


def _percents(fractions: tuple[float, ...]) -> str:
    if len(fractions) > _MOST_NAMED:
        return f"{fractions[0]:.0%} to {fractions[-1]:.0%}"
    return " or ".join(f"{each:.0%}" for each in fractions)


def hereditary_words(
    variant: SmallVariant,
    origin: CallOrigin,
    knowledge: KnowledgeBase,
    *,
    known: bool,
    facts: Facts,
) -> str:
    """Return that a pathogenic change in a gene of hereditary cancer needs a germline test.

    Pathogenic are changes that are `known` to the knowledge, and truncating ones unless the gene
    is an oncogene. That a change is inherited is never asserted.
    """
    gene = hereditary_genes().get(variant.gene)
    if gene is None or variant.effect is None:
        return ""
    truncating = is_null(variant.effect) and knowledge.roles.get(variant.gene) != ONCOGENE
    if not (known or truncating):
        return ""
    about = "; ".join((*gene.diseases, *gene.notes)) or "hereditary cancer"
    listed = ", ".join(gene.sources)
    if origin is CallOrigin.GERMLINE:
        return f"the germline file has it; offer counselling ({about}; listed by {listed})"
    if facts.germline is not None:
        return (
            f"the germline file does not list it; {COUNSEL} if its test did not cover the gene "
            f"({about}; listed by {listed})"
        )
    if origin is CallOrigin.SOMATIC:
        return (
            f"the matched normal does not have it; {COUNSEL} where no germline test was done "
            f"({about}; listed by {listed})"
        )
    return f"{COUNSEL} ({about}; listed by {listed})"


def _has(germline: Facts, variant: SmallVariant) -> bool:
    return any(each.id == variant.id for each in germline.variants.get(variant.gene, ()))


def blood_words(variant: SmallVariant, origin: CallOrigin, profile: TumorProfile) -> str:
    """Return that a change may come from blood cells, empty where that is not to be thought of.

    A matched normal that does not have it speaks against a clone of blood cells.
    """
    citation = haematopoiesis_genes().get(variant.gene)
    if citation is None or origin in (CallOrigin.SOMATIC, CallOrigin.GERMLINE):
        return ""
    if profile.specimen.type in _BLOOD_SPECIMENS:
        return (
            f"may come from blood cells, not from the tumour: {variant.gene} is changed in clonal "
            f"haematopoiesis ({citation}); test white blood cells"
        )
    return (
        f"blood cells in the tissue may carry it: {variant.gene} is changed in clonal "
        f"haematopoiesis ({citation})"
    )


def artefact_words(variant: SmallVariant, profile: TumorProfile) -> str:
    """Return that a call has the pattern of a formalin artefact in a file with too many of them."""
    counts, vaf = profile.deamination, variant.reads.vaf
    fixed = profile.specimen.type in (SpecimenType.FFPE, SpecimenType.UNKNOWN)
    if counts is None or not counts.is_excessive or not fixed or vaf is None:
        return ""
    if vaf >= counts.limit or not is_deaminated(variant.variant):
        return ""
    return "C>T or G>A at a low VAF in a file with too many of them: may be an artefact of fixation"


def _predisposing(meanings: Iterable[MeaningMatch]) -> Collection[str]:
    """Return what is named by accepted statements that it predisposes."""
    return {
        label
        for each in meanings
        if each.kind == MeaningKind.PREDISPOSING.value
        and each.significance in _PATHOGENIC
        and each.direction is not Direction.DOES_NOT_SUPPORT
        and not each.flagged
        for label in each.labels
    }
