"""The PDF has what the page has, on pages that can be filed, whatever a case holds."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from importlib.resources import files
from io import BytesIO

import pypdf
import pytest

import building
from oncomatch.domain.assay import Finding
from oncomatch.domain.match import GeneState
from oncomatch.domain.rearrangement import Breakpoint, Rearrangement, RearrangementKind
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.html import build_view
from oncomatch.reporting.pdf.content import MOST_ROWS, build_content
from oncomatch.reporting.pdf.fonts import (
    code_points,
    font_files,
    needs_shaping,
    shown_characters,
    without_shaping,
)
from oncomatch.reporting.pdf.text import BREAK, breakable, fit_for_print, visible
from oncomatch.reporting.pdf.writer import _compiler, render_pdf
from oncomatch.reporting.view import Figures, ReportView
from unit.reporting.report_makers import (
    empty_profile,
    evidence,
    marker,
    miss,
    record,
    therapy,
    trial_match,
    trial_matches,
    with_small,
)


def read(made: CaseRecord) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(render_pdf(made)))


def text_of(reader: pypdf.PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def squeezed(text: str) -> str:
    """Return text without white space: lines and long words wrap where there is no room."""
    return "".join(text.split())


@cache
def full() -> CaseRecord:
    made = record(
        therapies=(therapy(),),
        near_misses=(miss(),),
        markers=(marker(),),
        trials=trial_matches(trial_match()),
    )
    return with_small(made, [building.small("KRAS", "G12C")])


@cache
def full_pdf() -> pypdf.PdfReader:
    return read(full())


def test_every_page_has_the_case_its_number_and_the_draft_mark():
    pages = full_pdf().pages

    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert f"Case CASE-1 · page {number} of {len(pages)}" in text
        assert "Molecular tumour board report · Case CASE-1" in text
        assert "Draft, not signed" in text
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
            (595.28, 841.89), abs=0.01
        )


def test_bookmarks_name_the_sections_in_order_and_the_findings():
    outline = full_pdf().outline
    sections = [each.title for each in outline if not isinstance(each, list)]

    assert sections[:6] == [
        "In short",
        "Findings that matter",
        "Open trials that fit best",
        "What to find out next",
        "Looked for in this tumour type",
        "Evidence, statement by statement",
    ]
    assert sections[-1] == "Methods, limits, sources"
    assert [each.title for each in outline[sections.index("Findings that matter") + 1]] == [
        "KRAS G12C"
    ]


def test_the_file_is_tagged_and_has_title_and_language():
    reader = full_pdf()
    catalogue = reader.root_object

    assert catalogue["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in catalogue
    assert catalogue["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "Molecular tumour board report, case CASE-1"
    assert reader.metadata.creation_date is None
    assert "pdfuaid:part" in reader.xmp_metadata.stream.get_data().decode()


def test_the_text_says_what_the_view_says():
    text, view = squeezed(text_of(full_pdf())), build_view(full())

    for sentence in (*view.short, *view.limits, *(fact.value for fact in view.head)):
        assert squeezed(sentence) in text
    for finding in view.findings:
        for line in finding.lines:
            assert squeezed(line.regimen + line.why) in text
    for block in view.evidence:
        assert squeezed(block.heading) in text


def test_a_line_of_a_finding_leads_to_its_evidence():
    links = [
        annotation.get_object()
        for page in full_pdf().pages
        for annotation in page.get("/Annots", ())
    ]

    assert any("/Dest" in link or "/D" in link.get("/A", {}) for link in links)
    assert "https://example.org/E1" in {link.get("/A", {}).get("/URI") for link in links}


HOSTILE = {
    "an import": '#import "/etc/passwd"',
    "a call": '#read("/etc/passwd")',
    "markup": "*bold* _it_ = Head `raw` - list @ref <label>",
    "mathematics": "$ x^2 $ $",
    "backslashes": r"C:\new\u{41} \ \n",
    "quotes and brackets": '"]))} [#{ // /* ',
    "the end of the JSON": '"}],"short":["x"]',
    "Arabic": "مريض ١",
    "Hebrew": "חולה",
    "Greek and Cyrillic": "Ασθενής Больной",
}


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_text_of_a_case_is_printed_as_it_is(words: str):
    made = replace(full(), markers=(marker(reason=f"<{words}>"),))
    text = squeezed(text_of(read(made)))

    if words.isascii():
        assert squeezed(f"<{words}>") in text
    else:
        assert set(squeezed(words)) <= set(text)  # their order is that of the script


@pytest.mark.parametrize("case_id", ["患者一", "환자", "חולה", "x" * 64, "A_" * 32])
def test_a_case_of_any_name_is_printed(case_id: str):
    profile = empty_profile()
    made = record(replace(profile, case=replace(profile.case, case_id=case_id)))

    assert len(read(made).pages) >= 2


@pytest.mark.parametrize(
    "words", [*HOSTILE.values(), "x" * 3000, "a_b:" * 60, "👩‍⚕️", "\u202eevil", "\x00\x07\ufffe"]
)
def test_any_words_of_the_sheet_are_printed(words: str):
    profile = empty_profile()
    made = record(replace(profile, case=replace(profile.case, specimen=words)))

    assert len(read(made).pages) >= 2


def test_characters_without_a_glyph_are_written_by_their_number_and_the_first_page_says_so():
    profile = empty_profile()
    made = record(replace(profile, case=replace(profile.case, case_id="患者-1")))
    first = read(made).pages[0].extract_text()

    assert "Case [U+60A3][U+8005]-1" in first
    assert "no sign for are written by their Unicode number" in first.replace("\n", " ")
    assert "Unicode number" not in full_pdf().pages[0].extract_text()


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("plain", "plain"),
        ("naïve – ≥ 10 µg → −1", "naïve – ≥ 10 µg → −1"),
        ("two\nlines\tand", "two lines and"),
        ("\u202eabc", "[U+202E]abc"),
        ("zero\u200bwidth", "zero[U+200B]width"),
        ("\x07", "[U+0007]"),
        ("中", "[U+4E2D]"),
        ("😀", "[U+1F600]"),
        ("شكرا\u200cشكرا", "شكرا\u200cشكرا"),
    ],
)
def test_what_cannot_be_seen_is_written_by_its_number(text: str, printed: str):
    assert visible(text) == printed


def test_the_font_has_the_letters_of_our_own_words():
    assert set(map(ord, "→−≥≤×·…–“”≈±µéäßŁ")) <= shown_characters()
    assert ord("中") not in shown_characters()
    assert len(font_files()) == 2


@pytest.mark.parametrize("words", ["مريض", "חולה", "रोगी", "ผู้ป่วย", "e\u0301", "a\u200db\u0903"])
def test_text_whose_letters_have_several_forms_is_set_with_the_whole_font(words: str):
    assert needs_shaping(f"Case {words}")


@pytest.mark.parametrize("words", ["naïve – ≥ 10 µg → −1 … “x”", "Ασθενής Больной", BREAK, "中"])
def test_text_of_single_letters_is_set_without_shaping(words: str):
    assert needs_shaping(words) is (words == "中")


def test_the_font_without_shaping_has_the_same_letters():
    for font in font_files():
        plain = without_shaping(font)

        assert set(code_points(plain)) == set(code_points(font))
        assert b"GPOS" in font[:400]
        assert b"GPOS" not in plain[:400]
        assert b"GSUB" not in plain[:400]


def test_a_report_with_shaped_letters_says_the_same(monkeypatch: pytest.MonkeyPatch):
    plain = squeezed(text_of(full_pdf()))
    monkeypatch.setattr("oncomatch.reporting.pdf.writer.needs_shaping", lambda _: True)

    assert squeezed(text_of(read(full()))) == plain


@pytest.mark.parametrize(
    "word", ["NM_004333.4:c.1799T>A", "A" * 90, "p.(His1047_Gly1049delinsArgSerThr)"]
)
def test_a_long_word_can_wrap_and_loses_nothing(word: str):
    assert BREAK in breakable(word)
    assert breakable(word).replace(BREAK, "") == word
    assert breakable("immunohistology of lung") == "immunohistology of lung"


@pytest.mark.parametrize(
    ("word", "marked"),
    [
        ("Sensitivity/Response", "Sensitivity/Response"),
        ("Placebo-Controlled", "Placebo-Controlled"),
        ("FT825/ONO-8250, and", "FT825/ONO-|8250, and"),
        ("https://clinicaltrials.gov/a", "https://|clinicaltrials.|gov/a"),
        ("(Her2)-overexpressing", "(Her2)-|overexpressing"),
    ],
    ids=["slash", "hyphen", "hyphen before a number", "two slashes", "behind a bracket"],
)
def test_a_mark_stands_where_a_line_would_not_end_anyway(word: str, marked: str):
    assert breakable(word) == marked.replace("|", BREAK)


@pytest.mark.parametrize("word", ["Sensitivity/Response", "Placebo-Controlled"])
def test_a_line_ends_behind_a_slash_and_a_hyphen_without_a_mark(word: str):
    page = f'#set page(width: 24mm, height: 40mm, margin: 1mm)\n#text(font: "FiraGO", "{word}")'
    pdf = _compiler(shaped=False).compile(page.encode(), format="pdf")

    lines = pypdf.PdfReader(BytesIO(pdf)).pages[0].extract_text().split()
    assert len(lines) == 2, lines
    assert "".join(lines) == word


def test_words_of_wide_lists_are_marked_from_40_letters_on():
    word = "reference/transcripts_of_GRCh38.tsv"
    said = fit_for_print({"versions": [{"label": word, "value": "a" * 64}], "why": word})

    assert said["versions"][0]["label"] == word
    assert said["versions"][0]["value"] == BREAK.join("a" * 64)
    assert said["why"] == breakable(word) != word


def test_an_empty_case_gives_a_report_that_says_what_is_not_known():
    text = text_of(read(record())).replace("\n", " ")

    assert "Small variants were not assessed." in text
    assert "No finding has evidence that matters in this tumour type." in text
    assert "No statement of the knowledge base applies to a finding of this case." in text


def test_of_3000_variants_some_are_printed_and_the_others_counted():
    one = building.small("KRAS", "G12C")
    assert one.effect is not None
    variants = [
        replace(
            one,
            variant=replace(one.variant, position=one.variant.position + n),
            effect=replace(one.effect, protein_change=f"A{n}V"),
        )
        for n in range(1, 3001)
    ]
    made = with_small(record(), variants, known=False)
    reader = read(made)
    text = text_of(reader).replace("\n", " ")

    assert f"{3000 - MOST_ROWS} more variants are not printed here" in text
    assert "KRAS A60V" in text
    assert len(reader.pages) < 40


def test_forty_fusions_are_all_printed():
    joined = tuple(
        Rearrangement(
            RearrangementKind.FUSION,
            Breakpoint(f"AAA{n}", "2", 100 + n),
            Breakpoint(f"BBB{n}", "2", 9000 + n),
            "arriba",
        )
        for n in range(40)
    )
    text = squeezed(text_of(read(record(replace(empty_profile(), rearrangements=joined)))))

    assert all(f"AAA{n}::BBB{n}" in text for n in range(40))


def test_genes_of_one_state_share_a_row():
    no, unknown = Finding.NOT_DETECTED, Finding.NOT_ASSESSED
    genes = (
        GeneState("AAA", unknown, unknown, "small variants of AAA: AAA was not assessed"),
        GeneState("BBB", no, unknown, "small variants of BBB: looked for and not found"),
        GeneState("CCC", unknown, unknown, "small variants of CCC: CCC was not assessed"),
    )
    made = build_content(build_view(record(genes=genes)))

    assert [(row["gene"], row["small_variants"], row["detail"]) for row in made["genes"]] == [
        ("AAA, CCC", "not assessed", "was not assessed"),
        ("BBB", "not detected", "looked for and not found"),
    ]


def test_statements_that_the_first_page_does_not_name_have_a_line():
    weak = tuple(therapy(f"Drug{n}") for n in range(12))
    made = build_content(build_view(record(therapies=weak)))
    named = {line["anchor"] for each in made["findings"] for line in each["lines"]}
    parts = [part for group in made["evidence_groups"] for part in group["parts"]]
    full = {each["anchor"] for part in parts for each in part["full"]}
    short = [name for part in parts for each in part["short"] for name in each["regimens"]]

    assert full == named == set(made["anchors"]) - {"misses"}
    assert set(short) < {f"Drug{n} (1 record)" for n in range(12)}
    assert len(full) + len(short) == 12


def test_a_long_list_of_regimens_says_how_many_are_left_out():
    weak = tuple(therapy(f"Drug{n}") for n in range(MOST_ROWS + 20))
    made = build_content(build_view(record(therapies=weak)))
    named = [line for each in made["findings"] for line in each["lines"]]
    (short,) = [
        each
        for group in made["evidence_groups"]
        for part in group["parts"]
        for each in part["short"]
    ]

    assert len(short["regimens"]) == MOST_ROWS
    assert short["regimens"][-1] == f"and {20 - len(named) + 1} more"


def test_records_that_say_the_same_share_a_row():
    same = [evidence("E1"), evidence("E2"), evidence("E3", level="C")]
    made = build_content(build_view(record(therapies=(therapy(records=same),))))
    rows = [
        row
        for group in made["evidence_groups"]
        for part in group["parts"]
        for block in part["full"]
        for row in block["rows"]
    ]

    assert [[each["record"] for each in row["records"]] for row in rows] == [
        ["CIViC E1", "CIViC E2"],
        ["CIViC E3"],
    ]
    assert [each["url"] for each in rows[0]["records"]] == [
        "https://example.org/E1",
        "https://example.org/E2",
    ]


def test_trials_that_the_first_pages_do_not_name_have_a_line():
    trials = trial_matches(*(trial_match(f"NCT0000000{n}") for n in range(8)))
    made = build_content(build_view(record(trials=trials)))
    full = [each["trial_id"] for group in made["trial_groups"] for each in group["full"]]
    short = [each["trial_id"] for group in made["trial_groups"] for each in group["short"]]

    assert full == [each["trial_id"] for each in made["first_trials"]]
    assert len(full) + len(short) == 8
    assert made["more_trials"] == len(short)


def test_a_semicolon_of_the_template_is_printed():
    """Behind a call a semicolon ends the call in typst, and prints nothing."""
    made = record(trials=trial_matches(trial_match(unread=(3, 0))))
    words = "3 sentences on inclusion not read; they stand in the registry's record"

    assert squeezed(words) in squeezed(text_of(read(made)))


OTHER_NAME = {
    "next_steps": "steps",
    "evidence": "evidence_groups",
    "trials": "trial_groups",
}
"""What has another name in the template."""


@pytest.mark.parametrize("field", [each.name for each in fields(ReportView)])
def test_every_part_of_the_view_is_printed(field: str):
    template = files("oncomatch.reporting").joinpath("templates", "report.typ").read_text()

    assert f"view.{OTHER_NAME.get(field, field)}" in template


@pytest.mark.parametrize("field", [each.name for each in fields(Figures)])
def test_every_picture_of_the_view_is_printed(field: str):
    template = files("oncomatch.reporting").joinpath("templates", "report.typ").read_text()

    assert f"view.figures.{field}" in template
