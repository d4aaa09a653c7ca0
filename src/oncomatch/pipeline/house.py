"""The house style of a configuration, checked before anything is drawn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from oncomatch.domain.house import HouseStyle
from oncomatch.errors import ConfigError
from oncomatch.readers.config import Config
from oncomatch.readers.house import read_house
from oncomatch.reporting.files import TEMPLATES


def house_style(config: Config) -> HouseStyle:
    """Return the house style of a configuration.

    Raises:
        ConfigError: its logo or its folder of templates is not usable, or has none that we know.
    """
    style = read_house(config.house)
    own = Path(style.templates)
    if style.templates and not any((own / name).is_file() for name in TEMPLATES):
        raise ConfigError(
            f"house.templates: {own} has none of {', '.join(TEMPLATES)}; a template of yours needs "
            f"the name of the one that it stands for"
        )
    return style


def with_language(config: Config, language: str | None) -> Config:
    """Return a configuration with another language of the patient page, if one is given."""
    if language is None:
        return config
    return replace(config, house=replace(config.house, language=language))


def absolute_paths(config: Config) -> dict[str, str]:
    """Return the paths of the house style from the root, for another folder; those given."""
    paths = {"logo": config.house.logo, "templates": config.house.templates}
    return {key: str(Path(path).resolve()) for key, path in paths.items() if path}
