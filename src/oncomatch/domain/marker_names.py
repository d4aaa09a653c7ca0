"""What to call the markers that the sheet gives."""

from __future__ import annotations

from collections.abc import Iterator

from oncomatch.domain.alteration import TumorMarkers
from oncomatch.domain.tumor_wide import TumorWide

HER2_IHC = "HER2-IHC"
HER2_ISH = "HER2-ISH"
BURDEN = "TMB"
SIGNATURE = "signature-"
"""Begins the id of a signature's fact; its name follows."""


def name_markers(markers: TumorMarkers) -> dict[str, str]:
    """Return the name of each marker that is given, by the id of its fact.

    >>> name_markers(TumorMarkers(pdl1_tps=60.0))
    {'PD-L1-TPS': 'PD-L1 TPS 60 %'}
    """
    return dict(_names(markers))


def name_computed(markers: TumorMarkers, wide: TumorWide) -> dict[str, str]:
    """Return the names of what was computed from the calls, by the id of its fact."""
    names = {}
    burden = wide.computed_burden
    if markers.tmb_per_mb is None and burden is not None and burden.per_mb is not None:
        names[BURDEN] = f"TMB {burden.per_mb:g}/Mb (computed)"
    for each in wide.signatures.shares if wide.signatures is not None else ():
        names[f"{SIGNATURE}{each.name}"] = f"signature {each.name} ({each.share:.0%})"
    return names


def _names(markers: TumorMarkers) -> Iterator[tuple[str, str]]:
    if markers.her2_ihc is not None:
        yield HER2_IHC, f"HER2 IHC {markers.her2_ihc.value}"
    for name, result in (
        ("HER2 ISH", markers.her2_ish),
        ("ER", markers.er),
        ("PR", markers.pr),
    ):
        if result is not None:
            yield _id(name), f"{name} {result.value}"
    for scale, number, unit in (
        ("TPS", markers.pdl1_tps, " %"),
        ("CPS", markers.pdl1_cps, ""),
        ("IC", markers.pdl1_ic, " %"),
        ("TC", markers.pdl1_tc, " %"),
    ):
        if number is not None:
            yield f"PD-L1-{scale}", f"PD-L1 {scale} {number:g}{unit}"
    if markers.msi is not None:
        yield "MSI", markers.msi.value
    if markers.mmr is not None:
        yield "MMR", f"MMR {markers.mmr.value}"
    if markers.tmb_per_mb is not None:
        yield BURDEN, f"TMB {markers.tmb_per_mb:g}/Mb"
    if markers.hrd_score is not None:
        yield "HRD-score", f"HRD score {markers.hrd_score:g}"
    for name, result in (("HRD", markers.hrd), ("EBV", markers.ebv), ("HPV", markers.hpv)):
        if result is not None:
            yield _id(name), f"{name} {result.value}"
    yield from ((each.id, each.label) for each in markers.ihc)
    yield from ((each.id, each.label) for each in markers.ish)
    yield from ((each.id, each.label) for each in markers.expression)
    yield from ((each.id, each.label) for each in markers.viruses)


def _id(name: str) -> str:
    return name.replace(" ", "-")
