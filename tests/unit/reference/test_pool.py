"""The pool is written piece by piece, and is the same as if it were packed at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oncomatch.reference import pool as pools
from oncomatch.reference.pool import Pool
from oncomatch.reference.sequence import pack


@given(parts=st.lists(st.text("ACGT", max_size=30), max_size=12))
@settings(suppress_health_check=list(HealthCheck), deadline=None)
def test_writing_in_parts_gives_the_packed_whole(parts: list[str], tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pools, "_BUFFER", 8)
        with Pool(tmp_path / "pool.npy") as pool:
            offsets = [pool.add(part) for part in parts]
    whole = "".join(dict.fromkeys(parts))

    assert np.load(tmp_path / "pool.npy").tolist() == pack(whole).tolist()
    assert [whole[at : at + len(part)] for at, part in zip(offsets, parts, strict=True)] == parts


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    with (
        pytest.raises(ValueError, match="letters other than ACGT"),
        Pool(tmp_path / "p.npy") as pool,
    ):
        pool.add("ACGN")
    with pytest.raises(UnicodeEncodeError), Pool(tmp_path / "p.npy") as pool:
        pool.add("β")

    assert list(tmp_path.iterdir()) == []
