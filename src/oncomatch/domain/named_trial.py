"""A trial that names genes or markers, and of which it was not read what it asks for of them."""

from __future__ import annotations

from dataclasses import dataclass

from oncomatch.domain.trial import Registry, TrialStatus, page_of


@dataclass(frozen=True, slots=True)
class NamedTrial:
    """An open trial without a criterion on genes or markers that was read.

    `in_title` and `in_text` are the genes (HGNC) that its titles and conditions, and its inclusion
    criteria name; `markers` those of `NamedMarker` that it names anywhere. `tumor_types` are the
    OncoTree codes of its conditions, empty where one of them is not understood. `countries` are
    those with an open site.
    """

    trial_id: str
    registry: Registry
    title: str
    status: TrialStatus
    phases: tuple[str, ...]
    interventions: tuple[str, ...]
    countries: tuple[str, ...]
    in_title: tuple[str, ...]
    in_text: tuple[str, ...]
    tumor_types: tuple[str, ...]
    updated: str
    data_date: str
    markers: tuple[str, ...] = ()

    @property
    def genes(self) -> frozenset[str]:
        """All genes that it names."""
        return frozenset((*self.in_title, *self.in_text))

    @property
    def url(self) -> str:
        """Its page in the registry."""
        return page_of(self.registry, self.trial_id)
