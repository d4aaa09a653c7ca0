"""The items of eligibility text: which line stands below which, its side, its cohort.

Registries write Markdown of a loose kind: headings (`Key Exclusion Criteria`), items with
bullets or numbers, items below items (*one of the following:*), paragraphs below an item.
Offsets are characters of the text as the registry has it, 0-based and half-open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from oncomatch.domain.trial import Side
from oncomatch.trials.eligibility.cohorts import (
    cohort_at_beginning,
    cohort_of_heading,
    heads_what_follows,
    names_a_cohort,
)
from oncomatch.trials.eligibility.inline_lists import InlineList, items_behind, list_within
from oncomatch.trials.eligibility.joints import Joint, joint_of, last_sentence
from oncomatch.trials.eligibility.side_headings import (
    INLINE_HEADING,
    OF_NO_SIDE,
    ONLY_ELIGIBILITY,
    side_before_headings,
    side_of,
)

_MARK = re.compile(
    r"(?P<indent>[ \t]{0,40})"
    r"(?:(?P<bullet>\\?[*\-•·∙–—+○▪●◦‣➢✓]{1,2})\s+|"
    r"(?P<digit>\(?\d{1,2}(?:\.\d{1,2}){0,3}\\?[.)]{1,2}(?=\s*\D)|\d{1,2}[a-h][.)](?=\s))\s*"
    r"|(?P<roman>\(?[ivx]{1,4}\\?[.)])\s+|(?P<letter>\(?[A-Za-z]\\?[.)])\s+)?"
)
_COUNT = re.compile(r"\W?(\d{1,2})\W{1,3}")
_STEP = re.compile(  # such a label stands before every criterion for all, however deep its line
    r"(?:STEP\s?\d(?:\s\([^()]{3,40}\)|\s[A-Z-]{4,20})?|(?:PRE-)?REGISTRATION|RE-?REGISTRATION|"
    r"RANDOMI[SZ]ATION)\s?:\s"
)
_DEEPEST = 3
"""Lists that count from 1 again, one below the other."""
_INDENT = re.compile(r"[ \t]{0,40}")
_SERIES = 2
_GENERAL = re.compile(
    r"\b(?:ECOG|Eastern Cooperative|Karnofsky|adequate|life expectancy|informed consent|willing\w*|"
    r"contracepti\w+|measurable|able to|pregnan\w+)\b",
    re.IGNORECASE,
)
_BARE_SIDE = re.compile(r"\W{0,4}(?:inclusion|exclusion)(?:\scriteria)?\W{0,4}", re.IGNORECASE)
_EXCLUDED = re.compile(
    r"\b(?:(?:will|are|is|be|must be)\s(?:be\s)?excluded|not (?:be )?eligible|ineligible|"
    r"(?:cannot|must not|may not) (?:be enrolled|meet|participate|have|fulfil))\b",
    re.IGNORECASE,
)
_WIDE = str.maketrans("，、；：（）＋－", ",,;:()+-")
_ESCAPE = re.compile(r"\\([\\<>=\[\]*_~^&.#+()\-`|])")


@dataclass(slots=True)
class Item:
    """A line with what stands below it; `indent` is in characters.

    `reaches` is set for a heading that stands deeper than the items that it heads; `count` is the
    number of its mark, 0 without one. `joined` is the word that joins the items of a list in its
    own line. `heading` is what heads it: the item above, or the last paragraph of that one that
    ends with a colon, its `lead`.
    """

    number: int
    indent: int
    style: str
    start: int
    end: int
    text: str
    side: Side | None
    parent: Item | None
    cohort: str = ""
    is_heading: bool = False
    loose: bool = False
    reaches: bool = False
    children: int = 0
    count: int = 0
    joined: str = ""
    heading: str = ""
    lead: str = ""

    @property
    def above(self) -> list[Item]:
        """The items that it stands below, outermost first."""
        found = []
        parent = self.parent
        while parent is not None:
            found.append(parent)
            parent = parent.parent
        return found[::-1]


def _lines(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield indent, start and end of each line that is not empty.

    A heading within one begins another, and so does each item of those that one line holds.
    """
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line.rstrip())
        cuts = [start, *(start + f.start() for f in INLINE_HEADING.finditer(line.rstrip()))]
        cuts = [cut for cut in dict.fromkeys(cuts) if cut == start or text[start:cut].strip("*- ")]
        for here, there in zip(cuts, (*cuts[1:], end), strict=True):
            indent = len(_INDENT.match(text, here, there)[0].expandtabs(4))  # type: ignore[index]
            begins = items_behind(text, here, there)
            for first, last in zip(begins, (*begins[1:], there), strict=True):
                if text[first:last].strip():
                    yield indent, first, first + len(text[first:last].rstrip())
        start += len(line)


def items_of(text: str) -> list[Item]:
    """Return the items of an eligibility text in their order; headings of sides are none."""
    items: list[Item] = []
    stack: list[Item] = []
    lines = list(_lines(text))
    opening = side_before_headings([clean(text[a:b]) for _, a, b in lines])
    side, cohort, block, letter = opening, "", "", ""
    loose: set[tuple[int, str]] = set()
    anew: list[_Anew] = []
    for indent, start, whole in lines:
        mark = _MARK.match(text, start, whole)
        body = mark.end() if mark else start
        inner = list_within(text, body, whole)
        end = body + len(text[body : inner.begins].rstrip()) if inner else whole
        style = (mark.lastgroup if mark and mark.lastgroup != "indent" else None) or ""
        shown = clean(text[body:end])
        heading = side_of(shown)
        if heading is not None and style and side is not None and OF_NO_SIDE.fullmatch(shown):
            heading = None  # an item of a list that has a side
        if heading is not None:
            side, rest = heading
            side = opening if ONLY_ELIGIBILITY.fullmatch(shown) else side
            block = _of_block(items, shown, block)
            cohort = cohort_of_heading(shown) or block
            stack, loose, anew = [], set(), []
            body = end - len(rest)
            if not rest:
                continue
            shown, style, indent = rest, "", 0
        is_below = not style and indent and stack and stack[-1].indent < indent
        if is_below and not (shown.endswith(":") and cohort_of_heading(shown)):
            owner = next(each for each in reversed(stack) if each.indent < indent)
            raw = text[body:whole]
            more = Item(owner.number, indent, "", body, whole, raw, owner.side, owner.parent)
            more.cohort = owner.cohort
            owner.lead = clean(raw) if shown.endswith(":") and not inner else owner.lead
            items.append(more)
            continue
        alone = shown.endswith(":") and last_sentence(shown) == shown
        goes_on = not (alone or cohort_of_heading(shown, whole=True))
        stack = _open(stack, indent, style, first=_is_first(mark, letter), goes_on=goes_on)
        letter = (mark and mark["letter"]) or letter
        counted = _COUNT.fullmatch(text[start:body].strip()) if style == "digit" else None
        count = int(counted[1]) if counted else 0
        anew = _going_on(anew, items, indent, style, count, shown)
        below = (
            anew[-1] if anew and style == "digit" and anew[-1].heading.indent == indent else None
        )
        if below is not None:
            stack = [*below.heading.above, *(() if below.unclear else (below.heading,))]
        if not style:
            loose = set()
        step = _STEP.match(shown)
        if step and not any(step[0] in each.text for each in stack):
            stack = []
        parent = stack[-1] if stack else None
        item = Item(len(items), indent, style, body, end, text[body:end], side, parent, count=count)
        item.heading = (parent.lead or clean(parent.text)) if parent else ""
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
        if OF_NO_SIDE.fullmatch(shown):
            loose, item.is_heading = set(), False
        item.loose = below.unclear if below else (indent, style) in loose
        item.loose &= not step
        for each in item.above:
            each.reaches |= not each.children and item.indent < each.indent
            each.children += 1
        if style:
            last = items[-1] if items else None
            is_heading = last and last.style == style and last.indent == indent and last.is_heading
            if is_heading and last and not last.cohort:  # of either level they are asked for
                text_above = clean(last.text)
                is_heading = joint_of(text_above, last.side, "") is not Joint.ALL
            if is_heading and not (below and below.heading is last):
                loose.add((indent, style))
                item.loose = True
        items.append(item)
        if style or item.is_heading:
            stack.append(item)
        if inner:
            items += _below(item, inner, text, len(items))
    _note_parts(items)
    return items


@dataclass(slots=True)
class _Anew:
    """A list that counts from 1 again below a heading that is itself counted.

    `unclear` is set from where the next number of the list may as well be the one that follows
    the heading's.
    """

    heading: Item
    last: int
    unclear: bool = False


def _going_on(
    anew: list[_Anew], items: list[Item], indent: int, style: str, count: int, shown: str
) -> list[_Anew]:
    """Return the lists that count anew and are open at an item with this number, innermost last."""
    head = items[-1] if items else None
    alike = head is not None and (head.indent, head.style) == (indent, style) and head.count > 0
    heads = alike and head is not None and head.text.rstrip().endswith(":")
    if head is not None and heads and count == 1 and len(anew) < _DEEPEST:
        return [*anew, _Anew(head, 1)]
    if not anew or not style or anew[-1].heading.indent > indent:
        return []
    inner = anew[-1]
    if inner.heading.indent < indent or style != "digit":
        return anew
    both = inner.last == inner.heading.count
    if count == inner.last + 1 and not (both and shown.endswith(":")):
        return [*anew[:-1], _Anew(inner.heading, count, inner.unclear or both)]
    return _going_on(anew[:-1], [], indent, style, count, shown)


def _note_parts(items: list[Item]) -> None:
    """Give the items below headings that look like them the part that those name.

    *- Part A:*, *- HER2-positive*, *- Part B:*, *- HER2-negative* of one bullet: only a series of
    such headings says where a part ends. What every trial asks is not of the last one alone.
    """
    levels: dict[tuple[object, ...], list[Item]] = {}
    for each in items:
        if each.style and each.style != "inline":
            above = each.parent.number if each.parent else -1
            levels.setdefault((each.side, above, each.indent, each.style), []).append(each)
    for level in levels.values():
        heads = [each for each in level if _names_a_part_alone(each) and not each.children]
        if len({each.cohort for each in heads}) < _SERIES:
            continue
        numbers = {each.number for each in heads}
        part, last = "", None
        for each in level:
            if each.number in numbers:
                part, last = each.cohort, each
            elif (
                part and not each.cohort and not (last is heads[-1] and _GENERAL.search(each.text))
            ):
                each.cohort, each.loose = part, False


def _names_a_part_alone(item: Item) -> bool:
    shown = clean(item.text)
    return shown.endswith(":") and bool(item.cohort) and bool(cohort_of_heading(shown, whole=True))


def _below(item: Item, inner: InlineList, text: str, number: int) -> list[Item]:
    """Return the items of the list that stands in the line of an item."""
    item.children, item.is_heading, item.joined = len(inner.items), True, inner.word
    below = [
        Item(number + place, item.indent + 1, "inline", a, b, text[a:b], item.side, item)
        for place, (a, b) in enumerate(inner.items)
    ]
    for each in below:
        each.heading = clean(item.text)
    return below


def _of_block(items: list[Item], shown: str, block: str) -> str:
    """Return the part that a heading of a side is of, `block` for the next side of that part.

    Some texts give each part an *Inclusion* and an *Exclusion* below a line with its name.
    """
    if not _BARE_SIDE.fullmatch(shown):
        return ""
    last = items[-1] if items else None
    if last is not None and not last.style and not last.indent and not last.children:
        named = cohort_of_heading(clean(last.text), whole=True)
        return named or block
    return block


def _open(
    stack: list[Item], indent: int, style: str, *, first: bool = False, goes_on: bool = False
) -> list[Item]:
    """Return the items that a line with this indent and mark stands below.

    `first` says that its mark is the first of its list: after an item with another mark such a
    list stands below that item. `goes_on` says that it is a paragraph and no heading: it stands
    below a paragraph that names a cohort and ends with a colon.
    """
    if not style:
        kept = [each for each in stack if each.indent < indent and each.style]
        last = stack[-1] if stack else None
        if last is None or not goes_on or last.indent > indent or (last.style and last.children):
            return kept
        return [*kept, last] if last.cohort and last.text.rstrip().endswith(":") else kept
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


@lru_cache(maxsize=2048)  # a line is cleaned for each that looks at it
def clean(text: str) -> str:
    """Return a text without Markdown escapes, with single spaces."""
    return " ".join(_ESCAPE.sub(r"\1", text).translate(_WIDE).split())
