"""Compile the genes of hereditary cancer and those of clonal haematopoiesis.

The first are those that the American College of Medical Genetics calls cancer genes in its list
of secondary findings (read from a table), and those that the ESMO Precision Medicine Working
Group recommends to follow up (read in the abstract of PMID 36529447). The second are named by
published reviews and studies, each with the address at which it was read.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from oncomatch.knowledge.importers.gene_facts import Symbols

HEREDITARY_COLUMNS = (
    "gene",
    "disease",
    "inheritance",
    "note",
    "source",
    "record_id",
    "release",
    "citation",
    "url",
    "licence",
)
HAEMATOPOIESIS_COLUMNS = ("gene", "source", "record_id", "release", "citation", "url", "licence")

_ACMG = (
    "ACMG SF",
    "v3.0 (moalmanac 5dcc132)",
    "Genet Med, s41436-021-01172-3",
    "https://www.nature.com/articles/s41436-021-01172-3",
    "facts; index GPL-2.0",
)
_CANCER = "Cancer"
_HEADER = "Gene"

_ESMO = (
    "ESMO PMWG",
    "2022-12-16",
    "PMID:36529447",
    "https://pubmed.ncbi.nlm.nih.gov/36529447/",
    "facts from the abstract",
)
_ANY_TUMOR = "ESMO: follow up in any tumour type"
_INTERMEDIATE = "ESMO: actionable, intermediate penetrance"
_SELDOM = "ESMO: below 2 % of what is found in tumours is inherited"
_MOSTLY = f"{_ANY_TUMOR}; above 80 % of what is found in tumours is inherited"
_ESMO_GENES = {
    **dict.fromkeys(("BRCA1", "BRCA2", "PALB2"), _MOSTLY),
    **dict.fromkeys(("MLH1", "MSH2", "MSH6", "RET"), _ANY_TUMOR),
    **dict.fromkeys(("ATM", "CHEK2"), _INTERMEDIATE),
    **dict.fromkeys(("TP53", "APC", "STK11"), _SELDOM),
}

_HAEMATOPOIESIS = (
    (
        (
            *("DNMT3A", "TET2", "ASXL1", "IDH1", "IDH2", "SF3B1", "SRSF2", "U2AF1"),
            *("TP53", "CHEK2", "PPM1D", "JAK2"),
        ),
        (
            "The Hematologist, mini review on clonal hematopoiesis",
            "hem.V17.2.10288",
            "read 2026-11-29",
            "DOI:10.1182/hem.V17.2.10288",
            "http://ashpublications.net/thehematologist/article/doi/10.1182/hem.V17.2.10288",
            "facts from the review",
        ),
    ),
    (
        ("ATM",),
        (
            "JAMA Oncology, clonal hematopoiesis in cell-free DNA of prostate cancer",
            "2772786",
            "read 2026-11-29",
            "JAMA Oncol, article 2772786",
            "https://jamanetwork.com/journals/jamaoncology/fullarticle/2772786",
            "facts from the abstract",
        ),
    ),
    (
        (
            *("ASXL1", "BCOR", "BCORL1", "CBL", "CREBBP", "CUX1", "DNMT3A", "GNB1", "JAK2"),
            *("PPM1D", "PRPF8", "SETDB1", "SF3B1", "SRSF2", "TET2", "U2AF1"),
        ),
        (
            "Tempus, clonal hematopoiesis in BRCA-associated cancers",
            "20963-patients",
            "read 2026-11-29",
            "Marshall, abstract on 20,963 patients",
            "https://www.tempus.com/publications/germline-mutations-and-the-presence-of-clonal-"
            "hematopoiesis-of-indeterminate-potential-chip-in-20963-patients-with-brca-associated-"
            "cancers/",
            "facts from the abstract",
        ),
    ),
)
"""Genes with the source that names them; the first source of a gene is kept."""


def compile_hereditary_genes(acmg: Path, current: Symbols, target: Path) -> int:
    """Write the genes of hereditary cancer, a row for each source and disease; return how many."""
    rows = sorted({*_acmg_rows(acmg, current), *_esmo_rows(current)})
    _write(target, HEREDITARY_COLUMNS, rows)
    return len({row[0] for row in rows})


def compile_haematopoiesis_genes(current: Symbols, target: Path) -> int:
    """Write the genes of clonal haematopoiesis, each with its first source; return how many."""
    found: dict[str, tuple[str, ...]] = {}
    for genes, source in _HAEMATOPOIESIS:
        for name in genes:
            found.setdefault(current(name), source)
    _write(target, HAEMATOPOIESIS_COLUMNS, [(gene, *found[gene]) for gene in sorted(found)])
    return len(found)


def _acmg_rows(path: Path, current: Symbols) -> Iterator[tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.reader(lines, delimiter="\t") if row]
    start = next(index for index, row in enumerate(rows) if row[0] == _HEADER)
    header = [name.strip() for name in rows[start]]
    at = {name: header.index(name) for name in ("Gene", "Inheritance", "Phenotype Category")}
    disease = next(place for place, name in enumerate(header) if name.startswith("Disease/"))
    source, release, citation, url, licence = _ACMG
    for row in rows[start + 1 :]:
        cells = [" ".join(cell.split()) for cell in row]
        if len(cells) <= max(at.values()) or cells[at["Phenotype Category"]] != _CANCER:
            continue
        gene = current(cells[at["Gene"]])
        recessive = cells[at["Inheritance"]] == "AR"
        note = "recessive: two changed copies" if recessive else ""
        yield (
            gene,
            cells[disease],
            cells[at["Inheritance"]],
            note,
            *(source, gene, release, citation, url, licence),
        )


def _esmo_rows(current: Symbols) -> Iterator[tuple[str, ...]]:
    source, release, citation, url, licence = _ESMO
    for name, note in _ESMO_GENES.items():
        gene = current(name)
        yield (gene, "", "", note, source, gene, release, citation, url, licence)


def _write(target: Path, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
