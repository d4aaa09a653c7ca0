"""Commands for one case. Imports stand in the functions, so that help costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from oncomatch.cli.options import FILE, FOLDER, KNOWLEDGE, LICENCE, REFERENCE


def with_sheet_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add an option for each column of the case sheet, with its words."""
    from oncomatch.pipeline.sheet_options import sheet_options

    for option, column in reversed(sheet_options().items()):
        default = "case" if option == "case_id" else None
        name = f"--{option.replace('_', '-')}"
        add = click.option(name, option, help=column, default=default, show_default=bool(default))
        command = add(command)
    return command


_REPORT_EXAMPLES = """\b
oncomatch report --vcf tumor.vcf.gz --tumor-type LUAD --build GRCh38 --out reports
oncomatch report reports/case/case.json
"""


@click.command(epilog=_REPORT_EXAMPLES)
@click.argument("record", type=FILE, required=False)
@with_sheet_options
@click.option("--out", type=FOLDER, help="Folder in which the case gets its own folder.")
@click.option(
    "--to",
    multiple=True,
    help="Forms to write, parted by commas: html, pdf, xlsx, tsv, maf, fhir, ga4gh, patient, json.",
    metavar="FORMS",
)
@click.option(
    "--language",
    help="Language of the patient page and of the board report's fixed words: en, de, or your own.",
)
@click.option("--config", type=FILE, help="Configuration (filters, outputs, house style).")
@REFERENCE
@KNOWLEDGE
@LICENCE
def report(
    record: Path | None,
    config: Path | None,
    out: Path | None,
    to: tuple[str, ...],
    language: str | None,
    reference: Path | None,
    kb: Path | None,
    licence: str | None,
    **given: object,
) -> None:
    """Report one case in one process, or draw a RECORD (case.json) again."""
    from oncomatch.pipeline.case_files import (
        read_record,
        report_paths,
        write_case,
        write_reports,
    )
    from oncomatch.pipeline.chosen_knowledge import with_knowledge
    from oncomatch.pipeline.chosen_reference import with_reference
    from oncomatch.pipeline.house import house_style, with_language
    from oncomatch.pipeline.single import read_settings, request_case

    forms = tuple(filter(None, ",".join(to).split(",")))
    if record is not None:
        settings = with_language(read_settings(config), language)
        chosen = forms or settings.outputs
        style = house_style(settings)
        for path in write_reports(read_record(record), out or record.parent, chosen, style):
            click.echo(f"{path}")
        return
    if out is None:
        raise click.UsageError("give --out, the folder for the report, or a RECORD to draw again")
    request, settings = request_case(given, config)
    folder = out / request.info.case_id
    settings = with_knowledge(with_reference(settings, reference), kb, licence)
    settings = with_language(settings, language)
    write_case(request, settings, folder, forms)
    for path in report_paths(folder, forms or settings.outputs, settings.house.language):
        click.echo(f"{path}")


@click.command()
@click.option("--cases", type=FILE, required=True, help="Case sheet.")
@click.option("--case-id", required=True, help="Case of the sheet.")
@click.option("--config", type=FILE, help="Configuration.")
@click.option("--out", type=FOLDER, required=True, help="Folder of the case.")
@click.option(
    "--vcf",
    type=FILE,
    multiple=True,
    help="The case's VCF as VEP or SnpEff annotated it; once for each of several.",
)
@REFERENCE
def profile(
    cases: Path,
    case_id: str,
    config: Path | None,
    out: Path,
    vcf: tuple[Path, ...],
    reference: Path | None,
) -> None:
    """Annotate a case of a sheet: profile.json, annotated.vcf.gz, variants.tsv."""
    from oncomatch.pipeline.batch import find_case
    from oncomatch.pipeline.chosen_reference import with_reference
    from oncomatch.pipeline.profile_files import write_profile
    from oncomatch.pipeline.single import read_settings

    settings = with_reference(read_settings(config), reference)
    write_profile(find_case(cases, case_id), settings, out, vcf)


@click.command()
@click.argument("profile", type=FILE)
@click.option("--config", type=FILE, help="Configuration.")
@click.option("--cases", type=FILE, help="Case sheet, for the place of the case.")
@click.option("--out", type=FOLDER, required=True, help="Folder of the case.")
@REFERENCE
@KNOWLEDGE
@LICENCE
def match(
    profile: Path,
    config: Path | None,
    cases: Path | None,
    out: Path,
    reference: Path | None,
    kb: Path | None,
    licence: str | None,
) -> None:
    """Match a PROFILE (profile.json) with knowledge and open trials: case.json."""
    from oncomatch.pipeline.case_files import read_profile, write_record
    from oncomatch.pipeline.chosen_knowledge import with_knowledge
    from oncomatch.pipeline.chosen_reference import with_reference
    from oncomatch.pipeline.single import read_settings

    settings = with_knowledge(with_reference(read_settings(config), reference), kb, licence)
    tumor = read_profile(profile)
    place = ""
    if cases:
        from oncomatch.pipeline.batch import find_case

        place = find_case(cases, tumor.case.case_id).place
    write_record(tumor, settings, out, place)
