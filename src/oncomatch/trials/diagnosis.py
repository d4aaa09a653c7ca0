"""Say with certainty which tumour types a trial takes, where its record says so more than once.

A wrong certain type hides a trial from a patient, so that the title, the conditions, and what was
read of the text all have to speak of the same organs, and the widest of their types are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from oncomatch.domain.biomarker import TumorTypeIn
from oncomatch.domain.trial import Confidence, Criterion, Section, Side, TextPlace
from oncomatch.trials.conditions import ConditionReader
from oncomatch.trials.eligibility.tumor_types import Found, find_tumor_types, lineage, widest

_MORE = re.compile(
    r"\bothers?\b|\bincluding\b|\bsuch as\b|\bselected\b|\bvarious\b|\bbasket\b|\bumbrella\b|"
    r"\bpan-?\s?(?:tumou?r|cancer)|\b(?:multiple|several|different) (?:tumou?rs?|cancers?|types)|"
    r"\bmalignanc|\bneoplas|\b(?:tumou?rs|cancers|carcinomas|sarcomas|lymphomas|leuka?emias|"
    r"gliomas)\b|\bmetastas[ei]s\b|"
    r"\bleptomeningeal\b|\beffusions?\b|\brisk\b|\bsurviv|\bprevent|\bsecondary\b|\brare\b",
    re.IGNORECASE,
)
_NAMES_A_TUMOR = re.compile(
    r"cancer|carcinoma|tumou?r|sarcoma|lymphoma|leuk|myeloma|melanoma|glioma|blastoma|neoplas|"
    r"malignan|mesothelioma|oma\b|metasta|myelo",
    re.IGNORECASE,
)


def agreed_tumor_types(
    titles: Iterable[str],
    conditions: Sequence[str],
    reader: ConditionReader,
    read: Iterable[Criterion],
) -> Criterion | None:
    """Return the types that title, conditions and text agree on, None where they do not.

    Each type of a title has to be of the line of one of the conditions and the other way round,
    and so has each type read from the text; a condition that is not understood must name no
    tumour. A title that names a type in the plural or speaks of more (*and other cancers*,
    *malignancies*) is not certain, since it may be about several.
    """
    found = [(title, find_tumor_types(title)) for title in titles if title]
    named = [(title, spans) for title, spans in found if spans]
    if not named or any(_MORE.search(_without(title, spans)) for title, spans in found):
        return None
    wanted = {code for _, spans in named for _, _, codes in spans for code in codes}
    listed: set[str] = set()
    for condition in conditions:
        codes = reader.codes_of(condition)
        if codes is None and _NAMES_A_TUMOR.search(condition):
            codes = tuple(c for _, _, each in find_tumor_types(condition) for c in each)
            if not codes:
                return None
        listed.update(codes or ())
    taken = {
        code
        for each in read
        if each.side is Side.INCLUSION and isinstance(each.pattern, TumorTypeIn)
        for code in each.pattern.codes
    }
    if not listed or not _same_lines(wanted, listed) or not _same_lines(listed, wanted):
        return None
    if not _same_lines(taken, wanted):
        return None
    _, spans = named[0]
    place = TextPlace(Section.TITLE, spans[0][0], spans[-1][1])
    codes = widest(wanted | listed | taken)
    return Criterion(Side.INCLUSION, TumorTypeIn(codes), Confidence.CERTAIN, place)


def _same_lines(codes: set[str], others: set[str]) -> bool:
    """Whether each code is above, below or the same as one of the others."""
    return all(
        any(code in lineage(other) or other in lineage(code) for other in others) for code in codes
    )


def _without(title: str, spans: tuple[Found, ...]) -> str:
    rest = list(title)
    for start, end, _ in spans:
        rest[start:end] = " " * (end - start)
    return "".join(rest)
