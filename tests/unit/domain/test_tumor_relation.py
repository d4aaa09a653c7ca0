"""How the tumour type of a statement relates to that of a case; direction matters."""

from __future__ import annotations

import pytest

from oncomatch.domain.tumor_type import ANY, SOLID, Relation, TumorType, relate

ROOT = TumorType(ANY, "Any tumour", ())
ANY_SOLID = TumorType(SOLID, "Any solid tumour", (ANY,))
LUNG = TumorType("LUNG", "Lung", (SOLID, ANY))
NSCLC = TumorType("NSCLC", "Non-Small Cell Lung Cancer", ("LUNG", SOLID, ANY))
LUAD = TumorType("LUAD", "Lung Adenocarcinoma", ("NSCLC", "LUNG", SOLID, ANY))
LUSC = TumorType("LUSC", "Lung Squamous Cell Carcinoma", ("NSCLC", "LUNG", SOLID, ANY))
AML = TumorType("AML", "Acute Myeloid Leukemia", ("MYELOID", ANY))


@pytest.mark.parametrize(
    ("case", "statement", "relation"),
    [
        (LUAD, LUAD, Relation.SAME),
        (LUAD, NSCLC, Relation.ANCESTOR),
        (LUAD, LUNG, Relation.ANCESTOR),
        (LUAD, ANY_SOLID, Relation.ANCESTOR),
        (LUAD, ROOT, Relation.ANCESTOR),
        (NSCLC, LUAD, Relation.DESCENDANT),
        (ANY_SOLID, LUAD, Relation.DESCENDANT),
        (LUAD, LUSC, Relation.OTHER),
        (LUAD, AML, Relation.OTHER),
        (AML, ANY_SOLID, Relation.OTHER),
        (ANY_SOLID, AML, Relation.OTHER),
        (AML, ROOT, Relation.ANCESTOR),
        (ROOT, ROOT, Relation.SAME),
    ],
    ids=lambda value: getattr(value, "code", None) or value.value,
)
def test_relation(case: TumorType, statement: TumorType, relation: Relation) -> None:
    assert relate(case, statement) is relation


def test_a_statement_applies_from_the_same_type_or_above_only() -> None:
    """What holds for adenocarcinoma of the lung does not hold for lung cancer as such."""
    applying = [relation for relation in Relation if relation.applies]

    assert applying == [Relation.SAME, Relation.ANCESTOR]


def test_the_nearest_relation_stands_first() -> None:
    assert list(Relation)[:4] == [
        Relation.SAME,
        Relation.ANCESTOR,
        Relation.DESCENDANT,
        Relation.OTHER,
    ]
