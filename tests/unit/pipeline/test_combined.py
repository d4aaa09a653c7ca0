"""One CombinedVariantOutput stands for all files; what was not analysed is not assessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from oncomatch.domain.alteration import TumorMarkers
from oncomatch.domain.profile import TumorProfile
from oncomatch.errors import InputError, SheetError
from oncomatch.pipeline.combined import with_combined
from oncomatch.pipeline.other_annotators import check_tool
from oncomatch.pipeline.profile_files import write_profile
from oncomatch.pipeline.single import request_case
from oncomatch.readers.config import Config

SMALL = (
    "Gene\tChromosome\tGenomic Position\tReference Call\tAlternative Call\tAllele Frequency\t"
    "Depth\tP-Dot Notation\tC-Dot Notation\tConsequence(s)\tAffected Exon(s)"
)
BRAF = (
    "BRAF\tchr7\t140453136\tA\tT\t0.25\t800\tNP_004324.2:p.(Val600Glu)\tNM_004333.4:c.1799T>A\t"
    "missense_variant\t15/18"
)
FUSIONS = (
    "Gene Pair\tBreakpoint 1\tBreakpoint 2\tFusion Supporting Reads\tGene 1 Reference Reads\t"
    "Gene 2 Reference Reads"
)
ALK = "EML4-ALK\tchr2:42522654\tchr2:29446394\t75\t749\t9"
SPLICE = (
    "Gene\tAffected Exon\tBreakpoint 1\tBreakpoint 2\tSplice Supporting Reads\t"
    "Reference Reads Transcript"
)


def output(
    *,
    dna: str = "D1",
    rna: str = "R1",
    tmb: str = "12.5",
    unstable: str = "30.0",
    copies: str = "ERBB2\t5.5",
    small: str = BRAF,
    drop: str = "",
) -> str:
    """Return a CombinedVariantOutput; `drop` is a section that is left out."""
    sections = {
        "[Analysis Details]": f"Pair ID\tP1\nDNA Sample ID\t{dna}\nRNA Sample ID\t{rna}",
        "[Sequencing Run Details]": "NA",
        "[TMB]": f"Total TMB\t{tmb}\nCoding Region Size in Megabases\t1.28\n"
        "Number of Passing Eligible Variants\t16",
        "[MSI]": "Usable MSI Sites\t120\nTotal MSI Sites Unstable\t36\n"
        f"Percent Unstable MSI Sites\t{unstable}",
        "[Gene Amplifications]": f"Gene\tFold Change\n{copies}",
        "[Splice Variants]": f"{SPLICE}\nNA",
        "[Fusions]": f"{FUSIONS}\n{ALK}",
        "[Small Variants]": f"{SMALL}\n{small}",
    }
    told = (f"{name}\t\n{text}\n\t\n" for name, text in sections.items() if name != drop)
    return "TruSight Oncology 500 - Combined Variant Output\t\n\t\n" + "".join(told)


def profiled(folder: Path, text: str, column: str = "combined", **cells: str) -> TumorProfile:
    """Return the profile of a case with this file."""
    path = folder / "CombinedVariantOutput.tsv"
    path.write_text(text)
    options = {"case_id": "A", "tumor_type": "LUAD", "build": "GRCh37", column: str(path), **cells}
    request, config = request_case(options, None)
    return write_profile(request, config, folder / "out")


def labels(profile: TumorProfile) -> list[str]:
    return [each.label for each in (*profile.small_variants, *profile.copy_numbers)]


def test_one_file_fills_what_the_assay_saw(tmp_path: Path) -> None:
    profile = profiled(tmp_path, output())

    assert labels(profile) == ["BRAF V600E", "ERBB2 amplification"]
    assert [each.label for each in profile.rearrangements] == ["EML4::ALK fusion"]
    assert profile.assay.small_variants
    assert profile.markers.tmb_per_mb == 12.5
    assert profile.wide.microsatellites is not None
    assert profile.wide.microsatellites.score.value == 30
    assert [(each.role, each.name) for each in profile.inputs] == [
        ("all that the assay saw", "CombinedVariantOutput.tsv")
    ]
    assert (profile.ledger.read, profile.ledger.reported) == (1, 1)


def test_without_rna_fusions_are_not_assessed(tmp_path: Path) -> None:
    profile = profiled(tmp_path, output(rna="NA"))

    assert profile.rearrangements == ()
    assert profile.assay.fusions == ""
    assert profile.notes[0] == (
        "CombinedVariantOutput.tsv: no RNA was analysed (RNA Sample ID is NA): fusions and splice "
        "variants were not assessed."
    )


def test_without_dna_small_variants_are_not_assessed(tmp_path: Path) -> None:
    profile = profiled(tmp_path, output(dna="NA", tmb="NA", unstable="NA"))

    assert labels(profile) == []
    assert not profile.assay.small_variants
    assert profile.assay.copy_number == ""
    assert profile.markers == TumorMarkers()
    assert [each.label for each in profile.rearrangements] == ["EML4::ALK fusion"]
    assert profile.notes[0] == (
        "CombinedVariantOutput.tsv: no DNA was analysed (DNA Sample ID is NA): small variants, "
        "copy number, TMB and MSI were not assessed."
    )


def test_a_file_of_plasma_names_one_sample(tmp_path: Path) -> None:
    """One Sample ID, and no section of RNA that is read."""
    text = output(drop="[Fusions]").replace("[Splice Variants]", "[DNA Fusions]")
    text = text.replace("Pair ID\tP1\nDNA Sample ID\tD1\nRNA Sample ID\tR1", "Sample ID\tS1")
    profile = profiled(tmp_path, text)

    assert labels(profile) == ["BRAF V600E", "ERBB2 amplification"]
    assert profile.sample == "S1"
    assert profile.assay.fusions == ""
    assert profile.notes[0].endswith("no section [Fusions]: fusions were not assessed from it.")


def test_a_sample_that_does_not_stand_was_not_analysed(tmp_path: Path) -> None:
    profile = profiled(tmp_path, output().replace("RNA Sample ID\tR1\n", ""))

    assert profile.assay.small_variants
    assert profile.assay.fusions == ""
    assert "no RNA was analysed" in profile.notes[0]


def test_a_file_of_the_sheet_is_merged_and_a_contradiction_said(tmp_path: Path) -> None:
    table = tmp_path / "copies.tsv"
    table.write_text("gene\tcopy_number\nERBB2\t2\nMET\t9\n")
    profile = profiled(tmp_path, output(), copy_number=str(table), cnv_format="gene-table")

    assert "MET amplification" in labels(profile)
    assert "ERBB2 amplification" not in labels(profile)
    assert any("contradict each other on ERBB2" in note for note in profile.notes)


def test_a_value_of_the_sheet_goes_before_that_of_the_file(tmp_path: Path) -> None:
    profile = profiled(tmp_path, output(), tmb_per_mb="3")

    assert profile.markers.tmb_per_mb == 3
    assert any("The sheet gives a tumour mutational burden of 3/Mb" in n for n in profile.notes)


def test_in_the_column_of_small_variants_it_is_these_alone(tmp_path: Path) -> None:
    profile = profiled(tmp_path, output(), column="vcf")

    assert labels(profile) == ["BRAF V600E"]
    assert profile.rearrangements == ()
    assert profile.notes[0].startswith(
        "CombinedVariantOutput.tsv holds copy number, fusions, TMB and MSI beside the small "
        "variants; give it in the column combined"
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param(
            output(drop="[Small Variants]"), "there is no section [Small Variants]", id="no calls"
        ),
        pytest.param(
            output(drop="[Gene Amplifications]"),
            "no section [Copy Number Variants] or [Gene Amplifications]",
            id="no copies",
        ),
        pytest.param(output(drop="[Fusions]").replace("[Splice Variants]", "[RNA]"),
                     "no section [Fusions] or [Splice Variants]; the file", id="no fusions"),
        pytest.param(output(dna="NA", rna="NA"), "neither DNA nor RNA was analysed", id="nothing"),
        pytest.param("##fileformat=VCFv4.2\n", "the column combined takes a TSO500", id="a VCF"),
        pytest.param(
            output(small=BRAF.replace("140453136\tA", "140453136\tC")),
            "",
            id="another REF",
        ),
    ],
)  # fmt: skip
def test_a_wrong_file_is_one_clear_line(text: str, sentence: str, tmp_path: Path) -> None:
    if not sentence:
        assert profiled(tmp_path, text).ledger.failed_count == 1
        return
    with pytest.raises(InputError) as error:
        profiled(tmp_path, text)
    assert sentence in str(error.value)
    assert not (tmp_path / "out" / "profile.json").exists()


def test_the_genes_of_the_fusion_assay_may_stand_beside_it(tmp_path: Path) -> None:
    genes = tmp_path / "genes.txt"
    genes.write_text("ALK\nROS1\n")
    profile = profiled(tmp_path, output(), fusion_genes=str(genes))

    assert profile.assay.fusion_genes == ("ALK", "ROS1")


def test_the_genes_of_a_fusion_assay_alone_are_refused(tmp_path: Path) -> None:
    genes = tmp_path / "genes.txt"
    genes.write_text("ALK\n")

    with pytest.raises(SheetError, match="fusion_genes is given without fusions"):
        profiled(tmp_path, output(), column="vcf", fusion_genes=str(genes))


@pytest.mark.parametrize("tool", ["vep", "snpeff"])
def test_another_annotator_refuses_it(tool: str, tmp_path: Path) -> None:
    path = tmp_path / "CombinedVariantOutput.tsv"
    path.write_text(output())
    options = {"case_id": "A", "tumor_type": "LUAD", "build": "GRCh37", "combined": path}
    request, _ = request_case(options, None)

    assert with_combined(request)[0].vcf == (path,)
    with pytest.raises(InputError, match="is no VCF, and"):
        check_tool(Config(annotator=tool), [request])
