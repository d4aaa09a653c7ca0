"""Kinds of cancer that a text names, and whether a sentence speaks of the trial's own.

*NSCLC with an EGFR mutation* among what excludes is said of everyone in a trial of NSCLC, and of
some patients only in a trial of several cancers.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from oncomatch.domain.trial import Side
from oncomatch.trials.eligibility.reading import Eligibility

_KINDS = {
    "nsclc": r"nsclc|non-?\s?small[\s-]{1,2}cell(?:\slung)?(?:\s(?:cancer|carcinoma))?",
    "sclc": r"(?<!non-)(?<!non )(?<!non)(?:sclc|small[\s-]cell\slung)",
    "lung": r"lung",
    "bowel": r"(?<!polyposis\s)(?:colorectal|colon|rectal)|crc",
    "breast": r"(?<!hereditary\s)breast",
    "pancreas": r"pancreatic|pancreas|pdac",
    "prostate": r"prostate|m?crpc",
    "ovary": r"ovarian(?=\s(?:epithelial\s)?(?:cancers?|carcinomas?|tumou?rs?|neoplasm\w*))|"
    r"fallopian(?:\stube)?|primary\speritoneal",
    "melanoma": r"melanomas?",
    "head and neck": r"hnscc|head\sand\sneck",
    "stomach": r"gastric|o?esophag\w{1,4}|gastro-?o?esophageal",
    "bladder": r"urothelial|bladder",
    "kidney": r"renal(?=[\s-](?:cell|cancers?|carcinomas?))|rcc",
    "endometrium": r"endometri\w{1,4}",
    "cervix": r"cervical",
    "thyroid": r"thyroid(?=\s(?:cancers?|carcinomas?|tumou?rs?))",
    "biliary": r"cholangiocarcinomas?|biliary(?:\stract)?",
    "liver": r"hepatocellular|hcc",
    "glioma": r"gliomas?|glioblastomas?|gbm|astrocytomas?",
    "sarcoma": r"(?<!rat\s)(?<!murine\s)\w*sarcomas?",
    "mesothelioma": r"mesotheliomas?",
    "blood": r"leuk\w{3,6}|lymphomas?|myelomas?|aml|cll|dlbcl|mds",
    "neuroblastoma": r"neuroblastomas?",
    "solid": r"solid(?=\s(?:tumou?rs?|cancers?|malignanc))",
}
_EACH_KIND = "|".join(
    rf"(?P<{name.replace(' ', '_')}>(?:{text})(?![\w-]))" for name, text in _KINDS.items()
)
_KIND = re.compile(rf"\b(?:{_EACH_KIND})", re.IGNORECASE)
KINDS = re.compile(
    r"\b(?:"
    + "|".join(words for name, words in _KINDS.items() if name != "solid")
    + r"|gist|sll|mzl|cmml|jmml|apl|ccrcc|scchn|npc|atc|ptc|mtc|hormone)\b",
    re.IGNORECASE,
)
"""Any word for a kind of cancer, those too that stand for no kind of a trial's own."""
_OF_OTHER_DISEASE = re.compile(
    r"\b(?:in[\s-]situ|(?:prior|previous|other|second|concurrent|history\sof)\b.{0,60}"
    r"(?:malignanc|cancers?|carcinomas?)|functions?|failure|lesions?)\b",
    re.IGNORECASE,
)


class Disease(Enum):
    """Whose kind of cancer a text names."""

    UNNAMED = "unnamed"
    OWN = "own"
    ANOTHER = "another"
    UNCLEAR = "unclear"


@lru_cache(maxsize=2048)  # asked several times of each sentence of a trial
def kinds_named(text: str) -> frozenset[str]:
    """Return the kinds of cancer that a text names.

    >>> sorted(kinds_named("non-small cell lung cancer or melanoma"))
    ['melanoma', 'nsclc']
    """
    return frozenset(each.lastgroup for each in _KIND.finditer(text) if each.lastgroup)


def kinds_of_trial(eligibility: Eligibility) -> frozenset[str]:
    """Return the kinds of cancer that the inclusion criteria name as the patient's."""
    return frozenset(
        kind
        for sentence in eligibility.sentences
        if sentence.side is Side.INCLUSION and not _OF_OTHER_DISEASE.search(sentence.text)
        for kind in kinds_named(sentence.text)
    )


def disease_of(said: frozenset[str], trial: frozenset[str]) -> Disease:
    """Return whose disease the kinds of a sentence are, those of the trial being known.

    Lung cancer is also a name of its kinds, so that it may stand for NSCLC but not the other way.
    """
    if not said:
        return Disease.UNNAMED
    if not trial or "blood" in said:  # lists of its entities have genes in their names
        return Disease.UNCLEAR
    covered = said | ({"nsclc", "sclc"} if "lung" in said else set())
    named = trial - {"lung"} if trial & {"nsclc", "sclc"} and said & {"nsclc", "sclc"} else trial
    if named <= covered:
        return Disease.OWN
    return Disease.ANOTHER if len(named) > 1 and said & named else Disease.UNCLEAR


def without_kinds(text: str) -> str:
    """Return a text in which the names of kinds of cancer are blank."""
    return _KIND.sub(lambda found: " " * len(found[0]), text)
