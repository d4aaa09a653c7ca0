"""The words of the board report in a language, and the marks of what stays English in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from oncomatch.domain.house import HouseStyle
from oncomatch.reporting.catalogue import REPORT, SOURCE, TERMS, Catalogue, open_catalogue

_COUNTED = re.compile(r"([\d,]+) (\D+)")
_CODED = re.compile(r"(.+) (\([A-Z0-9_]+\))")
_SCRIPT = ("filter", "unfold", "fold")


@dataclass(frozen=True, slots=True)
class ReportWords:
    """What a template prints in the language of the report.

    The software speaks English: what it says in a fixed word is translated, its sentences are
    marked as English.
    """

    catalogue: Catalogue
    terms: Mapping[str, str]

    @property
    def is_english(self) -> bool:
        """Whether nothing needs a mark."""
        return self.catalogue.language == SOURCE

    @property
    def en(self) -> str:
        """Return the attribute of an element whose text is English; empty in English."""
        return "" if self.is_english else Marked(' lang="en"')

    @property
    def script_words(self) -> str:
        """Return the attributes from which the script of the page takes its words."""
        if self.is_english:
            return ""
        words = {name: self.say(f"page.{name}") for name in _SCRIPT}
        words["rows"] = self.say("page.rows", shown="{shown}", rows="{rows}")
        return Marked("".join(f' data-{name}="{escape(each)}"' for name, each in words.items()))

    def say(self, key: str, **fields: object) -> str:
        """Return the words of a key with its fields filled in."""
        return self.catalogue.say(key, **fields)

    def term(self, words: str, *, in_english: bool = False) -> str:
        """Return a fixed word of the software in this language, else the English marked as such.

        Of `not reported: reason` the first part is translated. `in_english` is for a place that
        is marked as English itself.
        """
        if self.is_english or not any(map(str.isalpha, words)):
            return words
        place = SOURCE if in_english else self.catalogue.language
        parts = self.parts(words) or ((False, words),)
        return Marked(
            ": ".join(
                _marked(self.catalogue.language if own else SOURCE, part, place)
                for own, part in parts
            )
        )

    def parts(self, words: str) -> tuple[tuple[bool, str], ...]:
        """Return the parts of words (before and behind `: `), each in this language or English.

        Nothing where all of it is English.
        """
        known = self._known(words)
        if known is not None:
            return ((True, known),)
        head, colon, rest = words.partition(": ")
        known = self._known(head) if colon else None
        return () if known is None else ((True, known), (False, rest))

    def _known(self, words: str) -> str | None:
        """Return a term, also where it begins with a capital, has a number or a code beside it.

        `Eligible` heads a group, `3 records` counts, `Breast Carcinoma (BRCA)` is a tumour type.
        """
        found = self.terms.get(words)
        if counted := _COUNTED.fullmatch(words):
            one = self.terms.get(counted[2])
            return one and f"{counted[1]} {one}"
        if found is None and (coded := _CODED.fullmatch(words)):
            one = self.terms.get(coded[1])
            return one and f"{one} {coded[2]}"
        if found is None and words[:1].isupper():
            found = self.terms.get(words[:1].lower() + words[1:])
            return found and found[:1].upper() + found[1:]
        return found


class Marked(str):
    """Text in which everything is escaped that has to be; templates print it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the text as templates ask for it."""
        return str(self)


def _marked(language: str, words: str, place: str) -> str:
    """Return words of a language for a place in the page that has that or another one."""
    text = escape(words)
    return text if language == place else f'<span lang="{escape(language)}">{text}</span>'


def report_words(style: HouseStyle) -> ReportWords:
    """Return the words of a house's report.

    Raises:
        InputError: there is no catalogue of its language.
    """
    catalogue = open_catalogue(REPORT, style.report_language, style.templates)
    return ReportWords(catalogue, catalogue.group(TERMS))
