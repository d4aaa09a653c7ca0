"""The worked example of docs/extending.md reads the file that stands beside it."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

from building import ROOT


def test_the_example_format_works_as_written(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
    text, code = re.findall(r"```(?:python)?\n(.*?)```", page, re.DOTALL)[:2]
    path = tmp_path / "tumour.mycnv"
    path.write_text(text)
    module = ModuleType("mycnv")
    exec(compile(code, "mycnv.py", "exec"), module.__dict__)

    assert module.recognises(text.splitlines())
    (segment,) = module.read(path, "").segments
    assert (segment.contig, segment.start0, segment.end0) == ("7", 55_000_000, 55_300_000)
    assert (segment.copies, segment.minor) == (9, 1)
