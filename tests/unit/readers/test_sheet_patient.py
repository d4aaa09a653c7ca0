"""What the sheet says of the patient: each word and unit is known or refused in one sentence."""

from __future__ import annotations

import pytest

from oncomatch.domain.clinical_status import (
    Analyte,
    ClinicalStatus,
    DiseaseExtent,
    LaboratoryValue,
    MetastaticSite,
    Stage,
)
from oncomatch.domain.prior_therapy import PriorTherapy, TherapyOutcome, TherapySetting
from oncomatch.readers.sheet_patient import clinical_of, laboratory_of, therapies_of

PROGRESSION, RESPONSE = TherapyOutcome.PROGRESSION, TherapyOutcome.RESPONSE


@pytest.mark.parametrize(
    ("cell", "therapies"),
    [
        ("none", ()),
        ("None", ()),
        (
            "osimertinib (line 1, progression); carboplatin+pemetrexed (line 2, response)",
            (
                PriorTherapy(("osimertinib",), 1, (PROGRESSION,)),
                PriorTherapy(("carboplatin", "pemetrexed"), 2, (RESPONSE,)),
            ),
        ),
        (
            "a (2nd line, Partial response, progression)",
            (PriorTherapy(("a",), 2, (RESPONSE, PROGRESSION)),),
        ),
        ("a (adjuvant)", (PriorTherapy(("a",), setting=TherapySetting.ADJUVANT),)),
        ("a (unknown)", (PriorTherapy(("a",)),)),
        (
            "drug (2b) x (stable)",
            (PriorTherapy(("drug (2b) x",), outcomes=(TherapyOutcome.STABLE,)),),
        ),
    ],
)
def test_prior_therapies(cell: str, therapies: tuple[PriorTherapy, ...]) -> None:
    assert therapies_of(cell) == therapies


@pytest.mark.parametrize("outcome", TherapyOutcome)
def test_every_outcome_can_be_written(outcome: TherapyOutcome) -> None:
    assert therapies_of(f"a ({outcome.value})") == (PriorTherapy(("a",), outcomes=(outcome,)),)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        (
            "a (progresion)",
            "'progresion' in 'a .progresion.' is not understood; expected is line 1, ",
        ),
        ("a (line 0)", "line 0 is not a line of therapy; expected is 1 to 20"),
        ("a (line 21)", "line 21 is not a line of therapy; expected is 1 to 20"),
        ("a (line 1, line 2)", "has two lines or settings; write it twice"),
        ("a (line 1", "a bracket is not closed in 'a \\(line 1'"),
        ("a ()", "the brackets of 'a \\(\\)' hold nothing, or stand alone"),
        ("(line 1)", "hold nothing, or stand alone"),
        ("a+ (line 1)", "has a '\\+' without a drug on each side"),
        ("; ".join("a" for _ in range(51)), "prior_therapies has 51 parts; at most 50 are read"),
        ("a" * 81, "is too long; expected are names parted by ';'"),
    ],
)
def test_a_therapy_that_is_not_understood_is_named(cell: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        therapies_of(cell)


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("IIIB", ClinicalStatus(stage=Stage("III", "B"))),
        ("stage iva2", ClinicalStatus(stage=Stage("IV", "A2"))),
        ("0", ClinicalStatus(stage=Stage("0"))),
        ("metastatic", ClinicalStatus(extent=DiseaseExtent.METASTATIC)),
        (
            "III; Locally advanced; unresectable; recurrent",
            ClinicalStatus(
                stage=Stage("III"),
                extent=DiseaseExtent.LOCALLY_ADVANCED,
                resectable=False,
                recurrent=True,
            ),
        ),
    ],
)
def test_stages(cell: str, status: ClinicalStatus) -> None:
    assert clinical_of({"stage": cell}) == status


@pytest.mark.parametrize("extent", DiseaseExtent)
def test_every_extent_can_be_written(extent: DiseaseExtent) -> None:
    assert clinical_of({"stage": extent.value}).extent is extent


@pytest.mark.parametrize(
    ("cell", "sites", "treated", "stable"),
    [
        ("none", (), None, None),
        ("liver; BONE; pulmonary", ("liver", "bone", "lung"), None, None),
        ("brain", ("brain",), None, None),
        ("brain (treated, stable); liver", ("brain", "liver"), True, True),
        ("brain (untreated)", ("brain",), False, None),
        ("brain (treated); leptomeninges (untreated)", ("brain", "leptomeninges"), False, None),
    ],
)
def test_metastases(
    cell: str, sites: tuple[str, ...], treated: bool | None, stable: bool | None
) -> None:
    status = clinical_of({"metastases": cell})

    assert status.metastases == tuple(map(MetastaticSite, sites))
    assert (status.cns_treated, status.cns_stable) == (treated, stable)
    assert status.cns_metastases is any(site.is_cns for site in status.metastases)


@pytest.mark.parametrize("site", MetastaticSite)
def test_every_site_can_be_written(site: MetastaticSite) -> None:
    assert clinical_of({"metastases": site.value}).metastases == (site,)


def test_what_is_not_given_is_not_known() -> None:
    status = clinical_of({})

    assert status == ClinicalStatus()
    assert status.cns_metastases is None
    assert status.metastatic is None


@pytest.mark.parametrize(
    ("cells", "metastatic"),
    [
        ({"stage": "IV"}, None),
        ({"stage": "metastatic"}, True),
        ({"stage": "locally advanced"}, False),
        ({"metastases": "liver"}, True),
        ({"metastases": "none"}, False),
        ({"metastases": "lymph nodes"}, None),
        ({"stage": "metastatic", "metastases": "lymph nodes"}, True),
        ({"stage": "extensive-stage"}, None),
    ],
)
def test_a_stage_alone_does_not_say_metastatic(
    cells: dict[str, str], metastatic: bool | None
) -> None:
    assert clinical_of(cells).metastatic is metastatic


@pytest.mark.parametrize(
    ("text", "analyte", "value"),
    [
        ("creatinine clearance=62 mL/min", Analyte.CREATININE_CLEARANCE, 62),
        ("CrCl = 62.5mL/min", Analyte.CREATININE_CLEARANCE, 62.5),
        ("ANC=1.5 10^9/L", Analyte.NEUTROPHILS, 1.5),
        ("ANC=1500 /µL", Analyte.NEUTROPHILS, 1.5),
        ("platelets=150 x10^9/L", Analyte.PLATELETS, 150),
        ("platelets=150000 /mm3", Analyte.PLATELETS, 150),
        ("haemoglobin=9.5 g/dL", Analyte.HAEMOGLOBIN, 9.5),
        ("hemoglobin=95 g/L", Analyte.HAEMOGLOBIN, 9.5),
        ("bilirubin=1.2 xULN", Analyte.BILIRUBIN, 1.2),
        ("ALT=2.5 × ULN", Analyte.ALT, 2.5),
        ("AST=3 ULN", None, "expected is a number with its unit, xULN"),
        ("LVEF=55 %", Analyte.LVEF, 55),
        ("haemoglobin=9.5", None, "haemoglobin=9.5 is not accepted; expected is a number with its"),
        ("ANC=1500 10^9/L", None, "neutrophils 1500 10\\^9/L is outside 0 to 200 10\\^9/L"),
        ("haemoglobin=95 g/dL", None, "is outside 1 to 25 g/dL; is it of another unit"),
        ("bilirubin=1.2 mg/dL", None, "expected is a number with its unit, xULN"),
        ("bilirubin=-1 xULN", None, "expected is a number with its unit, xULN"),
        ("platelet=100 10^9/L", None, "'platelet' is not a value that is read; did you mean"),
        ("platelets 100", None, "'platelets 100' is not a name with its value"),
        ("ALT=1 xULN; alt=2 xULN", None, "ALT stands twice"),
    ],
)
def test_a_value_of_the_laboratory_has_its_unit_and_range(
    text: str, analyte: Analyte | None, value: float | str
) -> None:
    if analyte is None:
        with pytest.raises(ValueError, match=str(value)):
            clinical_of({"laboratory": text})
    else:
        assert isinstance(value, float | int)
        assert laboratory_of(text) == (LaboratoryValue(analyte, value, analyte.unit),)
        assert clinical_of({"laboratory": text}).laboratory_value(analyte) == value


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"stage": "V"}, "stage: 'V' is not understood; expected is a stage \\(0, I to IV"),
        ({"stage": "none"}, "stage: 'none' is not understood"),
        ({"stage": "III; IV"}, "two of its parts contradict each other"),
        ({"stage": "localized; metastatic"}, "two of its parts contradict each other"),
        ({"metastases": "livr"}, "metastases: 'livr' is not a site; did you mean 'liver'"),
        ({"metastases": "liver (treated)"}, "which only sites of the CNS take"),
        ({"metastases": "brain (tretaed)"}, "'tretaed' is not a state; did you mean 'treated'"),
        ({"metastases": "none; liver"}, "expected are sites parted by ';', or 'none' alone"),
        ({"stage": "metastatic", "metastases": "none"}, "one is wrong"),
        ({"stage": "localized", "metastases": "liver"}, "metastases says liver; one is wrong"),
    ],
)
def test_a_word_that_is_not_known_or_contradicts_is_refused(
    cells: dict[str, str], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        clinical_of(cells)
