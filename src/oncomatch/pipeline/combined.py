"""A CombinedVariantOutput that is given once is each of the files that a case may have.

What the sheet gives beside it is merged as several files of a case are; markers of the sheet go
before those of the file. A sample that was not analysed leaves what is seen in it not assessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from oncomatch.errors import InputError
from oncomatch.readers.case_sheet import CaseRequest
from oncomatch.readers.combined_output import (
    ANALYSIS,
    details_of,
    is_combined_output,
    samples_of,
)
from oncomatch.readers.small_variant_files import format_of, tso500

_DNA, _RNA = "DNA Sample ID", "RNA Sample ID"
_NO_DNA = (
    "no DNA was analysed (DNA Sample ID is NA): small variants, copy number, TMB and MSI were "
    "not assessed"
)
_NO_RNA = "no RNA was analysed (RNA Sample ID is NA): fusions and splice variants were not assessed"
_NO_FUSIONS = "has no section [Fusions]: fusions were not assessed from it"
_GIS = "[GIS]"
_FUSIONS = frozenset({"[Fusions]", "[Splice Variants]"})


def with_combined(request: CaseRequest) -> tuple[CaseRequest, tuple[str, ...]]:
    """Return the case with the file in the place of each that it stands for, and cautions.

    Raises:
        InputError: the file in the column `combined` is no CombinedVariantOutput, or holds no
            sample at all.
    """
    path = request.combined
    if path is None:
        return request, tuple(_only_small_variants(request))
    details = details_of(path)
    if not is_combined_output(tuple(details)):
        raise InputError(
            f"{path}: has no section {ANALYSIS}; the column combined takes a TSO500 "
            f"CombinedVariantOutput, other files have columns of their own"
        )
    samples = samples_of(details)
    if not samples.has_dna and not samples.rna:
        raise InputError(
            f"{path}: neither DNA nor RNA was analysed ({_DNA} and {_RNA} are NA); give the file "
            f"of this sample"
        )
    notes = []
    if samples.has_dna:
        request = replace(
            request,
            vcf=_with(path, request.vcf),
            copy_number=_with(path, request.copy_number),
            tmb_file=request.tmb_file or path,
            msi_file=request.msi_file or path,
            hrd_file=request.hrd_file or (path if _GIS in details else None),
        )
    else:
        notes.append(f"{path.name}: {_NO_DNA}.")
    if samples.told and not samples.rna:
        notes.append(f"{path.name}: {_NO_RNA}.")
    elif not samples.told and _FUSIONS.isdisjoint(details):
        notes.append(f"{path.name}: {_NO_FUSIONS}.")
    else:
        request = replace(request, fusions=_with(path, request.fusions))
    return request, tuple(notes)


def _with(path: Path, given: tuple[Path, ...]) -> tuple[Path, ...]:
    return given if path in given else (*given, path)


def _only_small_variants(request: CaseRequest) -> Iterator[str]:
    """Yield what to do with a file of everything that stands in the column of small variants."""
    for path in request.vcf:
        if format_of(path) is tso500:
            yield (
                f"{path.name} holds copy number, fusions, TMB and MSI beside the small variants; "
                f"give it in the column combined, so that they are read as well."
            )
