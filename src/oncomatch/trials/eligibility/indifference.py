"""What may be there or not: *regardless of PD-L1*, *with or without a TP53 mutation*.

Such words ask for nothing, so that they are left blank before what is asked for is read.
"""

from __future__ import annotations

import re

from oncomatch.trials.eligibility.tokens import Sort, Token, tokens_of

_LEAD = re.compile(
    r",?\s*\b(?:(?:either )?alone or (?:in combination|together|combined|co-?occurring) with|"
    r"(?:which|that) may include|regardless of|irrespective of|independent(?:ly)? of|"
    r"whether or not|"
    r"with(?:\s(?:or|and|and/or)\s|/)without)\b(?P<what>(?:[^,.;:()\[\]]|\([^()]{1,60}\)){2,160})",
    re.IGNORECASE,
)
UNSURE = re.compile(  # "preference is given to those with …", "inability to confirm …"
    r"\b(?:preference|preferred|priority)\b[^.;]{0,200}$|"
    r"\binability to (?:confirm|determine|document)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\b(?:and|but|who|that|which|as|by)\s(?:must|ha(?:s|ve|rbou?r\w*)|with|who|no|not|a|an|"
    r"documented|confirmed|determined|detected|assessed)\b|\b(?:who|whose|harbou?r\w*)\b",
    re.IGNORECASE,
)
_BEFORE = frozenset(
    """
    a an any the other additional known documented concurrent concomitant co-occurring
    accompanying coexisting co-existing co-mutations status of presence or absence tumor tumour
    their its baseline results in there is are has have mutational mutation levels level
    """.split()
)
_SPEAKING = frozenset({Sort.GENE, Sort.ALTERATION, Sort.MARKER, Sort.UNREADABLE})
_LIGAND = re.compile(r"\bPD-?L1\b", re.IGNORECASE)
_AFTER = re.compile(
    r"\s(?:expression|status|levels?|positivity|results?|scores?|mutational|alterations?|"
    r"mutations?|subtypes?)\b"
)


def without_indifference(text: str) -> str:
    """Return a text in which genes and markers that may be there or not are blank.

    >>> " ".join(without_indifference("NSCLC with an ALK fusion regardless of PD-L1").split())
    'NSCLC with an ALK fusion'
    """
    return _LEAD.sub(_blank_if_of_genes, text)


def _blank_if_of_genes(found: re.Match[str]) -> str:
    what = _GOES_ON.split(found["what"], maxsplit=1)[0]
    tokens = tokens_of(what)
    spans = [(each.start, each.end) for each in tokens if each.sort in _SPEAKING]
    spans = sorted([*spans, *(each.span() for each in _LIGAND.finditer(what))])
    if not spans or not _leads(tokens, spans[0][0]):
        return found[0]
    end = max(last for _, last in spans)
    while following := _AFTER.match(what, end):
        end = following.end()
    cut = found.start("what") - found.start() + end
    return " " * cut + found[0][cut:]


def _leads(tokens: list[Token], start: int) -> bool:
    """Whether nothing but harmless words stands before the first place of genes."""
    before = (each for each in tokens if each.start < start)
    return all(each.text.lower() in _BEFORE or each.sort is Sort.QUALITY for each in before)
