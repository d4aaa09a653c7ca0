"""FusionCatcher: final-list_candidate-fusion-genes.txt; gene 1 is 5'.

Calls with a label of which the manual says "a very high probability of being a false positive",
and those seen in a matched normal or in tissue without a tumour, are not reported.
Layout and labels: https://github.com/ndaniel/fusioncatcher/blob/master/doc/manual.md, tables 1, 2
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.rearrangement import (
    READ_THROUGH,
    RNA,
    Junction,
    JunctionEnd,
    RearrangementFile,
)
from oncomatch.readers.copy_number_files.columns import header_of
from oncomatch.readers.rearrangement_files.cells import count, gene_name, place, rows_with
from oncomatch.readers.table import Row

NAME = "fusioncatcher"
EXPECTED = "FusionCatcher final-list_candidate-fusion-genes.txt"
_SIDES = ("1", "5end"), ("2", "3end")
_GENE = "Gene_{}_symbol({}_fusion_partner)"
_POINT = "Fusion_point_for_gene_{}({}_fusion_partner)"
_NEEDED = tuple(text.format(*side) for side in _SIDES for text in (_GENE, _POINT))
_LABELS, _EFFECT = "Fusion_description", "Predicted_effect"
_FRAMES = {"in-frame": True, "out-of-frame": False}
_DOUBTFUL = frozenset(
    "1000genomes banned bodymap2 cacg conjoing cta_gene ctb_gene ctc_gene ctd_gene distance1000bp "
    "ensembl_fully_overlapping ensembl_same_strand_overlapping gtex hpa matched-normal mt "
    "non_cancer_tissues non_tumor_cells pair_pseudo_genes paralogs refseq_fully_overlapping".split()
)


def recognises(head: Sequence[str]) -> bool:
    """Whether the header is FusionCatcher's."""
    return set(_NEEDED) <= set(header_of(head))


def read(path: Path, sample: str) -> RearrangementFile:
    """Return the calls of the file."""
    return RearrangementFile(NAME, tuple(map(_junction, rows_with(path, _NEEDED))))


def _junction(row: Row) -> Junction:
    ends = tuple(
        JunctionEnd(
            gene_name(row.cells[_GENE.format(*side)]),
            *place(row.cells[_POINT.format(*side)], row.where, f"fusion point {side[0]}"),
        )
        for side in _SIDES
    )
    labels = {label.strip() for label in row.cells.get(_LABELS, "").split(",")}
    doubtful = sorted(labels & _DOUBTFUL)
    return Junction(
        ends[0],
        ends[1],
        row.where,
        in_frame=_FRAMES.get(row.cells.get(_EFFECT, "")),
        reads=count(row, "Spanning_pairs", "Spanning_unique_reads"),
        doubt=f"labelled {', '.join(doubtful)} by FusionCatcher" if doubtful else "",
        evidence=RNA,
        flags=(READ_THROUGH,) if "readthrough" in labels else (),
    )
