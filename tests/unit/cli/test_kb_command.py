"""What a user sees of `oncomatch kb`: rows, findings, refusals, exit statuses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from building import ROOT
from oncomatch.cli import main
from oncomatch.knowledge import evidence_table
from oncomatch.pipeline.case_files import read_record
from oncomatch.pipeline.kb.rows import find_rows
from oncomatch.pipeline.kb.sentences import sentence_of

BUNDLED = ROOT / "resources" / "knowledge"


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str], list[str]]:
    """Return status, output and errors of a command."""
    status = main(["kb", *words])
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err.splitlines()


class TestShow:
    @pytest.mark.parametrize("name", ["CIViC EID883", "EID883", "eid883", "civic 883"])
    def test_a_record_by_its_names(self, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        status, out, _ = run(capsys, "show", name)

        assert status == 0
        assert out[0] == (
            "CIViC EID883 supports sensitivity to Afatinib with EGFR p.L858R (somatic variants), "
            "in Lung Adenocarcinoma (LUAD): CIViC level B, 3 of 5 stars; PMID:22452895."
        )
        assert any(line.split() == ["licence", "CC0-1.0"] for line in out)

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("CGI line 137", "resistance to Cetuximab with BRAF p.V600E"),
            ("ind:fda.tagrisso:1", "FDA: Osimertinib for EGFR exon 19 inframe_deletion or"),
            ("EID10", "supports diagnostic meaning 'Positive' with NRAS codon 61"),
            ("EID7935", "is not in the knowledge: no embedded transcript of KRAS has codon 164"),
        ],
    )
    def test_every_kind_of_record(
        self, name: str, words: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        status, out, _ = run(capsys, "show", name)

        assert status == 0
        assert words in out[0]

    def test_what_does_not_support_says_so(self) -> None:
        rows = [line.split("\t") for line in (BUNDLED / "evidence.tsv").read_text().splitlines()]
        at = rows[0].index("direction")
        record = next(row[1] for row in rows if row[at] == "Does Not Support")

        (row,) = find_rows(BUNDLED, record)

        assert " does not support sensitivity" in sentence_of(row) or (
            " does not support " in sentence_of(row)
        )

    def test_an_unknown_record_is_one_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        status, _, err = run(capsys, "show", "CIViC EID88833333")

        assert status == 2
        assert len(err) == 1
        assert "is no record of the knowledge; did you mean CIViC EID" in err[0]


class TestSearch:
    def test_all_that_is_asked_for_has_to_fit(self, capsys: pytest.CaptureFixture[str]) -> None:
        words = ("resistance", "--gene", "egfr", "--therapy", "EGFR tyrosine kinase inhibitor")
        status, out, err = run(
            capsys, "search", *words, "--tumor-type", "LUAD", "--source", "civic"
        )

        assert status == 0
        assert err == [f"oncomatch: {len(out)} rows"]
        assert all(line.startswith("CIViC EID") and "EGFR" in line for line in out)
        assert any("Erlotinib Resistance" in line for line in out)
        assert not any("Cetuximab Resistance" in line for line in out)

    def test_other_names_are_understood(self, capsys: pytest.CaptureFixture[str]) -> None:
        former = run(capsys, "search", "--gene", "HER2", "--tumor-type", "gastric cancer")
        current = run(capsys, "search", "--gene", "ERBB2", "--tumor-type", "STAD")

        assert former[1]
        assert set(former[1]) & set(current[1])

    def test_a_type_fits_what_it_is_part_of_not_another(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        _, out, _ = run(capsys, "search", "larotrectinib", "--tumor-type", "LUAD")
        codes = {line.split(" | ")[4] for line in out}

        assert any("SOLID" in code or "TISSUE" in code for code in codes)
        assert "THPA" not in codes

    def test_nothing_found_has_its_status(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(capsys, "search", "nosuchword") == (2, [], ["oncomatch: 0 rows"])

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (("--gene", "EGRF"), "--gene 'EGRF' is not known to HGNC"),
            (("--tumor-type", "LUADD"), "tumour type 'LUADD' is neither a code nor a name"),
            ((), "give WORDS, --gene"),
            (("x", "--kb", "absent"), "absent is not a knowledge folder: there is no such folder"),
        ],
    )
    def test_mistakes(
        self, words: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        status, _, err = run(capsys, "search", *words)

        assert status == 2
        assert message in err[-1]


def test_stats_count_everything(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "stats")

    counted = [line.split("\t") for line in out]
    lines = sum(
        len((BUNDLED / name).read_text().splitlines()) - 1
        for name in ("evidence.tsv", "meanings.tsv", "approvals.tsv", "untranslated.tsv")
    )
    assert status == 0
    items = [int(cells[3]) for cells in counted if len(cells) == 4 and cells[3].isdigit()]
    start = counted.index(["source", "not translated, by reason", "items"])
    assert sum(items) + sum(int(cells[2]) for cells in counted[start + 1 :]) == lines
    assert any(cells[0] == "FDA" and len(cells) == 3 for cells in counted)


class TestCheck:
    def test_a_table_with_mistakes(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        line = "\t".join("x" for _ in evidence_table.COLUMNS)
        (tmp_path / "mine.tsv").write_text("\t".join(evidence_table.COLUMNS) + f"\n{line}\n")

        status, out, err = run(capsys, "check", "--table", str(tmp_path / "mine.tsv"))

        assert status == 2
        assert out == []
        assert len(err) > 8
        assert all(each.startswith(f"{tmp_path / 'mine.tsv'}, line 2, column") for each in err[:-1])
        assert err[-1] == f"oncomatch: {len(err) - 1} mistakes"

    def test_a_right_table(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        lines = (BUNDLED / "evidence.tsv").read_text().splitlines()[:3]
        (tmp_path / "mine.tsv").write_text("\n".join(lines) + "\n")

        status, out, err = run(capsys, "check", "--table", str(tmp_path / "mine.tsv"))

        assert (status, err) == (0, [])
        assert out[0] == "1 table without a mistake; recorded conflicts: 0"

    def test_one_or_the_other(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(capsys, "check", "--kb", "a", "--table", "b")[0] == 2


class TestLock:
    def test_it_is_printed_and_written(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "evidence.tsv").write_text("release\n2025-04\n")

        status, out, _ = run(capsys, "lock", "--kb", str(tmp_path), "--write")

        assert status == 0
        assert (tmp_path / "lock.tsv").read_text().splitlines() == out
        assert out[1].startswith("evidence.tsv\t2025-04\t")

    def test_the_bundled_one_is_printed_alone(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(capsys, "lock")[0] == 0
        status, _, err = run(capsys, "lock", "--write")

        assert status == 2
        assert "is the bundled knowledge, which is not changed" in err[0]


@pytest.mark.parametrize(
    "words",
    [
        ("update", "--source", "civic"),
        ("update", "--source", "civic", "--file", "a", "--download"),
        ("update", "--source", "civic", "--file", "a", "--url", "https://x"),
        ("update", "--source", "oncokb", "--file", "a"),
        ("update", "--source", "civic", "--file", "absent", "--release", "2025-10"),
        ("diff", "absent", "also"),
        ("diff", "absent"),
    ],
)
def test_mistakes_end_with_two(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, *words)

    assert (status, out) == (2, [])
    assert err


def test_a_diff_of_a_folder_with_itself(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "diff", str(BUNDLED), str(BUNDLED), "--format", "tsv")

    assert (status, out) == (0, ["gene\trecord_id\tchange\tfield\tbefore\tafter"])


class TestPinnedKnowledge:
    def test_the_record_names_folder_and_licence(self, tmp_path: Path) -> None:
        own = tmp_path / "pinned"
        own.mkdir()
        for table in BUNDLED.glob("*.tsv"):
            (own / table.name).write_bytes(table.read_bytes())
        assert main(["kb", "lock", "--kb", str(own), "--write"]) == 0
        words = ["--tumor-type", "LUAD", "--build", "GRCh38", "--tmb", "12", "--out", str(tmp_path)]
        chosen = ["--kb", str(own), "--licence", "permissive"]

        assert main(["report", *words, *chosen]) == 0

        record = read_record(tmp_path / "case" / "case.json")
        files = {each.file: each.sha256 for each in record.made_with.resources}
        assert len(files["knowledge of your own: pinned/evidence.tsv"]) == 64
        assert "knowledge of your own: pinned/approvals.tsv" not in files
        said = {(each.key, each.value) for each in record.made_with.settings}
        assert {("knowledge", "pinned"), ("licence", "permissive")} <= said

    def test_the_configuration_pins_as_well(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "config.yaml").write_text(f"knowledge: {tmp_path / 'absent'}\n")
        words = ["--tumor-type", "LUAD", "--build", "GRCh38", "--tmb", "12", "--out", str(tmp_path)]

        assert main(["report", *words, "--config", str(tmp_path / "config.yaml")]) == 2
        assert "absent is not a knowledge folder" in capsys.readouterr().err

    def test_a_lookup_answers_from_the_folder(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        words = ["--gene", "EGFR", "--alteration", "L858R", "--tumor-type", "LUAD"]

        assert main(["lookup", *words, "--kb", str(tmp_path)]) == 2
        assert "has no evidence.tsv" in capsys.readouterr().err
        assert main(["lookup", *words, "--licence", "permissive", "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out)["therapies"]


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from oncomatch.cli import main; main(['kb', 'update', '--help']); "
        "print({'numpy', 'requests', 'pandas'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stderr.strip() == "set()"
