"""Matching of trials written down plainly, trial by trial: what the fast one has to answer.

Nothing is shared with it but the evaluation of a pattern, its words, and the types of answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from oncomatch.domain.biomarker import (
    AllOf,
    AnyOf,
    Biomarker,
    Not,
    TumorTypeIn,
    atoms_of,
    genes_of,
)
from oncomatch.domain.evaluation import Evaluation, Outcome, negate
from oncomatch.domain.match import Specificity
from oncomatch.domain.trial import (
    Arm,
    Confidence,
    Criterion,
    CriterionKind,
    Registry,
    Side,
    Trial,
    kind_of,
)
from oncomatch.domain.trial_match import (
    ArmMatch,
    CriterionResult,
    Eligibility,
    Fit,
    OpenQuestion,
    TrialMatch,
    TrialMatches,
    TrialTally,
    TumorFit,
)
from oncomatch.matching.candidates import genes_with_findings
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.specificity import breadth, specificity_of
from oncomatch.trials.absences import asks_only_for_absence, is_usual
from oncomatch.trials.preferences import Listing
from oncomatch.trials.purpose import other_purpose
from oncomatch.trials.words import criterion_words, question_of, source_words

LISTED, TYPE, OTHER, UNKNOWN = "listed", "type", "other", "unknown"
COUNTRY, NOTHING = "country", "nothing"
ANY_TUMOR = {"TISSUE", "SOLID", "LIQUID"}
STATUS_ORDER = (
    "RECRUITING", "NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION", "AVAILABLE",
    "ACTIVE_NOT_RECRUITING", "SUSPENDED", "COMPLETED", "TERMINATED", "WITHDRAWN",
    "NO_LONGER_AVAILABLE", "TEMPORARILY_NOT_AVAILABLE", "APPROVED_FOR_MARKETING", "WITHHELD",
    "UNKNOWN",
)  # fmt: skip
PHASE_ORDER = ("PHASE4", "PHASE3", "PHASE2", "PHASE1", "EARLY_PHASE1")


def supposed(pattern: Biomarker, evaluator: Evaluator, question: str, to: bool) -> int:
    """Return the degree of a pattern when an answer favours each leaf of a question, or none."""
    if isinstance(pattern, Not):
        return 2 - supposed(pattern.part, evaluator, question, not to)
    if isinstance(pattern, AllOf | AnyOf):
        parts = [supposed(part, evaluator, question, to) for part in pattern.parts]
        return min(parts) if isinstance(pattern, AllOf) else max(parts)
    degree = evaluator.answer(pattern).outcome.degree
    return 2 * to if degree == 1 and question_of(pattern) == question else degree


@dataclass
class Asked:
    """Questions about something, and which of them open and which close it."""

    every: set[str] = field(default_factory=set)
    opens: set[str] | None = None
    closes: set[str] = field(default_factory=set)


class PlainCase:
    """One case, against whatever trials are given."""

    def __init__(self, evaluator: Evaluator, labels: Mapping[str, str], countries: Iterable[str]):
        self.evaluator = evaluator
        self.labels = labels
        self.countries = set(countries)

    def answer(self, made: Criterion) -> tuple[Evaluation, bool]:
        """Return the answer, and whether it would fail had it been read with certainty."""
        found = self.evaluator.answer(made.pattern)
        found = negate(found) if made.side is Side.EXCLUSION else found
        if found.outcome is not Outcome.NOT_MET or made.confidence is Confidence.CERTAIN:
            return found, False
        reason = f"{found.reason} (read with doubt, so it excludes nobody: see the record)"
        return Evaluation(Outcome.UNKNOWN, reason, found.facts), True

    def degree(self, criteria: Iterable[Criterion]) -> int:
        return min((self.answer(each)[0].outcome.degree for each in criteria), default=2)

    def fails(self, criteria: Iterable[Criterion], *groups: str) -> bool:
        return self.degree(each for each in criteria if group_of(each) in groups) == 0

    def living(self, trial: Trial) -> list[Arm]:
        tumor = ("types", "includes", "excludes")
        return [arm for arm in open_arms(trial) if not self.fails(arm.criteria, *tumor)]

    def fate(self, trial: Trial) -> str:
        if self.countries and self.countries.isdisjoint(trial.countries):
            return COUNTRY
        arms = open_arms(trial)
        if self.fails(trial.criteria, "types"):
            return TYPE
        if arms and all(self.fails(arm.criteria, "types") for arm in arms):
            return TYPE
        if self.fails(trial.criteria, "includes", "excludes"):
            return OTHER
        living = self.living(trial)
        if trial.arms and not living:
            return OTHER
        criteria = [*trial.criteria, *(each for arm in living for each in arm.criteria)]
        for group in ("includes", "excludes"):
            asked = [each for each in criteria if group_of(each) == group]
            if asked:
                if any(self.answer(each)[0].outcome is Outcome.MET for each in asked):
                    return LISTED
                return LISTED if self.for_any(trial, living) else UNKNOWN
        return LISTED if self.for_any(trial, living) else NOTHING

    def for_any(self, trial: Trial, arms: list[Arm]) -> bool:
        """Whether a site's own trial, or a part, asks for something and for no alteration."""
        if trial.registry is not Registry.LOCAL:
            return False
        options = [[*trial.criteria, *arm.criteria] for arm in arms] or [[*trial.criteria]]
        return any(
            {"includes", "excludes"}.isdisjoint(map(group_of, both))
            and any(each.kind is not CriterionKind.OTHER for each in both)
            for both in options
        )

    def found_by(self, made: Criterion) -> set[str]:
        """Return the facts by which a criterion is met, or which leave it open."""
        answer, _ = self.answer(made)
        facts = set(answer.facts)
        if answer.outcome is Outcome.UNKNOWN:
            for atom in atoms_of(made.pattern):
                found = self.evaluator.answer(atom)
                named = specificity_of(atom, self.evaluator)
                if found.outcome is Outcome.MET and named is not Specificity.WILD_TYPE:
                    facts.update(found.facts)
        return facts

    def touches(self, made: Criterion) -> bool:
        """Whether a finding leaves a criterion open: a reported one, of known meaning."""
        facts = self.evaluator.facts
        with_findings = genes_with_findings(facts)
        if not (self.evaluator.states_alterations or with_findings & {*genes_of(made.pattern)}):
            return False
        answer, against = self.answer(made)
        if answer.outcome is Outcome.MET or against:
            return False
        reported = {each.id for calls in facts.variants.values() for each in calls}
        unreported = {
            each.id
            for by_gene in (facts.left_out, facts.undetermined, facts.unusable)
            for calls in by_gene.values()
            for each in calls
        }
        return any(
            fact not in unreported
            and (
                fact not in reported
                or fact not in facts.standings
                or facts.standings[fact].outcome is Outcome.MET
            )
            for fact in self.found_by(made)
        )

    def results(self, criteria: Iterable[Criterion]) -> tuple[CriterionResult, ...]:
        made = []
        for each in criteria:
            found, against = self.answer(each)
            words, source = criterion_words(each.side, each.pattern), source_words(each.source)
            made.append(
                CriterionResult(
                    words, found.outcome, found.reason, each.side, each.kind, each.confidence,
                    source, against,
                )
            )  # fmt: skip
        return tuple(made)

    def tumor_fit(self, trial: Trial, living: list[Arm]) -> TumorFit:
        order = list(TumorFit)
        own = [each for each in trial.criteria if group_of(each) == "types"]
        for arm in living:
            types = [each for each in arm.criteria if group_of(each) == "types"]
            if self.of_types(types) is TumorFit.NAMED:
                return TumorFit.NAMED
        options = [
            [*own, *(each for each in arm.criteria if group_of(each) == "types")] for arm in living
        ] or [own]
        return min(map(self.of_types, options), key=order.index)

    def of_types(self, criteria: list[Criterion]) -> TumorFit:
        answers = [self.answer(each) for each in criteria]
        if any(found.outcome is Outcome.NOT_MET or against for found, against in answers):
            return TumorFit.OTHER
        asked = [
            (each.pattern, found.outcome is Outcome.MET)
            for each, (found, _) in zip(criteria, answers, strict=True)
            if each.side is Side.INCLUSION
        ]
        if not asked:
            return TumorFit.UNSAID
        if not all(met for _, met in asked):
            return TumorFit.NARROWER
        of_any = [isinstance(p, TumorTypeIn) and set(p.codes) <= ANY_TUMOR for p, _ in asked]
        return TumorFit.ANY if all(of_any) else TumorFit.NAMED

    def match(self, trial: Trial, *, known: bool, everything: bool) -> TrialMatch | None:
        """Return how a trial concerns the case, None where that is no reason to list it."""
        living = self.living(trial)
        wishes = [
            each
            for criteria in (trial.criteria, *(arm.criteria for arm in living))
            for each in criteria
            if group_of(each) == "includes"
        ]
        closest = met = [each for each in wishes if self.answer(each)[0].outcome is Outcome.MET]
        if known:
            kinds = [breadth(specificity_of(each.pattern, self.evaluator)) for each in met]
            closest = [each for each, kind in zip(met, kinds, strict=True) if kind == min(kinds)]
            certain = [each for each in closest if each.confidence is Confidence.CERTAIN]
            for_any = self.for_any(trial, open_arms(trial))
            fit = Fit.FINDING if certain else Fit.LIKELY if closest else Fit.ABSENCE
            fit = Fit.ANYONE if not closest and for_any else fit
            closest = certain or closest
        else:
            closest = met = [each for each in wishes if self.touches(each)]
            if not (met or everything):
                return None
            fit = Fit.MAYBE if met else Fit.UNKNOWN
        of_all = not met or any(same_in(each, trial.criteria) for each in met)
        parts = [
            arm for arm in living if of_all or any(same_in(each, arm.criteria) for each in met)
        ]
        others = [arm for arm in living if all(arm is not part for part in parts)]
        closeness = list(Specificity)
        specificity = min(
            (specificity_of(each.pattern, self.evaluator) for each in closest),
            key=closeness.index,
            default=Specificity.WILD_TYPE,
        )
        tumor_fit = self.tumor_fit(trial, parts)
        if known:
            own = tumor_fit in (TumorFit.NAMED, TumorFit.NARROWER)
            wild = specificity is Specificity.WILD_TYPE and fit is not Fit.ANYONE
            if (fit is Fit.ABSENCE and not own) or (wild and tumor_fit is TumorFit.OTHER):
                return None
        degree = self.degree(trial.criteria)
        if trial.arms:
            best = max((self.of_arm(trial, arm) for arm in parts), default=0)
            if best == 0:
                best = min(1, max((self.of_arm(trial, arm) for arm in others), default=0))
            degree = min(degree, best)
        facts = {fact for each in closest for fact in self.found_by(each)}
        return TrialMatch(
            trial_id=trial.trial_id,
            registry=trial.registry,
            title=trial.title,
            status=trial.status,
            phases=trial.phases,
            interventions=trial.interventions,
            countries=trial.countries,
            url=trial.url,
            updated=trial.updated,
            data_date=trial.data_date,
            eligibility=eligibility(degree),
            labels=tuple(sorted({self.labels[fact] for fact in facts if fact in self.labels})),
            specificity=specificity,
            criteria=self.results(trial.criteria),
            arms=tuple(
                ArmMatch(
                    arm.name,
                    arm.level,
                    arm.is_open,
                    eligibility(self.of_arm(trial, arm)),
                    self.results(arm.criteria),
                    any(same_in(each, arm.criteria) for each in closest),
                )
                for arm in trial.arms
            ),
            unread=trial.unread,
            open_sites=sum(site.is_open for site in trial.sites),
            fit=fit,
            also=trial.also,
            tumor_fit=tumor_fit,
            purpose=""
            if trial.treats or trial.registry is Registry.LOCAL
            else other_purpose(trial.title),
        )

    def of_arm(self, trial: Trial, arm: Arm) -> int:
        """Return what a part says; of a registry's part without criteria nothing was read."""
        unread = not arm.criteria and trial.registry is not Registry.LOCAL
        return 1 if unread else self.degree(arm.criteria)

    def asks(self, criteria: Iterable[Criterion]) -> Asked | None:
        """Return what is unknown of criteria that hold together, None where one fails."""
        found = Asked()
        for each in criteria:
            answer, against = self.answer(each)
            if answer.outcome is Outcome.NOT_MET:
                return None
            if answer.outcome is Outcome.MET:
                continue
            every: set[str] = set()
            opens: set[str] = set()
            if not against:
                unknown = [
                    atom
                    for atom in atoms_of(each.pattern)
                    if self.evaluator.answer(atom).outcome is Outcome.UNKNOWN
                ]
                every = set(map(question_of, unknown))
                opens = {q for q in every if self.after(each, q, True) == 2}
                if each.confidence is Confidence.CERTAIN:
                    found.closes |= {q for q in every if self.after(each, q, False) == 0}
            found.every |= every
            found.opens = opens if found.opens is None else found.opens & opens
        return found

    def after(self, made: Criterion, question: str, favourable: bool) -> int:
        includes = made.side is Side.INCLUSION
        degree = supposed(made.pattern, self.evaluator, question, favourable is includes)
        return degree if includes else 2 - degree

    def asks_of(self, trial: Trial) -> Asked | None:
        """Return what is unknown of a trial, None where something fails or nothing is unknown."""
        whole = self.asks(trial.criteria)
        if whole is None or not open_arms(trial):
            return whole if whole is not None and whole.opens is not None else None
        arms = [each for arm in open_arms(trial) if (each := self.asks(arm.criteria)) is not None]
        if not arms:
            return None
        every = whole.every.union(*(each.every for each in arms))
        opens = whole.opens
        if all(each.opens is not None for each in arms):
            of_arms = set().union(*(each.opens or () for each in arms))
            opens = of_arms if opens is None else opens & of_arms
        if opens is None:
            return None
        closes = whole.closes | set.intersection(*(each.closes for each in arms))
        return Asked(every, opens, closes)

    def questions(self, trials: list[Trial], fates: list[str]) -> tuple[OpenQuestion, ...]:
        lists: dict[str, tuple[list[str], list[str], list[str]]] = {}
        for trial, fate in zip(trials, fates, strict=True):
            asked = self.asks_of(trial) if fate in (LISTED, UNKNOWN) else None
            if asked is None:
                continue
            opens = asked.opens or set()
            for question in asked.every if fate == LISTED else opens:
                opened, closed, asking = lists.setdefault(question, ([], [], []))
                asking.append(trial.trial_id)
                if question in opens:
                    opened.append(trial.trial_id)
                if fate == LISTED and question in asked.closes:
                    closed.append(trial.trial_id)
        kinds = {
            question_of(atom): kind_of(atom)
            for trial in trials
            for each in (*trial.criteria, *(each for arm in trial.arms for each in arm.criteria))
            for atom in atoms_of(each.pattern)
        }
        made = [
            OpenQuestion(
                question, kinds[question], len(opened), len(asking),
                tuple(dict.fromkeys((*opened, *closed, *asking)))[:20], len(closed),
            )
            for question, (opened, closed, asking) in lists.items()
        ]  # fmt: skip
        made.sort(
            key=lambda each: (
                -len({*lists[each.question][0], *lists[each.question][1]}),
                -each.opens,
                -each.concerns,
                each.question,
            )
        )
        return tuple(made[:50])


def group_of(made: Criterion) -> str:
    """Return in which way a criterion decides on a trial."""
    if made.kind is CriterionKind.TUMOR_TYPE:
        return "types"
    if not made.kind.is_molecular:
        return "others"
    if made.side is Side.EXCLUSION:
        return "includes" if all(map(is_usual, atoms_of(made.pattern))) else "excludes"
    return "excludes" if asks_only_for_absence(made.pattern) else "includes"


def same_in(made: Criterion, criteria: Iterable[Criterion]) -> bool:
    """Whether the same is asked, and as surely, among criteria."""

    def key(each: Criterion) -> tuple[object, ...]:
        return each.side, str(each.pattern), each.confidence is Confidence.CERTAIN

    return any(key(each) == key(made) for each in criteria)


def open_arms(trial: Trial) -> list[Arm]:
    return [arm for arm in trial.arms if arm.is_open is not False]


def eligibility(degree: int) -> Eligibility:
    return (Eligibility.NOT_ELIGIBLE, Eligibility.POSSIBLE, Eligibility.ELIGIBLE)[degree]


def order_of(match: TrialMatch) -> tuple[object, ...]:
    """Return the usual order of trials, as the documentation has it."""
    fitting = [arm for arm in match.arms if arm.eligibility is not Eligibility.NOT_ELIGIBLE]
    states = [{True: 0, None: 1, False: 2}[arm.is_open] for arm in fitting]
    assert match.tumor_fit is not None
    of_others = match.tumor_fit not in (TumorFit.NAMED, TumorFit.NARROWER)
    return (
        {Fit.FINDING: 0, Fit.LIKELY: 0, Fit.MAYBE: 1, Fit.UNKNOWN: 2}.get(match.fit, 3),
        match.purpose != "",
        list(Eligibility).index(match.eligibility),
        match.is_doubtful,
        2 * breadth(match.specificity) + of_others,
        list(Specificity).index(match.specificity),
        list(TumorFit).index(match.tumor_fit),
        match.fit is Fit.LIKELY,
        min((PHASE_ORDER.index(each) for each in match.phases if each in PHASE_ORDER), default=9),
        STATUS_ORDER.index(match.status.value),
        min(states, default=2) if match.arms else 0,
        tuple(-ord(letter) for letter in match.updated) or (0,),
        match.trial_id,
    )


def match_plainly(
    trials: Iterable[Trial],
    evaluator: Evaluator,
    labels: Mapping[str, str],
    countries: tuple[str, ...] = (),
    listing: Listing = Listing.TOUCHED,
) -> TrialMatches:
    """Return the trials of a case in the usual order, without distances."""
    ordered = sorted(trials, key=lambda trial: trial.trial_id)
    case = PlainCase(evaluator, labels, countries)
    fates = list(map(case.fate, ordered))
    matches = []
    for number, trial in enumerate(ordered):
        if fates[number] not in (LISTED, UNKNOWN):
            continue
        everything = listing is Listing.ALL
        found = case.match(trial, known=fates[number] == LISTED, everything=everything)
        if found is not None:
            matches.append(found)
        elif fates[number] == LISTED:
            fates[number] = NOTHING
    counted = (LISTED, TYPE, OTHER, UNKNOWN, COUNTRY, NOTHING)
    return TrialMatches(
        tuple(sorted(matches, key=order_of)),
        case.questions(ordered, fates),
        TrialTally(len(ordered), *map(fates.count, counted)),
    )
