"""AMP/ASCO/CAP 2017 tier of a statement, from its level and its tumour type.

Li et al. (PMID 27993330): I-A approved therapy in this tumour type or guideline; I-B well-powered
studies; II-C approved in another tumour type, or several small studies; II-D preclinical or case
reports; III no convincing evidence. CIViC's levels do not say how well powered a study is, so
level B counts as I-B from three stars on only, and only when it is about this tumour type and
not about tumours of any kind. A flagged item is never better than II-D.

The Cancer Genome Interpreter's release is of 2017. A label or guideline of then may stand no
longer, so it counts as I-B in its tumour type, never as I-A: what is approved today is said by
newer sources. Its trials count as II-C, since it does not say which were well powered; a record
that joins two kinds of evidence counts as the weaker.
"""

from __future__ import annotations

from oncomatch.domain.evidence import (
    CgiLevel,
    Direction,
    EvidenceItem,
    EvidenceLevel,
    EvidenceScheme,
)
from oncomatch.domain.tier import Tier
from oncomatch.domain.tumor_type import ANY, SOLID, Relation

_WELL_POWERED_STARS = 3


def tier_of(item: EvidenceItem, relation: Relation) -> tuple[Tier, str]:
    """Return the tier that a met statement gives, with the rule in words."""
    if item.direction is Direction.DOES_NOT_SUPPORT:
        return Tier.III, "the study does not support the statement"
    if relation is Relation.EXCLUDED:
        return Tier.III, "a label excludes this tumour type"
    tier, rule = _tier_of_level(item, relation)
    if item.flagged and tier.rank <= Tier.IID.rank:
        return Tier.IID, "the item is flagged in its source"
    return tier, rule


def _tier_of_level(item: EvidenceItem, relation: Relation) -> tuple[Tier, str]:
    here = relation.applies
    any_type = {SOLID, ANY}.issuperset(item.tumor_types)
    where = _where(relation, any_type=any_type)
    if item.scheme is EvidenceScheme.FDA_COMPANION_DIAGNOSTIC:
        return (Tier.IA if here else Tier.IIC), f"FDA companion diagnostic {where}"
    if item.scheme is EvidenceScheme.LABEL:
        return (Tier.IA if here else Tier.IIC), f"{item.provenance.source} {where}"
    level = item.level
    if isinstance(level, CgiLevel):
        return _tier_of_cgi_level(item, level, relation, where)
    if level is EvidenceLevel.VALIDATED:
        return (Tier.IA if here else Tier.IIC), f"CIViC level A {where}"
    if level is EvidenceLevel.CLINICAL:
        stars = item.rating or 0
        powered = here and not any_type and stars >= _WELL_POWERED_STARS
        return (Tier.IB if powered else Tier.IIC), f"CIViC level B with {stars} stars {where}"
    if level in (EvidenceLevel.CASE_STUDY, EvidenceLevel.PRECLINICAL):
        return Tier.IID, f"CIViC level {level.value} {where}"
    return Tier.III, f"CIViC level E {where}"


def _tier_of_cgi_level(
    item: EvidenceItem, level: CgiLevel, relation: Relation, where: str
) -> tuple[Tier, str]:
    rule = f"CGI {level.value} of release {item.provenance.release} {where}"
    if level.is_guideline:
        named = relation.applies and not {SOLID, ANY}.issuperset(item.tumor_types)
        return (Tier.IB if named else Tier.IIC), rule
    return (Tier.IIC if level.is_trial else Tier.IID), rule


def _where(relation: Relation, *, any_type: bool) -> str:
    if relation.applies:
        return "in tumours of any type" if any_type else "in this tumour type"
    if relation is Relation.DESCENDANT:
        return "in a subtype of this tumour type"
    return "in another tumour type"
