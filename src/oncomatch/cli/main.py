"""Parse arguments, call the pipeline, print, return an exit status.

A deliberate error becomes one line on standard error and status 2; a bug keeps its traceback.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from oncomatch import __version__
from oncomatch.errors import OncomatchError

_MISTAKE = 2
_INTERRUPTED = 130


_COMMANDS = {
    "run": ("batch", "Run all CASES of a sheet: a report for each, and an index."),
    "report": ("case", "Report one case in one process, or draw a RECORD (case.json) again."),
    "annotate": (
        "annotate",
        "Annotate a VCF: gene, consequence and HGVS of what lies in genes with embedded sequence.",
    ),
    "profile": (
        "case",
        "Annotate a case of a sheet: profile.json, annotated.vcf.gz, variants.tsv.",
    ),
    "match": ("case", "Match a PROFILE (profile.json) with knowledge and open trials: case.json."),
    "index": (
        "batch",
        "Write the index of a batch FOLDER for the cases CASE_IDS: page, tables, MultiQC.",
    ),
    "lookup": ("lookup", "Say what is known of an alteration in a tumour type."),
    "hgvs": ("hgvs", "Resolve g., c., n. or p. NOTATIONS to coordinates on both builds."),
    "reference": (
        "reference",
        "Make a reference bundle of your own, for more genes than those that ship.",
    ),
    "panel": ("panel", "List, show and check descriptions of what an assay can see."),
    "kb": ("kb", "Show, check, compare and renew the knowledge base."),
    "trials": (
        "trials",
        "Search, show, match, count, check and renew open trials of a dated snapshot.",
    ),
}
"""Each command with its module of `oncomatch.cli` and the first sentence of its help."""


class _LazyCommands(click.Group):
    """Imports a command when it is called, so that one does not wait for the others.

    Its own `commands` have the names and the first sentences only.
    """

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        import logging  # a seventh of the time of --help, which needs none

        logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr, force=True)
        module, _ = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"oncomatch.cli.{module}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        click.Group(commands=self.commands).format_commands(ctx, formatter)


@click.group(
    cls=_LazyCommands,
    commands=[click.Command(name, help=words) for name, (_, words) in _COMMANDS.items()],
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="oncomatch")
def cli() -> None:
    """Tumour VCFs in, cited molecular tumour board reports out.

    For research and decision support by qualified people; not a medical device.
    """


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
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
