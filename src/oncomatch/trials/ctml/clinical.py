"""A clinical leaf of CTML as a pattern.

`!` on a value turns that value, not the leaf: `age_numerical: >=18` beside
`oncotree_primary_diagnosis: !Melanoma` are adults without melanoma (MatchEngine asks each part
of a clinical leaf by itself).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from oncomatch.domain.biomarker import (
    LIQUID,
    Age,
    AnyOf,
    Biomarker,
    ChangeKind,
    CnsMetastases,
    Comparator,
    CopyNumberChange,
    CopyNumberKind,
    Expression,
    ExpressionKind,
    ExtentIn,
    ExtentWord,
    GeneMutation,
    LineOfTherapy,
    MutationalBurden,
    Not,
    Origin,
    SexIs,
    TumorTypeIn,
    VariantOrigin,
    unread,
)
from oncomatch.domain.case import Sex
from oncomatch.domain.tumor_type import ANY, SOLID
from oncomatch.errors import TumorTypeError
from oncomatch.reference.tumor_types import TumorTypes
from oncomatch.trials.ctml import vocabulary as words
from oncomatch.trials.ctml.slips import SlipKind, Slips, nearest, shown

_NUMBER = re.compile(r"\s*(>=|<=|==|=|>|<)?\s*(\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})\s*")
_LINES = re.compile(r"(>=|<=)?\s*([1-9]\d?)")
_HER2 = AnyOf(
    (
        CopyNumberChange("ERBB2", CopyNumberKind.AMPLIFICATION),
        Expression("ERBB2", ExpressionKind.OVEREXPRESSION),
    )
)
RECEPTORS: dict[str, Biomarker] = {
    "er_status": Expression("ESR1", ExpressionKind.EXPRESSION),
    "pr_status": Expression("PGR", ExpressionKind.EXPRESSION),
    "her2_status": _HER2,
    "brca1_germline_mutation": Origin(
        VariantOrigin.GERMLINE, GeneMutation("BRCA1", ChangeKind.MUTATION)
    ),
}
Reader = Callable[[str, object, str], Biomarker | None]


class ClinicalLeaf:
    """Reads the values of clinical leaves; slips go to the list."""

    def __init__(self, tumor_types: TumorTypes, slips: Slips):
        self._types = tumor_types
        self._slips = slips
        self._readers: dict[str, Reader] = {
            "oncotree_primary_diagnosis": self._diagnosis,
            "age_numerical": self._age,
            "tmb_numerical": self._burden,
            "gender": self._gender,
            "disease_status": self._disease,
            "number_prior_lines_therapy_allowed": self._lines,
            "active_brain_metastases_allowed": self._brain,
            **dict.fromkeys(RECEPTORS, self._state),
        }

    def read(self, key: str, value: object, path: str) -> Biomarker | None:
        """Return the pattern of a value, None where it asks for nothing."""
        reader = self._readers.get(key)
        if reader is None:
            self._slips.add(SlipKind.LIMIT, path, f"{key}: {shown(value)} is free text")
            return unread(f"{key}: {shown(value)}")
        turned = isinstance(value, str) and value.startswith("!")
        pattern = reader(key, value[1:].strip() if turned else value, path)  # type: ignore[index]
        return Not(pattern) if turned and pattern is not None else pattern

    def _unread(self, key: str, value: object, path: str, why: str, hint: str = "") -> Biomarker:
        self._slips.add(SlipKind.UNREAD, path, f"{shown(value)!r} {why}", hint)
        return unread(f"{key}: {shown(value)}")

    def _diagnosis(self, key: str, value: object, path: str) -> Biomarker | None:
        name = " ".join(str(value).split()) if isinstance(value, str) else ""
        meant = words.DIAGNOSIS_SLIPS.get(name.lower(), name)
        if meant != name:
            self._corrected(path, value, meant)
        if meant in (words.SOLID_WORD, words.LIQUID_WORD):
            return TumorTypeIn((SOLID if meant == words.SOLID_WORD else LIQUID,))
        codes = sorted(each.code for each in self._types if each.name == name)
        if codes:
            return TumorTypeIn(tuple(codes))
        try:
            found = self._types.understand(name).tumor_type
        except TumorTypeError:
            found = None
        if found is None or found.code == ANY:
            near = [self._types.get(code).name for code in self._types.suggest(name)[:2]]
            return self._unread(
                key, value, path, "is no name of OncoTree", f"near: {' or '.join(near)}"
            )
        self._corrected(path, value, found.name)
        return TumorTypeIn((found.code,))

    def _corrected(self, path: str, value: object, meant: str) -> None:
        self._slips.add(
            SlipKind.CORRECTED, path, f"{shown(value)!r} is not a value of CTML", f"write {meant!r}"
        )

    def _compared(self, value: object) -> list[tuple[Comparator, float]]:
        """Return the limits of `>=18`, two for `==40`, none where it is not understood."""
        found = _NUMBER.fullmatch(value) if isinstance(value, str) else None
        if found is None or not found[1]:
            return []
        number = float(found[2])
        if found[1] in ("=", "=="):
            return [(Comparator.AT_LEAST, number), (Comparator.AT_MOST, number)]
        return [(Comparator(found[1]), number)]

    def _age(self, key: str, value: object, path: str) -> Biomarker | None:
        limits = self._compared(value)
        if not limits:
            return self._unread(key, value, path, "is no limit of age", "write it as '>=18'")
        return words.all_of([Age(comparator, number) for comparator, number in limits])

    def _burden(self, key: str, value: object, path: str) -> Biomarker | None:
        limits = self._compared(value)
        if not limits:
            return self._unread(key, value, path, "is no limit", "write it as '>=10'")
        return words.all_of([MutationalBurden(number, comparator) for comparator, number in limits])

    def _gender(self, key: str, value: object, path: str) -> Biomarker | None:
        word = str(value).strip().lower()
        if word in ("male", "female"):
            if value not in ("Male", "Female"):
                self._corrected(path, value, word.capitalize())
            return SexIs(Sex(word))
        if word == "x":
            self._slips.add(SlipKind.LIMIT, path, "the sex X is not kept of a case")
            return unread("gender: X")
        return self._unread(key, value, path, "is no value of gender", "Male, Female or X")

    def _state(self, key: str, value: object, path: str) -> Biomarker | None:
        word = str(value).strip().lower()
        meant = words.STATE_SLIPS.get(word) or nearest(word, words.STATES)
        if not meant:
            return self._unread(key, value, path, "is no state", "Positive or Negative")
        if meant != value:
            self._corrected(path, value, meant)
        if meant == "Unknown":
            return None
        pattern = RECEPTORS[key]
        return pattern if meant == "Positive" else Not(pattern)

    def _disease(self, key: str, value: object, path: str) -> Biomarker | None:
        parts: list[Biomarker] = []
        extents: set[ExtentWord] = set()
        for item in value if isinstance(value, list) else [value]:
            meant = nearest(str(item), words.EXTENTS) if str(item).strip() else ""
            if meant.lower() == str(item).strip().lower():
                extents.add(words.EXTENTS[meant])
            else:
                hint = f"did you mean {meant!r}?" if meant else f"of {', '.join(words.EXTENTS)}"
                parts.append(self._unread(key, item, path, "is no status of a disease", hint))
        if extents:
            parts.insert(0, ExtentIn(tuple(each for each in ExtentWord if each in extents)))
        return words.any_of(parts) if parts else None

    def _lines(self, key: str, value: object, path: str) -> Biomarker | None:
        text = str(value).strip()
        if text.lower() == "any":
            return None
        found = _LINES.fullmatch(text)
        if found is None:
            if text.lower() == "unknown":
                self._slips.add(SlipKind.NOTE, path, "the number of earlier lines is not known")
                return unread("number_prior_lines_therapy_allowed: Unknown")
            return self._unread(key, value, path, "is no number of lines", "write it as '<=2'")
        number = int(found[2]) + 1
        sides = [Comparator(found[1])] if found[1] else [Comparator.AT_LEAST, Comparator.AT_MOST]
        return words.all_of([LineOfTherapy(side, number) for side in sides])

    def _brain(self, key: str, value: object, path: str) -> Biomarker | None:
        word = "yes" if value is True else "no" if value is False else str(value).strip().lower()
        if word not in ("yes", "no"):
            return self._unread(key, value, path, "is neither Yes nor No", "write Yes or No")
        return None if word == "yes" else Not(CnsMetastases(active=True))
