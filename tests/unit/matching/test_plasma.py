"""In plasma that may hold too little tumour DNA, nothing found says nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import ask, facts_of, matched, tumor
from oncomatch.domain.assay import Finding
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.specimen import Specimen, SpecimenType
from oncomatch.matching.states import gene_states
from oncomatch.pipeline.specimens import silence_of
from oncomatch.readers.config import OriginLimits


def plasma(fraction: float | None, **words: object) -> TumorProfile:
    specimen = Specimen(SpecimenType.PLASMA, fraction)
    profile = tumor("COADREAD", [("BRAF", "V600E")], panel=["KRAS", "NRAS"], copies={"ERBB2": 2})
    return replace(
        profile, specimen=specimen, silence=silence_of(specimen, OriginLimits()), **words
    )


@pytest.mark.parametrize(
    ("fraction", "outcome", "state"),
    [
        (None, Outcome.UNKNOWN, Finding.NOT_INFORMATIVE),
        (0.0, Outcome.UNKNOWN, Finding.NOT_INFORMATIVE),
        (0.009, Outcome.UNKNOWN, Finding.NOT_INFORMATIVE),
        (0.01, Outcome.MET, Finding.NOT_DETECTED),
        (0.3, Outcome.MET, Finding.NOT_DETECTED),
    ],
)
def test_wild_type_needs_enough_tumour_dna(
    fraction: float | None, outcome: Outcome, state: Finding
) -> None:
    profile = plasma(fraction)
    (kras,) = gene_states(facts_of(profile), ["KRAS"])

    assert ask("KRAS wildtype", profile).outcome is outcome
    assert kras.small_variants is state


def test_what_is_found_in_plasma_counts() -> None:
    assert ask("BRAF p.V600E", plasma(None)).outcome is Outcome.MET


@pytest.mark.parametrize("pattern", ["ERBB2 amplification", "ERBB2 copies >= 6"])
def test_no_amplification_in_plasma_says_nothing_at_any_fraction(pattern: str) -> None:
    profile = plasma(0.3)
    (erbb2,) = gene_states(facts_of(profile), ["ERBB2"])

    assert ask(pattern, profile).outcome is Outcome.UNKNOWN
    assert erbb2.copy_number is Finding.NOT_INFORMATIVE


def test_wild_type_therapies_do_not_apply_to_silent_plasma() -> None:
    silent, loud = matched(plasma(None)), matched(plasma(0.3))

    def absences(profile: TumorProfile) -> set[str]:
        return {
            fact for each in matched(profile).therapies for fact in each.facts if "wildtype" in fact
        }

    assert not absences(plasma(None))
    assert absences(plasma(0.3))
    assert Finding.NOT_INFORMATIVE in {each.finding for each in silent.markers}
    assert Finding.NOT_INFORMATIVE not in {
        each.finding for each in loud.markers if "KRAS" in each.biomarker
    }


@pytest.mark.parametrize("kind", [each for each in SpecimenType if each is not SpecimenType.PLASMA])
def test_tissue_is_not_silent(kind: SpecimenType) -> None:
    assert silence_of(Specimen(kind), OriginLimits()) == ""


def test_the_purity_stands_for_a_fraction_that_is_not_given() -> None:
    assert silence_of(Specimen(SpecimenType.PLASMA, None, 0.2), OriginLimits()) == ""
    assert silence_of(Specimen(SpecimenType.PLASMA, 0.001, 0.2), OriginLimits())
    assert silence_of(Specimen(SpecimenType.PLASMA, 0.05), OriginLimits(0.1))
