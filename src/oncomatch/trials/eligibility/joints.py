"""How the items below a heading of eligibility text belong together."""

from __future__ import annotations

import re
from enum import Enum

from oncomatch.domain.trial import Side
from oncomatch.trials.eligibility.cohorts import (
    cohort_at_beginning,
    cohort_of_heading,
    without_cohort,
)
from oncomatch.trials.eligibility.descriptions import NOUN
from oncomatch.trials.surroundings import HARMLESS


class Joint(Enum):
    """How the items below a heading belong together."""

    ALL = "all"
    ANY = "any"
    EXCEPT = "except"
    UNKNOWN = "unknown"


_ANY = re.compile(
    r"\b(?:any|one(?: or more)?|1(?: or more)?|either|any one|two|2|at least \w{1,6})\b"
    r"[^.;]{0,60}\b(?:following|these|below|criteria|conditions|of)\b|\beither\W{0,3}$|\bany:$|"
    r"\b(?:such as|including|includes?|e\.g\.?|for example|not limited to)\b[^.;]{0,40}:?$",
    re.IGNORECASE,
)
_TYPES = re.compile(  # "advanced cancer of the following histologies:"
    r"\b(?:following|these|below)\s(?:[\w/-]{1,16}\s){0,3}(?:tumou?rs?|cancers?|types?|subtypes?|"
    r"histolog(?:y|ies)|malignanc(?:y|ies)|diagnos[ie]s|diseases?|indications?|populations?)"
    r"(?:\s(?:are|is|will\sbe|may\sbe|can\sbe)\s(?:allowed|eligible|included|enrolled|permitted))?\W*$",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:all|each|both)\b[^.;]{0,40}\b(?:following|below|criteria|of)\b|"
    r"\bfollowing (?:\w{1,14} ){0,3}(?:criteria|requirements|conditions)\b",
    re.IGNORECASE,
)
_FOR_ALL = re.compile(
    r"\W*(?:(?:criteria|requirements?)\s)?(?:(?:applicable to|applies to|apply to|for|in)\s)?"
    r"(?:all|both|every)\s(?:[\w-]{1,14}\s){0,2}(?:patients?|participants?|subjects?|cohorts?|"
    r"arms?|parts?|phases?|groups?)\W*",
    re.IGNORECASE,
)
_OF_A_SEX = re.compile(  # it heads what is said of contraception, and the list goes on
    r"\W*(?:fe)?male (?:patients|participants|subjects)\W*", re.IGNORECASE
)
_MEET_ALL = re.compile(
    r"\b(?:must|should|needs? to|have to|has to)\b[^.;]{0,60}\b(?:meet|fulfil\w{0,3}|satisfy)\b"
    r"[^.;]{0,40}\b(?:criteria|following|requirements|conditions)\b[^.;]{0,80}[:.]?$",
    re.IGNORECASE,
)
_UNLESS_SAID = re.compile(
    r"\bunless (?:otherwise )?(?:noted|specified|stated|indicated)(?: otherwise)?", re.IGNORECASE
)
_EXCEPT = re.compile(
    r"\b(?:except\w{0,6}|unless|other than|allow\w{0,4}|permitted|exempt\w{0,3}|"
    r"(?:are|is|still|(?<!to\s)(?<!not\s)be) eligible)\b",
    re.IGNORECASE,
)
_LET_IN = re.compile(  # "who meet all of these criteria are allowed to be enrolled"
    r"\b(?P<denied>not\s)?(?:be\s)?(?:allowed|permitted)\sto\s(?=(?:be\s)?(?:enrol|includ|enter|"
    r"participat))",
    re.IGNORECASE,
)
_SHUTS_OUT = re.compile(  # "are excluded if any of these apply, unless the sponsor agrees"
    r"^[^,;]*\b(?:(?:excluded|ineligible|not (?:be )?(?:eligible|included|enrolled))\b[^,;]*"
    r"\b(?:following|these|criteria)|(?:following|these|criteria)\b[^,;]*\b(?:excluded|"
    r"ineligible|not (?:be )?(?:eligible|included|enrolled)))\b",
    re.IGNORECASE,
)
_EVERYONE_IF_ALL = re.compile(
    r"\W*(?:(?:the|all|each|study)\s){0,2}(?:patients?|participants?|subjects?|individuals?)\s"
    r"(?:(?:will|may|must|are|is|be|considered)\s){1,3}(?:eligible|included|enrolled)\b[^.;:]{0,60}"
    r"\bif\b[^.;:]{0,30}\ball\b[^.;:]{0,60}:?\W*",
    re.IGNORECASE,
)
_NOT_OF_COHORT = re.compile(
    r"\((?:except|excluding|other than)[^()]{0,40}\b(?:cohort|arm|part|phase)[^()]{0,40}\)",
    re.IGNORECASE,
)
_NEXT_SENTENCE = re.compile(r"(?<=[a-z)\]]{2}[.;])\s+(?=[A-Z(\d])|\s(?=\d{1,2}\.\s[A-Z])")
_FUNCTION = re.compile(  # "Adequate organ and marrow function as defined below:"
    r"(?=.{0,160}\b(?:organs?|marrow|hepatic|liver|renal|kidney|ha?ematolog\w+|laborator\w+|"
    r"labs?)\b)"
    r"(?=.{0,160}\b(?:functions?|reserve|values?|parameters?|laborator\w+|labs?)\b)"
    r"(?!.*\b(?:any|one|either|some|except\w*|unless|only|if|no|not|without|abnormal\w*|inadequate|"
    r"poor|impaired|insufficient|when|where|cohorts?|arms?|parts? [A-Z\d]|"
    r"for (?:patients|participants|subjects|those)|risk|history|disease|"
    r"tumou?r|such as|e\.g|including|or\b.{0,40}:?$)\b)"
    r".{1,240}",
    re.IGNORECASE,
)
_BEFORE_A_LIST = re.compile(
    r"\b(?:in|of|for|with|as|are|is|be|types?|tumou?rs|cancers|histologies|positive|includ\w{1,3}|"
    r"following|either)\W*$|\bfollowing\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:patients?|participants?|subjects?|individuals?|adults?|who|with|will|be|is|are|excluded|"
    r"ineligible|not|cannot|must|should|may|have|has|had|meet|meets|meeting|fulfil\w{0,4}|if|they|"
    r"from|the|this|study|trial|enrol\w{0,6}|participat\w{0,6}|any|one|or|more|of|for|to|a|an|in|"
    r"following|criteria|criterion|conditions?|apply|applies|eligible|all|these|met|to|key|main|"
    r"include|includes|including|but|limited|history|known|general|other|at|least|included|only|"
    r"entry|enter|entering|into|order|then|also|on|by|screening|baseline|present|presents|"
    r"presenting|presence|exclude|excludes|exclusion|exclusionary|satisf\w{1,3}|fulfilled|listed|"
    r"below|inclusion|which|would|when|considered|candidates?|enrol\w{0,6}|potential|each|and|or)",
    re.IGNORECASE,
)
_CHANGES = frozenset(
    """
    driver drivers oncogenic oncogene gene genes genetic genomic molecular abnormality abnormalities
    alteration alterations aberration aberrations mutation mutations mutated variant variants
    rearrangement rearrangements fusion fusions translocation translocations coexisting concurrent
    co existing occurring actionable targetable activating documented genotype genotypes tumor
    tumors tumour tumours positive harboring harbouring
    """.split()
)
"""Words of a heading above changes of which each excludes: *any of the following drivers*."""
_CATEGORY = frozenset(
    """
    type of participant participants patient patients subject disease tumor tumour cancer and
    characteristics characteristic status eligibility requirements requirement criteria diagnosis
    histology histological pathology demographics general related specific age sex weight biomarker
    biomarkers molecular clinical laboratory study population for
    the key core main informed consent inclusion
    """.split()
)
_WORDS = re.compile(r"[A-Za-z]+")
_DISEASE = re.compile(rf"\b{NOUN}\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\W*(?:(?:all|the|eligible)\s)*(?:patients?|participants?|subjects?)\s(?:must|should|need to|"
    r"have to|has to)\s(?:have|be|meet|show|fulfil\w*)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:no|not|none|never|without|exclu\w+|neither|free)\b", re.IGNORECASE)
_OF_PEOPLE = re.compile(r"\W*(?:for\s)?(?:patients|participants|subjects|those)\b", re.IGNORECASE)
_PROVEN = re.compile(r"\b(?:confirmed|documented|proven|diagnosis|diagnosed)\b", re.IGNORECASE)
_SHORT = 14
"""Words of a line that may still be one disease."""


def joint_of(shown: str, side: Side | None, cohort: str) -> Joint:
    """Return how the items below a heading belong together.

    `cohort` is the one that the heading names. Of several sentences the last is the heading.

    >>> joint_of("At least one of the following:", Side.INCLUSION, "").value
    'any'
    """
    shown = last_sentence(_NOT_OF_COHORT.sub("", shown))
    said = _UNLESS_SAID.sub("", shown)
    enters = _LET_IN.search(said)
    if enters and bool(enters["denied"]) is (side is Side.EXCLUSION):
        entering = _LET_IN.sub(" ", said)
        if all(map(_BARE.fullmatch, _WORDS.findall(entering))):
            shown = said = entering
    words = _WORDS.findall(said)
    beside = _WORDS.findall(said.replace(cohort, " ")) if cohort else words
    changes = _CHANGES if side is Side.EXCLUSION else ()
    bare = all(_BARE.fullmatch(word) or word.lower() in changes for word in beside)
    if all(word.lower() in _CATEGORY for word in words):
        return Joint.ALL
    for_everyone = _EVERYONE_IF_ALL.fullmatch(shown) or _FUNCTION.fullmatch(shown)
    if side is Side.INCLUSION and for_everyone:
        return Joint.ALL
    if _MEET_ALL.search(shown) and not re.search(
        r"\b(?:any|either|one|1) (?:or more )?of\b", shown, re.IGNORECASE
    ):
        return Joint.ALL
    if side is Side.EXCLUSION and _ASKS.match(shown) and not _DENIES.search(shown):
        return Joint.EXCEPT  # what everyone must have, misplaced below the exclusions
    if side is Side.INCLUSION and not cohort and _is_of_a_disease(shown):
        return Joint.ALL
    named = cohort and (cohort_of_heading(shown, whole=True) or _describes_cohort(shown))
    if bare or named:
        alone = side is Side.EXCLUSION or not _ANY.search(shown)
        return Joint.ALL if alone else Joint.ANY
    if re.search(r"\bunless all of the following\b", shown, re.IGNORECASE):
        return Joint.ALL
    of_types = side is Side.INCLUSION and _TYPES.search(shown)
    if _EXCEPT.search(said) and not of_types:
        whole = side is Side.EXCLUSION and _SHUTS_OUT.search(said)
        return Joint.UNKNOWN if whole else Joint.EXCEPT
    if _ANY.search(shown) or of_types:
        return Joint.ANY
    for_all = _ALL.search(shown) or _FOR_ALL.fullmatch(shown) or _OF_A_SEX.fullmatch(shown)
    return Joint.ALL if for_all else Joint.UNKNOWN


def last_sentence(shown: str) -> str:
    """Return the last sentence of a line, which is the one that heads what stands below.

    >>> last_sentence("Measurable disease is required. Cohorts are assigned as follows:")
    'Cohorts are assigned as follows:'
    """
    return _NEXT_SENTENCE.split(shown)[-1]


def _is_of_a_disease(shown: str) -> bool:
    """Whether a line asks for one disease and nothing else: `Confirmed carcinoma of the colon`.

    *Patients with melanoma:* heads what is asked of those patients, one way or the other.
    """
    if _OF_PEOPLE.match(shown) or not _PROVEN.search(shown):
        return False
    words = [each.lower() for each in _WORDS.findall(shown)]
    named = len(_DISEASE.findall(shown)) == 1
    return named and 1 < len(words) <= _SHORT and all(each in HARMLESS for each in words)


def _describes_cohort(shown: str) -> bool:
    """Whether a heading is the name of a cohort and what it is: `Part 2: Patients with NSCLC`."""
    rest = without_cohort(shown) if cohort_at_beginning(shown) else ""
    lists = rest.endswith(":") and (len(rest.split()) > 6 or _BEFORE_A_LIST.search(rest))
    return bool(rest) and not lists and not _ANY.search(rest) and not _EXCEPT.search(rest)
