"""How frequent a variant is in populations, as the file or a table of the user's says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PopulationFrequency:
    """Allele frequency, 0 to 1.

    `highest` is that of the population in which it is highest, of those named in `populations`
    (gnomAD's AFR, AMR, EAS, NFE, SAS; `all` for the frequency over all). `source` names the field.
    """

    highest: float
    populations: tuple[str, ...]
    source: str

    def __post_init__(self) -> None:
        if not 0 <= self.highest <= 1:
            raise ValueError(f"an allele frequency of {self.highest} is not between 0 and 1")
