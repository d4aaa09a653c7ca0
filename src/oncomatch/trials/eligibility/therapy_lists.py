"""The therapies that a clause lists: which belong to it, and which stand together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from oncomatch.trials.eligibility.plain import allows
from oncomatch.trials.eligibility.reading import Eligibility
from oncomatch.trials.eligibility.sentences import Sentence
from oncomatch.trials.eligibility.therapy_names import Named, find_therapies
from oncomatch.trials.eligibility.therapy_words import GENERAL

_EXAMPLE = re.compile(
    r"\b(?:e\.?g\b|such as|including|includes?|for example|i\.?e\b|like|namely)|[(\[]",
    re.IGNORECASE,
)
_OF_UNNAMED = re.compile(
    r"\b(?:or|and|and/or|any other|other|another)\b[^()]*\b(?:agents?|drugs?|antibod\w+|"
    r"therap\w+|receptors?|"
    r"inhibitors?)\b",
    re.IGNORECASE,
)
_ONLY_EXAMPLES = ("immunotherapy", "immune checkpoint inhibitor")
_REPEATS = re.compile(r"[\s,-]*(?:based|containing|doublet|directed|or similar)?[\s-]*")
_OR_OTHER = re.compile(r"\W*(?:or|and|and/or) (?:any )?other\s(?:[\w-]+\s)?", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]{0,200}\)")
_OPEN = re.compile(r"[(\[]")
_CLOSED = re.compile(r"[)\]]")
_NOT_ITSELF = re.compile(
    r"\b(?:non-|without |no |concurrent |not |with or without |"
    r"added to |other than |prior to |before |start of |receiv(?:e|ing) (?:study )?)$|"
    r"investigational $",
    re.IGNORECASE,
)
_COMBINED = re.compile(r"[\s-]+combination", re.IGNORECASE)
_JOINED = re.compile(r"\s?(?:and|plus|\+|/)\s?", re.IGNORECASE)
_WITH_ANOTHER = re.compile(r"\b(?:in combination|combined) with $", re.IGNORECASE)
_ALSO_WITH = re.compile(
    r"^[\w\s()/.-]{0,30}\b(?:in combination with|combined with|together with)|"
    r"^\s(?:plus|\+|with)\s",
    re.IGNORECASE,
)
_OF_A_PLACE = re.compile(r"^\W*(?:(?:to|of) (?:>|≥|more|\d|the\b|whole)|field|dose)", re.IGNORECASE)


def therapies_between(shown: str, start: int, end: int, *, alone: bool) -> list[Named]:
    """Return the therapies that stand in a part of a sentence.

    Drugs that a class is explained by (`PARP inhibitors, e.g. olaparib`) are left out, unless the
    class is a general one (immunotherapy) or has no name (`agents directed to another receptor
    (e.g. CTLA-4)`), and each stands `alone`, as where it excludes.
    Of what must have been given, those given together (*in combination with*) are two.
    """
    found = [each for each in find_therapies(shown) if start <= each.start and each.end <= end]
    kept: list[Named] = []
    for each in found:
        before = shown[max(0, each.start - 24) : each.start]
        if _NOT_ITSELF.search(before) or (alone and _WITH_ANOTHER.search(before)):
            continue
        if kept and _repeats(shown, kept[-1], each):
            continue
        if (
            kept
            and _is_example(shown, kept, each)
            and not (alone and _stands_for_itself(shown, kept, each))
        ):
            continue
        if each.known or (kept and not kept[-1].known):
            _drop_members(shown, kept, each)
        kept.append(each)
    return kept


def _drop_members(shown: str, kept: list[Named], each: Named) -> None:
    """Take out what a class is said to cover: *osimertinib or any other EGFR TKI*."""
    if not kept or not _OR_OTHER.fullmatch(shown[kept[-1].end : each.start]):
        return
    last = kept.pop()
    while kept and not shown[kept[-1].end : last.start].strip(" ,/"):
        last = kept.pop()


def _repeats(shown: str, last: Named, each: Named) -> bool:
    between = shown[last.end : each.start]
    general = each.name in GENERAL or each.name == "immune checkpoint inhibitor"
    return general and _REPEATS.fullmatch(between) is not None


def _is_example(shown: str, kept: list[Named], each: Named) -> bool:
    """Whether a marker of examples, or an open bracket, stands between a class and a name."""
    before = shown[kept[0].end : each.start]
    marker = None
    for found in _EXAMPLE.finditer(before):
        marker = found
    if marker is None:
        return False
    if _OPEN.fullmatch(marker[0]) or _OPEN.search(before):
        return not _CLOSED.search(before[marker.end() :])
    return True


def _stands_for_itself(shown: str, kept: list[Named], each: Named) -> bool:
    before = shown[kept[0].end : each.start]
    markers = list(_EXAMPLE.finditer(before))
    head = [one for one in kept if one.end <= kept[0].end + markers[0].start()]
    last = head[-1]
    gap = shown[last.end : kept[0].end + markers[0].start()]
    return last.name in _ONLY_EXAMPLES or _OF_UNNAMED.search(gap) is not None


def meant_alone(shown: str, named: list[Named]) -> list[Named]:
    """Return the therapies that are meant by themselves: not with another, and not as a field."""
    combined = [_ALSO_WITH.search(shown[each.end :]) is not None for each in named]
    for place, each in enumerate(named):
        if _COMBINED.match(shown, each.end):  # *a MEK inhibitor and immunotherapy combination*
            combined[place] = True
            joined = shown[named[place - 1].end : each.start] if place else ""
            if _JOINED.fullmatch(joined):
                combined[place - 1] = True
    return [
        each
        for each, own, before in zip(named, combined, [False, *combined], strict=False)
        if not own and not before and not _OF_A_PLACE.search(shown[each.end :])
    ]


def groups_of(shown: str, named: list[Named]) -> list[list[Named]]:
    """Part a list at its *and*; what *or* or a slash joins stays together."""
    groups: list[list[Named]] = []
    for place, each in enumerate(named):
        between = shown[named[place - 1].end : each.start] if place else ""
        between = _ASIDE.sub(" ", between)  # "a PARP inhibitor (olaparib or niraparib) and"
        later = [
            shown[a.end : b.start] for a, b in zip(named[place:], named[place + 1 :], strict=False)
        ]
        comma = re.fullmatch(r"[\s,/()]*(?:anti-)?\s*", between) and any(
            re.search(r"\bor\b|and/or", one, re.IGNORECASE) for one in later
        )
        slash = re.fullmatch(r"\s*[/(]\s*(?:anti-)?", between)
        joined = re.search(r"\bor\b|and/or", between, re.IGNORECASE) or comma or slash
        if place and joined:
            groups[-1].append(each)
        else:
            groups.append([each])
    return groups


def names_of(named: Iterable[Named]) -> tuple[str, ...]:
    """Return the names, each once."""
    return tuple(dict.fromkeys(each.name for each in named))


_EARLIER = re.compile(
    r"\b(?:prior|previous\w*|received|exposure|exposed|treated|na[iï]ve|history|adjuvant)\b",
    re.IGNORECASE,
)


def is_allowed_elsewhere(sentence: Sentence, text: Eligibility, named: Iterable[Named]) -> bool:
    """Whether another sentence lets patients in who had a therapy, in whatever words."""
    names = set(names_of(named))
    return bool(names) and any(
        each.start != sentence.start
        and allows(each.text)
        and _EARLIER.search(each.text) is not None
        and not names.isdisjoint(_names_in(each.text))
        for each in text.sentences
    )


@lru_cache(maxsize=4096)
def _names_in(shown: str) -> frozenset[str]:
    return frozenset(names_of(find_therapies(shown)))
