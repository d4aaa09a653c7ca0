"""The house style that a configuration asks for, with the files that it names."""

from __future__ import annotations

from dataclasses import dataclass

from oncomatch.domain.house import HouseStyle


@dataclass(frozen=True, slots=True)
class HouseSettings:
    """The keys `house.…` of a configuration; paths are as written."""

    name: str = ""
    address: tuple[str, ...] = ()
    disclaimer: str = ""
    language: str = "en"


def read_house(settings: HouseSettings) -> HouseStyle:
    """Return the house style of a configuration."""
    return HouseStyle(
        name=settings.name,
        address=settings.address,
        disclaimer=settings.disclaimer,
        language=settings.language,
    )
