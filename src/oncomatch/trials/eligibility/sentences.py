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
    names_a_cohort,
    own_cohort,
    parts_of_cohorts,
    people_of_heading,
    without_cohort,
)
from oncomatch.trials.eligibility.joints import Joint, joint_of
from oncomatch.trials.eligibility.side_headings import (
    INLINE_HEADING,
    OF_NO_SIDE,
    ONLY_ELIGIBILITY,
    side_before_headings,
    side_of,
)

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
    """A line with what stands below it; `indent` is in characters.

    `reaches` is set for a heading that stands deeper than the items that it heads.
    """

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
    reaches: bool = False
    children: int = 0


_MARK = re.compile(
    r"(?P<indent>[ \t]{0,40})"
    r"(?:(?P<bullet>\\?[*\-•·∙–—+○▪●◦‣➢✓]{1,2})\s+|"
    r"(?P<digit>\(?\d{1,2}(?:\.\d{1,2}){0,3}\\?[.)]{1,2})\s*(?=\D)"
    r"|(?P<roman>\(?[ivx]{1,4}\\?[.)])\s+|(?P<letter>\(?[A-Za-z]\\?[.)])\s+)?"
)
_NARROWS = re.compile(
    r"\b(?:therap\w*|treat\w*|prior|previous\w*|received|test\w*|status|samples?|tissue|biops\w*|"
    r"if|unless|except\w*|defin\w*|not|no|without|never|such as|includ\w*|e\.g|may|history|"
    r"allow\w*|permit\w*|refractory to|progress\w*)\b",
    re.IGNORECASE,
)
_BARE_SIDE = re.compile(r"\W{0,4}(?:inclusion|exclusion)(?:\scriteria)?\W{0,4}", re.IGNORECASE)
_EXCLUDED = re.compile(
    r"\b(?:(?:will|are|is|be|must be)\s(?:be\s)?excluded|not (?:be )?eligible|ineligible|"
    r"(?:cannot|must not|may not) (?:be enrolled|meet|participate|have|fulfil))\b",
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
    kinds = _kinds(items)
    sentences = []
    for item in items:
        parents = _above(item)
        headings = tuple(_clean(each.text) for each in parents)
        joints = tuple(joint_of(_clean(each.text), each.side, each.cohort) for each in parents)
        joints = _of_cohort(joints, parents, (*parents[1:], item))
        alone = bool(cohort_at_beginning(_clean(item.text))) and item.side is Side.INCLUSION
        joints += (Joint.UNKNOWN,) * (item.loose and not alone) + (Joint.ANY,) * (
            item.number in joined
        )
        around = next((name for each in reversed(parents) if (name := _name(each, kinds))), "")
        around = kinds.get(item.number, "") or around
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


def _kinds(items: list[_Item]) -> dict[int, str]:
    """Return of which kind of patients items are, by number, where a text names several kinds.

    Kinds are those of cancer, or headings such as *patients without actionable alterations:*.
    """
    found: dict[int, str] = {}
    for of_kind in (kind_at_beginning, people_of_heading):
        kinds = {
            each.number: of_kind(_clean(each.text))
            for each in items
            if of_kind is kind_at_beginning or (each.children and each.side is Side.INCLUSION)
        }
        if len(set(kinds.values()) - {""}) > 1:
            found = {**found, **{number: name for number, name in kinds.items() if name}}
    return found


def _name(item: _Item, kinds: dict[int, str]) -> str:
    return item.cohort or kinds.get(item.number, "")


def _of_cohort(
    joints: tuple[Joint, ...], headings: list[_Item], below: tuple[_Item, ...]
) -> tuple[Joint, ...]:
    """Return the joints of headings; what begins with a cohort stands in a list for its cohort.

    So it does below a heading that is not understood, unless that is about treatment or tests.
    """
    shown = [_clean(each.text) for each in below]
    named = [bool(cohort_at_beginning(each)) for each in shown]
    free = {Joint.ANY: Joint.ALL, Joint.EXCEPT: Joint.UNKNOWN}
    found = []
    for place, joint in enumerate(joints):
        if any(named[place:]):
            joint = free.get(joint, joint)
            neutral = headings[place].side is Side.INCLUSION and not _NARROWS.search(
                _clean(headings[place].text)
            )
            joint = Joint.ALL if neutral and joint is Joint.UNKNOWN else joint
        found.append(joint)
    return tuple(found)


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
        cuts = [start, *(start + f.start() for f in INLINE_HEADING.finditer(line.rstrip()))]
        cuts = [cut for cut in dict.fromkeys(cuts) if cut == start or text[start:cut].strip("*- ")]
        for here, there in zip(cuts, (*cuts[1:], end), strict=True):
            if text[here:there].strip():
                yield here, here + len(text[here:there].rstrip())
        start += len(line)


def _items(text: str) -> list[_Item]:
    items: list[_Item] = []
    stack: list[_Item] = []
    lines = list(_lines(text))
    opening = side_before_headings([_clean(text[a:b]) for a, b in lines])
    side, cohort, block, letter = opening, "", "", ""
    loose: set[tuple[int, str]] = set()
    for start, end in lines:
        mark = _MARK.match(text, start, end)
        body = mark.end() if mark else start
        indent = len(mark["indent"].expandtabs(4)) if mark else 0
        style = (mark.lastgroup if mark and mark.lastgroup != "indent" else None) or ""
        shown = _clean(text[body:end])
        heading = side_of(shown)
        if heading is not None and style and side is not None and OF_NO_SIDE.fullmatch(shown):
            heading = None  # an item of a list that has a side
        if heading is not None:
            side, rest = heading
            side = opening if ONLY_ELIGIBILITY.fullmatch(shown) else side
            block = _of_block(items, shown, block)
            cohort = cohort_of_heading(shown) or block
            stack, loose = [], set()
            body = end - len(rest)
            if not rest:
                continue
            shown, style, indent = rest, "", 0
        is_below = not style and indent and stack and stack[-1].indent < indent
        if is_below and not (shown.endswith(":") and cohort_of_heading(shown)):
            owner = next(each for each in reversed(stack) if each.indent < indent)
            raw = text[body:end]
            more = _Item(owner.number, indent, "", body, end, raw, owner.side, owner.parent)
            more.cohort = owner.cohort
            items.append(more)
            continue
        goes_on = not (shown.endswith(":") or cohort_of_heading(shown, whole=True))
        stack = _open(stack, indent, style, first=_is_first(mark, letter), goes_on=goes_on)
        letter = (mark and mark["letter"]) or letter
        if not style:
            loose = set()
        parent = stack[-1] if stack else None
        item = _Item(len(items), indent, style, body, end, text[body:end], side, parent, cohort="")
        of_heading = cohort_of_heading(shown) if _is_heading(shown, style) else ""
        item.cohort = of_heading or cohort_at_beginning(shown)
        if style and parent is None and shown.isupper() and names_a_cohort(shown):
            cohort = item.cohort = cohort_of_heading(shown, whole=True)  # a heading in capitals
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
            each.reaches |= not each.children and item.indent < each.indent
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


def _of_block(items: list[_Item], shown: str, block: str) -> str:
    """Return the part that a heading of a side is of, `block` for the next side of that part.

    Some texts give each part an *Inclusion* and an *Exclusion* below a line with its name.
    """
    if not _BARE_SIDE.fullmatch(shown):
        return ""
    last = items[-1] if items else None
    if last is not None and not last.style and not last.indent and not last.children:
        named = cohort_of_heading(_clean(last.text), whole=True)
        return named or block
    return block


def _open(
    stack: list[_Item], indent: int, style: str, *, first: bool = False, goes_on: bool = False
) -> list[_Item]:
    """Return the items that a line with this indent and mark stands below.

    `first` says that its mark is the first of its list: after an item with another mark such a
    list stands below that item. `goes_on` says that it is a paragraph and no heading: it stands
    below a paragraph that names a cohort and ends with a colon.
    """
    if not style:
        kept = [each for each in stack if each.indent < indent and each.style]
        last = stack[-1] if stack else None
        heads = last and not last.style and last.cohort and last.text.rstrip().endswith(":")
        return [*kept, last] if last and heads and goes_on and last.indent <= indent else kept
    kept = [
        each
        for each in stack
        if each.indent < indent + (not each.style)
        or (not each.style and (each.reaches or not each.children))
    ]
    level = [each for each in stack if each.indent == indent and each.style]
    if level and style not in {each.style for each in level} and (level[-1].is_heading or first):
        return [*kept, *level]
    for place, each in enumerate(level):
        if each.style == style:
            return [*kept, *level[:place]]
    return kept


def _is_first(mark: re.Match[str] | None, letter: str) -> bool:
    """Whether a mark begins a list of small roman numbers, and is not the letter after *h*."""
    if "h" in letter.lower():
        return False
    return mark is not None and (mark["roman"] or "").strip("\\().") == "i"


def _is_heading(shown: str, style: str) -> bool:
    return shown.endswith(":") or (not style and len(shown) < 100 and not shown.endswith("."))


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
