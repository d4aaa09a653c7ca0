"""The PDF in the style of the house: its words, its logo, its order, its own template."""

from __future__ import annotations

import base64
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from building import ROOT, png
from oncomatch.domain.house import HouseStyle
from oncomatch.errors import ConfigError
from oncomatch.reporting.pdf.writer import render_pdf
from unit.reporting.report_makers import record

TEMPLATE = ROOT / "src" / "oncomatch" / "reporting" / "templates" / "report.typ"
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10" '
    b'fill="#123456"/><script>x()</script></svg>'
)
SECTIONS = ("ledger", "variants")


def address_of(content: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def read(style: HouseStyle) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(render_pdf(record(), style)))


def sections_of(style: HouseStyle) -> list[str]:
    return [each.title for each in read(style).outline if not isinstance(each, list)]


def test_name_and_address_head_the_first_page_and_the_disclaimer_ends_the_last() -> None:
    style = HouseStyle("Lab <A> #x *b*", ("Street $1$",), disclaimer="FFPE _only_ @x")
    pages = [page.extract_text() for page in read(style).pages]

    assert pages[0].index("Lab <A> #x *b*") < pages[0].index("Street $1$")
    assert pages[0].index("Street $1$") < pages[0].index("In short")
    assert "FFPE _only_ @x" in pages[-1]
    assert "Street" not in "".join(pages[1:])


def test_without_a_house_the_first_page_begins_with_the_title() -> None:
    text = read(HouseStyle()).pages[0].extract_text()

    assert text.replace("\n", " ").count("Molecular tumour board report") == 2


def test_a_png_is_in_the_pdf() -> None:
    style = HouseStyle(logo=address_of(png(300, 60), "png"))
    reader = read(style)
    held = map(reader.get_object, range(1, reader.trailer["/Size"]))
    streams = [each for each in held if isinstance(each, pypdf.generic.StreamObject)]
    images = [each for each in streams if each.get("/Subtype") == "/Image"]

    assert [(each["/Width"], each["/Height"]) for each in images] == [(300, 60)]


def test_an_svg_is_drawn_and_its_script_is_not_there() -> None:
    plain = render_pdf(record())
    logo = render_pdf(record(), HouseStyle(logo=address_of(SVG, "svg+xml")))

    assert len(logo) > len(plain)
    assert b"x()" not in logo


def test_sections_that_are_named_come_first_and_none_is_lost() -> None:
    usual = sections_of(HouseStyle())
    ordered = sections_of(HouseStyle(sections=SECTIONS))
    first = usual.index("Evidence, statement by statement")

    assert ordered[first : first + 2] == ["Ledger", "Small variants"]
    assert ordered[:first] == usual[:first]
    assert sorted(ordered) == sorted(usual)


def test_a_section_that_the_case_does_not_have_is_passed_over() -> None:
    assert sections_of(HouseStyle(sections=("copies",))) == sections_of(HouseStyle())


def test_a_template_of_the_house_stands_in_the_place_of_ours(tmp_path: Path) -> None:
    (tmp_path / "colours.typ").write_text('#let ink = rgb("#123456")\n')
    (tmp_path / "report.typ").write_text(
        '#import "colours.typ": ink\n#set document(title: "Own")\n#set text(font: "FiraGO")\n'
        "#let view = json(bytes(sys.inputs.report))\n"
        "#title[#view.house.name: #view.case_id]\n"
    )
    style = HouseStyle("Lab A", templates=str(tmp_path))

    assert read(style).pages[0].extract_text() == "Lab A: CASE-1"


def test_a_folder_with_other_templates_leaves_the_pdf_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "patient.css").write_text("")

    assert render_pdf(record(), HouseStyle(templates=str(tmp_path))) == render_pdf(record())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("= a\n#colour", r"report\.typ, line 2: unknown variable: colour; docs/house_style\.md"),
        ("#let view = json(bytes(sys.inputs.report))\n#view.colour", r"line 2: .*\"colour\""),
        ("#[", r"report\.typ, line 1: unclosed delimiter"),
        ('\n#read("/etc/passwd")', r"report\.typ, line 2: file not found"),
        ('#import "other.typ": x', r"report\.typ, line 1: file not found"),
        ("= a", r"report\.typ: PDF/UA-1 error: missing document title"),
        ('a\n#import "@preview/b:1.0.0"', r"report\.typ, line 2: asks for a package, which typst"),
    ],
    ids=["variable", "field", "syntax", "file outside", "file absent", "title", "package"],
)
def test_a_template_with_a_slip_is_one_line(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "report.typ").write_text(text)

    with pytest.raises(ConfigError, match=words) as caught:
        render_pdf(record(), HouseStyle(templates=str(tmp_path)))
    assert str(caught.value).startswith("house.templates: ")
    assert "\n" not in str(caught.value)


def test_a_copy_of_our_template_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "report.typ").write_bytes(TEMPLATE.read_bytes())
    style = HouseStyle("Lab A", ("Street 1",))

    own = HouseStyle("Lab A", ("Street 1",), templates=str(tmp_path))
    assert render_pdf(record(), own) == render_pdf(record(), style)


def test_a_logo_that_cannot_be_drawn_is_one_line() -> None:
    style = HouseStyle(logo=address_of(b"<svg", "svg+xml"))

    with pytest.raises(ConfigError, match=r"house\.logo: cannot be drawn in the PDF: .*; save it"):
        render_pdf(record(), style)
