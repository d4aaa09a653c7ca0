"""The worked example of docs/extending.md reads the file that stands beside it."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

from building import ROOT
from oncomatch.domain.build import GenomeBuild
from oncomatch.pipeline.intake import Intake
from oncomatch.readers.config import Filters
from oncomatch.readers.small_variant_files.items import Wanted
from oncomatch.reference.bundle import Reference


def example(number: int) -> tuple[str, ModuleType]:
    """Return the file and the module of an example of the page, counted from 0."""
    page = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(?:python)?\n(.*?)```", page, re.DOTALL)
    text, code = blocks[2 * number : 2 * number + 2]
    module = ModuleType("example")
    exec(compile(code, "example.py", "exec"), module.__dict__)
    return text, module


def test_the_example_format_works_as_written(tmp_path: Path) -> None:
    text, module = example(0)
    path = tmp_path / "tumour.mycnv"
    path.write_text(text)

    assert module.recognises(text.splitlines())
    (segment,) = module.read(path, "").segments
    assert (segment.contig, segment.start0, segment.end0) == ("7", 55_000_000, 55_300_000)
    assert (segment.copies, segment.minor) == (9, 1)


def test_the_example_of_small_variants_works_as_written(
    tmp_path: Path, reference: Reference
) -> None:
    text, module = example(1)
    path = tmp_path / "tumour.calls"
    path.write_text(text)

    assert module.recognises(text.splitlines())
    file = module.open_file(path, Wanted("", GenomeBuild.GRCH38, reference))
    intake = Intake(reference, GenomeBuild.GRCH38, Filters())
    ledger = intake.read(file, 0)
    (variant,) = intake.reported
    assert (ledger.read, ledger.reported) == (1, 1)
    assert (variant.label, variant.reads.depth, variant.caution) == ("BRAF V600E", 500, "")


def test_the_example_of_rearrangements_works_as_written(tmp_path: Path) -> None:
    text, module = example(2)
    path = tmp_path / "tumour.myfusions"
    path.write_text(text)

    assert module.recognises(text.splitlines())
    (junction,) = module.read(path, "").junctions
    assert (junction.first.gene, junction.second.gene, junction.reads) == ("EML4", "ALK", 31)
    assert (junction.second.contig, junction.second.position) == ("2", 29_223_528)
    assert (junction.doubt, junction.evidence, junction.ordered) == ("", "RNA", True)
