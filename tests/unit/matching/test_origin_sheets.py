"""Presumed is never asserted: both sides are told, and what to confirm."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import ask, matched, tumor
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.origin import CallOrigin, Deamination, OriginSheet
from oncomatch.domain.population import PopulationFrequency
from oncomatch.domain.specimen import Specimen, SpecimenType
from oncomatch.domain.variant import NormalReads, Reads
from oncomatch.knowledge.germline_genes import haematopoiesis_genes, hereditary_genes

HALF, TENTH = Reads(400, 200, 0.5), Reads(400, 32, 0.08)
UNCERTAIN = "PALB2", "K18R"
BRCA2_STOP = "BRCA2", "Q1429*"


def sheets(
    change: tuple[str, str],
    code: str = "BRCA",
    reads: Reads = HALF,
    *,
    population: float | None = None,
    specimen: Specimen | None = None,
    normal: NormalReads | None = None,
    deamination: Deamination | None = None,
) -> tuple[OriginSheet, ...]:
    profile = tumor(code, [change])
    frequency = PopulationFrequency(population, ("all",), "AF") if population is not None else None
    variants = tuple(
        replace(each, reads=reads, population=frequency, normal=normal)
        for each in profile.small_variants
    )
    return matched(
        replace(
            profile,
            small_variants=variants,
            specimen=specimen or Specimen(),
            deamination=deamination,
        )
    ).origins


def sheet(*words: object, **more: object) -> OriginSheet:
    (only,) = sheets(*words, **more)  # type: ignore[arg-type]
    return only


PURE = Specimen(SpecimenType.FFPE, None, 0.3)
SOMATIC, _, PRESUMED, POSSIBLY, UNKNOWN = CallOrigin
ORIGINS = [
    # name                                      change     reads population specimen origin
    ("half of the reads, purity not known", UNCERTAIN, HALF, None, None, POSSIBLY),
    ("half of the reads at a purity of 30 %", UNCERTAIN, HALF, None, PURE, PRESUMED),
    ("a low fraction", UNCERTAIN, TENTH, None, None, UNKNOWN),
    ("common in populations", UNCERTAIN, TENTH, 0.02, None, PRESUMED),
    ("seen in populations at half of the reads", UNCERTAIN, HALF, 0.001, None, PRESUMED),
    ("seen in populations at a low fraction", UNCERTAIN, TENTH, 0.001, None, POSSIBLY),
    ("not seen in populations", UNCERTAIN, TENTH, 0.0, None, UNKNOWN),
    ("a hotspot at half of the reads", ("TP53", "R175H"), HALF, None, PURE, UNKNOWN),
]


@pytest.mark.parametrize(
    ("change", "reads", "population", "specimen", "origin"),
    [row[1:] for row in ORIGINS],
    ids=[row[0] for row in ORIGINS],
)
def test_what_is_presumed_of_a_tumour_alone(
    change: tuple[str, str],
    reads: Reads,
    population: float | None,
    specimen: Specimen | None,
    origin: CallOrigin,
) -> None:
    found = sheet(change, reads=reads, population=population, specimen=specimen)

    assert found.origin is origin
    assert found.reason


def test_what_is_presumed_decides_no_pattern() -> None:
    profile = tumor("BRCA", [BRCA2_STOP])
    variants = tuple(replace(each, reads=HALF) for each in profile.small_variants)
    profile = replace(profile, small_variants=variants, specimen=PURE)

    assert ask("germline (BRCA2 mutation)", profile).outcome is Outcome.UNKNOWN
    assert ask("somatic (BRCA2 mutation)", profile).outcome is Outcome.UNKNOWN


HEREDITARY = [
    # name                                        change                marked
    ("a stop in BRCA2", BRCA2_STOP, True),
    ("a stop in a gene that has no role here", ("PALB2", "Q60*"), True),
    ("a hotspot of TP53", ("TP53", "R175H"), True),
    ("a missense change of no known meaning", UNCERTAIN, False),
    ("a stop outside the list", ("ARID1A", "Q1334*"), False),
    ("a hotspot of RET", ("RET", "M918T"), True),
    ("a stop in an oncogene", ("RET", "Q44*"), False),
]


@pytest.mark.parametrize(
    ("change", "marked"), [row[1:] for row in HEREDITARY], ids=[row[0] for row in HEREDITARY]
)
def test_pathogenic_changes_in_hereditary_genes_are_to_be_confirmed(
    change: tuple[str, str], marked: bool
) -> None:
    words = sheet(change).hereditary

    assert bool(words) is marked
    assert not marked or words.startswith("confirm in germline, offer counselling")


def test_they_are_marked_beside_a_clean_normal_as_well() -> None:
    found = sheet(BRCA2_STOP, normal=NormalReads(Reads(90, 0, 0.0), True))

    assert found.origin is SOMATIC
    assert "the matched normal does not have it" in found.hereditary
    assert "offer counselling" in found.hereditary


def test_a_call_that_the_caller_takes_for_germline_is_kept() -> None:
    profile = tumor("BRCA", left_out=[BRCA2_STOP, UNCERTAIN])
    left_out = tuple(replace(each, filters=("germline",)) for each in profile.left_out)
    (found,) = matched(replace(profile, left_out=left_out)).origins

    assert (found.label, found.reported, found.origin) == ("BRCA2 Q1429*", False, PRESUMED)
    assert found.reason == "FILTER germline: the caller says so"
    assert found.hereditary


BLOOD = [
    # name                    code    kind                 normal-alt begins
    ("plasma", "BRCA", SpecimenType.PLASMA, None, "may come from blood cells, not from the tumour"),
    ("tissue", "BRCA", SpecimenType.FFPE, None, "blood cells in the tissue may carry it"),
    ("plasma and a clean normal", "BRCA", SpecimenType.PLASMA, 0, ""),
    ("plasma and a clone in the normal", "BRCA", SpecimenType.PLASMA, 6, "may come from blood"),
    ("a leukaemia", "AML", SpecimenType.MARROW, None, ""),
    ("a lymphoma", "DLBCLNOS", SpecimenType.PLASMA, None, ""),
]


@pytest.mark.parametrize(
    ("code", "kind", "alt", "begins"), [row[1:] for row in BLOOD], ids=[row[0] for row in BLOOD]
)
def test_clones_of_blood_cells(code: str, kind: SpecimenType, alt: int | None, begins: str) -> None:
    normal = None if alt is None else NormalReads(Reads(100, alt, alt / 100), True)
    found = sheet(("DNMT3A", "R882H"), code, TENTH, specimen=Specimen(kind), normal=normal)

    assert found.haematopoiesis.startswith(begins)
    assert bool(found.haematopoiesis) is bool(begins)


def test_other_genes_are_not_marked_as_blood() -> None:
    plasma = Specimen(SpecimenType.PLASMA)

    assert not sheet(("PIK3CA", "H1047R"), specimen=plasma).haematopoiesis


MANY = Deamination(0.1, 100, 90, 100, 40)
FEW = Deamination(0.1, 100, 45, 100, 40)


@pytest.mark.parametrize(
    ("reads", "kind", "counts", "marked"),
    [
        (TENTH, SpecimenType.FFPE, MANY, True),
        (TENTH, SpecimenType.UNKNOWN, MANY, True),
        (TENTH, SpecimenType.FRESH, MANY, False),
        (TENTH, SpecimenType.FFPE, FEW, False),
        (TENTH, SpecimenType.FFPE, None, False),
        (HALF, SpecimenType.FFPE, MANY, False),
    ],
)
def test_formalin(
    reads: Reads, kind: SpecimenType, counts: Deamination | None, marked: bool
) -> None:
    found = sheet(("TP53", "R175H"), reads=reads, specimen=Specimen(kind), deamination=counts)

    assert bool(found.artefact) is marked


@pytest.mark.parametrize(
    ("counts", "excessive"),
    [
        (MANY, True),
        (FEW, False),
        (Deamination(0.1, 19, 19, 100, 10), False),
        (Deamination(0.1, 100, 100, 19, 1), False),
        (Deamination(0.1, 100, 45, 1000, 10), False),
        (Deamination(0.1, 100, 100, 100, 100), False),
    ],
    ids=["many", "few", "too few low", "too few high", "below half", "all are"],
)
def test_an_excess_needs_numbers(counts: Deamination, excessive: bool) -> None:
    assert counts.is_excessive is excessive


def test_the_tables_name_genes_that_the_reference_knows() -> None:
    assert len(hereditary_genes()) == 30
    assert hereditary_genes()["MUTYH"].inheritance == "AR"
    assert {"BRCA1", "ATM", "CHEK2", "RET"} <= set(hereditary_genes())
    assert {"DNMT3A", "TET2", "ASXL1", "PPM1D", "JAK2", "TP53"} <= set(haematopoiesis_genes())
    assert "" not in {*hereditary_genes(), *haematopoiesis_genes()}


SIDES = [
    # name                                         reads  specimen  against
    ("lost copies are not known", Reads(400, 312, 0.78), Specimen(), ()),
    (
        "less than half, purity not known",
        TENTH,
        Specimen(),
        ("VAF 8%: an inherited variant has less than half if its copy is lost only",),
    ),
    (
        "too few even for a lost copy",
        TENTH,
        PURE,
        (
            "VAF 8% is below what an inherited variant has, even if its copy is lost "
            "(35%; purity 30%, 2 copies assumed)",
        ),
    ),
]


@pytest.mark.parametrize(
    ("reads", "specimen", "against"), [row[1:] for row in SIDES], ids=[row[0] for row in SIDES]
)
def test_what_speaks_against_an_inherited_variant(
    reads: Reads, specimen: Specimen, against: tuple[str, ...]
) -> None:
    assert sheet(UNCERTAIN, reads=reads, specimen=specimen).against_germline == against
