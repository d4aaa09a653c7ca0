"""Read the description of an assay: one YAML, of a laboratory or of those that ship."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.panel import Ability, PanelDescription
from oncomatch.errors import InputError
from oncomatch.readers.config import read_yaml
from oncomatch.readers.lines import printable
from oncomatch.readers.schema import load_schema, problems
from oncomatch.reference.bundle import Reference
from oncomatch.reference.resources import resource_path

SUFFIXES = (".yaml", ".yml")
_SHOWN = 5
_LONGEST = 50


@dataclass(frozen=True, slots=True)
class DescribedPanel:
    """A description, and the BED file with its build if it names one."""

    description: PanelDescription
    bed: Path | None = None
    build: GenomeBuild | None = None


def shipped_panels() -> dict[str, Path]:
    """Return the descriptions that ship, by name."""
    return {path.stem: path for path in sorted(resource_path("panels").glob("*.yaml"))}


def find_panel(name: str, folder: Path) -> Path:
    """Return the file that the sheet means: a path relative to its folder, or one that ships.

    What is written like a path is one, whether the file is there or not.

    Raises:
        InputError: there is neither.
    """
    path = folder / name
    if path.is_file() or path.suffix or path.name != name:
        return path
    shipped = shipped_panels()
    if name.lower() in shipped:
        return shipped[name.lower()]
    near = difflib.get_close_matches(name.lower(), shipped, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"shipped are {', '.join(shipped)}"
    raise InputError(f"there is no file {path}, and no panel of that name ships; {hint}")


def is_description(path: Path) -> bool:
    """Whether a panel file is a description by its name: the other kinds have no form of it."""
    return path.suffix.lower() in SUFFIXES


def read_description(path: Path, reference: Reference) -> DescribedPanel:
    """Return the description of an assay.

    Raises:
        InputError: it is no YAML, has an unknown key, a bad value, or a gene that HGNC does not
            know; all are named.
    """
    value = read_yaml(path, "description of a panel")
    if not isinstance(value, dict):
        raise InputError(f"{path}: is no list of keys and values; see docs/panels.md")
    found = problems(value, load_schema("panel"))
    if found:
        raise InputError(f"{path}: {printable('; '.join(found))}")
    if "genes" in value and "bed" in value:
        raise InputError(f"{path}: has genes and a bed; keep one: the bed tells the genes")
    if ("bed" in value) != ("build" in value):
        raise InputError(f"{path}: a bed and its build belong together; give both or none")
    bed = path.parent / value["bed"] if "bed" in value else None
    if bed is not None and not bed.is_file():
        raise InputError(f"{path}, bed: there is no file {bed}; it is relative to this file")
    return DescribedPanel(
        _described(value, path, reference),
        bed,
        GenomeBuild(value["build"]) if "build" in value else None,
    )


def _described(value: dict[str, Any], path: Path, reference: Reference) -> PanelDescription:
    lists = {
        key: _symbols(value[key], key, path, reference)
        for key in ("genes", "copy_number_genes", "fusion_genes", "splice_variants")
        if key in value
    }
    abilities = {Ability(key): able for key, able in value.get("abilities", {}).items()}
    for key, ability in (
        ("copy_number_genes", Ability.COPY_NUMBER),
        ("fusion_genes", Ability.FUSIONS),
        ("splice_variants", Ability.RNA),
        ("tmb_megabases", Ability.TMB),
    ):
        if key in value and abilities.get(ability) is not True:
            raise InputError(
                f"{path}: has {key}, but abilities.{ability.value} is not true; give both or none"
            )
    return PanelDescription(
        name=printable(" ".join(value["name"].split())),
        able=tuple(each for each in Ability if abilities.get(each) is True),
        unable=tuple(each for each in Ability if abilities.get(each) is False),
        genes=lists.get("genes", ()),
        copy_number_genes=lists.get("copy_number_genes"),
        fusion_genes=lists.get("fusion_genes"),
        splice_variants=lists.get("splice_variants"),
        tmb_megabases=value.get("tmb_megabases"),
        limit_of_detection=value.get("limit_of_detection"),
        note=printable(value.get("note", "")),
        source=printable(value.get("source", "")),
        licence=printable(value.get("licence", "")),
    )


def _symbols(names: Iterable[str], key: str, path: Path, reference: Reference) -> tuple[str, ...]:
    genes, unknown = set(), []
    for name in names:
        gene = reference.find_gene(name)
        if gene is not None:
            genes.add(gene.symbol)
        else:
            unknown.append(name)
    if unknown:
        symbols = [gene.symbol for gene in reference.genes()]
        named = ", ".join(_suggested(name, symbols) for name in unknown[:_SHOWN])
        more = f" and {len(unknown) - _SHOWN} more" if len(unknown) > _SHOWN else ""
        raise InputError(f"{path}, {key}: {named}{more}: no gene name of HGNC")
    return tuple(sorted(genes))


def _suggested(name: str, symbols: list[str]) -> str:
    near = difflib.get_close_matches(name.upper()[:_LONGEST], symbols, n=1, cutoff=0.7)
    return f"{printable(name)!r}" + (f" (did you mean {near[0]}?)" if near else "")


def bed_of(panel: Path) -> Path | None:
    """Return the BED file that a description names, whether it is there or not.

    None for other kinds of panels and for a description that cannot be read: it is refused where
    the case is read.
    """
    if not is_description(panel):
        return None
    try:
        value = read_yaml(panel, "description of a panel")
    except InputError:
        return None
    name = value.get("bed") if isinstance(value, dict) else None
    return panel.parent / name if isinstance(name, str) else None


def description_of(panel: Path | None, reference: Reference) -> DescribedPanel | None:
    """Return the description that a panel file of the sheet is, None where it is another kind."""
    if panel is None or not is_description(panel):
        return None
    return read_description(panel, reference)
