"""What regulators say of a regimen: here, in another tumour type, or not in the table."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import facts_of, tumor
from oncomatch.domain.approval import Agency, Approval, ApprovalStatus
from oncomatch.domain.biomarker import AllOf, AnyOf, Biomarker, Not
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evaluation import Evaluation, Outcome, all_of, any_of, negate
from oncomatch.domain.evidence import Interaction, Regimen, Significance
from oncomatch.domain.provenance import Provenance
from oncomatch.domain.tumor_type import Relation
from oncomatch.knowledge.base import KnowledgeBase
from oncomatch.matching.approvals import AgencyStatus, ApprovalState, approvals_of
from oncomatch.matching.evaluator import Evaluator
from oncomatch.reference.tumor_types import TumorTypes, open_tumor_types

Answer = Callable[[Biomarker], Evaluation]


def knowing(met: tuple[str, ...] = (), absent: tuple[str, ...] = ()) -> Answer:
    """Return answers for a tumour of which nothing but these patterns is known."""

    def answer(biomarker: Biomarker) -> Evaluation:
        if isinstance(biomarker, AllOf):
            return all_of([answer(part) for part in biomarker.parts])
        if isinstance(biomarker, AnyOf):
            return any_of([answer(part) for part in biomarker.parts])
        if isinstance(biomarker, Not):
            return negate(answer(biomarker.part))
        text = str(biomarker)
        if text in met:
            return Evaluation(Outcome.MET, f"{text} found")
        if text in absent:
            return Evaluation(Outcome.NOT_MET, f"no {text}")
        return Evaluation(Outcome.UNKNOWN, f"{text} was not assessed")

    return answer


def approval(
    biomarker: str = "BRAF p.V600E",
    *,
    agency: Agency = Agency.FDA,
    condition: str = "",
    line: str = "",
    types: tuple[str, ...] = ("MEL",),
    excluded: tuple[str, ...] = (),
    therapies: tuple[str, ...] = ("Madeupinib",),
    record: str = "ind:1",
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
        status=ApprovalStatus.LISTED,
        approved="",
        accelerated="",
        regular="",
        line=parse_biomarker(line) if line else None,
        settings=(),
        omitted="",
        remark="",
        provenance=Provenance("FDA label", record, "2026-05-07", "FDA label", "", "fact"),
    )


def fda_of(
    *approvals: Approval,
    case: str = "MEL",
    answer: Answer | None = None,
    regimen: Regimen | None = None,
) -> AgencyStatus:
    tree = open_tumor_types()
    (status,) = approvals_of(
        regimen or Regimen(("Madeupinib",)),
        approvals,
        answer or knowing(("BRAF p.V600E",)),
        tree.get(case),
        tree,
        [Agency.FDA],
    )
    return status


@pytest.mark.parametrize(
    ("types", "excluded", "case", "state", "relation"),
    [
        (("MEL",), (), "MEL", ApprovalState.APPROVED, Relation.SAME),
        (("MEL",), (), "SKCM", ApprovalState.APPROVED, Relation.ANCESTOR),
        (("SOLID",), (), "COAD", ApprovalState.APPROVED, Relation.ANCESTOR),
        (("SOLID",), ("COADREAD",), "COAD", ApprovalState.EXCLUDED, Relation.EXCLUDED),
        (("NSCLC",), ("LUSC",), "LUSC", ApprovalState.EXCLUDED, Relation.EXCLUDED),
        (("NSCLC",), ("LUSC",), "LUAD", ApprovalState.APPROVED, Relation.ANCESTOR),
        (("LUAD",), (), "NSCLC", ApprovalState.IN_SUBTYPE, Relation.DESCENDANT),
        (("MEL",), (), "LUAD", ApprovalState.OTHER_TUMOR_TYPE, Relation.OTHER),
    ],
)
def test_the_tumour_type_of_the_label(
    types: tuple[str, ...],
    excluded: tuple[str, ...],
    case: str,
    state: ApprovalState,
    relation: Relation,
) -> None:
    status = fda_of(approval(types=types, excluded=excluded), case=case)

    assert (status.state, [each.relation for each in status.approvals]) == (state, [relation])


def test_what_the_table_does_not_have_is_not_called_unapproved() -> None:
    status = fda_of()

    assert status == AgencyStatus(Agency.FDA, ApprovalState.NOT_FOUND, ())
    assert "not approved" not in status.state.value


def test_a_biomarker_that_the_tumour_lacks_does_not_count() -> None:
    status = fda_of(approval(), answer=knowing(absent=("BRAF p.V600E",)))

    assert status.state is ApprovalState.NOT_FOUND


def test_a_biomarker_that_was_not_assessed_is_said_so_in_this_tumour_type_only() -> None:
    here = fda_of(approval(), answer=knowing())
    elsewhere = fda_of(approval(), answer=knowing(), case="LUAD")

    assert here.state is ApprovalState.BIOMARKER_UNKNOWN
    assert elsewhere.state is ApprovalState.NOT_FOUND


@pytest.mark.parametrize(
    ("met", "absent", "outcome"),
    [
        (("ESR1 expression", "line >= 2"), (), Outcome.MET),
        (("ESR1 expression",), (), Outcome.UNKNOWN),
        (("line >= 2",), (), Outcome.UNKNOWN),
        (("ESR1 expression",), ("line >= 2",), Outcome.NOT_MET),
        (("line >= 2",), ("ESR1 expression",), Outcome.NOT_MET),
    ],
)
def test_the_condition_and_the_line_decide_together(
    met: tuple[str, ...], absent: tuple[str, ...], outcome: Outcome
) -> None:
    status = fda_of(
        approval(condition="ESR1 expression", line="line >= 2"),
        answer=knowing(("BRAF p.V600E", *met), absent),
    )

    assert status.state is ApprovalState.APPROVED
    assert [each.condition.outcome for each in status.approvals] == [outcome]


def test_the_met_condition_comes_first() -> None:
    answer = knowing(("BRAF p.V600E", "line <= 1"), ("line >= 2",))
    status = fda_of(
        approval(line="line >= 2", record="ind:1"),
        approval(line="line <= 1", record="ind:2"),
        approval(line="line >= 3", record="ind:3"),
        answer=answer,
    )

    assert [each.approval.indication_id for each in status.approvals] == [
        "ind:2",
        "ind:3",
        "ind:1",
    ]


def test_a_regimen_that_adds_therapies_comes_after_the_one_that_was_asked_for() -> None:
    status = fda_of(
        approval(therapies=("Madeupinib", "Otherinib"), record="ind:1"),
        approval(record="ind:2"),
    )

    assert [each.added for each in status.approvals] == [(), ("Otherinib",)]


def test_a_part_of_a_regimen_is_not_the_regimen() -> None:
    pair = Regimen(("Madeupinib", "Otherinib"), Interaction.COMBINATION)

    assert fda_of(approval(), regimen=pair).state is ApprovalState.NOT_FOUND


def test_one_of_several_substitutes_is_enough() -> None:
    either = Regimen(("madeupinib", "Otherinib"), Interaction.SUBSTITUTES)

    assert fda_of(approval(), regimen=either).state is ApprovalState.APPROVED


def test_agencies_are_those_that_were_asked_in_their_order(tumor_types: TumorTypes) -> None:
    found = approvals_of(
        Regimen(("Madeupinib",)),
        [approval(), approval(agency=Agency.HSE)],
        knowing(("BRAF p.V600E",)),
        tumor_types.get("MEL"),
        tumor_types,
        [Agency.EMA, Agency.FDA],
    )

    assert [(each.agency, each.state) for each in found] == [
        (Agency.EMA, ApprovalState.NOT_FOUND),
        (Agency.FDA, ApprovalState.APPROVED),
    ]


@given(st.permutations(range(5)))
def test_the_order_of_the_table_does_not_matter(order: list[int]) -> None:
    table = [
        approval(record="ind:1", types=("LUAD",)),
        approval(record="ind:2", line="line >= 2"),
        approval(record="ind:3"),
        approval(record="ind:4", therapies=("Madeupinib", "Otherinib")),
        approval("ALK fusion", record="ind:5"),
    ]

    assert fda_of(*(table[place] for place in order)) == fda_of(*table)


EXAMPLES = [
    # what is known of the tumour, its type, the regimen, and its state with FDA and EMA
    (("ERBB2 amplification",), "STAD", ("Trastuzumab",), "APPROVED", "APPROVED"),
    (("ERBB2 amplification",), "GEJ", ("Trastuzumab Deruxtecan",), "APPROVED", "APPROVED"),
    (("EGFR exon 19 inframe_deletion",), "LUAD", ("Osimertinib",), "APPROVED", "APPROVED"),
    (("BRAF p.V600E",), "SKCM", ("Dabrafenib", "Trametinib"), "APPROVED", "BIOMARKER_UNKNOWN"),
    (("BRAF p.V600E",), "COAD", ("Dabrafenib", "Trametinib"), "EXCLUDED", "OTHER_TUMOR_TYPE"),
    (("MSI high",), "STAD", ("Pembrolizumab",), "APPROVED", "APPROVED"),
    (("MSI high",), "PAAD", ("Pembrolizumab",), "APPROVED", "OTHER_TUMOR_TYPE"),
    (("NTRK3 fusion",), "JSCB", ("Larotrectinib",), "APPROVED", "APPROVED"),
    (("NTRK3 fusion",), "AML", ("Larotrectinib",), "OTHER_TUMOR_TYPE", "OTHER_TUMOR_TYPE"),
]


@pytest.mark.parametrize(("met", "case", "therapies", "fda", "ema"), EXAMPLES, ids=str)
def test_examples_on_the_bundled_table(
    knowledge: KnowledgeBase,
    tumor_types: TumorTypes,
    met: tuple[str, ...],
    case: str,
    therapies: tuple[str, ...],
    fda: str,
    ema: str,
) -> None:
    found = approvals_of(
        Regimen(therapies, Interaction.COMBINATION if len(therapies) > 1 else Interaction.SINGLE),
        knowledge.approvals,
        knowing(met),
        tumor_types.get(case),
        tumor_types,
        [Agency.FDA, Agency.EMA],
    )

    assert [each.state.name for each in found] == [fda, ema]


def test_a_read_tumour_and_its_approvals(knowledge: KnowledgeBase, tumor_types: TumorTypes) -> None:
    """From called variants: BRAF V600E is a change of codon 600, which the EMA's label names."""
    answer = Evaluator(facts_of(tumor("SKCM", [("BRAF", "V600E")]))).answer
    found = approvals_of(
        Regimen(("Dabrafenib", "Trametinib"), Interaction.COMBINATION),
        knowledge.approvals,
        answer,
        tumor_types.get("SKCM"),
        tumor_types,
        [Agency.FDA, Agency.EMA, Agency.HPRA],
    )

    assert [each.state for each in found] == [
        ApprovalState.APPROVED,
        ApprovalState.APPROVED,
        ApprovalState.NOT_FOUND,
    ]
    assert {each.approval.indication_id for each in found[0].approvals} >= {
        "ind:fda.tafinlar:1",
        "ind:fda.mekinist:1",
    }
