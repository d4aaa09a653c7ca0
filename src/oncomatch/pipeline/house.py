"""The house style of a configuration, checked before anything is drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from oncomatch.domain.house import HouseStyle
from oncomatch.errors import ConfigError
from oncomatch.readers.config import Config
from oncomatch.readers.house import read_house
from oncomatch.reporting.catalogue import (
    KINDS,
    PATIENT,
    REPORT,
    SOURCE,
    known_languages,
    open_catalogue,
)
from oncomatch.reporting.files import TEMPLATES

MOST_FILES = 500


def house_style(config: Config) -> HouseStyle:
    """Return the house style of a configuration.

    Raises:
        ConfigError: its logo or its folder of templates is not usable, or has none that we know;
            there is no catalogue of its language, or a catalogue of the folder has a slip.
    """
    style = read_house(config.house)
    own = Path(style.templates)
    named = [own / name for name in TEMPLATES]
    languages = {kind: known_languages(kind, style.templates) for kind in KINDS}
    catalogues = [own / f"{kind}.{language}.toml" for kind in KINDS for language in languages[kind]]
    if style.templates and not any(each.is_file() for each in (*named, *catalogues)):
        raise ConfigError(
            f"house.templates: {own} has neither a catalogue (patient.fr.toml) nor one of "
            f"{', '.join(TEMPLATES)}; a template of yours needs the name of the one that it stands "
            f"for"
        )
    return _with_languages(style, languages, config.house.report_language)


def _with_languages(
    style: HouseStyle, languages: Mapping[str, tuple[str, ...]], report_language: str
) -> HouseStyle:
    """Return a style whose languages have catalogues, read once to see that they are whole.

    A language of the patient page alone leaves the board report in English.
    """
    if report_language and report_language not in languages[REPORT]:
        raise ConfigError(_no_catalogue("report_language", report_language, languages[REPORT]))
    known = {*languages[PATIENT], *languages[REPORT]}
    if style.language not in known:
        raise ConfigError(_no_catalogue("language", style.language, sorted(known)))
    if style.report_language not in languages[REPORT]:
        style = replace(style, report_language=SOURCE)
    if style.language in languages[PATIENT]:
        open_catalogue(PATIENT, style.language, style.templates)
    open_catalogue(REPORT, style.report_language, style.templates)
    return style


def _no_catalogue(key: str, language: str, known: Iterable[str]) -> str:
    return (
        f"house.{key}: there is no catalogue of the language {language!r}; known are "
        f"{', '.join(known)}; docs/extending.md tells how to add one"
    )


def with_language(config: Config, language: str | None) -> Config:
    """Return a configuration with another `house.language`, if one is given."""
    if language is None:
        return config
    return replace(config, house=replace(config.house, language=language))


def house_files(config: Config) -> list[str]:
    """Return the files of the house on which reports depend: its logo and all in its folder.

    A template may include any file of the folder; hidden ones are not looked at.

    Raises:
        ConfigError: the folder has more files than templates can have.
    """
    house = config.house
    files = [house.logo] if house.logo else []
    if house.templates:
        folder = Path(house.templates)
        inside = [each for each in folder.rglob("*") if each.is_file() and _is_shown(each, folder)]
        if len(inside) > MOST_FILES:
            raise ConfigError(
                f"house.templates: {folder} has more than {MOST_FILES} files; give a folder with "
                f"your templates alone"
            )
        files += sorted(map(str, inside))
    return files


def _is_shown(path: Path, folder: Path) -> bool:
    return not any(part.startswith(".") for part in path.relative_to(folder).parts)


def house_checksum(config: Config) -> str:
    """Return what changes with any of those files, also when an older one is put in its place."""
    content = hashlib.sha256()
    for path in house_files(config):
        content.update(f"{path} {hashlib.sha256(Path(path).read_bytes()).hexdigest()}\n".encode())
    return content.hexdigest()[:16]
