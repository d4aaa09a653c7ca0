"""The lock of a knowledge folder as people see it."""

from __future__ import annotations

from pathlib import Path

from oncomatch.knowledge.lock import COLUMNS, lock_of, write_lock
from oncomatch.pipeline.kb.folders import refuse_bundled


def lock_lines(folder: Path) -> list[str]:
    """Return the lock of a folder as its tables are now, as lines of a table.

    Raises:
        InputError: it is no knowledge folder.
    """
    rows = (f"{each.file}\t{each.release}\t{each.sha256}" for each in lock_of(folder))
    return ["\t".join(COLUMNS), *rows]


def lock_folder(folder: Path) -> None:
    """Write the lock of a folder into it.

    Raises:
        InputError: it is no knowledge folder, or the bundled one, which the manifest locks.
    """
    refuse_bundled(folder, "--kb")
    write_lock(folder, lock_of(folder))
