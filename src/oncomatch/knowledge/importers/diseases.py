"""What the name of a disease implies, and what a label asks for besides the biomarker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from oncomatch.domain.biomarker import AnyOf, Biomarker
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.tumor_type import ANY, SOLID
from oncomatch.errors import BiomarkerError
from oncomatch.reference.tables import read_rows
from oncomatch.reference.tumor_types import DiseaseMapping


@dataclass(frozen=True, slots=True)
class Condition:
    """A pattern that must hold besides the biomarker, and where that is said."""

    biomarker: Biomarker | None = None
    source: str = ""


class Conditions:
    """Conditions of diseases by name, and of labels by therapy and tumour type.

    `labels` and `exclusions` are the tables of label conditions and label exclusions.
    """

    def __init__(self, mappings: dict[str, DiseaseMapping], labels: Path, exclusions: Path):
        self._mappings = mappings
        self._exclusions = [
            (frozenset(row["therapies"].split(";")), row["tumor_type"])
            for row in read_rows(exclusions)
        ]
        self._labels = {
            (row["therapy"], row["tumor_type"]): Condition(
                parse_biomarker(row["condition"]),
                f"{row['citation']} ({row['record_id']}): {row['therapy']}",
            )
            for row in read_rows(labels)
        }

    def mapping_of(self, disease: str) -> DiseaseMapping:
        """Return the mapping of a disease name.

        Raises:
            BiomarkerError: there is none, or it says why there is no tumour type.
        """
        mapping = self.known_mapping(disease)
        if not mapping.tumor_types:
            raise BiomarkerError(f"the disease {disease!r} has no tumour type: {mapping.note}")
        return mapping

    def known_mapping(self, disease: str) -> DiseaseMapping:
        """Return the mapping of a disease name, also where it has no tumour type: a syndrome.

        Raises:
            BiomarkerError: there is none.
        """
        mapping = self._mappings.get(disease)
        if mapping is None:
            raise BiomarkerError(f"the disease {disease!r} is not mapped to OncoTree")
        return mapping

    def of_disease(self, disease: str, biomarker: Biomarker) -> Condition:
        """Return what the disease's name implies; nothing if the biomarker itself says it."""
        mapping = self.mapping_of(disease)
        if not mapping.condition:
            return Condition()
        condition = parse_biomarker(mapping.condition)
        if isinstance(condition, AnyOf) and biomarker in condition.parts:
            return Condition()
        return Condition(condition, f"disease: {disease}")

    def excluded_types(
        self, therapies: Iterable[str], tumor_types: Iterable[str]
    ) -> tuple[str, ...]:
        """Return the tumour types that labels take out of a statement about any tumour."""
        if not {SOLID, ANY}.issuperset(tumor_types):
            return ()
        given = frozenset(therapies)
        return tuple(code for regimen, code in self._exclusions if regimen == given)

    def of_label(self, therapies: Iterable[str], tumor_types: Iterable[str]) -> Condition:
        """Return what the label of one of the therapies asks for in one of the tumour types."""
        for therapy in therapies:
            for code in tumor_types:
                if (therapy, code) in self._labels:
                    return self._labels[therapy, code]
        return Condition()
