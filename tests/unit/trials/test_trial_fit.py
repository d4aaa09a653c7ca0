"""By what a trial concerns a case, what an answer decides, and the fast path as the plain one."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

import building
from oncomatch.domain.alteration import (
    CopyNumber,
    CopyNumberKind,
    Her2Ihc,
    MarkerResult,
    MsiStatus,
    TumorMarkers,
)
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.trial import (
    Arm,
    ArmLevel,
    Confidence,
    Criterion,
    CriterionKind,
    Side,
    Trial,
    TrialStatus,
)
from oncomatch.domain.trial_match import Eligibility, Fit, TrialMatches, TumorFit
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.states import label_facts
from oncomatch.trials.match import match_trials
from oncomatch.trials.preferences import Listing
from oncomatch.trials.snapshot import make_snapshot
from unit.trials.trial_makers import arm, criterion, excluding, trial

LIKELY = Confidence.LIKELY


@pytest.fixture(scope="module")
def lung() -> TumorProfile:
    """A woman of 60 with lung adenocarcinoma and KRAS G12C."""
    return building.tumor("LUAD", [("KRAS", "G12C")], panel=["EGFR"])


def matched(
    profile: TumorProfile, *trials: Trial, listing: Listing = Listing.TOUCHED
) -> TrialMatches:
    labels = label_facts(profile, {coverage.gene for coverage in profile.assay.genes})
    evaluator = Evaluator(building.facts_of(profile))
    return match_trials(make_snapshot(trials), evaluator, labels, listing=listing)


def only(*criteria: Criterion, **fields: object) -> Trial:
    return trial("NCT00000001", criteria=criteria, **fields)


LUNG = criterion("tumor_type LUAD")
FITS = {
    "a finding": ([criterion("KRAS p.G12C")], Fit.FINDING),
    "a doubtful criterion": ([criterion("KRAS p.G12C", confidence=LIKELY)], Fit.LIKELY),
    "one certain, one doubtful": (
        [criterion("KRAS p.G12C", confidence=LIKELY), criterion("KRAS mutation")],
        Fit.FINDING,
    ),
    "an exclusion known absent": ([excluding("EGFR mutation"), LUNG], Fit.ABSENCE),
    "an absence among what is included": ([criterion("not EGFR mutation"), LUNG], Fit.ABSENCE),
    "absences together": (
        [criterion("not EGFR mutation and not KRAS p.G12D"), LUNG],
        Fit.ABSENCE,
    ),
    "an alteration read with doubt, a wild type read with certainty": (
        [criterion("KRAS p.G12C", confidence=LIKELY), criterion("EGFR wildtype")],
        Fit.LIKELY,
    ),
    "a finding beside an absence": (
        [criterion("KRAS mutation"), criterion("not EGFR mutation")],
        Fit.FINDING,
    ),
}


@pytest.mark.parametrize(("criteria", "fit"), FITS.values(), ids=FITS)
def test_by_what_a_trial_concerns_a_case(
    criteria: list[Criterion], fit: Fit, lung: TumorProfile
) -> None:
    (found,) = matched(lung, only(*criteria)).matches

    assert found.fit is fit
    assert bool(found.labels) is (fit is not Fit.ABSENCE)


@pytest.mark.parametrize("absence", [excluding("EGFR mutation"), criterion("not EGFR mutation")])
def test_a_known_absence_does_not_stand_for_an_inclusion_that_is_not_known(
    absence: Criterion,
    lung: TumorProfile,
) -> None:
    found = matched(lung, only(criterion("BRAF p.V600E"), absence))

    assert (found.tally.listed, found.tally.alteration_unknown) == (0, 1)


NOT_HER2 = "not (ERBB2 amplification or ERBB2 overexpression)"
MARKERS = {
    "HER2-negative alone": (NOT_HER2, Fit.ABSENCE),
    "HER2-negative among absences": (f"{NOT_HER2} and not PGR expression", Fit.ABSENCE),
    "triple-negative": (f"{NOT_HER2} and not ESR1 expression and not PGR expression", Fit.FINDING),
    "microsatellites stable": ("MSI stable or MMR proficient", Fit.ABSENCE),
    "a low PD-L1": ("CD274 CPS < 1", Fit.FINDING),
    "wild type": ("TP53 wildtype", Fit.FINDING),
}


@pytest.mark.parametrize(("wanted", "fit"), MARKERS.values(), ids=MARKERS)
def test_what_nearly_every_tumour_is_without_is_no_finding(wanted: str, fit: Fit) -> None:
    negative = MarkerResult.NEGATIVE
    markers = TumorMarkers(
        her2_ihc=Her2Ihc.ZERO, er=negative, pr=negative, msi=MsiStatus.STABLE, pdl1_cps=0
    )
    breast = replace(building.tumor("IDC", panel=["TP53"], copies={"ERBB2": 2}), markers=markers)
    (found,) = matched(breast, only(criterion(wanted), criterion("tumor_type BRCA"))).matches

    assert found.fit is fit


def test_hormone_receptors_beside_an_absent_her2_are_a_finding() -> None:
    markers = TumorMarkers(her2_ihc=Her2Ihc.ZERO, er=MarkerResult.POSITIVE)
    breast = replace(building.tumor("IDC", copies={"ERBB2": 2}), markers=markers)
    wanted = criterion(f"ESR1 expression and {NOT_HER2}")

    (found,) = matched(breast, only(wanted)).matches

    assert found.fit is Fit.FINDING
    assert "ER positive" in found.labels


def test_that_stable_microsatellites_are_excluded_is_a_wish_for_a_finding() -> None:
    unstable = building.tumor("COADREAD", msi="MSI-H")

    (found,) = matched(unstable, only(excluding("MSI stable"))).matches

    assert found.fit is Fit.FINDING


OF_OTHER_TYPES = {
    "an absence in a trial for any tumour": ("not EGFR mutation", "SOLID", Confidence.CERTAIN),
    "an absence in one for another type": ("not EGFR mutation", "PAAD", LIKELY),
    "a wild type in one for another type": ("EGFR wildtype", "PAAD", LIKELY),
}


@pytest.mark.parametrize(
    ("wanted", "code", "confidence"), OF_OTHER_TYPES.values(), ids=OF_OTHER_TYPES
)
def test_what_most_tumours_have_lists_no_trial_of_other_tumours(
    wanted: str, code: str, confidence: Confidence, lung: TumorProfile
) -> None:
    made = only(criterion(wanted), criterion(f"tumor_type {code}", confidence=confidence))
    found = matched(lung, made)

    assert not found.matches
    assert (found.tally.listed, found.tally.no_alteration) == (0, 1)


def test_of_a_registrys_record_is_not_said_that_it_asks_for_no_alteration(
    lung: TumorProfile,
) -> None:
    """A part of it of which no alteration was read may ask for one."""
    parts = (arm("A", "not EGFR mutation"), arm("B", "age >= 18"))
    (found,) = matched(lung, only(LUNG, arms=parts)).matches

    assert found.fit is Fit.ABSENCE


def test_a_trial_that_only_asks_for_an_absence_ranks_last(lung: TumorProfile) -> None:
    fits_not = trial("NCT00000009", "KRAS mutation", criterion("age < 18"))
    absence = only(excluding("EGFR mutation"), LUNG)

    assert [each.trial_id for each in matched(lung, absence, fits_not).matches] == [
        "NCT00000009",
        "NCT00000001",
    ]


PERHAPS = {
    "a change of the gene that may be inherited": ("germline (KRAS mutation)", ("KRAS G12C",)),
    "a change of the gene that may be somatic": ("somatic (KRAS mutation)", ("KRAS G12C",)),
    "one of two that are asked for": ("KRAS p.G12C and MET amplification", ("KRAS G12C",)),
    "words that cannot be checked": ('KRAS unread "a class of mutations"', ("KRAS G12C",)),
}


@pytest.mark.parametrize(("wanted", "labels"), PERHAPS.values(), ids=PERHAPS)
def test_a_trial_for_which_a_finding_may_be_the_one_is_listed(
    wanted: str, labels: tuple[str, ...], lung: TumorProfile
) -> None:
    found = matched(lung, only(criterion(wanted)))
    (one,) = found.matches

    assert (one.fit, one.labels, one.eligibility) == (Fit.MAYBE, labels, Eligibility.POSSIBLE)
    assert (found.tally.listed, found.tally.alteration_unknown) == (0, 1)


NO_FINDINGS = {
    "a call that is not reported": building.tumor("LUAD", left_out=[("KRAS", "G12C")]),
    "a variant of no known meaning": building.tumor("LUAD", [("KRAS", "T20A")]),
}


@pytest.mark.parametrize("profile", NO_FINDINGS.values(), ids=NO_FINDINGS)
def test_what_is_no_finding_leaves_no_trial_open(profile: TumorProfile) -> None:
    found = matched(profile, only(criterion("KRAS gain_of_function")))

    assert not found.matches
    assert found.tally.alteration_unknown == 1


def test_copies_that_were_not_counted_leave_a_trial_open_only_where_there_are_more() -> None:
    wanted = only(criterion("ERBB2 copies >= 7"))
    amplified, neutral = (
        replace(building.tumor("STAD"), copy_numbers=(CopyNumber("ERBB2", None, kind, "called"),))
        for kind in (CopyNumberKind.AMPLIFICATION, None)
    )

    assert [each.fit for each in matched(amplified, wanted).matches] == [Fit.MAYBE]
    assert not matched(neutral, wanted).matches


TYPES = {
    "its own type": ([criterion("tumor_type NSCLC")], TumorFit.NAMED),
    "any solid tumour": ([criterion("tumor_type SOLID")], TumorFit.ANY),
    "its own type among any": (
        [criterion("tumor_type SOLID"), criterion("tumor_type LUAD")],
        TumorFit.NAMED,
    ),
    "no type was read": ([], TumorFit.UNSAID),
    "an exclusion alone": ([excluding("tumor_type PAAD")], TumorFit.UNSAID),
    "another type, read with doubt": (
        [criterion("tumor_type SOLID"), criterion("tumor_type PAAD", confidence=LIKELY)],
        TumorFit.OTHER,
    ),
}


@pytest.mark.parametrize(("criteria", "expected"), TYPES.values(), ids=TYPES)
def test_what_a_trial_says_of_the_tumour_type(
    criteria: list[Criterion], expected: TumorFit, lung: TumorProfile
) -> None:
    (found,) = matched(lung, only(criterion("KRAS p.G12C"), *criteria)).matches

    assert found.tumor_fit is expected


def test_a_type_below_that_of_the_case_is_not_known() -> None:
    case = building.tumor("NSCLC", [("KRAS", "G12C")])

    (found,) = matched(case, only(criterion("KRAS p.G12C"), criterion("tumor_type LUAD"))).matches

    assert found.tumor_fit is TumorFit.NARROWER


def test_the_best_open_part_says_for_which_tumour_type_a_trial_is(lung: TumorProfile) -> None:
    parts = (arm("A", "tumor_type PAAD"), arm("B", "tumor_type LUAD"))

    (found,) = matched(lung, only(criterion("KRAS p.G12C"), arms=parts)).matches

    assert found.tumor_fit is TumorFit.NAMED


def ranked(profile: TumorProfile, *trials: Trial) -> list[str]:
    return [each.trial_id[-1] for each in matched(profile, *trials).matches]


def test_the_specificity_of_a_fit_counts_the_tumour_type_before_the_closeness() -> None:
    markers = TumorMarkers(pdl1_tps=60)
    lung = replace(building.tumor("LUAD", [("KRAS", "G12C")], panel=["EGFR"]), markers=markers)
    own, any_tumor = criterion("tumor_type LUAD"), criterion("tumor_type SOLID")
    wishes = {
        "1": ("KRAS p.G12C", own),
        "2": ("KRAS codon 12", own),
        "3": ("KRAS mutation", own),
        "4": ("KRAS p.G12C", any_tumor),
        "5": ("KRAS mutation", any_tumor),
        "6": ("CD274 TPS >= 50", own),
        "7": ("CD274 TPS >= 1", any_tumor),
        "8": ("EGFR wildtype", own),
        "9": ("EGFR wildtype", any_tumor),
    }
    trials = [
        trial(f"NCT0000000{number}", criteria=(criterion(wish), of_type))
        for number, (wish, of_type) in wishes.items()
    ]

    assert ranked(lung, *reversed(trials)) == list(wishes)


def test_a_late_trial_for_the_gene_in_this_cancer_stands_before_an_early_one_in_every_cancer(
    lung: TumorProfile,
) -> None:
    early = trial("NCT00000001", "KRAS p.G12C", phases=("PHASE1",))
    gene = criterion("KRAS mutation"), criterion("tumor_type LUAD")
    late = trial("NCT00000002", criteria=gene, phases=("PHASE3",))

    assert ranked(lung, early, late) == ["2", "1"]


def test_of_alike_changes_the_trial_of_the_tumour_type_comes_before_one_read_with_certainty(
    lung: TumorProfile,
) -> None:
    wish = criterion("KRAS p.G12C", confidence=LIKELY)
    own = trial("NCT00000002", criteria=(wish, criterion("tumor_type LUAD")))
    narrower = trial("NCT00000003", criteria=(wish, criterion("tumor_type SOLID")))
    any_tumor = trial("NCT00000001", "KRAS p.G12C")

    assert ranked(lung, any_tumor, own, narrower) == ["2", "1", "3"]


def test_of_alike_trials_the_later_phase_comes_before_the_one_that_recruits(
    lung: TumorProfile,
) -> None:
    late = trial("NCT00000002", phases=("PHASE3",), status=TrialStatus.NOT_YET_RECRUITING)

    assert ranked(lung, trial("NCT00000001"), late) == ["2", "1"]


def test_what_is_only_spoken_against_is_not_listed_as_perhaps_fitting(lung: TumorProfile) -> None:
    against = only(criterion("not KRAS mutation", confidence=LIKELY), criterion("BRAF p.V600E"))

    found = matched(lung, against, listing=Listing.TOUCHED)

    assert not found.matches
    assert found.tally.alteration_unknown == 1
    assert len(matched(lung, against, listing=Listing.ALL).matches) == 1


def test_an_exclusion_read_with_doubt_speaks_against_and_does_not_exclude(
    lung: TumorProfile,
) -> None:
    made = only(criterion("KRAS p.G12C"), excluding("age >= 18", LIKELY))
    (found,) = matched(lung, made).matches

    assert found.eligibility is Eligibility.POSSIBLE
    assert [each.speaks_against for each in found.criteria] == [False, True]


def test_a_failed_arm_gives_no_label_to_another(lung: TumorProfile) -> None:
    made = only(
        criterion("tumor_type SOLID"),
        arms=(
            arm("A", "KRAS p.G12C", "tumor_type COADREAD"),
            arm("B", "not EGFR mutation", "tumor_type LUAD"),
        ),
    )
    (found,) = matched(lung, made).matches

    assert found.labels == ()
    assert found.eligibility is Eligibility.ELIGIBLE


PARTS = {
    "the part that asks for the finding": (
        (arm("A", "KRAS p.G12C", "ECOG <= 1"), arm("B", "age >= 18")),
        Eligibility.POSSIBLE,
    ),
    "any part, where the trial asks for the finding": (
        (arm("A", "ECOG <= 1"), arm("B", "age >= 18")),
        Eligibility.ELIGIBLE,
    ),
    "another one, where the patient fails in that part": (
        (arm("A", "KRAS p.G12C", "age < 18"), arm("B", "age >= 18")),
        Eligibility.POSSIBLE,
    ),
    "none": (
        (arm("A", "KRAS p.G12C", "age < 18"), arm("B", "age < 18")),
        Eligibility.NOT_ELIGIBLE,
    ),
    "a part of which nothing was read": ((arm("other parts of the trial"),), Eligibility.POSSIBLE),
}


@pytest.mark.parametrize(("parts", "expected"), PARTS.values(), ids=PARTS)
def test_the_parts_that_a_trial_fits_by_say_whether_the_patient_is_eligible(
    parts: tuple[Arm, ...], expected: Eligibility, lung: TumorProfile
) -> None:
    by_part = any(each.kind.is_molecular for part in parts for each in part.criteria)
    own = criterion("tumor_type LUAD") if by_part else criterion("KRAS p.G12C")
    (found,) = matched(lung, only(own, arms=parts)).matches

    assert found.eligibility is expected


def test_the_tumour_type_of_a_part_goes_before_one_of_the_whole_that_was_read_with_doubt(
    lung: TumorProfile,
) -> None:
    made = only(
        criterion("KRAS p.G12C"),
        criterion("tumor_type PAAD", confidence=LIKELY),
        arms=(arm("A", "tumor_type NSCLC"), arm("B", "tumor_type PAAD")),
    )
    (found,) = matched(lung, made).matches

    assert (found.tumor_fit, found.is_doubtful) == (TumorFit.NAMED, False)


def test_the_tumour_type_is_that_of_the_part_that_asks_for_the_finding(
    lung: TumorProfile,
) -> None:
    parts = arm("A", "KRAS p.G12C", "tumor_type SOLID"), arm("B", "tumor_type LUAD")
    (found,) = matched(lung, only(arms=parts)).matches

    assert found.tumor_fit is TumorFit.ANY
    assert [each.by_finding for each in found.arms] == [True, False]


def test_a_doubt_about_the_part_that_asks_for_the_finding_is_one_about_the_trial(
    lung: TumorProfile,
) -> None:
    doubted = criterion("KRAS p.G12C"), criterion("age < 18", confidence=LIKELY)
    parts = Arm("A", ArmLevel.COHORT, doubted, True), arm("B", "age >= 18")
    (found,) = matched(lung, only(arms=parts)).matches

    assert found.is_doubtful


QUESTIONS = {
    "an inclusion opens and closes": ([criterion("ECOG <= 1")], [(1, 1, 1)]),
    "an exclusion opens and closes": ([excluding("ECOG > 1")], [(1, 1, 1)]),
    "a doubtful one closes nothing": ([criterion("ECOG <= 1", confidence=LIKELY)], [(1, 0, 1)]),
    "either of two opens, none closes": (
        [criterion("MSI high or TMB >= 10")],
        [(1, 0, 1), (1, 0, 1)],
    ),
    "both of two close, none opens": ([criterion("MSI high and TMB >= 10")], [(0, 1, 1)] * 2),
    "what is excluded together": ([excluding("MSI high and TMB >= 10")], [(1, 0, 1)] * 2),
}


@pytest.mark.parametrize(("criteria", "counts"), QUESTIONS.values(), ids=QUESTIONS)
def test_what_an_answer_opens_and_closes(
    criteria: list[Criterion], counts: list[tuple[int, int, int]], lung: TumorProfile
) -> None:
    found = matched(lung, only(criterion("KRAS p.G12C"), *criteria)).questions

    assert [(each.opens, each.closes, each.concerns) for each in found] == counts


PATTERNS = (
    "KRAS p.G12C", "KRAS p.G12D", "EGFR mutation", "not EGFR mutation", "MSI high", "age >= 18",
    "MET amplification or KRAS mutation", "tumor_type LUNG", "tumor_type COADREAD", "ECOG <= 1",
    "age < 18", "not (BRAF mutation or KRAS p.G12D)",
)  # fmt: skip


def some_trials(seed: int) -> list[Trial]:
    chance = random.Random(seed)

    def some(most: int) -> tuple[Criterion, ...]:
        return tuple(
            criterion(
                chance.choice(PATTERNS), chance.choice(list(Side)), chance.choice(list(Confidence))
            )
            for _ in range(chance.randint(0, most))
        )

    return [
        trial(
            f"NCT{number:08}",
            criteria=some(3),
            arms=tuple(
                Arm(f"arm {each}", ArmLevel.ARM, some(3), chance.choice((True, False, None)))
                for each in range(chance.randint(0, 2))
            ),
        )
        for number in range(120)
    ]


def worst(criteria: tuple[Criterion, ...], evaluator: Evaluator) -> int:
    """Return AND of criteria as a degree; only certain ones can fail."""

    def degree(each: Criterion) -> int:
        found = evaluator.answer(each.pattern).outcome.degree
        found = 2 - found if each.side is Side.EXCLUSION else found
        return found if each.confidence is Confidence.CERTAIN else max(found, 1)

    return min(map(degree, criteria), default=2)


def plain(made: Trial, evaluator: Evaluator) -> Eligibility:
    """Return the eligibility of a trial by the words of the documentation, without a plan."""
    living = [
        each
        for each in made.arms
        if each.is_open is not False and worst(of_tumor(each.criteria), evaluator)
    ]
    carrying = [each for each in living if has_a_wish(each.criteria, evaluator)]
    by_whole = has_a_wish(made.criteria, evaluator) or not carrying
    parts = living if by_whole else carrying
    best = max((of_part(each, evaluator) for each in parts), default=0 if made.arms else 2)
    if not best:
        best = min(1, max((of_part(each, evaluator) for each in living), default=0))
    outcomes = {outcome.degree: outcome for outcome in Outcome}
    return Eligibility.of(outcomes[min(worst(made.criteria, evaluator), best)])


def of_part(part: Arm, evaluator: Evaluator) -> int:
    return worst(part.criteria, evaluator) if part.criteria else 1


def of_tumor(criteria: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
    of_type = CriterionKind.TUMOR_TYPE
    return tuple(each for each in criteria if each.kind.is_molecular or each.kind is of_type)


def has_a_wish(criteria: tuple[Criterion, ...], evaluator: Evaluator) -> bool:
    return any(
        each.kind.is_molecular
        and not is_absence(each)
        and evaluator.answer(each.pattern).outcome is Outcome.MET
        for each in criteria
    )


def is_absence(made: Criterion) -> bool:
    return made.side is Side.EXCLUSION or str(made.pattern).startswith("not ")


@pytest.mark.parametrize("seed", range(5))
def test_the_fast_path_answers_as_the_plain_one(seed: int, lung: TumorProfile) -> None:
    trials = some_trials(seed)
    evaluator = Evaluator(building.facts_of(lung))
    found = matched(lung, *trials, listing=Listing.ALL)

    assert found.matches
    by_id = {each.trial_id: each for each in trials}
    for each in found.matches:
        assert each.eligibility is plain(by_id[each.trial_id], evaluator)
    for each in trials:
        if each.trial_id not in {match.trial_id for match in found.matches}:
            living = [arm for arm in each.arms if arm.is_open is not False]
            parts = [each, *(arm for arm in living if worst(arm.criteria, evaluator))]
            asks = any(
                one.kind.is_molecular and not is_absence(one)
                for part in parts
                for one in part.criteria
            )
            assert plain(each, evaluator) is Eligibility.NOT_ELIGIBLE or not asks
