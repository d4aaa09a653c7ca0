"""Read simple limits of the laboratory: one analyte, one number, one unit.

Units are converted only by powers of ten (cells per microlitre to 10^9/L, g/L to g/dL). A GFR is
no creatinine clearance, mg/dL of bilirubin or creatinine are no multiples of a normal value, and
mmol/L of haemoglobin need a factor: those are left unread. Where a sentence has several limits of
one analyte (*or 5 x ULN with metastases of the liver*), the loosest is kept, which holds for all,
and never certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oncomatch.domain.biomarker import Comparator, Laboratory
from oncomatch.domain.clinical_status import Analyte
from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.trials.eligibility.plain import LONGEST, is_plain, without
from oncomatch.trials.eligibility.reading import Eligibility, criterion_of
from oncomatch.trials.eligibility.sentences import Sentence

_NAMES: tuple[tuple[Analyte, str], ...] = (
    (Analyte.NEUTROPHILS, r"\bANC\b|neutrophils?\b(?: counts?)?"),
    (Analyte.PLATELETS, r"\bplatelets?\b(?: counts?)?|\bPLT\b|thrombocytes?"),
    (Analyte.HAEMOGLOBIN, r"ha?emoglobin\b(?! A1c)|\bHgb?\b"),
    (Analyte.CREATININE_CLEARANCE, r"creatinine clearance|\bCr?CL\b|\bCLcr\b"),
    (Analyte.CREATININE, r"(?<!clearance )\bcreatinine\b(?! clearance)"),
    (Analyte.BILIRUBIN, r"(?<!direct )(?<!conjugated )\bbilirubin\b"),
    (Analyte.ALT, r"\bALT\b|alanine (?:amino)?-?\s?transaminase|alanine aminotransferase|\bSGPT\b"),
    (
        Analyte.AST,
        r"\bAST\b|aspartate (?:amino)?-?\s?transaminase|aspartate aminotransferase|\bSGOT\b",
    ),
    (Analyte.ALBUMIN, r"(?:^|serum |hypo)albumin\b(?! transfus)"),
    (Analyte.LVEF, r"\bLVEF\b|(?:left ventricular |cardiac )?ejection fraction"),
)
_NAME = re.compile(
    "|".join(f"(?P<a{place}>{pattern})" for place, (_, pattern) in enumerate(_NAMES)),
    re.IGNORECASE,
)
_NAME_OF = {analyte: re.compile(pattern, re.IGNORECASE) for analyte, pattern in _NAMES}
_COMPARATORS: tuple[tuple[str, Comparator], ...] = (
    (
        r"≥|>\s?/?\s?=|=\s?>|⩾|≧|greater than or equal to|at least|not less than|no less than",
        Comparator.AT_LEAST,
    ),
    (
        r"≤|<\s?/?\s?=|=\s?<|⩽|≦|less than or equal to|not (?:more|greater) than|no (?:more|"
        r"greater) than|"
        r"up to|at most",
        Comparator.AT_MOST,
    ),
    (r">|greater than|more than|above|exceeding", Comparator.ABOVE),
    (r"<|less than|below|lower than", Comparator.BELOW),
)
_UNITS: tuple[tuple[str, str, float], ...] = (
    (
        "ULN",
        r"(?:x|×|times|\*|-fold)?\s?(?:the\s)?(?:institution(?:al)?(?:'s)?\s|local\s|"
        r"laboratory\s)*(?:I?ULN\b|UNL\b|upper (?:limits?|normal limit)(?: (?:of|"
        r"normal)){0,2}(?: normal)?(?: range)?)(?:\s?[\[(]I?ULN[\])])?",
        1.0,
    ),
    ("count", r"(?:x|×|\*)?\s?10\s?\^?\s?\(?9\)?\s?/\s?(?:L\b|liter|litre)|(?-i:G/L\b)", 1.0),
    (
        "count",
        r"(?:x|×|\*)?\s?10\s?\^?\s?\(?3\)?\s?/\s?(?:[uμµm]c?L|mm\^?\(?[3³]|cu\w*)|K/(?:[uμµm]c?L|"
        r"mm\^?3|cumm)",
        1.0,
    ),
    (
        "count",
        r"(?:cells?\s?)?(?:/|per)\s?(?:[uμµ]L|mcL|microlit\w+|mm\s?\^?\s?\(?[3³]\)?|cubic (?:mm|"
        r"mill\w+)|cu\s?mm|ul\b)",
        0.001,
    ),
    ("g/dL", r"(?:gm?s?|grams?)\s?(?:/|per)\s?(?:dL|deciliter|100 ml)\b", 1.0),
    ("g/dL", r"g/L\b", 0.1),
    ("mL/min", r"(?:mL|cc)\s?/\s?min(?:ute)?\b(?!\s?/\s?1)", 1.0),
    ("%", r"%|percent", 1.0),
)
_UNIT_OF = {
    "xULN": "ULN",
    "10^9/L": "count",
    "g/dL": "g/dL",
    "mL/min": "mL/min",
    "%": "%",
}
_LIMIT = re.compile(
    "|".join(f"(?P<c{place}>{pattern})" for place, (pattern, _) in enumerate(_COMPARATORS)),
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\s{0,2}(?:than\s)?(?P<number>\d{1,3}(?:[,\s]\d{3})+|\d+(?:\.\d+)?)\s{0,2}")
_DIGIT = re.compile(r"\d")
_UNIT = tuple(
    (name, re.compile(pattern, re.IGNORECASE), factor) for name, pattern, factor in _UNITS
)
_NOT_NOW = re.compile(
    r"transfusion (?:independen|depend)|history of|decrease|increase|toxicit|CTCAE|"
    r"if\b.{0,30}bilirubin",
    re.IGNORECASE,
)
_BAND: dict[Analyte, tuple[float, float]] = {
    Analyte.NEUTROPHILS: (0.1, 10),
    Analyte.PLATELETS: (5, 1000),
    Analyte.HAEMOGLOBIN: (4, 20),
    Analyte.CREATININE_CLEARANCE: (5, 150),
    Analyte.CREATININE: (0.5, 10),
    Analyte.BILIRUBIN: (0.5, 10),
    Analyte.ALT: (0.5, 20),
    Analyte.AST: (0.5, 20),
    Analyte.ALBUMIN: (1, 6),
    Analyte.LVEF: (15, 80),
}
_AROUND = frozenset(
    """
    absolute neutrophil count counts total serum calculated measured estimated by cockcroft gault
    formula equation function bone marrow hepatic renal liver cardiac organ without transfusion
    mg dl sgot sgpt ast alt anc hgb hb crcl lvef plt glutamic oxaloacetic pyruvic transaminase
    aspartate alanine aminotransferase echocardiogram echocardiography echo muga mri scan
    acquisition multigated both normal
    """.split()
)


def read_laboratory(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    """Yield the limits of a sentence, one an analyte."""
    shown = sentence.text
    if len(shown) > LONGEST or not _DIGIT.search(shown):  # no limit; tried first, since it is fast
        return
    if not _NAME.search(shown) or _NOT_NOW.search(shown):
        return
    limits, spans = _limits(shown)
    wanted = _GOOD if sentence.side is Side.INCLUSION else _BAD
    plain = is_plain(without(shown, spans), _AROUND)
    alternatives = bool(re.search(r"\bor\b", without(shown, spans), re.IGNORECASE))
    for analyte in dict.fromkeys(analyte for analyte, _, _ in limits):
        own = [(how, number) for each, how, number in limits if each is analyte]
        if any((how in _UPWARD) is not ((analyte in _HIGH_IS_GOOD) is wanted) for how, _ in own):
            continue
        how, number = _loosest(own)
        alone = len(own) == 1 and plain and not alternatives and analyte not in _EITHER
        certain = alone and not _again(sentence, text, analyte)
        confidence = Confidence.CERTAIN if certain else Confidence.LIKELY
        yield criterion_of(sentence, Laboratory(analyte, how, number), confidence)


def _again(sentence: Sentence, text: Eligibility, analyte: Analyte) -> bool:
    """Whether another sentence speaks of the analyte, and may soften its limit."""
    name = _NAME_OF[analyte]
    return any(each.start != sentence.start and name.search(each.text) for each in text.sentences)


_EITHER = (Analyte.CREATININE, Analyte.CREATININE_CLEARANCE)
"""Of these two one is often enough, in sentences that stand apart."""
_GOOD, _BAD = True, False
_UPWARD = (Comparator.AT_LEAST, Comparator.ABOVE)
_HIGH_IS_GOOD = (
    Analyte.NEUTROPHILS,
    Analyte.PLATELETS,
    Analyte.HAEMOGLOBIN,
    Analyte.CREATININE_CLEARANCE,
    Analyte.ALBUMIN,
    Analyte.LVEF,
)


def _loosest(limits: list[tuple[Comparator, float]]) -> tuple[Comparator, float]:
    """Return the limit that lets most patients pass, be it of what is asked or of what excludes."""
    numbers = sorted(limits, key=lambda each: each[1])
    return numbers[0] if limits[0][0] in _UPWARD else numbers[-1]


def _limits(
    text: str,
) -> tuple[list[tuple[Analyte, Comparator, float]], list[tuple[int, int]]]:
    """Return analyte, comparator and number of each limit, with the places of all its words."""
    names = list(_NAME.finditer(text))
    found: list[tuple[Analyte, Comparator, float]] = []
    spans = [name.span() for name in names]
    for limit in _LIMIT.finditer(text):
        number = _NUMBER.match(text, limit.end())
        before = [name for name in names if name.end() <= limit.start()]
        if not number or not before or limit.start() - before[-1].end() > 120:
            continue
        unit = _unit(text, number.end())
        if unit is None:
            continue
        analytes = _analytes(text, before)
        name, factor, end = unit
        comparator = _COMPARATORS[int((limit.lastgroup or "c0")[1:])][1]
        value = round(float(re.sub(r"[,\s]", "", number["number"])) * factor, 4)
        for analyte in analytes:
            least, most = _BAND[analyte]
            if _UNIT_OF[analyte.unit] == name and least <= value <= most:
                found.append((analyte, comparator, value))
                spans.append((limit.start(), end))
    return found, spans


def _unit(text: str, start: int) -> tuple[str, float, int] | None:
    for name, pattern, factor in _UNIT:
        found = pattern.match(text, start)
        if found:
            return name, factor, found.end()
    return None


def _analytes(text: str, names: list[re.Match[str]]) -> list[Analyte]:
    """Return the analytes that a limit behind them is of: `AST and ALT` are two."""
    found = [_analyte(names[-1])]
    for earlier, later in zip(names[-2::-1], names[:0:-1], strict=False):
        between = text[earlier.end() : later.start()]
        if _LIMIT.search(between) or not re.fullmatch(
            r"[\s()\[\],/]*(?:\[?\(?(?:and|or|&|serum|glutamic|oxaloacetic|oxalacetic|pyruvic|"
            r"transaminase|/)[\s()\[\],/-]*)*",
            between,
            re.IGNORECASE,
        ):
            break
        found.append(_analyte(earlier))
    return list(dict.fromkeys(reversed(found)))


def _analyte(name: re.Match[str]) -> Analyte:
    return _NAMES[int((name.lastgroup or "a0")[1:])][0]
