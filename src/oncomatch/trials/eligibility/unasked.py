"""Phrases that a sentence does not ask for: tests, permissions, rules for some patients, denials.

Rules for some patients (*those with an EGFR mutation must have had a TKI*), permissions, tests,
and drugs named by their target are no criteria at all.
"""

from __future__ import annotations

import re

from oncomatch.domain.trial import Side
from oncomatch.trials.eligibility.asides import without_brackets
from oncomatch.trials.eligibility.conditions_of_exclusion import bars_only_untreated
from oncomatch.trials.eligibility.diseases import KINDS
from oncomatch.trials.eligibility.indifference import UNSURE

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
    r"who\s(?:have|had|are|received|were)|(?:previously\s|pre-?)?treated\s(?:with|by)|receiving|"
    r"having\s(?:received|had))\s"
    r"[^.;]{3,250}\b(?:must|should|are\srequired|need\sto)\b",
    re.IGNORECASE,
)
_OTHER_WAY = re.compile(
    r"(?:(?!,\sand\s(?:must|has|have|is|are)\b|\bwho\s(?:have|has|had)\s(?:received|progressed|"
    r"failed|been|had)\b)[^.;]){0,80}\bor\s(?!are\sintolerant|is\sintolerant)(?:must|have|has|are|is|be|never|who|patients|participants|those|no|not|"
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
_EITHER_WAY = re.compile(
    r"\b(?:with (?:or|and|and/or) without|with/without)\W{1,3}"
    r"(?:(?:an?|any|the|known|documented|actionable|activating)\W{1,2}){0,3}$",
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
    r"positiv|negativ|wild|[+-]\W*$|mutant|mutated|\bMSI-?H\b|instability[\s-]high|\bMSS\b|"
    r"\b[dp]-?MMR\b|deficien|proficien|stable$",
    re.IGNORECASE,
)
_UNASKED = re.compile(
    r"(?<!that )(?<!which )\b(?:is|are|will be|be) (?:not (?:required|mandatory|necessary|needed)|"
    r"optional|allowed|"
    r"permitted|"
    r"eligible|acceptable|collected|tested|assessed|performed|encouraged|recommended|"
    r"stratified|captured|"
    r"included regardless)|\b(?:may|can|could) (?:also )?(?:be |participate|enrol|join)|"
    r"\b(?:also|still|will be) (?:be )?eligible\b|\balso qualif\w+\b|\bstratif|"
    r"\bwill be (?:evaluated|determined|"
    r"used)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"^\W{0,3},\s(?:who|whose|which|that)\b[^,;.]{3,250},", re.IGNORECASE)
_NEGATED = re.compile(
    r"\b(?:not|no|never|nor|neither|(?<!with or )(?<!with and )(?<!and/or )without|"
    r"cannot|negative for)\b(?! (?:more|less|fewer|only|otherwise|amenable|candidates?|"
    r"eligible|suitable|previously|small|prior|previous|limited|"
    r"resectable))(?:\W{1,3}[\w'-]{1,20}){0,6}\W{0,3}$",
    re.IGNORECASE,
)
_SHUT_OUT = re.compile(
    r"\b(?:excluded?|exclusion\w*|ineligible|not (?:be )?(?:eligible|allowed|permitted|"
    r"included|enrolled))\b(?! to (?:receive|undergo|have|be treated|take(?! part)|tolerate)\b)",
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
_REASON = re.compile(  # of what excludes: "for which a targeted therapy is available"
    r",?\s\(?(?:for (?:which|whom)|where|since|as|because|given that|"
    r"(?:that|which) (?:is|are|has|have|may|can|could|would)|who (?:may|can|could))\b[^.;]*",
    re.IGNORECASE,
)
_MAIN_VERB = re.compile(r"\b(?:must|should|shall|needs? to|has to|have to)\b", re.IGNORECASE)
_CHECKED = re.compile(
    r"^\W{0,3}(?:[\w-]{1,20}\s){0,3}?(?:must|should|shall|has|have|is|are|was|were|will|to|"
    r"need to|needs to)\s"
    r"(?:to\s)?(?:be|have been|been)?\s?(?:[\w-]{1,14}\s){0,2}?(?:confirmed|documented|"
    r"determined|identified|detected|demonstrated|established|"
    r"verified|proven|assessed|present|defined|reported|known|shown|diagnosed|evidenced|"
    r"obtained|available|evaluated|positive|negative|tested)\b",
    re.IGNORECASE,
)
_IN_THE = re.compile(r"\b(?:in|of|for|to|into)\s(?:the\s)?$", re.IGNORECASE)
_NAMES_A_PART = re.compile(  # "allowed in the MSI-H cohort": its name, not what it asks for
    r"\s(?:(?:mutant|mutated|positive|altered|expansion)\s)?(?:cohorts?|arms?|sub-?groups?)\b"
    r"(?!\s(?-i:[A-Z\d]))",
    re.IGNORECASE,
)


def is_unasked(before: str, near: str, phrase: str, after: str, side: Side) -> bool:
    """Whether a sentence does not ask for a phrase; `near` is what stands before it unparted."""
    if _CELLS.match(after) or _RULE_FOR_SOME.search(near) or _OF_RELATIVES.search(near):
        return True
    if side is Side.INCLUSION and (
        _OTHER_WAY.match(after) or (_IN_THE.search(near) and _NAMES_A_PART.match(after))
    ):
        return True
    if re.search(r"\bwith (?:or|and|and/or)\W*$", near, re.IGNORECASE) and re.match(
        r"without", phrase, re.IGNORECASE
    ):
        return True
    if (
        _EITHER_WAY.search(near)
        or _EITHER_STATUS.search(phrase + after)
        or _TREATED_FOR.search(near)
        or (_OPTIONAL.search(near) and not _POSITIVE_TEST.search(near))
        or (_TEST.match(after) and not _STATED.search(phrase))
    ):
        return True
    if UNSURE.search(before):
        return True
    if any(each.search(near) for each in (_NEGATED, _NEVER, _ONLY_IF)) or _DEFINED.match(after):
        return True
    if re.search(r"\bpresence (?:or|and|and/or)\W*$", near, re.IGNORECASE):
        return True
    if side is Side.EXCLUSION and _SLOPPY.search(before + phrase + after):
        return True  # "must not have X" among what excludes: which way it is meant is not certain
    if side is Side.EXCLUSION and bars_only_untreated(after):
        return True
    if side is Side.INCLUSION and _is_one_of_many(near, phrase, after):
        return True
    shut_behind, shut_before = (_SHUT_OUT.search(part) for part in (after, before))
    shut = shut_behind or shut_before
    if shut and side is Side.INCLUSION:
        return True
    if re.search(r"\b(?:unless|except\w{0,3})\b", near, re.IGNORECASE):
        return True
    told = _RELATIVE.sub(" ", after)
    if not shut_behind and _UNASKED.search(re.split(r"[,;(]", told)[0][:100]):
        return True
    if not shut:
        if _SOME.search(before) and not re.search(r":\s", before):
            return True
        someone = _PEOPLE.search(near) or (not near.strip(" (") and _SOMEONE.match(after))
        told = without_brackets(after)
        if someone and _is_rule(near, _REASON.sub(" ", told) if side is Side.EXCLUSION else told):
            return True
    return False


def _is_one_of_many(near: str, phrase: str, after: str) -> bool:
    """Whether the phrase belongs to one tumour type of a list of several."""
    own = re.match(
        rf"\W{{0,3}}(?:[\w-]{{1,20}}\W{{1,2}}){{0,4}}?{KINDS.pattern}", after, re.IGNORECASE
    )
    whole = "cancer" in phrase.lower() or phrase.isupper()
    if own and after[own.end() : own.end() + 1] == "/":
        return False
    if not own and (not whole or _ATTRIBUTE.search(near)):
        return False
    others = len(set(map(str.lower, KINDS.findall(f"{near} {after}"))))
    return others > 2 and bool(re.search(r"[,;]|\bor\b", near + after))


def _is_rule(near: str, after: str) -> bool:
    """Whether a sentence says what those with the phrase must do, not that it is asked for."""
    return bool(_RULE.match(after) and not _CHECKED.match(after) and not _MAIN_VERB.search(near))
