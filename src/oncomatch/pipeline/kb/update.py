"""Take a newer release of CIViC into a knowledge folder of the user's own."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from oncomatch.errors import InputError, ResourceError
from oncomatch.knowledge.conflicts import FILE as CONFLICTS
from oncomatch.knowledge.conflicts import find_conflicts, read_conflicts, write_conflicts
from oncomatch.knowledge.evidence_table import read_evidence_items, write_evidence_items
from oncomatch.knowledge.importers.civic import SOURCE, CivicTranslation, table_of_counts
from oncomatch.knowledge.importers.download import download
from oncomatch.knowledge.importers.one_source import replace_rows
from oncomatch.knowledge.importers.refusal import write_refusals
from oncomatch.knowledge.lock import check_folder, lock_of, write_lock
from oncomatch.knowledge.meaning_table import write_meanings
from oncomatch.pipeline.kb.check import check_knowledge
from oncomatch.pipeline.kb.civic import predictive_share, translate_release
from oncomatch.pipeline.kb.diff import as_table, compare
from oncomatch.pipeline.kb.folders import refuse_bundled, whole_folder
from oncomatch.reference.bundle import open_reference
from oncomatch.reference.resources import resource_path

LEAST_SHARE = 0.90
"""Part of the predictive items that has to translate: below it the release is of another kind."""

LEAST_KEPT = 0.90
"""Part of the present records that has to be there still: a table that broke off has fewer."""

_SHOWN = 50

_RELEASE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:-(\d{2}))?")
_NAMED = re.compile(r"(\d{2})-([A-Z][a-z]{2})-(\d{4})-")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_ADDRESS = "https://civicdb.org/downloads/{day}/{day}-AcceptedClinicalEvidenceSummaries.tsv"
"""Monthly releases are of the first of a month; file names as CIViC's own server code has them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A release to take: from a file, or fetched from `url`, empty for CIViC's address.

    `variants` is CIViC's table of variants with coordinates of the same release, if at hand.
    `force` takes what is older, or has far fewer records.
    """

    file: Path | None
    url: str = ""
    release: str = ""
    variants: Path | None = None
    force: bool = False


def update_civic(wanted: Wanted, base: Path | None, out: Path) -> Iterator[str]:
    """Replace CIViC's rows of `base` (the bundled knowledge without) and write `out`.

    Yields what to tell. Nothing is written unless all checks pass.

    Raises:
        InputError: the release is older, cannot be told, or fails a check.
        ResourceError: its columns or words are not known.
        RegistryError: it cannot be fetched.
    """
    refuse_bundled(out, "--out")
    folder = base or (out if (out / "evidence.tsv").is_file() else resource_path("knowledge"))
    check_folder(folder)
    release = _release_of(wanted)
    if wanted.file is not None:
        if not wanted.file.is_file():
            raise InputError(f"{wanted.file}: there is no such file; check the path")
        yield from _take(wanted.file, release, wanted, folder, out)
        return
    with tempfile.TemporaryDirectory() as place:
        address = wanted.url or address_of(release)
        fetched = download(address, Path(place) / "civic.tsv")
        yield f"fetched {fetched.url}: {fetched.size:,} bytes, sha256 {fetched.sha256}"
        yield from _take(fetched.path, release, wanted, folder, out)


def _release_of(wanted: Wanted) -> str:
    named = _NAMED.match(wanted.file.name) if wanted.file else None
    if not wanted.release and named and named[2] in _MONTHS:
        return f"{named[3]}-{_MONTHS.index(named[2]) + 1:02}-{named[1]}".removesuffix("-01")
    found = _RELEASE.fullmatch(wanted.release)
    try:
        if found and found[3]:
            date.fromisoformat(wanted.release)
    except ValueError:
        found = None
    if found is None:
        said = f"{wanted.release!r} is no release" if wanted.release else "which release is it?"
        raise InputError(f"{said}: give --release as year and month, such as --release 2025-10")
    return wanted.release


def address_of(release: str) -> str:
    """Return CIViC's address of a monthly release.

    Raises:
        InputError: the release is of a day within a month.
    """
    found = _RELEASE.fullmatch(release)
    if found is None or (found[3] or "01") != "01":
        raise InputError(
            f"CIViC's releases are of the first of a month, not of {release}; give the month, or "
            f"the address with --url"
        )
    day = f"01-{_MONTHS[int(found[2]) - 1]}-{found[1]}"
    return _ADDRESS.format(day=day)


def _take(file: Path, release: str, wanted: Wanted, folder: Path, out: Path) -> Iterator[str]:
    reference = open_reference()
    found = translate_release([file], release, folder, reference, wanted.variants)
    _check_translation(file, found, release, folder, wanted.force)
    with whole_folder(out, folder) as fresh:
        _replace(fresh, found)
        write_lock(fresh, lock_of(fresh))
        checked = check_knowledge(fresh)
        for finding in checked.findings[:_SHOWN]:
            yield str(finding).replace(f"{fresh}{os.sep}", "")
        if checked.findings:
            raise InputError(
                f"{file}: {len(checked.findings)} rows of the new tables fail the checks, so "
                f"nothing was changed; report them, or correct the table they come from"
            )
        recorded = {each.pair for each in read_conflicts(folder / CONFLICTS)}
        new = [each for each in read_conflicts(fresh / CONFLICTS) if each.pair not in recorded]
        changes = as_table(compare(str(folder), str(fresh)))
    yield from table_of_counts(found.counts)
    yield ""
    yield from changes
    yield ""
    for each in new:
        yield (
            f"new conflict: {each.record_id} and {each.opposed_by}, {each.therapies} for "
            f"{each.biomarker} in {each.tumor_type}, level {each.level}"
        )
    yield f"CIViC {release} is in {out}; use it with --kb {out}"


def _check_translation(
    file: Path, found: CivicTranslation, release: str, folder: Path, force: bool
) -> None:
    share = predictive_share(found)
    if share < LEAST_SHARE:
        raise InputError(
            f"{file}: only {share:.0%} of its predictive items can be translated, at least "
            f"{LEAST_SHARE:.0%} have to; the present knowledge stays. CIViC may name variants or "
            f"diseases in another way now, which this version does not know"
        )
    try:
        items = read_evidence_items(folder / "evidence.tsv")
    except ResourceError as error:
        raise InputError(f"{error}; correct it, or begin from the bundled knowledge") from error
    present = [each for each in items if each.provenance.source == SOURCE]
    newest = max((each.provenance.release for each in present), default="")
    if release < newest and not force:
        raise InputError(
            f"{file}: release {release} is older than the present one, {newest}, which stays; "
            f"give --force to go back to it"
        )
    ids = {each.id for each in found.items} | {
        f"{SOURCE} {each.record_id}" for each in found.refusals
    }
    kept = sum(each.id in ids for each in present)
    if present and kept < LEAST_KEPT * len(present) and not force:
        raise InputError(
            f"{file}: {len(present) - kept} of the {len(present)} predictive records at hand are "
            f"not in it: it may be cut off or be a selection; the present knowledge stays. Fetch "
            f"it again, or give --force if CIViC took them away"
        )


def _replace(folder: Path, found: CivicTranslation) -> None:
    """Replace CIViC's rows of the folder's tables, and record the conflicts anew."""
    replace_rows(
        folder / "evidence.tsv", SOURCE, lambda path: write_evidence_items(path, found.items)
    )
    replace_rows(folder / "meanings.tsv", SOURCE, lambda path: write_meanings(path, found.meanings))
    replace_rows(
        folder / "untranslated.tsv", SOURCE, lambda path: write_refusals(path, found.refusals)
    )
    write_conflicts(
        folder / CONFLICTS, find_conflicts(read_evidence_items(folder / "evidence.tsv"))
    )
