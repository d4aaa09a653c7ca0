"""Where the bundled tables lie: in the wheel, or at the top of a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from oncomatch.errors import ResourceError

_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def _root(name: str) -> Path:
    for candidate in (_PACKAGE / name, _PACKAGE.parents[1] / name):
        if candidate.is_dir():
            return candidate
    raise ResourceError(
        f"the folder {name!r} is neither in the package nor in the checkout; "
        f"install oncomatch again"
    )


def resource_path(*parts: str) -> Path:
    """Return the path of a bundled table, e.g. `resource_path("knowledge", "evidence.tsv")`.

    Raises:
        ResourceError: it is not there.
    """
    path = _root("resources").joinpath(*parts)
    if not path.exists():
        raise ResourceError(f"bundled table {path} is absent; install oncomatch again")
    return path


def config_path(*parts: str) -> Path:
    """Return the path of a file of the bundled configuration."""
    return _root("config").joinpath(*parts)


def workflow_path(*parts: str) -> Path:
    """Return the path of a file of the bundled Snakemake workflow."""
    return _root("workflow").joinpath(*parts)
