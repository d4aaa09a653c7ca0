"""Cells of the knowledge tables, each distinct text read once and its value shared."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from oncomatch.domain.biomarker import Biomarker
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evidence import Direction, Interaction, Regimen, Significance
from oncomatch.domain.provenance import Provenance

pattern = cache(parse_biomarker)
significance = cache(Significance)
direction = cache(Direction)


def pattern_or_none(text: str) -> Biomarker | None:
    """Return the pattern of a text, None for an empty cell."""
    return pattern(text) if text else None


@cache
def several(text: str) -> tuple[str, ...]:
    """Return the parts of a cell of several, without empty ones."""
    return tuple(filter(None, text.split(";")))


@cache
def required(text: str, name: str) -> tuple[str, ...]:
    """Return the parts of a cell that has to have some.

    Raises:
        ValueError: the cell, which stands in the column `name`, or a part of it is empty.
    """
    parts = tuple(text.split(";"))
    if "" in parts:
        raise ValueError(f"`{name}` is empty or has an empty part")
    return parts


@cache
def regimen(therapies: str, interaction: str) -> Regimen:
    """Return the regimen of two cells.

    Raises:
        ValueError: there is no therapy or an empty one, or the interaction is not one.
    """
    return Regimen(required(therapies, "therapies"), Interaction(interaction))


def provenance(row: dict[str, str]) -> Provenance:
    """Return where a row comes from, of its cells by column."""
    return Provenance(
        source=row["source"],
        record_id=row["record_id"],
        release=row["release"],
        citation=row["citation"],
        url=row["url"],
        licence=row["licence"],
    )


@contextmanager
def uncollected() -> Iterator[None]:
    """Read tables without looking for garbage: what is read stays, and looking takes longer."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
