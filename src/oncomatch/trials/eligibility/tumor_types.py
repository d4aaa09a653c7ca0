"""Read the tumour types that the text takes, and those that it shuts out.

Types are found by the names that conditions of the registry have (`ConditionReader`), in
sentences about the diagnosis. Several such sentences are alternatives, so that one criterion with
all their types stands at the first of them. Cancers that the patient had besides are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from oncomatch.domain.biomarker import TumorTypeIn
from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.errors import TumorTypeError
from oncomatch.reference.tumor_types import open_tumor_types
from oncomatch.trials.conditions import ConditionReader, fold
from oncomatch.trials.eligibility.joints import Joint
from oncomatch.trials.eligibility.plain import LONGEST, is_plain, without
from oncomatch.trials.eligibility.reading import Eligibility, criterion_of
from oncomatch.trials.eligibility.sentences import Sentence

_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9'’]*(?:-[A-Za-z][A-Za-z0-9]*)*")
_MOST_TOKENS = 7
_ROOTS = ("TISSUE",)
_ANY = frozenset((*_ROOTS, "SOLID", "LIQUID"))
_SYNONYMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\b(?:solid (?:tumou?rs?|malignanc\w+|cancers?|neoplasms?))\b", ("SOLID",)),
    (r"\b(?:ha?ematolog\w+ (?:malignanc\w+|cancers?|neoplasms?))\b", ("LIQUID",)),
    (
        r"\b(?:TNBC|triple[\s-]negative breast cancer|breast (?:cancers?|carcinomas?|"
        r"adenocarcinomas?|tumou?rs?)|adenocarcinoma of the breast|m?BC)\b",
        ("BRCA",),
    ),
    (r"\b(?:carcinoma|cancer) of (?:the )?(?:female )?breast\b", ("BRCA",)),
    (r"\bbreast neoplasms?\b", ("BREAST",)),
    (r"\bprostatic neoplasms?\b|\bcancer of (?:the )?prostate\b", ("PROSTATE",)),
    (r"\bprostatic (?:adeno)?carcinomas?\b", ("PRAD",)),
    (r"\b(?:kidney|renal) (?:cancers?|neoplasms?|tumou?rs?)\b", ("KIDNEY",)),
    (r"\bpancrea(?:s|tic) (?:cancers?|neoplasms?|tumou?rs?)\b", ("PANCREAS",)),
    (r"\bpancreas adenocarcinomas?\b", ("PAAD",)),
    (r"\bskin (?:cancers?|neoplasms?)\b", ("SKIN",)),
    (r"\b(?:ovary cancer|ovarian neoplasms?)\b", ("OVARY",)),
    (
        r"\b(?:ovarian high[\s-]grade serous|high[\s-]grade ovarian serous) "
        r"(?:adeno)?carcinomas?\b",
        ("HGSOC",),
    ),
    (r"\blung neoplasms?\b", ("LUNG",)),
    (r"\b(?:stomach|gastric) neoplasms?\b", ("STOMACH",)),
    (
        r"\b(?:m?CRPC|mHSPC|mCSPC|prostate (?:adenocarcinoma|cancers?|carcinomas?)|"
        r"adenocarcinoma of the prostate)\b",
        ("PRAD",),
    ),
    (
        r"\b(?:m?CRC|colorectal (?:cancers?|carcinomas?|adenocarcinomas?)|(?:colon or rectal|"
        r"colon or rectum|colon and rectal) (?:cancers?|adenocarcinomas?)|adenocarcinoma of the "
        r"colon or rectum)\b",
        ("COADREAD",),
    ),
    (
        r"\b(?:m?PDAC|pancreatic (?:ductal )?adenocarcinomas?|adenocarcinoma of the pancreas)\b",
        ("PAAD",),
    ),
    (
        r"(?<!non-)(?<!non )\bsquamous(?:[\s-]cell)? (?:NSCLC|non-?\s?small[\s-]cell lung "
        r"(?:cancers?|carcinomas?))(?! or)",
        ("LUSC",),
    ),
    (
        r"\b(?:NSCLC|non-?\s?small[\s-]cell lung (?:cancers?|carcinomas?)|non-?small[\s-]cell "
        r"(?:lung )?cancer)\b",
        ("NSCLC",),
    ),
    (r"\b(?:(?<!non-)(?<!non )(?:SCLC|small[\s-]cell lung (?:cancers?|carcinomas?)))\b", ("SCLC",)),
    (r"\b(?:HCC|hepatocellular (?:carcinomas?|cancers?))\b", ("HCC",)),
    (
        r"\b(?:ccRCC|clear[\s-]cell (?:renal cell carcinoma|RCC)|renal cell carcinoma with (?:a "
        r")?clear[\s-]cell component)\b",
        ("CCRCC",),
    ),
    (r"\bRCC with (?:a )?clear[\s-]cell component\b", ("CCRCC",)),
    (r"\b(?:RCC|renal cell (?:carcinomas?|cancers?))\b", ("RCC",)),
    (
        r"\b(?:HNSCC|SCCHN|(?:squamous cell )?(?:carcinomas?|cancers?) of the head and neck|head "
        r"and neck squamous cell (?:carcinomas?|cancers?))\b",
        ("HNSC",),
    ),
    (r"\bhigh[\s-]grade serous (?:ovarian )?(?:cancers?|carcinomas?)\b|\bHGSOC\b", ("HGSOC",)),
    (r"\b(?:epithelial )?ovarian (?:cancers?|carcinomas?|tumou?rs?)\b", ("OVT",)),
    (
        r"\bfallopian tube (?:cancers?|carcinomas?)|(?<=ovarian, )fallopian tube\b|\bfallopian\b",
        ("HGSFT",),
    ),
    (r"\bprimary peritoneal\b", ("PSEC",)),
    (r"\bendometrial (?:cancers?|carcinomas?|adenocarcinomas?)\b", ("UCEC",)),
    (
        r"\bgastric (?:cancers?|carcinomas?|adenocarcinomas?|or)\b|\badenocarcinoma of the "
        r"stomach\b",
        ("STAD",),
    ),
    (
        r"\b(?:GEJ|GEA|gastro-?(?:o)?esophageal(?: junction)?|esophagogastric(?: junction)?|"
        r"EGJ)\b",
        ("GEJ",),
    ),
    (r"\besophageal adenocarcinomas?\b", ("ESCA",)),
    (r"\b(?:urothelial (?:cancers?|carcinomas?)|transitional cell carcinoma)\b|\bmUC\b", ("BLCA",)),
    (r"\bmelanomas?\b", ("MEL",)),
    (r"\b(?:cholangiocarcinomas?|bile duct (?:cancers?|carcinomas?))\b", ("CHOL",)),
    (r"\bbiliary tract (?:cancers?|carcinomas?)\b", ("BILIARY_TRACT",)),
    (r"\bglioblastomas?(?: multiforme)?\b|\bGBM\b", ("GB",)),
    (r"\b(?:acute myel(?:oid|ogenous) leuka?emia|AML)\b", ("AML",)),
    (r"\b(?:CLL|SLL|chronic lymphocytic leuka?emia|small lymphocytic lymphoma)\b", ("CLLSLL",)),
    (r"\b(?:multiple myeloma|(?-i:MM))\b", ("PCM",)),
    (r"\b(?:DLBCL|diffuse large B[\s-]cell lymphoma)\b", ("DLBCLNOS",)),
    (r"\b(?:mantle cell lymphoma|(?-i:MCL))\b", ("MCL",)),
    (r"\b(?:follicular lymphoma|(?-i:FL))\b", ("FL",)),
    (r"\b(?:marginal zone lymphoma|MZL)\b", ("MZL",)),
    (
        r"\b(?:primary )?(?:CNS|central nervous system|brain) (?:tumou?rs?|malignanc\w+|"
        r"cancers?)\b",
        ("BRAIN",),
    ),
)
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), codes) for pattern, codes in _SYNONYMS)
_DIAGNOSIS = re.compile(
    r"histolog|cytolog|patholog|confirmed|diagnos|biops|proven|documented|"
    r"^\W*(?:\w{1,2}\W{1,2})?(?:adults? |male |female )?(?:patients?|participants?|"
    r"subjects?|women|men|individuals?|must have|has|have|those|with|any|advanced|locally|"
    r"metastatic|unresect\w+|stage|recurrent|relapsed|"
    r"refractory|newly|previously untreated|resectable|early)\b",
    re.IGNORECASE,
)
_NOT_THE_DIAGNOSIS = re.compile(
    r"\b(?:history of|other|second|prior|previous|concurrent|additional|another|family|free of|"
    r"risk of|treated for|therap(?:y|ies) for|"
    r"lesions?|received|expectancy|consent|contracepti\w+|sample|specimen|brain "
    r"metast\w+|CNS metast\w+|patients? with|"
    r"participants? with|subjects? with|if|for patients|for participants|may|must be|not)\b",
    re.IGNORECASE,
)
_AT_BEGINNING = re.compile(
    r"(?:\w{1,2}\W{1,2})?(?:all |adult |eligible |male |female )?(?:patients?|participants?|"
    r"subjects?)\s(?:with|must have|have)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"(?:(?:\bno|\bwithout|\bexcept\w*|\bexcluding|\bother than|\bnot(?! limited))\W*"
    r"(?:\w+\W+){0,2}|\bnon-?\s?)$",
    re.IGNORECASE,
)
_MATERIAL = re.compile(  # "solid tumor biopsy material", "soft tissue" as the site of a lesion
    r"(?:solid|soft)\s(?:tumou?rs?|tissue)\W{1,2}(?:tissue|biops|samples?|specimens?|material|block|"
    r"visceral|lesions?|disease|component|mass|metasta)",
    re.IGNORECASE,
)
_SPREAD = re.compile(r"\b(?:locally advanced|metastatic|unresectable|recurrent)\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)")
_NOT_SQUAMOUS = re.compile(r"\bnon-?\s?squamous\b", re.IGNORECASE)
_OF_LUNG: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<!non-)(?<!non )(?<!non)\bsquamous\b", re.IGNORECASE), "LUSC"),
    (re.compile(r"(?<!non-)(?<!non )(?<!non)\bsmall[\s-]cell\b", re.IGNORECASE), "SCLC"),
    (re.compile(r"\bneuroendocrine\b", re.IGNORECASE), "LUNE"),
)
_EXCEPT = re.compile(
    r"\b(?:except\w*|excluding|other than|with the exception of|but not|not including)\b"
    r"(?! limited)",
    re.IGNORECASE,
)
_ALLOWED = re.compile(r"\b(?:are|is|be) (?:allowed|permitted)\b", re.IGNORECASE)
_HISTOLOGY = re.compile(
    r"histolog|component|subtype|transform|differentiat|mixed|"
    r"^\W*(?:\w{1,2}\W{1,2})?(?:patients? with |participants? with |diagnosis of |has |have |any "
    r"|known |"
    r"primary |pure |predominantly |tumou?rs? (?:with|of) )*(?P<at>\w)",
    re.IGNORECASE,
)
_OTHER_CANCER = re.compile(
    r"\b(?:history|other|second\w*|prior|previous\w*|concurrent|additional|another|within|years?|"
    r"treated|in[\s-]situ|basal|adequately|curative\w*|"
    r"malignanc(?:y|ies)|metasta\w+|brain|CNS|received|therapy|treatment|involvement|active|"
    r"synchronous|family|compression|unless|except\w*|leptomeningeal)\b",
    re.IGNORECASE,
)
_AROUND = frozenset(
    """
    histologically cytologically pathologically histological cytological histologic cytologic
    pathological confirmation diagnosis diagnosed proven biopsy locally advanced metastatic
    unresectable recurrent relapsed refractory progressive primary invasive women men stage iii iv
    disease evidence
    """.split()
)
Found = tuple[int, int, tuple[str, ...]]


def read_tumor_types(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    """Yield the tumour types of the diagnosis, and those that exclude."""
    if len(sentence.text) > LONGEST:
        return
    if sentence.side is Side.EXCLUSION:
        yield from _excluding(sentence, text)
        return
    if not _names_diagnosis(sentence):
        return
    alike = [
        each for each in text.sentences if each.cohort == sentence.cohort and _names_diagnosis(each)
    ]
    if all(each.start != sentence.start for each in alike):
        alike = [sentence]  # one way in of several: other sentences do not speak of it
    if alike[0].start != sentence.start:
        return
    codes: set[str] = set()
    for each in alike:
        for below in (each, *(text.below(each) if each.introduces else ())):
            codes |= {code for _, _, found in _included(below.text) for code in found}
    if not codes:
        return
    single = len(alike) == 1 and not sentence.introduces
    spans = [(start, end) for start, end, _ in _included(sentence.text)]
    plain = single and is_plain(without(sentence.text, spans), _AROUND)
    confidence = Confidence.CERTAIN if plain else Confidence.LIKELY
    yield criterion_of(sentence, TumorTypeIn(widest(codes)), confidence)
    shut_out = _shut_out(sentence.text, codes)
    if "NSCLC" in codes and _NOT_SQUAMOUS.search(sentence.text):
        shut_out = tuple(sorted({*shut_out, "LUSC"}))
    if shut_out:
        source = criterion_of(sentence, TumorTypeIn(shut_out), Confidence.LIKELY)
        yield Criterion(Side.EXCLUSION, source.pattern, source.confidence, source.source)


@lru_cache(maxsize=2048)
def _names_diagnosis(sentence: Sentence) -> bool:
    shown = sentence.text
    if sentence.side is not Side.INCLUSION or len(shown) > LONGEST:
        return False
    if not sentence.stands_alone and Joint.ALL not in sentence.joints and sentence.joints:
        return False
    if not _DIAGNOSIS.search(shown) and not _SPREAD.search(shown, 0, 80):
        return False
    head = _AT_BEGINNING.sub("", shown, count=1)
    named = _included(shown)
    if not named:
        return False
    before = head[: max(0, named[0][0] - (len(shown) - len(head)))]
    return not _NOT_THE_DIAGNOSIS.search(_BRACKETS.sub(" ", before))


@lru_cache(maxsize=2048)
def _included(shown: str) -> tuple[Found, ...]:
    """Return the types named before the text turns to what it does not take."""
    turn = _EXCEPT.search(shown)
    end = turn.start() if turn else len(shown)
    return tuple(
        each
        for each in find_tumor_types(shown)
        if each[1] <= end
        and not _NEGATED.search(shown[max(0, each[0] - 30) : each[0]])
        and not _MATERIAL.match(shown, each[0])
    )


def _shut_out(shown: str, included: set[str]) -> tuple[str, ...]:
    turn = _EXCEPT.search(shown)
    if not turn:
        return ()
    codes = {c for start, _, found in find_tumor_types(shown) if start >= turn.end() for c in found}
    return tuple(
        sorted(code for code in codes if code not in included and _is_near(code, included))
    )


def _excluding(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    shown = sentence.text
    if _OTHER_CANCER.search(shown) or len(shown) > 300 or not _HISTOLOGY.search(shown):
        return
    if _ALLOWED.search(shown):
        return
    named = find_tumor_types(shown)
    included = {
        code
        for each in text.sentences
        if _names_diagnosis(each)
        for _, _, found in _included(each.text)
        for code in found
    }
    codes = {code for _, _, found in named for code in found}
    if any("NSCLC" in lineage(code) for code in included):
        codes |= {code for pattern, code in _OF_LUNG if pattern.search(shown)}
    near = tuple(
        sorted(code for code in codes if code not in included and _is_near(code, included))
    )
    if near:
        yield criterion_of(sentence, TumorTypeIn(near), Confidence.LIKELY)


_RECIST = re.compile(
    r"\bcriteria\s(?:in|for|of)\s(?:the\s)?solid\s(?:tumou?rs?|cancers?)\b", re.IGNORECASE
)


@lru_cache(maxsize=2048)  # the readers ask for each sentence of a trial once a sentence
def find_tumor_types(text: str) -> tuple[Found, ...]:
    """Return the types that a text names: where, and their codes; from left to right.

    The Response Evaluation Criteria in Solid Tumors are no type.
    """
    text = _RECIST.sub(lambda name: " " * len(name[0]), text)
    found: list[Found] = []

    def add(start: int, end: int, codes: tuple[str, ...]) -> None:
        if codes and all(end <= a or b <= start for a, b, _ in found):
            found.append((start, end, codes))

    tokens = [match.span() for match in _TOKEN.finditer(text)]
    place = 0
    while place < len(tokens):
        if not _begins_a_name(text[slice(*tokens[place])]):
            place += 1
            continue
        for last in range(min(place + _MOST_TOKENS, len(tokens)) - 1, place, -1):
            start, end = tokens[place][0], tokens[last][1]
            codes = _codes_of(text[start:end])
            if codes:
                add(start, end, codes)
                place = last
                break
        place += 1
    for pattern, codes in _COMPILED:
        for match in pattern.finditer(text):
            add(match.start(), match.end(), codes)
    return tuple(sorted(found))


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, ...]]:
    return ConditionReader(open_tumor_types()).names()


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """Return the first words of all names."""
    return frozenset(name.partition(" ")[0] for name in _names())


@lru_cache(maxsize=8192)
def _begins_a_name(token: str) -> bool:
    return fold(token).partition(" ")[0] in _beginnings()


def _codes_of(name: str) -> tuple[str, ...]:
    folded = fold(name)
    codes = _names().get(folded) or _names().get(folded.removesuffix("s")) or ()
    return () if set(codes) & set(_ROOTS) else codes


@lru_cache(maxsize=4096)
def lineage(code: str) -> tuple[str, ...]:
    """Return a code with all above it, `LIQUID` above those of blood and lymph."""
    try:
        above = open_tumor_types().get(code).ancestors
    except TumorTypeError:
        return (code,)
    of_blood = not {"MYELOID", "LYMPH"}.isdisjoint((code, *above))
    return (code, *above[:-1], "LIQUID", *above[-1:]) if of_blood else (code, *above)


def widest(codes: set[str]) -> tuple[str, ...]:
    """Return the codes without those that a wider one of them takes in."""
    return tuple(sorted(code for code in codes if not codes & set(lineage(code)[1:])))


def weighed_by_text(conditions: Criterion, read: Iterable[Criterion]) -> Criterion:
    """Return the criterion of the registry's conditions, likely where the text takes other types.

    Conditions are often those that a sponsor has in mind, while the text takes all solid tumours.
    """
    assert isinstance(conditions.pattern, TumorTypeIn)
    listed = set(conditions.pattern.codes)
    beyond = any(
        not listed & set(lineage(code))
        for each in read
        if each.side is Side.INCLUSION and isinstance(each.pattern, TumorTypeIn)
        for code in each.pattern.codes
    )
    if beyond and conditions.confidence is Confidence.CERTAIN:
        return replace(conditions, confidence=Confidence.LIKELY)
    return conditions


def _is_near(code: str, included: set[str]) -> bool:
    """Whether a type belongs to those that are taken, or to the organ of one of them."""
    own = set(lineage(code)) - _ANY
    return any(one in lineage(code) or own & (set(lineage(one)) - _ANY) for one in included)
