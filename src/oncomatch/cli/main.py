"""Parse arguments, call the pipeline, print, return an exit status.

A deliberate error becomes one line on standard error and status 2; a bug keeps its traceback.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

import click

from oncomatch import __version__
from oncomatch.cli.annotate import annotate
from oncomatch.cli.batch import index, run
from oncomatch.cli.case import match, profile, report
from oncomatch.cli.hgvs import hgvs
from oncomatch.cli.kb import kb
from oncomatch.cli.lookup import lookup
from oncomatch.cli.panel import panel
from oncomatch.cli.reference import reference
from oncomatch.cli.trials import trials
from oncomatch.errors import OncomatchError

_MISTAKE = 2
_INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="oncomatch")
def cli() -> None:
    """Tumour VCFs in, cited molecular tumour board reports out.

    For research and decision support by qualified people; not a medical device.
    """


for command in (
    run,
    report,
    annotate,
    profile,
    match,
    index,
    lookup,
    hgvs,
    reference,
    panel,
    kb,
    trials,
):
    cli.add_command(command)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr, force=True)
    try:
        status = cli.main(args=argv, prog_name="oncomatch", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        print("oncomatch: stopped", file=sys.stderr)
        return _INTERRUPTED
    except OncomatchError as error:
        print(f"oncomatch: {_one_line(str(error))}", file=sys.stderr)
        return _MISTAKE
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        print(f"oncomatch: {name}{error.strerror or error}", file=sys.stderr)
        return _MISTAKE
    return status if isinstance(status, int) else 0


def _one_line(text: str) -> str:
    """Return text without line ends and control characters, whatever a file put into it."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
