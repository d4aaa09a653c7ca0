"""Genome builds and the names that files use for them."""

from __future__ import annotations

from enum import Enum


class GenomeBuild(Enum):
    """A human reference assembly; never guessed, always said or checked."""

    GRCH37 = "GRCh37"
    GRCH38 = "GRCh38"

    __hash__ = object.__hash__  # members are single; they are part of the keys of many look-ups

    @classmethod
    def parse(cls, text: str) -> GenomeBuild:
        """Return the build that `text` names.

        Raises:
            ValueError: it names none.
        """
        build = find_build(text)
        if build is None:
            raise ValueError(f"{text!r} is not a genome build; accepted are GRCh37 and GRCh38")
        return build


_NAMES = {
    "grch37": GenomeBuild.GRCH37,
    "hg19": GenomeBuild.GRCH37,
    "b37": GenomeBuild.GRCH37,
    "grch38": GenomeBuild.GRCH38,
    "hg38": GenomeBuild.GRCH38,
    "b38": GenomeBuild.GRCH38,
}


def find_build(text: str) -> GenomeBuild | None:
    """Return the build that a name such as `hg19` or `GRCh38.p13` stands for, or None."""
    return _NAMES.get(text.strip().lower().split(".")[0])
