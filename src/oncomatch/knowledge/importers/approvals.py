"""Compile the regulators' indications that name a biomarker.

An index to the labels (moalmanac-db, GPL-2.0) leads to them. Single facts are taken, the label
is cited, no sentence is carried over. What the label's own words say decides over what the index
makes of them; slips of the index are corrected by `approval_corrections.tsv`, or refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from oncomatch.domain.approval import Agency, Approval, ApprovalStatus
from oncomatch.domain.biomarker import Biomarker
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evidence import Interaction, Regimen, Significance
from oncomatch.domain.provenance import Provenance
from oncomatch.errors import BiomarkerError, TumorTypeError
from oncomatch.knowledge.importers.approvals_biomarkers import Patterns, patterns_of
from oncomatch.knowledge.importers.approvals_markers import disagreement, markers_of_values
from oncomatch.knowledge.importers.approvals_treatment import (
    is_accelerated,
    line_of_label,
    settings_of_label,
)
from oncomatch.knowledge.importers.approvals_tumors import LabelTumors, tumors_of_label
from oncomatch.knowledge.importers.drug_names import without_salt
from oncomatch.knowledge.importers.numbering import tie_to_transcripts
from oncomatch.knowledge.importers.refusal import Refusal
from oncomatch.reference.bundle import Reference
from oncomatch.reference.tables import read_rows
from oncomatch.reference.tumor_types import TumorTypes

RELEASE = "2026-05-07"
LICENCE = "fact from the label; found through moalmanac-db (GPL-2.0)"

_AGENCIES = {
    "fda": Agency.FDA,
    "ema": Agency.EMA,
    "hc": Agency.HEALTH_CANADA,
    "hpra": Agency.HPRA,
    "hse": Agency.HSE,
}
_CODES = {
    "oncotree:ALL": ("BLL", "TLL"),
    "oncotree:MLN": ("MLNER",),
    "ncit:C132146": ("SOLID",),
    "ncit:C3163": ("CLLSLL",),
    "ncit:C135017": ("NSCLC",),
    "ncit:C27031": ("PANET",),
    "ncit:C9385": ("RCC",),
    "ncit:C7007": ("HMBL",),
    "ncit:C3467": ("MTNN",),
}
"""Codes of the index that OncoTree lacks; those that have no node of their own are left out."""
_NOT_INDICATED = re.compile(
    r"Limitations? of Use:|[A-Z]{4,} is not (?:indicated|recommended)|"
    r"(?:The )?[Ss]afety and e(?:fficacy|ffectiveness) of"
)
_NAMES = {"Abiraterone acetate": "Abiraterone"}


@dataclass(frozen=True, slots=True)
class _Indication:
    """The rows of one indication after correction."""

    agency: Agency
    identifier: str
    words: str
    regimens: dict[str, tuple[str, ...]]
    """Index values of the biomarkers, by the regimen that they are given for."""
    indexed: tuple[str, ...]
    approved: str
    accelerated: str
    regular: str
    fixes: dict[str, str]

    @property
    def source(self) -> str:
        """Whose label, e.g. `FDA label`."""
        return f"{self.agency.value} {'regimen' if self.agency is Agency.HSE else 'label'}"

    @property
    def indicated(self) -> str:
        """The words before those that say for whom the product is not."""
        return _NOT_INDICATED.split(self.words)[0]

    @property
    def product(self) -> str:
        """The product of a label, or the number of an HSE regimen."""
        name = self.identifier.split(".", 1)[1].rsplit(":", 1)[0]
        return name if self.agency is Agency.HSE else name.replace("-", " ").title()


def import_approvals(
    path: Path, corrections: Path, exclusions: Path, reference: Reference, tumor_types: TumorTypes
) -> tuple[list[Approval], list[Refusal]]:
    """Return the approvals of the index and what could not be translated.

    `exclusions` is the table of tumour types that labels take out of any-tumour indications.
    """
    fixes: dict[str, dict[str, str]] = {}
    for row in read_rows(corrections):
        fixes.setdefault(row["indication_id"], {})[row["field"]] = row["value"] or row["reason"]
    excluded = {row["therapies"]: row["tumor_type"] for row in read_rows(exclusions)}
    groups: dict[str, list[dict[str, str]]] = {}
    for row in read_rows(path):
        groups.setdefault(row["indication_id"], []).append(row)
    approvals, refusals = [], []
    for identifier, rows in groups.items():
        indication = _indication(rows, fixes.get(identifier, {}))
        found, refused = _translate(indication, reference, tumor_types, excluded)
        approvals += found
        refusals += refused
    return approvals, refusals


def _indication(rows: list[dict[str, str]], fixes: dict[str, str]) -> _Indication:
    first = rows[0]
    regimens: dict[str, list[str]] = {}
    indexed: list[str] = []
    for row in rows:
        values = regimens.setdefault(row["therapy"], [])
        if row["biomarkers"] not in values:
            values.append(row["biomarkers"])
        code = row["disease_code"]
        plain = (code.removeprefix("oncotree:"),) if code.startswith("oncotree:") else ()
        indexed += _CODES.get(code, plain)
    if "therapies" in fixes:
        every = list(dict.fromkeys(value for values in regimens.values() for value in values))
        regimens = dict.fromkeys(fixes["therapies"].split(" | "), every)
    if "biomarkers" in fixes:
        regimens = {therapy: fixes["biomarkers"].split(" | ") for therapy in regimens}
    return _Indication(
        agency=_AGENCIES[first["agency"]],
        identifier=first["indication_id"],
        words=first["indication_text"],
        regimens={therapy: tuple(values) for therapy, values in regimens.items()},
        indexed=tuple(dict.fromkeys(indexed)),
        approved=fixes.get("approved", first["initial_approval_date"]),
        accelerated=first["accelerated_date"],
        regular=fixes.get("regular", first["regular_date"]),
        fixes=fixes,
    )


def _translate(
    indication: _Indication,
    reference: Reference,
    tumor_types: TumorTypes,
    excluded: dict[str, str],
) -> tuple[list[Approval], list[Refusal]]:
    approvals, refusals = [], []
    every = list(dict.fromkeys(v for values in indication.regimens.values() for v in values))
    name = f"{' | '.join(every)} – {indication.product}"
    try:
        if "refused" in indication.fixes:
            raise BiomarkerError(indication.fixes["refused"])
        differs = disagreement(indication.words, every)
        if differs:
            raise BiomarkerError(differs)
        tumors = _tumors(indication, tumor_types)
    except (BiomarkerError, TumorTypeError) as error:
        return [], [Refusal(indication.source, indication.identifier, name, str(error))]
    markers = {marker for marker, _ in markers_of_values(every)}
    for number, (therapy, values) in enumerate(indication.regimens.items(), start=1):
        several = len(indication.regimens) > 1
        record = f"{indication.identifier}/{number}" if several else indication.identifier
        try:
            absent = markers - {marker for marker, _ in markers_of_values(values)}
            if absent:
                raise BiomarkerError(f"the index leaves out {', '.join(sorted(absent))} here")
            approvals.append(
                _approval(indication, record, therapy, values, tumors, reference, excluded)
            )
        except BiomarkerError as error:
            refusals.append(Refusal(indication.source, record, f"{name}: {therapy}", str(error)))
    return approvals, refusals


def _tumors(indication: _Indication, tumor_types: TumorTypes) -> LabelTumors:
    tumors = tumors_of_label(indication.indicated, indication.indexed, tumor_types)
    if "tumor_types" in indication.fixes:
        codes = tuple(indication.fixes["tumor_types"].split(";"))
        names = ", ".join(tumor_types.get(code).name for code in codes)
        return LabelTumors(codes, tumors.excluded, names, "")
    return tumors


def _approval(
    indication: _Indication,
    record: str,
    therapy: str,
    values: Iterable[str],
    tumors: LabelTumors,
    reference: Reference,
    excluded: dict[str, str],
) -> Approval:
    patterns = patterns_of(values, indication.words)
    line = line_of_label(indication.words)
    regimen = _regimen(therapy)
    approved, accelerated, regular, status, doubt = _dates(indication)
    left_out = excluded.get(";".join(regimen.therapies)) if "SOLID" in tumors.codes else None
    fixes = indication.fixes
    omitted = (*patterns.omitted, *filter(None, [fixes.get("omitted", "")]))
    remarks = (tumors.remark, patterns.remark, doubt, fixes.get("remark", ""), _corrected(fixes))
    return Approval(
        agency=indication.agency,
        indication_id=indication.identifier,
        biomarker=tie_to_transcripts(
            parse_biomarker(patterns.biomarker), reference, " ".join(values)
        ),
        condition=_condition(patterns),
        tumor_types=tumors.codes,
        excluded_types=(*tumors.excluded, *filter(None, [left_out])),
        disease=tumors.name,
        regimen=regimen,
        significance=Significance.SENSITIVITY,
        status=status,
        approved=approved,
        accelerated=accelerated,
        regular=regular,
        line=parse_biomarker(line) if line else None,
        settings=settings_of_label(indication.words, line),
        omitted="; ".join(omitted),
        remark="; ".join(filter(None, remarks)),
        provenance=Provenance(
            source=indication.source,
            record_id=record,
            release=RELEASE,
            citation=f"{indication.source}, {indication.product}",
            url="",
            licence=LICENCE,
        ),
    )


def _condition(patterns: Patterns) -> Biomarker | None:
    return parse_biomarker(patterns.condition) if patterns.condition else None


def _corrected(fixes: dict[str, str]) -> str:
    changed = [field for field in ("biomarkers", "therapies", "tumor_types") if field in fixes]
    return f"{', '.join(changed)} of the index corrected by the label" if changed else ""


def _dates(indication: _Indication) -> tuple[str, str, str, ApprovalStatus, str]:
    """Return approved, accelerated, regular, the status, and what is odd about the dates.

    The first approval of an indication is either its accelerated or its regular one; a date
    that is neither belongs to another indication and is left out.
    """
    approved, accelerated = indication.approved, indication.accelerated
    regular, doubt = indication.regular, ""
    if is_accelerated(indication.words) and regular:
        regular, doubt = "", "the index says regular, the label accelerated"
    if accelerated and approved not in (accelerated, regular):
        doubt = f"the index gives {accelerated} as well, which is not of this indication"
        accelerated = ""
    if regular and not accelerated and approved != regular:
        doubt, regular = f"the index gives {regular} as well, which is not explained", ""
    if regular:
        return approved, accelerated, regular, ApprovalStatus.REGULAR, doubt
    if accelerated or is_accelerated(indication.words):
        return approved, accelerated, regular, ApprovalStatus.ACCELERATED, doubt
    return approved, accelerated, regular, ApprovalStatus.LISTED, doubt


def _regimen(text: str) -> Regimen:
    names = sorted({_therapy(name) for name in text.split("+")})
    return Regimen(tuple(names), Interaction.COMBINATION if len(names) > 1 else Interaction.SINGLE)


def _therapy(name: str) -> str:
    """Return the name as the evidence table has it: each word with a capital letter."""
    bare = without_salt(_NAMES.get(name, name))
    return re.sub(r"(?<= )[a-z]", lambda found: found[0].upper(), bare)
