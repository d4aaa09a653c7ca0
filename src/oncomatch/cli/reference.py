"""Commands for reference bundles. Imports stand in the function, so that help costs nothing."""

from __future__ import annotations

from pathlib import Path

import click

from oncomatch.cli.options import FILE, FOLDER

_EXAMPLE = """\b
oncomatch reference build --gff MANE.gff3.gz --fasta GRCh38.fa.gz --out exome
oncomatch report --reference exome --vcf tumor.vcf.gz --tumor-type LUAD --build GRCh38 --out out
"""


@click.group()
def reference() -> None:
    """Make a reference bundle of your own, for more genes than those that ship."""


@reference.command(epilog=_EXAMPLE)
@click.option("--gff", type=FILE, required=True, help="GFF3 of Ensembl, GENCODE, MANE or RefSeq.")
@click.option("--fasta", type=FILE, required=True, help="Genome FASTA, plain or bgzipped.")
@click.option("--out", type=FOLDER, required=True, help="New folder for the bundle.")
@click.option("--build", default="GRCh38", show_default=True, help="Build of both files.")
@click.option(
    "--margin",
    type=click.IntRange(0),
    default=5000,
    show_default=True,
    help="Bases to keep around genes.",
)
@click.option("--pieces", is_flag=True, help="The FASTA is cut out of a genome; the GFF fits it.")
def build(gff: Path, fasta: Path, out: Path, build: str, margin: int, pieces: bool) -> None:
    """Make a bundle of one build from a GFF3 and a genome FASTA."""
    from oncomatch.pipeline.reference_build import build_reference

    def say(line: str) -> None:
        click.echo(line, err=True)

    for line in build_reference(gff, fasta, out, build, margin, pieces, say):
        click.echo(line)
