"""The markers of a row of the case sheet."""

from __future__ import annotations

from oncomatch.domain.alteration import (
    Her2Ihc,
    MarkerResult,
    MismatchRepairState,
    MsiStatus,
    TumorMarkers,
)


def markers_of(cells: dict[str, str]) -> TumorMarkers:
    """Return the markers of a row's cells, which the schema has checked; empty cells are absent."""

    def number(name: str) -> float | None:
        return float(cells[name]) if name in cells else None

    def result(name: str) -> MarkerResult | None:
        return MarkerResult(cells[name]) if name in cells else None

    return TumorMarkers(
        her2_ihc=Her2Ihc(cells["her2_ihc"]) if "her2_ihc" in cells else None,
        msi=MsiStatus(cells["msi"]) if "msi" in cells else None,
        tmb_per_mb=number("tmb_per_mb"),
        her2_ish=result("her2_ish"),
        er=result("er"),
        pr=result("pr"),
        pdl1_tps=number("pdl1_tps"),
        pdl1_cps=number("pdl1_cps"),
        pdl1_ic=number("pdl1_ic"),
        pdl1_tc=number("pdl1_tc"),
        mmr=MismatchRepairState(cells["mmr"]) if "mmr" in cells else None,
        hrd=result("hrd"),
        hrd_score=number("hrd_score"),
        ebv=result("ebv"),
        hpv=result("hpv"),
    )
