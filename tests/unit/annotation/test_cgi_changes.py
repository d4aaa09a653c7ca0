"""The Cancer Genome Interpreter's genomic changes, annotated on both builds, give its names.

The table (not part of the repository) has them on GRCh37; GRCh38 is reached by lift-over.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from oncomatch.annotation.annotator import Annotator
from oncomatch.annotation.resolve import Resolver
from oncomatch.domain.build import GenomeBuild
from oncomatch.reference.bundle import Reference

TABLE = "kb/cgi_biomarkers_per_variant_2017.tsv"
SAME, OTHER, DIFFERS = "same", "same on another transcript", "differs"
Verdicts = dict[GenomeBuild, dict[tuple[str, str], str]]


@pytest.fixture(scope="module")
def verdicts(shared: Path, reference: Reference) -> Verdicts:
    """Return by build how our name agrees with CGI's, for each change in an embedded gene."""
    resolver, annotator = Resolver(reference), Annotator(reference)
    with (shared / TABLE).open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        asked = {(row["individual_mutation"], row["gDNA"]) for row in rows if row["gDNA"]}
    found: Verdicts = {build: {} for build in GenomeBuild}
    for name, place in asked:
        gene, _, change = name.partition(":")
        for each in resolver.resolve(place, GenomeBuild.GRCH37).found:
            known = reference.find_gene(gene)
            if each.effect is None or each.variant is None or known is None:
                continue
            if each.effect.gene != known.symbol:
                continue
            others = annotator.other_effects(each.variant, each.effect.gene)
            verdict = SAME if each.effect.protein_change == change else DIFFERS
            if verdict == DIFFERS and change in {other.protein_change for other in others}:
                verdict = OTHER
            key = (name, each.effect.protein_change)
            found[each.build][key] = verdict
    return found


@pytest.mark.parametrize("build", list(GenomeBuild), ids=lambda build: build.value)
def test_the_names_agree(verdicts: Verdicts, build: GenomeBuild) -> None:
    assert {key for key, verdict in verdicts[build].items() if verdict == DIFFERS} == set()
    assert Counter(verdicts[build].values()) == {SAME: 276, OTHER: 15}


def test_both_builds_say_the_same(verdicts: Verdicts) -> None:
    old, new = verdicts.values()

    assert old == new
