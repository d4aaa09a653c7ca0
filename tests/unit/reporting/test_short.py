"""The answer in a few sentences: associations, never prescriptions; open is never negative."""

from __future__ import annotations

import re

import pytest

import building
from oncomatch.domain.assay import Finding
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.evidence import Significance
from oncomatch.domain.match import CheckedMarker, TherapyMatch
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.tier import Tier
from oncomatch.domain.trial_match import Eligibility
from oncomatch.domain.tumor_type import Relation
from oncomatch.reporting.short import SHORT_FINDINGS, build_marker_rows, build_markers
from oncomatch.reporting.view import Marker
from unit.reporting.page_parts import short_of
from unit.reporting.report_makers import (
    evidence,
    marker,
    miss,
    record,
    resistance,
    therapy,
    trial_match,
    trial_matches,
)

NOTHING = "No finding has tier I evidence for or against a therapy in this tumour type."
NO_TRIAL = "No open trial of the snapshot fits what is known."


def looked_at(**fields: object) -> CaseRecord:
    """Return the record of a case of which small variants were assessed."""
    return record(building.tumor("LUAD"), **fields)


def short(*therapies: TherapyMatch) -> list[str]:
    """Return the sentences about therapies."""
    sentences = short_of(looked_at(therapies=therapies))
    assert sentences[-1] == NO_TRIAL
    return list(sentences[:-1])


SENTENCES: dict[str, tuple[list[TherapyMatch], list[str]]] = {
    "one regimen": (
        [therapy("A")],
        ["KRAS G12C is associated with benefit from A in this tumour type (tier I-A)."],
    ),
    "two regimens, level B": (
        [therapy("A", tier=Tier.IB), therapy("B", tier=Tier.IB)],
        ["KRAS G12C is associated with benefit from A and B in this tumour type (tier I-B)."],
    ),
    "regimens of two tiers": (
        [therapy("A"), therapy("B", tier=Tier.IB)],
        [
            "KRAS G12C is associated with benefit from A and B in this tumour type "
            "(tier I-A and I-B)."
        ],
    ),
    "five regimens": (
        [therapy(name) for name in "ABCDE"],
        [
            "KRAS G12C is associated with benefit from A, B and C in this tumour type "
            "(tier I-A; 2 more regimens of tier I below)."
        ],
    ),
    "four regimens": (
        [therapy(name) for name in "ABCD"],
        [
            "KRAS G12C is associated with benefit from A, B and C in this tumour type "
            "(tier I-A; 1 more regimen of tier I below)."
        ],
    ),
    "the tiers are those of the regimens that are named": (
        [*(therapy(name) for name in "ABC"), therapy("D", tier=Tier.IB)],
        [
            "KRAS G12C is associated with benefit from A, B and C in this tumour type "
            "(tier I-A; 1 more regimen of tier I below)."
        ],
    ),
    "one absence in two ways": (
        [
            therapy("A", label="no KRAS p.G12C", facts=()),
            therapy("A", label="KRAS wild type", facts=()),
            therapy("B", label="KRAS wild type", facts=()),
        ],
        ["KRAS wild type is associated with benefit from A and B in this tumour type (tier I-A)."],
    ),
    "an absence begins a sentence": (
        [therapy("A", label="no KRAS p.G12C", facts=())],
        ["No KRAS p.G12C is associated with benefit from A in this tumour type (tier I-A)."],
    ),
    "two findings together": (
        [therapy("A", labels=("X", "Y"))],
        ["X and Y are associated with benefit from A in this tumour type (tier I-A)."],
    ),
    "resistance": (
        [resistance("A")],
        ["KRAS G12C is associated with resistance to A."],
    ),
    "resistance of two findings to one regimen": (
        [resistance("A", label="X"), resistance("A", label="Y")],
        ["X and Y are associated with resistance to A."],
    ),
    "resistance of two findings, not to the same regimens": (
        [resistance("A", label="X"), resistance("A", label="Y"), resistance("B", label="Y")],
        [
            "Y is associated with resistance to A and B.",
            "X is associated with resistance to A.",
        ],
    ),
    "resistance of two findings together": (
        [resistance("A", labels=("X", "Y"))],
        ["X and Y are associated with resistance to A."],
    ),
    "less response and harm": (
        [
            therapy("A", significance=Significance.REDUCED_SENSITIVITY),
            therapy("B", significance=Significance.ADVERSE_RESPONSE),
        ],
        [
            "KRAS G12C is associated with reduced sensitivity to A.",
            "KRAS G12C is associated with adverse response to B.",
        ],
    ),
    "both": (
        [therapy("A"), resistance("B")],
        [
            "KRAS G12C is associated with benefit from A in this tumour type (tier I-A).",
            "KRAS G12C is associated with resistance to B.",
        ],
    ),
    "benefit overridden": (
        [
            therapy("A", opposed_by=("resistance to A with T",)),
            resistance("A", label="T"),
        ],
        ["T is associated with resistance to A."],
    ),
    "weak": ([therapy(tier=Tier.IIC)], [NOTHING]),
    "weak resistance": ([resistance(tier=Tier.IIC)], [NOTHING]),
    "elsewhere": ([therapy(tier=Tier.IIC, relation=Relation.OTHER)], [NOTHING]),
    "in a subtype": ([therapy(relation=Relation.DESCENDANT)], [NOTHING]),
    "refuted": ([therapy(records=[], against=(evidence(),))], [NOTHING]),
    "nothing": ([], [NOTHING]),
}


@pytest.mark.parametrize("case", SENTENCES)
def test_sentences(case: str):
    therapies, sentences = SENTENCES[case]

    assert short(*therapies) == sentences


def test_the_tier_of_a_benefit_is_not_that_of_the_resistance_beside_it():
    """KRAS G12C: resistance to one drug is established, benefit from another of level B."""
    sentences = short(therapy("A", tier=Tier.IB), resistance("B", tier=Tier.IA))

    assert sentences[0] == (
        "KRAS G12C is associated with benefit from A in this tumour type (tier I-B)."
    )


@pytest.mark.parametrize("significance", Significance)
def test_tier_one_evidence_of_any_kind_is_never_none(significance: Significance):
    """Harm of tier I is evidence against the therapy: the sentence must not deny it."""
    sentences = short(therapy("Xotinib", significance=significance))

    assert NOTHING not in sentences
    assert "Xotinib" in " ".join(sentences)


def test_a_benefit_that_is_overridden_is_not_denied():
    """There is tier I evidence for it, and something against it."""
    doubtful = therapy("A", opposed_by=("reduced sensitivity to A with T (tier I-A, CIViC E9)",))

    assert short(doubtful) == [
        "Tier I evidence of benefit from A in this tumour type is overridden by reduced "
        "sensitivity to A with T (tier I-A, CIViC E9)."
    ]


def test_what_is_said_of_each_alone_is_not_said_of_both_again():
    each = [therapy("A", label=name) for name in ("X", "Y")]
    stronger = [therapy("B", label=name) for name in ("X", "Y")]
    both = therapy("A", labels=("X", "Y"))

    sentences = short(*each, *stronger, both)

    assert [sentence.split(" is ")[0] for sentence in sentences] == ["X", "Y"]


def test_at_most_so_many_findings():
    sentences = short(*(therapy("A", label=f"F{number}") for number in range(SHORT_FINDINGS + 2)))

    assert len([each for each in sentences if "benefit" in each]) == SHORT_FINDINGS == 3


def test_resistance_is_said_however_many_benefits():
    many = [therapy(f"A{number}", label=f"F{number}") for number in range(SHORT_FINDINGS + 2)]
    (last,) = short(*many, resistance("Z"))[SHORT_FINDINGS:]

    assert last == "KRAS G12C is associated with resistance to Z."


@pytest.mark.parametrize(
    ("outcomes", "sentence"),
    [
        ([], NO_TRIAL),
        ([Outcome.NOT_MET], NO_TRIAL),
        (
            [Outcome.UNKNOWN],
            "1 open trial fits what is known; other criteria of the protocols were not read.",
        ),
        (
            [Outcome.UNKNOWN, Outcome.NOT_MET, Outcome.UNKNOWN],
            "2 open trials fit what is known; other criteria of the protocols were not read.",
        ),
    ],
    ids=["none", "one excluded", "one", "two of three"],
)
def test_trials(outcomes: list[Outcome], sentence: str):
    trials = tuple(
        trial_match(f"NCT0000000{number}", eligibility=Eligibility.of(outcome))
        for number, outcome in enumerate(outcomes)
    )

    assert short_of(looked_at(trials=trial_matches(*trials))) == (NOTHING, sentence)


def test_markers_that_were_not_assessed_are_counted():
    markers = (
        marker("A", Finding.NOT_ASSESSED),
        marker("B", Finding.NOT_ASSESSED),
        marker("C", Finding.DETECTED),
        marker("D", Finding.NOT_DETECTED),
        marker("E", Finding.UNCLEAR),
    )

    assert short_of(record(markers=markers))[-1] == (
        "2 of 5 markers that approvals and level A evidence in this tumour type ask for were "
        "not assessed: nothing is known of them."
    )


def test_when_all_were_assessed_nothing_is_said():
    assert short_of(looked_at(markers=(marker(finding=Finding.NOT_DETECTED),)))[-1] == NO_TRIAL


def test_a_case_of_which_nothing_was_assessed_says_so():
    """Also where no marker is asked for: "no finding" alone reads as a negative result."""
    assert short_of(record()) == (NOTHING, NO_TRIAL, "Small variants were not assessed.")


FORBIDDEN = re.compile(
    r"\b(should|must|recommend\w*|prescri\w*|advise\w*|indicated|treat with|consider)\b", re.I
)


def real_cases() -> list[object]:
    lung = [("EGFR", "L858R"), ("EGFR", "T790M"), ("KRAS", "G12C"), ("TP53", "R175H")]
    return [
        pytest.param("LUAD", {"changes": lung}, id="lung"),
        pytest.param("COADREAD", {"changes": [("BRAF", "V600E")], "msi": "MSI-H"}, id="colon"),
        pytest.param("BRCA", {"copies": {"ERBB2": 20}, "her2_ihc": "3+"}, id="breast"),
        pytest.param("AML", {"panel": None}, id="leukaemia, no panel"),
    ]


@pytest.mark.parametrize(("kind", "case"), real_cases())
def test_no_sentence_prescribes(kind: str, case: dict[str, object]):
    sentences = short_of(building.matched(building.tumor(kind, **case)))  # type: ignore[arg-type]

    assert [each for each in sentences if FORBIDDEN.search(each)] == []
    assert [each for each in sentences if "negative" in each.lower()] == []
    assert [each for each in sentences if not re.fullmatch(r"[A-Z0-9].*\.", each)] == []


def test_the_words_of_all_kinds_of_sentences_prescribe_nothing():
    therapies = [match for matches, _ in SENTENCES.values() for match in matches]
    made = record(
        therapies=therapies,
        trials=trial_matches(trial_match()),
        markers=(marker(),),
        near_misses=(miss(),),
    )

    assert [each for each in short_of(made) if FORBIDDEN.search(each)] == []


@pytest.mark.parametrize("finding", Finding)
def test_markers(finding: Finding):
    """Only what: looked for and not found is negative."""
    state = {
        Finding.DETECTED: "detected",
        Finding.NOT_DETECTED: "negative",
        Finding.NOT_ASSESSED: "open",
        Finding.UNCLEAR: "unclear",
        Finding.NOT_INFORMATIVE: "open",
    }[finding]
    made = record(markers=(marker("EGFR exon 19 inframe_deletion", finding, "why"),))

    assert build_markers(made) == (Marker("EGFR exon 19 inframe deletion", state, "why"),)


KINDS_OF_SMALL = ["EGFR p.L858R", "EGFR exon 20 inframe_insertion", "EGFR mutation"]


def chips(*markers: CheckedMarker) -> list[tuple[str, str]]:
    return [(each.state, each.name) for each in build_markers(record(markers=markers))]


@pytest.mark.parametrize("finding", [Finding.NOT_DETECTED, Finding.NOT_ASSESSED])
def test_small_variants_of_a_gene_in_one_state_are_one(finding: Finding):
    (found,) = build_markers(record(markers=[marker(name, finding) for name in KINDS_OF_SMALL]))

    assert found.name == "EGFR mutations (3 named)"
    assert found.reason.startswith("EGFR p.L858R, EGFR exon 20 inframe insertion, EGFR mutation: ")


def test_beside_a_finding_the_others_of_the_gene_are_called_so():
    """`EGFR mutations: negative` beside EGFR L858R would read as a contradiction."""
    first, *others = ("EGFR p.L858R", "EGFR p.T790M", "EGFR exon 20 inframe_insertion")

    assert chips(
        marker(first, Finding.DETECTED), *(marker(each, Finding.NOT_DETECTED) for each in others)
    ) == [("detected", "EGFR p.L858R"), ("negative", "other EGFR mutations (2 named)")]


def test_what_is_no_small_variant_stays_by_itself():
    names = ["ALK fusion", "ALK expression", "ERBB2 amplification", "ERBB2 IHC >= 3", "TMB >= 10"]
    names += ["EGFR exons 2-7 loss", "CD274 TPS >= 50", "BRCA1 biallelic_loss", "arm 17p loss"]

    assert [name for _, name in chips(*map(marker, names))] == [
        *("ALK fusion", "ALK expression", "ERBB2 amplification", "HER2 IHC ≥ 3", "TMB ≥ 10"),
        *("EGFR exons 2-7 loss", "PD-L1 TPS ≥ 50", "BRCA1 biallelic loss", "arm 17p loss"),
    ]


def test_limits_of_one_score_in_one_state_are_one():
    made = [
        *(marker(f"CD274 TC >= {limit}") for limit in (1, 50)),
        marker("CD274 TC < 1", Finding.DETECTED),
        marker("CD274 TPS >= 50"),
    ]

    assert chips(*made) == [
        ("open", "PD-L1 TC ≥ 1, ≥ 50"),
        ("detected", "PD-L1 TC < 1"),
        ("open", "PD-L1 TPS ≥ 50"),
    ]


def test_exceptions_stand_in_the_row_only():
    made = marker("EGFR gain_of_function except p.T790M, exon 20 inframe_insertion")

    assert chips(made) == [("open", "EGFR gain of function, with exceptions")]
    assert build_marker_rows(record(markers=(made,)))[0].name == (
        "EGFR gain of function except p.T790M, exon 20 inframe insertion"
    )


@pytest.mark.parametrize("finding", Finding)
def test_every_marker_has_a_row_in_its_state(finding: Finding):
    made = record(markers=[marker(name, finding, "why", ("A", "B")) for name in KINDS_OF_SMALL])
    rows = build_marker_rows(made)
    (state,) = {each.state for each in rows}

    assert [each.name for each in rows] == [name.replace("_", " ") for name in KINDS_OF_SMALL]
    assert {(each.reason, each.regimens) for each in rows} == {("why", "A, B")}
    assert (state == "negative") is (finding is Finding.NOT_DETECTED)


def test_markers_keep_their_order():
    names = ["B", "A", "C"]

    assert [each.name for each in build_markers(record(markers=tuple(map(marker, names))))] == names
