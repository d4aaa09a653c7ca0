"""A registry on this machine that behaves as the specification of API v2 says."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from oncomatch.trials.polite_http import Manners, PoliteSession

TIMESTAMP = "2026-11-20T09:00:06"


@dataclass
class Fault:
    """What the desk says instead of an answer; `body` with a false `length` is cut off."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    length: int | None = None
    silent: bool = False


@dataclass
class Desk:
    """Studies, given out page by page; faults come by the number of the request, from 0."""

    studies: list[dict[str, Any]] = field(default_factory=list)
    per_page: int = 1000
    timestamp: str = TIMESTAMP
    etag: str = ""
    faults: dict[int, Fault] = field(default_factory=dict)
    always: Fault | None = None
    ctis: dict[str, dict[str, Any]] = field(default_factory=dict)
    expired: set[str] = field(default_factory=set)
    url: str = ""
    asked: list[tuple[str, str, dict[str, str], dict[str, str], bytes]] = field(
        default_factory=list
    )
    before: Callable[[int], object] = lambda number: None

    @property
    def pages(self) -> list[dict[str, str]]:
        """The questions for pages."""
        return [query for _, path, query, _, _ in self.asked if path.endswith("/studies")]

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Answer as the specification says."""
        if path.endswith("/version"):
            return 200, {"apiVersion": "2.0.5", "dataTimestamp": self.timestamp}
        if "/retrieve/" in path:
            record = self.ctis.get(path.rsplit("/", 1)[1])
            return (200, record) if record else (404, {})
        size = min(int(query.get("pageSize", "10")) or 10, 1000, self.per_page)
        stable = {k: v for k, v in query.items() if k not in ("pageToken", "pageSize")}
        name = json.dumps(stable, sort_keys=True)
        start = 0
        if "pageToken" in query:
            token = json.loads(bytes.fromhex(query["pageToken"]))
            if token["of"] != name or query["pageToken"] in self.expired:
                return 400, {"error": "the token is of another question"}
            start = token["at"]
        page: dict[str, Any] = {"studies": self.studies[start : start + size]}
        if start + size < len(self.studies):
            token = json.dumps({"of": name, "at": start + size}).encode().hex()
            page["nextPageToken"] = token
        return 200, page


def _handler(desk: Desk) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            number = len(desk.asked)
            query = dict(parse_qsl(address.query))
            desk.asked.append((self.command, address.path, query, dict(self.headers), body))
            desk.before(number)
            fault = desk.faults.get(number, desk.always)
            if fault is not None and fault.silent:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if fault is not None:
                self._say(fault.status, fault.headers, fault.body, fault.length)
                return
            if desk.etag and self.headers.get("If-None-Match") == desk.etag:
                self._say(304, {"ETag": desk.etag}, b"", None)
                return
            if address.path.endswith("/search"):
                hits = [{"ctNumber": number} for number in desk.ctis]
                status, answer = 200, {"data": hits, "pagination": {"nextPage": False}}
            else:
                status, answer = desk.answer(address.path, query)
            tag = {"ETag": desk.etag} if desk.etag else {}
            self._say(status, tag, json.dumps(answer).encode(), None)

        def do_POST(self) -> None:
            self.do_GET()

        def _say(
            self, status: int, headers: dict[str, str], body: bytes, length: int | None
        ) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body) if length is None else length))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    return Handler


@contextmanager
def open_desk(desk: Desk) -> Iterator[Desk]:
    """Serve a desk over loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(desk)) as server:
        desk.url = f"http://127.0.0.1:{server.server_port}/api/v2"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield desk
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Clock:
    """A clock that only sleeping moves, with all naps in `naps`; `told` is what was said."""

    now: float = 0.0
    naps: list[float] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        """Sleep."""
        self.naps.append(seconds)
        self.now += seconds

    def session(self, **manners: Any) -> PoliteSession:
        """Return a session by this clock."""
        return PoliteSession(Manners(**manners), self.sleep, lambda: self.now, self.told.append)


def study(nct_id: str, gene: str = "KRAS", change: str = "G12C", **site: Any) -> dict[str, Any]:
    """Return an invented open study that asks for a change."""
    title = f"Xotinib in Non-small Cell Lung Cancer With {gene} {change} Mutation"
    location = {"country": "Utopia", "city": "Anycity", "status": "RECRUITING", **site}
    return {
        "protocolSection": {
            "identificationModule": {"nctId": nct_id, "briefTitle": title},
            "statusModule": {"overallStatus": "RECRUITING"},
            "conditionsModule": {"conditions": ["Non-small Cell Lung Cancer"]},
            "designModule": {
                "phases": ["PHASE2"],
                "designInfo": {"primaryPurpose": "TREATMENT"},
            },
            "eligibilityModule": {
                "eligibilityCriteria": f"Inclusion Criteria:\n\n* {gene} {change} mutation\n",
                "sex": "ALL",
            },
            "contactsLocationsModule": {"locations": [location]},
        },
        "derivedSection": {"miscInfoModule": {"versionHolder": "2026-11-20"}},
    }
