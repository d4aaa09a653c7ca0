"""The markers of a row of the case sheet."""

from __future__ import annotations

from oncomatch.domain.alteration import (
    Her2Ihc,
    MarkerResult,
    MismatchRepairState,
    MsiStatus,
    TumorMarkers,
)
from oncomatch.readers.named_markers import ihc_of, ish_of, levels_of, viruses_of


def markers_of(cells: dict[str, str]) -> TumorMarkers:
    """Return the markers of a row's cells, which the schema has checked; empty cells are absent.

    A cell `expression` without `=` is the path of a file, which is not read here.

    Raises:
        ValueError: a named marker or its value is not known.
    """

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
        ihc=ihc_of(cells["ihc"]) if "ihc" in cells else (),
        ish=ish_of(cells["ish"]) if "ish" in cells else (),
        expression=levels_of(cells["expression"]) if "=" in cells.get("expression", "") else (),
        viruses=viruses_of(cells["viruses"]) if "viruses" in cells else (),
    )
