"""Commands for descriptions of panels. Imports stand in the functions: help costs nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from oncomatch.cli.options import FILE

_EXAMPLES = """\b
oncomatch panel list
oncomatch panel show tso500
oncomatch panel check our_panel.yaml
"""


@click.group(epilog=_EXAMPLES)
def panel() -> None:
    """List, show and check descriptions of what an assay can see."""


@panel.command("list")
def list_() -> None:
    """List the panels that ship; their names may stand in the column panel of the sheet."""
    from oncomatch.pipeline.panels import list_panels

    _say(list_panels())


@panel.command()
@click.argument("name")
def show(name: str) -> None:
    """Show what a panel covers, and its genes; NAME is that of a shipped one, or a file."""
    from oncomatch.pipeline.panels import show_panel

    _say(show_panel(name))


@panel.command()
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """Check the description of a panel (YAML) and say what it covers."""
    from oncomatch.pipeline.panels import check_panel

    _say(check_panel(file))


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
