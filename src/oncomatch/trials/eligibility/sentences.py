"""Eligibility text as sentences: their side, the list that they are an item of, their cohort."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from oncomatch.domain.trial import Side
from oncomatch.trials.eligibility.cohorts import (
    cohort_at_beginning,
    cohort_of_sentence,
    kind_at_beginning,
    names_a_cohort,
    own_cohort,
    parts_of_cohorts,
    people_of_heading,
    without_cohort,
)
from oncomatch.trials.eligibility.joints import Joint, joint_of, last_sentence
from oncomatch.trials.eligibility.list_items import Item, clean, items_of

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


_NARROWS = re.compile(
    r"\b(?:therap\w*|treat\w*|prior|previous\w*|received|test\w*|status|samples?|tissue|biops\w*|"
    r"if|unless|except\w*|defin\w*|not|no|without|never|such as|includ\w*|e\.g|may|"
    r"(?<!disease )history|allow\w*|permit\w*|refractory to|progress\w*)\b",
    re.IGNORECASE,
)
_STATES = re.compile(  # a sentence of its own: it heads no list
    r"\b(?:must|will|may|is|are|should|has|have)\b[^:]*[^:\s–—-]$|[a-z)\]]{2}\.$", re.IGNORECASE
)
_WORDS = re.compile(r"[A-Za-z]+")
_ENDS_WITH_OR = re.compile(r"\b(?:and/or|or)[\s,;.*]*$", re.IGNORECASE)
_BEGINS_WITH_OR = re.compile(r"\W{0,4}(?:and/or|or)\b", re.IGNORECASE)
_STOP = re.compile(r"(?:[.!?]|(?<=[a-z])\.\d{1,2})[)\"”]?(\s+)(?=[A-Z(\[\d≥≤<>•*])")
_PART_BEHIND = re.compile(  # "Confirmed triple-negative cancer. (Phase II and baseline arm only)"
    r"(?<=[.;])\s*[(\[](?P<name>[^()\[\]]{3,80}?)(?:\sonly)?[)\]]\W*$", re.IGNORECASE
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.?g|i\.?e|u\.s|u\.k|vs|approx|no|nos|dr|st|fig|etc|incl|resp|al|spp|ver|v|cf|ca|inc|p|c|max|"
    r"min|abs)|^\W*\w{1,2})\.$",
    re.IGNORECASE,
)


def split_sentences(text: str) -> tuple[Sentence, ...]:
    r"""Return the sentences of an eligibility text in their order; headings of sides are none.

    >>> first, second = split_sentences("Inclusion:\n\n* A or B\n\nExclusion:\n\n* C")
    >>> first.text, first.side.value, second.side.value
    ('A or B', 'inclusion', 'exclusion')
    """
    items = items_of(text[:LONGEST])
    joined = _joined_by_or(items)
    kinds = _kinds(items)
    sentences = []
    for item in items:
        parents = item.above
        below = (*parents[1:], item)
        headings = tuple(each.heading for each in below) if parents else ()
        joints = tuple(map(_joint, headings, parents, itertools.repeat(kinds)))
        joints = _of_cohort(joints, headings, below)
        alone = bool(cohort_at_beginning(clean(item.text))) and item.side is Side.INCLUSION
        joints += (Joint.UNKNOWN,) * (item.loose and not alone) + (Joint.ANY,) * (
            item.number in joined
        )
        around = next((name for each in reversed(parents) if (name := _name(each, kinds))), "")
        around = kinds.get(item.number, "") or around
        pieces = list(_pieces(item))
        behind = _part_behind(item)
        if behind:
            pieces = pieces[:-1]
        for place, (start, end) in enumerate(pieces):
            shown = clean(text[start:end])
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
                    joints=joints,
                    cohort=own_cohort(shown)
                    or behind
                    or item.cohort
                    or cohort_of_sentence(shown)
                    or around,
                    item=item.number,
                    parents=tuple(each.number for each in parents),
                    introduces=bool(item.children) and place == len(pieces) - 1,
                )
            )
    return tuple(sentences)


def _part_behind(item: Item) -> str:
    """Return the part of the trial that brackets behind the last sentence of an item name."""
    found = _PART_BEHIND.search(item.text[-100:])
    return found["name"].strip() if found and names_a_cohort(found["name"]) else ""


def _kinds(items: list[Item]) -> dict[int, str]:
    """Return of which kind of patients items are, by number, where a text names several kinds.

    Kinds are those of cancer, or headings such as *patients without actionable alterations:*.
    """
    found: dict[int, str] = {}
    for of_kind in (kind_at_beginning, people_of_heading):
        kinds = {
            each.number: of_kind(clean(each.text))
            for each in items
            if of_kind is kind_at_beginning or (each.children and each.side is Side.INCLUSION)
        }
        if len(set(kinds.values()) - {""}) > 1:
            found = {**found, **{number: name for number, name in kinds.items() if name}}
    return found


def _joint(heading: str, item: Item, kinds: dict[int, str]) -> Joint:
    """Return how the items below a heading belong together; in its own line a word may say it."""
    joint = joint_of(heading, item.side, _name(item, kinds))
    if joint is Joint.UNKNOWN and item.side is Side.INCLUSION:
        if item.joined == "and":
            return Joint.ALL
        return Joint.ANY if item.joined else joint
    return joint


def _name(item: Item, kinds: dict[int, str]) -> str:
    return item.cohort or kinds.get(item.number, "")


def _of_cohort(
    joints: tuple[Joint, ...], headings: tuple[str, ...], below: tuple[Item, ...]
) -> tuple[Joint, ...]:
    """Return the joints of headings; what begins with a cohort stands in a list for its cohort.

    So it does below a heading that is not understood, unless that is about treatment or tests, and
    below a whole sentence, which says something by itself.
    """
    shown = [clean(each.text) for each in below]
    named = [bool(cohort_at_beginning(each)) for each in shown]
    free = {Joint.ANY: Joint.ALL, Joint.EXCEPT: Joint.UNKNOWN}
    found = []
    for place, joint in enumerate(joints):
        if any(named[place:]):
            joint = free.get(joint, joint)
            heading = headings[place]
            neutral = below[place].side is Side.INCLUSION and (
                _STATES.search(heading) or not _NARROWS.search(last_sentence(heading))
            )
            joint = Joint.ALL if neutral and joint is Joint.UNKNOWN else joint
        found.append(joint)
    return tuple(found)


def _joined_by_or(items: list[Item]) -> set[int]:
    """Return the numbers of the items that an `or` at the end or beginning of one joins."""
    joined: set[int] = set()
    last: dict[tuple[int, int, str], Item] = {}
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


def _pieces(item: Item) -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence of an item, one that names cohorts in its parts."""
    text, start = item.text, 0
    for stop in (*_STOP.finditer(text), None):
        end, following = stop.span(1) if stop else (len(text), len(text))
        before = text[max(start, stop.start() - 12) : stop.start() + 1] if stop else ""
        if start == len(text) or _ABBREVIATION.search(before):
            continue
        for first, last in parts_of_cohorts(text[start:end]):
            if text[start + first : start + last]:
                yield item.start + start + first, item.start + start + last
        start = following
