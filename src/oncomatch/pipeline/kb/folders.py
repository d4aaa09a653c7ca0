"""Write a knowledge folder whole or not at all: beside the target first, then renamed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from oncomatch.errors import InputError
from oncomatch.knowledge.lock import FILE as LOCK
from oncomatch.reference.resources import resource_path

DEFAULT = Path("knowledge")
"""Where a folder of the user's own goes if it is not said: below the working directory."""


@contextmanager
def whole_folder(target: Path, base: Path) -> Iterator[Path]:
    """Yield a folder with copies of the tables of `base`; it takes the place of `target` at last.

    What stood in `target` goes only when the new one is there.

    Raises:
        InputError: `target` has something in it that is not knowledge.
    """
    target = Path(os.path.abspath(target))
    if target.exists() and not target.is_dir():
        raise InputError(f"{target}: is a file; give a folder with --out")
    if target.is_dir() and any(target.iterdir()) and not (target / "evidence.tsv").is_file():
        raise InputError(f"{target}: has other files in it; give --out an empty or new folder")
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    aside = target.with_name(f".{target.name}.{os.getpid()}.old")
    beside.mkdir(parents=True)
    try:
        for table in sorted(base.glob("*.tsv")):
            if table.name != LOCK:
                shutil.copyfile(table, beside / table.name)
        yield beside
        if target.exists():
            target.rename(aside)
        beside.rename(target)
    except BaseException:
        if aside.exists() and not target.exists():
            aside.rename(target)
        raise
    else:
        shutil.rmtree(aside, ignore_errors=True)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def refuse_bundled(target: Path, option: str) -> None:
    """Check that a folder is not the bundled one.

    Raises:
        InputError: it is; the bundled knowledge is part of the installation.
    """
    if target.resolve() == resource_path("knowledge").resolve():
        raise InputError(
            f"{target} is the bundled knowledge, which is not changed; give another folder with "
            f"{option}, and use it with --kb"
        )
