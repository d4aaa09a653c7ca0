"""What may stand around a clinical criterion without changing what it asks for.

A sentence is certain only where every word of it is understood: what a reader has read is taken
out, and what is left may be people, documents, and times of assessment. There is no end to words
that narrow or turn a criterion around, so the harmless ones are listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from oncomatch.trials.eligibility.reading import Eligibility
from oncomatch.trials.eligibility.sentences import Sentence

LONGEST = 1200
"""Characters of a sentence beyond which no clinical reader tries it."""

_HARMLESS = frozenset(
    """
    a an the of on or and to in at as by per with is are be been being was must should shall will
    have has having had who whose which that this these their his her for any all documented known
    patient patients participant participants subject subjects individual individuals adult adults
    confirmed determined assessed evaluated defined measured evidenced presence current currently
    study trial protocol entry enrollment enrolment screening baseline registration randomization
    randomisation inclusion consent treatment therapy visit day time investigator treating physician
    investigators eligible required following criteria criterion adequate acceptable s
    according based using standard guidelines version scale score status grade level cooperative
    also see appendix least one more site lesion lesions target disease
    """.split()
)
_TIME = re.compile(
    r"[(\[]?\s*(?:obtained |performed |assessed |measured |documented |as assessed )?"
    r"(?:within|(?:≤|=<|<=|<)\s?(?=\d))\s?(?:the )?(?:last |past )?\d{1,3}[\s-]?(?:calendar )?"
    r"(?:days?|weeks?|hours?)(?:\s(?:of|prior to|before|from|preceding|\(\W?\d+ \w+\) of))?"
    r"(?:\sthe)?(?:\s(?:first|start|dose|of|day|study|protocol|trial|treatment|drug|therapy|step|"
    r"registration|enrol\w+|randomi\w+|screening|allocation|initiation|intervention|cycle|\d|and|"
    r"or|/|entry|administration|initial|planned)){0,12}\s*[)\]]?",
    re.IGNORECASE,
)
_NEXT_NUMBER = re.compile(r"[\s;:.]\(?(?:\d{1,2}|[ivx]{1,4})[.)]\W*$")
_WORD = re.compile(r"[^\W_]+")
_ALLOWS = re.compile(
    r"\b(?:allow\w*|permit\w*|eligible|may\b|can\b|unless|except\w*|acceptable|waived?|approv\w+|"
    r"not (?:be )?(?:required|necessary|excluded))",
    re.IGNORECASE,
)


def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text with the spans left blank."""
    rest = list(text)
    for start, end in spans:
        rest[start:end] = " " * (end - start)
    return "".join(rest)


def is_plain(rest: str, extra: frozenset[str] = frozenset()) -> bool:
    """Whether each word that is left of a sentence is known to leave its meaning as it is.

    >>> is_plain("Patients must have (within 28 days prior to registration)"), is_plain("unless")
    (True, False)
    """
    words = _WORD.findall(_TIME.sub(" ", _NEXT_NUMBER.sub(" ", rest)).lower())
    return all(word in _HARMLESS or word in extra for word in words)


def allows(shown: str) -> bool:
    """Whether a sentence allows something: *may*, *eligible*, *unless*."""
    return _ALLOWS.search(shown) is not None


def is_softened(sentence: Sentence, text: Eligibility, subject: re.Pattern[str]) -> bool:
    """Whether another sentence of the text allows something of the same subject."""
    return any(
        each.start != sentence.start and subject.search(each.text) is not None and allows(each.text)
        for each in text.sentences
    )
