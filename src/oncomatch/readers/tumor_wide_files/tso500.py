"""TSO500: CombinedVariantOutput ([MSI], [TMB], [GIS]), and the MSI metrics of DRAGEN as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from oncomatch.domain.tumor_wide import MOST_BURDEN, Burden, MarkerOrigin, ToolScore
from oncomatch.errors import InputError
from oncomatch.readers.combined_output import absent_section, read_sections
from oncomatch.readers.lines import read_lines
from oncomatch.readers.tumor_wide_files.cells import WHAT, Cells

EXPECTED = "TSO500 CombinedVariantOutput, or the JSON of its MSI metrics (PercentageUnstableSites)"
NAME = "TSO500"
UNIT = "% of sites unstable"
_MSI, _TMB, _GIS = "[MSI]", "[TMB]", "[GIS]"
_UNSTABLE = ("Total MSI Sites Unstable", "Total Microsatellite Sites Unstable")
_PERCENT = "PercentageUnstableSites"
_MOST_LINES = 200_000
_MOST_LETTERS = 10_000_000


def recognises(head: Sequence[str]) -> bool:
    """Whether the file is one of the two."""
    if head and head[0].lstrip().startswith("{"):
        return any(_PERCENT in line for line in head)
    return any(line.startswith(("[Analysis Details]", _MSI, _TMB, _GIS)) for line in head)


def read(path: Path, sample: str) -> ToolScore | None:
    """Return the percent of unstable sites, None where the file has it as NA.

    Raises:
        InputError: there is no such section, or a number is outside its range.
    """
    first = next(read_lines(path, WHAT), "")
    if first.lstrip().startswith("{"):
        return _from_json(path)
    cells = section_of(path, _MSI)
    unstable = next((name for name in _UNSTABLE if name in cells.cells), _UNSTABLE[0])
    found = cells.percent_of_sites("Percent Unstable MSI Sites", "Usable MSI Sites", unstable)
    return None if found is None else ToolScore(NAME, found[0], UNIT, found[1], found[2])


def read_burden(path: Path) -> Burden | None:
    """Return the burden of CombinedVariantOutput, None where the file has it as NA."""
    cells = section_of(path, _TMB)
    value = cells.number(
        "Total TMB", 0, MOST_BURDEN, f"mutations per megabase from 0 to {MOST_BURDEN:g}"
    )
    if value is None:
        return None
    return Burden(
        MarkerOrigin.FILE,
        value,
        cells.count("Number of Passing Eligible Variants"),
        cells.number("Coding Region Size in Megabases", 0, 100, "megabases from 0 to 100"),
        rule=f"as {NAME} computes it",
        file=path.name,
    )


def read_instability(path: Path) -> ToolScore | None:
    """Return the genomic instability score of CombinedVariantOutput, None where it has it as NA."""
    value = section_of(path, _GIS).number(
        "Genomic Instability Score", 0, 999, "a score from 0 to 999"
    )
    return None if value is None else ToolScore(f"{NAME} GIS", value, "genomic instability score")


def section_of(path: Path, name: str) -> Cells:
    """Return the names and values of a section.

    Raises:
        InputError: the file has no such section.
    """
    found: dict[str, str] = {}
    where = ""
    sections: dict[str, None] = {}
    for line in islice(read_sections(path), _MOST_LINES):
        if line.section not in sections and where:
            break
        sections[line.section] = None
        if line.section == name and not line.cells:
            where = f"{path}, {name} in line {line.number}"
        elif line.section == name and len(line.cells) > 1:
            found[line.cells[0]] = line.cells[1]
    if not where:
        raise absent_section(path, (name,), sections)
    return Cells(where, found)


def _from_json(path: Path) -> ToolScore | None:
    text = ""
    for line in read_lines(path, WHAT):
        text += line
        if len(text) > _MOST_LETTERS:
            raise InputError(f"{path}: is longer than MSI metrics are; was the right file given?")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: is not JSON; was the copy cut off?") from error
    if not isinstance(value, dict) or _PERCENT not in value:
        raise InputError(f"{path}: has no {_PERCENT}; expected is {EXPECTED}")
    cells = Cells(str(path), {str(key): str(each) for key, each in value.items()})
    sites, unstable = "TotalMicrosatelliteSitesAssessed", "TotalMicrosatelliteSitesUnstable"
    found = cells.percent_of_sites(_PERCENT, sites, unstable)
    if found is None:
        return None
    valid = cells.cells.get("ResultIsValid", "true").lower() == "true"
    reason = "" if valid else "the file says that the result is not valid"
    return ToolScore(NAME, found[0], UNIT, found[1], found[2], reason=reason)
