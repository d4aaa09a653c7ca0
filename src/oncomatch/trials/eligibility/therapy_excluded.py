"""Read which therapy must not have been given before.

A washout (*within four weeks*) forbids nothing that was given earlier, nor does a count (*more than
two*). Each of a list excludes by itself. General therapies (*chemotherapy*) are never certain: they
often mean those for this cancer alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oncomatch.domain.biomarker import After, Biomarker, Not
from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.trials.eligibility.plain import is_plain, without
from oncomatch.trials.eligibility.reading import Eligibility, criterion_of
from oncomatch.trials.eligibility.sentences import Sentence
from oncomatch.trials.eligibility.therapy_lists import (
    is_allowed_elsewhere,
    meant_alone,
    therapies_between,
)
from oncomatch.trials.eligibility.therapy_names import Named, find_therapies
from oncomatch.trials.eligibility.therapy_words import GENERAL

_GIVEN = re.compile(
    r"\b(?:(?:any\s)?(?:prior|previous(?:ly)?)\b(?!\sto\b)|"
    r"(?:has|have|had|having|who|been)\s(?:ever\s|previously\s|been\s|already\s)?(?:received|"
    r"treated|undergone|had)|received\s(?:any\s)?(?:prior|previous)|"
    r"history of (?:prior |previous |an? )?(?:treatment|therapy|receiving|allogen|autologous|"
    r"ha?ematopoietic|stem|bone marrow|[A-Z])|receipt of|recipients? of|pre-?treated|"
    r"treatment with|"
    r"exposure to|exposed to|undergone)",
    re.IGNORECASE,
)
_NOT_GIVEN = re.compile(
    r"\b(?:no|without|not|never)\b[^.;]{0,25}\b(?:prior|previous\w*|received|receive|history of|"
    r"had|been treated|exposure)\b(?!\sto\b)|"
    r"\b(?:un-?treated with)\b|na[iï]ve\b",
    re.IGNORECASE,
)
_MUST_NOT = re.compile(
    r"must not|should not|may not|cannot|not (?:be )?(?:eligible|allowed|permitted)|ineligible|"
    r"(?:is|are|will be) excluded",
    re.IGNORECASE,
)
_WINDOW = re.compile(
    r"\bwithin\b|\bin the (?:last|past|previous|preceding)|\d+\s?(?:-\s?)?(?:days?|weeks?|"
    r"months?|years?|half)|half-?li[fv]es|"
    r"wash-?out|\brecent\b|less than|<\s?\d|≤\s?\d|<=|=<|\b(?:one|two|three|four|six|five) "
    r"(?:days?|weeks?|months?|years?)\b|at the time of|time intervals?",
    re.IGNORECASE,
)
_OTHER_SUBJECT = re.compile(
    r"toxicit|adverse (?:event|reaction|effect)|\bAEs?\b|\birAEs?\b|side effects|"
    r"hypersensitiv|allerg|"
    r"intoleran\w+ (?:to|of) (?:any )?(?:component|excip)|"
    r"recover|resol(?:ved|ution)|discontinu|hepatitis|neuropath|pneumonitis|myocarditis|ICANS|"
    r"COVID|influenza|anticoagul|polymorphism|titer|antibodies to\b|"
    r"live[\s-]|transfus|reaction|contraindicat|autoimmune|graft|GVHD|malignan\w+ (?:other"
    r"|treated)|"
    r"other malignan|second (?:primary )?malignan|concurrent malignan|"
    r"skin cancer|in situ|CYP3A|P-?gp|prohibited|concomitant|concurrent(?!ly or)|ongoing|currently|"
    r"requiring|steroid|contracepti|infection|immunodef|\bscreening\b|biops|tissue|sample|"
    r"specimen|archiv|last dose|progress\w*\b[^.;]{0,50}\b(?:on|while|under|during|"
    r"after)\b|immunosuppress|did not respond|"
    r"failed to achieve|refractory",
    re.IGNORECASE,
)
_PERMITTED = re.compile(
    r"\b(?:allowed|permitted|may have|may be|can have|could have|might have|not required|"
    r"acceptable|eligible|"
    r"may (?:also )?(?:participate|enrol)|count(?:ed|s)?|considered|defined as|will be|does not|"
    r"not (?:be )?exclud\w+|not an exclusion|no limit|unlimited)\b",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(
    r"\b(?:unless|except\w*|other than|excluding|not including|apart from|with the exception|"
    r"note:|however|but (?!not))",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^\W*(?:if|for (?:patients|participants|subjects|those)|in case|where|when|note)\b|\bif\b|"
    r"^\W*for (?:one|some|certain) (?:parts?|cohorts?|arms?|groups?)\b|"
    r"\bdepending\b|"
    r"^\W*(?:[\w-]+ ){0,2}(?:patients|participants|subjects|those|individuals) (?:with|who|"
    r"whose)\b[^.;]{0,120}\b(?:must|should|need)\b",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\([^()]{0,300}\)")
_STOP = re.compile(
    r",? (?:and )?must have\b|\b(?:and (?:have|has) (?:received|progressed)|as long as|provided)\b|"
    r"\bfor (?:the )?(?:other|patients)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:more than|greater than|fewer than|up to|at most|over|two or more|multiple)\b|"
    r">\s?\d|≥\s?\d",
    re.IGNORECASE,
)
_HEADS = re.compile(
    r"\b(?:any|following|these|therap\w+|treatments?|with|received|either|agents?|"
    r"setting)[\s\w/(),]*:\W*$",
    re.IGNORECASE,
)
_AROUND = frozenset(
    """
    prior previous previously received receiving treatment treatments therapy therapies with any use
    history exposure exposed agent agents drug drugs other anti inhibitor inhibitors antibody
    antibodies or monoclonal targeting targeted directed class small molecule undergone treated of
    not naive ever selective regimen regimens administration receipt recipient systemic anticancer
    disease cancer been no must never after on following including least cell stem hematopoietic
    transplant transplantation bone marrow solid organ investigational experimental commercial
    approved another stimulatory co inhibitory costimulatory stimulation costimulating receptor
    t e g eg specifically pathway pathways checkpoint whether either both same containing based
    therapeutic known but limited setting line lines time such as immune mediated single
    inhibit inhibits target targets similar mechanism action i ie small molecules described
    indication indications settings cycle cycles administrations mab mabs etc past receptors
    mechanisms regulatory inhibition stimulating naïve alone already component components
    product products
    """.split()
)
_SOME_OF_A_CLASS = re.compile(
    r"\b(?:selective|bi-?specific|tri-?specific|irreversible|covalent|allosteric|"
    r"(?:first|second|third|fourth|next|1st|2nd|3rd|4th)[\s-]generation)\b",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\s(?:and|plus|\+)\s", re.IGNORECASE)
_TRANSPLANT = "allogeneic transplant"
_EITHER_TRANSPLANT = ("allogeneic transplant", "autologous transplant")
_TRANSPLANTED = re.compile(
    r"\b(?:(?:ha?ematopoietic |peripheral blood |bone[\s-]marrow|stem|cell|progenitor|"
    r"and|or|/|[\s-]){1,8}"
    r"transplant\w*|HSCT|HCT|BMT|SCT)\b",
    re.IGNORECASE,
)
_OF_BLOOD = re.compile(
    r"\b(?:stem|marrow|ha?ematopoie\w*|cord blood)|\b(?:allo-?)?(?:SCT|HSCT|HCT|"
    r"BMT)\b",
    re.IGNORECASE,
)
_OF_ORGANS = re.compile(  # the organ alone; "organ or stem cell" is of both
    r"^(?!.*(?:stem|marrow|ha?ematopoie|HSCT|HCT|SCT|BMT|\bcell)).*\b(?:organs?|"
    r"tissue)\b",
    re.IGNORECASE,
)


def read_excluded_therapy(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    """Yield the therapies that must not have been given before."""
    given: dict[tuple[Biomarker, Confidence], None] = {}
    for clause in re.split(r";|(?<=[a-z]{3}\.)\s(?=Note)", sentence.text):
        for pattern, sure in _of_clause(clause, sentence, text):
            given[pattern, sure] = None
    for pattern, sure in given:
        yield criterion_of(sentence, pattern, sure)


def _of_clause(
    clause: str, sentence: Sentence, text: Eligibility
) -> Iterator[tuple[Biomarker, Confidence]]:
    excludes = sentence.side is Side.EXCLUSION
    opening = _opening(clause, sentence)
    if opening is None:
        return
    start, begin = opening
    outside = _IN_BRACKETS.sub(lambda found: " " * len(found[0]), clause)
    exception = _EXCEPTION.search(outside)
    if exception and exception.start() < begin:
        return
    end = exception.start() if exception else len(clause)
    stop = _STOP.search(clause, begin, end)
    end = stop.start() if stop else end
    asked = _MUST_NOT.sub(" ", outside[:end])
    barred = (_WINDOW, _COUNTED, _OTHER_SUBJECT, _PERMITTED, _CONDITION)
    if any(each.search(asked) for each in barred):
        return
    if exception and exception[0].lower() == "unless" and _WINDOW.search(clause, end):
        return  # a washout in other words
    named = meant_alone(clause, _with_transplants(clause, start, end))
    if exception and find_therapies(clause[exception.end() :]):  # *any EGFR TKI but osimertinib*
        named = [each for each in named if clause[each.end : exception.start()].strip(" ,(")]
    exception = exception or _EXCEPTION.search(clause) or _PERMITTED.search(clause)
    rest = without(clause, [(each.start, each.end) for each in find_therapies(clause)])
    plain = is_plain(_MUST_NOT.sub(" ", rest), _AROUND)
    softened = exception is not None or is_allowed_elsewhere(sentence, text, named)
    softened = softened or _may_mean_both(clause, named)
    some = {each.name for each in named if _are_some(clause, each)}
    for name in dict.fromkeys(each.name for each in named):
        sure = plain and not softened and name not in GENERAL and name not in some
        pattern: Biomarker = After(name)
        yield (
            pattern if excludes else Not(pattern),
            Confidence.CERTAIN if sure else Confidence.LIKELY,
        )


def _are_some(clause: str, each: Named) -> bool:
    """Whether words beside a class leave a part of it: *CD20 bispecific antibodies*."""
    words = clause[max(0, each.start - 20) : each.end].rpartition(",")[2]
    narrowing = _SOME_OF_A_CLASS.findall(words)
    return any(word.lower() not in each.name.lower() for word in narrowing)


def _may_mean_both(clause: str, named: list[Named]) -> bool:
    """Whether two drugs may shut out together alone: *gemcitabine and nab-paclitaxel*."""
    if len(named) != 2:
        return False
    first, last = sorted(named, key=lambda each: each.start)
    return _BOTH.fullmatch(clause[first.end : last.start]) is not None


def _opening(clause: str, sentence: Sentence) -> tuple[int, int] | None:
    """Return where the therapies begin that a clause shuts out, and where its verb ends."""
    negated = _NOT_GIVEN.search(clause)
    if sentence.side is Side.INCLUSION:
        if negated is None:
            return None
        naive = negated[0].lower().startswith("na")
        behind = naive and re.match(r"\s(?:to|for|with)\b", clause[negated.end() :])
        return (0 if naive and not behind else negated.start()), negated.end()
    if negated and not _MUST_NOT.search(clause):
        return None
    found = _GIVEN.search(clause)
    if found:
        return found.start(), found.end()
    heading = sentence.headings[-1] if sentence.headings else ""
    if _heads(heading) and not any(map(_WINDOW.search, sentence.headings)):
        return 0, 0
    return None


def _heads(heading: str) -> bool:
    """Whether a heading says that what stands below it was given: *any prior therapy with:*."""
    return bool(
        _GIVEN.search(heading)
        and _HEADS.search(heading)
        and not _EXCEPTION.search(heading)
        and not _OTHER_SUBJECT.search(heading)
    )


def _with_transplants(clause: str, start: int, end: int) -> list[Named]:
    """Return the therapies, with a transplant of blood stem cells of any donor as both kinds."""
    named = therapies_between(clause, start, end, alone=True)
    if _OF_ORGANS.search(clause[:end]):
        named = [each for each in named if each.name != _TRANSPLANT]
    kinds = {each.name for each in named}
    alone = _TRANSPLANTED.search(clause, start, end)
    if alone and _OF_BLOOD.search(alone[0]) and not kinds & set(_EITHER_TRANSPLANT):
        named += [Named(*alone.span(), name, known=False) for name in _EITHER_TRANSPLANT]
    return named
