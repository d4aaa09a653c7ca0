"""Ask a registry politely: slowly, patiently, within bounds, and no other host.

Nothing but the address, the question and our name and version is sent.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from oncomatch import __version__
from oncomatch.errors import RegistryError

USER_AGENT = f"oncomatch/{__version__}"
_CHUNK = 1 << 16
_BUSY = {429, 500, 502, 503, 504}
_MOVED = {301, 302, 303, 307, 308}
_MOST_MOVES = 3


@dataclass(frozen=True, slots=True)
class Manners:
    """How a registry is asked; seconds and bytes.

    `pause` lies between two requests (the registry's robots.txt asks for one second). After a
    busy or broken answer the waits are `first_wait`, then double, none longer than
    `longest_wait`; so is the wait that the registry asks for itself (Retry-After). They hold no
    chance, so that a run can be repeated.
    """

    pause: float = 1.0
    attempts: int = 6
    first_wait: float = 2.0
    longest_wait: float = 120.0
    connect_seconds: float = 10.0
    read_seconds: float = 120.0
    whole_seconds: float = 900.0
    most_bytes: int = 300_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a registry said: the status (200, 304 or 400), the body, and its ETag, empty if none."""

    status: int
    body: bytes
    etag: str = ""


class _AgainError(Exception):
    """The answer was busy or broke off; `wait` is what the registry asks for, in seconds."""

    def __init__(self, reason: str, wait: float | None = None):
        self.reason, self.wait = reason, wait
        super().__init__(reason)


class PoliteSession:
    """One conversation with a registry; `sleep` and `clock` are for tests.

    `tell` gets a line before each wait.
    """

    def __init__(
        self,
        manners: Manners | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        tell: Callable[[str], None] = lambda words: None,
    ):
        self._manners, self._tell = manners or Manners(), tell
        self._sleep, self._clock = sleep, clock
        self._last: float | None = None
        self._session: Any = None

    def get(self, url: str, query: Mapping[str, str], etag: str = "") -> Answer:
        """Return the answer to a question; 304 where it is still that with the ETag.

        Raises:
            RegistryError: no address, no answer after all attempts, another status than 200, 304
                or 400, a redirect to another host, too much or too slow.
        """
        headers = {"If-None-Match": etag} if etag else {}
        return self._ask("GET", url, {"params": dict(query)}, headers)

    def post(self, url: str, document: object) -> Answer:
        """Return the answer to a JSON document; errors as `get`."""
        body = json.dumps(document).encode()
        return self._ask("POST", url, {"data": body}, {"Content-Type": "application/json"})

    def _ask(self, method: str, url: str, parts: dict[str, Any], headers: dict[str, str]) -> Answer:
        if not url.startswith(("https://", "http://")):
            raise RegistryError(f"{url!r} is no web address; begin it with https://")
        wait = self._manners.first_wait
        for attempt in range(1, self._manners.attempts + 1):
            try:
                return self._once(method, url, parts, headers)
            except _AgainError as again:
                if attempt == self._manners.attempts:
                    raise RegistryError(
                        f"{url}: {again.reason}, {attempt} times; try again later"
                    ) from again
                asked = wait if again.wait is None else again.wait
                if asked > self._manners.longest_wait:
                    raise RegistryError(
                        f"{url}: {again.reason} and asks to wait {asked:g} seconds; try again then"
                    ) from again
                self._tell(f"{again.reason}: asks again in {asked:g} seconds")
                self._sleep(asked)
                wait = min(2 * wait, self._manners.longest_wait)
        raise AssertionError("there is at least one attempt")

    def _once(
        self, method: str, url: str, parts: dict[str, Any], headers: dict[str, str]
    ) -> Answer:
        """Ask once, following redirects within the host."""
        import requests  # four tenths of a second that only a download needs

        if self._session is None:
            self._session = requests.Session()
        manners, where = self._manners, url
        deadline = self._clock() + manners.whole_seconds
        try:
            for _ in range(_MOST_MOVES + 1):
                self._keep_pace()
                with self._session.request(
                    method,
                    where,
                    **parts,
                    headers={
                        "User-Agent": USER_AGENT,
                        "Accept": "application/json",
                        "Accept-Encoding": "gzip",
                        **headers,
                    },
                    timeout=(manners.connect_seconds, manners.read_seconds),
                    stream=True,
                    allow_redirects=False,
                ) as answer:
                    if answer.status_code not in _MOVED:
                        return self._read(url, answer, deadline)
                    where = _within(where, answer.headers.get("Location", ""))
                    parts = {**parts, "params": None}
            raise RegistryError(f"{url}: leads in circles; nothing was taken")
        except requests.RequestException as error:
            raise _AgainError(_reason(error)) from error

    def _keep_pace(self) -> None:
        now = self._clock()
        if self._last is not None and now - self._last < self._manners.pause:
            self._sleep(self._manners.pause - (now - self._last))
        self._last = self._clock()

    def _read(self, url: str, answer: Any, deadline: float) -> Answer:
        if answer.status_code in _BUSY:
            raise _AgainError(
                f"the registry is busy (status {answer.status_code})",
                _wait_of(answer.headers.get("Retry-After", "")),
            )
        if answer.status_code not in (200, 304, 400):
            raise RegistryError(f"{url}: the registry answered with status {answer.status_code}")
        body = bytearray()
        for chunk in answer.iter_content(_CHUNK):
            body += chunk
            if len(body) > self._manners.most_bytes:
                raise RegistryError(
                    f"{url}: sends more than {self._manners.most_bytes:,} bytes for one page"
                )
            if self._clock() > deadline:
                raise RegistryError(
                    f"{url}: takes longer than {self._manners.whole_seconds:g} seconds for one "
                    f"page; try again later"
                )
        return Answer(answer.status_code, bytes(body), answer.headers.get("ETag", ""))


def _within(where: str, location: str) -> str:
    """Return where a redirect leads; it has to stay on the host, and as secret as it was."""
    target = urljoin(where, location)
    old, new = urlsplit(where), urlsplit(target)
    if not location or (old.scheme, old.netloc) != (new.scheme, new.netloc):
        said = new.netloc if location else "nowhere"
        raise RegistryError(f"{where}: leads to another place ({said}); nothing was taken")
    return target


def _wait_of(header: str) -> float | None:
    """Return the seconds of a Retry-After header, a number or a date; None where it has none.

    >>> _wait_of("7"), _wait_of("soon")
    (7.0, None)
    """
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _reason(error: Exception) -> str:
    """Return what went wrong in a few words; the library's own are long and hold addresses."""
    name = type(error).__name__
    if "Timeout" in name or "timed out" in str(error):
        return "no answer in time"
    if name in ("ChunkedEncodingError", "ContentDecodingError"):
        return "the answer broke off"
    return "cannot be reached"
