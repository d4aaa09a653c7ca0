"""Markers by name: what each cell says, and one sentence for each that says nothing clear."""

from __future__ import annotations

import pytest

from oncomatch.domain.named_markers import (
    MISMATCH_REPAIR,
    ExpressionLevel,
    GeneExpression,
    Hybridisation,
    IhcResult,
    IshResult,
    Stain,
    VirusResult,
)
from oncomatch.readers.named_markers import ihc_of, ish_of, levels_of, viruses_of


@pytest.mark.parametrize(
    ("cell", "result"),
    [
        ("FOLR1=80%", IhcResult("FOLR1", "FOLR1", "80%", percent=80)),
        ("FOLR1=0 %", IhcResult("FOLR1", "FOLR1", "0 %", percent=0)),
        ("FRα=positive", IhcResult("FRα", "FOLR1", "positive", stain=Stain.POSITIVE)),
        ("TROP2=H-score 150", IhcResult("TROP2", "TACSTD2", "H-score 150", h_score=150)),
        ("TROP-2=h150", IhcResult("TROP-2", "TACSTD2", "h150", h_score=150)),
        ("c-MET=3+", IhcResult("c-MET", "MET", "3+", score=3)),
        ("MET=high", IhcResult("MET", "MET", "high", stain=Stain.OVEREXPRESSED)),
        ("EGFR=0", IhcResult("EGFR", "EGFR", "0", score=0)),
        (
            "FOLR1 = Positive, 80%, 2+",
            IhcResult(
                "FOLR1", "FOLR1", "Positive, 80%, 2+", stain=Stain.POSITIVE, score=2, percent=80
            ),
        ),
        ("p53=aberrant", IhcResult("p53", "TP53", "aberrant", stain=Stain.ABERRANT)),
        ("p16=positive", IhcResult("p16", "CDKN2A", "positive", "p16", Stain.POSITIVE)),
        (
            "Claudin 18.2=positive",
            IhcResult("Claudin 18.2", "CLDN18", "positive", "CLDN18.2", Stain.POSITIVE),
        ),
        ("INI1=lost", IhcResult("INI1", "SMARCB1", "lost", stain=Stain.LOST)),
        ("Ki67=30%", IhcResult("Ki67", "MKI67", "30%", percent=30)),
    ],
)
def test_stains(cell: str, result: IhcResult) -> None:
    assert ihc_of(cell) == (result,)


@pytest.mark.parametrize("gene", MISMATCH_REPAIR)
@pytest.mark.parametrize("value", ["positive", "negative", "0", "80%"])
def test_a_mismatch_repair_protein_is_lost_or_retained(gene: str, value: str) -> None:
    with pytest.raises(ValueError, match="expected is lost or retained"):
        ihc_of(f"{gene}={value}")
    assert ihc_of(f"{gene}=intact")[0].stain is Stain.RETAINED


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("FOLR1=80", "ihc: FOLR1=80 is ambiguous: 80 may be a percentage, a score or an H-score"),
        ("FOLR1=3", "is ambiguous: 3 may be"),
        ("FOLR1=101%", "the percentage of FOLR1 is 101; expected is 0 to 100"),
        ("FOLR1=H-score 301", "the H-score of FOLR1 is 301; expected is 0 to 300"),
        ("FOLR1=4\\+", "FOLR1=4.* is not accepted; expected is positive, negative"),
        ("FOLR1=pos", "FOLR1=pos is not accepted; expected is positive, negative"),
        ("FOLR1=positive, negative", "has two values of one kind; keep one"),
        ("FOLR1=", "'FOLR1=' is not a name with its value, as in FOLR1=80%"),
        ("FOLR1", "'FOLR1' is not a name with its value"),
        ("FOLR1=80%; FRα=70%", "ihc: FOLR1 stands twice; keep one"),
        ("FOLRR1=80%", "'FOLRR1' is not a name of a gene or protein of HGNC; did you mean"),
        ("qqqq=80%", "'qqqq' is not a name of a gene or protein of HGNC; give its symbol"),
        ("HER2=3+", "ihc: HER2 has a column of its own, her2_ihc"),
        ("ER=positive", "ihc: ER has a column of its own, er"),
        ("PGR=positive", "ihc: PGR has a column of its own, pr"),
        ("PD-L1=50%", "ihc: PD-L1 has a column of its own, pdl1_tps, pdl1_cps"),
    ],
)
def test_a_stain_that_says_nothing_clear_is_refused(cell: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        ihc_of(cell)


@pytest.mark.parametrize("result", Hybridisation)
def test_every_hybridisation(result: Hybridisation) -> None:
    assert ish_of(f"MET={result.value}") == (IshResult("MET", result),)


@pytest.mark.parametrize("level", ExpressionLevel)
def test_every_level(level: ExpressionLevel) -> None:
    assert levels_of(f"HER3={level.value}") == (GeneExpression("ERBB3", level),)


@pytest.mark.parametrize(
    ("cell", "results"),
    [
        ("MCPyV=positive; hbv=negative", (("MCPyV", True), ("HBV", False))),
        ("KSHV=Positive", (("HHV-8", True),)),
        ("HTLV-1=negative", (("HTLV-1", False),)),
    ],
)
def test_viruses(cell: str, results: tuple[tuple[str, bool], ...]) -> None:
    assert viruses_of(cell) == tuple(VirusResult(name, positive) for name, positive in results)


@pytest.mark.parametrize(
    ("reader", "cell", "sentence"),
    [
        (ish_of, "MET=positive", "ish: 'positive' is not a result; expected is amplified, not"),
        (ish_of, "HER2=amplified", "ish: HER2 has a column of its own, her2_ish"),
        (ish_of, "MET=amplified; MET=not amplified", "ish: MET-amplified stands twice"),
        (levels_of, "ERBB3=hgh", "expression: 'hgh' is not a level of RNA; did you mean 'high'"),
        (levels_of, "ERBB3=high; HER3=low", "expression: ERBB3 stands twice"),
        (viruses_of, "EBV=positive", "viruses: EBV has a column of its own, ebv"),
        (viruses_of, "HXV=positive", "viruses: 'HXV' is not a virus that is read"),
        (viruses_of, "HBV=reactive", "viruses: 'reactive' is not a result; "),
    ],
)
def test_other_markers_that_are_not_understood(reader, cell: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        reader(cell)
