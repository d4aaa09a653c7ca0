"""Which allele fractions are expected of a variant, for the picture of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExpectedFraction:
    """The fractions (0 to 1) of an inherited and of a clonal somatic variant, by `variant` id.

    An empty `variant` stands for a gene of two copies. `somatic` is empty where the purity is not
    known; `assumed` says in words what the expectation rests on.
    """

    variant: str
    inherited: tuple[float, ...]
    somatic: tuple[float, ...]
    assumed: str
