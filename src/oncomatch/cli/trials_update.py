"""The command that renews the snapshot of trials. Imports stand in it: help costs nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from oncomatch.cli.options import FILE, FOLDER

_EXAMPLES = """\b
oncomatch trials update --all --download --out trials
oncomatch trials update --gene ERBB2 --condition "gastric cancer" --country Germany --download
oncomatch trials update --gene KRAS --registry clinicaltrials.gov --registry ctis --download
oncomatch trials update --from page.json --from 2024-510663-34-00.json --out trials
"""


@click.command(epilog=_EXAMPLES)
@click.option("--gene", multiple=True, help="Trials that ask for this gene; once for each.")
@click.option("--condition", multiple=True, help="Condition as the registry's users call it.")
@click.option("--country", multiple=True, help="Trials with an open site there; once for each.")
@click.option(
    "--all", "whole", is_flag=True, help="All open oncology trials selected by biomarker."
)
@click.option(
    "--from",
    "files",
    type=click.Path(path_type=Path),
    multiple=True,
    help="File or folder of studies (API v2 or CTIS, JSON) instead of a registry.",
)
@click.option("--download", is_flag=True, help="Ask the registry; nothing else opens a connection.")
@click.option(
    "--registry",
    "registries",
    type=click.Choice(["clinicaltrials.gov", "ctis"]),
    multiple=True,
    default=["clinicaltrials.gov"],
    show_default=True,
    help="Whom to ask; once for each. EU CTIS takes one word at a time: it is asked for each gene, "
    "without genes for each condition, and each hit is a request of its own, one a second.",
)
@click.option("--url", default="", help="Another address of ClinicalTrials.gov's API.")
@click.option("--ctis-url", default="", help="Another address of the public interface of CTIS.")
@click.option("--data-date", default="", help="With --from: day of records that have none.")
@click.option("--curated", type=FILE, help="Your table of decisions; the bundled one without.")
@click.option("--force", is_flag=True, help="Take unchanged data again, or far fewer trials.")
@click.option("--out", type=FOLDER, default=Path("trials"), show_default=True)
def update(
    gene: tuple[str, ...],
    condition: tuple[str, ...],
    country: tuple[str, ...],
    whole: bool,
    files: tuple[Path, ...],
    download: bool,
    registries: tuple[str, ...],
    url: str,
    ctis_url: str,
    data_date: str,
    curated: Path | None,
    force: bool,
    out: Path,
) -> None:
    """Make or renew a snapshot in a folder of your own; the old one stays if it breaks off."""
    if bool(files) is download:
        raise click.UsageError("give either --from FILES or --download")
    if download and not (gene or condition or whole):
        raise click.UsageError("give --gene, --condition or --all with --download")
    if files and (whole or condition or url or ctis_url):
        raise click.UsageError("--all, --condition and addresses go with --download")
    if whole and gene:
        raise click.UsageError("give --gene or --all, not both")
    from oncomatch.pipeline.trial_studies import wanted_of
    from oncomatch.pipeline.trials_update import update_trials

    wanted = wanted_of(
        gene,
        condition,
        country,
        whole=whole,
        files=files,
        force=force,
        data_date=data_date,
        curated=curated,
    )
    if download:
        wanted = wanted.at(registries, url, ctis_url)
    today = date.today().isoformat()
    update_trials(wanted, out, click.echo, download=download, today=today)
