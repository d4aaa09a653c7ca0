"""The tier of a statement: every level, here and elsewhere (the rules of docs/knowledge.md)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import evidence_item
from oncomatch.domain.evidence import Direction, EvidenceItem, EvidenceLevel, EvidenceScheme
from oncomatch.domain.tier import Tier
from oncomatch.domain.tumor_type import Relation
from oncomatch.matching.tiers import tier_of

A, B, C, D, E = EvidenceLevel
SAME, ANCESTOR, DESCENDANT, OTHER, EXCLUDED = Relation


def civic(level: EvidenceLevel, rating: int | None = 3, **fields: object) -> EvidenceItem:
    return evidence_item(level=level, rating=rating, **fields)


def fda(**fields: object) -> EvidenceItem:
    return evidence_item(
        scheme=EvidenceScheme.FDA_COMPANION_DIAGNOSTIC, level=None, rating=None, **fields
    )


@pytest.mark.parametrize(
    ("item", "here", "elsewhere"),
    [
        (fda(), Tier.IA, Tier.IIC),
        (civic(A, 1), Tier.IA, Tier.IIC),
        (civic(A, None), Tier.IA, Tier.IIC),
        (civic(B, 5), Tier.IB, Tier.IIC),
        (civic(B, 3), Tier.IB, Tier.IIC),
        (civic(B, 2), Tier.IIC, Tier.IIC),
        (civic(B, None), Tier.IIC, Tier.IIC),
        (civic(C, 5), Tier.IID, Tier.IID),
        (civic(D, 5), Tier.IID, Tier.IID),
        (civic(E, 5), Tier.III, Tier.III),
    ],
    ids="FDA|A|A unrated|B 5 stars|B 3 stars|B 2 stars|B unrated|C|D|E".split("|"),
)
def test_every_level(item: EvidenceItem, here: Tier, elsewhere: Tier) -> None:
    found = {relation: tier_of(item, relation)[0] for relation in Relation}

    assert found == {
        SAME: here,
        ANCESTOR: here,
        DESCENDANT: elsewhere,
        OTHER: elsewhere,
        EXCLUDED: Tier.III,
    }


@pytest.mark.parametrize("codes", [("SOLID",), ("TISSUE",), ("SOLID", "TISSUE")], ids=str)
@pytest.mark.parametrize(
    ("item", "tier"),
    [(fda(), Tier.IA), (civic(A), Tier.IA), (civic(B, 5), Tier.IIC)],
    ids=["FDA", "A", "B"],
)
def test_tumours_of_any_kind(codes: tuple[str, ...], item: EvidenceItem, tier: Tier) -> None:
    """An approval for any tumour is one for this; a basket trial is not a study of this."""
    assert tier_of(replace(item, tumor_types=codes), ANCESTOR)[0] is tier


def test_a_list_that_also_names_this_type_is_about_this_type() -> None:
    assert tier_of(civic(B, 3, tumor_types=("SOLID", "MEL")), SAME)[0] is Tier.IB


@pytest.mark.parametrize("relation", Relation, ids=lambda relation: relation.name)
@pytest.mark.parametrize("level", EvidenceLevel, ids=lambda level: level.value)
def test_a_flag_never_raises_a_tier_and_ends_at_ii_d(
    level: EvidenceLevel, relation: Relation
) -> None:
    plain = tier_of(civic(level, 5), relation)[0]
    flagged = tier_of(civic(level, 5, flagged=True), relation)[0]

    assert flagged.rank == max(plain.rank, Tier.IID.rank)


@pytest.mark.parametrize("relation", Relation, ids=lambda relation: relation.name)
@pytest.mark.parametrize(
    "item", [fda(), *(civic(level, 5) for level in EvidenceLevel)], ids=["FDA", *"ABCDE"]
)
@pytest.mark.parametrize("flagged", [False, True])
def test_a_study_that_does_not_support_its_statement_is_no_evidence_for_it(
    item: EvidenceItem, relation: Relation, flagged: bool
) -> None:
    against = replace(item, direction=Direction.DOES_NOT_SUPPORT, flagged=flagged)

    assert tier_of(against, relation) == (
        Tier.III,
        "the study does not support the statement",
    )


@pytest.mark.parametrize(
    ("item", "relation", "rule"),
    [
        (fda(), SAME, "FDA companion diagnostic in this tumour type"),
        (fda(), OTHER, "FDA companion diagnostic in another tumour type"),
        (fda(), DESCENDANT, "FDA companion diagnostic in a subtype of this tumour type"),
        (
            fda(tumor_types=("SOLID",)),
            ANCESTOR,
            "FDA companion diagnostic in tumours of any type",
        ),
        (civic(A), ANCESTOR, "CIViC level A in this tumour type"),
        (civic(B, 4), SAME, "CIViC level B with 4 stars in this tumour type"),
        (civic(B, None), OTHER, "CIViC level B with 0 stars in another tumour type"),
        (civic(C), SAME, "CIViC level C in this tumour type"),
        (civic(D), OTHER, "CIViC level D in another tumour type"),
        (civic(E), SAME, "CIViC level E in this tumour type"),
        (civic(A, flagged=True), SAME, "the item is flagged in its source"),
        (fda(), EXCLUDED, "a label excludes this tumour type"),
        (civic(A, flagged=True), EXCLUDED, "a label excludes this tumour type"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_rule_in_words(item: EvidenceItem, relation: Relation, rule: str) -> None:
    assert tier_of(item, relation)[1] == rule
