"""The parts of a trial: cohorts of its eligibility text, and the arm groups of its record.

A cohort has often the same name in both (*Part 2A1*, and *Part 2A1: expansion, KRAS G12C*): it is
one part, with what either of them asks for, and what the arm group is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from oncomatch.domain.biomarker import TumorTypeIn
from oncomatch.domain.trial import (
    Arm,
    ArmLevel,
    Confidence,
    Criterion,
    CriterionKind,
    Section,
    Side,
    TextPlace,
)
from oncomatch.reference.tumor_lines import same_lines, widest
from oncomatch.trials.eligibility.molecular import findings
from oncomatch.trials.eligibility.sentences import digest_of
from oncomatch.trials.eligibility.tumor_names import find_tumor_types
from oncomatch.trials.implications import implies

_LABELLED = re.compile(r"\d|\b[A-Z]\b|\b[IVX]+\b")


def parts_of_record(
    groups: Iterable[Mapping[str, Any]], cohorts: Mapping[str, tuple[Criterion, ...]]
) -> tuple[Arm, ...]:
    """Return the cohorts of the text with their arm groups, then the others that ask for more."""
    parts = {name: Arm(name, ArmLevel.COHORT, own) for name, own in cohorts.items()}
    others: list[Arm] = []
    for group in groups:
        label = group.get("label", "")
        asked = _asked(label)
        given = tuple(
            name.partition(": ")[2] or name for name in group.get("interventionNames", ())
        )
        same = _same_part(label, parts)
        if same and _adds_nothing(asked, parts[same].criteria):
            known = parts[same]
            both = dict.fromkeys((*known.interventions, *given))
            parts[same] = replace(known, interventions=tuple(both))
        elif asked and label not in parts:
            others.append(Arm(label, ArmLevel.ARM, asked, None, given))
    return (*parts.values(), *others)


def _asked(label: str) -> tuple[Criterion, ...]:
    """Return what the label of an arm group says of its patients; its type with a marker only."""
    found = [
        Criterion(
            Side.INCLUSION,
            each.pattern,
            Confidence.LIKELY,
            TextPlace(Section.ARMS, each.start, each.end, digest_of(label)),
        )
        for each in findings(label, Side.INCLUSION)
        if each.confidence is not Confidence.TO_REVIEW
    ]
    named = find_tumor_types(label)
    codes = widest({code for _, _, each in named for code in each})
    if found and codes and codes != ("SOLID",) and all(same_lines(codes, (one,)) for one in codes):
        place = TextPlace(Section.ARMS, named[0][0], named[-1][1], digest_of(label))
        found.append(Criterion(Side.INCLUSION, TumorTypeIn(codes), Confidence.LIKELY, place))
    return tuple(found)


def _same_part(label: str, names: Iterable[str]) -> str:
    """Return the longest name of a cohort that a label is or begins with, else nothing.

    >>> _same_part("Part 2A1: expansion", ["Part 2", "Part 2A1"]), _same_part("Arms", ["Arm"])
    ('Part 2A1', '')
    """
    shown = label.casefold()
    found = [
        name
        for name in names
        if label == name
        or (
            _LABELLED.search(name)
            and shown.startswith(name.casefold())
            and not shown[len(name) : len(name) + 1].isalnum()
        )
    ]
    return max(found, key=len, default="")


def _adds_nothing(asked: Iterable[Criterion], own: Iterable[Criterion]) -> bool:
    """Whether a cohort asks already for what its label says of genes and markers."""
    known = [each for each in own if each.side is Side.INCLUSION and each.kind.is_molecular]
    return all(
        any(implies(one.pattern, each.pattern) for one in known)
        for each in asked
        if each.kind is not CriterionKind.TUMOR_TYPE
    )
