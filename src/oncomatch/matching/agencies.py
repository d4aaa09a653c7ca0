"""What each agency says of a regimen for the case, as the record keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from oncomatch.domain.approval import Agency, Approval
from oncomatch.domain.evidence import Interaction, Regimen
from oncomatch.domain.match import AgencyApproval
from oncomatch.domain.tumor_type import TumorType
from oncomatch.matching.approvals import AgencyStatus, ApprovalState, approvals_of
from oncomatch.matching.evaluator import Evaluator
from oncomatch.reference.tumor_types import TumorTypes


class AgencyBook:
    """Answers for regimens on one case; each is looked up once."""

    def __init__(
        self,
        approvals: Mapping[str, Sequence[Approval]],
        evaluator: Evaluator,
        case: TumorType,
        tumor_types: TumorTypes,
        agencies: tuple[Agency, ...] = tuple(Agency),
    ):
        """Set up for a case with approvals by therapy, its name in small letters.

        The agencies are told in the order given.
        """
        self._by_therapy = approvals
        self._evaluator = evaluator
        self._case = case
        self._tumor_types = tumor_types
        self._agencies = agencies
        self._known: dict[Regimen, tuple[AgencyApproval, ...]] = {}

    def of(self, regimen: Regimen) -> tuple[AgencyApproval, ...]:
        """Return what the agencies say that have a label with the regimen."""
        if regimen not in self._known:
            found = approvals_of(
                regimen,
                self._near(regimen),
                self._evaluator.answer,
                self._case,
                self._tumor_types,
                self._agencies,
            )
            self._known[regimen] = tuple(
                _line(status) for status in found if status.state is not ApprovalState.NOT_FOUND
            )
        return self._known[regimen]

    def _near(self, regimen: Regimen) -> Iterable[Approval]:
        """Return approvals that may be of a regimen: one of all its therapies is of each."""
        lists = [self._by_therapy.get(name.casefold(), ()) for name in regimen.therapies]
        if regimen.interaction is not Interaction.SUBSTITUTES:
            return min(lists, key=len)
        return {id(approval): approval for each in lists for approval in each}.values()


def _line(status: AgencyStatus) -> AgencyApproval:
    """Return the line of an agency: that of the nearest label, with all that stand as it does."""
    nearest = status.approvals[0]
    alike = [
        each
        for each in status.approvals
        if each.added == nearest.added and each.condition.outcome is nearest.condition.outcome
    ]
    dates = sorted(day for each in alike if (day := each.approval.approved))
    settings = {word.value for each in alike for word in each.approval.settings}
    return AgencyApproval(
        agency=status.agency.value,
        state=status.state.value,
        indications=tuple(sorted({each.approval.indication_id for each in alike})),
        kinds=tuple(sorted({each.approval.status.value for each in alike})),
        since=dates[0] if dates else "",
        condition=nearest.condition.outcome,
        reason=nearest.condition.reason,
        settings=tuple(sorted(settings)),
        added=nearest.added,
    )
