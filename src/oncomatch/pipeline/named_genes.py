"""Does a row of a table lie in the gene that it names? If not, its place is of another build.

A table has no contig lengths, and REF alleles tell only where bases are embedded: a row of the
other build would lie in no gene, and the one that it names would be called not detected.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import canonical_contig
from oncomatch.errors import InputError
from oncomatch.readers.consequence_fields import TABLE_EFFECT, TABLE_FIELDS
from oncomatch.readers.vcf import VcfRecord
from oncomatch.reference.bundle import Reference

OUTSIDE = "lies outside the gene that the row names"
_MARGIN = 10_000
"""Bases beside a gene; annotators name genes up to 5000 bases away (Ensembl VEP, --distance)."""
_WRONG_COUNT = 2
_WRONG_SHARE = 0.2
"""As for REF alleles of another build (`build_check`)."""
_SYMBOL = TABLE_FIELDS.index("SYMBOL")
_KEY = f"{TABLE_EFFECT}="
_NAMES = 1 << 12


class NamedGenes:
    """Takes note of the genes that rows name, and judges at the end of the file."""

    def __init__(self, reference: Reference, build: GenomeBuild):
        self._reference = reference
        self._build = build
        self._other = next(other for other in GenomeBuild if other is not build)
        self._checked = 0
        self._outside: list[str] = []
        self._fits_other = 0
        self._gene = lru_cache(_NAMES)(self._find)

    def misplaced(self, record: VcfRecord) -> str:
        """Return the gene that a row names though it lies elsewhere, empty where it does not."""
        gene = self._gene(_symbol(record.columns[7]))
        if not gene:
            return ""
        self._checked += 1
        if self._lies_in(gene, record, self._build):
            return ""
        self._fits_other += self._lies_in(gene, record, self._other)
        place = f"{record.contig}:{record.position}"
        self._outside.append(f"line {record.line} names {gene}, at {place}")
        return gene

    def judge(self, path: Path) -> None:
        """Check that most rows lie in the gene that they name.

        Raises:
            InputError: two or more and a fifth of them do not.
        """
        wrong = len(self._outside)
        if wrong < _WRONG_COUNT or wrong < _WRONG_SHARE * self._checked:
            return
        remedy = (
            f"they fit {self._other.value}: say so in the column build (or with --build)"
            if self._fits_other * 2 > wrong
            else "are positions of another build, or rows mixed up?"
        )
        raise InputError(
            f"{path}: {wrong} of {self._checked} rows lie outside the gene that they name on "
            f"{self._build.value} ({self._outside[0]}); {remedy}"
        )

    def _find(self, name: str) -> str:
        gene = self._reference.find_gene(name) if name else None
        if gene is None or not self._reference.has_sequence(gene.symbol, self._build):
            return ""
        return gene.symbol

    def _lies_in(self, gene: str, record: VcfRecord, build: GenomeBuild) -> bool:
        contig, start0 = canonical_contig(record.contig), record.position - 1
        end0 = start0 + len(record.ref)
        if gene in self._reference.genes_near(build, contig, start0, end0, _MARGIN):
            return True
        around = max(0, start0 - _MARGIN), end0 + _MARGIN
        return gene in self._reference.loci_over(build, contig, *around)


def _symbol(info: str) -> str:
    _, found, entry = info.partition(_KEY)
    fields = entry.split("|", _SYMBOL + 1) if found else []
    return fields[_SYMBOL] if len(fields) > _SYMBOL else ""
