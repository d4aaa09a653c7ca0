"""What the case sheet says of the patient: earlier treatment, spread of the disease, fitness."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from oncomatch.domain.clinical_status import (
    Analyte,
    ClinicalStatus,
    DiseaseExtent,
    LaboratoryValue,
    MetastaticSite,
    Stage,
)
from oncomatch.domain.prior_therapy import PriorTherapy, TherapyOutcome, TherapySetting
from oncomatch.readers.sheet_cells import in_brackets, listed, pairs_of, parts_of, word_of

_LINE = re.compile(r"(?:line\s*)?([0-9]{1,2})(?:st|nd|rd|th)?(?:\s*line)?")
_NOT_SAID = "unknown"
_OUTCOMES = {
    "response": TherapyOutcome.RESPONSE,
    "complete response": TherapyOutcome.RESPONSE,
    "partial response": TherapyOutcome.RESPONSE,
    "stable": TherapyOutcome.STABLE,
    "stable disease": TherapyOutcome.STABLE,
    "progression": TherapyOutcome.PROGRESSION,
    "progressive disease": TherapyOutcome.PROGRESSION,
    "intolerance": TherapyOutcome.INTOLERANCE,
    "toxicity": TherapyOutcome.INTOLERANCE,
}
_SETTINGS = {
    "adjuvant": TherapySetting.ADJUVANT,
    "neoadjuvant": TherapySetting.NEOADJUVANT,
}
_THERAPY_WORDS = ("line 1", *_OUTCOMES, *_SETTINGS, _NOT_SAID)


def therapies_of(cell: str) -> tuple[PriorTherapy, ...]:
    """Return the therapies of a cell like `osimertinib (line 1, progression); carboplatin`.

    `none` is none; the drugs of a regimen are parted by `+`.

    Raises:
        ValueError: a part is empty, `none` stands beside others, or a word in brackets is not
            known.
    """
    return tuple(map(_therapy, parts_of("prior_therapies", cell, "names")))


def _therapy(part: str) -> PriorTherapy:
    name, words = in_brackets("prior_therapies", part)
    drugs = tuple(drug.strip() for drug in name.split("+"))
    if "" in drugs:
        raise ValueError(f"prior_therapies: {part!r} has a '+' without a drug on each side")
    lines: list[int] = []
    outcomes: list[TherapyOutcome] = []
    settings: list[TherapySetting] = []
    for word in words:
        line = _LINE.fullmatch(word)
        if line:
            lines.append(int(line[1]))
        elif word in _SETTINGS:
            settings.append(_SETTINGS[word])
        elif word in _OUTCOMES:
            outcomes.append(_OUTCOMES[word])
        elif word != _NOT_SAID:
            raise ValueError(
                f"prior_therapies: {word!r} in {part!r} is not understood; expected is "
                f"{listed(_THERAPY_WORDS)}, parted by ','"
            )
    if len(lines) > 1 or len(settings) > 1:
        raise ValueError(f"prior_therapies: {part!r} has two lines or settings; write it twice")
    return PriorTherapy(
        drugs,
        lines[0] if lines else None,
        tuple(dict.fromkeys(outcomes)),
        settings[0] if settings else None,
    )


_STAGE_FIELDS: dict[str, dict[str, object]] = {
    "extent": {
        **{each.value: each for each in DiseaseExtent},
        "localised": DiseaseExtent.LOCALIZED,
    },
    "resectable": {"resectable": True, "unresectable": False},
    "recurrent": {"recurrent": True, "newly diagnosed": False},
}
"""The words of the column `stage` by the field that they tell."""
_SITES = {
    **{site.value: site for site in MetastaticSite},
    "cns": MetastaticSite.BRAIN,
    "leptomeningeal": MetastaticSite.LEPTOMENINGES,
    "hepatic": MetastaticSite.LIVER,
    "lungs": MetastaticSite.LUNG,
    "pulmonary": MetastaticSite.LUNG,
    "bones": MetastaticSite.BONE,
    "lymph node": MetastaticSite.LYMPH_NODES,
    "adrenal": MetastaticSite.ADRENAL,
    "peritoneal": MetastaticSite.PERITONEUM,
    "pleural": MetastaticSite.PLEURA,
    "ovaries": MetastaticSite.OVARY,
}
_CNS_WORDS = {
    "treated": ("cns_treated", True),
    "untreated": ("cns_treated", False),
    "stable": ("cns_stable", True),
    "progressing": ("cns_stable", False),
}
_YES = {"yes": True, "no": False}


def clinical_of(cells: Mapping[str, str]) -> ClinicalStatus:
    """Return the clinical status of a row's cells, which the schema has checked.

    Raises:
        ValueError: a word or value is not known, or two of them contradict each other.
    """
    return ClinicalStatus(
        ecog=_number(cells, "ecog"),
        measurable_disease=_YES[cells["measurable_disease"]]
        if "measurable_disease" in cells
        else None,
        planned_line=_number(cells, "planned_line"),
        prior_lines=_number(cells, "prior_lines"),
        laboratory=laboratory_of(cells["laboratory"]) if "laboratory" in cells else (),
        **(_stage(cells["stage"]) if "stage" in cells else {}),
        **(_sites(cells["metastases"]) if "metastases" in cells else {}),
    )


def _number(cells: Mapping[str, str], column: str) -> int | None:
    return int(cells[column]) if column in cells else None


def _stage(cell: str) -> dict[str, Any]:
    """Return the stage group and the words beside it by their field, each at most once."""
    found: dict[str, Any] = {}
    for part in cell.split(";"):
        field, value = _stage_part(part.strip())
        if found.setdefault(field, value) != value:
            raise ValueError(f"stage is {cell!r}; two of its parts contradict each other")
    return found


def _stage_part(part: str) -> tuple[str, object]:
    for field, known in _STAGE_FIELDS.items():
        if part.lower() in known:
            return field, known[part.lower()]
    try:
        return "stage", Stage.parse(part)
    except ValueError:
        raise ValueError(
            f"stage: {part!r} is not understood; expected is a stage (0, I to IV, with its "
            f"letter: IIIB) or {listed(each for known in _STAGE_FIELDS.values() for each in known)}"
            f", parted by ';'"
        ) from None


def _sites(cell: str) -> dict[str, Any]:
    """Return the sites in their order, and whether those of the CNS are treated and stable.

    Of several sites of the CNS one that is untreated or progressing decides.
    """
    sites: list[MetastaticSite] = []
    states: dict[str, set[bool]] = {"cns_treated": set(), "cns_stable": set()}
    for part in parts_of("metastases", cell, "sites"):
        name, words = in_brackets("metastases", part)
        site = word_of("metastases", name, _SITES, "a site")
        sites.append(site)
        if words and not site.is_cns:
            raise ValueError(
                f"metastases: {part!r} has words in brackets, which only sites of the CNS take"
            )
        for word in words:
            field, state = word_of("metastases", word, _CNS_WORDS, "a state")
            states[field].add(state)
    told = {field: all(said) for field, said in states.items() if said}
    return {"metastases": tuple(dict.fromkeys(sites)), **told}


_ANALYTES = {
    **{analyte.value.lower(): analyte for analyte in Analyte},
    "crcl": Analyte.CREATININE_CLEARANCE,
    "anc": Analyte.NEUTROPHILS,
    "platelet count": Analyte.PLATELETS,
    "hemoglobin": Analyte.HAEMOGLOBIN,
    "hb": Analyte.HAEMOGLOBIN,
    "total bilirubin": Analyte.BILIRUBIN,
    "lvef": Analyte.LVEF,
}
_CELLS = {"10^9/l": 1.0, "x10^9/l": 1.0, "/nl": 1.0, "/ul": 0.001, "/mm3": 0.001}
_PER_LITRE = {"g/dl": 1.0, "g/l": 0.1}
_ULN = {"xuln": 1.0}
_UNITS: dict[Analyte, dict[str, float]] = {
    Analyte.CREATININE_CLEARANCE: {"ml/min": 1.0},
    Analyte.CREATININE: _ULN,
    Analyte.NEUTROPHILS: _CELLS,
    Analyte.PLATELETS: _CELLS,
    Analyte.HAEMOGLOBIN: _PER_LITRE,
    Analyte.BILIRUBIN: _ULN,
    Analyte.ALT: _ULN,
    Analyte.AST: _ULN,
    Analyte.ALBUMIN: _PER_LITRE,
    Analyte.LVEF: {"%": 1.0},
}
"""By what a number in each unit is multiplied to be in the analyte's own."""
_MEASURE = re.compile(r"([0-9]{1,7}(?:\.[0-9]{1,4})?)\s*(.*)")


def laboratory_of(cell: str) -> tuple[LaboratoryValue, ...]:
    """Return the values of a cell like `ANC=1500 /uL; bilirubin=1.2 xULN`, in our units.

    Raises:
        ValueError: a name or unit is not known, a unit is missing, or a value is out of range.
    """
    values = []
    for name, text in pairs_of("laboratory", cell, "platelets=150 10^9/L"):
        analyte = word_of("laboratory", name, _ANALYTES, "a value that is read")
        units = _UNITS[analyte]
        measure = _MEASURE.fullmatch(text)
        unit = _plain(measure[2]) if measure else ""
        if measure is None or unit not in units:
            raise ValueError(
                f"laboratory: {name}={text} is not accepted; expected is a number with its unit, "
                f"{analyte.unit}"
            )
        try:
            number = round(float(measure[1]) * units[unit], 6)
            values.append(LaboratoryValue(analyte, number, analyte.unit))
        except ValueError as error:
            raise ValueError(f"laboratory: {error}") from error
    return tuple(values)


def _plain(unit: str) -> str:
    """Return a unit in small letters, with `x` for the sign of times and `u` for micro."""
    return unit.replace(" ", "").translate(_PLAIN).lower()


_PLAIN = str.maketrans({"\N{MULTIPLICATION SIGN}": "x", "\N{MICRO SIGN}": "u", "\u03bc": "u"})
