"""Drugs and classes of drugs by the names of running text, longest first.

Drugs are those of the knowledge base; classes besides come from the form of a word (`MAT2A
inhibitor`), and what is no drug at all has the names of `therapy_words`. A word that nobody knows
is a therapy only where a text says that it was given (`prior treatment with X`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from oncomatch.matching.treatment import therapy_called
from oncomatch.trials.eligibility.therapy_words import TARGET, WORDS

_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9αβγ.\-()]*")
_LONGEST = 6
_WORDS_NOT_DRUGS = frozenset(
    """
    steroid steroids corticosteroid corticosteroids vaccine vaccines insulin iron calcium water
    oxygen glucose dextrose aspirin folate prednisone prednisolone dexamethasone metformin heparin
    platinum antibody antibodies inhibitor inhibitors agent agents therapy protein cells dna rna
    """.split()
)
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), name) for pattern, name in WORDS)
_KIND = r"(?:inhibitors?|inhibition|degraders?|antibod(?:y|ies)|antagonists?|blockers?)"
_CLASS = re.compile(
    rf"\b(?P<target>(?:pan-?\s?)?(?:mutant\s)?{TARGET}(?:\s(?:G12[CDV]|V600E?|C797S|kinase))?"
    rf"(?:\s(?:{TARGET}))?)[\s-]{{1,2}}"
    r"(?:(?:small[\s-]molecule|selective|targeted|targeting|directed|tyrosine kinase|kinase|"
    rf"pathway|direct|monoclonal|bispecific|therapeutic)\s){{0,2}}(?P<kind>{_KIND})\b"
)
_CLASSES = re.compile(
    rf"\b(?P<targets>(?:pan-)?{TARGET}(?:(?:,\s?(?:and/or |and |or )?|/|\s(?:and/or|and|or)\s)"
    rf"(?:pan-)?{TARGET}){{1,8}})"
    rf"(?:[\s-](?:kinase|pathway|targeted|targeting))*\s(?:inhibitors?|inhibition)\b"
)
_SINGLE_TARGET = re.compile(rf"(?:pan-)?{TARGET}")
_ABBREVIATED = re.compile(r"\b([A-Z][A-Z0-9/]{1,7})i\b")
_BRACKETED = re.compile(r"(?<=\s)\(([\w/.-]{1,20})\)")
_TAIL = re.compile(  # "gemcitabine-based", "cabozantinib-naive": the drug ends before it
    r"-(?=(?:based|containing|treated|pre-?treated|exposed|na[iï]ve|refractory|resistant|"
    r"experienced|directed|targeted|monotherapy)\b)",
    re.IGNORECASE,
)
_OF_A_CLASS = re.compile(rf"\b{_KIND}\s$", re.IGNORECASE)
_LONG_FORM = re.compile(
    r"(?:(?!(?:with|to|an?|the|or|and|any|of|for|prior|previous|received|other|including|either)\s)"
    r"[\w(),α-ω-]+\s){1,8}$",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\b(?:(?:prior|previous|prior systemic)\s(?:treatments?|therap(?:y|ies)|exposure|use|receipt|"
    r"administration)\s(?:with|to|of)|(?:previously|been|ever) (?:treated with|"
    r"exposed to|received)|"
    r"received (?:prior|previous)(?: treatment with)?|receipt of|treatment with)\s"
    r"(?:an?\s|the\s|any\s|prior\s)?(?P<first>[A-Za-z][\w-]{4,30})"
    r"(?:(?P<joint>,?\s(?:or|and/or)\s|,\s)(?P<second>[A-Za-z][\w-]{4,30}))?"
    r"(?=$|[.,;)]|\s(?:for|in|at|or|treatment|therapy|use)\b)",
    re.IGNORECASE,
)
_CODE = re.compile(r"\b[A-Z]{2,5}-?\d{3,7}[A-Z]?\b")
_COMMON = re.compile(
    r"(?:\w+ing|\w+ed|\w+ions?|\w+ments?|\w+ents?|\w+ants?|\w+ives?|\w+ics?|\w+ors?|"
    r"\w+ies|\w+therapy|"
    r"\w+therapies|\w+steroids?|systemic|cancer|tumou?r|disease|other|others|these|those|either|"
    r"least|study|trial|drugs?|prior|previous|more|line|lines|first|second|third|standard|"
    r"investigational|regimens?|products?|surgery|transplants?|transfusions?|vaccines?|"
    r"anti-?\w*|known|immune|small|novel|another|intent|protocol|months?|weeks?|years?|days?|"
    r"cytotoxic|neoadjuvant|adjuvant|hormonal|local|radical|curative|palliative|induction|"
    r"biologics?|cells?|stem|organ|kinase|covid.*|pan-.*|tt-?fields|metastatic|"
    r"advanced|pelvic|thoracic|opioids?|"
    r"platinum|strong|combination|single|multiple|lutetium|bispecifics?|blood|plasma|oxygen)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A drug or class that a text names: where, by which one name, and whether that is known."""

    start: int
    end: int
    name: str
    known: bool


def find_therapies(text: str) -> list[Named]:
    """Return the drugs and classes that a text names, from left to right."""
    found: list[Named] = []

    def add(start: int, end: int, name: str) -> None:
        if all(end <= one.start or one.end <= start for one in found):
            known = _canonical(name)
            begin = _written_out(text, start, end)
            found.append(Named(begin, end, known or name, known is not None))

    flat = _TAIL.sub(" ", _BRACKETED.sub(r" \1 ", text))
    for pattern, name in _COMPILED:
        for match in pattern.finditer(flat):
            add(match.start(), match.end(), _filled(name, match))
    for start, end, name in _known(flat):
        add(start, end, name)
    for match in _ABBREVIATED.finditer(flat):
        if _canonical(f"{match[1]} inhibitor"):
            add(match.start(), match.end(), f"{match[1]} inhibitor")
    for match in _CLASSES.finditer(flat):
        for target in _SINGLE_TARGET.finditer(flat, match.start("targets"), match.end("targets")):
            add(target.start(), target.end(), f"{target[0]} inhibitor")
    for match in _CLASS.finditer(flat):
        add(match.start(), match.end(), f"{_target(match)} {_kind(match['kind'])}")
    for start, end in _given(flat):
        add(start, end, flat[start:end])
    return sorted(found, key=lambda each: each.start)


def _written_out(text: str, start: int, end: int) -> int:
    """Return where a name begins whose short form stands in brackets: *a Werner (WRN) inhibitor*.

    >>> _written_out("a Werner (WRN) inhibitor", 10, 24)
    2
    """
    opened = text.rfind("(", max(0, start - 2), min(end, start + 1))
    if opened < 0 or ")" not in text[opened:end] or _OF_A_CLASS.search(text, 0, opened):
        return start  # "a BTK inhibitor (ibrutinib, acalabrutinib)": members, no short form
    words = _LONG_FORM.search(text, max(0, opened - 120), opened)
    return words.start() if words else start


def _filled(name: str, match: re.Match[str]) -> str:
    return name.format(target=_target(match)) if "{" in name else name


def _target(match: re.Match[str]) -> str:
    target = " ".join(match["target"].split()).removeprefix("c-")
    return target.upper() if target.isalpha() and len(target) == 3 else target


def _kind(word: str) -> str:
    word = word.lower()
    for ending, other in (("inhibition", "inhibitor"), ("blocker", "inhibitor")):
        if word.startswith(ending):
            return other
    return re.sub(r"ies$", "y", re.sub(r"(?<!ie)s$", "", word))


def _given(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of words that a text says were given, and of codes of drugs."""
    for match in _GIVEN.finditer(text):
        for group in ("first", "second"):
            word = match[group]
            if word and not _COMMON.fullmatch(word):
                yield match.span(group)
    for match in _CODE.finditer(text):
        yield match.span()


def _known(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the places of names that the knowledge base has, the longest at each place."""
    tokens = [match.span() for match in _TOKEN.finditer(text)]
    place = 0
    while place < len(tokens):
        step = 1
        for last in range(min(place + _LONGEST, len(tokens)) - 1, place - 1, -1):
            start, end = tokens[place][0], tokens[last][1]
            words = text[start:end].strip("()/.,-+")
            name = (
                None if len(words) < 4 or words.lower() in _WORDS_NOT_DRUGS else _canonical(words)
            )
            if name is not None and not name.lower().endswith("surgery"):
                yield start, end, name
                step = last - place + 1
                break
        place += step


@lru_cache(maxsize=65536)
def _canonical(words: str) -> str | None:
    return therapy_called(words)
