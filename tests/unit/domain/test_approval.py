"""An approval that cannot be is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oncomatch.domain.approval import Agency, Approval, ApprovalStatus, Setting
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evidence import Regimen, Significance
from oncomatch.domain.provenance import Provenance

APPROVAL = Approval(
    agency=Agency.FDA,
    indication_id="ind:1",
    biomarker=parse_biomarker("BRAF p.V600E"),
    condition=None,
    tumor_types=("MEL",),
    excluded_types=(),
    disease="melanoma",
    regimen=Regimen(("Madeupinib",)),
    significance=Significance.SENSITIVITY,
    status=ApprovalStatus.REGULAR,
    approved="2020-01-01",
    accelerated="2020-01-01",
    regular="2021-01-01",
    line=None,
    settings=(Setting.METASTATIC,),
    omitted="",
    remark="",
    provenance=Provenance("FDA label", "ind:1", "2026-05-07", "FDA label, Madeup", "", "fact"),
)


def test_its_id_names_the_source() -> None:
    assert APPROVAL.id == "FDA label ind:1"


@pytest.mark.parametrize("field", ["approved", "accelerated", "regular"])
@pytest.mark.parametrize("day", ["2026-05-08", "01/02/2020", "2020-13-01"])
def test_a_date_is_iso_and_not_after_the_release(field: str, day: str) -> None:
    with pytest.raises(ValueError, match=r"release|format|month"):
        replace(APPROVAL, **{field: day})


def test_the_accelerated_approval_comes_first() -> None:
    with pytest.raises(ValueError, match="is after the regular one"):
        replace(APPROVAL, accelerated="2021-01-02")

    assert replace(APPROVAL, accelerated="2021-01-01").accelerated == "2021-01-01"


def test_it_is_for_some_tumour() -> None:
    with pytest.raises(ValueError, match="at least one tumour type"):
        replace(APPROVAL, tumor_types=())
