"""Give reported small variants their GA4GH allele."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from oncomatch.annotation.vrs import vrs_allele
from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.vrs import VrsAllele
from oncomatch.reference.bundle import Reference
from oncomatch.reference.refget import refget_accessions


def with_vrs(variants: Iterable[SmallVariant], reference: Reference) -> tuple[SmallVariant, ...]:
    """Return the variants with their VRS alleles, where these can be told."""
    return tuple(replace(each, vrs=_allele(each, reference)) for each in variants)


def _allele(call: SmallVariant, reference: Reference) -> VrsAllele | None:
    """Return the allele of a call; of one whose parts lie apart there is no single one."""
    variant = call.variant
    refget = refget_accessions(variant.build).get(variant.contig)
    if refget is None or (call.parts and variant == call.parts[0].variant):
        return None
    return vrs_allele(variant, refget, reference.sequences.on(variant.build, variant.contig))
