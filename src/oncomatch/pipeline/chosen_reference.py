"""The reference bundle that the configuration chooses, and how the record names it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.record import ResourceFile
from oncomatch.errors import InputError
from oncomatch.readers.config import Config
from oncomatch.reference.bundle import Reference, open_reference
from oncomatch.reference.manifest import checksum, read_manifest
from oncomatch.reference.origin import NAME, read_origin


def open_chosen(folder: str, build: GenomeBuild) -> Reference:
    """Return the bundle in `folder`, the bundled one if empty.

    Raises:
        ResourceError: there is no bundle in the folder.
        InputError: the bundle does not have the build.
    """
    if not folder:
        return open_reference()
    origin = read_origin(Path(folder))
    if build is not origin.build:
        raise InputError(
            f"the reference {folder} is of {origin.build.value}, the case of {build.value}: make "
            f"one of {build.value} with oncomatch reference build, or leave --reference out"
        )
    return open_reference(Path(folder).resolve())


def with_reference(config: Config, folder: Path | None) -> Config:
    """Return the configuration with a bundle in the place of its own, unchanged without one.

    Raises:
        ResourceError: the folder that is chosen then is no bundle.
    """
    chosen = replace(config, reference=str(folder)) if folder else config
    if chosen.reference:
        read_origin(Path(chosen.reference))
    return chosen


def resources_with(folder: str) -> tuple[ResourceFile, ...]:
    """Return the tables that a record is made with: those of the manifest, sorted.

    A bundle of the user's own stands in the place of the bundled reference, by the name of its
    folder, what it was made from, and the checksum of `origin.json`, which has that of each table.
    """
    bundled = _bundled()
    if not folder:
        return bundled
    origin = read_origin(Path(folder))
    own = ResourceFile(
        f"reference of your own: {Path(folder).resolve().name}/{NAME}",
        f"{origin.build.value}; {origin.gff.name}; {origin.fasta.name}",
        checksum(Path(folder) / NAME),
    )
    return (own, *(each for each in bundled if not each.file.startswith("reference/")))


@cache
def _bundled() -> tuple[ResourceFile, ...]:
    """Return the bundled tables; they are read once a process, and so is what names them."""
    return tuple(ResourceFile(each.file, each.release, each.sha256) for each in read_manifest())
