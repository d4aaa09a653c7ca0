"""The board report in German: its fixed words are translated, its sentences marked as English."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

import building
from building import ROOT
from oncomatch.domain.alteration import CopyNumberKind
from oncomatch.domain.assay import Assessment, Finding
from oncomatch.domain.house import HouseStyle
from oncomatch.domain.oncogenicity import CriterionState
from oncomatch.domain.origin import CallOrigin
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.trial import Side, TrialStatus
from oncomatch.domain.trial_match import Eligibility
from oncomatch.reporting import details, evidence_groups, near_misses, short, trial_rows
from oncomatch.reporting.catalogue import REPORT, TERMS, open_catalogue
from oncomatch.reporting.html import build_view, render_report
from oncomatch.reporting.pdf.writer import render_pdf
from oncomatch.reporting.report_words import report_words
from oncomatch.reporting.trial_words import purpose_words, status_words
from oncomatch.trials.purpose import PURPOSES
from unit.reporting.edge_cases import many_fusions
from unit.reporting.patient_cases import CASES

GERMAN = HouseStyle(language="de", report_language="de")
SOURCE = open_catalogue(REPORT, "en").words
WORDS = open_catalogue(REPORT, "de").words
TEMPLATES = ROOT / "src" / "oncomatch" / "reporting" / "templates"
FIXED = {"Draft, not signed", "Contents", "not assessed", "not detected", "Findings that matter"}
VOID = {"meta", "br", "img", "link", "input", "hr", "path", "circle", "rect", "line"}


REPORTS = ("full", "fusions", *CASES)


@cache
def made(name: str) -> CaseRecord:
    """A record with all sections, one with fusions, and those of the patient page."""
    if name == "full":
        return building.matched(
            building.tumor(
                "LUAD",
                [("KRAS", "G12C"), ("EGFR", "L858R"), ("EGFR", "T790M"), ("TP53", "R175H")],
                left_out=[("BRAF", "V600E")],
                copies={"MET": 12, "MTAP": 0.1, "ERBB2": 2},
                panel=["ALK", "NRAS"],
                msi="MSS",
                tmb=7.25,
            )
        )
    return many_fusions() if name == "fusions" else CASES[name]()


class Texts(HTMLParser):
    """The texts of a page, each with its elements and the nearest language."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...], str]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            before = self._open[-1][1] if self._open else ""
            self._open.append((tag, dict(attrs).get("lang") or before))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        tags = tuple(tag for tag, _ in self._open)
        if data.strip() and not {"style", "script"} & set(tags):
            self.found.append((" ".join(data.split()), tags, self._open[-1][1]))


def german_texts(name: str) -> list[tuple[str, tuple[str, ...]]]:
    texts = Texts(render_report(made(name), GERMAN)).found
    return [(text, tags) for text, tags, language in texts if language == "de"]


@pytest.mark.parametrize("name", REPORTS)
def test_no_fixed_english_is_left_outside_what_is_marked_as_english(name: str) -> None:
    translated = {
        text.partition("{")[0].strip() or text
        for key, text in SOURCE.items()
        if WORDS[key] != text and "{count}" not in text
    }
    assert translated >= FIXED

    assert [text for text, _ in german_texts(name) if text.rstrip(".:") in translated] == []


@pytest.mark.parametrize("name", REPORTS)
def test_what_the_german_page_shares_with_the_english_one_is_marked_or_has_no_language(
    name: str,
) -> None:
    def texts(style: HouseStyle) -> set[str]:
        found = Texts(render_report(made(name), style)).found
        return {text for text, _, language in found if language == style.report_language}

    same = {WORDS[key] for key, text in SOURCE.items() if WORDS[key] == text}
    neutral = re.compile(r"[A-Z0-9@:._/, *%+()-]+|\W+|\S*[\d_.@:/]\S*")  # genes, changes, numbers
    left = (texts(GERMAN) & texts(HouseStyle())) - same
    assert {text for text in left if not neutral.fullmatch(text)} == set()


def test_every_word_that_a_template_asks_for_is_in_the_catalogue() -> None:
    page = "".join((TEMPLATES / name).read_text() for name in ("report.html", "house.html"))
    printed = (TEMPLATES / "report.typ").read_text()
    asked = set(re.findall(r'say\("([a-z_.]+)"', page + printed))
    columns = " ".join(re.findall(r"columns\((.*?)\)", printed))
    asked |= {f"column.{name}" for name in re.findall(r'"([a-z_]+)"', columns)}
    asked |= {f"picture.{name}" for name in re.findall(r'picture\(figure, "([a-z]+)"\)', page)}
    asked |= {f"left.{name}" for name in re.findall(r'left-out\([^()]*"([a-z]+)"\)', printed)}
    words = {key for key in SOURCE if not key.startswith(f"{TERMS}.")}

    assert asked - {"column.", "left.", "picture."} <= words
    spoken = {"report.language", *(key for key in words if key.startswith("page."))}
    assert {key for key in words - asked - spoken if not key.endswith("_one")} == set()


@pytest.mark.parametrize("name", ["full", "nothing assessed"])
def test_the_printed_report_has_no_fixed_english(name: str) -> None:
    reader = pypdf.PdfReader(BytesIO(render_pdf(made(name), GERMAN)))
    lines = [line.strip() for page in reader.pages for line in page.extract_text().splitlines()]
    whole = {text for text in SOURCE.values() if len(text) > 15 and "{" not in text}

    assert [line for line in lines if line in whole] == []
    sections = [each.title for each in reader.outline if not isinstance(each, list)]
    assert sections[0] == "Kurz gefasst"
    assert [each for each in sections if each not in WORDS.values()] == []
    assert WORDS["report.draft"] in lines[0] + lines[1]
    case_id = made(name).profile.case.case_id
    assert f"Fall {case_id} · Seite 1 von " in "".join(lines)
    assert reader.trailer["/Root"]["/Lang"] == "de"
    assert reader.metadata.title == f"Bericht für das molekulare Tumorboard, Fall {case_id}"


def test_what_is_not_translated_is_marked_as_english_in_the_print() -> None:
    german = render_pdf(made("full"), GERMAN)
    reader = pypdf.PdfReader(BytesIO(german))
    held = map(reader.get_object, range(1, reader.trailer["/Size"]))
    languages = [each.get("/Lang") for each in held if isinstance(each, dict)]

    assert languages.count("en") > 20


@pytest.mark.parametrize(
    "term",
    [
        *(
            each.value
            for kind in (Assessment, Finding, CriterionState, Eligibility)
            for each in kind
        ),
        *(each.value for kind in (CallOrigin, CopyNumberKind) for each in kind),
        *(status_words(each) for each in TrialStatus),
        *details.build_limits(),
        *(evidence_groups.BENEFIT, evidence_groups.AGAINST),
        *(evidence_groups.DOUBTFUL, evidence_groups.WEAKER),
        *short._STATES.values(),
        *trial_rows._CAUTIONS.values(),
        *trial_rows._OPEN.values(),
        *trial_rows._STYLES,
        *(each.value for kind in (near_misses._Kind, Side) for each in kind),
        trial_rows._DOUBTFUL,
        trial_rows._NOTHING_READ,
        *map(purpose_words, PURPOSES),
    ],
)
def test_every_fixed_word_of_the_software_is_a_term(term: str) -> None:
    assert f"{TERMS}.{term}" in SOURCE


@pytest.mark.parametrize("name", REPORTS)
def test_the_labels_of_the_head_and_the_tags_are_terms(name: str) -> None:
    view = build_view(made(name))
    words = [fact.label for fact in view.head]
    words += [line.tag.partition(": ")[0] for finding in view.findings for line in finding.lines]
    words += [row.name for row in view.wide_rows]
    words += [fact.label for fact in view.versions[:4]]  # settings and files come after them
    words += [step.kind for step in view.steps]
    words += [row.call for row in view.copy_numbers]

    assert [word for word in words if f"{TERMS}.{word}" not in SOURCE] == []


def test_not_assessed_and_not_detected_are_never_called_negative() -> None:
    assert WORDS[f"{TERMS}.not assessed"] == "nicht untersucht"
    assert WORDS[f"{TERMS}.negative"] == WORDS[f"{TERMS}.not detected"] == "nicht nachgewiesen"
    assert [key for key, text in WORDS.items() if "negativ" in text.lower()] == []


def test_the_english_page_has_no_mark_and_the_german_one_says_what_is_english() -> None:
    name = next(iter(REPORTS))
    english, german = render_report(made(name)), render_report(made(name), GERMAN)

    assert re.findall(r'lang="[^"]*"', english) == ['lang="en"']
    assert '<html lang="de">' in german
    assert WORDS["report.mixed"] in german
    assert 'data-filter="Filtern"' in german
    assert SOURCE["report.mixed"] not in english


@pytest.mark.parametrize(
    ("words", "in_english", "printed"),
    [
        ("not assessed", False, "nicht untersucht"),
        ("not assessed", True, '<span lang="de">nicht untersucht</span>'),
        ("Not eligible", False, "Nicht geeignet"),
        ("approved: FDA <x>", False, 'zugelassen: <span lang="en">FDA &lt;x&gt;</span>'),
        ("12 records", False, "12 Einträge"),
        ("1 record", False, "1 Eintrag"),
        ("<b>x</b>", False, '<span lang="en">&lt;b&gt;x&lt;/b&gt;</span>'),
        ("a sentence: of two", False, '<span lang="en">a sentence: of two</span>'),
        ("a & b", True, "a &amp; b"),
        ("3.5 %", False, "3.5 %"),
        ("", False, ""),
    ],
)
def test_a_term_is_translated_and_the_rest_is_marked(
    words: str, in_english: bool, printed: str
) -> None:
    assert report_words(GERMAN).term(words, in_english=in_english) == printed


def test_a_laboratory_adds_a_language_to_the_board_report(tmp_path: Path) -> None:
    folder = ROOT / "src" / "oncomatch" / "reporting" / "catalogues"
    french = (folder / "report.en.toml").read_text().replace('"In short"', '"En <bref>"')
    (tmp_path / "report.fr.toml").write_text(french)
    style = HouseStyle(report_language="fr", templates=str(tmp_path))

    page = render_report(made(next(iter(REPORTS))), style)
    assert '<h2 id="short">En &lt;bref&gt;</h2>' in page
    assert '<html lang="fr">' in page


def test_a_laboratory_names_tumour_types_and_more_words_of_the_board_report(tmp_path: Path) -> None:
    words = '[terms]\n"Lung Adenocarcinoma" = "Adenokarzinom der Lunge"\n'
    (tmp_path / "report.de.toml").write_text(words)
    style = HouseStyle(report_language="de", templates=str(tmp_path))

    for text in (
        render_report(made("full"), style),
        pypdf.PdfReader(BytesIO(render_pdf(made("full"), style))).pages[0].extract_text(),
    ):
        assert "AdenokarzinomderLunge(LUAD)" in "".join(text.split())
        assert "Kurz gefasst" in text
