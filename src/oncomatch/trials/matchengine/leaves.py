"""Whether the documents of a patient meet a leaf, by the mapping of dfci_config.json."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from oncomatch.trials.matchengine.documents import Document, Patient, day_of, earlier

Mapping_ = Mapping[str, Sequence[str]]
Condition = Callable[[Document], bool]

IGNORED = frozenset(("er_status", "pr_status", "her2_status", "disease_status", "display_name"))
STRUCTURED_FROM = date(2018, 12, 1)
"""From this day of report on the partners of a structural variant have fields of their own."""

_FIELDS = {
    "hugo_symbol": "TRUE_HUGO_SYMBOL",
    "exon": "TRUE_TRANSCRIPT_EXON",
    "protein_change": "TRUE_PROTEIN_CHANGE",
    "variant_classification": "TRUE_VARIANT_CLASSIFICATION",
    "apobec_signature": "APOBEC_STATUS",
    "pole_signature": "POLE_STATUS",
    "tobacco_signature": "TABACCO_STATUS",
    "temozolomide_signature": "TEMOZOLOMIDE_STATUS",
    "uva_signature": "UVA_STATUS",
}
_OF_SAMPLE = frozenset(
    """
    apobec_signature pole_signature tobacco_signature temozolomide_signature uva_signature
    mmr_status ms_status
    """.split()
)
"""Keys beside which the gene is not asked for."""
_CNV = {
    "High Amplification": "High level amplification",
    "Homozygous Deletion": "Homozygous deletion",
    "Low Amplification": "Gain",
    "Heterozygous Deletion": "Heterozygous deletion",
}
_PROFICIENT, _DEFICIENT = "Proficient (MMR-P / MSS)", "Deficient (MMR-D / MSI-H)"
_REPAIR = {
    "MMR-Proficient": _PROFICIENT,
    "MMR-Deficient": _DEFICIENT,
    "MSI-H": _DEFICIENT,
    "MSI-L": _PROFICIENT,
    "MSS": _PROFICIENT,
}
_STRUCTURAL = "Structural Variation"
_CATEGORIES = {
    "copy number variation": ("CNV",),
    "any variation": ("MUTATION", "CNV"),
    "structural variation": ("SV",),
}
_LIMIT = re.compile(r"\s*(==|<=|>=|<|>)\s*(\d*\.?\d+)\s*")


def meets(kind: str, leaf: dict[str, Any], patient: Patient, today: date, types: Mapping_) -> bool:
    """Return whether a patient meets a leaf; `types` has the names that a diagnosis stands for."""
    if kind == "clinical":
        return all(
            _clinical(key.lower(), value, patient.clinical, today, types)
            for key, value in leaf.items()
            if key.lower() not in IGNORED
        )
    return _genomic(leaf, patient) if kind == "genomic" else False


def asks(leaf: dict[str, Any]) -> bool:
    """Whether a leaf has a key that is compared; a path of others alone gives no match."""
    return any(key.lower() not in IGNORED for key in leaf)


def _bare(value: Any) -> tuple[Any, bool]:
    turned = isinstance(value, str) and value.startswith("!")
    return (value[1:] if turned else value), turned


def _clinical(key: str, value: Any, document: Document, today: date, types: Mapping_) -> bool:
    if key == "age_numerical":
        return _aged(str(value), document, today)
    if key == "tmb_numerical":
        given = document.get("TUMOR_MUTATIONAL_BURDEN_PER_MEGABASE")
        found = _LIMIT.fullmatch(str(value))
        number = _number(given)
        return found is not None and number is not None and _compare(number, found)
    wanted, turned = _bare(value)
    if key == "oncotree_primary_diagnosis":
        names = types.get(str(wanted), (wanted,))
        holds = document.get("ONCOTREE_PRIMARY_DIAGNOSIS_NAME") in names
    else:
        holds = document.get(key.upper()) == wanted
    return holds is not turned


def _number(value: object) -> float | None:
    try:
        return None if value in (None, "") else float(str(value))
    except ValueError:
        return None


def _compare(number: float, found: re.Match[str]) -> bool:
    limit = float(found[2])
    return {
        "==": number == limit,
        "<=": number <= limit,
        ">=": number >= limit,
        "<": number < limit,
        ">": number > limit,
    }[found[1]]


def _aged(text: str, document: Document, today: date) -> bool:
    """Compare the day of birth with that of today's so old; a fraction of a year is in months."""
    found = _LIMIT.fullmatch(text)
    born = day_of(document.get("BIRTH_DATE_INT")) or day_of(document.get("BIRTH_DATE"))
    if found is None or born is None:
        return False
    years, months = int(float(found[2])), round(float(found[2]) % 1 * 12)
    if years > today.year - 1:
        return found[1] in ("<", "<=")
    limit = earlier(today, years, months)
    return {
        "==": born == limit,
        "<=": born >= limit,
        ">=": born <= limit,
        "<": born > limit,
        ">": born < limit,
    }[found[1]]


def _genomic(leaf: dict[str, Any], patient: Patient) -> bool:
    """Return whether one record meets the bare leaf, or none does where anything is negated."""
    bare = {key.lower(): _bare(value) for key, value in leaf.items() if key.lower() not in IGNORED}
    if not bare:
        return True
    turned = any(negated for _, negated in bare.values())
    conditions = _conditions({key: value for key, (value, _) in bare.items()}, patient)
    found = any(all(condition(record) for condition in conditions) for record in patient.genomic)
    return found is not turned


def _conditions(leaf: dict[str, Any], patient: Patient) -> list[Condition]:
    gene, partner = leaf.get("hugo_symbol"), leaf.get("fusion_partner_hugo_symbol")
    left_out: set[str] = set()
    made: list[Condition] = []
    if leaf.get("variant_category") == _STRUCTURAL:
        left_out = {"hugo_symbol", "fusion_partner_hugo_symbol", "variant_category"}
        reported = day_of(patient.clinical.get("REPORT_DATE"))
        if reported is not None and reported >= STRUCTURED_FROM:
            made.append(lambda record: record.get("VARIANT_CATEGORY") == "SV")
            made.append(lambda record: _joins(record, gene, partner))
        else:
            made.append(lambda record: _mentions(record, gene))
    if _OF_SAMPLE & set(leaf):
        left_out.add("hugo_symbol")
    made.extend(_condition(key, value) for key, value in leaf.items() if key not in left_out)
    return made


def _condition(key: str, value: Any) -> Condition:
    if key == "wildcard_protein_change":
        change = str(value) if str(value).startswith("p.") else f"p.{value}"
        form = re.compile(rf"{re.escape(change)}[ACDEFGHIKLMNPQRSTVWY]", re.IGNORECASE)
        return lambda record: bool(form.fullmatch(str(record.get("TRUE_PROTEIN_CHANGE") or "")))
    if key == "variant_category":
        names = _CATEGORIES.get(str(value).lower(), (str(value).upper(),))
        return lambda record: record.get("VARIANT_CATEGORY") in names
    if key == "cnv_call":
        call = _CNV.get(str(value), value)
        return lambda record: record.get("CNV_CALL") == call
    if key in ("mmr_status", "ms_status"):
        status = _REPAIR.get(str(value))
        return lambda record: status is not None and record.get("MMR_STATUS") == status
    field = _FIELDS.get(key, key.upper())
    return lambda record: record.get(field) == value


def _joins(record: Document, gene: str | None, partner: str | None) -> bool:
    """Whether the two sides of a structural variant are those asked for, in either order."""
    left, right = record.get("LEFT_PARTNER_GENE"), record.get("RIGHT_PARTNER_GENE")
    return (_is_side(left, gene) and _is_side(right, partner)) or (
        _is_side(right, gene) and _is_side(left, partner)
    )


def _is_side(given: object, wanted: str | None) -> bool:
    if wanted is None:
        return True
    word = str(wanted).lower().replace(" ", "_")
    if word == "intergenic":
        return given is None
    return given is not None if word == "any_gene" else given == wanted


def _mentions(record: Document, gene: str | None) -> bool:
    """Whether the comment of a structural variant has the gene as a word of its own, not alone."""
    comment = record.get("STRUCTURAL_VARIANT_COMMENT")
    if not gene or not isinstance(comment, str):
        return False
    name = re.escape(gene)
    return bool(re.search(rf"\W{name}\W|^{name}\W|\W{name}$", comment, re.IGNORECASE))
