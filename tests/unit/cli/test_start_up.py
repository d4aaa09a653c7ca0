"""What a command does not need it does not import: a table of ten records is mostly imports."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"cyvcf2", "jinja2", "jsonschema", "msgspec", "pandas", "pyarrow", "pysam", "requests"}
HEAVY |= {"rich", "snakemake", "yaml"}
COMMANDS = {f"oncomatch.cli.{name}" for name in ("annotate", "batch", "case", "kb", "trials")}
SCHEMA = {"json", "oncomatch.readers.schema", "oncomatch.cli.case"}
"""What the options of a case are made from."""
LOG = {"numpy", "logging"}
READER = {"oncomatch.trials.studies", "oncomatch.trials.eligibility.reading"}
"""Of the text of trials, whose expressions take longer to make than a search."""
ANNOTATION = {"oncomatch.annotation.annotator", "oncomatch.pipeline.profile"}
REPORTS = {"oncomatch.domain.biomarker", "oncomatch.domain.evidence", "oncomatch.domain.match"}


def imported(code: str) -> set[str]:
    """Return the modules that a fresh interpreter has after some code."""
    show = "import sys; print('modules', *sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{show}"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.rpartition("modules ")[2].split())


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("from oncomatch.cli import main; main(['--help'])", HEAVY | SCHEMA | COMMANDS | LOG),
        ("from oncomatch.cli import main; main(['report', '--help'])", HEAVY | {"numpy"}),
        (
            "from oncomatch.cli import main; main(['trials', 'search', '--help'])",
            HEAVY | SCHEMA | {"numpy"},
        ),
        ("from oncomatch.cli import main; main(['lookup', '--help'])", HEAVY | SCHEMA | {"numpy"}),
        (
            "import oncomatch.pipeline.trial_search",
            {"jsonschema", "requests", "oncomatch.readers.small_variant_files"} | READER,
        ),
        (
            "import oncomatch.pipeline.case_files",
            READER | ANNOTATION | {"cyvcf2", "jinja2", "pandas", "pysam", "requests"},
        ),
        ("import oncomatch.pipeline.profile_files", READER | {"requests"}),
        ("import oncomatch.pipeline.annotate", HEAVY | REPORTS | {"concurrent.futures"}),
    ],
    ids=[
        "help",
        "help of report",
        "help of trials",
        "help of lookup",
        "search of trials",
        "match and report of a case",
        "profile of a case",
        "annotate",
    ],
)
def test_what_is_not_imported(code: str, absent: set[str]) -> None:
    assert not imported(code) & absent


def test_a_table_of_a_small_file(tmp_path) -> None:
    vcf = tmp_path / "one.vcf"
    vcf.write_text(
        "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
        "chr7\t140753336\t.\tA\tT\t.\tPASS\t.\n"
    )
    words = ["annotate", str(vcf), "-o", str(tmp_path / "one.tsv"), "--build", "GRCh38"]
    code = f"from oncomatch.cli import main; assert main({words!r}) == 0"

    assert not imported(code) & (HEAVY | REPORTS | {"concurrent.futures", "numpy.ma"})
    assert "V600E" in (tmp_path / "one.tsv").read_text()
