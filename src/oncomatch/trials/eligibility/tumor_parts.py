"""What a sentence asks of the patients of one tumour type, where a trial takes several.

*Melanoma, MSI-high colorectal cancer, or NSCLC without an EGFR mutation* asks for a marker of one
type of the list, and *colorectal cancer with a known RAS mutation* shuts out none of the others.
Such a criterion is one of everyone in no trial of several types: it stands under the name of its
type, like what a cohort asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from oncomatch.domain.biomarker import Allele, TumorTypeIn, atoms_of
from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.reference.tumor_lines import is_on_a_line, lineage, widest
from oncomatch.trials.eligibility.diagnosis_sentences import types_of_people
from oncomatch.trials.eligibility.joints import Joint
from oncomatch.trials.eligibility.molecular import Finding, findings
from oncomatch.trials.eligibility.part_types import type_of_part
from oncomatch.trials.eligibility.phrases import Phrase, find_phrases
from oncomatch.trials.eligibility.reading import Eligibility, EligibilityReading, criterion_of
from oncomatch.trials.eligibility.sentences import Sentence
from oncomatch.trials.eligibility.tokens import LONGEST, speaks_of_genes
from oncomatch.trials.eligibility.tumor_lists import (
    ListedTumor,
    is_described,
    joined,
    listed_tumors,
    without_phrases,
)

_RULED = re.compile(  # behind the last type: what those must do, not who is taken
    r"\b(?:must|should|shall|needs?|may|can|will(?!\sbe\s(?:enrolled|included))|eligible|allowed|permitted|excluded|required)\b",
    re.IGNORECASE,
)
_NOT_TAKEN = re.compile(
    r"\b(?:except\w*|excluding|other than|with the exception of|regardless|irrespective|"
    r"histor(?:y|ies) of|prior|previous\w*|received|treated|therap\w*|treatment\w*|"
    r"approved|indicated|family|relatives?|such as|e\.g|for example|e\.g\.|not eligible)\b",
    re.IGNORECASE,
)
_NOUN = (
    r"(?:patients?|participants?|subjects?|individuals?|those|women|men|adults?|children|cases?)"
)
_OF_ONE_TYPE = re.compile(  # "for lung adenocarcinoma patients, …", "melanoma patients must …"
    rf"\W{{0,4}}(?:(?:for|in|if|only|all|any)\s){{0,2}}(?:{_NOUN}\s(?:with|who\shave)\s)?"
    rf"(?:(?:known|advanced|metastatic|recurrent|unresectable|the|an?)\s){{0,3}}@"
    rf"(?:\s?\([^()]{{1,40}}\))?(?:\s(?:{_NOUN}|tumou?rs|histolog(?:y|ies)|cancers?))?"
    rf"(?:\s(?:only|cohorts?))?(?P<mark>\s?[,:–—-](?=\s)|\s(?=must\b|should\b|have\sto\b|with\b|"
    rf"without\b|who\b|whose\b|that\b|harbou?r\w*\b))",
    re.IGNORECASE,
)
_MUST = re.compile(r"\s?(?:must|should|have\sto)\b", re.IGNORECASE)
_HISTOLOGY = re.compile(  # in a trial of lung cancer: "adenocarcinoma patients must …"
    rf"\W{{0,4}}(?:(?:for|in|if|only)\s){{0,2}}(?:{_NOUN}\s(?:with|who\shave)\s)?"
    r"(?P<name>(?:lung\s)?adenocarcinoma|(?:non-?\s?)?squamous(?:\scell)?"
    r"(?:\s(?:NSCLC|histology|carcinoma|tumou?rs?))?)"
    rf"(?:\s(?:{_NOUN}|tumou?rs|histology))?(?P<mark>\s?[,:](?=\s)|\s(?=must\b|should\b|have\sto\b))",
    re.IGNORECASE,
)
_LUNG = {
    "adenocar": frozenset({"LUAD"}),
    "lung ade": frozenset({"LUAD"}),
    "squamous": frozenset({"LUSC"}),
}
_SUBJECT = re.compile(  # "colorectal cancer patients with …" among what excludes
    rf"^\W{{0,4}}(?:(?:for|in)\s)?(?:{_NOUN}\s)?(?:with\s|who\shave\s|has\s|have\s|having\s)?"
    r"(?:(?:an?|any|known|confirmed|documented|diagnosis\sof|advanced|metastatic|locally|"
    r"recurrent|unresectable|or|and)\s){0,5}$",
    re.IGNORECASE,
)
_BREAST = "BREAST"
_LONGEST_NAME = 80
_LISTS_EXAMPLES = re.compile(r"\b(?:includ\w{1,3}|such as|e\.g|note)\b", re.IGNORECASE)
_OF_PEOPLE = re.compile(rf"\W*(?:{_NOUN})\s(?:with|who|whose)\b", re.IGNORECASE)
_OF_TREATMENT = re.compile(
    r"\b(?:received|progressed|treated|therap\w+|treatment)\b", re.IGNORECASE
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def told_by_tumor(
    reading: EligibilityReading, text: Eligibility, named: Iterable[str]
) -> EligibilityReading:
    """Return what was read with the criteria of one tumour type of several under its name.

    `named` are the codes of the types that titles and conditions name.
    """
    criteria = list(reading.criteria)
    cohorts = {name: list(own) for name, own in reading.cohorts.items()}
    taken = types_of_people(text)
    beside = set(named)
    for sentence in text.sentences:
        if sentence.side is None or len(sentence.text) > LONGEST:
            continue
        if not speaks_of_genes(sentence.text):
            continue
        own = cohorts.get(sentence.cohort, []) if sentence.cohort else criteria
        for name, codes, found in _of_types(sentence, text, taken, beside):
            words = _words(found)
            own[:] = [
                each
                for each in own
                if each.source.start != sentence.start
                or not each.kind.is_molecular
                or not set(map(str, atoms_of(each.pattern))) <= words
            ]
            if not name:
                continue  # a marker in the name of a cancer of the blood
            part = f"{sentence.cohort}, {name}" if sentence.cohort else name
            stated = list(_stated(sentence, codes, found))
            way = _way_of(sentence, cohorts)
            if way:
                cohorts[way] += [each for each in stated if not each.kind.is_molecular]
                continue
            part = _free_name(part, stated, cohorts) if sentence.side is Side.INCLUSION else part
            cohorts.setdefault(part, []).extend(stated)
    return replace(
        reading,
        criteria=tuple(criteria),
        cohorts={
            name: tuple(dict.fromkeys([*own, *type_of_part(name, own)]))
            for name, own in cohorts.items()
        },
    )


def _way_of(sentence: Sentence, cohorts: dict[str, list[Criterion]]) -> str:
    """Return the name of the way into the trial that an item of a list already is."""
    if Joint.ANY not in sentence.joints or len(listed_tumors(sentence.text)) > 1:
        return ""
    return next(
        (
            name
            for name, own in cohorts.items()
            if name != sentence.cohort
            and any(each.source.start == sentence.start and each.kind.is_molecular for each in own)
        ),
        "",
    )


def _free_name(part: str, stated: list[Criterion], cohorts: dict[str, list[Criterion]]) -> str:
    """Return the name of a part, numbered where another disease of the type has the name.

    Two descriptions of diseases of one type are alternatives, a rule for the type is none.
    """
    asked = {each.pattern for each in stated if each.kind.is_molecular}
    name, number = part, 1
    while name in cohorts:
        own = {
            each.pattern
            for each in cohorts[name]
            if each.kind.is_molecular and each.side is Side.INCLUSION
        }
        if not own or own & asked:
            return name
        number += 1
        name = f"{part} ({number})"
    return name


def _words(found: Iterable[Finding]) -> set[str]:
    return {str(atom) for each in found for atom in atoms_of(each.pattern)}


def _stated(
    sentence: Sentence, codes: Iterable[str], found: Iterable[Finding]
) -> Iterator[Criterion]:
    if codes and set(codes) != {"SOLID"}:
        type_of = criterion_of(sentence, TumorTypeIn(widest(set(codes))), Confidence.CERTAIN)
        yield replace(type_of, side=Side.INCLUSION)
    for each in found:
        yield criterion_of(sentence, each.pattern, each.confidence)


def _of_types(
    sentence: Sentence, text: Eligibility, taken: set[str], beside: set[str]
) -> Iterator[tuple[str, frozenset[str], list[Finding]]]:
    """Yield name, codes and findings of each tumour type that a sentence asks something of."""
    lung = _HISTOLOGY.match(sentence.text) if "NSCLC" in taken else None
    if lung and sentence.side is Side.INCLUSION:
        found = findings(_rule(sentence.text, lung), Side.INCLUSION)
        if any(map(_is_read, found)):
            yield (
                lung["name"],
                _LUNG.get(lung["name"].lower()[:8], frozenset()),
                [_as_sure(each, sentence) for each in found if _is_read(each)],
            )
        return
    elements = listed_tumors(sentence.text)
    if len(elements) > 1:
        yield from _of_list(sentence, elements)
        return
    if not elements:
        return
    (one,) = elements
    before = sentence.text[: one.at]
    if not _is_one_of_several(one.codes, taken, beside, sentence.side):
        return
    if sentence.side is Side.EXCLUSION:
        if _SUBJECT.match(joined(without_phrases(before))) and not _NOT_TAKEN.search(before):
            found = [each for each in findings(sentence.text, Side.EXCLUSION) if _is_read(each)]
            if found:
                yield one.name, one.codes, found
        return
    rest = _rule_of(sentence.text, one)
    if not rest and _is_described(sentence.text, one) and _has_siblings(sentence, one, text):
        if not _is_solid(one):
            yield "", one.codes, findings(sentence.text, Side.INCLUSION)
            return
        rest = sentence.text
    if rest:
        found = [each for each in findings(rest, Side.INCLUSION) if _is_read(each)]
        if found:
            name = _shown(sentence.text, one, found) if rest == sentence.text else one.name
            yield name, one.codes, [_as_sure(each, sentence) for each in found]


def _rule_of(text: str, one: ListedTumor) -> str:
    """Return what a sentence asks of the patients of a type that it begins with."""
    name = text[one.at : one.until]
    pattern = _OF_ONE_TYPE.pattern.replace("@", re.escape(name))
    begun = re.match(pattern, text, re.IGNORECASE)
    if not begun:
        return ""
    return _rule(text, begun)


def _rule(text: str, begun: re.Match[str]) -> str:
    rest = text[begun.end() :]
    if _OF_PEOPLE.match(rest) and _OF_TREATMENT.search(rest):
        return ""  # "lung cancer: patients with X must have received …"
    return rest if begun["mark"].strip() or _MUST.match(rest) else ""


def _is_solid(one: ListedTumor) -> bool:
    """Whether a type is no cancer of the blood: a marker in its name is a part of that name."""
    return any("SOLID" in lineage(code) for code in one.codes)


def _is_described(text: str, one: ListedTumor) -> bool:
    """Whether a sentence is the description of a disease: it begins with its type."""
    return is_described(text[: one.at]) and not _NOT_TAKEN.search(text[: one.until])


def _has_siblings(sentence: Sentence, one: ListedTumor, text: Eligibility) -> bool:
    """Whether another item of the same list describes another disease: they are alternatives."""
    for each in text.sentences:
        if each.item == sentence.item or each.side is not sentence.side:
            continue
        if each.parents != sentence.parents or each.cohort != sentence.cohort:
            continue
        elements = listed_tumors(each.text)
        if not elements or any(is_on_a_line(each, one.codes) for each in elements[0].codes):
            continue
        if _is_described(each.text, elements[0]):
            return True
    return False


def _of_list(
    sentence: Sentence, elements: list[ListedTumor]
) -> Iterator[tuple[str, frozenset[str], list[Finding]]]:
    text = sentence.text
    first, last = elements[0], elements[-1]
    if _LISTS_EXAMPLES.search(text[: last.at]) or ":" in text[first.at : last.at]:
        return
    if _RULED.search(_BRACKETS.sub(" ", text[last.until :])) or _NOT_TAKEN.search(text[: first.at]):
        return
    phrases = find_phrases(text)
    of_its_own = [
        [each for each in phrases if one.start <= each.start < one.end] for one in elements
    ]
    for place, (one, own) in enumerate(zip(elements, of_its_own, strict=True)):
        others = any(each for at, each in enumerate(of_its_own) if at != place)
        if not own or any(each.pattern is None for each in own):
            continue
        if not all(
            _is_of(phrase, one, place, len(elements), others=others, text=text) for phrase in own
        ):
            continue
        if not _is_solid(one):
            if any(_is_of(each, one, 1, 3, others=True, text=text) for each in own):
                yield "", one.codes, findings(text[one.start : one.end], Side.INCLUSION)
            continue
        found = [
            _as_sure(each, sentence)
            for each in findings(
                text[one.start : one.end].rstrip(" ,;"), sentence.side or Side.INCLUSION
            )
            if _is_read(each) and not any(isinstance(a, Allele) for a in atoms_of(each.pattern))
        ]
        if found:
            yield _shown(text, one, own), one.codes, found


def _shown(text: str, one: ListedTumor, said: Iterable[Phrase | Finding]) -> str:
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
    in_brackets = text[one.until : phrase.start].lstrip().startswith(("(", "["))
    if place == 0 and phrase.end <= one.at:
        return others
    if place == count - 1 and phrase.start >= one.until:
        return others or in_brackets
    return True


def _is_one_of_several(
    codes: Iterable[str], taken: set[str], beside: set[str], side: Side | None
) -> bool:
    """Whether a trial takes types that are not of these lines; a wider one counts as such."""
    own = set(codes)
    others = {code for code in taken | beside if not own & set(lineage(code))}
    if side is Side.EXCLUSION:
        return bool(others)
    return bool({code for code in others if code in taken})


def _is_read(found: Finding) -> bool:
    return found.confidence is not Confidence.TO_REVIEW


def _as_sure(found: Finding, sentence: Sentence) -> Finding:
    """Return a finding as likely where its sentence is an item of a list of another kind."""
    known = all(joint in (Joint.ALL, Joint.ANY) for joint in sentence.joints)
    if found.confidence is Confidence.CERTAIN and not known:
        return replace(found, confidence=Confidence.LIKELY)
    return found


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
