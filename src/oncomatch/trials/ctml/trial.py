"""A CTML document as a trial: its state, sites, drugs, and the criteria of its parts.

A patient enters a part, so the parts of a trial are its lowest levels with criteria: dose levels
where any of an arm has a clause, else the arm, else the step. Each has the criteria of the levels
around it; MatchEngine takes each clause by itself (`trials.matchengine`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from oncomatch.domain.biomarker import AllOf, Biomarker, unread
from oncomatch.domain.trial import (
    Arm,
    ArmLevel,
    Confidence,
    Criterion,
    Registry,
    Section,
    Side,
    Site,
    TextPlace,
    Trial,
    TrialStatus,
)
from oncomatch.errors import InputError
from oncomatch.reference.tumor_types import TumorTypes
from oncomatch.trials.ctml import vocabulary as words
from oncomatch.trials.ctml.genomic import FindGene
from oncomatch.trials.ctml.slips import Slip, SlipKind, Slips, nearest, shown
from oncomatch.trials.ctml.tree import ClauseReader

MOST_NODES = 200_000
DEEPEST = 60
"""Values and levels of nesting that a document may have."""

_STATES = {
    "open to accrual": TrialStatus.RECRUITING,
    "closed to accrual": TrialStatus.ACTIVE_NOT_RECRUITING,
    "suspended": TrialStatus.SUSPENDED,
    "completed": TrialStatus.COMPLETED,
    "terminated": TrialStatus.TERMINATED,
    "withdrawn": TrialStatus.WITHDRAWN,
}
_PHASES = {
    "1": ("PHASE1",), "2": ("PHASE2",), "3": ("PHASE3",), "4": ("PHASE4",),
    "i": ("PHASE1",), "ii": ("PHASE2",), "iii": ("PHASE3",), "iv": ("PHASE4",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CtmlTrial:
    """A trial with the slips of its document; `document` is what was read, to write it again."""

    trial: Trial
    slips: tuple[Slip, ...]
    document: dict[str, Any]


def read_trial(
    document: object, tumor_types: TumorTypes, find_gene: FindGene, where: str
) -> CtmlTrial:
    """Return the trial of a CTML document; `where` names it in errors.

    Raises:
        InputError: it is no CTML, too large or too deep, or nothing identifies the trial.
    """
    check_size(document, where)
    if not isinstance(document, dict):
        raise InputError(f"{where}: is no CTML: expected are the keys and values of a trial")
    if not {"treatment_list", "match"} & set(document):
        of_registry = {"protocolSection", "studies", "ctNumber"} & set(document)
        hint = (
            "; records of registries are for oncomatch trials update --from" if of_registry else ""
        )
        raise InputError(
            f"{where}: is no CTML: it has neither treatment_list nor match; "
            f"its keys are {shown(', '.join(map(str, document)))}{hint}"
        )
    name = next(
        (str(document[key]) for key in ("protocol_no", "nct_id") if _is_text(document.get(key))), ""
    )
    if not name:
        raise InputError(f"{where}: has no protocol_no; it is what a CTML trial is known by")
    slips = Slips()
    reader = _TrialReader(document, ClauseReader(tumor_types, find_gene, slips), slips)
    return CtmlTrial(reader.read(shown(name)), tuple(slips.found), document)


def _is_text(value: object) -> bool:
    return bool(isinstance(value, str | int) and str(value).strip())


def check_size(document: object, where: str) -> None:
    """Check that a document is not hostile.

    Raises:
        InputError: it has too many values, or is nested too deeply.
    """
    level = [document]
    seen = 0
    for depth in range(DEEPEST + 1):
        seen += len(level)
        if seen > MOST_NODES:
            raise InputError(f"{where}: has more than {MOST_NODES} values; is it one trial?")
        below: list[object] = []
        for value in level:
            if isinstance(value, dict):
                below.extend(value.values())
            elif isinstance(value, list):
                below.extend(value)
        if not below:
            return
        if depth == DEEPEST:
            raise InputError(f"{where}: is nested more than {DEEPEST} levels deep")
        level = below


@dataclass(frozen=True, slots=True)
class _TrialReader:
    document: dict[str, Any]
    clauses: ClauseReader
    slips: Slips

    def read(self, name: str) -> Trial:
        self._keys(self.document, words.ROOT_KEYS, "", "a trial")
        for key in words.REQUIRED_KEYS:
            if key not in self.document:
                self.slips.add(SlipKind.NOTE, key, "is absent; MatchMiner requires it")
        root = self._criteria(self.document, "")
        arms = tuple(self._arms(bool(root)))
        if not root and not arms:
            self.slips.add(SlipKind.UNREAD, "match", "no level of the trial has a match clause")
            root = (_criterion(unread("the trial has no match clause")),)
        document = self.document
        return Trial(
            trial_id=name,
            registry=Registry.LOCAL,
            title=self._text("short_title") or self._text("long_title"),
            status=self._status(),
            phases=self._phases(),
            interventions=self._drugs(),
            sites=tuple(self._sites()),
            criteria=root,
            arms=arms,
            unread=(len(self._list(document, "prior_treatment_requirements", "")), 0),
            updated=self._text("last_updated"),
            data_date="",
        )

    def _text(self, key: str) -> str:
        value = self.document.get(key)
        return shown(value) if value is not None and _is_text(value) else ""

    def _keys(self, part: dict[str, Any], known: frozenset[str], path: str, what: str) -> None:
        """Note keys that look like misspelt ones; other keys of a site are its own."""
        for key in part:
            near = nearest(str(key), known) if key not in known else ""
            if near and near not in part:
                where = f"{path}.{shown(key)}" if path else shown(key)
                message = f"{shown(key)!r} is no key of {what}"
                self.slips.add(SlipKind.UNREAD, where, message, f"did you mean {near}?")

    def _list(self, part: dict[str, Any], key: str, path: str) -> list[Any]:
        value = part.get(key)
        if value in (None, ""):
            return []
        if not isinstance(value, list):
            where = f"{path}.{key}" if path else key
            self.slips.add(SlipKind.UNREAD, where, f"{shown(value)!r} is no list")
            return []
        return value

    def _parts(
        self, part: dict[str, Any], key: str, path: str
    ) -> Iterator[tuple[dict[str, Any], str]]:
        for index, each in enumerate(self._list(part, key, path)):
            where = f"{path}.{key}[{index}]"
            if isinstance(each, dict):
                yield each, where
            else:
                self.slips.add(SlipKind.UNREAD, where, f"{shown(each)!r} is no {key}")

    def _criteria(self, part: dict[str, Any], path: str) -> tuple[Criterion, ...]:
        where = f"{path}.match" if path else "match"
        pattern = self.clauses.read(part.get("match"), where)
        return tuple(map(_criterion, _parts_of(pattern))) if pattern is not None else ()

    def _arms(self, from_root: bool) -> Iterator[Arm]:
        treatments = self.document.get("treatment_list") or {}
        if not isinstance(treatments, dict):
            self.slips.add(SlipKind.UNREAD, "treatment_list", "has no list of steps")
            return
        for step, path in self._parts(treatments, "step", "treatment_list"):
            self._keys(step, words.STEP_KEYS, path, "a step")
            own = self._criteria(step, path)
            arms = list(self._parts(step, "arm", path))
            below = [part for arm, where in arms for part in self._levels(arm, where, own)]
            if not arms and own:
                name = f"step {shown(step.get('step_code', ''))}".strip()
                below = [Arm(name, ArmLevel.STEP, own)]
            for part, where in [(each, path) for each in below]:
                if part.criteria or from_root:
                    yield part
                else:
                    message = f"{part.name} has no match clause, nor has a level around it"
                    self.slips.add(SlipKind.UNREAD, where, message, "it is left out")

    def _levels(
        self, arm: dict[str, Any], path: str, around: tuple[Criterion, ...]
    ) -> Iterator[Arm]:
        """Yield the dose levels of an arm where they have clauses, else the arm."""
        self._keys(arm, words.ARM_KEYS, path, "an arm")
        code = shown(arm.get("arm_code", "")) or shown(arm.get("arm_description", "")) or "arm"
        is_open = self._is_open(arm, "arm_suspended", path)
        own = (*around, *self._criteria(arm, path))
        levels = []
        for level, where in self._parts(arm, "dose_level", path):
            self._keys(level, words.LEVEL_KEYS, where, "a dose level")
            criteria = self._criteria(level, where)
            suspended = self._is_open(level, "level_suspended", where)
            levels.append((shown(level.get("level_code", "")), criteria, suspended))
        if any(criteria for _, criteria, _ in levels):
            for name, criteria, taken in levels:
                open_too = False if is_open is False else taken if taken is not None else is_open
                label = f"{code}, dose level {name}".rstrip()
                yield Arm(label, ArmLevel.DOSE_LEVEL, (*own, *criteria), open_too)
            return
        if levels and all(taken is False for _, _, taken in levels):
            is_open = False
        yield Arm(code, ArmLevel.ARM, own, is_open)

    def _is_open(self, part: dict[str, Any], key: str, path: str) -> bool | None:
        value = part.get(key)
        word = str(value).strip().lower()
        if value is None or word in ("y", "n", "yes", "no", "true", "false"):
            return None if value is None else word in ("n", "no", "false")
        self.slips.add(
            SlipKind.UNREAD, f"{path}.{key}", f"{shown(value)!r} is neither Y nor N", "write Y or N"
        )
        return None

    def _status(self) -> TrialStatus:
        """Return the state of the summary, else of the trial."""
        summary = self.document.get("_summary")
        entries = summary.get("status") if isinstance(summary, dict) else None
        first = entries[0] if isinstance(entries, list) and entries else None
        value = first.get("value") if isinstance(first, dict) else None
        path = "_summary.status[0].value"
        if value is None:
            value, path = self.document.get("status"), "status"
        if value is None:
            self.slips.add(SlipKind.NOTE, "status", "whether the trial takes patients is not said")
            return TrialStatus.UNKNOWN
        return self._state(value, path)

    def _state(self, value: object, path: str) -> TrialStatus:
        meant = nearest(str(value), _STATES)
        if not meant:
            message = f"{shown(value)!r} is no state that is known"
            self.slips.add(SlipKind.UNREAD, path, message, "write Open to Accrual")
            return TrialStatus.UNKNOWN
        if meant != str(value).strip().lower():
            message = f"{shown(value)!r} is no state"
            self.slips.add(SlipKind.CORRECTED, path, message, f"write {meant!r}")
        return _STATES[meant]

    def _phases(self) -> tuple[str, ...]:
        text = self._text("phase").lower().replace("phase", " ")
        for mark in ("/", "-", ",", "and", "&", "a", "b"):
            text = text.replace(mark, " ")
        found = [phase for word in text.split() for phase in _PHASES.get(word, ())]
        return tuple(dict.fromkeys(found))

    def _drugs(self) -> tuple[str, ...]:
        holder = self.document.get("drug_list")
        if not isinstance(holder, dict):
            return ()
        names = [
            shown(drug["drug_name"])
            for drug, _ in self._parts(holder, "drug", "drug_list")
            if _is_text(drug.get("drug_name"))
        ]
        return tuple(dict.fromkeys(names))

    def _sites(self) -> Iterator[Site]:
        holder = self.document.get("site_list")
        if not isinstance(holder, dict):
            return
        for site, path in self._parts(holder, "site", "site_list"):
            value = site.get("site_status")
            status = None if value is None else self._state(value, f"{path}.site_status")
            yield Site("", facility=shown(site.get("site_name", "")), status=status)


def _parts_of(pattern: Biomarker) -> list[Biomarker]:
    """Return what an AND asks for, each by itself, so that each has its own answer."""
    if not isinstance(pattern, AllOf):
        return [pattern]
    parts = [each for part in pattern.parts for each in _parts_of(part)]
    return list(dict.fromkeys(parts))


def _criterion(pattern: Biomarker) -> Criterion:
    """Return what a curator asks for; it is certain, as a person wrote it."""
    return Criterion(Side.INCLUSION, pattern, Confidence.CERTAIN, TextPlace(Section.CURATOR))
