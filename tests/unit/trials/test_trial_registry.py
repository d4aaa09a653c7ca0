"""The registry client against a server on this machine: what it asks, how it waits, what it says.

All requests are real ones over loopback; time is a clock of the test's.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from oncomatch.domain.trial import OPEN
from oncomatch.errors import RegistryError
from oncomatch.trials.kept_pages import KeptPages
from oncomatch.trials.registry import Registry, queries
from unit.trials.registry_desk import Clock, Desk, Fault, open_desk, study


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with open_desk(Desk([study(f"NCT{number:08}") for number in range(1, 6)])) as opened:
        yield opened


@pytest.fixture
def pages(tmp_path: Path) -> KeptPages:
    return KeptPages(tmp_path / "pages")


def fetch(
    desk: Desk, pages: KeptPages, clock: Clock | None = None, **manners: Any
) -> list[dict[str, Any]]:
    session = (clock or Clock()).session(**manners)
    (query,) = queries(["KRAS"], [])
    return list(Registry(session, desk.url).studies(query, pages, lambda line: None))


def ids(studies: list[dict[str, Any]]) -> list[int]:
    return [int(each["protocolSection"]["identificationModule"]["nctId"][3:]) for each in studies]


def test_the_question_is_genes_conditions_countries_and_statuses(desk: Desk):
    (query,) = queries(["KRAS", "PD-L1"], ["gastric cancer"], ["Germany"])

    assert {key: value for key, value in query if key != "fields"} == {
        "query.term": 'KRAS OR "PD-L1"',
        "query.cond": '"gastric cancer"',
        "query.locn": "Germany",
        "filter.overallStatus": ",".join(status.value for status in OPEN[:3]),
        "pageSize": "1000",
    }


def test_every_module_that_is_read_is_asked_for():
    (query,) = queries(["KRAS"], [])
    asked = set(dict(query)["fields"].split("|"))

    read = study("NCT00000001")["protocolSection"]
    assert {f"protocolSection.{name}" for name in read} | {
        "protocolSection.armsInterventionsModule",
        "derivedSection.miscInfoModule",
    } == asked


@pytest.mark.parametrize(
    ("term", "quoted"),
    [("MET", "MET"), ("NOT", '"NOT"'), ('x" OR "y', '"x  OR  y"'), ("A]B", '"A]B"')],
)
def test_a_term_cannot_be_an_operator_of_the_search(term: str, quoted: str):
    (query,) = queries([term], [])

    assert dict(query)["query.term"] == quoted


def test_many_genes_are_asked_in_batches():
    batches = [dict(query)["query.term"].split(" OR ") for query in queries(["G"] * 60, [])]

    assert [len(batch) for batch in batches] == [25, 25, 10]


@pytest.mark.parametrize("per_page", [1, 2, 5, 1000])
def test_pages_are_followed_to_the_last_with_one_question(
    desk: Desk, pages: KeptPages, per_page: int
):
    desk.per_page = per_page

    assert ids(fetch(desk, pages)) == [1, 2, 3, 4, 5]
    first, *others = desk.pages
    assert [{**each, "pageToken": ""} for each in others] == [{**first, "pageToken": ""}] * (
        len(desk.pages) - 1
    )


def test_an_empty_page_is_not_the_last_one(desk: Desk, pages: KeptPages):
    desk.per_page = 2
    token = {"nextPageToken": desk.answer("/studies", _asked())[1]["nextPageToken"]}
    desk.faults = {0: Fault(body=json.dumps({"studies": [], **token}).encode())}

    assert ids(fetch(desk, pages)) == [3, 4, 5]


def _asked() -> dict[str, str]:
    (query,) = queries(["KRAS"], [])
    return dict(query)


def test_no_studies_is_an_answer(desk: Desk, pages: KeptPages):
    desk.studies = []

    assert fetch(desk, pages) == []


def test_requests_are_a_second_apart(desk: Desk, pages: KeptPages):
    clock = Clock()
    desk.per_page = 2
    fetch(desk, pages, clock)

    assert clock.naps == [1.0, 1.0]


BUSY = {
    "429 without Retry-After": (Fault(429), [2.0]),
    "429 with seconds": (Fault(429, {"Retry-After": "7"}), [7.0]),
    "429 with a strange wait": (Fault(429, {"Retry-After": "soon"}), [2.0]),
    "503": (Fault(503), [2.0]),
    "500": (Fault(500), [2.0]),
    "502": (Fault(502), [2.0]),
    "cut off in the body": (Fault(body=b'{"studies": [', length=1000), [2.0]),
    "cut off before the answer": (Fault(silent=True), [2.0]),
}


@pytest.mark.parametrize("case", BUSY)
def test_a_busy_or_broken_answer_is_asked_for_again(desk: Desk, pages: KeptPages, case: str):
    fault, waits = BUSY[case]
    desk.faults = {0: fault}
    clock = Clock()

    assert ids(fetch(desk, pages, clock)) == [1, 2, 3, 4, 5]
    assert clock.naps == waits


def test_a_wait_until_a_date_is_kept(desk: Desk, pages: KeptPages):
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=50), usegmt=True)
    desk.faults = {0: Fault(503, {"Retry-After": at})}
    clock = Clock()
    fetch(desk, pages, clock)

    assert 30 < clock.naps[0] <= 51


def test_the_waits_double_and_end(desk: Desk, pages: KeptPages):
    desk.always = Fault(503)
    clock = Clock()

    with pytest.raises(RegistryError, match=r"busy \(status 503\), 6 times; try again later"):
        fetch(desk, pages, clock)

    assert clock.naps == [2.0, 4.0, 8.0, 16.0, 32.0]
    assert clock.told == [
        f"the registry is busy (status 503): asks again in {wait:g} seconds" for wait in clock.naps
    ]
    assert len(desk.asked) == 6


def test_a_wait_that_is_too_long_is_told_instead(desk: Desk, pages: KeptPages):
    desk.always = Fault(429, {"Retry-After": "3600"})
    clock = Clock()

    with pytest.raises(RegistryError, match="asks to wait 3600 seconds; try again then"):
        fetch(desk, pages, clock)

    assert clock.naps == []


BROKEN = {
    "404": (Fault(404), "status 404"),
    "400 on the first page": (Fault(400), "does not take the question"),
    "a web page": (Fault(body=b"<html>maintenance</html>"), "is not JSON"),
    "half of JSON": (Fault(body=b'{"studies": ['), "is not JSON"),
    "nested too deep": (Fault(body=b"[" * 200_000), "is not JSON"),
    "nothing": (Fault(body=b""), "is not JSON"),
    "no studies": (Fault(body=b'{"message": "no"}'), "no list of studies"),
    "a list": (Fault(body=b"[]"), "no JSON object"),
    "studies null": (Fault(body=b'{"studies": null}'), "no list of studies"),
    "a study that is text": (Fault(body=b'{"studies": ["x"]}'), "no list of studies"),
    "a token that is a number": (Fault(body=b'{"studies": [], "nextPageToken": 7}'), "no text"),
    "another host": (Fault(302, {"Location": "http://elsewhere.example/"}), "elsewhere.example"),
    "another port": (Fault(301, {"Location": "http://127.0.0.1:9/"}), "127.0.0.1:9"),
    "to nowhere": (Fault(302), "nowhere"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_page_is_an_error_in_a_sentence(desk: Desk, pages: KeptPages, case: str):
    fault, telling = BROKEN[case]
    desk.always = fault

    with pytest.raises(RegistryError, match=telling):
        fetch(desk, pages)

    assert len(desk.asked) == 1
    assert pages.count == 0


def test_a_redirect_within_the_host_is_followed(desk: Desk, pages: KeptPages):
    where = f"/api/v2/studies?pageSize=1000&{'&'.join(f'{k}=x' for k in ('query.term',))}"
    desk.faults = {0: Fault(307, {"Location": where})}

    assert ids(fetch(desk, pages)) == [1, 2, 3, 4, 5]


def test_redirects_in_circles_end(desk: Desk, pages: KeptPages):
    desk.always = Fault(302, {"Location": "/api/v2/studies"})

    with pytest.raises(RegistryError, match="circles"):
        fetch(desk, pages)


def test_tokens_in_circles_end(desk: Desk, pages: KeptPages):
    desk.always = Fault(body=b'{"studies": [], "nextPageToken": "again"}')

    with pytest.raises(RegistryError, match="no end"):
        fetch(desk, pages)


def test_a_page_has_a_bound(desk: Desk, pages: KeptPages):
    with pytest.raises(RegistryError, match="more than 1,000 bytes"):
        fetch(desk, pages, most_bytes=1000)


def test_a_registry_that_is_not_there(pages: KeptPages):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        desk = Desk(url=f"http://127.0.0.1:{free.getsockname()[1]}")

    with pytest.raises(RegistryError, match="cannot be reached, 6 times"):
        fetch(desk, pages)


def test_no_address(pages: KeptPages):
    with pytest.raises(RegistryError, match="no web address"):
        fetch(Desk(url="file:///etc/passwd"), pages)


def test_a_second_call_goes_on_after_the_last_page(desk: Desk, pages: KeptPages):
    desk.per_page = 2
    desk.faults = {1: Fault(404)}
    with pytest.raises(RegistryError):
        fetch(desk, pages)
    assert pages.count == 1

    assert ids(fetch(desk, pages)) == [1, 2, 3, 4, 5]
    assert [query.get("pageToken") is None for query in desk.pages] == [True, False, False, False]


def test_a_token_that_is_no_longer_taken_begins_anew_once(desk: Desk, pages: KeptPages):
    desk.per_page = 2
    desk.faults = {1: Fault(404)}
    with pytest.raises(RegistryError):
        fetch(desk, pages)
    desk.expired = {desk.pages[1]["pageToken"]}
    desk.before = lambda number: desk.expired.clear() if number == 3 else None

    assert ids(fetch(desk, pages)) == [1, 2, 3, 4, 5]


def test_a_kept_page_that_is_damaged_is_asked_for_again(desk: Desk, pages: KeptPages):
    fetch(desk, pages)
    next(pages.folder.glob("page*")).write_bytes(b"x")

    assert ids(fetch(desk, pages)) == [1, 2, 3, 4, 5]


def test_a_whole_download_is_not_asked_for_again(desk: Desk, pages: KeptPages):
    fetch(desk, pages)
    asked = len(desk.asked)

    assert ids(fetch(desk, pages)) == [1, 2, 3, 4, 5]
    assert len(desk.asked) == asked


def test_a_token_with_another_question_is_refused_by_the_desk(desk: Desk):
    """The desk of these tests behaves as the specification says; else they would prove nothing."""
    desk.per_page = 2
    token = desk.answer("/studies", {"query.term": "A"})[1]["nextPageToken"]

    assert desk.answer("/studies", {"query.term": "A", "pageToken": token})[0] == 200
    assert desk.answer("/studies", {"query.term": "B", "pageToken": token})[0] == 400


def test_the_headers_tell_no_more_than_our_name(desk: Desk, pages: KeptPages):
    fetch(desk, pages)
    headers = desk.asked[0][3]

    assert set(headers) == {"Host", "User-Agent", "Accept-Encoding", "Accept", "Connection"}
    assert headers["User-Agent"].startswith("oncomatch/")
    assert socket.gethostname() not in " ".join(headers.values())


def test_no_other_host_is_contacted(desk: Desk, pages: KeptPages, monkeypatch: pytest.MonkeyPatch):
    connect, contacted = socket.socket.connect, set()

    def watched(self: socket.socket, address: Any) -> None:
        contacted.add(address)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", watched)
    fetch(desk, pages)

    host, port = urlsplit(desk.url).netloc.split(":")
    assert contacted == {(host, int(port))}


class TestVersion:
    def test_it_is_the_day_of_the_data(self, desk: Desk):
        version = Registry(Clock().session(), desk.url).version()

        assert version is not None
        assert version.timestamp == "2026-11-20T09:00:06"

    def test_it_is_none_where_the_etag_is_still_the_same(self, desk: Desk):
        desk.etag = '"abc"'
        registry = Registry(Clock().session(), desk.url)
        first = registry.version()

        assert first is not None
        assert registry.version(first.etag) is None

    @pytest.mark.parametrize(
        "body", [b"{}", b'{"dataTimestamp": 7}', b'{"dataTimestamp": "../x"}', b"[]", b"no"]
    )
    def test_one_without_a_date_is_an_error(self, desk: Desk, body: bytes):
        desk.always = Fault(body=body)

        with pytest.raises(RegistryError):
            Registry(Clock().session(), desk.url).version()
