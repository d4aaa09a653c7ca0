"""Headings of eligibility text that say which side the criteria below them are of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from oncomatch.domain.trial import Side
from oncomatch.trials.eligibility.cohorts import cohort_of_heading

_SIDES = re.compile(
    r"\W{0,8}(?P<before>(?:[\w/()&,.+-]{1,24}[\s:]{1,3}){0,8}?)"
    r"(?P<side>inclusions?|exclusions?|eligibility)"
    r"(?P<criteria>(?:\s*/\s*exclusion)?\s+criteri(?:a|on))?\b(?P<after>.{0,120}?)\s*$",
    re.IGNORECASE,
)
_WHEN = re.compile(  # "Exclusion criteria (first screening, see below for the second):"
    r"(?<=criteria)\s\((?![^()]*\b(?:cohorts?|arms?|parts?|phases?|groups?|patients?)\b)"
    r"[^()]{40,}\)\s*:?\s*$",
    re.IGNORECASE,
)
_MET = re.compile(r"\b(?:must|met|meets?|meeting|fulfil\w{0,4}|satisf\w{1,3})\b", re.IGNORECASE)
_EXPLAINED = re.compile(  # "Inclusion Criteria (patients have to meet all of these):"
    r"(?<=criteria)\s?\((?![^()]*\b(?:cohort|arm|part|phase|group)\b)(?=[^()]*\b(?:patients?|"
    r"participants?|subjects?|all|any)\b)[^()]{0,60}\b(?:must|meet|have to|fulfil\w*|"
    r"eligible)\b[^()]{0,120}\)",
    re.IGNORECASE,
)
OF_NO_SIDE = re.compile(
    r"(?!.*\b(?:in|ex)clusion)(?!.*\b(?:donors?|caregivers?|controls?|partners?)\b)"
    r".{0,100}\beligibility criteria\W*",
    re.IGNORECASE,
)
ONLY_ELIGIBILITY = re.compile(
    r"\W{0,4}(?:key |main |patient |participant |subject )?eligibility(?: criteria)?\W{0,3}",
    re.IGNORECASE,
)
_SIDE_WORD = re.compile(r"inclusion|exclusion|eligibility", re.IGNORECASE)
INLINE_HEADING = re.compile(
    r"(?<!\band\s)(?<!\bor\s)(?<![/&])(?<![/&]\s)(?:(?:key|main|major|selected|primary)\s)?"
    r"(?:inclusion|exclusion)\scriteria\s{0,3}[:：]",
    re.IGNORECASE,
)
_NOT_THE_PATIENT = re.compile(
    r"\b(?:donors?|caregivers?|care\s?partners?|carers?|healthy|controls?|providers?|physicians?|"
    r"clinicians?|coach\w{0,3}|leaders?|family members?|relatives|interviews?|survey|spouses?|"
    r"smes?|stakeholders?|staff|partners?)\b",
    re.IGNORECASE,
)


def side_before_headings(lines: Sequence[str]) -> Side | None:
    """Return the side of what stands before any heading: where only exclusion has one.

    *Eligibility criteria* is a heading of no side of its own.
    """
    found = (side_of(line) for line in lines if not ONLY_ELIGIBILITY.fullmatch(line))
    sides = {each[0] for each in found if each}
    return Side.INCLUSION if sides == {Side.EXCLUSION} else None


def side_of(shown: str) -> tuple[Side | None, str] | None:
    """Return the side that a heading opens and what stands behind it; None for other lines."""
    if not _SIDE_WORD.search(shown, 0, 240):
        return None
    shown = _WHEN.sub(":", _EXPLAINED.sub("", shown))
    found = _SIDES.match(shown[:240])
    inline = INLINE_HEADING.match(shown.lstrip("*-# "))
    if inline:
        rest = shown.lstrip("*-# ")[inline.end() :].strip(" *∙-")
        if rest and not cohort_of_heading(rest) and len(rest) > 40:
            word = inline[0].lower()
            return (Side.EXCLUSION if "exclusion" in word else Side.INCLUSION), rest
    if not found or len(shown) > 160:
        return None
    ends = shown.rstrip("*").endswith((":", "：")) or not found["after"].strip(" *:-–")
    for_some = found["criteria"] and re.match(r"\s(?:for|of)\s", found["after"], re.IGNORECASE)
    short = len(shown) < (130 if for_some else 80) and not shown.endswith(".") and found["criteria"]
    if not (ends or short):
        return None
    around = len(found["before"].split()), found["after"].strip(" *:-–")
    if not found["criteria"] and (found["side"][:2].lower() == "el" or around > (2, "")):
        return None
    if not shown.rstrip("*").endswith(":") and _MET.search(shown):
        return None  # "Patients must have met the eligibility criteria outlined above"
    if "apply" in shown or "defined" in shown or "described" in shown or "protocol-" in shown:
        return None
    if _NOT_THE_PATIENT.search(shown):
        return None, ""
    word = found["side"].lower()
    if word == "eligibility" or len(_SIDE_WORD.findall(shown)) > 1:
        return None, ""
    return (Side.EXCLUSION if word.startswith("ex") else Side.INCLUSION), ""
