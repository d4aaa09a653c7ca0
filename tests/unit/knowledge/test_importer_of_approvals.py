"""From the index of labels to approvals: alternatives, conditions, dates, slips."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from oncomatch.domain.approval import Approval, ApprovalStatus
from oncomatch.errors import BiomarkerError
from oncomatch.knowledge.importers.approvals import import_approvals
from oncomatch.knowledge.importers.approvals_biomarkers import _ANTIGENS, patterns_of
from oncomatch.knowledge.importers.refusal import Refusal
from oncomatch.reference.bundle import Reference
from oncomatch.reference.tumor_types import TumorTypes

ROW = {
    "agency": "fda",
    "indication_id": "ind:fda.made-up:0",
    "biomarkers": "BRAF p.V600E",
    "disease": "Melanoma",
    "disease_code": "oncotree:MEL",
    "therapy": "Dabrafenib",
    "initial_approval_date": "",
    "accelerated_date": "",
    "regular_date": "",
    "indication_text": "for metastatic melanoma with a BRAF V600E mutation",
}


class Importer:
    """Imports rows that differ from `ROW` in what is said."""

    def __init__(self, folder: Path, reference: Reference, tumor_types: TumorTypes):
        self._path, self._fixes = folder / "index.tsv", folder / "corrections.tsv"
        self._exclusions = folder / "exclusions.tsv"
        self._exclusions.write_text(
            "therapies\ttumor_type\nDabrafenib;Trametinib\tCOADREAD\n", encoding="utf-8"
        )
        self._reference, self._tumor_types = reference, tumor_types

    def __call__(
        self, *rows: dict[str, str], fixes: dict[str, str] | None = None
    ) -> tuple[list[Approval], list[Refusal]]:
        with self._path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, ROW, delimiter="\t")
            writer.writeheader()
            writer.writerows({**ROW, **row} for row in rows)
        lines = ["indication_id\tfield\tvalue\treason"]
        for field, value in (fixes or {}).items():
            lines.append(f"{ROW['indication_id']}\t{field}\t{value}\tthe label says so")
        self._fixes.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return import_approvals(
            self._path, self._fixes, self._exclusions, self._reference, self._tumor_types
        )

    def one(self, fixes: dict[str, str] | None = None, **row: str) -> Approval:
        (approval,), refusals = self(row, fixes=fixes)
        assert refusals == []
        return approval

    def reason(self, fixes: dict[str, str] | None = None, **row: str) -> str:
        approvals, (refusal,) = self(row, fixes=fixes)
        assert approvals == []
        return refusal.reason


@pytest.fixture
def imported(tmp_path: Path, reference: Reference, tumor_types: TumorTypes) -> Importer:
    return Importer(tmp_path, reference, tumor_types)


def test_a_row_becomes_an_approval(imported: Importer) -> None:
    approval = imported.one(initial_approval_date="2013-05-29")

    assert (str(approval.biomarker), approval.tumor_types) == ("BRAF p.V600E", ("MEL",))
    assert (approval.approved, approval.status) == ("2013-05-29", ApprovalStatus.LISTED)
    assert approval.provenance.citation == "FDA label, Made Up"
    assert approval.provenance.url == ""
    assert "GPL-2.0" in approval.provenance.licence


def test_no_words_of_the_label_are_carried_over(imported: Importer) -> None:
    words = "for metastatic melanoma, quite peculiarly worded, with a BRAF V600E mutation"

    assert "peculiarly" not in str(imported.one(indication_text=words))


def test_rows_of_a_regimen_are_alternatives_and_regimens_are_rows(imported: Importer) -> None:
    words = "for melanoma with a BRAF V600E or V600K mutation"
    pair = {"indication_text": words, "therapy": "Trametinib+Dabrafenib"}
    approvals, refusals = imported(
        {"indication_text": words},
        {"indication_text": words, "biomarkers": "BRAF p.V600K"},
        pair,
        {**pair, "biomarkers": "BRAF p.V600K"},
    )

    assert refusals == []
    assert [str(each.biomarker) for each in approvals] == ["BRAF p.V600E or BRAF p.V600K"] * 2
    assert [each.regimen.therapies for each in approvals] == [
        ("Dabrafenib",),
        ("Dabrafenib", "Trametinib"),
    ]
    assert [each.provenance.record_id for each in approvals] == [
        "ind:fda.made-up:0/1",
        "ind:fda.made-up:0/2",
    ]


def test_a_label_of_solid_tumours_keeps_what_it_excludes(imported: Importer) -> None:
    approval = imported.one(
        therapy="Trametinib+Dabrafenib",
        disease_code="ncit:C132146",
        indication_text="for solid tumors with BRAF V600E mutation",
    )

    assert (approval.tumor_types, approval.excluded_types) == (("SOLID",), ("COADREAD",))


@pytest.mark.parametrize(
    ("row", "status", "dates", "remark"),
    [
        (("2017-11-06", "2015-12-11", "2017-11-06"), "regular",
         ("2017-11-06", "2015-12-11", "2017-11-06"), ""),
        (("2020-05-08", "2020-05-08", ""), "accelerated", ("2020-05-08", "2020-05-08", ""), ""),
        (("2024-04-05", "2022-08-11", ""), "listed", ("2024-04-05", "", ""),
         "the index gives 2022-08-11 as well, which is not of this indication"),
        (("2015-06-11", "", "2025-06-11"), "listed", ("2015-06-11", "", ""),
         "the index gives 2025-06-11 as well, which is not explained"),
        (("", "", ""), "listed", ("", "", ""), ""),
    ],
)  # fmt: skip
def test_dates(
    imported: Importer,
    row: tuple[str, str, str],
    status: str,
    dates: tuple[str, str, str],
    remark: str,
) -> None:
    names = ("initial_approval_date", "accelerated_date", "regular_date")
    approval = imported.one(**dict(zip(names, row, strict=True)))

    assert approval.status.value == status
    assert (approval.approved, approval.accelerated, approval.regular) == dates
    assert approval.remark == remark


def test_the_label_says_accelerated(imported: Importer) -> None:
    approval = imported.one(
        initial_approval_date="2025-06-23",
        accelerated_date="2025-06-23",
        regular_date="2025-06-23",
        indication_text=f"{ROW['indication_text']}. This indication is approved under "
        "accelerated approval based on response rate.",
    )

    assert (approval.status, approval.regular) == (ApprovalStatus.ACCELERATED, "")


def test_an_index_that_contradicts_the_label_is_refused_until_corrected(
    imported: Importer,
) -> None:
    row = {
        "biomarkers": "CD19 + AND BCR::ABL1",
        "disease_code": "oncotree:ALL",
        "indication_text": "for Philadelphia chromosome-negative CD19 positive B-cell precursor "
        "ALL",
    }
    corrected = imported.one({"biomarkers": "CD19 + AND no BCR::ABL1"}, **row)

    assert imported.reason(**row).startswith("the label asks for BCR::ABL1 absent")
    assert str(corrected.biomarker) == "CD19 expression and not BCR::ABL1 fusion"
    assert corrected.remark == "biomarkers of the index corrected by the label"


def test_a_correction_is_held_to_the_label_as_well(imported: Importer) -> None:
    assert "EGFR" in imported.reason({"biomarkers": "EGFR p.L858R"})


def test_other_corrections(imported: Importer) -> None:
    fixes = {
        "therapies": "Vemurafenib",
        "tumor_types": "SKCM",
        "omitted": "something",
        "approved": "2011-08-17",
    }
    approval = imported.one(fixes)

    assert approval.regimen.therapies == ("Vemurafenib",)
    assert (approval.tumor_types, approval.omitted) == (("SKCM",), "something")
    assert approval.approved == "2011-08-17"


def test_a_curated_refusal_has_its_reason(imported: Importer) -> None:
    assert imported.reason({"refused": ""}) == "the label says so"


def test_a_regimen_without_a_marker_of_the_label_is_refused(imported: Importer) -> None:
    words = "for NSCLC expressing PD-L1 (TPS >= 50%) with no EGFR or ALK aberrations"
    base = {"indication_text": words, "disease_code": "oncotree:NSCLC"}
    approvals, (refusal,) = imported(
        {**base, "biomarkers": "PD-L1 >= 50% AND Wild type ALK AND Wild type EGFR"},
        {**base, "biomarkers": "Wild type ALK AND Wild type EGFR", "therapy": "Cemiplimab"},
    )

    assert len(approvals) == 1
    assert refusal.reason == "the index leaves out PD-L1 here"


HR = "(ESR1 expression or PGR expression) and not (ERBB2 amplification or ERBB2 overexpression)"


@pytest.mark.parametrize(
    ("values", "words", "biomarker", "condition"),
    [
        ("ER positive AND HER2-negative | ER positive AND HER2-negative AND PR positive | "
         "HER2-negative AND PR positive", "", HR, ""),
        ("ER positive AND HER2-negative AND PIK3CA somatic variants | "
         "PR positive AND HER2-negative AND PIK3CA somatic variants", "", "PIK3CA oncogenic", HR),
        ("HER2-positive", "HER2-positive", "ERBB2 amplification or ERBB2 overexpression", ""),
        ("HER2-positive", "HER2-positive (IHC 3+) tumours", "ERBB2 IHC >= 3", ""),
        ("HER2-positive", "HER2-positive (IHC 3+ or ISH positive)",
         "ERBB2 amplification or ERBB2 overexpression", ""),
        ("BRCA1 pathogenic variants", "", "germline (BRCA1 loss_of_function)", ""),
        ("BRCA1 oncogenic variants | BRCA1 pathogenic variants", "",
         "BRCA1 loss_of_function", ""),
        ("PD-L1 >= 50% AND Wild type EGFR", "TPS, no EGFR aberrations", "CD274 TPS >= 50",
         "EGFR wildtype"),
        ("PD-L1 >= 1% AND Wild type EGFR", "on tumour cells, no sensitising EGFR mutations",
         "CD274 TC >= 1", "not EGFR gain_of_function"),
        ("PD-L1 >= 10% TIIC | PD-L1 >= 50%", "tumour cells or immune cells",
         "CD274 IC >= 10 or CD274 TC >= 50", ""),
        ("BRAF p.V600E", "a BRAF V600 mutation", "BRAF codon 600", ""),
        ("BRAF p.V600E", "a BRAF V600E mutation", "BRAF p.V600E", ""),
        ("EGFR positive AND Wild type KRAS", "", "KRAS wildtype", "EGFR expression"),
        ("MET Exon 14 (Deletion) | MET Exon 14 (Splice Site)", "", "MET exon 14 skipping", ""),
        ("v::NTRK1 | v::NTRK2", "", "NTRK1 fusion or NTRK2 fusion", ""),
        ("CD274 amplification | MSI-H", "", "MSI high", ""),
        ("H3-3A p.K27M", "", "H3-3A p.K28M", ""),
    ],
)  # fmt: skip
def test_values(values: str, words: str, biomarker: str, condition: str) -> None:
    patterns = patterns_of(values.split(" | "), words)

    assert (patterns.biomarker, patterns.condition) == (biomarker, condition)


def test_an_alternative_that_cannot_be_said_is_named() -> None:
    patterns = patterns_of(["HER2-low", "HER2-ultralow"], "")

    assert "IHC >= 1" in patterns.biomarker
    assert patterns.omitted == ("HER2-ultralow",)


@pytest.mark.parametrize(
    ("value", "words", "reason"),
    [
        ("PD-L1 >= 1%", "PD-L1 expression", "the label's words do not name the PD-L1 score"),
        ("PD-L1 (TAP) >= 5%", "", "no pattern says PD-L1 tumour area positivity"),
        ("something new", "", "no pattern says exactly 'something new'"),
    ],
)
def test_what_cannot_be_said_is_refused(value: str, words: str, reason: str) -> None:
    with pytest.raises(BiomarkerError, match=reason):
        patterns_of([value], words)


def test_antigens_have_the_symbols_that_the_reference_gives_them(reference: Reference) -> None:
    for antigen, symbol in _ANTIGENS.items():
        gene = reference.find_gene(antigen)
        assert gene is not None
        assert gene.symbol == symbol
