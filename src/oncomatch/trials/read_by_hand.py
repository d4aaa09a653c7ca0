"""What was read by hand in trials, in the place of the text reader.

A reading by hand stands for all that a record asks of genes and markers, and of the clinical
kinds that it names, of everyone and of its cohorts, as long as the eligibility text is the one
that was read. When it changes, it gives way to the program's reading, and the trial is listed as
to be read again.

A cohort of one tumour type has that too: its alteration opens no trial to other tumours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from oncomatch.domain.biomarker import After, Biomarker, Unread, atoms_of, genes_of
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.therapy import fold_name
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
from oncomatch.trials.eligibility.therapy_names import find_therapies
from oncomatch.trials.implications import names_of

COLUMNS = (
    "trial_id",
    "cohort",
    "side",
    "pattern",
    "confidence",
    "kinds",
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

    `digest` is that of the eligibility text that was read, `read_on` the day (ISO 8601), `kinds`
    are the clinical ones that it stands for as well: without a requirement of them nothing is
    asked.
    """

    digest: str
    read_on: str
    requirements: tuple[Requirement, ...]
    kinds: frozenset[CriterionKind] = frozenset()


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
        kinds = frozenset(CriterionKind(kind) for kind in row["kinds"].split(";") if kind)
        known = found.get(row["trial_id"], HandReading(row["digest"], row["read_on"], (), kinds))
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
    """Return criteria and arms with the reading by hand of the kinds that it stands for.

    A part that the reader called or understood alike keeps its other criteria, its tumour types
    unless the person read some, and its name unless it is one of a place in a list. Parts that
    ask for genes or markers otherwise give way; of those that ask for none stays what the person
    did not read.
    """
    whole = [each for each in reading.requirements if not each.cohort]
    cohorts: dict[str, list[Requirement]] = {}
    for each in reading.requirements:
        if each.cohort:
            cohorts.setdefault(each.cohort, []).append(each)
    same = _same_parts(cohorts, arms)
    parts = []
    for name, asked in cohorts.items():
        arm = same.get(name, Arm(name, ArmLevel.COHORT, ()))
        called = name if _OF_LIST.match(arm.name) else arm.name
        stated = _stated(asked, arm.criteria, sentences, reading.kinds)
        parts.append(replace(arm, name=called, criteria=stated))
    left = (arm for arm in arms if arm not in same.values() and not _molecular(arm.criteria))
    kept = ((arm, _unread_by_hand(arm.criteria, reading.kinds)) for arm in left)
    parts += [replace(arm, criteria=unread) for arm, unread in kept if unread or not arm.criteria]
    return _stated(whole, criteria, sentences, reading.kinds), tuple(parts)


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
        if wanted and name not in same and len(alike) == list(asked.values()).count(wanted) == 1:
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
    asked: list[Requirement],
    read: tuple[Criterion, ...],
    sentences: tuple[Sentence, ...],
    clinical: frozenset[CriterionKind],
) -> tuple[Criterion, ...]:
    places = {(each.side, each.pattern): each.source for each in read}
    stated = (
        Criterion(
            each.side,
            each.pattern,
            each.confidence,
            places.get((each.side, each.pattern)) or _place(each, read, sentences),
        )
        for each in asked
    )
    typed = {kind_of(each.pattern) for each in asked} & {CriterionKind.TUMOR_TYPE}
    return (*stated, *_unread_by_hand(read, clinical | typed))


def _molecular(criteria: tuple[Criterion, ...]) -> list[Criterion]:
    return [each for each in criteria if each.kind.is_molecular]


def _unread_by_hand(
    criteria: tuple[Criterion, ...], clinical: frozenset[CriterionKind]
) -> tuple[Criterion, ...]:
    return tuple(each for each in criteria if not (each.kind.is_molecular or each.kind in clinical))


def _place(
    asked: Requirement, read: tuple[Criterion, ...], sentences: tuple[Sentence, ...]
) -> TextPlace:
    """Return the sentence of the side that names most of the genes or therapies, first of equals.

    Of other kinds it is the one that the reader understood to speak of the kind.
    """
    if isinstance(asked.pattern, Unread):
        return TextPlace(Section.BY_HAND)
    genes = genes_of(asked.pattern)
    given = (one.therapy for one in atoms_of(asked.pattern) if isinstance(one, After))
    therapies = set(map(fold_name, given))
    if not genes and not therapies:
        return _place_of_kind(asked, read)
    names = [_one_gene(gene) for gene in genes]
    best, most = TextPlace(Section.BY_HAND), 0
    for sentence in sentences:
        if sentence.side is not asked.side:
            continue
        count = sum(bool(name.search(sentence.text)) for name in names)
        if therapies:
            named = {fold_name(each.name) for each in find_therapies(sentence.text)}
            count += len(therapies & named)
        if count > most:
            place = TextPlace(Section.BY_HAND, sentence.start, sentence.end, sentence.digest)
            best, most = place, count
    return best


def _place_of_kind(asked: Requirement, read: tuple[Criterion, ...]) -> TextPlace:
    kind = kind_of(asked.pattern)
    for each in () if kind.is_molecular else read:
        alike = (each.side, each.kind) == (asked.side, kind)
        if alike and each.source.section is Section.ELIGIBILITY:
            return replace(each.source, section=Section.BY_HAND)
    return TextPlace(Section.BY_HAND)


def _one_gene(gene: str) -> re.Pattern[str]:
    return names_of(parse_biomarker(f"{gene} mutation"))


def outdated(trial_id: str, reading: HandReading, digest: str) -> str:
    """Return that a record has changed since it was read, empty where it has not."""
    if reading.digest == digest:
        return ""
    return f"{trial_id}: read by hand on {reading.read_on}; its text has changed since"
