"""What an assay is declared to be able to see, apart from what a case's files say of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Ability(Enum):
    """A kind of result that an assay may give."""

    SMALL_VARIANTS = "small_variants"
    COPY_NUMBER = "copy_number"
    FUSIONS = "fusions"
    MSI = "msi"
    TMB = "tmb"
    HRD = "hrd"
    GERMLINE = "germline"
    RNA = "rna"

    @property
    def words(self) -> str:
        """The kind of result in words."""
        return _WORDS.get(self, self.value.replace("_", " "))


_WORDS = {
    Ability.MSI: "microsatellite instability",
    Ability.TMB: "tumour mutational burden",
    Ability.HRD: "homologous recombination deficiency",
    Ability.GERMLINE: "germline variants",
    Ability.RNA: "results from RNA",
}


@dataclass(frozen=True, slots=True)
class PanelDescription:
    """The description of an assay.

    `able` and `unable` are the kinds of results that it is said to give or not to give; of the
    others nothing is known. `genes` are those that it covers by name. `copy_number_genes` and
    `fusion_genes` are None where the description does not say which, `splice_variants` those whose
    transcripts it tells apart in RNA, likewise. `tmb_megabases` is the size
    over which the mutational burden is counted, `limit_of_detection` the smallest allele fraction
    that the laboratory has validated.
    """

    name: str
    able: tuple[Ability, ...] = ()
    unable: tuple[Ability, ...] = ()
    genes: tuple[str, ...] = ()
    copy_number_genes: tuple[str, ...] | None = None
    fusion_genes: tuple[str, ...] | None = None
    splice_variants: tuple[str, ...] | None = None
    tmb_megabases: float | None = None
    limit_of_detection: float | None = None
    note: str = ""
    source: str = ""
    licence: str = ""
