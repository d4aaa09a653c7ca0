"""Biomarker patterns as values: what they refuse to be, their parts and their genes."""

from __future__ import annotations

import re

import pytest

from oncomatch.domain.biomarker import (
    AllOf,
    AnyOf,
    Biomarker,
    ChangeKind,
    CodonChange,
    Comparator,
    CopyNumberChange,
    CopyNumberKind,
    Excepting,
    Fusion,
    GeneMutation,
    MicrosatelliteInstability,
    MutationalBurden,
    Not,
    Origin,
    VariantOrigin,
    WildType,
    atoms_of,
    genes_of,
)

KRAS, NRAS = WildType("KRAS"), WildType("NRAS")
ERBB2 = CopyNumberChange("ERBB2", CopyNumberKind.AMPLIFICATION)
TREE = AllOf((KRAS, Not(AnyOf((NRAS, Not(ERBB2)))), MicrosatelliteInstability()))


@pytest.mark.parametrize(
    ("biomarker", "atoms"),
    [
        (KRAS, (KRAS,)),
        (Not(KRAS), (KRAS,)),
        (TREE, (KRAS, NRAS, ERBB2, MicrosatelliteInstability())),
        (AnyOf((KRAS, KRAS)), (KRAS, KRAS)),
    ],
    ids=["an atom", "under NOT", "nested, left to right", "the same twice"],
)
def test_atoms(biomarker: Biomarker, atoms: tuple[Biomarker, ...]) -> None:
    assert atoms_of(biomarker) == atoms


@pytest.mark.parametrize(
    ("biomarker", "genes"),
    [
        (TREE, ("ERBB2", "KRAS", "NRAS")),
        (Fusion("EML4", "ALK"), ("ALK", "EML4")),
        (Fusion("ALK"), ("ALK",)),
        (AnyOf((KRAS, Not(KRAS))), ("KRAS",)),
        (MicrosatelliteInstability(), ()),
        (MutationalBurden(10), ()),
    ],
    ids=["nested", "both partners", "any partner", "once each", "MSI", "TMB"],
)
def test_genes(biomarker: Biomarker, genes: tuple[str, ...]) -> None:
    assert genes_of(biomarker) == genes


@pytest.mark.parametrize("join", [AllOf, AnyOf])
@pytest.mark.parametrize("parts", [(), (KRAS,)], ids=["none", "one"])
def test_and_and_or_join_at_least_two(join, parts) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=re.escape("AND and OR join at least two biomarkers")):
        join(parts)


@pytest.mark.parametrize(("first", "last"), [(0, 0), (0, 5), (13, 12), (-1, 3)])
def test_codons_are_a_range_counted_from_one(first: int, last: int) -> None:
    with pytest.raises(ValueError, match=re.escape(f"codons {first}-{last} are not a range")):
        CodonChange("KRAS", first, last)


def test_a_single_codon_is_a_range() -> None:
    assert str(CodonChange("KRAS", 1, 1)) == "KRAS codon 1"


def test_an_origin_belongs_to_every_atom() -> None:
    germline = Origin(VariantOrigin.GERMLINE, AnyOf((KRAS, Not(NRAS))))

    assert atoms_of(germline) == (
        Origin(VariantOrigin.GERMLINE, KRAS),
        Origin(VariantOrigin.GERMLINE, NRAS),
    )
    assert genes_of(germline) == ("KRAS", "NRAS")


def test_exceptions_are_part_of_their_atom() -> None:
    pattern = GeneMutation("BRAF", ChangeKind.MUTATION)
    excepting = Excepting(pattern, (CodonChange("BRAF", 600, 600),))

    assert atoms_of(Not(excepting)) == (excepting,)
    assert genes_of(excepting) == ("BRAF",)


@pytest.mark.parametrize("exceptions", [(), (CodonChange("KRAS", 12, 12),)])
def test_exceptions_are_of_the_gene(exceptions: tuple[CodonChange, ...]) -> None:
    with pytest.raises(ValueError, match="exception"):
        Excepting(GeneMutation("BRAF", ChangeKind.MUTATION), exceptions)


@pytest.mark.parametrize(
    ("comparator", "below", "equal", "above"),
    [
        (Comparator.AT_LEAST, False, True, True),
        (Comparator.ABOVE, False, False, True),
        (Comparator.AT_MOST, True, True, False),
        (Comparator.BELOW, True, False, False),
    ],
)
def test_comparators(comparator: Comparator, below: bool, equal: bool, above: bool) -> None:
    assert [comparator.holds(each, 10) for each in (9, 10, 11)] == [below, equal, above]
