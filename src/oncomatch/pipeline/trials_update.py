"""Renew a snapshot of open trials in a folder of the user's own: from files or registries."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from oncomatch import __version__
from oncomatch.errors import InputError, RegistryError, ResourceError
from oncomatch.pipeline.trial_studies import Taken, Wanted, reader_of, take, take_files, told_once
from oncomatch.readers.lines import printable
from oncomatch.reference.resources import resource_path
from oncomatch.trials import ctis
from oncomatch.trials.folder_lock import LOCK, locked
from oncomatch.trials.kept_pages import DownloadState, fingerprint
from oncomatch.trials.places import located, open_places
from oncomatch.trials.polite_http import PoliteSession
from oncomatch.trials.registry import Query, Registry, Version, queries
from oncomatch.trials.snapshot import (
    check_snapshot,
    make_snapshot,
    read_snapshot,
    write_snapshot,
)

SNAPSHOT, STATE, PLAN = "trials.json", ".update", "update.json"
LEAST_KEPT = 0.5
"""Part of the present trials that the same question has to bring again."""

_REASONS = 20

Tell = Callable[[str], None]


def update_trials(
    wanted: Wanted,
    out: Path,
    tell: Tell,
    *,
    download: bool = False,
    session: PoliteSession | None = None,
    today: str = "",
) -> None:
    """Write the snapshot of `out`; what stands there stays unless the new one is whole.

    Nothing but files is read without `download`. `tell` gets a line for each step. `today` (ISO
    8601) is the day of a download from a registry that does not say of when its data are: what
    another day left behind is not mixed with it.

    Raises:
        InputError: a file is no study, nothing is left, far fewer trials than before, or another
            update is writing there.
        RegistryError: a registry does not answer as it should; what came is kept for a next call.
    """
    _check_out(out)
    with locked(out):
        if not download:
            _write(out, wanted, take_files(wanted), "", Version(""), tell)
            return
        try:
            _download(wanted, out, tell, session or PoliteSession(tell=tell), today)
        except RegistryError as error:
            old = (out / SNAPSHOT).is_file()
            stays = "the old snapshot stays in use" if old else "nothing written"
            raise RegistryError(f"{error}; {stays}, and a next call goes on from here") from error


def _check_out(out: Path) -> None:
    if out.resolve() == resource_path("trials").resolve():
        raise InputError(
            f"{out} holds the bundled snapshot, which is not changed; give another folder with "
            f"--out, and its name as trials.snapshot in the configuration"
        )
    others = [path for path in out.iterdir() if not _ours(path)] if out.is_dir() else []
    if others:
        raise InputError(f"{out}: has other files in it; give --out an empty or new folder")


def _ours(path: Path) -> bool:
    return path.name in (SNAPSHOT, STATE, PLAN, LOCK) or path.name.startswith(f".{SNAPSHOT}")


def _question(wanted: Wanted) -> str:
    parts = (wanted.genes, wanted.conditions, wanted.countries, wanted.url, wanted.ctis_url)
    return fingerprint(__version__, *parts)


def _download(wanted: Wanted, out: Path, tell: Tell, session: PoliteSession, today: str) -> None:
    last = _last_update(out)
    same = last.get("question") == _question(wanted) and not wanted.force
    registry = Registry(session, wanted.url) if wanted.url else None
    known = last.get("etag", "") if same else ""
    version = registry.version(known) if registry else Version("")
    if same and registry and (version is None or version.timestamp == last.get("timestamp")):
        tell(f"the registry's data are still of {last.get('timestamp')}: nothing to do")
        return
    version = version or Version(last.get("timestamp", ""), known)
    state = DownloadState(out / STATE)
    out.mkdir(parents=True, exist_ok=True)
    if state.begin(json.dumps([_question(wanted), version.timestamp or today])):
        tell("goes on with the download that broke off")
    taken = Taken()
    reader = reader_of(wanted)
    day = version.timestamp[:10] or wanted.data_date
    if registry is not None:
        asked = queries(wanted.genes, wanted.conditions, wanted.countries)
        for number, query in enumerate(asked, start=1):
            tell(f"question {number} of {len(asked)}: {_short(query)}")
            for study in registry.studies(query, state.pages(query), tell):
                take(study, wanted, taken, reader, day)
    if wanted.ctis_url:
        for record in _ctis_records(wanted, state, tell, session):
            take(record, wanted, taken, reader, "")
    _write(out, wanted, taken, day, version, tell)
    state.clear()


def _short(query: Query) -> str:
    words = dict(query)
    return printable(f"{words.get('query.term') or words.get('query.cond') or 'all'}")[:100]


def _ctis_records(
    wanted: Wanted, state: DownloadState, tell: Tell, session: PoliteSession
) -> Iterator[dict[str, Any]]:
    """Yield the records of CTIS that hold one of the words asked for; each is kept as a page."""
    register = ctis.Ctis(session, wanted.ctis_url)
    numbers: dict[str, None] = {}
    for word in wanted.ctis_words:
        numbers.update(dict.fromkeys(register.numbers(word)))
    tell(f"EU CTIS: {len(numbers)} records")
    for number in numbers:
        pages = state.pages(("CTIS", number))
        if not pages.count:
            pages.keep(register.record(number))
        yield json.loads(pages.read(0))


def _write(out: Path, wanted: Wanted, taken: Taken, day: str, version: Version, tell: Tell) -> None:
    """Check the new snapshot and put it in the place of the old one; tell what was taken."""
    trials, merged = told_once(taken.trials.values())
    tell(f"{taken.read:,} studies read, {len(trials):,} trials kept")
    if merged:
        tell(f"{merged:6,} of EU CTIS are in ClinicalTrials.gov too and told once")
    if taken.repeated:
        tell(f"{taken.repeated:6,} came more than once")
    for reason, count in taken.refused.most_common(_REASONS):
        tell(f"{count:6,} not kept: {printable(reason)}")
    rest = sum(taken.refused.values()) - sum(
        count for _, count in taken.refused.most_common(_REASONS)
    )
    if rest:
        tell(f"{rest:6,} not kept for other reasons")
    if taken.named:
        tell(f"{len(taken.named):6,} of these name a gene or marker: a search for it says so")
    for sentence in (each for found in taken.to_review.values() for each in found):
        tell(f"to review again: {printable(sentence)}")
    if not trials:
        raise InputError(
            f"{out}: no trial is left, so nothing was changed; ask for more genes or countries"
        )
    undated = sum(not trial.data_date for trial in trials)
    if undated:
        raise InputError(
            f"{out}: {undated} of the trials do not say of when their data are, so nothing was "
            f"changed; give the day on which they were fetched with --data-date"
        )
    _check_loss(out, wanted, len(trials))
    out.mkdir(parents=True, exist_ok=True)
    fresh = out / f".{SNAPSHOT}.new"
    try:
        known = open_places().with_sites(make_snapshot(trials))
        named = taken.named.values()
        write_snapshot(fresh, make_snapshot(located(trials, known), day, named))
        wrong = check_snapshot(read_snapshot(fresh))
        if wrong:
            raise ResourceError(f"{out}: {wrong[0]}; nothing was changed; report it")
        fresh.replace(out / SNAPSHOT)
    finally:
        fresh.unlink(missing_ok=True)
    plan = {
        "question": _question(wanted),
        "timestamp": version.timestamp,
        "etag": version.etag,
        "trials": len(trials),
    }
    beside = out / f".{SNAPSHOT}.plan"
    beside.write_text(json.dumps(plan, indent=1) + "\n", encoding="utf-8")
    beside.replace(out / PLAN)
    newest = read_snapshot(out / SNAPSHOT).data_date
    tell(f"trials of {newest} are in {out}; use them with trials.snapshot: {out}")


def _check_loss(out: Path, wanted: Wanted, count: int) -> None:
    last = _last_update(out)
    before = last.get("trials", 0)
    if wanted.force or last.get("question") != _question(wanted) or not isinstance(before, int):
        return
    if count < LEAST_KEPT * before:
        raise InputError(
            f"{out}: {count} trials where there were {before}: the answer may be cut off; the "
            f"present snapshot stays. Try again later, or give --force if it is right"
        )


def _last_update(out: Path) -> dict[str, Any]:
    """Return what is known of the last update, nothing without a snapshot."""
    with suppress(OSError, ValueError):
        value = json.loads((out / PLAN).read_text(encoding="utf-8"))
        if isinstance(value, dict) and (out / SNAPSHOT).is_file():
            return value
    return {}
