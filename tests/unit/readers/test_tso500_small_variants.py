"""The section [Small Variants] of a TSO500 CombinedVariantOutput, as VCF records."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import InputError
from oncomatch.readers.consequence_fields import ConsequenceFields
from oncomatch.readers.small_variant_files import open_any
from oncomatch.readers.small_variant_files.items import UnresolvedFile, Wanted
from oncomatch.readers.vcf import BadLine, VcfRecord
from oncomatch.reference.bundle import Reference

COLUMNS = (
    "Gene\tChromosome\tGenomic Position\tReference Call\tAlternative Call\tAllele Frequency\t"
    "Depth\tP-Dot Notation\tC-Dot Notation\tConsequence(s)\tAffected Exon(s)"
)
BRAF = (
    "BRAF\tchr7\t140453136\tA\tT\t0.25\t800\tNP_004324.2:p.(Val600Glu)\tNM_004333.4:c.1799T>A\t"
    "missense_variant:splice_region_variant\t15/18"
)
SILENT = (
    "MTOR\tchr1\t11288758\tG\tA\t0.7\t1388\tNM_004958.3:c.2997C>T(p.(Asn999=))\t"
    "NM_004958.3:c.2997C>T\tsynonymous_variant\t19/58"
)

Open = Callable[..., UnresolvedFile]


def output(
    *rows: str, columns: str = COLUMNS, section: str = "[Small Variants]", dna: str = "D1"
) -> str:
    """Return a CombinedVariantOutput with rows of small variants."""
    lines = (
        "TruSight Oncology 500 - Combined Variant Output\t\t",
        "\t\t",
        "[Analysis Details]\t\t",
        "Pair ID\tP1\t",
        f"DNA Sample ID\t{dna}\t",
        "\t\t",
        "[TMB]\t\t",
        "Total TMB\t3.1\t",
        "\t\t",
        f"{section}\t\t",
        columns,
        *rows,
        "\t\t",
    )
    return "".join(f"{line}\n" for line in lines)


@pytest.fixture
def opened(tmp_path: Path, reference: Reference) -> Open:
    """Open a text as a file of small variants."""

    def of(text: str, sample: str = "") -> UnresolvedFile:
        path = tmp_path / "CombinedVariantOutput.tsv"
        path.write_text(text)
        return open_any(path, Wanted(sample, GenomeBuild.GRCH37, reference))

    return of


def test_a_row_is_a_record_with_its_effect(opened: Open) -> None:
    file = opened(output(BRAF))

    (item,) = file
    assert isinstance(item, VcfRecord)
    assert item.columns[:7] == ("chr7", "140453136", ".", "A", "T", ".", "PASS")
    assert item.columns[8:] == ("AF:DP", "0.25:800")
    (said,) = ConsequenceFields(file.header).effects_of(item, 0)
    effect = said.effect
    assert (said.tool, effect.transcript, effect.protein_change) == (
        "TSO500",
        "NM_004333.4",
        "V600E",
    )
    assert [term.so_term for term in effect.consequences] == [
        "missense_variant",
        "splice_region_variant",
    ]


def test_a_protein_change_within_a_coding_one_is_found(opened: Open) -> None:
    file = opened(output(SILENT))

    (item,) = file
    assert isinstance(item, VcfRecord)
    (said,) = ConsequenceFields(file.header).effects_of(item, 0)
    assert said.effect.protein_change == "N999="


@pytest.mark.parametrize("sample", ["", "D1", "P1"])
def test_the_sample_is_that_of_the_dna_or_the_pair(sample: str, opened: Open) -> None:
    assert opened(output(BRAF), sample).header.samples == (sample or "D1",)


@pytest.mark.parametrize("row", ["NA\t\t", "NA"])
def test_na_says_that_there_are_none(row: str, opened: Open) -> None:
    assert list(opened(output(row))) == []


def test_a_row_without_alleles_is_a_failed_one(opened: Open) -> None:
    (item,) = opened(output("BRAF\tchr7\t140453136\t\tT"))

    assert item == BadLine(12, "a part of the variant is missing", ("chr7", 140453136), ("BRAF",))


@pytest.mark.parametrize(
    ("text", "sample", "sentence"),
    [
        pytest.param(
            output(BRAF, section="[DNA Small Variants]"),
            "",
            "there is no section [Small Variants]; the file has [Analysis Details], [TMB], "
            "[DNA Small Variants]: is it of another version of the TSO500 software, or cut off?",
            id="renamed section",
        ),
        pytest.param(
            output(BRAF, columns=COLUMNS.replace("Genomic Position", "Position")),
            "",
            "line 11: [Small Variants] has no column Genomic Position: is it of another version",
            id="renamed column",
        ),
        pytest.param(
            output(BRAF, dna="NA"),
            "",
            "DNA Sample ID is NA, so no DNA was analysed and small variants were not assessed",
            id="RNA alone",
        ),
        pytest.param(
            output(BRAF),
            "OTHER",
            "is of the sample D1 of the pair P1, not of 'OTHER'",
            id="another sample",
        ),
        pytest.param(
            output(BRAF.replace("140453136\tA", "A\t140453136")),
            "",
            "line 12: Genomic Position is 'A'; expected is a position: are the columns swapped?",
            id="swapped columns",
        ),
    ],
)
def test_a_wrong_file_is_one_clear_line(
    text: str, sample: str, sentence: str, opened: Open
) -> None:
    with pytest.raises(InputError) as error:
        list(opened(text, sample))
    assert sentence in str(error.value)
