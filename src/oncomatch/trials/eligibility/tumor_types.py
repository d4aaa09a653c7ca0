"""Read the tumour types that the text takes, and those that it shuts out.

Types are found by their names (`tumor_names`) in sentences about the diagnosis. Several such
sentences are alternatives, so that one criterion with all their types stands at the first of them.
Cancers that the patient had besides are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from oncomatch.domain.biomarker import TumorTypeIn
from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.reference.tumor_lines import is_near, lineage, widest
from oncomatch.trials.eligibility.joints import Joint
from oncomatch.trials.eligibility.plain import LONGEST, is_plain, without
from oncomatch.trials.eligibility.reading import Eligibility, criterion_of
from oncomatch.trials.eligibility.sentences import Sentence
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
    r"(?:(?:\bno|\bwithout|\bexcept\w*|\bexcluding|\bother than|\bnot(?! limited))\W*"
    r"(?:\w+\W+){0,2}|\bnon-?\s?)$",
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
_SPREAD = re.compile(r"\b(?:locally advanced|metastatic|unresectable|recurrent)\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)")
_NOT_SQUAMOUS = re.compile(r"\bnon-?\s?squamous\b", re.IGNORECASE)
_OF_LUNG: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<!non-)(?<!non )(?<!non)\bsquamous\b", re.IGNORECASE), "LUSC"),
    (re.compile(r"(?<!non-)(?<!non )(?<!non)\bsmall[\s-]cell\b", re.IGNORECASE), "SCLC"),
    (re.compile(r"\bneuroendocrine\b", re.IGNORECASE), "LUNE"),
)
_EXCEPT = re.compile(
    r"\b(?:except\w*|excluding|other than|with the exception of|but not|not including)\b"
    r"(?! limited)",
    re.IGNORECASE,
)
_ALLOWED = re.compile(r"\b(?:are|is|be) (?:allowed|permitted)\b", re.IGNORECASE)
_HISTOLOGY = re.compile(
    r"histolog|component|subtype|transform|differentiat|mixed|"
    r"^\W*(?:\w{1,2}\W{1,2})?(?:patients? with |participants? with |diagnosis of |has |have |any "
    r"|known |"
    r"primary |pure |predominantly |tumou?rs? (?:with|of) )*(?P<at>\w)",
    re.IGNORECASE,
)
_OTHER_CANCER = re.compile(
    r"\b(?:history|other|second\w*|prior|previous\w*|concurrent|additional|another|within|years?|"
    r"treated|in[\s-]situ|basal|adequately|curative\w*|"
    r"malignanc(?:y|ies)|metasta\w+|brain|CNS|received|therapy|treatment|involvement|active|"
    r"synchronous|family|compression|unless|except\w*|leptomeningeal)\b",
    re.IGNORECASE,
)
_NOT_OF_THEM = re.compile(  # before a type: a cancer that the patient had, or somebody else
    r"\b(?:history|other|second\w*|prior|previous(?:ly)?|concurrent|another|additional|free of|"
    r"relatives?|family|familial|hereditary|brain)\b",
    re.IGNORECASE,
)
_NO_DIAGNOSIS = re.compile(r"\b(?:in[\s-]situ|syndromes?|must be excluded)\b", re.IGNORECASE)
_AROUND = frozenset(
    """
    histologically cytologically pathologically histological cytological histologic cytologic
    pathological confirmation diagnosis diagnosed proven biopsy locally advanced metastatic
    unresectable recurrent relapsed refractory progressive primary invasive women men stage iii iv
    disease evidence
    """.split()
)


def read_tumor_types(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    """Yield the tumour types of the diagnosis, and those that exclude."""
    if len(sentence.text) > LONGEST:
        return
    if sentence.side is Side.EXCLUSION:
        yield from _excluding(sentence, text)
        return
    if not _names_diagnosis(sentence) and not _heads_types(sentence, text):
        return
    alike = [
        each
        for each in text.sentences
        if each.cohort == sentence.cohort and (_names_diagnosis(each) or _heads_types(each, text))
    ]
    if all(each.start != sentence.start for each in alike):
        alike = [sentence]  # one way in of several: other sentences do not speak of it
    if alike[0].start != sentence.start:
        return
    codes: set[str] = set()
    for each in alike:
        own = {code for _, _, found in _included(each.text) for code in found}
        if _heads_types(each, text):
            own -= {"SOLID", "LIQUID"}
        for below in text.below(each) if each.introduces else ():
            own |= {code for _, _, found in _included(below.text) for code in found}
        codes |= own
    if not codes:
        return
    single = len(alike) == 1 and not sentence.introduces
    spans = [(start, end) for start, end, _ in _included(sentence.text)]
    plain = single and is_plain(without(sentence.text, spans), _AROUND)
    confidence = Confidence.CERTAIN if plain else Confidence.LIKELY
    yield criterion_of(sentence, TumorTypeIn(widest(codes)), confidence)
    shut_out = _shut_out(sentence.text, codes)
    if "NSCLC" in codes and _NOT_SQUAMOUS.search(sentence.text):
        shut_out = tuple(sorted({*shut_out, "LUSC"}))
    if shut_out:
        source = criterion_of(sentence, TumorTypeIn(shut_out), Confidence.LIKELY)
        yield Criterion(Side.EXCLUSION, source.pattern, source.confidence, source.source)


def types_of_people(text: Eligibility) -> set[str]:
    """Return all types that are named among what is included, other cancers left out."""
    return {
        code
        for each in text.sentences
        if each.side is Side.INCLUSION and not _NO_DIAGNOSIS.search(each.text)
        for start, _, codes in _included(each.text)
        if not _NOT_OF_THEM.search(each.text, 0, start)
        for code in codes
    }


@lru_cache(maxsize=2048)
def _heads_types(sentence: Sentence, text: Eligibility) -> bool:
    """Whether a list of types stands below a sentence that names none: *any of the following*.

    Two items or more begin with a type, and at least half of those right below the sentence.
    """
    if sentence.side is not Side.INCLUSION or not sentence.introduces:
        return False
    if not sentence.stands_alone or not _LISTS_TYPES.search(sentence.text):
        return False
    if {code for _, _, codes in _included(sentence.text) for code in codes} - {"SOLID", "LIQUID"}:
        return False
    first = {
        each.item: each
        for each in reversed(text.below(sentence))
        if each.parents[-1:] == (sentence.item,)
    }
    named = sum(_begins_with_a_type(each.text) for each in first.values())
    return named > 1 and 2 * named >= len(first)


def _begins_with_a_type(shown: str) -> bool:
    named = _included(shown)
    if not named:
        return False
    start, end, _ = named[0]
    return _BEFORE_A_TYPE.fullmatch(shown, 0, start) is not None and not _NO_TUMOR.match(shown, end)


@lru_cache(maxsize=2048)
def _names_diagnosis(sentence: Sentence) -> bool:
    shown = sentence.text
    if sentence.side is not Side.INCLUSION or len(shown) > LONGEST:
        return False
    if not sentence.stands_alone and Joint.ALL not in sentence.joints and sentence.joints:
        return False
    if _begins_with_a_type(shown):
        return True
    if not _DIAGNOSIS.search(shown) and not _SPREAD.search(shown, 0, 80):
        return False
    head = _AT_BEGINNING.sub("", shown, count=1)
    named = _included(shown)
    if not named:
        return False
    before = head[: max(0, named[0][0] - (len(shown) - len(head)))]
    return not _NOT_THE_DIAGNOSIS.search(_BRACKETS.sub(" ", before))


@lru_cache(maxsize=2048)
def _included(shown: str) -> tuple[Found, ...]:
    """Return the types named before the text turns to what it does not take."""
    turn = _EXCEPT.search(shown)
    end = turn.start() if turn else len(shown)
    return tuple(
        each
        for each in find_tumor_types(shown)
        if each[1] <= end
        and not _NEGATED.search(shown[max(0, each[0] - 30) : each[0]])
        and not _MATERIAL.match(shown, each[0])
        and not _OF_A_NAME.match(shown, each[1])
    )


def _shut_out(shown: str, included: set[str]) -> tuple[str, ...]:
    turn = _EXCEPT.search(shown)
    if not turn:
        return ()
    codes = {c for start, _, found in find_tumor_types(shown) if start >= turn.end() for c in found}
    return tuple(sorted(code for code in codes if code not in included and is_near(code, included)))


def _excluding(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    shown = sentence.text
    if _OTHER_CANCER.search(shown) or len(shown) > 300 or not _HISTOLOGY.search(shown):
        return
    if _ALLOWED.search(shown):
        return
    named = find_tumor_types(shown)
    included = {
        code
        for each in text.sentences
        if _names_diagnosis(each)
        for _, _, found in _included(each.text)
        for code in found
    }
    codes = {code for _, _, found in named for code in found}
    if any("NSCLC" in lineage(code) for code in included):
        codes |= {code for pattern, code in _OF_LUNG if pattern.search(shown)}
    above = {each for code in included for each in lineage(code)}
    near = tuple(sorted(code for code in codes - above if is_near(code, included)))
    if near:
        yield criterion_of(sentence, TumorTypeIn(near), Confidence.LIKELY)
