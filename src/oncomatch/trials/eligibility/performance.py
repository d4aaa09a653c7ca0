"""Read the performance status on the ECOG scale (WHO and Zubrod are the same) from a sentence.

Karnofsky and Lansky scores have no grade of ECOG: a sentence with nothing else is left unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oncomatch.domain.biomarker import Comparator, PerformanceStatus
from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.trials.eligibility.plain import LONGEST, is_plain, is_softened, without
from oncomatch.trials.eligibility.reading import Eligibility, criterion_of
from oncomatch.trials.eligibility.sentences import Sentence

_SCALE = re.compile(
    r"\bECOG(?:[\s-]?(?:ACRIN)?[\s-]?PS)?\b|eastern coo?perati\w{2} oncology group|\bzubrod\b|"
    r"\b(?:(?-i:WHO)|world health organi[sz]ation)\W{1,4}(?:\(WHO\)\W{1,3})?(?:performance|PS\b|"
    r"ECOG)",
    re.IGNORECASE,
)
_NOT_THE_SCALE = re.compile(r"acrin\.org|bellmunt|deteriorat\w+ of|worsening", re.IGNORECASE)
_OTHER_SCALE = re.compile(r"\b(?:karnofsky|kps|lansky|lps)\b", re.IGNORECASE)
_OTHER_EQUAL = re.compile(
    r"\(\s*(?:or |equivalent to |i\.e\.,? )?(?:karnofsky|KPS)\b[^()]{0,40}\)", re.IGNORECASE
)
_PERMITTED = re.compile(r"\b(?:may|allowed|permitted|acceptable|eligible|can) ", re.IGNORECASE)
_TO = r"\s?(?:-|–|—|−|~|to|through|and up to|\\-)\s?"
_NOTE = r"(?![\d.,]*\d|\s?(?:%|cm|mm|days?|weeks?|months?|years?|mg|g/|x ))"
_GRADES: tuple[tuple[re.Pattern[str], Comparator | None], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), comparator)
    for pattern, comparator in (
        (rf"(?<![\d.])(?P<low>[0-4]){_TO}(?P<high>[1-4]){_NOTE}", None),
        (
            r"(?<![\d.])(?P<low>[0-4])(?:\s?,\s?[1-3]){0,3},?\s?(?:,|or|/|and)\s?"
            rf"(?P<high>[1-4]){_NOTE}",
            None,
        ),
        (
            r"(?:≤|⩽|≦|=<|<\s?=|</=|less than or equal to|no (?:more|greater|worse|higher) than|"
            rf"not (?:exceeding|more than|greater than)|at most|up to)\s?(?P<high>[0-4]){_NOTE}",
            Comparator.AT_MOST,
        ),
        (
            rf"(?<![\d.])(?P<high>[0-4])\s(?:or (?:less|better|lower|below)){_NOTE}",
            Comparator.AT_MOST,
        ),
        (rf"(?:<|less than|below)\s?(?P<high>[1-4]){_NOTE}", Comparator.BELOW),
        (
            r"(?:≥|>\s?=|=>|greater than or equal to|at least)\s?(?P<high>[1-4])" + _NOTE,
            Comparator.AT_LEAST,
        ),
        (
            rf"(?<![\d.])(?P<high>[1-4])\s(?:or (?:more|greater|higher|worse|above)){_NOTE}",
            Comparator.AT_LEAST,
        ),
        (
            rf"(?:>|greater than|more than|above|worse than)\s?(?P<high>[0-4]){_NOTE}",
            Comparator.ABOVE,
        ),
        (rf"(?:status|score|PS|ECOG|grade|of|is|:|=)\W{{1,3}}(?P<high>[0-4]){_NOTE}", None),
    )
)
_AROUND = frozenset(
    """
    no deterioration over previous weeks prior first dosing performance ps ecog eastern
    cooperative oncology group who world health organization
    organisation zubrod scores either good either corresponding general overall equal between
    """.split()
)


def read_performance_status(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    """Yield the highest grade that a sentence asks for, and the lowest where it is not 0."""
    shown = sentence.text
    scale = _SCALE.search(shown) if len(shown) <= LONGEST else None
    if scale is None or _NOT_THE_SCALE.search(shown):
        return
    clear = _OTHER_EQUAL.sub(lambda found: " " * len(found[0]), shown)
    other = _OTHER_SCALE.search(clear)
    found, spans = _grades(clear, scale.start())
    if not found:
        return
    included = sentence.side is Side.INCLUSION
    if included and _PERMITTED.search(shown) and all(low for low, _ in found):
        return
    plain = is_plain(_OTHER_EQUAL.sub(" ", without(clear, spans)), _AROUND)
    certain = len(found) == 1 and not other and plain and not is_softened(sentence, text, _SCALE)
    confidence = Confidence.CERTAIN if certain else Confidence.LIKELY
    most = [high for low, high in found if low is not None]
    least = [(low, high) for low, high in found if low is not None]
    if included and most:
        yield criterion_of(sentence, PerformanceStatus(Comparator.AT_MOST, max(most)), confidence)
        lowest = min(low for low, _ in least)
        if lowest > 0:
            pattern = PerformanceStatus(Comparator.AT_LEAST, lowest)
            yield criterion_of(sentence, pattern, Confidence.LIKELY)
    elif not included and (lowest := min(low if low is not None else 0 for low, _ in found)) > 0:
        pattern = PerformanceStatus(Comparator.AT_LEAST, lowest)
        yield criterion_of(sentence, pattern, confidence)


def _grades(text: str, start: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the ranges of grades (lowest, highest) of a text with their places.

    Grades stand behind the name of the scale, or shortly before it.
    """
    other = _OTHER_SCALE.search(text)
    end = other.start() if other and other.start() > start else len(text)
    found: list[tuple[int, int]] = []
    spans: list[tuple[int, int]] = []
    begin = max(0, start - 60) if not (other and other.start() < start) else start
    for pattern, comparator in _GRADES:
        for match in pattern.finditer(text, begin, min(end, start + 260)):
            if any(match.start() < b and a < match.end() for a, b in spans):
                continue
            high = int(match["high"])
            grades = _range(match, high, comparator)
            if grades is not None:
                found.append(grades)
                spans.append(match.span())
    return list(dict.fromkeys(found)), spans


def _range(
    match: re.Match[str], high: int, comparator: Comparator | None
) -> tuple[int, int] | None:
    if comparator is None:
        low = match.groupdict().get("low")
        lowest = int(low) if low is not None else high
        return (lowest, high) if lowest <= high else None
    if comparator is Comparator.AT_MOST:
        return 0, high
    if comparator is Comparator.BELOW:
        return 0, high - 1
    return (high if comparator is Comparator.AT_LEAST else high + 1), 5
