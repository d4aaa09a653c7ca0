"""Commands for the knowledge base. Imports stand in the functions, so that help costs nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from oncomatch.cli.options import FILE, FOLDER

_MISTAKE = 2
_KB = click.option("--kb", "folder", type=FOLDER, help="Knowledge folder; the bundled one without.")

_EXAMPLES = """\b
oncomatch kb show EID883
oncomatch kb search --gene EGFR --tumor-type LUAD
oncomatch kb check --table my_evidence.tsv
oncomatch kb diff 01-Dec-2022.tsv 01-Apr-2025.tsv
oncomatch kb update --source civic --file TSV --release 2025-10 --out knowledge
"""


@click.group(epilog=_EXAMPLES)
def kb() -> None:
    """Show, check, compare and renew the knowledge base."""


@kb.command()
@click.option("--data", type=FOLDER, help="Folder of the sources' raw tables; ../shared/data.")
@click.option("--out", type=FOLDER, default=Path("knowledge"), show_default=True)
def build(data: Path | None, out: Path) -> None:
    """Compile a knowledge folder from the raw tables of its sources."""
    from oncomatch.pipeline.kb.build import build_knowledge

    _say(build_knowledge(data, out))
    click.echo(f"\nknowledge in {out}")


@kb.command()
@_KB
@click.option("--table", type=FILE, help="Check one table by itself, whatever its name.")
def check(folder: Path | None, table: Path | None) -> int:
    """Prove that each row can be read, resolves, is cited, and is as it was locked."""
    from oncomatch.pipeline.kb.check import bundled_folder, check_knowledge, check_table

    if folder is not None and table is not None:
        raise click.UsageError("give --kb for a folder or --table for one table, not both")
    found = check_table(table) if table else check_knowledge(folder or bundled_folder())
    for finding in found.findings:
        print(finding, file=sys.stderr)
    if found.findings:
        count = len(found.findings)
        print(f"oncomatch: {count} mistake{'s' if count > 1 else ''}", file=sys.stderr)
        return _MISTAKE
    tables = f"{len(found.tables)} table{'s' if len(found.tables) > 1 else ''}"
    click.echo(f"{tables} without a mistake; recorded conflicts: {found.conflicts}")
    if found.by_symbol_only:
        click.echo(
            f"no sequence is embedded of {len(found.by_symbol_only)} genes, so their residues "
            f"were not checked: {', '.join(found.by_symbol_only)}"
        )
    return 0


@kb.command()
@_KB
def stats(folder: Path | None) -> None:
    """Count items by source, kind and level, and what is not translated by reason."""
    from oncomatch.pipeline.kb.check import bundled_folder
    from oncomatch.pipeline.kb.rows import count_rows

    _say(count_rows(folder or bundled_folder()))


@kb.command()
@click.argument("record")
@_KB
def show(record: str, folder: Path | None) -> None:
    """Show a RECORD in full: EID883, "CGI line 137", ind:fda.tagrisso:1."""
    from oncomatch.pipeline.kb.check import bundled_folder
    from oncomatch.pipeline.kb.rows import find_rows
    from oncomatch.pipeline.kb.sentences import in_full

    for row in find_rows(folder or bundled_folder(), record):
        _say(in_full(row))


@kb.command()
@click.argument("words", nargs=-1)
@click.option("--gene", default="", help="Symbol or other name of a gene.")
@click.option("--therapy", default="", help="A drug, or a class of drugs with its members.")
@click.option("--tumor-type", default="", help="OncoTree code, name or synonym.")
@click.option("--source", default="", help="CIViC, CGI, FDA …")
@_KB
def search(
    words: tuple[str, ...],
    gene: str,
    therapy: str,
    tumor_type: str,
    source: str,
    folder: Path | None,
) -> int:
    """List the rows that have all WORDS and fit all options, one a line."""
    from oncomatch.pipeline.kb.check import bundled_folder
    from oncomatch.pipeline.kb.rows import Wanted, one_line, search_rows

    if not (words or gene or therapy or tumor_type or source):
        raise click.UsageError("give WORDS, --gene, --therapy, --tumor-type or --source")
    wanted = Wanted(words, gene, therapy, tumor_type, source)
    found = 0
    for row in search_rows(folder or bundled_folder(), wanted):
        found += 1
        click.echo(one_line(row))
    print(f"oncomatch: {found} rows", file=sys.stderr)
    return 0 if found else _MISTAKE


@kb.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["table", "tsv", "json"]),
    default="table",
    show_default=True,
    help="Counts by gene, or every change.",
)
def diff(old: str, new: str, kind: str) -> None:
    """Compare OLD with NEW: knowledge folders, or CIViC's tables (part1,part2)."""
    from oncomatch.pipeline.kb.diff import as_json, as_table, as_tsv, compare

    _say({"table": as_table, "tsv": as_tsv, "json": as_json}[kind](compare(old, new)))


@kb.command()
@_KB
@click.option("--write", is_flag=True, help="Write it into the folder, as lock.tsv.")
def lock(folder: Path | None, write: bool) -> None:
    """Print every table with its release and checksum."""
    from oncomatch.pipeline.kb.check import bundled_folder
    from oncomatch.pipeline.kb.locking import lock_folder, lock_lines

    chosen = folder or bundled_folder()
    if write:
        lock_folder(chosen)
    _say(lock_lines(chosen))


@kb.command()
@click.option("--source", type=click.Choice(["civic"]), required=True, help="Whose release.")
@click.option("--file", type=FILE, help="CIViC's table of accepted evidence.")
@click.option("--download", is_flag=True, help="Fetch it; the one thing that opens a connection.")
@click.option("--url", default="", help="Address for --download; CIViC's own without it.")
@click.option("--release", default="", help="Year and month: 2025-10; told by CIViC's file names.")
@click.option("--variants", type=FILE, help="CIViC's table of variants with coordinates.")
@click.option("--force", is_flag=True, help="Take an older release, or one with fewer records.")
@click.option("--out", type=FOLDER, default=Path("knowledge"), show_default=True)
@_KB
def update(
    source: str,
    file: Path | None,
    download: bool,
    url: str,
    release: str,
    variants: Path | None,
    force: bool,
    out: Path,
    folder: Path | None,
) -> None:
    """Take a newer release into a folder of your own; the present one stays if a check fails."""
    if (file is not None) is download:
        raise click.UsageError("give either --file TSV or --download")
    if url and not download:
        raise click.UsageError("--url goes with --download")
    from oncomatch.pipeline.kb.update import Wanted, update_civic

    for line in update_civic(Wanted(file, url, release, variants, force), folder, out):
        click.echo(line)


def _say(lines: list[str]) -> None:
    for line in lines:
        click.echo(line)
