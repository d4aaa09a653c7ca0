"""The command that resolves notations."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from oncomatch.cli.options import FILE, FOLDER

_EXAMPLES = """\b
oncomatch hgvs "EGFR p.L858R" NM_004333.4:c.1799T>A 7-55259515-T-G --build GRCh37
oncomatch hgvs --table notations.tsv --out coordinates.tsv
"""


@click.command(epilog=_EXAMPLES)
@click.argument("notations", nargs=-1)
@click.option("--table", type=FILE, help="Table with a column notation; a row each.")
@click.option("--out", type=FILE, help="File for the result; standard output without it.")
@click.option("--build", help="Build of genomic notations that name none: GRCh37 or GRCh38.")
@click.option("--fewest", is_flag=True, help="Of several DNA changes only the smallest.")
@click.option("--reference", type=FOLDER, help="Folder of a reference bundle of your own.")
def hgvs(
    notations: tuple[str, ...],
    table: Path | None,
    out: Path | None,
    build: str | None,
    fewest: bool,
    reference: Path | None,
) -> int:
    """Resolve g., c., n. or p. NOTATIONS to coordinates on both builds."""
    from oncomatch.domain.build import GenomeBuild
    from oncomatch.pipeline.hgvs import read_notations, resolve_table, table_text, write_table

    try:
        own = GenomeBuild.parse(build) if build else None
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--build") from None
    others: tuple[str, ...] = ()
    asked = [{"notation": text} for text in notations]
    if table is not None:
        others, rows = read_notations(table)
        asked += rows
    if not asked:
        raise click.UsageError("give NOTATIONS, such as 'EGFR p.L858R', or --table FILE")
    found = list(resolve_table(asked, own, fewest, reference))
    if out is None:
        click.echo(table_text(others, found), nl=False)
    else:
        write_table(out, others, found)
    failed = len({row["notation"] for row in found if row["state"] == "unresolved"})
    if failed:
        print(f"oncomatch: not resolved on every build: {failed}; see note", file=sys.stderr)
    return 0 if any(row["state"] != "unresolved" for row in found) else 2
