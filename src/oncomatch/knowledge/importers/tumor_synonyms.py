"""Compile the synonyms of tumour types and their Disease Ontology numbers, each with its source.

Names and numbers of diseases come from `diseases.tsv` (whose names are the sources' own), from
the conditions of the trial registry, and from the Disease Ontology's names where one of them is,
word for word, a name of OncoTree.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from oncomatch.domain.biomarker import LIQUID
from oncomatch.reference.tables import read_rows
from oncomatch.reference.tumor_names import fold_tumor_name

_REGULATORS = ("regulators' labels, found through moalmanac-db", "2026-05-07")
_TCGA = {
    "LAML": ("acute_myeloid_leukemia", "AML"),
    "KIRC": ("renal", "CCRCC"),
    "KIRP": ("renal", "PRCC"),
    "LIHC": ("hepatocellular_carcinoma", "HCC"),
    "UVM": ("melanoma", "UM"),
    "DLBC": ("lymphoma", "DLBCLNOS"),
}
"""Codes of TCGA that are no codes of OncoTree, with their row in MTB-Report's table."""

_BIOMARKER = re.compile(
    r"MSI|dMMR|KRAS|BRAF|HER-?2|EGFR|ALK\b|MTAP|mut|fusion|null|positive|"
    r"microsatellite|triple[\s-]negative|TNBC",
    re.IGNORECASE,
)
_RESISTANT = re.compile(r"castration|CRPC", re.IGNORECASE)
"""What is castration-resistant is an adenocarcinoma, though a trial's condition takes the organ."""
_NO_SYNONYMS = {
    "gastroesophageal cancer": "may be of the stomach",
    "anal cancer": "may be other than squamous",
    "vulvar cancer": "may be other than squamous",
    "vaginal cancer": "may be other than squamous or adenocarcinoma",
    "all": "says neither B nor T cells, and is an English word",
    "mm": "means multiple myeloma or melanoma as well",
    "uc": "means ulcerative colitis as well",
    "70004": "is myeloma in the Disease Ontology and myeloid neoplasm in CIViC",
}
"""Names and numbers that would make a case narrower than what was written, or another one."""

_NAME_AND_INITIALS = (
    re.compile(r"^(?P<name>[^()]+?) ?\((?P<initials>[A-Za-z]{2,6})\)$"),
    re.compile(r"^(?P<initials>[A-Z]{2,6}) ?\((?P<name>[^()]+)\)$"),
    re.compile(r"^(?P<initials>[A-Z]{2,6}) - (?P<name>[^()]+)$"),
)


@dataclass(frozen=True, slots=True, order=True)
class TumorSynonym:
    """A name or number of a tumour type, and who uses it so.

    `condition` is a biomarker that the name implies, `subtype` what it says beyond the code.
    """

    name: str
    scheme: str
    code: str
    condition: str
    subtype: str
    source: str
    record_id: str
    release: str
    licence: str


COLUMNS = tuple(each.name for each in fields(TumorSynonym))


def compile_tumor_synonyms(raw: Path, resources: Path, civic_release: str) -> None:
    """Write `synonyms.tsv`, sorted; `raw` is the folder of the sources."""
    ontology = resources / "ontology"
    tree = list(read_rows(ontology / "oncotree.tsv"))
    names = {fold_tumor_name(row["name"]): row["code"] for row in tree}
    found = list(_of_diseases(raw, ontology / "diseases.tsv", civic_release))
    told = {fold_tumor_name(each.name) for each in found}
    found.extend(
        each
        for each in _of_conditions(raw, resources / "trials" / "conditions.tsv")
        if each.code != LIQUID
        and fold_tumor_name(each.name) not in told
        and not (each.code == "PROSTATE" and _RESISTANT.search(each.name))
    )
    known: dict[str, set[str]] = {name: {code} for name, code in names.items()}
    for each in found:
        if each.scheme == "name" and not (each.condition or each.subtype):
            known.setdefault(fold_tumor_name(each.name), set()).add(each.code)
    found.extend(_of_initials(raw, known))
    numbers = {each.name for each in found if each.scheme == "DOID"}
    found.extend(each for each in _of_disease_ontology(raw, names) if each.name not in numbers)
    codes = {row["code"] for row in tree}
    found.extend(_of_tcga(raw, codes))
    kept = {
        each
        for each in found
        if each.name.lower() not in _NO_SYNONYMS
        and (each.scheme != "name" or _is_new(each.name, codes, names))
    }
    with (ontology / "synonyms.tsv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(map(astuple, sorted(_once(kept))))


def _is_new(name: str, codes: set[str], names: dict[str, str]) -> bool:
    return name.upper() not in codes and fold_tumor_name(name) not in names


def _once(synonyms: Iterable[TumorSynonym]) -> Iterator[TumorSynonym]:
    """Yield one synonym of each name and code."""
    seen = set()
    for each in sorted(synonyms):
        key = (each.scheme, fold_tumor_name(each.name), each.code)
        if key not in seen:
            seen.add(key)
            yield each


def _of_diseases(raw: Path, path: Path, civic_release: str) -> Iterator[TumorSynonym]:
    """Yield the names of `diseases.tsv` that a source uses, and CIViC's numbers of them."""
    kb = raw / "kb"
    users: dict[str, tuple[str, str, str]] = {}
    labels = raw / "regulatory" / "moalmanac_regulatory_indications_2026-05.tsv"
    for row in read_rows(labels):
        users[row["disease"]] = (*_REGULATORS, "facts from the labels; index GPL-2.0")
    for row in read_rows(kb / "fda_companion_diagnostics_2023.tsv"):
        name = " ".join(row["Indication"].split())
        users[name] = ("FDA CDx list", "2023-05-03", "public domain (US Government)")
    for row in read_rows(kb / "civic_ClinicalEvidence_2025-04.tsv"):
        users[row["disease"]] = ("CIViC", civic_release, "CC0-1.0")
    for row in read_rows(path):
        if row["note"].startswith("narrower"):
            continue
        source, release, licence = users.get(row["disease"], ("own curation", "1", "CC0-1.0"))
        for code in filter(None, row["tumor_types"].split(";")):
            said = (code, row["condition"], row["subtype"], source, row["disease"], release)
            yield TumorSynonym(row["disease"], "name", *said, licence)
            if row["doid"]:
                yield TumorSynonym(row["doid"], "DOID", *said, licence)


def _of_conditions(raw: Path, path: Path) -> Iterator[TumorSynonym]:
    """Yield the registry's conditions that mean tumour types and name no biomarker."""
    first = _first_trial_of_each(raw)
    for row in read_rows(path):
        name = row["condition"]
        trial = first.get(name.casefold())
        if trial is None or _BIOMARKER.search(name):
            continue
        for code in filter(None, row["tumor_types"].split(";")):
            yield _of_registry(name, code, trial)


def _of_initials(raw: Path, known: dict[str, set[str]]) -> Iterator[TumorSynonym]:
    """Yield initials that the registry writes beside a name that is known."""
    for condition, trial in sorted(_first_trial_of_each(raw, fold=False).items()):
        for pattern in _NAME_AND_INITIALS:
            found = pattern.match(condition)
            if found is None:
                continue
            words = re.findall(r"[a-z]+", found["name"].lower())
            letters = "".join(word[0] for word in words if word not in ("of", "the", "and"))
            if letters == found["initials"].lower():
                for code in sorted(known.get(fold_tumor_name(found["name"]), ())):
                    yield _of_registry(found["initials"].upper(), code, trial)


def _of_registry(name: str, code: str, trial: str) -> TumorSynonym:
    return TumorSynonym(
        name,
        "name",
        code,
        "",
        "",
        "ClinicalTrials.gov",
        trial,
        "2026-01-05",
        "US Government public data",
    )


def _first_trial_of_each(raw: Path, *, fold: bool = True) -> dict[str, str]:
    """Return the first trial of each condition of the registry."""
    path = raw / "trials" / "oncology_trials_2026-01_v2subset.json"
    first: dict[str, str] = {}
    for study in json.loads(path.read_text(encoding="utf-8"))["studies"]:
        section = study["protocolSection"]
        trial = section["identificationModule"]["nctId"]
        for condition in section["conditionsModule"]["conditions"]:
            name = condition.casefold() if fold else condition
            first[name] = min(trial, first.get(name, trial))
    return first


def _of_disease_ontology(raw: Path, names: dict[str, str]) -> Iterator[TumorSynonym]:
    """Yield the numbers of the Disease Ontology whose name is a name of OncoTree."""
    for row in read_rows(raw / "ontology" / "pcgr_oncotree_phenotypes.tsv.gz"):
        code = names.get(fold_tumor_name(row["do_name"]))
        if code and row["do_id"].startswith("DOID:"):
            number = row["do_id"].removeprefix("DOID:").lstrip("0")
            source = ("Disease Ontology, in PCGR's phenotypes", row["do_name"], "8cca3c0")
            yield TumorSynonym(number, "DOID", code, "", "", *source, "CC0-1.0; PCGR MIT")


def _of_tcga(raw: Path, codes: set[str]) -> Iterator[TumorSynonym]:
    path = raw / "ontology" / "mtbreport_cancer_types.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = {
            (row["tcga_cancer"], row["knowledge"]) for row in csv.DictReader(lines, delimiter="\t")
        }
    for name, (record, code) in _TCGA.items():
        if (name, record) in rows and name not in codes:
            yield TumorSynonym(
                name, "name", code, "", "", "MTB-Report, TCGA codes", record, "71c08c1", "MIT"
            )
