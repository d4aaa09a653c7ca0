"""The command that annotates any VCF. Imports stand in the function, so that help costs nothing."""

from __future__ import annotations

from pathlib import Path

import click

from oncomatch.cli.options import FILE

_EXAMPLES = """\b
oncomatch annotate tumor.vcf.gz -o tumor.tsv
oncomatch annotate genome.vcf.gz -o genome.annotated.vcf.gz --build GRCh37
"""


@click.command(epilog=_EXAMPLES)
@click.argument("vcf", type=FILE)
@click.option(
    "-o",
    "--out",
    type=FILE,
    required=True,
    help="File to write: .tsv, .maf, .parquet, .vcf or .vcf.gz (indexed).",
)
@click.option("--build", help="GRCh37 or GRCh38; told by contig lengths or REF alleles if absent.")
@click.option("--tumor-sample", default="", help="The tumour's column, where it cannot be told.")
@click.option("--all-transcripts", is_flag=True, help="Describe every transcript of a gene.")
@click.option("--everything", is_flag=True, help="Write records outside the embedded genes too.")
@click.option("--reference", type=click.Path(path_type=Path), help="Folder of a larger bundle.")
def annotate(vcf: Path, build: str | None, **given: object) -> None:
    """Annotate a VCF: gene, consequence and HGVS of what lies in genes with embedded sequence."""
    from oncomatch.pipeline.annotate import annotate_file, request_of, sentences

    for sentence in sentences(annotate_file(request_of(vcf, build, given))):
        click.echo(sentence, err=True)
