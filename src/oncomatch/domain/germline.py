"""What a file of the germline shows, apart from the tumour: never an alteration of the tumour."""

from __future__ import annotations

from dataclasses import dataclass

from oncomatch.domain.alteration import SmallVariant, UnusableCall
from oncomatch.domain.assay import Assay
from oncomatch.domain.ledger import Ledger

GERMLINE = "germline "
"""Begins the id of every fact of the germline file."""


@dataclass(frozen=True, slots=True)
class GermlineFindings:
    """Variants of the genes of hereditary cancer in the germline, with their own account.

    `variants` are reported; `left_out` and `unusable` keep a gene from being called free of
    inherited variants, as in the tumour. `assay` covers the genes of hereditary cancer that the
    sheet declares. Of other genes nothing is kept.
    """

    sample: str
    sample_choice: str
    assay: Assay
    variants: tuple[SmallVariant, ...]
    left_out: tuple[SmallVariant, ...]
    unusable: tuple[UnusableCall, ...]
    ledger: Ledger
    notes: tuple[str, ...]
