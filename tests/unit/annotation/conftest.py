"""The two genes of the stage, for tests that must hold on either strand."""

from __future__ import annotations

import pytest

from oncomatch.reference.bundle import Reference
from unit.annotation.rebuilding import BUILD, STRANDS, Gene


@pytest.fixture(scope="session")
def stage_genes(tiny: Reference) -> dict[str, Gene]:
    """Return FWD and REV; they see the same sequence in their own direction."""
    genes = {}
    for symbol in STRANDS:
        transcript = tiny.reported_transcript(symbol, BUILD)
        assert transcript is not None
        genes[symbol] = Gene(transcript)
    return genes


@pytest.fixture(params=STRANDS)
def gene(request: pytest.FixtureRequest, stage_genes: dict[str, Gene]) -> Gene:
    """Return FWD, then REV."""
    return stage_genes[request.param]
