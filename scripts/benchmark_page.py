"""The page docs/benchmarks.md: each benchmark script writes its own part and keeps the others."""

import os
import platform
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
MACHINE = (
    f"Python {platform.python_version()}, {os.cpu_count()} cores at a load of "
    f"{os.getloadavg()[0]:.1f} when it began"
)


def section(
    heading: str, notes: Iterable[str], columns: Sequence[str], rows: Iterable[Sequence[str]]
) -> str:
    """Return a part of the page: what was measured how, and a table of it."""
    lines = [heading, "", *notes, "", *(f"| {' | '.join(each)} |" for each in (columns,))]
    lines += [f"|{'---|' * len(columns)}", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines) + "\n"


def with_section(page: str, text: str) -> str:
    """Return the page with a part in the place of the one of the same heading, else at its end.

    What stands before the first `## ` is a part as well: its heading is that of the page.
    """
    parts = [part.strip() for part in re.split(r"^(?=## )", page, flags=re.MULTILINE)]
    new = text.strip()
    headings = [part.partition("\n")[0] for part in parts]
    heading = new.partition("\n")[0]
    if heading in headings:
        parts[headings.index(heading)] = new
    else:
        parts.append(new)
    return "\n\n".join(filter(None, parts)) + "\n"


def write_section(text: str, page: Path = PAGE) -> None:
    """Write a part into the page, whole or not at all, and print it."""
    beside = page.with_name(f".{page.name}.part")
    try:
        beside.write_text(with_section(page.read_text(encoding="utf-8"), text), encoding="utf-8")
        beside.replace(page)
    finally:
        beside.unlink(missing_ok=True)
    print(text)
