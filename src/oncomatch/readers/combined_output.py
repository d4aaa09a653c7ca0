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
_PAIR, _SAMPLE = "pair id", "sample id"
_DNA, _RNA = "dna sample id", "rna sample id"
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


@dataclass(frozen=True, slots=True)
class Samples:
    """The samples that a file names, empty where one was not analysed.

    `told` says that it names DNA or RNA at all: a file of plasma has one `Sample ID`
    (https://help.connected.illumina.com/tso500, Combined Variant Output).
    """

    pair: str
    dna: str
    rna: str
    told: bool

    @property
    def has_dna(self) -> bool:
        """Whether DNA was analysed."""
        return self.dna != "" or not self.told


def samples_of(details: dict[str, dict[str, str]]) -> Samples:
    """Return the samples of a file; a name that is `NA` or does not stand was not analysed."""
    named = {name.lower(): value for name, value in details.get(ANALYSIS, {}).items()}
    told = not named.keys().isdisjoint({_DNA, _RNA})
    dna = named.get(_DNA, "") if told else named.get(_SAMPLE, "")
    return Samples(named.get(_PAIR, ""), dna, named.get(_RNA, ""), told)


def absent_section(path: Path, wanted: Sequence[str], sections: Iterable[str]) -> InputError:
    """Return the error of a file without any of the wanted sections; it names those it has."""
    names = [printable(name[:_LONGEST]) for name in islice(sections, _SHOWN)]
    return InputError(
        f"{path}: there is no section {' or '.join(wanted)}; the file has "
        f"{', '.join(names) or 'none'}: is it of another version of the TSO500 software, or cut "
        f"off?"
    )
