"""The Cancer Genome Interpreter's table: every code exactly, or refused with its reason."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evidence import (
    CgiLevel,
    Direction,
    EvidenceItem,
    EvidenceScheme,
    Interaction,
    Regimen,
    Significance,
)
from oncomatch.domain.provenance import Provenance
from oncomatch.knowledge.importers.cgi import URL, import_cgi
from oncomatch.knowledge.importers.diseases import Conditions
from oncomatch.knowledge.importers.refusal import Refusal
from oncomatch.reference.bundle import Reference

RELEASE = "2017-02-08"
ROW = {
    "Biomarker": "BRAF (V600E)",
    "Gene": "BRAF",
    "Alteration type": "MUT",
    "Alteration": "BRAF:V600E",
    "Drug family": "BRAF inhibitor",
    "Drug": "Madeupinib",
    "Drug full name": "Madeupinib (BRAF inhibitor)",
    "Association": "Responsive",
    "Evidence level": "Early trials",
    "Source": "PMID:1",
    "Primary Tumor type": "CM",
    "Metastatic Tumor Type": "",
    "Comments": "",
}
VARIANT = {
    "individual_mutation": "BRAF:V600E",
    "gDNA": "chr7:g.140453136A>T",
    "Alteration": "BRAF:V600E",
    "Gene": "BRAF",
}


NUMBERED = [
    {"individual_mutation": "", "gDNA": "", "Alteration": code}
    for code in ("ALK:F1174L", "EGFR:L858R", "ERBB2:G776L", "FLT3:D835.", "KIT:D816.,N822.")
]
"""Codes that show on which transcript the source numbers; their place is not given."""


def write(path: Path, columns: dict[str, str], rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, delimiter="\t")
        writer.writeheader()
        writer.writerows({**columns, **row} for row in rows)
    return path


class Importer:
    """Imports rows that differ from `ROW` in what is said."""

    def __init__(self, folder: Path, reference: Reference):
        labels, exclusions = folder / "labels.tsv", folder / "exclusions.tsv"
        labels.write_text(
            "therapy\ttumor_type\tcondition\trecord_id\tcitation\n"
            "Alpelisib\tBRCA\tESR1 expression\tind:1\tlabel of 2020-01-01\n",
            encoding="utf-8",
        )
        exclusions.write_text("therapies\ttumor_type\nMadeupinib\tGIST\n", encoding="utf-8")
        self._folder, self._reference = folder, reference
        self._conditions = Conditions({}, labels, exclusions)
        self.variants = [VARIANT, *NUMBERED]

    def __call__(self, *rows: dict[str, str]) -> tuple[list[EvidenceItem], list[Refusal]]:
        table = write(self._folder / "cgi.tsv", ROW, list(rows))
        variants = write(self._folder / "variants.tsv", VARIANT, self.variants)
        return import_cgi(table, variants, RELEASE, self._reference, self._conditions)

    def one(self, **fields: str) -> EvidenceItem:
        (item,), refusals = self(said(**fields))
        assert refusals == []
        return item

    def reason(self, **fields: str) -> str:
        items, (refusal,) = self(said(**fields))
        assert items == []
        return refusal.reason

    def pattern(self, kind: str, code: str, **fields: str) -> str:
        gene = fields.pop("gene", code.split(":")[0].split("__")[0])
        item = self.one(kind=kind, code=code, gene=gene, **fields)
        return str(item.biomarker)


def said(**fields: str) -> dict[str, str]:
    names = {
        "kind": "Alteration type",
        "code": "Alteration",
        "name": "Biomarker",
        "gene": "Gene",
        "level": "Evidence level",
        "source": "Source",
        "tumor": "Primary Tumor type",
        "metastatic": "Metastatic Tumor Type",
        "comment": "Comments",
        "drug": "Drug",
        "family": "Drug family",
        "association": "Association",
    }
    return {names[key]: value for key, value in fields.items()}


@pytest.fixture
def imported(tmp_path: Path, reference: Reference) -> Importer:
    return Importer(tmp_path, reference)


def test_a_row_becomes_an_item(imported: Importer) -> None:
    assert imported.one() == EvidenceItem(
        biomarker=parse_biomarker("BRAF p.V600E"),
        condition=None,
        condition_source="",
        tumor_types=("SKCM",),
        disease="Cutaneous melanoma",
        subtype="",
        regimen=Regimen(("Madeupinib",)),
        significance=Significance.SENSITIVITY,
        direction=Direction.SUPPORTS,
        scheme=EvidenceScheme.CGI,
        level=CgiLevel.EARLY_TRIALS,
        rating=None,
        origin="",
        flagged=False,
        provenance=Provenance("CGI", "line 2", RELEASE, "PMID:1", URL, "CC0-1.0"),
    )


@pytest.mark.parametrize(
    ("kind", "code", "pattern"),
    [
        ("MUT", "KRAS:.", "KRAS oncogenic"),
        ("MUT", "BRAF:V600E,G469A,V600E", "BRAF p.V600E or BRAF p.G469A"),
        ("MUT", "PIK3CA:E545*", "PIK3CA p.E545*"),
        ("MUT", "KRAS:G12.", "KRAS codon 12"),
        ("MUT", "EGFR:L858R,L861.,S768I", "EGFR p.L858R or EGFR codon 861 or EGFR p.S768I"),
        ("MUT", "RET:.618.,C634W", "RET codon 618 or RET p.C634W"),
        ("MUT", "KIT::wildtype:.", "KIT wildtype"),
        ("MUT", "KIT::consequence::inframe_deletion:V560.", "KIT codon 560 inframe_deletion"),
        (
            "MUT",
            "KIT::consequence::inframe_deletion:577-579",
            "KIT codons 577-579 inframe_deletion",
        ),
        (
            "MUT",
            "KIT::consequence::inframe_deletion:416-422,::inframe_insertion:416-422",
            "KIT codons 416-422 inframe_deletion or KIT codons 416-422 inframe_insertion",
        ),
        ("MUT", "ALK::consequence::inframe_insertion:.1151T.", "ALK p.T1151dup"),
        ("MUT", "EGFR::consequence::inframe_insertion:P753PS", "EGFR p.P753_K754insS"),
        ("MUT", "EGFR::consequence::inframe_deletion:6-273", "EGFR exons 2-7 loss"),
        (
            "MUT",
            "NOTCH1::consequence::missense_variant:1529-1732,::splice_donor_variant:2300-2536,"
            "::splice_acceptor_variant:2300-2536,::stop_gained:2300-2536,::stop_lost:2300-2536,"
            "::frameshift_variant:2300-2536",
            "NOTCH1 codons 1529-1732 missense or NOTCH1 codons 2300-2536 truncation or "
            "NOTCH1 codons 2300-2536 splice",
        ),
        ("CNA", "ERBB2:amp", "ERBB2 amplification"),
        ("CNA", "NF1:del", "NF1 deletion"),
        ("FUS", "ALK__.", "ALK fusion"),
        ("FUS", "MLL__.", "KMT2A fusion"),
        ("FUS", "ABL1__BCR", "ABL1::BCR fusion or BCR::ABL1 fusion"),
        ("EXPR", "CD274:over", "CD274 overexpression"),
        ("EXPR", "CRBN:under", "CRBN underexpression"),
        ("EXPR", "RB1:norm", "RB1 expression and not RB1 overexpression"),
        ("BIA", "PTEN:.", "PTEN biallelic_loss"),
        ("CNA;MUT", "MET:amp;BRAF:V600E", "MET amplification and BRAF p.V600E"),
        (
            "MUT;MUT",
            "BRAF:V600E,G469A;EGFR:.",
            "(BRAF p.V600E or BRAF p.G469A) and EGFR oncogenic",
        ),
        (
            "EXPR;EXPR",
            "ERBB2:norm;ESR1:over",
            "not (ERBB2 overexpression or ERBB2 amplification) and ESR1 expression",
        ),
    ],
    ids=lambda value: value[:40],
)
def test_codes(imported: Importer, kind: str, code: str, pattern: str) -> None:
    expected = str(parse_biomarker(pattern))
    genes = {"kind": kind, "code": code, "name": "a name"}
    gene = ";".join(part.split(":")[0] for part in code.split(";")) if ";" in kind else ""

    assert imported.pattern(**genes, **({"gene": gene} if gene else {})) == expected


@pytest.mark.parametrize(
    ("code", "name", "pattern"),
    [
        ("KIT:550-592", "KIT mutation in exon 11", "KIT exon 11 mutation"),
        ("KIT:550-592", "KIT (550-592)", "KIT codons 550-592"),
        (
            "EGFR::consequence::inframe_deletion:729-761",
            "EGFR exon 19 deletions",
            "EGFR exon 19 inframe_deletion",
        ),
        (
            "EGFR::consequence::inframe_insertion:762-823",
            "EGFR exon 20 insertions",
            "EGFR exon 20 inframe_insertion",
        ),
        (
            "EGFR::consequence::inframe_insertion:769-770",
            "EGFR exon 20 insertions",
            "EGFR codons 769-770 inframe_insertion",
        ),
        (
            "FLT3::consequence::inframe_variant:572-603",
            "FLT3-ITD",
            "FLT3 codons 572-603 internal_tandem_duplication",
        ),
        (
            "FLT3::consequence::inframe_variant:572-603",
            "FLT3 inframe",
            "FLT3 codons 572-603 inframe_deletion or FLT3 codons 572-603 inframe_insertion",
        ),
    ],
)
def test_the_name_of_a_range(imported: Importer, code: str, name: str, pattern: str) -> None:
    """A range is an exon where the name says so and the exon has these codons."""
    assert imported.pattern("MUT", code, name=name) == pattern


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"code": "BRAF:V600V"}, "BRAF V600V changes nothing"),
        ({"code": "BRAF:?"}, "no pattern says exactly '?'"),
        ({"code": "BRAF__"}, "no pattern says exactly 'BRAF__'"),
        ({"kind": "CNA", "code": "BRAF:gain"}, "no pattern says exactly 'BRAF:gain'"),
        ({"kind": "EXPR", "code": "BRAF:high"}, "no pattern says exactly 'BRAF:high'"),
        ({"kind": "BIA", "code": "BRAF:del"}, "no pattern says exactly 'BRAF:del'"),
        ({"kind": "FUS", "code": "BRAF"}, "no pattern says exactly 'BRAF'"),
        ({"code": "BRAFF:."}, "'BRAFF' is not a gene that the reference knows"),
        (
            {"kind": "FUS", "code": "BRAF__BRAFF"},
            "'BRAF__BRAFF' names a gene that the reference does not know",
        ),
        ({"gene": "KRAS"}, "the record is about KRAS, its code about BRAF"),
        (
            {"code": "BRAF:V600E;G469A"},
            "'BRAF:V600E;G469A': it is not said whether `;` is AND or OR",
        ),
        (
            {"code": "TPMT::consequence::splice_acceptor_variant:.", "gene": "TPMT"},
            "no pattern says exactly splice_acceptor_variant",
        ),
        (
            {"code": "TERT::consequence::promoters_core:.", "gene": "TERT"},
            "no pattern says exactly promoters_core",
        ),
        (
            {"code": "EGFR::consequence::inframe_deletion:30-336", "gene": "EGFR"},
            "30-336: all of these residues may be meant, or some",
        ),
        (
            {"code": "ERBB2::consequence::inframe_insertion:.780GSP", "gene": "ERBB2"},
            "the source does not say whether GSP comes before residue 780 or after",
        ),
        (
            {"code": "NOTCH1:.", "gene": "NOTCH1", "name": "NOTCH1 (missense in TAD or …)"},
            "the name asks for mutations of domains, the code for any",
        ),
        ({"source": " ; "}, "the record cites nothing"),
        (
            {"source": "Caris molecular intelligence"},
            "'Caris molecular intelligence' is a service, not a publication",
        ),
        (
            {"tumor": "HES"},
            "the disease 'Hypereosinophilic advanced syndrome' has no tumour type: "
            "OncoTree has no node for it",
        ),
        ({"tumor": "XX"}, "the tumour type 'XX' is not mapped to OncoTree"),
        ({"drug": "[]", "family": "[]"}, "the record names no therapy"),
        (
            {"comment": "Ibrutinib as adjuvant (not added)"},
            "the comment says that drugs of the regimen are left out",
        ),
    ],
    ids=str,
)
def test_refusals(imported: Importer, fields: dict[str, str], reason: str) -> None:
    assert imported.reason(**fields) == reason


def test_a_refusal_names_the_line(imported: Importer) -> None:
    items, refusals = imported({}, said(code="BRAF:V600V"), {})

    assert [item.provenance.record_id for item in items] == ["line 2", "line 4"]
    assert [refusal.record_id for refusal in refusals] == ["line 3"]
    assert refusals[0].name == "BRAF (V600E): Responsive, Madeupinib (BRAF inhibitor)"


@pytest.mark.parametrize(
    ("words", "significance", "direction"),
    [
        ("Responsive", Significance.SENSITIVITY, Direction.SUPPORTS),
        ("No Responsive", Significance.SENSITIVITY, Direction.DOES_NOT_SUPPORT),
        ("Resistant", Significance.RESISTANCE, Direction.SUPPORTS),
        ("Increased Toxicity", Significance.ADVERSE_RESPONSE, Direction.SUPPORTS),
        ("Increased Toxicity (Ototoxicity)", Significance.ADVERSE_RESPONSE, Direction.SUPPORTS),
    ],
)
def test_associations(
    imported: Importer, words: str, significance: Significance, direction: Direction
) -> None:
    item = imported.one(association=words)

    assert (item.significance, item.direction) == (significance, direction)


@pytest.mark.parametrize("level", CgiLevel, ids=lambda level: level.value)
def test_levels_in_any_case(imported: Importer, level: CgiLevel) -> None:
    assert imported.one(level=level.value).level is level
    assert imported.one(level=level.value.title()).level is level


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"comment": "germline, minor response"}, {"origin": "Germline"}),
        ({"comment": "Germline"}, {"origin": "Germline"}),
        ({"comment": "Has to be rechecked"}, {"flagged": True}),
        ({"comment": "(low estrogen)"}, {"subtype": "low oestrogen"}),
        ({"metastatic": "CM"}, {"subtype": "metastatic"}),
        (
            {"tumor": "COREAD; BLCA"},
            {
                "tumor_types": ("COADREAD", "BLCA", "BLAD", "BLSC", "SCB", "SCBC", "SRCBC"),
                "disease": "Colorectal adenocarcinoma; Bladder",
            },
        ),
        (
            {"tumor": "PLEN"},
            {"tumor_types": ("NFIB",), "disease": "Plexiform neurofibroma", "subtype": "plexiform"},
        ),
        (
            {"tumor": "PLEN;MPN"},
            {
                "tumor_types": ("NFIB", "MPNST"),
                "disease": "Plexiform neurofibroma; Malignant peripheral nerve sheath tumor",
                "subtype": "Plexiform neurofibroma: plexiform",
            },
        ),
        (
            {"tumor": "CANCER"},
            {
                "tumor_types": ("TISSUE",),
                "disease": "Any cancer type",
                "excluded_types": ("GIST",),
            },
        ),
    ],
    ids=str,
)
def test_what_else_a_row_says(
    imported: Importer, fields: dict[str, str], expected: dict[str, object]
) -> None:
    assert imported.one(**fields) == replace(imported.one(), **expected)  # type: ignore[arg-type]


def test_citations_stay_as_the_source_gives_them(imported: Importer) -> None:
    item = imported.one(source="PMID:1;ASCO 2015 (abstr 2) ; NCT01")

    assert item.provenance.citation == "PMID:1; ASCO 2015 (abstr 2); NCT01"


def test_a_guideline_leaves_to_the_label_what_it_asks_for_besides(imported: Importer) -> None:
    fields = {"tumor": "BRCA", "drug": "BYL719"}
    guideline = imported.one(level="FDA guidelines", **fields)
    trial = imported.one(level="Early trials", **fields)

    assert guideline.regimen == Regimen(("Alpelisib",))
    assert str(guideline.condition) == "ESR1 expression"
    assert trial.condition is None


def test_a_genome_that_makes_another_change_is_refused_with_both(imported: Importer) -> None:
    imported.variants = [{"gDNA": "chr7:g.140453137C>T"}]

    assert imported.reason() == ("BRAF V600E: chr7:g.140453137C>T (GRCh37) makes V600M instead")


def test_a_residue_that_no_transcript_has_is_refused(imported: Importer) -> None:
    assert imported.reason(code="BRAF:L719Q").startswith(
        "no embedded transcript of BRAF has all residues that the source names; "
    )


def test_another_isoform_is_named(imported: Importer) -> None:
    """CGI numbers MET on the isoform of 1,408 residues."""
    imported.variants = [
        {
            "individual_mutation": "MET:H1112R",
            "gDNA": "chr7:g.116417464A>G",
            "Alteration": "MET:H1112R",
        }
    ]
    exact = imported.pattern("MUT", "MET:H1112R")
    of_range = imported.pattern("MUT", "MET:1132-1330", name="MET mutation in exon 16-19")

    assert exact.startswith("MET@")
    assert exact.endswith(" p.H1112R")
    assert of_range == exact.replace("p.H1112R", "codons 1132-1330")


def test_a_range_on_an_unknown_isoform_is_refused(imported: Importer) -> None:
    assert imported.reason(code="POLE:268–471", gene="POLE") == (
        "the source does not say on which transcript it numbers POLE"
    )


@pytest.mark.parametrize(
    ("drug", "family", "regimen"),
    [
        ("Imatinib", "KIT inhibitor", Regimen(("Imatinib",))),
        ("Foretinib ", "MET inhibitor", Regimen(("Foretinib",))),
        ("Flourouracil", "Fluoropyrimidine", Regimen(("Fluorouracil",))),
        (
            "Trametinib;Dabrafenib",
            "MEK inhibitor;BRAF inhibitor",
            Regimen(("Dabrafenib", "Trametinib"), Interaction.COMBINATION),
        ),
        ("[]", "[MEK inhibitor]", Regimen(("MEK Inhibitor",))),
        ("", "[MEK inhibitors]", Regimen(("MEK Inhibitor",))),
        (
            "[]",
            "[MEK inhibitor;BRAF inhibitor]",
            Regimen(("BRAF Inhibitor", "MEK Inhibitor"), Interaction.COMBINATION),
        ),
        (
            "MEK inhibitor;Docetaxel",
            "MEK inhibitor;Chemotherapy",
            Regimen(("Docetaxel", "MEK Inhibitor"), Interaction.COMBINATION),
        ),
        (
            "[Olaparib]",
            "[PARP inhibitor]",
            Regimen(("Olaparib", "PARP Inhibitor"), Interaction.SUBSTITUTES),
        ),
        (
            "[]",
            "[MEK inhibitor (alone or in combination)]",
            Regimen(("MEK Inhibitor, alone or in combination",)),
        ),
        (
            "[]",
            "[MEK inhibitor +/- MTOR inhibitor]",
            Regimen(("MEK Inhibitor with or without MTOR Inhibitor",)),
        ),
        ("[]", "[Unheard-of inhibitor 2nd gen]", Regimen(("Unheard-of Inhibitor 2nd Generation",))),
    ],
    ids=str,
)
def test_regimens(imported: Importer, drug: str, family: str, regimen: Regimen) -> None:
    assert imported.one(drug=drug, family=family).regimen == regimen


def test_examples_of_several_classes_are_no_regimen(imported: Importer) -> None:
    assert imported.reason(drug="[A]", family="[MEK inhibitor;BRAF inhibitor]") == (
        "the record names no therapy: [A] are of several classes"
    )
