"""Fixtures that many tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

import building
from oncomatch.knowledge.base import KnowledgeBase, open_knowledge
from oncomatch.reference.bundle import Reference, open_reference
from oncomatch.reference.tumor_types import TumorTypes, open_tumor_types

settings.register_profile("without a clock", deadline=None)  # a busy machine is no failure
settings.load_profile("without a clock")
SHARED = building.ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of third-party files that are never committed."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is absent: the real files are not part of the repository")
    return SHARED


@pytest.fixture(scope="session")
def reference() -> Reference:
    """Return the bundled reference."""
    return open_reference()


@pytest.fixture(scope="session")
def tumor_types() -> TumorTypes:
    """Return OncoTree."""
    return open_tumor_types()


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    """Return the bundled knowledge."""
    return open_knowledge()


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    """Return the made-up reference of two genes, one a strand."""
    return building.tiny_reference(tmp_path_factory.mktemp("tiny"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that renews kept outputs."""
    parser.addoption("--update-golden", action="store_true", help="write kept outputs anew")


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Return whether kept outputs are to be written anew."""
    return bool(request.config.getoption("--update-golden"))
