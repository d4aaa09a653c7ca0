"""Read the tumour types that the text takes.

Types are found by their names (`tumor_names`) in sentences about the diagnosis. Several such
sentences are alternatives, so that one criterion with all their types stands at the first of them.
Cancers that the patient had besides are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oncomatch.domain.biomarker import TumorTypeIn
from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.reference.tumor_lines import is_near, is_on_a_line, lineage, same_lines, widest
from oncomatch.trials.eligibility.diagnosis_sentences import (
    EXCEPT,
    heads_types,
    included_types,
    names_diagnosis,
    types_of_people,
)
from oncomatch.trials.eligibility.excluded_types import (
    beside_the_taken,
    excluded_types,
    turned_away,
)
from oncomatch.trials.eligibility.extent import extents_in
from oncomatch.trials.eligibility.histologies import NAMES_HISTOLOGY
from oncomatch.trials.eligibility.phrases import find_phrases
from oncomatch.trials.eligibility.plain import LONGEST, is_plain, without
from oncomatch.trials.eligibility.reading import Eligibility, criterion_of
from oncomatch.trials.eligibility.sentences import Sentence

_WHICHEVER = {"SOLID", "LIQUID"}
_TAKES_MORE = re.compile(
    r"\b(?:also|allow\w{0,4}|permit\w{0,4}|acceptable|(?<!not )(?<!in)eligible|variants?|including|"
    r"includes?|such as|others?|mixed|component|predominan\w+|equivalent|related|similar|e\.?g|"
    r"subtypes?|histolog(?:y|ies) (?:of|other)|or|and/or|any|unknown)\b|/",
    re.IGNORECASE,
)
_TURNS = re.compile(  # what follows is said of the tumour, no more of its type
    r"[.;:]\s|,?\s\(?\b(?:with|that|who|which|whose|for|meeting|as|at|by|after|before|following|must|"
    r"have|has|had|not|in whom|based|per|according|previously|amenable|eligible|harbou?r\w*|"
    r"express\w*|and (?:must|have|has|be|with|no|at|for|who|not))\b",
    re.IGNORECASE,
)
_ANOTHER_WAY = re.compile(  # "or patients with …", "mixed histology is allowed"
    r"\bor\s(?:(?:an?|the|other|any|with|who|those|have|has|had)\s){0,3}(?:patients?|participants?|"
    r"subjects?|cancers?|carcinomas?|tumou?rs?|malignanc\w+|histolog\w+|diagnosis|disease of)\b|"
    r"\b(?:histolog\w+|types?|subtypes?|carcinomas?|cancers?|tumou?rs?|components?|variants?|"
    r"features?|differentiation)\b[^.;]{0,80}\b(?:also|allowed|permitted|acceptable|"
    r"(?<!not )(?<!in)eligible|included)\b",
    re.IGNORECASE,
)
_TOO = re.compile(
    r"\b(?:allowed|permitted|acceptable|also|(?<!not )(?<!in)eligible)\b", re.IGNORECASE
)
_ALLOWED_BESIDE = re.compile(  # "(adenosquamous is also allowed)"
    r"\((?![^()]*\b(?:prior|previous\w*|therap\w*|treat\w*)\b)[^()]{0,80}"
    r"\b(?:also|allowed|permitted|acceptable)\b[^()]{0,40}\)",
    re.IGNORECASE,
)
_NEXT_TUMOUR = re.compile(  # "small cell lung cancer (SCLC), neuroendocrine carcinoma (NEC)"
    r"^[\s)\]]*(?:\([^()]{2,12}\))?\s?(?:[,;/]|\bor\b)\s?(?:(?:and/or|and|or)\s)?"
    r"(?:(?!(?:with|without|who|whose|that|which|has|have|had|no|not|of|at|in|and|or|must|for)\b)"
    r"[\w-]+\s){0,4}(?:cancers?|\w*carcinomas?|\w*sarcomas?|lymphomas?|leuk\w+|melanomas?)\b",
    re.IGNORECASE,
)
_CONFIRMS = re.compile(
    r"^(?!.*\b(?:had|received)\b).*(?:histolog|cytolog|patholog|biops|confirmed|proven|documented)",
    re.IGNORECASE,
)
_AROUND = frozenset(
    """
    histologically cytologically pathologically histological cytological histologic cytologic
    pathological pathologic histopathologically histopathological histology cytology pathology
    confirmation confirmed diagnosis diagnosed diagnoses proven verified biopsy locally local
    advanced metastatic unresectable resectable recurrent relapsed refractory progressive primary
    invasive women men male female males females stage iii iv ii i disease evidence newly new
    previously treated untreated naive persistent resistant sensitive platinum castration hormone
    measurable evaluable incurable malignant years old age older aged inoperable extensive limited
    early oligometastatic borderline potentially surgically histo cyto radiologically clinically
    established either radiographically biochemically ajcc uicc figo system edition 8th m1
    high low well poorly differentiated epithelial ductal operable resected residual indolent
    squamous nonsquamous non clinical documentation proof verification centrally 18
    """.split()
)


def read_tumor_types(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    """Yield the tumour types of the diagnosis, and those that exclude."""
    if len(sentence.text) > LONGEST:
        return
    if sentence.side is Side.EXCLUSION:
        yield from excluded_types(sentence, text)
        return
    if sentence.side is Side.INCLUSION:
        yield from turned_away(sentence, text)
    if not names_diagnosis(sentence) and not heads_types(sentence, text):
        return
    alike = [
        each
        for each in text.sentences
        if each.cohort == sentence.cohort and (names_diagnosis(each) or heads_types(each, text))
    ]
    if all(each.start != sentence.start for each in alike):
        alike = [sentence]  # one way in of several: other sentences do not speak of it
    if alike[0].start != sentence.start:
        return
    named = [(each, _codes_of(each, text)) for each in alike]
    codes = {code for _, own in named for code in own}
    if not codes:
        return
    types = widest(codes - _narrowed(named))
    said = any(_says_surely(each, types) for each in alike) or _lists_surely(alike, types, text)
    sure = said and not _others_too(text, types)
    confidence = Confidence.CERTAIN if sure else Confidence.LIKELY
    yield criterion_of(sentence, TumorTypeIn(types), confidence)
    for each, own in named:
        if own:
            yield from beside_the_taken(each, set(types), text, sure=sure)


def _codes_of(sentence: Sentence, text: Eligibility) -> set[str]:
    own = {code for _, _, found in included_types(sentence.text) for code in found}
    if heads_types(sentence, text):
        own -= _WHICHEVER
    for below in text.below(sentence) if sentence.introduces else ():
        own |= {code for _, _, found in included_types(below.text) for code in found}
    return own


def _narrowed(named: list[tuple[Sentence, set[str]]]) -> set[str]:
    """Return the types of which another sentence says the histology: both are asked for.

    *Castration-resistant prostate cancer* beside *confirmed adenocarcinoma of the prostate*; any
    tumour is narrowed by none, since a sentence of one kind may be a rule for some.
    """
    found: set[str] = set()
    if not all(same_lines(own, others) for _, own in named for _, others in named):
        return found  # a list of several kinds
    for each, own in named:
        if not _CONFIRMS.search(each.text) or each.introduces:
            continue
        for one, others in named:
            if one is not each and not others & _WHICHEVER:
                found |= {code for code in others - own if any(code in lineage(n) for n in own)}
    return found


def _says_surely(sentence: Sentence, types: tuple[str, ...]) -> bool:
    """Whether a sentence by itself takes just these types, every word up to the last understood."""
    named = included_types(sentence.text)
    if not named or widest({code for _, _, found in named for code in found}) != types:
        return False
    end = named[-1][1]
    shown, rest = sentence.text[:end], sentence.text[end:]
    turn = EXCEPT.search(rest)
    rest = rest[: turn.start()] if turn else rest
    spans = [(start, until) for start, until, _ in named]
    spans += [(each.start, each.end) for each in find_phrases(shown)]
    spans += extents_in(shown)[1]
    beside = _TURNS.split(rest, maxsplit=1)[0]
    return (
        is_plain(without(shown, spans), _AROUND)
        and not _TAKES_MORE.search(beside)
        and not _ANOTHER_WAY.search(rest)
        and not _ALLOWED_BESIDE.search(rest)
        and not _NEXT_TUMOUR.search(rest)
        and not (NAMES_HISTOLOGY.search(rest) and _TOO.search(rest))
    )


def _lists_surely(alike: list[Sentence], types: tuple[str, ...], text: Eligibility) -> bool:
    """Whether the types are the items below one heading, each of them surely one of the types."""
    if len(alike) != 1 or not heads_types(alike[0], text):
        return False
    below = [each for each in text.below(alike[0]) if each.parents[-1:] == (alike[0].item,)]
    codes = [
        widest({code for _, _, found in included_types(each.text) for code in found})
        for each in below
    ]
    return (
        len({each.item for each in below}) == len(below)
        and {code for own in codes for code in own} == set(types)
        and all(own and _says_surely(each, own) for each, own in zip(below, codes, strict=True))
    )


def _others_too(text: Eligibility, types: tuple[str, ...]) -> bool:
    """Whether the text speaks of patients with another type of these organs, or of any tumour.

    One of another organ is mostly a cancer that the patient had, unless it is a diagnosis too.
    """
    wide = {each for code in types for each in lineage(code)[1:]} & _WHICHEVER
    diagnoses = {
        code
        for each in text.sentences
        if names_diagnosis(each)
        for _, _, found in included_types(each.text)
        for code in found
    }
    of_parts = {
        code
        for each in text.sentences
        if each.cohort and names_diagnosis(each)
        for _, _, found in included_types(each.text)
        for code in found
    }
    above = {each for code in types for each in lineage(code)[1:]}
    return bool(of_parts & above - _WHICHEVER) or any(
        code in wide
        or (not is_on_a_line(code, types) and (code in diagnoses or is_near(code, set(types))))
        for code in types_of_people(text)
    )
