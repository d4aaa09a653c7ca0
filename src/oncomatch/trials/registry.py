"""Ask ClinicalTrials.gov (API v2) for open trials that name a gene.

A request holds gene names and statuses, never anything about a patient.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from oncomatch.errors import RegistryError

BASE_URL = "https://clinicaltrials.gov/api/v2"
_PAGE_SIZE = 1000
_TIMEOUT_SECONDS = 60
_STATUSES = "RECRUITING,NOT_YET_RECRUITING,ENROLLING_BY_INVITATION"
_FIELDS = (
    "protocolSection.identificationModule|protocolSection.statusModule|"
    "protocolSection.conditionsModule|protocolSection.designModule|"
    "protocolSection.eligibilityModule|protocolSection.contactsLocationsModule|derivedSection"
)


def fetch_studies(genes: Sequence[str], base_url: str = BASE_URL) -> Iterator[dict[str, Any]]:
    """Yield the open studies that name one of the genes, page by page.

    Raises:
        RegistryError: the registry cannot be reached, refuses, or does not answer JSON.
    """
    import requests  # four tenths of a second that only a download needs

    query = {
        "query.term": " OR ".join(genes),
        "filter.overallStatus": _STATUSES,
        "pageSize": str(_PAGE_SIZE),
        "fields": _FIELDS,
    }
    while True:
        try:
            answer = requests.get(f"{base_url}/studies", params=query, timeout=_TIMEOUT_SECONDS)
            answer.raise_for_status()
            page = answer.json()
            studies = page["studies"]
            if not isinstance(studies, list):
                raise TypeError(f"'studies' is {type(studies).__name__}")
        except (requests.RequestException, ValueError, KeyError, TypeError) as error:
            raise RegistryError(
                f"{base_url}: did not answer with studies ({error}); the snapshot is unchanged"
            ) from error
        yield from studies
        token = page.get("nextPageToken")
        if not token:
            return
        query["pageToken"] = token
