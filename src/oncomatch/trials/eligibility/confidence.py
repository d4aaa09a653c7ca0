"""How surely a sentence asks for the pattern of a phrase: what stands around it decides.

There is no end to words that turn a criterion around or narrow it, so the harmless ones are
listed; any other beside a phrase is a doubt. Rules for some patients (*those with an EGFR
mutation must have had a TKI*), permissions, and tests are no criteria at all.
"""

from __future__ import annotations

import re

from oncomatch.domain.trial import Confidence, Side
from oncomatch.trials.eligibility.asides import (
    without_asides,
    without_brackets,
    without_details,
    without_extent,
    without_tests,
)
from oncomatch.trials.eligibility.conditions_of_exclusion import (
    bars_only_untreated,
    is_said_of_more,
)
from oncomatch.trials.eligibility.indifference import UNSURE
from oncomatch.trials.surroundings import HARMLESS

_OPTIONAL = re.compile(
    r"(?:\b(?:regardless of|irrespective of|independent of|"
    r"whether or not|stratified by|testing (?:for|of)|tested for|test for|test results for|"
    r"screened for|status of|"
    r"known status (?:for|of)|results? (?:for|of)|not required to have|need not have|"
    r"determination of|"
    r"evaluat\w{1,5} (?:for|of)|assess\w{0,6} (?:for|of)|analysis (?:for|of))|"
    r"±)\W{1,3}(?:[\w-]{1,20}\W{1,2}){0,4}$",
    re.IGNORECASE,
)
_POSITIVE_TEST = re.compile(
    r"\b(?:positive\b[^.;]{0,80}\b(?:results?|test(?:ed|ing)?|tests) (?:for|of)|"
    r"documentation\b[^.;]{0,120}\bdetermination of)\W{1,3}(?:[\w-]{1,20}\W{1,2}){0,4}$",
    re.IGNORECASE,
)
_ONLY_IF = re.compile(
    r"\b(?:if|unless|in case of)\b(?:\W{1,3}[\w'-]{1,20}){0,5}\W{0,3}$", re.IGNORECASE
)
_DEFINED = re.compile(
    r"^\W{0,3}(?:(?:is|are|was|were|will be) (?:\w{2,12}ly )?defined|if\b)", re.IGNORECASE
)
_CELLS = re.compile(
    r"\W{0,2}(?:B|T|NK|CAR|stem|plasma)?[\s-]?cells?\b(?! lymphoma| leuk| malign| acute|"
    r" neoplasm| lung| carcin)",
    re.IGNORECASE,
)
_RULE_FOR_SOME = re.compile(
    r"^\W{0,3}(?:patients?|participants?|subjects?|those|individuals|men|women)\s(?:with|"
    r"who\s(?:have|had|are))\s"
    r"[^.;]{3,250}\b(?:must|should|are\srequired|need\sto)\b",
    re.IGNORECASE,
)
_OTHER_WAY = re.compile(
    r"(?:(?!,\sand\s(?:must|has|have|is|are)\b)[^.;]){0,80}\bor\s(?!are\sintolerant|is\sintolerant)(?:must|have|has|are|is|be|never|who|patients|participants|those|no|not|"
    r"without|who)\b",
    re.IGNORECASE,
)
_OF_RELATIVES = re.compile(
    r"^(?!.*\bpersonal\b).*\b(?:family (?:history|members?)|familial history|relatives?|"
    r"(?:have|has|had|having|with)\s+(?:[\w-]{1,12}\s+){0,4}(?:child|children|siblings?|sons?|"
    r"daughters?|parents?|mothers?|fathers?|sisters?|brothers?))\b",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"\b(?:never|unlikely|less likely)\b(?:\W{1,3}[\w'-]{1,20}){0,6}\W{0,3}$", re.IGNORECASE
)
_SLOPPY = re.compile(
    r"\b(?:must|should|may|can|shall)\s?not\b|\bcannot\b|\b(?:must|should) (?:be|have)\b",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"\b(?:with|harbou?r\w{0,3}|has|have|having|of|carry\w{0,3}|express\w{0,3}|known|"
    r"documented|confirmed)"
    r"(?: an?| the| known| documented| either| confirmed| one of the following){0,3}\W{0,3}$",
    re.IGNORECASE,
)
_KINDS = re.compile(
    r"\b(?:lung|colorectal|colon|rectal|breast|pancrea\w{1,4}|prostate|ovarian|melanomas?|"
    r"nsclc|sclc|crc|pdac|"
    r"hnscc|gastric|esophag\w{1,4}|oesophag\w{1,4}|urothelial|bladder|renal|endometri\w{1,4}|"
    r"cervical|thyroid|"
    r"cholangiocarcinomas?|biliary|hepatocellular|hcc|gliomas?|glioblastomas?|gbm|sarcomas?|"
    r"mesotheliomas?|"
    r"leuk\w{3,6}|lymphomas?|myelomas?|aml|cll|dlbcl|neuroblastomas?|gist|m?crpc|rcc|"
    r"sll|mzl|cmml|jmml|apl|ccrcc|scchn|npc|atc|ptc|mtc|head and neck|hormone)\b",
    re.IGNORECASE,
)
_EITHER_WAY = re.compile(
    r"\b(?:with (?:or|and|and/or) without|with/without)\W{1,3}"
    r"(?:(?:an?|any|the|known|documented|actionable|activating)\W{1,2}){0,3}$",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"\b(?:e\.?g\.?|such as|including|include|includes|for example|i\.e\.|but not limited to|"
    r"for instance|like)"
    r"\W{1,3}(?:(?!,\s(?:and\s)?(?:with|that|harbou?r|whose|who)\b)[^)\]]){0,120}$",
    re.IGNORECASE,
)
_TREATED_FOR = re.compile(
    r"\b(?:targeting|(?:therap(?:y|ies)|treatments?|inhibitors?|agents?|drugs?|TKIs?|regimens?|"
    r"medications?)(?:\s(?:approved|indicated|available|directed|targeted))?\s(?:for|against|at|to|"
    r"targeting))(?:\W{1,2}(?:an?|the|their|known|any))*\W*$",
    re.IGNORECASE,
)
_TEST = re.compile(
    r"\W{0,2}(?:(?:gene|genetic|mutation|mutational|expression|tumou?r|molecular|"
    r"genomic)\s){0,2}(?:status|testing|tests?|analysis|assessment|evaluation|results?|"
    r"determination|screening|sequencing|report|immunohistochemistry|IHC|assays?|kits?)"
    r"(?! as (?:confirmed|determined|identified))\b(?! positive| negative| is positive)",
    re.IGNORECASE,
)
_EITHER_STATUS = re.compile(
    r"\bstatus\W{1,3}(?:(?:either|known|to be)\s){0,2}(?:positive|negative|mutat\w{2,3}|"
    r"wild\S{0,6}|deleted|high|low)\W{1,3}(?:or|and|/|vs)",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"positiv|negativ|wild|[+-]\W*$|mutant|mutated|\bMSI-?H\b|instability[\s-]high", re.IGNORECASE
)
_UNASKED = re.compile(
    r"(?<!that )(?<!which )\b(?:is|are|will be|be) (?:not (?:required|mandatory|necessary|needed)|"
    r"optional|allowed|"
    r"permitted|"
    r"eligible|acceptable|collected|tested|assessed|performed|encouraged|recommended|"
    r"stratified|captured|"
    r"included regardless)|\b(?:may|can|could) (?:also )?(?:be |participate|enrol|join)|"
    r"\b(?:also|still|will be) (?:be )?eligible\b|\bstratif|\bwill be (?:evaluated|determined|"
    r"used)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|no|never|nor|neither|(?<!with or )(?<!with and )(?<!and/or )without|"
    r"cannot|negative for)\b(?! (?:more|less|fewer|only|otherwise|amenable|candidates?|"
    r"eligible|suitable|previously|small|prior|previous|limited|"
    r"resectable))(?:\W{1,3}[\w'-]{1,20}){0,6}\W{0,3}$",
    re.IGNORECASE,
)
_SHUT_OUT = re.compile(
    r"\b(?:excluded?|exclusion\w*|ineligible|not (?:be )?(?:eligible|allowed|permitted|"
    r"included|enrolled))\b",
    re.IGNORECASE,
)
_SOME = re.compile(
    r"(?:^|[.;:(]\s?|,\s)(?:(?:for|in|if|when|where|only|those|unless|in case of|"
    r"in the case of|once)\s){1,3}"
    r"[^:]{0,160}$|^\W{0,3}(?:if|unless|for|when|once)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"(?:^|[.;:(]\s?)(?:[\w/-]{1,18}\s){0,3}(?:patients?|participants?|subjects?|individuals?|"
    r"those|persons?|people|women|men|cancers?|"
    r"tumou?rs?|disease|cohort)\b[^.;:]{0,120}$",
    re.IGNORECASE,
)
_SOMEONE = re.compile(
    r"^\W{0,3}(?:[\w/-]{1,18}\s){0,4}(?:patients?|participants?|subjects?|individuals?|persons?)\b",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"^[^.;]{0,300}?(?:\b(?:must|should|shall|needs? to|will|have to|has to|may|can|cannot)\b|"
    r"(?<!that )(?<!who )(?<!which )(?<!and )(?<!or )\b(?:are|is)\b(?! harbo| positive| known|"
    r" documented| confirmed| present))",
    re.IGNORECASE,
)
_OF_BLOOD = re.compile(r"\b(?:lymphomas?|leuk\w{3,6}|DLBCL|myelomas?)\b", re.IGNORECASE)
_FEW = 3
"""Names of blood cancers above which a sentence lists tumour types."""
_REASON = re.compile(  # of what excludes: "for which a targeted therapy is available"
    r",?\s\(?(?:for (?:which|whom)|where|since|as|because|given that|"
    r"(?:that|which) (?:is|are|has|have|may|can|could|would)|who (?:may|can|could))\b[^.;]*",
    re.IGNORECASE,
)
_MAIN_VERB = re.compile(r"\b(?:must|should|shall|needs? to|has to|have to)\b", re.IGNORECASE)
_TEST_OF_IT = re.compile(
    r"\W{0,3}(?:status\s)?(?:must|should|has to|needs? to) (?:have been|be) "
    r"(?:identified|determined|detected|assessed|confirmed|documented)\b",
    re.IGNORECASE,
)
_AT_A_LEVEL = re.compile(  # "must be detected on more than 80% of cells": it has to be there
    r"\W{0,3}must be \w{4,12} (?:on|in) (?:at least|greater than|more than|[≥>]\s?=?)"
    r"\s?\d{1,3}\s?%",
    re.IGNORECASE,
)
_CHECKED = re.compile(
    r"^\W{0,3}(?:[\w-]{1,20}\s){0,3}?(?:must|should|shall|has|have|is|are|was|were|will|to|"
    r"need to|needs to)\s"
    r"(?:to\s)?(?:be|have been|been)?\s?(?:[\w-]{1,14}\s){0,2}?(?:confirmed|documented|"
    r"determined|identified|detected|demonstrated|established|"
    r"verified|proven|assessed|present|defined|reported|known|shown|diagnosed|evidenced|"
    r"obtained|available|evaluated|positive|negative|tested)\b",
    re.IGNORECASE,
)
_BREAKS = re.compile(
    r"\b(?:unless|except\w{0,4}|excluding|other than|if|in (?:the )?case|provided|whichever|"
    r"exclu\w{0,6}|only|exceptions?|ineligible|allowed|permitted|cohorts?|arms?|part [A-Z\d]|"
    r"optional|uncertain|VUS|unknown significance)\b|"
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
    r"evidenced|identified|measured|evaluated|reported|shown|per|by)|based on|confirmed|"
    r"determined|detected|identified|"
    r"documented|assessed|prior to|before|within|at (?:the )?(?:time|screening|enrol\w{1,6}|"
    r"baseline|diagnosis|study|any)|"
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
    r"utili[sz]ing|verified|measured|found|eligible for|suitable|amenable|deemed|"
    r"with (?:acquired |primary |documented )?resistance|(?:without|with no|no) (?:any )?(?:prior|"
    r"previous)|not previously|considered|including|includes?|such as|e\.g|"
    r"(?:that|which|who) cannot)\b|"
    r"\bin (?=[≥>])",
    re.IGNORECASE,
)
_NOT_LIMITED = re.compile(r"\bbut not limited to\b", re.IGNORECASE)
_ALSO = re.compile(  # of what excludes, each alternative does so by itself
    r"^.*\bor\s(?=(?:(?:with|has|have|tumou?rs?|cancers?|patients?|participants?|disease)\s)?"
    r"(?:an?\s)?(?:known|documented|confirmed|found|presence of|history of)"
    r"(?:\sto\s(?:be|have))?\W*$)",
    re.IGNORECASE | re.DOTALL,
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
_METASTATIC = re.compile(r"m(?:crc|pdac|nsclc|uc|rcc|hspc|gc|cspc|hcc|tnbc)")
_ONE_OR_MORE = re.compile(r"\b(?:one|1) or more\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’]s)?")
_STAGE = re.compile(
    r"[ivx]+[abc]?\d?|t\d[a-z]?(?:n\d[a-z]?)?(?:m\d)?|\d{1,3}(?:st|nd|rd|th)?|[a-z]"
)
_NOUN = (
    r"(?:cancers?|carcinomas?|tumou?rs?|nsclc|melanomas?|adenocarcinomas?|leuk\w{3,6}|"
    r"lymphomas?|gliomas?|glioblastomas?|disease|sarcomas?|malignanc\w{1,3}|crc|pdac)"
)
_TYPE = re.compile(rf"\b(?:{_NOUN}|(?:non-?)?squamous)\b", re.IGNORECASE)
_EITHER_NOUN = re.compile(
    rf"\b{_NOUN}\b[^,.;:]{{0,40}}\bor\b[^.;:]{{0,40}}\b{_NOUN}\b", re.IGNORECASE
)


def confidence_of(before: str, phrase: str, after: str, side: Side) -> Confidence | None:
    """Return how surely a sentence asks for a phrase, None where it does not ask for it.

    `before` and `after` are the rest of the sentence, other phrases left blank.
    """
    how_known = _TEST_OF_IT.match(after)
    before, after = (
        without_extent(without_details(without_tests(without_asides(part))))
        for part in (before, after)
    )
    near = re.split(r"[:;]\s", before)[-1]
    if _CELLS.match(after) or _RULE_FOR_SOME.search(near) or _OF_RELATIVES.search(near):
        return None
    if side is Side.INCLUSION and _OTHER_WAY.match(after):
        return None
    if re.search(r"\bwith (?:or|and|and/or)\W*$", near, re.IGNORECASE) and re.match(
        r"without", phrase, re.IGNORECASE
    ):
        return None
    if (
        _EITHER_WAY.search(near)
        or _EITHER_STATUS.search(phrase + after)
        or _TREATED_FOR.search(near)
        or (_OPTIONAL.search(near) and not _POSITIVE_TEST.search(near))
        or (_TEST.match(after) and not _STATED.search(phrase))
    ):
        return None
    if UNSURE.search(before):
        return None
    if any(each.search(near) for each in (_NEGATED, _NEVER, _ONLY_IF)) or _DEFINED.match(after):
        return None
    if re.search(r"\bpresence (?:or|and|and/or)\W*$", near, re.IGNORECASE):
        return None
    if side is Side.EXCLUSION and _SLOPPY.search(before + phrase + after):
        return None  # "must not have X" among what excludes: which way it is meant is not certain
    if side is Side.EXCLUSION and bars_only_untreated(after):
        return None
    if side is Side.EXCLUSION and is_said_of_more(phrase, after):
        return Confidence.TO_REVIEW
    if side is Side.INCLUSION and _is_one_of_many(near, phrase, after):
        return None
    shut_behind, shut_before = (_SHUT_OUT.search(part) for part in (after, before))
    shut = shut_behind or shut_before
    if shut and side is Side.INCLUSION:
        return None
    if re.search(r"\b(?:unless|except\w{0,3})\b", near, re.IGNORECASE):
        return None
    if not shut_behind and _UNASKED.search(re.split(r"[,;(]", after)[0][:100]):
        return None
    if not shut:
        if _SOME.search(before) and not re.search(r":\s", before):
            return None
        someone = _PEOPLE.search(near) or (not near.strip(" (") and _SOMEONE.match(after))
        told = without_brackets(after)
        if someone and _is_rule(near, _REASON.sub(" ", told) if side is Side.EXCLUSION else told):
            return None
    if _TYPE.search(before.rpartition(";")[0][-80:]) and _TYPE.search(near):
        return Confidence.LIKELY  # "squamous NSCLC; non-squamous without an EGFR mutation"
    if how_known and not near.strip() and not _AT_A_LEVEL.match(after):
        return Confidence.LIKELY  # how it is known, not that everyone has it
    if _EXAMPLE.search(near):
        return Confidence.LIKELY if side is Side.EXCLUSION else None
    if side is Side.EXCLUSION and len(_OF_BLOOD.findall(before + after)) > _FEW:
        return Confidence.TO_REVIEW  # "ALK+ large B-cell lymphoma" of a list names a tumour type
    return Confidence.CERTAIN if _is_plain(near, after, side) else Confidence.LIKELY


def _is_one_of_many(near: str, phrase: str, after: str) -> bool:
    """Whether the phrase belongs to one tumour type of a list of several."""
    own = re.match(
        rf"\W{{0,3}}(?:[\w-]{{1,20}}\W{{1,2}}){{0,4}}?{_KINDS.pattern}", after, re.IGNORECASE
    )
    whole = "cancer" in phrase.lower() or phrase.isupper()
    if own and after[own.end() : own.end() + 1] == "/":
        return False
    if not own and (not whole or _ATTRIBUTE.search(near)):
        return False
    others = len(set(map(str.lower, _KINDS.findall(f"{near} {after}"))))
    return others > 2 and bool(re.search(r"[,;]|\bor\b", near + after))


def _is_rule(near: str, after: str) -> bool:
    """Whether a sentence says what those with the phrase must do, not that it is asked for."""
    return bool(_RULE.match(after) and not _CHECKED.match(after) and not _MAIN_VERB.search(near))


def _is_plain(before: str, after: str, side: Side) -> bool:
    """Whether every word around a phrase is known to leave its meaning as it is."""
    after = _NOT_LIMITED.sub(" ", after)
    if side is Side.EXCLUSION:
        before = _ALSO.sub("", before)
    if _BREAKS.search(before) or _BREAKS.search(after):
        return False
    if side is Side.EXCLUSION:
        alone = _ALONE.split(after)[0]
        if _NARROWS.search(alone) or _CONDITION.search(after):
            return False
        after = alone
    before = _ONE_OR_MORE.sub(" ", _POSITIVE_FOR.sub(" ", before))
    described, *beyond = _FREE.split(after, maxsplit=1)
    if not all(map(_is_harmless, _WORD.findall(before) + _WORD.findall(described))):
        return False
    if re.search(r"\b(?:or|and/or)\W*$", before, re.IGNORECASE):
        return False
    if re.match(r"\W*(?:or|and/or)\b", after, re.IGNORECASE):
        return False
    if _names_either(before) or _names_either(described):
        return False
    if side is Side.EXCLUSION and (_KINDS.search(before + after) or _EXTENT.search(before + after)):
        return False
    if re.search(r"\b(?:not|no|without|nor|neither)\b", before + described, re.IGNORECASE):
        return False
    return not (beyond and re.search(r"\bor (?:no|not|never)\b", beyond[0], re.IGNORECASE))


def _names_either(text: str) -> bool:
    """Whether a text names one cancer or another, and not twice the same one."""
    kinds = list(map(str.lower, _KINDS.findall(text)))
    return bool(_EITHER_NOUN.search(text)) and not (len(kinds) > 1 and len(set(kinds)) == 1)


def _is_harmless(word: str) -> bool:
    lower = word.lower().removesuffix("'s").removesuffix("’s")
    return lower in HARMLESS or bool(_METASTATIC.fullmatch(lower) or _STAGE.fullmatch(lower))
