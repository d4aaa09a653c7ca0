"""How frequent a call is in populations: as its own file says, else as the user's table says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from oncomatch.domain.alteration import SmallVariant
from oncomatch.readers.population import PopulationFields, PopulationFile
from oncomatch.readers.vcf import VcfHeader, VcfRecord


class Frequencies:
    """Sets the population frequency of calls; `sites` is a VCF of population sites, if given."""

    def __init__(self, header: VcfHeader, sites: Path | None):
        self._fields = PopulationFields(header)
        self._sites = PopulationFile(sites) if sites is not None else None

    def apply(self, record: VcfRecord, allele: int, annotated: SmallVariant) -> SmallVariant:
        """Return the call with its frequency, unchanged where nobody says."""
        found = self._fields.frequency_of(record, allele) if self._fields else None
        if found is None and self._sites is not None:
            found = self._sites.frequency_of(annotated.variant)
        return annotated if found is None else replace(annotated, population=found)
