"""Alterations of which either is enough, with the proof of each between them.

*Deletion of MTAP by sequencing or absence of its protein by IHC* are one criterion: beside the
tests nothing stands between them but where the sample is from.
"""

from __future__ import annotations

import re
from dataclasses import replace

from oncomatch.domain.biomarker import Biomarker, Not, WildType, atoms_of
from oncomatch.trials.eligibility.asides import without_asides, without_tests
from oncomatch.trials.eligibility.joining import any_of
from oncomatch.trials.eligibility.phrases import Phrase

_OR = frozenset(("or", "and/or"))
_SAMPLE = frozenset(
    """
    a an the in of on by from with their his her tumor tumour tumors tumours tissue tissues sample
    samples specimen specimens biopsy blood plasma ctdna protein gene cells cell
    documented detected confirmed known
    """.split()
)
_WORD = re.compile(r"and/or|[^\W_]+")


def joined_by_proofs(text: str, phrases: list[Phrase]) -> list[Phrase]:
    """Return the phrases, those as one between which only `or`, a test and a sample stand."""
    found: list[Phrase] = []
    for phrase in phrases:
        last = found[-1] if found else None
        if last is None or not _are_one(text, last, phrase):
            found.append(phrase)
            continue
        assert last.pattern is not None
        assert phrase.pattern is not None
        pattern = any_of([last.pattern, phrase.pattern])
        doubtful = last.doubtful or phrase.doubtful
        parts = ((pattern, doubtful),)
        found[-1] = replace(
            last, end=phrase.end, pattern=pattern, doubtful=doubtful, parts=parts, either=None
        )
    return found


def _are_one(text: str, one: Phrase, other: Phrase) -> bool:
    if not (_is_single(one) and _is_single(other)):
        return False
    gap = without_tests(without_asides(text[one.end : other.start]))
    words = [word.lower() for word in _WORD.findall(gap)]
    return sum(word in _OR for word in words) == 1 and all(
        word in _OR or word in _SAMPLE for word in words
    )


def _is_single(phrase: Phrase) -> bool:
    """Whether a phrase asks for one thing, and for none to be absent."""
    return phrase.pattern is not None and len(phrase.parts) == 1 and not _turns(phrase.pattern)


def _turns(pattern: Biomarker) -> bool:
    parts = getattr(pattern, "parts", (pattern,))
    return any(isinstance(each, Not) for each in parts) or any(
        isinstance(atom, WildType) for atom in atoms_of(pattern)
    )


_TEST = re.compile(
    r"\W{0,2}(?:al\s)?(?:analys\w{1,3}|testing|tests?|profil\w{2,4}|panels?|reports?|assays?|screening)\b",
    re.IGNORECASE,
)


def is_a_test(text: str, phrase: Phrase) -> bool:
    """Whether a phrase names no gene but a test: `mutation analysis`."""
    return phrase.of_no_gene and bool(_TEST.match(text, phrase.end))
