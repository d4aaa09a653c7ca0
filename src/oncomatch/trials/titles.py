"""Read molecular criteria from a trial's titles.

A title names what is asked for (`KRAS G12C-mutant NSCLC`), but also drugs and their targets, and
what is only one group of many. It is certain only if no word around it is unknown, and if it
names nothing else of genes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from oncomatch.domain.biomarker import Biomarker, genes_of
from oncomatch.domain.trial import Confidence, Criterion, Section, Side, TextPlace
from oncomatch.trials.eligibility.asides import without_pairs
from oncomatch.trials.eligibility.listed_types import is_of_one_type
from oncomatch.trials.eligibility.molecular import findings
from oncomatch.trials.eligibility.part_sorts import sort_of
from oncomatch.trials.eligibility.phrases import Phrase, find_phrases
from oncomatch.trials.eligibility.tokens import Sort, tokens_of
from oncomatch.trials.purpose import other_purpose
from oncomatch.trials.surroundings import doubtful_word

_NOT_REQUIRED = re.compile(
    r"\bincluding\b|\bsuch as\b|\bor (?:other|another)\b|\bfocus on\b|\bregardless\b",
    re.IGNORECASE,
)
_FOCUS = re.compile(r",\s(?:with\s)?a\s(?:special\s)?focus\son\b.*$", re.IGNORECASE | re.DOTALL)
_GERMLINE = re.compile(r"germline|hereditary|carriers?|inherited", re.IGNORECASE)
_TUMOUR_BEFORE = re.compile(
    r"\b(?:cancers?|carcinomas?|tumou?rs?|nsclc|melanomas?|gliomas?|sarcomas?|leuk\w{3,6}|"
    r"lymphomas?|disease)\s*$",
    re.IGNORECASE,
)
_CHANGES_AT_END = re.compile(
    r"\b(?:mutations|alterations|fusions|variants|rearrangements|amplifications)$", re.IGNORECASE
)
_WITH_AT_END = re.compile(r"\bwith\s+(?:an?\s+)?$", re.IGNORECASE)
_EXPANSION = re.compile(  # "in solid tumors, with an expansion in X-null ovarian cancer"
    r"\b(?:with|and|followed by)\s(?:an?\s)?(?:[\w-]+\s){0,2}(?:expansions?|extensions?)"
    r"(?:\s(?:cohorts?|parts?|phases?|arms?|stud(?:y|ies)))?\s(?:in|of|for|into)\s[^,;:]*$",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:patients|participants|subjects|adults|people|individuals|cancers?|tumou?rs?)\b",
    re.IGNORECASE,
)
_APART = re.compile(r"\b(?:or|versus|vs|in|patients|participants|subjects)\b|[;:/]", re.IGNORECASE)
LONGEST = 1000  # characters; the registry takes 600


def read_titles(titles: Iterable[str]) -> list[Criterion]:
    """Return the molecular criteria that the titles of one trial name, each once.

    A title may be silent; a doubt about one, and titles that do not agree, are a doubt about all.
    """
    read = [_FOCUS.sub("", title[:LONGEST]) for title in titles if title]
    if any(map(other_purpose, read)):
        return []
    found: dict[Biomarker, Criterion] = {}
    named: set[frozenset[Biomarker]] = set()
    for title in read:
        criteria = read_title(title)
        named.add(frozenset(each.pattern for each in criteria))
        for each in criteria:
            known = found.get(each.pattern)
            if known is None or known.confidence is not Confidence.CERTAIN:
                found[each.pattern] = each
    doubt = any(map(_is_doubtful, read)) or len(named - {frozenset()}) > 1
    return [
        replace(each, confidence=Confidence.LIKELY)
        if doubt and each.confidence is Confidence.CERTAIN
        else each
        for each in found.values()
    ]


def _stands_beside(title: str, start: int, end: int) -> bool:
    """Whether changes stand behind a tumour without a word between: `lung cancer EGFR mutations`.

    Whether patients have both, or either, is not said.
    """
    first, *_ = tokens_of(title[start:end])
    changes = _CHANGES_AT_END.search(title[start:end])
    return bool(
        changes and first.sort is not Sort.NEGATION and _TUMOUR_BEFORE.search(title[:start])
    )


def _has_both(plain: str, phrases: list[Phrase]) -> bool:
    """Whether tumours have two markers at once: `KRAS G12C-mutant NSCLC with PD-L1 TPS ≥50%`."""
    genes = [set(genes_of(each.pattern)) for each in phrases if each.pattern]
    if len(phrases) != 2 or len(genes) != 2 or genes[0] & genes[1]:
        return False
    between = without_pairs(plain[phrases[0].end : phrases[1].start])
    return bool(_WITH_AT_END.search(between)) and not _APART.search(between)


def _is_of_an_expansion(before: str) -> bool:
    """Whether a title names other patients first, and these for a further part of the trial."""
    further = _EXPANSION.search(before)
    return bool(further and _PEOPLE.search(before, 0, further.start()))


def _is_doubtful(title: str) -> bool:
    return bool(_NOT_REQUIRED.search(title) or _GERMLINE.search(title)) or any(
        phrase.pattern is None for phrase in find_phrases(title)
    )


def read_title(title: str) -> list[Criterion]:
    """Return the molecular criteria that a title names, with the characters where it does.

    A title that is not of a treatment, and one whose marker is not required, has none.
    """
    title = _FOCUS.sub("", title[:LONGEST])
    if other_purpose(title) or _NOT_REQUIRED.search(title):
        return []
    found = []
    phrases = find_phrases(title)
    rest = list(title)
    for phrase in phrases:
        rest[phrase.start : phrase.end] = " " * (phrase.end - phrase.start)
    plain = "".join(rest)
    unread = any(phrase.pattern is None for phrase in phrases)
    several = {phrase.pattern for phrase in phrases}
    named = findings(title, Side.INCLUSION)
    changes = [each.pattern for each in named if sort_of(each.pattern) == "genomic"]
    for each in named:
        if is_of_one_type(title, each.start, each.end):
            continue
        confidence = each.confidence
        if confidence is not Confidence.TO_REVIEW:
            word = doubtful_word(plain[: each.start], plain[each.end :])
            doubt = unread or each.doubtful or bool(word)
            doubt = doubt or _stands_beside(title, each.start, each.end)
            doubt = doubt or _is_of_an_expansion(plain[: each.start])
            confidence = Confidence.LIKELY if doubt else Confidence.CERTAIN
        parts = (len(several) > 1 or len(changes) > 1) and not _has_both(plain, phrases)
        if _GERMLINE.search(title) or (parts and confidence is Confidence.CERTAIN):
            confidence = Confidence.LIKELY
        place = TextPlace(Section.TITLE, each.start, each.end)
        found.append(Criterion(Side.INCLUSION, each.pattern, confidence, place))
    return found
