"""What each tumour type of a list within one sentence is asked for: *melanoma or MSI-high CRC*."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from oncomatch.domain.biomarker import Allele, atoms_of
from oncomatch.domain.trial import Confidence, Side
from oncomatch.reference.tumor_lines import lineage
from oncomatch.trials.eligibility.joining import any_of
from oncomatch.trials.eligibility.joints import Joint
from oncomatch.trials.eligibility.molecular import Finding, findings
from oncomatch.trials.eligibility.phrases import Phrase, find_phrases
from oncomatch.trials.eligibility.sentences import Sentence
from oncomatch.trials.eligibility.tumor_lists import ListedTumor, listed_tumors, marker_items

NOT_TAKEN = re.compile(
    r"\b(?:except\w*|excluding|other than|with the exception of|regardless|irrespective|"
    r"histor(?:y|ies) of|prior|previous\w*|received|treated|therap\w*|treatment\w*|"
    r"approved|indicated|family|relatives?|such as|e\.g|for example|e\.g\.|not eligible)\b",
    re.IGNORECASE,
)
_RULED = re.compile(  # behind the last type: what those must do, not who is taken
    r"\b(?:must|should|shall|needs?|may|can|will(?!\sbe\s(?:enrolled|included))|eligible|allowed|permitted|excluded|required)\b",
    re.IGNORECASE,
)
_BREAST = "BREAST"
_LONGEST_NAME = 80
_LISTS_EXAMPLES = re.compile(
    r"\b(?:(?<!types\s)(?<!types\sare\s)includ\w{1,3}|such as|e\.g|note)\b", re.IGNORECASE
)
_OTHER_THAN = re.compile(r"\b(?:other than|except\w*|excluding)\b", re.IGNORECASE)
_OF_THE_WHOLE = re.compile(r"\s?,\s(?:with|that|which|who|whose)\b", re.IGNORECASE)
_CLOSES = re.compile(r"\b(?:and|or)\s(?:[\w-]{1,20}\s){0,3}\Z", re.IGNORECASE)
"""*A, B or C, with an expression of X*: what stands behind the comma is said of all."""
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def of_type_list(
    sentence: Sentence, elements: list[ListedTumor]
) -> Iterator[tuple[str, frozenset[str], list[Finding]]]:
    """Yield name, codes and findings of each type of a list that has a marker of its own."""
    text = sentence.text
    first, last = elements[0], elements[-1]
    barred = _OTHER_THAN.search(text)
    taken = [one.codes for one in elements if barred is None or one.at < barred.start()]
    if len(set(taken)) < len(taken):
        return  # what is said of a type twice is no list of those who are taken
    if _LISTS_EXAMPLES.search(text[: last.at]) or ":" in text[first.at : last.at]:
        return
    if _RULED.search(_BRACKETS.sub(" ", text[last.until :])) or NOT_TAKEN.search(text[: first.at]):
        return
    markers = marker_items(text, elements)
    if sentence.side is Side.INCLUSION:
        yield from _of_any_tumor(sentence, markers)
    phrases = [
        each for each in find_phrases(text) if not any(a <= each.start < b for a, b in markers)
    ]
    of_its_own = [
        [each for each in phrases if one.start <= each.start < one.end] for one in elements
    ]
    for place, (one, own) in enumerate(zip(elements, of_its_own, strict=True)):
        others = any(
            each.start >= other.until or each.end <= other.at
            for at, (other, said) in enumerate(zip(elements, of_its_own, strict=True))
            for each in said
            if at != place
        )
        if not own or any(each.pattern is None for each in own):
            continue
        if not all(
            _is_of(phrase, one, place, len(elements), others=others, text=text) for phrase in own
        ):
            continue
        if not is_solid(one):
            if any(_is_of(each, one, 1, 3, others=True, text=text) for each in own):
                yield "", one.codes, findings(text[one.start : one.end], Side.INCLUSION)
            continue
        found = [
            as_sure(each, sentence)
            for each in findings(
                text[one.start : one.end].rstrip(" ,;"), sentence.side or Side.INCLUSION
            )
            if is_read(each) and not any(isinstance(a, Allele) for a in atoms_of(each.pattern))
        ]
        if found:
            yield shown_name(text, one, own), one.codes, found


def _of_any_tumor(
    sentence: Sentence, markers: list[tuple[int, int]]
) -> Iterator[tuple[str, frozenset[str], list[Finding]]]:
    """Yield the way in of those of any tumour with a marker that a list of types names."""
    text = sentence.text
    found = [each for a, b in markers for each in findings(text[a:b], Side.INCLUSION)]
    found = [as_sure(each, sentence) for each in found if is_read(each)]
    if not found:
        return
    sure = all(each.confidence is Confidence.CERTAIN for each in found)
    sure = sure and all(each.pattern is not None for each in find_phrases(text))
    whole = any_of([each.pattern for each in found])
    confidence = Confidence.CERTAIN if sure else Confidence.LIKELY
    name = " ".join(text[slice(*markers[0])].split())
    yield name, frozenset(), [replace(found[0], pattern=whole, confidence=confidence)]


def shown_name(text: str, one: ListedTumor, said: Iterable[Phrase | Finding]) -> str:
    """Return the name of a type with the marker that stands before it."""
    shown = text[min(one.at, *(each.start for each in said)) : one.until]
    return shown if "(" not in shown and len(shown) <= _LONGEST_NAME else one.name


def _is_of(
    phrase: Phrase, one: ListedTumor, place: int, count: int, *, others: bool, text: str
) -> bool:
    """Whether what a phrase says is said of its own item of the list alone.

    Before the name of the first type, and behind that of the last one, it may be said of all,
    unless another item has a marker of its own, or the phrase names the type itself.
    """
    if phrase.start < one.until and phrase.end > one.at:
        return True
    names_breast = re.search(
        r"triple|hormone|\b(?:ER|HR|PR)\b", text[phrase.start : phrase.end], re.IGNORECASE
    )
    if any(_BREAST in lineage(code) for code in one.codes) and names_breast:
        return True
    if _OF_THE_WHOLE.match(text, one.until) and _CLOSES.search(text, 0, one.at):
        return False
    in_brackets = text[one.until : phrase.start].lstrip().startswith(("(", "["))
    if place == 0 and phrase.end <= one.at:
        return others
    if place == count - 1 and phrase.start >= one.until:
        return others or in_brackets
    return True


def is_read(found: Finding) -> bool:
    """Whether a finding is more than a note that something was not understood."""
    return found.confidence is not Confidence.TO_REVIEW


def as_sure(found: Finding, sentence: Sentence) -> Finding:
    """Return a finding as likely where its sentence is an item of a list of another kind."""
    known = all(joint in (Joint.ALL, Joint.ANY) for joint in sentence.joints)
    if found.confidence is Confidence.CERTAIN and not known:
        return replace(found, confidence=Confidence.LIKELY)
    return found


def is_solid(one: ListedTumor) -> bool:
    """Whether a type is no cancer of the blood: a marker in its name is a part of that name."""
    return any("SOLID" in lineage(code) for code in one.codes)


def is_of_one_type(text: str, start: int, end: int) -> bool:
    """Whether what stands from `start` to `end` is said of one type of those that a text lists.

    >>> title = "Melanoma and EGFR-mutant lung cancer"
    >>> is_of_one_type(title, 13, 24)
    True
    """
    elements = listed_tumors(text)
    phrases = [each for each in find_phrases(text) if start <= each.start and each.end <= end]
    if len(elements) < 2 or not phrases:
        return False
    others = any(
        one.start <= each.start < one.end and not one.start <= start < one.end
        for each in find_phrases(text)
        for one in elements
    )
    return any(
        one.start <= start < one.end
        and all(
            _is_of(each, one, place, len(elements), others=others, text=text) for each in phrases
        )
        for place, one in enumerate(elements)
    )
