"""Read which therapy must have been given before.

A permission asks for nothing, nor does what some patients may do without. Of a list joined by *or*
any is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oncomatch.domain.biomarker import After, AnyOf, Biomarker
from oncomatch.domain.trial import Confidence, Criterion
from oncomatch.trials.eligibility.plain import is_plain, without
from oncomatch.trials.eligibility.reading import Eligibility, criterion_of
from oncomatch.trials.eligibility.sentences import Sentence
from oncomatch.trials.eligibility.therapy_lists import (
    groups_of,
    is_allowed_elsewhere,
    names_of,
    therapies_between,
)
from oncomatch.trials.eligibility.therapy_names import Named
from oncomatch.trials.eligibility.therapy_words import GENERAL
from oncomatch.trials.eligibility.types_in_turn import is_of_one_type

_REQUIRED = re.compile(
    r"\b(?:(?:must|should|has|have|had|having|who)\s(?:also\s)?(?:have\s)?(?:previously\s|"
    r"already\s)?(?:been\s)?(?:previously\s)?(?:received|treated|progressed|exposed|"
    r"failed|relapsed|experienced|undergone|completed|had)|previously (?:received|treated)|"
    r"(?:progress\w*|relaps\w*|refractory|resistan\w+|recurr\w+|failed|failure|disease "
    r"progression)\b[^.;]{0,50}?\b(?:on|after|following|to|during|with|of|despite|from)\b|"
    r"prior (?:treatment|therapy|therapies|exposure|lines?[\w\s]{0,20}) (?:with|"
    r"to|must|should|consist|includ)\w*|"
    r"after (?:prior|previous|at least|failure|treatment|receiv\w+|progress\w+)|"
    r"^\W*(?:prior|previous) (?:treatment|therapy|use|exposure|receipt)\b(?! (?:is|are|may))|"
    r"^\W*(?:received|failed|completed|completion of|status post)\b|completed (?:at least|"
    r"a minimum)|"
    r"receipt of (?:prior|previous|at least|one)|received (?:prior|previous|at least|treatment)|"
    r"(?:following|despite) (?:\d[\w\s-]{0,12} of )?(?:prior|previous|treatment)|must "
    r"(?:have )?(?:include|contain)\w*)",
    re.IGNORECASE,
)
_OTHER_SUBJECT = re.compile(
    r"toxicit|adverse (?:event|reaction|effect)|\bAEs?\b|hypersensitiv|allerg|recover|"
    r"resol(?:ved|ution)|discontinu|hepatitis|neuropath|pneumonitis|vaccinat|anticoagul|transfus|"
    r"reaction|contraindicat|autoimmune|graft|GVHD|other malignan|second (?:primary )?malignan|"
    r"skin cancer|in situ|CYP3A|prohibited|concomitant|ongoing|currently|steroid|contracepti|"
    r"birth control|sperm|pregnan|childbearing|condom|infection|immunodef|\bscreening\b|biops|"
    r"tissue|sample|specimen|archiv|last dose|final dose|wash-?out|\belapsed|interval|"
    r"time from|imaging|"
    r"measurable|target lesion|irradiated|preference|willing|agree|brain|CNS\b|leptomening|"
    r"consent|androgen deprivation|castrat\w+ (?:by|with|level)|orchiectomy|able to|LHRH|GnRH",
    re.IGNORECASE,
)
_PERMITTED = re.compile(
    r"\b(?:allowed|permitted|may have|may be|can have|could have|might have|not required|"
    r"acceptable|eligible|may (?:also )?(?:participate|enrol)|counts?|counted|considered|"
    r"(?:is|are) defined|will be|does not|not (?:be )?exclud\w+|not an exclusion|regardless|"
    r"must be able)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^\W*(?:if|for (?:patients|participants|subjects|those)|in case|where|when|note)\b|\bif\b|"
    r"^\W*for (?:one|some|certain) (?:parts?|cohorts?|arms?|groups?)\b|"
    r"\bdepending\b|^\W*(?:de[\s-]novo)|\balternatively\b|"
    r"\b(?:patients|participants|subjects|those|individuals|tumou?rs) (?:with|who|that|"
    r"whose|in the|without|harbou?ring|enrolled)\b[^.;]{0,160}\b(?:must|should|need)\b|"
    r"\bdefinition\b|\brefers\b|must have been (?:given|administered)|"
    r"\bin (?:the )?(?:EU|UK|US|USA|China|Japan|Europe)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:no|not) (?:more|greater) than\b|\bup to\b|\bat most\b|≤|<\s?=|<\s?\d|\bmaximum\b",
    re.IGNORECASE,
)
_MAY_DO_WITHOUT = re.compile(
    r"^\W*(?:declin\w+|refus\w+)\b|unable to access|"
    r"\bor (?:are |is |be |were |was |has |have |who |for |not |those |an? |documented |"
    r"considered |deemed |had |been |become |became |otherwise )*(?:intoleran\w*|"
    r"intolerab\w*|declin\w+|refus\w+|"
    r"ineligible|not (?:eligible|candidates?|suitable|available|appropriate)|unable|unsuitable|"
    r"contraindicat\w*|whom|which|not tolerate)|"
    r"\bif (?:available|eligible|indicated|applicable|approved|appropriate)|unless|where "
    r"available|when available|"
    r"as appropriate|may include|or no prior|treatment na|"
    r"and/or\b[^.;]{0,40}na[iï]ve|if not contra",
    re.IGNORECASE,
)
_BARRED = (_OTHER_SUBJECT, _PERMITTED, _CONDITION, _MAY_DO_WITHOUT)
_AT_LEAST = re.compile(r"\b(?:at least|minimum)\b|≥", re.IGNORECASE)
_STOP = re.compile(
    r"\b(?:unless|except\w*|other than|with the exception|excluding|not including|who|but|"
    r"with or without|(?:or|either|and/or) in combination|as (?:a )?(?:monotherapy|"
    r"single)|either as|prior to|before|"
    r"while|and (?:must|should|now|then)|at least \d+ (?:days?|weeks?|months?))\b|"
    r"\bfor (?:the )?(?:treatment|other|patients|whom|which)\b|\+/-|"
    r"[,(] ?(?:such as|e\.?g\b|i\.?e\b)",
    re.IGNORECASE,
)
_INCLUDING = re.compile(
    r"(?:\((?!e\.?g)|\b(?:including|include[sd]?|which (?:must|should) include|"
    r"contain\w*)\s)(?:at least\s)?"
    r"(?:both\s|either\s|all\s)?(?:an?\s|one\s|prior\s|treatment\s|exposure\s|the following\s)?",
    re.IGNORECASE,
)
_BARE = re.compile(r"\W*(?:prior|previous)\b", re.IGNORECASE)
"""*Prior treatment with X* without a verb may be a permission, or what excludes misplaced."""
_AROUND = frozenset(
    """
    prior previous previously received receiving treatment treatments therapy therapies with any use
    exposure exposed agent agents drug drugs anti inhibitor inhibitors antibody antibodies or
    monoclonal targeting targeted directed class undergone treated of selective regimen regimens
    systemic anticancer disease cancer been progressed progression after on following least
    containing based also either
    """.split()
)


def read_required_therapy(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    """Yield the therapies of which one, or each, must have been given before."""
    for clause in re.split(r";", sentence.text):
        yield from _of_clause(clause, sentence, text)


def _of_clause(clause: str, sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    begin = _REQUIRED.search(clause)
    if begin is None or any(each.search(clause) for each in _BARRED):
        return
    if _COUNTED.search(clause) and not _AT_LEAST.search(clause):
        return
    if is_of_one_type(sentence, text):
        return
    stop = _STOP.search(clause, begin.end())
    end = stop.start() if stop else len(clause)
    named = _without_wider(clause, therapies_between(clause, begin.start(), end, alone=False), end)
    if not named:
        return
    plain = is_plain(without(clause, [(each.start, each.end) for each in named]), _AROUND)
    sure = (
        plain
        and not _BARE.match(clause)
        and all(each.known for each in named)
        and not is_allowed_elsewhere(sentence, text, named)
    )
    for group in groups_of(clause, named):
        patterns = [After(name) for name in names_of(group)]
        whole: Biomarker = AnyOf(tuple(patterns)) if len(patterns) > 1 else patterns[0]
        certain = sure and not any(each.name in GENERAL for each in group)
        yield criterion_of(sentence, whole, Confidence.CERTAIN if certain else Confidence.LIKELY)


def _without_wider(clause: str, named: list[Named], end: int) -> list[Named]:
    """Return what a general therapy must include in its place (*chemotherapy with a taxane*)."""
    if not named or named[0].name not in GENERAL:
        return named
    including = _INCLUDING.search(clause, named[0].end, end)
    if including is None:
        return named
    inner = therapies_between(clause, including.end(), end, alone=False)
    return inner or named
