"""One update of a folder at a time: a lock that the system takes back when its process ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from oncomatch.errors import InputError

LOCK = ".update.lock"
"""Its file; a file that a killed process left behind locks nothing."""

_LONGEST = 20


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, which is made where it is absent.

    Raises:
        InputError: another process holds it; the message has its number.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / LOCK
    held = _lock(path, folder)
    try:
        os.ftruncate(held, 0)
        os.pwrite(held, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        path.unlink(missing_ok=True)  # while it is held, so that nobody else's is taken away
        os.close(held)
        if not any(folder.iterdir()):
            folder.rmdir()


def _lock(path: Path, folder: Path) -> int:
    """Return the open file that is locked; one that was taken away meanwhile is tried anew."""
    while True:
        opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            said = os.pread(opened, _LONGEST, 0).decode("ascii", "replace").strip()
            os.close(opened)
            named = f" (process {said})" if said.isdigit() else ""
            raise InputError(
                f"{folder}: another oncomatch trials update{named} is writing there; wait for its "
                f"end and try again, or give another --out"
            ) from error
        except OSError as error:
            os.close(opened)
            raise InputError(
                f"{folder}: cannot be locked ({error.strerror}); give --out a folder on a disk of "
                f"this machine"
            ) from error
        if path.exists() and os.path.samestat(path.stat(), os.fstat(opened)):
            return opened
        os.close(opened)
