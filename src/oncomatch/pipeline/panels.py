"""Describe panels: those that ship, and what a description of a laboratory covers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from oncomatch.domain.assay import Assessment
from oncomatch.domain.panel import Ability, PanelDescription
from oncomatch.errors import InputError
from oncomatch.readers.panel import open_panel
from oncomatch.readers.panel_description import (
    DescribedPanel,
    find_panel,
    is_description,
    read_description,
    shipped_panels,
)
from oncomatch.reference.bundle import Reference, open_reference

_LINE = 12


def list_panels() -> Iterator[str]:
    """Yield a line for each panel that ships."""
    reference = open_reference()
    for name, path in shipped_panels().items():
        described = read_description(path, reference).description
        yield f"{name}\t{described.name}\t{len(described.genes)} genes\t{_able(described)}"


def check_panel(path: Path) -> Iterator[str]:
    """Yield what a description covers.

    Raises:
        InputError: it is no description, or something in it is wrong.
    """
    if not is_description(path):
        raise InputError(f"{path}: is no description of a panel; its name has to end in .yaml")
    reference = open_reference()
    return _told(read_description(path, reference), reference)


def show_panel(name: str) -> Iterator[str]:
    """Yield what a panel covers and its genes, by the name of a shipped one or by its file.

    Raises:
        InputError: there is no such panel.
    """
    reference = open_reference()
    described = read_description(find_panel(name, Path()), reference)
    yield from _told(described, reference)
    genes = described.description.genes
    for start in range(0, len(genes), _LINE):
        yield "  " + " ".join(genes[start : start + _LINE])


def _told(described: DescribedPanel, reference: Reference) -> Iterator[str]:
    panel = described.description
    yield f"name: {panel.name}"
    yield f"can tell: {_able(panel)}"
    unable = ", ".join(each.words for each in panel.unable)
    unknown = [each for each in Ability if each not in (*panel.able, *panel.unable)]
    yield f"does not tell: {unable or 'nothing is said'}"
    yield f"not known: {', '.join(each.words for each in unknown) or 'nothing'}"
    for what, genes in (
        ("copy number of", panel.copy_number_genes),
        ("fusions of", panel.fusion_genes),
        ("splice variants of", panel.splice_variants),
    ):
        if genes is not None:
            yield f"{what}: {len(genes)} genes"
    if panel.tmb_megabases is not None:
        yield f"tumour mutational burden over: {panel.tmb_megabases:g} Mb"
    if panel.limit_of_detection is not None:
        yield f"limit of detection: allele fraction {panel.limit_of_detection:g}"
    for what, text in (("note", panel.note), ("source", panel.source), ("licence", panel.licence)):
        if text:
            yield f"{what}: {text}"
    if described.bed is not None and described.build is not None:
        yield from _covered(described, reference)
    else:
        yield f"genes, throughout: {len(panel.genes)}"


def _covered(described: DescribedPanel, reference: Reference) -> Iterator[str]:
    assert described.bed is not None
    assert described.build is not None
    build = described.build
    covered = open_panel(described.bed, reference, build).coverage(reference, build)
    whole = [each for each in covered if each.assessment is Assessment.ASSESSED]
    partly = [each for each in covered if each.gaps]
    codons = sum(last - first + 1 for each in covered for first, last in each.codons)
    yield f"regions: {described.bed.name} on {build.value}"
    yield f"genes, throughout: {len(whole)}"
    yield f"genes, partly: {len(partly)}"
    yield f"genes without embedded sequence, touched: {len(covered) - len(whole) - len(partly)}"
    yield f"codons: {codons:,}"
    for each in partly:
        yield f"  {each.gene}: not {each.missing}"


def _able(panel: PanelDescription) -> str:
    return ", ".join(each.words for each in panel.able) or "nothing is said"
