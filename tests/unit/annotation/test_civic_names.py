"""CIViC's genomic names against its names on transcripts, recomputed on both builds.

CIViC (not part of the repository) gives g., c. and p. names of one variant side by side, so
each g. name, annotated, must give the c. name on the same transcript (any version).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from building import BOTH, call
from oncomatch.annotation.annotator import Annotator
from oncomatch.annotation.hgvs import contig_accession
from oncomatch.domain.contig import CHROMOSOMES
from oncomatch.domain.variant import Variant
from oncomatch.reference.bundle import Reference

NAME = re.compile(
    r"(NC_\d+\.\d+):g\.(\d+)(?:_(\d+))?"
    r"(?:([ACGT])>([ACGT])|del[ACGT]*ins([ACGT]+)|(del)[ACGT]*|(dup)[ACGT]*|ins([ACGT]+))"
)
ACCESSIONS = {
    contig_accession(build, contig): (build, contig) for build in BOTH for contig in CHROMOSOMES
}

# Records whose two names do not describe one change, or break a rule of HGVS; ours follows the
# g. name. Each looked at by hand.
EXCEPTIONS = {
    ("ERBB2", "c.2263_2277del"): "not the most 3' place",
    ("KIT", "c.1675_1677del"): "not the most 3' place",
    ("EGFR", "c.89_881del"): "793 bases; exons 2 to 7 have 801",
    ("MYD88", "c.794T>C"): "counted on another transcript",
    ("BRCA1", "c.2902_2903insTC"): "a copy, so dup",
    ("ALK", "c.953_2041del"): "the introns left out",
    ("VHL", "c.164_165insG"): "a copy, so dup",
    ("VHL", "c.164_165insA"): "a copy, so dup",
    ("VHL", "c.1-1_20del"): "not a position of HGVS",
    ("BTK", "c.946T>C"): "bases of the other strand",
    ("ABL1", "c.951C>G"): "another base of the codon",
    ("ERBB2", "c.2393_2394delinsTG"): "an inversion",
}


def variant_of(name: str, reference: Reference) -> Variant | None:
    """Return the variant of a genomic name, None for forms that are not exact or not known."""
    found = NAME.fullmatch(name)
    if found is None or found[1] not in ACCESSIONS:
        return None
    build, contig = ACCESSIONS[found[1]]
    start0, end0 = int(found[2]) - 1, int(found[3] or found[2])

    def bases(first: int, behind: int) -> str:
        return reference.sequences.bases(build, contig, first, behind)

    ref, before = bases(start0, end0), bases(start0 - 1, start0)
    if found[5] or found[6]:
        return Variant(contig, start0 + 1, ref, found[5] or found[6], build)
    if found[7]:
        return Variant(contig, start0, before + ref, before, build)
    if found[8]:
        return Variant(contig, start0, before, before + ref, build)
    return Variant(contig, start0 + 1, ref[0], ref[0] + found[9], build)


def today(name: str) -> str:
    """Return a c. name without the deleted or copied bases that older names carry."""
    name = re.sub(r"del[ACGT\d]*ins", "delins", name)
    return re.sub(r"(del|dup)[ACGT\d]+$", r"\1", name)


@pytest.fixture(scope="module")
def pairs(shared: Path, reference: Reference) -> list[tuple[str, str, str]]:
    """Return gene, CIViC's c. name and ours, for each g. name on a transcript that we report."""
    annotator = Annotator(reference)
    found = []
    table = shared / "kb" / "civic_variants_with_coords_2025.tsv"
    with table.open() as file:
        for row in csv.DictReader(file, delimiter="\t"):
            names = [name.strip() for name in row["hgvs_descriptions"].split(",")]
            coding = {
                name.partition(".")[0]: name.partition(":")[2]
                for name in reversed(names)
                if name.startswith("NM_")
            }
            for name in names:
                variant = variant_of(name, reference)
                if variant is None or "N" in variant.ref:
                    continue
                effect = annotator.annotate(call(variant)).effect
                if effect is None or effect.transcript.partition(".")[0] not in coding:
                    continue
                theirs = today(coding[effect.transcript.partition(".")[0]])
                found.append((row["gene"], theirs, effect.hgvs_c.partition(":")[2]))
    return found


def test_names_agree_but_for_the_records_that_contradict_themselves(
    pairs: list[tuple[str, str, str]],
) -> None:
    differing = {(gene, theirs) for gene, theirs, ours in pairs if theirs != ours}

    assert differing == set(EXCEPTIONS)


def test_how_many_names_were_compared(pairs: list[tuple[str, str, str]]) -> None:
    counts = Counter(
        ("substitution" if ">" in theirs else "indel", theirs == ours) for _, theirs, ours in pairs
    )

    assert counts == {
        ("substitution", True): 528,
        ("substitution", False): 3,
        ("indel", True): 126,
        ("indel", False): 12,
    }
