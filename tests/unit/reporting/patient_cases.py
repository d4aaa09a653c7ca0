"""Records at the edges of what a patient page has to say, by name."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from building import matched, tumor
from oncomatch.domain.alteration import MismatchRepairState
from oncomatch.domain.assay import Finding
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.specimen import MatchedNormal, Pairing, Specimen, SpecimenType
from oncomatch.reporting.patient.page import PatientPage
from unit.reporting.report_makers import marker, record

MANY = (
    ("KRAS", "G12C"),
    ("BRAF", "V600E"),
    ("TP53", "R175H"),
    ("PIK3CA", "H1047R"),
    ("EGFR", "L858R"),
    ("EGFR", "T790M"),
    ("IDH1", "R132H"),
    ("NRAS", "Q61R"),
    ("PTEN", "R130*"),
)


def _nothing_found() -> CaseRecord:
    return matched(tumor("LUAD", panel=["EGFR", "BRAF", "KRAS"]))


def _nothing_assessed() -> CaseRecord:
    return record()


def _unstable() -> CaseRecord:
    made = tumor("COADREAD", panel=["KRAS", "NRAS", "BRAF"], msi="MSI-H", tmb=42)
    repair = replace(made.markers, mmr=MismatchRepairState.DEFICIENT)
    return matched(replace(made, markers=repair))


def _hereditary() -> CaseRecord:
    made = tumor("HGSOC", [("BRCA1", "R1443*")])
    return matched(replace(made, normal=MatchedNormal(Pairing.TUMOR_ONLY, how="stated")))


def _plasma() -> CaseRecord:
    made = tumor("LUAD", panel=["EGFR"])
    specimen = Specimen(SpecimenType.PLASMA, tumor_fraction=0.001)
    silent = replace(made, specimen=specimen, silence="the tumour fraction is 0.1 %")
    return matched(silent)


def _many() -> CaseRecord:
    copies = {"ERBB2": 22.0, "MYC": 4.0, "RB1": 1.0, "CDKN2A": 0.0}
    return matched(tumor("LUAD", MANY, copies=copies, her2_ihc="3+"))


def _unclear() -> CaseRecord:
    return record(markers=(marker(finding=Finding.UNCLEAR), marker("RET fusion")))


CASES = {
    "nothing found": _nothing_found,
    "nothing assessed": _nothing_assessed,
    "MSI-H": _unstable,
    "may be inherited": _hereditary,
    "plasma with little tumour DNA": _plasma,
    "many findings": _many,
    "unclear": _unclear,
}


@cache
def made(name: str) -> CaseRecord:
    return CASES[name]()


def text_of(page: PatientPage) -> str:
    """Return all sentences of a page; headings and the name of the tumour type left out."""
    lines = [*page.intro, page.foot]
    for part in page.sections:
        lines += [*part.sentences, *part.points, *part.after]
    return "\n".join(lines)


def points_of(page: PatientPage, name: str) -> str:
    """Return what one section says, empty where there is none."""
    return "\n".join(
        line
        for part in page.sections
        if part.name == name
        for line in (*part.sentences, *part.points, *part.after)
    )
