"""Lists of tumour types within one sentence, and where one item of such a list ends."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from oncomatch.domain.biomarker import (
    MicrosatelliteInstability,
    MismatchRepair,
    MutationalBurden,
    atoms_of,
)
from oncomatch.reference.tumor_lines import lineage
from oncomatch.trials.eligibility.phrases import Phrase, find_phrases
from oncomatch.trials.eligibility.tumor_names import Found, find_tumor_types

_SEPARATOR = re.compile(r"\s?[,;/]\s?(?:and/or\b|and\b|or\b)?|\b(?:and/or|and|or)\b", re.IGNORECASE)
_DESCRIBED = re.compile(
    r"^\W{0,4}(?:(?:adults?|patients?|participants?|subjects?|with|histologically|cytologically|"
    r"pathologically|confirmed|documented|proven|diagnos\w{1,4}|of|an?|the|locally|advanced|"
    r"metastatic|unresectable|recurrent|relapsed|refractory|progressive|newly|resectable|"
    r"ovarian|epithelial|serous|high-grade|gastric|ductal|cutaneous|squamous|cell|"
    r"stage|[IVX]{1,3}[ABC]?|and|or|\d\.|\d\))\W{1,3}){0,12}$",
    re.IGNORECASE,
)
_TOGETHER = (frozenset({"OVARY", "PERITONEUM"}), frozenset({"STOMACH"}))


_OF_A_GENE = re.compile(  # "breast cancer susceptibility gene" names no cancer
    r"\s(?:susceptibility|predisposition|gene\b)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ListedTumor:
    """One item of a list of tumour types within a sentence, with the place of its type's name."""

    start: int
    end: int
    name: str
    codes: frozenset[str]
    at: int
    until: int


def listed_tumors(text: str) -> list[ListedTumor]:
    """Return the items of the list of tumour types that a sentence is, one where it names one.

    Neighbouring organs that are treated alike (ovary, tube and peritoneum) are one item, and so
    are two names of one type.
    """
    named = [
        each
        for each in find_tumor_types(text)
        if not _depth(text, each[0]) and not _OF_A_GENE.match(text, each[1])
    ]
    if len(named) > 1:  # "solid tumours: melanoma or …" lists what it takes
        named = [each for each in named if each[2] != ("SOLID",) or each is named[-1]]
    phrases = find_phrases(text)
    groups: list[list[Found]] = []
    cuts: list[tuple[int, int]] = []
    for each in named:
        cut = _cut(text, groups[-1][-1][1], each[0], phrases) if groups else None
        if groups and (cut is None or _are_one(groups[-1][-1][2], each[2])):
            groups[-1].append(each)
            continue
        if cut:
            cuts.append(cut)
        groups.append([each])
    if not groups:
        return []
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    return [_item(text, *each) for each in zip(starts, ends, groups, strict=True)]


def _item(text: str, start: int, end: int, group: list[Found]) -> ListedTumor:
    first, last = group[0], group[-1]
    codes = frozenset(code for each in group for code in each[2])
    name = text[first[0] : first[1]].split(" (")[0]
    return ListedTumor(start, end, name, codes, first[0], last[1])


def _are_one(codes: Iterable[str], others: Iterable[str]) -> bool:
    """Whether two neighbours of a list are treated as one disease."""
    one, other = ({above for code in each for above in lineage(code)} for each in (codes, others))
    return set(codes) == set(others) or any(
        one & together and other & together for together in _TOGETHER
    )


def _cut(text: str, start: int, end: int, phrases: list[Phrase]) -> tuple[int, int] | None:
    """Return the word or mark that parts two names of types, outside brackets and phrases.

    It is the first one behind which only the description of a disease stands, else the last.
    """
    found = [
        each.span()
        for each in _SEPARATOR.finditer(text, start, end)
        if not _depth(text, each.start())
        and not any(one.start < each.end() - 1 and each.start() < one.end - 1 for one in phrases)
    ]
    blank = without_phrases(text)
    described = (cut for cut in found if _DESCRIBED.match(joined(blank[cut[1] : end])))
    return next(described, found[-1] if found else None)


def marker_items(text: str, elements: list[ListedTumor]) -> list[tuple[int, int]]:
    """Return where a list of types has items that name no type but a marker of any tumour.

    >>> text = "melanoma, MSI-high, dMMR or gastric cancer"
    >>> [text[start:end] for start, end in marker_items(text, listed_tumors(text))]
    ['MSI-high, dMMR']
    """
    phrases = find_phrases(text)
    if len(elements) < 2 or not any(map(_is_of_any_tumor, phrases)):
        return []
    inner = [
        each.span()
        for each in _SEPARATOR.finditer(text)
        if not _depth(text, each.start())
        and not any(one.start < each.end() - 1 and each.start() < one.end - 1 for one in phrases)
    ]
    starts, ends = [0, *(end for _, end in inner)], [*(start for start, _ in inner), len(text)]
    found: list[tuple[int, int]] = []
    before = False
    for start, end in zip(starts, ends, strict=True):
        own = [each for each in phrases if start <= each.start < end]
        named = any(start <= one.at < end for one in elements) or any(
            codes != ("SOLID",) for _, _, codes in find_tumor_types(text[start:end])
        )
        alone = bool(own) and not named and all(map(_is_of_any_tumor, own))
        if alone and elements[0].at < end:
            end = start + len(text[start:end].rstrip())
            found = [*found[:-1], (found[-1][0], end)] if before else [*found, (start, end)]
        before = alone and bool(found)
    return found


def _is_of_any_tumor(phrase: Phrase) -> bool:
    kinds = MicrosatelliteInstability | MismatchRepair | MutationalBurden
    return phrase.pattern is not None and all(
        isinstance(each, kinds) for each in atoms_of(phrase.pattern)
    )


def joined(text: str) -> str:
    """Return a text without the words and marks that join items, with single spaces."""
    return " ".join(_SEPARATOR.sub(" ", text).split()) + " "


def _depth(text: str, place: int) -> int:
    before = text[:place]
    return sum(map(before.count, "([")) - sum(map(before.count, ")]"))


def without_phrases(text: str) -> str:
    """Return a text in which what is said of genes and markers is blank."""
    blank = list(text)
    for each in find_phrases(text):
        blank[each.start : each.end] = " " * (each.end - each.start)
    return "".join(blank)


def is_described(text: str) -> bool:
    """Whether the words before the name of a type are no more than the description of a disease.

    >>> is_described("Patients with locally advanced "), is_described("Prior drugs for ")
    (True, False)
    """
    return bool(_DESCRIBED.match(joined(without_phrases(text))))
