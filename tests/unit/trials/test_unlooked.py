"""What is answered without evaluation is answered as with it, for every criterion we ship."""

from __future__ import annotations

from dataclasses import replace

import pytest

import building
from oncomatch.domain.assay import Assessment
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evaluation import negate
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.trial import Side
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.facts import Facts
from oncomatch.matching.unlooked import Family, family_of, looked_at
from oncomatch.trials.criteria import OPEN, Answers
from oncomatch.trials.snapshot import open_snapshot


@pytest.fixture(scope="module")
def colon() -> TumorProfile:
    """A colon cancer with KRAS G12C; a panel of four genes."""
    return building.tumor("COADREAD", [("KRAS", "G12C")], panel=["EGFR", "BRAF", "KRAS", "MET"])


def as_is(facts: Facts) -> Facts:
    return facts


def seen_elsewhere(facts: Facts) -> Facts:
    return replace(facts, assay=replace(facts.assay, elsewhere=Assessment.ASSESSED))


def without_small_variants(facts: Facts) -> Facts:
    return replace(facts, variants={}, assay=replace(facts.assay, small_variants=False, genes=()))


def with_fusions(facts: Facts) -> Facts:
    assay = replace(facts.assay, fusions="fusions.tsv", fusion_genes=("ALK", "ROS1", "NTRK1"))
    return replace(facts, assay=assay)


def in_plasma(facts: Facts) -> Facts:
    return replace(facts, plasma=True, silence="plasma may hold too little of the tumour")


def with_germline_file(facts: Facts) -> Facts:
    return replace(facts, germline=replace(facts, variants={}))


CASES = (as_is, with_germline_file, seen_elsewhere, without_small_variants, with_fusions, in_plasma)


@pytest.mark.parametrize("change", CASES, ids=lambda each: each.__name__)
def test_degrees_are_those_of_plain_evaluation(change: object, colon: TumorProfile) -> None:
    facts = change(building.facts_of(colon))  # type: ignore[operator]
    snapshot = open_snapshot()
    answers, plain = Answers(snapshot, Evaluator(facts)), Evaluator(facts)

    wrong = []
    for number, key in enumerate(snapshot.plan.keys):
        found = plain.answer(snapshot.pattern(key.pattern))
        found = negate(found) if key.side is Side.EXCLUSION else found
        wanted = found.outcome.degree if key.certain else max(found.outcome.degree, OPEN)
        got = answers.of(number)
        told = found.reason == got.reason or not key.certain
        if answers.degree(number) != wanted or got.outcome.degree != wanted or not told:
            wrong.append(snapshot.texts[key.pattern])

    assert wrong == []


def test_a_gene_that_the_panel_covers_is_looked_at_and_others_are_not(colon: TumorProfile) -> None:
    seen = looked_at(building.facts_of(colon))

    assert {"EGFR", "KRAS"} <= seen[Family.SMALL_VARIANTS]
    assert "ALK" not in seen[Family.SMALL_VARIANTS]


def test_an_assay_of_all_genes_leaves_no_small_variant_unlooked(colon: TumorProfile) -> None:
    seen = looked_at(seen_elsewhere(building.facts_of(colon)))

    assert Family.SMALL_VARIANTS not in seen


INHERITED = {
    "germline (BRCA1 mutation)": Family.INHERITED,
    "germline (BRCA1 mutation or BRCA2 mutation or PALB2 mutation)": Family.INHERITED,
    "somatic (BRCA1 mutation)": Family.SMALL_VARIANTS,
    "somatic (BRCA1 mutation or BRCA2 mutation)": Family.OTHER,
    "somatic (BRCA1 mutation or germline (BRCA2 mutation))": Family.OTHER,
    "germline (BRCA1 mutation or somatic (BRCA2 mutation))": Family.OTHER,
}


@pytest.mark.parametrize(("text", "family"), INHERITED.items(), ids=INHERITED)
def test_only_what_is_inherited_in_all_of_its_parts_needs_the_germline_file(
    text: str, family: Family
) -> None:
    assert family_of(parse_biomarker(text)) is family


def test_without_a_germline_file_nothing_inherited_is_looked_at(colon: TumorProfile) -> None:
    facts = building.facts_of(colon)

    assert looked_at(facts)[Family.INHERITED] == frozenset()
    assert Family.INHERITED not in looked_at(with_germline_file(facts))
