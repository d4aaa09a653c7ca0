"""A user's mistake is one line that says what, where and what to do; status 2; nothing is left."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from building import EXAMPLE
from oncomatch import __version__
from oncomatch.cli import main

BRCA = EXAMPLE / "DEMO-BRCA-01.mutect2.vcf.gz"
LUAD37 = EXAMPLE / "DEMO-LUAD-01.vardict.vcf"
REPORT = ("report", "--tumor-type", "BRCA", "--build", "GRCh38", "--vcf")
HEADER = "case_id\ttumor_type\tbuild\tvcf"


def files_under(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def run(capsys: pytest.CaptureFixture[str], *argv: object) -> tuple[int, str, list[str]]:
    """Return the status, standard output, and the lines of standard error."""
    status = main([str(word) for word in argv])
    printed = capsys.readouterr()
    return status, printed.out, printed.err.splitlines()


def cut_bgzip(path: Path) -> None:
    path.write_bytes(BRCA.read_bytes()[:600])


def cut_between_blocks(path: Path) -> None:
    path.write_bytes(BRCA.read_bytes()[:-28])


def cut_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress(gzip.decompress(BRCA.read_bytes()))[:-40])


CUT_OFF = "the compressed file ends too early; the copy was probably cut off, copy it again"
NOT_VCF = (
    "is not a VCF file (the first line is not ##fileformat=VCF…) nor another table of small "
    "variants; expected is VCF, plain, bgzipped or BCF; or MAF with Hugo_Symbol, Chromosome, "
    "Start_Position, Reference_Allele and Tumor_Seq_Allele2; or TSO500 CombinedVariantOutput with "
    "[Small Variants]"
)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        pytest.param(
            lambda path: path.touch(),
            "the file is empty (small variants); was the copy interrupted?",
            id="empty",
        ),
        pytest.param(cut_bgzip, CUT_OFF, id="bgzip cut off"),
        pytest.param(cut_between_blocks, CUT_OFF, id="bgzip without its end"),
        pytest.param(cut_gzip, CUT_OFF, id="gzip cut off"),
        pytest.param(lambda path: path.write_text("hello\n"), NOT_VCF, id="text"),
        pytest.param(lambda path: path.write_bytes(bytes(range(256)) * 9), NOT_VCF, id="binary"),
    ],
)
def test_an_unusable_vcf_is_named_and_leaves_nothing(
    make: Callable[[Path], object],
    sentence: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    vcf, out = tmp_path / "in.vcf.gz", tmp_path / "out"
    make(vcf)
    status, printed, errors = run(capsys, *REPORT, vcf, "--out", out)

    assert (status, printed, errors) == (2, "", [f"oncomatch: {vcf}: {sentence}"])
    assert files_under(out) == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        pytest.param(
            {"vcf": "/nowhere/in.vcf"},
            "options, vcf: there is no file /nowhere/in.vcf; check the path",
            id="absent file",
        ),
        pytest.param(
            {"tumor-sample": "NOPE"},
            f"{BRCA}: there is no sample 'NOPE'; the file has: NORMAL_A, TUMOR_A; correct "
            f"tumor_sample or leave it empty",
            id="no such sample",
        ),
        pytest.param(
            {"tumor-type": "LUNGX"},
            "options: tumour type 'LUNGX' is neither a code nor a name of OncoTree; did you mean",
            id="unknown tumour code",
        ),
        pytest.param(
            {"build": "GRCh37"},
            f"{BRCA}: the header gives contig chr1 a length of 248,956,422: that is GRCh38, but "
            f"GRCh37 has 249,250,621. Say GRCh38 in the column build (or with --build), or give "
            f"the file that belongs to GRCh37.",
            id="wrong build",
        ),
        pytest.param(
            {"build": "hg99"},
            "options: build: 'hg99' is not accepted; expected is GRCh37 or GRCh38",
            id="no build",
        ),
        pytest.param(
            {"case-id": "../x"},
            "options: case_id: '../x' is not accepted; expected is letters, digits, '.', '_' and "
            "'-', beginning with a letter or digit, at most 64",
            id="case id out of the folder",
        ),
        pytest.param(
            {"config": "/nowhere/config.yaml"},
            "/nowhere/config.yaml: there is no such file (configuration); check the path",
            id="absent configuration",
        ),
    ],
)
def test_a_wrong_option_is_named_and_leaves_nothing(
    options: dict[str, str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {"tumor-type": "BRCA", "build": "GRCh38", "vcf": str(BRCA), **options}
    words = [word for name, value in given.items() for word in (f"--{name}", value)]
    out = tmp_path / "out"
    status, printed, errors = run(capsys, "report", *words, "--out", out)

    assert (status, printed, len(errors)) == (2, "", 1)
    assert errors[0].startswith(f"oncomatch: {sentence}")
    assert files_under(out) == []


def test_a_build_that_only_the_bases_betray_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = LUAD37.read_text().splitlines(keepends=True)
    vcf, out = tmp_path / "no_contigs.vcf", tmp_path / "out"
    vcf.write_text("".join(line for line in lines if not line.startswith("##contig")))
    status, _, errors = run(capsys, *REPORT, vcf, "--out", out)

    assert (status, len(errors)) == (2, 1)
    assert "GRCh38" in errors[0]
    assert files_under(out) == []


@pytest.mark.parametrize(
    ("sheet", "sentence"),
    [
        pytest.param(
            [HEADER, f"A\tBRCA\tGRCh38\t{BRCA}", f"a\tBRCA\tGRCh38\t{BRCA}"],
            "line 3: case id 'a' stands twice (capitals make no difference); give every case its "
            "own",
            id="duplicate case id",
        ),
        pytest.param(
            [HEADER, f"../A\tBRCA\tGRCh38\t{BRCA}"],
            "line 2: case_id: '../A' is not accepted; expected is letters, digits, '.', '_' and "
            "'-', beginning with a letter or digit, at most 64",
            id="case id out of the folder",
        ),
        pytest.param(
            [HEADER + "\tagee", f"A\tBRCA\tGRCh38\t{BRCA}\t50"],
            "line 2: agee: is not known; did you mean 'age'?",
            id="misspelt column",
        ),
        pytest.param(
            [HEADER, "A\tBRCA\tGRCh38\tnope.vcf"],
            "line 2, vcf: there is no file {folder}/nope.vcf; paths are relative to the sheet's "
            "folder",
            id="absent file",
        ),
        pytest.param([HEADER], "names no case; add a row below the header", id="no rows"),
    ],
)
def test_a_wrong_sheet_is_refused_before_anything_runs(
    sheet: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "cases.tsv", tmp_path / "out"
    path.write_text("\n".join(sheet) + "\n")
    status, _, errors = run(capsys, "run", path, "--out", out)
    separator = ": " if sentence.startswith("names") else ", "

    assert status == 2
    assert errors == [f"oncomatch: {path}{separator}{sentence.format(folder=tmp_path)}"]
    assert not out.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "filters:\n  min_dpeth: 3\n",
            "filters.min_dpeth: is not known; did you mean 'min_depth'?",
        ),
        (
            "filters:\n  min_depth: lots\n",
            "filters.min_depth: 'lots' is not accepted; expected is a whole number from 0 on",
        ),
        (
            "copy_number:\n  gain: 7\n",
            "copy_number: the limits contradict each other: expected is deletion <= loss < 2 < "
            "gain <= amplification",
        ),
        ("filters: [\n", "is not YAML: "),
    ],
    ids=["misspelt key", "wrong type", "contradiction", "not YAML"],
)
def test_a_wrong_configuration_is_refused_before_anything_runs(
    text: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, config, out = tmp_path / "cases.tsv", tmp_path / "config.yaml", tmp_path / "out"
    sheet.write_text(f"{HEADER}\nA\tBRCA\tGRCh38\t{BRCA}\n")
    config.write_text(text)
    status, _, errors = run(capsys, "run", sheet, "--out", out, "--config", config)

    assert (status, len(errors)) == (2, 1)
    assert errors[0].startswith(f"oncomatch: {config}: {sentence}")
    assert not out.exists()


def test_a_misspelt_command_is_answered_with_the_right_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, _, errors = run(capsys, "reprot")

    assert status == 2
    assert errors[-1] == "Error: No such command 'reprot'. Did you mean 'report'?"


def test_one_case_in_one_process(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    words = ("--out", out, "--case-id", "A", "--panel", EXAMPLE / "panel.GRCh38.bed")
    status, printed, errors = run(capsys, *REPORT, BRCA, *words, "--her2-ihc", "3+")

    assert (status, printed) == (0, f"{out / 'A' / 'report.html'}\n")
    assert errors[0] == "A: 20 alleles read = 13 reported + 7 filtered + 0 failed"
    assert files_under(out) == [
        "A/annotated.vcf.gz",
        "A/annotated.vcf.gz.tbi",
        "A/case.json",
        "A/profile.json",
        "A/report.html",
        "A/variants.tsv",
    ]


def test_a_record_is_drawn_again_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, *REPORT, BRCA, "--out", tmp_path)
    drawn = (tmp_path / "case" / "report.html").read_bytes()
    run(capsys, "report", tmp_path / "case" / "case.json", "--out", tmp_path / "again")

    assert (tmp_path / "again" / "report.html").read_bytes() == drawn


def test_two_runs_give_the_same_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one", "two"):
        run(capsys, *REPORT, BRCA, "--out", tmp_path / name)
    one, two = tmp_path / "one" / "case", tmp_path / "two" / "case"

    assert files_under(one) == files_under(two)
    assert [
        name for name in files_under(one) if (one / name).read_bytes() != (two / name).read_bytes()
    ] == []


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--version")[:2] == (0, f"oncomatch, version {__version__}\n")


HEAVY = {"pandas", "numpy", "cyvcf2", "pysam", "requests", "jinja2", "snakemake", "jsonschema"}


def test_help_costs_no_heavy_import() -> None:
    code = (
        "import sys; from oncomatch.cli import main; main(['report', '--help']); "
        "print('modules', *{name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())

    assert "oncomatch" in loaded
    assert loaded & HEAVY == set()
