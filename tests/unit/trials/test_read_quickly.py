"""What makes the reader quick changes nothing of what it reads: beside plain second ways."""

from __future__ import annotations

import re

import pytest

from oncomatch.trials.eligibility.diseases import _KINDS, kinds_named
from oncomatch.trials.eligibility.tokens import Sort, tokens_of
from oncomatch.trials.eligibility.tumor_names import _COMPILED, _by_synonyms

TEXTS = (
    "Histologically confirmed non-small cell lung cancer, small-cell lung cancer or melanoma",
    "Hereditary breast cancer; rat sarcoma; rhabdomyosarcoma and osteosarcomas of the ovary",
    "Epithelial ovarian, fallopian tube or primary peritoneal high-grade serous carcinoma",
    "mCRPC, m CRPC, CRPC-like, gastroesophageal junction and GEJ adenocarcinoma of the stomach",
    "Relapsed ALL (B-ALL or T-cell ALL), all patients with CML, CMML or MDS/MPN, Ph+ ALL",
    "GEP-NET, pNETs, sqNSCLC, squamous NSCLC, non-squamous NSCLC, squamous NSCLC or SCLC",
    "Nothing of this kind: adequate organ function, and able to swallow tablets",
    "Renal function; renal cell carcinoma with a clear cell component; ccRCC; thyroid cancer",
    "brain tumours, HGBL, HBCL, LBCL, PMBCL, T-NHL, B-NHL and NHL, follicular lymphoma (FL)",
    "",
)


@pytest.mark.parametrize("text", TEXTS)
def test_synonyms_are_those_that_each_pattern_finds_by_itself(text: str):
    plain = [
        (found.start(), found.end(), codes)
        for pattern, codes in _COMPILED
        for found in pattern.finditer(text)
    ]

    assert list(_by_synonyms(text)) == plain


def test_some_texts_name_types_and_some_none():
    named = [bool(list(_by_synonyms(text))) for text in TEXTS]

    assert named.count(True) == 8
    assert named.count(False) == 2


def alternatives(pattern: str) -> list[str]:
    """Return what a pattern joins by | outside of brackets."""
    depth, parts = 0, [""]
    for letter in pattern:
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def test_every_synonym_begins_with_a_word():
    beginning = re.compile(r"(?:\(\?-i:)?(?:\(\?<[!=][^)]*\))*(?:\\b|fallopian)")

    for pattern, _ in _COMPILED:
        for part in alternatives(pattern.pattern):
            assert beginning.match(part), part


@pytest.mark.parametrize("text", TEXTS)
def test_kinds_are_those_of_patterns_that_look_for_a_word_themselves(text: str):
    each = "|".join(
        rf"(?P<{name.replace(' ', '_')}>\b(?:{words})(?![\w-]))" for name, words in _KINDS.items()
    )
    plain = {found.lastgroup for found in re.finditer(each, text, re.IGNORECASE)}

    assert kinds_named(text) == plain


def test_tokens_may_be_taken_away_without_harm_to_the_next_reader():
    text = "EGFR exon 19 deletion"
    first = tokens_of(text)
    first.clear()

    assert tokens_of(text)[0].sort is Sort.GENE
