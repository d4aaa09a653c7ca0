"""The sections of Illumina's TSO500 CombinedVariantOutput: one file for all that the assay saw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from oncomatch.errors import InputError
from oncomatch.readers.lines import printable, read_lines
from oncomatch.readers.table import cells_of

WHAT = "TSO500 CombinedVariantOutput"
ANALYSIS = "[Analysis Details]"
SMALL_VARIANTS = "[Small Variants]"
_SHOWN = 12
_LONGEST = 60
_NOTHING = ("", "NA")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a section: its section, its number from 1, and its cells."""

    section: str
    number: int
    cells: tuple[str, ...]


def is_combined_output(head: Sequence[str]) -> bool:
    """Whether the first lines are those of a CombinedVariantOutput."""
    starts = (ANALYSIS, SMALL_VARIANTS)
    return any(line.startswith(starts) for line in head)


def read_sections(path: Path) -> Iterator[Line]:
    """Yield the name of each section, as a line of its own without cells, and its lines."""
    section = ""
    for number, text in enumerate(read_lines(path, WHAT), start=1):
        cells = cells_of(text) or ("",)
        if cells[0].startswith("["):
            section = cells[0]
            yield Line(section, number, ())
        elif section and any(cells):
            yield Line(section, number, cells)


def details_of(path: Path) -> dict[str, dict[str, str]]:
    """Return what the sections of names and values say, by section; `NA` is empty.

    Every section stands in it, also one of another layout.
    """
    found: dict[str, dict[str, str]] = {}
    for line in read_sections(path):
        values = found.setdefault(line.section, {})
        if len(line.cells) > 1 and not any(line.cells[2:]):
            value = "" if line.cells[1] in _NOTHING else printable(line.cells[1])
            values.setdefault(printable(line.cells[0]), value)
    return found


def absent_section(path: Path, wanted: Sequence[str], sections: Iterable[str]) -> InputError:
    """Return the error of a file without any of the wanted sections; it names those it has."""
    names = [printable(name[:_LONGEST]) for name in islice(sections, _SHOWN)]
    return InputError(
        f"{path}: there is no section {' or '.join(wanted)}; the file has "
        f"{', '.join(names) or 'none'}: is it of another version of the TSO500 software, or cut "
        f"off?"
    )
