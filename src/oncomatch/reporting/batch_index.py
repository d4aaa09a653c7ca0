"""The index of a batch: what needs attention first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from oncomatch.domain.record import CaseRecord
from oncomatch.domain.tier import Tier
from oncomatch.reporting.files import whole_file, write_text
from oncomatch.reporting.findings import group_findings, is_undoubted_benefit
from oncomatch.reporting.html import environment

_MOST_FINDINGS = 4


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A case in the index; `tier` is that of its strongest finding."""

    case_id: str
    tumor_type: str
    build: str
    tier: str
    findings: str
    benefits: int
    resistances: int
    trials: int
    not_assessed: int
    alleles_read: int
    reported: int
    filtered: int
    failed: int
    cautions: str


@dataclass(frozen=True, slots=True)
class FailedCase:
    """A case that did not come through: the step, and the last line of its log."""

    case_id: str
    step: str
    message: str


def build_rows(records: Iterable[CaseRecord]) -> tuple[IndexRow, ...]:
    """Return the rows, the strongest findings first, then by case id."""
    rows = [(_rank(record), _row(record)) for record in records]
    return tuple(row for _, row in sorted(rows, key=lambda pair: (pair[0], pair[1].case_id)))


def _rank(record: CaseRecord) -> int:
    groups = group_findings(record)
    return groups[0].tier.rank if groups else Tier.III.rank + 1


def _row(record: CaseRecord) -> IndexRow:
    profile, groups = record.profile, group_findings(record)
    strong = [match for group in groups for match in group.strong]
    named = [group.label for group in groups if group.tier.rank <= Tier.IIC.rank]
    more = f" and {len(named) - _MOST_FINDINGS} more" if len(named) > _MOST_FINDINGS else ""
    return IndexRow(
        case_id=profile.case.case_id,
        tumor_type=f"{profile.case.tumor_type_name} ({profile.case.tumor_type})",
        build=profile.case.build.value,
        tier=groups[0].tier.value if groups else "none",
        findings=", ".join(named[:_MOST_FINDINGS]) + more,
        benefits=sum(is_undoubted_benefit(match) for match in strong),
        resistances=sum(not match.significance.is_benefit for match in strong),
        trials=sum(trial.may_fit for trial in record.trials.matches),
        not_assessed=sum(marker.finding.value == "not assessed" for marker in record.markers),
        alleles_read=profile.ledger.read,
        reported=profile.ledger.reported,
        filtered=profile.ledger.filtered_count,
        failed=profile.ledger.failed_count,
        cautions=" ".join(profile.notes),
    )


def render_index(
    rows: tuple[IndexRow, ...], title: str, failed: tuple[FailedCase, ...] = ()
) -> str:
    """Return the index as HTML; each case links to its report in the folder of its name."""
    template = environment().get_template("index.html")
    return template.render(rows=rows, title=title, failed=failed)


def write_index(
    folder: Path, records: Iterable[CaseRecord], failed: tuple[FailedCase, ...] = ()
) -> None:
    """Write index.html and index.tsv into the folder of the batch."""
    import pandas as pd  # four tenths of a second that other commands need not pay

    rows = build_rows(records)
    write_text(folder / "index.html", render_index(rows, folder.name, failed))
    columns = [field.name for field in fields(IndexRow)]
    frame = pd.DataFrame([asdict(row) for row in rows], columns=columns)
    with whole_file(folder / "index.tsv") as beside:
        frame.to_csv(beside, sep="\t", index=False, lineterminator="\n")
