"""Commands for a batch of cases."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from oncomatch.cli.options import FILE, FOLDER, KNOWLEDGE, LICENCE, REFERENCE


@click.command(epilog="\b\noncomatch run config/cases.tsv --out reports/batch --cores 4")
@click.argument("cases", type=FILE)
@click.option("--out", type=FOLDER, required=True, help="Folder of the batch.")
@click.option("--cores", type=click.IntRange(1), default=os.cpu_count() or 1, help="Jobs at once.")
@click.option("--config", type=FILE, help="Configuration (filters, thresholds).")
@REFERENCE
@KNOWLEDGE
@LICENCE
def run(
    cases: Path,
    out: Path,
    cores: int,
    config: Path | None,
    reference: Path | None,
    kb: Path | None,
    licence: str | None,
) -> int:
    """Run all CASES of a sheet: a report for each, and an index."""
    from rich.console import Console
    from rich.progress import Progress

    from oncomatch.pipeline.batch import run_batch

    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("cases", total=None)
        failures = run_batch(
            cases,
            out,
            cores,
            config,
            lambda done, total: bar.update(task, completed=done, total=total),
            reference,
            kb,
            licence,
        )
    for failure in failures:
        print(f"oncomatch: {failure.case_id}, {failure.step}: {failure.message}", file=sys.stderr)
    if failures:
        count = f"{len(failures)} case{'s' if len(failures) > 1 else ''}"
        print(f"oncomatch: {count} failed; the others are in {out}", file=sys.stderr)
        return 2
    click.echo(f"index    {out / 'index.html'}")
    click.echo(f"reports  {out}/<case_id>/report.html")
    return 0


@click.command()
@click.argument("folder", type=FOLDER)
@click.argument("case_ids", nargs=-1, required=True)
@click.option("--config", type=FILE, help="Configuration (house style).")
def index(folder: Path, case_ids: tuple[str, ...], config: Path | None) -> None:
    """Write the index of a batch FOLDER for the cases CASE_IDS: page, tables, MultiQC."""
    from oncomatch.pipeline.batch import write_batch_index
    from oncomatch.pipeline.single import read_settings

    write_batch_index(folder, list(case_ids), read_settings(config))
