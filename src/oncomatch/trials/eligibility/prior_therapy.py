"""Read which therapy must have been given before, or must not have been.

A washout (*within four weeks*) forbids nothing that was given earlier, and a permission asks for
nothing. Of a list joined by *or* any is enough where it is asked for; each excludes by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oncomatch.domain.biomarker import After, AnyOf, Biomarker, Not
from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.trials.eligibility.plain import LONGEST, is_plain, is_softened, without
from oncomatch.trials.eligibility.reading import Eligibility, criterion_of
from oncomatch.trials.eligibility.sentences import Sentence
from oncomatch.trials.eligibility.therapy_names import Named, find_therapies

_MENTION = re.compile(
    r"\b(?:prior|previous\w*|received|pre-?treated|history of|progress\w*|refractory|na[iï]ve|"
    r"exposure|exposed|treated with|after|following|relapsed?|failed|failure|resistan\w+|must "
    r"include|included)\b",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile(
    r"\b(?:(?:any\s)?(?:prior|previous)(?:ly)?\s(?:or (?:current|concurrent|"
    r"planned)\s)?(?:systemic\s|anti-?cancer\s|line of\s|"
    r"use of\s|treatments?|therap(?:y|ies)|exposure|administration|receipt|received|receiving|"
    r"treated|allogene?ic|autologous|hematopoietic|"
    r"haematopoietic|organ|bone marrow|stem|radi\w+|chemo\w+|immuno\w+|anti-|use|[A-Z0-9(])|"
    r"(?:has|have|had|having|who|been)\s(?:ever\s|previously\s|been\s|already\s)?(?:received|"
    r"treated|undergone)|"
    r"received\s(?:any\s)?(?:prior|previous)|history of (?:prior |previous )?(?:treatment|"
    r"therapy|receiving|allogen|autologous|hematopoietic|"
    r"haematopoietic|stem|bone marrow|[A-Z])|receipt of|pre-?treated|treatment with|exposure to|"
    r"exposed to)",
    re.IGNORECASE,
)
_NOT_GIVEN = re.compile(
    r"\b(?:no|without|not|never)\b[^.;]{0,25}\b(?:prior|previous\w*|received|receive|history of|"
    r"had|been treated|exposure)\b|"
    r"na[iï]ve\b",
    re.IGNORECASE,
)
_WINDOW = re.compile(
    r"\bwithin\b|\bin the (?:last|past|previous|preceding)|\d+\s?(?:-\s?)?(?:days?|weeks?|"
    r"months?|years?|half)|half-?li[fv]es|"
    r"wash-?out|\brecent\b|less than|<\s?\d|≤\s?\d|<=|=<|\b(?:one|two|three|four|six|five) "
    r"(?:days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
_OTHER_SUBJECT = re.compile(
    r"toxicit|adverse (?:event|reaction|effect)|\bAEs?\b|hypersensitiv|allerg|intoleran\w+ (?:to|"
    r"of) (?:any )?(?:component|excip)|"
    r"recover|resol(?:ved|ution)|discontinu|hepatitis|neuropath|pneumonitis|vaccin|anticoagul|"
    r"live |transfus|"
    r"reaction|contraindicat|autoimmune|graft|GVHD|malignan\w+ (?:other|treated)|other malignan|"
    r"second (?:primary )?malignan|"
    r"skin cancer|in situ|CYP3A|P-?gp|prohibited|concomitant|concurrent(?!ly or)|ongoing|currently|"
    r"requiring|steroid|contracepti|infection|immunodef|\bscreening\b|biops|tissue|sample|"
    r"specimen|archiv",
    re.IGNORECASE,
)
_PERMITTED = re.compile(
    r"\b(?:allowed|permitted|may have|may be|can have|could have|might have|not required|"
    r"acceptable|eligible|"
    r"may (?:also )?(?:participate|enrol)|count(?:ed|s)?|considered|defined as|will be|does not|"
    r"not (?:be )?exclud\w+|not an exclusion)\b",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(
    r"\b(?:unless|except\w*|other than|excluding|not including|apart from|with the exception)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^\W*(?:if|for (?:patients|participants|subjects|those)|in case|where|when|note)\b|\bif\b|"
    r"^\W*for (?:one|some|certain) (?:parts?|cohorts?|arms?|groups?)\b|"
    r"\bdepending\b|"
    r"^\W*(?:patients|participants|subjects|those|individuals) (?:with|"
    r"whose)\b[^.;]{0,90}\b(?:must|should|need)\b",
    re.IGNORECASE,
)
_REQUIRED = re.compile(
    r"\b(?:(?:must|should|has|have|had|having)\s(?:also\s)?(?:have\s)?(?:previously\s|"
    r"already\s)?(?:been\s)?(?:previously\s)?(?:received|treated|progressed|"
    r"failed|relapsed|experienced|undergone|completed)|previously (?:received|treated)|"
    r"(?:progress\w*|relaps\w*|refractory|resistan\w+|recurr\w+|failed|failure|disease "
    r"progression)\b[^.;]{0,50}\b(?:on|after|following|to|during|with|of)\b|"
    r"prior (?:treatment|therapy|exposure) (?:with|to|must|consist|includ)|after (?:prior|"
    r"previous|at least|failure|treatment|receiv\w+|progress\w+)|"
    r"received (?:prior|previous|at least|treatment)|following (?:prior|previous|treatment)|must "
    r"(?:have )?(?:include|contain)\w*|"
    r"including (?:at least )?(?:a|an|one|prior)|\bafter\b)",
    re.IGNORECASE,
)
_MAY_DO_WITHOUT = re.compile(
    r"^\W*(?:declin\w+|refus\w+)\b|"
    r"\bor (?:are |is |be |were |was |has |have |who |for |not |those |an? |documented |"
    r"considered |deemed |had )*(?:intoleran\w*|declin\w+|refus\w+|"
    r"ineligible|not (?:eligible|candidates?|suitable|available|appropriate)|unable|unsuitable|"
    r"contraindicat\w*|whom|which|not tolerate)|"
    r"\bif (?:available|eligible|indicated|applicable|approved|appropriate)|unless|where "
    r"available|when available|"
    r"as appropriate|may include|such as|e\.g|including but|for example|or no prior|treatment na|"
    r"and/or\b[^.;]{0,40}na[iï]ve|if not contra",
    re.IGNORECASE,
)
_STOP = re.compile(
    r";|\bunless\b|\bexcept\w*|\bother than\b|\bwith the exception\b|\bexcluding\b|\bnot "
    r"including\b|\bwho\b|\bbut\b|\bfor (?:the )?(?:treatment|other|patients)\b",
    re.IGNORECASE,
)
_WIDE = ("chemotherapy", "immunotherapy", "radiotherapy", "endocrine therapy")
_EXAMPLE = re.compile(
    r"\b(?:e\.?g\b|such as|including|includes?|for example|i\.?e\b|like)", re.IGNORECASE
)
_REPEATS = re.compile(r"[\s-]*(?:based|containing|doublet|directed)?[\s-]*")
_COUNTED = re.compile(
    r"\b(?:more than|greater than|fewer than|up to|at most)\b|>\s?\d", re.IGNORECASE
)
_AROUND = frozenset(
    """
    prior previous previously received receiving treatment treatments therapy therapies with any use
    history exposure agent agents drug drugs other anti inhibitor inhibitors antibody antibodies
    or monoclonal targeting directed class small molecule undergone treated of not naive ever
    targeted selective regimen regimens administration receipt systemic anticancer disease cancer
    been no must never
    progressed after on following progression including least cell stem hematopoietic transplant
    bone marrow
    """.split()
)

_TRANSPLANT = "allogeneic transplant"
_OF_BLOOD = re.compile(r"\bstem|marrow|ha?ematopoie|\ballo-?(?:SCT|HSCT|HCT)\b", re.IGNORECASE)
_OF_ORGANS = re.compile(  # the organ alone; "organ or stem cell" is of both
    r"^(?!.*(?:stem|marrow|ha?ematopoie|HSCT|HCT|SCT)).*\borgans?\b", re.IGNORECASE
)


def read_prior_therapy(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    """Yield what must have been given, and what must not."""
    shown = sentence.text
    if len(shown) > LONGEST or not _MENTION.search(shown) or _OTHER_SUBJECT.search(shown):
        return
    if sentence.introduces and shown.endswith(":"):
        return
    negated = bool(_NOT_GIVEN.search(shown))
    excluded = sentence.side is Side.EXCLUSION
    if excluded or negated:
        if (
            excluded
            and negated
            and not re.search(r"must not|should not|not (?:be )?eligible", shown)
        ):
            return
        yield from _forbidden(sentence, text, excluded=excluded)
    else:
        yield from _required(sentence, text)


def _forbidden(sentence: Sentence, text: Eligibility, *, excluded: bool) -> Iterator[Criterion]:
    shown = sentence.text
    begin = (_FORBIDDEN if excluded else _NOT_GIVEN).search(shown)
    if begin is None or _WINDOW.search(shown) or _COUNTED.search(shown):
        return
    exception = _EXCEPTION.search(shown)
    if _PERMITTED.search(shown[: exception.start()] if exception else shown) or _CONDITION.search(
        shown
    ):
        return
    start = 0 if re.match(r"\W*na", begin[0], re.IGNORECASE) else begin.start()
    named = _named(shown, start, begin.end())
    if exception and find_therapies(shown[exception.end() :]):  # *any EGFR TKI but osimertinib*
        named = [each for each in named if shown[each.end : exception.start()].strip(" ,(")]
    if _OF_ORGANS.search(shown):
        named = [each for each in named if each.name != _TRANSPLANT]
    if not named:
        return
    plain = is_plain(without(shown, [(each.start, each.end) for each in named]), _AROUND)
    softened = _is_softened(sentence, text, named)
    for each in dict.fromkeys((one.name, one.known) for one in named):
        name, known = each
        known = known or (name == _TRANSPLANT and bool(_OF_BLOOD.search(shown)))
        sure = plain and known and not softened and not exception and name not in _WIDE
        pattern: Biomarker = After(name)
        yield criterion_of(
            sentence,
            pattern if excluded else Not(pattern),
            Confidence.CERTAIN if sure else Confidence.LIKELY,
        )


def _required(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    shown = sentence.text
    begin = _REQUIRED.search(shown)
    if begin is None or _PERMITTED.search(shown) or _CONDITION.search(shown):
        return
    if _MAY_DO_WITHOUT.search(shown):
        return
    named = _named(shown, begin.start(), begin.end())
    if not named:
        return
    plain = is_plain(without(shown, [(each.start, each.end) for each in named]), _AROUND)
    sure = plain and all(each.known for each in named) and not _is_softened(sentence, text, named)
    confidence = Confidence.CERTAIN if sure else Confidence.LIKELY
    for group in _groups(shown, named):
        patterns = [After(name) for name in dict.fromkeys(each.name for each in group)]
        whole: Biomarker = AnyOf(tuple(patterns)) if len(patterns) > 1 else patterns[0]
        yield criterion_of(sentence, whole, confidence)


def _named(shown: str, start: int, begin: int) -> list[Named]:
    """Return the therapies named from a place on until the sentence turns to something else."""
    stop = _STOP.search(shown, begin)
    end = stop.start() if stop else len(shown)
    found = [each for each in find_therapies(shown) if start <= each.start and each.end <= end]
    kept: list[Named] = []
    for each in found:
        between = shown[kept[-1].end : each.start] if kept else shown[start : each.start]
        example = kept and _EXAMPLE.search(shown[kept[0].end : each.start])
        repeated = kept and each.name in _WIDE and _REPEATS.fullmatch(between)
        if not example and not repeated and not _is_part(shown, each):
            kept.append(each)
    return kept


def _is_part(shown: str, each: Named) -> bool:
    """Whether a name is only part of what the text says: *adjuvant chemotherapy* is another."""
    before = shown[max(0, each.start - 24) : each.start].lower()
    return bool(re.search(r"\b(?:non-|without |no |concurrent )$|investigational $", before))


def _groups(shown: str, named: list[Named]) -> list[list[Named]]:
    """Part a list at its *and*; what *or* or a slash joins stays together."""
    groups: list[list[Named]] = []
    for place, each in enumerate(named):
        between = shown[named[place - 1].end : each.start] if place else ""
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


def _is_softened(sentence: Sentence, text: Eligibility, named: list[Named]) -> bool:
    subject = "|".join(re.escape(sentence.text[each.start : each.end]) for each in named)
    return is_softened(sentence, text, re.compile(subject, re.IGNORECASE))
