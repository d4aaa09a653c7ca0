"""Is a file of the build that it is said to be? Contig lengths and REF bases tell.

A file of the other build that goes through unseen is the worst case: its calls lie beside their
genes, and these would be called not detected.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from oncomatch.annotation.annotator import Annotator
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES, canonical_contig
from oncomatch.domain.variant import Variant
from oncomatch.errors import InputError, ReferenceMismatchError
from oncomatch.readers.lines import printable
from oncomatch.readers.small_variant_files.items import SmallVariantFile
from oncomatch.readers.vcf import VcfHeader
from oncomatch.reference.bundle import Reference

_WRONG_BUILD_SHARE = 0.2
_WRONG_BUILD_COUNT = 2
_BEYOND_DOUBT = 100
_SHOWN = 5


class HeadedFile(Protocol):
    """A VCF of which the header has been read."""

    @property
    def path(self) -> Path:
        """Where the file is."""

    @property
    def header(self) -> VcfHeader:
        """Its header."""


class BuildCheck:
    """Takes note of the REF alleles of a file and judges at its end."""

    def __init__(self, reference: Reference, build: GenomeBuild):
        self._annotator = Annotator(reference)
        self._reference = reference
        self._build = build
        self._other = next(other for other in GenomeBuild if other is not build)
        self._alleles = 0
        self._fitting = 0
        self._fitting_other = 0
        self._mismatches: list[tuple[Variant, str]] = []

    def fits(self, alleles: int) -> None:
        """Take note of alleles whose REF is that of the build."""
        self._alleles += alleles
        self._fitting += alleles

    def contradicts(self, variant: Variant) -> bool:
        """Take note of a variant; return whether the reference contradicts its REF."""
        expected = self._annotator.reference_bases(variant)
        if expected == variant.ref and "N" not in expected:
            self.fits(1)
            return False
        self._alleles += 1
        known = not set(expected) <= {"N"}
        wrong = known and self._annotator.contradicts_reference(variant)
        if wrong:
            self._mismatches.append((variant, expected))
        elif known:
            self._fitting += 1
        if (wrong or not known) and self._fitting < _BEYOND_DOUBT:
            self._fitting_other += self._fits_other(variant)
        return wrong

    def _fits_other(self, variant: Variant) -> bool:
        bases = self._reference.sequences.bases(
            self._other, variant.contig, variant.start0, variant.end0
        )
        return bases == variant.ref

    def judge(self, path: Path, *, confirmed: bool) -> list[str]:
        """Return the doubts; `confirmed` says that contig lengths are the build's own.

        Then REF alleles that differ are only in doubt: the file was altered, or called on
        another assembly of the same build.

        Raises:
            ReferenceMismatchError: the calls are of another build.
        """
        wrong = len(self._mismatches)
        checked = wrong + self._fitting
        if wrong >= _WRONG_BUILD_COUNT and wrong >= _WRONG_BUILD_SHARE * checked:
            return self._judge_mismatches(path, checked, confirmed=confirmed)
        fits = self._fitting_other
        if confirmed or fits <= self._fitting or fits < _WRONG_BUILD_SHARE * self._alleles:
            return []
        observed = f"{fits} of {self._alleles} REF alleles are those of {self._other.value}"
        if fits < _WRONG_BUILD_COUNT:
            return [
                f"{observed}, none can be checked on {self._build.value}: make sure of the build. "
                f"A call of another build is not found in its gene."
            ]
        raise ReferenceMismatchError(
            where=str(path),
            observed=observed,
            expected=f"{self._fitting} of them",
            build=self._build.value,
            remedy=self._say_other(),
        )

    def _judge_mismatches(self, path: Path, checked: int, *, confirmed: bool) -> list[str]:
        wrong = len(self._mismatches)
        variant, expected = self._mismatches[0]
        fits = sum(self._fits_other(each) for each, _ in self._mismatches)
        if confirmed and fits * 2 <= wrong:
            return [
                f"{wrong} of {checked} REF alleles that can be checked differ from "
                f"{self._build.value}, although the contig lengths are its own: the file was "
                f"altered or called on another reference. Do not rely on its small variants."
            ]
        remedy = (
            self._say_other()
            if fits * 2 > wrong
            else f"The file fits {self._other.value} no better; is REF of another reference?"
        )
        raise ReferenceMismatchError(
            where=f"{path}: {wrong} of {checked} REF alleles that can be checked "
            f"differ from {self._build.value}, first at {variant.contig}:{variant.position}",
            observed=f"REF is {variant.ref!r}",
            expected=repr(expected),
            build=self._build.value,
            remedy=remedy,
        )

    def _say_other(self) -> str:
        return f"The file fits {self._other.value}: say so in the column build (or with --build)."


def check_contig_lengths(vcf: HeadedFile, reference: Reference, build: GenomeBuild) -> int:
    """Check the contig lengths of the header; return how many only the build has.

    Raises:
        ReferenceMismatchError: a chromosome has the length that it has on the other build.
    """
    confirmed = 0
    for name, length in vcf.header.contig_lengths.items():
        contig = canonical_contig(name)
        if contig not in CHROMOSOMES:
            continue
        own = reference.contig_length(build, contig)
        others = [other for other in GenomeBuild if other is not build]
        same = [other for other in others if reference.contig_length(other, contig) == length]
        if length == own:
            confirmed += not same
        elif same:
            raise ReferenceMismatchError(
                where=f"{vcf.path}: the header gives contig {name} a length of {length:,}",
                observed=f"that is {same[0].value}",
                expected=f"{own:,}",
                build=build.value,
                remedy=f"Say {same[0].value} in the column build (or with --build), "
                f"or give the file that belongs to {build.value}.",
            )
    return confirmed


def refuse_unknown_contigs(vcf: SmallVariantFile, names: set[str]) -> None:
    """Refuse a file none of whose records lies on a chromosome; `names` are their contigs.

    Raises:
        InputError: the header names no chromosome either, so that they may be spelt otherwise.
    """
    if any(canonical_contig(name) in CHROMOSOMES for name in vcf.header.contig_lengths):
        return
    shown = printable(", ".join(sorted(names)[:_SHOWN]))
    raise InputError(
        f"{vcf.path}: no record lies on a chromosome, the contigs are {shown}; "
        f"name chromosomes as 1 or chr1"
    )
