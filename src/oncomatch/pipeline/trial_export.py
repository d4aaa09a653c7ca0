"""Write a trial of a snapshot as CTML."""

from __future__ import annotations

from pathlib import Path

from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import InputError
from oncomatch.pipeline.trial_files import TRIAL_FILES
from oncomatch.pipeline.trial_pages import find_trial
from oncomatch.readers.config import Config
from oncomatch.reference.bundle import open_reference
from oncomatch.reporting.ctml_file import write_ctml
from oncomatch.trials.ctml.export import export_trial


def export_as_ctml(trial_id: str, config: Config, out: Path) -> tuple[str, ...]:
    """Write a trial as CTML; return a sentence for each criterion that CTML cannot say.

    Raises:
        InputError: the chosen snapshot does not have the trial, or the file has another ending.
    """
    if out.suffix.lower() not in TRIAL_FILES:
        raise InputError(
            f"{out}: CTML is written as YAML or JSON; end the name in {' or '.join(TRIAL_FILES)}"
        )
    exported = export_trial(find_trial(config, trial_id), residue_of)
    write_ctml(out, exported.document)
    return exported.refused


def residue_of(gene: str, number: int) -> str:
    """Return the letter of a residue (1-based) of the gene's reported protein, or nothing."""
    for build in reversed(GenomeBuild):
        transcript = open_reference().reported_transcript(gene, build)
        if transcript is not None:
            return transcript.protein_sequence[number - 1 : number]
    return ""
