"""What a sentence says beside what it asks for: by what test it is known, in brackets, examples.

Such words leave a criterion as it is. They are left blank before the others are weighed, so that
`or other validated test` is not taken for another way in.
"""

from __future__ import annotations

import re

from oncomatch.trials.surroundings import HARMLESS

_TESTS = frozenset(
    """
    assay assays test tests testing tested sequencing ngs pcr ddpcr qpcr fish ish cish ihc
    immunohistochemistry immunohistochemical laboratory laboratories lab labs clia cap tissue
    plasma blood biopsy biopsies ctdna cfdna specimen specimens sample samples panel panels
    hybridation profiling report reports platform analysis
    hybridization hybridisation cytogenetics cytometry
    22c3 28 sp263 sp142 pharmdx ventana rxdx
    guardant360 foundationone tempus caris screening method methods results result dna rna
    """.split()
)
_ABOUT_TESTS = _TESTS | frozenset(
    """
    a an the and or of in on at by per via using with through from to for any either other another
    both one as is was be been being which that based prior previous previously most recent
    available archival archived fresh new newly obtained baseline initial formalin fixed paraffin
    embedded ffpe local locally central centrally commercial commercially institutional academic
    institution accredited accreditation certified certification approved validated authorized
    authorised equivalent equivalently appropriate standard investigational diagnostic diagnostics
    companion clinical clinically molecular genomic genomics genetic mutation mutational tumor
    tumour tumors tumours saliva liquid solid bone marrow peripheral circulating cell free nucleic
    acid deoxyribonucleic ribonucleic material technique techniques technology platforms kit kits
    analyses analytical sequence next generation rt droplet digital real time polymerase chain
    reaction sanger fluorescence fluorescent situ cytogenetic karyotype flow improvement
    improvements act amendments amendment college american pathologists fda food drug
    administration us usa states united ce ivd iso marked national regulatory authority local
    country regional similarly hospital site sites facility center centre sponsor designated vendor
    foundation medicine cdx guardant oncomine msk impact performed conducted done used determined
    assessed confirmed detected identified documented including such but not limited e g
    saliva grade rnaseq rna seq
    equally outside accordance
    dako agilent roche pd l1 her2 kit 8
    whole exome genome transcriptome targeted high throughput protocol specified study investigator
    pathology histology cytology primary metastatic lesion lesions
    inc ltd llc quantitative recent most methodology environment based investigators similarly
    morphology minimal residual disease flow analytically validly probe probes break apart
    breakapart vysis abbott thermo qiagen
    reverse transcription transcriptase biology approach approaches metastasectomy resection
    excision excisional core needle aspirate aspiration surgical surgery reference house
    """.split()
)
_KNOWN_BY = re.compile(
    r"\b(?:(?:as\s)?(?:routinely\s)?(?:determined|assessed|detected|identified|confirmed|documented|demonstrated|"
    r"measured|evaluated|verified|shown|reported|found|established|proven|tested|evidenced|"
    r"assayed|ascertained|obtained|performed|defined)\s"
    r"(?:\w{2,12}ly\s)?(?:by|with|via|using|through|in|on|at|from|per|either|based|locally|"
    r"centrally)|as\sper|by|via|using|through|based\s(?:up)?on|according\sto|per)\b",
    re.IGNORECASE,
)
_BEYOND_CURE = re.compile(
    r"\b(?:(?:that|which|who|and)\s(?:is|are)\s)?(?:not|no longer)\s(?:amenable|suitable|eligible|"
    r"candidates?)\s(?:to|for)(?:[\s,/-]{1,2}(?:curative|definitive|definite|local|locally|locoregional|"
    r"regional|standard|surgery|surgical|resection|radiotherapy|radiation|chemoradiation|"
    r"chemoradiotherapy|therapy|therapies|treatment|treatments|intent|options?|or|and|a|any|of|with|"
    r"curatively|cure|approaches|means|by|complete|available|measures)\b)+"
    r"(?<!with)(?<!and)(?<!or)|"
    r"\b(?:either\s)?alone or in combination with other\s+(?:EGFR\s+)?(?:mutations?)?|"
    r"\b(?:except|excluding|other than)(?: for)?\s(?:[\w-]+\s){0,2}(?:cancers?|carcinomas?|"
    r"melanomas?|lymphomas?|sarcomas?|tumou?rs?|leuk(?:a)?emias?)\b",
    re.IGNORECASE,
)
_OF_TISSUE = re.compile(
    r"(?:(?:breast|lung|colorectal|ovarian|prostate|pancreatic|gastric)\s)?(?:cancer|carcinoma)\s"
    r"(?:tissues?|samples?|specimens?|biops(?:y|ies))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_NAME = re.compile(  # of a hospital, a maker of tests, a probe: "University of Oslo", "Ventana"
    r"(?:[A-Z][a-z]{2,}|MD)\b|[A-Z][A-Z\d]{1,6}\s(?i:break|FISH|ISH|IHC|probes?)\b"
)
_SCORE = re.compile(r"[\s(:,]{0,3}(?:[\d<>≥≤=+]|score|at least|of\b|positiv|negativ)")
_SCORED = re.compile(  # "HER2 expression (1-3+) by IHC"
    r"\bHER-?2\)?\s(?:expression\s)?[\s(0-3+,/-]{1,12}\)?\s(?:expression\s|staining\s)?$",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(r"[;:]|\.(?:\s|$)")
_BRACKETS = re.compile(r"\([^()]{0,300}\)|\[[^\[\]]{0,300}\]")
_NARROWS = re.compile(
    r"\b(?:only|except|unless|excluding|if|in case|for patients|in patients|cohorts?|arms?|"
    r"parts?|phases?|groups?)\b|"
    r"^\W*(?:in\s(?:the\s)?case\sof|when|where|(?:for|in)(?!\sexample|\sinstance|\sshort)\s)",
    re.IGNORECASE,
)
_IN_BRACKETS = frozenset("may can be during historic historical well".split())
_NOTES = re.compile(
    r"\(\W*(?:(?:the\s)?(?:(?:central|local)\s)?(?:testing|tests?|(?:test )?results?|note|see|"
    r"screening)\b|(?:(?:all|the)\s)?(?:patients?|participants?|"
    r"subjects?)\s(?:must|should|will)\s(?:have|be|undergo)\b[^()]{0,60}\btest)[^()]{0,300}\)",
    re.IGNORECASE,
)
_NO_UNKNOWNS = re.compile(  # "genetic mutations (excluding VUS)"
    r"\(\W*(?:excluding|excludes?|exclusive of|not including|no|not|other than)\s(?:any\s)?"
    r"(?:VUS|variants? of (?:unknown|uncertain|undetermined) significance)[\s\w\[\]]{0,12}\)",
    re.IGNORECASE,
)
_SHORT_FORM = re.compile(r"(?<=alterations |aberrations )\(A?GAs?\)")
_EXAMPLES = re.compile(
    r"\b(?:e\.?g\.?|such as|including|includes?|for example|examples?)\b", re.IGNORECASE
)
_CHOICE = re.compile(r"\bor\b(?!\s(?:more|less|greater|higher|above|fewer)\b)", re.IGNORECASE)
_STAGE = re.compile(
    r"[ivx]+[abc]?\d?|t\d[a-z]?(?:n\d[a-z]?)?(?:m\d)?|\d{1,4}(?:st|nd|rd|th)?|[a-z]|v"
)


def without_tests(text: str, *, scores: bool = False) -> str:
    """Return a text in which the words of how something is known are blank.

    With `scores` those stay that a number or score follows (*by IHC 3+*).

    >>> without_tests("mutation as determined by an approved or other test, and untreated").split()
    ['mutation', ',', 'and', 'untreated']
    """
    found = list(text)
    for start in _KNOWN_BY.finditer(text):
        end = last = start.end()
        told = named = broken = False
        for word in _WORD.finditer(text, start.end()):
            between, last = text[last : word.start()], word.end()
            goes_on = word[0].lower() == "or" and between.strip() == ";"
            name = _NAME.match(text, word.start())
            about = word[0].lower() in _ABOUT_TESTS or _OF_TISSUE.match(text, word.start()) or name
            if not about or (_CLAUSE_ENDS.search(between) and not goes_on):
                broken = not between.strip()
                break
            named = named or bool(name)
            told = told or word[0].lower() in _TESTS
            if word[0].lower() in _TESTS or not (name or _joins(word[0])):
                end = word.end()
        scored = _SCORE.match(text, end) or _SCORED.search(text, 0, start.start())
        if told and not (scores and scored):
            # where the name of a test goes on with other words, that it is one is still said
            first = start.end() if named and broken else start.start()
            found[first:end] = " " * (end - first)
    return "".join(found)


def _joins(word: str) -> bool:
    return word.lower() in ("a", "an", "the", "and", "or", "of", "in", "on", "with", "that", "to")


_DETAILS = re.compile(
    r"(?<=[\w)]),?\sor\s(?:an)?other\s(?:(?:advanced|metastatic|solid|malignant)\s){0,3}"
    r"(?:tumou?rs?|cancers?|malignanc(?:y|ies)|neoplasms?)(?=\s(?:with|harbou?r|that|carrying))|"
    r"(?-i:\b[A-Z][a-z]{2,20}(?:[\s-][A-Z][a-z]{2,20})?)\ssyndrome\b|"
    r"\beither\sat\s(?:the\stime\sof\s)?(?:initial\s)?diagnosis\sor\s(?:at|on|after)\s(?:disease\s)?"
    r"(?:progression|relapse|recurrence)|"
    r"\bclass(?:es)?\s(?:[45]|IV|V)(?![\w])|\bparticipating\s(?:cent(?:er|re)|site)s?\b|"
    r"\b(?:aged?\s)?(?:greater|older|more)\sthan\s\d{1,2}\syears(?:\s(?:of\sage|old))?|"
    r"\bin\s(?:first|second|any)\s(?:relapse|remission)\b|"
    r"\b(?:regardless|irrespective)\sof\s(?:the\s)?(?:tumou?r\s)?(?:histolog\w{1,5}|types?|sites?|origin|"
    r"location|age|sex)\b|^\W*enrol\w{3,5}\s(?:is|will\sbe)\s(?:restricted|limited)\sto\b|"
    r"\bgrades?\s\d[abc]?(?:(?:,\s|\sor\s|\sand\s|/|-)\d[abc]?)*(?!\w)|"
    r"\b(?:included\s)?in\s(?:the\s)?vaccine(?:\sexpressed\sin\s(?:the\s)?tumou?r)?\b|"
    r"(?<=\s\s)[(]if\savailable[)]|"
    r"\bone\sof\s(?:the\s)?(?:two|three|four|five|six|\d)\b|(?<!and\s)\b(?:one|two|\d)\sor\smore\b",
    re.IGNORECASE,
)


def without_details(text: str) -> str:
    """Return a text in which words are blank that say nothing of what is asked for.

    They are names of syndromes, ages, `one or more`, and the end of a list of tumours (`NSCLC, CRC,
    or other tumours with`).

    >>> without_details("women greater than 18 years with one or more of").split()
    ['women', 'with', 'of']
    """
    return _DETAILS.sub(lambda found: " " * len(found[0]), text)


def without_extent(text: str) -> str:
    """Return a text in which the words on a disease beyond cure are blank: no criterion on genes.

    >>> without_extent("tumor that is not amenable to curative surgery or radiation, with").split()
    ['tumor', ',', 'with']
    """
    return _BEYOND_CURE.sub(lambda found: " " * len(found[0]), text)


def without_asides(text: str) -> str:
    """Return a text in which brackets are blank that neither narrow nor widen what is asked for."""
    for _ in range(2):  # brackets within brackets
        text = _BRACKETS.sub(_blank_if_aside, text)
    return text


def without_notes(text: str) -> str:
    """Return a text in which brackets on testing, on unknown variants, and `(AGAs)` are blank."""
    for pattern in (_NOTES, _NO_UNKNOWNS, _SHORT_FORM):
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    return text


_EXTENT = (
    r"(?:advanced|unresectable|recurrent|relapsed|refractory|metastatic|histologically|"
    r"cytologically|pathologically|germline|somatic|tumou?r|tissue|blood|plasma)"
)
_PAIRS = re.compile(  # "or" between words of the extent or the proof joins no criteria
    rf"\b{_EXTENT}(?:(?:\sand)?(?:/|\s)or\s|\sand\s|/)(?:locally\s)?{_EXTENT}\b", re.IGNORECASE
)


def without_pairs(text: str) -> str:
    """Return a text without pairs such as `recurrent or metastatic`: they join nothing else.

    >>> without_pairs("locally advanced or metastatic cancer with").split()
    ['locally', 'cancer', 'with']
    """
    return _PAIRS.sub(" ", text)


def without_brackets(text: str) -> str:
    """Return a text without anything in brackets."""
    for _ in range(2):
        text = _BRACKETS.sub(" ", text)
    return text


_OF_EXTENT = re.compile(
    r"\b(?:relapsed|refractory|recurrent|progressive|advanced|metastatic|unresectable)\s?$",
    re.IGNORECASE,
)
_IN_BRACKETS = frozenset("may can will performed during screening historic historical".split())


def _blank_if_aside(found: re.Match[str]) -> str:
    inside = found[0][1:-1]
    if _NARROWS.search(inside):
        return found[0]
    is_choice = _CHOICE.search(inside) and not _EXAMPLES.search(inside)
    if is_choice and _OF_EXTENT.search(found.string, 0, found.start()):
        is_choice = False  # "relapsed (second or later relapse)" speaks of the disease
    if is_choice and not all(map(_is_known, _WORD.findall(inside))):
        return found[0]
    return " " * len(found[0])


def _is_known(word: str) -> bool:
    lower = word.lower()
    known = lower in HARMLESS or lower in _ABOUT_TESTS or lower in _IN_BRACKETS
    return known or bool(_STAGE.fullmatch(lower))
