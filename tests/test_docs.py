"""Every command, option, key, column and form is documented; links lead somewhere."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import fields
from pathlib import Path

import click
import pytest
import yaml

from building import ROOT
from oncomatch.cli.main import cli, main
from oncomatch.domain.biomarker import ChangeKind, CopyNumberKind, ExpressionKind
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting import annotated_vcf, variants_table
from oncomatch.reporting.batch_index import IndexRow

PAGES = [
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")),
    *(ROOT / name / "README.md" for name in ("config", "reports", "resources")),
    *sorted((ROOT / "docs").glob("*.md")),
]
CONTEXT = click.Context(cli)
COMMANDS = [(name, cli.get_command(CONTEXT, name)) for name in cli.list_commands(CONTEXT)]
OPTIONS = [
    (name, option)
    for name, command in COMMANDS
    for parameter in command.params
    if isinstance(parameter, click.Option)
    for option in parameter.opts
]
TABLES = [*sorted((ROOT / "resources").glob("[!e]*/*.tsv")), ROOT / "resources" / "manifest.tsv"]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """Return the part of a page from a heading to the next of the same depth."""
    mark = heading.split(" ")[0]
    found = re.search(rf"^{re.escape(heading)}\b.*?(?=^{mark} |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None, f"there is no heading {heading!r}"
    return found[0]


@pytest.mark.parametrize(("name", "option"), OPTIONS, ids=" ".join)
def test_every_option_stands_in_the_section_of_its_command(name: str, option: str) -> None:
    part = section(text_of("docs/commands.md"), f"## oncomatch {name}")

    assert f"`{option}" in part


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_every_command_says_what_it_does(
    name: str, command: click.Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.help

    assert main(["--help"]) == 0
    first = " ".join(command.help.partition("\n\n")[0].split())
    (shown,) = re.findall(rf"^  {name} +(.+)$", capsys.readouterr().out, re.MULTILINE)
    assert first.startswith(shown.removesuffix("..."))


def test_the_readme_speaks_of_no_command_that_is_not_there() -> None:
    named = {
        word
        for page in PAGES
        for word in re.findall(r"\boncomatch ([a-z]+) (?:CASES|--|[A-Z]{3,})", page.read_text())
    }

    assert named - {name for name, _ in COMMANDS} == set()


def test_every_column_of_the_sheet_is_documented_as_the_schema_has_it() -> None:
    schema = json.loads(text_of("workflow/schemas/cases.schema.json"))
    rows = re.findall(r"^\| `(\w+)` \| (yes|no) \|", text_of("config/README.md"), re.MULTILINE)

    assert dict(rows) == {
        name: "yes" if name in schema["required"] else "no" for name in schema["properties"]
    }


def keys_of(schema: dict, prefix: str = "") -> dict[str, object]:
    """Return the keys of a configuration schema with their defaults, groups opened."""
    found: dict[str, object] = {}
    for name, part in schema["properties"].items():
        if "properties" in part:
            found.update(keys_of(part, f"{prefix}{name}."))
        else:
            found[prefix + name] = part["default"]
    return found


def test_every_key_is_documented_with_its_default() -> None:
    schema = json.loads(text_of("workflow/schemas/config.schema.json"))
    rows = re.findall(
        r"^\| `([a-z0-9_.]+)` \| `([^`]*)` \|", text_of("config/README.md"), re.MULTILINE
    )

    assert {name: yaml.safe_load(value) for name, value in rows} == keys_of(schema)


def test_the_configuration_that_ships_holds_the_defaults() -> None:
    shipped = yaml.safe_load(text_of("config/config.yaml"))
    flat = {
        f"{name}.{key}" if isinstance(value, dict) else name: inner
        for name, value in shipped.items()
        for key, inner in (value.items() if isinstance(value, dict) else [("", value)])
    }

    assert flat == keys_of(json.loads(text_of("workflow/schemas/config.schema.json")))


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("## case.json", [field.name for field in fields(CaseRecord)]),
        ("## variants.tsv", variants_table.COLUMNS),
        ("## annotated.vcf.gz", (annotated_vcf.KEY, *annotated_vcf.FIELDS)),
        ("## index.tsv", [field.name for field in fields(IndexRow)]),
    ],
    ids=["record", "variants", "annotated VCF", "index"],
)
def test_every_field_of_the_outputs_is_documented(heading: str, names: tuple[str, ...]) -> None:
    named = re.findall(r"`(\w+)`", section(text_of("docs/outputs.md"), heading))

    assert set(names) - set(named) == set()


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.name)
def test_every_column_of_the_bundled_tables_is_documented(table: Path) -> None:
    with table.open(encoding="utf-8", newline="") as lines:
        columns = next(csv.reader(lines, delimiter="\t"))
    text = text_of("resources/README.md")
    part = text if table.name == "manifest.tsv" else section(text, f"### {heading_of(table)}")

    assert [name for name in columns if f"`{name}`" not in part] == []


def heading_of(table: Path) -> str:
    name = "oncotree.tsv" if table.stem == "oncotree_parents" else table.name
    return f"{table.parent.name}/{name}"


def test_every_field_of_a_trial_is_documented() -> None:
    trials = json.loads(text_of("resources/trials/trials.json"))
    listed = trials["trials"] if isinstance(trials, dict) else trials
    part = section(text_of("resources/README.md"), "### trials/trials.json")

    assert [name for name in listed[0] if f"`{name}`" not in part] == []


@pytest.mark.parametrize(
    "kind", [*ChangeKind, *CopyNumberKind, *ExpressionKind], ids=lambda kind: kind.value
)
def test_every_word_of_the_biomarker_language_is_documented(
    kind: ChangeKind | CopyNumberKind | ExpressionKind,
) -> None:
    assert f"`{kind.value}`" in text_of("docs/biomarkers.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files_that_exist(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        links = re.findall(r"\]\((?!https?://)([^)#]+\.md)", page.read_text(encoding="utf-8"))
        waiting.extend((page.parent / link).resolve() for link in links)

    assert set(PAGES) - reached == set()


def test_the_first_screen_says_what_matters() -> None:
    screen = "\n".join(text_of("README.md").splitlines()[:25])

    assert [
        words
        for words in ("make demo", "make test", "docs/images/", "not a medical device")
        if words not in screen
    ] == []
