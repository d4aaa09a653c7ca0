"""Pictures of proteins: what is drawn, what is said instead, and that nothing breaks the page."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest

import building
from oncomatch.domain.protein_map import ProteinDomain, ProteinMap, RecurrentResidue
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.figures import MOST_PROTEINS
from oncomatch.reporting.pictures.canvas import WIDTH, Canvas, shortened, spread, text_width
from oncomatch.reporting.pictures.protein import MOST_LABELS, draw_protein
from unit.reporting.page_parts import figures_of
from unit.reporting.report_makers import record, with_small

SVG = "{http://www.w3.org/2000/svg}"


def protein_of(made: CaseRecord, gene: str, **fields: object) -> ProteinMap:
    effect = next(
        each.effect for each in made.profile.small_variants if each.gene == gene and each.effect
    )
    values: dict[str, object] = {"gene": gene, "transcript": effect.transcript, "residues": 393}
    return ProteinMap(**{**values, **fields})  # type: ignore[arg-type]


def tp53(*changes: str, known: bool = True) -> CaseRecord:
    variants = [building.small("TP53", change) for change in changes]
    return with_small(record(), variants, known=known)


def root_of(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [each.text or "" for each in root_of(svg).iter(f"{SVG}text")]


def test_a_variant_is_labelled_and_said_in_words_with_its_domain():
    made = tp53("R175H")
    protein = protein_of(
        made,
        "TP53",
        domains=(ProteinDomain(109, 288, "P53", "CDD:cd08367"),),
        recurrent=(RecurrentResidue(175, 435), RecurrentResidue(273, 609)),
    )
    picture = draw_protein(made, protein, "protein-1")
    assert picture is not None
    assert {"TP53", "R175H", "P53"} <= set(texts(picture.svg))
    assert "known meaning: R175H in P53, a residue changed in 435 tumours." in picture.words
    assert "longest stroke 273 in 609 tumours" in " ".join(texts(picture.svg))


def test_the_picture_names_its_text_alternative():
    made = tp53("R175H")
    picture = draw_protein(made, protein_of(made, "TP53"), "protein-7")
    assert picture is not None
    root = root_of(picture.svg)
    names = root.attrib["aria-labelledby"].split()
    told = {each.attrib["id"]: each.text for each in root if "id" in each.attrib}
    assert root.attrib["role"] == "img"
    assert [told[name] for name in names] == [picture.title, picture.words]
    assert names == ["protein-7-t", "protein-7-d"]


def test_a_protein_without_known_domains_says_so():
    made = tp53("R175H")
    picture = draw_protein(made, protein_of(made, "TP53"), "p")
    assert picture is not None
    assert any("no domain is known here" in words for words in texts(picture.svg))


def test_known_and_uncertain_variants_differ_in_more_than_colour():
    bold = {}
    for known in (True, False):
        made = tp53("R175H", known=known)
        picture = draw_protein(made, protein_of(made, "TP53"), "p")
        assert picture is not None
        label = next(
            each for each in root_of(picture.svg).iter(f"{SVG}text") if each.text == "R175H"
        )
        bold[known] = label.attrib.get("font-weight")
    assert bold == {True: "700", False: None}


def test_a_variant_on_another_transcript_is_not_drawn():
    made = tp53("R175H")
    assert draw_protein(made, protein_of(made, "TP53", transcript="NM_1.1"), "p") is None


def test_the_same_record_gives_the_same_bytes():
    made = tp53("R175H", "R273H")
    protein = protein_of(made, "TP53")
    assert draw_protein(made, protein, "p") == draw_protein(made, protein, "p")


def test_hundreds_of_variants_keep_their_labels_apart_and_count_the_rest():
    one = building.small("TP53", "R175H")
    assert one.effect is not None
    many = [
        replace(
            one,
            variant=replace(one.variant, position=one.variant.position + at),
            effect=replace(one.effect, first_residue=1 + at, protein_change=f"A{1 + at}V"),
        )
        for at in range(300)
    ]
    made = with_small(record(), many, known=False)
    picture = draw_protein(made, protein_of(made, "TP53"), "p")
    assert picture is not None
    labels = [
        each
        for each in root_of(picture.svg).iter(f"{SVG}text")
        if (each.text or "").startswith("A") and (each.text or "").endswith("V")
    ]
    places = sorted(float(each.attrib["x"]) for each in labels)
    assert len(labels) == MOST_LABELS
    assert min(after - before for before, after in pairwise(places)) >= 12
    assert f"{300 - MOST_LABELS} more as short strokes" in " ".join(texts(picture.svg))
    assert "and 280 more" in picture.words


@pytest.mark.parametrize("known", [True, False])
def test_of_too_many_variants_those_of_the_whole_protein_are_labelled(known: bool):
    one = building.small("TP53", "R175H")
    assert one.effect is not None
    many = [
        replace(
            one,
            variant=replace(one.variant, position=one.variant.position + at),
            effect=replace(one.effect, first_residue=1 + at, protein_change=f"A{1 + at}V"),
        )
        for at in range(390)
    ]
    made = with_small(record(), many, known=known)
    seen = (RecurrentResidue(273, 609),)
    picture = draw_protein(made, protein_of(made, "TP53", recurrent=seen), "p")
    assert picture is not None
    labels = {words for words in texts(picture.svg) if words.startswith("A")}
    assert "A273V" in labels
    assert any(int(each[1:-1]) > 350 for each in labels)
    assert "342 more as short strokes" in " ".join(texts(picture.svg))


def test_a_hostile_label_is_text_and_stays_short():
    one = building.small("TP53", "R175H")
    assert one.effect is not None
    words = "</text><script>alert(1)</script>\x00\x1b" + "W" * 300
    bad = replace(one, effect=replace(one.effect, protein_change=words))
    made = with_small(record(), [bad])
    picture = draw_protein(made, protein_of(made, "TP53"), "p")
    assert picture is not None
    assert "<script" not in picture.svg
    assert root_of(picture.svg).find(f".//{SVG}script") is None
    assert max(map(len, texts(picture.svg))) < 200


def test_genes_without_a_picture_are_counted():
    made = with_small(record(), [building.small("TP53", "R175H"), building.small("KRAS", "G12C")])
    made = replace(made, proteins=(protein_of(made, "TP53"),))
    figures = figures_of(made)
    assert [each.title for each in figures.proteins] == ["TP53 protein"]
    assert figures.proteins_rest.startswith("1 further gene with reported variants: not drawn")


def test_no_more_proteins_are_drawn_than_a_reader_looks_at():
    made = tp53("R175H")
    made = replace(made, proteins=(protein_of(made, "TP53"),) * 40)
    assert len(figures_of(made).proteins) == MOST_PROTEINS


@pytest.mark.parametrize(
    ("places", "gap", "moved"),
    [
        ([], 10, []),
        ([50.0], 10, [50.0]),
        ([0.0, 0.0, 0.0], 10, [0.0, 10.0, 20.0]),
        ([100.0, 100.0], 10, [90.0, 100.0]),
        ([50.0, 52.0], 10, [46.0, 56.0]),
    ],
)
def test_labels_move_apart_and_stay_inside(places: list[float], gap: float, moved: list[float]):
    assert spread(places, gap, 0, 100) == moved


def test_a_thousand_labels_still_stay_inside():
    moved = spread([5.0] * 1000, 20, 0, 100)
    assert moved[0] >= 0
    assert moved[-1] <= 100


def test_a_line_that_is_too_long_is_cut():
    assert text_width(shortened("M" * 100, 60), 12) <= 60
    assert shortened("short", 600) == "short"


def test_what_xml_cannot_hold_is_left_out():
    canvas = Canvas("k", 10, "a\x00b", "c\x0bd\ud800")
    canvas.text(0, 0, "e\x1bf\ng")
    picture = canvas.done()
    assert (picture.title, picture.words) == ("ab", "cd")
    assert texts(picture.svg) == ["ef g"]
    assert root_of(picture.svg).attrib["width"] == f"{WIDTH}"
