"""Stains, hybridisation, RNA and viruses by name: what each answers, and what it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import ask, facts_of, tumor
from oncomatch.domain.alteration import (
    CopyNumber,
    MarkerResult,
    MismatchRepairState,
    MsiStatus,
    TumorMarkers,
)
from oncomatch.domain.assay import Finding
from oncomatch.domain.biomarker import CopyNumberKind, Expression, ExpressionKind, atoms_of
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.profile import TumorProfile
from oncomatch.knowledge.base import open_knowledge
from oncomatch.matching.rna_levels import BY_PROTEIN
from oncomatch.matching.stains import contradictions
from oncomatch.matching.states import gene_states
from oncomatch.readers.named_markers import ihc_of, ish_of, levels_of, viruses_of

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


def given(
    ihc: str = "", ish: str = "", rna: str = "", viruses: str = "", **markers: object
) -> TumorProfile:
    """Return a lung cancer with the cells of the sheet."""
    named = TumorMarkers(
        **markers,  # type: ignore[arg-type]
        ihc=ihc_of(ihc) if ihc else (),
        ish=ish_of(ish) if ish else (),
        expression=levels_of(rna) if rna else (),
        viruses=viruses_of(viruses) if viruses else (),
    )
    return replace(tumor("LUAD"), markers=named)


@pytest.mark.parametrize(
    ("cell", "pattern", "outcome"),
    [
        ("FOLR1=positive", "FOLR1 expression", MET),
        ("FOLR1=negative", "FOLR1 expression", NOT_MET),
        ("FOLR1=positive, 80%", "FOLR1 expression", MET),
        ("FOLR1=80%", "FOLR1 expression", UNKNOWN),
        ("FOLR1=2+", "FOLR1 expression", UNKNOWN),
        ("FOLR1=0%", "FOLR1 expression", NOT_MET),
        ("FOLR1=0", "FOLR1 expression", NOT_MET),
        ("FOLR1=positive", "TACSTD2 expression", UNKNOWN),
        ("MET=positive", "MET overexpression", UNKNOWN),
        ("MET=3+", "MET overexpression", UNKNOWN),
        ("MET=overexpressed", "MET overexpression", MET),
        ("MET=overexpressed", "MET expression", MET),
        ("MET=negative", "MET overexpression", NOT_MET),
        ("MTAP=lost", "MTAP underexpression", MET),
        ("MTAP=lost", "MTAP protein_loss", MET),
        ("MTAP=retained", "MTAP protein_loss", NOT_MET),
        ("MTAP=positive", "MTAP protein_loss", NOT_MET),
        ("MTAP=positive", "MTAP underexpression", UNKNOWN),
        ("MTAP=negative", "MTAP protein_loss", UNKNOWN),
        ("MTAP=0", "MTAP protein_loss", UNKNOWN),
        ("MTAP=lost", "MTAP expression", NOT_MET),
        ("p53=aberrant", "TP53 overexpression", UNKNOWN),
        ("p16=positive", "CDKN2A product p16 expression", MET),
        ("p16=negative", "CDKN2A product p16 expression", NOT_MET),
        ("CDKN2A=positive", "CDKN2A product p16 expression", UNKNOWN),
        ("p16=positive", "CDKN2A expression", MET),
        ("p16=negative", "CDKN2A expression", UNKNOWN),
        ("MKI67=positive", "MKI67 nuclear_expression", UNKNOWN),
        ("MET=2+", "MET IHC >= 2", MET),
        ("MET=1+", "MET IHC >= 2", NOT_MET),
        ("MET=80%", "MET IHC >= 2", UNKNOWN),
    ],
)
def test_what_a_stain_answers(cell: str, pattern: str, outcome: Outcome) -> None:
    assert ask(pattern, given(cell)).outcome is outcome


def test_a_percentage_alone_asks_for_the_word_of_the_laboratory() -> None:
    assert ask("FOLR1 expression", given("FOLR1=80%")) == Evaluation(
        UNKNOWN,
        "FOLR1 IHC 80% does not answer FOLR1 expression; the laboratory's word is needed "
        "(positive or not)",
        ("IHC-FOLR1",),
    )


ALL_RETAINED = "MLH1=retained; MSH2=retained; MSH6=retained; PMS2=retained"


@pytest.mark.parametrize(
    ("cell", "mmr", "outcome", "reason"),
    [
        (
            "MLH1=lost; PMS2=lost",
            None,
            MET,
            "mismatch repair deficient by its proteins (MLH1 IHC lost, PMS2 IHC lost)",
        ),
        ("MSH6=lost", None, MET, "mismatch repair deficient by its proteins (MSH6 IHC lost)"),
        (
            "MSH6=lost",
            MismatchRepairState.DEFICIENT,
            MET,
            "mismatch repair deficient; mismatch repair deficient by its proteins (MSH6 IHC lost)",
        ),
        (
            "MSH6=lost",
            MismatchRepairState.PROFICIENT,
            UNKNOWN,
            "mismatch repair proficient contradicts mismatch repair deficient by its proteins "
            "(MSH6 IHC lost); clarify",
        ),
        (
            "MLH1=retained; MSH2=retained",
            None,
            UNKNOWN,
            "mismatch repair was not assessed whole (MLH1 IHC retained, MSH2 IHC retained)",
        ),
    ],
)
def test_loss_of_one_protein_is_deficient_mismatch_repair(
    cell: str, mmr: MismatchRepairState | None, outcome: Outcome, reason: str
) -> None:
    answer = ask("MMR deficient", given(cell, mmr=mmr))

    assert (answer.outcome, answer.reason) == (outcome, reason)


def test_four_retained_proteins_are_proficient() -> None:
    assert ask("MMR deficient", given(ALL_RETAINED)).outcome is NOT_MET
    assert ask("MMR proficient", given(ALL_RETAINED)).outcome is MET


@pytest.mark.parametrize(
    ("cell", "others", "told"),
    [
        ("MLH1=lost", {"msi": MsiStatus.STABLE}, "Microsatellites are MSS"),
        ("MLH1=lost", {"msi": MsiStatus.LOW}, "Microsatellites are MSI-L"),
        ("MLH1=lost", {"msi": MsiStatus.HIGH}, ""),
        (ALL_RETAINED, {"msi": MsiStatus.HIGH}, "Microsatellites are MSI-H"),
        (ALL_RETAINED, {"msi": MsiStatus.STABLE}, ""),
        ("MLH1=lost", {"mmr": MismatchRepairState.PROFICIENT}, "Mismatch repair is proficient"),
        ("MLH1=retained", {"msi": MsiStatus.HIGH}, ""),
        ("FOLR1=positive", {"msi": MsiStatus.HIGH}, ""),
    ],
)
def test_contradictions_are_told(cell: str, others: dict[str, object], told: str) -> None:
    sentences = contradictions(given(cell, **others).markers)

    assert len(sentences) == bool(told)
    assert "".join(sentences).startswith(told)


@pytest.mark.parametrize(
    ("cell", "file", "pattern", "outcome"),
    [
        ("MET=amplified", None, "MET amplification", MET),
        ("MET=amplified", None, "MET gain", MET),
        ("MET=not amplified", None, "MET amplification", NOT_MET),
        ("MET=not amplified", None, "MET gain", UNKNOWN),
        ("MET=amplified", None, "MET deletion", UNKNOWN),
        ("MET=rearranged", None, "MET amplification", UNKNOWN),
        ("MET=amplified", CopyNumberKind.AMPLIFICATION, "MET amplification", MET),
        ("MET=amplified", CopyNumberKind.GAIN, "MET amplification", UNKNOWN),
        ("MET=not amplified", CopyNumberKind.AMPLIFICATION, "MET amplification", UNKNOWN),
        ("MET=amplified", None, "EGFR amplification", UNKNOWN),
        ("ALK=rearranged", None, "ALK fusion", MET),
        ("ALK=rearranged", None, "ALK rearrangement", MET),
        ("ALK=rearranged", None, "EML4::ALK fusion", UNKNOWN),
        ("EML4=rearranged", None, "EML4::ALK fusion", UNKNOWN),
        ("EML4=not rearranged", None, "EML4::ALK fusion", UNKNOWN),
        ("ALK=not rearranged", None, "ALK fusion", NOT_MET),
        ("ALK=amplified", None, "ALK fusion", UNKNOWN),
    ],
)
def test_what_hybridisation_answers(
    cell: str, file: CopyNumberKind | None, pattern: str, outcome: Outcome
) -> None:
    profile = given(ish=cell)
    if file is not None:
        profile = replace(profile, copy_numbers=(CopyNumber("MET", None, file, "as called"),))

    assert ask(pattern, profile).outcome is outcome


def test_the_state_of_a_gene_knows_its_stains_and_hybridisation() -> None:
    profile = given("MET=overexpressed", "MET=amplified")
    (state,) = gene_states(facts_of(profile), ["MET"])

    assert state.copy_number is Finding.DETECTED
    assert state.detail.endswith("MET IHC overexpressed; MET ISH amplified")


@pytest.mark.parametrize(
    ("cell", "pattern", "outcome"),
    [
        ("ERBB3=high", "ERBB3 overexpression", MET),
        ("ERBB3=high", "ERBB3 underexpression", NOT_MET),
        ("ERBB3=normal", "ERBB3 overexpression", NOT_MET),
        ("ERBB3=low", "ERBB3 underexpression", MET),
        ("ERBB3=high", "ERBB3 expression", UNKNOWN),
        ("MTAP=low", "MTAP protein_loss", UNKNOWN),
        ("HER2=high", "ERBB2 overexpression", UNKNOWN),
        ("MET=high", "MET overexpression", UNKNOWN),
        ("ERBB3=high", "EGFR overexpression", UNKNOWN),
    ],
)
def test_what_rna_answers(cell: str, pattern: str, outcome: Outcome) -> None:
    assert ask(pattern, given(rna=cell)).outcome is outcome


def test_rna_is_never_the_protein_that_a_label_asks_for() -> None:
    asked = {
        atom.gene
        for each in open_knowledge().approvals
        for atom in atoms_of(each.biomarker)
        if isinstance(atom, Expression)
        and atom.kind in (ExpressionKind.OVEREXPRESSION, ExpressionKind.UNDEREXPRESSION)
    }

    assert asked <= BY_PROTEIN


def test_a_stain_and_rna_that_contradict_each_other_leave_it_open() -> None:
    answer = ask("ERBB3 overexpression", given("ERBB3=negative", rna="ERBB3=high"))

    assert answer == Evaluation(
        UNKNOWN,
        "ERBB3 IHC negative contradicts ERBB3 RNA high; clarify",
        ("IHC-ERBB3", "RNA-ERBB3"),
    )


@pytest.mark.parametrize(
    ("cell", "pattern", "outcome"),
    [
        ("MCPyV=positive", "virus MCPyV", MET),
        ("MCPyV=negative", "virus MCPyV", NOT_MET),
        ("MCPyV=positive", "virus HBV", UNKNOWN),
        ("MCPyV=positive", "virus EBV", UNKNOWN),
    ],
)
def test_viruses(cell: str, pattern: str, outcome: Outcome) -> None:
    assert ask(pattern, given(viruses=cell, hpv=MarkerResult.NEGATIVE)).outcome is outcome
