"""The words of the patient page by language: one TOML file each in `reporting/catalogues`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from oncomatch.errors import InputError

_FOLDER = files("oncomatch.reporting") / "catalogues"


def known_languages() -> tuple[str, ...]:
    """Return the languages that have a catalogue, sorted (ISO 639-1)."""
    names = (each.name for each in _FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of one language by key (`found.small`)."""

    language: str
    words: Mapping[str, str]

    def say(self, key: str, **fields: object) -> str:
        """Return the words of a key with its fields filled in.

        With a `count` of 1 those of `<key>_one` are taken, where there are such.
        """
        one = f"{key}_one"
        chosen = one if fields.get("count") == 1 and one in self.words else key
        return self.words[chosen].format_map(fields)


@cache
def open_catalogue(language: str) -> Catalogue:
    """Return the catalogue of a language.

    Raises:
        InputError: there is none.
    """
    known = known_languages()
    if language not in known:
        raise InputError(
            f"there is no patient page in the language {language!r}; known are {', '.join(known)}"
        )
    text = (_FOLDER / f"{language}.toml").read_text(encoding="utf-8")
    groups = tomllib.loads(text)
    words = {
        f"{group}.{key}": value for group, keys in groups.items() for key, value in keys.items()
    }
    return Catalogue(language, words)
