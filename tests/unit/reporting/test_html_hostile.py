"""Whatever a file or a source says is text in the report: it makes no element and no address.

Every string of a record is replaced by a hostile one in turn and drawn; the page must have the
elements of the harmless page, and the hostile text must be readable in it as it was written.
"""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from enum import Enum
from functools import cache

import pytest

import building
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.match import EscatDraft, SchemeLevel
from oncomatch.domain.oncogenicity import Rule
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.tier import Tier
from oncomatch.reporting.batch_index import FailedCase, IndexRow, render_index
from oncomatch.reporting.html import render_report
from unit.reporting.html_page import Page, read_page
from unit.reporting.report_makers import (
    agency,
    evidence,
    marker,
    meaning,
    miss,
    record,
    sheet,
    source,
    therapy,
    trial_match,
    trial_matches,
    with_small,
)

ATTACKS = {
    "script": "<script>alert(1)</script>",
    "out of an attribute": '"><img src=x onerror=alert(1)>',
    "out of a single-quoted attribute": "'><svg onload=alert(1)>",
    "out of the style": "</style><script>alert(1)</script>",
    "out of the title": "</title><script>alert(1)</script>",
    "a comment": "<!-- <b>",
    "a template": "{{ 7 * 7 }}{% for x in y %}",
    "an entity": "&lt;b&gt;&amp;",
}


@pytest.fixture(params=ATTACKS)
def attack(request: pytest.FixtureRequest) -> str:
    return ATTACKS[request.param]


@cache
def harmless() -> CaseRecord:
    """A record with each kind of entry."""
    variant = building.small("KRAS", "G12C")
    other = building.small("TP53", "R175H")
    profile = building.matched(
        building.tumor("LUAD", copies={"MET": 12.0}, panel=["KRAS"], her2_ihc="1+", tmb=3.0)
    ).profile
    match = therapy(
        facts=(variant.id,),
        records=[evidence(condition="X", condition_source="Y", subtype="Z")],
        against=(evidence("E2"),),
        opposed_by=("resistance",),
        conflicts=("harm",),
        levels=(SchemeLevel("CIViC", "A", Tier.IA, "CIViC E1"),),
        disagreement="apart",
        escat=EscatDraft("I-B", "approved"),
        approvals=(agency(since="2020-01-02", added=("Zotinib",), settings=("adjuvant",)),),
        cautioned_by=("less response",),
    )
    made = record(
        profile,
        therapies=(match, therapy("Yotinib", label="MET amplification")),
        near_misses=(miss(labels=("KRAS G12C",), condition="MSI high"),),
        markers=(marker(),),
        trials=trial_matches(trial_match()),
        meanings=(meaning(),),
        oncogenicity=(sheet(variant.id, Rule.STRONG_HOTSPOT),),
        genes=building.matched(building.tumor("LUAD", panel=["KRAS"])).genes[:2],
    )
    return with_small(with_small(made, [variant]), [other], known=False)


def poisoned(value: object, text: str) -> object:
    """Return a value with every string in it, at any depth, replaced; identifiers excepted."""
    if isinstance(value, Enum) or (not isinstance(value, tuple | str) and not _is_part(value)):
        return value
    if isinstance(value, str):
        return text if value else value
    if isinstance(value, tuple):
        return tuple(poisoned(each, text) for each in value)
    fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    return replace(
        value,  # type: ignore[type-var]
        **{name: each if name in KEYS else poisoned(each, text) for name, each in fields.items()},
    )


KEYS = {
    "schema_version",  # ours
    "case_id",  # checked by its type
    "variant",  # the join of variants and standings
    "contig",
    "ref",
    "alt",
    "facts",
}


def _is_part(value: object) -> bool:
    return dataclasses.is_dataclass(value) and not isinstance(value, type)


def shape(page: Page) -> list[tuple[str, tuple[str, ...]]]:
    """Return the elements with the names of their attributes; pictures have their own tests.

    How a picture breaks its lines depends on the length of a text.
    """
    return [
        (each.tag, tuple(sorted(each.attributes)))
        for each in page.elements
        if "svg" not in each.parents
    ]


def drawn(made: CaseRecord) -> Page:
    page = read_page(render_report(made))
    assert (page.problems, page.unclosed(), page.comments) == ([], [], [])
    return page


def test_the_harmless_page_shows_every_kind_of_entry():
    words = drawn(harmless()).words

    for part in ("Xotinib", "KRAS G12C", "TP53 R175H", "NCT00000001", "12 copies", "less response"):
        assert part in words


def test_a_record_of_hostile_text_makes_a_page_of_the_same_elements(attack: str):
    """But for links: what is no web address is not linked."""
    page = drawn(poisoned(harmless(), attack))  # type: ignore[arg-type]
    ordinary = [each for each in shape(page) if each[0] not in ("a", "br")]

    made_by_text = {tag for tag, _ in ordinary} - {tag for tag, _ in shape(drawn(harmless()))}
    assert made_by_text == set()
    assert {name for _, names in ordinary for name in names if name.startswith("on")} == set()
    assert page.all("img", "image", "foreignObject") == []
    assert [each.text for each in page.all("script")] == [
        each.text for each in drawn(harmless()).all("script")
    ]


def profile_with(**fields: object) -> CaseRecord:
    made = harmless()
    return replace(made, profile=replace(made.profile, **fields))  # type: ignore[arg-type]


def case_with(**fields: object) -> CaseRecord:
    return profile_with(case=replace(harmless().profile.case, **fields))  # type: ignore[arg-type]


def variant_with(**fields: object) -> CaseRecord:
    first, *others = harmless().profile.small_variants
    return profile_with(small_variants=(replace(first, **fields), *others))  # type: ignore[arg-type]


PLACES = {
    "sample name": lambda text: profile_with(sample=text),
    "choice of the sample": lambda text: profile_with(sample_choice=text),
    "specimen": lambda text: case_with(specimen=text),
    "tumour type": lambda text: case_with(tumor_type_name=text),
    "caution": lambda text: profile_with(notes=(text,)),
    "panel file": lambda text: profile_with(assay=replace(harmless().profile.assay, regions=text)),
    "copy-number file": lambda text: profile_with(
        assay=replace(harmless().profile.assay, copy_number=text)
    ),
    "ledger reason, from FILTER": lambda text: profile_with(
        ledger=replace(
            harmless().profile.ledger,
            read=1,
            reported=0,
            filtered=(building.LedgerLine(text, 1),),
        )
    ),
    "note of a variant, from INFO": lambda text: variant_with(note=text),
    "gene of a variant": lambda text: variant_with(gene=text, effect=None),
    "copy-number reason": lambda text: profile_with(
        copy_numbers=(replace(harmless().profile.copy_numbers[0], reason=text),)
    ),
    "label of a finding": lambda text: record(therapies=(therapy(label=text),)),
    "regimen": lambda text: record(therapies=(therapy(text),)),
    "citation": lambda text: record(
        therapies=(therapy(records=[evidence(provenance=source(citation=text))]),)
    ),
    "record id": lambda text: record(
        therapies=(therapy(records=[evidence(provenance=source(record_id=text))]),)
    ),
    "disease": lambda text: record(therapies=(therapy(records=[evidence(disease=text)]),)),
    "doubt": lambda text: record(therapies=(therapy(opposed_by=(text,)),)),
    "near miss": lambda text: record(near_misses=(miss(text),)),
    "conflict": lambda text: record(therapies=(therapy(conflicts=(text,)),)),
    "level": lambda text: record(
        therapies=(therapy(levels=(SchemeLevel("CGI", text, Tier.IB, "CGI line 1"),)),)
    ),
    "disagreement": lambda text: record(therapies=(therapy(disagreement=text),)),
    "rule of the ESCAT draft": lambda text: record(
        therapies=(therapy(escat=EscatDraft("I-B", text)),)
    ),
    "agency": lambda text: record(therapies=(therapy(approvals=(agency(text),)),)),
    "indication": lambda text: record(
        therapies=(therapy(approvals=(agency(indications=(text,)),)),)
    ),
    "drug that a label adds": lambda text: record(
        therapies=(therapy(approvals=(agency(added=(text,)),)),)
    ),
    "condition of a label": lambda text: record(
        therapies=(therapy(approvals=(agency(condition=Outcome.UNKNOWN, reason=text),)),)
    ),
    "disease of a meaning": lambda text: record(meanings=(meaning(disease=text),)),
    "finding of a meaning": lambda text: record(meanings=(meaning(labels=(text,)),)),
    "reason of a criterion": lambda text: replace(
        harmless(),
        oncogenicity=(sheet(harmless().oncogenicity[0].variant, Rule.STRONG_HOTSPOT, reason=text),),
    ),
    "reason of a marker in its row": lambda text: record(markers=(marker(reason=text),)),
    "marker": lambda text: record(markers=(marker(text),)),
    "trial title": lambda text: record(trials=trial_matches(trial_match(title=text))),
    "country": lambda text: record(trials=trial_matches(trial_match(countries=(text,)))),
    "trial id": lambda text: record(
        trials=trial_matches(trial_match(trial_id=text, url="https://x"))
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_hostile_text_is_shown_as_it_was_written(place: str, attack: str):
    page = drawn(PLACES[place](attack))
    plain = drawn(PLACES[place]("harmless"))

    assert " ".join(attack.split()) in page.words
    assert shape(page) == shape(plain)


def test_the_reason_of_a_marker_stays_in_its_tooltip(attack: str):
    page = drawn(record(markers=(marker(reason=attack),)))
    (item,) = [each for each in page.all("li") if "title" in each.attributes]

    assert item.attributes == {"class": "open", "title": attack}


BAD_ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
]
ADDRESSES = {
    "of a record": lambda url: record(
        therapies=(therapy(records=[evidence(provenance=source(url=url))]),)
    ),
    "of a citation": lambda url: record(
        therapies=(therapy(records=[evidence(provenance=source(citation=url))]),)
    ),
    "of a citation as PubMed's": lambda url: record(
        therapies=(therapy(records=[evidence(provenance=source(citation=f"PMID:{url}"))]),)
    ),
    "of a trial": lambda url: record(trials=trial_matches(trial_match(url=url))),
}


@pytest.mark.parametrize("url", BAD_ADDRESSES)
@pytest.mark.parametrize("place", ADDRESSES)
def test_only_web_addresses_are_linked(place: str, url: str):
    """A record comes back from a file: what stands in it is not our word."""
    targets = [each.attributes.get("href", "#") for each in drawn(ADDRESSES[place](url)).all("a")]

    assert [each for each in targets if not each.startswith(("#", "https://", "http://"))] == []


def index_row(**fields: object) -> IndexRow:
    values: dict[str, object] = {
        "case_id": "CASE-1",
        "tumor_type": "Lung (LUNG)",
        "build": "GRCh38",
        "tier": "I-A",
        "findings": "KRAS G12C",
        "benefits": 1,
        "resistances": 0,
        "trials": 0,
        "not_assessed": 0,
        "alleles_read": 1,
        "reported": 1,
        "filtered": 0,
        "failed": 0,
        "cautions": "mind",
    }
    return IndexRow(**{**values, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["case_id", "tumor_type", "findings", "cautions"])
def test_the_index_shows_hostile_text_as_it_was_written(name: str, attack: str):
    page = read_page(render_index((index_row(**{name: attack}),), "demo"))

    assert (page.problems, page.unclosed(), page.comments) == ([], [], [])
    assert shape(page) == shape(read_page(render_index((index_row(),), "demo")))
    assert " ".join(attack.split()) in page.words


def test_the_name_and_the_failures_of_a_batch_are_text(attack: str):
    plain = render_index((), "demo", (FailedCase("CASE-1", "match", "no"),))
    page = read_page(render_index((), attack, (FailedCase(attack, attack, attack),)))

    assert (page.problems, page.unclosed(), page.comments) == ([], [], [])
    assert shape(page) == shape(read_page(plain))
    assert page.words.count(" ".join(attack.split())) == 4
