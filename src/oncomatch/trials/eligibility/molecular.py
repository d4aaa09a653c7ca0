"""Read criteria about genes and markers from a sentence, or from a list below one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from oncomatch.domain.biomarker import (
    AllOf,
    AnyOf,
    Biomarker,
    GeneMutation,
    Not,
    Origin,
    ProteinChange,
    Scale,
    Score,
    VariantOrigin,
    WildType,
    atoms_of,
    genes_of,
)
from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.errors import BiomarkerError
from oncomatch.trials.eligibility.alterations import HER2_POSITIVE, altered, positive_or_usual
from oncomatch.trials.eligibility.asides import (
    without_asides,
    without_notes,
    without_pairs,
    without_tests,
)
from oncomatch.trials.eligibility.confidence import confidence_of
from oncomatch.trials.eligibility.definitions import without_definitions
from oncomatch.trials.eligibility.diseases import (
    Disease,
    disease_of,
    kinds_named,
    kinds_of_trial,
    without_kinds,
)
from oncomatch.trials.eligibility.examples import (
    barred_examples,
    without_others,
    without_own_examples,
)
from oncomatch.trials.eligibility.exclusions import (
    is_relaxed_by,
    lets_in,
    shut_out,
    without_company,
    without_examples,
    without_unknown,
)
from oncomatch.trials.eligibility.indifference import without_indifference
from oncomatch.trials.eligibility.joining import all_of, any_of, untorn
from oncomatch.trials.eligibility.joints import Joint
from oncomatch.trials.eligibility.part_sorts import is_always_so
from oncomatch.trials.eligibility.phrases import Phrase, find_phrases
from oncomatch.trials.eligibility.proofs import is_a_test, joined_by_proofs
from oncomatch.trials.eligibility.qualities import inherited
from oncomatch.trials.eligibility.reading import Eligibility, criterion_of
from oncomatch.trials.eligibility.reasons import Reason, by_reach, without_reasons
from oncomatch.trials.eligibility.sentences import Sentence
from oncomatch.trials.eligibility.stain_limits import names_lower_stain
from oncomatch.trials.eligibility.tokens import LONGEST, speaks_of_genes
from oncomatch.trials.eligibility.unread_beside import is_apart

_LISTED = re.compile(
    r"\b(?:cancers?|carcinomas?|tumou?rs?|nsclc|melanomas?|lymphomas?|gliomas?)\b[^,;]{0,20}[,;]",
    re.IGNORECASE,
)
_OTHER_TUMOUR = re.compile(
    r"\bor\b|\b(?:cancers?|carcinomas?|tumou?rs?|nsclc|melanomas?|lymphomas?|gliomas?)\b",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"[\s,;]*(?:\b(?:or|OR|and/or)\b)?[^\w)\]+]*$")
_LONGEST_LIST = 1500  # characters of a heading with its items that is read as one sentence
_HEADS = re.compile(  # "HR+/HER2- BC:" heads what a cohort is asked for
    r"^(?!.*\b(?:must|have|has|confirmed|documented|proven|with|determined)\b).*:$", re.IGNORECASE
)
_GOES_ON = re.compile(r"[\s)\]]*(?:[,;]|(?:and/or|or)\b)\s*(?=[^\W_])", re.IGNORECASE)
_CARRIER_OF = re.compile(
    r"\bcarriers?\sof\s(?:(?:an?|the|known|documented|pathogenic|likely|or|deleterious|suspected)\s)*$",
    re.IGNORECASE,
)
_CARRIER = re.compile(r"\W{0,2}(?:gene\s)?carriers?\b", re.IGNORECASE)
_REFERS = re.compile(r"\b(?:the|this|these|such|said)\s$", re.IGNORECASE)  # "the alteration"
_WITH = re.compile(r"\s+with\b", re.IGNORECASE)
_APART = re.compile(r"\bor\b|[,;/]", re.IGNORECASE)
_TOGETHER = re.compile(
    r"\b(?:with|without|and|but|in|of|by|plus|who|that|which|if|unless|except\w*)\b", re.IGNORECASE
)
_POSITIVE_FOR = re.compile(
    r"\bpositiv(?:e|ity)(?:\stest\w*)?\sfor\s(?:an?\s|known\s|any\s){0,2}$|\b(?:of|with)\s*:\s?$",
    re.IGNORECASE,
)
_CARRIERS = re.compile(r"\s(?:gene\s)?carriers?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """A pattern that a text asks for, how surely, and where it says so.

    `weighed` is how surely the words around it ask for it, whatever doubt there is of its own.
    """

    pattern: Biomarker
    confidence: Confidence
    start: int
    end: int
    doubtful: bool = False
    weighed: Confidence | None = None


def read_molecular(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    """Yield the molecular criteria of a sentence; of a list of alternatives one for the whole."""
    assert sentence.side is not None
    for part in shut_out(sentence):
        turned = part.side is not sentence.side
        yield from (_doubted(each) if turned else each for each in _said(part, text))
    if sentence.introduces:
        yield from _list(sentence, text)


def _doubted(criterion: Criterion) -> Criterion:
    """Return what excludes among what is included: an absence there may be a slip."""
    if not _is_absence(criterion.pattern):
        return criterion
    return replace(criterion, confidence=Confidence.TO_REVIEW)


def _said(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    assert sentence.side is not None
    shown, of_some, of_lung = sentence.text, False, False
    if speaks_of_genes(shown):
        kinds = kinds_of_trial(text)
        of_lung = bool(kinds) and kinds <= {"lung", "nsclc"}
        disease = disease_of(kinds_named(shown), kinds)
        if sentence.side is Side.EXCLUSION:
            of_some = disease is Disease.ANOTHER
            shown = without_kinds(shown) if disease is Disease.OWN else shown
    for found in findings(shown, sentence.side):
        if of_some:
            found = replace(found, confidence=Confidence.TO_REVIEW)
        if of_lung and _is_score_of_lung(found):
            found = replace(found, confidence=Confidence.CERTAIN)
        if sentence.side is Side.EXCLUSION and found.confidence is Confidence.CERTAIN:
            behind = text.behind(sentence)
            if behind and is_relaxed_by(behind.text, genes_of(found.pattern)):
                found = replace(found, confidence=Confidence.LIKELY)
        heads = found.confidence is Confidence.CERTAIN and _HEADS.search(sentence.text)
        sure = Confidence.LIKELY if heads else found.confidence
        yield criterion_of(sentence, found.pattern, sure)


def _is_score_of_lung(found: Finding) -> bool:
    """Whether a doubt is only whether PD-L1 is meant by tumour cells: in lung cancer it is."""
    score = found.pattern
    of_ligand = isinstance(score, Score) and (score.gene, score.scale) == ("CD274", Scale.TPS)
    likely = found.confidence is Confidence.LIKELY
    return of_ligand and likely and found.weighed is Confidence.CERTAIN


def findings(text: str, side: Side) -> list[Finding]:
    """Return the patterns that a sentence asks for with their confidence."""
    if len(text) > LONGEST or not speaks_of_genes(text):
        return []
    text = without_others(without_notes(text), side)
    if side is Side.INCLUSION:
        text = without_indifference(without_definitions(text))
        return _findings(without_own_examples(text), side)
    text = without_unknown(text)
    if lets_in(text):
        return []
    text, reason = without_reasons(text)
    found = _findings(without_examples(without_company(text)), side)
    if reason is Reason.NONE:
        return found
    return [part for each in found for part in _within_reach(each, reason)]


def _within_reach(found: Finding, reason: Reason) -> Iterator[Finding]:
    """Yield what excludes surely where the reason is that there is a drug, and the rest likely."""
    sure, wide = by_reach(found.pattern, reason)
    if sure:
        yield replace(found, pattern=sure)
    if wide:
        weakest = found.confidence is Confidence.TO_REVIEW
        doubt = Confidence.TO_REVIEW if weakest else Confidence.LIKELY
        yield replace(found, pattern=wide, confidence=doubt)


def _findings(text: str, side: Side) -> list[Finding]:
    excludes = side is Side.EXCLUSION
    phrases = find_phrases(without_tests(text, scores=True), barring=excludes)
    if excludes:  # there each of a list excludes by itself, whatever joins them
        phrases = [_either(_positive_for(each, text)) for each in phrases]
    else:
        phrases = joined_by_proofs(text, phrases)
    if not any(each.pattern or each.only_names or each.either for each in phrases):
        return []
    blank = list(text)
    for phrase in phrases:
        blank[phrase.start : phrase.end] = " " * (phrase.end - phrase.start)
    rest = "".join(blank)
    found: list[Finding] = []
    plain = without_tests(without_asides(rest))
    weighed = {
        each.start: confidence_of(
            rest[: each.start], text[each.start : each.end], rest[each.end :], side
        )
        for each in phrases
        if each.pattern is not None
    }
    asking = [each for each in phrases if weighed.get(each.start)]
    gaps = [plain[a.end : b.start] for a, b in itertools.pairwise(asking)]
    named = {gene for each in phrases if each.pattern for gene in genes_of(each.pattern)}
    barred = barred_examples(text, phrases, side)
    unread = [
        each
        for each in phrases
        if each.pattern is None
        and not (each.only_names and set(each.only_names) <= named)
        and not (barred and (each.start in barred or each.of_no_gene))
        and not is_a_test(text, each)
        and not (each.of_no_gene and not excludes and _REFERS.search(text, 0, each.start))
    ]
    unclear = Confidence.LIKELY if excludes and _are_apart(text, phrases) else Confidence.TO_REVIEW
    listed = any(map(_LISTED.search, gaps)) and (
        len(asking) > 2 or bool(_OTHER_TUMOUR.search(text, asking[1].start))
    )
    for place, phrase in enumerate(phrases):
        bar = barred.get(phrase.start)
        if bar:
            sure = unclear if unread else bar.confidence
            found.append(Finding(bar.pattern, sure, phrase.start, phrase.end))
            continue
        if phrase.pattern is None:
            continue
        alone = (
            excludes
            or not place
            or not _is_alternative(rest[phrases[place - 1].end : phrase.start])
        )
        confidence = weighed[phrase.start]
        if confidence is None or is_always_so(phrase.pattern):
            continue
        more = phrase.lists and _GOES_ON.match(plain, phrase.end)
        of_one = place and _may_be_of_one(phrases[place - 1], rest)
        if (listed or more or of_one) and confidence is Confidence.CERTAIN:
            confidence = Confidence.LIKELY
        if not all(not excludes and is_apart(text, plain, phrase, each) for each in unread):
            confidence = unclear
        if not alone and found:
            earlier = found.pop()
            joined = any_of([earlier.pattern, phrase.pattern])
            weakest = Confidence.LIKELY if joined != earlier.pattern else earlier.confidence
            if Confidence.TO_REVIEW in (earlier.confidence, confidence):
                weakest = Confidence.TO_REVIEW
            found.append(Finding(joined, weakest, earlier.start, phrase.end, doubtful=True))
            continue
        lower = names_lower_stain(text)
        for whole, doubtful in phrase.parts:
            part = untorn(whole)
            doubtful = doubtful or part != whole
            wholes = part.parts if isinstance(part, AllOf) else (part,)
            asked = [each for each in wholes if not is_always_so(each)]
            if not asked:
                continue
            part = part if len(asked) == len(wholes) else all_of(asked)
            if _CARRIER.match(rest, phrase.end) or _CARRIER_OF.search(rest, 0, phrase.start):
                inherited_part = _inherited(part)
                doubtful = doubtful or part != inherited_part
                part = inherited_part
            doubtful = doubtful or bool(lower and part == HER2_POSITIVE)
            unlike = excludes and (_is_absence(part) or _are_together(part))
            doubt = (doubtful or unlike) and confidence is Confidence.CERTAIN
            sure = Confidence.LIKELY if doubt else confidence
            found.append(Finding(part, sure, phrase.start, phrase.end, doubtful, confidence))
    return found


def _may_be_of_one(before: Phrase, rest: str) -> bool:
    """Whether what follows may be of one alternative: `BRCA wild type or mutated with HRD`."""
    either = before.pattern is not None and is_always_so(before.pattern)
    return either and bool(_WITH.match(rest, before.end))


def _inherited(pattern: Biomarker) -> Biomarker:
    """Return small variants as those of the germline: what *mutation carriers* have."""
    alike = all(isinstance(each, GeneMutation | ProteinChange) for each in atoms_of(pattern))
    has_origin = isinstance(pattern, Origin) or not alike
    return pattern if has_origin else Origin(VariantOrigin.GERMLINE, pattern)


def _either(phrase: Phrase) -> Phrase:
    if phrase.pattern is not None or phrase.either is None:
        return phrase
    pattern, doubtful = phrase.either.pattern, phrase.either.doubtful
    return replace(phrase, pattern=pattern, doubtful=doubtful, parts=((pattern, doubtful),))


def _positive_for(phrase: Phrase, text: str) -> Phrase:
    """Return genes that a tumour is said to be positive for, or patients to be carriers of."""
    carried = _CARRIERS.match(text, phrase.end)
    if not phrase.only_names or not (carried or _POSITIVE_FOR.search(text, 0, phrase.start)):
        return phrase
    make = altered if carried else positive_or_usual
    try:
        parts = [part for gene in phrase.only_names for part in make(gene)]
    except BiomarkerError:
        return phrase
    pattern = inherited(any_of(parts))[0] if carried else any_of(parts)
    return replace(phrase, pattern=pattern, doubtful=True, parts=((pattern, True),), only_names=())


def _are_apart(text: str, phrases: list[Phrase]) -> bool:
    """Whether no phrase that is not understood can narrow another: each excludes by itself."""
    gaps = (
        text[one.end : other.start]
        for one, other in itertools.pairwise(phrases)
        if one.pattern is None or other.pattern is None
    )
    return all(_APART.search(gap) and not _TOGETHER.search(gap) for gap in gaps)


def _is_absence(pattern: Biomarker) -> bool:
    """Whether what excludes is an absence: such double negations are slips now and then."""
    parts = pattern.parts if isinstance(pattern, AllOf | AnyOf) else (pattern,)
    return any(isinstance(part, Not | WildType) for part in parts)


def _are_together(pattern: Biomarker) -> bool:
    """Whether what excludes are changes of several genes at once: each may be meant alone."""
    parts = pattern.parts if isinstance(pattern, AllOf) else ()
    return len({frozenset(genes_of(each)) for each in parts}) > 1


def _is_alternative(between: str) -> bool:
    """Whether what stands between two phrases makes them alternatives."""
    return bool(re.search(r"\b(?:or|and/or)\b", without_pairs(between), re.IGNORECASE))


def _list(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    """Yield what a list of alternatives asks for, where every item of it is about genes."""
    below = text.below(sentence)
    items = [each for each in below if each.parents and each.parents[-1] == sentence.item]
    if len(items) < len(below) or not items:
        return
    if any(each.joints[-1:] != (Joint.ANY,) for each in items) or sentence.side is Side.EXCLUSION:
        return
    joined = _joined(sentence.text, [each.text for each in items])
    if joined is not None and joined.confidence is Confidence.CERTAIN:
        yield criterion_of(sentence, joined.pattern, joined.confidence, items[-1])
        return
    patterns: list[Biomarker] = []
    certain = not find_phrases(sentence.text)
    for item in items:
        asked = _asked(item.text)
        if asked is None and joined is not None:
            yield criterion_of(sentence, joined.pattern, joined.confidence, items[-1])
        if asked is None:
            return
        patterns.append(asked.pattern)
        certain = certain and asked.confidence is Confidence.CERTAIN
    unique = tuple(dict.fromkeys(patterns))
    whole = any_of(list(unique))
    confidence = Confidence.CERTAIN if certain else Confidence.LIKELY
    yield criterion_of(sentence, whole, confidence, items[-1])


def _joined(heading: str, items: list[str]) -> Finding | None:
    """Return what a heading with its items asks for as one sentence: `EGFR mutation: L858R`."""
    if len(items) < 2 or not heading.endswith(":") or not find_phrases(heading):
        return None
    shown = [_LAST_WORD.sub("", each) for each in items]
    whole = f"{heading} {', '.join(shown[:-1])} or {shown[-1]}"
    if len(whole) > _LONGEST_LIST:
        return None
    found = findings(whole, Side.INCLUSION)
    if len(found) != 1 or found[0].confidence is Confidence.TO_REVIEW:
        return None
    reaches = found[0].start < len(heading) and found[0].end > len(whole) - len(shown[-1])
    return found[0] if reaches else None


def _asked(text: str) -> Finding | None:
    """Return the one pattern that an item of a list is, None where it is something else."""
    found = findings(_LAST_WORD.sub("", text), Side.INCLUSION)
    return found[0] if len(found) == 1 and found[0].confidence is not Confidence.TO_REVIEW else None
