"""cBioPortal discrete copy number: Hugo_Symbol, a column a sample, values -2 to 2.

-2 deep deletion, -1 loss, 0 neutral, 1 gain, 2 amplification; -1.5 counts as deep deletion.
Layout: https://docs.cbioportal.org/file-formats/#discrete-copy-number-data
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.copy_number import CopyNumberFile, GeneMeasure
from oncomatch.errors import InputError
from oncomatch.readers.copy_number_files.columns import Line, header_of, read_table_lines

NAME = "cbioportal"
EXPECTED = "cBioPortal discrete copy number: Hugo_Symbol and a column a sample with -2 to 2"
_GENE, _OTHERS = "Hugo_Symbol", ("Hugo_Symbol", "Entrez_Gene_Id", "Cytoband", "Locus ID")
_CALLS = {
    -2.0: CopyNumberKind.DELETION,
    -1.5: CopyNumberKind.DELETION,
    -1.0: CopyNumberKind.LOSS,
    0.0: None,
    1.0: CopyNumberKind.GAIN,
    2.0: CopyNumberKind.AMPLIFICATION,
}


def recognises(head: Sequence[str]) -> bool:
    """Whether genes stand by their symbol beside columns of samples alone."""
    columns = header_of(head)
    return _GENE in columns and "Chromosome" not in columns and "Start_Position" not in columns


def read(path: Path, sample: str) -> CopyNumberFile:
    """Return the genes of the sample; those without a value are not assessed."""
    genes = []
    column = ""
    for line in read_table_lines(path, (_GENE,)):
        column = column or _sample_column(line, sample)
        value = line.number_of(column)
        if value is None:
            continue
        if value not in _CALLS:
            raise line.error(
                f"{column} is {line.cells[column]!r}; accepted are -2, -1.5, -1, 0, 1, 2 "
                f"(another value is probably log2)"
            )
        genes.append(
            GeneMeasure(
                gene=line.cells[_GENE],
                where=f"{path}, line {line.number}",
                called=True,
                firm=True,
                call=_CALLS[value],
                note=f"{value:g} in the discrete table",
            )
        )
    return CopyNumberFile(NAME, genes=tuple(genes))


def _sample_column(line: Line, sample: str) -> str:
    samples = [name for name in line.cells if name not in _OTHERS]
    if sample in samples:
        return sample
    if len(samples) != 1:
        raise InputError(
            f"{line.path}: holds {len(samples)} samples ({', '.join(samples[:3])}); "
            f"name the tumour's with tumor_sample"
        )
    return samples[0]
