"""Compile the table of drugs: names, trade names, codes, classes and targets, each with its record.

A drug is in a class where CGI lists it under a drug family, where the first sentence of a label
of the FDA says what the product is, where CIViC's own name of the drug says it ("MEK Inhibitor
RO4987655"), or where a row of the curated facts names the record that says it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from oncomatch.domain.therapy import Therapies, fold_name
from oncomatch.knowledge.importers.drug_names import one_name, split_names
from oncomatch.knowledge.therapy_table import TherapyRecord, gather, read_therapy_classes
from oncomatch.reference.tables import read_rows

_CIVIC = ("CIViC", "CC0-1.0")
_CGI = ("CGI", "20170208", "CC0-1.0")
_FDA = ("FDA CDx list", "public domain (US Government)")
_REGULATORS = ("regulators' labels, found through moalmanac-db", "2026-05-07")
_REGULATORS_LICENCE = "facts from the labels; index GPL-2.0"

_NOT_DRUGS = {"not applicable", "2"}
_CGI_SLIPS = {
    ("Ado-Trastuzumab Emtansine", "EGFR mAb inhibitor"),
    ("Ado-Trastuzumab Emtansine", "ERBB2 mAb inhibitor"),
    ("Cediranib", "ALK inhibitor"),
    ("Abiraterone", "AR inhibitor"),
}
"""Families of CGI that the labels or CIViC contradict: a conjugate with HER2 as its target, a
VEGFR inhibitor, and an inhibitor of CYP17."""

_TRADE_AND_GENERIC = re.compile(r"\b([A-Z][A-Za-z]+) \(([^()]+)\)")
_PRODUCT = re.compile(r"ind:\w+\.([a-z]{4,}):")
_LABEL_CLASS = re.compile(
    r"^[^.]{0,60}?\bis an? ((?:[^.,]|\.(?=\d)){3,140}?),? (?:and is |that is )?indicated\b"
)
_PARTNERS = re.compile(r"combination with ([^.]*)")
_CLASS_AND_CODE = re.compile(r"^(.+ (?:Inhibitor|Antibody)) (\S*\d\S*)$")


def import_therapies(
    raw: Path, folder: Path, civic_release: str
) -> tuple[list[TherapyRecord], Therapies]:
    """Return the records of all sources, and the drugs that they make.

    `raw` is the folder of the sources, `folder` that of the curated tables.

    Raises:
        ResourceError: a name would belong to two drugs, or to a drug and a class.
    """
    classes = read_therapy_classes()
    known = gather((), classes)
    kb = raw / "kb"
    found = [
        *_of_civic(kb / "civic_ClinicalEvidence_2025-04.tsv", civic_release, known),
        *_of_cgi(kb / "cgi_biomarkers_20170208.tsv", known),
        *_of_fda(kb / "fda_companion_diagnostics_2023.tsv"),
        *_of_regulators(raw / "regulatory" / "moalmanac_regulatory_indications_2026-05.tsv", known),
        *_of_facts(folder / "therapy_facts.tsv", known),
    ]
    records = [each for each in _first_of_each(found) if not known.is_class(each.name)]
    return records, gather(records, classes)


def _record(
    name: str,
    source: tuple[str, str, str],
    record_id: str,
    citation: str,
    *,
    synonyms: Iterable[str] = (),
    classes: Iterable[str] = (),
    known: Therapies | None = None,
) -> TherapyRecord:
    """Return what a record says; the targets are those of the classes."""
    groups = tuple(sorted(set(classes)))
    targets = {gene for each in groups for gene in known.targets_of(each)} if known else set()
    others = tuple(sorted({each for each in synonyms if fold_name(each) != fold_name(name)}))
    origin, release, licence = source
    return TherapyRecord(
        name, others, groups, tuple(sorted(targets)), origin, record_id, release, citation, licence
    )


def _of_civic(path: Path, release: str, known: Therapies) -> Iterator[TherapyRecord]:
    source = (_CIVIC[0], release, _CIVIC[1])
    for row in read_rows(path):
        for written in split_names(row["therapies"]):
            if written.lower() in _NOT_DRUGS:
                continue
            code = _CLASS_AND_CODE.match(written)
            group = known.canonical(code[1]) if code else None
            yield _record(
                one_name(written),
                source,
                f"EID{row['evidence_id'].removeprefix('EID')}",
                row["citation"],
                synonyms=[written, *([code[2]] if code else [])],
                classes=[group] if group else [],
                known=known,
            )


def _of_cgi(path: Path, known: Therapies) -> Iterator[TherapyRecord]:
    """Yield what CGI says of each drug; a family in brackets is that of all drugs beside it."""
    for number, row in enumerate(read_rows(path), start=2):
        families, drugs = row["Drug family"].strip(), row["Drug"].replace("\xa0", " ").strip()
        several = families.startswith("[") or drugs.startswith("[")
        pairs = (
            [(families.strip("[]"), drug) for drug in drugs.strip("[]").split(",")]
            if several
            else list(zip(families.split(";"), drugs.split(";"), strict=False))
        )
        for family, written in pairs:
            name = one_name(written.strip())
            if not name or known.is_class(name):
                continue
            groups = [] if (written.strip(), family) in _CGI_SLIPS else family.split("&")
            found = [known.canonical(each) for each in groups]
            yield _record(
                name,
                _CGI,
                f"line {number}",
                row["Source"],
                synonyms=[written.strip()],
                classes=[each for each in found if each],
                known=known,
            )


def _of_fda(path: Path) -> Iterator[TherapyRecord]:
    for row in read_rows(path):
        drug = " ".join(row["Drug Trade Name (Generic) NDA / BLA"].split())
        release = "2023-05-03"
        for trade, generic in _TRADE_AND_GENERIC.findall(drug):
            yield _record(
                one_name(generic),
                (_FDA[0], release, _FDA[1]),
                row["NDA Number"].strip(),
                f"FDA {row['NDA Number'].strip()}",
                synonyms=[trade.capitalize(), generic],
            )


def _of_regulators(path: Path, known: Therapies) -> Iterator[TherapyRecord]:
    """Yield products with their drug, and what the FDA's label says that the product is."""
    products: dict[str, list[dict[str, str]]] = {}
    homes: dict[str, set[str]] = {}
    for row in read_rows(path):
        found = _PRODUCT.match(row["indication_id"])
        if found:
            products.setdefault(found[1], []).append(row)
        for written in row["therapy"].split("+"):
            yield _of_label(written, row)
            if found:
                homes.setdefault(written, set()).add(found[1])
    for product, rows in products.items():
        drug = _drug_of_product(rows, homes)
        if drug is None or fold_name(product).startswith(fold_name(drug)):
            continue
        yield _of_label(drug, rows[0], synonyms=[product.capitalize()])
        for row in rows:
            what = _LABEL_CLASS.match(" ".join(row["indication_text"].split()))
            group = known.canonical(what[1]) if what and row["agency"] == "fda" else None
            if group:
                yield _of_label(drug, row, classes=[group], known=known)


def _of_label(
    written: str,
    row: dict[str, str],
    *,
    synonyms: Iterable[str] = (),
    classes: Iterable[str] = (),
    known: Therapies | None = None,
) -> TherapyRecord:
    label = f"label, {row['agency'].upper()}, {row['indication_id']}"
    source = (*_REGULATORS, _REGULATORS_LICENCE)
    name, said = one_name(written), [written, *synonyms]
    return _record(
        name, source, row["indication_id"], label, synonyms=said, classes=classes, known=known
    )


def _drug_of_product(rows: list[dict[str, str]], homes: dict[str, set[str]]) -> str | None:
    """Return the drug of a product: in most of its regimens, not one that it is combined with.

    Where that leaves several, it is the one that is in no other product's regimens.
    """
    count = Counter(drug for row in rows for drug in row["therapy"].split("+"))
    most = max(count.values())
    if 2 * most <= len(rows):
        return None
    drugs = [drug for drug, times in count.items() if times == most]
    if len(drugs) > 1:
        texts = " ".join(row["indication_text"].lower() for row in rows)
        partners = " ".join(_PARTNERS.findall(texts))
        drugs = [drug for drug in drugs if drug.lower() not in partners]
    if len(drugs) > 1:
        drugs = [drug for drug in drugs if len(homes[drug]) == 1]
    return drugs[0] if len(drugs) == 1 else None


def _of_facts(path: Path, known: Therapies) -> Iterator[TherapyRecord]:
    for row in read_rows(path):
        is_class = row["kind"] == "class"
        yield _record(
            row["name"],
            (row["source"], row["release"], row["licence"]),
            row["record_id"],
            row["citation"],
            synonyms=[] if is_class else [row["value"]],
            classes=[row["value"]] if is_class else [],
            known=known,
        )


def _first_of_each(records: Iterable[TherapyRecord]) -> Iterator[TherapyRecord]:
    """Yield, of records of one source that say the same of a drug, the first."""
    seen = set()
    for each in records:
        key = (each.name, each.source, each.synonyms, each.classes)
        if key not in seen:
            seen.add(key)
            yield each
