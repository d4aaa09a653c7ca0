"""Read the tumour types that the text shuts out.

What excludes by a kind of tumour is about the patient's own where the type belongs to an organ
that the trial takes; other cancers that a patient has, or had, are no criterion of the type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oncomatch.domain.biomarker import TumorTypeIn
from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.reference.tumor_lines import is_near, lineage
from oncomatch.trials.eligibility.diagnosis_sentences import (
    EXCEPT,
    included_types,
    names_diagnosis,
)
from oncomatch.trials.eligibility.reading import Eligibility, criterion_of
from oncomatch.trials.eligibility.sentences import Sentence
from oncomatch.trials.eligibility.tumor_names import find_tumor_types

_NOT_SQUAMOUS = re.compile(r"\bnon-?\s?squamous\b", re.IGNORECASE)
_OF_LUNG: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<!non-)(?<!non )(?<!non)\bsquamous\b", re.IGNORECASE), "LUSC"),
    (re.compile(r"(?<!non-)(?<!non )(?<!non)\bsmall[\s-]cell\b", re.IGNORECASE), "SCLC"),
    (re.compile(r"\bneuroendocrine\b", re.IGNORECASE), "LUNE"),
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


def beside_the_taken(sentence: Sentence, taken: set[str]) -> Iterator[Criterion]:
    """Yield the types that a sentence of the diagnosis leaves out of those that it takes."""
    shut_out = _shut_out(sentence.text, taken)
    if "NSCLC" in taken and _NOT_SQUAMOUS.search(sentence.text):
        shut_out = tuple(sorted({*shut_out, "LUSC"}))
    if shut_out:
        source = criterion_of(sentence, TumorTypeIn(shut_out), Confidence.LIKELY)
        yield Criterion(Side.EXCLUSION, source.pattern, source.confidence, source.source)


def _shut_out(shown: str, included: set[str]) -> tuple[str, ...]:
    turn = EXCEPT.search(shown)
    if not turn:
        return ()
    codes = {c for start, _, found in find_tumor_types(shown) if start >= turn.end() for c in found}
    return tuple(sorted(code for code in codes if code not in included and is_near(code, included)))


def excluded_types(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    """Yield the types near to those that are taken, by which a sentence excludes."""
    shown = sentence.text
    if _OTHER_CANCER.search(shown) or len(shown) > 300 or not _HISTOLOGY.search(shown):
        return
    if _ALLOWED.search(shown):
        return
    named = find_tumor_types(shown)
    included = {
        code
        for each in text.sentences
        if names_diagnosis(each)
        for _, _, found in included_types(each.text)
        for code in found
    }
    codes = {code for _, _, found in named for code in found}
    if any("NSCLC" in lineage(code) for code in included):
        codes |= {code for pattern, code in _OF_LUNG if pattern.search(shown)}
    above = {each for code in included for each in lineage(code)}
    near = tuple(sorted(code for code in codes - above if is_near(code, included)))
    if near:
        yield criterion_of(sentence, TumorTypeIn(near), Confidence.LIKELY)
