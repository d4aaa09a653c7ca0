"""Which sentences of what is included are about the diagnosis, and the tumour types they name."""

from __future__ import annotations

import re
from functools import lru_cache

from oncomatch.domain.trial import Side
from oncomatch.trials.eligibility.joints import Joint
from oncomatch.trials.eligibility.plain import LONGEST
from oncomatch.trials.eligibility.reading import Eligibility
from oncomatch.trials.eligibility.sentences import Sentence
from oncomatch.trials.eligibility.tumor_lists import without_phrases
from oncomatch.trials.eligibility.tumor_names import Found, find_tumor_types

_DIAGNOSIS = re.compile(
    r"histolog|cytolog|patholog|confirmed|diagnos|biops|proven|documented|"
    r"^\W*(?:\w{1,2}\W{1,2})?(?:adults? |male |female )?(?:patients?|participants?|"
    r"subjects?|women|men|individuals?|must have|has|have|those|with|any|advanced|locally|"
    r"metastatic|unresect\w+|stage|recurrent|relapsed|"
    r"refractory|newly|previously untreated|resectable|early)\b",
    re.IGNORECASE,
)
_NOT_THE_DIAGNOSIS = re.compile(
    r"\b(?:history of|other|second|prior|previous|concurrent|additional|another|family|free of|"
    r"risk of|treated for|therap(?:y|ies) for|"
    r"lesions?|received|expectancy|consent|contracepti\w+|sample|specimen|brain "
    r"metast\w+|CNS metast\w+|patients? with|"
    r"participants? with|subjects? with|if|for patients|for participants|may|must be|not)\b",
    re.IGNORECASE,
)
_AT_BEGINNING = re.compile(
    r"(?:\w{1,2}\W{1,2})?(?:all |adult |eligible |male |female )?(?:patients?|participants?|"
    r"subjects?)\s(?:with|must have|have)\b",
    re.IGNORECASE,
)
_LISTS_TYPES = re.compile(
    r"\b(?:following|follows|below|types?|tumou?rs?|cancers?|diagnos[ie]s|diseases?|indications?|"
    r"malignanc\w+|histolog\w+|conditions|categories|origins?)\b",
    re.IGNORECASE,
)
_BEFORE_A_TYPE = re.compile(
    r"(?:\W|\b(?:(?:histologically|cytologically|pathologically|or|and|confirmed|proven|any|"
    r"advanced|locally|metastatic|recurrent|relapsed|refractory|unresectable|progressive|"
    r"persistent|stage|[IV]{1,3}|high[\s-]risk|primary|invasive|adult|treatment[\s-]na[iï]ve|"
    r"previously|un?treated|platinum[\s-](?:resistant|refractory|sensitive)|castration[\s-]"
    r"resistant|HER2[\s-](?:positive|negative)|HR[\s-]positive|triple[\s-]negative|"
    r"EGFR[\s-]mutant|MSI-?H|dMMR|cohort|arm|group|part|[A-Z]|\d)\b))*",
    re.IGNORECASE,
)
_NO_TUMOR = re.compile(
    r"\W{0,3}(?:\([^)]{0,20}\)\W)?(?:tissue|samples?|specimens?|biops\w+|imaging|cells?\b|related|"
    r"directed|therap\w+|treatments?|surger\w+|screening|markers?|staging|resection|metasta\w+|"
    r"risk|survivors?|risk|burden|lesions?|involvement|progression)",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"(?:\b(?:no|without|except\w*|excluding|other than|not(?! limited))\b\W*"
    r"(?:\w+\W+){0,3}|\bnon-?\s?)$",
    re.IGNORECASE,
)
_MATERIAL = re.compile(  # "solid tumor biopsy material", "soft tissue" as the site of a lesion
    r"(?:solid|soft)\s(?:tumou?rs?|tissue)\W{1,2}(?:tissue|biops|samples?|specimens?|material|block|"
    r"visceral|lesions?|disease|component|mass|metasta)",
    re.IGNORECASE,
)
_OF_A_NAME = re.compile(  # "Breast Cancer guidelines of the society"
    r"\W{0,2}(?:guidelines?|criteria|panel|registry|protocols?|group|network|cent(?:er|re)|"
    r"institute|clinic|program(?:me)?|working)\b",
    re.IGNORECASE,
)
_CONFIRMED = re.compile(  # right before a type this is the diagnosis, whatever stands before it
    r"\b(?:histolog|cytolog|patholog|histo-?patholog|biops)[\w/ ,-]{0,60}?\b(?:confirm\w+|proven|"
    r"documented|verified|evidence|proof|diagnos[ie]s)\b(?:\s(?:of|an?|the|diagnosis|with))*\s"
    r"(?P<described>[^.;:()]{0,120})$",
    re.IGNORECASE,
)
_DESCRIPTION = re.compile(
    r"(?:[\W\d]|\b(?:locally|advanced|metastatic|unresectable|resectable|recurrent|relapsed|"
    r"refractory|progressive|persistent|primary|invasive|residual|high|low|grade|stage|[IV]{1,3}"
    r"[ABC]?|newly|diagnosed|and|or|non|mucinous|epithelial|squamous|PD-?L1|EGFR|HER2|positive|"
    r"negative|platinum|castration|hormone|resistant|sensitive|untreated|previously)\b)*",
    re.IGNORECASE,
)
_WHICH_COURSE = re.compile(  # "history of relapsed NSCLC": the disease itself
    r"\bhistory of (?=(?:relapsed|refractory|metastatic|advanced|recurrent|locally)\b)",
    re.IGNORECASE,
)
EXCLUDED = re.compile(  # not "that is not eligible for surgery"
    r"(?<!that )(?<!which )(?<!who )\b(?:(?:is|are|will be|must be)\s(?:excluded|ineligible|"
    r"not (?:eligible|allowed|permitted|included)(?! (?:for|to) (?!th)))|"
    r"(?:may|must|can) not (?:enrol\w*|participate|be (?:enrolled|included)))",
    re.IGNORECASE,
)
_SPREAD = re.compile(r"\b(?:locally advanced|metastatic|unresectable|recurrent)\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)")
EXCEPT = re.compile(
    r"\b(?:except\w*|excluding|other than|with the exception of|but not|not including)\b"
    r"(?! limited)",
    re.IGNORECASE,
)
_NOT_OF_THEM = re.compile(  # before a type: a cancer that the patient had, or somebody else
    r"\b(?:history|other|second\w*|prior|previous(?:ly)?|concurrent|another|additional|free of|"
    r"relatives?|family|familial|hereditary|brain)\b",
    re.IGNORECASE,
)
_NO_DIAGNOSIS = re.compile(r"\b(?:in[\s-]situ|syndromes?|must be excluded)\b", re.IGNORECASE)


def types_of_people(text: Eligibility) -> set[str]:
    """Return all types that are named among what is included, other cancers left out."""
    return {
        code
        for each in text.sentences
        if each.side is Side.INCLUSION and not _NO_DIAGNOSIS.search(each.text)
        for start, _, codes in included_types(each.text)
        if not _NOT_OF_THEM.search(each.text, 0, start)
        for code in codes
    }


@lru_cache(maxsize=2048)
def heads_types(sentence: Sentence, text: Eligibility) -> bool:
    """Whether a list of types stands below a sentence that names none: *any of the following*.

    Two items or more begin with a type, and at least half of those right below the sentence.
    """
    if sentence.side is not Side.INCLUSION or not sentence.introduces:
        return False
    if not sentence.stands_alone or not _LISTS_TYPES.search(sentence.text):
        return False
    if {code for _, _, codes in included_types(sentence.text) for code in codes} - {
        "SOLID",
        "LIQUID",
    }:
        return False
    first = {
        each.item: each
        for each in reversed(text.below(sentence))
        if each.parents[-1:] == (sentence.item,)
    }
    named = sum(_begins_with_a_type(each.text) for each in first.values())
    return named > 1 and 2 * named >= len(first)


def _begins_with_a_type(shown: str) -> bool:
    named = included_types(shown)
    if not named:
        return False
    start, end, _ = named[0]
    return _BEFORE_A_TYPE.fullmatch(shown, 0, start) is not None and not _NO_TUMOR.match(shown, end)


@lru_cache(maxsize=2048)
def names_diagnosis(sentence: Sentence) -> bool:
    """Whether a sentence of what is included says which disease patients have."""
    shown = sentence.text
    if sentence.side is not Side.INCLUSION or len(shown) > LONGEST:
        return False
    if not sentence.stands_alone and Joint.ALL not in sentence.joints and sentence.joints:
        return False
    if _begins_with_a_type(shown):
        return True
    diagnosis = _DIAGNOSIS.search(shown) or _WHICH_COURSE.search(shown)
    if not diagnosis and not _SPREAD.search(shown, 0, 80):
        return False
    shown = _WHICH_COURSE.sub(lambda found: " " * len(found[0]), shown)
    head = _AT_BEGINNING.sub("", shown, count=1)
    named = included_types(shown)
    if not named:
        return False
    confirmed = _CONFIRMED.search(shown, 0, named[0][0])
    if confirmed and _DESCRIPTION.fullmatch(without_phrases(confirmed["described"])):
        return not _NOT_OF_THEM.search(shown, 0, confirmed.start())
    before = head[: max(0, named[0][0] - (len(shown) - len(head)))]
    return not _NOT_THE_DIAGNOSIS.search(_BRACKETS.sub(" ", before))


@lru_cache(maxsize=2048)
def included_types(shown: str) -> tuple[Found, ...]:
    """Return the types named before the text turns to what it does not take."""
    turn = EXCEPT.search(shown)
    end = turn.start() if turn else len(shown)
    return tuple(
        each
        for each in find_tumor_types(shown)
        if each[1] <= end
        and not _NEGATED.search(shown[max(0, each[0] - 30) : each[0]])
        and not _MATERIAL.match(shown, each[0])
        and not _OF_A_NAME.match(shown, each[1])
        and not _is_shut_out(shown, each[1])
    )


def _is_shut_out(shown: str, end: int) -> bool:
    """Whether those of a type are said to be excluded: *squamous NSCLC are excluded*."""
    away = EXCLUDED.search(shown, end)
    return away is not None and re.search(r"[.;:(]", shown[end : away.start()]) is None
