"""What each column of the knowledge tables may hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import Enum

from oncomatch.domain.approval import Agency, ApprovalStatus, Setting
from oncomatch.domain.evidence import (
    Direction,
    EvidenceLevel,
    EvidenceScheme,
    Interaction,
    Significance,
    level_words,
)
from oncomatch.domain.meaning import MeaningKind, MeaningSignificance
from oncomatch.errors import TumorTypeError
from oncomatch.knowledge.check_findings import Problem, nearest
from oncomatch.knowledge.check_patterns import PatternChecker
from oncomatch.reference.tumor_types import TumorTypes

Row = Mapping[str, str]
Cell = Callable[[str, Row], Iterator[Problem]]

_CITED = {
    "source": "name the source",
    "record_id": "give the identifier that the source has for it",
    "release": "give the release or date of the source",
    "citation": "give the PubMed id (PMID:25399551), the abstract or the label",
    "licence": "give the licence of the source (CC0-1.0)",
}
_PUBMED = re.compile(r"PMID:[1-9]\d{0,7}")
"""PubMed's numbers have eight digits at most."""


class Cells:
    """Checks of cells by column, against the reference and OncoTree."""

    def __init__(self, patterns: PatternChecker, tumor_types: TumorTypes):
        self._patterns = patterns
        self._tumor_types = tumor_types
        shared: dict[str, Cell] = {name: _required(remedy) for name, remedy in _CITED.items()}
        shared |= {
            "citation": _citation,
            "url": _url,
            "gene": self._gene,
            "biomarker": self._pattern,
            "condition": self._optional_pattern,
            "tumor_type": self._types,
            "tumor_types": self._types,
            "excluded_types": self._types,
        }
        statement: dict[str, Cell] = {
            **shared,
            "disease": _required("give the disease in the source's own words"),
            "therapies": _therapies,
            "tumor_types": self._needed_types,
            "interaction": _interaction,
            "significance": _one_of(Significance),
        }
        self.of_other_tables = shared
        self.of_evidence: dict[str, Cell] = {
            **statement,
            "direction": _one_of(Direction),
            "scheme": _one_of(EvidenceScheme),
            "level": _level,
            "rating": _rating,
            "flagged": _flagged,
        }
        self.of_meanings: dict[str, Cell] = {
            **shared,
            "kind": _one_of(MeaningKind),
            "significance": _meaning,
            "direction": _one_of(Direction, optional=True),
            "level": _one_of(EvidenceLevel),
            "rating": _rating,
            "flagged": _flagged,
        }
        self.of_approvals: dict[str, Cell] = {
            **statement,
            "agency": _one_of(Agency),
            "indication_id": _required("give the identifier of the indication"),
            "status": _one_of(ApprovalStatus),
            "approved": _date,
            "accelerated": _date,
            "regular": _date,
            "line": self._optional_pattern,
            "setting": _settings,
        }

    def _gene(self, cell: str, row: Row) -> Iterator[Problem]:
        yield from self._patterns.gene(cell)

    def _pattern(self, cell: str, row: Row) -> Iterator[Problem]:
        if not cell:
            yield Problem("there is no pattern", "write one (docs/biomarkers.md)")
        else:
            yield from self._patterns.check(cell)

    def _optional_pattern(self, cell: str, row: Row) -> Iterator[Problem]:
        if cell:
            yield from self._patterns.check(cell)

    def _needed_types(self, cell: str, row: Row) -> Iterator[Problem]:
        if not cell:
            yield Problem(
                "there is no tumour type",
                "give OncoTree codes, SOLID for any solid tumour or TISSUE for any tumour",
            )
        yield from self._types(cell, row)

    def _types(self, cell: str, row: Row) -> Iterator[Problem]:
        for code in cell.split(";") if cell else ():
            try:
                found = self._tumor_types.get(code)
            except TumorTypeError as error:
                message, _, remedy = str(error).partition("; ")
                yield Problem(message, remedy or "give an OncoTree code")
                continue
            if found.code != code:
                yield Problem(f"{code!r} is no OncoTree code", f"write {found.code}")


def _required(remedy: str) -> Cell:
    def check(cell: str, row: Row) -> Iterator[Problem]:
        if not cell:
            yield Problem("the cell is empty", remedy)

    return check


def _citation(cell: str, row: Row) -> Iterator[Problem]:
    yield from _required(_CITED["citation"])(cell, row)
    for part in map(str.strip, re.split("[;,]", cell)):
        if part.upper().startswith("PMID") and not _PUBMED.fullmatch(part):
            yield Problem(f"{part!r} is no PubMed id", "write it as PMID:25399551")


def _url(cell: str, row: Row) -> Iterator[Problem]:
    if cell and not cell.startswith(("https://", "http://")):
        yield Problem(f"{cell!r} is no web address", "begin it with https://, or leave it empty")


def _one_of(vocabulary: type[Enum], *, optional: bool = False) -> Cell:
    words = [each.value for each in vocabulary]

    def check(cell: str, row: Row) -> Iterator[Problem]:
        if cell not in words and not (optional and not cell):
            yield Problem(f"{cell!r} is not of the vocabulary", nearest(cell, filter(None, words)))

    return check


def _therapies(cell: str, row: Row) -> Iterator[Problem]:
    names = cell.split(";")
    if "" in names:
        yield Problem(
            "a therapy has no name" if cell else "there is no therapy", "name each, parted by ';'"
        )
    if len(set(names)) < len(names):
        yield Problem("a therapy stands twice", "name each once")


def _interaction(cell: str, row: Row) -> Iterator[Problem]:
    yield from _one_of(Interaction)(cell, row)
    several = ";" in row.get("therapies", "")
    if several and not cell:
        yield Problem(
            "several therapies without a word on how they belong together",
            "write Combination, Sequential or Substitutes",
        )
    elif cell and not several:
        yield Problem(f"{cell!r} needs several therapies", "leave it empty for one therapy")


def _level(cell: str, row: Row) -> Iterator[Problem]:
    try:
        words = level_words(EvidenceScheme(row.get("scheme", "")))
    except ValueError:
        return  # the scheme itself is a finding
    if words and cell not in words:
        yield Problem(f"{cell!r} is no level of {row['scheme']}", nearest(cell, words))
    elif not words and cell:
        yield Problem(f"{row['scheme']} has no levels", "leave the cell empty")


def _rating(cell: str, row: Row) -> Iterator[Problem]:
    if cell not in ("", "1", "2", "3", "4", "5"):
        yield Problem(f"{cell!r} is no rating", "write 1 to 5 stars, or leave it empty")


def _flagged(cell: str, row: Row) -> Iterator[Problem]:
    if cell not in ("", "yes"):
        yield Problem(f"{cell!r} is not understood", "write yes, or leave it empty")


def _meaning(cell: str, row: Row) -> Iterator[Problem]:
    words = {each.word: each.kinds for each in MeaningSignificance}
    kind = next((each for each in MeaningKind if each.value == row.get("kind")), None)
    fitting = [word for word, kinds in words.items() if kind is None or kind in kinds]
    if cell not in words:
        yield Problem(f"{cell!r} is not of the vocabulary", nearest(cell, filter(None, fitting)))
    elif cell not in fitting:
        yield Problem(
            f"{row['kind']} items do not say {cell!r}", nearest(cell, filter(None, fitting))
        )


def _date(cell: str, row: Row) -> Iterator[Problem]:
    try:
        if cell and date.fromisoformat(cell).isoformat() != cell:
            raise ValueError
    except ValueError:
        yield Problem(f"{cell!r} is no date", "write it as 2026-11-20, or leave it empty")


def _settings(cell: str, row: Row) -> Iterator[Problem]:
    for word in cell.split(";") if cell else ():
        yield from _one_of(Setting)(word, row)
