"""The hand-annotated trials themselves: words of the vocabulary, patterns and codes that exist.

What the words mean is in `tests/trials/README.md`.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest

from building import ROOT
from oncomatch.domain.biomarker import ProteinChange, atoms_of, genes_of
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.build import GenomeBuild
from oncomatch.reference.bundle import Reference
from oncomatch.reference.tables import read_rows
from oncomatch.reference.tumor_types import TumorTypes
from oncomatch.trials.measure_clinical import MOLECULAR_STRATA

FILES = {
    name: list(read_rows(ROOT / "tests" / "trials" / name))
    for name in ("annotated_trials.tsv", "fresh_trials.tsv", "new_trials.tsv")
}
ANNOTATED, FRESH, NEW = FILES.values()
ROWS = ANNOTATED + FRESH + NEW
COLUMNS = "nct_id half stratum cohort side kind value where note".split()
PATTERNS = ("genomic", "biomarker")
OTHER = ("genomic_other", "biomarker_other")
THERAPIES = ("prior_therapy_required", "prior_therapy_forbidden")
KINDS = (
    *("genomic", "genomic_other", "biomarker", "biomarker_other", "tumor_type", "stage"),
    *THERAPIES,
    *("prior_lines_min", "prior_lines_max", "measurable_disease", "cns", "ecog_max"),
    *("age_min", "age_max", "sex"),
)
STAGES = """
    I IB II III IIIA IIIB IIIC IV IVA IVB early localized locally_advanced advanced metastatic
    resectable unresectable recurrent persistent refractory newly_diagnosed castration_resistant
""".split()
WORDS = {
    "half": ("dev", "test"),
    "stratum": ("record", "marker", "any", "title", "alteration", "fresh", "rest", "new"),
    "side": ("inclusion", "exclusion"),
    "kind": KINDS,
    "where": ("title", "conditions", "eligibility"),
}
VALUES = {
    "sex": r"all|female|male",
    "measurable_disease": r"yes",
    "ecog_max": r"[0-4]",
    "age_min": r"\d{1,2}(\.\d{1,2})?",
    "age_max": r"\d{1,3}",
    "prior_lines_min": r"[1-9]",
    "prior_lines_max": r"\d",
    "stage": rf"({'|'.join(STAGES)})(;({'|'.join(STAGES)}))*",
    "cns": r"excluded_(any|active|leptomeningeal)|allowed_(treated|active)",
    "tumor_type": r"[A-Z0-9_/-]+(;[A-Z0-9_/-]+)*",
    **dict.fromkeys(THERAPIES, r"[A-Za-z0-9][\w/ -]*(;[A-Za-z0-9][\w/ -]*)*"),
    **dict.fromkeys(PATTERNS, r".+"),
    **dict.fromkeys(OTHER, r".{8,160}"),
}
UNIQUE_IN_COHORT = ("age_min", "age_max", "sex", "ecog_max", "prior_lines_min", "prior_lines_max")


def of_kinds(*kinds: str) -> list[dict[str, str]]:
    return [row for row in ROWS if row["kind"] in kinds]


def identity(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ("nct_id", "cohort", "side", "kind", "value"))


@pytest.mark.parametrize(
    ("name", "trials"),
    [("annotated_trials.tsv", 400), ("fresh_trials.tsv", 200), ("new_trials.tsv", 150)],
)
def test_there_are_enough_trials_sorted_by_id(name: str, trials: int):
    ids = [row["nct_id"] for row in FILES[name]]

    assert len(set(ids)) >= trials
    assert [nct for nct in ids if not re.fullmatch(r"NCT\d{8}", nct)] == []
    assert ids == sorted(ids)


def test_a_trial_is_in_one_file():
    """Those who write rules read the older files, and the texts of their trials."""
    ids = [nct for rows in FILES.values() for nct in {row["nct_id"] for row in rows}]

    assert len(ids) == len(set(ids))


def test_every_fresh_trial_measures():
    assert {row["half"] for row in FRESH} == {"test"}
    assert {row["stratum"] for row in FRESH} == {"fresh", "rest"}


def test_no_row_stands_twice():
    assert [key for key, count in Counter(map(identity, ROWS)).items() if count > 1] == []


def test_rows_of_a_trial_stand_in_one_order():
    """So that a change of an annotation is one changed line."""
    for rows in FILES.values():
        keys = [
            (*(row[n] for n in ("nct_id", "cohort")), KINDS.index(row["kind"]), row["side"])
            for row in rows
        ]

        assert keys == sorted(keys)


def test_columns():
    assert {tuple(row) for row in ROWS} == {tuple(COLUMNS)}


@pytest.mark.parametrize("column", WORDS)
def test_words_are_of_the_vocabulary(column: str):
    assert {row[column] for row in ROWS} - set(WORDS[column]) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_values_are_of_their_kind(kind: str):
    wrong = [identity(r) for r in of_kinds(kind) if not re.fullmatch(VALUES[kind], r["value"])]

    assert wrong == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_annotated_in_both_halves(kind: str):
    assert {row["half"] for row in ANNOTATED if row["kind"] == kind} == {"dev", "test"}


@pytest.mark.parametrize("rows", [ANNOTATED, NEW], ids=["annotated", "new"])
def test_every_second_id_is_held_out(rows: list[dict[str, str]]):
    halves = {row["nct_id"]: row["half"] for row in rows}

    assert halves == {nct: "test" if int(nct[-1]) % 2 else "dev" for nct in halves}


def test_a_trial_is_of_one_stratum():
    strata = {(row["nct_id"], row["stratum"]) for row in ROWS}

    assert len(strata) == len({row["nct_id"] for row in ROWS})


def test_every_trial_has_a_sex_and_one_limit_of_a_kind_in_a_cohort():
    counts = Counter((r["nct_id"], r["cohort"], r["kind"]) for r in of_kinds(*UNIQUE_IN_COHORT))

    assert {r["nct_id"] for r in of_kinds("sex")} == {r["nct_id"] for r in ROWS}
    assert [key for key, count in counts.items() if count > 1] == []


def test_trials_of_molecular_strata_have_no_clinical_row():
    """Nobody read them for those kinds, so that none said anything of age or stage.

    A cohort that asks for genes or markers has its tumour type, which narrows it.
    """
    rows = [row for row in ROWS if row["stratum"] in MOLECULAR_STRATA]
    molecular = {(row["nct_id"], row["cohort"]) for row in rows if row["kind"] != "tumor_type"}
    typed = {(row["nct_id"], row["cohort"]) for row in rows if row["kind"] == "tumor_type"}

    assert {row["kind"] for row in rows} == {*PATTERNS, *OTHER, "sex", "tumor_type"}
    assert typed <= molecular
    assert "" not in {cohort for _, cohort in typed}


def test_limits_are_in_order():
    limits = {
        (r["nct_id"], r["cohort"], r["kind"]): float(r["value"])
        for r in of_kinds(*VALUES)
        if r["kind"].endswith(("_min", "_max"))
    }
    wrong = [
        key
        for key, value in limits.items()
        if key[2].endswith("_min") and value > limits.get((*key[:2], key[2][:-3] + "max"), 130)
    ]

    assert wrong == []


def test_what_excludes_is_an_exclusion():
    excluding = {r["side"] for r in ROWS if r["value"].startswith("excluded_")}
    allowing = {r["side"] for r in ROWS if r["value"].startswith("allowed_")}

    assert excluding == {"exclusion"} == {r["side"] for r in of_kinds("prior_therapy_forbidden")}
    assert allowing == {"inclusion"}


@pytest.mark.parametrize("kind", PATTERNS)
def test_patterns_are_read_and_written_back(kind: str):
    texts = [row["value"] for row in of_kinds(kind)]

    assert [str(parse_biomarker(text)) for text in texts] == texts


def test_one_tree_a_cohort_includes():
    """AND and OR of what is required stand in the pattern, not in rows."""
    trees = Counter(
        (r["nct_id"], r["cohort"], r["kind"])
        for r in of_kinds(*PATTERNS)
        if r["side"] == "inclusion"
    )

    assert [key for key, count in trees.items() if count > 1] == []


def test_genes_are_of_the_reference(reference: Reference):
    genes = {
        gene for row in of_kinds(*PATTERNS) for gene in genes_of(parse_biomarker(row["value"]))
    }
    found = {name: reference.find_gene(name) for name in genes}

    assert [name for name, gene in sorted(found.items()) if not gene or gene.symbol != name] == []


def test_changed_residues_are_those_of_the_protein(reference: Reference):
    """`KRAS p.G12C` needs a glycine at residue 12 of the reported protein."""
    wrong = []
    for row in of_kinds(*PATTERNS):
        for atom in atoms_of(parse_biomarker(row["value"])):
            if isinstance(atom, ProteinChange):
                residues = re.findall(r"([A-Z])(\d+)", atom.change)
                transcript = reference.reported_transcript(atom.gene, GenomeBuild.GRCH38)
                assert residues
                assert transcript is not None
                protein = transcript.protein_sequence
                if any(protein[int(place) - 1] != residue for residue, place in residues):
                    wrong.append(identity(row))

    assert wrong == []


def test_tumour_types_are_oncotree(tumor_types: TumorTypes):
    known = {kind.code for kind in tumor_types} | {"SOLID", "LIQUID"}
    codes = [(row["nct_id"], row["value"].split(";")) for row in of_kinds("tumor_type")]

    assert [(nct, set(each) - known) for nct, each in codes if set(each) - known] == []
    assert [nct for nct, each in codes if len(set(each)) != len(each)] == []


def test_notes_are_short_words_of_our_own():
    """A registry's sentence is not a fact, and is not copied."""
    assert [identity(row) for row in ROWS if len(row["note"]) > 140] == []
    assert [identity(row) for row in ROWS if row["note"] != row["note"].strip(" .")] == []
