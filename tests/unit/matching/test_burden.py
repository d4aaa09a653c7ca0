"""Tumour mutational burden: what counts, in how many megabases, and what a value answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import annotated, ask, coding_edit, small, tumor
from oncomatch.domain.alteration import AnnotationState, SmallVariant
from oncomatch.domain.assay import Assessment, GeneCoverage
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.population import PopulationFrequency
from oncomatch.domain.tumor_wide import Burden, MarkerOrigin, TumorWide
from oncomatch.domain.variant import NormalReads, Reads, Variant
from oncomatch.domain.wide_limits import BurdenRule
from oncomatch.knowledge.base import open_knowledge
from oncomatch.matching.burden import CodingCalls, Sequenced, count_burden
from oncomatch.matching.standing import standing_of
from oncomatch.readers.panel import cover_genes
from oncomatch.reference.bundle import open_reference

DRIVER = ("BRAF", "V600E")
SMALL_REGION = BurdenRule(min_megabases=0.0001)


def is_known(variant: SmallVariant) -> bool:
    return standing_of(variant, open_knowledge(), open_reference()).outcome is Outcome.MET


def burden_of(
    *calls: SmallVariant,
    rule: BurdenRule = SMALL_REGION,
    coverage: tuple[GeneCoverage, ...] | str | None = "EGFR",
    paired: bool = True,
    silence: str = "",
) -> Burden:
    """Return the burden of calls; `coverage` may be a gene that is covered throughout."""
    if isinstance(coverage, str):
        coverage = cover_genes({coverage, "BRAF"}, open_reference(), GenomeBuild.GRCH38)
    kept = CodingCalls()
    for number, each in enumerate(calls):
        kept.take(each)
        if each.effect is not None and each.id in kept.coding:  # each call of a test is its own
            kept.coding[f"{number}"] = kept.coding.pop(each.id)
    sequenced = Sequenced(coverage, paired, silence=silence)
    return count_burden(kept, rule, sequenced, open_reference(), is_known)


def vus() -> SmallVariant:
    """Return a missense change of EGFR of no known meaning."""
    return annotated(coding_edit("EGFR", 100, 1, "T"))


def silent() -> SmallVariant:
    return annotated(coding_edit("EGFR", 2361, 1, "A"))


def with_reads(vaf: float | None, depth: int | None) -> SmallVariant:
    return replace(vus(), reads=Reads(depth, None, vaf))


def frequent(frequency: float) -> SmallVariant:
    return replace(vus(), population=PopulationFrequency(frequency, ("all",), "gnomAD_AF"))


def beside_braf(codons: tuple[int, int]) -> tuple[GeneCoverage, ...]:
    """Return a panel that covers some codons of EGFR, and BRAF."""
    return (
        GeneCoverage("EGFR", Assessment.PARTLY, (codons,)),
        GeneCoverage("BRAF", Assessment.PARTLY, ((1, 700),)),
    )


def intronic() -> Variant:
    """Return a substitution forty bases into an intron of EGFR."""
    reference, build = open_reference(), GenomeBuild.GRCH38
    transcript = reference.reported_transcript("EGFR", build)
    assert transcript is not None
    start0 = transcript.exons[9][1] + 40
    base = reference.sequences.bases(build, transcript.contig, start0, start0 + 1)
    return Variant(transcript.contig, start0 + 1, base, "A" if base != "A" else "C", build)


def elsewhere() -> SmallVariant:
    return replace(vus(), state=AnnotationState.NO_GENE, effect=None, gene="")


def undetermined() -> SmallVariant:
    return replace(vus(), state=AnnotationState.NOT_DETERMINED, effect=None, gene="EML4")


CASES = {
    "a missense change": (vus, {}, True, ""),
    "a silent one": (silent, {}, True, ""),
    "a silent one by another rule": (silent, {"synonymous": False}, True, "synonymous"),
    "a known driver": (lambda: small(*DRIVER), {}, True, "of known meaning in cancer"),
    "a known driver by another rule": (lambda: small(*DRIVER), {"known_drivers": True}, True, ""),
    "too low a fraction": (lambda: with_reads(0.04, 99), {}, True, "fraction below tmb.min_vaf"),
    "a fraction on the limit": (lambda: with_reads(0.05, 99), {}, True, ""),
    "no fraction": (lambda: with_reads(None, None), {"min_depth": 10}, True, ""),
    "too few reads": (
        lambda: with_reads(0.3, 9),
        {"min_depth": 10},
        True,
        "fewer reads than tmb.min_depth",
    ),
    "frequent, with a normal": (lambda: frequent(0.01), {}, True, ""),
    "frequent, without one": (
        lambda: frequent(0.001),
        {},
        False,
        "frequent in a population, presumed inherited",
    ),
    "rare, without one": (lambda: frequent(0.0009), {}, False, ""),
}


@pytest.mark.parametrize(("call", "rule", "paired", "reason"), CASES.values(), ids=CASES)
def test_what_counts(call, rule: dict[str, object], paired: bool, reason: str) -> None:
    found = burden_of(call(), rule=replace(SMALL_REGION, **rule), paired=paired)

    assert [line.reason for line in found.left_out] == ([reason] if reason else [])
    assert found.counted == (0 if reason else 1)


def test_the_megabases_are_those_of_the_covered_codons() -> None:
    coverage = (GeneCoverage("EGFR", Assessment.PARTLY, ((1, 100), (201, 300))),)
    found = burden_of(vus(), coverage=coverage)

    assert found.megabases == 0.0006
    assert found.per_mb == pytest.approx(1 / 0.0006, abs=0.01)


@pytest.mark.parametrize(("codons", "counted"), [((34, 34), 1), ((35, 500), 0), ((1, 33), 0)])
def test_a_call_outside_the_covered_codons_is_in_neither_of_the_two(
    codons: tuple[int, int], counted: int
) -> None:
    found = burden_of(vus(), coverage=beside_braf(codons))

    assert found.counted == counted


@pytest.mark.parametrize(("length", "alt"), [(1, ""), (3, ""), (0, "TGT")])
@pytest.mark.parametrize(("codon", "counted"), [(34, 1), (33, 0), (36, 0)])
def test_an_indel_counts_where_its_change_begins(
    length: int, alt: str, codon: int, counted: int
) -> None:
    edit = annotated(coding_edit("EGFR", 100, length, alt))
    found = burden_of(edit, coverage=beside_braf((codon, codon)))

    assert found.counted == counted


def test_non_coding_calls_do_not_count() -> None:
    found = burden_of(annotated(intronic()), elsewhere())

    assert (found.counted, found.left_out, found.tells_low) == (0, (), True)


def test_a_declared_size_counts_every_coding_call() -> None:
    rule = BurdenRule(megabases=1.5)
    found = burden_of(vus(), silent(), rule=rule, coverage=None)

    assert (found.per_mb, found.counted, found.megabases) == (1.33, 2, 1.5)
    assert found.rule.startswith("every coding call of the file, with synonymous ones")


def test_the_size_that_a_panel_declares_is_taken_where_every_consequence_is_known() -> None:
    kept = CodingCalls()
    kept.take(vus())
    coverage = cover_genes({"EGFR"}, open_reference(), GenomeBuild.GRCH38)
    sequenced = Sequenced(coverage, paired=True, megabases=2.0)
    known = count_burden(kept, SMALL_REGION, sequenced, open_reference(), is_known)
    kept.take(undetermined())
    unknown = count_burden(kept, SMALL_REGION, sequenced, open_reference(), is_known)

    assert (known.megabases, known.per_mb) == (2.0, 0.5)
    assert unknown.megabases == 0.0036


NOT_COMPUTED = {
    "no panel": ({"coverage": None}, (vus,), "how many megabases the assay covers"),
    "too small": (
        {"rule": BurdenRule()},
        (vus,),
        "too few megabases (0.01; at least 0.5)",
    ),
    "perhaps inherited": ({"paired": False}, (vus,), "no population frequencies"),
    "unknown consequences": (
        {"rule": BurdenRule(megabases=1.0)},
        (vus, undetermined),
        "of 1 calls in genes without embedded sequence the consequence is not known",
    ),
    "no tumour's": ({}, (vus,) * 200, "mutations per megabase are no tumour's"),
}


@pytest.mark.parametrize(("how", "calls", "reason"), NOT_COMPUTED.values(), ids=NOT_COMPUTED)
def test_nothing_is_guessed(how: dict, calls: tuple, reason: str) -> None:
    found = burden_of(*(each() for each in calls), **how)

    assert found.per_mb is None
    assert found.counted is None
    assert reason in found.reason


def test_the_interval_is_that_of_the_count() -> None:
    calls = [vus()] * 10
    found = burden_of(*calls, rule=BurdenRule(megabases=1.0))

    assert (found.per_mb, found.low, found.high) == (10, 4.8, 18.39)


def test_a_call_of_two_files_counts_once() -> None:
    kept = CodingCalls()
    for each in (vus(), vus(), silent()):
        kept.take(each)

    assert len(kept.coding) == 2


def test_a_file_of_changes_only_does_not_tell_a_low_burden() -> None:
    assert not burden_of(vus()).tells_low
    assert burden_of(vus(), silent()).tells_low
    assert "may have been filtered before" in burden_of(vus()).reason


def test_without_a_normal_it_does_not_tell_a_high_burden() -> None:
    found = burden_of(frequent(0.0), paired=False)

    assert not found.tells_high
    assert "inherited variants" in found.reason


def beside_normal(alt: int, *, passed: bool = True) -> SmallVariant:
    return replace(vus(), normal=NormalReads(Reads(60, alt, alt / 60), passed))


def test_what_the_normal_shows_as_inherited_does_not_count() -> None:
    found = burden_of(beside_normal(31), beside_normal(0))

    assert found.counted == 1
    assert [line.reason for line in found.left_out] == [
        "inherited, as the matched normal or the caller says"
    ]


def test_a_file_that_its_caller_has_not_filtered_does_not_tell_a_high_burden() -> None:
    raw = burden_of(beside_normal(0, passed=False))

    assert not raw.tells_high
    assert "artefacts may be among those counted" in raw.reason
    assert burden_of(beside_normal(0)).tells_high


def test_plasma_that_is_silent_does_not_tell_a_low_burden() -> None:
    found = burden_of(vus(), silent(), silence="in plasma this says nothing")

    assert (found.tells_high, found.tells_low) == (True, False)
    assert found.reason == "a low value: in plasma this says nothing"


HIGH, LOW, NEAR = (30.0, 25.0, 36.0), (3.0, 1.0, 5.0), (11.0, 7.0, 16.0)
ANSWERS = [
    # value, interval           tells high, low   pattern      answer
    (HIGH, True, True, "TMB >= 10", Outcome.MET),
    (LOW, True, True, "TMB >= 10", Outcome.NOT_MET),
    (NEAR, True, True, "TMB >= 10", Outcome.UNKNOWN),
    (LOW, True, True, "TMB < 10", Outcome.MET),
    (HIGH, True, True, "TMB < 10", Outcome.NOT_MET),
    (HIGH, False, True, "TMB >= 10", Outcome.UNKNOWN),
    (LOW, False, True, "TMB >= 10", Outcome.NOT_MET),
    (LOW, True, False, "TMB >= 10", Outcome.UNKNOWN),
    (HIGH, True, False, "TMB >= 10", Outcome.MET),
    (LOW, True, False, "TMB < 10", Outcome.UNKNOWN),
]


@pytest.mark.parametrize(("value", "high", "low", "pattern", "outcome"), ANSWERS)
def test_a_computed_burden_answers_where_its_whole_interval_does(
    value: tuple[float, float, float], high: bool, low: bool, pattern: str, outcome: Outcome
) -> None:
    per_mb, least, most = value
    burden = Burden(
        MarkerOrigin.CALLS,
        per_mb,
        30,
        1.0,
        least,
        most,
        tells_high=high,
        tells_low=low,
        reason="a doubt",
    )
    answer = ask(pattern, replace(tumor("LUAD"), wide=TumorWide(burdens=(burden,))))

    assert answer.outcome is outcome
    assert answer.facts == ("TMB",)
    assert f"TMB {per_mb:g}/Mb, computed from the small variants" in answer.reason


def test_what_was_not_computed_is_unknown_with_the_reason() -> None:
    burden = Burden(MarkerOrigin.CALLS, reason="not computed: too few megabases (0.1)")
    answer = ask("TMB >= 10", replace(tumor("LUAD"), wide=TumorWide(burdens=(burden,))))

    assert answer.outcome is Outcome.UNKNOWN
    assert "was not assessed: not computed: too few megabases (0.1)" in answer.reason


def test_the_given_value_goes_before_the_computed_one() -> None:
    burden = Burden(MarkerOrigin.CALLS, 30.0, 30, 1.0, 25.0, 36.0)
    profile = replace(tumor("LUAD", tmb=4), wide=TumorWide(burdens=(burden,)))

    assert ask("TMB >= 10", profile).outcome is Outcome.NOT_MET
