"""The files and folders that a configuration names, for a run that works in another folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from oncomatch.readers.config import Config

PATH_KEYS = (
    "reference",
    "knowledge",
    "population.grch37",
    "population.grch38",
    "vep.cache",
    "vep.fasta_grch37",
    "vep.fasta_grch38",
    "snpeff.data",
    "signatures.catalogue",
    "genome.grch37",
    "genome.grch38",
    "trials.snapshot",
    "house.logo",
    "house.templates",
)
"""The keys whose value is a path, but for `cases` and `output`, which a run is given apart."""


def absolute_paths(config: Config) -> dict[str, Any]:
    """Return the paths that are given, from the root, in the nesting of the configuration.

    A relative path counts from the working folder, as it does on a command line.
    """
    found: dict[str, Any] = {}
    for key in PATH_KEYS:
        section, _, name = key.rpartition(".")
        given = getattr(getattr(config, section) if section else config, name)
        if given:
            place = found.setdefault(section, {}) if section else found
            place[name] = str(Path(given).resolve())
    return found
