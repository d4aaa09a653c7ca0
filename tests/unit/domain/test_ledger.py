"""The ledger adds up, or it is not a ledger."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncomatch.domain.ledger import Ledger, LedgerLine

FILTERED = (LedgerLine("FILTER is germline", 4), LedgerLine("no alternate allele", 1))
FAILED = (LedgerLine("REF is not the reference", 2),)


def test_a_ledger_that_adds_up() -> None:
    ledger = Ledger(records=9, read=10, reported=3, filtered=FILTERED, failed=FAILED)

    assert (ledger.filtered_count, ledger.failed_count) == (5, 2)


def test_an_empty_file_has_an_empty_ledger() -> None:
    ledger = Ledger(records=0, read=0, reported=0, filtered=(), failed=())

    assert (ledger.filtered_count, ledger.failed_count) == (0, 0)


@pytest.mark.parametrize(("read", "reported"), [(9, 3), (11, 3), (10, 2), (10, 4), (0, 3), (3, 3)])
def test_a_ledger_that_does_not_add_up_is_an_error(read: int, reported: int) -> None:
    wanted = f"the ledger does not add up: {read} read, {reported} reported, 5 filtered, 2 failed"
    with pytest.raises(ValueError, match=f"^{re.escape(wanted)}$"):
        Ledger(records=0, read=read, reported=reported, filtered=FILTERED, failed=FAILED)


def test_a_negative_count_does_not_balance_the_books() -> None:
    """Two reported out of one read is no account, whatever a filter line says."""
    with pytest.raises(ValueError, match="negative"):
        Ledger(records=1, read=1, reported=2, filtered=(LedgerLine("lost", -1),), failed=())


def test_fewer_alleles_than_records_is_an_error() -> None:
    """Each record counts at least once, so a record is missing from the account."""
    with pytest.raises(ValueError, match="records"):
        Ledger(records=5, read=3, reported=3, filtered=(), failed=())


counts = st.integers(0, 10**6)
lines = st.lists(st.builds(LedgerLine, st.sampled_from(["a", "b", "c"]), counts), max_size=4)


@given(counts, lines, lines, st.integers(-5, 5))
def test_only_the_exact_sum_is_accepted(reported, filtered, failed, slip) -> None:  # type: ignore[no-untyped-def]
    total = reported + sum(line.count for line in [*filtered, *failed])
    arguments = {"reported": reported, "filtered": tuple(filtered), "failed": tuple(failed)}

    if slip:
        with pytest.raises(ValueError, match="does not add up"):
            Ledger(records=0, read=total + slip, **arguments)
    else:
        assert Ledger(records=0, read=total, **arguments).read == total
