"""Say with certainty which tumour types a trial takes, where its record says so more than once.

A wrong certain type hides a trial from a patient, so that the title, the conditions, and what was
read of the text all have to speak of the same organs, and the widest of their types are taken.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from oncomatch.domain.biomarker import TumorTypeIn
from oncomatch.domain.trial import Confidence, Criterion, Section, Side, TextPlace
from oncomatch.reference.tumor_lines import is_near, is_on_a_line, lineage, same_lines, widest
from oncomatch.trials.conditions import ConditionReader, ConditionReading
from oncomatch.trials.eligibility.diagnosis_sentences import types_of_people
from oncomatch.trials.eligibility.reading import Eligibility
from oncomatch.trials.eligibility.tumor_names import Found, find_tumor_types

_MORE = re.compile(
    r"\bothers?\b|\bincluding\b|\bsuch as\b|\bselected\b|\bvarious\b|\bbasket\b|\bumbrella\b|"
    r"\bpan-?\s?(?:tumou?r|cancer)|\b(?:multiple|several|different) (?:tumou?rs?|cancers?|types)|"
    r"\bmalignanc|\bneoplas|\b(?:tumou?rs|cancers|carcinomas|sarcomas|lymphomas|leuka?emias|"
    r"gliomas)\b|\bmetastas[ei]s\b|"
    r"\bleptomeningeal\b|\beffusions?\b|(?<!high[ -])(?<!intermediate[ -])\brisk\b|"
    r"\bsurviv|\bprevent|\bsecondary\b|\brare\b",
    re.IGNORECASE,
)
_NAMES_A_TUMOR = re.compile(
    r"cancer|carcinoma|tumou?r|sarcoma|lymphoma|leuk|myeloma|melanoma|glioma|blastoma|neoplas|"
    r"malignan|mesothelioma|oma\b|metasta|myelo",
    re.IGNORECASE,
)
_SOLID = re.compile(r"\bsolid (?:tumou?rs?|malignanc\w+|cancers?|neoplasms?)\b", re.IGNORECASE)
_BLOOD = re.compile(
    r"leuka?em|lymphom|myelom|myelo(?:id|prolif|dysplas)|ha?ematolog|ha?ematopo|histiocyt|blood|"
    r"b-cell|t-cell|macroglobulin",
    re.IGNORECASE,
)
_ANY_TUMOR = re.compile(  # a condition that is no more than this says nothing
    r"^\W*(?:advanced |metastatic |malignant )*(?:neoplasms?|cancers?|tumou?rs?|malignanc\w{1,3})"
    r"(?: by site| metastatic| advanced)?\W*$",
    re.IGNORECASE,
)
_TAKES_MORE = re.compile(
    r"\b(?:also|allow\w{0,4}|permit\w{0,4}|eligible|variants?|including|such as|others?|mixed|"
    r"component|predominan\w+|equivalent|related|similar|e\.?g|subtypes?|histolog(?:y|ies) (?:of|"
    r"other)|or (?:poorly|undifferentiated)|any)\b",
    re.IGNORECASE,
)
_SPREAD_TO = {
    "BRAIN": r"(?:brain|cerebral|intra-?cranial|CNS|leptomening\w+)",
    "LIVER": r"(?:liver|hepatic)",
    "LUNG": r"(?:lung|pulmonary)",
    "BONE": r"(?:bone|skeletal)",
    "PERITONEUM": r"peritone\w+",
}
"""Types that are no more than an organ, with the words for it: others spread to it."""
_PERMITS = re.compile(
    r"\b(?:histolog\w+|types?|subtypes?|carcinomas?|cancers?|tumou?rs?|components?|others?)\b"
    r"[^.;]{0,60}\b(?:allowed|permitted|acceptable|also)\b",
    re.IGNORECASE,
)
_SURE = Confidence.CERTAIN


@dataclass(frozen=True, slots=True)
class _Named:
    """The types that titles and conditions name, None where one of them is not understood."""

    titles: set[str] | None
    conditions: set[str] | None
    place: TextPlace


def recorded_tumor_types(
    titles: list[str],
    conditions: list[str],
    reader: ConditionReader,
    read: Sequence[Criterion],
    text: Eligibility,
) -> tuple[Criterion, ...]:
    """Return the types of title and conditions; certain is what the text lets stand.

    `read` is all that was read of the text, of everyone and of cohorts.
    """
    agreed = agreed_tumor_types(titles, conditions, reader, read, text)
    if agreed:
        return unless_spread((_unless_near(agreed, text),), titles, text)
    types = reader.read(conditions)
    if not types.tumor_types:
        return ()
    whole = weighed_by_text(_of_conditions(types), read, text)
    elsewhere = any(map(speaks_of_solid_tumors, titles)) and "SOLID" not in types.tumor_types
    if elsewhere:
        whole = replace(whole, confidence=Confidence.LIKELY)
    return unless_spread((whole,), titles, text)


def unless_spread(
    criteria: Iterable[Criterion], titles: Iterable[str], text: Eligibility
) -> tuple[Criterion, ...]:
    """Return the criteria, a type likely that is no more than an organ where others spread to."""
    return tuple(
        replace(each, confidence=Confidence.LIKELY)
        if _takes(each)
        and each.confidence is _SURE
        and _may_have_spread(_codes(each), titles, text)
        else each
        for each in criteria
    )


def _may_have_spread(codes: Iterable[str], titles: Iterable[str], text: Eligibility) -> bool:
    """Whether the trial speaks of metastases in an organ that its conditions name alone.

    *Brain tumour* is then any cancer that has spread there.
    """
    said = [*titles, *(each.text for each in text.sentences if each.side is Side.INCLUSION)]
    organs = [_SPREAD_TO[code] for code in codes if code in _SPREAD_TO]
    spread = [
        re.compile(rf"{one}[\s-]?met(?:s\b|asta|\b)|metasta\w+ (?:to|in|of) (?:the )?{one}", re.I)
        for one in organs
    ]
    return any(each.search(one) for each in spread for one in said)


def _of_conditions(types: ConditionReading) -> Criterion:
    """Return the tumour types; one beside narrower ones of its own is no certain wish."""
    codes = widest(set(types.tumor_types))
    certain = not types.unread and len(codes) == len(types.tumor_types)
    confidence = Confidence.CERTAIN if certain else Confidence.LIKELY
    return Criterion(Side.INCLUSION, TumorTypeIn(codes), confidence, TextPlace(Section.CONDITIONS))


def weighed_by_text(
    conditions: Criterion, read: Iterable[Criterion], text: Eligibility
) -> Criterion:
    """Return the criterion of the registry's conditions, likely where the text takes other types.

    Conditions are often those that a sponsor has in mind, while the text takes all solid tumours.
    """
    listed = set(_codes(conditions))
    taken = {code for each in read if _takes(each) for code in _codes(each)}
    beyond = any(not listed & set(lineage(code)) for code in taken)
    if beyond or _beside(text, listed):
        return replace(conditions, confidence=Confidence.LIKELY)
    return conditions


def _unless_near(agreed: Criterion, text: Eligibility) -> Criterion:
    """Return what title and conditions say, likely where the text names a type near to it.

    One of the same organ may be taken besides, or instead of, a title's (*gastric or GEJ*); one of
    another organ is mostly a cancer that the patient had.
    """
    listed = set(_codes(agreed))
    if any(is_near(code, listed) for code in _beside(text, listed)):
        return replace(agreed, confidence=Confidence.LIKELY)
    return agreed


def _beside(text: Eligibility, listed: set[str]) -> set[str]:
    """Return the types that the text names of those who may take part, of no line of the listed."""
    return {code for code in types_of_people(text) if not is_on_a_line(code, listed)}


def agreed_tumor_types(
    titles: Iterable[str],
    conditions: Sequence[str],
    reader: ConditionReader,
    read: Iterable[Criterion],
    text: Eligibility,
) -> Criterion | None:
    """Return the types that two of title, conditions and text agree on, None where none do.

    Each type of the one has to be of the line of one of the others and the other way round, and
    what the third names as well. A condition that is not understood must name no tumour. A title
    that names a type in the plural or speaks of more (*and other cancers*, *malignancies*) is not
    certain, since it may be about several. Of types of one line the widest is taken, unless the
    text has a narrower one that title or conditions name too. All solid tumours are certain where
    title and text speak of them, and nothing of a cancer of the blood.
    """
    titles = [each for each in titles if each]
    named = _named(titles, conditions, reader)
    taken, plain = _taken(read, text)
    if (
        "SOLID" in taken
        and any(map(speaks_of_solid_tumors, titles))
        and not _of_blood([*titles, *conditions], taken)
    ):
        return Criterion(Side.INCLUSION, TumorTypeIn(("SOLID",)), Confidence.CERTAIN, named.place)
    said = [each for each in (named.titles, named.conditions, taken) if each]
    if named.titles is None or named.conditions is None or len(said) < 2:
        return None
    if not all(same_lines(one, other) for one, other in itertools.permutations(said, 2)):
        return None
    codes = widest(set().union(*said))
    if "SOLID" in codes and _of_blood([*titles, *conditions], taken):
        return None  # "solid tumors or lymphoma"
    people = types_of_people(text)
    if plain and taken and taken <= named.titles | named.conditions:
        codes = widest(taken)
    elif _names_no_wider(people, named.titles) and not _mentions_more(text):
        codes = widest(named.titles)
    return Criterion(Side.INCLUSION, TumorTypeIn(codes), Confidence.CERTAIN, named.place)


def _names_no_wider(people: set[str], titles: set[str]) -> bool:
    """Whether a text names types, and all of them below those that the titles name."""
    return bool(people) and all(set(lineage(code)) & titles for code in people)


def _mentions_more(text: Eligibility) -> bool:
    return any(
        each.side is Side.INCLUSION and _PERMITS.search(each.text) for each in text.sentences
    )


def said_once(
    criteria: Iterable[Criterion], recorded: tuple[Criterion, ...]
) -> tuple[Criterion, ...]:
    """Return the criteria of the text with the types of the record, no type twice.

    What a certain criterion says as well is left out, and what the record says with doubt where
    the text is certain; so is a list of the text that has only some of the kinds that the record
    surely has. Where neither is certain, the record's types that are of no line of the text's are
    taken with these, since a list of the text may not be understood as a whole.
    """
    of_text = [each for each in criteria if _takes(each)]
    others = tuple(each for each in criteria if not _takes(each))
    whole = [each for each in recorded if each.confidence is _SURE]
    of_text = [
        each
        for each in of_text
        if each.confidence is _SURE or not any(_is_part_of(each, one) for one in whole)
    ]
    said = [each for each in of_text if each.confidence is _SURE]
    recorded = tuple(each for each in recorded if each.confidence is _SURE or not said)
    both = sorted((*of_text, *recorded), key=lambda each: each.confidence is not _SURE)
    kept: list[Criterion] = []
    for each in both:
        if not any(one.confidence is _SURE and _all_within(one, each) for one in kept):
            if each.confidence is _SURE:
                kept = [one for one in kept if not _all_within(each, one)]
            kept.append(each)
    doubtful = [each for each in kept if each.confidence is not _SURE]
    if len(doubtful) < 2 or len(doubtful) < len(kept):
        return (*others, *kept)
    codes = set(_codes(doubtful[0]))
    for each in doubtful[1:]:
        codes |= {code for code in _codes(each) if not is_on_a_line(code, codes)}
    return (*others, replace(doubtful[0], pattern=TumorTypeIn(widest(codes))))


def beyond_everyone(own: Iterable[Criterion], whole: Sequence[Criterion]) -> tuple[Criterion, ...]:
    """Return the criteria of a part without those about the patient that everyone has to meet.

    A type of the part that is no narrower than everyone's says nothing more.
    """
    return tuple(
        each
        for each in own
        if each.kind.is_molecular or not any(_is_said_by(one, each) for one in whole)
    )


def _is_said_by(one: Criterion, other: Criterion) -> bool:
    if one.confidence is not _SURE and other.confidence is _SURE:
        return False
    if _takes(one) and _takes(other):
        return _all_within(one, other)
    return (one.side, one.pattern) == (other.side, other.pattern)


def _takes(criterion: Criterion) -> bool:
    return criterion.side is Side.INCLUSION and isinstance(criterion.pattern, TumorTypeIn)


def _codes(criterion: Criterion) -> tuple[str, ...]:
    assert isinstance(criterion.pattern, TumorTypeIn)
    return criterion.pattern.codes


def _is_part_of(one: Criterion, other: Criterion) -> bool:
    """Whether the one takes types of some of the other's lines, and none of the rest."""
    codes, others = _codes(one), _codes(other)
    return same_lines(codes, others) and not same_lines(others, codes)


def _all_within(one: Criterion, other: Criterion) -> bool:
    """Whether each type of the one is of one that the other takes."""
    return all(set(lineage(code)) & set(_codes(other)) for code in _codes(one))


def _named(titles: Iterable[str], conditions: Sequence[str], reader: ConditionReader) -> _Named:
    found = [(title, find_tumor_types(title)) for title in titles if title]
    spans = next((spans for _, spans in found if spans), ())
    place = TextPlace(Section.CONDITIONS)
    if spans:
        place = TextPlace(Section.TITLE, spans[0][0], spans[-1][1])
    several = any(_MORE.search(_without(title, spans)) for title, spans in found)
    wanted = {code for _, each in found for _, _, codes in each for code in codes}
    listed: set[str] = set()
    for condition in conditions:
        codes = reader.codes_of(condition)
        if codes is None and _NAMES_A_TUMOR.search(_ANY_TUMOR.sub(" ", condition)):
            codes = tuple(c for _, _, each in find_tumor_types(condition) for c in each)
            if not codes:
                return _Named(None if several else wanted, None, place)
        listed.update(codes or ())
    return _Named(None if several else wanted, listed, place)


def _taken(read: Iterable[Criterion], text: Eligibility) -> tuple[set[str], bool]:
    """Return the types that were read of the text, and whether no word takes more beside them."""
    criteria = [each for each in read if _takes(each)]
    taken = {code for each in criteria for code in _codes(each)}
    places = {each.source.start for each in criteria}
    sentences = [each for each in text.sentences if each.start in places]
    plain = not any(each.introduces or _TAKES_MORE.search(each.text) for each in sentences)
    return taken, plain


def _of_blood(named: Sequence[str], taken: set[str]) -> bool:
    """Whether titles, conditions or text name a cancer of the blood beside solid tumours."""
    return any(map(_BLOOD.search, named)) or any("SOLID" not in lineage(c) for c in taken)


def speaks_of_solid_tumors(title: str) -> bool:
    """Whether a title speaks of solid tumours, whichever ones the conditions list."""
    return bool(_SOLID.search(title))


def _without(title: str, spans: tuple[Found, ...]) -> str:
    rest = list(title)
    for start, end, _ in spans:
        rest[start:end] = " " * (end - start)
    return "".join(rest)
