"""A genomic change is found however it is written, and on the other build."""

from __future__ import annotations

import pytest

from building import ask, rewritten, tumor, with_variants
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.variant import Variant
from oncomatch.matching.genomic import same_change
from oncomatch.reference.between_builds import BuildMap
from oncomatch.reference.bundle import Reference

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
V600E = rewritten("BRAF", 600, 600, "E")
DELETION = rewritten("EGFR", 746, 750, "")


def text(gene: str, variant: Variant) -> str:
    place = f"{variant.build.value}:{variant.contig}:{variant.position}"
    return f"{gene} g.{place}:{variant.ref}>{variant.alt}"


@pytest.mark.parametrize(("gene", "variant"), [("BRAF", V600E), ("EGFR", DELETION)])
def test_a_change_is_found_on_either_build(
    gene: str, variant: Variant, reference: Reference
) -> None:
    other = BuildMap(reference).variant(variant)
    assert other.build is GenomeBuild.GRCH37, "made for GRCh38"

    for written in (variant, other):
        profile = with_variants(tumor("LUAD", panel=[gene]), variant)
        assert ask(text(gene, written), profile).outcome is MET
        assert ask(text(gene, written), tumor("LUAD", panel=[gene])).outcome is NOT_MET
        assert ask(text(gene, written), tumor("LUAD", panel=["KRAS"])).outcome is UNKNOWN


def test_padding_and_place_in_a_repeat_do_not_matter(reference: Reference) -> None:
    """A deletion of one base of a run is one change, whichever base it is written at."""
    bases, contig = reference.sequences.bases, DELETION.contig
    build, start0 = DELETION.build, DELETION.start0
    run = next(
        at for at in range(start0 - 300, start0) if len(set(bases(build, contig, at, at + 4))) == 1
    )
    first = Variant(contig, run, *_deleted(bases(build, contig, run - 1, run + 1)), build)
    last = Variant(contig, run + 2, *_deleted(bases(build, contig, run + 1, run + 3)), build)
    padded = Variant(contig, run, *_padded(bases(build, contig, run - 1, run + 5)), build)

    assert same_change(first, last, reference)
    assert same_change(first, padded, reference)


def _deleted(pair: str) -> tuple[str, str]:
    return pair, pair[0]


def _padded(bases: str) -> tuple[str, str]:
    return bases, bases[0] + bases[2:]


@pytest.mark.parametrize(
    "change",
    [
        {"alt": "G"},
        {"position": V600E.position + 1},
        {"contig": "8"},
        {"build": GenomeBuild.GRCH37},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_near_miss_is_not_it(change: dict[str, object], reference: Reference) -> None:
    fields = {name: getattr(V600E, name) for name in ("contig", "position", "ref", "alt", "build")}
    other = Variant(**{**fields, **change})  # type: ignore[arg-type]

    assert not same_change(V600E, other, reference)


def test_where_coverage_is_not_known_it_is_not_called_absent() -> None:
    """The promoter of UGT1A1: nothing says whether it was covered."""
    profile = tumor("COADREAD", panel=["UGT1A1", "BRAF"])
    pattern = "UGT1A1 g.GRCh37:2:234668879:C>CAT"

    assert ask(pattern, profile).outcome is UNKNOWN
