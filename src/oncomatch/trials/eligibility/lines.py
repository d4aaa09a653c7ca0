"""Read how many lines of therapy were given before: at least, at most, or none.

The pattern speaks of the line that is to be chosen now: after at least one line it is the second
or a later one. Which therapies count as a line differs by trial, and adjuvant treatment is often
not one: that nothing was given before is certain only where it is said of advanced disease, and a
limit for one kind of therapy only where it is a least one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oncomatch.domain.biomarker import Comparator, LineOfTherapy
from oncomatch.domain.prior_therapy import MOST_LINES
from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.trials.eligibility.plain import LONGEST, is_plain, without
from oncomatch.trials.eligibility.reading import Eligibility, criterion_of
from oncomatch.trials.eligibility.sentences import Sentence
from oncomatch.trials.eligibility.therapy_names import find_therapies
from oncomatch.trials.eligibility.therapy_words import GENERAL
from oncomatch.trials.eligibility.tumor_names import find_tumor_types
from oncomatch.trials.eligibility.types_in_turn import is_of_one_type

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
    r"previous |standard |cytotoxic |endocrine |hormonal )(?:therap(?:y|ies)|treatments?)\b|"
    r"courses? of)"
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
_OR_FEWER = rf"\b{_N.format(name='n')}\s(?:or (?:less|fewer))\s{_OF}"
_FEWER = rf"(?:fewer than|less than|<)\s?{_N.format(name='n')}\s{_OF}"
_MORE = rf"(?:more than|greater than|>)\s?{_N.format(name='n')}\s{_OF}"
_RANGE = (
    rf"\b{_N.format(name='n')}(?:\s(?:prior\s)?lines?)?,?\s?(?:-|–|to|or|(?:but|"
    rf"and) (?:no|not) (?:more|greater) "
    rf"than|(?:but |and )?up to|and)\s?{_N.format(name='m')},?\s{_OF}"
)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_LIMITS = (
    ("range", _compiled(_RANGE)),
    ("most", _compiled(_AT_MOST)),
    ("most", _compiled(_OR_FEWER)),
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
    r"\bfailed (?:(?:prior|previous|standard|first[\s-]line|front[\s-]?line|1L|systemic)\s)+"
    r"(?:therap\w+|treatments?|chemo\w+)|"
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
    r"\b(?:no|without(?: any)?|(?:not|cannot) (?:have )?(?:been )?(?:previously )?(?:received|had|"
    r"undergone)|never (?:have )?received|not receive|"
    r"not (?:been )?(?:previously )?treated with)\s"
    r"(?:any\s)?(?:(?:prior|previous|other)\s)?(?:history of\s)?(?:(?:prior|previous|systemic|"
    r"anti-?\s?cancer|antitumou?r|anti-?neoplastic|"
    r"definitive|first-line|any|lines? of)[\s,/]+(?:or\s)?){1,4}(?:therap(?:y|ies)|treatments?)\b"
    r"(?!\s(?:with|using|by|targeting|of|directed|containing|including)\b)"
)
_FORBIDDEN = _compiled(
    r"^\W*(?:\d{1,2}\W{1,2})?(?:(?:patients?|participants?|subjects?|individuals?)\s)?(?:who\s|"
    r"with\s|have\s|has\s|had\s|any\s)*"
    r"(?:received\s|previously\sreceived\s|history of\s|receipt of\s)?(?:any\s)?(?:prior|"
    r"previous)\s(?:receipt of\s)?(?:any\s)?(?:lines? of\s)?"
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
    r"eligible|counted|considered|count|(?:is|are) defined as|any number|no limit)\b"
)
_SOME = _compiled(
    r"^\W*(?:if|for|in case|where|when)\b|\bif\b|^\W*(?:note|those)\b|\b(?:patients|tumou?rs|"
    r"participants|subjects) (?:with|who|whose|in the)\b[^.;]{0,120}\b(?:must|should)\b|"
    r"\bin (?:the )?(?:EU|UK|US|USA|China|Japan|Europe)\b"
)
_SPECIAL = _compiled(
    r"\b(?:chemo\w*|endocrine|hormon\w+|immuno\w*|targeted|platinum\w*|radi\w+|cytotoxic|"
    r"(?-i:anti-[A-Z\d]+)\w*|PD-?L?1|"
    r"inhibitors?|intravesical|BCG|HDAC|TKIs?)\b"
)
_OTHER_CANCER = _compiled(
    r"\b(?:other|second|another|prior|concurrent) (?:primary )?(?:malignan|cancer)|graft|"
    r"transplant|hepatitis|infection"
)
_ALTERNATIVE = _compiled(
    r"\bor\b[^.;]{0,60}\b(?:intolera\w*|declin\w+|refus\w+|ineligible|not (?:eligible|"
    r"candidates?|suitable|available|appropriate|exist)|no "
    r"(?:standard|available|other|further|effective|satisfactory)|unable|unsuitable|"
    r"contraindicat|for whom|for which|relaps\w+ within|platinum-)|unless|except|excluding"
)
_AROUND = frozenset(
    """
    received prior previous previously lines line therapy therapies systemic regimen regimens
    advanced metastatic disease setting cancer anti anticancer relapsed refractory progressed
    progression following
    recurrent locally unresectable after from treated who had but not more than no incurable
    setting settings solid tumor tumors tumour tumours received stage iv either during failed
    failing relapse recurrence persistent their received which one documented malignant malignancy
    cancers for care first front recurred approved soc curable non stable containing then iii
    histology radiologic radiographic radiological objective clinical evidence
    """.split()
)
_IN_BRACKETS = _compiled(r"\([^()]{0,300}\)")
_EXCEPTION = _compiled(r"\b(?:except\w*|unless|with the following exceptions?|other than)\b")
_MORE_ALLOWED = _compiled(
    r"^(?!.*adjuvant)(?:.*\b(?:lines?|regimens?|cycles?|courses?|systemic therapy)\b[^.;]{0,80}"
    r"\b(?:allowed|permitted|acceptable|counted|count)\b|.*\b(?:may|can) have (?:had|received)"
    r"[^.;]{0,40}\b(?:lines?|regimens?|cycles?|courses?|systemic|therap(?:y|ies))\b|"
    r".*\b(?:unlimited|any number)\b)"
)
_NONE_ALLOWED = _compiled(
    r"\b(?:untreated|na[iï]ve|(?:no|without) (?:prior|previous)|first[\s-]line|"
    r"declin\w+|refus\w+)\b"
    r"[^.;]{0,120}\b(?:allowed|permitted|eligible|may|can)\b|"
    r"\b(?:may|can)\b[^.;]{0,40}\b(?:untreated|na[iï]ve|without (?:prior|previous))\b"
)
_ADVANCED = _compiled(r"\b(?:advanced|metastatic|unresectable|recurrent|incurable)\b")
_IN_LINES = _compiled(r"\b(?:lines?|regimens?|courses?)\b")
_OF_A_DRUG = _compiled(r"\W*(?:(?:of|with|containing|prior|an?)\W+)*")


def read_lines_of_therapy(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    """Yield the limits of a sentence as limits of the line that is to be chosen."""
    shown = sentence.text
    outside = _IN_BRACKETS.sub(lambda found: " " * len(found[0]), shown)
    if len(shown) > LONGEST or _OTHER_CANCER.search(outside) or _SOME.search(outside):
        return
    limits, spans = _limits(shown)
    excluded = sentence.side is Side.EXCLUSION
    capped = bool(limits) and not excluded and all(said in ("most", "fewer") for said, _ in limits)
    exception = _EXCEPTION.search(outside)
    if not capped and _PERMITTED.search(outside[: exception.start()] if exception else outside):
        return
    if not excluded and is_of_one_type(sentence, text):
        return
    if limits and not _WINDOW.search(without(shown, spans)[: spans[0][0]]):
        yield from _counted(sentence, text, limits, spans)
    elif not (_WINDOW.search(shown) or (sentence.introduces and shown.endswith(":"))):
        yield from _first_or_later(sentence, text)


def _counted(
    sentence: Sentence,
    text: Eligibility,
    limits: list[tuple[str, int]],
    spans: list[tuple[int, int]],
) -> Iterator[Criterion]:
    """Yield the limits of a sentence.

    A line of one kind is a line: *at least one line of chemotherapy* is at least one. No more than
    two of one kind may be more lines, and of one drug it limits no lines at all.
    """
    shown = sentence.text
    excluded = sentence.side is Side.EXCLUSION
    # what excludes has no upper limit: "at least one, but not more than three" is misplaced
    odd = excluded and any(said in ("most", "fewer") for said, _ in limits)
    special = _SPECIAL.search(shown) is not None
    named = [each for each in find_therapies(shown) if each.name not in GENERAL]
    for said, number in limits:
        how = "most" if said == "more" and not excluded and _NOT_MORE.search(shown) else said
        pattern = _pattern(how, number)
        if pattern is None or (excluded and how not in ("least", "more")):
            continue
        at_least = how == "least" and not excluded
        if not at_least and any(
            _OF_A_DRUG.fullmatch(shown[spans[-1][1] : each.start]) for each in named
        ):
            continue
        named_lines = any(_IN_LINES.search(shown[start:end]) for start, end in spans)
        counts = named_lines or _ADVANCED.search(shown)  # other treatment may be adjuvant
        sure = not odd and bool(counts) and (at_least or not special) and _is_plain(shown, spans)
        sure = sure and not _is_softened(sentence, text, at_least=at_least)
        yield criterion_of(sentence, pattern, Confidence.CERTAIN if sure else Confidence.LIKELY)


def _first_or_later(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    """Yield that nothing was given for advanced disease, or that something was."""
    shown = sentence.text
    if sentence.side is Side.EXCLUSION:
        found = _FORBIDDEN.search(shown)
        pattern = LineOfTherapy(Comparator.AT_LEAST, 2)
    else:
        found = _UNTREATED.search(shown)
        pattern = LineOfTherapy(Comparator.AT_MOST, 1)
    if found:
        advanced = "systemic" in found[0].lower() and _ADVANCED.search(shown, found.end())
        sure = bool(advanced) and _is_plain(shown, [found.span()])
        sure = sure and not _is_softened(sentence, text, at_least=False)
        yield criterion_of(sentence, pattern, Confidence.CERTAIN if sure else Confidence.LIKELY)
        return
    later = _AFTER_ONE.search(shown) and not _ALTERNATIVE.search(shown)
    if later and sentence.side is Side.INCLUSION:
        yield criterion_of(sentence, LineOfTherapy(Comparator.AT_LEAST, 2), Confidence.LIKELY)


def _is_softened(sentence: Sentence, text: Eligibility, *, at_least: bool) -> bool:
    """Whether an alternative, or another sentence, lets patients in with fewer or more lines."""
    allowed = _NONE_ALLOWED if at_least else _MORE_ALLOWED
    return _ALTERNATIVE.search(sentence.text) is not None or any(
        each.start != sentence.start and allowed.search(each.text) for each in text.sentences
    )


def _is_plain(shown: str, spans: list[tuple[int, int]]) -> bool:
    named = [(each.start, each.end) for each in find_therapies(shown)]
    types = [(start, end) for start, end, _ in find_tumor_types(shown)]
    return is_plain(without(shown, [*spans, *named, *types]), _AROUND)


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
