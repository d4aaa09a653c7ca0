"""A made-up trial that tests change one field at a time."""

from __future__ import annotations

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import Trial, TrialStatus


def trial(nct_id: str = "NCT00000001", biomarker: str = "KRAS p.G12C", **fields: object) -> Trial:
    """Return an open trial for KRAS G12C in any solid tumour, without limits."""
    values: dict[str, object] = {
        "title": "Xotinib",
        "status": TrialStatus.RECRUITING,
        "phases": ("PHASE2",),
        "countries": ("Utopia",),
        "biomarker": parse_biomarker(biomarker),
        "quote": "KRAS G12C-Mutant",
        "tumor_types": ("SOLID",),
        "conditions_unread": 0,
        "minimum_age": None,
        "maximum_age": None,
        "sex": "ALL",
        "data_date": "2024-05-06",
    }
    return Trial(nct_id, **{**values, **fields})  # type: ignore[arg-type]
