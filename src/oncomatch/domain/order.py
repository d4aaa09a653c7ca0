"""The order of a test: who asks what, and when the specimen was taken and came in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Order:
    """What the sheet says of the order; empty is not stated. Dates are ISO 8601 (2026-11-20).

    Raises:
        ValueError: a date is none, or the specimen came in before it was taken.
    """

    requester: str = ""
    question: str = ""
    collected: str = ""
    received: str = ""

    def __post_init__(self) -> None:
        days = {"collected": self.collected, "received": self.received}
        for name, day in days.items():
            if day and not _is_day(day):
                raise ValueError(f"{name} {day!r} is no day; write it as 2026-11-20")
        if self.collected and self.received and self.received < self.collected:
            raise ValueError(
                f"received {self.received} is before collected {self.collected}; are they swapped?"
            )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
