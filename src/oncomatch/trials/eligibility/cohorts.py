"""Cohorts, arms and parts that eligibility text speaks of."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

_LABEL = r"(?:\d{1,2}[A-Za-z]?\d?|[A-Z]{1,2}\d{0,2}[a-z]?|[IVX]{1,4}[ab]?|one|two|three|four)\b"
_LABELS = rf"(?>{_LABEL}(?:\s?(?:,\s?and|,|and|or|&|/|to|through|–|-)\s?{_LABEL}){{0,12}})"
_NOUN = (
    r"(?:sub-?\s?stud(?:y|ies)|sub-?protocols?|cohorts?|arms?|parts?|(?<!grade\s)(?<!blood\s)"
    r"(?<!working\s)(?<!oncology\s)groups?|strat(?:um|a)|modules?|phases?|tracks?|panels?)"
)
_STEP = (
    r"(?:dose[\s-](?:escalation|expansion|optimi[sz]ation|finding|confirmation|exploration)|"
    r"(?:escalation|exploration)\s(?=phase|part|cohort|portion)|expansion|"
    r"safety[\s-](?:run|lead)[\s-]in|backfill)"
)
_NAME = (
    rf"(?:(?i:\b{_STEP})\s)?\b(?i:{_NOUN})(?:\s|-(?=[A-Z\d]))(?:#\s?)?{_LABELS}(?:\s?\([^()]{{1,60}}\))?"
    rf"|\bEXP[\s-]\d{{1,2}}\b"
    rf"|(?i:\b{_STEP}(?:\s?(?:phases?|parts?|cohorts?|arms?|portions?))?\b)"
    r"(?:\s\((?=Part|Cohort|Arm)[^()]{1,60}\))?"
)
_NAME = f"(?:{_NAME})"
_NAMES = rf"{_NAME}(?:(?:\s|,\s?|\s?&\s?|\s?/\s?|\sand\s|\sor\s){{1,2}}{_NAME}){{0,6}}"
_REFERS = (  # "the genes listed in cohort 2"
    r"(?<!listed\sin\s)(?<!described\sin\s)(?<!defined\sin\s)(?<!specified\sin\s)(?<!outlined\sin\s)"
    r"(?<!named\sin\s)(?<!given\sin\s)(?<!noted\sin\s)(?<!stated\sin\s)(?<!as\sin\s)(?<!than\sin\s)"
)
_ANYWHERE = re.compile(_REFERS + _NAMES)
_WORDED = (  # "the endometrial cancer cohort": a cohort without a label is known by its words
    r"(?!(?i:and|or)\b)(?:(?!(?i:all|both|each|every|any|this|these|those|that|which|a|an|one|"
    r"other|specific|respective|following|study|studies|treatment|control|entire|whole|total|"
    r"either|assigned|of|in|for|on|to|the|with|only|be|are|is|enrolled|same|different|planned)\b)"
    r"(?>\([\w/+.-]{1,24}\)|[\w/+.-]{1,24})\s){1,5}(?i:cohorts?|arms?|strat(?:um|a)|sub-?stud(?:y|ies)|sub-?groups?)\b(?:\(s\))?"
)
_OF_THOSE_IN = (
    r"(?i:(?:for|in|to|into|only for|of)\s)?(?:(?i:patients|participants|subjects|those|"
    r"individuals)\s(?i:in|of|entering|enrolling\s(?:in|into|to|on)|enrolled\s(?:in|into|to|on|"
    r"onto)|assigned\sto)\s)?(?:(?i:the)\s)?"
)
_SCOPE = (
    r"\*{0,2}(?:\s(?i:only|alone|participants|patients|subjects|of the study)|"
    r"\s?[(\[][^()\[\]]{1,40}[)\]]\*?){0,3}"
)
_WORDS_BEHIND = (  # "Part B exploration studies: …"
    r"(?:(?:\s(?!(?i:must|should|may|can|will|have|has|is|are|only|patients|participants|subjects|"
    r"who|with|in|of|for)\b)(?>[\w/+.-]{1,20})){1,3}(?=\s?:))?"
)
_WORDS_BEFORE = r"(?:(?>[\w/+.-]{1,20}|\([^()]{1,20}\)),?\s){1,3}"
_BEGINNING = re.compile(
    rf"\W{{0,4}}(?:{_OF_THOSE_IN}|{_WORDS_BEFORE}(?={_NAME}\s?:))"
    rf"(?P<name>{_NAMES}|{_WORDED}){_SCOPE}{_WORDS_BEHIND}\s?(?:[)\]:,–—-](?=\W|$)|"
    rf"(?<=[)\]]\s)(?=[A-Z])|(?=(?i:must|should|have|need|are required)\b)|$)"
)
_OF_NAME = re.compile(  # "For cohorts 2 and 3 documented HER2 amplification"
    rf"\W{{0,4}}(?i:for|in)\s(?:the\s)?(?P<name>{_NAMES}){_SCOPE}\s(?=[a-z]{{4,}}\s)"
    r"(?!(?:with|that|which|who|whose|where|study|dose|only)\b)"
)
_END = re.compile(
    rf"[(\[](?:(?i:for|in)\s(?:the\s)?)?(?P<name>{_NAMES}|{_WORDED})(?:\s(?i:only))?[)\]]\W{{0,3}}$"
    rf"|\b(?i:for|in)\s{_REFERS}(?:(?i:the|patients in|participants in|those in)\s){{0,2}}"
    rf"(?P<last>{_NAMES}|{_WORDED})(?:\s(?i:only))?\W{{0,3}}$"
)
_AMID = re.compile(rf",\s(?:for|in)\s(?:the\s)?{_NAMES}(?:\sonly)?,", re.IGNORECASE)
_WORDED_ANYWHERE = re.compile(rf"\b(?:in|into|for|to|of)\s(?:(?:the|an?)\s)?(?P<name>{_WORDED})")
_TAG = re.compile(
    rf"\s?[(\[](?:(?i:for|in)\s)?(?P<name>{_NAMES})(?:\s(?i:only))?[)\]]"
    rf"|\s(?:in|for)\s(?P<in>{_NAMES})(?=\s?(?:[,;.]|$|and\b|or\b))"
)
_NEXT = re.compile(rf"(?P<gap>[\s;.,]\s?(?:(?i:or|and)\s)?){_NAME}\s?[:–—]\s")
_LEADS = re.compile(r"(?:\b(?:for|in|of|to|into|and|or|see)|[&/,])\s?$", re.IGNORECASE)
_GLUE = re.compile(r"\s?[,;]?\s?(?:and|or|and/or)?\s?", re.IGNORECASE)
_TURNS = re.compile(
    r"\b(?:no|not|without|never|unless|except\w*|excluding|other than|if|prior|excluded|"
    r"exclusion|ineligible|negative)\b",
    re.IGNORECASE,
)
_KIND = (
    r"\W{0,4}(?:(?:for|in)\s)?(?P<name>(?:[\w/()-]{1,24}[\s,]{1,2}){0,7}?(?:lung|nsclc|sclc|"
    r"colorectal|crc|breast|"
    r"tnbc|melanoma|pancrea\w{1,4}|pdac|prostate|ovarian|gastric|hnscc|scchn|head and neck|"
    r"urothelial|"
    r"renal\scell|renal\s(?:cancer|carcinoma)|rcc|endometrial|cervical|glioma|glioblastoma|sarcoma|mesothelioma|lymphoma|leuk\w{3,6}|"
    r"aml|cll|myeloma|hcc|[tb]-(?:all|nhl|lbl|cell)|nhl|dlbcl|mds|cml)\b[^:.]{0,40}?)(?::|\s[–—-](?=\s))"
)
_OF_KIND = re.compile(rf"{_KIND}\W{{0,3}}$", re.IGNORECASE)
_MARK_OF_KIND = re.compile(r":|\s[–—-]\s")
_BEGINS_WITH_KIND = re.compile(rf"{_KIND}\s(?=.{{8}})", re.IGNORECASE)
_NOT_A_KIND = re.compile(
    r"\b(?:must|have|has|confirmed|proven|diagnos\w{1,4}|documented|following|criteria|one|any|"
    r"with|who|if|note|therapy|involvement|excluding|lab\w{0,9}|imaging|biopsy|screening|"
    r"defined|function|requirements?|prior|history|evidence|histolog\w{1,7})\b",
    re.IGNORECASE,
)
_SCOPED = re.compile(  # "Additional criteria for the xotinib combination: …"
    r"\W{0,4}(?:additional|specific|further)\s(?:key\s)?(?:(?:inclusion|exclusion|eligibility)\s)?"
    r"(?:criteria|requirements)\s(?:(?:specific|applicable)\s)?(?:for|to)\s(?:the\s)?"
    r"(?!(?:all|each|every|both|any|study|enrol\w+|trial|inclusion|exclusion)\b)"
    r"(?P<name>[^:;.]{3,90}?)(?:\sonly)?\s?(?::|$)",
    re.IGNORECASE,
)
_OWN = re.compile(  # "ABC-12 specific exclusion criteria:"
    r"\W{0,4}(?!(?:disease|study|trial|protocol|cohort|arm|part|phase|group|patient|indication|"
    r"tumou?r|site|country|gender|sex|age|key|other|general)[\s-])(?P<name>[\w][\w\s().-]{1,50}?)"
    r"[\s-]specific(?:\s(?:key\s)?(?:inclusion|exclusion|eligibility)\scriteria)?\W{0,4}",
    re.IGNORECASE,
)
_FOR_SOME = re.compile(
    r"\W{0,4}(?:for|in)\s(?:the\s)?(?!(?:all|each|every|both|any|inclusion|enrol\w*|entry|eligib\w*|"
    r"participat\w*|purpose|purposes|this|study|addition|order)\b)"
    r"(?![^:]*\b(?:must|meet|follow\w{1,4}|criteria|there|apply|should|have)\b)"
    r"(?P<name>(?=[^.:;]{0,80}?\b(?:patients?|"
    r"participants?|subjects?|individuals|women|men|males?|females?|adults|children|cancers?|"
    r"carcinomas?|tumou?rs?|disease|lymphomas?|leuka?emias?|melanomas?|gliomas?|sarcomas?|nsclc|"
    r"crc|hcc)\b)[^.:;]{3,90}?)(?:\sonly)?\s?:?\W*$",
    re.IGNORECASE,
)
_PEOPLE = re.compile(  # "Patients without actionable alterations:" above a list of criteria
    r"\W{0,4}(?P<name>(?:patients?|participants?|subjects?|individuals)\s(?:with|without)\s"
    r"(?![^:]*\b(?:must|should|following|criteria|may|can|are|is|history|prior|known)\b)"
    r"[^.:;]{3,80}):\W*$",
    re.IGNORECASE,
)
_EVERYONE = re.compile(r"\b(?:all|both|each|every|any|general)\b", re.IGNORECASE)
_HINT = re.compile(
    r"\b(?:sub-?[sp]|cohort|arms?\b|part(?!ic|ia|ne)|group|strat|module|phase|track|panel\b|step|dose|expan|safety|backfill|"
    r"exp\b|escal|explor)",
    re.IGNORECASE,
)
LONGEST = 2000
"""Characters of a sentence in which a cohort is looked for."""
_LONGEST_TAIL = 60


@lru_cache(maxsize=64)  # each sentence is asked about several times in a row
def _may_name_one(text: str) -> bool:
    return bool(_HINT.search(text, 0, LONGEST))


def cohort_of_heading(heading: str, *, whole: bool = False) -> str:
    """Return the cohort that a heading names, empty where it names none or all of them.

    With `whole` only where the heading says no more than that.

    >>> cohort_of_heading("Inclusion Criteria for Cohorts A and B:")
    'Cohorts A and B'
    """
    kind = _OF_KIND.match(heading) if not whole else None
    if kind and not _NOT_A_KIND.search(heading):
        return kind["name"].strip()
    found = _ANYWHERE.search(heading[:200])
    own = _OWN.fullmatch(heading) if not found else None
    if own:
        return own["name"].strip()
    some = _SCOPED.match(heading) or (_FOR_SOME.match(heading) if not found else None)
    if some and not whole:
        return some["name"].strip()
    if not found:
        worded = _BEGINNING.match(heading[:200])
        if worded and worded.end() == len(heading):
            return worded["name"].strip()
        last = None if whole else _END.search(heading[-200:])
        return last["last"].strip() if last and last["last"] else ""
    if _EVERYONE.search(heading[: found.start()]) and not whole:
        return ""
    if whole and len(heading[found.end() :].split()) > 3:
        return ""
    return found[0].strip()


def cohort_at_beginning(text: str) -> str:
    """Return the cohort that a text begins with, or is nothing else than.

    >>> cohort_at_beginning("Part 2: HER2-positive"), cohort_at_beginning("HER2-positive (Part 2)")
    ('Part 2', '')
    """
    scoped = _SCOPED.match(text)
    if scoped:
        return scoped["name"].strip()
    found = _begun(text) if _may_name_one(text) else None
    return found["name"].strip() if found else ""


def _begun(text: str) -> re.Match[str] | None:
    """Return the words at the beginning that say which cohort a text is about."""
    return _BEGINNING.match(text, 0, LONGEST) or _OF_NAME.match(text, 0, LONGEST)


def kind_at_beginning(text: str) -> str:
    """Return the kind of cancer that a text begins with, where what follows is of it alone.

    >>> kind_at_beginning("Gastric cancer: HER2-positive"), kind_at_beginning("Note: HER2-positive")
    ('Gastric cancer', '')
    """
    if not _MARK_OF_KIND.search(text, 0, 80):
        return ""
    found = _BEGINS_WITH_KIND.match(text)
    return found["name"].strip() if found and not _NOT_A_KIND.search(found["name"]) else ""


def names_a_cohort(text: str) -> bool:
    """Whether a text names one or several cohorts at all."""
    return _may_name_one(text) and bool(_ANYWHERE.search(text[:LONGEST]))


def people_of_heading(text: str) -> str:
    """Return the patients whom a heading names, empty where it says more than that.

    >>> people_of_heading("Subjects without brain metastases:")
    'Subjects without brain metastases'
    """
    found = _PEOPLE.match(text)
    return found["name"].strip() if found else ""


def heads_what_follows(text: str) -> bool:
    """Whether a text says of whom the criteria are that follow, whatever else it says.

    >>> heads_what_follows("Additional criteria for the xotinib combination: See the label.")
    True
    """
    return bool(_SCOPED.match(text))


def own_cohort(text: str) -> str:
    """Return the cohort that a sentence is about by its beginning or end, else nothing.

    >>> own_cohort("For Part 2 only: HER2-positive"), own_cohort("HER2-positive for part of it")
    ('Part 2', '')
    """
    first = cohort_at_beginning(text)
    if first or not _may_name_one(text):
        return first
    found = _END.search(text[-200:])
    return (found["name"] or found["last"]).strip() if found else ""


def cohort_of_sentence(text: str) -> str:
    """Return the cohort that a sentence is about by its beginning or end, or names at all.

    >>> cohort_of_sentence("For Part 2 only: HER2-positive"), cohort_of_sentence("ECOG 0 or 1")
    ('Part 2', '')
    """
    own = own_cohort(text)
    if own or not _may_name_one(text):
        return own
    anywhere = _ANYWHERE.search(text[:LONGEST])
    if anywhere:
        return anywhere[0].strip()
    worded = _WORDED_ANYWHERE.search(text[:LONGEST])
    return worded["name"].strip() if worded else ""


def without_cohort(text: str) -> str:
    """Return a sentence without the words that say which cohort it is about.

    >>> without_cohort("For patients in Part 2, ECOG 0 or 1"), without_cohort("ECOG 0 (Part 1)")
    ('ECOG 0 or 1', 'ECOG 0')
    """
    if not _may_name_one(text):
        return text
    found = _begun(text)
    if found:
        return text[found.end() :].lstrip(" :-–—") or text
    found = _END.search(text[-200:])
    if found:
        return text[: len(text) - len(found[0])].rstrip() or text
    return _AMID.sub("", text, count=1)


def parts_of_cohorts(text: str) -> list[tuple[int, int]]:
    """Return start and end of what a sentence says of one cohort after another.

    >>> parts_of_cohorts("KRAS G12C (Cohort 1) or KRAS G12D (Cohort 2)")
    [(0, 20), (24, 44)]
    """
    if not _may_name_one(text):
        return [(0, len(text))]
    shown = text[:LONGEST]
    gaps: list[tuple[int, int]] = []
    for found in _NEXT.finditer(shown):
        before = shown[gaps[-1][1] if gaps else 0 : found.start()]
        if len(_ANYWHERE.sub(" ", before).split()) > 2 and not _LEADS.search(before):
            gaps.append(found.span("gap"))
    gaps = gaps or _after_tags(shown)
    starts, ends = [0, *(end for _, end in gaps)], [*(start for start, _ in gaps), len(text)]
    return list(zip(starts, ends, strict=True))


def _after_tags(shown: str) -> list[tuple[int, int]]:
    """Return where `X (Cohort 1) or Y (Cohort 2)` is parted: only where nothing is said of both."""
    tags = list(_TAG.finditer(shown))
    if len(tags) < 2 or len(shown) - tags[-1].end() > _LONGEST_TAIL:
        return []
    if _TURNS.search(shown, 0, tags[0].start()):
        return []
    gaps = []
    for each, following in itertools.pairwise(tags):
        glue = _GLUE.match(shown, each.end())
        if (
            glue
            and glue[0].strip()
            and not shown.startswith("/", glue.end())  # "and/or"
            and (each["name"] or each["in"]) != (following["name"] or following["in"])
        ):
            gaps.append(glue.span())
    return gaps
