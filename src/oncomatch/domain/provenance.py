"""Where a claim comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Provenance:
    """The record that a claim can be looked up in, and the licence under which it is passed on.

    `citation` is a PubMed id (`PMID:25399551`), a conference abstract, or a regulator's number;
    `url` leads to the record. Dates are ISO 8601.
    """

    source: str
    record_id: str
    release: str
    citation: str
    url: str
    licence: str

    def __post_init__(self) -> None:
        for name in ("source", "record_id", "release", "citation", "licence"):
            if not getattr(self, name):
                raise ValueError(f"provenance needs `{name}`")

    def __str__(self) -> str:
        return f"{self.source} {self.record_id} (release {self.release})"
