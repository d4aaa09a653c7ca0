"""How hard a text is to read, by two formulas that only count words, sentences and syllables.

English: the Flesch-Kincaid grade level (Kincaid and others 1975, Research Branch Report 8-75).
German: the first new Wiener Sachtextformel (Bamberger and Vanecek 1984, Lesen - Verstehen - Lernen
- Schreiben); its coefficients as in koRpus, https://rdrr.io/cran/koRpus/man/nWS.html. Both give a
school grade. `textstat` would do it too, but downloads a dictionary of pronunciations.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_END = re.compile(r"[.!?]+(?:\s|$)")


def words_of(text: str) -> list[str]:
    return _WORD.findall(text)


def sentences_of(text: str) -> list[str]:
    return [each for each in _END.split(text) if words_of(each)]


def english_syllables(word: str) -> int:
    """Count groups of vowels, less a silent e at the end; at least one.

    >>> [english_syllables(each) for each in ("tumour", "gene", "table", "cancer", "the")]
    [2, 1, 2, 2, 1]
    """
    word = word.lower()
    groups = len(re.findall(r"[aeiouy]+", word))
    if re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouyscxz]es$", word) and groups > 1:
        groups -= 1
    return max(groups, 1)


def german_syllables(word: str) -> int:
    """Count vowels, diphthongs and double vowels as one.

    >>> [german_syllables(each) for each in ("Bericht", "Therapie", "Studien", "Blut", "geprüft")]
    [2, 3, 3, 1, 2]
    """
    return max(len(re.findall(r"aa|ee|oo|ie(?!n\b)|ei|ai|au|äu|eu|[aeiouyäöü]", word.lower())), 1)


def flesch_kincaid_grade(text: str) -> float:
    words = words_of(text)
    syllables = sum(map(english_syllables, words))
    return 0.39 * len(words) / len(sentences_of(text)) + 11.8 * syllables / len(words) - 15.59


def wiener_sachtextformel(text: str) -> float:
    words = words_of(text)
    syllables = [german_syllables(each) for each in words]
    of = len(words)
    many = sum(each >= 3 for each in syllables) / of
    long = sum(len(each) > 6 for each in words) / of
    one = sum(each == 1 for each in syllables) / of
    length = of / len(sentences_of(text))
    return 19.35 * many + 0.1672 * length + 12.97 * long - 3.27 * one - 0.875
