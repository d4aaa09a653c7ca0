"""The order of a test: days are days, and a specimen does not come in before it was taken."""

from __future__ import annotations

import re

import pytest

from oncomatch.domain.order import Order

WRONG = {
    "no day": ({"collected": "2026-13-01"}, "collected '2026-13-01' is no day; write it as "),
    "another form": ({"received": "20261101"}, "received '20261101' is no day; write it as "),
    "swapped": (
        {"collected": "2026-11-03", "received": "2026-11-01"},
        "received 2026-11-01 is before collected 2026-11-03; are they swapped?",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_is_refused(case: str) -> None:
    fields, wanted = WRONG[case]
    with pytest.raises(ValueError, match=re.escape(wanted)):
        Order(**fields)


@pytest.mark.parametrize("received", ["", "2026-11-03", "2026-12-01"])
def test_a_specimen_comes_in_on_its_day_or_later(received: str) -> None:
    assert Order(collected="2026-11-03", received=received).received == received
