"""A table of RNA levels: limits, genes that are wanted, and one sentence for each mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from oncomatch.domain.named_markers import ExpressionLevel, ExpressionLimits
from oncomatch.errors import InputError
from oncomatch.readers.expression_file import ExpressionFile, read_expression

HIGH, NORMAL, LOW = ExpressionLevel.HIGH, ExpressionLevel.NORMAL, ExpressionLevel.LOW
NAMES = {"HER3": "ERBB3", "ERBB3": "ERBB3", "MTAP": "MTAP", "TP53": "TP53"}


def read(path: Path, text: str, limits: ExpressionLimits | None = None) -> ExpressionFile:
    path.write_text(text.replace(" ", "\t"))
    wanted = frozenset({"ERBB3", "MTAP"})
    limits = limits or ExpressionLimits()
    return read_expression(path, limits, lambda name: NAMES.get(name, ""), wanted)


@pytest.mark.parametrize(
    ("column", "value", "level", "words"),
    [
        ("z_score", "2", HIGH, "z-score 2"),
        ("z_score", "1.99", NORMAL, "z-score 1.99"),
        ("z_score", "-2", LOW, "z-score -2"),
        ("percentile", "95", HIGH, "percentile 95"),
        ("percentile", "50", NORMAL, "percentile 50"),
        ("percentile", "4.5", LOW, "percentile 4.5"),
        ("tpm", "60", HIGH, "60 TPM"),
        ("tpm", "0.5", LOW, "0.5 TPM"),
    ],
)
def test_levels(
    column: str, value: str, level: ExpressionLevel, words: str, tmp_path: Path
) -> None:
    limits = ExpressionLimits(tpm_high=50, tpm_low=1)
    file = read(
        tmp_path / "e.tsv", f"gene {column}\nHER3 {value}\nTP53 {value}\nX {value}\n", limits
    )

    assert [(each.gene, each.level, each.measure) for each in file.levels] == [
        ("ERBB3", level, words)
    ]
    assert (file.rows, file.unknown) == (3, 1)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("gene value\nERBB3 2\n", "expected are the columns gene and one of z_score, percentile"),
        ("gene z_score tpm\nERBB3 2 3\n", "expected are the columns gene and one of"),
        ("z_score\n2\n", "expected are the columns gene and one of"),
        ("gene tpm\nERBB3 2\n", "gives TPM, for which the configuration has no limits"),
        ("gene z_score\nERBB3 high\n", "line 2, z_score: 'high' is not accepted; expected is a"),
        ("gene z_score\nERBB3 nan\n", "line 2, z_score: 'nan' is not accepted"),
        ("gene percentile\nERBB3 101\n", "'101' is not accepted; expected is a number from 0 to"),
        ("gene z_score\nERBB3\n", "line 2, z_score: '' is not accepted"),
        ("gene z_score\nERBB3 1\nHER3 2\n", "line 3: ERBB3 stands twice; keep one row a gene"),
        ("gene z_score\n\t2\n", "line 2: names no gene"),
    ],
)
def test_a_wrong_table_is_refused(text: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=sentence):
        read(tmp_path / "e.tsv", text)
