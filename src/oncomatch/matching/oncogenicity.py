"""Oncogenicity of a small variant from what is embedded: ClinGen/CGC/VICC 2022 (PMID 35101336).

A criterion that needs what is not here (predictors, conservation, a table of variants classed by
this standard) is not assessable and gives no points: the class is never better than its evidence.
"""

from __future__ import annotations

from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.biomarker import CodingChange, ProteinChange, atoms_of
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.evidence import Direction
from oncomatch.domain.meaning import ClinicalMeaning, MeaningKind, MeaningSignificance
from oncomatch.domain.oncogenicity import Criterion, CriterionState, OncogenicitySheet, Rule, add_up
from oncomatch.domain.protein_change import normalize_protein_change
from oncomatch.knowledge.base import KnowledgeBase
from oncomatch.matching.standing import SUPPRESSOR, effects_of, is_null, recurrent_names

MET, NOT_MET = CriterionState.MET, CriterionState.NOT_MET
NOT_ASSESSABLE = CriterionState.NOT_ASSESSABLE

CONTINENTAL = frozenset({"AFR", "AMR", "EAS", "NFE", "SAS"})
"""The populations of gnomAD that the standard names."""

_ONCOGENE = "oncogene"
_RULES = tuple(Rule)
_MANY_AT_RESIDUE, _MANY_WITH_CHANGE = 50, 10
_VERY_COMMON, _COMMON, _VERY_RARE = 0.05, 0.01, 0.0001
_WELL_ESTABLISHED_STARS = 3
_GAINS = {MeaningSignificance.GAIN_OF_FUNCTION, MeaningSignificance.NEOMORPHIC}
_LOSSES = {MeaningSignificance.LOSS_OF_FUNCTION, MeaningSignificance.DOMINANT_NEGATIVE}

_WANTING = {
    Rule.SAME_CHANGE: "no table of variants classed by this standard is embedded",
    Rule.CRITICAL_DOMAIN: "no table of critical parts of domains is embedded",
    Rule.OTHER_MISSENSE: "no table of variants classed by this standard is embedded",
    Rule.COMPUTATIONAL: "no computational predictor is embedded",
    Rule.SINGLE_AETIOLOGY: "no table of malignancies with a single genetic cause is embedded",
    Rule.COMPUTATIONAL_AGAINST: "no computational predictor is embedded",
    Rule.SILENT: "no conservation of nucleotides is embedded",
}


def assess_oncogenicity(variant: SmallVariant, knowledge: KnowledgeBase) -> OncogenicitySheet:
    """Return the point sheet of a variant: every criterion with its state and reason."""
    found = dict(_WANTED)
    role = knowledge.roles.get(variant.gene, "")
    for criterion in (
        _null(variant, role),
        _length(variant, role),
        *_hotspot(variant, knowledge),
        *_functional(variant, role, knowledge),
        *_population(variant),
    ):
        found[criterion.rule] = criterion
    return add_up(variant.id, tuple([found[rule] for rule in _RULES]))


def _criterion(rule: Rule, state: CriterionState, reason: str) -> Criterion:
    return Criterion(rule, state, rule.points if state is MET else 0, reason)


_WANTED = {rule: _criterion(rule, NOT_ASSESSABLE, reason) for rule, reason in _WANTING.items()}


def _null(variant: SmallVariant, role: str) -> Criterion:
    rule, effect = Rule.NULL_IN_SUPPRESSOR, variant.effect
    if effect is None:
        return _criterion(rule, NOT_ASSESSABLE, "the consequence is not determined")
    if not effect.most_severe.is_null:
        return _criterion(rule, NOT_MET, "no null variant")
    if not role:
        return _criterion(rule, NOT_ASSESSABLE, f"the role of {variant.gene} is not embedded")
    if role != SUPPRESSOR:
        return _criterion(rule, NOT_MET, f"null variant, but {variant.gene} is an {role}")
    if not is_null(effect):
        return _criterion(rule, NOT_MET, "the transcript may escape decay: near the 3' end")
    return _criterion(rule, MET, f"null variant in {variant.gene}, a tumour suppressor")


def _length(variant: SmallVariant, role: str) -> Criterion:
    rule, effect = Rule.LENGTH_CHANGE, variant.effect
    if effect is None:
        return _criterion(rule, NOT_ASSESSABLE, "the consequence is not determined")
    stop_lost = Consequence.STOP_LOST in effect.consequences
    changed = stop_lost or (not effect.most_severe.is_null and bool(effect.residue_delta))
    if not changed:
        return _criterion(rule, NOT_MET, "the protein keeps its length, or is null")
    if not role:
        return _criterion(rule, NOT_ASSESSABLE, f"the role of {variant.gene} is not embedded")
    if stop_lost and role != SUPPRESSOR:
        return _criterion(rule, NOT_MET, f"stop lost, but {variant.gene} is an {role}")
    return _criterion(
        rule, MET, f"the protein changes its length in {variant.gene}, a known {role}"
    )


def _hotspot(variant: SmallVariant, knowledge: KnowledgeBase) -> tuple[Criterion, ...]:
    rules = (Rule.STRONG_HOTSPOT, Rule.MODERATE_HOTSPOT, Rule.WEAK_HOTSPOT)
    if variant.effect is None:
        return tuple(
            _criterion(rule, NOT_ASSESSABLE, "the consequence is not determined") for rule in rules
        )
    if variant.effect.most_severe.is_null:
        return tuple(_criterion(rule, NOT_MET, "null variant; see OVS1") for rule in rules)
    counts = [
        knowledge.hotspot_counts[variant.gene, change]
        for change in recurrent_names(variant)
        if (variant.gene, change) in knowledge.hotspot_counts
    ]
    if not counts:
        return tuple(_criterion(rule, NOT_MET, "not in cancerhotspots v2") for rule in rules)
    at_residue, with_change = max(counts)
    reason = (
        f"cancerhotspots v2: {at_residue} tumours with a change of the residue, "
        f"{with_change} with this one"
    )
    if with_change < _MANY_WITH_CHANGE:
        met = Rule.WEAK_HOTSPOT
    else:
        strong = at_residue >= _MANY_AT_RESIDUE
        met = Rule.STRONG_HOTSPOT if strong else Rule.MODERATE_HOTSPOT
    return tuple(_criterion(rule, MET if rule is met else NOT_MET, reason) for rule in rules)


def _functional(
    variant: SmallVariant, role: str, knowledge: KnowledgeBase
) -> tuple[Criterion, Criterion]:
    rules = Rule.FUNCTIONAL_STUDIES, Rule.FUNCTIONAL_STUDIES_AGAINST
    studies = [
        meaning
        for meaning in knowledge.meanings_of(variant.gene)
        if meaning.kind is MeaningKind.FUNCTIONAL
        and meaning.direction is Direction.SUPPORTS
        and (meaning.rating or 0) >= _WELL_ESTABLISHED_STARS
        and not meaning.flagged
        and _names(meaning, variant)
    ]
    wanted = _LOSSES if role == SUPPRESSOR else _GAINS if role == _ONCOGENE else set()
    speaking = [study for study in studies if study.significance in wanted]
    against = [
        study for study in studies if study.significance is MeaningSignificance.UNALTERED_FUNCTION
    ]
    if not speaking and not against:
        reason = "no functional study of three stars and more is embedded"
        return _both(rules, NOT_ASSESSABLE, reason)
    if speaking and against:
        reason = f"studies disagree: {_ids(speaking)} against {_ids(against)}"
        return _both(rules, NOT_ASSESSABLE, reason)
    met, ids = (rules[0], _ids(speaking)) if speaking else (rules[1], _ids(against))
    word = speaking[0].significance.word if speaking else against[0].significance.word
    states = [MET if rule is met else NOT_MET for rule in rules]
    reason = f"{word.lower()} by functional study ({ids})"
    return _criterion(rules[0], states[0], reason), _criterion(rules[1], states[1], reason)


def _both(
    rules: tuple[Rule, Rule], state: CriterionState, reason: str
) -> tuple[Criterion, Criterion]:
    return _criterion(rules[0], state, reason), _criterion(rules[1], state, reason)


def _population(variant: SmallVariant) -> tuple[Criterion, ...]:
    rules = (Rule.RARE_IN_POPULATION, Rule.VERY_COMMON_IN_POPULATION, Rule.COMMON_IN_POPULATION)
    seen = variant.population
    if seen is None:
        reason = "neither the file nor a table says how frequent it is in populations"
        return tuple(_criterion(rule, NOT_ASSESSABLE, reason) for rule in rules)
    reason = f"highest population frequency {seen.highest:g} ({seen.source})"
    complete = CONTINENTAL.issubset(seen.populations)
    rare, common = seen.highest < _VERY_RARE, seen.highest > _COMMON
    very_common = seen.highest > _VERY_COMMON
    unsure = NOT_MET if complete else NOT_ASSESSABLE
    some = reason if complete else f"{reason}; not all of the standard's populations are given"
    return (
        _criterion(rules[0], (MET if complete else NOT_ASSESSABLE) if rare else NOT_MET, some),
        _criterion(rules[1], MET if very_common else unsure, some),
        _criterion(rules[2], MET if common and not very_common else unsure, some),
    )


def _names(meaning: ClinicalMeaning, variant: SmallVariant) -> bool:
    """Whether a statement is about exactly this change and nothing beside it."""
    atoms = atoms_of(meaning.biomarker)
    if len(atoms) != 1 or not isinstance(atoms[0], ProteinChange | CodingChange):
        return False
    atom = atoms[0]
    if atom.gene != variant.gene:
        return False
    if isinstance(atom, CodingChange):
        effect = variant.effect
        return effect is not None and effect.hgvs_c.rpartition(":")[2] == atom.change
    return normalize_protein_change(atom.change) in _changes(variant)


def _changes(variant: SmallVariant) -> set[str]:
    """Return the protein changes on the transcripts of the gene, as sources may number them."""
    return {normalize_protein_change(effect.protein_change) for effect in effects_of(variant)} - {
        ""
    }


def _ids(studies: list[ClinicalMeaning]) -> str:
    return ", ".join(sorted(study.id for study in studies))
