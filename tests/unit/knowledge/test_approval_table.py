"""The table of approvals is read as it was written; what is wrong in it names its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncomatch.domain.approval import Agency, Approval, ApprovalStatus, Setting
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evidence import Interaction, Regimen, Significance
from oncomatch.domain.provenance import Provenance
from oncomatch.errors import ResourceError
from oncomatch.knowledge.approval_table import (
    COLUMNS,
    parse_approvals,
    read_approvals,
    write_approvals,
)

PATTERNS = ["ALK fusion", "EGFR exon 19 inframe_deletion or EGFR p.L858R", "not KRAS codon 12"]
LINES = ["line >= 2", 'after "ALK inhibitor"', "after crizotinib and line <= 3"]
DAYS = ["", "2015-12-11", "2020-05-22"]


@st.composite
def approvals(draw: st.DrawFn) -> Approval:
    pattern = st.sampled_from(PATTERNS).map(parse_biomarker)
    therapies = tuple(sorted(draw(st.sets(st.sampled_from("ABC"), min_size=1))))
    several = len(therapies) > 1
    return Approval(
        agency=draw(st.sampled_from(Agency)),
        indication_id="ind:1",
        biomarker=draw(pattern),
        condition=draw(st.none() | pattern),
        tumor_types=tuple(draw(st.sampled_from([["NSCLC"], ["STAD", "GEJ"]]))),
        excluded_types=tuple(draw(st.sampled_from([[], ["LUSC"], ["LUSC", "BRAIN"]]))),
        disease="made up",
        regimen=Regimen(therapies, Interaction.COMBINATION if several else Interaction.SINGLE),
        significance=Significance.SENSITIVITY,
        status=draw(st.sampled_from(ApprovalStatus)),
        approved=draw(st.sampled_from(DAYS)),
        accelerated=draw(st.sampled_from(DAYS[:2])),
        regular=draw(st.sampled_from([DAYS[0], DAYS[2]])),
        line=draw(st.none() | st.sampled_from(LINES).map(parse_biomarker)),
        settings=tuple(draw(st.lists(st.sampled_from(Setting), unique=True, max_size=3))),
        omitted=draw(st.sampled_from(["", "HER2-ultralow"])),
        remark="",
        provenance=Provenance(
            "FDA label", f"ind:{draw(st.integers(1, 9))}", "2026-05-07", "FDA label", "", "fact"
        ),
    )


@given(st.lists(approvals(), max_size=4))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, table: list[Approval]) -> None:
    path = tmp_path_factory.mktemp("approvals") / "approvals.tsv"
    write_approvals(path, table)
    first = path.read_bytes()
    read = read_approvals(path)
    write_approvals(path, reversed(read))

    assert sorted(map(str, read)) == sorted(map(str, table))
    assert path.read_bytes() == first


def line_of(**cells: str) -> str:
    row = dict.fromkeys(COLUMNS, "")
    row.update(
        agency="FDA",
        indication_id="ind:1",
        biomarker="ALK fusion",
        tumor_types="NSCLC",
        therapies="A",
        significance="Sensitivity/Response",
        status="listed",
        source="FDA label",
        record_id="ind:1",
        release="2026-05-07",
        citation="FDA label",
        licence="fact",
    )
    return "\t".join({**row, **cells}[name] for name in COLUMNS)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"agency": "FDAA"}, "'FDAA' is not a valid Agency"),
        ({"status": "maybe"}, "'maybe' is not a valid ApprovalStatus"),
        ({"setting": "on Mondays"}, "'on Mondays' is not a valid Setting"),
        ({"biomarker": "ALK something odd"}, "not a form of biomarker"),
        ({"line": "afterwards"}, "not a form of biomarker"),
        ({"therapies": ""}, "`therapies` is empty"),
        ({"tumor_types": ""}, "at least one tumour type"),
        ({"citation": ""}, "provenance needs `citation`"),
        ({"approved": "2027-01-01"}, "after the release"),
        ({"biomarker": ""}, ""),
    ],
)
def test_a_wrong_cell_names_its_line(cells: dict[str, str], message: str) -> None:
    lines = ["\t".join(COLUMNS), line_of(), line_of(**cells)]

    with pytest.raises(ResourceError, match=f"line 3: .*{message}"):
        list(parse_approvals(lines))


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "approvals.tsv"
    path.write_text("agency\tbiomarker\n", encoding="utf-8")

    with pytest.raises(ResourceError, match=r"approvals\.tsv, line 1: .*missing indication_id"):
        read_approvals(path)
