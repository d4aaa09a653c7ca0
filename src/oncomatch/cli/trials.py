"""Commands for trials. Imports stand in the functions, so that help costs nothing."""

from __future__ import annotations

from pathlib import Path

import click

from oncomatch.cli.case import FILE

_EXAMPLES = """\b
oncomatch trials check trial.yaml
"""


@click.group(epilog=_EXAMPLES)
def trials() -> None:
    """Check trials, and match a case with them."""


@trials.command()
@click.argument("file", type=FILE)
@click.option("--every", is_flag=True, help="Name each place of a slip that stands at several.")
def check(file: Path, every: bool) -> None:
    """Check a FILE of trials: CTML (YAML or JSON) or a snapshot of ours.

    Each slip is listed with its path, what came of it, and what to write. The status is 2 where
    the file cannot be used.
    """
    from oncomatch.pipeline.trial_checks import check_trials

    for line in check_trials(file, every=every):
        print(line)
