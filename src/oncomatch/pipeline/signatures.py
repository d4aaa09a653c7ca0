"""The mutational signatures of a case: from a file of contributions, or a fit of its calls."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.origin import CallOrigin
from oncomatch.domain.tumor_wide import MarkerOrigin, SignatureFit
from oncomatch.errors import ReferenceMismatchError
from oncomatch.matching.burden import Sequenced
from oncomatch.matching.normal import origin_by_normal
from oncomatch.readers.case_sheet import CaseRequest
from oncomatch.readers.config import Config
from oncomatch.readers.signature_files import read_catalogue, read_contributions
from oncomatch.reference.bundle import Reference
from oncomatch.reference.fasta import GenomeFasta
from oncomatch.signatures.contexts import MOST, ContextCounts, Substitutions

_NOT_PAIRED = (
    "not fitted: no matched normal is known, so inherited variants are among the substitutions"
)
_RAW = "the caller has not filtered its calls, so artefacts may be among the substitutions"
_MOST_INHERITED = 0.05
"""Share of the calls in genes that the normal may show as inherited (a convention): above it the
file is not one of somatic calls, and those outside genes are not told apart."""


def take_substitution(found: Substitutions, call: SmallVariant, normal_error: float) -> None:
    """Take a call that passed the filters, unless the matched normal shows it as inherited."""
    if call.parts:
        return
    if call.normal is not None:
        found.genic += 1
        found.has_unfiltered |= not call.normal.passed
    if origin_by_normal(call, normal_error)[0] is CallOrigin.PRESUMED_GERMLINE:
        found.inherited += 1
    else:
        found.take(call.variant)


def profile_signatures(
    request: CaseRequest,
    config: Config,
    reference: Reference,
    found: Substitutions | None,
    sequenced: Sequenced,
) -> SignatureFit | None:
    """Return the signatures of a case, or why they were not fitted; None where nobody asks.

    A file of contributions goes before the fit. `found` is None without a small-variant file.

    Raises:
        InputError: the file, the catalogue or the genome cannot be read or do not fit.
    """
    rule = config.signatures
    if request.signatures is not None:
        return read_contributions(request.signatures, rule.present)
    if not rule.catalogue or found is None:
        return None
    catalogue = read_catalogue(Path(rule.catalogue))
    none = SignatureFit(MarkerOrigin.CALLS, catalogue.source, rule.present, names=catalogue.names)
    reason = _reason_for_none(found, sequenced)
    if reason:
        return replace(none, reason=reason)
    genome = config.genome.of(request.info.build)
    counts = _count(found, reference, request.info.build, Path(genome) if genome else None)
    if counts.placed < rule.min_substitutions:
        reason = (
            f"not fitted: too few substitutions in known trinucleotides ({counts.placed}; at "
            f"least {rule.min_substitutions})"
        )
        if counts.unplaced and not genome:
            reason += f"; {counts.unplaced} lie outside the embedded genes: give genome.grch37 or "
            reason += "genome.grch38 in the configuration"
        return replace(none, reason=reason, substitutions=counts.placed, unplaced=counts.unplaced)
    from oncomatch.signatures.fit import fit_signatures  # numpy and scipy, which only a fit needs

    fit = fit_signatures(counts.counts, catalogue, rule, counts.unplaced)
    return replace(fit, doubt=_RAW) if found.has_unfiltered else fit


def _reason_for_none(found: Substitutions, sequenced: Sequenced) -> str:
    if found.are_too_many:
        return f"not fitted: {MOST:,} substitutions or more are no tumour's"
    if not sequenced.paired:
        return _NOT_PAIRED
    if found.inherited > _MOST_INHERITED * max(found.genic, 1):
        return (
            f"not fitted: the matched normal shows {found.inherited} of {found.genic} calls in "
            f"genes as inherited, so the file is not one of somatic calls"
        )
    return ""


def _count(
    found: Substitutions, reference: Reference, build: GenomeBuild, genome: Path | None
) -> ContextCounts:
    """Return the substitutions by channel: from the genome where given, else from the genes."""
    if genome is None:
        counts = found.count(partial(reference.sequences.bases, build))
    else:
        with GenomeFasta(genome) as fasta:
            counts = found.count(partial(_bases_of, fasta))
    if counts.contradicted > max(1, (counts.placed + counts.contradicted) // 100):
        raise ReferenceMismatchError(
            where=str(genome or "the embedded sequence"),
            observed=f"REF of {counts.contradicted} of "
            f"{counts.placed + counts.contradicted} substitutions differs from it",
            expected="the same bases there",
            build=build.value,
            remedy="Give the genome of the build that the calls were made on.",
        )
    return counts


def _bases_of(fasta: GenomeFasta, contig: str, start0: int, end0: int) -> str:
    return fasta.bases(contig, start0, end0) if contig in fasta.lengths else ""
