"""The table of approvals: one row a regimen of an indication, tab-separated, sorted."""

from __future__ import annotations

from functools import cache

from oncomatch.domain.approval import Agency, Approval, ApprovalStatus, Setting
from oncomatch.knowledge import cells
from oncomatch.knowledge.typed_table import TypedTable

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


_agency = cache(Agency)
_status = cache(ApprovalStatus)


@cache
def _settings(cell: str) -> tuple[Setting, ...]:
    return tuple(Setting(word) for word in cells.several(cell))


def _approval(written: list[str]) -> Approval:
    row = dict(zip(COLUMNS, written, strict=True))
    return Approval(
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
        provenance=cells.provenance(row),
    )


TABLE = TypedTable(COLUMNS, _row, _approval)
write_approvals = TABLE.write
read_approvals = TABLE.read
parse_approvals = TABLE.parse
