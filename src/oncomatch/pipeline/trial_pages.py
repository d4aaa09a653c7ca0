"""One trial in full, and the numbers of a snapshot, for the terminal and as JSON."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from oncomatch.domain.trial import Confidence, Criterion, Site, Trial
from oncomatch.errors import InputError
from oncomatch.pipeline.chosen_trials import age_note, open_chosen_trials, snapshot_name
from oncomatch.readers.config import Config
from oncomatch.readers.lines import printable
from oncomatch.reporting.plural import plural
from oncomatch.reporting.trial_words import aligned, as_document, phase_words, status_words
from oncomatch.trials.counts import TrialCounts, count_trials
from oncomatch.trials.words import criterion_words, source_words

_MOST_OF_A_COUNT = 15
_LONGEST = 40


def find_trial(config: Config, trial_id: str) -> Trial:
    """Return a trial of the chosen snapshot by its id, in either case.

    Raises:
        InputError: the snapshot does not have it; the message names the nearest.
    """
    snapshot = open_chosen_trials(config)
    wanted = trial_id.strip()
    found = snapshot.find(wanted)
    if found is not None:
        return found
    named = next((each for each in snapshot.named if each.trial_id == wanted.upper()), None)
    if named is not None:
        raise InputError(
            f"of {named.trial_id} no criterion about genes or markers was read; it names "
            f"{', '.join(dict.fromkeys((*named.in_title, *named.in_text, *named.markers)))}: read "
            f"it at {named.url}"
        )
    known = [trial.trial_id for trial in snapshot.trials]
    near = difflib.get_close_matches(wanted.upper()[:_LONGEST], known, n=3, cutoff=0.8)
    hint = f"; near are {', '.join(near)}" if near else ""
    raise InputError(
        f"{printable(trial_id)[:_LONGEST]!r} is not among the {len(known)} trials of the "
        f"{snapshot_name(config)} of {snapshot.data_date}{hint}"
    )


def show_trial(trial_id: str, config: Config, *, as_json: bool = False) -> str:
    """Return a trial of the chosen snapshot in full, as lines or as one JSON document.

    Raises:
        InputError: the snapshot does not have it.
    """
    trial = find_trial(config, trial_id)
    return trial_as_json(trial) if as_json else trial_as_text(trial, snapshot_name(config))


def show_counts(config: Config, today: date, *, as_json: bool = False) -> str:
    """Return the numbers of the chosen snapshot, as lines or as one JSON document."""
    snapshot = open_chosen_trials(config)
    counts, name = count_trials(snapshot), snapshot_name(config)
    note = age_note(config, snapshot, today)
    return counts_as_json(counts, name) if as_json else counts_as_text(counts, name, note)


def trial_as_json(trial: Trial) -> str:
    """Return a trial as one document; patterns are in the language of biomarkers."""
    return as_document(
        {
            "trial_id": trial.trial_id,
            "registry": trial.registry.value,
            "url": trial.url,
            "title": trial.title,
            "status": trial.status.value,
            "phases": trial.phases,
            "interventions": trial.interventions,
            "updated": trial.updated,
            "data_date": trial.data_date,
            "criteria": [_criterion(each) for each in trial.criteria],
            "arms": [
                {
                    "name": arm.name,
                    "level": arm.level.value,
                    "is_open": arm.is_open,
                    "interventions": arm.interventions,
                    "criteria": [_criterion(each) for each in arm.criteria],
                }
                for arm in trial.arms
            ],
            "sites": [_site(site) for site in trial.sites],
            "unread": {"inclusion": trial.unread[0], "exclusion": trial.unread[1]},
        }
    )


def _site(site: Site) -> dict[str, Any]:
    return {**asdict(site), "status": site.status.value if site.status else None}


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "side": criterion.side.value,
        "kind": criterion.kind.value,
        "pattern": str(criterion.pattern),
        "words": criterion_words(criterion.side, criterion.pattern),
        "confidence": criterion.confidence.value,
        "section": criterion.source.section.value,
        "start": criterion.source.start,
        "end": criterion.source.end,
        "digest": criterion.source.digest,
    }


def trial_as_text(trial: Trial, name: str) -> str:
    """Return all that is known of a trial of the snapshot `name`, as lines for people to read."""
    return "\n".join(_trial_lines(trial, name))


def _trial_lines(trial: Trial, name: str) -> Iterator[str]:
    yield f"{trial.trial_id}  {trial.title}"
    if trial.url:
        yield trial.url
    yield (
        f"phase {phase_words(trial.phases)}; {status_words(trial.status)}; last update "
        f"{trial.updated or 'not given'}; data of {trial.data_date or 'no given day'} ({name})"
    )
    if trial.interventions:
        yield f"interventions: {', '.join(trial.interventions)}"
    yield ""
    yield "Criteria of the whole trial:"
    yield from _criterion_lines(trial.criteria)
    for arm in trial.arms:
        state = {True: "open", False: "closed", None: "whether open is not said"}[arm.is_open]
        given = f"; {', '.join(arm.interventions)}" if arm.interventions else ""
        yield ""
        yield f"{arm.level.value.capitalize()} {arm.name} ({state}){given}:"
        yield from _criterion_lines(arm.criteria)
    yield ""
    inclusion, exclusion = trial.unread
    yield (
        f"Not read: {plural(inclusion, 'sentence')} on inclusion, {exclusion} on exclusion; they "
        f"stand in the registry's record."
    )
    yield ""
    yield from _site_lines(trial.sites)


def _criterion_lines(criteria: Sequence[Criterion]) -> Iterator[str]:
    if not criteria:
        yield "  none was read"
        return
    rows = [
        (
            f"  {each.side.value}",
            each.confidence.value,
            criterion_words(each.side, each.pattern),
            source_words(each.source),
        )
        for each in criteria
    ]
    yield from aligned(rows)


def _site_lines(sites: Sequence[Site]) -> Iterator[str]:
    by_country: dict[str, list[Site]] = {}
    for site in sites:
        by_country.setdefault(site.country, []).append(site)
    open_ones = sum(site.is_open for site in sites)
    yield f"{plural(len(sites), 'site')}, {open_ones} of them not closed:"
    for country, found in sorted(by_country.items()):
        yield f"  {country}"
        for site in found:
            place = ", ".join(filter(None, (site.city, site.facility))) or "place not given"
            state = f" ({status_words(site.status)})" if site.status else ""
            yield f"    {place}{state}"


def counts_as_json(counts: TrialCounts, name: str) -> str:
    """Return the numbers of a snapshot as one document."""
    return as_document({"snapshot": name, **asdict(counts)})


def counts_as_text(counts: TrialCounts, name: str, note: str = "") -> str:
    """Return the numbers of a snapshot as lines, the largest of each; `note` is a warning."""
    return "\n".join(_count_lines(counts, name, note))


def _count_lines(counts: TrialCounts, name: str, note: str) -> Iterator[str]:
    certain = counts.confidence.get(Confidence.CERTAIN.value, 0)
    yield f"{plural(counts.trials, 'trial')}, data of {counts.data_date} ({name})"
    if note:
        yield f"note: {note}"
    yield (
        f"{counts.criteria:,} criteria, {certain:,} read with certainty; "
        f"{counts.patterns:,} distinct patterns"
    )
    read = counts.criteria + counts.unread
    share = f" ({100 * counts.unread / read:.0f} % of these and the criteria)" if read else ""
    yield (
        f"{plural(counts.unread, 'sentence')} of eligibility texts not read{share}, in "
        f"{plural(counts.with_unread, 'trial')}"
    )
    if counts.named:
        yield (
            f"{plural(counts.named, 'more trial')} that name a gene or marker, and of which it was "
            f"not read what they ask for of it"
        )
    groups: Iterable[tuple[str, Mapping[str, int]]] = (
        ("genes asked for", counts.genes),
        ("genes of exclusions", counts.excluded_genes),
        ("tumour types", counts.tumor_types),
        ("countries with an open site", counts.countries),
        ("status", {key.lower().replace("_", " "): n for key, n in counts.status.items()}),
        ("phases", {phase_words((key,)): n for key, n in counts.phases.items()}),
        ("criteria by kind", counts.kinds),
        ("criteria by confidence", counts.confidence),
    )
    for name, numbers in groups:
        if numbers:
            yield ""
            yield f"{name} ({len(numbers)})"
            for key, number in list(numbers.items())[:_MOST_OF_A_COUNT]:
                yield f"{number:7,}  {key}"
            if len(numbers) > _MOST_OF_A_COUNT:
                yield f"         and {len(numbers) - _MOST_OF_A_COUNT} more; --json has all"
