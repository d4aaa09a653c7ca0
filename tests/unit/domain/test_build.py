"""The genome build is said or checked, never guessed."""

from __future__ import annotations

import re

import pytest

from oncomatch.domain.build import GenomeBuild, find_build

NAMES = {
    GenomeBuild.GRCH37: ["GRCh37", "grch37", "hg19", "HG19", "b37", "GRCh37.p13", " hg19\n"],
    GenomeBuild.GRCH38: ["GRCh38", "GRCH38", "hg38", "b38", "GRCh38.p14", "\thg38 "],
}
NOT_NAMES = [
    "",
    " ",
    "hg18",
    "NCBI36",
    "b36",
    "T2T-CHM13v2.0",
    "mm10",
    "37",
    "38",
    ".",
    "hg1",
    "hg",
]


@pytest.mark.parametrize(
    ("name", "build"), [(name, build) for build, names in NAMES.items() for name in names]
)
def test_names_of_a_build(name: str, build: GenomeBuild) -> None:
    assert find_build(name) is build
    assert GenomeBuild.parse(name) is build


@pytest.mark.parametrize("build", GenomeBuild)
def test_a_build_is_read_back_from_its_own_name(build: GenomeBuild) -> None:
    assert GenomeBuild.parse(build.value) is build


@pytest.mark.parametrize("text", NOT_NAMES, ids=repr)
def test_other_assemblies_are_refused(text: str) -> None:
    wanted = f"{text!r} is not a genome build; accepted are GRCh37 and GRCh38"

    assert find_build(text) is None
    with pytest.raises(ValueError, match=f"^{re.escape(wanted)}$"):
        GenomeBuild.parse(text)
