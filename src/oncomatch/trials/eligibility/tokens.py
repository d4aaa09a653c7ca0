"""Words of a sentence that speak of genes, alterations and markers, and what joins them.

Drugs that are named by their target (`EGFR TKI`, `anti-HER2 antibody`) are words of their own
kind, since such a gene is nothing that the tumour has to have.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from oncomatch.domain.biomarker import Biomarker, ChangeKind
from oncomatch.errors import BiomarkerError
from oncomatch.trials.eligibility.alteration_words import PLACES, STATES, WORDS
from oncomatch.trials.eligibility.alterations import Alteration
from oncomatch.trials.eligibility.gene_names import (
    RESIDUES,
    gene_by_context,
    genes_named,
    name_pattern,
)
from oncomatch.trials.eligibility.hereditary import INHERITED, ITS_HINTS
from oncomatch.trials.eligibility.imaging import IMAGED
from oncomatch.trials.eligibility.markers import MARKERS

LONGEST = 4000  # characters of a sentence; longer ones are not read


class Sort(Enum):
    """What a token is."""

    GENE = "gene"
    ALTERATION = "alteration"
    MARKER = "marker"
    JOINT = "joint"
    FILLER = "filler"
    QUALITY = "quality"
    NEGATION = "negation"
    EXCEPTION = "exception"
    OPEN = "("
    CLOSE = ")"
    DRUG = "drug"
    UNREADABLE = "unreadable"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its place in the sentence and what it means."""

    sort: Sort
    start: int
    end: int
    text: str
    name: str = ""
    genes: tuple[str, ...] = ()
    alteration: Alteration | None = None
    patterns: tuple[Biomarker, ...] = ()
    doubtful: bool = False


QUALITIES: dict[str, ChangeKind] = {
    "activating": ChangeKind.GAIN_OF_FUNCTION,
    "gain": ChangeKind.GAIN_OF_FUNCTION,
    "inactivating": ChangeKind.LOSS_OF_FUNCTION,
    "loss": ChangeKind.LOSS_OF_FUNCTION,
}
_AGENT = (
    r"(?i:inhibitors?|inhibition|TKIs?|tyrosine[\s-]kinase[\s-]inhibitors?|antibod(?:y|ies)|"
    r"mAbs?|ADCs?|agents?|"
    r"degraders?|antagonists?|agonists?|block(?:ers?|ade)|therap(?:y|ies)|vaccin\w{1,6}|CAR\b|"
    r"CAR-?T|"
    r"targeted|targeting|directed|specific|based|bispecifics?|treatments?|drugs?|inhibitory|"
    r"small[\s-]molecules?|immunotherap(?:y|ies)|antibody-drug|radioligands?|peptides?|"
    r"engagers?|selective|NK\b|PET\b|"
    r"SERDs?|modulators?|pathways?|ligands?(?![\s-]binding)|signal\w{1,5}|T[\s-]cells?|TCR\b|T-?cell)"
)
_TARGET = (  # atomic, so that a long list of names is tried in one way only
    r"(?>[A-Zα-ωa-z]{0,4}[A-Z][A-Za-z0-9]{1,9}"
    rf"(?:[-/.](?!{_AGENT}\b)(?:\(?[A-Z0-9][A-Za-z0-9]{{0,8}}\)?|[0-9])){{0,4}}|"
    r"folate receptor(?: alpha)?|claudin[\s-]?18\.2|estrogen(?:[\s-]receptor)?)"
)
_DRUG = (
    rf"(?:(?i:\b(?:anti|pan))[\s-]{{1,2}}|(?i:\banti)(?=[A-Z])){_TARGET}(?:(?:\s?(?:/|,|or|and|"
    rf"and/or)\s?)(?:(?i:anti)-?)?{_TARGET}){{0,3}}(?:[\s-]{{1,2}}{_AGENT}){{0,4}}"
    rf"|\b(?:(?i:pan)-)?{_TARGET}(?:\sex(?:on)?\s?\d{{1,2}}(?:\s?ins\w{{0,7}})?)?(?:\)?\s?(?:/|,|or|and|"
    rf"and/or)\s?{_TARGET}){{0,3}}\)?(?:[\s-](?:p\.?)?[A-Z]\d{{2,4}}[A-Z]?)?"
    rf"(?:[\s-](?:mutant|mutation|mutated))?(?:\s?\((?:ON|OFF|ON/OFF)\))?(?:[\s-]{{1,2}}|"
    rf"\s?\()(?:(?i:selective|small|tyrosine|kinase|receptor|monoclonal|specific|cell|immune|"
    rf"mutant|checkpoint)[\s-]){{0,3}}{_AGENT}\b"
    rf"|(?i:\b(?:inhibitors?\sof|targeting|directed\s(?:against|to|at)|against|inhibit(?:s|"
    rf"ing)?|targets?|degraders?\sof|specific\sfor))\s(?:(?i:the)\s)?{_TARGET}(?:(?:\s?(?:/|,|"
    rf"or|and|and/or)\s?){_TARGET}){{0,3}}(?:[\s-](?:p\.?)?[A-Z]\d{{2,4}}[A-Z]?)?"
    r"|(?i:\bPARP[\w-]{0,3}\b|\bCDK\s?4\s?(?:/|and)\s?6\w{0,2}\b|\bPD-?1\b)"
)
_NEGATION = (
    r"(?i:\b(?:(?:is|are)\snot\sknown\sto\s(?:have|harbou?r|carry)|"
    r"(?:do(?:es)?|must|should|may|can|have|has|is|are|be)\s?not\s(?:have|harbou?r|"
    r"carry|be|express|exhibit|contain)?(?:(?<=have)\s(?:an?\s|any\s)?(?:tumou?rs?|cancers?|"
    r"disease)\s(?:with|harbou?ring|that\s(?:has|have|harbou?rs?)))?|"
    r"not\sassociated\swith|not\sknown\sto\s(?:have|harbou?r|carry)|without|absence\sof(?!\s(?-i:[A-Z0-9]{3,8})\sprotein\b)|lack(?:s|ing)?(?:\sof)?|no|not|none\sof|neither|nor|free\sof|"
    r"negative\s(?:test(?:s|ing)?\s)?(?:results?\s)?(?:status\s)?for|tested\snegative\sfor|non(?![\s-]?(?:hotspot|resistan)))\b)"
)
_FILLER = (
    r"(?i:\b(?:(?:either\s)?alone\sor\sin\scombination\swith\sother\sEGFR\smutations?|in-?frame|(?:any\s)?(?:class(?:es)?|types?)\s(?:I|1)\s?(?:[,/]|-|to)\s?(?:(?:II|2)\s?"
    r"[,/]?\s?(?:(?:or|and|and/or)\s)?)?(?:III|3)|c\.\d{1,4}[ACGT]>[ACGT]|[a-z]{3}\d{1,4}[a-z]{3}(?=\s?[(\[][A-Z]\d)|skip(?:ping)?|"
    r"(?:HRR|DDR|homologous\srecombination\srepair(?:\s\(HRR\))?)(?=[\s-](?:pathway\s|related\s)?genes?\b)|"
    r"other(?=\s[A-Z0-9]{3,6}\s(?:gene\s)?rearrange)|primary(?=\s(?:drivers?|tumou?rs?|cancers?|lesions?|sites?|specimens?|biops\w{1,3}|breast)\b)|"
    r"other(?=\s[A-Z0-9]{3,6}\smutations?\s(?:besides|except|other\sthan)\b)|"
    r"(?:tyrosine\s)?kinase\sdomain(?=\s(?:of\s|in\s)?\(?exon)|"
    # The classes of ACMG are ranks of proof, those of BRAF are not.
    r"class(?:es)?\s(?:[45]|IV|V)(?:\s?(?:,|/|-|or|and|and/or)\s?(?:class\s)?(?:[45]|IV|V))?(?![\w])|"
    r"primary(?=\s(?:EGFR\s)?ex(?:on)?\s?20\sins)|(?:that\s)?(?:encod(?:es|ing)|coding)(?:\sfor)?(?:\s(?:the\s)?protein)?|definitely|"
    r"one\sor\smore|1\sor\smore|a|an|the|in|of|any|either|both|one|two|three|four|five|six|seven|eight|"
    r"at\sleast\sone|more|or\smore|"
    r"genes?|gatekeeper|known|documented|confirmed|patho(?:gen|log)ic(?:al)?(?:/likely\spatho(?:gen|log)ic(?:al)?)?|likely\spatho(?:gen|log)ic(?:al)?|"
    r"likely|deleterious|predicted|oncogene[\s-]driven|"
    r"suspected|presumed|oncogenic|driver|drivers|actionable|targetable|druggable|status|"
    r"protein|genomic|genetic|molecular|oncogene|"
    r"following|these|tumou?r|tumou?rs|presence\sof|presence|evidence\sof|evidence|"
    r"harbou?r(?:s|ing)?|specific|select(?:ed)?|susceptible|proto-?oncogenes?|somatic\stumou?r|"
    r"receptors?|in-?frame|history\sof|level|at|has|have|having|hotspot|that|are|is|be|being|"
    r"detectable|"
    r"detected|identified|eligible|qualifying)\b|[(\[]s[)\]])"
)
_QUALITY = (
    r"(?i:\b(?:(?P<quality_activating>activating|active(?=\s(?:EGFR|[KNH]?RAS|BRAF)\s(?:mutation|mutant))|gain[\s-]of[\s-]function|GoF|constitutively\sactive)|"
    r"(?P<quality_inactivating>inactivating|deactivating|loss[\s-]of[\s-]function|LoF)|"
    r"(?P<quality_sensitizing>(?:TKI[\s-])?sensiti[sz]ing|sensitive)|"
    r"(?P<quality_both>germ-?line\s?(?:/|and/or|or|and)\s?(?:somatic|tumou?r)|"
    r"(?:somatic|tumou?r)\s?(?:/|and/or|or|and)\s?germ-?line)|"
    r"(?P<quality_vague>(?:un-?)?common|a?typical|rare|non-?resistant|(?:non-?)?(?:classical|"
    r"canonical))|"
    r"(?P<quality_high>high[\s-]level(?:s\sof)?(?=\s[A-Z][\w-]{1,7}\s(?:gene\s)?amplif))|"
    r"(?P<quality_homozygous>homozygous(?:ly)?)|"
    r"(?P<quality_germline>germ[\s-]?line|hereditary|inherited)|(?P<quality_somatic>somatic))\b)"
)
_UNREADABLE = (
    r"(?i:\b(?:(?<!HLA[\s-])class(?:es)?\s(?:\d|I{1,3})(?:\s?(?:,|or|and|/|"
    r"-)\s?(?:\d|I{1,3})){0,3}|"
    r"non-?(?:hotspot|sensiti[sz]ing|resistan\w{1,3})|"
    r"resistance|resistant|subclonal|"
    r"heterozygous|acquired|primary|complex|biallelic|bi-allelic|"
    r"(?:HER-?2)[\s-]?(?:ultra)?-?low|ultra-?low|(?:low|high|intermediate)(?![\s-](?:grade|risk))|"
    r"hypermutat\w{1,3}|overactivat\w{1,4}|upregulat\w{1,3}|hyperactiv\w{1,5}|"
    r"co-?occurring|concurrent|polymorphisms?|copy[\s-]number\w{0,2}|"
    r"methylat\w{1,3}|unmethylated|Ph[\s-]like|type\s(?:\d|I{1,3})(?:\s?(?:,|or|and|/|-|"
    r"and/or)\s?){0,2}|ratio|score|kinase\sdomain|fold|"
    r"TMB(?:-H(?:igh)?)?|tumou?r\smutation(?:al)?\sburden|HRR|"
    r"homologous\srecombination(?:\srepair)?|HLA[\w*-]{0,12}|"
    r"t\(\d{1,2};\d{1,2}\)|inv\(\d{1,2}\)|fusion[\s-]negative)\b)|PD-?L1\b"
)
_JOINT = (
    r"(?i:(?:(?<=loss\s)|(?<=deletion\s))including\b|"
    r",?\s?\b(?:and\s?/\s?or|or|and|as\swell\sas)\b|[,/&;]|::|\bplus\b|\bvs?\.?\b)"
)
# What follows says which ones are meant, as brackets do.
_OPEN = (
    r"[(\[](?!s[)\]])|(?i:\b(?:due\sto|caused\sby|resulting\sfrom|as\sfollows)\b)|(?i:(?:,\s?)?\b(?:which|that)\s(?:is|are)\slimited\sto(?=[\s:]))|"
    r"(?i:\b(?:(?<!not\s)(?<!be\s)limited\sto|i\.e\.?,?|namely|specifically|(?<!is\s)(?<!are\s)(?<!be\s)defined\sas|"
    r"consisting\sof|must\sbe|(?:any|either|one|1|at\sleast\sone|one\sor\smore)\sof\sthe\s"
    r"following(?:\s(?:genes?|mutations?|alterations?|aberrations?|variants?|genetic|genomic|"
    r"molecular|abnormalit(?:y|ies)|biomarkers?|markers?|events?)){0,3}(?=\s?:)|including\s(?:at\sleast\s)?one\s(?:or\smore\s)?of)(?=[\s:]))"
)
_EXCEPTION = (
    r"(?i:\bnon[\s-](?=[A-Z]\d{2,4}[A-Z]?\b)|\b(?:other\sthan|except(?:\sfor|ing)?|"
    r"excluding|with\sthe\sexception\sof|but\snot|besides)\b)"
)


@lru_cache(maxsize=1)
def _lexer() -> re.Pattern[str]:
    parts = [(f"M_{name}", text) for name, text, _, _ in IMAGED]
    parts += [("DRUG", _DRUG)]
    parts += [(f"M_{name}", text) for name, text, _, _ in (*INHERITED, *MARKERS)]
    parts += [("EXCEPTION", _EXCEPTION)]
    parts += [("NEGATION", _NEGATION)]
    parts += [(f"A_{name}", text) for name, text, _ in PLACES]
    parts += [("GENE", name_pattern())]
    parts += [(f"A_{name}", text) for name, text, _ in STATES]
    parts += [("QUALITY", _QUALITY)]
    parts += [("OPEN", _OPEN), ("CLOSE", r"[)\]]")]
    parts += [("FILLER", _FILLER), ("UNREADABLE", _UNREADABLE), ("JOINT", _JOINT)]
    parts += [("WORD", r"[^\s()\[\],;/&:*\"'“”–—-][^\s()\[\],;/&]{0,60}")]
    return re.compile("|".join(f"(?P<{name}>{text})" for name, text in parts))


_DASHES = dict.fromkeys(map(ord, "‐‑‒–−^"), "-")  # as long as before: places stay
_SMALL = re.compile(
    r"\b(?:[KkNnHh][Rr]as|[Bb][Rr]af|[Ee]gfr|pik3ca)[\s-]?(?:p\.)?(?:[a-z]\d{2,4}[a-z]?|[A-Z]\d{2,4}[A-Z]?)\b"
)
_TKI = re.compile(
    r"(?<=EGFR)[\s-]TKIs?(?=[\s-]sensiti(?:ve|zing|sing)\s(?:gene\s)?(?:mutat|variant|alterat))"
)
"""What stands between EGFR and its sensitizing mutations, and is no drug that a patient takes."""
_ALTERATIONS = {name: make for name, _, make in WORDS}
_MARKERS = {name: (make, doubtful) for name, _, make, doubtful in (*IMAGED, *INHERITED, *MARKERS)}


_MARKER = re.compile(
    r"\b(?:[dp]?MMR|MSI|MSS|TMB|HR[\s-]def|TPS|CPS|PD-?L1|TNBC|HLA|HRD|EBV|HPV|BCR)|\bPh[\s+1-]|"
    rf"\b(?:{'|'.join(RESIDUES)})\b|\bt\s?\(9;|"
    r"(?i:micro-?satellite|mis-?match|somes? 9 and 22|mutation(?:al)? burden|triple[\s-]neg|"
    r"philadel|combined posi|proportion score|hormone[\s-]pos|homologous|17p|19q|"
    r"programmed (?:cell )?death)|"
    rf"(?i:{ITS_HINTS})"
)


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    return re.compile(name_pattern())


@lru_cache(maxsize=2048)  # asked several times of each sentence of a trial
def speaks_of_genes(text: str) -> bool:
    """Whether a text has the name of a gene or marker at all; most sentences have none."""
    if _MARKER.search(text):
        return True
    upper = _SMALL.sub(lambda f: f[0].upper(), text)
    return any(genes_named(found[0]) for found in _names().finditer(upper))


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a sentence, left to right; spaces and dashes between them are none."""
    return list(_tokens(text))


@lru_cache(maxsize=2048)  # several readers cut the same sentence
def _tokens(text: str) -> tuple[Token, ...]:
    text = _SMALL.sub(lambda f: f[0].upper(), text.translate(_DASHES))
    text = _TKI.sub(lambda f: " " * len(f[0]), text)
    found: list[Token] = []
    at = 0
    lexer = _lexer()
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        match = lexer.match(text, at)
        if match is None:
            at += 1
            continue
        token = _token(match)
        found.append(token)
        at = max(token.end, at + 1)
    return tuple(found)


def _token(match: re.Match[str]) -> Token:
    group = match.lastgroup or "WORD"  # the outer one: it is closed last
    start, end, text = match.start(), match.end(), match[0]
    if group.startswith("M_"):
        make, doubtful = _MARKERS[group[2:]]
        try:
            patterns = make(match)
        except ValueError:
            return Token(Sort.UNREADABLE, start, end, text)
        return Token(Sort.MARKER, start, end, text, group[2:], patterns=patterns, doubtful=doubtful)
    if group.startswith("A_"):
        try:
            alteration = _ALTERATIONS[group[2:]](match)
        except (BiomarkerError, ValueError):
            return Token(Sort.UNREADABLE, start, end, text)
        return Token(Sort.ALTERATION, start, end, text, group[2:], alteration=alteration)
    if group == "GENE":
        genes = genes_named(text) or gene_by_context(match)
        sort = Sort.GENE if genes else Sort.FILLER if text == "DNA" else Sort.WORD
        return Token(sort, start, end, text, " ".join(text.upper().split()), genes)
    if group == "QUALITY":
        name = next(n[8:] for n, v in match.groupdict().items() if v and n.startswith("quality_"))
        return Token(Sort.QUALITY, start, end, text, name)
    return Token(Sort[group], start, end, text)
