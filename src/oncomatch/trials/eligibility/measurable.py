"""Read whether measurable disease is asked for; *measurable or evaluable* asks for neither."""

from __future__ import annotations

import re
from collections.abc import Iterator

from oncomatch.domain.biomarker import MeasurableDisease, Not
from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.trials.eligibility.plain import LONGEST, is_softened, without
from oncomatch.trials.eligibility.reading import Eligibility, criterion_of
from oncomatch.trials.eligibility.sentences import Sentence

_MEASURABLE = re.compile(
    r"(?<!non-)(?<!non)(?<!non )\bmeasurable\b(?! residual| increase| change)", re.IGNORECASE
)
_OR_NOT = re.compile(
    r"non-?\s?measurable|evaluable[^.;]{0,30}\bor\b[^.;]{0,30}measurable|"
    r"measurable\b(?:[^.;]|\.(?=\d)){0,60}\b(?:or|and/or)\b[^.;]{0,30}\bevaluable|"
    r"measurable\s?/\s?evaluable|"
    r"evaluable\s?/\s?measurable|"
    r"not (?:be )?(?:required|mandatory|necessary)|"
    r"\b(?:is|are) (?:not |allowed|permitted|acceptable|eligible|considered)|may (?:have|be)|"
    r"with or without|is defined|are defined|as long as|provided|without measurable|"
    r"(?:absence|lack) of measurable|no measurable|"
    r"(?:will|must|should) be (?:assessed|evaluated|followed|imaged|considered|measured)",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^\W*(?:note|if|in case|when|where|lesions? (?:situated|located|in)|previously irradiated|"
    r"tumou?r lesions? (?:situated|located)|(?:patients?|participants?|subjects?|those) "
    r"with\b(?! (?:histolog|at least|measurable|metasta|"
    r"advanced|recurr|relaps|progress|confirmed|a )))",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:at least|≥|>=|minimum of)\s?(?:one|1|two|2|a|\(?\d\)?)\b[^.;:]{0,70}measurable|"
    r"\b(?:ha(?:s|ve|d)|having|presence of|with|presents?|possess|demonstrat\w+|evidence of|must "
    r"be|show\w*)\b[^.;:]{0,60}"
    r"(?:measurable)|"
    r"^\W*(?:(?:radiographically|radiologically|clinically|bi-?dimensionally|documented|"
    r"confirmed|known|baseline|a|one|1|any|"
    r"existing|RECIST|v?1\.1|per|by|iRECIST|site|of|more|or|disease:|local|"
    r"active)[\s-]+){0,6}measurable|measurable[^.;]{0,40}(?:is|are) required|"
    r"disease (?:must|should|that) (?:be|is)[^.;]{0,30}measurable|(?:lesion|disease|tumou?r)s? "
    r"(?:that )?(?:is|are|must be)? ?measurable",
    re.IGNORECASE,
)
_OTHER_ITEM = re.compile(
    r"\bor\W*$|^\W*or\b|\bor (?:patients?|participants?|have|bone|if)\b|unless|except|\bOR\b"
)
_LACKING = re.compile(
    r"^\W*(?:(?:patients?|participants?|subjects?)\W*)?(?:with |has |have |who have "
    r"|having )?(?:no|without|"
    r"absence of|lack(?:s|ing)?(?: of)?)\s(?:any )?(?:\w+ )?measurable (?:disease|lesions?|"
    r"tumou?r)",
    re.IGNORECASE,
)
_MEANING = re.compile(
    r"measurable disease (?:includes?|means|refers)|^\W*(?:in )?(?:patients?|participants?"
    r"|subjects?) "
    r"with measurable (?:disease|lesions?)\b.*\b(?:must|should|will|lesions)\b",
    re.IGNORECASE,
)
_IN_EITHER_CASE = re.compile(  # "or" that is no other way in
    r"\b(?:CT|tomography|PET|X-?ray|MRI|imaging|scans?|one|1|two|2|advanced|metastatic|recurrent|"
    r"unresectable|persistent|radiographically|radiologically|clinically|photography|cal[il]pers?|"
    r"≥ ?\d[\w. ]*|[cm]m)\)?(?:,? \(?[\w-]{1,12}\)?){0,2},?\s(?:and/)?or\s(?:with |"
    r"by |for |an? )?(?:magnetic|"
    r"MRI|CT|PET|more|unresectable|metastatic|recurrent|clinically|radiologically|radiographically|"
    r"refractory|computed|physical|cal[il]pers?|imaging|≥|greater)",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\b(?:(?:and/)?or|if|unless|except\w*|only|cohorts?|parts? [A-Z\d]|phases?|arms?|some|when|"
    r"where|includes?|alternatively|otherwise|preferred|either|not|no|without|may|"
    r"below|following|other than|outside|extra-?cranial|intra-?cranial|liver|hepatic|"
    r"brain|lymph|amenable|accessible|"
    r"positive|negative|unresectable malignancy)\b(?!-)",
    re.IGNORECASE,
)
"""What may narrow who needs measurable disease, or which; more words only ask for more."""
_DEFINED = re.compile(
    r"\b(?:defined as (?!below|follow)|specifically|(?:that|which) can be (?:accurately )?"
    r"(?:measured|followed))",
    re.IGNORECASE,
)
_NOT_NEEDED = re.compile(
    r"non-?\s?measurable|evaluable|(?:no|without|lack\w*|absence of) measurable|bone[- ]only|"
    r"measurable[^.;]{0,60}\bnot (?:be )?(?:required|necessary|mandatory)",
    re.IGNORECASE,
)


def read_measurable_disease(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    """Yield the wish for measurable disease; its absence where that excludes."""
    shown = sentence.text
    if len(shown) > LONGEST or not _MEASURABLE.search(shown):
        return
    if sentence.side is Side.EXCLUSION:
        if _LACKING.search(shown):
            yield criterion_of(sentence, Not(MeasurableDisease()), Confidence.LIKELY)
        return
    if (
        _OR_NOT.search(shown)
        or _MEANING.search(shown)
        or _CONDITION.search(shown)
        or not _ASKED.search(shown)
    ):
        return
    rest = without(shown, [found.span() for found in _IN_EITHER_CASE.finditer(shown)])
    defined = _DEFINED.search(rest)  # what a definition says alters nothing of who needs it
    clear = not _DOUBT.search(
        rest[: defined.start()] if defined else rest
    ) and not _OTHER_ITEM.search(shown)
    certain = clear and not is_softened(sentence, text, _NOT_NEEDED)
    certain = certain and not _differs_below(sentence, text)
    confidence = Confidence.CERTAIN if certain else Confidence.LIKELY
    yield criterion_of(sentence, MeasurableDisease(), confidence)


def _differs_below(sentence: Sentence, text: Eligibility) -> bool:
    """Whether items below the words ask for it in one part of the trial, or for less."""
    return any(each.cohort or _OR_NOT.search(each.text) for each in text.below(sentence))
