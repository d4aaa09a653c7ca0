"""The Snakemake workflow: clean, checked before it starts, and true to its inputs afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from building import EXAMPLE, ROOT, png
from oncomatch.cli import main

pytestmark = pytest.mark.workflow

BIN = Path(sys.executable).parent
SNAKEFILE = ROOT / "workflow" / "Snakefile"
HEADER = "case_id\ttumor_type\tbuild\tvcf\tage"
BRCA = EXAMPLE / "DEMO-BRCA-01.mutect2.vcf.gz"
SKCM = EXAMPLE / "DEMO-SKCM-01.varscan.vcf.gz"


def snakemake(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(
        [sys.executable, "-m", "snakemake", "--snakefile", str(SNAKEFILE), *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def write_sheet(path: Path, *rows: str) -> Path:
    path.write_text("\n".join((HEADER, *rows)) + "\n")
    return path


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return the outputs; logs and Snakemake's own notes carry times and are not compared."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not {".snakemake", "log"} & set(path.relative_to(folder).parts)
    }


def made_at(folder: Path) -> dict[str, int]:
    return {name: (folder / name).stat().st_mtime_ns for name in bytes_of(folder)}


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run two cases once; the tests that follow run the same batch again."""
    folder = tmp_path_factory.mktemp("batch")
    write_sheet(
        folder / "cases.tsv", f"A\tBRCA\tGRCh38\t{BRCA}\t54", f"B\tSKCM\tGRCh37\t{SKCM}\t45"
    )
    assert main(["run", str(folder / "cases.tsv"), "--out", str(folder / "out")]) == 0
    return folder


def rerun(batch: Path, *words: str) -> int:
    return main(["run", str(batch / "cases.tsv"), "--out", str(batch / "out"), *words])


def test_the_workflow_has_no_lint(tmp_path: Path) -> None:
    done = snakemake("--lint", "--directory", str(ROOT), folder=tmp_path)

    assert "Congratulations, your workflow is in a good condition!" in done.stdout + done.stderr


def test_the_workflow_runs_from_the_checkout_as_snakemake_users_do(tmp_path: Path) -> None:
    words = ("--directory", str(ROOT), "--config", f"output={tmp_path}/out", "--dry-run")
    done = snakemake(*words, "--cores", "1", folder=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "annotate        9" in done.stdout


@pytest.mark.parametrize(
    ("config", "rows", "sentence"),
    [
        (
            "filters: {min_dpeth: 3}",
            [f"A\tBRCA\tGRCh38\t{BRCA}\t54"],
            "configuration: filters.min_dpeth: is not known; did you mean 'min_depth'?",
        ),
        (
            "{}",
            [f"../A\tBRCA\tGRCh38\t{BRCA}\t54"],
            "line 2: case_id: '../A' is not accepted",
        ),
        ("{}", ["A\tBRCA\tGRCh38\tnope.vcf\t54"], "there is no file"),
    ],
    ids=["misspelt key", "bad case id", "absent file"],
)
def test_snakemake_stops_with_the_same_sentences(
    config: str, rows: list[str], sentence: str, tmp_path: Path
) -> None:
    sheet = write_sheet(tmp_path / "cases.tsv", *rows)
    (tmp_path / "config.yaml").write_text(config)
    words = ("--configfile", "config.yaml", "--config", f"cases={sheet}", f"output={tmp_path}/out")
    done = snakemake(*words, "--cores", "1", folder=tmp_path)

    assert done.returncode != 0
    assert sentence in done.stdout + done.stderr
    assert not (tmp_path / "out").exists()


def test_a_batch_has_an_index_and_a_folder_a_case(batch: Path) -> None:
    assert sorted(bytes_of(batch / "out")) == [
        "A/annotated.vcf.gz",
        "A/annotated.vcf.gz.tbi",
        "A/case.json",
        "A/profile.json",
        "A/report.html",
        "A/variants.tsv",
        "B/annotated.vcf.gz",
        "B/annotated.vcf.gz.tbi",
        "B/case.json",
        "B/profile.json",
        "B/report.html",
        "B/variants.tsv",
        "index.html",
        "index.tsv",
        "index.xlsx",
        "oncomatch_alterations_mqc.yaml",
        "oncomatch_mqc.tsv",
        "settings.yaml",
        "style.yaml",
    ]
    assert (batch / "out" / "A" / "log" / "annotate.log").is_file()


def test_the_steps_give_the_bytes_of_the_single_command(batch: Path, tmp_path: Path) -> None:
    words = ("--tumor-type", "BRCA", "--build", "GRCh38", "--age", "54", "--case-id", "A")
    main(["report", "--vcf", str(BRCA), *words, "--out", str(tmp_path)])

    assert bytes_of(batch / "out" / "A") == bytes_of(tmp_path / "A")


def test_a_second_run_makes_nothing_anew(batch: Path) -> None:
    before = made_at(batch / "out")

    assert rerun(batch) == 0
    assert made_at(batch / "out") == before


def test_a_changed_setting_makes_the_cases_anew(batch: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("filters: {min_vaf: 0.99}\n")
    kept = (batch / "out" / "A" / "case.json").read_bytes()

    assert rerun(batch, "--config", str(config)) == 0
    assert (batch / "out" / "A" / "case.json").read_bytes() != kept
    assert rerun(batch) == 0
    assert (batch / "out" / "A" / "case.json").read_bytes() == kept


def test_a_changed_row_makes_only_its_case_anew(batch: Path) -> None:
    before = made_at(batch / "out")
    write_sheet(batch / "cases.tsv", f"A\tBRCA\tGRCh38\t{BRCA}\t54", f"B\tSKCM\tGRCh37\t{SKCM}\t46")

    assert rerun(batch) == 0
    after = made_at(batch / "out")
    changed = {name for name in before if before[name] != after[name]}
    assert "B/report.html" in changed
    assert {name for name in changed if name.startswith("A/")} == set()


def test_a_failed_case_is_named_loses_its_old_report_and_spares_the_others(
    batch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged = batch / "damaged.vcf.gz"
    damaged.write_bytes(SKCM.read_bytes()[:500])
    write_sheet(
        batch / "cases.tsv", f"A\tBRCA\tGRCh38\t{BRCA}\t54", f"B\tSKCM\tGRCh37\t{damaged}\t46"
    )
    status = rerun(batch)
    errors = capsys.readouterr().err.splitlines()
    out = batch / "out"
    sentence = "the compressed file ends too early; the copy was probably cut off, copy it again"

    assert status == 2
    assert errors == [
        f"oncomatch: B, annotate: {damaged}: {sentence}",
        f"oncomatch: 1 case failed; the others are in {out}",
    ]
    assert (out / "A" / "report.html").is_file()
    assert not (out / "B" / "report.html").exists()
    assert not (out / "B" / "case.json").exists()
    index = (out / "index.html").read_text()
    assert sentence in index
    assert "B/report.html" not in index


def test_a_missing_knowledge_table_stops_although_reports_stand(
    batch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Snakemake alone would say that nothing is to be done and keep the old report."""
    from oncomatch.pipeline import batch as batches
    from oncomatch.readers.config import Config
    from oncomatch.reference import resources

    empty = batch / "empty"
    (empty / "knowledge").mkdir(parents=True)
    monkeypatch.setattr(resources, "_root", lambda name: empty)
    with pytest.raises(Exception, match=r"evidence\.tsv is absent; install oncomatch again"):
        batches.knowledge_files(Config())


def test_reports_are_made_anew_when_a_file_of_the_house_changes(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "style.css").write_text("")
    (tmp_path / "logo.png").write_bytes(png(3, 2))
    write_sheet(tmp_path / "cases.tsv", f"A\tBRCA\tGRCh38\t{BRCA}\t54")
    (tmp_path / "config.yaml").write_text(
        f"cases: cases.tsv\noutput: {tmp_path}/out\nhouse: {{logo: logo.png, templates: own}}\n"
    )

    def planned() -> set[str]:
        done = snakemake("--configfile", "config.yaml", "--dry-run", "--cores=1", folder=tmp_path)
        assert done.returncode == 0, done.stderr
        return {
            name for name in ("annotate", "match", "report", "index") if f"{name} " in done.stdout
        }

    assert snakemake("--configfile", "config.yaml", "--cores=2", folder=tmp_path).returncode == 0
    assert planned() == set()
    (tmp_path / "logo.png").write_bytes(png(4, 2))
    os.utime(tmp_path / "logo.png", (0, 0))  # an older file that is put back
    assert planned() == {"report", "index"}
    (tmp_path / "logo.png").write_bytes(png(3, 2))
    os.utime(tmp_path / "logo.png", (0, 0))
    assert planned() == set()
    (own / "report.html").write_text("x")
    assert planned() == {"report", "index"}
    (own / "report.html").unlink()
    text = (tmp_path / "config.yaml").read_text()
    (tmp_path / "config.yaml").write_text(text.replace("house: {", "house: {name: Lab, "))
    assert planned() == {"report", "index"}
