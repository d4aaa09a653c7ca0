"""A case id becomes the name of a folder: it can not lead anywhere else."""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.case import CaseInfo, check_case_id
from oncomatch.domain.clinical_status import ClinicalStatus
from oncomatch.domain.prior_therapy import PriorTherapy

ACCEPTED = ["A", "1", "DEMO-LUAD-01", "case_7.b", "2024.11.20", "a" * 64, "A.", "x-", "Fall-Ä1"]
REFUSED = [
    "", "a" * 65, "..", ".", "../x", "x/../y", "a..b", "a...b", ".hidden", "-rf", "_a", "a/b",
    "/etc/passwd", "a\\b", "C:x", "a b", " a", "a ", "a\n", "a\t", "a\0", "a*", "a?", "$HOME",
    "~", "a;b", "a'b", "a%2fb", "<script>",
]  # fmt: skip


@pytest.mark.parametrize("case_id", ACCEPTED)
def test_accepted(case_id: str) -> None:
    check_case_id(case_id)

    assert CaseInfo(case_id, "LUAD", "Lung Adenocarcinoma", GenomeBuild.GRCH38).case_id == case_id


@pytest.mark.parametrize("case_id", REFUSED, ids=ascii)
def test_refused(case_id: str) -> None:
    wanted = (
        f"case id {case_id!r} is not accepted: use letters, digits, '.', '_' and '-', "
        "beginning with a letter or digit, at most 64, without '..'"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(wanted)}$"):
        check_case_id(case_id)
    with pytest.raises(ValueError, match=f"^{re.escape(wanted)}$"):
        CaseInfo(case_id, "LUAD", "Lung Adenocarcinoma", GenomeBuild.GRCH38)


@settings(max_examples=300)
@given(st.text(alphabet="aZ0._-/\\:~ \nÄ", max_size=8) | st.text(max_size=70))
def test_what_is_accepted_is_one_plain_folder_name(case_id: str) -> None:
    try:
        check_case_id(case_id)
    except ValueError:
        return
    for kind in (PurePosixPath, PureWindowsPath):
        path = kind("reports") / case_id
        assert (path.parent, path.name) == (kind("reports"), case_id)
    assert case_id[0].isalnum()
    assert not set(case_id) & set(" \t\r\n\0")


def patient(**stated: object) -> CaseInfo:
    """Return a case with an age, prior therapies, or numbers of lines."""
    lines = {name: stated.pop(name) for name in ("prior_lines", "planned_line") if name in stated}
    return CaseInfo(
        "A",
        "LUAD",
        "Lung Adenocarcinoma",
        GenomeBuild.GRCH38,
        clinical=ClinicalStatus(**lines),  # type: ignore[arg-type]
        **stated,  # type: ignore[arg-type]
    )


def given(*lines: int | None) -> tuple[PriorTherapy, ...]:
    return tuple(PriorTherapy((f"drug {index}",), line) for index, line in enumerate(lines))


@pytest.mark.parametrize(
    ("stated", "prior", "planned"),
    [
        ({}, None, None),
        ({"prior_therapies": ()}, 0, 1),
        ({"prior_therapies": given(1, 2, 2)}, 2, 3),
        ({"prior_therapies": given(1, None)}, None, None),
        ({"prior_therapies": given(2)}, None, None),
        ({"prior_therapies": given(1, None), "prior_lines": 2}, 2, 3),
        ({"prior_therapies": given(None), "planned_line": 4}, None, 4),
        ({"prior_therapies": given(1), "planned_line": 2}, 1, 2),
    ],
)
def test_lines_of_therapy(
    stated: dict[str, object], prior: int | None, planned: int | None
) -> None:
    case = patient(**stated)

    assert (case.prior_lines, case.planned_line) == (prior, planned)


@pytest.mark.parametrize(
    ("stated", "sentence"),
    [
        (
            {"prior_therapies": (), "prior_lines": 2},
            "prior_lines is 2, but prior_therapies names 0; one is wrong",
        ),
        (
            {"prior_therapies": given(3, None), "prior_lines": 2},
            "prior_lines is 2, but prior_therapies names line 3; one is wrong",
        ),
        (
            {"prior_therapies": given(1), "planned_line": 1},
            "planned_line is 1 after 1 prior lines; expected is 2",
        ),
        (
            {"prior_lines": 1, "planned_line": 3},
            "planned_line is 3 after 1 prior lines; expected is 2",
        ),
        ({"age": 130}, "age 130 is not from 0 to below 130 years"),
        ({"age": -0.5}, "age -0.5 is not from 0 to below 130 years"),
    ],
)
def test_what_contradicts_itself_is_refused(stated: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        patient(**stated)
