"""The examples of `oncomatch trials` in the documentation and in --help can be copied and run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from building import ROOT
from oncomatch.cli.main import main
from oncomatch.cli.trials import trials

PAGES = ("README.md", "docs/commands.md", "docs/trials.md", "docs/inputs.md", "config/README.md")
_EXAMPLE = re.compile(r"^(?:\.venv/bin/)?oncomatch trials (.+)$", re.MULTILINE)
_BLOCK = re.compile(r"^```[a-z]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
RUN = ("search", "show", "stats")
"""Commands that need nothing but what ships."""


def examples() -> list[str]:
    blocks = [block for page in PAGES for block in _BLOCK.findall(read(page))]
    helps = [command.epilog or "" for command in (trials, *trials.commands.values())]
    found = [line for text in (*blocks, *helps) for line in _EXAMPLE.findall(text)]
    return list(dict.fromkeys(found))


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("example", examples())
def test_an_example_is_a_command_with_options_that_it_has(example: str) -> None:
    name, *words = shlex.split(example)
    command = trials.commands[name]

    assert isinstance(command.make_context(name, words), click.Context)


@pytest.mark.parametrize("example", [each for each in examples() if each.split()[0] in RUN])
def test_an_example_on_what_ships_answers(
    example: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(["trials", *shlex.split(example)]) == 0
    said = capsys.readouterr()
    assert said.out
    assert not said.err


def test_there_are_examples_of_every_command() -> None:
    assert {each.split()[0] for each in examples()} >= set(trials.commands) - {"export"}
