"""What was read by hand of genes and markers in trials, in the place of the text reader.

A reading by hand stands for all that a record asks of genes and markers, of everyone and of its
cohorts, as long as the eligibility text is the one that was read. When it changes, it gives way
to the program's reading, and the trial is listed as to be read again.

A cohort of one tumour type has that too: its alteration opens no trial to other tumours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from oncomatch.domain.biomarker import Biomarker, Unread, genes_of
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import (
    Arm,
    ArmLevel,
    Confidence,
    Criterion,
    CriterionKind,
    Section,
    Side,
    TextPlace,
    kind_of,
)
from oncomatch.reference.tables import read_rows
from oncomatch.trials.eligibility.sentences import Sentence, digest_of
from oncomatch.trials.settle import names_of

COLUMNS = (
    "trial_id",
    "cohort",
    "side",
    "pattern",
    "confidence",
    "digest",
    "read_on",
    "source",
    "licence",
)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that was read: of a `cohort`, or of everyone where it is empty."""

    cohort: str
    side: Side
    pattern: Biomarker
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class HandReading:
    """A reading of a trial by hand; without requirements it asks nothing of genes or markers.

    `digest` is that of the eligibility text that was read, `read_on` the day (ISO 8601).
    """

    digest: str
    read_on: str
    requirements: tuple[Requirement, ...]


def text_digest(eligibility: str) -> str:
    """Return the digest of an eligibility text; spaces do not count.

    Titles are left out: an export may have the long one where the registry has the short one.
    """
    return digest_of(" ".join(eligibility.split()))


def read_hand_readings(path: Path) -> dict[str, HandReading]:
    """Return the readings of a table by trial; a row without a pattern says that nothing is asked.

    Raises:
        BiomarkerError: a pattern cannot be read.
    """
    found: dict[str, HandReading] = {}
    for row in read_rows(path):
        known = found.get(row["trial_id"], HandReading(row["digest"], row["read_on"], ()))
        if row["pattern"]:
            asked = Requirement(
                row["cohort"],
                Side(row["side"]),
                parse_biomarker(row["pattern"]),
                Confidence(row["confidence"]),
            )
            known = replace(known, requirements=(*known.requirements, asked))
        found[row["trial_id"]] = known
    return found


def restate(
    reading: HandReading,
    criteria: tuple[Criterion, ...],
    arms: tuple[Arm, ...],
    sentences: tuple[Sentence, ...],
) -> tuple[tuple[Criterion, ...], tuple[Arm, ...]]:
    """Return criteria and arms with the reading by hand of genes and markers.

    A part that the reader called or understood alike keeps its other criteria, its tumour types
    unless the person read some, and its name unless it is one of a place in a list. Parts that
    ask for genes or markers otherwise give way; those that ask for none stay.
    """
    whole = [each for each in reading.requirements if not each.cohort]
    cohorts: dict[str, list[Requirement]] = {}
    for each in reading.requirements:
        if each.cohort:
            cohorts.setdefault(each.cohort, []).append(each)
    same = _same_parts(cohorts, arms)
    parts = []
    for name, asked in cohorts.items():
        arm = same.get(name)
        if arm is None:
            parts.append(Arm(name, ArmLevel.COHORT, _stated(asked, (), sentences)))
        else:
            called = name if _OF_LIST.match(arm.name) else arm.name
            parts.append(
                replace(arm, name=called, criteria=_stated(asked, arm.criteria, sentences))
            )
    left = (arm for arm in arms if arm not in same.values())
    kept = (arm for arm in left if not _molecular(arm.criteria))
    return _stated(whole, criteria, sentences), (*parts, *kept)


def _same_parts(cohorts: dict[str, list[Requirement]], arms: tuple[Arm, ...]) -> dict[str, Arm]:
    """Return the reader's parts by the cohorts that they are: of one name, or understood alike.

    Where several ask for the same it is not known which is which: they are not taken for another,
    lest one gets the tumour type and the therapies of the other.
    """
    same: dict[str, Arm] = {}
    for name in cohorts:
        called = [arm for arm in arms if _words_of(arm.name) == _words_of(name)]
        same.update((name, arm) for arm in called[:1] if arm not in same.values())
    asked = {name: _of_tumor(each) for name, each in cohorts.items()}
    read = [(_of_tumor(arm.criteria), arm) for arm in arms]
    for name, wanted in asked.items():
        alike = [arm for found, arm in read if found == wanted]
        if name not in same and len(alike) == 1 and list(asked.values()).count(wanted) == 1:
            same.update((name, arm) for arm in alike if arm not in same.values())
    return same


def _of_tumor(
    criteria: Iterable[Requirement | Criterion],
) -> frozenset[tuple[Side, Biomarker]]:
    return frozenset(
        (each.side, each.pattern) for each in criteria if kind_of(each.pattern).is_molecular
    )


def _words_of(name: str) -> list[str]:
    return [word for word in re.findall(r"\w+", name.lower()) if word not in _OF_PARTS]


_OF_LIST = re.compile(r"(.*, )?list \d+, alternative \d+$")
"""Names that the reader gives to ways in without a name."""
_OF_PARTS = {"arm", "arms", "cohort", "cohorts", "part", "parts", "group", "groups"}


def _stated(
    asked: list[Requirement], read: tuple[Criterion, ...], sentences: tuple[Sentence, ...]
) -> tuple[Criterion, ...]:
    places = {(each.side, each.pattern): each.source for each in read}
    stated = (
        Criterion(
            each.side,
            each.pattern,
            each.confidence,
            places.get((each.side, each.pattern)) or _place(each, sentences),
        )
        for each in asked
    )
    kinds = {kind_of(each.pattern) for each in asked}
    typed = CriterionKind.TUMOR_TYPE in kinds
    others = (
        each
        for each in read
        if not (each.kind.is_molecular or (typed and each.kind is CriterionKind.TUMOR_TYPE))
    )
    return (*stated, *others)


def _molecular(criteria: tuple[Criterion, ...]) -> list[Criterion]:
    return [each for each in criteria if each.kind.is_molecular]


def _place(asked: Requirement, sentences: tuple[Sentence, ...]) -> TextPlace:
    """Return the sentence of the side that names most of the genes, the first of equals."""
    genes = genes_of(asked.pattern)
    if isinstance(asked.pattern, Unread) or not genes:
        return TextPlace(Section.CURATOR)
    names = [_one_gene(gene) for gene in genes]
    best, most = TextPlace(Section.CURATOR), 0
    for sentence in sentences:
        if sentence.side is not asked.side:
            continue
        count = sum(bool(name.search(sentence.text)) for name in names)
        if count > most:
            place = TextPlace(Section.CURATOR, sentence.start, sentence.end, sentence.digest)
            best, most = place, count
    return best


def _one_gene(gene: str) -> re.Pattern[str]:
    return names_of(parse_biomarker(f"{gene} mutation"))


def outdated(trial_id: str, reading: HandReading, digest: str) -> str:
    """Return that a record has changed since it was read, empty where it has not."""
    if reading.digest == digest:
        return ""
    return f"{trial_id}: read by hand on {reading.read_on}; its text has changed since"
