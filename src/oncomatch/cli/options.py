"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)


REFERENCE = click.option(
    "--reference", type=FOLDER, help="Folder that oncomatch reference build made."
)

KNOWLEDGE = click.option(
    "--kb", type=FOLDER, help="Knowledge folder that oncomatch kb build or kb update made."
)
LICENCE = click.option(
    "--licence",
    type=click.Choice(["all", "permissive"]),
    help="permissive: without approvals.tsv and rows of restricted licence.",
)
