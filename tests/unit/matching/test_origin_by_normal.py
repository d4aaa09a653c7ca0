"""Only a matched normal makes a call somatic; between no reads and half of them nothing is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import ask, small, tumor
from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.origin import CallOrigin
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.variant import NormalReads, Reads
from oncomatch.matching.normal import origin_by_normal

SOMATIC, GERMLINE, UNKNOWN = (
    CallOrigin.SOMATIC,
    CallOrigin.PRESUMED_GERMLINE,
    CallOrigin.UNKNOWN,
)
BRAF = "BRAF", "V600E"


def seen(
    depth: int | None, alt: int | None, *, passed: bool = True, filters: tuple[str, ...] = ()
) -> SmallVariant:
    normal = NormalReads(
        Reads(depth, alt, alt / depth if depth and alt is not None else None), passed
    )
    return replace(small(*BRAF), normal=normal, filters=filters)


CASES = [
    # name                                  depth alt passed filters               origin
    ("no read of sixty", 60, 0, True, (), SOMATIC),
    ("one read of sixty is an error", 60, 1, True, (), SOMATIC),
    ("half of the reads", 60, 28, True, (), GERMLINE),
    ("all of the reads", 60, 60, True, (), GERMLINE),
    ("between noise and half", 200, 12, True, (), UNKNOWN),
    ("nine reads do not exclude half", 9, 0, True, (), UNKNOWN),
    ("ten reads do", 10, 0, True, (), SOMATIC),
    ("no reads at all", 0, 0, True, (), UNKNOWN),
    ("reads not counted", None, None, True, (), UNKNOWN),
    ("an unfiltered file", 60, 0, False, (), UNKNOWN),
    ("a filter of artefacts", 60, 0, False, ("t_lod",), UNKNOWN),
    ("the caller says germline", 60, 0, False, ("germline",), GERMLINE),
    ("a panel of normals", 60, 0, False, ("clustered_events", "panel_of_normals"), GERMLINE),
]


@pytest.mark.parametrize(
    ("depth", "alt", "passed", "filters", "origin"),
    [row[1:] for row in CASES],
    ids=[row[0] for row in CASES],
)
def test_the_origin_that_the_normal_tells(
    depth: int | None, alt: int | None, passed: bool, filters: tuple[str, ...], origin: CallOrigin
) -> None:
    found, reason = origin_by_normal(seen(depth, alt, passed=passed, filters=filters), 0.01)

    assert found is origin
    assert reason


def test_without_a_normal_nothing_is_somatic() -> None:
    assert origin_by_normal(small(*BRAF), 0.01)[0] is UNKNOWN


def with_normal(profile: TumorProfile, normal: NormalReads | None) -> TumorProfile:
    variants = tuple(replace(each, normal=normal) for each in profile.small_variants)
    return replace(profile, small_variants=variants)


CLEAN = NormalReads(Reads(80, 0, 0.0), True)
HALF = NormalReads(Reads(80, 41, 0.5125), True)


@pytest.mark.parametrize(
    ("normal", "pattern", "outcome"),
    [
        (CLEAN, "somatic (BRAF p.V600E)", Outcome.MET),
        (CLEAN, "somatic (BRAF mutation)", Outcome.MET),
        (CLEAN, "somatic (KRAS p.G12C)", Outcome.NOT_MET),
        (CLEAN, "germline (BRAF p.V600E)", Outcome.UNKNOWN),
        (HALF, "somatic (BRAF p.V600E)", Outcome.UNKNOWN),
        (None, "somatic (BRAF p.V600E)", Outcome.UNKNOWN),
        (None, "germline (BRAF p.V600E)", Outcome.UNKNOWN),
        (CLEAN, "somatic (KRAS wildtype)", Outcome.UNKNOWN),
    ],
)
def test_patterns_of_one_origin(normal: NormalReads | None, pattern: str, outcome: Outcome) -> None:
    profile = with_normal(tumor("MEL", [BRAF], panel=["KRAS"]), normal)

    assert ask(pattern, profile).outcome is outcome


def test_an_inherited_variant_does_not_make_a_somatic_one_of_its_gene() -> None:
    profile = tumor("MEL", [BRAF, ("BRAF", "K601E")])
    first, second = profile.small_variants
    mixed = replace(
        profile,
        small_variants=(replace(first, normal=HALF), replace(second, normal=CLEAN)),
    )
    found = ask("somatic (BRAF mutation)", mixed)

    assert found.outcome is Outcome.MET
    assert found.facts == (second.id,)
