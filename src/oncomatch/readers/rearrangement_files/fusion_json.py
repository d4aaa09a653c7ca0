"""Fusions as JSON: `fusions` and `splice_variants`, lists of what the plain table has in columns.

{"fusions": [{"gene5": "EML4", "gene3": "ALK", "exon5": 6, "exon3": 20, "reads": 31,
"in_frame": true, "evidence": "RNA"}],
"splice_variants": [{"gene": "AR", "name": "AR-V7", "reads": 12}]}
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from oncomatch.domain.rearrangement import RNA, Junction, RearrangementFile
from oncomatch.errors import InputError
from oncomatch.readers.lines import printable, read_lines
from oncomatch.readers.rearrangement_files.cells import WHAT
from oncomatch.readers.rearrangement_files.fusion_table import COLUMNS, junction_of
from oncomatch.readers.table import Row

NAME = "fusion-json"
EXPECTED = 'JSON with "fusions" and "splice_variants"'
_LISTS = ("fusions", "splice_variants")
_SPLICE = ("gene", "name", "reads")
_LONGEST = 1 << 26
_MOST = 100_000


def recognises(head: Sequence[str]) -> bool:
    """Whether the file begins like a JSON object."""
    return next((line.lstrip()[:1] for line in head if line.strip()), "") == "{"


def read(path: Path, sample: str) -> RearrangementFile:
    """Return the fusions and splice variants of the file.

    Raises:
        InputError: it is no such JSON, or a key or value is not one of these.
    """
    found = _load(path)
    junctions = tuple(_junctions(path, found))
    return RearrangementFile(NAME, junctions, strict=True, splicing="splice_variants" in found)


def _load(path: Path) -> dict[str, list[object]]:
    lines, length = [], 0
    for line in read_lines(path, WHAT):
        lines.append(line)
        length += len(line)
        if length > _LONGEST:
            raise InputError(f"{path}: longer than 64 MB; this is no list of fusions")
    try:
        found = json.loads("\n".join(lines))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: is no JSON that can be read ({error})") from error
    if not isinstance(found, dict) or not set(found) & set(_LISTS):
        raise InputError(f"{path}: has neither of the keys {', '.join(_LISTS)}")
    unknown = sorted(map(printable, set(found) - set(_LISTS)))
    if unknown:
        raise InputError(f"{path}: the key {unknown[0][:60]!r} is not known; known are {_LISTS}")
    for name, value in found.items():
        if not isinstance(value, list) or len(value) > _MOST:
            raise InputError(f"{path}: {name} is not a list of at most {_MOST:,}")
    return found


def _junctions(path: Path, found: dict[str, list[object]]) -> Iterator[Junction]:
    for number, each in enumerate(found.get("fusions", []), start=1):
        yield junction_of(_row(each, f"{path}, fusion {number}", COLUMNS, ("gene5", "gene3")))
    for number, each in enumerate(found.get("splice_variants", []), start=1):
        where = f"{path}, splice variant {number}"
        cells = _row(each, where, _SPLICE, ("gene", "name")).cells
        made = {
            "gene5": cells["gene"],
            "gene3": cells["gene"],
            "splice_variant": cells["name"],
            "reads": cells.get("reads", ""),
            "evidence": RNA,
        }
        yield junction_of(Row(where, {key: cell for key, cell in made.items() if cell}))


def _row(each: object, where: str, known: Sequence[str], needed: Sequence[str]) -> Row:
    if not isinstance(each, dict):
        raise InputError(f"{where}: is no object with {', '.join(needed)}")
    unknown = [printable(str(key))[:60] for key in each if key not in known]
    if unknown:
        raise InputError(
            f"{where}: the key {unknown[0]!r} is not known; known are {', '.join(known)}"
        )
    cells = {}
    for key, value in each.items():
        if isinstance(value, bool):
            cells[key] = "yes" if value else "no"
        elif isinstance(value, str | int):
            cells[key] = printable(str(value)).strip()
        elif value is not None:
            raise InputError(f"{where}: {key} is no word, number or answer")
    absent = [name for name in needed if not cells.get(name)]
    if absent:
        raise InputError(f"{where}: has no {absent[0]}")
    return Row(where, {key: cell for key, cell in cells.items() if cell})
