"""Patients as MatchEngine keeps them: a clinical document and its genomic ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Patient:
    """A clinical document with the genomic documents of its sample."""

    clinical: Document
    genomic: tuple[Document, ...] = ()

    @property
    def name(self) -> str:
        """The sample's name, else the document's, empty without one."""
        return str(self.clinical.get("SAMPLE_ID") or self.clinical.get("_id") or "")

    @property
    def is_deceased(self) -> bool:
        """Whether the document says that the patient died."""
        return str(self.clinical.get("VITAL_STATUS", "")).strip().lower() == "deceased"


def patients_of(clinical: Iterable[Document], genomic: Iterable[Document]) -> Iterator[Patient]:
    """Yield patients with their genomic documents, joined by CLINICAL_ID or SAMPLE_ID."""
    by_id: dict[tuple[str, str], list[Document]] = {}
    for document in genomic:
        for key in ("CLINICAL_ID", "SAMPLE_ID"):
            if document.get(key):
                by_id.setdefault((key, str(document[key])), []).append(document)
                break
    for document in clinical:
        joined: list[Document] = []
        for key, own in (("CLINICAL_ID", "_id"), ("SAMPLE_ID", "SAMPLE_ID")):
            if document.get(own):
                joined.extend(by_id.get((key, str(document[own])), ()))
        yield Patient(document, tuple(joined))


def day_of(value: object) -> date | None:
    """Return the day of `2019-10-27`, `2019-10-27T20:00:00`, `20191027` or 20191027.0.

    >>> day_of(19750213.0)
    datetime.date(1975, 2, 13)
    """
    if isinstance(value, float | int) and not isinstance(value, bool):
        value = f"{value:.0f}"
    text = str(value or "").strip()[:10]
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def earlier(day: date, years: int, months: int) -> date:
    """Return a day some years and months earlier; the last of a month where it has no such day.

    >>> earlier(date(2024, 2, 29), 1, 0), earlier(date(2024, 3, 31), 0, 1)
    (datetime.date(2023, 2, 28), datetime.date(2024, 2, 29))
    """
    count = day.year * 12 + day.month - 1 - 12 * years - months
    year, month = divmod(count, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))
