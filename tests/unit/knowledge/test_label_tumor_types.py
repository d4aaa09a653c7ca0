"""A label's words on whom a product is not for do not widen its tumour types."""

from __future__ import annotations

import pytest

from oncomatch.domain.approval import Approval
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.tumor_type import Relation
from oncomatch.knowledge.base import KnowledgeBase
from oncomatch.matching.approvals import relation_to
from oncomatch.matching.implication import Implications
from oncomatch.reference.tumor_types import open_tumor_types


def labels(knowledge: KnowledgeBase, indication: str) -> list[Approval]:
    return [each for each in knowledge.approvals if each.indication_id == indication]


def test_melanoma_only(knowledge: KnowledgeBase) -> None:
    (found,) = labels(knowledge, "ind:fda.braftovi:0")

    assert found.tumor_types == ("MEL",)


def test_any_solid_tumour_but_the_excluded_one(knowledge: KnowledgeBase) -> None:
    (found,) = labels(knowledge, "ind:fda.mekinist:5")
    types = open_tumor_types()

    assert found.tumor_types == ("SOLID",)
    assert relation_to(found, types.get("COAD"), types) is Relation.EXCLUDED
    assert relation_to(found, types.get("LUAD"), types) is Relation.ANCESTOR


def test_no_label_includes_what_it_excludes(knowledge: KnowledgeBase) -> None:
    types = open_tumor_types()
    for approval in knowledge.approvals:
        for code in approval.excluded_types:
            assert code not in approval.tumor_types, approval.indication_id
            assert relation_to(approval, types.get(code), types) is Relation.EXCLUDED


@pytest.mark.parametrize("resistant", ["EGFR exon 20 inframe_insertion", "EGFR p.T790M"])
def test_activating_does_not_mean_resistant_changes(
    resistant: str, knowledge: KnowledgeBase
) -> None:
    """Labels that say "activating" list no change; exon 20 insertions and T790M resist."""
    stated = parse_biomarker(resistant)
    implications = Implications(knowledge)
    activating = [
        each
        for each in knowledge.approvals
        if str(each.biomarker).startswith("EGFR ") and "gain_of_function" in str(each.biomarker)
    ]

    assert len(activating) > 5
    for approval in activating:
        assert "except exon 20 inframe_insertion" in str(approval.biomarker)
        for part in getattr(approval.biomarker, "parts", (approval.biomarker,)):
            assert implications.of(stated, part) is not Outcome.MET, approval.id
