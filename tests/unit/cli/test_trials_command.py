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
