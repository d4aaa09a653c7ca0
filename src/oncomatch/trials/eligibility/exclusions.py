"""Who is not eligible, wherever a text says it, and words beside what excludes.

*Patients with an EGFR mutation are not eligible* excludes also among what is included.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from oncomatch.domain.trial import Side
from oncomatch.trials.eligibility.places import is_place
from oncomatch.trials.eligibility.sentences import Sentence
from oncomatch.trials.eligibility.tokens import tokens_of

_NOT_ELIGIBLE = (
    r"(?:excluded|exclusionary|(?:ineligible|not (?:be )?eligible)(?! to (?:receive|undergo|have|"
    r"be treated|take(?! part)|tolerate)\b)(?! for(?! the\b| this\b| study|"
    r" trial| enrol| participa| inclusion| cohort| arm| part))|not (?:be )?(?:allowed|permitted|"
    r"included|enrolled|accepted))"
)
_NOT_LET_IN = (
    rf"\b(?:(?:(?:will|shall)\s)?(?:are|is|be)\s(?:to\sbe\s|\w{{4,12}}\s)?{_NOT_ELIGIBLE}|"
    rf"(?:will|can|may)\s(?:{_NOT_ELIGIBLE}|not\s(?:enrol\w*|participate))|"
    r"cannot\s(?:be\s)?(?:enrol\w*|included|participate))\b"
)
_SHUTS_OUT = re.compile(
    r"\b(?:patients?|participants?|subjects?|individuals?|those|persons?|people|women|men|cancers?|"
    r"carcinomas?|tumou?rs?|diseases?|cases?|mutations?|alterations?|leuk\w{3,6}|lymphomas?|NSCLC|"
    r"melanomas?|gliomas?)\b(?:\s?\([^()]{0,120}\))?"
    r"(?P<who>\s(?:with|who|whose|where|in|of|for|harbo\w+|that|which|having|carrying|expressing|"
    r"known|found|identified|diagnosed|positive)\b[^;]{0,400}?)?,?\s"
    rf"{_NOT_LET_IN}",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\b(?:must|should|required?|needs?|unless|except\w*)\b", re.IGNORECASE)
_NAMED = re.compile(r"exclu|eligible|\bnot\b|cannot", re.IGNORECASE)  # most sentences have none
_LETS_IN = re.compile(
    r"\b(?:not|no longer)\s(?:be\s)?(?:excluded|ineligible|exclusionary|exclude)\b|"
    r"\bnot\s(?:an?\s)?exclusion|^\W*exceptions?\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r";\s|\.\s(?=[A-Z])|,?\s(?:but|however|while|whereas|although)\s", re.IGNORECASE
)
_AT_END = re.compile(
    rf"(?:(?<=[\w)])\s|·\s+){_NOT_LET_IN}(?:\s(?:from|for|in|to|into)(?:\s\w{{2,14}}){{1,4}})?\W*$",
    re.IGNORECASE,
)
_IF = re.compile(
    rf"\b(?:(?:will|must|should|are|is|be)\s){{1,2}}{_NOT_ELIGIBLE}"
    r"(?:\s(?:from|for)\s(?:the |this )?(?:study|trial|enrol\w+|participation))?\s(?:if|when)\b",
    re.IGNORECASE,
)
_CHANGES = (
    r"(?:mutations?|alterations?|aberrations?|rearrangements?|translocations?|fusions?|variants?|"
    r"genes?)"
)
_LISTED = re.compile(  # "Patients with the following mutations are not eligible:"
    rf"\bthe following (?:[a-z-]{{4,12}} ){{0,3}}{_CHANGES}"
    rf"(?:[\s,/]{{1,2}}(?:and/or |or |and )?{_CHANGES})*\s{_NOT_LET_IN}\s?(?=:)",
    re.IGNORECASE,
)
_EXAMPLES = re.compile(
    r"(?P<before>\b[\w()-]{2,12}\W{1,2}(?:[\w-]{3,14}\W{1,2}){0,3}(?:mutations?|mutated|alterations?|"
    r"variants?)(?:\spositive)?\s?)[(\[]\s?(?:e\.?g\.?|such as|including|includes?|for example)"
    r"(?P<inside>[^()\[\]]{3,160})[)\]]",
    re.IGNORECASE,
)
_BESIDE = re.compile(  # of what excludes, that another change is there too says nothing
    r"\b(?:co-?occurring|co-?existing|concurrent|concomitant|coincident|simultaneous)\b|"
    r"\bco-(?=mutat|alter)",
    re.IGNORECASE,
)


_UNKNOWN = re.compile(  # a status that is not known does not exclude: "if known" in other words
    r"\bif\b[^.;,]{2,60}\b(?:unknown|not (?:known|available|tested))\b[^.;]{0,60}\b(?:not (?:be )?"
    r"excluded|eligible|allowed|permitted|enrolled)\b|"
    r"^\W*(?:when|if)\b[^.;,]{2,90}\b(?:are|is)\s(?:known|available),",
    re.IGNORECASE,
)


_EXCEPTS = re.compile(  # "(Exceptions are KRAS G12 mutations)" behind what excludes
    r"^\W*(?:with the\s|the\s)?(?:only\s)?(?:exceptions?|except|however|unless)\b|"
    r"^\W*(?:patients|participants|subjects|those|tumou?rs)\s(?:with|who|harbou?ring)\b[^.;]{2,160}"
    r"\b(?:are|is|will be|may be|can be)\s(?:\w+\s)?(?:eligible|allowed|permitted|"
    r"included|enrolled)\b",
    re.IGNORECASE,
)


_OF_UNKNOWN = re.compile(
    r"\b(?:unknown|indeterminate|not known|untested|not tested)\b", re.IGNORECASE
)


def is_relaxed_by(following: str, genes: Iterable[str]) -> bool:
    """Whether the sentence behind what excludes takes a part of it back, of one of the genes."""
    if not _EXCEPTS.search(following) or _OF_UNKNOWN.search(following):
        return False
    named = {gene for token in tokens_of(following) for gene in token.genes}
    return not named or not named.isdisjoint(genes)


def shut_out(sentence: Sentence) -> Iterator[Sentence]:
    """Yield a sentence, or its clauses where one of them says who is not eligible."""
    if (
        sentence.side is not Side.INCLUSION
        or not _NAMED.search(sentence.text)
        or _LETS_IN.search(sentence.text)
    ):
        yield sentence
        return
    if not _SHUTS_OUT.search(sentence.text):
        yield sentence
        return
    start = 0
    for cut in (*_CLAUSE.finditer(sentence.text), None):
        clause = sentence.text[start : cut.start() if cut else None]
        said = _SHUTS_OUT.search(clause)
        shuts = said and not _ASKS.search(clause[: said.end()])
        yield replace(sentence, text=clause, side=Side.EXCLUSION if shuts else Side.INCLUSION)
        start = cut.end() if cut else 0


def without_company(text: str) -> str:
    """Return a text of what excludes without words that leave it as it is, their places blank.

    >>> without_company("are excluded if concurrent KRAS mutation").split()
    ['KRAS', 'mutation']
    """
    for pattern in (_BESIDE, _IF, _AT_END, _LISTED):
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    return text


def without_examples(text: str) -> str:
    """Return a text without examples in brackets of a change that is named before them.

    `EGFR mutations (e.g., L858R)` are all such mutations; `drivers (e.g., EGFR)` are left.
    """
    return _EXAMPLES.sub(_blank_if_of_the_same, text)


def _blank_if_of_the_same(found: re.Match[str]) -> str:
    before, inside = tokens_of(found["before"]), tokens_of(found["inside"])
    named = {gene for each in before for gene in each.genes}
    genes = {gene for each in inside for gene in each.genes}
    if not named or not genes <= named or not any(map(is_place, inside)):
        return found[0]
    return found["before"] + " " * (len(found[0]) - len(found["before"]))


def without_unknown(text: str) -> str:
    """Return a text of what excludes without words on a status that is not known.

    >>> without_unknown("BRCA1 mutation; if status unknown, they are not excluded").split()
    ['BRCA1', 'mutation;']
    """
    return _UNKNOWN.sub(lambda found: " " * len(found[0]), text)


def lets_in(text: str) -> bool:
    """Whether a sentence says what does not exclude: `KRAS mutations are not excluded`."""
    return bool(_LETS_IN.search(text))
