"""Read the tumour types that the text shuts out.

What excludes by a kind of tumour is about the patient's own where the type belongs to an organ
that the trial takes; other cancers that a patient has, or had, are no criterion of the type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oncomatch.domain.biomarker import TumorTypeIn
from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.reference.tumor_lines import is_near, lineage, may_mean, widest
from oncomatch.trials.eligibility.diagnosis_sentences import (
    EXCEPT,
    EXCLUDED,
    included_types,
    names_diagnosis,
    types_of_people,
)
from oncomatch.trials.eligibility.histologies import find_histologies
from oncomatch.trials.eligibility.phrases import find_phrases
from oncomatch.trials.eligibility.plain import is_plain, without
from oncomatch.trials.eligibility.reading import Eligibility, criterion_of
from oncomatch.trials.eligibility.sentences import Sentence
from oncomatch.trials.eligibility.tumor_names import Found, find_tumor_types

_LONGEST = 1200
_MANY = 4
"""Types from which on a sentence lists them: what stands between them is said of one alone."""
_ALLOWED = re.compile(r"\b(?:are|is|be) (?:allowed|permitted|eligible)\b", re.IGNORECASE)
_PRIMARY_OF_BRAIN = re.compile(  # no metastases there
    r"\bprimary (?:malignant )?(?:brain|CNS|central nervous system(?: \(CNS\))?|intracranial) "
    r"(?:tumou?rs?|malignanc\w+|cancers?|neoplasms?)|\bprimary (?:tumou?rs?|malignanc\w+|cancers?) "
    r"of the (?:CNS|central nervous system|brain)",
    re.IGNORECASE,
)
_OTHER_CANCER = re.compile(
    r"\b(?:history|other|second\w*|prior|previous\w*|concurrent|additional|another|within|years?|"
    r"treated|in[\s-]situ|basal|adequately|curative\w*|metasta(?:s[ei]s|ses)|brain|CNS|received|"
    r"therapy|treatment|involvement|synchronous|family|compression|unless|leptomeningeal|requir\w+|"
    r"resected|bleeding|lesions?)\b",
    re.IGNORECASE,
)
_MALIGNANCY = re.compile(r"^\W*(?:known |active |any )*malignanc", re.IGNORECASE)
_HEADS = re.compile(  # "Specific to patients with X:" heads what excludes those
    r"\b(?:specific|only|for|in|among|applicable)\b[^:]*:\s*$|\bonly\s*$", re.IGNORECASE
)
_NOT_WITH = re.compile(  # "without small cell histology", "non-mucinous"
    r"\b(?:without|no|not)\s(?:(?:any|evidence of|a|predominant\w*|known|features of)\s)*"
    r"(?P<what>[^.;:()]{3,80}?\b(?:histolog\w+|features?|components?|differentiation|elements?|"
    r"carcinomas?|morphology))|\bnon-?\s?(?P<non>(?!small)[A-Za-z]{3,14})\b",
    re.IGNORECASE,
)
_AROUND = frozenset(
    """
    known diagnosis diagnosed histology histologies histological histologic histologically
    cytologically pathologically pathological confirmed proven documented carcinoma carcinomas
    cancer cancers tumor tumors tumour tumours pure cell type types subtype subtypes has have
    patients participants subjects primary disease presence of
    """.split()
)


def beside_the_taken(
    sentence: Sentence, taken: set[str], text: Eligibility, *, sure: bool
) -> Iterator[Criterion]:
    """Yield the types that a sentence of what is included leaves out of those that it takes.

    `sure` says that the types that it takes are read with certainty. What is left out there
    (*non-squamous*) and taken by another sentence of the text is likely.
    """
    shown = sentence.text
    codes: set[str] = set()
    certain = False
    turn = EXCEPT.search(shown)
    if turn:
        codes |= _codes(shown[turn.end() :], taken)
    for found in _NOT_WITH.finditer(shown):
        what = found["what"] or found["non"]
        if "pure" in what:
            continue
        named = _codes(what, taken) or (_codes(f"{what} cancer", taken) if found["non"] else set())
        if found["non"] and re.search(rf"(?<!non)(?<!non[ -])\b{what}\b", shown, re.IGNORECASE):
            continue  # "squamous or non-squamous"
        taken_elsewhere = any(
            each.side is Side.INCLUSION
            and re.search(rf"(?<!non)(?<!non[ -])\b{re.escape(what)}\b", each.text, re.IGNORECASE)
            for each in text.sentences
        )
        certain = certain or bool(found["non"] and named and not taken_elsewhere)
        codes |= named
    shut_out = _near(codes - taken, taken)
    if shut_out:
        confidence = Confidence.CERTAIN if sure and certain and not turn else Confidence.LIKELY
        yield _excludes(sentence, shut_out, confidence)


def turned_away(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    """Yield the types of those who, a sentence of what is included says, are not eligible."""
    shown = sentence.text
    away = EXCLUDED.search(shown)
    if not away:
        return
    begin = max(shown.rfind(mark, 0, away.start()) for mark in (".", ";", ":", "(")) + 1
    who = shown[begin : away.start()]
    if _OTHER_CANCER.search(_PRIMARY_OF_BRAIN.sub(" ", who)):
        return
    taken = _taken(text)
    near = _near(_codes(who, taken) - taken, taken)
    if near:
        yield _excludes(sentence, near, Confidence.LIKELY)


def excluded_types(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    """Yield the types near to those that are taken, by which a sentence excludes."""
    shown = sentence.text
    if len(shown) > _LONGEST or _ALLOWED.search(shown) or _MALIGNANCY.match(shown):
        return
    if _HEADS.search(shown):
        return
    turn = EXCEPT.search(shown)
    shown = shown[: turn.start()] if turn else shown
    taken = _taken(text)
    named = _named(shown, taken)
    codes = {code for _, _, found in named for code in found}
    if len(named) <= _MANY and find_phrases(without(shown, [each[:2] for each in named])):
        return  # some of the kind are excluded: by a change that is not asked for of all
    about = shown[: named[0][0]] if len(named) > _MANY else shown
    if _OTHER_CANCER.search(_PRIMARY_OF_BRAIN.sub(" ", about)):
        return
    near = _near(codes, taken)
    if near:
        spans = [(start, end) for start, end, _ in named]
        spans += [each.span() for each in _PRIMARY_OF_BRAIN.finditer(shown)]
        plain = is_plain(without(shown, spans), _AROUND) and set(near) == set(widest(codes))
        certain = plain and not turn and not sentence.headings
        confidence = Confidence.CERTAIN if certain else Confidence.LIKELY
        yield criterion_of(sentence, TumorTypeIn(near), confidence)


def _excludes(sentence: Sentence, codes: tuple[str, ...], confidence: Confidence) -> Criterion:
    source = criterion_of(sentence, TumorTypeIn(codes), confidence)
    return Criterion(Side.EXCLUSION, source.pattern, source.confidence, source.source)


def _taken(text: Eligibility) -> set[str]:
    """Return the types that the diagnosis names, or all that are named of patients."""
    diagnosed = {
        code
        for each in text.sentences
        if names_diagnosis(each)
        for _, _, found in included_types(each.text)
        for code in found
    }
    return diagnosed or types_of_people(text)


def _near(codes: set[str], taken: set[str]) -> tuple[str, ...]:
    above = {each for code in taken for each in lineage(code)}
    return widest(
        {
            code
            for code in codes - above
            if is_near(code, taken) or any(may_mean(each, code) for each in above)
        }
    )


def _named(shown: str, taken: set[str]) -> list[Found]:
    """Return the types that a text names, by their names and by histologies of the organs."""
    named = list(find_tumor_types(shown))
    above = {each for code in taken for each in lineage(code)}
    others = [(start, end) for start, end, codes in named if not set(codes) & above]
    return [*named, *find_histologies(without(shown, others), taken)]


def _codes(shown: str, taken: set[str]) -> set[str]:
    return {code for _, _, found in _named(shown, taken) for code in found}
