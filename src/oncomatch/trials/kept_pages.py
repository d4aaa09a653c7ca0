"""Pages of a registry kept beside the snapshot, so that a broken download goes on."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PLAN = "plan.json"


def fingerprint(*parts: object) -> str:
    """Return a short name of what a download asks for; other questions have other names."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


@dataclass
class KeptPages:
    """The pages of one question, numbered from 0; `folder` is there when the first is kept."""

    folder: Path

    @property
    def count(self) -> int:
        """How many pages are kept without a gap."""
        number = 0
        while self._path(number).is_file():
            number += 1
        return number

    def keep(self, body: bytes) -> None:
        """Keep the next page, whole or not at all."""
        path = self._path(self.count)
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.part")
        beside.write_bytes(gzip.compress(body, compresslevel=1, mtime=0))
        beside.replace(path)

    def read(self, number: int) -> bytes:
        """Return a page."""
        return gzip.decompress(self._path(number).read_bytes())

    def clear(self) -> None:
        """Forget all pages."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, number: int) -> Path:
        return self.folder / f"page{number + 1:05}.json.gz"


class DownloadState:
    """What a broken download left: its plan, and the pages of each of its questions."""

    def __init__(self, folder: Path):
        self.folder = folder

    def begin(self, plan: str) -> bool:
        """Begin or go on with a plan; return whether pages of it are there. Others are dropped."""
        path = self.folder / PLAN
        try:
            same = path.read_text(encoding="utf-8") == plan
        except (OSError, ValueError):
            same = False
        if not same:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
            path.write_text(plan, encoding="utf-8")
        return same and any(self.folder.glob("*/page*"))

    def pages(self, question: Sequence[object]) -> KeptPages:
        """Return the pages of a question."""
        return KeptPages(self.folder / fingerprint(question))

    def clear(self) -> None:
        """Forget all."""
        shutil.rmtree(self.folder, ignore_errors=True)
