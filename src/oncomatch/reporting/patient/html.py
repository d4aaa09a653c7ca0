"""Draw the patient page as one self-contained HTML file."""

from __future__ import annotations

from oncomatch.domain.house import HouseStyle
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.html import render
from oncomatch.reporting.patient.page import build_patient_page


def render_patient_page(record: CaseRecord, style: HouseStyle) -> str:
    """Return the patient page of a record as HTML.

    Raises:
        InputError: there is no catalogue of the language of the house.
    """
    page = build_patient_page(record, style)
    return render("patient.html", style, page=page)
