"""The knowledge folder and licences that the configuration chooses, and how the record names it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from oncomatch.domain.record import ResourceFile, Setting
from oncomatch.errors import InputError
from oncomatch.knowledge.base import KnowledgeBase, open_knowledge, read_knowledge
from oncomatch.knowledge.lock import FILE, differences, lock_of, read_lock
from oncomatch.readers.config import Config
from oncomatch.reference.resources import resource_path

PERMISSIVE = "permissive"
_BUNDLED = "knowledge/"
_APPROVALS = "approvals.tsv"


def with_knowledge(config: Config, folder: Path | None, licence: str | None) -> Config:
    """Return the configuration with the folder and the licences of options, where they are given.

    Raises:
        InputError: the folder is no knowledge folder, or its tables are not as it was locked.
    """
    chosen = replace(config, knowledge=str(folder)) if folder else config
    chosen = replace(chosen, licence=licence) if licence else chosen
    if chosen.knowledge:
        check_locked(Path(chosen.knowledge))
    return chosen


def check_locked(folder: Path) -> None:
    """Check that a folder has a knowledge base, and its tables the bytes of its lock, if any.

    Raises:
        InputError: it has none, or a table was changed after it was locked.
    """
    present, locked = lock_of(folder), read_lock(folder)
    changed = differences(locked, present) if locked else ()
    if changed:
        file, what = changed[0]
        raise InputError(
            f"{folder / file}: {what}: it was changed after {FILE} was written; look at it with "
            f"oncomatch kb check --kb {folder}, then lock it anew with "
            f"oncomatch kb lock --kb {folder} --write"
        )


def open_chosen_knowledge(config: Config) -> KnowledgeBase:
    """Return the knowledge that the configuration chooses."""
    if not config.knowledge and config.licence != PERMISSIVE:
        return open_knowledge()
    folder = Path(config.knowledge) if config.knowledge else resource_path("knowledge")
    return read_knowledge(folder, permissive=config.licence == PERMISSIVE)


def knowledge_tables(config: Config) -> list[str]:
    """Return the paths of the tables that a match depends on, sorted.

    Raises:
        ResourceError: the bundled ones are absent.
    """
    bundled = resource_path("knowledge", "evidence.tsv").parent
    folder = Path(config.knowledge) if config.knowledge else bundled
    return sorted(str(path) for path in folder.glob("*.tsv"))


def resources_with_knowledge(
    config: Config, resources: tuple[ResourceFile, ...]
) -> tuple[ResourceFile, ...]:
    """Return the tables of a record with those of the chosen knowledge in the place of ours.

    The lock of a folder of the user's own stands last, by the name of the folder. The table of
    approvals is not named where the licences leave it out.
    """
    kept = list(resources)
    if config.knowledge:
        folder = Path(config.knowledge)
        name = f"knowledge of your own: {folder.resolve().name}"
        kept = [each for each in resources if not each.file.startswith(_BUNDLED)]
        kept += [
            ResourceFile(f"{name}/{each.file}", each.release, each.sha256)
            for each in lock_of(folder)
        ]
    if config.licence == PERMISSIVE:
        kept = [each for each in kept if not each.file.endswith(f"/{_APPROVALS}")]
    return tuple(kept)


def settings_of(config: Config) -> tuple[Setting, ...]:
    """Return what the record says of the choice, nothing for the bundled knowledge as a whole."""
    folder = Path(config.knowledge).resolve().name if config.knowledge else ""
    said = [Setting("knowledge", folder)] if folder else []
    said += [Setting("licence", config.licence)] if config.licence == PERMISSIVE else []
    return tuple(said)
