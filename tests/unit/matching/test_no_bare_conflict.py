"""No drug is both praised and resisted for one finding at one tier without a word on it.

The whole bundled knowledge is asked: each pattern that it has is taken as met, in each tumour
type that it names.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pytest

from building import facts_of, tumor
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.evidence import EvidenceItem, Significance
from oncomatch.domain.match import TherapyMatch
from oncomatch.knowledge.base import open_knowledge
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.statements import Statement, relation_of
from oncomatch.matching.therapies import match_therapies
from oncomatch.reference.tumor_types import open_tumor_types

ANY = ("SOLID", "TISSUE")
RESISTANT = (Significance.RESISTANCE, Significance.REDUCED_SENSITIVITY)


def lines_of(items: list[EvidenceItem], code: str) -> tuple[TherapyMatch, ...]:
    """Return the lines of items of one pattern, taken as met, in a tumour of a type."""
    types = open_tumor_types()
    met = Evaluation(Outcome.MET, "taken as met", ("finding",))
    statements = [
        Statement(item, relation_of(item, types.get(code), types), met, met, ("finding",))
        for item in items
    ]
    return match_therapies(statements, Evaluator(facts_of(tumor(code))))


@cache
def conflicts() -> tuple[tuple[str, str, str, TherapyMatch, TherapyMatch], ...]:
    """Return pattern, tumour type and regimen of every bare conflict, with both lines."""
    groups: defaultdict[str, list[EvidenceItem]] = defaultdict(list)
    for item in open_knowledge().evidence:
        groups[str(item.biomarker)].append(item)
    found = []
    for pattern, items in groups.items():
        if len({item.significance.is_benefit for item in items}) < 2:
            continue
        for code in sorted({code for item in items for code in item.tumor_types} - set(ANY)):
            lines = lines_of(items, code)
            resisted = {
                line.regimen: line
                for line in lines
                if line.significance in RESISTANT and line.evidence
            }
            for line in lines:
                other = resisted.get(line.regimen)
                bare = not (line.opposed_by or line.cautioned_by)
                if line.significance.is_benefit and line.evidence and other and bare:
                    found.append((pattern, code, line.regimen, line, other))
    return tuple(found)


def named(strong: bool, here: bool) -> list[str]:
    """Return the conflicts at equal tier, in this tumour type or elsewhere."""
    return [
        f"{pattern} in {code}: {regimen} (tier {line.tier.value})"
        for pattern, code, regimen, line, other in conflicts()
        if line.tier is other.tier
        and (line.tier.rank <= 3) is strong
        and (line.relation.applies and other.relation.applies) is here
    ]


@pytest.mark.parametrize("here", [True, False], ids=["in this tumour type", "elsewhere"])
@pytest.mark.parametrize("strong", [True, False], ids=["tier I to II-C", "tier II-D and III"])
def test_equal_tiers(strong: bool, here: bool) -> None:
    assert named(strong, here) == []


def test_there_is_something_to_compare() -> None:
    """The search sees conflicts that are marked as such: the law is not kept by blindness."""
    items = [item for item in open_knowledge().evidence if str(item.biomarker) == "EGFR p.T790M"]
    lines = lines_of(items, "NSCLC")

    assert any(line.opposed_by for line in lines)
