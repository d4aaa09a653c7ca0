"""What describes the patients or the tumour that a phrase of an inclusion is said of.

In *relapsed indolent NHL that expresses CD20* the words before the lymphoma narrow who is taken,
whatever they mean; CD20 is asked for of all the same. Words that could turn that are listed: what
is planned, permitted or tested, quotas, alternatives, relatives.
"""

from __future__ import annotations

import re

from oncomatch.trials.eligibility.asides import without_brackets

NOUN = (
    r"(?:cancers?|carcinomas?|tumou?rs?|nsclc|melanomas?|adenocarcinomas?|leuk\w{3,6}|"
    r"lymphomas?|gliomas?|glioblastomas?|disease|sarcomas?|malignanc\w{1,3}|crc|pdac)"
)
_OWNER = (
    rf"(?:{NOUN}|patients?|participants?|subjects?|individuals|adults|sclc|nhl|aml|dlbcl|cll|gist|"
    r"m?crpc|hnscc|neoplasms?|neuroblastomas?|mesotheliomas?|cholangiocarcinomas?|\w{4,14}omas?)"
)
_ANY_OWNER = re.compile(rf"\b{_OWNER}\b", re.IGNORECASE)
_DETERMINED = r"(?:(?:an?|the|any|documented|known|confirmed|proven|either|at\sleast)\s)*"
_SAID_OF_OWNER = re.compile(  # "NSCLC that carries an", "Each patient enrolled must have a"
    rf"(?:\b{_OWNER}(?:\s\([^()]*\))*\s{{0,3}},?\s{{1,3}}(?:and\s)?(?:with|whose\stumou?rs?\s(?:has|have|"
    r"express|carry|harbou?r)|expressing|carrying|harbou?ring|having|bearing|containing|(?:(?:that|which|who)\s)?"
    r"(?:has|have|carr(?:y|ies)|harbou?rs?|demonstrates?|shows?|express(?:es)?|contains?|exhibits?|"
    r"possess(?:es)?|is|are))|"
    r"\b(?:must|has\sto|have\sto|shall)\s(?:have|be|show|express|harbou?r|carry|demonstrate)|"
    r"\b(?:presence|evidence|documentation|confirmation|detection|identification|diagnosis|proof)\sof)"
    rf"\s{{1,3}}{_DETERMINED}\W*$",
    re.IGNORECASE,
)
_OWNED = re.compile(  # "CD20-positive follicular lymphoma", "KRAS-mutated, unresectable cancer"
    rf"[\s,/-]{{1,3}}(?:[\w/-]{{2,20}},?\s){{0,4}}?{_OWNER}\b(?!\s(?:cells?|famil|histor|risk|"
    r"suscept|predispos|sampl|tissue|biops|specimen|syndrom|antigen|vaccin))",
    re.IGNORECASE,
)
_MAY_TURN = re.compile(  # before a phrase
    r"\b(?:may|can|could|would|might|will(?! have\b)|willing\w*|agree\w*|consent\w*|provi\w*|"
    r"submi\w*|"
    r"availab\w*|allow\w*|permit\w*|eligib\w*|enrol\w{0,2}ment|test\w*|analys\w*|samples?|"
    r"specimens?|tissues?|biops\w*|slides|blocks?|material|minimum|maximum|approximat\w*|up to|"
    r"prefer\w*|priorit\w*|also|alternativ\w*|sub(?:groups?|sets?)|phases?|groups?|cohorts?|"
    r"stratif\w*|no|never|nor|neither|without|lack\w*|absence|unless|except\w*|if|unknown|when|"
    r"where|while|whereas|until|for|histor\w*|famil\w*|relatives?|hereditary|suspect\w*|likel\w*|"
    r"potential\w*|possib\w*|risk of|than|defin\w*|such as|includ\w*|e\.?g|i\.?e|"
    r"intoleran\w*|versus|vs|prevent\w*|study (?:is|will)|trial (?:is|will)|expan\w*|escalat\w*|"
    r"optional\w*|healthy|donors?|partners?|vaccin\w*|(?:selected|assigned|randomi[sz]ed) to|"
    r"(?:first|last|next|remaining|\d{1,4})(?: \w{1,12})? (?:patients|participants|subjects)|"
    r"not(?! (?:amenable|eligible|suitable|achiev\w*|previously)))\b|[;:?%±]",
    re.IGNORECASE,
)
_MAY_TURN_BEHIND = re.compile(
    r"\b(?:may|can|could|would|might|will|eligib\w*|allow\w*|permit\w*|unless|except\w*|if|unknown|"
    r"when|than|optional\w*|vaccin\w*|not|no|never|without|negative|absen\w*|test\w*)\b|[?±]",
    re.IGNORECASE,
)
_OR = re.compile(r"\b(?:or|and/or)\b", re.IGNORECASE)
_LISTS = re.compile(rf"\b{_OWNER}\b[^,;]{{0,25}}(?:,|/|\band\b)", re.IGNORECASE)
_ENTRY = re.compile(
    r"^\W*(?:enrol\w*|participation|eligibility|inclusion)\s(?:(?:will|shall|is|be)\s){1,2}"
    r"(?:restricted|limited|confined)\sto\s",
    re.IGNORECASE,
)
_RULE_FOR_SOME = re.compile(  # "patients treated with xotinib must have": not everyone must
    r"\b(?:treated|receiv\w*|previous\w*|prior|with|whose|that|after|underg\w*|from|"
    r"in(?! (?:the|this) (?:trial|study))|"
    r"who(?! (?:take|enrol|participat|enter)))\b.*\b(?:must|has to|have to|shall)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’]s)?")


def undescribed(before: str, described: str) -> list[str]:
    """Return the words around a phrase that do not merely describe who or what has it.

    `described` is what stands behind the phrase as far as it may change its meaning.
    """
    owned = _OWNED.match(described)
    describes = owned or _SAID_OF_OWNER.search(before)
    near = "" if describes and not _turns(before) else before
    behind = "" if owned and not _MAY_TURN_BEHIND.search(described) else described
    return _WORD.findall(near) + _WORD.findall(behind)


def _turns(before: str) -> bool:
    """Whether words may turn what is said behind them, or list several tumours or patients."""
    text = _ENTRY.sub(" ", before)
    if _MAY_TURN.search(text) or _RULE_FOR_SOME.search(text):
        return True
    text = without_brackets(text)
    choice = _OR.search(text)
    return bool(_LISTS.search(text) or (choice and _ANY_OWNER.search(text, 0, choice.start())))
