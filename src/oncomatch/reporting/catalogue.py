"""The words of the patient page and of the board report by language.

A catalogue is one TOML file, `<kind>.<language>.toml`: those of the package stand in
`reporting/catalogues`, those of a laboratory in its folder of templates. English is the source:
it says which keys there are, and with which {fields}.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Formatter

from oncomatch.errors import ConfigError, InputError

PATIENT, REPORT = "patient", "report"
KINDS = (PATIENT, REPORT)
SOURCE = "en"
FREE, TERMS = "tumour_types", "terms"
"""Groups in which a laboratory may name more: tumour types by code, and words of the software."""

_FOLDER = files("oncomatch.reporting") / "catalogues"
_NAME = re.compile(r"(patient|report)\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})\.toml")
_ONE = "_one"
_MOST_BYTES = 500_000
_MOST_NAMED = 30


def known_languages(kind: str, folder: str = "") -> tuple[str, ...]:
    """Return the languages that have a catalogue here or in a laboratory's folder, sorted."""
    names = [each.name for each in _FOLDER.iterdir()]
    if folder:
        names += [each.name for each in Path(folder).iterdir()]
    found = filter(None, map(_NAME.fullmatch, names))
    return tuple(sorted({each[2] for each in found if each[1] == kind}))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of one language by key (`found.small`)."""

    language: str
    words: Mapping[str, str]

    def say(self, key: str, **fields: object) -> str:
        """Return the words of a key with its fields filled in.

        With a `count` of 1 those of `<key>_one` are taken, where there are such.
        """
        if not fields:
            return self.words[key].format_map(fields)
        one = f"{key}{_ONE}"
        chosen = one if fields.get("count") == 1 and one in self.words else key
        return self.words[chosen].format_map(fields)

    def group(self, name: str) -> Mapping[str, str]:
        """Return the words of a group by their keys in it."""
        start = f"{name}."
        return {
            key.removeprefix(start): each
            for key, each in self.words.items()
            if key.startswith(start)
        }


def open_catalogue(kind: str, language: str, folder: str = "") -> Catalogue:
    """Return the catalogue of a language; words of the folder stand in the place of ours.

    Raises:
        InputError: there is none.
        ConfigError: that of the folder is not TOML, lacks a key, or has one that is not known.
    """
    known = known_languages(kind, folder)
    if language not in known:
        what = "patient page" if kind == PATIENT else "board report"
        raise InputError(
            f"there is no {what} in the language {language!r}; known are {', '.join(known)}"
        )
    path = Path(folder) / f"{kind}.{language}.toml"
    if not folder or not path.is_file():
        return Catalogue(language, _packaged(kind, language))
    ours = _packaged(kind, language) if language in known_languages(kind) else {}
    own = _read_own(path)
    words = {**ours, **own}
    wrong = what_is_wrong(words, _packaged(kind, SOURCE))
    if wrong:
        raise ConfigError(f"house.templates: {path}: {wrong}; see docs/extending.md")
    return Catalogue(language, words)


@cache
def _packaged(kind: str, language: str) -> Mapping[str, str]:
    text = (_FOLDER / f"{kind}.{language}.toml").read_text(encoding="utf-8")
    return {key: str(value) for key, value in _flat(tomllib.loads(text))}


def _flat(groups: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for group, keys in groups.items():
        if not isinstance(keys, Mapping):
            yield group, keys
            continue
        for key, value in keys.items():
            yield f"{group}.{key}", value


def _read_own(path: Path) -> Mapping[str, str]:
    """Return the words of a laboratory's file by key."""
    where = f"house.templates: {path}"
    with path.open("rb") as file:
        content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise ConfigError(f"{where}: is larger than {_MOST_BYTES // 1000} kB; it holds words only")
    try:
        groups = tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise ConfigError(f"{where}: is not UTF-8; save it so") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{where}: is not TOML: {error}") from None
    words: dict[str, str] = {}
    for key, value in _flat(groups):
        if not isinstance(value, str) or not value.strip():
            raise ConfigError(f"{where}: {key}: has no words; write a text in quotes")
        words[key] = value
    return words


def what_is_wrong(words: Mapping[str, str], source: Mapping[str, str]) -> str:
    """Return what keeps words from standing for those of the source; empty if nothing does.

    A key for the number 1 (`…_one`) may be left out or added, as the language asks.
    """
    missing = [key for key in source if key not in words and not key.endswith(_ONE)]
    if missing:
        return f"lacks {_named(missing)}"
    for key, value in words.items():
        plain = key.removesuffix(_ONE)
        like = source.get(key, source.get(plain))
        if like is None and key.startswith((f"{FREE}.", f"{TERMS}.")):
            like = ""
        if like is None:
            return f"{key}: is no key; the English catalogue has them all"
        fields = _fields(value)
        if fields is None:
            return f"{key}: has a brace that is no {{field}}"
        expected = _fields(like)
        if fields != expected and not (plain != key and fields < (expected or set())):
            wanted = ", ".join(f"{{{each}}}" for each in sorted(expected or ())) or "no field"
            return f"{key}: has other fields than the English words, which have {wanted}"
    return ""


def _named(keys: list[str]) -> str:
    more = len(keys) - _MOST_NAMED
    named = ", ".join(keys[:_MOST_NAMED])
    return f"{named} and {more} more" if more > 0 else named


def _fields(words: str) -> set[str] | None:
    """Return the fields of words; None where a brace is not that of a plain {field}."""
    try:
        parts = list(Formatter().parse(words))
    except ValueError:
        return None
    fields = [part for part in parts if part[1] is not None]
    if any(
        not str(name).isidentifier() or spec or conversion for _, name, spec, conversion in fields
    ):
        return None
    return {str(name) for _, name, _, _ in fields}
