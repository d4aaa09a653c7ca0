"""The batch as custom content of MultiQC: columns of its general statistics, and a bar graph.

The form is that of https://docs.seqera.io/multiqc/custom_content, checked with MultiQC 1.35.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from oncomatch.reporting.files import write_text
from oncomatch.reporting.oncoprint import CaseGenes, Kind
from oncomatch.reporting.record_tables import Cell, RecordTable

GENERAL, ALTERATIONS = "oncomatch_mqc.tsv", "oncomatch_alterations_mqc.yaml"

_COLUMNS: dict[str, tuple[str, str]] = {
    "tier": ("Tier", "Tier of the strongest finding"),
    "benefits": ("For", "Regimens of tier I in this tumour type that evidence speaks for"),
    "resistances": (
        "Against",
        "Regimens of tier I in this tumour type that are spoken against",
    ),
    "trials": ("Trials", "Open trials that fit what is known"),
    "eligible": ("Eligible", "Open trials whose criteria that were read are all met"),
    "not_assessed": ("Not assessed", "Markers asked for in this tumour type and not assessed"),
    "median_depth": ("Depth", "Median depth in reads, empty where not known"),
    "purity": ("Purity", "Share of tumour cells, empty where not known"),
    "alleles_read": ("Read", "Alternate alleles read"),
    "reported": ("Reported", "Alternate alleles reported"),
    "filtered": ("Filtered", "Alternate alleles left out on purpose"),
    "failed": ("Failed", "Alternate alleles that could not be used"),
    "caution_count": ("Cautions", "Cautions about the input"),
    "failed_step": ("Failed step", "Step at which the case failed"),
}


def write_multiqc(folder: Path, cases: RecordTable, genes: Sequence[CaseGenes]) -> None:
    """Write both files; `cases` is the table of the index."""
    write_text(folder / GENERAL, _general(cases))
    write_text(folder / ALTERATIONS, _dump(_bars(genes)))


def _general(cases: RecordTable) -> str:
    head = {
        "id": "oncomatch",
        "plot_type": "generalstats",
        "headers": {
            name: {"title": title, "description": words, "namespace": "oncomatch"}
            | ({"scale": False} if name in ("tier", "failed_step") else {"min": 0})
            for name, (title, words) in _COLUMNS.items()
        },
    }
    lines = [f"# {line}" for line in _dump(head).splitlines()]
    places = [cases.columns.index(name) for name in ("case_id", *_COLUMNS)]
    lines.append("\t".join(("Sample", *_COLUMNS)))
    lines += ["\t".join(_cell(row[place]) for place in places) for row in cases.rows]
    return "\n".join(lines) + "\n"


def _cell(value: Cell) -> str:
    """Return a cell without separators: MultiQC reads no quotes."""
    return "" if value is None else " ".join(str(value).split())


def _bars(genes: Sequence[CaseGenes]) -> dict[str, Any]:
    data = {}
    for case in genes:
        counts = Counter(found.kind for found in case.found)
        data[case.case_id] = {kind.short: counts[kind] for kind in Kind}
    return {
        "id": "oncomatch_alterations",
        "section_name": "oncomatch: alterations",
        "description": "Reported alterations of genes by kind, as in the oncoprint of the batch.",
        "plot_type": "bargraph",
        "pconfig": {
            "id": "oncomatch_alterations_plot",
            "title": "oncomatch: alterations by kind",
            "ylab": "Alterations",
        },
        "data": data,
    }


def _dump(value: object) -> str:
    import yaml

    return str(yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=10_000))
