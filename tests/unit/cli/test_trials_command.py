"""`oncomatch trials` as a user calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from oncomatch.cli.main import main
from unit.trials.ctml_makers import ctml

CNV = {
    "genomic": {
        "hugo_symbol": "ERBB2",
        "variant_category": "CNV",
        "cnv_call": "High Amplication",
    }
}
YAML = """\
protocol_no: 10-999
nct_id: NCT00000000
short_title: Xotinib
long_title: Xotinib in anything
phase: II
status: Open to Accrual
last_updated: 2024-05-01
site_list:
  site:
    - site_name: Utopia
      site_status: Open to Accrual
treatment_list:
  step:
    - step_code: "1"
      arm:
        - arm_code: A
          arm_suspended: N
          match:
            - genomic:
                hugo_symbol: KRAS
                variant_category: Mutation
                protein_change: p.V12C
"""


def written(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def test_check_lists_each_slip_with_what_to_write(tmp_path: Path, capsys) -> None:
    path = written(tmp_path, "trial.json", json.dumps(ctml(CNV, CNV)))

    assert main(["trials", "check", path]) == 0
    where = "treatment_list.step[0].arm[0].match[0].genomic"
    assert capsys.readouterr().out.splitlines() == [
        "10-999: Xotinib (recruiting, 1 part with criteria, 4 slips)",
        f"  {where}.variant_category: 'CNV' is no value of variant_category (read as meant); "
        f"write 'Copy Number Variation' [and at 1 more place]",
        f"  {where}.cnv_call: 'High Amplication' is not a value of CTML (read as meant); "
        f"write 'High Amplification' [and at 1 more place]",
    ]
    assert main(["trials", "check", path, "--every"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 5


def test_check_reads_yaml_and_tells_a_residue_that_is_not_there(tmp_path: Path, capsys) -> None:
    assert main(["trials", "check", written(tmp_path, "trial.yaml", YAML)]) == 0

    out = capsys.readouterr().out
    assert "read as KRAS p.V12C: the protein of KRAS has G at 12, not V" in out


def test_check_counts_the_trials_of_a_snapshot(capsys) -> None:
    from building import ROOT

    assert main(["trials", "check", str(ROOT / "resources" / "trials" / "trials.json")]) == 0
    assert "trials, data of 20" in capsys.readouterr().out


BAD = {
    "not JSON": ("a.json", "{", "line 1, column 2: is not JSON"),
    "a key twice": ("a.json", '{"match": [], "match": []}', "the key 'match' stands twice"),
    "an alias": ("a.yaml", "a: &x 1\nb: *x\n", "has YAML aliases"),
    "a tag": ("a.yaml", "a: !!python/object/apply:os.system [ls]\n", "is not YAML"),
    "too deep": ("a.json", "[" * 100_000, "nested too deeply"),
    "no trial": ("a.json", '{"a": 1}', "is no CTML"),
    "a snapshot of another schema": ("a.json", '{"schema": 99}', "is not a trial snapshot"),
    "empty": ("a.json", "", "the file is empty"),
}


@pytest.mark.parametrize(("name", "text", "message"), BAD.values(), ids=BAD)
def test_a_file_that_cannot_be_used_is_one_line_and_status_2(
    name: str, text: str, message: str, tmp_path: Path, capsys
) -> None:
    assert main(["trials", "check", written(tmp_path, name, text)]) == 2

    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1


CLINICAL = {
    "SAMPLE_ID": "s1",
    "ONCOTREE_PRIMARY_DIAGNOSIS_NAME": "Lung Adenocarcinoma",
    "GENDER": "Female",
    "BIRTH_DATE": "1970-03-01",
    "TUMOR_MUTATIONAL_BURDEN_PER_MEGABASE": 4,
}
G12C = {
    "SAMPLE_ID": "s1",
    "TRUE_HUGO_SYMBOL": "KRAS",
    "TRUE_PROTEIN_CHANGE": "p.G12C",
    "VARIANT_CATEGORY": "MUTATION",
}
RECORDS = [
    G12C,
    {"SAMPLE_ID": "s1", "TRUE_HUGO_SYMBOL": "BRAF", "WILDTYPE": True},
    {
        "SAMPLE_ID": "s1",
        "TRUE_HUGO_SYMBOL": "ERBB2",
        "VARIANT_CATEGORY": "CNV",
        "CNV_CALL": "High level amplification",
    },
    {
        "SAMPLE_ID": "s1",
        "VARIANT_CATEGORY": "SV",
        "LEFT_PARTNER_GENE": "EML4",
        "RIGHT_PARTNER_GENE": "ALK",
    },
    {"SAMPLE_ID": "s1", "VARIANT_CATEGORY": "SIGNATURE", "POLE_STATUS": "No"},
    {
        "SAMPLE_ID": "s1",
        "VARIANT_CATEGORY": "SIGNATURE",
        "MMR_STATUS": "Proficient (MMR-P / MSS)",
    },
]


def genomic(**keys: object) -> dict[str, object]:
    return {"genomic": keys}


ASKED: dict[str, tuple[dict[str, object], str]] = {
    "the change": (genomic(hugo_symbol="KRAS", protein_change="p.G12C"), "met"),
    "another change of the codon": (
        genomic(hugo_symbol="KRAS", protein_change="p.G12D"),
        "unknown",
    ),
    "no other codon is known": (
        genomic(hugo_symbol="KRAS", wildcard_protein_change="!p.Q61"),
        "unknown",
    ),
    "a gene without a record": (
        genomic(hugo_symbol="EGFR", variant_category="Mutation"),
        "unknown",
    ),
    "its absence neither": (genomic(hugo_symbol="EGFR", variant_category="!Mutation"), "unknown"),
    "wild type": (genomic(hugo_symbol="BRAF", wildtype=True), "met"),
    "changed, but wild type": (genomic(hugo_symbol="BRAF", protein_change="p.V600E"), "not_met"),
    "amplified": (genomic(hugo_symbol="ERBB2", cnv_call="High Amplification"), "met"),
    "deleted, but amplified": (
        genomic(hugo_symbol="ERBB2", cnv_call="Homozygous Deletion"),
        "not_met",
    ),
    "fused, either order": (
        genomic(
            hugo_symbol="ALK",
            variant_category="Structural Variation",
            fusion_partner_hugo_symbol="EML4",
        ),
        "met",
    ),
    "with another partner": (
        genomic(
            hugo_symbol="ALK",
            variant_category="Structural Variation",
            fusion_partner_hugo_symbol="KIF5B",
        ),
        "unknown",
    ),
    "no signature": (genomic(pole_signature="No"), "met"),
    "a signature that was not told": (genomic(uva_signature="Yes"), "unknown"),
    "microsatellites": (genomic(ms_status="MSI-H"), "not_met"),
    "burden": ({"clinical": {"tmb_numerical": ">=10"}}, "not_met"),
    "age": ({"clinical": {"age_numerical": ">=50"}}, "met"),
    "age on the day before": ({"clinical": {"age_numerical": ">50"}}, "not_met"),
    "sex": ({"clinical": {"gender": "Male"}}, "not_met"),
    "type": ({"clinical": {"oncotree_primary_diagnosis": "_SOLID_"}}, "met"),
}


@pytest.mark.parametrize(("node", "outcome"), ASKED.values(), ids=ASKED)
def test_documents_state_what_was_found_and_no_more(
    node: dict[str, object], outcome: str, tmp_path: Path, capsys
) -> None:
    anchor = {"clinical": {"disease_status": ["Metastatic"]}}
    met = genomic(hugo_symbol="KRAS", variant_category="Mutation")
    arms = [{"arm_code": "A", "match": [node, anchor]}, {"arm_code": "B", "match": [met]}]
    made = ctml(treatment_list={"step": [{"arm": arms}]})
    trial = written(tmp_path, "trial.json", json.dumps(made))
    case = written(tmp_path, "case.json", json.dumps(CLINICAL))
    records = written(tmp_path, "genomic.json", json.dumps(RECORDS))
    options = ["--genomic", records, "--trials", trial, "--date", "2020-03-01"]

    assert main(["trials", "match", case, *options]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    (match,) = found["matches"]
    assert (found["case_id"], found["notes"], match["trial_id"]) == ("s1", [], "10-999")
    assert match["arms"][0]["criteria"][0]["outcome"] == outcome


def test_an_own_trial_without_an_alteration_is_for_every_patient_of_its_type(
    tmp_path: Path, capsys
) -> None:
    lung, other = (
        ctml({"clinical": {"oncotree_primary_diagnosis": name}}, protocol_no=name)
        for name in ("Lung Adenocarcinoma", "Melanoma")
    )
    untold = ctml(arm={"match": []}, protocol_no="no clause")
    trials = written(tmp_path, "trials.json", json.dumps([lung, other, untold]))
    case = written(tmp_path, "case.json", json.dumps(CLINICAL))

    assert main(["trials", "match", case, "--trials", trials]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert [(each["trial_id"], each["fit"]) for each in found["matches"]] == [
        ("Lung Adenocarcinoma", "asks for no alteration")
    ]


def test_matchengines_rule_lets_a_patient_without_data_pass_and_ours_does_not(
    tmp_path: Path, capsys
) -> None:
    absent = genomic(hugo_symbol="EGFR", variant_category="!Mutation")
    trial = written(tmp_path, "trial.json", json.dumps(ctml(absent)))
    case = written(tmp_path, "case.csv", "SAMPLE_ID,GENDER\ns1,Female\n")

    assert main(["trials", "match", case, "--trials", trial, "--matchengine"]) == 0
    (theirs,) = json.loads(capsys.readouterr().out)
    assert [each["match_path"] for each in theirs["matches"]] == [
        "treatment_list.step.0.arm.0.match"
    ]
    assert main(["trials", "match", case, "--trials", trial]) == 0
    (ours,) = json.loads(capsys.readouterr().out)
    assert ours["matches"] == []
    assert ours["tally"]["alteration_unknown"] == 1


def test_a_trial_in_two_files_of_a_folder_is_refused(tmp_path: Path, capsys) -> None:
    folder = tmp_path / "trials"
    folder.mkdir()
    for name in ("a.json", "b.json"):
        written(folder, name, json.dumps(ctml(CNV)))
    case = written(tmp_path, "case.json", json.dumps(CLINICAL))

    assert main(["trials", "match", case, "--trials", str(folder)]) == 2
    assert "b.json: the trial 10-999 stands in" in capsys.readouterr().err


def test_csv_with_more_cells_than_its_header_is_refused(tmp_path: Path, capsys) -> None:
    case = written(tmp_path, "case.csv", "SAMPLE_ID\ns1,Female\n")

    assert main(["trials", "match", case]) == 2
    assert "case.csv, line 2: has more cells than the header" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["trial.yaml", "trial.json"])
def test_an_exported_trial_is_ctml_that_checks(name: str, tmp_path: Path, capsys) -> None:
    from oncomatch.trials.snapshot import open_snapshot

    nct = open_snapshot().trials[0].trial_id
    out = str(tmp_path / name)

    assert main(["trials", "export", nct, "--out", out]) == 0
    assert all(line.startswith("not said: ") for line in capsys.readouterr().out.splitlines())
    assert main(["trials", "check", out]) == 0
    assert capsys.readouterr().out.startswith(f"{nct}: ")


@pytest.mark.parametrize("name", ["again.yaml", "again.json"])
def test_what_was_read_is_written_back_the_same(name: str, tmp_path: Path) -> None:
    from oncomatch.readers.trial_documents import read_documents
    from oncomatch.reporting.ctml_file import write_ctml

    made = ctml(CNV, arm={"arm_suspended": "N"}, last_updated="2024-05-01", protocol_id=7)
    write_ctml(tmp_path / name, made)

    assert read_documents(tmp_path / name, "trial") == [(str(tmp_path / name), made)]


def test_ctml_is_not_written_into_a_file_of_another_ending(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "trial.txt"

    assert main(["trials", "export", "NCT05288205", "--out", str(out)]) == 2
    assert (
        "CTML is written as YAML or JSON; end the name in .json or .yaml" in capsys.readouterr().err
    )
    assert not out.exists()
