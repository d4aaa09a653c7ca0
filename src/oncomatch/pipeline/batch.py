"""A batch of cases: its checked inputs, and its run by the bundled Snakemake workflow."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import oncomatch
from oncomatch.domain.house import HouseStyle
from oncomatch.errors import InputError
from oncomatch.pipeline.case_files import RECORD, read_record
from oncomatch.pipeline.chosen_knowledge import knowledge_tables, with_knowledge
from oncomatch.pipeline.chosen_reference import with_reference
from oncomatch.pipeline.chosen_trials import (
    check_trial_choice,
    snapshot_file,
)
from oncomatch.pipeline.config_paths import absolute_paths
from oncomatch.pipeline.house import house_style
from oncomatch.pipeline.other_annotators import TOOLS, check_tool
from oncomatch.readers.case_sheet import CaseRequest, read_case_sheet
from oncomatch.readers.config import Config, parse_config, read_config
from oncomatch.readers.lines import printable
from oncomatch.readers.panel_description import bed_of
from oncomatch.reference.origin import NAME, read_origin
from oncomatch.reference.resources import config_path, resource_path, workflow_path
from oncomatch.reference.tumor_types import open_tumor_types
from oncomatch.reporting.batch_index import FailedCase, write_index
from oncomatch.reporting.writers import HTML, WRITERS

_STEPS = re.compile(r"(\d+) of (\d+) steps \(")
_CODE = (".py", ".html", ".css", ".js", ".typ", ".toml")
_LOCKED = "Directory cannot be locked"

_CLOCK_SECONDS = 2.0  # file systems round times

STEPS = ("annotate", "match", "report")


@dataclass(frozen=True, slots=True)
class Batch:
    """The cases of a sheet, in its order, by case id."""

    requests: dict[str, CaseRequest]

    def files_of(self, case_id: str) -> list[str]:
        """Return the input files of a case, the BED file of its assay's description among them."""
        request = self.requests[case_id]
        bed = bed_of(request.panel) if request.panel else None
        beside = [bed] if bed is not None and bed.is_file() else []
        return [str(path) for path in (*request.files, *beside)]


def read_batch(sheet: Path) -> Batch:
    """Return the checked cases of a sheet."""
    requests = read_case_sheet(sheet, open_tumor_types())
    return Batch({request.info.case_id: request for request in requests})


def find_case(sheet: Path, case_id: str) -> CaseRequest:
    """Return one case of a sheet.

    Raises:
        InputError: the sheet has no such case.
    """
    batch = read_batch(sheet)
    if case_id not in batch.requests:
        raise InputError(f"{sheet}: has no case {case_id!r}")
    return batch.requests[case_id]


def check_config(value: object, where: str) -> Config:
    """Return the checked configuration of a mapping that Snakemake read."""
    return parse_config(value, where)


def default_config() -> Path:
    """Return the path of the bundled configuration."""
    return config_path("config.yaml")


def software() -> str:
    """Return the version with a checksum of the code: what is made by other code is made anew."""
    package = Path(oncomatch.__file__).parent
    code = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.suffix in _CODE:
            code.update(path.read_bytes())
    return f"{oncomatch.__version__} {code.hexdigest()[:12]}"


def knowledge_files(config: Config) -> list[str]:
    """Return the tables that a match depends on."""
    return [*knowledge_tables(config), str(snapshot_file(config))]


def reference_files(config: Config) -> list[str]:
    """Return what annotation depends on: places of hotspots, and a bundle of the user's own.

    Raises:
        ResourceError: the folder that is chosen is no bundle.
    """
    sites = str(resource_path("knowledge", "hotspot_sites.tsv"))
    if not config.reference:
        return [sites]
    read_origin(Path(config.reference))
    return [sites, str(Path(config.reference) / NAME)]


def write_batch_index(folder: Path, case_ids: list[str], config: Config) -> None:
    """Write the index of the cases whose records are in the folder, in the style of the house."""
    style = house_style(config)
    records = [read_record(folder / case_id / RECORD) for case_id in case_ids]
    write_index(folder, records, style=style)


def run_batch(
    sheet: Path,
    folder: Path,
    cores: int,
    config: Path | None,
    progress: Callable[[int, int], None],
    reference: Path | None = None,
    knowledge: Path | None = None,
    licence: str | None = None,
) -> tuple[FailedCase, ...]:
    """Run the workflow on a sheet; return the cases that failed.

    `reference`, `knowledge` and `licence` go before those of the configuration.

    The sheet, the configuration and the presence of all files are checked before. `progress` is
    called with steps done and steps in all.

    Raises:
        InputError: the sheet or the configuration is wrong, or another run uses the folder.
    """
    batch = read_batch(sheet)
    settings = config or default_config()
    chosen = with_knowledge(with_reference(read_config(settings), reference), knowledge, licence)
    check_tool(chosen, list(batch.requests.values()))
    check_trial_choice(chosen, batch.requests.values())
    style = house_style(chosen)  # a logo that is not there is told before anything is done
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "snakemake",
        "--snakefile",
        str(workflow_path("Snakefile")),
        "--configfile",
        str(settings.resolve()),
        "--config",
        f"cases={sheet.resolve()}",
        f"output={folder.resolve()}",
        *(f"{key}={json.dumps(value)}" for key, value in absolute_paths(chosen).items()),
        f"licence={chosen.licence}",
        "--directory",
        str(folder.resolve()),
        "--cores",
        str(cores),
        "--scheduler",
        "greedy",
        "--keep-going",
        "--rerun-incomplete",
    ]
    begun = time.time()
    output = _follow(command, progress)
    if output is None:
        return ()
    failures = tuple(_failures(batch, folder, begun))
    for failure in failures:
        _remove_stale(folder / failure.case_id)
    if failures:
        _write_partial_index(batch, folder, failures, style)
        return failures
    if _LOCKED in output:
        raise InputError(
            f"{folder}: another run uses this folder, or one was broken off; when none runs, "
            f"unlock it with: snakemake --unlock -s {workflow_path('Snakefile')} "
            f"--directory {folder}"
        )
    raise InputError(f"{folder}: the workflow stopped: {_last_words(output)}")


def _follow(command: list[str], progress: Callable[[int, int], None]) -> str | None:
    """Run a command, reporting its steps; return its output if it failed, None if not.

    The jobs call `oncomatch`: that beside this interpreter, whatever the PATH says.
    """
    kept: list[str] = []
    beside = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{beside}{os.pathsep}{os.environ.get('PATH', '')}"}
    with subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            kept.append(line)
            found = _STEPS.search(line)
            if found:
                progress(int(found[1]), int(found[2]))
    return "".join(kept) if process.returncode else None


def _failures(batch: Batch, folder: Path, begun: float) -> Iterator[FailedCase]:
    """Yield the cases with a log of this run that ends in an error."""
    for case_id in batch.requests:
        for step in STEPS:
            log = folder / case_id / "log" / f"{step}.log"
            if not log.is_file() or log.stat().st_mtime < begun - _CLOCK_SECONDS:
                continue
            lines = log.read_text("utf-8", "replace").strip().splitlines()
            if lines and lines[-1].startswith("oncomatch: "):
                message = printable(lines[-1].removeprefix("oncomatch: "))
                yield FailedCase(case_id, step, message)
                break
        else:
            yield from _failed_tool(folder / case_id, case_id, begun)


def _failed_tool(folder: Path, case_id: str, begun: float) -> Iterator[FailedCase]:
    """Yield that VEP or SnpEff failed on a case: it left a log of this run and no file."""
    for log in sorted(folder.glob("log/*.log")):
        tool, _, number = log.stem.partition(".")
        made = folder / "annotators" / f"{log.stem}.vcf"
        if tool not in TOOLS or not number or made.exists():
            continue
        if log.stat().st_mtime < begun - _CLOCK_SECONDS:
            continue
        lines = log.read_text("utf-8", "replace").strip().splitlines()
        said = printable(lines[-1]) if lines else "no output"
        yield FailedCase(case_id, tool, f"{said} (see {log})")


def other_reports(config: Config) -> list[str]:
    """Return the names of what a case has beside its page, files and folders."""
    return [WRITERS[form].file_in(config.house.language) for form in config.outputs if form != HTML]


def _remove_stale(folder: Path) -> None:
    """Remove what an earlier run made of a case that failed now: it is of other files."""
    for writer in WRITERS.values():
        for made in folder.glob(writer.file_in("*")):
            if made.is_dir():
                shutil.rmtree(made)
            else:
                made.unlink()


def _write_partial_index(
    batch: Batch, folder: Path, failures: tuple[FailedCase, ...], style: HouseStyle
) -> None:
    paths = [folder / case_id / RECORD for case_id in batch.requests]
    write_index(folder, [read_record(path) for path in paths if path.is_file()], failures, style)


def _last_words(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "no output"
