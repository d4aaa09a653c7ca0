"""Read how far the disease must have come, or must not, from sentences about the diagnosis.

The words of a sentence are alternatives: *unresectable stage III or IV* becomes any of the three,
which asks for less than the sentence does, and is then not certain. Certain is what stands before
or behind the disease in words that are all known, joined by *or* alone, where no other sentence
speaks of patients at another extent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from oncomatch.domain.biomarker import ExtentIn, ExtentWord
from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.trials.eligibility.phrases import find_phrases
from oncomatch.trials.eligibility.plain import LONGEST, is_plain, without
from oncomatch.trials.eligibility.reading import Eligibility, criterion_of
from oncomatch.trials.eligibility.sentences import Sentence
from oncomatch.trials.eligibility.tumor_names import find_tumor_types

_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_STAGES = re.compile(
    r"\bstages?\s(?P<list>(?:(?:IV|I{1,3}|[1-4])(?:[ABC]\d?)?(?:\s?(?:,|-|–|/|or|and|to|through|"
    r"\([^)]{1,12}\))\s?)*){1,8})(?![\w])",
    re.IGNORECASE,
)
_OR_STAGE = re.compile(r"\bor (?:(?:has|have|with) )?(?=stages?\s)", re.IGNORECASE)
_ONE_STAGE = re.compile(r"(?<![A-Z\d])(IV|I{1,3}|[1-4])(?:[ABC]\d?)?(?![A-Z\d])", re.IGNORECASE)
_RANGE = re.compile(
    r"(IV|I{1,3}|[1-4])[ABC]?\d?\s?(?:-|–|to|through)\s?(IV|I{1,3}|[1-4])", re.IGNORECASE
)
_WORDS: tuple[tuple[ExtentWord, str], ...] = (
    (ExtentWord.EARLY, r"\bearly[\s-](?:stage|breast)"),
    (ExtentWord.LOCALIZED, r"\b(?:clinically )?locali[sz]ed\b|\bnon-?metastatic\b"),
    (
        ExtentWord.UNRESECTABLE,
        r"\bunresect\w+|\binoperable\b|\bnot (?:\w+ ){0,2}resectable|non-?resectable",
    ),
    (
        ExtentWord.RESECTABLE,
        r"(?<!un)(?<!non-)(?<!non)(?<!not )\b(?:potentially |borderline |surgically "
        r")?resectable\b",
    ),
    (
        ExtentWord.LOCALLY_ADVANCED,
        r"\blocally[\s-]?(?:/regionally )?(?:or regionally )?(?:recurrent,? (?:or )?)?advanced\b|"
        r"\bloco-?regionally advanced\b",
    ),
    (ExtentWord.ADVANCED, r"(?<!locally )(?<!locally-)(?<!regionally )(?<!recurrent )\badvanced\b"),
    (
        ExtentWord.METASTATIC,
        r"(?<!non-)(?<!non)\bmetastatic\b|\bmCRPC\b|\bmCRC\b|\bmPDAC\b|\bmNSCLC\b|"
        r"\bdisseminated\b",
    ),
    (ExtentWord.RECURRENT, r"\brecurrent\b|\brelaps(?:ed|ing)\b|\brecurrence\b|\bR/R\b"),
    (ExtentWord.REFRACTORY, r"\brefractory\b|\bR/R\b"),
)
_COMPILED = tuple((word, re.compile(pattern, re.IGNORECASE)) for word, pattern in _WORDS)
_DISEASE = re.compile(
    r"\b(?:cancers?|carcinomas?|tumou?rs?|malignanc\w+|melanomas?|lymphomas?|leuk\w+|myelomas?|"
    r"sarcomas?|gliomas?|"
    r"glioblastomas?|adenocarcinomas?|mesotheliomas?|neoplasms?|NSCLC|SCLC|RCC|ccRCC|HCC|PDAC|"
    r"CRC|TNBC|GIST|HNSCC|"
    r"m?CRPC|AML|CLL|DLBCL|MCL|GBM|disease|blastomas?|MM|cholangiocarcinoma|chordoma|UC|MIBC|"
    r"CSCC|NETs?|NENs?)\b",
    re.IGNORECASE,
)
_DIAGNOSIS = re.compile(
    r"histolog|cytolog|patholog|confirm|diagnos|biops|proven|documented|"
    r"^\W*(?:\w\W{1,2})?(?:adult |male |female )?(?:patients?|participants?|"
    r"subjects?|women|men|individuals?|must have|has|have|those)\b|^\W*(?:\w\W{1,2})?(?:locally|"
    r"advanced|metastatic|stage|unresect|recurr|"
    r"relaps|refract|resect|early|progressive)|\bwith\b",
    re.IGNORECASE,
)
_THERAPY = re.compile(
    r"\b(?:prior|previous\w*|received|receiving|therap(?:y|ies)|treatments?|chemo\w*|regimens?|"
    r"lines?|surger\w+|adjuvant|toxicit\w+|"
    r"lesions?|sample|tissue|specimen|archival|biopsy (?:of|sample)|expectancy|brain|measurable|"
    r"history of|CNS)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(  # a bracket says the same in other words: "metastatic (stage IV)"
    r"\s?(?:[,/(]|\)?\s?,?\s?\b(?:and/or|or|and)\b)\s?(?:with\s)?", re.IGNORECASE
)
_OPENS = re.compile(  # behind the disease: others may take part as well
    r"\b(?:unless|except\w*|or (?:patients?|participants?|subjects?|those|with|has|have|had|if|"
    r"newly|de novo|no|not))\b",
    re.IGNORECASE,
)
_WELCOME = re.compile(  # a permission, which may be one of several
    r"\b(?:is|are|be) (?:also |still )?(?:eligible|allowed|permitted|included|asked)\b",
    re.IGNORECASE,
)
_PERMITS = re.compile(
    r"\b(?:allow\w*|permit\w*|(?<!not )(?<!in)eligible|also|including|may)\b", re.IGNORECASE
)
_NOT_HAD = re.compile(r"\b(?:must|should|may|do(?:es)?|can) ?not have\b[^.;]*$", re.IGNORECASE)
_ABSENT = re.compile(r"\b(?:no|without|absence of)\b[^,.;]*$", re.IGNORECASE)
_EXCLUDED = re.compile(
    r"^\W*(?:\d{1,2}\W{1,2})?(?:(?:patients?|participants?|subjects?|women|men)\s(?:with|who "
    r"have)\s)?(?:(?:known|evidence|presence|any|of|clinical|or|"
    r"radiographic|radiologic|has|have|distant|suspected|documented|current|history|"
    r"diagnosis)\s){0,5}"
    r"(?:metasta(?:tic|ses|sis)\b(?! (?:to|in) (?:the )?(?:brain|CNS|central|liver|bone))|stage "
    r"(?:IV|4)\b|locally advanced|inoperable|unresectable)",
    re.IGNORECASE,
)
_DISTANT = re.compile(r"\bmetasta(?:tic|ses|sis)\b", re.IGNORECASE)
_NOT_EXCLUDED = re.compile(
    r"\b(?:brain|CNS|central|intracranial|within|prior|other|second|leptomen\w+|spinal|unless|"
    r"except\w*|liver|bone|requiring|symptomatic)\b",
    re.IGNORECASE,
)
_AROUND = frozenset(
    """
    histologically cytologically pathologically histological cytological pathological confirmation
    diagnosis diagnosed proven biopsy cancer carcinoma tumor tumors tumour tumours malignancy
    malignancies solid non
    small cell lung breast nsclc colorectal pancreatic adenocarcinoma disease women men not distant
    amenable curative intent surgery resection ajcc edition 8th evidence metastasis metastases
    regional
    """.split()
)

_OF_KIND = _AROUND | frozenset(  # what excludes may be about another cancer
    """
    melanoma uveal cutaneous pdac squamous nonsquamous invasive ductal epithelial mbc bc prostate
    ovarian gastric endometrial cervical urothelial bladder renal hepatocellular hcc esophageal
    oesophageal gastroesophageal gastrooesophageal junction gej head neck hnscc colon rectum rectal
    pancreas sarcoma mesothelioma cholangiocarcinoma biliary tract sclc gist type types cytology
    histology histopathologically radiological radiologically clinical clinically er pr her2 hr
    positive negative hormone receptor triple castration resistant mcrpc crpc m1 radiographically
    18 years age aged older resected premenopausal postmenopausal figo
    """.split()
)


def read_extent(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    """Yield the extents that a sentence about the diagnosis asks for, or that exclude."""
    shown = sentence.text
    if len(shown) > LONGEST:
        return
    if sentence.side is Side.EXCLUSION:
        yield from _excluding(sentence)
        return
    if not _DISEASE.search(shown) or not _DIAGNOSIS.search(shown):
        return
    therapy = _THERAPY.search(shown)
    clause = shown[: therapy.start()] if therapy else shown
    if not _DISEASE.search(clause):
        return
    extents, spans = extents_in(clause)
    if not extents or _NOT_HAD.search(clause[: spans[0][0]]):
        return
    if any(each.value.isupper() for each in extents):  # "… or stage IV" behind what a stage lacks
        later = (shown[each.start() :] for each in _OR_STAGE.finditer(shown, len(clause)))
        more = {
            extent for rest in later for extent in extents_in(rest)[0] if extent.value.isupper()
        }
        extents = tuple(each for each in ExtentWord if each in {*extents, *more})
    whole = set(extents) == set(extents_in(clause)[0])
    certain = whole and _is_sure(shown, spans) and not _others_too(sentence, set(extents), text)
    confidence = Confidence.CERTAIN if certain else Confidence.LIKELY
    yield criterion_of(sentence, ExtentIn(extents), confidence)


def _is_sure(shown: str, spans: list[tuple[int, int]]) -> bool:
    """Whether all words up to the extents and their disease are known, the extents joined by or."""
    spans = sorted(spans)
    last = max(end for _, end in spans)
    types = [(start, end) for start, end, _ in find_tumor_types(shown)]
    diseases = sorted([*types, *(each.span() for each in _DISEASE.finditer(shown))])
    until = next((end for _, end in diseases if end > last), last)
    if not any(start < until for start, _ in diseases):
        return False
    head = shown[:until]
    known = [*spans, *types, *((each.start, each.end) for each in find_phrases(head))]
    between = (shown[a[1] : b[0]] for a, b in pairwise(spans) if a[1] < b[0])
    return (
        is_plain(without(head, [each for each in known if each[1] <= until]), _OF_KIND)
        and all(_JOINED.fullmatch(each) for each in between)
        and not _OPENS.search(shown, until)
        and not _WELCOME.search(shown, until)
        and not (_PERMITS.search(shown, until) and extents_in(shown[until:])[0])
    )


def _others_too(sentence: Sentence, extents: set[ExtentWord], text: Eligibility) -> bool:
    """Whether another sentence of what is included speaks of patients at another extent."""
    for each in text.sentences:
        if each.side is not Side.INCLUSION or each.start == sentence.start:
            continue
        therapy = _THERAPY.search(each.text)
        clause = each.text[: therapy.start()] if therapy else each.text
        if not _DISEASE.search(clause) and not _PERMITS.search(each.text):
            continue
        if set(extents_in(clause)[0]) - extents:
            return True
    return False


def _excluding(sentence: Sentence) -> Iterator[Criterion]:
    shown = sentence.text
    if not _EXCLUDED.match(shown) or _NOT_EXCLUDED.search(shown) or len(shown) > 160:
        return
    extents, spans = extents_in(shown)
    if not extents and _DISTANT.search(shown):
        extents = (ExtentWord.METASTATIC,)
        spans = [found.span() for found in _DISTANT.finditer(shown)]
    if extents:
        certain = is_plain(without(shown, spans), _AROUND) and len(extents) == 1
        confidence = Confidence.CERTAIN if certain else Confidence.LIKELY
        yield criterion_of(sentence, ExtentIn(extents), confidence)


def extents_in(text: str) -> tuple[tuple[ExtentWord, ...], list[tuple[int, int]]]:
    """Return the extents that a text names, in the order of the enum, and where."""
    found: set[ExtentWord] = set()
    spans: list[tuple[int, int]] = []
    for stages in _STAGES.finditer(text):
        named = [_roman(each) for each in _ONE_STAGE.findall(stages["list"])]
        for first, last in _RANGE.findall(stages["list"]):
            order = list(_ROMAN.values())
            named += order[order.index(_roman(first)) : order.index(_roman(last)) + 1]
        found |= {ExtentWord(each) for each in named}
        spans.append(stages.span())
    for word, pattern in _COMPILED:
        places = [
            each.span()
            for each in pattern.finditer(text)
            if not _ABSENT.search(text[max(0, each.start() - 40) : each.start()])
        ]
        if places:
            found.add(word)
            spans += places
    return tuple(word for word in ExtentWord if word in found), spans


def _roman(stage: str) -> str:
    return _ROMAN.get(stage, stage.upper())
