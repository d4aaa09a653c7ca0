"""Compile the FDA's list of companion diagnostics (public domain).

Only the FDA's own columns are read. A row says which biomarker a device finds for which drug;
rows about mutations that *exclude* a drug do not say so: the drug's label does. Rows that leave
open how much of a protein is asked for are refused; the labels in `approvals.tsv` say it.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from pathlib import Path

from oncomatch.domain.biomarker import Biomarker, Not
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
from oncomatch.errors import BiomarkerError
from oncomatch.knowledge.importers.diseases import Condition, Conditions
from oncomatch.knowledge.importers.drug_names import one_name
from oncomatch.knowledge.importers.numbering import tie_to_transcripts
from oncomatch.knowledge.importers.refusal import Refusal
from oncomatch.reference.bundle import Reference
from oncomatch.reference.tables import read_rows

SOURCE = "FDA CDx list"
LICENCE = "public domain (US Government)"

_DRUG = "Drug Trade Name (Generic) NDA / BLA"
_GENES = "Biomarker(s)"
_DETAILS = "Biomarker(s) (Details)"
_APPROVAL = "PMA / 510(k) / 513(f)(2) / HDE (Approval / Clearance / Grant Date)"

_GENERIC = re.compile(r"\(([^()]+)\)")
_DATE = re.compile(r"\((\d\d/\d\d/\d{4})\)")
_CHANGE = re.compile(r"\b[A-Z]\d+[A-Z]\b")

_EGFR_COMMON = "EGFR exon 19 inframe_deletion or EGFR p.L858R"
_RAS_EXONS = " or ".join(
    f"{gene} exon {exon} mutation" for gene in ("KRAS", "NRAS") for exon in (2, 3, 4)
)

_PHRASES: tuple[tuple[str, str], ...] = (
    (r"Exon 19 deletion or exon 21 L858R substitution mutation", _EGFR_COMMON),
    (r"EGFR exon 19 deletions, EGFR exon 21 L858R, and T790M", f"{_EGFR_COMMON} or EGFR p.T790M"),
    (r"(?:EGFR )?exon 20 insertions?(?: mutations)?", "EGFR exon 20 inframe_insertion"),
    (r"L861Q, G719X and S7681", "EGFR p.L861Q or EGFR codon 719"),
    (r"BRAF V600 mutations", "BRAF codon 600"),
    (r"V600E (?:or|and) V600K", "BRAF p.V600E or BRAF p.V600K"),
    (
        r"(?:ERBB2 \(HER2\) amplification|HER-2/neu \(ERBB2\) gene amplification)",
        "ERBB2 amplification",
    ),
    (r"BCR-ABL fusion", "BCR::ABL1 fusion"),
    (r"(?:HER-2 |HER2)protein overexpression", "ERBB2 overexpression"),
    (r"ERBB2 Activating Mutations \(SNVs And Exon 20 Insertions\)", "ERBB2 gain_of_function"),
    (r"ALK (?:gene )?rearrangements", "ALK fusion"),
    (r"ALK protein expression", "ALK expression"),
    (r"(ROS1|RET) fusions", r"\1 fusion"),
    (
        r"NTRK1, NTRK2,? and NTRK3 fusions|NTRK1/2/3 fusions",
        "NTRK1 fusion or NTRK2 fusion or NTRK3 fusion",
    ),
    (r"FGFR2 fusions(?: and select rearrangements|/rearrangements)", "FGFR2 fusion"),
    (r"PDGFRB gene rearrangement at 5q31~33", "PDGFRB fusion"),
    (
        r"MET single nucleotide variants and indels that lead to MET exon 14 skipping",
        "MET exon 14 skipping",
    ),
    (r"BRCA1 and BRCA2 (?:alterations|mutations)", "BRCA1 mutation or BRCA2 mutation"),
    (r"BRCA1, BRCA2,? and ATM alterations", "BRCA1 mutation or BRCA2 mutation or ATM mutation"),
    (r"TMB ≥ 10 mutations per megabase", "TMB >= 10"),
    (r"Microsatellite instability-High \(MSI-H\)", "MSI high"),
    (
        r"KRAS wild-type \(absence of mutations in codons 12 (?:and|or) 13\)",
        "not (KRAS codon 12 or KRAS codon 13)",
    ),
    (
        r"KRAS wild-type \(absence of mutations in exons 2, 3, (?:and|or) 4\) and NRAS "
        r"wild[- ]type \(absence of mutations in exons 2, 3, (?:and|or) 4\)",
        f"not ({_RAS_EXONS})",
    ),
    (r"ESR1 missense mutations between codons 310 and 547", "ESR1 codons 310-547"),
    (
        r"ITD mutations and TKD mutations D835 and I836",
        "FLT3 internal_tandem_duplication or FLT3 codon 835 or FLT3 codon 836",
    ),
    (
        r"Deletion chromosome 17p \(17p-\)",
        "arm 17p loss or TP53 loss or TP53 deletion",
    ),
    (r"HLA-A\*02:01", "HLA-A allele A*02:01"),
    (r"FOLR1 protein expression", "FOLR1 expression"),
    (r"C-Kit protein expression in CD117 antigen-expressing cells", "KIT expression"),
    (
        r"deficient mismatch repair \(dMMR\) proteins MLH1, PMS2, MSH2 and MSH6",
        "MMR deficient",
    ),
    (
        r"proficient mismatch repair \(pMMR\) proteins MLH1, PMS2, MSH2 and MSH6",
        "MMR proficient",
    ),
    (
        r"Deleterious or suspected deleterious mutations in BRCA1 and BRCA2 genes and/or positive "
        r"Genomic Instability Score\)",
        "BRCA1 loss_of_function or BRCA2 loss_of_function or HRD positive",
    ),
    (
        r"PD-L1 protein expression \[Tumor Proportion Score \(TPS\) ≥ 50%\]",
        "CD274 TPS >= 50",
    ),
    (r"PD-L1 protein expression \(tumor cell staining ≥1%\)", "CD274 TC >= 1"),
    (
        r"PD-L1 protein expression \(PD-L1 stained tumor-infiltrating immune cells \[IC\] covering "
        r"≥ 5% of the tumor area\)",
        "CD274 IC >= 5",
    ),
    (
        r"PD-L1 protein expression \(PD-L1 stained ≥ 50% of tumor cells \[TC ≥ 50%\] or PD-L1 "
        r"stained tumor-infiltrating immune cells \[IC\] covering ≥ 10% of the tumor area "
        r"\[IC ≥ 10%\]\)",
        "CD274 TC >= 50 or CD274 IC >= 10",
    ),
    (r"RET mutations \(SNVs, MNVs, and deletions\)", "RET mutation"),
    (
        r"Exon 7: R248C \(c\.742C>T\), S249C \(c\.746C>G\); exon 10: G370C \(c\.1108G>T\) and "
        r"Y373C \(c\.1118A>G\); and fusions .*",
        "FGFR3 p.R248C or FGFR3 p.S249C or FGFR3 p.G370C or FGFR3 p.Y373C",
    ),
    (
        r"BRCA1, BRCA2, ATM, BARD1, BRIP1, CDK12, CHEK1, CHEK2, FANCL, PALB2, RAD51B, RAD51C, "
        r"RAD51D and RAD54L alterations",
        " or ".join(
            f"{gene} mutation"
            for gene in (
                "BRCA1 BRCA2 ATM BARD1 BRIP1 CDK12 CHEK1 CHEK2 FANCL PALB2 RAD51B RAD51C RAD51D "
                "RAD54L"
            ).split()
        ),
    ),
    (
        r"C420R, E542K, E545A, E545D \[1635G>T only\], E545G, E545K, Q546E, Q546R, H1047L, "
        r"H1047R, and H1047Y",
        "PIK3CA p.C420R or PIK3CA p.E542K or PIK3CA p.E545A or PIK3CA c.1635G>T or "
        "PIK3CA p.E545G or PIK3CA p.E545K or PIK3CA p.Q546E or PIK3CA p.Q546R or "
        "PIK3CA p.H1047L or PIK3CA p.H1047R or PIK3CA p.H1047Y",
    ),
)
"""What the list's phrases mean; narrower where a phrase cannot be said in full.

"S7681" is a slip of the list for a third EGFR change and is left out; the FGFR3 fusions are
left out since named breakpoints are not a pattern yet.
"""

_COMPILED = tuple((re.compile(phrase, re.IGNORECASE), text) for phrase, text in _PHRASES)

_RULED_OUT = re.compile(r"(?:KRAS|NRAS)\b.* (?:cetuximab|panitumumab)|KIT\b.* imatinib")
"""Findings that exclude a drug: the labels of Erbitux and Vectibix (ind:fda.erbitux:0,
ind:fda.vectibix:0) ask for RAS wild type, that of Gleevec (ind:fda.gleevec:5) for no KIT D816V."""

_WILD_TYPE_OF_LABEL = {
    "Cetuximab": Condition(parse_biomarker("KRAS wildtype"), "FDA label (ind:fda.erbitux:0)"),
    "Panitumumab": Condition(
        parse_biomarker("KRAS wildtype and NRAS wildtype"), "FDA label (ind:fda.vectibix:0)"
    ),
}
"""What the labels ask for where a device looks for some RAS mutations alone."""

_CODONS_12_AND_13 = re.compile(r"Mutations in codons 12 and 13 of KRAS gene", re.IGNORECASE)
_LEVEL_OPEN = re.compile(r"(?:PD-L1|Ki-67) protein expression", re.IGNORECASE)
_EGFR_LEVEL = re.compile(r"EGFR \(HER1\) protein expression", re.IGNORECASE)
_SLIPS = {"Dostarlimag": "Dostarlimab", "Gilterinib": "Gilteritinib"}
"""Names of drugs that the list misspells."""


def import_fda(
    path: Path, reference: Reference, conditions: Conditions
) -> tuple[list[EvidenceItem], list[Refusal]]:
    """Return the items of the list and what could not be translated."""
    rows = [{key: " ".join(value.split()) for key, value in row.items()} for row in read_rows(path)]
    release = max(_dates(row) for row in rows)
    items, refusals = [], []
    seen: Counter[str] = Counter()
    for row in rows:
        record = f"{row[_APPROVAL]} {row['NDA Number']}".strip()
        seen[record] += 1
        if seen[record] > 1:
            record = f"{record} ({seen[record]})"
        try:
            items.append(_item(row, record, release, reference, conditions))
        except BiomarkerError as error:
            name = f"{row[_GENES]}: {row[_DETAILS]} – {row[_DRUG]}"
            refusals.append(Refusal(SOURCE, record, name, str(error)))
    return items, refusals


def _dates(row: dict[str, str]) -> str:
    dates = [datetime.strptime(text, "%m/%d/%Y").date() for text in _DATE.findall(row["Date"])]
    return max(date.isoformat() for date in dates)


def _item(
    row: dict[str, str],
    record: str,
    release: str,
    reference: Reference,
    conditions: Conditions,
) -> EvidenceItem:
    mapping = conditions.mapping_of(row["Indication"])
    biomarker = tie_to_transcripts(_biomarker(row), reference, row[_DETAILS])
    regimen = _regimen(row[_DRUG])
    condition = conditions.of_disease(row["Indication"], biomarker)
    if condition.biomarker is None:
        condition = conditions.of_label(regimen.therapies, mapping.tumor_types)
    if "RAS" in row[_GENES] and _excludes(row) and "wild" not in row[_DETAILS]:
        condition = _WILD_TYPE_OF_LABEL[regimen.therapies[0]]
    return EvidenceItem(
        biomarker=biomarker,
        condition=condition.biomarker,
        condition_source=condition.source,
        tumor_types=mapping.tumor_types,
        disease=row["Indication"],
        subtype=mapping.subtype,
        regimen=regimen,
        significance=Significance.SENSITIVITY,
        direction=Direction.SUPPORTS,
        scheme=EvidenceScheme.FDA_COMPANION_DIAGNOSTIC,
        level=None,
        rating=None,
        origin="Germline" if row["Sample_type"] == "Whole Blood" else "",
        flagged=False,
        provenance=Provenance(
            source=SOURCE,
            record_id=record,
            release=release,
            citation=f"FDA {row[_APPROVAL]}, {row['NDA Number']}",
            url="",
            licence=LICENCE,
        ),
        excluded_types=conditions.excluded_types(regimen.therapies, mapping.tumor_types),
    )


def _biomarker(row: dict[str, str]) -> Biomarker:
    details = row[_DETAILS]
    if details.lower() == "mutations" or "mismatch repair" in row[_GENES]:
        details = f"{row[_GENES]} {details}"
    for phrase, text in _COMPILED:
        found = phrase.fullmatch(details)
        if found:
            return parse_biomarker(found.expand(text))
    if _LEVEL_OPEN.fullmatch(details):
        raise BiomarkerError("the row does not say which level of the protein is asked for")
    if _EGFR_LEVEL.fullmatch(details):
        raise BiomarkerError("the row does not say that the label asks for RAS wild type besides")
    finding = _named_changes(row, details)
    return Not(finding) if _excludes(row) else finding


def _excludes(row: dict[str, str]) -> bool:
    drug = f"{row[_GENES]} {row[_DRUG]}".replace("(", " ")
    return _RULED_OUT.search(drug) is not None


def _named_changes(row: dict[str, str], details: str) -> Biomarker:
    if _CODONS_12_AND_13.fullmatch(details):
        return parse_biomarker("KRAS codon 12 or KRAS codon 13")
    gene = row[_GENES].split(" ")[0]
    changes = [change for change in _CHANGE.findall(details) if not change.endswith("X")]
    rest = _CHANGE.sub("", details)
    plain = re.sub(
        rf"\b(?:{re.escape(gene)}|R132|mutations?|and|or|of|the|gene)\b|[\s,()]", "", rest
    )
    if not changes or plain or not gene.isalnum():
        raise BiomarkerError(f"no pattern says exactly {details!r}")
    named = " or ".join(f"{gene} p.{change}" for change in dict.fromkeys(changes))
    return parse_biomarker(named)


def _regimen(text: str) -> Regimen:
    names = [_therapy(name) for name in _GENERIC.findall(text)]
    if not names:
        raise BiomarkerError(f"the drug {text!r} has no generic name")
    if len(names) == 1:
        return Regimen((names[0],))
    return Regimen(tuple(sorted(names)), Interaction.COMBINATION)


def _therapy(name: str) -> str:
    """Return the one name of a drug, its slips in the list mended."""
    written = one_name(name)
    return one_name(_SLIPS.get(written, written))
