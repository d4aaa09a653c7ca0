"""Names of genes and of proteins that stand for them, as trials write them."""

from __future__ import annotations

import re
from functools import lru_cache

from oncomatch.reference.bundle import open_reference

FAMILIES: dict[str, tuple[str, ...]] = {
    "RAS": ("KRAS", "NRAS", "HRAS"),
    "PAN-RAS": ("KRAS", "NRAS", "HRAS"),
    "RAF": ("ARAF", "BRAF", "RAF1"),
    "NTRK": ("NTRK1", "NTRK2", "NTRK3"),
    "TRK": ("NTRK1", "NTRK2", "NTRK3"),
    "FGFR": ("FGFR1", "FGFR2", "FGFR3", "FGFR4"),
    "IDH": ("IDH1", "IDH2"),
    "IDH1/IDH2": ("IDH1", "IDH2"),
    "BRCA": ("BRCA1", "BRCA2"),
    "BRCA1/BRCA2": ("BRCA1", "BRCA2"),
    "GBRCA": ("BRCA1", "BRCA2"),
    "TBRCA": ("BRCA1", "BRCA2"),
    "SBRCA": ("BRCA1", "BRCA2"),
    "TSC": ("TSC1", "TSC2"),
    "AKT": ("AKT1", "AKT2", "AKT3"),
    "TSC1/TSC2": ("TSC1", "TSC2"),
    "GNAQ/11": ("GNAQ", "GNA11"),
    "HR": ("ESR1", "PGR"),
    "HOR": ("ESR1", "PGR"),
    "HORMONE RECEPTOR": ("ESR1", "PGR"),
    "HORMONE RECEPTORS": ("ESR1", "PGR"),
}
ALIASES: dict[str, str] = {
    "HER2": "ERBB2",
    "HER-2": "ERBB2",
    "HER 2": "ERBB2",
    "HER2/NEU": "ERBB2",
    "HER-2/NEU": "ERBB2",
    "HER2NEU": "ERBB2",
    "HER3": "ERBB3",
    "C-MET": "MET",
    "CMET": "MET",
    "C-KIT": "KIT",
    "C-MYC": "MYC",
    "MLL": "KMT2A",
    "CRAF": "RAF1",
    "C-RAF": "RAF1",
    "B-RAF": "BRAF",
    "K-RAS": "KRAS",
    "N-RAS": "NRAS",
    "MEK1": "MAP2K1",
    "MEK2": "MAP2K2",
    "P53": "TP53",
    "NF-1": "NF1",
    "NF-2": "NF2",
    "LKB1": "STK11",
    "INI1": "SMARCB1",
    "INI-1": "SMARCB1",
    "BRG1": "SMARCA4",
    "ROS-1": "ROS1",
    "ROS": "ROS1",
    "FLT-3": "FLT3",
    "NPM-1": "NPM1",
    "TRKA": "NTRK1",
    "TRKB": "NTRK2",
    "TRKC": "NTRK3",
    "EWS": "EWSR1",
    "BCL-2": "BCL2",
    "BCL-6": "BCL6",
    "ER": "ESR1",
    "ERΑ": "ESR1",
    "PR": "PGR",
    "PGR": "PGR",
    "ESTROGEN RECEPTOR": "ESR1",
    "OESTROGEN RECEPTOR": "ESR1",
    "ESTROGEN RECEPTOR ALPHA": "ESR1",
    "PROGESTERONE RECEPTOR": "PGR",
    "PROGESTERONE": "PGR",
    "ESTROGEN": "ESR1",
    "ANDROGEN RECEPTOR": "AR",
    "EPIDERMAL GROWTH FACTOR RECEPTOR": "EGFR",
    "EPIDERMAL GROWTH FACTOR (EGFR)": "EGFR",
    "HUMAN EPIDERMAL GROWTH FACTOR RECEPTOR 2": "ERBB2",
    "HUMAN EPIDERMAL GROWTH FACTOR RECEPTOR-2": "ERBB2",
    "HUMAN EPIDERMAL GROWTH FACTOR RECEPTOR TYPE 2": "ERBB2",
    "EPIDERMAL GROWTH FACTOR RECEPTOR 2": "ERBB2",
    "HUMAN EPIDERMAL GROWTH FACTOR 2": "ERBB2",
    "HUMAN EPIDERMAL GROWTH FACTOR RECEPTOR": "ERBB2",
    "HUMAN EPIDERMAL GROWTH FACTOR RECEPTOR (HER) 2": "ERBB2",
    "HUMAN EPIDERMAL GROWTH FACTOR RECEPTOR 3": "ERBB3",
    "ANAPLASTIC LYMPHOMA KINASE": "ALK",
    "ANAPLASTIC LYMPHOMA RECEPTOR": "ALK",
    "ALK RECEPTOR TYROSINE KINASE": "ALK",
    "C-ROS ONCOGENE 1": "ROS1",
    "C-ROS ONCOGENE 1 RECEPTOR TYROSINE KINASE": "ROS1",
    "ROS PROTO-ONCOGENE 1": "ROS1",
    "ROS ONCOGENE 1": "ROS1",
    "MET PROTO-ONCOGENE": "MET",
    "RET PROTO-ONCOGENE": "RET",
    "KRAS PROTO-ONCOGENE": "KRAS",
    "PLATELET-DERIVED GROWTH FACTOR RECEPTOR ALPHA": "PDGFRA",
    "PLATELET DERIVED GROWTH FACTOR RECEPTOR ALPHA": "PDGFRA",
    "MESENCHYMAL-EPITHELIAL TRANSITION FACTOR": "MET",
    "MESENCHYMAL EPITHELIAL TRANSITION FACTOR": "MET",
    "V-RAF MURINE SARCOMA VIRAL ONCOGENE HOMOLOG B1": "BRAF",
    "V-RAF MURINE SARCOMA VIRAL ONCOGENE HOMOLOG B": "BRAF",
    "B-RAF PROTO-ONCOGENE": "BRAF",
    "B ISOFORM OF RAPIDLY ACCELERATED FIBROSARCOMA": "BRAF",
    "PP2R2A": "PPP2R2A",
    "ISOCITRATE DEHYDROGENASE 2": "IDH2",
    "NEUROTROPHIC TYROSINE KINASE RECEPTOR": "NTRK",
    "NEUROTROPHIC RECEPTOR TYROSINE KINASE": "NTRK",
    "KIRSTEN RAT SARCOMA VIRAL ONCOGENE": "KRAS",
    "KIRSTEN RAT SARCOMA": "KRAS",
    "KIRSTEN RAT SARCOMA VIRAL ONCOGENE HOMOLOG": "KRAS",
    "KIRSTEN RAT SARCOMA VIRUS": "KRAS",
    "KIRSTEN RAT SARCOMA 2 VIRAL ONCOGENE HOMOLOG": "KRAS",
    "NEUROBLASTOMA RAS VIRAL ONCOGENE HOMOLOG": "NRAS",
    "HARVEY RAT SARCOMA VIRAL ONCOGENE HOMOLOG": "HRAS",
    "RAT SARCOMA": "RAS",
    "RAT SARCOMA VIRUS": "RAS",
    "RAT SARCOMA VIRAL ONCOGENE": "RAS",
    "RAT SARCOMA VIRAL ONCOGENE HOMOLOG": "RAS",
    "PHOSPHATIDYLINOSITOL-4,5-BISPHOSPHATE 3-KINASE CATALYTIC SUBUNIT ALPHA": "PIK3CA",
    "PHOSPHATASE AND TENSIN HOMOLOG": "PTEN",
    "ATAXIA TELANGIECTASIA MUTATED": "ATM",
    "TUMOR PROTEIN P53": "TP53",
    "TUMOR PROTEIN 53": "TP53",
    "NUCLEOPHOSMIN 1": "NPM1",
    "NUCLEOPHOSMIN": "NPM1",
    "LYSINE METHYLTRANSFERASE 2A": "KMT2A",
    "MIXED LINEAGE LEUKEMIA": "KMT2A",
    "JANUS KINASE 2": "JAK2",
    "ENHANCER OF ZESTE HOMOLOG 2": "EZH2",
    "CYCLIN E1": "CCNE1",
    "MOUSE DOUBLE MINUTE 2": "MDM2",
    "SERINE/THREONINE KINASE 11": "STK11",
    "ESTROGEN RECEPTOR 1": "ESR1",
    "TROPOMYOSIN RECEPTOR KINASE": "NTRK",
    "NEUROTROPHIC TYROSINE KINASE": "NTRK",
    "REARRANGED DURING TRANSFECTION": "RET",
    "MESENCHYMAL-EPITHELIAL TRANSITION": "MET",
    "MESENCHYMAL EPITHELIAL TRANSITION": "MET",
    "METHYLTHIOADENOSINE PHOSPHORYLASE": "MTAP",
    "ISOCITRATE DEHYDROGENASE 1": "IDH1",
    "ISOCITRATE DEHYDROGENASE": "IDH",
    "NEUROTROPHIC TYROSINE RECEPTOR KINASE": "NTRK",
    "NEUROTROPHIC TROPOMYOSIN RECEPTOR KINASE": "NTRK",
    "NEUROTROPHIC TROPOMYOSIN-RECEPTOR KINASE": "NTRK",
    "FIBROBLAST GROWTH FACTOR RECEPTOR": "FGFR",
    "FIBROBLAST GROWTH FACTOR RECEPTOR 1": "FGFR1",
    "FIBROBLAST GROWTH FACTOR RECEPTOR 2": "FGFR2",
    "FIBROBLAST GROWTH FACTOR RECEPTOR 3": "FGFR3",
    "CYCLIN DEPENDENT KINASE INHIBITOR 2A": "CDKN2A",
    "CYCLIN-DEPENDENT KINASE INHIBITOR 2A": "CDKN2A",
    "NEUREGULIN 1": "NRG1",
    "NEUREGULIN-1": "NRG1",
    "BREAST CANCER GENE": "BRCA",
    "BREAST CANCER SUSCEPTIBILITY GENE": "BRCA",
    "BREAST CANCER 1": "BRCA1",
    "FMS-LIKE TYROSINE KINASE 3": "FLT3",
    "BRCA1-ASSOCIATED PROTEIN-1": "BAP1",
    "BAP-1": "BAP1",
    "SHP2": "PTPN11",
    "SHP-2": "PTPN11",
    "HER1": "EGFR",
    "HER4": "ERBB4",
    "MRE11A": "MRE11",
    "NBS1": "NBN",
}
# The protein is a target of drugs: `positive` and `expressing` mean its level, of no gene a change.
SURFACE: dict[str, str] = {
    "PSMA": "FOLH1",
    "PROSTATE-SPECIFIC MEMBRANE ANTIGEN": "FOLH1",
    "PROSTATE SPECIFIC MEMBRANE ANTIGEN": "FOLH1",
    "SSTR": "SSTR2",
    "SSTR2": "SSTR2",
    "SOMATOSTATIN RECEPTOR": "SSTR2",
    "BCMA": "TNFRSF17",
    "CD19": "CD19",
    "CD20": "MS4A1",
    "CD22": "CD22",
    "CD30": "TNFRSF8",
    "CD33": "CD33",
    "CD38": "CD38",
    "CD70": "CD70",
    "CD123": "IL3RA",
    "TROP2": "TACSTD2",
    "TROP-2": "TACSTD2",
    "GPC3": "GPC3",
    "GLYPICAN-3": "GPC3",
    "GLYPICAN 3": "GPC3",
    "FRΑ": "FOLR1",
    "FOLATE RECEPTOR ALPHA": "FOLR1",
    "FOLATE RECEPTOR Α": "FOLR1",
    "FOLR1": "FOLR1",
    "CLDN18.2": "CLDN18",
    "CLAUDIN18.2": "CLDN18",
    "CLAUDIN 18.2": "CLDN18",
    "CLAUDIN-18.2": "CLDN18",
    "CLDN 18.2": "CLDN18",
    "DLL3": "DLL3",
    "MESOTHELIN": "MSLN",
    "GPRC5D": "GPRC5D",
    "CEACAM5": "CEACAM5",
    "NECTIN-4": "NECTIN4",
    "NECTIN4": "NECTIN4",
    "STEAP1": "STEAP1",
    "MAGEA4": "MAGEA4",
    "MAGE-A4": "MAGEA4",
    "MAGE A4": "MAGEA4",
    "MAGEA1": "MAGEA1",
    "MAGE-A1": "MAGEA1",
    "IL13RA2": "IL13RA2",
    "IL13RΑ2": "IL13RA2",
    "IL-13RΑ2": "IL13RA2",
    "IL13R-ALPHA2": "IL13RA2",
    "IL13RALPHA2": "IL13RA2",
    "IL-13RALPHA2": "IL13RA2",
    "B7-H3": "CD276",
    "B7H3": "CD276",
    "CD276": "CD276",
    "B7-H4": "VTCN1",
    "B7H4": "VTCN1",
    "CD5": "CD5",
    "CD7": "CD7",
    "CD37": "CD37",
    "CD79B": "CD79B",
    "CD138": "SDC1",
    "CDH6": "CDH6",
    "GUCY2C": "GUCY2C",
    "NY-ESO-1": "CTAG1B",
    "NYESO1": "CTAG1B",
    "NY-ESO1": "CTAG1B",
    "PRAME": "PRAME",
    "ROR1": "ROR1",
    "SLAMF7": "SLAMF7",
    "CLDN1": "CLDN1",
    "CLAUDIN-1": "CLDN1",
    "CLAUDIN 1": "CLDN1",
    "CLDN6": "CLDN6",
    "CLAUDIN 6": "CLDN6",
    "CLAUDIN-6": "CLDN6",
    "CLAUDIN (CLDN)18.2": "CLDN18",
    "CLAUDIN (CLDN) 18.2": "CLDN18",
    "CLAUDIN 18.2 (CLDN18.2)": "CLDN18",
}
# Changes that are called by their residue alone, since one gene is known for each of them.
RESIDUES: dict[str, str] = {
    "V600E": "BRAF",
    "V600K": "BRAF",
    "T790M": "EGFR",
    "L858R": "EGFR",
    "C797S": "EGFR",
    "T315I": "ABL1",
    "V617F": "JAK2",
}
RECEPTORS = {"ESR1", "PGR"}
# Symbols that are also words, units, or abbreviations of something else in trials.
_NOT_GENES = frozenset(
    """
    ACE AFP ALB APC CAD CAP CAT CEL CFD CIC CLIP CP CRP CS CSK DDT DIABLO DR1 FH GAN GH1 GC GAS
    HP IMPACT INS IV LPA LYN MAX MB MGP MS MYO NHS NPS PAH PC PIP PGP POLE PSA REN REST SET SHE
    SI SON SPA SST STAR TG TH TNF TTN TYR VIM WAS ACT COX2 SDHA SDHB EPO TPO G6PD IL2 IL6 IFNG
    """.split()
)
# Symbols of letters alone that the reference has no sequence of, and that are no words.
_ALSO_GENES = frozenset("MYCN PRKACA TFEB MECOM SMO".split())
_FAMILIAR = frozenset(
    """
    KRAS NRAS HRAS BRAF EGFR ERBB2 HER2 HER-2 PIK3CA BRCA1 BRCA2 BRCA IDH1 IDH2 FGFR2 FGFR3 NTRK
    ROS1 MTAP NPM1 FLT3 PTEN CDKN2A P53
    """.split()
)


_NUMBERS = r"[1-4](?:\s?(?:[,/-]|,?\s?(?:or|and|and/or)\b)\s?[1-4](?!\w))+"
_OF_A_FAMILY = re.compile(  # `FGFR1-3`, `BRCA 1 or 2`, `ARID1A/B`
    rf"(?:NTRK|FGFR|[GST]?BRCA|IDH|AKT|TSC|MEK)\s?{_NUMBERS}|[GST]BRCA[12]|"
    r"[A-Z][A-Z0-9]{1,5}(?:(?<=\d)(?:/\d{1,2})+|(?<=[A-D])(?:/[A-D])+)",
    re.IGNORECASE,
)


def _members(upper: str) -> tuple[str, ...]:
    """Return the genes of `FGFR1-3`, none where one of them is no gene."""
    name = re.sub(r"^[GST](?=BRCA)", "", upper)
    first = re.search(r"\d{1,2}(?=\W|$)|[A-D](?=/)", name)
    assert first is not None, "the expression asks for it"
    stem, *numbers = (
        name[: first.start()].strip(),
        *re.findall(r"\b[A-D]\b|\d+", name[first.start() :]),
    )
    if "-" in name:
        numbers = [str(each) for each in range(int(numbers[0]), int(numbers[-1]) + 1)]
    found = [genes_named(stem + each) for each in numbers]
    return tuple(dict.fromkeys(gene for each in found for gene in each)) if all(found) else ()


def are_of_one_family(genes: tuple[str, ...]) -> bool:
    """Whether genes are one, or members of one family (`NTRK1, NTRK2 or NTRK3`)."""
    return len(genes) == 1 or any(set(genes) <= set(each) for each in FAMILIES.values())


@lru_cache(maxsize=1)
def symbols() -> frozenset[str]:
    """Return the gene symbols that stand for themselves in running text."""
    reference = open_reference()
    longer = {each.symbol for each in reference.genes() if len(each.symbol) > 3}
    told = {name for name in longer if re.search(r"\d", name)}
    return frozenset((told | _ALSO_GENES | set(reference.genes_with_sequence)) - _NOT_GENES)


@lru_cache(maxsize=1)
def _spelled_out() -> dict[str, str]:
    """Return the names of several words, all their dashes as spaces, with what they stand for."""
    return {name.replace("-", " "): gene for name, gene in ALIASES.items() if " " in name}


def genes_named(name: str) -> tuple[str, ...]:
    """Return the genes that a name stands for, none where it is no gene's.

    A family (`RAS`, `NTRK`) is all of its genes. Case tells genes from words; the familiar ones
    are also taken in small letters.
    """
    upper = " ".join(name.upper().split())
    upper = _spelled_out().get(upper.replace("-", " "), upper) if len(upper) > 12 else upper
    if upper in SURFACE:
        return (SURFACE[upper],)
    if upper in ALIASES and (len(upper) > 3 or name[-1:].isupper() or upper in _FAMILIAR):
        upper = ALIASES[upper]
    if upper in FAMILIES:
        return FAMILIES[upper]
    if _OF_A_FAMILY.fullmatch(upper):
        return _members(upper)
    if name == "eGFR":
        return ()
    if name in symbols() or upper in ALIASES.values() or upper in _FAMILIAR:
        return (upper,)
    return ()


_GLUED = "JAK2|KIT|PIK3CA|MYD88|AKT1|RET|ALK|ABL1|PDGFRA|FGFR[1-4]|ESR1|EZH2|MPL|GNAQ|GNA11|TP53"
"""Names of genes that trials write their changes behind without a space: `JAK2V617F`."""
_MAYBE_GENES = frozenset("APC POLE FH SDHA SDHB CIC".split())
_SAID_OF_IT = re.compile(
    r"(?:(?:\s?[,/]\s?(?:and\s|or\s)?|\sor\s|\sand\s)[A-Z0-9]{3,7}){0,4}[\s-]{1,2}(?:gene\s)?"
    r"(?:mutat|alter|variant|delet|loss|patho|LoF)",
)
_SAID_BEFORE = re.compile(
    r"(?:mutations?|alterations?|variants?)\s(?:in|of)\s(?:[A-Z0-9]{2,7}[,/]?\s?|or\s|and\s)*$"
)


def gene_by_context(found: re.Match[str]) -> tuple[str, ...]:
    """Return the gene of a name that is also a word, where an alteration is said of it."""
    text, name = found.string, found[0]
    if name not in _MAYBE_GENES:
        return ()
    told = _SAID_OF_IT.match(text, found.end()) or _SAID_BEFORE.search(
        text[max(0, found.start() - 60) : found.start()]
    )
    return (name,) if told else ()


def name_pattern() -> str:
    """Return the regular expression of what may be a gene's name; `genes_named` decides."""
    long = [*FAMILIES, *ALIASES, *SURFACE]
    spaced = sorted((n for n in long if not re.fullmatch(r"[A-Z0-9]+", n)), key=len, reverse=True)
    listed = "|".join(map(_spelled, spaced))
    short = (
        r"[gst]BRCA[12]?|CRAF|PgR|(?!(?:WT|LOF|GOF|IHC)\b)[A-Z][A-Z0-9]{1,8}|(?i:kras|nras|braf|egfr|her2|brca[12]?|"
        r"pik3ca|mesothelin|il13ralpha2)"
    )
    joined = (
        r"(?:[KNH]RAS|BRAF|EGFR|IDH[12])(?=[A-Z]\d{2,4}[A-Z]?(?![A-Za-z0-9]))|"
        rf"(?:{_GLUED})(?=[A-Z]\d{{2,4}}[A-Z](?![A-Za-z0-9]))|FLT3(?=ITD\b)|"
        r"MET(?=[Ee]x(?:on)?[\s-]?14)|EGFR(?=[Ee]x(?:on)?[\s-]?\d)|KMT2A(?=r\b)|"
        r"(?:[KN]RAS|BRAF|EGFR|[gst]?BRCA(?:1/2|[12])?|NPM1|IDH[12]?|FLT3|TP53|ESR1|PIK3CA)(?=m\b)"
    )
    family = rf"(?-i:{_OF_A_FAMILY.pattern})(?!\s(?:or\smore|prior|previous|lines?)\b)"
    return rf"(?<![\w])(?:{joined}|(?:{family}|(?i:{listed})|{short})(?![A-Za-z0-9α]))"


def _spelled(name: str) -> str:
    """Return the expression of a name; in one of several words dashes and spaces are the same."""
    between = r"[\s-]{1,2}" if len(name) > 12 else r"\s"
    spelled = re.escape(name).replace(r"\ ", between)
    return spelled.replace(r"\-", between) if len(name) > 12 and " " in name else spelled
