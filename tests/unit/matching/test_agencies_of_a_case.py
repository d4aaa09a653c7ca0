"""What each agency says of a regimen, as the record keeps it; not found is not told."""

from __future__ import annotations

import pytest

from building import facts_of, matched, tumor
from oncomatch.domain.approval import Agency, Approval, ApprovalStatus, Setting
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.evidence import Interaction, Regimen, Significance
from oncomatch.domain.match import AgencyApproval
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.provenance import Provenance
from oncomatch.knowledge.base import KnowledgeBase, open_knowledge
from oncomatch.matching.agencies import AgencyBook
from oncomatch.matching.approvals import approvals_of
from oncomatch.matching.evaluator import Evaluator
from oncomatch.reference.tumor_types import open_tumor_types

BREAST = tumor("BRCA", [("PIK3CA", "H1047R")])
ASKED = Regimen(("Alpelisib",))


def label(
    record: str = "ind:1",
    *,
    agency: Agency = Agency.FDA,
    biomarker: str = "PIK3CA mutation",
    condition: str = "",
    line: str = "",
    types: tuple[str, ...] = ("BRCA",),
    excluded: tuple[str, ...] = (),
    therapies: tuple[str, ...] = ("Alpelisib",),
    approved: str = "",
    status: ApprovalStatus = ApprovalStatus.REGULAR,
    settings: tuple[Setting, ...] = (),
) -> Approval:
    return Approval(
        agency=agency,
        indication_id=record,
        biomarker=parse_biomarker(biomarker),
        condition=parse_biomarker(condition) if condition else None,
        tumor_types=types,
        excluded_types=excluded,
        disease="made up",
        regimen=Regimen(
            therapies, Interaction.COMBINATION if len(therapies) > 1 else Interaction.SINGLE
        ),
        significance=Significance.SENSITIVITY,
        status=status,
        approved=approved,
        accelerated="",
        regular="",
        line=parse_biomarker(line) if line else None,
        settings=settings,
        omitted="",
        remark="",
        provenance=Provenance(f"{agency.value} label", record, "2026-05-07", "label", "", "facts"),
    )


def said(
    *labels: Approval, regimen: Regimen = ASKED, profile: TumorProfile = BREAST
) -> tuple[AgencyApproval, ...]:
    types = open_tumor_types()
    case = types.get(profile.case.tumor_type)
    by_therapy = KnowledgeBase((), frozenset(), {}, approvals=labels).approvals_by_therapy
    return AgencyBook(by_therapy, Evaluator(facts_of(profile)), case, types).of(regimen)


def test_a_line_in_full() -> None:
    made = label(approved="2019-05-24", settings=(Setting.METASTATIC, Setting.ADVANCED))

    assert said(made) == (
        AgencyApproval(
            agency="FDA",
            state="approved",
            indications=("ind:1",),
            kinds=("regular",),
            since="2019-05-24",
            condition=Outcome.MET,
            reason="no condition beside the biomarker is known",
            settings=("advanced", "metastatic"),
            added=(),
        ),
    )


STATES = {
    "approved": (label(), "approved"),
    "for any solid tumour": (label(types=("SOLID",)), "approved"),
    "in a subtype": (label(types=("IDC",)), "approved in a subtype"),
    "elsewhere": (label(types=("LUAD",)), "approved in another tumour type"),
    "taken out": (
        label(types=("SOLID",), excluded=("BRCA",)),
        "the label excludes this tumour type",
    ),
    "biomarker open": (
        label(biomarker="ESR1 mutation"),
        "approved for a biomarker that is not known here",
    ),
}


@pytest.mark.parametrize("case", STATES)
def test_states(case: str) -> None:
    made, state = STATES[case]

    assert [each.state for each in said(made)] == [state]


@pytest.mark.parametrize(
    "made",
    [
        label(therapies=("Other",)),
        label(biomarker="PIK3CA wildtype"),
        label(biomarker="ESR1 mutation", types=("LUAD",)),
    ],
    ids=["another drug", "a biomarker that is not there", "open, and elsewhere"],
)
def test_what_is_not_found_is_not_told(made: Approval) -> None:
    """The table is an index: that it has no label does not say that there is no approval."""
    assert said(made) == ()
    assert [each.agency for each in said(made, label(agency=Agency.EMA))] == ["EMA"]


def test_nothing_reads_as_not_approved() -> None:
    made = matched(tumor("BRCA", [("PIK3CA", "H1047R")], copies={"ERBB2": 20.0}))
    told = {each.state for match in made.therapies for each in match.approvals}

    assert "approved" in told
    assert not any(word in state for state in told for word in ("not approved", "not found"))


def test_agencies_stand_in_their_order() -> None:
    labels = [label(agency=agency) for agency in reversed(Agency)]

    assert [each.agency for each in said(*labels)] == [each.value for each in Agency]


def test_therapies_that_the_label_adds_are_named() -> None:
    (found,) = said(label(therapies=("Alpelisib", "Fulvestrant")))

    assert (found.state, found.added) == ("approved", ("Fulvestrant",))


def test_the_regimen_itself_goes_before_one_with_more() -> None:
    (found,) = said(
        label("ind:1", therapies=("Alpelisib", "Fulvestrant"), approved="2001-01-01"),
        label("ind:2", approved="2002-02-02"),
    )

    assert (found.indications, found.added, found.since) == (("ind:2",), (), "2002-02-02")


def test_a_part_of_the_regimen_does_not_count() -> None:
    both = Regimen(("Alpelisib", "Fulvestrant"), Interaction.COMBINATION)

    assert said(label(), regimen=both) == ()


def test_any_of_substitutes_counts() -> None:
    either = Regimen(("Capivasertib", "Alpelisib"), Interaction.SUBSTITUTES)

    assert [each.state for each in said(label(), regimen=either)] == ["approved"]


@pytest.mark.parametrize("given", [{"condition": "ESR1 expression"}, {"line": "line >= 2"}])
def test_what_is_not_known_is_said_beside_the_approval(given: dict[str, str]) -> None:
    (found,) = said(label(**given))

    assert (found.state, found.condition) == ("approved", Outcome.UNKNOWN)
    assert "not" in found.reason


def test_a_condition_that_does_not_hold_is_said() -> None:
    amplified = tumor("BRCA", [("PIK3CA", "H1047R")], copies={"ERBB2": 20.0})
    (found,) = said(label(condition="not (ERBB2 amplification)"), profile=amplified)

    assert (found.condition, found.reason) == (Outcome.NOT_MET, "ERBB2: 20 copies")


def test_of_two_labels_the_one_whose_condition_holds_is_told() -> None:
    """The other is neither cited nor gives the date: of it less is known."""
    (found,) = said(
        label("ind:1", condition="ESR1 expression", approved="2001-01-01"),
        label("ind:2", approved="2002-02-02"),
    )

    assert found.condition is Outcome.MET
    assert (found.indications, found.since) == (("ind:2",), "2002-02-02")


def test_all_labels_of_the_state_are_cited_with_the_first_date() -> None:
    (found,) = said(
        label("ind:2", approved="2020-01-01", status=ApprovalStatus.ACCELERATED),
        label("ind:1", approved="2019-01-01"),
        label("ind:3", types=("LUAD",), approved="2001-01-01"),
    )

    assert found.indications == ("ind:1", "ind:2")
    assert (found.since, found.kinds) == ("2019-01-01", ("accelerated", "regular"))


def test_the_labels_of_the_rarest_therapy_are_as_good_as_all_labels() -> None:
    knowledge, types = open_knowledge(), open_tumor_types()
    evaluator, case = Evaluator(facts_of(BREAST)), types.get("BRCA")
    book = AgencyBook(knowledge.approvals_by_therapy, evaluator, case, types)
    regimens = {str(item.regimen): item.regimen for item in knowledge.evidence}
    together = [each for _, each in sorted(regimens.items()) if len(each.therapies) > 1]

    assert {each.interaction for each in together} == set(Interaction) - {Interaction.SINGLE}
    for regimen in [*together[::3], *(Regimen((name,)) for name in ("Alpelisib", "Olaparib"))]:
        slow = approvals_of(regimen, knowledge.approvals, evaluator.answer, case, types)
        told = [(each.agency.value, each.state.value) for each in slow if each.approvals]
        assert [(each.agency, each.state) for each in book.of(regimen)] == told, regimen
