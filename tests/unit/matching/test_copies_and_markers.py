"""Copy number, protein level, microsatellites, mutational burden, fusions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import ask, facts_of, tumor
from oncomatch.domain.alteration import CopyNumber, Her2Ihc, MsiStatus
from oncomatch.domain.biomarker import CopyNumberKind, ExpressionKind
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.profile import TumorProfile
from oncomatch.matching.evaluate import evaluate

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


def breast(kind: CopyNumberKind | None = None, *, known: bool = True) -> TumorProfile:
    """Return a breast cancer whose ERBB2 copy number is of a kind, or was not assessed."""
    number = CopyNumber("ERBB2", None, kind, "as called")
    return replace(tumor("BRCA"), copy_numbers=(number,) if known else ())


# What is asked: amplification, gain, loss, deletion. `Loss` may mean the protein (CIViC), which
# copies alone do not answer; a homozygous deletion does.
@pytest.mark.parametrize(
    ("found", "amplification", "gain", "loss", "deletion"),
    [
        (CopyNumberKind.AMPLIFICATION, MET, MET, UNKNOWN, NOT_MET),
        (CopyNumberKind.GAIN, NOT_MET, MET, UNKNOWN, NOT_MET),
        (None, NOT_MET, NOT_MET, UNKNOWN, NOT_MET),
        (CopyNumberKind.LOSS, NOT_MET, NOT_MET, UNKNOWN, NOT_MET),
        (CopyNumberKind.DELETION, NOT_MET, NOT_MET, MET, MET),
    ],
    ids=str,
)
def test_copy_number(
    found: CopyNumberKind | None,
    amplification: Outcome,
    gain: Outcome,
    loss: Outcome,
    deletion: Outcome,
) -> None:
    profile = breast(found)

    assert (amplification, gain, loss, deletion) == tuple(
        ask(f"ERBB2 {kind}", profile).outcome
        for kind in ("amplification", "gain", "loss", "deletion")
    )


@pytest.mark.parametrize("kind", CopyNumberKind, ids=lambda kind: kind.value)
def test_a_copy_number_that_was_not_assessed_is_unknown(kind: CopyNumberKind) -> None:
    assert ask(f"ERBB2 {kind.value}", breast(known=False)) == Evaluation(
        UNKNOWN, "the copy number of ERBB2 was not assessed"
    )


def test_the_copy_number_of_another_gene_does_not_answer() -> None:
    assert ask("EGFR amplification", breast(CopyNumberKind.AMPLIFICATION)).outcome is UNKNOWN


def test_sentences_of_copy_numbers() -> None:
    amplified, gained = (
        breast(kind) for kind in (CopyNumberKind.AMPLIFICATION, CopyNumberKind.GAIN)
    )

    assert ask("ERBB2 amplification", amplified) == Evaluation(
        MET, "ERBB2: as called", ("ERBB2-copy-number",)
    )
    assert ask("ERBB2 amplification", gained) == Evaluation(
        NOT_MET, "ERBB2: as called, no amplification", ("ERBB2-copy-number",)
    )


def test_an_amplification_is_not_a_mutation_nor_the_other_way_round() -> None:
    amplified = replace(
        tumor("BRCA", panel=["ERBB2"]),
        copy_numbers=breast(CopyNumberKind.AMPLIFICATION).copy_numbers,
    )
    mutated = tumor("BRCA", [("ERBB2", "V777L")])

    assert ask("ERBB2 mutation", amplified).outcome is NOT_MET
    assert ask("ERBB2 gain_of_function", amplified).outcome is NOT_MET
    assert ask("ERBB2 mutation", mutated).outcome is MET
    assert ask("ERBB2 gain_of_function", mutated).outcome is MET
    assert ask("ERBB2 amplification", mutated).outcome is UNKNOWN


@pytest.mark.parametrize(
    ("score", "overexpression", "expression", "underexpression"),
    [
        (Her2Ihc.ZERO, NOT_MET, NOT_MET, UNKNOWN),
        (Her2Ihc.ONE, NOT_MET, MET, UNKNOWN),
        (Her2Ihc.TWO, UNKNOWN, MET, UNKNOWN),
        (Her2Ihc.THREE, MET, MET, UNKNOWN),
        (None, UNKNOWN, UNKNOWN, UNKNOWN),
    ],
    ids=str,
)
def test_her2_immunohistochemistry(
    score: Her2Ihc | None,
    overexpression: Outcome,
    expression: Outcome,
    underexpression: Outcome,
) -> None:
    profile = tumor("BRCA", her2_ihc=score.value if score else None)

    assert (overexpression, expression, underexpression) == tuple(
        ask(f"ERBB2 {kind.value}", profile).outcome for kind in list(ExpressionKind)[:3]
    )


def test_2_plus_is_equivocal_and_says_what_decides() -> None:
    assert ask("ERBB2 overexpression", tumor("BRCA", her2_ihc="2+")) == Evaluation(
        UNKNOWN,
        "HER2 IHC 2+ is equivocal; in-situ hybridisation was not assessed, do it next",
        ("HER2-IHC",),
    )


MEASURED = {
    ExpressionKind.NUCLEAR_EXPRESSION: "the nuclear level of",
    ExpressionKind.PHOSPHORYLATION: "the phosphorylation of",
    ExpressionKind.PROMOTER_METHYLATION: "the methylation of the promoter of",
}


@pytest.mark.parametrize("kind", ExpressionKind, ids=lambda kind: kind.value)
def test_her2_says_nothing_about_other_proteins(kind: ExpressionKind) -> None:
    what = MEASURED.get(kind, "the protein level of")

    assert ask(f"ESR1 {kind.value}", tumor("BRCA", her2_ihc="3+")) == Evaluation(
        UNKNOWN, f"{what} ESR1 was not assessed"
    )


@pytest.mark.parametrize("kind", MEASURED, ids=lambda kind: kind.value)
def test_a_score_of_the_membrane_answers_nothing_else(kind: ExpressionKind) -> None:
    assert ask(f"ERBB2 {kind.value}", tumor("BRCA", her2_ihc="3+")).outcome is UNKNOWN


def test_a_named_product_of_a_gene_is_not_the_gene_s_protein() -> None:
    answer = ask("ERBB2 product p95 expression", tumor("BRCA", her2_ihc="3+"))

    assert answer == Evaluation(UNKNOWN, "the protein level of p95 of ERBB2 was not assessed")


@pytest.mark.parametrize(
    ("pattern", "score", "outcome"),
    [
        ("ERBB2 IHC >= 3", "3+", MET),
        ("ERBB2 IHC >= 3", "2+", NOT_MET),
        ("ERBB2 IHC > 2", "3+", MET),
        ("ERBB2 IHC > 2", "2+", NOT_MET),
        ("ERBB2 IHC < 1", "0", MET),
        ("ERBB2 IHC <= 1", "1+", MET),
        ("ERBB2 IHC <= 1", "2+", NOT_MET),
        ("ERBB2 IHC >= 3", None, UNKNOWN),
        ("ERBB2 CPS >= 3", "3+", UNKNOWN),
        ("CD274 IHC >= 3", "3+", UNKNOWN),
        ("CD274 TPS >= 50", "3+", UNKNOWN),
    ],
)
def test_scores(pattern: str, score: str | None, outcome: Outcome) -> None:
    assert ask(pattern, tumor("BRCA", her2_ihc=score)).outcome is outcome


@pytest.mark.parametrize(
    ("msi", "high", "stable"),
    [
        ("MSI-H", MET, NOT_MET),
        ("MSI-L", NOT_MET, UNKNOWN),
        ("MSS", NOT_MET, MET),
        (None, UNKNOWN, UNKNOWN),
    ],
)
def test_microsatellites(msi: str | None, high: Outcome, stable: Outcome) -> None:
    profile = tumor("COADREAD", msi=msi)

    assert ask("MSI high", profile).outcome is high
    assert ask("MSI stable", profile).outcome is stable


@pytest.mark.parametrize("state", ["deficient", "proficient"])
def test_microsatellites_do_not_stand_for_mismatch_repair(state: str) -> None:
    answer = ask(f"MMR {state}", tumor("COADREAD", msi="MSI-H"))

    assert answer == Evaluation(
        UNKNOWN, "mismatch repair was not assessed (microsatellite status MSI-H)"
    )


@pytest.mark.parametrize(
    ("pattern", "tmb", "outcome"),
    [
        ("TMB >= 10", 10, MET),
        ("TMB > 10", 10, NOT_MET),
        ("TMB < 10", 10, NOT_MET),
        ("TMB <= 10", 10, MET),
        ("TMB < 10", 9.9, MET),
        ("TMB >= 10", 9.9, NOT_MET),
    ],
)
def test_the_comparator_decides_at_the_limit(pattern: str, tmb: float, outcome: Outcome) -> None:
    assert ask(pattern, tumor("BRCA", tmb=tmb)).outcome is outcome


@pytest.mark.parametrize(
    ("pattern", "copies", "outcome"),
    [
        ("ERBB2 copies >= 6", 6, MET),
        ("ERBB2 copies >= 6", 5.9, NOT_MET),
        ("ERBB2 copies < 1", 0.4, MET),
        ("MET copies >= 6", 6, UNKNOWN),
        ("TP53 biallelic_loss", 0, UNKNOWN),
    ],
)
def test_copies_are_counted(pattern: str, copies: float, outcome: Outcome) -> None:
    assert ask(pattern, tumor("BRCA", copies={"ERBB2": copies})).outcome is outcome


def test_a_call_without_a_number_has_no_copies() -> None:
    number = CopyNumber("ERBB2", None, CopyNumberKind.AMPLIFICATION, "called amplification")
    profile = replace(tumor("BRCA"), copy_numbers=(number,))

    assert ask("ERBB2 copies >= 6", profile) == Evaluation(
        UNKNOWN,
        "ERBB2: called amplification; the number of copies was not given",
        ("ERBB2-copy-number",),
    )


@pytest.mark.parametrize(
    ("changes", "copies", "panel", "outcome", "word"),
    [
        ((), 0.0, (), MET, "0 copies"),
        ((("BRCA2", "c.5946del"),), 2.0, (), UNKNOWN, "the other copy was not assessed"),
        ((("BRCA2", "c.5946del"),), 1.0, (), UNKNOWN, "the other copy was not assessed"),
        ((("BRCA2", "D1902N"),), 2.0, (), UNKNOWN, "loss of function is not known"),
        ((), 1.0, ("BRCA2",), UNKNOWN, "the other copy is not known"),
        ((), None, ("BRCA2",), UNKNOWN, "the copy number of BRCA2 was not assessed"),
        ((), 2.0, ("BRCA2",), NOT_MET, "not found"),
        ((), 2.0, (), UNKNOWN, "BRCA2 was not assessed"),
    ],
)
def test_both_copies_are_lost_only_where_both_were_seen(
    changes: tuple[tuple[str, str], ...],
    copies: float | None,
    panel: tuple[str, ...],
    outcome: Outcome,
    word: str,
) -> None:
    numbers = {} if copies is None else {"BRCA2": copies}
    answer = ask("BRCA2 biallelic_loss", tumor("HGSOC", changes, copies=numbers, panel=panel))

    assert answer.outcome is outcome
    assert word in answer.reason


@pytest.mark.parametrize(
    ("copies", "score", "positive", "negative"),
    [
        (CopyNumberKind.AMPLIFICATION, None, MET, NOT_MET),
        (CopyNumberKind.AMPLIFICATION, "0", MET, NOT_MET),
        (None, "3+", MET, NOT_MET),
        (None, "1+", NOT_MET, MET),
        (None, "0", NOT_MET, MET),
        (None, "2+", UNKNOWN, UNKNOWN),
        (None, None, UNKNOWN, UNKNOWN),
        (CopyNumberKind.GAIN, "1+", NOT_MET, MET),
        ("not assessed", "3+", MET, NOT_MET),
        ("not assessed", "0", NOT_MET, MET),
        ("not assessed", None, UNKNOWN, UNKNOWN),
    ],
    ids=str,
)
def test_her2_positive_and_negative(
    copies: CopyNumberKind | str | None, score: str | None, positive: Outcome, negative: Outcome
) -> None:
    """HER2 is positive by either test; 0 and 1+ are negative by guideline (diseases.tsv)."""
    kind = None if isinstance(copies, str) else copies
    profile = replace(
        tumor("BRCA", her2_ihc=score),
        copy_numbers=breast(kind, known=copies != "not assessed").copy_numbers,
    )
    pattern = "ERBB2 amplification or ERBB2 overexpression"

    assert ask(pattern, profile).outcome is positive
    assert ask(f"not ({pattern})", profile).outcome is negative


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(MsiStatus.HIGH, MET), (MsiStatus.LOW, NOT_MET), (MsiStatus.STABLE, NOT_MET)],
    ids=str,
)
def test_msi(status: MsiStatus, outcome: Outcome) -> None:
    assert ask("MSI high", tumor("COADREAD", msi=status.value)) == Evaluation(
        outcome, f"microsatellite status {status.value}", ("MSI",)
    )


def test_msi_not_assessed() -> None:
    assert ask("MSI high", tumor("COADREAD")) == Evaluation(
        UNKNOWN, "microsatellite status was not assessed"
    )


@pytest.mark.parametrize(
    ("measured", "expected"),
    [
        (9.9, Evaluation(NOT_MET, "TMB 9.9/Mb is below 10/Mb", ("TMB",))),
        (10.0, Evaluation(MET, "TMB 10/Mb reaches 10/Mb", ("TMB",))),
        (10.1, Evaluation(MET, "TMB 10.1/Mb reaches 10/Mb", ("TMB",))),
        (0.0, Evaluation(NOT_MET, "TMB 0/Mb is below 10/Mb", ("TMB",))),
        (None, Evaluation(UNKNOWN, "tumour mutational burden was not assessed")),
    ],
    ids=str,
)
def test_tmb_at_the_limit(measured: float | None, expected: Evaluation) -> None:
    assert ask("TMB >= 10", tumor("LUAD", tmb=measured)) == expected


@pytest.mark.parametrize("pattern", ["ALK fusion", "EML4::ALK fusion", "not ALK fusion"])
def test_fusions_are_never_answered(pattern: str) -> None:
    profile = tumor("LUAD", [("EGFR", "L858R")], panel=["ALK", "EML4"], copies={"ALK": 9.0})

    assert ask(pattern, profile) == Evaluation(UNKNOWN, "fusions were not assessed")


def test_what_is_no_biomarker_is_refused() -> None:
    with pytest.raises(TypeError, match=r"^str is not a biomarker$"):
        evaluate("BRAF p.V600E", facts_of(tumor("LUAD")))
