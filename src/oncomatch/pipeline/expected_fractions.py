"""The allele fractions that a record says are expected, so that its picture needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from oncomatch.domain.alteration import CopyNumber
from oncomatch.domain.expected_fraction import ExpectedFraction
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.record import VariantStanding
from oncomatch.matching.allele_fraction import expected_fractions

MOST_VARIANTS = 40


def expected_of(
    profile: TumorProfile, standings: Iterable[VariantStanding]
) -> tuple[ExpectedFraction, ...]:
    """Return what is expected of a gene of two copies, then of each variant of known meaning."""
    known = {each.variant for each in standings if each.known}
    copies = {each.gene: each for each in profile.copy_numbers}
    told = [each for each in profile.small_variants if each.id in known and each.reads.vaf]
    if not any(each.reads.vaf for each in profile.small_variants):
        return ()
    return (
        _expected("", profile, None),
        *(_expected(each.id, profile, copies.get(each.gene)) for each in told[:MOST_VARIANTS]),
    )


def _expected(variant: str, profile: TumorProfile, number: CopyNumber | None) -> ExpectedFraction:
    found = expected_fractions(profile.purity, number)
    inherited, somatic = (
        tuple(round(each, 3) for each in fractions) for fractions in (found.germline, found.somatic)
    )
    return ExpectedFraction(variant, inherited, somatic, found.assumed)
