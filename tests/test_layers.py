"""A layer imports what its row of the design allows, and nothing else."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from building import ROOT

PACKAGE = ROOT / "src" / "oncomatch"
SOURCES = sorted(PACKAGE.rglob("*.py"))

MAY_IMPORT = {
    "__init__": set(),
    "__main__": {"cli"},
    "errors": set(),
    "domain": {"errors"},
    "reference": {"domain", "errors"},
    "readers": {"domain", "reference", "errors"},
    "annotation": {"domain", "reference", "errors"},
    "knowledge": {"domain", "reference", "errors"},
    "matching": {"domain", "reference", "knowledge", "errors"},
    "trials": {"domain", "reference", "matching", "errors"},
    "signatures": {"domain", "errors"},
    "reporting": {"domain", "errors"},
    "pipeline": {
        "annotation",
        "domain",
        "errors",
        "knowledge",
        "matching",
        "readers",
        "reference",
        "reporting",
        "signatures",
        "trials",
    },
    "cli": {"pipeline", "domain", "errors"},
}

ONLY_IN = {
    "click": {"cli"},
    "cyvcf2": {"readers"},
    "drawsvg": {"reporting"},
    "isal": {"readers", "reporting"},
    "jinja2": {"reporting"},
    "jsonschema": {"readers"},
    "msgspec": {"reporting", "trials"},
    "numpy": {"reference", "annotation", "readers", "reporting", "signatures", "trials"},
    "pandas": {"reporting", "readers"},
    "pyarrow": {"reporting"},
    "pymupdf_fonts": {"reporting"},
    "pysam": {"readers", "reference", "reporting"},
    "requests": {"knowledge", "trials"},
    "rich": {"cli"},
    "scipy": {"signatures"},
    "typst": {"reporting"},
    "xlsxwriter": {"reporting"},
    "yaml": {"readers", "reporting"},
}


def layer_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def modules_imported(path: Path) -> set[str]:
    """Return the full names of all modules that a file imports, wherever the import stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_module_imports_only_what_its_layer_may(path: Path) -> None:
    layer = layer_of(path)
    own = {name.split(".")[1] for name in modules_imported(path) if name.startswith("oncomatch.")}
    layers = {name for name in own if name in MAY_IMPORT}

    assert layers - MAY_IMPORT[layer] - {layer} == set()


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_third_party_part_is_used_where_it_belongs(path: Path) -> None:
    tops = {name.split(".")[0] for name in modules_imported(path)}
    foreign = tops - set(sys.stdlib_module_names) - {"oncomatch"}
    misplaced = {name for name in foreign if layer_of(path) not in ONLY_IN.get(name, set())}

    assert misplaced == set()


def test_every_layer_of_the_table_exists() -> None:
    assert {layer_of(path) for path in SOURCES} - set(MAY_IMPORT) == set()


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_module_fits_on_a_few_screens(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")

    assert lines <= 400
