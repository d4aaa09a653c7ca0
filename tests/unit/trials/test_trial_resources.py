"""The bundled trials themselves: each can be shown, matched and looked up."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from oncomatch.domain.biomarker import genes_of
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.trial import Trial
from oncomatch.reference.bundle import Reference
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows
from oncomatch.reference.tumor_types import TumorTypes
from oncomatch.trials.snapshot import open_snapshot, write_snapshot

SNAPSHOT = open_snapshot()
PHASES = ["EARLY_PHASE1", "PHASE1", "PHASE2", "PHASE3", "PHASE4"]


def wrong(problems: dict[str, object]) -> dict[str, object]:
    """Return what is wrong by trial; a test expects none."""
    return {nct_id: problem for nct_id, problem in problems.items() if problem}


def test_there_are_trials_each_once_sorted():
    ids = [trial.nct_id for trial in SNAPSHOT.trials]

    assert len(ids) > 50
    assert ids == sorted(set(ids))


def test_registry_ids():
    assert [t.nct_id for t in SNAPSHOT.trials if not re.fullmatch(r"NCT\d{8}", t.nct_id)] == []


def test_dates():
    """ISO 8601; none newer than the snapshot's own."""
    dates = {trial.data_date for trial in SNAPSHOT.trials}

    assert {str(date.fromisoformat(each)) for each in dates} == dates
    assert max(dates) == SNAPSHOT.data_date


def test_the_source_is_named():
    document = json.loads(resource_path("trials", "trials.json").read_text(encoding="utf-8"))

    assert document["source"] == "ClinicalTrials.gov"


def test_written_again_the_file_is_the_same(tmp_path):
    write_snapshot(tmp_path / "trials.json", SNAPSHOT.trials)

    assert (tmp_path / "trials.json").read_bytes() == resource_path(
        "trials", "trials.json"
    ).read_bytes()


def test_tumour_types_are_oncotree(tumor_types: TumorTypes):
    known = {kind.code for kind in tumor_types}

    assert wrong({t.nct_id: set(t.tumor_types) - known for t in SNAPSHOT.trials}) == {}
    assert [t.nct_id for t in SNAPSHOT.trials if not t.tumor_types] == []
    assert [t.nct_id for t in SNAPSHOT.trials if t.conditions_unread < 0] == []


def test_biomarkers_are_read_back():
    texts = {trial.nct_id: str(trial.biomarker) for trial in SNAPSHOT.trials}

    assert {nct: str(parse_biomarker(text)) for nct, text in texts.items()} == texts


def test_genes_are_of_the_reference(reference: Reference):
    genes = {gene for trial in SNAPSHOT.trials for gene in genes_of(trial.biomarker)}

    assert [gene for gene in sorted(genes) if reference.find_gene(gene) is None] == []


def residues(text: str) -> set[str]:
    return {change.upper() for change in re.findall(r"[A-Z]\d{2,4}[A-Z]\b", text)}


def test_changed_residues_are_those_of_the_protein(reference: Reference):
    """`KRAS p.G12C` needs a glycine at residue 12 of the reported protein."""
    problems = {}
    for trial in SNAPSHOT.trials:
        for gene, first, number in re.findall(r"(\w+) p\.([A-Z])(\d+)", str(trial.biomarker)):
            transcript = reference.reported_transcript(gene, GenomeBuild.GRCH38)
            assert transcript is not None
            if transcript.protein_sequence[int(number) - 1] != first:
                problems[trial.nct_id] = str(trial.biomarker)

    assert problems == {}


@pytest.mark.parametrize("trial", SNAPSHOT.trials, ids=lambda trial: trial.nct_id)
def test_every_residue_change_of_a_title_is_in_the_criterion(trial: Trial):
    """A change that the title names and the criterion lacks loses its patients."""
    genes = set(genes_of(trial.biomarker))
    named = residues(re.sub(rf"({'|'.join(genes) or '-'})(?=[A-Z]\d)", r"\1 ", trial.title))

    assert named <= residues(str(trial.biomarker))


def test_the_words_that_a_criterion_was_read_from_are_given():
    assert [trial.nct_id for trial in SNAPSHOT.trials if not trial.quote.strip()] == []
    assert [trial.nct_id for trial in SNAPSHOT.trials if not trial.title.strip()] == []


def test_phases_are_of_treatment():
    assert wrong({t.nct_id: set(t.phases) - set(PHASES) for t in SNAPSHOT.trials}) == {}
    assert [t.nct_id for t in SNAPSHOT.trials if not t.phases] == []


def test_limits_are_sensible():
    """An upper limit below the lower one, or a sex of no one, would exclude everybody."""
    assert {trial.sex for trial in SNAPSHOT.trials} <= {"ALL", "FEMALE", "MALE"}
    assert [
        t.nct_id
        for t in SNAPSHOT.trials
        if not 0 <= (t.minimum_age or 0) <= (130 if t.maximum_age is None else t.maximum_age)
    ] == []


CONDITIONS = list(read_rows(resource_path("trials", "conditions.tsv")))


def test_own_synonyms_stand_once():
    names = [row["condition"].lower() for row in CONDITIONS]

    assert sorted(set(names)) == sorted(names)
    assert "" not in names


def test_own_synonyms_lead_to_codes(tumor_types: TumorTypes):
    known = {kind.code for kind in tumor_types}
    problems = {
        row["condition"]: set(filter(None, row["tumor_types"].split(";"))) - known
        for row in CONDITIONS
    }

    assert wrong(problems) == {}


def test_own_synonyms_do_not_contradict_oncotree(tumor_types: TumorTypes):
    """Where OncoTree has the very name, the synonym has its code among others or alone."""
    codes: dict[str, set[str]] = {}
    for kind in tumor_types:
        codes.setdefault(kind.name.lower(), set()).add(kind.code)

    problems = {
        row["condition"]: codes.get(row["condition"].lower(), set())
        - set(row["tumor_types"].split(";"))
        for row in CONDITIONS
    }

    assert wrong(problems) == {}
