"""The bundled trials themselves: each can be shown, matched and looked up."""

from __future__ import annotations

import re
from datetime import date

from oncomatch.domain.biomarker import LIQUID, TumorTypeIn, atoms_of, genes_of
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.trial import Criterion, Section, Trial
from oncomatch.reference.bundle import Reference
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows
from oncomatch.reference.tumor_types import TumorTypes
from oncomatch.trials.snapshot import (
    check_snapshot,
    make_snapshot,
    open_snapshot,
    write_snapshot,
)

SNAPSHOT = open_snapshot()
TRIALS = [SNAPSHOT.unpack(each) for each in SNAPSHOT.trials]
PHASES = {"EARLY_PHASE1", "PHASE1", "PHASE2", "PHASE3", "PHASE4"}


def wrong(problems: dict[str, object]) -> dict[str, object]:
    """Return what is wrong by trial; a test expects none."""
    return {trial_id: problem for trial_id, problem in problems.items() if problem}


def criteria_of(trial: Trial) -> list[Criterion]:
    return [*trial.criteria, *(each for arm in trial.arms for each in arm.criteria)]


def test_there_are_trials_each_once_sorted():
    ids = [trial.trial_id for trial in TRIALS]

    assert len(ids) > 50
    assert ids == sorted(set(ids))


def test_registry_ids():
    assert [t.trial_id for t in TRIALS if not re.fullmatch(r"NCT\d{8}", t.trial_id)] == []


def test_dates():
    """ISO 8601; none newer than the snapshot's own."""
    dates = {trial.data_date for trial in TRIALS}

    assert {str(date.fromisoformat(each)) for each in dates} == dates
    assert max(dates) == SNAPSHOT.data_date


def test_written_again_the_file_is_the_same(tmp_path):
    write_snapshot(
        tmp_path / "trials.json", make_snapshot(TRIALS, SNAPSHOT.data_date, SNAPSHOT.named)
    )

    assert (tmp_path / "trials.json").read_bytes() == resource_path(
        "trials", "trials.json"
    ).read_bytes()


def test_every_pattern_is_one_and_is_used():
    used = {each.pattern for t in SNAPSHOT.trials for each in t.criteria}
    used |= {each.pattern for t in SNAPSHOT.trials for arm in t.arms for each in arm.criteria}

    assert check_snapshot(SNAPSHOT) == []
    assert used == set(range(len(SNAPSHOT.texts)))


def test_every_trial_asks_for_something_molecular():
    asking = {t.trial_id for t in TRIALS if any(c.kind.is_molecular for c in criteria_of(t))}

    assert {t.trial_id for t in TRIALS} - asking == set()


def test_tumour_types_are_oncotree(tumor_types: TumorTypes):
    known = {kind.code for kind in tumor_types} | {LIQUID}
    codes = {
        code
        for trial in TRIALS
        for each in criteria_of(trial)
        for atom in atoms_of(each.pattern)
        if isinstance(atom, TumorTypeIn)
        for code in atom.codes
    }

    assert codes - known == set()


def test_genes_are_of_the_reference(reference: Reference):
    genes = {gene for t in TRIALS for each in criteria_of(t) for gene in genes_of(each.pattern)}

    assert [gene for gene in sorted(genes) if reference.find_gene(gene) is None] == []


def test_changed_residues_are_those_of_the_protein(reference: Reference):
    """`KRAS p.G12C` needs a glycine at residue 12 of the reported protein."""
    problems = {}
    for text in SNAPSHOT.texts:
        for gene, first, number in re.findall(r"([A-Z]\w+) p\.([A-Z])(\d+)", text):
            transcript = reference.reported_transcript(gene, GenomeBuild.GRCH38)
            assert transcript is not None
            if transcript.protein_sequence[int(number) - 1] != first:
                problems[text] = first

    assert problems == {}


def test_titles_and_places_of_criteria_are_given():
    assert [t.trial_id for t in TRIALS if not t.title.strip()] == []
    assert [
        t.trial_id
        for t in TRIALS
        for each in criteria_of(t)
        if each.source.section is Section.TITLE and not each.source.start < each.source.end
    ] == []


def test_every_trial_is_open():
    assert [t.trial_id for t in TRIALS if not t.status.is_open] == []


def test_phases_are_of_treatment():
    assert wrong({t.trial_id: set(t.phases) - PHASES for t in TRIALS}) == {}


CONDITIONS = list(read_rows(resource_path("trials", "conditions.tsv")))


def test_own_synonyms_stand_once():
    names = [row["condition"].lower() for row in CONDITIONS]

    assert sorted(set(names)) == sorted(names)
    assert "" not in names


def test_own_synonyms_lead_to_codes(tumor_types: TumorTypes):
    known = {LIQUID, *(kind.code for kind in tumor_types)}
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
