"""The lines of a finding on the first page: which statements there is room for, and their words."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.match import NearMiss, TherapyMatch
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.finding_groups import FindingGroup, is_strong
from oncomatch.reporting.plural import plural
from oncomatch.reporting.standing import label_checks
from oncomatch.reporting.view import Line
from oncomatch.reporting.words import (
    BENEFIT,
    UNKNOWN,
    is_approval,
    joined,
    pattern_words,
    protein_words,
    tag_of,
)

MOST_LINES = 6
MOST_MISSES = 2
_MOST_NAMED = 8

Bundle = tuple[TherapyMatch, ...]
"""The statements of one line: one, or several that are overridden."""


def anchor_of(index: int) -> str:
    """Return the anchor of the statement with that index in the record."""
    return f"e{index + 1}"


def lines_of(
    group: FindingGroup, record: CaseRecord, told: Collection[str] = ()
) -> tuple[tuple[Line, ...], str]:
    """Return the lines of a finding, and how many statements have none.

    `told` are regimens whose benefit stands beside a part of the finding already: what is said of
    one finding alone is not said again of it together with another, as long as something else is.
    """
    shown = _choose_lines(group, told)
    lines = [_line(bundle, record) for bundle in shown]
    lines += [_miss_line(misses) for misses in _choose_misses(group)]
    return tuple(lines), _rest_words(group, [match for bundle in shown for match in bundle])


def _line_order(match: TherapyMatch) -> int:
    """Order what counts for, then against, then what is overridden, each by its strength."""
    if match.opposed_by:
        return 2
    return int(not is_strong(match)) if match.significance.is_benefit else 1


def _choose_lines(group: FindingGroup, told: Collection[str]) -> list[Bundle]:
    """Return the statements for which there is room, in the order of their lines.

    Tier I without doubt goes first. Up to half of the room is kept for what speaks against a
    regimen, however many speak for one. What is overridden has one line.
    """
    here = [match for match in group.here if not _is_told(match, told)] or list(group.here)
    ids = set(map(id, here))
    benefits = [match for match in group.benefits if id(match) in ids]
    against = [match for match in here if is_strong(match) and not match.significance.is_benefit]
    against = against[: max(MOST_LINES // 2, MOST_LINES - len(benefits))]
    first = [*benefits[: MOST_LINES - len(against)], *against]
    others = [match for match in here if not is_strong(match) or match.opposed_by]
    bundles = _together(sorted(others, key=_line_order))
    chosen = [*((match,) for match in first), *bundles[: MOST_LINES - len(first)]]
    return sorted(chosen, key=lambda bundle: _line_order(bundle[0]))


def _is_told(match: TherapyMatch, told: Collection[str]) -> bool:
    return match.regimen in told and match.significance.is_benefit and not match.opposed_by


def _together(matches: Iterable[TherapyMatch]) -> list[Bundle]:
    """Return the matches each by itself, but those that are overridden in one bundle, last."""
    singles: list[Bundle] = []
    overridden: list[TherapyMatch] = []
    for match in matches:
        if match.opposed_by and not match.given_before:
            overridden.append(match)
        else:
            singles.append((match,))
    return [*singles, tuple(overridden)] if overridden else singles


def _rest_words(group: FindingGroup, shown: list[TherapyMatch]) -> str:
    """Return how many supported statements are not shown; those of tier I are not called weak."""
    told, of_tier_one = set(map(id, shown)), set(map(id, group.strong))
    strong: list[TherapyMatch] = []
    others: list[TherapyMatch] = []
    for match in group.matches:
        if match.evidence and id(match) not in told:
            undoubted = id(match) in of_tier_one and not match.opposed_by
            (strong if undoubted else others).append(match)
    parts = [
        f"{kind}: {_count_words(matches)}"
        for kind, matches in (
            ("Also of tier I in this tumour type", strong),
            ("Weaker, doubtful or in other tumour types", others),
        )
        if matches
    ]
    return f"{'. '.join(parts)}; in the evidence below." if parts else ""


def _count_words(matches: list[TherapyMatch]) -> str:
    benefits = sum(match.significance.is_benefit for match in matches)
    words = []
    if benefits:
        words.append(f"benefit from {plural(benefits, 'regimen')}")
    if benefits < len(matches):
        words.append(f"resistance or harm with {plural(len(matches) - benefits, 'regimen')}")
    return joined(words)


def _line(bundle: Bundle, record: CaseRecord) -> Line:
    first, count = bundle[0], sum(len(each.evidence) + len(each.against) for each in bundle)
    tag, style = tag_of(first)
    why = _why(first, record, style) if len(bundle) == 1 else _overridden_words(bundle)
    return Line(
        tag=tag,
        style=style,
        regimen=_named([match.regimen for match in bundle]),
        why=why,
        records=plural(count, "record"),
        anchor=anchor_of(record.therapies.index(first)),
    )


def _named(regimens: list[str]) -> str:
    more = len(regimens) - _MOST_NAMED
    return "; ".join(regimens[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _overridden_words(bundle: Bundle) -> str:
    """Return what overrides several statements: the first reason of each, once."""
    reasons = list(dict.fromkeys(match.opposed_by[0] for match in bundle))
    more = len(reasons) - _MOST_NAMED
    shown = reasons[:_MOST_NAMED] + [f"{more} more"] * (more > 0)
    return f"{_sources_words(bundle)}; overridden by {joined(shown)}"


def _why(match: TherapyMatch, record: CaseRecord, style: str) -> str:
    """Return what to check in the label, the sources, and what speaks against.

    The agencies whose labels speak for the regimen stand in the tag.
    """
    tagged = style == BENEFIT and any(map(is_approval, match.evidence))
    sources = _sources_words((match,), approvals=not tagged)
    parts = [label_checks(match, record.profile.case) if tagged else ""]
    parts.append(f"{sources}, by {match.specificity.value}" if sources else "")
    text = "; ".join(filter(None, parts)) or f"by {match.specificity.value}"
    if match.given_before:
        text += f"; given before: {'; '.join(map(str, match.given_before))}"
    if match.opposed_by:
        return f"{text}; overridden by {match.opposed_by[0]}"
    if match.against:
        text += f"; {plural(len(match.against), 'study', 'studies')} against"
    if match.cautioned_by:
        text += f"; but {match.cautioned_by[0]}"
    elif match.conflicts:
        text += f"; in conflict with {match.conflicts[0]}"
    return text


def _sources_words(bundle: Bundle, *, approvals: bool = True) -> str:
    """Return the sources of this tumour type with their levels, those that are labels or not."""
    levels: dict[str, set[str]] = {}
    for match in bundle:
        for each in match.evidence:
            if each.relation.applies and (approvals or not is_approval(each)):
                of_source = levels.setdefault(each.provenance.source, set())
                of_source |= {each.level} if each.level else set()
    return ", ".join(
        f"{source} level {joined(sorted(found))}" if found else source
        for source, found in levels.items()
    )


def _choose_misses(group: FindingGroup) -> list[list[NearMiss]]:
    """Return near misses by regimen, what is open before what does not apply.

    A regimen that another statement of tier I speaks for already is no near miss to a reader.
    """
    told = {match.regimen for match in group.benefits}
    regimens: dict[tuple[bool, str], list[NearMiss]] = {}
    for miss in group.misses:
        if miss.regimen not in told:
            fails = miss.outcome is Outcome.NOT_MET
            regimens.setdefault((fails, miss.regimen), []).append(miss)
    order = sorted(regimens, key=lambda key: key[0])
    return [regimens[key] for key in order][:MOST_MISSES]


def _miss_line(misses: list[NearMiss]) -> Line:
    """Return the line of a regimen: the first of its near misses; the section has all."""
    miss = misses[0]
    fails = miss.outcome is Outcome.NOT_MET
    return Line(
        tag="does not apply" if fails else "open",
        style=UNKNOWN,
        regimen=miss.regimen,
        why=f"asks for {pattern_words(miss.condition or miss.biomarker)}; "
        f"{'found' if fails else 'not known'}: {protein_words(miss.reason)}",
        records="near miss",
        anchor="misses",
    )
