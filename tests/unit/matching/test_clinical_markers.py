"""Markers of the sheet: what each says, and that what is not given is not assessed."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from building import ask, benefits, facts_of, matched, tumor
from oncomatch.domain.alteration import (
    CopyNumber,
    Her2Ihc,
    MarkerResult,
    MismatchRepairState,
    MsiStatus,
    TumorMarkers,
)
from oncomatch.domain.assay import Finding
from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.marker_names import name_markers
from oncomatch.domain.named_markers import (
    ExpressionLevel,
    GeneExpression,
    Hybridisation,
    IhcResult,
    IshResult,
    Stain,
    VirusResult,
)
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.tier import Tier
from oncomatch.matching import her2
from oncomatch.matching.candidates import genes_with_findings
from oncomatch.matching.states import gene_states, label_facts

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
POSITIVE, NEGATIVE = MarkerResult.POSITIVE, MarkerResult.NEGATIVE
AMPLIFIED, GAINED, NEUTRAL = CopyNumberKind.AMPLIFICATION, CopyNumberKind.GAIN, "neutral"
EVERY = TumorMarkers(
    Her2Ihc.ONE,
    MsiStatus.STABLE,
    3.5,
    NEGATIVE,
    POSITIVE,
    NEGATIVE,
    60.0,
    12.5,
    5.0,
    0.0,
    MismatchRepairState.PROFICIENT,
    POSITIVE,
    42.0,
    NEGATIVE,
    POSITIVE,
    ihc=(IhcResult("MLH1", "MLH1", "lost", stain=Stain.LOST),),
    ish=(IshResult("MET", Hybridisation.AMPLIFIED),),
    expression=(GeneExpression("ERBB3", ExpressionLevel.HIGH, "z-score 3.1"),),
    viruses=(VirusResult("MCPyV", positive=True),),
)
HER2_LOW = (
    "(ERBB2 IHC >= 1 and ERBB2 IHC < 2) or "
    "(ERBB2 IHC >= 2 and ERBB2 IHC < 3 and not ERBB2 amplification)"
)
HER2_POSITIVE = "ERBB2 amplification or ERBB2 overexpression"


def given(file: CopyNumberKind | str | None = None, **markers: object) -> TumorProfile:
    """Return a breast cancer with markers, and an ERBB2 copy number if the file has one."""
    numbers = ()
    if file is not None:
        kind = file if isinstance(file, CopyNumberKind) else None
        numbers = (CopyNumber("ERBB2", None, kind, "as called"),)
    return replace(tumor("BRCA"), markers=TumorMarkers(**markers), copy_numbers=numbers)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("markers", "pattern", "outcome", "reason"),
    [
        ({"er": POSITIVE}, "ESR1 expression", MET, "ER positive"),
        ({"er": NEGATIVE}, "ESR1 expression", NOT_MET, "ER negative"),
        ({"er": POSITIVE}, "PGR expression", UNKNOWN, "the protein level of PGR was not assessed"),
        (
            {"er": POSITIVE},
            "ESR1 overexpression",
            UNKNOWN,
            "ER positive does not answer ESR1 overexpression",
        ),
        ({"pr": POSITIVE}, "PGR expression", MET, "PR positive"),
        ({"pr": NEGATIVE}, "not PGR expression", MET, "PR negative"),
        ({"pdl1_tps": 50.0}, "CD274 TPS >= 50", MET, "PD-L1 TPS 50 %"),
        ({"pdl1_tps": 49.9}, "CD274 TPS >= 50", NOT_MET, "PD-L1 TPS 49.9 %"),
        ({"pdl1_tps": 0.0}, "CD274 TPS < 1", MET, "PD-L1 TPS 0 %"),
        ({"pdl1_tps": 90.0}, "CD274 TC >= 50", UNKNOWN, "the TC of CD274 was not assessed"),
        ({"pdl1_cps": 10.0}, "CD274 CPS >= 10", MET, "PD-L1 CPS 10"),
        ({"pdl1_ic": 4.0}, "CD274 IC >= 5", NOT_MET, "PD-L1 IC 4 %"),
        ({"pdl1_tc": 1.0}, "CD274 TC >= 1", MET, "PD-L1 TC 1 %"),
        ({"pdl1_tps": 90.0}, "CD274 IHC >= 2", UNKNOWN, "the IHC of CD274 was not assessed"),
        (
            {"pdl1_tps": 90.0},
            "CD274 expression",
            UNKNOWN,
            "the protein level of CD274 was not assessed",
        ),
        (
            {"mmr": MismatchRepairState.DEFICIENT},
            "MMR deficient",
            MET,
            "mismatch repair deficient",
        ),
        (
            {"mmr": MismatchRepairState.DEFICIENT},
            "MMR proficient",
            NOT_MET,
            "mismatch repair deficient",
        ),
        (
            {"mmr": MismatchRepairState.DEFICIENT},
            "MSI high",
            UNKNOWN,
            "microsatellite status was not assessed",
        ),
        ({"hrd": POSITIVE}, "HRD positive", MET, "HRD positive"),
        ({"hrd": NEGATIVE}, "HRD positive", NOT_MET, "HRD negative"),
        (
            {"hrd_score": 70.0},
            "HRD positive",
            UNKNOWN,
            "homologous recombination deficiency was not assessed (HRD score 70; the result of "
            "the test was not given)",
        ),
        ({"hrd_score": 42.0}, "HRD score >= 42", MET, "HRD score 42"),
        ({"hrd_score": 41.0}, "HRD score >= 42", NOT_MET, "HRD score 41"),
        ({"hrd": POSITIVE}, "HRD score >= 42", UNKNOWN, "the HRD score was not assessed"),
        ({"ebv": POSITIVE}, "virus EBV", MET, "EBV positive"),
        ({"ebv": POSITIVE}, "virus HPV", UNKNOWN, "HPV was not assessed"),
        ({"hpv": NEGATIVE}, "virus HPV", NOT_MET, "HPV negative"),
        ({"hpv": POSITIVE}, "virus HBV", UNKNOWN, "HBV was not assessed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_a_marker_says(
    markers: dict[str, object], pattern: str, outcome: Outcome, reason: str
) -> None:
    answer = ask(pattern, given(**markers))

    assert (answer.outcome, answer.reason) == (outcome, reason)


@pytest.mark.parametrize(
    "pattern",
    [
        "ESR1 expression",
        "PGR expression",
        *(f"CD274 {scale} >= 0" for scale in ("TPS", "CPS", "IC", "TC")),
        "MMR deficient",
        "MMR proficient",
        "HRD positive",
        "HRD score < 42",
        "virus EBV",
        "virus HPV",
        "ERBB2 amplification",
        HER2_LOW,
    ],
)
def test_a_marker_that_is_not_given_is_not_assessed(pattern: str) -> None:
    answer = ask(pattern, given())

    assert (answer.outcome, answer.facts) == (UNKNOWN, ())
    assert "not assessed" in answer.reason


# Positive, amplified and low by protein, hybridisation and file. Where hybridisation and file
# differ, both are named and nothing is known.
@pytest.mark.parametrize(
    ("ihc", "ish", "file", "positive", "amplified", "low"),
    [
        ("3+", None, None, MET, UNKNOWN, NOT_MET),
        ("3+", NEGATIVE, None, MET, NOT_MET, NOT_MET),
        ("2+", None, None, UNKNOWN, UNKNOWN, UNKNOWN),
        ("2+", None, NEUTRAL, UNKNOWN, UNKNOWN, UNKNOWN),
        ("2+", None, AMPLIFIED, MET, MET, NOT_MET),
        ("2+", POSITIVE, None, MET, MET, NOT_MET),
        ("2+", NEGATIVE, None, NOT_MET, NOT_MET, MET),
        ("2+", NEGATIVE, NEUTRAL, NOT_MET, NOT_MET, MET),
        ("2+", POSITIVE, AMPLIFIED, MET, MET, NOT_MET),
        ("2+", POSITIVE, NEUTRAL, UNKNOWN, UNKNOWN, UNKNOWN),
        ("2+", NEGATIVE, AMPLIFIED, UNKNOWN, UNKNOWN, UNKNOWN),
        ("1+", None, None, NOT_MET, NOT_MET, MET),
        ("1+", None, GAINED, NOT_MET, NOT_MET, MET),
        ("1+", None, AMPLIFIED, MET, MET, MET),
        ("0", POSITIVE, None, MET, MET, NOT_MET),
        ("1+", NEGATIVE, None, NOT_MET, NOT_MET, MET),
        ("0", NEGATIVE, None, NOT_MET, NOT_MET, NOT_MET),
        ("0", None, None, NOT_MET, NOT_MET, NOT_MET),
        (None, POSITIVE, None, MET, MET, UNKNOWN),
        (None, POSITIVE, GAINED, UNKNOWN, UNKNOWN, UNKNOWN),
        (None, NEGATIVE, None, UNKNOWN, NOT_MET, UNKNOWN),
    ],
)
def test_her2(
    ihc: str | None,
    ish: MarkerResult | None,
    file: CopyNumberKind | str | None,
    positive: Outcome,
    amplified: Outcome,
    low: Outcome,
) -> None:
    profile = given(file, her2_ihc=Her2Ihc(ihc) if ihc else None, her2_ish=ish)

    assert ask(HER2_POSITIVE, profile).outcome is positive
    assert ask("ERBB2 amplification", profile).outcome is amplified
    assert ask(HER2_LOW, profile).outcome is low


def test_an_equivocal_score_says_what_to_do_next() -> None:
    words = "HER2 IHC 2+ is equivocal; in-situ hybridisation was not assessed, do it next"
    profile = given(her2_ihc=Her2Ihc.TWO)

    assert ask("ERBB2 overexpression", profile) == Evaluation(UNKNOWN, words, ("HER2-IHC",))
    assert ask("ERBB2 amplification", profile) == Evaluation(UNKNOWN, words)
    assert words in ask(HER2_LOW, profile).reason


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("BRCA", NOT_MET), ("IDC", NOT_MET), ("STAD", NOT_MET), ("GEJ", NOT_MET),
        ("ESCA", NOT_MET), ("BREAST", UNKNOWN), ("ESCC", UNKNOWN), ("COADREAD", UNKNOWN),
        ("LUAD", UNKNOWN),
    ],
)  # fmt: skip
def test_1_plus_is_negative_without_hybridisation_only_where_a_guideline_says_so(
    code: str, outcome: Outcome
) -> None:
    profile = tumor(code, her2_ihc="1+")

    assert ask("ERBB2 amplification", profile).outcome is outcome
    assert ask("ERBB2 gain", profile).outcome is UNKNOWN


def test_a_protein_without_staining_does_not_hide_an_amplification_of_the_file() -> None:
    numbers = given(AMPLIFIED).copy_numbers

    (note,) = her2.contradictions(TumorMarkers(her2_ihc=Her2Ihc.ZERO), numbers)

    assert note.startswith("HER2: immunohistochemistry 0 does not fit the amplification of ERBB2")
    assert her2.contradictions(TumorMarkers(her2_ihc=Her2Ihc.TWO), numbers) == ()
    assert (
        her2.contradictions(TumorMarkers(her2_ihc=Her2Ihc.ONE), given(NEUTRAL).copy_numbers) == ()
    )


def test_a_contradiction_names_both() -> None:
    answer = ask("ERBB2 amplification", given(NEUTRAL, her2_ish=POSITIVE))

    assert answer == Evaluation(
        UNKNOWN,
        "HER2 ISH positive contradicts the copy-number file (as called, no amplification); clarify",
        ("HER2-ISH", "ERBB2-copy-number"),
    )


@pytest.mark.parametrize(
    ("ish", "file", "outcome"),
    [
        (POSITIVE, None, MET),
        (POSITIVE, GAINED, MET),
        (POSITIVE, NEUTRAL, UNKNOWN),
        (NEGATIVE, GAINED, MET),
        (NEGATIVE, None, UNKNOWN),
    ],
)
def test_hybridisation_and_a_gain(
    ish: MarkerResult, file: CopyNumberKind | str | None, outcome: Outcome
) -> None:
    assert ask("ERBB2 gain", given(file, her2_ish=ish)).outcome is outcome


@pytest.mark.parametrize("pattern", ["ERBB2 deletion", "ERBB2 loss", "EGFR amplification"])
def test_hybridisation_says_nothing_of_losses_and_other_genes(pattern: str) -> None:
    assert ask(pattern, given(her2_ish=POSITIVE)).outcome is UNKNOWN


@pytest.mark.parametrize(
    ("ihc", "ish", "file", "labels"),
    [
        (
            Her2Ihc.TWO,
            POSITIVE,
            None,
            dict.fromkeys(("HER2-IHC", "HER2-ISH"), "HER2 IHC 2+, ISH positive"),
        ),
        (
            Her2Ihc.THREE,
            POSITIVE,
            AMPLIFIED,
            dict.fromkeys(
                ("HER2-IHC", "HER2-ISH", "ERBB2-copy-number"),
                "ERBB2 amplification (HER2 IHC 3+, ISH positive)",
            ),
        ),
        (
            Her2Ihc.ONE,
            POSITIVE,
            NEUTRAL,
            {
                "HER2-IHC": "HER2 IHC 1+",
                "HER2-ISH": "HER2 ISH positive",
                "ERBB2-copy-number": "ERBB2 copy number neutral",
            },
        ),
        (
            Her2Ihc.TWO,
            NEGATIVE,
            None,
            {"HER2-IHC": "HER2 IHC 2+", "HER2-ISH": "HER2 ISH negative"},
        ),
    ],
)
def test_views_of_one_finding_share_a_name(
    ihc: Her2Ihc,
    ish: MarkerResult,
    file: CopyNumberKind | str | None,
    labels: dict[str, str],
) -> None:
    assert label_facts(given(file, her2_ihc=ihc, her2_ish=ish), ()) == labels


@pytest.mark.parametrize(
    ("ihc", "ish", "file", "name"),
    [
        (Her2Ihc.ONE, None, None, "HER2-low (IHC 1+)"),
        (Her2Ihc.ONE, NEGATIVE, NEUTRAL, "HER2-low (IHC 1+)"),
        (Her2Ihc.TWO, NEGATIVE, None, "HER2-low (IHC 2+, ISH negative)"),
        (Her2Ihc.ONE, POSITIVE, None, "HER2 IHC 1+"),
        (Her2Ihc.TWO, None, None, "HER2 IHC 2+"),
        (Her2Ihc.TWO, NEGATIVE, AMPLIFIED, "HER2 IHC 2+"),
        (Her2Ihc.ZERO, None, None, "HER2 IHC 0"),
        (Her2Ihc.THREE, None, None, "HER2 IHC 3+"),
    ],
)
def test_her2_low_has_its_name_in_breast_cancer_alone(
    ihc: Her2Ihc, ish: MarkerResult | None, file: CopyNumberKind | str | None, name: str
) -> None:
    profile = given(file, her2_ihc=ihc, her2_ish=ish)

    assert label_facts(profile, (), breast=True)["HER2-IHC"] == name
    assert "low" not in label_facts(profile, ())["HER2-IHC"]


@pytest.mark.parametrize(
    ("ish", "file", "finding"),
    [
        (POSITIVE, None, Finding.DETECTED),
        (POSITIVE, NEUTRAL, Finding.UNCLEAR),
        (NEGATIVE, None, Finding.NOT_ASSESSED),
        (NEGATIVE, NEUTRAL, Finding.NOT_DETECTED),
        (None, AMPLIFIED, Finding.DETECTED),
    ],
)
def test_the_state_of_the_gene_knows_hybridisation(
    ish: MarkerResult | None, file: CopyNumberKind | str | None, finding: Finding
) -> None:
    (state,) = gene_states(facts_of(given(file, her2_ish=ish)), ["ERBB2"])

    assert state.copy_number is finding


def test_every_marker_has_a_name() -> None:
    assert name_markers(EVERY) == {
        "HER2-IHC": "HER2 IHC 1+",
        "HER2-ISH": "HER2 ISH negative",
        "ER": "ER positive",
        "PR": "PR negative",
        "PD-L1-TPS": "PD-L1 TPS 60 %",
        "PD-L1-CPS": "PD-L1 CPS 12.5",
        "PD-L1-IC": "PD-L1 IC 5 %",
        "PD-L1-TC": "PD-L1 TC 0 %",
        "MSI": "MSS",
        "MMR": "MMR proficient",
        "TMB": "TMB 3.5/Mb",
        "HRD-score": "HRD score 42",
        "HRD": "HRD positive",
        "EBV": "EBV negative",
        "HPV": "HPV positive",
        "IHC-MLH1": "MLH1 IHC lost",
        "ISH-MET-amplified": "MET ISH amplified",
        "RNA-ERBB3": "ERBB3 RNA high (z-score 3.1)",
        "virus-MCPyV": "MCPyV positive",
    }
    for field in fields(TumorMarkers):
        alone = TumorMarkers(**{field.name: getattr(EVERY, field.name)})
        assert len(name_markers(alone)) == 1, field.name


@pytest.mark.parametrize(
    ("name", "genes"),
    [
        *((name, {"ERBB2"}) for name in ("her2_ihc", "her2_ish")),
        ("er", {"ESR1"}),
        ("pr", {"PGR"}),
        *((f"pdl1_{scale}", {"CD274"}) for scale in ("tps", "cps", "ic", "tc")),
        *((name, set()) for name in ("msi", "tmb_per_mb", "mmr", "hrd", "hrd_score", "ebv", "hpv")),
        ("ihc", {"MLH1"}),
        ("ish", {"MET"}),
        ("expression", {"ERBB3"}),
        ("viruses", set()),
    ],
)
def test_genes_that_a_marker_speaks_of(name: str, genes: set[str]) -> None:
    assert genes_with_findings(facts_of(given(**{name: getattr(EVERY, name)}))) == genes


class TestWholeCases:
    def mutated(self, **markers: object) -> TumorProfile:
        profile = tumor("BRCA", [("PIK3CA", "H1047R")])
        return replace(profile, markers=TumorMarkers(**markers))  # type: ignore[arg-type]

    def test_alpelisib_where_hormone_receptors_are_positive_and_her2_is_not(self) -> None:
        record = matched(
            self.mutated(er=POSITIVE, pr=POSITIVE, her2_ihc=Her2Ihc.ONE, her2_ish=NEGATIVE)
        )

        found = benefits(record.therapies, "Alpelisib + Fulvestrant")
        assert [match.tier for match in found] == [Tier.IA]

    @pytest.mark.parametrize(
        "markers",
        [
            {"er": NEGATIVE, "pr": NEGATIVE, "her2_ihc": Her2Ihc.ONE, "her2_ish": NEGATIVE},
            {"er": POSITIVE, "her2_ihc": Her2Ihc.THREE},
            {"er": POSITIVE, "her2_ihc": Her2Ihc.TWO},
            {},
        ],
    )
    def test_alpelisib_is_not_met_otherwise(self, markers: dict[str, object]) -> None:
        record = matched(self.mutated(**markers))

        found = benefits(record.therapies, "Alpelisib + Fulvestrant")
        assert Tier.IA not in {match.tier for match in found}

    @pytest.mark.parametrize(
        ("file", "markers", "label"),
        [
            (AMPLIFIED, {}, "ERBB2 amplification"),
            (None, {"her2_ish": POSITIVE}, "HER2 ISH positive"),
            (None, {"her2_ihc": Her2Ihc.THREE}, "HER2 IHC 3+"),
            (
                None,
                {"her2_ihc": Her2Ihc.TWO, "her2_ish": POSITIVE},
                "HER2 IHC 2+, ISH positive",
            ),
        ],
    )
    def test_each_way_to_her2_leads_to_trastuzumab(
        self, file: CopyNumberKind | None, markers: dict[str, object], label: str
    ) -> None:
        record = matched(given(file, **markers))

        found = benefits(record.therapies, "Trastuzumab")
        assert (Tier.IA, (label,)) in {(match.tier, match.labels) for match in found}

    @pytest.mark.parametrize(
        "markers",
        [{"her2_ihc": Her2Ihc.ONE}, {"her2_ihc": Her2Ihc.TWO, "her2_ish": NEGATIVE}],
    )
    def test_her2_low_leads_to_trastuzumab_deruxtecan(self, markers: dict[str, object]) -> None:
        record = matched(given(**markers))

        found = benefits(record.therapies, "Trastuzumab Deruxtecan")
        assert Tier.IA in {match.tier for match in found}

    def test_an_equivocal_score_is_told_with_the_next_step(self) -> None:
        record = matched(given(her2_ihc=Her2Ihc.TWO))
        state = {each.biomarker: each for each in record.markers}["ERBB2 amplification"]

        assert state.finding is Finding.NOT_ASSESSED
        assert state.reason.endswith("do it next")
        assert not benefits(record.therapies, "Trastuzumab Deruxtecan")
