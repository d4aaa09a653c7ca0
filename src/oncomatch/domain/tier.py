"""AMP/ASCO/CAP 2017 tiers (Li et al., J Mol Diagn 19:4-23, PMID 27993330)."""

from __future__ import annotations

from enum import Enum


class Tier(Enum):
    """Tier and level together; a level goes with its own tier only. Strongest first."""

    IA = "I-A"
    IB = "I-B"
    IIC = "II-C"
    IID = "II-D"
    III = "III"

    rank: int
    """Order of strength; 1 is strongest."""

    def __init__(self, _: str) -> None:
        self.rank = len(type(self).__members__) + 1
