"""The table of approvals: one row a regimen of an indication, tab-separated, sorted."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from oncomatch.domain.approval import Agency, Approval, ApprovalStatus, Setting
from oncomatch.domain.provenance import Provenance
from oncomatch.errors import BiomarkerError, ResourceError
from oncomatch.knowledge import cells

COLUMNS = (
    "agency",
    "indication_id",
    "biomarker",
    "condition",
    "tumor_types",
    "excluded_types",
    "disease",
    "therapies",
    "interaction",
    "significance",
    "status",
    "approved",
    "accelerated",
    "regular",
    "line",
    "setting",
    "omitted",
    "remark",
    "source",
    "record_id",
    "release",
    "citation",
    "url",
    "licence",
)


def write_approvals(path: Path, approvals: Iterable[Approval]) -> None:
    """Write the table, sorted by agency and record, then by the other columns."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(map(_row, approvals)))


def _row(approval: Approval) -> tuple[str, ...]:
    provenance = approval.provenance
    return (
        approval.agency.value,
        approval.indication_id,
        str(approval.biomarker),
        str(approval.condition or ""),
        ";".join(approval.tumor_types),
        ";".join(approval.excluded_types),
        approval.disease,
        ";".join(approval.regimen.therapies),
        approval.regimen.interaction.value,
        approval.significance.value,
        approval.status.value,
        approval.approved,
        approval.accelerated,
        approval.regular,
        str(approval.line or ""),
        ";".join(setting.value for setting in approval.settings),
        approval.omitted,
        approval.remark,
        provenance.source,
        provenance.record_id,
        provenance.release,
        provenance.citation,
        provenance.url,
        provenance.licence,
    )


def read_approvals(path: Path) -> tuple[Approval, ...]:
    """Return the approvals of a table, in its order.

    Raises:
        ResourceError: with file and line, where a row cannot be read.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        try:
            return tuple(parse_approvals(lines))
        except ResourceError as error:
            raise ResourceError(f"{path}, {error}") from error


def parse_approvals(lines: Iterable[str]) -> Iterator[Approval]:
    """Yield the approval on each line of the table."""
    rows = csv.reader(lines, delimiter="\t")
    header = tuple(next(rows, ()))
    if header != COLUMNS:
        absent = [name for name in COLUMNS if name not in header]
        raise ResourceError(f"line 1: columns are not as expected; missing {', '.join(absent)}")
    for number, written in enumerate(rows, start=2):
        try:
            row = dict(zip(COLUMNS, written, strict=True))
            yield Approval(
                agency=_agency(row["agency"]),
                indication_id=row["indication_id"],
                biomarker=cells.pattern(row["biomarker"]),
                condition=cells.pattern_or_none(row["condition"]),
                tumor_types=cells.several(row["tumor_types"]),
                excluded_types=cells.several(row["excluded_types"]),
                disease=row["disease"],
                regimen=cells.regimen(row["therapies"], row["interaction"]),
                significance=cells.significance(row["significance"]),
                status=_status(row["status"]),
                approved=row["approved"],
                accelerated=row["accelerated"],
                regular=row["regular"],
                line=cells.pattern_or_none(row["line"]),
                settings=_settings(row["setting"]),
                omitted=row["omitted"],
                remark=row["remark"],
                provenance=Provenance(
                    source=row["source"],
                    record_id=row["record_id"],
                    release=row["release"],
                    citation=row["citation"],
                    url=row["url"],
                    licence=row["licence"],
                ),
            )
        except (ValueError, BiomarkerError) as error:
            raise ResourceError(f"line {number}: {error}") from error


_agency = cache(Agency)
_status = cache(ApprovalStatus)


@cache
def _settings(cell: str) -> tuple[Setting, ...]:
    return tuple(Setting(word) for word in cells.several(cell))
