"""What a description of the assay adds: which genes are silent, and which were never looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from building import ask, matched, profiled, tumor, vcf_text
from oncomatch.domain.assay import Assessment, CodonGap, GeneCoverage
from oncomatch.domain.assessed import GeneAssessment
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.case import CaseInfo
from oncomatch.domain.depth import CoverageLimits, detection_limit
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.profile import TumorProfile
from oncomatch.errors import InputError
from oncomatch.matching.assessed import assess_profile
from oncomatch.readers.case_sheet import CaseRequest
from oncomatch.readers.config import Config
from oncomatch.reference.bundle import Reference
from oncomatch.reporting.assessed import build_assessed
from oncomatch.reporting.html import render_report

B38 = GenomeBuild.GRCH38
PANEL = """\
name: Ours
genes: [KRAS, ERBB2, ALK]
abilities: {copy_number: true, fusions: true, msi: true, hrd: false}
copy_number_genes: [ERBB2, MET, EGFR]
fusion_genes: [ALK, RET]
"""
EVENTS = """\
TruSight Oncology 500 - Combined Variant Output
[Gene Amplifications]
Gene	Fold Change
MET	4.5
"""
FUSIONS = "gene5\tgene3\nEML4\tALK\n"

Profile = Callable[..., TumorProfile]


def given(path: Path | None) -> tuple[Path, ...]:
    """Return the files of a column that takes several."""
    return (path,) if path else ()


@pytest.fixture
def profile(tmp_path: Path, reference: Reference) -> Profile:
    """Make the profile of a lung tumour whose files hold these texts."""

    def of(
        panel: str = PANEL,
        copies: str = "",
        fusions: str = "",
        calls: str = "",
        config: Config | None = None,
    ) -> TumorProfile:
        texts = {
            "our.yaml": panel,
            "copies.tsv": copies,
            "fusions.tsv": fusions,
            "calls.vcf": calls,
        }
        paths = {name: tmp_path / name if text else None for name, text in texts.items()}
        for name, text in texts.items():
            (tmp_path / name).write_text(text)
        request = CaseRequest(
            CaseInfo("A", "LUAD", "Lung Adenocarcinoma", B38),
            given(paths["calls.vcf"]),
            panel=paths["our.yaml"],
            copy_number=given(paths["copies.tsv"]),
            fusions=given(paths["fusions.tsv"]),
        )
        return profiled(request, config or Config(), reference)

    return of


@pytest.mark.parametrize(
    ("pattern", "outcome"),
    [
        ("MET amplification", Outcome.MET),
        ("ERBB2 amplification", Outcome.NOT_MET),
        ("ERBB2 deletion", Outcome.UNKNOWN),
        ("FGFR1 amplification", Outcome.UNKNOWN),
    ],
)
def test_a_file_of_events_is_silent_only_of_the_genes_of_the_assay(
    profile: Profile, pattern: str, outcome: Outcome
) -> None:
    assert ask(pattern, profile(copies=EVENTS)).outcome is outcome


def test_a_file_that_is_no_list_of_events_is_not_silent(profile: Profile) -> None:
    """A table names the genes that were measured: the others were not."""
    found = profile(copies="gene\tcopy_number\nMET\t9\n")

    assert ask("ERBB2 amplification", found).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("pattern", "outcome"),
    [
        ("ALK fusion", Outcome.MET),
        ("RET fusion", Outcome.NOT_MET),
        ("ROS1 fusion", Outcome.UNKNOWN),
    ],
)
def test_fusions_of_the_described_genes_are_not_detected(
    profile: Profile, pattern: str, outcome: Outcome
) -> None:
    found = profile(fusions=FUSIONS)

    assert ask(pattern, found).outcome is outcome
    assert not any("which fusions the assay covers" in note for note in found.notes)


def test_an_ability_without_a_file_tells_nothing(profile: Profile) -> None:
    found = profile()

    assert found.assay.fusion_genes is None
    assert ask("RET fusion", found).outcome is Outcome.UNKNOWN
    assert ask("ERBB2 amplification", found).outcome is Outcome.UNKNOWN


def test_every_gene_has_a_state_of_each_kind(profile: Profile) -> None:
    found = assess_profile(profile(copies=EVENTS, fusions=FUSIONS), ["ALK", "MET", "ROS1"])
    states = {
        each.gene: (each.small_variants, each.copy_number, each.fusions) for each in found.genes
    }
    none, whole = Assessment.NOT_ASSESSED, Assessment.ASSESSED

    assert states == {"ALK": (none, none, whole), "MET": (none, whole, none)}
    assert found.others == GeneAssessment("", none, none, none)


def test_a_marker_without_a_result_says_whether_the_laboratory_can_be_asked(
    profile: Profile,
) -> None:
    markers = {each.name: each.reason for each in assess_profile(profile(), []).markers}

    assert "ask the laboratory" in markers["microsatellite instability"]
    assert markers["homologous recombination deficiency"] == "Ours does not tell it"
    assert markers["tumour mutational burden"] == "no result is given"


def test_the_burden_is_counted_over_the_declared_size(profile: Profile) -> None:
    described = "name: Ours\ngenes: [KRAS]\nabilities: {tmb: true}\ntmb_megabases: 1.25\n"
    own = Config(tmb=replace(Config().tmb, megabases=2.5))

    sizes = [
        [
            each.megabases
            for each in profile(described, calls=vcf_text(()), config=each).wide.burdens
        ]
        for each in (None, own)
    ]
    assert sizes == [[1.25], [2.5]]


def test_a_description_for_another_build_is_refused(profile: Profile, tmp_path: Path) -> None:
    (tmp_path / "our.bed").write_text("7\t55019000\t55020000\n")

    with pytest.raises(InputError, match=r"is of GRCh37, .* and the case of GRCh38"):
        profile("name: x\nbed: our.bed\nbuild: GRCh37\n")


def summary(found: TumorProfile) -> str:
    return " ".join(build_assessed(matched(found)).summary)


def test_without_a_panel_it_is_said_once_that_nothing_is_known() -> None:
    told = summary(tumor("LUAD", panel=None))

    assert told.count("It is not known what was assessed of small variants") == 1
    assert "throughout" not in told


def test_the_report_tells_the_limit_of_detection_by_the_tumour_content() -> None:
    found = tumor("LUAD", panel=("KRAS",))
    for purity, words in (
        (None, "is not known without the tumour content"),
        (0.5, "that is one mutated copy in 36 % of the tumour cells"),
        (0.1, "a change in one copy of all tumour cells can be missed"),
    ):
        limit = detection_limit(CoverageLimits(), purity)
        assay = replace(found.assay, depth="d", min_depth=100, limit=limit)

        assert words in summary(replace(found, assay=assay))


def test_the_page_names_the_codons_first_of_genes_that_strong_statements_ask_for() -> None:
    found = tumor("COADREAD", panel=("KRAS",))
    partly = tuple(
        GeneCoverage(gene, Assessment.PARTLY, ((1, 9),), gaps=(CodonGap(10, 20),))
        for gene in (*(f"AAA<{number}>" for number in range(20)), "NRAS")
    )
    shown = replace(found, assay=replace(found.assay, genes=partly))
    page = render_report(matched(shown))

    assert "AAA&lt;1&gt;" in page
    assert "AAA<1>" not in page
    block = build_assessed(matched(shown))
    assert block.gaps[0].gene == "NRAS"
    assert (len(block.gaps), block.more_gaps) == (15, 6)
