"""Cases at the edge of what a report can hold, as records by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import building
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.rearrangement import Breakpoint, Rearrangement, RearrangementKind
from oncomatch.domain.record import CaseRecord
from unit.reporting.report_makers import (
    empty_profile,
    evidence,
    miss,
    record,
    therapy,
    trial_match,
    trial_matches,
    with_small,
)

LONG = "N" * 120
EMPTY_FILE = "The small-variant file holds no records: nothing at all was called."
HEBREW, CHINESE = "מקרה-7", "病例-0042"


def _named(case_id: str, profile: TumorProfile | None = None) -> TumorProfile:
    made = profile or empty_profile()
    return replace(made, case=replace(made.case, case_id=case_id))


def nothing_assessed() -> CaseRecord:
    return building.matched(empty_profile())


def nothing_actionable() -> CaseRecord:
    """The genes that were looked at have no change."""
    return building.matched(building.tumor("UM", panel=["GNAQ", "KRAS"]))


def empty_vcf() -> CaseRecord:
    made = building.tumor("COADREAD", panel=["KRAS", "NRAS", "BRAF"])
    return building.matched(replace(made, notes=(EMPTY_FILE,)))


def many_variants() -> CaseRecord:
    """A hypermutated genome: 3,000 calls, ten of known meaning."""
    variant = building.small("TP53", "R175H")
    calls = [
        replace(variant, variant=replace(variant.variant, position=variant.variant.position + each))
        for each in range(3000)
    ]
    made = building.matched(building.tumor("COADREAD", [("BRAF", "V600E")], panel=["KRAS"]))
    return with_small(with_small(made, calls[:10]), calls[10:], known=False)


def many_fusions() -> CaseRecord:
    genes = [f"GENE{number}" for number in range(41)]
    fusions = tuple(
        Rearrangement(
            RearrangementKind.FUSION,
            Breakpoint(first, exon=2),
            Breakpoint(second, exon=3),
            "Arriba",
            True,
            reads=100 - number,
        )
        for number, (first, second) in enumerate(pairwise(genes))
    )
    return record(replace(empty_profile(), rearrangements=fusions))


def long_names() -> CaseRecord:
    """Nothing in them to break a line at."""
    made = record(
        _named("C" * 64, replace(empty_profile(), notes=(LONG,))),
        therapies=(
            therapy(LONG, label=LONG, records=[evidence(biomarker=LONG, disease=LONG)]),
            therapy(" + ".join(["Xotinib"] * 12), label="KRAS G12C", opposed_by=(LONG,)),
        ),
        near_misses=(miss(LONG, labels=(LONG,), biomarker=LONG, reason=LONG),),
        trials=trial_matches(trial_match(title=LONG, countries=(LONG,))),
    )
    variant = replace(building.small("KRAS", "G12C"), hgvs_g=LONG, note=LONG)
    return with_small(made, [variant])


def right_to_left() -> CaseRecord:
    return record(_named(HEBREW), therapies=(therapy(),))


def chinese() -> CaseRecord:
    return record(_named(CHINESE), therapies=(therapy(),))


CASES: dict[str, Callable[[], CaseRecord]] = {
    "nothing assessed": nothing_assessed,
    "nothing actionable": nothing_actionable,
    "empty VCF": empty_vcf,
    "3,000 variants": many_variants,
    "40 fusions": many_fusions,
    "long names": long_names,
    "right to left": right_to_left,
    "Chinese": chinese,
}
