"""Write a trial of a snapshot as CTML."""

from __future__ import annotations

from pathlib import Path

from oncomatch.domain.build import GenomeBuild
from oncomatch.pipeline.trial_snapshots import chosen_snapshot, find_trial
from oncomatch.reference.bundle import open_reference
from oncomatch.reporting.ctml_file import write_ctml
from oncomatch.trials.ctml.export import export_trial


def export_as_ctml(trial_id: str, snapshot: Path | None, out: Path) -> tuple[str, ...]:
    """Write a trial as CTML; return a sentence for each criterion that CTML cannot say.

    Raises:
        InputError: the snapshot does not have the trial.
    """
    exported = export_trial(find_trial(chosen_snapshot(snapshot), trial_id), residue_of)
    write_ctml(out, exported.document)
    return exported.refused


def residue_of(gene: str, number: int) -> str:
    """Return the letter of a residue (1-based) of the gene's reported protein, or nothing."""
    for build in reversed(GenomeBuild):
        transcript = open_reference().reported_transcript(gene, build)
        if transcript is not None:
            return transcript.protein_sequence[number - 1 : number]
    return ""
