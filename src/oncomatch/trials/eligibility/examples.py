"""Named examples of a class of alterations, and the unnamed rest of one behind a list.

*No actionable alterations, such as EGFR mutations or ALK rearrangements* bars each example, and
*an EGFR mutation or any other driver* among what excludes leaves the named one as it is. Of what
is asked for, examples and others say nothing: there they are ways in that have no name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from oncomatch.domain.biomarker import AllOf, AnyOf, Biomarker, Not, WildType
from oncomatch.domain.trial import Confidence, Side
from oncomatch.errors import BiomarkerError
from oncomatch.trials.eligibility.alterations import DRIVERS, mutated_in_list, named_alone
from oncomatch.trials.eligibility.joining import all_of, any_of
from oncomatch.trials.eligibility.phrases import Phrase, each_of_list
from oncomatch.trials.eligibility.places import is_place
from oncomatch.trials.eligibility.qualities import inherited
from oncomatch.trials.eligibility.tokens import Sort, Token, tokens_of
from oncomatch.trials.surroundings import HARMLESS

_KIND = (
    r"(?:alterations?|aberrations?|mutations?|mutation\(s\)|drivers?|abnormalit(?:y|ies)|variants?|"
    r"rearrangements?|fusions?|oncogenes?|genotypes?|characteristics|features|(?-i:AGAs?))"
)
_NEGATION = (
    r"\b(?:no|not|without|absence of|free of|negative for|lack(?:s|ing)?(?: of)?|nor|neither)\b"
)
_OTHERS = re.compile(
    rf",?\s*(?P<joint>\b(?:or|and|and/or)\s)(?P<which>(?:have\s)?(?:an?\s|any\s|with\s)*"
    rf"(?:other|another|additional)\s(?:(?:known|actionable|targetable|druggable|oncogenic|driver|"
    rf"genomic|genetic|molecular|tumou?r|activating|gene|sensiti[sz]ing|clinically|relevant|"
    rf"significant|cancer|oncogene|mutational|therapeutic|target|approved)\s)*)"
    rf"(?P<kind>{_KIND})\b(?P<more>\s(?:for\swhich|for\swhom|with|that|which|amenable|having|where|"
    rf"when|known|approved|treatable|targetable|available|who)\b[^.;()]*)?",
    re.IGNORECASE,
)
_BUT_NO_OTHER = re.compile(
    rf",?\s(?:excluding|but no|and no|without)\s(?:any\s)?other\s(?:[\w-]+\s){{0,3}}{_KIND}"
    rf"(?:(?:,\s|\s)?(?:and/or|or|and)\s{_KIND})*(?=\W*$|[.;,])",
    re.IGNORECASE,
)
_NEGATED_BEFORE = re.compile(rf"{_NEGATION}[^.;]*$", re.IGNORECASE)
_LEAD = re.compile(
    rf"\b(?P<kind>{_KIND})\b(?P<which>[^.;]{{0,110}}?)[\s(,:;\[]{{1,3}}"
    r"(?:(?:(?:such\sas|e\.?g\.?|including|includes?|for\sexample|like|i\.e\.?|"
    r"(?:in\s)?(?:any\s)?(?:of\s)?the\sfollowing(?:\sgenes)?)\W*(?:but\snot\slimited\sto\W*)?){1,2}|"
    r"(?:specifically|namely),?\s|(?<=:)\s?|(?<=\()\s?)[\s(,:\[]*"
    r"(?:(?:an?|any|known|targetable|actionable|specific|primary)\s)*$",
    re.IGNORECASE,
)
_INHERITED = re.compile(r"germ-?line|heredit|inherited|predispos|risk (?:for|of)", re.IGNORECASE)
_CONDITION = re.compile(
    r"\b(?:unless|except\w*|if|must|should|who (?:have|has|had|did)|that (?:have|has) not|without|"
    r"and (?:have|has|had|no|not|is|are)|only|eligible|allowed|permitted|untreated|not|received|"
    r"cohorts?|arms?|parts?)\b",
    re.IGNORECASE,
)
_OF_A_CLASS = frozenset(
    """
    driver drivers oncogenic actionable targetable druggable alteration alterations aberration
    aberrations mutation mutations genomic genetic molecular gene genes abnormalities variants
    approved targeted therapies therapy available first line frontline front treatment for which
    whom exist exists standard care other following sensitizing activating amenable to known
    inhibitor inhibitors tyrosine kinase harbor harbour harboring whose they local locally
    therapeutic targetable directed against options option indicated as with there is are could
    additional validated characteristics features risk increased increase associated predisposing
    predisposition registration screening enrollment baseline susceptibility breast ovarian cancer
    cancers women men primary
    no not without absence free negative lack treatments use tumour
    such including e g eg but limited example any of a an
    """.split()
)
_GOES_ON = re.compile(  # the name of the next gene may stand before its symbol in brackets
    r"[\s)\]]{0,3}(?:[A-Za-z-]{2,15}\s?){0,2}[,;]?\s?(?:(?:and|or|and/or)\s)?"
    r"(?:(?!(?:and|or|no|not|without|unless|except\w*|who|with)\b)[\w-]{1,20}\s){0,7}[(\[]?"
)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Barred:
    """What examples bar, and how surely."""

    pattern: Biomarker
    confidence: Confidence


def without_others(text: str, side: Side) -> str:
    """Return a text without `or any other driver` where that bars more than is named.

    The word of the alteration is kept where the genes before it have none of their own.
    """

    def blank(found: re.Match[str]) -> str:
        before = text[: found.start()]
        if side is Side.INCLUSION and not _NEGATED_BEFORE.search(before):
            return found[0]
        named = [each for each in tokens_of(before[-400:]) if each.sort is not Sort.CLOSE]
        nameless = found["kind"].lower().startswith(("driver", "oncogene", "genotype"))
        if not named or nameless or named[-1].sort is not Sort.GENE:
            return " " * len(found[0])
        kept = found["joint"] + " " * len(found["which"]) + found["kind"]
        lead = " " * (len(found[0]) - len(kept) - len(found["more"] or ""))
        return lead + kept + " " * len(found["more"] or "")

    if side is Side.INCLUSION:  # that others are absent is asked for beside what is named
        text = _BUT_NO_OTHER.sub(lambda found: " " * len(found[0]), text)
    return _OTHERS.sub(blank, text)


_OWN = re.compile(
    r"[(\[]\s?(?:(?:e\.?\s?g\.?|such as|including|includes?|for example|for instance)\W*"
    r"(?:but not limited to\W*)?(?P<inside>[^()\[\]]{3,300})|"
    r"(?P<open>[^()\[\]]{3,300}?),?\s(?:etc|et al)\.?\s?)[)\]]",
    re.IGNORECASE,
)
_OWN_BEHIND = re.compile(
    r",?\s(?:such as|including|for example|for instance|e\.?g\.?),?\s(?:but not limited to,?\s)?"
    r"(?!(?:at least )?one (?:or more )?of\b)(?P<inside>[^;]{3,300})",
    re.IGNORECASE,
)
_ET_CETERA = re.compile(r",?\s(?:etc|et al)\b\.?")
_NEAR = 160
"""Characters before examples in which the gene stands that they are of."""
_FOREIGN = (Sort.WORD, Sort.NEGATION, Sort.EXCEPTION, Sort.DRUG, Sort.MARKER, Sort.UNREADABLE)


def without_own_examples(text: str) -> str:
    """Return a text of what is asked for without examples of the gene before them.

    `an EGFR mutation (e.g., L858R)` is any of them; `drivers (e.g., EGFR)` name no gene before.
    """
    text = _OWN.sub(lambda found: _blank_own(found, text), text)
    return _OWN_BEHIND.sub(lambda found: _blank_own_behind(found, text), text)


def _blank_own(found: re.Match[str], text: str) -> str:
    inside = tokens_of(found["inside"] or found["open"])
    foreign = any(each.sort in _FOREIGN for each in inside)
    if foreign or not _are_of_the_gene(inside, text[: found.start()]):
        return found[0]
    return " " * len(found[0])


def _blank_own_behind(found: re.Match[str], text: str) -> str:
    """Leave blank the examples up to where something else begins."""
    inside = tokens_of(found["inside"])
    ends = (place for place, each in enumerate(inside) if each.sort in _FOREIGN)
    examples = inside[: next(ends, len(inside))]
    while examples and examples[-1].sort not in (Sort.GENE, Sort.ALTERATION, Sort.CLOSE):
        examples = examples[:-1]
    if not examples or not _are_of_the_gene(examples, text[: found.start()]):
        return found[0]
    end = found.start("inside") - found.start() + examples[-1].end
    more = _ET_CETERA.match(found[0], end)
    end = more.end() if more else end
    return " " * end + found[0][end:]


def _are_of_the_gene(inside: list[Token], before: str) -> bool:
    """Whether places in a gene are named of no other than the one shortly before them."""
    named = {gene for each in tokens_of(before[-_NEAR:]) for gene in each.genes}
    genes = {gene for each in inside for gene in each.genes}
    return bool(named) and genes <= named and any(map(is_place, inside))


def barred_examples(text: str, phrases: list[Phrase], side: Side) -> dict[int, Barred]:
    """Return what phrases bar as examples of a class, by their place in the text."""
    found: dict[int, Barred] = {}
    shown, last = text, -1
    for phrase in phrases:
        if last >= 0 and _GOES_ON.fullmatch(text[last : phrase.start]):
            shown = shown[:last] + " " * (phrase.start - last) + shown[phrase.start :]
        barred = _barred(shown, phrase, side)
        last = -1
        if barred is not None:
            found[phrase.start] = barred
            last = phrase.end
            shown = shown[: phrase.start] + " " * (last - phrase.start) + shown[last:]
    return found


def _barred(text: str, phrase: Phrase, side: Side) -> Barred | None:
    lead = _LEAD.search(text[: phrase.start][-400:])
    if lead is None:
        return None
    before = text[: phrase.start][-400:][: lead.start("kind")]
    negated = bool(_NEGATED_BEFORE.search(before))
    if negated is not (side is Side.INCLUSION):
        return None
    after = re.split(r"[.;]", text[phrase.end :])[0]
    if _CONDITION.search(after) or _CONDITION.search(lead["which"].replace("but not limited", "")):
        return None
    patterns, doubtful = _patterns(text, phrase, lead["kind"].lower())
    if not patterns:
        return None
    if _INHERITED.search(before + lead["which"]):
        patterns = [inherited(any_of(patterns))[0]]
    elif phrase.only_names and not set(phrase.only_names) <= DRIVERS:
        doubtful = True  # "mutations (e.g., BRCA1)" may be meant of the germline
    pattern = any_of(patterns)
    if side is Side.INCLUSION:
        pattern = all_of([Not(each) for each in patterns])
    words = [word.lower() for word in _WORD.findall(f"{before} {lead['which']}")]
    plain = all(word in HARMLESS or word in _OF_A_CLASS for word in words)
    sure = plain and not doubtful
    return Barred(pattern, Confidence.CERTAIN if sure else Confidence.LIKELY)


def _patterns(text: str, phrase: Phrase, kind: str) -> tuple[list[Biomarker], bool]:
    """Return what a phrase lists, and whether that is only usual.

    What bars may be narrower than the words: of `drivers such as MET` a mutation is one.
    """
    if phrase.only_names:
        if kind.startswith(("mutation", "variant")):
            return [each for gene in phrase.only_names for each in mutated_in_list(gene)], False
        try:
            return [each for gene in phrase.only_names for each in named_alone(gene)], False
        except BiomarkerError:
            return [], True
    read = each_of_list(tokens_of(text[phrase.start : phrase.end]), barring=True)
    if read is None:
        return [], True
    parts = read.pattern.parts if isinstance(read.pattern, AnyOf) else (read.pattern,)
    if any(isinstance(each, AllOf | Not | WildType) for each in parts):
        return [], True
    return list(parts), read.doubtful
