"""Find the tumour types that a text names.

Names are those that conditions of the registry have (`ConditionReader`), those of `_SYNONYMS`, and
lists of organs with one noun for all (`organ_lists`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from oncomatch.reference.tumor_types import open_tumor_types
from oncomatch.trials.conditions import ConditionReader, fold
from oncomatch.trials.eligibility.organ_lists import find_organ_lists, find_single_organs

_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9'’]*(?:-[A-Za-z][A-Za-z0-9]*)*")
_MOST_TOKENS = 7
_NON = re.compile(r"\bnon[\s-]?\Z", re.IGNORECASE)
_ANY_TUMOR = {"TISSUE", "MT", "PBT", "CEMU", "SCEMU"}
"""What words mean that name no organ, or more than the type that is called so: *malignant tumour*
(MT of the brain), *primary brain tumour*, *mucinous carcinoma* (CEMU of the cervix)."""
_SYNONYMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\b(?:solid (?:tumou?rs?|malignanc\w+|cancers?|neoplasms?))\b", ("SOLID",)),
    (r"\b(?:ha?ematolog\w+ (?:malignanc\w+|cancers?|neoplasms?))\b", ("LIQUID",)),
    (
        r"\b(?:TNBC|triple[\s-]negative breast cancer|breast (?:cancers?|carcinomas?|"
        r"adenocarcinomas?|tumou?rs?)|adenocarcinoma of the breast|m?BC)\b",
        ("BRCA",),
    ),
    (r"\b(?:carcinoma|cancer) of (?:the )?(?:female )?breast\b", ("BRCA",)),
    (r"\bbreast neoplasms?\b", ("BREAST",)),
    (r"\bprostatic neoplasms?\b|\bcancer of (?:the )?prostate\b", ("PROSTATE",)),
    (r"\bprostatic (?:adeno)?carcinomas?\b", ("PRAD",)),
    (r"\b(?:kidney|renal) (?:cancers?|neoplasms?|tumou?rs?)\b", ("KIDNEY",)),
    (r"\bpancrea(?:s|tic) (?:cancers?|neoplasms?|tumou?rs?)\b", ("PANCREAS",)),
    (r"\bpancreas adenocarcinomas?\b", ("PAAD",)),
    (r"\bskin (?:cancers?|neoplasms?)\b", ("SKIN",)),
    (r"\b(?:ovary cancer|ovarian neoplasms?)\b", ("OVARY",)),
    (
        r"\b(?:ovarian high[\s-]grade serous|high[\s-]grade ovarian serous) "
        r"(?:adeno)?carcinomas?\b",
        ("HGSOC",),
    ),
    (r"\blung neoplasms?\b", ("LUNG",)),
    (r"\b(?:stomach|gastric) neoplasms?\b", ("STOMACH",)),
    (
        r"\b(?:m?CRPC|mHSPC|mCSPC|prostate (?:cancers?|carcinomas?))\b",
        ("PROSTATE",),
    ),
    (r"\bprostate adenocarcinomas?\b|\badenocarcinoma of the prostate\b", ("PRAD",)),
    (
        r"\b(?:m?CRC|colorectal (?:cancers?|carcinomas?|adenocarcinomas?)|(?:colon or rectal|"
        r"colon or rectum|colon and rectal) (?:cancers?|adenocarcinomas?)|adenocarcinoma of the "
        r"colon or rectum)\b",
        ("COADREAD",),
    ),
    (
        r"\b(?:m?PDAC|pancreatic (?:ductal )?adenocarcinomas?|adenocarcinoma of the pancreas)\b",
        ("PAAD",),
    ),
    (
        r"(?<!non-)(?<!non )\bsquamous(?:[\s-]cell)? (?:NSCLC|non-?\s?small[\s-]cell lung "
        r"(?:cancers?|carcinomas?))(?! or)",
        ("LUSC",),
    ),
    (
        r"\b(?:NSCLC|non-?\s?small[\s-]cell lung (?:cancers?|carcinomas?)|non-?small[\s-]cell "
        r"(?:lung )?cancer)\b",
        ("NSCLC",),
    ),
    (r"\b(?:(?<!non-)(?<!non )(?:SCLC|small[\s-]cell lung (?:cancers?|carcinomas?)))\b", ("SCLC",)),
    (r"\b(?:HCC|hepatocellular (?:carcinomas?|cancers?))\b", ("HCC",)),
    (
        r"\b(?:ccRCC|clear[\s-]cell (?:renal cell carcinoma|RCC)|renal cell carcinoma with (?:a "
        r")?clear[\s-]cell component)\b",
        ("CCRCC",),
    ),
    (r"\bRCC with (?:a )?clear[\s-]cell component\b", ("CCRCC",)),
    (r"\b(?:RCC|renal cell (?:carcinomas?|cancers?))\b", ("RCC",)),
    (
        r"\b(?:HNSCC|SCCHN|(?:squamous cell )?(?:carcinomas?|cancers?) of the head and neck|head "
        r"and neck squamous cell (?:carcinomas?|cancers?))\b",
        ("HNSC",),
    ),
    (r"\bhigh[\s-]grade serous (?:ovarian )?(?:cancers?|carcinomas?)\b|\bHGSOC\b", ("HGSOC",)),
    (r"\b(?:epithelial )?ovarian (?:cancers?|carcinomas?|tumou?rs?)\b", ("OVT",)),
    (
        r"\bfallopian tube (?:cancers?|carcinomas?)|(?<=ovarian, )fallopian tube\b|\bfallopian\b",
        ("HGSFT",),
    ),
    (r"\bprimary peritoneal\b", ("PSEC",)),
    (r"\bendometrial (?:cancers?|carcinomas?|adenocarcinomas?)\b", ("UCEC",)),
    (
        r"\bgastric (?:cancers?|carcinomas?|adenocarcinomas?|or)\b|\badenocarcinoma of the "
        r"stomach\b",
        ("STAD",),
    ),
    (
        r"\b(?:GEJ|(?:gastro-?o?esophageal|o?esophago-?gastric)(?: junctions?)?|GE[\s-]junctions?|"
        r"EGJ)\b",
        ("GEJ",),
    ),
    (
        r"(?-i:\bGEA\b)|\b(?:gastro-?o?esophageal|o?esophago-?gastric) (?:cancers?|(?:adeno)?"
        r"carcinomas?)\b",
        ("EGC",),
    ),
    (r"\besophageal adenocarcinomas?\b", ("ESCA",)),
    (r"\b(?:urothelial (?:cancers?|carcinomas?)|transitional cell carcinoma)\b|\bmUC\b", ("BLCA",)),
    (r"\bmelanomas?\b", ("MEL",)),
    (r"\b(?:cholangiocarcinomas?|bile duct (?:cancers?|carcinomas?))\b", ("CHOL",)),
    (r"\bbiliary tract (?:cancers?|carcinomas?)\b", ("BILIARY_TRACT",)),
    (r"\bglioblastomas?(?: multiforme)?\b|\bGBM\b", ("GB",)),
    (r"\b(?:acute myel(?:oid|ogenous) leuka?emia|AML)\b", ("AML",)),
    (r"\b(?:CLL|SLL|chronic lymphocytic leuka?emia|small lymphocytic lymphoma)\b", ("CLLSLL",)),
    (r"\b(?:multiple myeloma|(?-i:MM))\b", ("PCM",)),
    (r"\b(?:DLBCL|diffuse large B[\s-]cell lymphoma)\b", ("DLBCLNOS",)),
    (r"\b(?:mantle cell lymphoma|(?-i:MCL))\b", ("MCL",)),
    (r"\b(?:follicular lymphoma|(?-i:FL))\b", ("FL",)),
    (r"\b(?:marginal zone lymphoma|MZL)\b", ("MZL",)),
    (r"\bMPNST\b", ("MPNST",)),
    (
        r"\b(?:Ph(?:\+|[\s-]positive)|Philadelphia[\s-](?:chromosome[\s-])?positive) (?-i:ALL)\b",
        ("BLLBCRABL1",),
    ),
    (
        r"\b(?:relapsed|refractory|R/R|recurrent|childhood|p(?:a)?ediatric|adult|CD19\+) "
        r"(?-i:ALL)\b(?! (?:of|the|patients?|subjects?|participants?)\b)",
        ("BLL", "TLL"),
    ),
    (r"\bB(?:[\s-]cell|-lineage)?[\s-](?:precursor[\s-])?(?-i:ALL)\b", ("BLL",)),
    (r"\bT(?:[\s-]cell)?[\s-](?-i:ALL)\b", ("TLL",)),
    (r"\bacute lympho(?:cytic|blastic|id) leuka?emia\b", ("BLL", "TLL")),
    (r"(?-i:\bCML\b)|\bchronic myel(?:oid|ogenous) leuka?emia\b", ("CML",)),
    (r"(?-i:\bCMML\b)", ("CMML",)),
    (r"(?-i:\bJMML\b)", ("JMML",)),
    (r"(?-i:\bMDS\b)(?!/)", ("MDS",)),
    (r"(?-i:\bMPAL\b)", ("ALAL",)),
    (r"(?-i:\bB-?NHL\b)", ("MBN",)),
    (r"(?-i:(?<![BT]-)\bNHL\b)", ("NHL",)),
    (r"(?-i:\bcHL\b)", ("CHL",)),
    (r"(?-i:\bPTCL\b)", ("PTCL",)),
    (r"(?-i:\bPMBC?L\b)", ("PMBL",)),
    (r"(?-i:\bPCNSL\b)", ("PCNSL",)),
    (r"(?-i:\bHG?BC?L\b)", ("HGBCL", "HGBCLMYCBCL2")),
    (r"\blarge B[\s-]cell lymphoma\b|(?-i:\bLBCL\b)", ("DLBCLNOS", "HGBCL", "PMBL")),
    (r"(?-i:\bWM\b)", ("WM",)),
    (r"(?-i:\bBPDCN\b)", ("BPDCN",)),
    (r"(?-i:\bESCC\b)", ("ESCC",)),
    (r"(?-i:\b(?:sq|Sq)NSCLC\b)", ("LUSC",)),
    (r"(?-i:\bGEP-?NETs?\b)", ("GINET", "GINETES", "PANET")),
    (r"(?-i:\bp-?NETs?\b)", ("PANET",)),
    (r"(?-i:\bUPS\b)", ("MFH",)),
    (r"(?-i:\bGISTs?\b)", ("GIST",)),
    (r"(?-i:\b(?:DIPG|DMG)\b)", ("DIFG",)),
    (
        r"\b(?:primary )?(?:CNS|central nervous system(?: \(CNS\))?|brain) (?:tumou?rs?|"
        r"malignanc\w+|cancers?|neoplasms?)\b|\bprimary (?:tumou?rs?|malignanc\w+|cancers?) of the "
        r"(?:CNS|central nervous system|brain)\b",
        ("BRAIN",),
    ),
)
_ONE_WORD = re.compile(
    r"(?!lymphom|leuka?em)[a-z]{4,24}(?:omas?|emias?|aemias?|fibrosis|[cdt]osis|mas)", re.IGNORECASE
)
_OF_A_GENE = re.compile(r"[\s-](?:viral|virus|oncogene|associated|antigen)", re.IGNORECASE)
_OF_ANOTHER_KIND = re.compile(
    r"(?:kaposi(?:['’]s|s)?|richter(?:['’]s|s)?|smou?lder\w+|accelerated|no|without|benign)\s$",
    re.IGNORECASE,
)
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), codes) for pattern, codes in _SYNONYMS)
_ANY = re.compile(rf"\b(?:{'|'.join(pattern for pattern, _ in _SYNONYMS)})", re.IGNORECASE)
"""Any of the synonyms, each of which begins with a word; tried once at each word."""
Found = tuple[int, int, tuple[str, ...]]
_RECIST = re.compile(
    r"\bcriteria\s(?:in|for|of)\s(?:the\s)?solid\s(?:tumou?rs?|cancers?)\b", re.IGNORECASE
)


@lru_cache(maxsize=2048)  # the readers ask for each sentence of a trial once a sentence
def find_tumor_types(text: str) -> tuple[Found, ...]:
    """Return the types that a text names: where, and their codes; from left to right.

    The Response Evaluation Criteria in Solid Tumors are no type.
    """
    text = _RECIST.sub(lambda name: " " * len(name[0]), text)
    listed = list(find_organ_lists(text))
    named = [*_by_names(text), *_by_synonyms(text), *find_single_organs(text)]
    found: list[Found] = []
    for start, end, codes in [*listed, *sorted(named, key=lambda each: each[0] - each[1])]:
        if all(end <= a or b <= start for a, b, _ in found):
            found.append((start, end, codes))
    return tuple(sorted(each for each in found if each[2]))


def _by_names(text: str) -> Iterator[Found]:
    """Yield the names of the registry's conditions, the longest at each word."""
    tokens = [match.span() for match in _TOKEN.finditer(text)]
    for place, token in enumerate(tokens):
        if not _begins_a_name(text[slice(*token)]) or _NON.search(text, 0, token[0]):
            continue
        for last in range(min(place + _MOST_TOKENS, len(tokens)) - 1, place - 1, -1):
            start, end = token[0], tokens[last][1]
            if last == place and not _is_a_word_for_it(text, start, end):
                continue
            codes = _codes_of(text[start:end])
            if codes:
                yield start, end, codes
                break


def _by_synonyms(text: str) -> Iterator[Found]:
    first = _ANY.search(text)
    for pattern, codes in _COMPILED if first else ():
        for match in pattern.finditer(text, first.start() if first else 0):
            yield match.start(), match.end(), codes


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, ...]]:
    return ConditionReader(open_tumor_types()).names()


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """Return the first words of all names."""
    return frozenset(name.partition(" ")[0] for name in _names())


@lru_cache(maxsize=8192)
def _begins_a_name(token: str) -> bool:
    first = fold(token).partition(" ")[0]
    return first in _beginnings() or first.removesuffix("s") in _beginnings()


def _codes_of(name: str) -> tuple[str, ...]:
    folded = fold(name)
    codes = _names().get(folded) or _names().get(folded.removesuffix("s")) or ()
    organ = {folded, folded.removesuffix("s")} & _tissues()
    return () if set(codes) & _ANY_TUMOR or organ else codes


def _is_a_word_for_it(text: str, start: int, end: int) -> bool:
    """Whether one word alone names a type: *chordoma*, and no gene or organ (*ATM*, *skin*)."""
    if not _ONE_WORD.fullmatch(text, start, end) or _OF_A_GENE.match(text, end):
        return False
    return not _OF_ANOTHER_KIND.search(text[max(0, start - 30) : start])


@lru_cache(maxsize=1)
def _tissues() -> frozenset[str]:
    """Return the names of organs, which name no tumour: *lesions of soft tissue*."""
    tissues = (each for each in open_tumor_types() if each.ancestors[1:] == ("TISSUE",))
    return frozenset(fold(each.name) for each in tissues)
