"""Read how many lines of therapy were given before: at least, at most, or none.

The pattern speaks of the line that is to be chosen now: after at least one line it is the second
or a later one. Which therapies count as a line differs by trial, and adjuvant treatment is often
not one: that nothing was given before is never certain, nor is a limit for one kind of therapy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oncomatch.domain.biomarker import Comparator, LineOfTherapy
from oncomatch.domain.prior_therapy import MOST_LINES
from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.trials.eligibility.plain import LONGEST, is_plain, is_softened, without
from oncomatch.trials.eligibility.reading import Eligibility, criterion_of
from oncomatch.trials.eligibility.sentences import Sentence

_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "a single": 1}
_N = r"\(?(?P<{name}>\d{{1,2}}|one|two|three|four|five|six|a single)\)?(?:\s\(\d\))?"
_KIND = (
    r"(?:(?:prior|previous|different|standard|systemic|anti-?\s?(?:cancer|tumou?r|neoplastic|"
    r"myeloma|lymphoma)|full|approved|available|established|conventional|disease-appropriate|SOC|"
    r"unique|separate|distinct|cytotoxic|chemotherapy|chemotherapeutic|treatment|therapy|"
    r"therapeutic|hormonal|endocrine|palliative|line of)[\s/,-]+(?:or |and |of )?){0,5}"
)
_LINES = (
    r"(?:lines?\b(?!\s(?:infection|insertion))|regimens?\b|(?:systemic |anti-?cancer |prior |"
    r"previous |standard )(?:therap(?:y|ies)|treatments?)\b|courses? of)"
)
_OF = rf"{_KIND}{_LINES}"
_AT_LEAST = (
    rf"(?:at least|≥|>\s?=|=>|minimum of|a minimum of|greater than or equal "
    rf"to)\s?{_N.format(name='n')}(?:\sor more(?: than \w+)?)?\s{_OF}"
)
_OR_MORE = rf"\b{_N.format(name='n')}\s(?:or more|or greater)\s{_OF}"
_AT_MOST = (
    rf"(?:no more than|not more than|≤|<\s?=|=<|up to|at most|a maximum of|maximum of|maximum|"
    rf"not exceed(?:ing)?|"
    rf"less than or equal to)\s?(?:a total of\s)?{_N.format(name='n')}\s{_OF}"
)
_FEWER = rf"(?:fewer than|less than|<)\s?{_N.format(name='n')}\s{_OF}"
_MORE = rf"(?:more than|greater than|>)\s?{_N.format(name='n')}\s{_OF}"
_RANGE = (
    rf"\b{_N.format(name='n')}\s?(?:-|–|to|or|but no more than|and no more than|and up to|and)\s?"
    rf"{_N.format(name='m')}\s{_OF}"
)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_LIMITS = (
    ("range", _compiled(_RANGE)),
    ("most", _compiled(_AT_MOST)),
    ("least", _compiled(_AT_LEAST)),
    ("least", _compiled(_OR_MORE)),
    ("fewer", _compiled(_FEWER)),
    ("more", _compiled(rf"(?<!no )(?<!not ){_MORE}")),
)
_COUNTED = _compiled(_LINES)
"""What stands in each of the limits; most sentences have none."""
_NOT_MORE = _compiled(
    r"\b(?:not|no|never|cannot|without|nor)\b[^.;]{0,60}\bmore than\b|\b(?:not|no|"
    r"cannot)\b[^.;]{0,60}>"
)
_AFTER_ONE = _compiled(
    r"\b(?:progress\w*|relaps\w*|refractory|recurr\w*|disease progression|resistant|intoleran\w+|"
    r"failed|failure)\b[^.;]{0,60}?"
    r"\b(?:on|after|following|to|of|during|with|or)\b[^.;]{0,30}?\b(?:(?:standard|prior|previous|"
    r"first[\s-]line|front[\s-]?line|1L|"
    r"available|established|approved|all|systemic|conventional)\b[\s/-]*){1,4}(?:of[\s-]care |"
    r"care |anti-?cancer |systemic |line of |first[\s-]line |and |or )*"
    r"(?:therap\w+|treatments?|regimens?|chemo\w+)|"
    r"\bexhausted\b[^.;]{0,60}\b(?:therap|treatment|option)|"
    r"\b(?:must have|have|has|had)\s(?:previously\s)?(?:received|been treated with)\s(?:a |prior "
    r"|previous |first[\s-]line |standard |front[\s-]line )+"
    r"(?:of[\s-]care )?(?:systemic )?(?:therap\w+|treatment)\b(?!\s(?:with|using|containing)\b)"
)
_UNTREATED = _compiled(
    r"\b(?:previously[\s-]untreated|treatment[\s-]na[iï]ve|therapy[\s-]na[iï]ve|"
    r"systemic[\s-](?:therapy|treatment)[\s-]na[iï]ve|"
    r"untreated (?:with|for) (?:any )?systemic)\b|"
    r"\b(?:no|without(?: any)?|not (?:have )?(?:been )?(?:previously )?(?:received|had|"
    r"undergone)|never (?:have )?received|not receive|"
    r"not (?:been )?(?:previously )?treated with)\s"
    r"(?:any\s)?(?:(?:prior|previous|other)\s)?(?:history of\s)?(?:(?:prior|previous|systemic|"
    r"anti-?\s?cancer|antitumou?r|anti-?neoplastic|"
    r"definitive|first-line|any|line of)[\s,/]+(?:or\s)?){1,4}(?:therap(?:y|ies)|treatments?)\b"
    r"(?!\s(?:with|using|by|targeting|of|directed|containing|including)\b)"
)
_FORBIDDEN = _compiled(
    r"^\W*(?:\d{1,2}\W{1,2})?(?:(?:patients?|participants?|subjects?|individuals?)\s)?(?:who\s|"
    r"with\s|have\s|has\s|had\s|any\s)*"
    r"(?:received\s|previously\sreceived\s|history of\s|receipt of\s)?(?:any\s)?(?:prior|"
    r"previous)\s(?:line of\s)?"
    r"(?:systemic\s)(?:anti-?\s?(?:cancer|tumou?r|neoplastic)\s)?(?:drug\s)?(?:therap(?:y|ies)|"
    r"treatments?)\b"
)
_WINDOW = _compiled(
    r"\bwithin\b|\bin the (?:last|past|previous)|\d+\s?(?:-\s?)?(?:days?|weeks?|months?|years?|"
    r"half)|half-?li[fv]es|"
    r"wash-?out|recover|toxicit|adverse|concurrent|concomitant|ongoing"
)
_PERMITTED = _compiled(
    r"\b(?:allowed|permitted|may have|may be|can have|could have|not required|is acceptable|are "
    r"acceptable|"
    r"eligible|counted|considered|count|defined as|any number)\b"
)
_SOME = _compiled(
    r"^\W*(?:if|for|in case|where|when)\b|\bif\b|^\W*(?:note|those)\b|^\W*(?:patients|"
    r"participants|subjects) with\b[^.;]{0,80}\b(?:must|should)\b"
)
_SPECIAL = _compiled(
    r"\b(?:chemo\w*|endocrine|hormon\w+|immuno\w*|targeted|platinum\w*|radi\w+|cytotoxic|"
    r"anti-[A-Z\d]+\w*|PD-?L?1|"
    r"inhibitors?|intravesical|BCG|HDAC|TKIs?)\b"
)
_OTHER_CANCER = _compiled(
    r"\b(?:other|second|another|prior|concurrent) (?:primary )?(?:malignan|cancer)|graft|"
    r"transplant|hepatitis|infection"
)
_ALTERNATIVE = _compiled(
    r"\bor\b[^.;]{0,60}\b(?:intoleran\w*|declin\w+|refus\w+|ineligible|not (?:eligible|"
    r"candidates?|suitable|available|appropriate|exist)|no "
    r"(?:standard|available|other|further|effective|satisfactory)|unable|unsuitable|"
    r"contraindicat|for whom|for which)|unless|except"
)
_AROUND = frozenset(
    """
    received prior previous previously lines line therapy therapies systemic regimen regimens
    advanced metastatic disease setting cancer anti anticancer relapsed refractory progressed
    progression following
    recurrent locally unresectable after from treated who had but not more than no
    """.split()
)
_SUBJECT = _compiled(r"\blines?\b|\bregimens?\b")


def read_lines_of_therapy(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    """Yield the limits of a sentence as limits of the line that is to be chosen."""
    shown = sentence.text
    if len(shown) > LONGEST or _OTHER_CANCER.search(shown):
        return
    if _PERMITTED.search(shown) or _SOME.search(shown):
        return
    limits, spans = _limits(shown)
    excluded = sentence.side is Side.EXCLUSION
    if limits and not _WINDOW.search(without(shown, spans)[: spans[0][0]]):
        special = _SPECIAL.search(shown) or _ALTERNATIVE.search(shown)
        plain = is_plain(without(shown, spans), _AROUND)
        softened = is_softened(sentence, text, _SUBJECT)
        # what excludes has no upper limit: "at least one, but not more than three" is misplaced
        odd = excluded and any(said in ("most", "fewer") for said, _ in limits)
        doubtful = special or softened or odd or not plain
        sure = Confidence.LIKELY if doubtful else Confidence.CERTAIN
        for said, number in limits:
            how = "most" if said == "more" and not excluded else said
            if said == "more" and not excluded and not _NOT_MORE.search(shown):
                how = said
            pattern = _pattern(how, number)
            if pattern is not None and (not excluded or how in ("least", "more")):
                yield criterion_of(sentence, pattern, sure)
        return
    if excluded:
        if _FORBIDDEN.search(shown) and not _WINDOW.search(shown):
            pattern = LineOfTherapy(Comparator.AT_LEAST, 2)
            yield criterion_of(sentence, pattern, Confidence.LIKELY)
    elif _UNTREATED.search(shown):
        if not _WINDOW.search(shown):
            yield criterion_of(sentence, LineOfTherapy(Comparator.AT_MOST, 1), Confidence.LIKELY)
    elif _AFTER_ONE.search(shown):
        yield criterion_of(sentence, LineOfTherapy(Comparator.AT_LEAST, 2), Confidence.LIKELY)


def _limits(shown: str) -> tuple[list[tuple[str, int]], list[tuple[int, int]]]:
    found: list[tuple[str, int]] = []
    spans: list[tuple[int, int]] = []
    for how, pattern in _LIMITS if _COUNTED.search(shown) else ():
        for match in pattern.finditer(shown):
            if any(match.start() < end and start < match.end() for start, end in spans):
                continue
            numbers = [_number(each) for each in match.groupdict().values()]
            if max(numbers) >= MOST_LINES:
                continue
            spans.append(match.span())
            if how == "range":
                found += [("least", numbers[0]), ("most", numbers[1])]
            else:
                found.append((how, numbers[0]))
    order = sorted(range(len(spans)), key=lambda place: spans[place])
    return list(dict.fromkeys(found)), [spans[place] for place in order]


def _number(word: str) -> int:
    return _WORDS.get(word.lower()) or int(word)


def _pattern(how: str, number: int) -> LineOfTherapy | None:
    """Return the limit of the line now from one of the lines before."""
    if how == "least":
        return LineOfTherapy(Comparator.AT_LEAST, number + 1) if number else None
    if how == "more":
        return LineOfTherapy(Comparator.AT_LEAST, number + 2)
    return LineOfTherapy(Comparator.AT_MOST, number + (how == "most"))
