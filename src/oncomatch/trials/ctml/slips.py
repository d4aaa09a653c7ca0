"""What a curator's file has that is not as the language asks for, with its place."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

_NEAR = 0.75
_LONGEST = 120


class SlipKind(Enum):
    """What came of a slip."""

    CORRECTED = "read as meant"
    UNREAD = "not read: it stays unknown"
    LIMIT = "beyond what can be checked: it stays unknown"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Slip:
    """One thing to look at: its JSON path, what is wrong, and what to write instead."""

    path: str
    message: str
    kind: SlipKind
    suggestion: str = ""

    def __str__(self) -> str:
        hint = f"; {self.suggestion}" if self.suggestion else ""
        return f"{self.path}: {self.message} ({self.kind.value}){hint}"


@dataclass
class Slips:
    """Collects slips, each once and in the order of the file."""

    found: dict[Slip, None] = field(default_factory=dict)

    def add(self, kind: SlipKind, path: str, message: str, suggestion: str = "") -> None:
        """Note a slip."""
        self.found[Slip(path, message, kind, suggestion)] = None


def shown(value: object) -> str:
    """Return any value of a file on one line, bounded, as a message shows it.

    >>> shown({"a": ["b", 1]})
    '{"a": ["b", 1]}'
    """
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = text.encode("utf-8", "replace").decode("utf-8")
    plain = "".join(letter if letter.isprintable() else " " for letter in text[: 2 * _LONGEST])
    plain = " ".join(plain.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that a misspelt one is nearest to, empty where none is near.

    >>> nearest("High Amplication", ["High Amplification", "Low Amplification"])
    'High Amplification'
    """
    words = {each.lower(): each for each in known}
    wanted = word.strip().lower().replace("-", "_")[:_LONGEST]
    for form in (wanted, wanted.replace("_", " "), wanted.replace(" ", "_")):
        if form in words:
            return words[form]
    found = difflib.get_close_matches(wanted, words, n=1, cutoff=_NEAR)
    return words[found[0]] if found else ""
