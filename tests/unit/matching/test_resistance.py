"""Which resistance is set beside which benefit, and whether it overrides or cautions.

The matches here are made up: T and E stand for two drugs, one finding is `G12C`, another `Q61H`.
The rule is that of docs/knowledge.md, 5.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from oncomatch.domain.evidence import (
    Direction,
    EvidenceLevel,
    EvidenceScheme,
    Interaction,
    Significance,
)
from oncomatch.domain.match import Specificity, SupportingEvidence, TherapyMatch
from oncomatch.domain.provenance import Provenance
from oncomatch.domain.tier import Tier
from oncomatch.domain.tumor_type import Relation
from oncomatch.matching.resistance import with_resistance

RESISTANCE, SENSITIVITY = Significance.RESISTANCE, Significance.SENSITIVITY
COMBINATION, SUBSTITUTES = Interaction.COMBINATION, Interaction.SUBSTITUTES
SINGLE, SEQUENTIAL = Interaction.SINGLE, Interaction.SEQUENTIAL

EVIDENCE = SupportingEvidence(
    biomarker="KRAS p.G12C",
    condition="",
    condition_source="",
    disease="made up",
    relation=Relation.SAME,
    subtype="",
    significance=SENSITIVITY,
    direction=Direction.SUPPORTS,
    scheme=EvidenceScheme.CIVIC,
    level=EvidenceLevel.CLINICAL,
    rating=3,
    flagged=False,
    tier=Tier.IB,
    rule="made up",
    specificity=Specificity.EXACT,
    reason="made up",
    provenance=Provenance("CIViC", "EID7", "made up", "PMID:1", "", "CC0-1.0"),
)


def match(
    *drugs: str,
    interaction: Interaction | None = None,
    facts: tuple[str, ...] = ("G12C",),
    **fields: object,
) -> TherapyMatch:
    """Return a made-up benefit of tier I-B from the exact change; `fields` change it."""
    if interaction is None:
        interaction = COMBINATION if len(drugs) > 1 else SINGLE
    made = TherapyMatch(
        facts=facts,
        labels=facts,
        therapies=drugs,
        interaction=interaction,
        regimen=" + ".join(drugs),
        significance=SENSITIVITY,
        tier=Tier.IB,
        relation=Relation.SAME,
        specificity=Specificity.EXACT,
        evidence=(EVIDENCE,),
        against=(),
    )
    return replace(made, **fields)


def against(*drugs: str, **fields: object) -> TherapyMatch:
    """Return a made-up resistance of tier I-B from the exact change."""
    return match(*drugs, **{"significance": RESISTANCE, **fields})


def verdict(benefit: TherapyMatch, *others: TherapyMatch) -> str:
    """Return `opposed`, `cautioned`, `both` or `free` for the benefit among other matches."""
    everything = [*others, benefit]
    result = list(with_resistance(everything))[-1]
    assert replace(result, opposed_by=(), cautioned_by=(), conflicts=()) == benefit
    named = {"opposed": bool(result.opposed_by), "cautioned": bool(result.cautioned_by)}
    return {(): "free", ("opposed", "cautioned"): "both"}.get(
        tuple(name for name, present in named.items() if present),
        next((name for name, present in named.items() if present), ""),
    )


def test_the_same_drug_for_the_same_finding_is_opposed() -> None:
    assert verdict(match("E"), against("E")) == "opposed"


@pytest.mark.parametrize(
    ("resistance", "expected"),
    [
        (against("E", significance=Significance.REDUCED_SENSITIVITY), "opposed"),
        (against("E", significance=Significance.ADVERSE_RESPONSE), "free"),
        (against("E", significance=SENSITIVITY), "free"),
        (against("T"), "free"),
        (against("E", evidence=(), against=(EVIDENCE,)), "free"),
        (against("E", relation=Relation.ANCESTOR), "opposed"),
        (against("E", relation=Relation.DESCENDANT, tier=Tier.IIC), "free"),
        (against("E", relation=Relation.OTHER, tier=Tier.IIC), "free"),
        (against("E", facts=("Q61H",)), "opposed"),
        (against("E", facts=("ERBB2-copy-number",)), "opposed"),
    ],
    ids="less response|adverse|benefit|another drug|unsupported|wider type|subtype|other type|"
    "another finding|another gene".split("|"),
)
def test_one_field_at_a_time(resistance: TherapyMatch, expected: str) -> None:
    assert verdict(match("E"), resistance) == expected


@pytest.mark.parametrize("significance", Significance, ids=lambda each: each.name)
def test_only_benefits_are_opposed(significance: Significance) -> None:
    expected = "opposed" if significance is SENSITIVITY else "free"

    assert verdict(match("E", significance=significance), against("E")) == expected


def test_a_benefit_that_no_study_supports_is_left_alone() -> None:
    assert verdict(match("E", evidence=(), against=(EVIDENCE,)), against("E")) == "free"


@pytest.mark.parametrize(
    ("resistance", "benefit", "specificity", "expected"),
    [
        (Tier.IB, Tier.IA, Specificity.EXACT, "opposed"),
        (Tier.IB, Tier.IA, Specificity.CODON, "opposed"),
        (Tier.IB, Tier.IA, Specificity.EXON, "opposed"),
        (Tier.IB, Tier.IA, Specificity.COPY_NUMBER, "cautioned"),
        (Tier.IB, Tier.IB, Specificity.GENE, "opposed"),
        (Tier.IA, Tier.III, Specificity.GENE, "opposed"),
        (Tier.IB, Tier.IA, Specificity.GENE, "cautioned"),
        (Tier.IIC, Tier.IA, Specificity.EXACT, "cautioned"),
        (Tier.IIC, Tier.IB, Specificity.EXON, "cautioned"),
        (Tier.IIC, Tier.IIC, Specificity.GENE, "opposed"),
        (Tier.IIC, Tier.IID, Specificity.GENE, "opposed"),
        (Tier.IA, Tier.IA, Specificity.WILD_TYPE, "opposed"),
    ],
    ids=str,
)
def test_strength(resistance: Tier, benefit: Tier, specificity: Specificity, expected: str) -> None:
    found = verdict(
        match("E", tier=benefit), against("E", tier=resistance, specificity=specificity)
    )

    assert found == expected


@pytest.mark.parametrize(
    ("resistance", "benefit", "touched"),
    [
        # One drug resists: every regimen that holds it.
        (against("E"), match("E", "T"), True),
        (against("E"), match("E", "T", interaction=SEQUENTIAL), True),
        (against("E"), match("E", "T", interaction=SUBSTITUTES), True),
        (against("E"), match("T"), False),
        # Two given together: only regimens that hold both.
        (against("E", "T"), match("E"), False),
        (against("E", "T"), match("E", "T"), True),
        (against("E", "T"), match("E", "T", "X"), True),
        (against("E", "T"), match("E", "X"), False),
        (against("E", "T", interaction=SEQUENTIAL), match("E"), False),
        # One or the other: every regimen that holds either.
        (against("E", "T", interaction=SUBSTITUTES), match("E"), True),
        (against("E", "T", interaction=SUBSTITUTES), match("T"), True),
        (against("E", "T", interaction=SUBSTITUTES), match("X"), False),
        (against("E", "T", interaction=SUBSTITUTES), match("T", "X"), True),
    ],
    ids=lambda value: (
        f"{value.interaction.value or 'single'} {value.regimen}"
        if isinstance(value, TherapyMatch)
        else str(value)
    ),
)
def test_which_regimens_are_touched(
    resistance: TherapyMatch, benefit: TherapyMatch, touched: bool
) -> None:
    """The benefit is for another finding, so that no combination answers the resistance."""
    other = replace(benefit, facts=("Q61H",), labels=("Q61H",))

    assert verdict(other, resistance) == ("opposed" if touched else "free")


@pytest.mark.parametrize(
    ("benefit", "expected"),
    [
        (match("E", "S"), "free"),
        (match("E"), "opposed"),
        (match("E", "S", facts=("Q61H",)), "opposed"),
        (match("E", "S", facts=("G12C", "Q61H")), "free"),
        (match("E", "S", specificity=Specificity.GENE), "opposed"),
        (match("E", "S", specificity=Specificity.CODON), "opposed"),
        (match("E", "S", interaction=SEQUENTIAL), "opposed"),
        (match("E", "S", interaction=SUBSTITUTES), "opposed"),
    ],
    ids="adds a drug|adds none|another finding|the finding among others|from the gene alone|"
    "from the codon|one after the other|one or the other".split("|"),
)
def test_a_combination_studied_for_the_very_finding_answers_resistance(
    benefit: TherapyMatch, expected: str
) -> None:
    """Sotorasib (S) with panitumumab (E) is given because KRAS G12C resists E alone."""
    assert verdict(benefit, against("E")) == expected


def test_a_combination_as_close_as_the_resistance_answers_it() -> None:
    gene = against("E", specificity=Specificity.GENE)

    assert verdict(match("E", "S", specificity=Specificity.GENE), gene) == "free"
    assert verdict(match("E", "S", specificity=Specificity.EXACT), gene) == "free"


def test_names_are_sorted_and_tell_tier_and_record() -> None:
    strong = against("E", tier=Tier.IA)
    other = against("E", "X", interaction=SUBSTITUTES, regimen="E or X", facts=("Q61H",))
    weak = against("E", tier=Tier.IIC, facts=("A146T",))
    opposed = (
        "resistance to E or X with Q61H (tier I-B, CIViC EID7)",
        "resistance to E with G12C (tier I-A, CIViC EID7)",
    )
    cautioned = ("resistance to E with A146T (tier II-C, CIViC EID7)",)

    for order in ([strong, other, weak], [weak, strong, other]):
        *_, benefit = with_resistance([*order, match("E")])
        assert (benefit.opposed_by, benefit.cautioned_by) == (opposed, cautioned)


def test_preclinical_resistance_to_the_very_change_is_not_silent() -> None:
    """A benefit told of the gene, beside resistance of the very change: at least a caution.

    KIT D816V: case reports and cell lines say that it resists imatinib, a trial of `KIT mutation`
    says that tumours respond. Whoever reads the line must see both.
    """
    benefit = match("E", specificity=Specificity.GENE, tier=Tier.IB)

    assert verdict(benefit, against("E", tier=Tier.IID)) != "free"


@pytest.mark.parametrize(
    ("resistance", "expected"),
    [
        (against("E", tier=Tier.IID), "cautioned"),
        (against("E", tier=Tier.IID, relation=Relation.OTHER), "cautioned"),
        (against("E", tier=Tier.IID, specificity=Specificity.GENE), "free"),
        (against("E", tier=Tier.IID, facts=("Q61H",), labels=("Q61H",)), "free"),
        (against("T", tier=Tier.IID), "free"),
    ],
    ids="closer|closer, elsewhere|as close|another finding|another drug".split("|"),
)
def test_weak_resistance_is_a_caution_where_it_is_closer_to_the_finding(
    resistance: TherapyMatch, expected: str
) -> None:
    assert verdict(match("E", specificity=Specificity.GENE), resistance) == expected


def test_weak_resistance_adds_nothing_to_a_benefit_that_is_overridden() -> None:
    benefit = match("E", specificity=Specificity.GENE)

    assert verdict(benefit, against("E", tier=Tier.IID), against("E")) == "opposed"


def test_resistance_and_benefit_of_the_same_tier_elsewhere_are_not_silent() -> None:
    """Both from another tumour type, same drug, same finding, same tier: a conflict."""
    benefit = match("E", relation=Relation.OTHER, tier=Tier.IIC)

    assert verdict(benefit, against("E", relation=Relation.OTHER, tier=Tier.IIC)) != "free"


class TestConflicts:
    def conflicts(self, benefit: TherapyMatch, *others: TherapyMatch) -> tuple[str, ...]:
        return list(with_resistance([*others, benefit]))[-1].conflicts

    def test_the_same_tier_of_the_same_finding_is_a_conflict(self) -> None:
        (named,) = self.conflicts(match("E"), against("E"))

        assert "resistance to E" in named

    def test_another_tier_is_none(self) -> None:
        assert self.conflicts(match("E", tier=Tier.IA), against("E", tier=Tier.IID)) == ()

    def test_another_drug_is_none(self) -> None:
        assert self.conflicts(match("E"), against("T")) == ()
