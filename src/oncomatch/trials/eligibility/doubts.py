"""What around a phrase is a doubt that the sentence asks for it: a word, a join, a narrowing.

There is no end to words that turn a criterion around or narrow it, so the harmless ones are
listed; any other beside a phrase is a doubt.
"""

from __future__ import annotations

import re

from oncomatch.domain.trial import Side
from oncomatch.trials.eligibility.descriptions import NOUN, undescribed
from oncomatch.trials.eligibility.diseases import KINDS
from oncomatch.trials.surroundings import HARMLESS

_BREAKS = re.compile(
    r"\b(?:unless|except\w{0,4}|excluding|other than|if|in (?:the )?case|provided|whichever|"
    r"exclu\w{0,6}|only|exceptions?|ineligible(?! to (?:receive|undergo))|allowed|permitted|"
    r"cohorts?|arms?|part [A-Z\d]|"
    r"optional|uncertain|VUS|unknown significance|"
    r"suspected(?! (?:to be )?(?:deleterious|pathogenic|germline|somatic)))\b|"
    r"\bor (?=(?:patients?|participants?|subjects?|those|have|has|who|no|never|with|without|"
    r"prior|previous|any|other|a|an)\b)|"
    r"\bbut (?:not|no|is|are)\b|\bor (?:micro-?satellite|mis-?match)|\bwhich includes?\b",
    re.IGNORECASE,
)
_NARROWS = re.compile(
    r"\b(?:and|who|whose|that|which|without|with|not|no|prior|after|untreated|candidates?|"
    r"eligible|willing|where|for whom|for which)\b",
    re.IGNORECASE,
)
_EXTENT = re.compile(  # of what excludes: "metastatic HER2-positive cancer" is not every one
    r"\b(?:metasta\w+|recurrent|relapsed|refractory|bilateral|contralateral|synchronous|"
    r"stages?|inflammatory|locally advanced|early|non-?squamous|squamous)\b",
    re.IGNORECASE,
)
_FREE = re.compile(
    r"\b(?:by|per|via|using|according|as (?:determined|assessed|defined|detected|confirmed|"
    r"demonstrated|documented|"
    r"evidenced|identified|measured|evaluated|reported|shown|per|by)|based (?:up)?on|confirmed|"
    r"determined|detected|identified|obtained|"
    r"documented|assessed|prior to|before|within|at (?:the )?(?:time|screening|enrol\w{1,6}|"
    r"baseline|diagnosis|study|any(?:time)?)|"
    r"during (?:the )?screening|with (?:central )?review of|"
    r"on (?:the )?(?:local|central|archival|most|primary|baseline|immuno\w+|IHC|biopsy|NGS)|"
    r"from (?:a |the )?(?:local|central|tumou?r|CLIA|archival|prior|tissue|blood|primary|most)|"
    r"in (?:the )?(?:tumou?r|tissue|blood|plasma|archival|either|cell|ctdna|circulating|a clia|"
    r"clia|at least|pre|\d)|"
    r"whose|who (?:have|has|had|are|is|progress)|that (?:has|have|is|are)|"
    r"with (?:disease )?progress\w{1,4}|(?:and|who) (?:have )?progressed|and (?:on|have|has|must|"
    r"at least|measurable|no|(?:one|1) or more)|"
    r"after|following|previously|evaluated|tested|treated|not amen\w{0,2}able|on (?:a |"
    r"the )?(?:prior|previous|recent)\b|for which|for whom|"
    r"and for|refractory|relapsed|(?:is|are) required|"
    r"(?:must|should|has|have|is|are|was|were)(?: have)?(?: to)? be(?:en)?|through|"
    r"utili[sz]ing|verified|measured|found|eligible for|ineligible to|suitable|amenable|deemed|"
    r"with (?:acquired |primary |documented )?resistance|(?:without|with no|no) (?:any )?(?:prior|"
    r"previous)|not previously|considered|including|includes?|such as|e\.g|"
    r"(?:that|which|who) cannot)\b|"
    r"\bin (?=[≥>])",
    re.IGNORECASE,
)
_OF_AN_AGE = re.compile(  # a rule for some: "patients ≥ 60 years must have"
    r"(?:[≥>]\s?=?\s?|older\sthan\s|\bover\s|\baged?\s)[3-9]\d\s(?:years|y)\b.*\b(?:must|should|needs?|ha(?:s|ve)\sto)\b",
    re.IGNORECASE,
)
_NOT_LIMITED = re.compile(r"\bbut not limited to\b", re.IGNORECASE)
_ALSO = re.compile(  # of what excludes, each alternative does so by itself
    r"^.*\bor\s(?=(?:(?:with|has|have|tumou?rs?|cancers?|patients?|participants?|disease)\s)?"
    r"(?:an?\s)?(?:known|documented|confirmed|found|presence of|history of)"
    r"(?:\sto\s(?:be|have))?\W*$)",
    re.IGNORECASE | re.DOTALL,
)
_OTHERS_TOO = re.compile(  # "or those who were not tested" are other patients
    r"\bor (?:those|patients|participants|subjects) (?:who|with)\b"
    r"(?![^;]*\b(?:unless|except\w*|if|excluding)\b)[^;]*$",
    re.IGNORECASE,
)
_ALONE = re.compile(r";\s|^\W*(?:or|and/or)\s", re.IGNORECASE)
"""What parts alternatives, of which each excludes by itself."""
_CONDITION = re.compile(
    r"\b(?:without|not|no|untreated|naive|prior|candidates?|eligible|willing)\b", re.IGNORECASE
)
_POSITIVE_FOR = re.compile(
    r"\b(?:positive for|results? for|determination of)\W*"
    r"(?:(?:an?|the|either|pathogenic|likely|or)\W+){0,5}$",
    re.IGNORECASE,
)
_THE_FOLLOWING = re.compile(r"\b(?:of )?the following\W*$", re.IGNORECASE)
_NEXT_CLAUSE = re.compile(r";\s?(?!(?:and/)?or\b)", re.IGNORECASE)
_METASTATIC = re.compile(r"m(?:crc|pdac|nsclc|uc|rcc|hspc|gc|cspc|hcc|tnbc)")
_ONE_OR_MORE = re.compile(r"\b(?:one|1) or more\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’]s)?")
_STAGE = re.compile(
    r"[ivx]+[abc]?\d?|t\d[a-z]?(?:n\d[a-z]?)?(?:m\d)?|\d{1,4}(?:st|nd|rd|th)?|[a-z]"
)
_EITHER_NOUN = re.compile(
    rf"\b{NOUN}\b[^,.;:]{{0,40}}\bor\b[^.;:]{{0,40}}\b{NOUN}\b", re.IGNORECASE
)


def doubt_of(before: str, after: str, side: Side) -> str:
    """Return the first doubt in the words around a phrase in few words, empty without one.

    `before` and `after` are the rest of the sentence as far as it is near the phrase.
    """
    after = _NOT_LIMITED.sub(" ", after)
    if side is Side.EXCLUSION:
        before = _ALSO.sub("", before)
        after = _OTHERS_TOO.sub("", after)
    turned = _BREAKS.search(before) or _BREAKS.search(after) or _OF_AN_AGE.search(before)
    if turned:
        return f"turned: {turned[0]}"
    if side is Side.EXCLUSION:
        alone = _ALONE.split(after)[0]
        narrowed = _NARROWS.search(alone) or _CONDITION.search(after)
        if narrowed:
            return f"narrowed: {narrowed[0]}"
        after = alone
    before = _THE_FOLLOWING.sub("", _ONE_OR_MORE.sub(" ", _POSITIVE_FOR.sub(" ", before)))
    described, *beyond = _FREE.split(_NEXT_CLAUSE.split(after)[0], maxsplit=1)
    words = _WORD.findall(before) + _WORD.findall(described)
    if side is Side.INCLUSION:
        words = undescribed(before, described)
    unknown = next((each for each in words if not _is_harmless(each)), "")
    if unknown:
        return f"unknown word: {unknown}"
    if re.search(r"\b(?:or|and/or)\W*$", before, re.IGNORECASE):
        return "or before"
    if re.match(r"\W*(?:or|and/or)\b", after, re.IGNORECASE):
        return "or behind"
    if _names_either(before) or _names_either(described):
        return "one cancer or another"
    if side is Side.EXCLUSION:
        extent = KINDS.search(before + after) or _EXTENT.search(before + after)
        if extent:
            return f"of one cancer or extent: {extent[0]}"
    negated = re.search(r"\b(?:not|no|without|nor|neither)\b", before + described, re.IGNORECASE)
    if negated:
        return f"negated: {negated[0]}"
    denied = beyond and re.search(r"\bor (?:no|not|never)\b", beyond[0], re.IGNORECASE)
    return f"denied beside: {denied[0]}" if denied else ""


def _names_either(text: str) -> bool:
    """Whether a text names one cancer or another, and not twice the same one."""
    kinds = list(map(str.lower, KINDS.findall(text)))
    return bool(_EITHER_NOUN.search(text)) and not (len(kinds) > 1 and len(set(kinds)) == 1)


def _is_harmless(word: str) -> bool:
    lower = word.lower().removesuffix("'s").removesuffix("’s")
    return lower in HARMLESS or bool(_METASTATIC.fullmatch(lower) or _STAGE.fullmatch(lower))
