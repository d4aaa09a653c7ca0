"""The file of a case's small variants, opened; rows of a table are resolved and checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from oncomatch.annotation.resolve import Resolver
from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.build import GenomeBuild
from oncomatch.pipeline.named_genes import OUTSIDE, NamedGenes
from oncomatch.readers.case_sheet import CaseRequest
from oncomatch.readers.small_variant_files import open_any
from oncomatch.readers.small_variant_files.items import (
    Item,
    NamedChange,
    SmallVariantFile,
    UnresolvedFile,
    Wanted,
)
from oncomatch.readers.vcf import BadLine, VcfFile, VcfHeader, VcfRecord
from oncomatch.reference.bundle import Reference

CHOSEN = "CHOSEN_DNA"
"""The INFO flag of a record whose DNA change was chosen among those that give its protein."""
_CHOSEN = (
    "the file names the protein change alone; the DNA change is one of those that give it, and "
    "nothing is known of its place or reads"
)


class ResolvedFile:
    """A table whose rows without coordinates are resolved to a DNA change that gives them.

    Rows that lie outside the gene that they name are failed ones.
    """

    def __init__(self, file: UnresolvedFile, reference: Reference, build: GenomeBuild):
        self._file = file
        self._reference = reference
        self._build = build

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._file.path

    @property
    def header(self) -> VcfHeader:
        """The header of the file."""
        return self._file.header

    def __iter__(self) -> Iterator[Item]:
        """Yield each row, resolved where that is needed.

        Raises:
            InputError: the rows lie outside the genes that they name.
        """
        named = NamedGenes(self._reference, self._build)
        for item in self._file:
            if isinstance(item, NamedChange):
                yield self._resolved(item)
            elif isinstance(item, VcfRecord) and (gene := named.misplaced(item)):
                yield BadLine(item.line, OUTSIDE, (item.contig, item.position), (gene,))
            else:
                yield item
        named.judge(self.path)

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(self._reference)

    def _resolved(self, row: NamedChange) -> VcfRecord | BadLine:
        resolution = self._resolver.resolve(f"{row.gene} p.{row.change}")
        on_build = resolution.on(self._build)
        found = next((each.variant for each in on_build if each.variant is not None), None)
        if found is None:
            reasons = [
                each.reason for each in resolution.failures if each.build in (None, self._build)
            ]
            why = reasons[0] if reasons else "no one DNA change stands for it"
            reason = "protein change without coordinates: " + why
            return BadLine(row.line, reason, None, (row.gene,))
        _, _, name, _, _, quality, filters, info, *rest = row.columns
        info = CHOSEN if info == "." else f"{info};{CHOSEN}"
        where = (found.contig, str(found.position), name, found.ref, found.alt)
        return VcfRecord(row.line, (*where, quality, filters, info, *rest))


def open_small_variants(path: Path, request: CaseRequest, reference: Reference) -> SmallVariantFile:
    """Open the file of a case's small variants, in whatever format it is.

    Raises:
        InputError: it cannot be read, or it is not of the case's sample or build.
    """
    build = request.info.build
    file = open_any(path, Wanted(request.tumor_sample, build, reference))
    return file if isinstance(file, VcfFile) else ResolvedFile(file, reference, build)


def with_choice(record: VcfRecord, annotated: SmallVariant) -> SmallVariant:
    """Return a call with a caution where its DNA change was chosen, not read."""
    if not record.columns[7].endswith(CHOSEN):
        return annotated
    return replace(annotated, caution=_CHOSEN)
