"""Notations of CIViC and CGI resolve to the places that the same tables give.

What does not agree is listed with the reason, one by one; a new disagreement fails.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from oncomatch.annotation.resolve import Resolution, Resolver
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.variant import Variant
from oncomatch.reference.bundle import Reference

CIVIC = "kb/civic_variants_with_coords_2025.tsv"
CGI = "kb/cgi_biomarkers_per_variant_2017.tsv"

CIVIC_EXPLAINED = {
    "NM_002745.4:c.964G>A": "CIViC's GRCh37 place of MAPK1 E322K is on chromosome 2, MAPK1 on 22",
    "ENST00000215832.6:c.964G>A": "the same",
    "NP_002736.3:p.Glu322Lys": "the same",
    "NM_005228.3:c.89_881del": "the place of EGFR vIII ends at c.889, the end of exon 7",
    "NP_000542.1:p.Ser111Cys": "the DNA change takes a silent base of the codon before with it",
    "NP_001341652.1:p.Ser111Cys": "the same",
    "NP_000542.1:p.Tyr175Ter": "a deletion whose first new codon is a stop",
    "NP_000542.1:p.Ter214CysextTer?": "an insertion that reads through the stop",
}


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t")


def variants(resolution: Resolution, build: GenomeBuild | None = None) -> set[Variant]:
    return {
        each.variant
        for each in resolution.found
        if each.variant is not None and build in (None, each.build)
    }


@pytest.fixture(scope="module")
def resolver(reference: Reference) -> Resolver:
    return Resolver(reference)


def test_the_coding_and_protein_names_of_civic_mean_its_places(
    resolver: Resolver, shared: Path
) -> None:
    agreed = 0
    differing = set()
    for row in rows(shared / CIVIC):
        names = [name.strip() for name in row["hgvs_descriptions"].split(",")]
        places = [name for name in names if re.match(r"NC_\d+\.\d+:g\.", name)]
        truth = {variant for name in places for variant in variants(resolver.resolve(name))}
        for name in names:
            if truth and re.match(r"(NM|NP|ENST)_?\d", name):
                found = variants(resolver.resolve(name))
                agreed += bool(found & truth)
                if found and not found & truth:
                    differing.add(name)

    assert differing == set(CIVIC_EXPLAINED)
    assert agreed > 1600


def test_the_protein_names_of_cgi_mean_its_places(resolver: Resolver, shared: Path) -> None:
    asked = {(row["individual_mutation"], row["gDNA"]) for row in rows(shared / CGI) if row["gDNA"]}
    unlike = {}
    agreed = 0
    for name, place in sorted(asked):
        truth = variants(resolver.resolve(place, GenomeBuild.GRCH37), GenomeBuild.GRCH37)
        resolution = resolver.resolve(name)
        if truth & variants(resolution):
            agreed += 1
        else:
            unlike[name] = {each.reason.split(" is not ")[1] for each in resolution.failures}

    assert agreed > 280
    assert set().union(*unlike.values()) == {"embedded for GRCh37", "embedded for GRCh38"}


def test_every_place_of_cgi_in_an_embedded_gene_is_lifted_over(
    resolver: Resolver, shared: Path, reference: Reference
) -> None:
    embedded = set(reference.genes_with_sequence)
    lifted = 0
    for row in rows(shared / CGI):
        if row["gDNA"] and row["Gene"] in embedded:
            resolution = resolver.resolve(row["gDNA"], GenomeBuild.GRCH37)
            changes = {each.effect.protein_change for each in resolution.found if each.effect}
            assert resolution.failures == (), row["gDNA"]
            assert len(changes) == 1, row["gDNA"]
            lifted += 1

    assert lifted > 400
