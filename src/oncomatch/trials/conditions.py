"""From the conditions of a registry record to OncoTree codes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows
from oncomatch.reference.tumor_types import TumorTypes, read_disease_mappings

_EXTENT = re.compile(
    r"\b(?:advanced|metastatic|metastasis|locally|recurrent|refractory|relapsed|unresectable|resectable|"
    r"resected|previously treated|untreated|stage\s+[0IVX]+[ABC]?\d?|anatomic|"
    r"ajcc v\d+(?: and v\d+)?|tnm|adult|"
    r"malignant|primary|invasive|early[\s-]stage|clinical|pathologic(?:al)?|prognostic|"
    r"postneoadjuvant therapy|oligometastatic|borderline|non-?resectable|locali[sz]ed|in remission|"
    r"castrat(?:ion|e)[\s-]resistant|hormone[\s-]sensitive|platinum[\s-](?:resistant|sensitive|"
    r"refractory)|triple[\s-]negative|(?:hormone[\s-]receptor|(?:o?estrogen|progesterone)[\s-]"
    r"receptor|HER-?2(?:[\s-]receptor)?|ER|PR|HR)[\s-](?:positive|negative|low)|(?:pediatric|"
    r"childhood|newly diagnosed|high[\s-]risk|persistent|grade\s\d[ab]?|female|male))\b",
    re.IGNORECASE,
)
_HEAD = re.compile(r"\W*(?:carcinoma|lymphoma|leuka?emia|sarcoma)\W*", re.IGNORECASE)
_NOUN = re.compile(r"oma|cancer|tumou?r|neoplas|leuk|mutat|disease", re.IGNORECASE)
_LOOSE = re.compile(r"^(?:\W|\b(?:and|or)\b)+|(?:\W|\b(?:and|or)\b)+$", re.IGNORECASE)
_MARKS = re.compile(r"[^a-z0-9+]+")
_WORD = re.compile(r"[A-Za-z]+")
_MARKER = re.compile(  # "HER2-positive", "EGFR mutant": which of the tumours, not which tumour
    r"^\W*[A-Z][A-Za-z\d./-]{1,11}?[\s-]*(?:\+|(?:fusion[\s-])?positive|negative|mutated|mutant|"
    r"altered|amplified|low|(?:over)?expressing|rearranged)\s+(?=\w)",
    re.IGNORECASE,
)
_AMERICAN = {"tumour": "tumor", "aem": "em", "oesoph": "esoph", "oestro": "estro"}
_BRITISH = re.compile("|".join(_AMERICAN))
_POSSESSIVE = re.compile(r"['’]s\b")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class ConditionReading:
    """OncoTree codes of the conditions that were understood, and how many were not."""

    tumor_types: tuple[str, ...]
    unread: int


class ConditionReader:
    """Understands conditions by OncoTree's names, source disease names, and our own synonyms."""

    def __init__(self, tumor_types: TumorTypes, synonyms: Path | None = None):
        self._named: dict[str, list[str]] = {}
        for each in tumor_types:
            self._named.setdefault(fold(each.name), []).append(each.code)
        rows = read_rows(synonyms or resource_path("trials", "conditions.tsv"))
        self._codes = {
            fold(row["condition"]): tuple(code for code in row["tumor_types"].split(";") if code)
            for row in rows
        }
        for name, mapping in read_disease_mappings().items():
            if not mapping.condition and not mapping.subtype:
                self._codes.setdefault(fold(name), mapping.tumor_types)

    def names(self) -> dict[str, tuple[str, ...]]:
        """Return all names of tumour types that are known, folded, with their codes."""
        known = {name: tuple(codes) for name, codes in self._named.items() if len(codes) == 1}
        return {**known, **{name: codes for name, codes in self._codes.items() if codes}}

    def read(self, conditions: Iterable[str]) -> ConditionReading:
        """Return the codes of the conditions; a condition that is no tumour type maps to none."""
        codes: set[str] = set()
        unread = 0
        for condition in joined_names(conditions):
            found = self.codes_of(condition)
            if found is None:
                unread += 1
            else:
                codes.update(found)
        return ConditionReading(tuple(sorted(codes)), unread)

    def codes_of(self, condition: str) -> tuple[str, ...] | None:
        """Return the codes of one condition, None when it is not understood."""
        whole = self._codes_of_name(condition)
        if whole is not None:
            return whole
        unbracketed = _BRACKETS.sub(" ", condition)
        name = _MARKER.sub("", unbracketed)
        codes = self._codes_of_name(_without_extent(name))
        if codes is None:
            return None
        brackets = [_without_extent(bracket[1:-1]) for bracket in _BRACKETS.findall(condition)]
        repeated = all(
            not fold(bracket) or self._repeats(bracket, unbracketed, codes) for bracket in brackets
        )
        return codes if repeated else None

    def _repeats(self, bracket: str, name: str, codes: tuple[str, ...]) -> bool:
        """Return whether a bracket says no more than the name before it."""
        return (
            self._codes_of_name(bracket) == codes
            or codes == (bracket.strip().upper(),)
            or _are_initials(bracket, name)
        )

    def _codes_of_name(self, name: str) -> tuple[str, ...] | None:
        """Return the codes of a name; OncoTree's own codes are none, since ATM is also a gene."""
        folded = fold(name)
        upright = fold(" ".join(reversed(name.split(","))))  # "Leukemia, Lymphocytic, Chronic"
        for each in dict.fromkeys(
            (folded, folded.removesuffix("s"), upright, upright.removesuffix("s"))
        ):
            if each in self._codes:
                return self._codes[each]
            codes = self._named.get(each, [])
            if len(codes) == 1:
                return (codes[0],)
        return None


def joined_names(conditions: Iterable[str]) -> list[str]:
    """Return conditions with inverted names that were cut at their comma put together again.

    >>> joined_names(["Carcinoma", "Non-Small-Cell Lung", "Melanoma"])
    ['Non-Small-Cell Lung Carcinoma', 'Melanoma']
    """
    joined: list[str] = []
    for condition in conditions:
        if joined and _HEAD.fullmatch(joined[-1]) and not _NOUN.search(condition):
            joined[-1] = f"{condition} {joined[-1]}"
        else:
            joined.append(condition)
    return joined


def _without_extent(text: str) -> str:
    return _LOOSE.sub("", _EXTENT.sub(" ", text))


def _are_initials(short: str, name: str) -> bool:
    """Return whether an abbreviation is made of initials of the name, in its order."""
    initials = iter(word[0].upper() for word in _WORD.findall(name))
    capitals = [letter for letter in short if letter.isupper()]
    return len(capitals) > 1 and " " not in short and all(each in initials for each in capitals)


def fold(text: str) -> str:
    """Return a name without capitals and marks, in American spelling; so names are compared.

    >>> fold("Hodgkin's Leukaemia"), fold("Oesophageal Tumour")
    ('hodgkin leukemia', 'esophageal tumor')
    """
    plain = _POSSESSIVE.sub("", text.lower())
    return " ".join(_MARKS.sub(" ", _BRITISH.sub(_american, plain)).split())


def _american(found: re.Match[str]) -> str:
    return _AMERICAN[found[0]]
