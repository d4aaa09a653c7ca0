"""Exceptions are asked of the same variant, by any of its names."""

from __future__ import annotations

import pytest

from building import ask, rewritten, tumor, with_variants
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.variant import Variant

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
PATTERN = "EGFR exon 20 inframe_insertion except p.A763_Y764insFQEA"
FQEA = rewritten("EGFR", 764, 763, "FQEA")
SVD = rewritten("EGFR", 771, 770, "SVD")


def lung(*variants: Variant, left_out: tuple[Variant, ...] = ()) -> TumorProfile:
    return with_variants(tumor("LUAD", panel=["EGFR", "BRAF"]), *variants, left_out=left_out)


@pytest.mark.parametrize(
    ("profile", "outcome"),
    [
        (lung(SVD), MET),
        (lung(FQEA), NOT_MET),
        (lung(FQEA, SVD), MET),
        (lung(SVD, FQEA), MET),
        (lung(), NOT_MET),
        (lung(FQEA, left_out=(SVD,)), UNKNOWN),
        (tumor("LUAD", panel=["BRAF"]), UNKNOWN),
        (lung(rewritten("EGFR", 746, 750, "")), NOT_MET),
    ],
    ids=[
        "another insertion",
        "the exception alone",
        "another beside it",
        "beside it, first",
        "none",
        "another left out",
        "not assessed",
        "a deletion of exon 19",
    ],
)
def test_every_exon_20_insertion_but_one(profile: TumorProfile, outcome: Outcome) -> None:
    assert ask(PATTERN, profile).outcome is outcome


def test_the_reason_names_the_exception() -> None:
    assert ask(PATTERN, lung(FQEA)) == Evaluation(
        NOT_MET, "EGFR A763_Y764insFQEA is excepted (p.A763_Y764insFQEA)", (FQEA.id,)
    )


@pytest.mark.parametrize("name", ["S768_D770dup", "D770_N771insSVD", "V769_D770insDSV"])
def test_an_exception_is_known_by_every_name_of_the_same_protein(name: str) -> None:
    pattern = f"EGFR exon 20 inframe_insertion except p.{name}"

    assert ask(pattern, lung(SVD)).outcome is NOT_MET
    assert ask(pattern, lung(FQEA)).outcome is MET


V600E, V600K = rewritten("BRAF", 600, 600, "E"), rewritten("BRAF", 600, 600, "K")
DELINS = rewritten("BRAF", 600, 601, "E")


@pytest.mark.parametrize(
    ("pattern", "variant", "outcome"),
    [
        ("BRAF codon 600 except p.V600E", V600E, NOT_MET),
        ("BRAF codon 600 except p.V600E", V600K, MET),
        ("BRAF codon 600 except p.V600E, p.V600K", V600K, NOT_MET),
        ("BRAF mutation except codon 600", V600K, NOT_MET),
        ("BRAF mutation except codon 601", V600K, MET),
        ("BRAF mutation except exon 15 missense", V600K, NOT_MET),
        ("BRAF mutation except exon 15 frameshift", V600K, MET),
        ("BRAF mutation except missense", V600E, NOT_MET),
        ("BRAF missense except truncation", V600E, MET),
        ("BRAF mutation except region kinase_domain missense", V600E, NOT_MET),
        ("BRAF exon 15 inframe_deletion except p.V600E", DELINS, UNKNOWN),
        ("BRAF exon 15 inframe_deletion except codon 600", DELINS, UNKNOWN),
        ("BRAF exon 15 inframe_deletion except p.V600_K601delinsE", DELINS, NOT_MET),
        ("BRAF exon 15 inframe_deletion except p.G464V", DELINS, MET),
        ("BRAF mutation except c.1799T>A", V600K, MET),
    ],
)
def test_exceptions_of_every_form(pattern: str, variant: Variant, outcome: Outcome) -> None:
    assert ask(pattern, lung(variant)).outcome is outcome


def test_an_exception_that_cannot_be_told_leaves_it_unknown() -> None:
    answer = ask("BRAF exon 15 inframe_deletion except codon 600", lung(DELINS))

    assert answer.outcome is UNKNOWN
    assert answer.reason == "whether BRAF V600_K601delinsE is the excepted codon 600 is not known"
