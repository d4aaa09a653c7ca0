"""The rules that run VEP or SnpEff, tried with stand-ins on the PATH.

Neither tool is installed where the tests run. The stand-ins are given the options that the real
ones are given, refuse what these would refuse (an option they do not know, an absent cache), and
write a header and fields as these do. Of what VEP and SnpEff say of a variant nothing is tested.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import building
from building import EXAMPLE, ROOT
from oncomatch.cli import main
from oncomatch.domain.build import GenomeBuild
from oncomatch.reference.bundle import Reference
from oncomatch.reference.single_build import build_bundle
from unit.reference.gff_makers import FORWARD, ensembl, write_fasta

pytestmark = pytest.mark.workflow

BRCA = EXAMPLE / "DEMO-BRCA-01.mutect2.vcf.gz"
SKCM = EXAMPLE / "DEMO-SKCM-01.varscan.vcf.gz"
HEADER = "case_id\ttumor_type\tbuild\tvcf\tmsi\n"

READ = """
import gzip, sys
def read(path):
    raw = open(path, "rb")
    zipped = raw.read(2) == b"\\x1f\\x8b"
    lines = (gzip.open if zipped else open)(path, "rt").read().splitlines()
    return [x for x in lines if x.startswith("##")], [x for x in lines if not x.startswith("##")]
def add(line, field):
    columns = line.split("\\t")
    if not line.startswith("#"):
        columns[7] = field if columns[7] == "." else columns[7] + ";" + field
    return "\\t".join(columns)
"""

VEP = (
    READ
    + """
import os, time
flags = {"--offline", "--cache", "--vcf", "--force_overwrite", "--no_stats", "--no_progress",
         "--dont_skip", "--allow_non_variant", "--symbol", "--biotype", "--numbers", "--canonical",
         "--mane", "--protein", "--total_length", "--hgvs"}
valued = {"--dir_cache", "--assembly", "--format", "--input_file", "--output_file", "--fasta",
          "--fork"}
words, given = sys.argv[1:], {}
while words:
    word = words.pop(0)
    if word in valued:
        given[word] = words.pop(0)
    elif word in flags:
        given[word] = True
    else:
        sys.exit(f"ERROR: Failed to parse command-line flags: {word}")
if not os.path.isdir(given["--dir_cache"]):
    sys.exit("ERROR: cache directory does not exist")
if os.environ.get("STAND_IN") == "trouble" and given["--assembly"] == "GRCh38":
    sys.exit("ERROR: Cache assembly version (GRCh37) and database assembly version do not match")
head, rows = read(given["--input_file"])
if os.environ.get("STAND_IN") == "trouble":
    rows = rows[:-1]
with open(given["--output_file"], "w") as out:
    print(*head, sep="\\n", file=out)
    print(f'##VEP="v115" API="v115" time="{time.time()}" cache="{given["--dir_cache"]}"', file=out)
    print(f"##VEP-command-line='vep {time.time()}'", file=out)
    print('##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl '
          'VEP. Format: Allele|Consequence|IMPACT|SYMBOL|HGVSc">', file=out)
    print(*[add(row, "CSQ=T|missense_variant|MODERATE|ABC|" + str(given.get("--fasta", "")))
            for row in rows], sep="\\n", file=out)
"""
)

SNPEFF = (
    READ
    + """
import os
words = sys.argv[1:]
assert words[:5] == ["ann", "-noStats", "-nodownload", "-dataDir", words[4]], words
genome, path = words[-2:]
if not os.path.isdir(os.path.join(words[4], genome)):
    sys.exit(f"ERROR: Cannot find database {genome}")
head, rows = read(path)
print(*head, sep="\\n")
print('##SnpEffVersion="5.2"')
print(f'##SnpEffCmd="SnpEff {os.getpid()}"')
print('##INFO=<ID=ANN,Number=.,Type=String,Description="Functional annotations: \\'Allele | '
      'Annotation | Annotation_Impact | Gene_Name\\'">')
print(*[add(row, f"ANN=T|missense_variant|MODERATE|{genome}") for row in rows], sep="\\n")
"""
)


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a sheet of three cases, a cache, databases and both stand-ins."""
    for name, text in (("vep", VEP), ("snpEff", SNPEFF)):
        tool = tmp_path / "bin" / name
        tool.parent.mkdir(exist_ok=True)
        tool.write_text(f"#!{sys.executable}\n{text}")
        tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    for name in ("cache dir", "db/hs37", "db/hs38"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "38.fa").write_text(">1\nA\n")
    rows = (
        f"A\tBRCA\tGRCh38\t{BRCA}\t\n",
        f"B\tSKCM\tGRCh37\t{SKCM}\t\n",
        "C\tUCEC\tGRCh38\t\tMSS\n",
    )
    (tmp_path / "cases.tsv").write_text(HEADER + "".join(rows))
    return tmp_path


def run(lab: Path, settings: dict[str, object]) -> int:
    """Run the whole batch as users do."""
    (lab / "config.yaml").write_text(json.dumps(settings))
    words = ("--out", str(lab / "out"), "--config", str(lab / "config.yaml"), "--cores", "2")
    return main(["run", str(lab / "cases.tsv"), *words])


def snakemake(lab: Path, settings: dict[str, object], *words: str, out: str = "out") -> str:
    """Run Snakemake as on a cluster; return what it says."""
    (lab / "config.yaml").write_text(json.dumps(settings))
    snakefile = str(ROOT / "workflow" / "Snakefile")
    beside = str(Path(sys.executable).parent)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "snakemake", *words, "--snakefile", snakefile),
            *("--configfile", "config.yaml", "--cores", "2"),
            *("--config", "cases=cases.tsv", f"output={out}"),
        ],
        cwd=lab,
        env={**os.environ, "PATH": f"{os.environ['PATH']}{os.pathsep}{beside}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def profiles(out: str = "out") -> list[str]:
    return [f"{out}/{case}/profile.json" for case in "ABC"]


def vep(lab: Path, **more: str) -> dict[str, object]:
    return {"annotator": "vep", "vep": {"cache": str(lab / "cache dir"), **more}}


def inputs(folder: Path) -> dict[str, str]:
    profile = json.loads((folder / "profile.json").read_text())
    return {each["role"]: each["name"] for each in profile["inputs"]}


def test_vep_runs_before_the_profile_which_reads_what_it_wrote(lab: Path) -> None:
    settings = vep(lab, fasta_grch38=str(lab / "38.fa"), options="--fork 2")
    snakemake(lab, settings, *profiles())
    first = (lab / "out" / "A" / "annotators" / "vep.1.vcf").read_text()
    second = (lab / "out" / "B" / "annotators" / "vep.1.vcf").read_text()

    assert f"|ABC|{lab / '38.fa'}" in first
    assert '##VEP="v115" API="v115" cache=' in first
    assert "command-line" not in first
    assert "|ABC|" in second
    assert "38.fa" not in second
    assert inputs(lab / "out" / "A") == {
        "small variants": BRCA.name,
        "small variants with the annotation of another tool": "vep.1.vcf",
    }
    assert not (lab / "out" / "C" / "annotators").exists()
    stamps = {path: path.stat().st_mtime_ns for path in (lab / "out").rglob("*.*")}
    snakemake(lab, settings, *profiles())
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps

    snakemake(lab, settings, "again/A/annotators/vep.1.vcf", out="again")
    assert (lab / "again" / "A" / "annotators" / "vep.1.vcf").read_text() == first


def test_every_vcf_of_a_case_goes_through_the_tool(lab: Path) -> None:
    copy = lab / "again.vcf.gz"
    copy.write_bytes(BRCA.read_bytes())
    (lab / "cases.tsv").write_text(f"{HEADER}A\tBRCA\tGRCh38\t{BRCA}; {copy}\t\n")
    snakemake(lab, vep(lab), "out/A/profile.json")
    profile = json.loads((lab / "out/A/profile.json").read_text())

    assert [each["name"] for each in profile["inputs"]] == [
        *(BRCA.name, copy.name),
        *("vep.1.vcf", "vep.2.vcf"),
    ]
    assert profile["small_variants"][0]["sources"] == [BRCA.name, copy.name]
    assert (lab / "out/A/annotated.2.vcf.gz").is_file()


def test_snpeff_is_given_the_database_of_the_build(lab: Path) -> None:
    databases = {"data": "db", "genome_grch37": "hs37", "genome_grch38": "hs38"}
    snakemake(lab, {"annotator": "snpeff", "snpeff": databases}, *profiles()[:2])

    for case, genome in (("A", "hs38"), ("B", "hs37")):
        text = (lab / "out" / case / "annotators" / "snpeff.1.vcf").read_text()
        assert f"ANN=T|missense_variant|MODERATE|{genome}" in text
        assert "SnpEffCmd" not in text
        assert inputs(lab / "out" / case)["small variants with the annotation of another tool"]


def test_a_tool_that_fails_or_loses_a_call_fails_the_case(
    lab: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Case A is of GRCh38, on which the stand-in fails; on GRCh37 it drops the last record."""
    (lab / "cases.tsv").write_text("".join((lab / "cases.tsv").read_text().splitlines(True)[:3]))
    monkeypatch.setenv("STAND_IN", "trouble")
    assert run(lab, vep(lab)) == 2
    errors = capsys.readouterr().err

    assert "A, vep: ERROR: Cache assembly version (GRCh37) and database assembly" in errors
    assert "what VEP wrote has" in errors
    assert "2 cases failed; the others are in" in errors
    assert not list((lab / "out").rglob("report.html"))
    assert "Cache assembly" in (lab / "out" / "index.html").read_text()


def test_data_that_is_absent_stops_the_batch_before_it_begins(
    lab: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(lab, {"annotator": "vep", "vep": {"cache": "nowhere"}}) == 2
    assert capsys.readouterr().err == (
        "oncomatch: configuration: vep.cache: there is no folder nowhere\n"
    )
    assert not (lab / "out").exists()


@pytest.mark.parametrize(
    ("settings", "jobs"),
    [({}, []), ({"annotator": "vep", "vep": {"cache": "cache dir"}}, ["vep"])],
    ids=["default", "vep"],
)
def test_what_snakemake_would_run(settings: dict[str, object], jobs: list[str], lab: Path) -> None:
    said = snakemake(lab, settings, "--dry-run", "--quiet", "progress").split()

    assert [name for name in ("vep", "snpeff") if name in said] == jobs


def test_a_reference_of_ones_own_reaches_the_jobs(
    lab: Path, tiny: Reference, capsys: pytest.CaptureFixture[str]
) -> None:
    (lab / "made.gff3").write_text(ensembl(FORWARD))
    fasta = write_fasta(lab / "made.fa", {"1": building.tiny_chromosome()})
    build_bundle(lab / "made.gff3", fasta, lab / "own", GenomeBuild.GRCH38, tiny, pieces=True)
    (lab / "cases.tsv").write_text(HEADER + "D\tUCEC\tGRCh37\t\tMSS\n")
    words = ("--out", str(lab / "out"), "--reference", str(lab / "own"))

    assert main(["run", str(lab / "cases.tsv"), *words]) == 2
    assert f"D, annotate: the reference {lab / 'own'} is of GRCh38" in capsys.readouterr().err
    assert f"reference: {lab / 'own'}" in (lab / "out" / "settings.yaml").read_text()
