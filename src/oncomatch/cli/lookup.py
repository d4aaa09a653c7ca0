"""The command that answers a question without a file."""

from __future__ import annotations

from pathlib import Path

import click

from oncomatch.cli.options import FILE, KNOWLEDGE, LICENCE

_EXAMPLES = """\b
oncomatch lookup --gene ERBB2 --alteration amplification --tumor-type STAD
oncomatch lookup --gene EGFR --alteration "exon 19 deletion" --tumor-type LUAD --format json
oncomatch lookup --batch questions.tsv --out answers.jsonl
"""


@click.command(epilog=_EXAMPLES)
@click.option("--gene", default="", help="Symbol or other name of the gene; not for MSI, TMB.")
@click.option("--alteration", default="", help="V600E, amplification, exon 19 deletion, MSI-H …")
@click.option("--tumor-type", default="", help="OncoTree code, name or synonym.")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="What to print.",
)
@click.option("--batch", type=FILE, help="Table with columns gene, alteration, tumor_type.")
@click.option("--out", "-o", type=FILE, help="File for the answers; standard output without it.")
@KNOWLEDGE
@LICENCE
def lookup(
    gene: str,
    alteration: str,
    tumor_type: str,
    kind: str,
    batch: Path | None,
    out: Path | None,
    kb: Path | None,
    licence: str | None,
) -> int:
    """Say what is known of an alteration in a tumour type."""
    if batch is None and not alteration:
        raise click.UsageError("give --alteration with --gene and --tumor-type, or --batch FILE")
    if batch is not None and (gene or alteration or tumor_type):
        raise click.UsageError("the table of --batch has the questions; leave out the others")
    from oncomatch.domain.lookup import Question
    from oncomatch.pipeline.chosen_knowledge import with_knowledge
    from oncomatch.pipeline.lookup import answer_batch, open_lookup, write_answers
    from oncomatch.pipeline.single import read_settings

    config = with_knowledge(read_settings(None), kb, licence)
    if batch is not None:
        answers = answer_batch(batch, config)
    else:
        answers = iter([open_lookup(config).answer(Question(gene, alteration, tumor_type))])
    understood = write_answers(answers, out, as_lines=batch is not None or kind == "json")
    return 0 if understood or batch is not None else 2
