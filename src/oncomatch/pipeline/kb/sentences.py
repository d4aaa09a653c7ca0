"""A row of the knowledge in full: a sentence made from its fields, then the fields."""

from __future__ import annotations

from oncomatch.pipeline.kb.rows import APPROVALS, MEANINGS, UNTRANSLATED, KnowledgeRow

_SAID = {
    "Sensitivity/Response": "sensitivity to {}",
    "Reduced Sensitivity": "reduced sensitivity to {}",
    "Resistance": "resistance to {}",
    "Adverse Response": "an adverse response to {}",
}


def sentence_of(row: KnowledgeRow) -> str:
    """Return what a row says, from its fields alone."""
    cells = row.cells
    if row.table == UNTRANSLATED:
        return f"{row.id} ({cells['name']}) is not in the knowledge: {cells['reason']}."
    tumour = f"{cells['disease'] or 'any disease'}" + _codes(cells["tumor_types"])
    if cells.get("subtype"):
        tumour += f", {cells['subtype']}"
    finding = cells["biomarker"]
    if cells.get("condition"):
        finding += f", where also {cells['condition']}"
    if row.table == APPROVALS:
        return _approval(row, tumour, finding)
    verb = {
        "Supports": "supports",
        "Does Not Support": "does not support",
    }.get(cells["direction"], "does not say whether it supports")
    if row.table == MEANINGS:
        said = f"{cells['kind'].lower()} meaning {cells['significance'] or 'not stated'!r}"
    else:
        said = _SAID[cells["significance"]].format(row.therapies)
    notes = f"{cells['source']} level {cells['level']}" if cells["level"] else "a regulator's list"
    notes += f", {cells['rating']} of 5 stars" if cells["rating"] else ""
    notes += ", flagged by the source" if cells["flagged"] else ""
    origin = f" ({cells['origin'].lower()} variants)" if cells["origin"] else ""
    return (
        f"{row.id} {verb} {said} with {finding}{origin}, in {tumour}: {notes}; {cells['citation']}."
    )


def _approval(row: KnowledgeRow, tumour: str, finding: str) -> str:
    cells = row.cells
    dates = [
        f"{word} {cells[name]}"
        for name, word in (
            ("approved", "approved"),
            ("accelerated", "accelerated"),
            ("regular", "regular"),
        )
        if cells[name]
    ]
    asked = [f"prior therapy: {cells['line']}"] if cells["line"] else []
    asked += [f"setting: {cells['setting'].replace(';', ', ')}"] if cells["setting"] else []
    asked += [f"not for {cells['excluded_types']}"] if cells["excluded_types"] else []
    details = "; ".join((f"status {cells['status']}", *dates, *asked))
    return (
        f"{cells['agency']}: {row.therapies} for {finding}, in {tumour}; {details}; "
        f"{cells['citation']}."
    )


def _codes(codes: str) -> str:
    return f" ({codes.replace(';', ', ')})" if codes else ""


def in_full(row: KnowledgeRow) -> list[str]:
    """Return the lines that show a row: its sentence, its table, its fields that are not empty."""
    width = max(map(len, row.cells))
    fields = [f"  {name.ljust(width)}  {cell}" for name, cell in row.cells.items() if cell]
    return [sentence_of(row), f"  {'table'.ljust(width)}  {row.table}", *fields]
