"""Drugs by their one name, their classes, and whether one is a member of the other.

A class that a source speaks of ("resistance to EGFR inhibitors") stands for its members, and for
nothing else: the members are those that a source names. That no source puts a drug into a class
does not show that it is none of it, so `Therapies.covers` answers in three values.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

_MAX_NAME = 200
_REGIMEN = re.compile(r"\b(?:regimen|protocol|mixture)\b", re.IGNORECASE)
_MARKS = re.compile(r"[^\w()/&+]|_")
_PLURAL = re.compile(r"(?<=[a-z])s$|(?<=antibod)ies$")


class Membership(Enum):
    """Whether what was given is, or is one of, what is asked for."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TherapyClass:
    """A class of drugs.

    `targets` are gene symbols. `kind` is the coarsest distinction (kinase inhibitor, antibody,
    chemotherapy …), empty where the class says none. An `open` class says little of what else its
    members do: a multikinase inhibitor may well be a KIT inhibitor.
    """

    name: str
    broader: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    kind: str = ""
    open: bool = False
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Therapy:
    """A drug, with what sources call it and the classes that they put it into."""

    name: str
    synonyms: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Therapies:
    """Drugs and classes, looked up by any of their names; case, hyphens and blanks do not count.

    Raises:
        ValueError: one name belongs to two drugs or classes, or a class is not known.
    """

    therapies: tuple[Therapy, ...]
    classes: tuple[TherapyClass, ...]
    _names: dict[str, str] = field(init=False, repr=False, compare=False)
    _drugs: dict[str, Therapy] = field(init=False, repr=False, compare=False)
    _classes: dict[str, TherapyClass] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names: dict[str, str] = {}
        called = [(each.name, each.synonyms) for each in self.therapies]
        called += [(each.name, each.synonyms) for each in self.classes]
        for one, others in called:
            for name in (one, *others):
                known = names.setdefault(fold_name(name), one)
                if known != one:
                    raise ValueError(f"{name!r} is a name of both {known!r} and {one!r}")
        object.__setattr__(self, "_names", names)
        object.__setattr__(self, "_drugs", {each.name: each for each in self.therapies})
        object.__setattr__(self, "_classes", {each.name: each for each in self.classes})
        both = self._drugs.keys() & self._classes.keys()
        if both:
            raise ValueError(f"{min(both)!r} is a drug and a class")
        wanted = {name for each in self.therapies for name in each.classes}
        wanted.update(name for each in self.classes for name in each.broader)
        unknown = sorted(wanted - self._classes.keys())
        if unknown:
            raise ValueError(f"{', '.join(map(repr, unknown))}: no such class of drugs")

    def canonical(self, name: str) -> str | None:
        """Return the one name of a drug or class, None when it is not known.

        A class is known by its plural as well ("PARP inhibitors").
        """
        if len(name) > _MAX_NAME:
            return None
        found = self._names.get(fold_name(name))
        if found is None:
            single = self._names.get(fold_name(_PLURAL.sub(_singular, name.strip())))
            found = single if single in self._classes else None
        return found

    def nearest(self, name: str) -> str:
        """Return the drug or class with the likest name to a misspelt one, "" if none is like."""
        near = difflib.get_close_matches(fold_name(name)[:_MAX_NAME], self._names, 1, cutoff=0.8)
        return self._names[near[0]] if near else ""

    def is_class(self, name: str) -> bool:
        """Return whether a name is that of a class."""
        return self.canonical(name) in self._classes

    def classes_of(self, name: str) -> tuple[str, ...]:
        """Return the classes of a drug or class, the nearest first; none when it is not known."""
        canonical = self.canonical(name)
        drug, group = self._drugs.get(canonical or ""), self._classes.get(canonical or "")
        found = list(drug.classes if drug else group.broader if group else ())
        for each in found:
            found.extend(wider for wider in self._classes[each].broader if wider not in found)
        return tuple(found)

    def targets_of(self, name: str) -> tuple[str, ...]:
        """Return the genes that a drug or class acts on, as far as a source says so."""
        canonical = self.canonical(name) or ""
        if canonical in self._classes:
            return self._classes[canonical].targets
        return self._drugs[canonical].targets if canonical in self._drugs else ()

    def members_of(self, name: str) -> tuple[str, ...]:
        """Return the drugs of a class and of its narrower classes, sorted."""
        return self._members.get(self.canonical(name) or "", ())

    def covers(self, wanted: str, given: str) -> Membership:
        """Return whether what was given counts as what is wanted.

        `wanted` is what a pattern or a source says (`after "EGFR tyrosine kinase inhibitor"`), a
        drug or a class. UNKNOWN: a name is not known, the drug has no class, or its class does
        not tell ("chemotherapy" was given, cisplatin is wanted).
        """
        if fold_name(wanted) == fold_name(given):
            return Membership.YES
        one, other = self.canonical(wanted), self.canonical(given)
        if one is None or other is None:
            return Membership.UNKNOWN
        if one == other or one in self.classes_of(other):
            return Membership.YES
        if one in self._drugs:
            return self._drug_given(one, other)
        own = [self._classes[each] for each in self._direct(other)]
        ruled_out = own and all(self._rules_out(each, self._classes[one]) for each in own)
        return Membership.NO if ruled_out else Membership.UNKNOWN

    def received(self, wanted: str, given: Iterable[str]) -> tuple[Membership, tuple[str, ...]]:
        """Return whether any of the therapies given is what is wanted, and which decide it.

        With NO, every therapy given was ruled out; with UNKNOWN, those that could not be.
        """
        answers = [(self.covers(wanted, each), each) for each in given]
        for membership in (Membership.YES, Membership.UNKNOWN):
            deciding = tuple(each for answer, each in answers if answer is membership)
            if deciding:
                return membership, deciding
        return Membership.NO, tuple(each for _, each in answers)

    @cached_property
    def _members(self) -> dict[str, tuple[str, ...]]:
        members: dict[str, list[str]] = {}
        for drug in sorted(self._drugs):
            for each in self.classes_of(drug):
                members.setdefault(each, []).append(drug)
        return {name: tuple(drugs) for name, drugs in members.items()}

    @cached_property
    def _narrower(self) -> dict[str, frozenset[str]]:
        narrower: dict[str, set[str]] = {name: set() for name in self._classes}
        for name in self._classes:
            for wider in self.classes_of(name):
                narrower[wider].add(name)
        return {name: frozenset(names) for name, names in narrower.items()}

    def _direct(self, name: str) -> set[str]:
        """Return the narrowest classes of a drug; of a class, itself."""
        if name in self._classes:
            return {name}
        classes = set(self._drugs[name].classes)
        return {each for each in classes if not self._narrower[each] & classes}

    def _drug_given(self, wanted: str, given: str) -> Membership:
        """Return whether a drug was given, where something else is known to have been."""
        if given in self._drugs:
            return Membership.UNKNOWN if _REGIMEN.search(given) else Membership.NO
        answer = self.covers(given, wanted)
        return Membership.NO if answer is Membership.NO else Membership.UNKNOWN

    def _rules_out(self, own: TherapyClass, wanted: TherapyClass) -> bool:
        """Return whether no member of a class is a member of the other."""
        if wanted.name in self._narrower[own.name]:
            return False
        if own.kind and wanted.kind and own.kind != wanted.kind:
            return True
        if own.open or wanted.open:
            return False
        if own.targets and wanted.targets:
            return not set(own.targets) & set(wanted.targets)
        if "chemotherapy" in (own.kind, wanted.kind):
            return bool(own.targets or wanted.targets) or own.kind == wanted.kind
        return False


def fold_name(name: str) -> str:
    """Return the form in which names are compared.

    >>> fold_name("anti-EGFR Antibody") == fold_name("Anti EGFR antibody")
    True
    """
    return _MARKS.sub("", name.casefold())


def _singular(ending: re.Match[str]) -> str:
    return "y" if ending[0] == "ies" else ""
