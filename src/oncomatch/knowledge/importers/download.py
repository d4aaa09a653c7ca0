"""Fetch a table of a source: streamed, bounded, written whole or not at all.

Nothing but the address and our name and version is sent.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from oncomatch import __version__
from oncomatch.errors import RegistryError

USER_AGENT = f"oncomatch/{__version__}"
MOST_BYTES = 200_000_000
_CHUNK = 1 << 16
_CONNECT_SECONDS = 10.0
_READ_SECONDS = 60.0
_WHOLE_SECONDS = 900.0


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file that was fetched: where it came from at last, its size and SHA-256."""

    path: Path
    url: str
    size: int
    sha256: str


def download(
    url: str,
    path: Path,
    *,
    most_bytes: int = MOST_BYTES,
    read_seconds: float = _READ_SECONDS,
    whole_seconds: float = _WHOLE_SECONDS,
) -> Downloaded:
    """Fetch `url` into `path`; a compressed answer is unpacked.

    The bound counts unpacked bytes. Redirects are followed, but not from https to http.

    Raises:
        RegistryError: no such address, no answer, an answer of another status than 200, a page
            instead of a table, too much, too slow, or less than was announced.
    """
    import requests

    if not url.startswith(("https://", "http://")):
        raise RegistryError(f"{url!r} is no web address; begin it with https://")
    beside = path.with_name(f".{path.name}.part")
    deadline = time.monotonic() + whole_seconds
    try:
        with requests.get(
            url,
            stream=True,
            timeout=(_CONNECT_SECONDS, read_seconds),
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"},
        ) as answer:
            _check_answer(url, answer.url, answer.status_code, answer.headers)
            digest, size = hashlib.sha256(), 0
            with beside.open("wb") as out:
                for chunk in answer.iter_content(_CHUNK):
                    size += len(chunk)
                    if size > most_bytes:
                        raise RegistryError(
                            f"{url}: sends more than {most_bytes:,} bytes; is it the right file?"
                        )
                    if time.monotonic() > deadline:
                        raise RegistryError(
                            f"{url}: takes longer than {whole_seconds:g} seconds; try again later, "
                            f"or fetch the file yourself and give it with --file"
                        )
                    digest.update(chunk)
                    out.write(chunk)
            if not size:
                raise RegistryError(f"{url}: the answer is empty; try again later")
            beside.replace(path)
            return Downloaded(path, answer.url, size, digest.hexdigest())
    except requests.RequestException as error:
        raise RegistryError(
            f"{url}: {_reason(error)}; try again later, or fetch the file yourself and give it "
            f"with --file"
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def _check_answer(asked: str, url: str, status: int, headers: Mapping[str, str]) -> None:
    if asked.startswith("https://") and not url.startswith("https://"):
        raise RegistryError(f"{asked}: leads to {url}, which is not encrypted; nothing was taken")
    if status != 200:
        what = "there is no such file" if status == 404 else f"the server answered {status}"
        raise RegistryError(f"{url}: {what}; check the release, or give the address with --url")
    if headers.get("Content-Type", "").startswith("text/html"):
        raise RegistryError(
            f"{url}: is a web page, not a table; check the release, or give the address with --url"
        )


def _reason(error: Exception) -> str:
    """Return what went wrong in a few words; the library's own are long and hold addresses."""
    name = type(error).__name__
    if "Timeout" in name:
        return "no answer in time"
    if name in ("ChunkedEncodingError", "ContentDecodingError"):
        return "the answer broke off"
    if name == "TooManyRedirects":
        return "leads in circles"
    return "cannot be reached"
