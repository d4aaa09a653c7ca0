"""Compile the Cancer Genome Interpreter's biomarkers (CC0) from its table of February 2017.

The table has no identifiers: a record is known by its line in the release. Facts are taken; no
sentence is. A row counts as germline, or as doubted by its curators, when its comment says so.
"""

from __future__ import annotations

import re
from pathlib import Path

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evidence import (
    CgiLevel,
    Direction,
    EvidenceItem,
    EvidenceScheme,
    Regimen,
    Significance,
)
from oncomatch.domain.provenance import Provenance
from oncomatch.domain.therapy import Therapies
from oncomatch.errors import BiomarkerError
from oncomatch.knowledge.importers.cgi_alterations import Alterations
from oncomatch.knowledge.importers.cgi_numbering import Numbering
from oncomatch.knowledge.importers.cgi_therapies import parse_regimen
from oncomatch.knowledge.importers.diseases import Condition, Conditions
from oncomatch.knowledge.importers.gene_facts import current_symbols
from oncomatch.knowledge.importers.refusal import Refusal
from oncomatch.knowledge.therapy_table import gather, read_therapy_classes
from oncomatch.reference.bundle import Reference
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows

SOURCE = "CGI"
LICENCE = "CC0-1.0"
URL = "https://www.cancergenomeinterpreter.org/biomarkers"

_ASSOCIATIONS = {
    "Responsive": (Significance.SENSITIVITY, Direction.SUPPORTS),
    "No Responsive": (Significance.SENSITIVITY, Direction.DOES_NOT_SUPPORT),
    "Resistant": (Significance.RESISTANCE, Direction.SUPPORTS),
    "Increased Toxicity": (Significance.ADVERSE_RESPONSE, Direction.SUPPORTS),
}
_LEVELS = {level.value.lower(): level for level in CgiLevel}
_GERMLINE = re.compile(r"\bgermline\b", re.IGNORECASE)
_DOUBTED = ("Has to be rechecked", "UPDATE: delete")
_SUBTYPES = {"(low estrogen)": "low oestrogen"}
_NOT_ADDED = "(not added)"
_SLIP = re.compile(r"PMID:\d{9,}")
_NOT_A_CITATION = "Caris molecular intelligence"


def import_cgi(
    path: Path, variants: Path, release: str, reference: Reference, conditions: Conditions
) -> tuple[list[EvidenceItem], list[Refusal]]:
    """Return the items of the table and what could not be translated.

    `variants` is the source's table of single variants, read for the places on the genome.
    """
    alterations = Alterations(current_symbols(reference), Numbering(reference, read_rows(variants)))
    tumor_types = {
        row["acronym"]: row for row in read_rows(resource_path("ontology", "cgi_tumor_types.tsv"))
    }
    classes = gather((), read_therapy_classes())
    items, refusals = [], []
    for line, row in enumerate(read_rows(path), start=2):
        record = f"line {line}"
        try:
            items.append(_item(row, record, release, alterations, tumor_types, classes, conditions))
        except BiomarkerError as error:
            name = f"{row['Biomarker']}: {row['Association']}, {row['Drug full name']}"
            refusals.append(Refusal(SOURCE, record, " ".join(name.split()), str(error)))
    return items, refusals


def _item(
    row: dict[str, str],
    record: str,
    release: str,
    alterations: Alterations,
    tumor_types: dict[str, dict[str, str]],
    classes: Therapies,
    conditions: Conditions,
) -> EvidenceItem:
    if _NOT_ADDED in row["Comments"]:
        raise BiomarkerError("the comment says that drugs of the regimen are left out")
    association = row["Association"].partition(" (")[0]
    significance, direction = _ASSOCIATIONS[association]
    level = _LEVELS[row["Evidence level"].lower()]
    regimen = parse_regimen(row["Drug"], row["Drug family"], classes)
    codes, disease, subtype = _tumor_types(row, tumor_types)
    condition = _condition(level, regimen, codes, conditions)
    return EvidenceItem(
        biomarker=parse_biomarker(alterations.pattern_of(row)),
        condition=condition.biomarker,
        condition_source=condition.source,
        tumor_types=codes,
        disease=disease,
        subtype=subtype,
        regimen=regimen,
        significance=significance,
        direction=direction,
        scheme=EvidenceScheme.CGI,
        level=level,
        rating=None,
        origin="Germline" if _GERMLINE.search(row["Comments"]) else "",
        flagged=any(words in row["Comments"] for words in _DOUBTED),
        provenance=Provenance(SOURCE, record, release, _citation(row["Source"]), URL, LICENCE),
        excluded_types=conditions.excluded_types(regimen.therapies, codes),
    )


def _condition(
    level: CgiLevel, regimen: Regimen, codes: tuple[str, ...], conditions: Conditions
) -> Condition:
    """Return what the label asks for besides; a guideline's row leaves it to the label."""
    return conditions.of_label(regimen.therapies, codes) if level.is_guideline else Condition()


def _tumor_types(
    row: dict[str, str], tumor_types: dict[str, dict[str, str]]
) -> tuple[tuple[str, ...], str, str]:
    """Return the OncoTree codes, the source's own words, and what they ask for beyond the codes."""
    named = []
    for acronym in map(str.strip, row["Primary Tumor type"].split(";")):
        if acronym not in tumor_types:
            raise BiomarkerError(f"the tumour type {acronym!r} is not mapped to OncoTree")
        named.append(tumor_types[acronym])
    codes = tuple(dict.fromkeys(code for each in named for code in _codes(each)))
    disease = "; ".join(each["disease"] for each in named)
    if not codes:
        notes = "; ".join(each["note"] for each in named)
        raise BiomarkerError(f"the disease {disease!r} has no tumour type: {notes}")
    several = len(named) > 1
    beyond = [
        f"{each['disease']}: {each['subtype']}" if several else each["subtype"]
        for each in named
        if each["subtype"]
    ]
    if row["Metastatic Tumor Type"]:
        beyond.append("metastatic")
    beyond += [subtype for comment, subtype in _SUBTYPES.items() if comment in row["Comments"]]
    return codes, disease, ", ".join(beyond)


def _codes(row: dict[str, str]) -> list[str]:
    return [code for code in row["tumor_types"].split(";") if code]


def _citation(text: str) -> str:
    """Return the citations as the source gives them.

    PubMed's numbers have eight digits at most: a longer one is a slip that leads nowhere.

    Raises:
        BiomarkerError: there is none, or a commercial service instead of one.
    """
    parts = (part.strip() for part in text.split(";"))
    cited = "; ".join(part for part in parts if part and not _SLIP.fullmatch(part))
    if not cited:
        raise BiomarkerError("the record cites nothing")
    if cited == _NOT_A_CITATION:
        raise BiomarkerError(f"{cited!r} is a service, not a publication")
    return cited
