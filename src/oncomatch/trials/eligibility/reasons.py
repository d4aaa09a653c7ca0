"""Why a list of drivers excludes: there is a therapy for them, which leaves the list as it is.

*EGFR or ALK alterations for which a therapy is approved* excludes both: the reason is true of
them. Of a gene of which only some changes have a therapy (*BRAF, for which a therapy is approved*)
it is not sure for any change. Conditions (*if*, *unless treated with it*) are no reasons.
"""

from __future__ import annotations

import re
from enum import Enum

from oncomatch.domain.biomarker import (
    AnyOf,
    Biomarker,
    ChangeKind,
    CopyNumberChange,
    Expression,
    Fusion,
    GeneMutation,
    atoms_of,
)
from oncomatch.trials.eligibility.alterations import FUSED_IN_LISTS, HER2_POSITIVE, SENSITIZING
from oncomatch.trials.eligibility.joining import any_of

_LEADS = re.compile(
    r",?\s(?P<bracket>[(\[])?(?:(?:(?:that|which|and)\s(?:is|are|may be)\s)?(?:amenable|"
    r"susceptible|responsive|sensitive|treatable|targetable|actionable|druggable|indicated)\s"
    r"(?:to|with|by|for)\s|(?:(?:and\s)?(?:for|in)\s(?:which|whom)|where|with|having|that|which|"
    r"who)\s(?=[a-z]))",
    re.IGNORECASE,
)
_OF_THERAPY = frozenset(
    """
    a an the one or more and any other another at least there is are has have had been be being can
    could may might would already also currently commercially locally local nationally approved
    available existing exist exists known effective established licensed authorized authorised
    specific matched directed targeted targeting molecular molecularly first second 1st front line
    frontline 1l standard of care systemic anti cancer anticancer oncology inhibitor inhibitors
    inhibition tki tkis tyrosine kinase therapy therapies treatment treatments agent agents drug
    drugs option options medication medications regimen regimens therapeutic therapeutics approval
    approvals fda ema us food administration european health regulatory authority authorities agency
    agencies country countries region regions setting settings by in for to with as per label labels
    labelled labeled indication indications indicated recommended considered benefit on use used
    treated routinely routine clinical practice guidelines make makes them candidate candidates
    eligible suitable their corresponding respective appropriate approving nsclc lung metastatic
    advanced treat it these those that which
    """.split()
)
_NAMES_THERAPY = frozenset(
    """
    therapy therapies treatment treatments inhibitor inhibitors tki tkis agent agents drug drugs
    option options medication medications regimen regimens therapeutic therapeutics
    """.split()
)
_TRAILING = frozenset(
    """
    and or in with for by to as per on at of is are has have been be the a an other any that which
    these those their it one
    """.split()
)
_BECAUSE = re.compile(
    r"[,\s]\s?[(\[]?(?:due to|because(?: of)?|owing to|given that|(?:as|since)\s(?:they|these|this|"
    r"those|such|there|it))\b(?P<why>[^.;()\[\]]*)[)\]]?",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:unless|except\w*|if|not|no|without|only|until|eligible|allowed|permitted)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_ENDS = re.compile(r"[.;:\[\]]|\((?![A-Z]{2,5}\))|(?<![A-Z])\)")
_TO_INHIBITORS = re.compile(
    r"\b(?:sensitive|responsive|susceptible)\b.*\b(?:inhibitors?|TKIs?)\b", re.IGNORECASE
)
_HAS_A_DRUG = re.compile(
    r"\b(?:actionable|targetable|druggable|treatable|amenable|(?-i:AGAs?))\b", re.IGNORECASE
)
_ANY_OF_EGFR = GeneMutation("EGFR", ChangeKind.MUTATION)
_ANY_CHANGE = frozenset({"EGFR", "ERBB2", "BRCA1", "BRCA2"})


class Reason(Enum):
    """Why a list excludes."""

    NONE = "none"
    DRUG = "there is a drug"
    SENSITIVE = "the changes respond to it"


def without_reasons(text: str) -> tuple[str, Reason]:
    """Return a text of what excludes without its reasons, and what they are.

    >>> text, reason = without_reasons("ALK fusions for which an approved therapy is available")
    >>> text.split(), reason.name
    (['ALK', 'fusions', '·'], 'DRUG')
    """
    shown, reason = text, Reason.DRUG if _HAS_A_DRUG.search(text) else Reason.NONE
    for lead in _LEADS.finditer(text):
        end = _end_of_reason(text, lead.end())
        if end:
            end += bool(lead["bracket"]) and text[end : end + 1] in (")", "]")
            shown = _blank(shown, lead.start(), end)
            sensitive = _TO_INHIBITORS.search(text, lead.start(), end)
            reason = Reason.SENSITIVE if sensitive else reason
            reason = Reason.DRUG if reason is Reason.NONE else reason
    for found in _BECAUSE.finditer(text):
        if not _CONDITION.search(found["why"]):
            shown = _blank(shown, found.start(), found.end())
    return shown, reason


def _end_of_reason(text: str, at: int) -> int:
    """Return where the words on a therapy that begin here end, 0 where they name none."""
    end, named, last = 0, False, at
    for word in _WORD.finditer(text, at):
        if _ENDS.search(text, last, word.start()) or word[0].lower() not in _OF_THERAPY:
            break
        last = word.end()
        named = named or word[0].lower() in _NAMES_THERAPY
        if word[0].lower() not in _TRAILING:
            end = last
    return end if named else 0


def _blank(text: str, start: int, end: int) -> str:
    """Return a text with a reason left out; a dot parts what stands before and behind it."""
    return f"{text[:start]} ·{' ' * (end - start - 2)}{text[end:]}"


def by_reach(pattern: Biomarker, reason: Reason) -> tuple[Biomarker | None, Biomarker | None]:
    """Return what excludes surely where a therapy is the reason, and what may be too wide for it.

    Any fusion of ALK and any known mutation of EGFR have their drugs; of BRAF, KRAS or MET some do.
    """
    whole = isinstance(pattern, AnyOf) and pattern != HER2_POSITIVE
    parts = list(pattern.parts) if isinstance(pattern, AnyOf) and whole else [pattern]
    if reason is Reason.SENSITIVE:
        parts = [SENSITIZING if each == _ANY_OF_EGFR else each for each in parts]
    sure = [each for each in parts if all(map(_has_its_drug, atoms_of(each)))]
    wide = [each for each in parts if each not in sure]
    return any_of(sure) if sure else None, any_of(wide) if wide else None


def _has_its_drug(part: Biomarker) -> bool:
    if isinstance(part, Fusion):
        return bool({part.gene, part.partner} & FUSED_IN_LISTS)
    if isinstance(part, GeneMutation):
        return part.gene in _ANY_CHANGE
    return not isinstance(part, CopyNumberChange | Expression) or part in HER2_POSITIVE.parts
