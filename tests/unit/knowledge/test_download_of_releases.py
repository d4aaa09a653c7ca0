"""A release is fetched whole or not at all, from a server that answers as CIViC's does."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from oncomatch.errors import RegistryError
from oncomatch.knowledge.importers.download import USER_AGENT, _check_answer, download

TABLE = b"molecular_profile\tdisease\n" + b"EGFR L858R\tLung Adenocarcinoma\n" * 5000


class Handler(BaseHTTPRequestHandler):
    """Answers by path; remembers the headers that it was sent."""

    seen: list[dict[str, str]]

    def do_GET(self) -> None:
        self.seen.append(dict(self.headers))
        if self.path == "/table":
            self.answer(200, TABLE)
        elif self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/table")
            self.end_headers()
        elif self.path == "/circle":
            self.send_response(302)
            self.send_header("Location", "/circle")
            self.end_headers()
        elif self.path == "/gzip":
            self.answer(200, gzip.compress(TABLE), "Content-Encoding", "gzip")
        elif self.path == "/damaged":
            self.answer(200, b"not gzip", "Content-Encoding", "gzip")
        elif self.path == "/page":
            self.answer(200, b"<!doctype html>", "Content-Type", "text/html; charset=utf-8")
        elif self.path == "/empty":
            self.answer(200, b"")
        elif self.path == "/truncated":
            self.send_response(200)
            self.send_header("Content-Length", str(len(TABLE)))
            self.end_headers()
            self.wfile.write(TABLE[:1000])
        elif self.path == "/slow":
            time.sleep(0.5)
        elif self.path == "/busy":
            self.answer(503, b"later")
        else:
            self.answer(404, b"")

    def answer(self, status: int, body: bytes, *header: str) -> None:
        """Send a whole answer."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if header:
            self.send_header(*header)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Return the address of a server of this machine."""
    Handler.seen = []
    served = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{served.server_address[1]}"
    served.shutdown()
    served.server_close()
    thread.join()


@pytest.mark.parametrize("way", ["table", "moved", "gzip"])
def test_the_table_arrives_with_its_checksum(server: str, tmp_path: Path, way: str) -> None:
    fetched = download(f"{server}/{way}", tmp_path / "civic.tsv")

    assert fetched.path.read_bytes() == TABLE
    assert fetched.size == len(TABLE)
    assert fetched.sha256 == hashlib.sha256(TABLE).hexdigest()
    assert fetched.url == f"{server}/{'table' if way == 'moved' else way}"


def test_nothing_is_sent_but_our_name(server: str, tmp_path: Path) -> None:
    download(f"{server}/table", tmp_path / "civic.tsv")

    assert Handler.seen[-1]["User-Agent"] == USER_AGENT
    assert set(Handler.seen[-1]) == {
        "Host", "User-Agent", "Accept-Encoding", "Accept", "Connection",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("absent", "there is no such file; check the release"),
        ("busy", "the server answered 503"),
        ("page", "is a web page, not a table"),
        ("empty", "the answer is empty"),
        ("truncated", "the answer broke off; try again later"),
        ("damaged", "the answer broke off"),
        ("circle", "leads in circles"),
    ],
)
def test_a_bad_answer_leaves_nothing_behind(
    server: str, tmp_path: Path, path: str, message: str
) -> None:
    kept = tmp_path / "civic.tsv"
    kept.write_text("what was there")

    with pytest.raises(RegistryError, match=message):
        download(f"{server}/{path}", kept)

    assert kept.read_text() == "what was there"
    assert list(tmp_path.iterdir()) == [kept]


def test_too_much_is_refused(server: str, tmp_path: Path) -> None:
    """The bound counts what is unpacked: a small answer may be a big file."""
    with pytest.raises(RegistryError, match="sends more than 1,000 bytes"):
        download(f"{server}/gzip", tmp_path / "civic.tsv", most_bytes=1000)

    assert list(tmp_path.iterdir()) == []


def test_a_silent_server_is_given_up(server: str, tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="no answer in time"):
        download(f"{server}/slow", tmp_path / "civic.tsv", read_seconds=0.1)


def test_a_whole_that_takes_too_long_is_given_up(server: str, tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="takes longer than 0 seconds"):
        download(f"{server}/table", tmp_path / "civic.tsv", whole_seconds=0)


def test_an_address_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="is no web address; begin it with https"):
        download("file:///etc/hosts", tmp_path / "civic.tsv")
    with pytest.raises(RegistryError, match="cannot be reached"):
        download("http://127.0.0.1:9/table", tmp_path / "civic.tsv")


def test_encryption_is_not_given_up_on_the_way() -> None:
    with pytest.raises(RegistryError, match="which is not encrypted; nothing was taken"):
        _check_answer("https://civicdb.org/a", "http://civicdb.org/a", 200, {})
