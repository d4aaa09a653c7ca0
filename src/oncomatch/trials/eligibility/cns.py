"""Read what is asked about metastases in the central nervous system.

*Active* is untreated or growing. Leptomeningeal disease alone has no pattern, and permissions
(*treated brain metastases are allowed*) are no criteria: both are left unread. What is asked for
(*at least one brain metastasis*) is never certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oncomatch.domain.biomarker import Biomarker, CnsMetastases, Not
from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.trials.eligibility.plain import LONGEST, is_plain, without
from oncomatch.trials.eligibility.reading import Eligibility, criterion_of
from oncomatch.trials.eligibility.sentences import Sentence

_PLACE = (
    r"(?:brain|CNS|central nervous systems?|intra-?cranial|cerebral|cranial|leptomening\w+|"
    r"mening\w+|parenchymal)"
)
_SPREAD = (
    r"(?:metast\w+|mets\b|lesions?|involvement|disease|secondar\w+|malignan\w+|tumou?rs?|"
    r"infiltration|leuk\w+|lymphoma|localization|cancer)"
)
_CNS = re.compile(
    rf"(?:\b{_PLACE}\b(?:\s?\(CNS\))?(?:[\s,/]+(?:and/or|and|or|the|spinal|cord|dural|nervous|"
    rf"system|"
    rf"parenchymal|\(CNS\)|{_PLACE}|tumou?r|active)\b)*[\s-]{{1,2}}{_SPREAD})|"
    rf"metast\w+ (?:\w+ )?(?:to|in|of|into|involving) (?:the )?{_PLACE}\b|"
    rf"(?:involvement|infiltration|invasion) of (?:the )?{_PLACE}\b",
    re.IGNORECASE,
)
_PRIMARY = re.compile(r"(?:tumou?rs?|cancers?|malignan\w+|lymphoma)$", re.IGNORECASE)
_EITHER = re.compile(
    r"(?<!un)treated (?:or|and|and/or) untreated|with or without|regardless", re.IGNORECASE
)
_OF_BRAIN = re.compile(
    r"brain|cns\b|central nervous|intra-?cranial|cerebral|cranial|parenchymal", re.IGNORECASE
)
_OTHER_DISEASE = re.compile(
    r"stroke|seizure|epilep|dementia|psychos|parkinson|cerebrovascular|hemorrhag|haemorrhag|"
    r"vasculitis|autoimmune|trauma|demyelinat|encephal|infection|primary (?:brain|CNS|central)|"
    r"non-?malignant|condition|radiation to non|non-CNS|outside (?:of )?(?:the )?CNS|brain "
    r"(?:MRI|imaging)|"
    r"tumou?r type|(?:brain|CNS|central nervous system(?: \(CNS\))?) (?:tumou?rs?|cancer|"
    r"malignan\w+)\b(?! metast)",
    re.IGNORECASE,
)
_ACTIVE = re.compile(
    r"\bactive\b|\bactively|untreated|un-treated|un-?stable|uncontrolled|not (?:been "
    r")?(?:adequately |previously |"
    r"definitively )?(?:treated|controlled|stable)|progress\w+|growing|symptom\w+|"
    r"new(?:ly)?\b|requir\w+|inadequately|insufficiently|"
    r"(?:unless|except\w*|other than|exception of)\b(?=.*(?:treat|stable|stabili|controlled|"
    r"asymptomatic|irradiat|therap|criteria|following|≤|<|small|inactive|resect|discussed))|"
    r"not amenable|not clinically|immediate|urgent|steroid|emergen|unirradiated|without (?:prior "
    r")?(?:treatment|local)",
    re.IGNORECASE,
)
_UNTREATED = re.compile(
    r"untreated|un-treated|not (?:been )?(?:\w+ )?treated|\bnew(?:ly diagnosed)?\b", re.IGNORECASE
)
_ACTIVE_ITSELF = re.compile(r"(?<!un)\bactive\b(?! (?:infection|disease of))", re.IGNORECASE)
_TREATED = re.compile(r"\btreated|stable|stabili|controlled|irradiated|resected", re.IGNORECASE)
_AT_REST = re.compile(
    r"stable|stabili|controlled|(?:no|without)\b[^.;]{0,40}\bprogress|inactive", re.IGNORECASE
)
_EVEN_ACTIVE = re.compile(r"\b(?:untreated|small|clinically insignificant|cm|mm)\b", re.IGNORECASE)
_OUTSIDE = re.compile(r"non-?\s?CNS|extra-?cranial disease", re.IGNORECASE)
_WANTED = re.compile(
    r"^\W*(?:(?:patients?|participants?|subjects?)\s)?(?:(?:must|should)\s)?(?:(?:have|"
    r"has|with|having)"
    r"\s)?(?:(?:presence of|documented|confirmed|diagnosis of|histologically|radiographically|"
    r"radiologically|known|active|progressive|measurable|untreated|new|newly diagnosed|"
    r"and/or|or)[\s,]+)*"
    r"(?:(?:at least |≥ ?|minimum of )\(?(?:one|1|a|single)\)?)\b[^.;:()]{0,140}$|"
    r"^\W*(?:(?:patients?|participants?|subjects?)\s)?(?:must|should) have\b(?! (?:no|not|any)\b)"
    r"[^.;:()]{0,140}$|^\W*presence of\b[^.;:()]{0,40}$",
    re.IGNORECASE,
)
"""What asks for metastases of the brain before they are named: *must have at least one ...*."""
_OTHER_PEOPLE = re.compile(r"\bor (?:patients|participants|subjects)\b", re.IGNORECASE)
_GROWING = re.compile(
    r"\bactive\b|\bactively (?:progress|grow)\w+|un-?stable|uncontrolled|progressive|"
    r"progressing|growing",
    re.IGNORECASE,
)
_TREATED_STABLE = re.compile(
    r"\b(?:unless|except\w*)\b.*\btreated\b.*\b(?:stable|controlled)", re.IGNORECASE
)
_ALLOWED = re.compile(
    r"\b(?:allowed|permitted|eligible|may (?:participate|be|enrol\w*|enter)|can (?:participate|"
    r"be|enrol\w*)|"
    r"(?:are|is|will) not (?:be )?(?:an )?(?:excluded|exclusion)|acceptable|may be|exception)\b",
    re.IGNORECASE,
)
_SHUT_OUT = re.compile(
    r"(?:not (?:be )?(?:eligible|allowed|permitted)|ineligible|(?:is|are|will be) excluded|"
    r"excluded from|(?<!not )(?<!not be )exclud\w+:?$)",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(
    r"\bif\b|\bunless\b|\bno\b|\bwithout\b|\bnot\b|stable|\btreated\b|controlled|history|biops|"
    r"\bMRI\b[^.;]{0,40}\b(?:to|for|rule)\b|\bprior to\b",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    r"\b(?:controlled|stable|treated)\b[^.;]{0,60}\b(?:is|are) defined\b", re.IGNORECASE
)
_ENOUGH = re.compile(r"\b(?:any|one|either) of the following:?[\s*-]*$", re.IGNORECASE)
_NEAR = 60
_REQUIRES = re.compile(
    r"\bmust (?:be|have (?!no\b|any)|not have (?:received|evidence))|\bshould (?:be|have)\b|need "
    r"to be|provided|"
    r"\bif\b|following (?:criteria|conditions)|is required|are required|baseline (?:MRI|scan)|"
    r"have been treated",
    re.IGNORECASE,
)
_RADIATION = re.compile(
    r"^\W*(?:\w\W{1,2})?(?:major|major surgery|minor|any systemic|palliative|screening|"
    r"indication|subjects? without|patients? without|participants? without|"
    r"prior|previous|received|receiving|undergone|treatment with|therapy|radio|whole|"
    r"stereotactic|surgery|"
    r"use of|requirement|neurolog|note|history of (?:stroke|seiz))|radiotherapy (?:for|to|within)|"
    r"corticosteroids? (?:for|to|as)|not required|anticoag|heparin|immunodeficiency|treated CNS "
    r"lesions are|"
    r"concurrent treatment|without CNS|without brain|life expectancy|imaging of the brain",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"(?:^|[;:,.(]\s?|\b(?:have|has|with|must have|and|who have)\s)(?:no|without|absence of|not "
    r"have|free of)\b"
    r"[^.;]{0,80}$|"
    r"\b(?:must not have|do(?:es)? not have|cannot have|should not have|no (?:known|history|"
    r"evidence|active|prior|"
    r"untreated|symptomatic|signs?|clinical|current)|without (?:known|history|evidence|active|"
    r"prior|untreated|symptomatic)|"
    r"absence of|free (?:of|from)|not have)\b[^.;]{0,120}$",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\([^()]{0,200}\)")
_AROUND = frozenset(
    """
    history evidence suspected clinical clinically radiologic radiological radiographic
    radiographically mri ct imaging signs
    metastases metastatic metastasis carcinomatous carcinomatosis meningitis leptomeningeal
    meningeal spinal cord compression cns brain central nervous system disease active untreated
    unstable uncontrolled progressive progressing symptomatic no not without presence previously
    previous prior
    tumor tumour cancer unless treated stable controlled new newly diagnosed involvement symptoms
    being actively excluded spread including lmd carcinomatosis spread would involvement from
    known participants must
    """.split()
)


def read_cns_disease(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    """Yield what excludes: any metastases of the central nervous system, or active ones."""
    shown = sentence.text
    found = _CNS.search(shown) if len(shown) <= LONGEST else None
    if found is None or not _OF_BRAIN.search(shown):
        return
    if _RADIATION.search(shown) or _only_leptomeningeal(shown) or _DEFINED.search(shown):
        return
    if sentence.side is Side.EXCLUSION:
        pattern = _excluding(sentence, text)
        if pattern is not None:
            yield criterion_of(sentence, pattern, _confidence(sentence, text, pattern))
        return
    outside = _IN_BRACKETS.sub(lambda each: " " * len(each[0]), shown)
    negated = _NEGATED.search(outside[: found.start()])
    if _SHUT_OUT.search(shown) and not _ALLOWED.search(_SHUT_OUT.sub("", shown)):
        active = bool(_ACTIVE.search(shown))
        yield criterion_of(sentence, Not(CnsMetastases(active)), Confidence.LIKELY)
    elif negated and not _OTHER_DISEASE.search(shown) and not _is_one_of(sentence, text):
        active = bool(_ACTIVE.search(shown)) or bool(_allowing(sentence, text))
        pattern = CnsMetastases(active)
        confidence = _confidence(sentence, text, pattern)
        yield criterion_of(sentence, Not(pattern), confidence)
    elif _wants(outside, found.start()) and not _is_one_of(sentence, text):
        yield criterion_of(sentence, CnsMetastases(), Confidence.LIKELY)


def _wants(shown: str, start: int) -> bool:
    """Whether a sentence asks for metastases of the brain, as trials of these do."""
    return bool(
        _WANTED.search(shown[:start])
        and "metast" in shown[start:].lower()
        and not any(each.search(shown) for each in (_ALLOWED, _OTHER_DISEASE, _CONDITIONAL))
    )


def _is_one_of(sentence: Sentence, text: Eligibility) -> bool:
    """Whether it is one of several states that are enough: *may have any of the following*."""
    before = text.text[max(0, sentence.start - _NEAR) : sentence.start]
    return not sentence.stands_alone or bool(_ENOUGH.search(before))


def _only_leptomeningeal(shown: str) -> bool:
    """Whether nothing but leptomeningeal disease, or a tumour that began in the brain, is meant."""
    return all(
        not _OF_BRAIN.search(each[0]) or _PRIMARY.search(each[0]) for each in _CNS.finditer(shown)
    )


def _excluding(sentence: Sentence, text: Eligibility) -> CnsMetastases | None:
    shown = sentence.text
    if _OTHER_DISEASE.search(shown) and not re.search(
        r"metast|leptomen|carcinomat", shown, re.IGNORECASE
    ):
        return None
    shut = _SHUT_OUT.search(shown)
    rest = _SHUT_OUT.sub("", shown)
    rest = _OTHER_PEOPLE.split(rest)[0]
    before, *unless = re.split(r"\b(?:unless|except\w*)\b", rest, maxsplit=1, flags=re.IGNORECASE)
    if not shut and not unless and (_ALLOWED.search(rest) or _REQUIRES.search(rest)):
        return None
    if _ALLOWED.search(before) and not shut:
        return None
    if _EITHER.search(shown) and "symptom" not in shown.lower():
        return CnsMetastases()
    return CnsMetastases(bool(_ACTIVE.search(rest)) or bool(_allowing(sentence, text)))


def _allowing(sentence: Sentence, text: Eligibility) -> list[Sentence]:
    """Return the other sentences that let patients with treated or stable metastases in."""
    return [
        each
        for each in text.sentences
        if each.start != sentence.start
        and (_CNS.search(each.text) or each.item == sentence.item or sentence.item in each.parents)
        and (_ALLOWED.search(_SHUT_OUT.sub("", each.text)) or _REQUIRES.search(each.text))
        and re.search(r"metast|mets\b|lesion|treated|stable|involve", each.text, re.IGNORECASE)
        and not _OUTSIDE.search(each.text)
    ]


def _confidence(sentence: Sentence, text: Eligibility, pattern: Biomarker) -> Confidence:
    """Return certain where all of the sentence is understood, and no other softens it.

    *Symptomatic* is not *active*, and *untreated* alone lets treated and growing ones in: only
    both together, or *active* itself, are what the pattern says. What other sentences allow must
    be treated or stable.
    """
    shown = sentence.text
    rest = without(shown, [found.span() for found in _CNS.finditer(shown)])
    if (
        "metast" not in shown.lower()
        or "symptom" in shown.lower()
        or not is_plain(_SHUT_OUT.sub(" ", rest), _AROUND)
        or (sentence.introduces and shown.endswith(":"))
        or _OTHER_DISEASE.search(shown)
    ):
        return Confidence.LIKELY
    whole = _TREATED_STABLE.search(shown) or _EITHER.search(shown)
    if not whole and re.search(r"(?<!known )\band\b(?!/or)", rest, re.IGNORECASE):
        return Confidence.LIKELY
    allowing = _allowing(sentence, text)
    if pattern == CnsMetastases(active=False):
        return Confidence.LIKELY if allowing else Confidence.CERTAIN
    both = _UNTREATED.search(rest) and _GROWING.search(rest) and re.search(r"\bor\b|/", rest)
    said = not _UNTREATED.search(shown) and _ACTIVE_ITSELF.search(shown)
    at_rest = allowing and not _ACTIVE.search(shown) and all(map(_only_at_rest, allowing))
    sure = (both or whole or said or at_rest) and all(map(_only_treated, allowing))
    return Confidence.CERTAIN if sure else Confidence.LIKELY


def _only_treated(each: Sentence) -> bool:
    """Whether a sentence lets in no metastases that are untreated or grow."""
    return bool(_TREATED.search(each.text)) and not _EVEN_ACTIVE.search(each.text)


def _only_at_rest(each: Sentence) -> bool:
    """Whether a sentence lets in no metastases that grow, be they treated."""
    return bool(_AT_REST.search(each.text))
