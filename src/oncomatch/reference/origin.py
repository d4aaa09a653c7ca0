"""What a bundle of the user's own was made from: `origin.json` beside its tables."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import ResourceError

NAME = "origin.json"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that went in: its name without folder and the SHA-256 of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class BundleOrigin:
    """The sources, size and table checksums of a bundle of one build.

    `margin` is in bases. `files` has the SHA-256 of each table by name, so that the checksum of
    `origin.json` stands for the whole bundle.
    """

    build: GenomeBuild
    gff: SourceFile
    fasta: SourceFile
    margin: int
    genes: int
    transcripts: int
    refused: int
    files: dict[str, str]


def write_origin(folder: Path, origin: BundleOrigin) -> None:
    """Write `origin.json`; the same bundle gives the same bytes."""
    values = {**asdict(origin), "build": origin.build.value}
    text = json.dumps(values, indent=1, sort_keys=True)
    (folder / NAME).write_text(f"{text}\n", encoding="utf-8")


def read_origin(folder: Path) -> BundleOrigin:
    """Return what a bundle was made from.

    Raises:
        ResourceError: `origin.json` is absent or not as it was written.
    """
    path = folder / NAME
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return BundleOrigin(
            **{
                **values,
                "build": GenomeBuild(values["build"]),
                "gff": SourceFile(**values["gff"]),
                "fasta": SourceFile(**values["fasta"]),
            }
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ResourceError(
            f"{folder} is not a reference bundle: {NAME} is absent or damaged; "
            f"make it with oncomatch reference build"
        ) from error
