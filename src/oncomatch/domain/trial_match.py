"""How a case meets a trial, criterion by criterion, and what to find out next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.match import Specificity
from oncomatch.domain.named_trial import NamedTrial
from oncomatch.domain.trial import ArmLevel, Confidence, CriterionKind, Registry, Side, TrialStatus


class Eligibility(Enum):
    """What the criteria that were read say; there is always more in the protocol."""

    ELIGIBLE = "eligible on what is known"
    POSSIBLE = "possibly eligible"
    NOT_ELIGIBLE = "not eligible"

    @classmethod
    def of(cls, outcome: Outcome) -> Eligibility:
        """Return what an outcome of all criteria means."""
        return {
            Outcome.MET: cls.ELIGIBLE,
            Outcome.UNKNOWN: cls.POSSIBLE,
            Outcome.NOT_MET: cls.NOT_ELIGIBLE,
        }[outcome]


class Fit(Enum):
    """By what a trial concerns the case.

    LIKELY: no molecular inclusion criterion that was read with certainty is met, one that was
    read with doubt is. MAYBE: a finding may be what it asks for. UNKNOWN: whether the case has what
    it asks for is not known. ABSENCE: it asks only for what nearly every tumour is without, which
    is no fit by a finding. ANYONE: a site's own trial asks for none.
    """

    FINDING = "finding"
    LIKELY = "finding, by a criterion read with doubt"
    MAYBE = "finding that may be what is asked for"
    UNKNOWN = "not known"
    ABSENCE = "asks only that something is absent"
    ANYONE = "asks for no alteration"


class TumorFit(Enum):
    """What a trial says of the case's tumour type, best first.

    NARROWER: it or its best part takes a type below that of the case, so that it is not known.
    OTHER: it takes other types, as far as was read with doubt.
    """

    NAMED = "for this tumour type"
    NARROWER = "for a narrower tumour type"
    ANY = "for any tumour"
    UNSAID = "tumour type not read"
    OTHER = "for another tumour type, read with doubt"


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion in words, whether the case meets it, and why.

    `outcome` is MET for an exclusion that is known not to hold. `source` says where in the
    record it stands. `speaks_against`: the case does not meet it, but it was read with doubt, so
    its outcome is UNKNOWN.
    """

    criterion: str
    outcome: Outcome
    reason: str
    side: Side = Side.INCLUSION
    kind: CriterionKind = CriterionKind.GENOMIC
    confidence: Confidence = Confidence.CERTAIN
    source: str = ""
    speaks_against: bool = False


@dataclass(frozen=True, slots=True)
class ArmMatch:
    """How a case meets a part of a trial; `is_open` is None where the record does not say.

    `by_finding`: the part itself asks for what the trial fits by.
    """

    name: str
    level: ArmLevel
    is_open: bool | None
    eligibility: Eligibility
    criteria: tuple[CriterionResult, ...]
    by_finding: bool = False


@dataclass(frozen=True, slots=True)
class TrialMatch:
    """A trial that concerns the case.

    `labels` are the findings by which it does, `specificity` how closely it names them.
    `unread` are the sentences on inclusion and on exclusion that were not read. `distance_km`
    is that to the nearest open site, None without a place of the patient or of the site. `also`
    are its numbers in other registries. `tumor_fit` is None in records that were made before it.
    `purpose` is what its title speaks of where the record does not say that it treats (*imaging*).
    """

    trial_id: str
    registry: Registry
    title: str
    status: TrialStatus
    phases: tuple[str, ...]
    interventions: tuple[str, ...]
    countries: tuple[str, ...]
    url: str
    updated: str
    data_date: str
    eligibility: Eligibility
    labels: tuple[str, ...]
    specificity: Specificity
    criteria: tuple[CriterionResult, ...]
    arms: tuple[ArmMatch, ...]
    unread: tuple[int, int]
    open_sites: int
    nearest_site: str = ""
    distance_km: int | None = None
    fit: Fit = Fit.FINDING
    also: tuple[str, ...] = ()
    tumor_fit: TumorFit | None = None
    purpose: str = ""

    @property
    def is_doubtful(self) -> bool:
        """Whether it is only open since what speaks against the case was read with doubt."""
        if self.eligibility is not Eligibility.POSSIBLE:
            return False
        if any(map(self._speaks_against, self.criteria)):
            return True
        parts = [
            arm
            for arm in self.arms
            if arm.is_open is not False and arm.eligibility is not Eligibility.NOT_ELIGIBLE
        ]
        fitting = [arm for arm in parts if arm.by_finding] or parts
        return bool(fitting) and all(
            any(each.speaks_against for each in arm.criteria) for arm in fitting
        )

    def _speaks_against(self, result: CriterionResult) -> bool:
        """Whether a criterion of the whole trial does; a part may name the tumour type itself."""
        named = result.kind is CriterionKind.TUMOR_TYPE and self.tumor_fit is TumorFit.NAMED
        return result.speaks_against and not named

    @property
    def may_fit(self) -> bool:
        """Whether nothing that was read speaks against the case, be it read with doubt."""
        return self.eligibility is not Eligibility.NOT_ELIGIBLE and not self.is_doubtful


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What is not known and decides on trials.

    `opens` counts the trials in which a favourable answer leaves nothing else unknown that was
    read, `closes` those of the listed ones that an unfavourable one excludes, `concerns` those
    listed or opened that ask for it. `trials` are the ids of those that it would open, then
    close, then of others, at most twenty.
    """

    question: str
    kind: CriterionKind
    opens: int
    concerns: int
    trials: tuple[str, ...]
    closes: int = 0


@dataclass(frozen=True, slots=True)
class TrialTally:
    """How many trials there were of each fate.

    `considered` is their sum: matched (`listed`), of another tumour type, of another alteration,
    of one that is not known, of another country, of no alteration (`no_alteration`): those ask for
    none in this tumour type as far as was read, or only for what nearly every tumour is without.
    """

    considered: int
    listed: int
    other_tumor_type: int
    other_alteration: int
    alteration_unknown: int
    other_country: int
    no_alteration: int = 0


@dataclass(frozen=True, slots=True)
class TrialMatches:
    """The trials of a case, best first, what to find out next, and the count of all.

    `named` are no matches: trials that name a gene or marker of the findings, and of which it was
    not read what they ask for of it. They are not in the count.
    """

    matches: tuple[TrialMatch, ...]
    questions: tuple[OpenQuestion, ...]
    tally: TrialTally
    named: tuple[NamedTrial, ...] = ()
