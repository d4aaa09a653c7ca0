"""The tumour types that an indication speaks of, read from its words.

The index that leads to the labels gives a tumour type as well, at times another one than the
label (gastric cancer as GIST), at times a part of it (`GEJ` for gastric or junction cancer): the
label decides, and where the two have nothing in common the row says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from oncomatch.domain.tumor_type import SOLID
from oncomatch.errors import BiomarkerError
from oncomatch.reference.tumor_types import TumorTypes

_O = "o?esophag"
_WORDS: tuple[tuple[str, str, str, str], ...] = (
    # words and abbreviations of labels; OncoTree codes, never broader; our name of the tumour
    (r"adenocarcinoma of the lung", r"", "LUAD", "lung adenocarcinoma"),
    (
        r"(?<!-)(?<!non )\bsquamous non-small cell lung cancer",
        r"",
        "LUSC",
        "squamous non-small cell lung cancer",
    ),
    (
        r"non[- ]small[- ]cell lung (?:cancer|carcinoma)|non-squamous cell lung cancer",
        r"NSCLC",
        "NSCLC",
        "non-small cell lung cancer",
    ),
    (r"breast cancer", r"m?TNBC|MBC", "BRCA", "breast cancer"),
    (r"melanoma", r"", "MEL", "melanoma"),
    (r"colorectal (?:cancer|carcinoma)", r"m?CRC", "COADREAD", "colorectal cancer"),
    (r"gastrointestinal stromal tumou?rs?", r"GIST", "GIST", "gastrointestinal stromal tumour"),
    (
        rf"{_O}eal squamous cell carcinoma",
        r"E?SCC|OSCC",
        "ESCC",
        "oesophageal squamous cell carcinoma",
    ),
    (rf"{_O}eal adenocarcinoma", r"", "ESCA", "oesophageal adenocarcinoma"),
    (
        rf"carcinoma of the {_O}us|{_O}eal or gastro\S* junction",
        r"",
        "ESCA;ESCC;EPDCA",
        "oesophageal carcinoma",
    ),
    (
        rf"gastro-? ?-?{_O}eal[ -]junction",
        r"GEJ",
        "GEJ",
        "gastro-oesophageal junction adenocarcinoma",
    ),
    (r"\bgastric\b|\bstomach\b", r"", "STAD", "gastric cancer"),
    (r"small intestine", r"", "SBC", "small bowel cancer"),
    (r"intrahepatic cholangiocarcinoma", r"", "IHCH", "intrahepatic cholangiocarcinoma"),
    (r"cholangiocarcinoma", r"", "CHOL", "cholangiocarcinoma"),
    (r"biliary (?:tract )?cancer", r"", "BILIARY_TRACT", "biliary tract cancer"),
    (r"urothelial c(?:arcinoma|ancer)", r"m?UC", "BLCA;UTUC;UCU", "urothelial carcinoma"),
    (r"low-grade serous ovarian", r"", "LGSOC", "low-grade serous ovarian cancer"),
    (r"high[- ]grade serous epithelial ovarian", r"", "HGSOC", "high-grade serous ovarian cancer"),
    (r"epithelial ovarian", r"", "OVT", "epithelial ovarian cancer"),
    (r"fallopian tube", r"", "HGSFT", "fallopian tube cancer"),
    (r"primary peritoneal", r"", "PSEC", "primary peritoneal cancer"),
    (r"prostate cancer|\bmC[RS]PC\b", r"", "PRAD", "prostate cancer"),
    (r"pancreatic neuroendocrine tumou?rs?", r"", "PANET", "pancreatic neuroendocrine tumour"),
    (
        r"pancreatic adenocarcinoma|adenocarcinoma of the pancreas",
        r"",
        "PAAD",
        "pancreatic adenocarcinoma",
    ),
    (r"anaplastic thyroid", r"", "THAP", "anaplastic thyroid cancer"),
    (r"medullary thyroid", r"", "THME", "medullary thyroid cancer"),
    (r"differentiated thyroid", r"", "WDTC", "differentiated thyroid cancer"),
    (r"thyroid cancer", r"", "THPA;THFO;THME;THAP;THPD;THHC;WDTC", "thyroid cancer"),
    (r"endometrial c(?:arcinoma|ancer)", r"EC", "UCEC", "endometrial cancer"),
    (r"cervical cancer", r"", "CERVIX", "cervical cancer"),
    (
        r"head and neck squamous cell carcinoma",
        r"HNSCC",
        "HNSC",
        "head and neck squamous cell carcinoma",
    ),
    (r"solid tumou?rs?", r"", SOLID, "solid tumours"),
    (r"low-grade glioma", r"LGG", "LGGNOS;DASTR;ODG;PAST;GNG", "low-grade glioma"),
    (r"high-grade glioma", r"HGG", "HGGNOS;GB;AASTR;AODG", "high-grade glioma"),
    (r"astrocytoma(?!s)", r"", "ASTR", "astrocytoma"),
    (r"oligodendroglioma", r"", "ODG", "oligodendroglioma"),
    (r"h[ae]+mangioblastomas?", r"", "HMBL", "haemangioblastoma"),
    (r"renal cell carcinoma", r"", "RCC", "renal cell carcinoma"),
    (r"renal angiomyolipoma", r"", "RAML", "renal angiomyolipoma"),
    (r"inflammatory myofibroblastic", r"", "IMT;IMTL;IMTB", "inflammatory myofibroblastic tumour"),
    (
        r"acute promyelocytic leuk",
        r"APL",
        "APLPMLRARA",
        "acute promyelocytic leukaemia",
    ),
    (r"acute myeloid leuk", r"AML", "AML", "acute myeloid leukaemia"),
    (
        r"B[- ](?:cell )?(?:precursor|precusor)",
        r"",
        "BLL",
        "B-cell precursor acute lymphoblastic leukaemia",
    ),
    (r"acute lymphoblastic", r"ALL", "BLL;TLL", "acute lymphoblastic leukaemia"),
    (r"acute leukemia with", r"", "ALAL;AML;BLL;TLL", "acute leukaemia"),
    (r"chronic myel(?:oid|ogenous) leuk", r"CML", "CML;CMLBCRABL1", "chronic myeloid leukaemia"),
    (
        r"chronic lymphocytic leuk|small lymphocytic lymphoma",
        r"CLL",
        "CLLSLL",
        "chronic lymphocytic leukaemia",
    ),
    (r"diffuse large B[- ]cell", r"", "DLBCLNOS", "diffuse large B-cell lymphoma"),
    (r"burkitt lymphoma", r"", "BL", "Burkitt lymphoma"),
    (r"follicular", r"", "FL", "follicular lymphoma"),
    (r"non[- ]hodgkin(?:'?s)?", r"NHL", "NHL", "non-Hodgkin lymphoma"),
    (r"hodgkin'?s? lymphoma", r"HL", "HL", "Hodgkin lymphoma"),
    (
        r"primary cutaneous anaplastic",
        r"",
        "PCALCL",
        "primary cutaneous anaplastic large cell lymphoma",
    ),
    (r"anaplastic large cell", r"", "ALCL;ALCLALKN;ALCLALKP", "anaplastic large cell lymphoma"),
    (r"angioimmunoblastic", r"", "AITL", "angioimmunoblastic T-cell lymphoma"),
    (r"peripheral T-cell", r"", "PTCL", "peripheral T-cell lymphoma"),
    (r"cutaneous T-cell lymphoma", r"", "MYCF;SS;PCALCL", "cutaneous T-cell lymphoma"),
    (r"mycosis fungoides", r"MF", "MYCF", "mycosis fungoides"),
    (
        r"myelodysplastic ?/ ?myeloproliferative",
        r"",
        "MDS;MPN;MDS/MPN",
        "myelodysplastic or myeloproliferative disease",
    ),
    (r"myelodysplastic syndromes?", r"", "MDS", "myelodysplastic syndromes"),
    (r"chronic eosinophilic", r"", "CELNOS", "chronic eosinophilic leukaemia"),
    (r"mastocytosis", r"", "ASM", "aggressive systemic mastocytosis"),
    (r"myeloid/lymphoid", r"", "MLNER", "myeloid or lymphoid neoplasms with eosinophilia"),
    (r"erdheim-chester", r"", "ECD", "Erdheim-Chester disease"),
)
_COMPILED = tuple(
    (
        re.compile("|".join(filter(None, (f"(?i:{words})", short and rf"\b(?:{short})\b")))),
        codes,
        name,
    )
    for words, short, codes, name in _WORDS
)
_NON_SQUAMOUS = re.compile(r"(?i)non-? ?squamous")
_EXCEPTION = re.compile(r"(?i)except(?:ion of)? acute promyelocytic leuka?emia(?: \(APL\))?")
_NHL, _KINDS_OF_NHL = "NHL", {"FL", "DLBCLNOS", "BL"}
_NO_NODE = re.compile(r"(?i)diffuse midline glioma|subependymal giant cell")
_EXTRACRANIAL = re.compile(r"(?i)extracranial")


@dataclass(frozen=True, slots=True)
class LabelTumors:
    """OncoTree codes of the label's tumours, those it takes out, and our name for them."""

    codes: tuple[str, ...]
    excluded: tuple[str, ...]
    name: str
    remark: str


def tumors_of_label(words: str, indexed: Iterable[str], tumor_types: TumorTypes) -> LabelTumors:
    """Return the tumour types of an indication; `indexed` are the codes that the index gives.

    Raises:
        BiomarkerError: the words name no tumour type that OncoTree has a node for.
    """
    if found := _NO_NODE.search(words):
        raise BiomarkerError(f"OncoTree has no node for {found[0].lower()}")
    rest, codes, names = _EXCEPTION.sub(" ", words), [], []
    for pattern, meant, name in _COMPILED:
        if pattern.search(rest):
            rest = pattern.sub(" ", rest)
            codes += [code for code in meant.split(";") if code not in codes]
            names.append(name)
    if _KINDS_OF_NHL.intersection(codes) and _NHL in codes:
        codes.remove(_NHL)
        names.remove("non-Hodgkin lymphoma")
    if not codes:
        raise BiomarkerError("the label's words name no tumour type that is known here")
    excluded = []
    if "NSCLC" in codes and _NON_SQUAMOUS.search(words):
        excluded.append("LUSC")
    if _EXCEPTION.search(words):
        excluded.append("APLPMLRARA")
    if SOLID in codes and _EXTRACRANIAL.search(words):
        excluded.append("BRAIN")
    strange = [code for code in indexed if not _related(code, codes, tumor_types)]
    remark = f"the index says {', '.join(sorted(strange))}" if strange else ""
    return LabelTumors(tuple(codes), tuple(excluded), ", ".join(names), remark)


def _related(code: str, codes: list[str], tumor_types: TumorTypes) -> bool:
    """Whether one of the codes is the node itself, above it or below it."""
    if code == _NHL and _KINDS_OF_NHL.intersection(codes):
        return True
    indexed = tumor_types.get(code)
    return any(
        other.code == indexed.code
        or other.code in indexed.ancestors
        or indexed.code in other.ancestors
        for other in map(tumor_types.get, codes)
    )
