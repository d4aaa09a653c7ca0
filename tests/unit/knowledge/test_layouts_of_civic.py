"""CIViC's two layouts give the same records; a table of another layout is an error."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from oncomatch.errors import ResourceError
from oncomatch.knowledge.importers.civic_rows import CivicRecord, identify_extracts, read_civic

NEW = {
    "molecular_profile": "KRAS G12",
    "molecular_profile_id": "9",
    "disease": "Melanoma",
    "doid": "1909",
    "phenotypes": "",
    "therapies": "Erlotinib,Gefitinib",
    "therapy_interaction_type": "Substitutes",
    "evidence_type": "Predictive",
    "evidence_direction": "Supports",
    "evidence_level": "B",
    "significance": "Resistance",
    "evidence_statement": "A made-up sentence.",
    "citation_id": "123",
    "source_type": "PubMed",
    "asco_abstract_id": "",
    "citation": "Somebody et al., 2020",
    "nct_ids": "",
    "rating": "3",
    "evidence_status": "accepted",
    "evidence_id": "7",
    "variant_origin": "Somatic",
    "last_review_date": "",
    "evidence_civic_url": "https://example.org/7",
    "molecular_profile_civic_url": "https://example.org/9",
    "is_flagged": "FALSE",
}
OLD = {
    "": "0",
    "gene": "KRAS",
    "entrez_id": "3845",
    "variant": "G12",
    "disease": "Melanoma",
    "doid": "1909.0",
    "phenotypes": "",
    "drugs": "Erlotinib",
    "drug_interaction_type": "Substitutes",
    "evidence_type": "Predictive",
    "evidence_direction": "Supports",
    "evidence_level": "B",
    "clinical_significance": "Resistance",
    "evidence_statement": "A made-up sentence.",
    "citation_id": "123(PubMed)",
    "source_type": "PubMed",
    "asco_abstract_id": "",
    "citation": "Somebody et al., 2020, Nature",
    "nct_ids": "",
    "rating": "3.0",
    "evidence_status": "accepted",
    "evidence_id": "7",
    "variant_id": "32",
    "gene_id": "18",
    "chromosome": "12",
    "start": "1.0",
    "stop": "3.0",
    "reference_bases": "",
    "variant_bases": "",
    "representative_transcript": "ENST1.1",
    "chromosome2": "",
    "start2": "",
    "stop2": "",
    "representative_transcript2": "",
    "ensembl_version": "75.0",
    "reference_build": "GRCh37",
    "variant_summary": "",
    "variant_origin": "Somatic",
    "last_review_date": "",
    "evidence_civic_url": "https://example.org/7",
    "variant_civic_url": "",
    "gene_civic_url": "",
    "is_flagged": "False",
    "isppos": "True",
}
EXTRACT = {
    "": "1338",
    "gene": "NTRK2",
    "variant": "FUSION",
    "evidence_level": "A",
    "drugs": "Larotrectinib",
    "clinical_significance": "Sensitivity/Response",
    "evidence_statement": "Another made-up sentence.",
}


def write(path: Path, *rows: dict[str, str]) -> Path:
    """Write rows of the first one's columns."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0], delimiter="\t")
        writer.writeheader()
        writer.writerows(rows)
    return path


def only(path: Path) -> CivicRecord:
    (record,) = read_civic([path]).records
    return record


def test_both_layouts_give_the_same_record(tmp_path: Path) -> None:
    """But for the transcript, which only the older one has."""
    new = write(tmp_path / "new.tsv", NEW)
    old = write(tmp_path / "old.tsv", OLD, {**OLD, "": "1", "drugs": "Gefitinib"})
    said = {name: getattr(only(new), name) for name in CivicRecord.__slots__}

    assert only(old) == CivicRecord(**{**said, "transcript": "ENST1.1"})


def test_alternatives_of_a_variant_stand_on_rows_of_their_own(tmp_path: Path) -> None:
    rows = [
        {**OLD, "variant": variant, "start": variant, "drugs": drug}
        for drug in ("Erlotinib", "Gefitinib")
        for variant in ("G12", "G13")
    ]
    record = only(write(tmp_path / "old.tsv", *rows))

    assert (record.profile, record.therapies) == (
        "KRAS G12 OR KRAS G13",
        ("Erlotinib", "Gefitinib"),
    )


@pytest.mark.parametrize(
    ("gene", "variant", "profile"),
    [
        ("ALK", "EML4::ALK", "EML4::ALK Fusion"),
        ("ABL1", "BCR::ABL", "BCR::ABL1 Fusion"),
        ("ALK", "EML4::ALK E6-E20", "ALK EML4::ALK E6-E20"),
        ("KIT", "EXON 11 MUTATION", "KIT EXON 11 MUTATION"),
    ],
)
def test_gene_and_variant_become_a_profile(
    gene: str, variant: str, profile: str, tmp_path: Path
) -> None:
    assert only(write(tmp_path / "old.tsv", {**OLD, "gene": gene, "variant": variant})).profile == (
        profile
    )


def test_a_transcript_of_several_variants_is_none(tmp_path: Path) -> None:
    other = {**OLD, "variant": "G13", "representative_transcript": "ENST2.1"}

    assert only(write(tmp_path / "old.tsv", OLD, other)).transcript == ""


def test_an_asco_abstract_has_its_number_without_a_decimal(tmp_path: Path) -> None:
    row = {**OLD, "source_type": "ASCO", "asco_abstract_id": "688.0"}

    assert only(write(tmp_path / "old.tsv", row)).citation == "ASCO abstract 688"


def test_a_comma_between_digits_does_not_part_drugs(tmp_path: Path) -> None:
    row = {**NEW, "therapies": "HER2 Inhibitor CP-724,714,Selumetinib"}

    assert only(write(tmp_path / "new.tsv", row)).therapies == (
        "HER2 Inhibitor CP-724,714",
        "Selumetinib",
    )


def test_rows_that_name_no_record_are_kept_apart(tmp_path: Path) -> None:
    tables = read_civic([write(tmp_path / "one.tsv", OLD), write(tmp_path / "two.tsv", EXTRACT)])

    assert len(tables.records) == 1
    assert tables.extracts == (("NTRK2 FUSION", "two.tsv:2"),)


def test_a_row_is_identified_by_a_statement_that_one_record_has(tmp_path: Path) -> None:
    said = {"evidence_statement": EXTRACT["evidence_statement"]}
    named = write(
        tmp_path / "new.tsv",
        {**NEW, **said, "evidence_id": "1"},
        {**NEW, "evidence_id": "2"},
        {**NEW, "evidence_id": "3"},
    )
    extract = write(
        tmp_path / "two.tsv",
        EXTRACT,
        {**EXTRACT, "drugs": "Entrectinib"},
        {**EXTRACT, "evidence_statement": NEW["evidence_statement"]},
        {**EXTRACT, "evidence_statement": "Unknown."},
    )

    assert identify_extracts(extract, named) == {
        "1": (EXTRACT, {**EXTRACT, "drugs": "Entrectinib"}),
    }


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({**NEW, "novelty": ""}, "also has novelty"),
        ({name: NEW[name] for name in NEW if name != "rating"}, "misses rating"),
        (
            {**{n: OLD[n] for n in OLD if n != "drugs"}, "drug": ""},
            "misses drugs and also has drug",
        ),
    ],
    ids=["more", "less", "renamed"],
)
def test_unknown_columns_are_an_error_that_says_what_to_do(
    columns: dict[str, str], said: str, tmp_path: Path
) -> None:
    path = write(tmp_path / "civic.tsv", columns)

    with pytest.raises(ResourceError, match=f"civic.tsv, line 1: .*{said}.* Take the accepted"):
        read_civic([path])
