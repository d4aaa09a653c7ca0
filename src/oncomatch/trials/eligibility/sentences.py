"""Eligibility text as sentences: their side, the list that they are an item of, their cohort.

Registries write Markdown of a loose kind: headings (`Key Exclusion Criteria`), items with
bullets or numbers, items below items (*one of the following:*), paragraphs below an item.
Offsets are characters of the text as the registry has it, 0-based and half-open.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from oncomatch.domain.trial import Side
from oncomatch.trials.eligibility.cohorts import (
    cohort_at_beginning,
    cohort_of_heading,
    cohort_of_sentence,
    heads_what_follows,
    kind_at_beginning,
    own_cohort,
    parts_of_cohorts,
    without_cohort,
)
from oncomatch.trials.eligibility.joints import Joint, joint_of

LONGEST = 200_000  # characters; the registry itself takes 20,000


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, without Markdown escapes, with single spaces, and without its cohort's name.

    `start` and `end` are characters of the eligibility text, `digest` is of what stands between
    them. `side` is None where the text does not say it, or speaks of donors and the like.
    `headings` are the sentences of the items above, outermost first, and `joints` say of each
    how its items belong together. `cohort` is empty for what holds for everyone. `item` counts
    the items of the text; sentences of one item have one number. `introduces` is set where
    items stand below the sentence.
    """

    text: str
    start: int
    end: int
    digest: str
    side: Side | None
    headings: tuple[str, ...]
    joints: tuple[Joint, ...]
    cohort: str
    item: int
    parents: tuple[int, ...]
    introduces: bool = False

    @property
    def stands_alone(self) -> bool:
        """Whether it is asked for by itself: no item of a list of which any is enough."""
        return all(joint is Joint.ALL for joint in self.joints)


def digest_of(text: str) -> str:
    """Return the beginning of the SHA-256 of a text, by which a change of it is noticed."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(slots=True)
class _Item:
    """A line with what stands below it; `indent` is in characters."""

    number: int
    indent: int
    style: str
    start: int
    end: int
    text: str
    side: Side | None
    parent: _Item | None
    cohort: str = ""
    is_heading: bool = False
    loose: bool = False
    children: int = 0


_MARK = re.compile(
    r"(?P<indent>[ \t]{0,40})"
    r"(?:(?P<bullet>\\?[*\-•·∙–—+○▪●◦‣➢✓]{1,2})\s+|"
    r"(?P<digit>\(?\d{1,2}(?:\.\d{1,2}){0,3}\\?[.)]{1,2})\s*(?=\D)"
    r"|(?P<roman>\(?[ivx]{1,4}\\?[.)])\s+|(?P<letter>\(?[A-Za-z]\\?[.)])\s+)?"
)
_SIDES = re.compile(
    r"\W{0,8}(?P<before>(?:[\w/()&,.+-]{1,24}[\s:]{1,3}){0,8}?)"
    r"(?P<side>inclusions?|exclusions?|eligibility)"
    r"(?P<criteria>(?:\s*/\s*exclusion)?\s+criteri(?:a|on))?\b(?P<after>.{0,120}?)\s*$",
    re.IGNORECASE,
)
_MET = re.compile(r"\b(?:must|met|meets?|meeting|fulfil\w{0,4}|satisf\w{1,3})\b", re.IGNORECASE)
_ONLY_ELIGIBILITY = re.compile(
    r"\W{0,4}(?:key |main |patient |participant |subject )?eligibility(?: criteria)?\W{0,3}",
    re.IGNORECASE,
)
_SIDE_WORD = re.compile(r"inclusion|exclusion|eligibility", re.IGNORECASE)
_INLINE_HEADING = re.compile(
    r"(?<!\band\s)(?<!\bor\s)(?<![/&])(?<![/&]\s)(?:(?:key|main|major|selected|primary)\s)?"
    r"(?:inclusion|exclusion)\scriteria\s{0,3}[:：]",
    re.IGNORECASE,
)
_EXCLUDED = re.compile(
    r"\b(?:(?:will|are|is|be|must be)\s(?:be\s)?excluded|not (?:be )?eligible|ineligible|"
    r"(?:cannot|must not|may not) (?:be enrolled|meet|participate|have|fulfil))\b",
    re.IGNORECASE,
)
_NOT_THE_PATIENT = re.compile(
    r"\b(?:donors?|caregivers?|care\s?partners?|carers?|healthy|controls?|providers?|physicians?|"
    r"clinicians?|coach\w{0,3}|leaders?|family members?|relatives|interviews?|survey|spouses?|"
    r"smes?|stakeholders?|staff|partners?)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[A-Za-z]+")
_ESCAPE = re.compile(r"\\([\\<>=\[\]*_~^&.#+()\-`|])")
_ENDS_WITH_OR = re.compile(r"\b(?:and/or|or)[\s,;.*]*$", re.IGNORECASE)
_BEGINS_WITH_OR = re.compile(r"\W{0,4}(?:and/or|or)\b", re.IGNORECASE)
_STOP = re.compile(r"(?:[.!?]|(?<=[a-z])\.\d{1,2})[)\"”]?(\s+)(?=[A-Z(\[\d≥≤<>•*])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.?g|i\.?e|vs|approx|no|nos|dr|st|fig|etc|incl|resp|al|spp|ver|v|cf|ca|inc|p|c|max|"
    r"min|abs)|^\W*\w{1,2})\.$",
    re.IGNORECASE,
)


def split_sentences(text: str) -> tuple[Sentence, ...]:
    r"""Return the sentences of an eligibility text in their order; headings of sides are none.

    >>> first, second = split_sentences("Inclusion:\n\n* A or B\n\nExclusion:\n\n* C")
    >>> first.text, first.side.value, second.side.value
    ('A or B', 'inclusion', 'exclusion')
    """
    items = _items(text[:LONGEST])
    joined = _joined_by_or(items)
    kinds = {each.number: kind_at_beginning(_clean(each.text)) for each in items}
    several = len(set(kinds.values()) - {""}) > 1
    sentences = []
    for item in items:
        parents = _above(item)
        headings = tuple(_clean(each.text) for each in parents)
        joints = tuple(joint_of(_clean(each.text), each.side, each.cohort) for each in parents)
        joints = _of_cohort(joints, (*parents[1:], item))
        joints += (Joint.UNKNOWN,) * item.loose + (Joint.ANY,) * (item.number in joined)
        around = next((each.cohort for each in reversed(parents) if each.cohort), "")
        around = (several and kinds[item.number]) or around
        pieces = list(_pieces(item))
        for place, (start, end, follows) in enumerate(pieces):
            shown = _clean(text[start:end])
            if not _WORDS.search(shown):
                continue
            sentences.append(
                Sentence(
                    text=without_cohort(shown),
                    start=start,
                    end=end,
                    digest=digest_of(text[start:end]),
                    side=item.side,
                    headings=headings,
                    joints=(*joints, Joint.UNKNOWN) if follows else joints,
                    cohort=own_cohort(shown) or item.cohort or cohort_of_sentence(shown) or around,
                    item=item.number,
                    parents=tuple(each.number for each in parents),
                    introduces=bool(item.children) and place == len(pieces) - 1,
                )
            )
    return tuple(sentences)


def _of_cohort(joints: tuple[Joint, ...], below: tuple[_Item, ...]) -> tuple[Joint, ...]:
    """Return the joints of headings; what begins with a cohort stands in a list for its cohort."""
    named = [bool(cohort_at_beginning(_clean(each.text))) for each in below]
    free = {Joint.ANY: Joint.ALL, Joint.EXCEPT: Joint.UNKNOWN}
    return tuple(
        free.get(joint, joint) if any(named[place:]) else joint
        for place, joint in enumerate(joints)
    )


def _joined_by_or(items: list[_Item]) -> set[int]:
    """Return the numbers of the items that an `or` at the end or beginning of one joins."""
    joined: set[int] = set()
    last: dict[tuple[int, int, str], _Item] = {}
    for item in items:
        if item.side is not Side.INCLUSION or not item.style:
            continue
        level = (item.parent.number if item.parent else -1, item.indent, item.style)
        before = last.get(level)
        ends = before is not None and _ENDS_WITH_OR.search(before.text[-12:])
        if before is not None and (ends or _BEGINS_WITH_OR.match(item.text)):
            joined |= {before.number, item.number}
        last[level] = item
    return joined


def _above(item: _Item) -> list[_Item]:
    """Return the items that an item stands below, outermost first."""
    found = []
    parent = item.parent
    while parent is not None:
        found.append(parent)
        parent = parent.parent
    return found[::-1]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each line that is not empty; a heading within one begins another."""
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line.rstrip())
        cuts = [start, *(start + f.start() for f in _INLINE_HEADING.finditer(line.rstrip()))]
        cuts = [cut for cut in dict.fromkeys(cuts) if cut == start or text[start:cut].strip("*- ")]
        for here, there in zip(cuts, (*cuts[1:], end), strict=True):
            if text[here:there].strip():
                yield here, here + len(text[here:there].rstrip())
        start += len(line)


def _items(text: str) -> list[_Item]:
    items: list[_Item] = []
    stack: list[_Item] = []
    lines = list(_lines(text))
    opening = _side_before_headings(text, lines)
    side, cohort = opening, ""
    loose: set[tuple[int, str]] = set()
    for start, end in lines:
        mark = _MARK.match(text, start, end)
        body = mark.end() if mark else start
        indent = len(mark["indent"].expandtabs(4)) if mark else 0
        style = (mark.lastgroup if mark and mark.lastgroup != "indent" else None) or ""
        shown = _clean(text[body:end])
        heading = _side_of(shown)
        if heading is not None:
            side, rest = heading
            side = opening if _ONLY_ELIGIBILITY.fullmatch(shown) else side
            cohort = cohort_of_heading(shown)
            stack, loose = [], set()
            body = end - len(rest)
            if not rest:
                continue
            shown, style, indent = rest, "", 0
        if not style and indent and stack and stack[-1].indent < indent:
            owner = next(each for each in reversed(stack) if each.indent < indent)
            raw = text[body:end]
            more = _Item(owner.number, indent, "", body, end, raw, owner.side, owner.parent)
            more.cohort = owner.cohort
            items.append(more)
            continue
        stack = _open(stack, indent, style)
        if not style:
            loose = set()
        parent = stack[-1] if stack else None
        item = _Item(len(items), indent, style, body, end, text[body:end], side, parent, cohort="")
        of_heading = cohort_of_heading(shown) if _is_heading(shown, style) else ""
        item.cohort = of_heading or cohort_at_beginning(shown)
        if not item.cohort and parent is None:
            item.cohort = cohort
        item.is_heading = shown.endswith(":") or bool(item.cohort and _is_heading(shown, style))
        item.is_heading |= not style and heads_what_follows(shown)
        if parent is None and _EXCLUDED.search(shown) and item.is_heading and not style:
            side = item.side = Side.EXCLUSION
        elif parent is not None and parent.side is not side:
            item.side = parent.side
        item.loose = (indent, style) in loose
        for each in _above(item):
            each.children += 1
        if style:
            last = items[-1] if items else None
            if last and last.style == style and last.indent == indent and last.is_heading:
                loose.add((indent, style))
                item.loose = True
        items.append(item)
        if style or item.is_heading:
            stack.append(item)
    return items


def _open(stack: list[_Item], indent: int, style: str) -> list[_Item]:
    """Return the items that a line with this indent and mark stands below."""
    if not style:
        return [each for each in stack if each.indent < indent and each.style]
    kept = [each for each in stack if each.indent < indent or not each.style]
    level = [each for each in stack if each.indent == indent and each.style]
    if level and style not in {each.style for each in level} and level[-1].is_heading:
        return [*kept, *level]
    for place, each in enumerate(level):
        if each.style == style:
            return [*kept, *level[:place]]
    return kept


def _is_heading(shown: str, style: str) -> bool:
    return shown.endswith(":") or (not style and len(shown) < 100 and not shown.endswith("."))


def _side_before_headings(text: str, lines: list[tuple[int, int]]) -> Side | None:
    """Return the side of what stands before any heading: where only exclusion has one.

    *Eligibility criteria* is a heading of no side of its own.
    """
    shown = (_clean(text[a:b]) for a, b in lines)
    found = (_side_of(line) for line in shown if not _ONLY_ELIGIBILITY.fullmatch(line))
    sides = {each[0] for each in found if each}
    return Side.INCLUSION if sides == {Side.EXCLUSION} else None


def _side_of(shown: str) -> tuple[Side | None, str] | None:
    """Return the side that a heading opens and what stands behind it; None for other lines."""
    if not _SIDE_WORD.search(shown, 0, 240):
        return None
    found = _SIDES.match(shown[:240])
    inline = _INLINE_HEADING.match(shown.lstrip("*-# "))
    if inline:
        rest = shown.lstrip("*-# ")[inline.end() :].strip(" *∙-")
        if rest and not cohort_of_heading(rest) and len(rest) > 40:
            word = inline[0].lower()
            return (Side.EXCLUSION if "exclusion" in word else Side.INCLUSION), rest
    if not found or len(shown) > 160:
        return None
    ends = shown.rstrip("*").endswith((":", "：")) or not found["after"].strip(" *:-–")
    short = len(shown) < 80 and not shown.endswith(".") and found["criteria"]
    if not (ends or short):
        return None
    around = len(found["before"].split()), found["after"].strip(" *:-–")
    if not found["criteria"] and (found["side"][:2].lower() == "el" or around > (2, "")):
        return None
    if not shown.rstrip("*").endswith(":") and _MET.search(shown):
        return None  # "Patients must have met the eligibility criteria outlined above"
    if "apply" in shown or "defined" in shown or "described" in shown or "protocol-" in shown:
        return None
    if _NOT_THE_PATIENT.search(shown):
        return None, ""
    word = found["side"].lower()
    if word == "eligibility" or len(_SIDE_WORD.findall(shown)) > 1:
        return None, ""
    return (Side.EXCLUSION if word.startswith("ex") else Side.INCLUSION), ""


def _pieces(item: _Item) -> Iterator[tuple[int, int, bool]]:
    """Yield start and end of each sentence of an item, one that names cohorts in its parts.

    A part that follows another may lack what the first one says of all (`patients with …`).
    """
    text, start = item.text, 0
    for stop in (*_STOP.finditer(text), None):
        end, following = stop.span(1) if stop else (len(text), len(text))
        before = text[max(start, stop.start() - 12) : stop.start() + 1] if stop else ""
        if start == len(text) or _ABBREVIATION.search(before):
            continue
        for first, last in parts_of_cohorts(text[start:end]):
            part = text[start + first : start + last]
            if part:
                alone = not first or bool(cohort_at_beginning(part))
                yield item.start + start + first, item.start + start + last, not alone
        start = following


def _clean(text: str) -> str:
    return " ".join(_ESCAPE.sub(r"\1", text).split())
