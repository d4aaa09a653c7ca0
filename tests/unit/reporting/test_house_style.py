"""The house style of a laboratory reaches its reports; what is wrong in it is one line."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import openpyxl
import pytest

from building import ROOT, png
from oncomatch.domain.house import HouseStyle
from oncomatch.errors import ConfigError
from oncomatch.pipeline.house import house_style
from oncomatch.readers.config import Config, parse_config
from oncomatch.readers.house import MOST_LOGO_BYTES, HouseSettings, read_house
from oncomatch.reporting.batch_index import render_index, write_index
from oncomatch.reporting.html import render_report
from oncomatch.reporting.patient.html import render_patient_page
from oncomatch.reporting.section_order import put_first
from oncomatch.reporting.xlsx import write_xlsx
from unit.reporting.html_page import read_page
from unit.reporting.report_makers import record

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>'
PNG = png(3, 2)
SCHEMA = json.loads((ROOT / "workflow" / "schemas" / "config.schema.json").read_text())
SECTIONS = SCHEMA["properties"]["house"]["properties"]["sections"]["items"]["enum"]


def sections_of(page: str) -> list[str]:
    return re.findall(r'^<section aria-labelledby="([a-z]+)">$', page, re.MULTILINE)


def config(**house: object) -> Config:
    return parse_config({"house": house}, "config.yaml")


def test_name_address_and_disclaimer_stand_on_every_page() -> None:
    style = HouseStyle("Lab <A>", ("Street & 1",), disclaimer="FFPE <only>")

    for text in (
        render_report(record(), style),
        render_patient_page(record(), style),
        render_index((), "batch", style=style),
    ):
        words = read_page(text).words
        assert [
            each for each in ("Lab <A>", "Street & 1", "FFPE <only>") if each not in words
        ] == []


def test_without_a_house_style_the_report_is_as_it_was() -> None:
    assert "house" not in render_report(record())
    assert "house" not in render_index((), "batch")


def test_the_workbooks_have_the_house_in_their_first_sheet_and_nothing_is_a_formula(
    tmp_path: Path,
) -> None:
    style = HouseStyle("=1+1", ("Street 1", "+49 123"), disclaimer="FFPE only")
    write_xlsx(record(), tmp_path / "report.xlsx", style)
    write_index(tmp_path, [record()], style=style)

    for name in ("report.xlsx", "index.xlsx"):
        first = openpyxl.load_workbook(tmp_path / name).worksheets[0]
        assert first.title == "LABORATORY"
        assert list(first.iter_rows(values_only=True)) == [
            ("field", "value"),
            ("name", "=1+1"),
            ("address", "Street 1"),
            ("address", "+49 123"),
            ("disclaimer", "FFPE only"),
        ]
        assert first["B2"].data_type == "s"


def test_a_workbook_without_a_house_begins_with_the_case(tmp_path: Path) -> None:
    write_xlsx(record(), tmp_path / "report.xlsx", HouseStyle(logo="data:image/png;base64,AAAA"))

    assert openpyxl.load_workbook(tmp_path / "report.xlsx").sheetnames[0] == "CASE"


@pytest.mark.parametrize(
    ("content", "kind"), [(SVG, "image/svg+xml"), (PNG, "image/png")], ids=["SVG", "PNG"]
)
def test_a_logo_is_embedded_as_a_picture_only(content: bytes, kind: str, tmp_path: Path) -> None:
    (tmp_path / "logo").write_bytes(content)
    style = read_house(HouseSettings(logo=str(tmp_path / "logo")))
    whole = f"data:{kind};base64,{base64.b64encode(content).decode()}"

    for text in (
        render_report(record(), style),
        render_patient_page(record(), style),
        render_index((), "batch", style=style),
    ):
        assert f'<img src="{whole}"' in text
        assert "<script>x()" not in text
    assert "; img-src data:" in render_report(record(), style)


DEEP = b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'
FAR = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/logo.png"/></svg>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, r"house\.logo: \S+ cannot be read: No such file or directory; give the path"),
        (b"GIF89a", r"house\.logo: \S+ is neither a PNG nor an SVG; convert it"),
        (b"", "neither a PNG nor an SVG"),
        (b"<html><svg/></html>", "neither a PNG nor an SVG"),
        (b"\xff\xfe<svg", "neither a PNG nor an SVG"),
        (PNG + b"\0" * MOST_LOGO_BYTES, "is larger than 200 kB"),
        (PNG[:40], "is a broken PNG; save it anew"),
        (PNG.replace(b"IDAT", b"IDAX"), "is a broken PNG; save it anew"),
        (png(4001, 1), "has 4001 x 1 pixels; 4000 a side are the most, make it smaller"),
        (SVG[:-6], r"is a broken SVG, line 1: no element found; save it anew"),
        (DEEP, "defines XML entities; save it as plain SVG"),
        (FAR, "shows another file by its address; embed that, or convert it to PNG"),
    ],
    ids=[
        "absent",
        "another kind",
        "empty",
        "a page",
        "not text",
        "too large",
        "a cut PNG",
        "a PNG with a wrong checksum",
        "too many pixels",
        "a cut SVG",
        "entities",
        "another file",
    ],
)
def test_a_logo_that_cannot_be_is_one_line(
    content: bytes | None, words: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "logo").write_bytes(content)

    with pytest.raises(ConfigError, match=words) as caught:
        read_house(HouseSettings(logo=str(tmp_path / "logo")))
    assert "\n" not in str(caught.value)


def test_sections_that_are_named_come_first_and_none_is_lost() -> None:
    usual = sections_of(render_report(record()))
    style = HouseStyle(sections=("ledger", "variants"))
    page = render_report(record(), style)
    first = usual[: usual.index("evidence")]

    assert sections_of(page)[: len(first) + 2] == [*first, "ledger", "variants"]
    assert sorted(sections_of(page)) == sorted(usual)
    contents = page.partition('id="contents"')[2]
    assert contents.index("#ledger") < contents.index("#variants") < contents.index("#evidence")


def test_a_section_that_the_case_does_not_have_is_passed_over() -> None:
    page = '<<CONTENTS>>\n<section aria-labelledby="b">\nB\n</section>\n'

    assert put_first(page, ("a", "b")) == page


def test_the_configuration_names_every_section_behind_the_first_page() -> None:
    template = ROOT / "src" / "oncomatch" / "reporting" / "templates" / "report.html"

    assert sections_of(template.read_text().partition("<<CONTENTS>>")[2]) == SECTIONS
    words = (ROOT / "docs" / "house_style.md").read_text()
    assert [each for each in SECTIONS if f"`{each}`" not in words] == []


def test_an_unknown_section_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(
        ConfigError, match=r"config\.yaml: house\.sections.*'colour'.*'evidence', 'meanings'"
    ):
        config(sections=["variants", "colour"])


def test_a_template_of_the_house_stands_in_the_place_of_ours(tmp_path: Path) -> None:
    (tmp_path / "patient.html").write_text("<p>{{ house.name }}: {{ page.title }}</p>")
    style = house_style(config(name="A & B", templates=str(tmp_path)))

    assert render_patient_page(record(), style).startswith("<p>A &amp; B: Your tumour test")
    assert "Molecular tumour board report" in render_report(record(), style)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\n{{ page.colour }}", r"patient\.html, line 2: .*has no attribute 'colour'"),
        ("{% if %}", r"patient\.html, line 1: "),
        ('{% include "other.html" %}', r"other\.html: "),
        ('{% include "broken.html" %}', r"broken\.html, line 3: "),
        ("\n\n{{ 1 + 'a' }}", r"patient\.html, line 3: unsupported operand"),
        ("{{ 1 / 0 }}", r"patient\.html, line 1: division by zero"),
        ("{{ page.title.nothing() }}", r"patient\.html, line 1: "),
    ],
    ids=["field", "syntax", "include", "in an include", "types", "number", "method"],
)
def test_a_template_with_a_slip_is_one_line(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "patient.html").write_text(text)
    (tmp_path / "broken.html").write_text("\n\n{% for %}")

    with pytest.raises(ConfigError, match=words) as caught:
        render_patient_page(record(), HouseStyle(templates=str(tmp_path)))
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_known_template_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigError,
        match=r"has neither a catalogue \(patient\.fr\.toml\) nor one of house\.css, house\.html",
    ):
        house_style(config(templates=str(tmp_path)))
    with pytest.raises(ConfigError, match=r"house\.templates: there is no folder"):
        house_style(config(templates=str(tmp_path / "no")))
