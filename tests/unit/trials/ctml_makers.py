"""Made-up CTML trials that tests change one node at a time."""

from __future__ import annotations

from typing import Any

from oncomatch.domain.biomarker import AllOf, Biomarker
from oncomatch.reference.bundle import open_reference
from oncomatch.reference.tumor_types import open_tumor_types
from oncomatch.trials.ctml.slips import Slip
from oncomatch.trials.ctml.trial import CtmlTrial, read_trial


def symbol_of(name: str) -> str:
    gene = open_reference().find_gene(name)
    return gene.symbol if gene is not None else ""


def ctml(*nodes: Any, arm: dict[str, Any] | None = None, **root: Any) -> dict[str, Any]:
    """Return an open trial with one arm whose clause has the nodes."""
    part = {"arm_code": "A", "arm_suspended": "N", "match": list(nodes), **(arm or {})}
    return {
        "protocol_no": "10-999",
        "nct_id": "NCT00000000",
        "short_title": "Xotinib",
        "long_title": "Xotinib in anything",
        "phase": "II",
        "site_list": {"site": [{"site_name": "Utopia", "site_status": "Open to Accrual"}]},
        "status": "Open to Accrual",
        "treatment_list": {"step": [{"step_internal_id": 1, "step_code": "1", "arm": [part]}]},
        **root,
    }


def read(document: object) -> CtmlTrial:
    return read_trial(document, open_tumor_types(), symbol_of, "trial.json")


def leaf(kind: str, **keys: Any) -> tuple[Biomarker | None, tuple[Slip, ...]]:
    """Return the pattern of one leaf and its slips; None where it asks for nothing."""
    found = read(ctml({kind: keys}))
    parts = [each.pattern for arm in found.trial.arms for each in arm.criteria]
    slips = tuple(slip for slip in found.slips if ".match[0]" in slip.path)
    if not parts:
        return None, slips
    return (parts[0] if len(parts) == 1 else AllOf(tuple(parts))), slips
