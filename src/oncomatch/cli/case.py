"""Commands for one case. Imports stand in the functions, so that help costs nothing."""

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

_REPORT_EXAMPLES = """\b
oncomatch report --vcf tumor.vcf.gz --tumor-type LUAD --build GRCh38 --out reports
oncomatch report reports/case/case.json
"""


@click.command(epilog=_REPORT_EXAMPLES)
@click.argument("record", type=FILE, required=False)
@click.option(
    "--vcf", type=FILE, help="Small variants of the tumour: VCF, bgzipped or not, or BCF."
)
@click.option("--tumor-type", help="OncoTree code or name, e.g. LUAD.")
@click.option("--build", help="GRCh37 or GRCh38; it is checked against the file.")
@click.option("--out", type=FOLDER, help="Folder in which the case gets its own folder.")
@click.option("--case-id", default="case", show_default=True, help="Pseudonym of the case.")
@click.option("--tumor-sample", default="", help="The tumour's column, where it cannot be told.")
@click.option("--panel", type=FILE, help="BED file or list of genes that the assay covers.")
@click.option("--copy-number", type=FILE, help="Copy number: segments, genes, VCF or a table.")
@click.option("--cnv-format", help="Format of that file; auto recognises it.")
@click.option("--purity", help="Share of tumour cells in the sample, above 0 up to 1.")
@click.option("--ploidy", help="Mean copies in the tumour cells.")
@click.option("--fusions", type=FILE, help="Fusions or structural variants: table or VCF.")
@click.option("--fusion-genes", type=FILE, help="List of genes whose fusions the assay sees.")
@click.option("--her2-ihc", help="0, 1+, 2+ or 3+.")
@click.option("--her2-ish", help="HER2 in-situ hybridisation: positive or negative.")
@click.option("--er", help="Oestrogen receptor: positive or negative.")
@click.option("--pr", help="Progesterone receptor: positive or negative.")
@click.option("--pdl1-tps", help="PD-L1 tumour proportion score, 0 to 100 percent.")
@click.option("--pdl1-cps", help="PD-L1 combined positive score, 0 to 100.")
@click.option("--pdl1-ic", help="PD-L1 on immune cells, 0 to 100 percent of the tumour area.")
@click.option("--pdl1-tc", help="PD-L1 on tumour cells (TC), 0 to 100 percent.")
@click.option("--msi", help="MSI-H, MSI-L or MSS.")
@click.option("--mmr", help="Mismatch repair: deficient or proficient.")
@click.option("--tmb", help="Mutations per megabase.")
@click.option("--hrd", help="Homologous recombination deficiency: positive or negative.")
@click.option("--hrd-score", help="Genomic instability score, 0 to 999.")
@click.option("--ebv", help="Epstein-Barr virus: positive or negative.")
@click.option("--hpv", help="Human papillomavirus: positive or negative.")
@click.option("--age", help="Years.")
@click.option("--sex", help="female or male.")
@click.option("--prior-therapies", help="Drugs or classes given before, parted by ';', or none.")
@click.option("--specimen", help="Words on the specimen for the head of the report.")
@click.option("--config", type=FILE, help="Configuration (filters, thresholds).")
@REFERENCE
@KNOWLEDGE
@LICENCE
def report(
    record: Path | None,
    config: Path | None,
    out: Path | None,
    reference: Path | None,
    kb: Path | None,
    licence: str | None,
    **given: object,
) -> None:
    """Report one case in one process, or draw a RECORD (case.json) again."""
    from oncomatch.pipeline.case_files import REPORT, read_record, write_case, write_report
    from oncomatch.pipeline.chosen_knowledge import with_knowledge
    from oncomatch.pipeline.chosen_reference import with_reference
    from oncomatch.pipeline.single import request_case

    if record is not None:
        write_report(read_record(record), (out or record.parent) / REPORT)
        click.echo(f"{(out or record.parent) / REPORT}")
        return
    if out is None:
        raise click.UsageError("give --out, the folder for the report, or a RECORD to draw again")
    request, settings = request_case(given, config)
    folder = out / request.info.case_id
    settings = with_knowledge(with_reference(settings, reference), kb, licence)
    write_case(request, settings, folder)
    click.echo(f"{folder / REPORT}")


@click.command()
@click.option("--cases", type=FILE, required=True, help="Case sheet.")
@click.option("--case-id", required=True, help="Case of the sheet.")
@click.option("--config", type=FILE, help="Configuration.")
@click.option("--out", type=FOLDER, required=True, help="Folder of the case.")
@click.option("--vcf", type=FILE, help="The case's VCF as VEP or SnpEff annotated it.")
@REFERENCE
def profile(
    cases: Path,
    case_id: str,
    config: Path | None,
    out: Path,
    vcf: Path | None,
    reference: Path | None,
) -> None:
    """Annotate a case of a sheet: profile.json, annotated.vcf.gz, variants.tsv."""
    from oncomatch.pipeline.batch import find_case
    from oncomatch.pipeline.case_files import write_profile
    from oncomatch.pipeline.chosen_reference import with_reference
    from oncomatch.pipeline.single import read_settings

    settings = with_reference(read_settings(config), reference)
    write_profile(find_case(cases, case_id), settings, out, vcf)


@click.command()
@click.argument("profile", type=FILE)
@click.option("--config", type=FILE, help="Configuration.")
@click.option("--out", type=FOLDER, required=True, help="Folder of the case.")
@REFERENCE
@KNOWLEDGE
@LICENCE
def match(
    profile: Path,
    config: Path | None,
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
    write_record(read_profile(profile), settings, out)
