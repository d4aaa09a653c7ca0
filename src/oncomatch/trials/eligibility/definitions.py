"""What a text says beside a marker of when it counts: `ER-positive (≥ 1%)`, `HER2-negative (0-1+)`.

Of what is asked for a limit leaves the marker as it is, since it narrows at most; so do ages and
words that say of whom.
"""

from __future__ import annotations

import re

_SIGN = r"(?:[≥>≤<]\s?/?\s?=?|=\s?[><]|at least|more than|greater than|less than|equal to|or)"
_RECEPTOR = r"(?:ER|PR|PgR|AR|HR|o?estrogen|progesterone|receptors?)"
_STATUS = re.compile(  # of HER2 only that it is absent: what "positive" is called may be less
    r"(?:(?:\b(?:ER|PR|PgR|HR|HoR|AR)|receptors?)\)?[\s-]{0,3}(?:positiv\w{1,3}\b|\+)|"
    r"(?:\b(?:ER|PR|PgR|HR|HER\s?-?2|2)|receptors?|/neu)\)?[\s-]{0,3}(?:negativ\w{1,3}\b|(?<=[\dR])-)|"
    r"\btriple[\s-]negative\b|\bTNBC\b)"
    r"(?:\s(?:\([A-Za-z/+-]{2,9}\)\s)?(?:[a-z-]{3,16}\s){0,3}?(?:cancers?|carcinomas?|disease|tumou?rs?)\b)?"
    r"(?:\s\([A-Z]{2,5}\))?(?:\sstatus)?(?:(?<=positive)\)|(?<=negative)\))?",
    re.IGNORECASE,
)
_LIMIT = re.compile(r",?\s(?:is\s|are\s|as\s)?(?=defined\s(?:as|by)\b)|\s?(?=[(\[])", re.IGNORECASE)
_OF_LIMITS = frozenset(
    """
    without a an the is are be being been as by of in on at any or and not non no per using with
    than then to for from either both if less more greater equal least when but followed
    specific definition defined ihc immunohistochemistry immunohistochemical
    immunohistochemically immunoreactive fish ish cish dish fluorescence fluorescent dual
    chromogenic situ hybridization hybridisation score scores scoring status result results test
    tests testing tested negative positive positivity negativity nuclear nuclei cell cells tumor
    tumour cancer carcinoma breast invasive staining stained stain expression expressing
    amplified amplification nonamplified ratio gene copy copies number signals average single
    probe her her2 neu cep17 er pr pgr ar hr estrogen oestrogen progesterone hormone hormonal
    androgen human epidermal growth factor receptor receptors site metastatic primary specimen
    specimens sample samples biopsy tissue core local locally central centrally laboratory assay
    asco cap american society clinical oncology college pathologist pathologists guideline
    guidelines recommendations current most recent latest national according equivocal intensity
    membrane membranous complete incomplete weak detection respectively that means i e percent
    via plus has have done performed
    """.split()
)
_DEFINED = (
    re.compile(  # "hormone receptor positive (at least one of ER and PgR is positive)"
        r"(?<=positive)\s?\((?:(?:at least|either)\s)?(?:one|either)?\s?(?:of\s)?(?:the\s)?"
        rf"{_RECEPTOR}\s?(?:and/or|and|or|/)\s?{_RECEPTOR}\s(?:is\s|are\s|being\s)?positive\)",
        re.IGNORECASE,
    ),
    re.compile(  # a class whose genes follow: "RAS pathway mutation, defined as a KRAS mutation"
        r"\b[A-Z][A-Z0-9]{1,5}(?:/[A-Z0-9]{2,8}){0,3}[\s-](?i:(?:signal\w{1,5}\s)?pathway[\s-](?:gene\s|"
        r"activating\s)?(?:mutations?|mutant|mutated|alterations?(?:\(s\))?|altered|aberrations?|"
        r"activation))\b(?=[^.;]{0,120}?(?:\(|,?\s(?i:defined\sas|i\.e\.,?|namely)\s)"
        r"(?!e\.g|such)(?:[a-z]{1,12}\s){0,4}[A-Z][A-Z0-9]{2,})(?:,?\s(?i:defined\sas|i\.e\.,?|namely))?"
    ),
    re.compile(  # "with ER staining present in greater than 50% of cancer cells by IHC"
        rf",?\swith\s{_RECEPTOR}\s(?:nuclear\s)?(?:staining|expression|positivity)\s(?:(?:is|present|in|"
        rf"of|on)\s)*{_SIGN}\s?\d{{1,2}}\s?%(?:\sof\s(?:the\s)?(?:[\w-]+\s){{0,3}}cells)?"
        r"(?:\sby\s(?:IHC|immunohistochemistry))?",
        re.IGNORECASE,
    ),
    re.compile(  # "with mutation analysis by NGS confirming KRAS G12C": it asks for the change
        r"\b(?:mutation(?:al)?|genomic|genetic|molecular)\s(?:analysis|testing|profiling|"
        r"sequencing)\s(?:(?:by|using|via|with)\s[\w\s()-]{2,60}?\s)?"
        r"(?:confirming|showing|demonstrating|revealing|identifying|detecting)\b",
        re.IGNORECASE,
    ),
    re.compile(  # "any PR" asks for nothing
        r",?\s(?:and\s)?any\s(?:PR|PgR|progesterone[\s-]receptor)(?:\sstatus|\sexpression)?(?=[\s,])",
        re.IGNORECASE,
    ),
    re.compile(  # not "patients aged 60 years or older must have": a rule for some
        r"(?:^|(?<=[\s(]))(?:who are )?age[ds]?\s(?![^,;.()]{0,12}\b[3-9]\d\b[^;.]*\b(?:must|"
        r"should|needs?|required|ha(?:s|ve)\sto)\b)[^,;.()]{0,30}\byears(?:\s(?:of age|old))?\b",
        re.IGNORECASE,
    ),
    re.compile(r"^\W*eligible(?=\s(?:patients|participants|subjects)\b)", re.IGNORECASE),
    re.compile(r"\b(?:will|must|shall)\sbe\srequired\sto(?=\shave\b)", re.IGNORECASE),
    re.compile(  # "a PD-L1 test result indicating PD-L1 TPS ≥ 50%"
        r"(?<![\w-])(?:PD-?L1|HER-?2)(?=\s(?:IHC\s)?(?:test|testing)\s(?:results?\s)?(?:[\w-]+\s){0,4}"
        r"(?:indicating|showing|demonstrating)\b)",
        re.IGNORECASE,
    ),
    re.compile(  # "tissue sample to confirm PD-L1 TC ≥ 1%": it is confirmed, and so asked for
        r"\b(?:provision|availability)\sof\s(?:an?\s|the\s)?(?:\w+\s){0,4}(?:sample|tissue|specimen)s?,?\s"
        r"to\sconfirm(?=[^.;]{1,40}[≥>]\s?=?\s?\d)",
        re.IGNORECASE,
    ),
)


def _without_limits(text: str) -> str:
    """Return a text without what a status of a receptor means: `HER2-negative (IHC 0 or 1+)`."""
    found = list(text)
    for status in _STATUS.finditer(text):
        lead = _LIMIT.match(text, status.end())
        if lead is None:
            continue
        opened = text[lead.end()] in "(["
        end = _closed(text, lead.end()) if opened else _clause_end(text, lead.end())
        said = text[lead.end() : end]
        words = [word.lower() for word in _WORD.findall(said)]
        known = all(word in _OF_LIMITS or word.isdigit() for word in words)
        whole = re.search(r"triple|TNBC|HER|2|neu", status[0], re.IGNORECASE)
        own = whole or not re.search(r"\bHER|growth", said, re.IGNORECASE)
        level = _LEVEL.search(said) or (whole and whole[0] != "2" and "negativ" in said.lower())
        if known and own and level and len(words) > 1:
            found[lead.start() : end] = " " * (end - lead.start())
    return "".join(found)


_WORD = re.compile(r"[^\W_]+")
_LEVEL = re.compile(r"\d\s?(?:%|\+|percent)|\b[0-2]\b|\bF?ISH\b|amplif", re.IGNORECASE)


def _closed(text: str, start: int) -> int:
    """Return where brackets that open at `start` are closed, that place where they never are."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] in "([") - (text[place] in ")]")
        if not depth:
            return place + 1
    return start


def _clause_end(text: str, start: int) -> int:
    """Return where the words of a definition end: at the first that belongs to none."""
    end = start
    for word in _WORD.finditer(text, start):
        ends = re.search(r"[;:]|\.\s", text[end : word.start()])
        if ends or not (word[0].lower() in _OF_LIMITS or word[0].isdigit()):
            break
        end = word.end()
    sign = re.match(r"\s?[%+)\]]+", text[end:])
    end += sign.end() if sign else 0
    return end if re.match(r"\W*$|\s?[.;,)]|\s(?:and|or|who|with|that)\b", text[end:]) else start


def without_definitions(text: str) -> str:
    """Return a text of what is asked for in which such words are blank.

    >>> without_definitions("ER-positive (ER > 10%), any PR, and HER2-negative cancer").split()
    ['ER-positive', ',', 'and', 'HER2-negative', 'cancer']
    """
    text = _without_limits(text)
    for pattern in _DEFINED:
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    return text
