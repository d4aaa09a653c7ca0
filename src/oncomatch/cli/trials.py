"""Commands for open trials. Imports stand in the functions, so that help costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import click

from oncomatch.cli.options import FILE, KNOWLEDGE, LICENCE, REFERENCE
from oncomatch.cli.trials_update import update

_SNAPSHOT = click.option(
    "--snapshot",
    type=click.Path(path_type=Path),
    help="Folder or file of a snapshot, before trials.snapshot of the configuration.",
)
_CONFIG = click.option("--config", type=FILE, help="Configuration: its keys of trials.")
_DATE = click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day for ages: of the trial data, and of patients in documents; today without it.",
)
_COUNTRY = click.option(
    "--country",
    "countries",
    multiple=True,
    help="Name or ISO code; only trials with an open site there. Several times for several.",
)
_PLACE = click.option(
    "--place", default="", help="The patient's place: a city, or LATITUDE,LONGITUDE."
)
_ALL = click.option(
    "--all", "everything", is_flag=True, help="Also trials whose alteration is not known."
)
_LIMIT = click.option(
    "--limit",
    type=click.IntRange(1),
    default=20,
    show_default=True,
    help="Trials to print as text; other forms have all.",
)
_EXAMPLES = """\b
oncomatch trials search --gene ERBB2 --alteration amplification --tumor-type STAD --country DE
oncomatch trials show NCT05288205
oncomatch trials match reports/case/case.json --country Germany --text
oncomatch trials match reports/case/case.json --out trials.json
oncomatch trials match patients.json --genomic genomic.json --trials ctml/ --matchengine
oncomatch trials stats
oncomatch trials check trial.yaml
oncomatch trials update --all --download --out trials
"""


_PATIENT = {
    "age": "Completed years.",
    "sex": "female or male.",
    "ecog": "Performance status, 0 to 4.",
    "prior_therapies": "As in the sheet; 'none' is none.",
    "prior_lines": "Number of lines given before.",
    "stage": "Stage and spread: 'IIIB; unresectable'.",
    "metastases": "Sites: 'brain (treated, stable); liver', or none.",
    "measurable_disease": "yes or no.",
    "laboratory": "Organ function: 'platelets=150 10^9/L; bilirubin=1.2 xULN'.",
}
"""Columns of the sheet about the patient that a search takes, with their help."""


def _with_patient(command: Callable[..., None]) -> Callable[..., None]:
    """Add an option for each thing that trials ask of a patient."""
    for column, words in reversed(_PATIENT.items()):
        name = f"--{column.replace('_', '-')}"
        command = click.option(name, column, default="", help=words)(command)
    return command


def _day(day: datetime | None) -> date:
    return day.date() if day is not None else date.today()


@click.group(epilog=_EXAMPLES)
def trials() -> None:
    """Search, show, match, count, check and renew open trials of a dated snapshot."""


@trials.command()
@click.option("--gene", default="", help="Symbol or other name; alone: trials that ask for it.")
@click.option("--alteration", default="", help="V600E, amplification, exon 19 deletion, MSI-H …")
@click.option("--tumor-type", default="", help="OncoTree code, name or synonym.")
@_with_patient
@_COUNTRY
@_PLACE
@_LIMIT
@_ALL
@click.option("--json", "form", flag_value="json", help="Print all trials as one JSON document.")
@click.option("--tsv", "form", flag_value="tsv", help="Print all trials as a table, one a line.")
@_SNAPSHOT
@_DATE
@_CONFIG
@KNOWLEDGE
@LICENCE
def search(
    gene: str,
    alteration: str,
    tumor_type: str,
    countries: tuple[str, ...],
    place: str,
    limit: int,
    everything: bool,
    form: str | None,
    snapshot: Path | None,
    day: datetime | None,
    config: Path | None,
    kb: Path | None,
    licence: str | None,
    **patient: str,
) -> None:
    """List the trials that an alteration opens, and what to find out next."""
    if not (gene or alteration or tumor_type):
        raise click.UsageError("give --alteration with --gene, --gene alone, or --tumor-type")
    from oncomatch.domain.trial_search import TrialQuestion
    from oncomatch.pipeline.chosen_knowledge import with_knowledge
    from oncomatch.pipeline.chosen_trials import trial_settings
    from oncomatch.pipeline.trial_search import search_text

    question = TrialQuestion(gene, alteration, tumor_type, patient, countries, place, everything)
    settings = with_knowledge(trial_settings(config, snapshot), kb, licence)
    click.echo(search_text(question, settings, _day(day), limit, form or "text"))


@trials.command()
@click.argument("nct")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@_SNAPSHOT
@_CONFIG
def show(nct: str, as_json: bool, snapshot: Path | None, config: Path | None) -> None:
    """Show the trial NCT in full: criteria with their places, arms, sites, what was not read."""
    from oncomatch.pipeline.chosen_trials import trial_settings
    from oncomatch.pipeline.trial_pages import show_trial

    click.echo(show_trial(nct, trial_settings(config, snapshot), as_json=as_json))


@trials.command()
@click.argument("case", type=FILE)
@_COUNTRY
@_PLACE
@_ALL
@click.option("--text", "form", flag_value="text", help="Print trials for people to read.")
@click.option("--tsv", "form", flag_value="tsv", help="Print a table, one trial a line.")
@_LIMIT
@click.option("--out", "-o", type=FILE, help="File for the result; standard output without it.")
@_SNAPSHOT
@click.option(
    "--trials",
    "own",
    type=click.Path(path_type=Path),
    help="File or folder of CTML or snapshots, in the place of the snapshot.",
)
@click.option("--genomic", type=FILE, help="Genomic documents of MatchEngine (JSON, CSV).")
@_DATE
@click.option("--matchengine", is_flag=True, help="Match documents by MatchEngine's own rules.")
@click.option("--closed", is_flag=True, help="With --matchengine: closed trials and parts too.")
@click.option("--deceased", is_flag=True, help="With --matchengine: the deceased too.")
@_CONFIG
@REFERENCE
@KNOWLEDGE
@LICENCE
def match(
    case: Path,
    countries: tuple[str, ...],
    place: str,
    everything: bool,
    form: str | None,
    limit: int,
    out: Path | None,
    snapshot: Path | None,
    own: Path | None,
    genomic: Path | None,
    day: datetime | None,
    matchengine: bool,
    closed: bool,
    deceased: bool,
    config: Path | None,
    reference: Path | None,
    kb: Path | None,
    licence: str | None,
) -> None:
    """Match a kept CASE (case.json or profile.json) again, with this snapshot or another.

    The result is JSON unless --text or --tsv is given. CASE may be MatchEngine's clinical
    documents (JSON, CSV) too.
    """
    if own is not None and snapshot is not None:
        raise click.UsageError("give --trials or --snapshot, not both")
    if matchengine and form:
        raise click.UsageError("--text and --tsv are for a kept case, not for documents")
    if matchengine and own is None:
        raise click.UsageError("give --trials with CTML for --matchengine")
    from oncomatch.pipeline.chosen_knowledge import with_knowledge
    from oncomatch.pipeline.chosen_reference import with_reference
    from oncomatch.pipeline.chosen_trials import trial_settings
    from oncomatch.pipeline.trial_documents import (
        are_documents,
        match_as_matchengine,
        match_documents,
        rules_of,
        write_or_print,
    )
    from oncomatch.pipeline.trial_search import rematch, write_matches

    today = _day(day)
    if matchengine and own is not None:
        rules = rules_of(today, closed=closed, deceased=deceased)
        write_or_print(match_as_matchengine(case, genomic, own, rules), out)
        return
    settings = with_knowledge(
        with_reference(trial_settings(config, snapshot), reference), kb, licence
    )
    if genomic is not None or are_documents(case):
        if countries or place or form:
            raise click.UsageError(
                "--country, --place, --text and --tsv are for a kept case, not for documents"
            )
        text = match_documents(
            case,
            genomic,
            settings,
            trials=own,
            today=today,
            everything=everything,
        )
        write_or_print(text, out)
        return
    found = rematch(case, settings, today, countries, place, everything=everything, trials=own)
    write_matches(found, out, form or "json", limit)


@trials.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@_SNAPSHOT
@_DATE
@_CONFIG
def stats(as_json: bool, snapshot: Path | None, day: datetime | None, config: Path | None) -> None:
    """Count trials by gene, tumour type, country, status, phase; criteria by confidence."""
    from oncomatch.pipeline.chosen_trials import trial_settings
    from oncomatch.pipeline.trial_pages import show_counts

    click.echo(show_counts(trial_settings(config, snapshot), _day(day), as_json=as_json))


@trials.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--every", is_flag=True, help="Name each place of a slip that stands at several.")
@_SNAPSHOT
@_CONFIG
def check(file: Path, every: bool, snapshot: Path | None, config: Path | None) -> None:
    """Check a FILE, or a folder, of CTML (YAML or JSON), a snapshot, or a curator's table (TSV).

    Each slip is listed with its path, what came of it, and what to write. A table of decisions is
    held against the snapshot. The status is 2 where a file cannot be used.
    """
    from oncomatch.pipeline.chosen_trials import trial_settings
    from oncomatch.pipeline.trial_checks import check_trials

    for line in check_trials(file, trial_settings(config, snapshot), every=every):
        click.echo(line)


trials.add_command(update)


@trials.command()
@click.argument("nct")
@click.option("--out", "-o", type=FILE, required=True, help="CTML file: .yaml, .yml or .json.")
@_SNAPSHOT
@_CONFIG
def export(nct: str, out: Path, snapshot: Path | None, config: Path | None) -> None:
    """Write the trial NCT as CTML; each criterion that CTML cannot say is annotated and listed."""
    from oncomatch.pipeline.chosen_trials import trial_settings
    from oncomatch.pipeline.trial_export import export_as_ctml

    for sentence in export_as_ctml(nct, trial_settings(config, snapshot), out):
        click.echo(f"not said: {sentence}")
