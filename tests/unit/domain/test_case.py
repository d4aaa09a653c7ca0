"""A case id becomes the name of a folder: it can not lead anywhere else."""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.case import CaseInfo, check_case_id

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
