"""The FDA's list of companion diagnostics: its phrases, its drug names, its refusals."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evidence import (
    Direction,
    EvidenceItem,
    EvidenceScheme,
    Interaction,
    Regimen,
    Significance,
)
from oncomatch.domain.provenance import Provenance
from oncomatch.knowledge.importers.diseases import Conditions
from oncomatch.knowledge.importers.fda import import_fda
from oncomatch.knowledge.importers.refusal import Refusal
from oncomatch.reference.bundle import Reference
from oncomatch.reference.tumor_types import DiseaseMapping

DRUG = "Drug Trade Name (Generic) NDA / BLA"
GENE, DETAILS = "Biomarker(s)", "Biomarker(s) (Details)"
APPROVAL = "PMA / 510(k) / 513(f)(2) / HDE (Approval / Clearance / Grant Date)"
ROW = {
    "Indication": "Melanoma",
    "Sample_type": "Tissue",
    DRUG: "Madeup (madeupinib)",
    "NDA Number": "NDA 000001",
    GENE: "BRAF",
    DETAILS: "V600E",
    APPROVAL: "P000001",
    "Date": "P000001 (05/29/2013)",
}


class Importer:
    """Imports rows that differ from `ROW` in what is said."""

    def __init__(self, folder: Path, reference: Reference):
        labels, exclusions = folder / "labels.tsv", folder / "exclusions.tsv"
        labels.write_text(
            "therapy\ttumor_type\tcondition\trecord_id\tcitation\n"
            "Alpelisib\tBRCA\tESR1 expression\tind:1\tlabel of 2020-01-01\n",
            encoding="utf-8",
        )
        exclusions.write_text("therapies\ttumor_type\n", encoding="utf-8")
        mappings = {
            "Melanoma": DiseaseMapping(("MEL",), "", "", ""),
            "Breast Cancer": DiseaseMapping(("BRCA",), "", "", ""),
        }
        self._path, self._reference = folder / "fda.tsv", reference
        self._conditions = Conditions(mappings, labels, exclusions)

    def __call__(self, *rows: dict[str, str]) -> tuple[list[EvidenceItem], list[Refusal]]:
        with self._path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, ROW, delimiter="\t")
            writer.writeheader()
            writer.writerows({**ROW, **row} for row in rows)
        return import_fda(self._path, self._reference, self._conditions)

    def one(self, **fields: str) -> EvidenceItem:
        """Return the item of one row; `drug`, `gene`, `details` stand for the long names."""
        names = {"drug": DRUG, "gene": GENE, "details": DETAILS}
        row = {names.get(key, key): value for key, value in fields.items()}
        (item,), refusals = self(row)
        assert refusals == []
        return item


@pytest.fixture
def imported(tmp_path: Path, reference: Reference) -> Importer:
    return Importer(tmp_path, reference)


def test_a_row_becomes_an_item(imported: Importer) -> None:
    assert imported.one() == EvidenceItem(
        biomarker=parse_biomarker("BRAF p.V600E"),
        condition=None,
        condition_source="",
        tumor_types=("MEL",),
        disease="Melanoma",
        subtype="",
        regimen=Regimen(("Madeupinib",)),
        significance=Significance.SENSITIVITY,
        direction=Direction.SUPPORTS,
        scheme=EvidenceScheme.FDA_COMPANION_DIAGNOSTIC,
        level=None,
        rating=None,
        origin="",
        flagged=False,
        provenance=Provenance(
            "FDA CDx list",
            "P000001 NDA 000001",
            "2013-05-29",
            "FDA P000001, NDA 000001",
            "",
            "public domain (US Government)",
        ),
    )


COMMON = "EGFR exon 19 inframe_deletion or EGFR p.L858R"
RAS = " or ".join(f"{gene} exon {exon} mutation" for gene in ("KRAS", "NRAS") for exon in (2, 3, 4))


@pytest.mark.parametrize(
    ("gene", "details", "pattern"),
    [
        ("BRAF", "V600E or V600K", "BRAF p.V600E or BRAF p.V600K"),
        ("BRAF", "V600E  and\nV600K", "BRAF p.V600E or BRAF p.V600K"),
        ("BRAF", "BRAF V600 mutations", "BRAF codon 600"),
        ("KRAS", "KRAS G12C", "KRAS p.G12C"),
        ("EGFR (HER1)", "T790M", "EGFR p.T790M"),
        ("EGFR (HER1)", "Exon 19 deletion or exon 21 L858R substitution mutation", COMMON),
        ("EGFR (HER1)", "Exon 20 insertion mutations", "EGFR exon 20 inframe_insertion"),
        ("EGFR (HER1)", "L861Q, G719X and S7681", "EGFR p.L861Q or EGFR codon 719"),
        ("ERBB2 (HER2)", "HER-2/neu (ERBB2) gene amplification", "ERBB2 amplification"),
        ("ERBB2 (HER2)", "HER-2 protein overexpression", "ERBB2 overexpression"),
        (
            "ERBB2",
            "ERBB2 Activating Mutations (SNVs And Exon 20 Insertions)",
            "ERBB2 gain_of_function",
        ),
        ("ALK", "ALK gene rearrangements", "ALK fusion"),
        ("ALK", "ALK protein expression", "ALK expression"),
        ("ROS1", "ROS1 fusions", "ROS1 fusion"),
        ("RET", "RET fusions", "RET fusion"),
        ("RET", "RET mutations (SNVs, MNVs, and deletions)", "RET mutation"),
        (
            "MET",
            "MET single nucleotide variants and indels that lead to MET exon 14 skipping",
            "MET exon 14 skipping",
        ),
        ("BRCA1 and BRCA2", "mutations", "BRCA1 mutation or BRCA2 mutation"),
        ("TMB", "TMB ≥ 10 mutations per megabase", "TMB >= 10"),
        ("MSI", "Microsatellite instability-High (MSI-H)", "MSI high"),
        (
            "KRAS",
            "KRAS wild-type (absence of mutations in codons 12 and 13)",
            "not (KRAS codon 12 or KRAS codon 13)",
        ),
        (
            "KRAS and NRAS",
            "KRAS wild-type (absence of mutations in exons 2, 3, and 4) and NRAS wild type "
            "(absence of mutations in exons 2, 3, and 4)",
            f"not ({RAS})",
        ),
        (
            "PIK3CA",
            "C420R, E542K, E545A, E545D [1635G>T only], E545G, E545K, Q546E, Q546R, H1047L, "
            "H1047R, and H1047Y",
            "PIK3CA p.C420R or PIK3CA p.E542K or PIK3CA p.E545A or PIK3CA c.1635G>T or "
            "PIK3CA p.E545G or PIK3CA p.E545K or PIK3CA p.Q546E or PIK3CA p.Q546R or "
            "PIK3CA p.H1047L or PIK3CA p.H1047R or PIK3CA p.H1047Y",
        ),
        ("IDH1", "R132C, R132H", "IDH1 p.R132C or IDH1 p.R132H"),
        (
            "FLT3 (ITD/TDK)",
            "ITD mutations and TKD mutations D835 and I836",
            "FLT3 internal_tandem_duplication or FLT3 codon 835 or FLT3 codon 836",
        ),
        (
            "TP53",
            "Deletion chromosome 17p (17p-)",
            "arm 17p loss or TP53 loss or TP53 deletion",
        ),
        ("HLA", "HLA-A*02:01", "HLA-A allele A*02:01"),
        ("FOLR1", "FOLR1 protein expression", "FOLR1 expression"),
        (
            "C-Kit",
            "C-Kit protein expression in CD117 antigen-expressing cells",
            "KIT expression",
        ),
        (
            "deficient mismatch repair (dMMR) proteins",
            "MLH1, PMS2, MSH2 and MSH6",
            "MMR deficient",
        ),
        (
            "proficient mismatch repair (pMMR) proteins",
            "MLH1, PMS2, MSH2 and MSH6",
            "MMR proficient",
        ),
        (
            "Myriad HRD",
            "Deleterious or suspected deleterious mutations in BRCA1 and BRCA2 genes and/or "
            "positive Genomic Instability Score)",
            "BRCA1 loss_of_function or BRCA2 loss_of_function or HRD positive",
        ),
        (
            "PD-L1",
            "PD-L1 protein expression [Tumor Proportion Score (TPS) ≥ 50%]",
            "CD274 TPS >= 50",
        ),
        ("PD-L1", "PD-L1 protein expression (tumor cell staining ≥1%)", "CD274 TC >= 1"),
        (
            "PD-L1",
            "PD-L1 protein expression (PD-L1 stained tumor-infiltrating immune cells [IC] "
            "covering ≥ 5% of the tumor area)",
            "CD274 IC >= 5",
        ),
        (
            "PD-L1",
            "PD-L1 protein expression (PD-L1 stained ≥ 50% of tumor cells [TC ≥ 50%] or PD-L1 "
            "stained tumor-infiltrating immune cells [IC] covering ≥ 10% of the tumor area "
            "[IC ≥ 10%])",
            "CD274 TC >= 50 or CD274 IC >= 10",
        ),
    ],
)
def test_phrases(imported: Importer, gene: str, details: str, pattern: str) -> None:
    assert str(imported.one(gene=gene, details=details).biomarker) == pattern


@pytest.mark.parametrize(
    ("drug", "regimen"),
    [
        ("Herceptin (trastuzumab)", Regimen(("Trastuzumab",))),
        ("Gleevec (imatinib mesylate)", Regimen(("Imatinib",))),
        ("Kadcyla (ado-trastuzumab emtansine)", Regimen(("Trastuzumab Emtansine",))),
        ("Enhertu (fam-trastuzumab deruxtecan-nxki)", Regimen(("Trastuzumab Deruxtecan",))),
        (
            "Tafinlar (dabrafenib) in combination with Mekinist (trametinib)",
            Regimen(("Dabrafenib", "Trametinib"), Interaction.COMBINATION),
        ),
        (
            "Braftovi (encorafenib)NDA 210496 in combination with Erbitux (cetuximab)",
            Regimen(("Cetuximab", "Encorafenib"), Interaction.COMBINATION),
        ),
    ],
)
def test_drugs_are_named_as_civic_names_them(
    imported: Importer, drug: str, regimen: Regimen
) -> None:
    assert imported.one(drug=drug).regimen == regimen


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (
            {GENE: "PD-L1", DETAILS: "PD-L1 protein expression"},
            "the row does not say which level of the protein is asked for",
        ),
        (
            {GENE: "Ki-67", DETAILS: "Ki-67 protein expression"},
            "the row does not say which level of the protein is asked for",
        ),
        (
            {GENE: "EGFR (HER1)", DETAILS: "EGFR (HER1) protein expression"},
            "the row does not say that the label asks for RAS wild type besides",
        ),
        (
            {GENE: "IDH1", DETAILS: "Single nucleotide variants"},
            "no pattern says exactly 'Single nucleotide variants'",
        ),
        (
            {GENE: "BRAF", DETAILS: "V600E and something else"},
            "no pattern says exactly 'V600E and something else'",
        ),
        (
            {GENE: "proficient mismatch repair (pMMR) proteins", DETAILS: "MLH1, PMS2"},
            "no pattern says exactly 'proficient mismatch repair (pMMR) proteins MLH1, PMS2'",
        ),
        ({GENE: "BRAF", DETAILS: "G600E"}, "no embedded transcript of BRAF has G600"),
        ({DRUG: "Any inhibitor"}, "the drug 'Any inhibitor' has no generic name"),
        ({"Indication": "Elsewhere"}, "the disease 'Elsewhere' is not mapped to OncoTree"),
    ],
    ids=str,
)
def test_refusals(imported: Importer, fields: dict[str, str], reason: str) -> None:
    """What the row leaves open is not guessed."""
    row = {**ROW, **fields}
    name = f"{row[GENE]}: {row[DETAILS]} – {row[DRUG]}"

    assert imported(fields) == (
        [],
        [Refusal("FDA CDx list", "P000001 NDA 000001", name, reason)],
    )


@pytest.mark.parametrize(
    ("gene", "details", "drug", "pattern", "condition"),
    [
        (
            "KRAS",
            "G12A, G12D",
            "Erbitux (cetuximab)",
            "not (KRAS p.G12A or KRAS p.G12D)",
            "KRAS wildtype",
        ),
        (
            "KRAS",
            "Mutations in codons 12 and 13 of KRAS gene",
            "Vectibix (panitumumab)",
            "not (KRAS codon 12 or KRAS codon 13)",
            "KRAS wildtype and NRAS wildtype",
        ),
        ("KIT", "D816V", "Gleevec (imatinib mesylate)", "not KIT p.D816V", "None"),
    ],
)
def test_a_finding_that_excludes_the_drug_by_its_label(
    imported: Importer, gene: str, details: str, drug: str, pattern: str, condition: str
) -> None:
    """A test for KRAS G12D *excludes* cetuximab; the label asks for wild type altogether."""
    item = imported.one(gene=gene, details=details, drug=drug)

    assert (str(item.biomarker), str(item.condition)) == (pattern, condition)


def test_a_misspelt_drug_has_its_right_name(imported: Importer) -> None:
    assert imported.one(drug="Jemperli (dostarlimag-gxly)").regimen == Regimen(("Dostarlimab",))


def test_a_test_of_blood_is_for_inherited_mutations(imported: Importer) -> None:
    origins = {
        kind: imported.one(Sample_type=kind).origin for kind in ("Whole Blood", "Tissue", "Plasma")
    }

    assert origins == {"Whole Blood": "Germline", "Tissue": "", "Plasma": ""}


def test_what_the_label_asks_for(imported: Importer) -> None:
    item = imported.one(
        Indication="Breast Cancer", drug="Piqray (alpelisib)", gene="PIK3CA", details="H1047R"
    )

    assert (str(item.condition), item.condition_source) == (
        "ESR1 expression",
        "label of 2020-01-01 (ind:1): Alpelisib",
    )


def test_one_approval_twice_has_two_records(imported: Importer) -> None:
    items, refusals = imported({}, {DETAILS: "ITD"}, {DETAILS: "V600K"})

    assert [item.provenance.record_id for item in items] == [
        "P000001 NDA 000001",
        "P000001 NDA 000001 (3)",
    ]
    assert [refusal.record_id for refusal in refusals] == ["P000001 NDA 000001 (2)"]


def test_the_release_is_the_latest_date_of_the_list(imported: Importer) -> None:
    items, _ = imported({"Date": "P1 (12/31/2019) P2 (01/02/2020)"}, {"Date": "P3 (11/30/2019)"})

    assert {item.provenance.release for item in items} == {"2020-01-02"}
