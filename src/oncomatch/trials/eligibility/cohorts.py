"""Cohorts, arms and parts that eligibility text speaks of."""

from __future__ import annotations

import re

_LABEL = r"(?:\d{1,2}[A-Za-z]?\d?|[A-Z]{1,2}\d{0,2}[a-z]?|[IVX]{1,4}[ab]?|one|two|three|four)\b"
_LABELS = rf"{_LABEL}(?:\s?(?:,\s?and|,|and|or|&|/|to|through|–|-)\s?{_LABEL}){{0,12}}"
_NOUN = (
    r"(?:sub-?\s?stud(?:y|ies)|sub-?protocols?|cohorts?|arms?|parts?|(?<!grade\s)(?<!blood\s)"
    r"(?<!working\s)(?<!oncology\s)groups?|strat(?:um|a)|modules?|phases?|tracks?)"
)
_STEP = (
    r"(?:dose[\s-](?:escalation|expansion|optimi[sz]ation|finding|confirmation)|expansion|"
    r"safety[\s-](?:run|lead)[\s-]in|backfill)"
)
_NAME = (
    rf"(?:{_STEP}\s)?\b(?i:{_NOUN})\s(?:#\s?)?{_LABELS}(?:\s?\([^()]{{1,60}}\))?"
    rf"|(?i:\b{_STEP}(?:\s(?:phases?|parts?|cohorts?|arms?))?\b)"
)
_NAMES = rf"(?:{_NAME})(?:(?:\s|,\s?|\s?&\s?|\s?/\s?|\sand\s|\sor\s){{1,2}}(?:{_NAME})){{0,6}}"
_ANYWHERE = re.compile(_NAMES)
_BEGINNING = re.compile(
    rf"\W{{0,4}}(?:(?i:for|in|to|only for)\s(?:(?i:patients|participants|subjects|those)\s"
    rf"(?i:in|of|enrolling in|enrolled in|enrolled to)\s)?(?:(?i:the)\s)?)?(?P<name>{_NAMES})"
    rf"(?:\s(?i:only|participants|patients|subjects)){{0,2}}\s?[):,–—-]"
)
_END = re.compile(rf"[(\[](?:(?i:for|in)\s)?(?P<name>{_NAMES})(?:\s(?i:only))?[)\]]\W{{0,3}}$")
_OF_KIND = re.compile(
    r"\W{0,4}(?:(?:for|in)\s)?(?P<name>(?:[\w/()-]{1,24}[\s,]{1,2}){0,7}?(?:lung|nsclc|sclc|"
    r"colorectal|crc|breast|"
    r"tnbc|melanoma|pancrea\w{1,4}|pdac|prostate|ovarian|gastric|hnscc|scchn|head and neck|"
    r"urothelial|"
    r"renal|rcc|endometrial|cervical|glioma|glioblastoma|sarcoma|mesothelioma|lymphoma|leuk\w{3,6}|"
    r"aml|cll|myeloma|hcc)\b[^:.]{0,40}):\W{0,3}$",
    re.IGNORECASE,
)
_NOT_A_KIND = re.compile(
    r"\b(?:must|have|has|confirmed|proven|diagnos\w{1,4}|documented|following|criteria|one|any|"
    r"with|who|"
    r"defined|function|requirements?|prior|history|evidence|histolog\w{1,7})\b",
    re.IGNORECASE,
)
_EVERYONE = re.compile(r"\b(?:all|both|each|every|any|general)\b", re.IGNORECASE)
_HINT = re.compile(
    r"\b(?:sub|cohort|arm|part|group|strat|module|phase|track|step|dose|expansion|safety|backfill)",
    re.IGNORECASE,
)


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
    if not found or (_EVERYONE.search(heading[: found.start()]) and not whole):
        return ""
    if whole and len(heading[found.end() :].split()) > 3:
        return ""
    return found[0].strip()


def cohort_of_sentence(text: str) -> str:
    """Return the cohort that a sentence is about by its beginning or end, or names at all.

    >>> cohort_of_sentence("For Part 2 only: HER2-positive"), cohort_of_sentence("ECOG 0 or 1")
    ('Part 2', '')
    """
    if not _HINT.search(text, 0, 2000):
        return ""
    found = _BEGINNING.match(text) or _END.search(text)
    if found:
        return found["name"].strip()
    anywhere = _ANYWHERE.search(text[:2000])
    return anywhere[0].strip() if anywhere else ""
