"""The section on origin, and the short flags beside the findings."""

from __future__ import annotations

from dataclasses import replace

import building
from oncomatch.domain.origin import CallOrigin, OriginSheet
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.specimen import MatchedNormal, Pairing, Specimen, SpecimenType
from oncomatch.domain.variant import Reads
from oncomatch.reporting.html import render_report
from oncomatch.reporting.origin_rows import CONFIRM, MOST_ROWS, build_origin, flags_of
from oncomatch.reporting.short import build_next_steps
from unit.reporting.report_makers import record, with_small

STOP = building.small("BRCA2", "Q1429*")


def made(kind: SpecimenType = SpecimenType.UNKNOWN, **fields: object) -> CaseRecord:
    sheet = OriginSheet(STOP.id, STOP.label, True, CallOrigin.POSSIBLY_GERMLINE, "VAF 50%")
    held = with_small(record(), [STOP])
    profile = replace(held.profile, specimen=Specimen(kind))
    return replace(held, profile=profile, origins=(replace(sheet, **fields),))  # type: ignore[arg-type]


def test_a_pathogenic_change_is_flagged_and_is_the_first_next_step() -> None:
    held = made(hereditary="confirm in germline, offer counselling (x)")

    assert flags_of(held, [STOP.id]) == (CONFIRM, "possibly germline")
    assert build_next_steps(held)[0] == (
        "Confirm in germline and offer genetic counselling: BRCA2 Q1429*"
    )


def test_what_the_matched_normal_does_not_have_is_no_next_step() -> None:
    held = made(hereditary="x", origin=CallOrigin.SOMATIC)

    assert flags_of(held, [STOP.id]) == ("hereditary gene, not in the matched normal",)
    assert build_next_steps(held) == ()


def test_blood_cells_are_flagged_beside_a_finding_of_plasma_only() -> None:
    words = "may come from blood cells, not from the tumour"

    assert words in flags_of(made(SpecimenType.PLASMA, haematopoiesis="y"), [STOP.id])
    assert words not in flags_of(made(SpecimenType.FFPE, haematopoiesis="y"), [STOP.id])
    assert build_origin(made(SpecimenType.FFPE, haematopoiesis="y")).rows[0].cautions == "y"


def test_flags_of_other_variants_are_not_taken() -> None:
    assert flags_of(made(hereditary="x"), ["1-1-A-T"]) == ()


def test_pairing_is_stated() -> None:
    alone = build_origin(made()).sentences
    held = made()
    normal = MatchedNormal(Pairing.TUMOR_NORMAL, "N1", "normal N1 (named by the header)")
    paired = build_origin(replace(held, profile=replace(held.profile, normal=normal))).sentences

    assert any("no call is known to be somatic" in each for each in alone)
    assert paired[0] == "Tumour-normal: normal N1 (named by the header)."
    assert not any("no call is known to be somatic" in each for each in paired)


def test_without_small_variants_nothing_is_said_of_origin() -> None:
    (sentence,) = build_origin(record()).sentences

    assert sentence == "Small variants were not assessed, so nothing is known of their origin."


def test_what_is_not_shown_is_counted() -> None:
    held = made()
    sheets = tuple(
        OriginSheet(f"v{at}", f"GENE{at:03}", True, CallOrigin.POSSIBLY_GERMLINE, "r")
        for at in range(MOST_ROWS + 2)
    )
    quiet = OriginSheet("q", "Q", True, CallOrigin.SOMATIC, "r")
    view = build_origin(replace(held, origins=(*sheets, quiet)))

    assert len(view.rows) == MOST_ROWS
    assert view.rest == "3 further protein-altering calls: 1 somatic and 2 possibly germline."


def test_the_report_shows_both_sides_escaped() -> None:
    text = render_report(
        made(for_germline=("<b>for</b>",), against_germline=("low",), hereditary="<i>h</i>")
    )

    assert "&lt;b&gt;for&lt;/b&gt;" in text
    assert "&lt;i&gt;h&lt;/i&gt;" in text
    assert "<b>for</b>" not in text


def test_a_first_page_finding_has_the_flag() -> None:
    profile = building.tumor("HGSOC", [("BRCA2", "Q1429*")])
    variants = tuple(replace(each, reads=Reads(100, 50, 0.5)) for each in profile.small_variants)
    held = building.matched(replace(profile, small_variants=variants))
    first = render_report(held).partition('id="trials"')[0]

    assert f'<span class="tag unknown">{CONFIRM}</span>' in first
    assert '<span class="tag unknown">possibly germline</span>' in first
