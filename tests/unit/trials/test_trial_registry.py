"""The registry client against a server on this machine: what it asks, what it says on errors."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from oncomatch.domain.trial import OPEN
from oncomatch.errors import RegistryError
from oncomatch.trials import registry
from oncomatch.trials.registry import fetch_studies


@dataclass
class Answer:
    """What the server says; `length` is the length that it promises."""

    body: bytes = b'{"studies": []}'
    status: int = 200
    length: int | None = None
    slow: bool = False


@dataclass
class Desk:
    """A registry: it gives its answers one after the other and keeps what it was asked."""

    answers: list[Answer]
    url: str = ""
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    desk = Desk([Answer()])

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            answer = desk.answers[min(len(desk.asked), len(desk.answers) - 1)]
            desk.asked.append(parse_qs(address.query))
            desk.paths.append(address.path)
            desk.headers.append(dict(self.headers))
            if answer.slow:
                desk.closing.wait(5)
                return
            self.send_response(answer.status)
            length = len(answer.body) if answer.length is None else answer.length
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        desk.url = f"http://127.0.0.1:{server.server_port}/api/v2"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield desk
        desk.closing.set()
        server.shutdown()
        thread.join()


def page(*studies: object, **more: object) -> Answer:
    return Answer(json.dumps({"studies": list(studies), **more}).encode())


def fetch(desk: Desk, *genes: str) -> list[dict[str, Any]]:
    return list(fetch_studies(genes or ("KRAS",), desk.url))


def test_one_page(desk: Desk):
    desk.answers = [page({"id": 1}, {"id": 2})]

    assert fetch(desk) == [{"id": 1}, {"id": 2}]
    assert desk.paths == ["/api/v2/studies"]


def test_no_studies(desk: Desk):
    assert fetch(desk) == []


def test_the_question(desk: Desk):
    """All of the query: gene names, open statuses, modules. Nothing about a patient."""
    fetch(desk, "KRAS", "HER2")

    (question,) = desk.asked
    assert {key: value[0] for key, value in question.items() if key != "fields"} == {
        "query.term": "KRAS OR HER2",
        "filter.overallStatus": "RECRUITING,NOT_YET_RECRUITING,ENROLLING_BY_INVITATION",
        "pageSize": "1000",
    }


def test_the_statuses_are_those_of_open_trials(desk: Desk):
    fetch(desk)

    asked = desk.asked[0]["filter.overallStatus"][0].split(",")
    assert sorted(asked) == sorted(status.value for status in OPEN[:3])


def test_the_modules_that_are_read_are_asked_for(desk: Desk):
    """Those that `read_study` looks into; a module that is not asked for comes back as absent."""
    fetch(desk)

    assert set(desk.asked[0]["fields"][0].split("|")) == {
        *(
            f"protocolSection.{name}Module"
            for name in (
                "identification",
                "status",
                "conditions",
                "design",
                "eligibility",
                "contactsLocations",
            )
        ),
        "derivedSection",
    }


def test_the_headers_tell_no_more_than_the_library(desk: Desk):
    fetch(desk)

    assert set(desk.headers[0]) == {
        "Host",
        "User-Agent",
        "Accept-Encoding",
        "Accept",
        "Connection",
    }
    assert socket.gethostname() not in " ".join(desk.headers[0].values())


def test_no_other_host_is_contacted(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    connect, contacted = socket.socket.connect, set()

    def watched(self: socket.socket, address: Any) -> None:
        contacted.add(address)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", watched)
    desk.answers = [page({"id": 1}, nextPageToken="t"), page({"id": 2})]
    fetch(desk)

    host, port = urlsplit(desk.url).netloc.split(":")
    assert contacted == {(host, int(port))}


def test_nothing_is_asked_before_studies_are_wanted(desk: Desk):
    studies = fetch_studies(["KRAS"], desk.url)

    assert desk.asked == []
    assert list(studies) == []
    assert len(desk.asked) == 1


def test_pages_are_followed_to_the_last(desk: Desk):
    """A page may be empty and not the last; the token alone says so (API v2)."""
    desk.answers = [
        page({"id": 1}, nextPageToken="one"),
        page(nextPageToken="two"),
        page({"id": 2}, {"id": 3}),
    ]

    assert fetch(desk) == [{"id": 1}, {"id": 2}, {"id": 3}]
    assert [question.get("pageToken") for question in desk.asked] == [None, ["one"], ["two"]]


def test_the_question_stays_the_same_from_page_to_page(desk: Desk):
    """The API asks for it."""
    desk.answers = [page(nextPageToken="one"), page()]
    fetch(desk)

    first, second = desk.asked
    assert second == {**first, "pageToken": ["one"]}


BROKEN = {
    "404": (Answer(b"no", 404), "404 Client Error"),
    "429": (Answer(b"slow down", 429), "429 Client Error"),
    "500": (Answer(b"oops", 500), "500 Server Error"),
    "a web page": (Answer(b"<html>maintenance</html>"), "Expecting value"),
    "nothing": (Answer(b""), "Expecting value"),
    "no studies": (Answer(b'{"message": "no"}'), "'studies'"),
    "a list": (Answer(b"[]"), ""),
    "text": (Answer(b'"studies"'), ""),
    "studies null": (Answer(b'{"studies": null}'), ""),
    "broken off": (Answer(b'{"studies": [', length=1000), ""),
}


@pytest.mark.parametrize("case", BROKEN)
def test_an_answer_without_studies_is_an_error_in_a_sentence(desk: Desk, case: str):
    answer, telling = BROKEN[case]
    desk.answers = [answer]

    with pytest.raises(RegistryError) as caught:
        fetch(desk)

    sentence = str(caught.value)
    assert re.fullmatch(
        rf"{re.escape(desk.url)}: did not answer with studies \(.*"
        rf"{re.escape(telling)}.*\); the snapshot is unchanged",
        sentence,
    ), sentence


def test_a_slow_registry_is_given_up(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(registry, "_TIMEOUT_SECONDS", 0.1)
    desk.answers = [Answer(slow=True)]

    with pytest.raises(RegistryError, match=r"timed out.*; the snapshot is unchanged$"):
        fetch(desk)


def test_a_limit_of_time_is_set():
    assert 0 < registry._TIMEOUT_SECONDS <= 120


def test_no_registry_there():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"

    with pytest.raises(RegistryError, match=f"^{re.escape(url)}: did not answer with studies"):
        list(fetch_studies(["KRAS"], url))


def test_a_later_page_that_fails_is_an_error_not_an_end(desk: Desk):
    """Half of the open trials looks like all of them."""
    desk.answers = [page({"id": 1}, nextPageToken="one"), Answer(b"oops", 500)]

    with pytest.raises(RegistryError, match="500 Server Error"):
        fetch(desk)


def test_the_registry_is_clinicaltrials_gov_over_tls():
    assert registry.BASE_URL == "https://clinicaltrials.gov/api/v2"
