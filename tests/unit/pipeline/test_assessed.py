"""What was assessed is where panel, depth and gVCF agree; codons left out are named."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from building import ask, matched, profiled, vcf_text
from oncomatch.domain.assay import Assessment
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.case import CaseInfo
from oncomatch.domain.copy_number import TumorContent
from oncomatch.domain.depth import CoverageLimits, DepthMeasure
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.specimen import Specimen
from oncomatch.errors import InputError
from oncomatch.readers.case_sheet import CaseRequest
from oncomatch.readers.config import Config
from oncomatch.reference.bundle import Reference

B38 = GenomeBuild.GRCH38
Profile = Callable[..., TumorProfile]
NOTHING_CALLED: tuple[str, ...] = ()


@pytest.fixture
def profile(tmp_path: Path, reference: Reference) -> Profile:
    """Make the profile of a colorectal case whose files hold these texts."""

    def of(
        panel: str = "",
        depth: str = "",
        rows: tuple[str, ...] = NOTHING_CALLED,
        min_depth: int = 100,
        purity: float | None = None,
        **words: Any,
    ) -> TumorProfile:
        texts = {"calls.vcf": vcf_text(rows, **words), "panel.txt": panel, "depth.bed": depth}
        paths = {}
        for name, text in texts.items():
            (tmp_path / name).write_text(text)
            paths[name] = tmp_path / name if text else None
        request = CaseRequest(
            CaseInfo("A", "COADREAD", "Colorectal Adenocarcinoma", B38),
            (tmp_path / "calls.vcf",),
            panel=paths["panel.txt"],
            depth=tuple(filter(None, [paths["depth.bed"]])),
            content=TumorContent(purity),
        )
        config = Config(coverage=CoverageLimits(min_depth=min_depth))
        return profiled(request, config, reference)

    return of


def exons_of(reference: Reference, gene: str) -> list[tuple[str, int, int]]:
    """Return contig, start and end of the exons of a gene with two bases on both sides."""
    transcript = reference.reported_transcript(gene, B38)
    assert transcript is not None
    return [(transcript.contig, start - 2, end + 2) for start, end in transcript.exons]


def codon(reference: Reference, gene: str, number: int) -> tuple[str, int, int]:
    """Return the place of a codon that no intron splits."""
    transcript = reference.reported_transcript(gene, B38)
    assert transcript is not None
    first = transcript.cds_start + 3 * (number - 1)
    ends = sorted(transcript.to_genomic(first + step) for step in (0, 2))
    assert ends[1] - ends[0] == 2, "an intron splits the codon"
    return transcript.contig, ends[0], ends[1] + 1


def per_base(
    regions: list[tuple[str, int, int]], shallow: tuple[str, int, int] | None = None
) -> str:
    """Return mosdepth's per-base lines: 250 reads over regions, 20 over one stretch."""
    lines = []
    for contig, start, end in sorted(regions):
        at = [start, end]
        if shallow is not None and shallow[0] == contig and start <= shallow[1] < end:
            at = [start, shallow[1], shallow[2], end]
        for low, high in pairwise(at):
            deep = 20 if shallow is not None and (low, high) == shallow[1:] else 250
            lines.append(f"{contig}\t{low}\t{high}\t{deep}\n")
            if high - low > 1:
                middle = (low + high) // 2
                lines[-1:] = [
                    f"{contig}\t{low}\t{middle}\t{deep}\n",
                    f"{contig}\t{middle}\t{high}\t{deep}\n",
                ]
    return "".join(lines)


@pytest.fixture
def ras(reference: Reference) -> list[tuple[str, int, int]]:
    """Return the exons of KRAS and NRAS."""
    return [*exons_of(reference, "KRAS"), *exons_of(reference, "NRAS")]


@pytest.fixture
def codon_61(reference: Reference) -> tuple[str, int, int]:
    """Return the place of codon 61 of KRAS."""
    return codon(reference, "KRAS", 61)


@pytest.mark.parametrize("panel", ["", "KRAS\nNRAS\n"], ids=["depth alone", "list and depth"])
def test_ras_is_wild_type_where_all_of_it_is_deep(
    profile: Profile, ras: list[tuple[str, int, int]], panel: str
) -> None:
    found = profile(panel, per_base(ras))

    assert ask("KRAS wildtype and NRAS wildtype", found).outcome is Outcome.MET
    assert found.assay.coverage_of("KRAS").gaps == ()


@pytest.mark.parametrize("panel", ["", "KRAS\nNRAS\n"], ids=["depth alone", "list and depth"])
@pytest.mark.parametrize(
    ("pattern", "outcome"),
    [
        ("KRAS wildtype", Outcome.UNKNOWN),
        ("NRAS wildtype", Outcome.MET),
        ("KRAS codon 61", Outcome.UNKNOWN),
        ("KRAS codon 12", Outcome.NOT_MET),
        ("KRAS exon 3 mutation", Outcome.UNKNOWN),
        ("KRAS exon 2 mutation", Outcome.NOT_MET),
        ("KRAS p.Q61H", Outcome.UNKNOWN),
    ],
)
def test_one_shallow_codon_leaves_open_what_it_decides(
    profile: Profile,
    ras: list[tuple[str, int, int]],
    codon_61: tuple[str, int, int],
    panel: str,
    pattern: str,
    outcome: Outcome,
) -> None:
    answer = ask(pattern, profile(panel, per_base(ras, codon_61)))

    assert answer.outcome is outcome
    assert ("not codon 61 (exon 3)" in answer.reason) is (outcome is Outcome.UNKNOWN)


def test_what_was_found_absent_says_what_was_not_looked_at(
    profile: Profile, ras: list[tuple[str, int, int]], codon_61: tuple[str, int, int]
) -> None:
    answer = ask("KRAS codon 12", profile("", per_base(ras, codon_61)))

    assert answer.reason == (
        "KRAS codon 12: looked for and not found; not assessed are codon 61 (exon 3)"
    )


def anti_egfr(found: TumorProfile) -> tuple[set[str], set[str]]:
    """Return what anti-EGFR antibodies rest on, and why others do not apply."""
    record = matched(found)
    names = ("Cetuximab", "Panitumumab")
    applies = {label for each in record.therapies if each.regimen in names for label in each.labels}
    misses = {each.reason for each in record.near_misses if each.regimen in names}
    return applies, misses


def test_anti_egfr_antibodies_need_the_codons_and_the_near_miss_names_them(
    profile: Profile, ras: list[tuple[str, int, int]], codon_61: tuple[str, int, int]
) -> None:
    applies, _ = anti_egfr(profile("KRAS\nNRAS\n", per_base(ras)))
    without, misses = anti_egfr(profile("KRAS\nNRAS\n", per_base(ras, codon_61)))
    whole = {"KRAS exon 2, 3, 4 and NRAS exon 2, 3, 4 not mutated", "KRAS wild type"}

    assert whole <= applies
    assert without == {"KRAS codon 12, 13 not mutated"}
    assert any("KRAS was only partly assessed, not codon 61 (exon 3)" in each for each in misses)


def test_a_panel_gene_without_depth_is_listed_as_not_assessed(
    profile: Profile, reference: Reference
) -> None:
    found = profile("KRAS\nNRAS\n", per_base(exons_of(reference, "NRAS")))
    states = {each.gene: each.assessment for each in found.assay.genes}

    assert states == {"KRAS": Assessment.NOT_ASSESSED, "NRAS": Assessment.ASSESSED}
    assert found.assay.coverage_of("KRAS").missing == "codons 1-188 (exons 2-5)"


def test_what_is_deep_but_outside_the_panel_was_not_assessed(
    profile: Profile, reference: Reference, ras: list[tuple[str, int, int]]
) -> None:
    """Reads that fall beside the targets of an assay are not called."""
    panel = "".join(
        f"chr{contig}\t{start}\t{end}\n" for contig, start, end in exons_of(reference, "KRAS")[1:3]
    )
    found = profile(panel, per_base(ras))

    assert found.assay.coverage_of("KRAS").missing == "codons 97-188 (exons 3-5)"
    assert found.assay.coverage_of("NRAS").assessment is Assessment.NOT_ASSESSED


def test_what_the_depth_file_tells_is_kept(
    profile: Profile, ras: list[tuple[str, int, int]]
) -> None:
    assay = profile("", per_base(ras)).assay

    assert (assay.regions, assay.depth, assay.measure) == (
        "depth.bed", "depth.bed", DepthMeasure.BASE,
    )  # fmt: skip
    assert (assay.min_depth, assay.median_depth) == (100, 250)
    assert assay.limit is not None
    assert (assay.limit.vaf, assay.limit.cell_share) == (0.0892, None)
    assert assay.median_limit is not None
    assert (assay.median_limit.depth, assay.median_limit.vaf) == (250, 0.0362)


def test_the_share_of_deep_bases_is_of_the_panel_where_it_names_regions(
    profile: Profile,
) -> None:
    """Ten of the forty bases of the panel are shallow, or not in the depth file at all."""
    depth = "chr12\t25245300\t25245330\t300\nchr12\t25245330\t25245335\t20\n"
    panel = "chr12\t25245300\t25245340\n"

    assert profile(panel, depth).assay.deep_share == 0.75
    assert profile("", depth).assay.deep_share == round(30 / 35, 4)
    assert profile("KRAS\n", depth).assay.deep_share == round(30 / 35, 4)
    assert profile(panel).assay.deep_share is None


def test_no_place_deep_enough_is_said_once(
    profile: Profile, ras: list[tuple[str, int, int]]
) -> None:
    found = profile("", per_base(ras), min_depth=1000)

    assert found.notes[0].startswith("No place has the 1000 reads that count as assessed")
    assert {each.assessment for each in found.assay.genes} == {Assessment.NOT_ASSESSED}


@pytest.mark.parametrize(("purity", "cautioned"), [(0.05, True), (0.1, False), (None, False)])
def test_too_little_tumour_for_the_depth_is_a_caution(
    profile: Profile, ras: list[tuple[str, int, int]], purity: float | None, cautioned: bool
) -> None:
    """At 250 reads the limit is 0.0362: one of two copies in 1.45 or 0.72 of the tumour cells."""
    found = profile("", per_base(ras), purity=purity)

    assert any("does not mean absent" in note for note in found.notes) is cautioned


def block(place: tuple[str, int, int], depth: int) -> str:
    contig, start, end = place
    return f"{contig} {start + 1} . N <NON_REF> . . END={end} GT:DP:MIN_DP 0/0:900:{depth}"


def test_the_blocks_of_a_gvcf_are_what_was_assessed_and_no_variants(
    profile: Profile, reference: Reference, codon_61: tuple[str, int, int]
) -> None:
    rows = []
    for contig, start, end in sorted(exons_of(reference, "KRAS")):
        if start <= codon_61[1] < end:
            rows += [
                block((contig, start, codon_61[1]), 300),
                block(codon_61, 99),
                block((contig, codon_61[2], end), 300),
            ]
        else:
            rows.append(block((contig, start, end), 300))
    found = profile(rows=tuple(rows))

    assert (found.assay.regions, found.assay.depth) == ("calls.vcf", "calls.vcf")
    assert found.assay.coverage_of("KRAS").missing == "codon 61 (exon 3)"
    assert found.assay.coverage_of("NRAS").assessment is Assessment.NOT_ASSESSED
    assert found.small_variants == ()
    assert [line.reason for line in found.ledger.filtered] == [
        "no alternate allele (reference block)"
    ]


def test_a_vcf_of_variants_says_nothing_of_what_was_assessed(profile: Profile) -> None:
    found = profile(rows=("12 25245350 . C T . PASS . GT:AD:DP 0/1:60,40:100",))

    assert found.assay.regions == ""
    assert found.assay.coverage_of("NRAS").assessment is Assessment.UNKNOWN


def test_a_depth_file_of_another_build_is_refused(profile: Profile) -> None:
    with pytest.raises(InputError, match=r"behind the end of the chromosome on GRCh38 .*another"):
        profile("", "1\t248999900\t248999990\ta\t100.0\n")


POOLS = ("12\t25245300\t25245400\t{}.00\n", "12\t25227300\t25227400\t{}.00\n")
"""Regions of KRAS with codon 12 and with codon 61."""


@pytest.mark.parametrize(
    ("one", "two", "assessed"),
    [
        ((500, 500), None, (True, True)),
        ((500, 5), None, (True, False)),
        ((500, 5), (5, 500), (True, True)),
        ((500, 5), (60, 60), (True, False)),
    ],
    ids=["one file", "one pool", "two pools", "depths are not added"],
)
def test_two_pools_are_one_assay(
    one: tuple[int, int],
    two: tuple[int, int] | None,
    assessed: tuple[bool, bool],
    tmp_path: Path,
    reference: Reference,
) -> None:
    (tmp_path / "calls.vcf").write_text(vcf_text(NOTHING_CALLED))
    files = []
    for number, depths in enumerate(filter(None, (one, two))):
        files.append(tmp_path / f"pool{number}.regions.bed")
        text = "".join(row.format(depth) for row, depth in zip(POOLS, depths, strict=True))
        files[-1].write_text(text)
    request = CaseRequest(
        CaseInfo("A", "COADREAD", "Colorectal Adenocarcinoma", B38),
        (tmp_path / "calls.vcf",),
        depth=tuple(files),
    )
    found = profiled(request, Config(), reference)
    (kras,) = [each for each in found.assay.genes if each.gene == "KRAS"]
    covered = tuple(any(a <= codon <= b for a, b in kras.codons) for codon in (12, 61))

    assert covered == assessed
    assert found.assay.depth == ", ".join(path.name for path in files)
    assert [each.name for each in found.inputs if each.role == "depth"] == [f.name for f in files]


def test_the_tumour_content_of_the_copy_number_file_makes_the_limit(
    tmp_path: Path, reference: Reference
) -> None:
    (tmp_path / "calls.vcf").write_text(vcf_text(NOTHING_CALLED))
    (tmp_path / "depth.regions.bed").write_text(POOLS[0].format(500))
    (tmp_path / "t.purple.cnv.gene.tsv").write_text(
        "chromosome\tstart\tend\tgene\tminCopyNumber\tmaxCopyNumber\tminMinorAlleleCopyNumber\n"
        "chr12\t25205246\t25250936\tKRAS\t2\t2\t1\n"
    )
    (tmp_path / "t.purple.purity.tsv").write_text("purity\tploidy\n0.4\t3\n")

    def of(purity: float | None) -> TumorProfile:
        request = CaseRequest(
            CaseInfo("A", "COADREAD", "Colorectal Adenocarcinoma", B38),
            (tmp_path / "calls.vcf",),
            depth=(tmp_path / "depth.regions.bed",),
            copy_number=(tmp_path / "t.purple.cnv.gene.tsv",),
            content=TumorContent(purity),
            specimen=Specimen(purity=purity),
        )
        return profiled(request, Config(), reference)

    by_file, by_sheet = of(None), of(0.8)
    assert by_file.purity == 0.4
    assert by_sheet.purity == 0.8
    assert by_file.assay.limit is not None
    assert by_sheet.assay.limit is not None
    # 9 % of the molecules: v (p P + 2 (1 - p)) / p with ploidy 3.
    assert by_file.assay.limit.cell_share == pytest.approx(0.09 * (0.4 * 3 + 1.2) / 0.4, abs=0.01)
    assert by_sheet.assay.limit.cell_share == pytest.approx(0.09 * (0.8 * 3 + 0.4) / 0.8, abs=0.01)
