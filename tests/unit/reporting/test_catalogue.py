"""Catalogues of words: those of the package are whole, those of a laboratory are checked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from building import ROOT
from oncomatch.cli import main
from oncomatch.domain.house import HouseStyle
from oncomatch.errors import ConfigError
from oncomatch.pipeline import batch
from oncomatch.pipeline.house import house_style
from oncomatch.readers.config import parse_config
from oncomatch.reporting.catalogue import (
    KINDS,
    PATIENT,
    REPORT,
    known_languages,
    open_catalogue,
    what_is_wrong,
)
from oncomatch.reporting.documents import write_document
from oncomatch.reporting.patient.html import render_patient_page
from unit.reporting.report_makers import record

FOLDER = ROOT / "src" / "oncomatch" / "reporting" / "catalogues"
PACKAGED = sorted(path.name.removesuffix(".toml") for path in FOLDER.glob("*.toml"))


def english(kind: str = PATIENT) -> str:
    return (FOLDER / f"{kind}.en.toml").read_text()


def style_of(folder: Path, **house: object) -> HouseStyle:
    return house_style(parse_config({"house": {"templates": str(folder), **house}}, "c.yaml"))


def test_english_and_german_are_there_for_both() -> None:
    assert [known_languages(kind) for kind in KINDS] == [("de", "en")] * 2


@pytest.mark.parametrize("name", PACKAGED)
def test_a_packaged_catalogue_has_every_key_with_the_fields_of_the_english_one(name: str) -> None:
    kind, _, language = name.partition(".")
    words, source = open_catalogue(kind, language).words, open_catalogue(kind, "en").words

    assert what_is_wrong(words, source) == ""
    assert [key for key, text in words.items() if not text.strip()] == []


def test_a_folder_adds_a_language_to_the_patient_page(tmp_path: Path) -> None:
    french = re.sub(r'title = ".*"', 'title = "Votre test <simple>"', english())
    (tmp_path / "patient.fr.toml").write_text(french, encoding="utf-8")
    style = style_of(tmp_path, language="fr")
    page = render_patient_page(record(), style)

    assert '<html lang="fr">' in page
    assert "<h1>Votre test &lt;simple&gt;</h1>" in page
    assert (style.language, style.report_language) == ("fr", "en")
    assert known_languages(PATIENT, str(tmp_path)) == ("de", "en", "fr")


def test_single_words_of_ours_may_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "patient.de.toml").write_text('[page]\ntitle = "Ihr Befund"\n')
    page = render_patient_page(record(), style_of(tmp_path, language="de"))

    assert "<h1>Ihr Befund</h1>" in page
    assert "Was wurde getestet?" in page


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[page]", r"lacks page\.language, page\.title, .* and \d+ more; see docs/extending\.md"),
        (english().replace("more =", "mroe ="), r"lacks page\.more; see"),
        (english() + '\n[colour]\nred = "x"\n', r"colour\.red: is no key"),
        (english() + "\n[colour]\nred = 3\n", r"colour\.red: has no words; write a text"),
        (english().replace("and {count} more", "and more"), r"page\.more: .*which have {count}"),
        (english().replace("and {count} more", "{count.x}"), r"page\.more: has a brace that"),
        (english().replace("and {count} more", "{count:>9999999}"), "has a brace that is no"),
        (english().replace("and {count} more", "{count"), "has a brace that is no {field}"),
        ("[page", "is not TOML: "),
        ("# " + "x" * 500_000, "is larger than 500 kB"),
    ],
    ids=[
        "nearly empty",
        "one missing",
        "one too many",
        "a number",
        "a field is missing",
        "an attribute",
        "a width",
        "an open brace",
        "not TOML",
        "too large",
    ],
)
def test_a_catalogue_with_a_slip_stops_before_anything_is_drawn(
    text: str, words: str, tmp_path: Path
) -> None:
    (tmp_path / "patient.fr.toml").write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError, match=words) as caught:
        style_of(tmp_path, language="fr")
    assert f"house.templates: {tmp_path}/patient.fr.toml: " in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_number_of_one_may_go_without_its_own_words_or_its_figure(tmp_path: Path) -> None:
    source = {"a.more": "{count} more", "a.more_one": "one more"}

    assert what_is_wrong({"a.more": "{count} mehr"}, source) == ""
    assert what_is_wrong({"a.more": "{count} mehr", "a.more_one": "eins mehr"}, source) == ""
    assert what_is_wrong({"a.more": "{count} mehr", "a.more_one": "{name} mehr"}, source) != ""
    assert what_is_wrong({"a.more_one": "eins mehr"}, source) == "lacks a.more"


def test_a_language_that_nobody_has_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "patient.fr.toml").write_text(english())
    (tmp_path / "patient.../x.toml").parent.mkdir()

    with pytest.raises(ConfigError, match=r"house\.language: .* 'xx'; known are de, en, fr; docs"):
        style_of(tmp_path, language="xx")
    with pytest.raises(
        ConfigError, match=r"house\.report_language: .* 'fr'; known are de, en; docs"
    ):
        style_of(tmp_path, language="fr", report_language="fr")


@pytest.mark.parametrize("language", ["../x", "DE", "", "e", "en_US"])
def test_what_is_no_language_is_refused(language: str, tmp_path: Path) -> None:
    with pytest.raises(
        ConfigError, match=r"house\.language: .* is not accepted; expected is en, de"
    ):
        parse_config({"house": {"language": language}}, "c.yaml")


def test_the_board_report_may_be_in_another_language_than_the_patient_page(tmp_path: Path) -> None:
    (tmp_path / "report.de.toml").write_text("")

    assert style_of(tmp_path, language="de").report_language == "de"
    assert style_of(tmp_path, language="de", report_language="en").report_language == "en"
    assert known_languages(REPORT, str(tmp_path)) == ("de", "en")


def test_what_is_drawn_by_a_file_of_the_package_is_drawn_anew_when_it_changes() -> None:
    drawn = {path.suffix for path in FOLDER.parent.rglob("*") if path.is_file()}

    assert drawn - {".pyc"} <= set(batch._CODE)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("patient.fr.toml", "[page]", "/patient.fr.toml: lacks page.language, page.title"),
        ("report.de.toml", '[page]\nfliter = "x"', "/report.de.toml: page.fliter: is no key"),
        ("report.html", "a\n{{ view.colour }}", "/report.html, line 2: "),
        (
            "report.typ",
            '#set document(title: "x")\n#colour',
            "/report.typ, line 2: unknown variable",
        ),
    ],
)
def test_the_command_ends_with_2_and_one_line(
    name: str, text: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / name).write_text(text)
    language = "fr" if ".fr." in name else "de"
    config = tmp_path / "config.yaml"
    config.write_text(f"house: {{language: {language}, templates: {folder}}}\n")
    write_document(tmp_path / "case.json", record())

    status = main(
        ["report", str(tmp_path / "case.json"), "--config", str(config), "--to", "html,pdf"]
    )
    (line,) = capsys.readouterr().err.splitlines()
    assert (status, line.startswith(f"oncomatch: house.templates: {folder}/")) == (2, True)
    assert words in line
