"""Labels as statements: what the label says, of the agencies that count, and nothing more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oncomatch.domain.approval import DEFAULT_AGENCIES, Agency, Approval, ApprovalStatus, Setting
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evidence import Direction, EvidenceScheme, Regimen, Significance
from oncomatch.domain.provenance import Provenance
from oncomatch.knowledge.base import KnowledgeBase
from oncomatch.knowledge.label_items import items_of_labels

LABEL = Approval(
    agency=Agency.FDA,
    indication_id="ind:1",
    biomarker=parse_biomarker("PIK3CA mutation"),
    condition=parse_biomarker("not (ERBB2 amplification)"),
    tumor_types=("SOLID",),
    excluded_types=("COADREAD",),
    disease="solid tumours",
    regimen=Regimen(("A", "B")),
    significance=Significance.SENSITIVITY,
    status=ApprovalStatus.REGULAR,
    approved="2020-01-02",
    accelerated="",
    regular="",
    line=parse_biomarker("line >= 2"),
    settings=(Setting.METASTATIC,),
    omitted="",
    remark="",
    provenance=Provenance("FDA label", "ind:1", "2026-05-07", "FDA label, X", "", "facts"),
)


def test_an_item_says_what_the_label_says() -> None:
    (item,) = items_of_labels([LABEL], [Agency.FDA])

    for name in (
        "biomarker condition line tumor_types excluded_types disease regimen significance "
        "provenance id"
    ).split():
        assert getattr(item, name) == getattr(LABEL, name), name


def test_a_label_has_no_level_and_supports_what_it_says() -> None:
    (item,) = items_of_labels([LABEL], [Agency.FDA])

    assert (item.scheme, item.level, item.rating) == (EvidenceScheme.LABEL, None, None)
    assert item.scheme.is_approval
    assert (item.direction, item.flagged, item.subtype) == (Direction.SUPPORTS, False, "")


def test_the_source_of_a_condition_is_the_label() -> None:
    bare = replace(LABEL, condition=None)
    with_one, without = items_of_labels([LABEL, bare], [Agency.FDA])

    assert (with_one.condition_source, without.condition_source) == ("label", "")


@pytest.mark.parametrize("counted", [(), (Agency.FDA,), (Agency.EMA, Agency.HSE), tuple(Agency)])
def test_only_the_agencies_that_count_in_the_order_of_the_table(
    counted: tuple[Agency, ...],
) -> None:
    table = [
        replace(LABEL, agency=agency, provenance=replace(LABEL.provenance, record_id=f"{number}"))
        for number, agency in enumerate((*Agency, *reversed(Agency)))
    ]

    assert [item.provenance.record_id for item in items_of_labels(table, counted)] == [
        label.provenance.record_id for label in table if label.agency in counted
    ]


def test_every_bundled_label_of_the_agencies_is_an_item(knowledge: KnowledgeBase) -> None:
    items = items_of_labels(knowledge.approvals, DEFAULT_AGENCIES)
    counted = [each for each in knowledge.approvals if each.agency in DEFAULT_AGENCIES]

    assert [item.id for item in items] == [each.id for each in counted]
    assert len(items) > 500
