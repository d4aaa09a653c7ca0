"""Make a reference bundle of the user's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import InputError
from oncomatch.reference.bundle import open_reference
from oncomatch.reference.single_build import REFUSED, BuildSummary, build_bundle


def build_reference(
    gff: Path,
    fasta: Path,
    folder: Path,
    build: str,
    margin: int,
    pieces: bool,
    progress: Callable[[str], None],
) -> list[str]:
    """Write a bundle of one build; return lines that say what is in it and what is not.

    Raises:
        InputError: the build is not known, or a file cannot be used.
    """
    try:
        parsed = GenomeBuild.parse(build)
    except ValueError as error:
        raise InputError(f"--build: {error}") from error
    bundled = open_reference()
    summary = build_bundle(
        gff, fasta, folder, parsed, bundled, margin=margin, pieces=pieces, progress=progress
    )
    return list(_sentences(summary, folder))


def _sentences(summary: BuildSummary, folder: Path) -> list[str]:
    left_out = sum(count for _, count in summary.left_out)
    refused = sum(count for _, count in summary.refused)
    lines = [
        f"genes        {summary.genes}",
        f"transcripts  {summary.transcripts}",
        f"not coding   {left_out} transcripts left out",
        f"refused      {refused} transcripts, listed in {folder / REFUSED}",
    ]
    lines += [f"  {count:>7}  {reason}" for reason, count in summary.refused]
    lines.append(f"bundle       {folder}")
    return lines
