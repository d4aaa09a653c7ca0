"""What regulators say of a regimen for the tumour of a case, agency by agency.

The table is an index of biomarker-linked indications; that a regimen is not in it does not show
that it is not approved, so the weakest state is `not found`. Which agencies count is the
reader's setting and comes as an argument.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache

from oncomatch.domain.approval import Agency, Approval
from oncomatch.domain.biomarker import Biomarker
from oncomatch.domain.evaluation import Evaluation, Outcome, all_of
from oncomatch.domain.evidence import Interaction, Regimen
from oncomatch.domain.tumor_type import Relation, TumorType
from oncomatch.matching.relations import RELATIONS, relations_to
from oncomatch.reference.tumor_types import TumorTypes

_NO_CONDITION = Evaluation(Outcome.MET, "no condition beside the biomarker is known")


class ApprovalState(Enum):
    """How an agency's approvals relate to the case, the most telling first.

    `APPROVED`: for this biomarker in this tumour type, whatever its condition comes to.
    `IN_SUBTYPE`: in a part of the case's tumour type. `BIOMARKER_UNKNOWN`: in this tumour type,
    for a biomarker that was not assessed. `EXCLUDED`: the label takes this tumour type out.
    """

    APPROVED = "approved"
    IN_SUBTYPE = "approved in a subtype"
    BIOMARKER_UNKNOWN = "approved for a biomarker that is not known here"
    EXCLUDED = "the label excludes this tumour type"
    OTHER_TUMOR_TYPE = "approved in another tumour type"
    NOT_FOUND = "not found in the table of approvals"


_STATES = list(ApprovalState)
_BY_RELATION = {
    Relation.SAME: ApprovalState.APPROVED,
    Relation.ANCESTOR: ApprovalState.APPROVED,
    Relation.DESCENDANT: ApprovalState.IN_SUBTYPE,
    Relation.OTHER: ApprovalState.OTHER_TUMOR_TYPE,
    Relation.EXCLUDED: ApprovalState.EXCLUDED,
}


@dataclass(frozen=True, slots=True)
class CheckedApproval:
    """An approval with its answers on the case.

    `pattern` answers the biomarker, `condition` what must hold besides and what the label says
    of earlier treatment. `added` are the therapies that the approved regimen has beside those
    that were asked for.
    """

    approval: Approval
    state: ApprovalState
    relation: Relation
    pattern: Evaluation
    condition: Evaluation
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgencyStatus:
    """What one agency says of a regimen: its nearest state, and the approvals of that state."""

    agency: Agency
    state: ApprovalState
    approvals: tuple[CheckedApproval, ...]


def approvals_of(
    regimen: Regimen,
    approvals: Iterable[Approval],
    answer: Callable[[Biomarker], Evaluation],
    case: TumorType,
    tumor_types: TumorTypes,
    agencies: Iterable[Agency] = tuple(Agency),
) -> tuple[AgencyStatus, ...]:
    """Return what each agency says of a regimen, in the order of `agencies`.

    `answer` evaluates a pattern on the case. Approvals of a biomarker that the tumour is known
    not to have do not count. Regimens that add therapies to the one asked for do, after those
    that are it.
    """
    asked = _asked(regimen)
    by_agency: dict[Agency, list[CheckedApproval]] = {agency: [] for agency in agencies}
    for approval in approvals:
        if approval.agency not in by_agency:
            continue
        given = _given(approval.regimen.therapies)
        held = [each for each in asked if each <= given.keys()]
        if not held:
            continue
        added = tuple(given[name] for name in sorted(given.keys() - held[0]))
        checked = _checked(approval, added, answer, case, tumor_types)
        if checked is not None:
            by_agency[approval.agency].append(checked)
    return tuple(_status(agency, found) for agency, found in by_agency.items())


@cache
def _given(therapies: tuple[str, ...]) -> dict[str, str]:
    """Return the names of therapies by the same in small letters."""
    return {name.casefold(): name for name in therapies}


def _asked(regimen: Regimen) -> list[frozenset[str]]:
    """Return the sets of therapies that answer a regimen: any of its substitutes, or all."""
    names = [name.casefold() for name in regimen.therapies]
    if regimen.interaction is Interaction.SUBSTITUTES:
        return [frozenset([name]) for name in names]
    return [frozenset(names)]


def _checked(
    approval: Approval,
    added: tuple[str, ...],
    answer: Callable[[Biomarker], Evaluation],
    case: TumorType,
    tumor_types: TumorTypes,
) -> CheckedApproval | None:
    pattern = answer(approval.biomarker)
    if pattern.outcome is Outcome.NOT_MET:
        return None
    relation = relation_to(approval, case, tumor_types)
    state = _BY_RELATION[relation]
    if pattern.outcome is Outcome.UNKNOWN:
        if not relation.applies:
            return None
        state = ApprovalState.BIOMARKER_UNKNOWN
    asked = [part for part in (approval.condition, approval.line) if part is not None]
    condition = all_of([answer(part) for part in asked]) if asked else _NO_CONDITION
    return CheckedApproval(approval, state, relation, pattern, condition, added)


def relation_to(approval: Approval, case: TumorType, tumor_types: TumorTypes) -> Relation:
    """Return how the label's tumour types relate to the case's, the nearest of them."""
    relations = relations_to(case, tumor_types)
    return relations.of(approval.tumor_types, approval.excluded_types)


def _status(agency: Agency, found: list[CheckedApproval]) -> AgencyStatus:
    if not found:
        return AgencyStatus(agency, ApprovalState.NOT_FOUND, ())
    ordered = sorted(found, key=_order)
    nearest = ordered[0].state
    kept = tuple(each for each in ordered if each.state is nearest)
    return AgencyStatus(agency, nearest, kept)


def _order(checked: CheckedApproval) -> tuple[object, ...]:
    return (
        _STATES.index(checked.state),
        len(checked.added),
        -checked.condition.outcome.degree,
        RELATIONS.index(checked.relation),
        checked.approval.id,
    )
