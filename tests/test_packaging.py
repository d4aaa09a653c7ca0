"""What is installed: the same by pip and conda, nothing that is not used, nothing forgotten."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

from building import EXAMPLE, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
REQUIRED = PROJECT["dependencies"]
DEVELOPMENT = PROJECT["optional-dependencies"]["dev"]
IMPORTED_AS = {
    "axe-playwright-python": "axe_playwright_python",
    "pymupdf-fonts": "pymupdf_fonts",
    "pyyaml": "yaml",
}
NOT_IN_CONDA = {
    "axe-playwright-python",
    "fhir.resources",
    "ga4gh.va_spec",
    "playwright",
    "pymupdf-fonts",
    "typst",
}
SKIPPING = "importorskip"
IN_CONDA_AS = {"isal": "python-isal"}
RUN_AS_PROGRAM = {"hatchling", "mypy", "pre-commit", "pytest-xdist", "ruff", "snakefmt"}


def name_of(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None
    return found[0]


def imported_modules(*folders: str) -> set[str]:
    """Return the first names of all modules that the Python files in the folders import."""
    found = set()
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    for path in files:
        if path.suffix == ".py" or path.parent.name == "scripts":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    found.update(alias.name.split(".")[0] for alias in node.names)
                elif isinstance(node, ast.ImportFrom):
                    found.add((node.module or "").split(".")[0])
                elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == SKIPPING:
                    found.add(ast.literal_eval(node.args[0]))
    return found


def test_conda_and_pip_install_the_same() -> None:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    plain = [entry for entry in listed if isinstance(entry, str) and entry != "pip"]
    python = f"python{PROJECT['requires-python']}"
    wanted = [
        each.replace(name_of(each), IN_CONDA_AS.get(name_of(each), name_of(each)), 1)
        for each in [*REQUIRED, *DEVELOPMENT]
        if name_of(each) not in NOT_IN_CONDA
    ]
    by_pip = next(entry["pip"] for entry in listed if isinstance(entry, dict))

    assert sorted(plain) == sorted([python, *wanted])
    assert sorted(by_pip) == sorted([".", *(e for e in DEVELOPMENT if name_of(e) in NOT_IN_CONDA)])


@pytest.mark.parametrize("requirement", REQUIRED, ids=name_of)
def test_what_is_required_is_imported(requirement: str) -> None:
    name = name_of(requirement)
    rules = "".join(path.read_text() for path in (ROOT / "workflow").rglob("*") if path.is_file())

    assert IMPORTED_AS.get(name, name) in imported_modules("src", "scripts") or (
        f"from {name}." in rules
    )


@pytest.mark.parametrize("requirement", DEVELOPMENT, ids=name_of)
def test_what_development_requires_is_used(requirement: str) -> None:
    name = name_of(requirement)
    callers = ("Makefile", ".ci/run", "CONTRIBUTING.md", "tests/test_packaging.py")
    called = any(name in (ROOT / caller).read_text() for caller in callers)

    module = IMPORTED_AS.get(name, name.split(".")[0])

    assert called if name in RUN_AS_PROGRAM else module in imported_modules("tests")


@pytest.mark.parametrize("requirement", REQUIRED, ids=name_of)
def test_the_readme_gives_a_reason_for_each_dependency(requirement: str) -> None:
    table = re.findall(
        r"^\| `?([a-zA-Z0-9-]+)`? \| .{15,} \|$", (ROOT / "README.md").read_text(), re.M
    )

    assert name_of(requirement) in {name.lower() for name in table}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an unpacked wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as packed:
        packed.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_resources_and_workflow_travel_in_the_wheel(wheel: Path) -> None:
    here = {
        str(path.relative_to(ROOT))
        for folder in ("resources", "workflow")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and ".snakemake" not in path.parts and "__pycache__" not in path.parts
    }
    package = wheel / "oncomatch"
    there = {str(path.relative_to(package)) for path in package.rglob("*")}

    assert here - there == set()


def test_the_wheel_reports_a_case_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    vcf = EXAMPLE / "DEMO-BRCA-01.mutect2.vcf.gz"
    code = (
        "import sys, oncomatch, oncomatch.reference.resources as r; "
        "print(oncomatch.__file__, r.resource_path('manifest.tsv'), r.workflow_path('Snakefile')); "
        "from oncomatch.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    words = ["report", "--vcf", str(vcf), "--tumor-type", "BRCA", "--build", "GRCh38"]
    done = subprocess.run(
        [sys.executable, "-c", code, *words, "--out", str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(wheel)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert all(path.startswith(str(wheel)) for path in done.stdout.splitlines()[0].split())
    assert (tmp_path / "case" / "report.html").is_file()
