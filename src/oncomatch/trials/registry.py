"""Ask ClinicalTrials.gov (API v2) for open trials: pages by token, each kept beside.

A request holds genes, conditions, countries and statuses, never anything about a patient.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from oncomatch.errors import RegistryError
from oncomatch.trials.kept_pages import KeptPages
from oncomatch.trials.polite_http import PoliteSession

BASE_URL = "https://clinicaltrials.gov/api/v2"
PAGE_SIZE = 1000
"""The most that the API gives; more is coerced to it."""

STATUSES = "RECRUITING,NOT_YET_RECRUITING,ENROLLING_BY_INVITATION"
FIELDS = (
    "protocolSection.identificationModule|protocolSection.statusModule|"
    "protocolSection.conditionsModule|protocolSection.designModule|"
    "protocolSection.armsInterventionsModule|protocolSection.eligibilityModule|"
    "protocolSection.contactsLocationsModule|derivedSection.miscInfoModule"
)
_MOST_PAGES = 1000
_TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]{5,20}Z?")
_GENES_AT_ONCE = 25
MARKERS = (
    "HER2",
    "PD-L1",
    "microsatellite instability",
    "mismatch repair",
    "tumor mutational burden",
    "homologous recombination deficiency",
    "gene fusion",
)
"""What trials of the whole set name beside genes."""

ONCOLOGY = (
    "cancer",
    "neoplasm",
    "tumor",
    "carcinoma",
    "sarcoma",
    "melanoma",
    "glioma",
    "lymphoma",
    "leukemia",
    "myeloma",
)
"""Words for oncology conditions of the whole set."""

Query = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Version:
    """When the registry's data were made (ISO 8601), and the ETag of that answer."""

    timestamp: str
    etag: str = ""


def queries(
    genes: Sequence[str], conditions: Sequence[str], countries: Sequence[str] = ()
) -> tuple[Query, ...]:
    """Return the questions for open trials, genes in batches; all trials of a condition without.

    `countries` are the registry's names. The terms are quoted: a term cannot hold an operator.
    """
    batches = [
        genes[start : start + _GENES_AT_ONCE] for start in range(0, len(genes), _GENES_AT_ONCE)
    ]
    found = []
    for batch in batches or [()]:
        query = {
            "query.term": " OR ".join(map(_quoted, batch)),
            "query.cond": " OR ".join(map(_quoted, conditions)),
            "query.locn": " OR ".join(map(_quoted, countries)),
            "filter.overallStatus": STATUSES,
            "fields": FIELDS,
            "pageSize": str(PAGE_SIZE),
        }
        found.append(tuple((key, value) for key, value in query.items() if value))
    return tuple(found)


def _quoted(term: str) -> str:
    """Return a term as the search reads it: a word as it is, several as a phrase."""
    bare = term.replace('"', " ").strip()
    return bare if bare.isalnum() and bare not in ("OR", "AND", "NOT") else f'"{bare}"'


class Registry:
    """ClinicalTrials.gov, or what answers like it at another address."""

    def __init__(self, session: PoliteSession, base_url: str = BASE_URL):
        self._session, self._base = session, base_url.rstrip("/")

    def version(self, etag: str = "") -> Version | None:
        """Return the state of the registry's data, None where it is still that with the ETag.

        Raises:
            RegistryError: no answer, or one without a date.
        """
        url = f"{self._base}/version"
        answer = self._session.get(url, {}, etag)
        if answer.status == 304:
            return None
        document = _object(url, answer.body) if answer.status == 200 else {}
        timestamp = document.get("dataTimestamp")
        if not isinstance(timestamp, str) or not _TIMESTAMP.fullmatch(timestamp):
            raise RegistryError(f"{url}: does not say of when the data are; try again later")
        return Version(timestamp, answer.etag)

    def studies(
        self, query: Query, pages: KeptPages, tell: Callable[[str], None]
    ) -> Iterator[dict[str, Any]]:
        """Yield the studies of a question; the pages that are kept are not asked for again.

        A token that the registry no longer takes is met by one beginning from the first page.

        Raises:
            RegistryError: a page has no answer or is not one; what is kept stays.
        """
        self._fetch(query, pages, tell)
        for number in range(pages.count):
            yield from page_of(f"kept page {number + 1}", pages.read(number))[0]

    def _fetch(self, query: Query, pages: KeptPages, tell: Callable[[str], None]) -> None:
        """Fetch the pages that are not kept yet."""
        token, seen = self._last_token(pages)
        began_anew = pages.count == 0
        if pages.count and token:
            tell(f"goes on after page {pages.count}")
        while token is not None:
            asked = {**dict(query), **({"pageToken": token} if token else {})}
            url = f"{self._base}/studies"
            answer = self._session.get(url, asked)
            if answer.status != 200:
                if token and not began_anew:
                    tell("the registry no longer takes the token of the last page: begins anew")
                    pages.clear()
                    token, seen, began_anew = "", set(), True
                    continue
                raise RegistryError(f"{url}: the registry does not take the question (status 400)")
            studies, following = page_of(f"{url}, page {pages.count + 1}", answer.body)
            if following and (following in seen or pages.count >= _MOST_PAGES):
                raise RegistryError(f"{url}: the pages have no end; try again later")
            pages.keep(answer.body)
            tell(f"page {pages.count}: {len(studies)} studies")
            token = following
            seen.add(following or "")

    def _last_token(self, pages: KeptPages) -> tuple[str | None, set[str]]:
        """Return the token to go on with ("" for the first page, None at the end), and all."""
        token: str | None = ""
        seen: set[str] = set()
        for number in range(pages.count):
            try:
                token = page_of("kept page", pages.read(number))[1]
            except (RegistryError, OSError, EOFError):
                pages.clear()  # broken off while it was written, or changed: asked for again
                return "", set()
            seen.add(token or "")
        return token, seen


def page_of(where: str, body: bytes) -> tuple[list[dict[str, Any]], str | None]:
    """Return the studies of a page and the token of the next, None for the last page.

    Raises:
        RegistryError: it is not a page.
    """
    page = _object(where, body)
    studies, token = page.get("studies"), page.get("nextPageToken")
    if not isinstance(studies, list) or not all(isinstance(each, dict) for each in studies):
        raise RegistryError(f"{where}: is malformed: it has no list of studies; try again later")
    if token is not None and not isinstance(token, str):
        raise RegistryError(f"{where}: is malformed: its token is no text; try again later")
    return studies, token or None


def _object(where: str, body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RegistryError(f"{where}: is malformed: it is not JSON; try again later") from error
    if not isinstance(value, dict):
        raise RegistryError(f"{where}: is malformed: it is no JSON object; try again later")
    return value
