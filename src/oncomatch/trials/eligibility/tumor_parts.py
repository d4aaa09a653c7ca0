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

from oncomatch.domain.biomarker import TumorTypeIn, atoms_of
from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.reference.tumor_lines import is_on_a_line, lineage, widest
from oncomatch.trials.eligibility.diagnosis_sentences import types_of_people
from oncomatch.trials.eligibility.joints import Joint
from oncomatch.trials.eligibility.listed_types import (
    NOT_TAKEN,
    as_sure,
    is_read,
    is_solid,
    of_type_list,
    shown_name,
)
from oncomatch.trials.eligibility.molecular import Finding, findings
from oncomatch.trials.eligibility.part_types import type_of_part
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
_TOLD_BEHIND = re.compile(  # "MSS colorectal cancer: liver metastases": what excludes is behind it
    r"\)?(?:\s\([^()]{1,40}\))?(?:\s(?:patients|participants|subjects|cohorts?))?\s?:\s"
)
_TAIL = re.compile(  # "no EGFR mutation (in case of NSCLC)"
    rf"\s\((?P<only>(?:only\s)?(?:in\s(?:the\s)?case\sof|for|if|in)\s)?(?:{_NOUN}\swith\s|the\s|an?\s)?"
    rf"(?P<name>[^()]{{2,60}}?)(?:\s(?:(?P<last>only)|{_NOUN}|cohorts?))*\)\W*$",
    re.IGNORECASE,
)
_OF_PEOPLE = re.compile(rf"\W*(?:{_NOUN})\s(?:with|who|whose)\b", re.IGNORECASE)
_OF_TREATMENT = re.compile(
    r"\b(?:received|progressed|treated|therap\w+|treatment)\b", re.IGNORECASE
)


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
        if any(map(is_read, found)):
            yield (
                lung["name"],
                _LUNG.get(lung["name"].lower()[:8], frozenset()),
                [as_sure(each, sentence) for each in found if is_read(each)],
            )
        return
    elements = listed_tumors(sentence.text)
    tail = _TAIL.search(sentence.text[-160:]) if not elements else None
    if tail and (tail["only"] or tail["last"]):
        yield from _of_tail(sentence, tail, taken, beside)
        return
    if len(elements) > 1:
        yield from of_type_list(sentence, elements)
        return
    if not elements:
        return
    (one,) = elements
    before = sentence.text[: one.at]
    if not _is_one_of_several(one.codes, taken, beside, sentence.side):
        return
    if sentence.side is Side.EXCLUSION:
        if _SUBJECT.match(joined(without_phrases(before))) and not NOT_TAKEN.search(before):
            told = _TOLD_BEHIND.match(sentence.text, one.until)
            shown = sentence.text[told.end() :] if told else sentence.text
            if told:  # what names the disease excludes nobody
                yield "", one.codes, findings(sentence.text, Side.EXCLUSION)
            found = [each for each in findings(shown, Side.EXCLUSION) if is_read(each)]
            if found:
                yield one.name, one.codes, found
        return
    rest = _rule_of(sentence.text, one)
    if not rest and _is_described(sentence.text, one) and _has_siblings(sentence, one, text):
        if not is_solid(one):
            yield "", one.codes, findings(sentence.text, Side.INCLUSION)
            return
        rest = sentence.text
    if rest:
        found = [each for each in findings(rest, Side.INCLUSION) if is_read(each)]
        if found:
            name = shown_name(sentence.text, one, found) if rest == sentence.text else one.name
            yield name, one.codes, [as_sure(each, sentence) for each in found]


def _of_tail(
    sentence: Sentence, tail: re.Match[str], taken: set[str], beside: set[str]
) -> Iterator[tuple[str, frozenset[str], list[Finding]]]:
    """Yield what the words before a type in brackets at the end ask of that type alone."""
    named = listed_tumors(tail["name"])
    if len(named) != 1 or not _is_one_of_several(named[0].codes, taken, beside, sentence.side):
        return
    rest = sentence.text[: len(sentence.text) - len(tail[0])]
    found = [each for each in findings(rest, sentence.side or Side.INCLUSION) if is_read(each)]
    if found:
        yield named[0].name, named[0].codes, [as_sure(each, sentence) for each in found]


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


def _is_described(text: str, one: ListedTumor) -> bool:
    """Whether a sentence is the description of a disease: it begins with its type."""
    return is_described(text[: one.at]) and not NOT_TAKEN.search(text[: one.until])


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


def _is_one_of_several(
    codes: Iterable[str], taken: set[str], beside: set[str], side: Side | None
) -> bool:
    """Whether a trial takes types that are not of these lines; a wider one counts as such."""
    own = set(codes)
    others = {code for code in taken | beside if not own & set(lineage(code))}
    if side is Side.EXCLUSION:
        return bool(others)
    return bool({code for code in others if code in taken})
