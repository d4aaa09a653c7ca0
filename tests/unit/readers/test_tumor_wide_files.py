"""Files of tools about microsatellites, HRD and burden: layouts, numbers, refusals."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from oncomatch.domain.tumor_wide import ToolScore
from oncomatch.errors import InputError
from oncomatch.readers.tumor_wide_files import (
    MICROSATELLITES,
    RECOMBINATION,
    ScoreFormat,
    read_burden,
    read_score,
)

SENSOR = "Total_Number_of_Sites\tNumber_of_Somatic_Sites\t%\n640\t75\t11.72\n"
PRO = "Total_Number_of_Sites\tNumber_of_Unstable_Sites\t%\n1200\t0\t0.00\n"
MANTIS = (
    "Average Metric Value (Abbr)\tValue\tThreshold\tStatus\n"
    "Step-Wise Difference (DIF)\t0.5217\t0.4000   \tUnstable\n"
    "Euclidean Distance (EUC)\t0.0312\t0.1870   \tStable\n"
    "\nNote: The authors recommend the use of the Step-Wise Difference\n"
    "metric for determining the status of the sample.\n"
)
PURPLE = "purity\tploidy\tmsIndelsPerMb\tmsStatus\n0.8\t2.1\t12.5\tMSI\n"
TSO500 = (
    "TruSight Oncology 500 - Combined Variant Output\t\t\n\n"
    "[Analysis Details]\t\t\nPair ID\tP1\t\n\n"
    "[TMB]\t\t\nTotal TMB\t12.5\t\nCoding Region Size in Megabases\t1.28\t\n"
    "Number of Passing Eligible Variants\t16\t\n\n"
    "[MSI]\t\t\nUsable MSI Sites\t120\t\nTotal MSI Sites Unstable\t36\t\n"
    "Percent Unstable MSI Sites\t30.0\t\n\n[GIS]\t\t\nGenomic Instability Score\t51\t\n\n"
    "[Fusions]\t\t\nNA\t\t\n"
)
METRICS = (
    '{\n "Settings": {},\n "TotalMicrosatelliteSitesAssessed": "120",\n'
    ' "TotalMicrosatelliteSitesUnstable": "6",\n "PercentageUnstableSites": "5.00",\n'
    ' "ResultIsValid": true\n}\n'
)
SCAR = '""\t"HRD"\t"Telomeric AI"\t"LST"\t"HRD-sum"\n"T1"\t12\t20\t19\t51\n'
CHORD = (
    "sample\tp_BRCA1\tp_BRCA2\tp_hrd\thr_status\thrd_type\tremarks_hr_status\tremarks_hrd_type\n"
    "T1\t0.8\t0.05\t0.85\tHR_deficient\tBRCA1_type\t\t\n"
    "T2\t0\t0.002\t0.002\tcannot_be_determined\tnone\t<50 indels\t\n"
)


def score_of(
    tmp_path: Path, text: str, formats: Sequence[ScoreFormat], sample: str = ""
) -> ToolScore | None:
    path = tmp_path / "given"
    path.write_text(text)
    return read_score(path, formats, sample)


@pytest.mark.parametrize(
    ("text", "tool", "value", "unstable", "sites", "positive", "limit"),
    [
        (SENSOR, "MSIsensor or MSIsensor2", 11.72, 75, 640, None, None),
        (PRO, "MSIsensor-pro", 0.0, 0, 1200, None, None),
        (MANTIS, "MANTIS", 0.5217, None, None, True, 0.4),
        (PURPLE, "PURPLE", 12.5, None, None, True, None),
        (PURPLE.replace("MSI\n", "MSS\n"), "PURPLE", 12.5, None, None, False, None),
        (TSO500, "TSO500", 30.0, 36, 120, None, None),
        (METRICS, "TSO500", 5.0, 6, 120, None, None),
    ],
    ids=["MSIsensor", "pro", "MANTIS", "PURPLE", "PURPLE stable", "TSO500", "TSO500 JSON"],
)
def test_a_file_of_microsatellites(
    text: str,
    tool: str,
    value: float,
    unstable: int | None,
    sites: int | None,
    positive: bool | None,
    limit: float | None,
    tmp_path: Path,
) -> None:
    found = score_of(tmp_path, text, MICROSATELLITES)

    assert found is not None
    assert (found.tool, found.value, found.unstable, found.sites) == (tool, value, unstable, sites)
    assert (found.positive, found.limit, found.reason) == (positive, limit, "")


@pytest.mark.parametrize(
    ("text", "sample", "tool", "value", "positive", "reason"),
    [
        (SCAR, "", "scarHRD", 51, None, ""),
        (SCAR.replace("HRD-sum", "HRDscore"), "", "scarHRD", 51, None, ""),
        (CHORD, "T1", "CHORD", 0.85, True, ""),
        (CHORD, "T2", "CHORD", 0.002, None, "CHORD cannot determine it (<50 indels)"),
        ("gis\n42\n", "", "GIS", 42, None, ""),
        ("sample\tgis\nA\t1\nB\t77\n", "B", "GIS", 77, None, ""),
        (TSO500, "", "TSO500 GIS", 51, None, ""),
    ],
    ids=["scarHRD", "older scarHRD", "CHORD", "CHORD open", "table", "of samples", "TSO500"],
)
def test_a_file_of_recombination(
    text: str,
    sample: str,
    tool: str,
    value: float,
    positive: bool | None,
    reason: str,
    tmp_path: Path,
) -> None:
    found = score_of(tmp_path, text, RECOMBINATION, sample)

    assert found is not None
    assert (found.tool, found.value, found.positive, found.reason) == (
        tool, value, positive, reason,
    )  # fmt: skip


def test_the_parts_of_a_score_are_kept(tmp_path: Path) -> None:
    scar = score_of(tmp_path, SCAR, RECOMBINATION)
    chord = score_of(tmp_path, CHORD, RECOMBINATION, "T1")

    assert scar is not None
    assert scar.parts == (("HRD-LOH", 12), ("telomeric AI", 20), ("LST", 19))
    assert chord is not None
    assert chord.parts == (("p_BRCA1", 0.8), ("p_BRCA2", 0.05))


def test_what_a_file_has_as_missing_is_none_not_zero(tmp_path: Path) -> None:
    rna_only = TSO500.replace("12.5", "NA").replace("30.0", "NA").replace("51", "NA")
    (tmp_path / "given").write_text(rna_only)

    assert score_of(tmp_path, rna_only, MICROSATELLITES) is None
    assert score_of(tmp_path, rna_only, RECOMBINATION) is None
    assert read_burden(tmp_path / "given") is None


def test_metrics_that_are_not_valid_call_nothing(tmp_path: Path) -> None:
    found = score_of(tmp_path, METRICS.replace("true", "false"), MICROSATELLITES)

    assert found is not None
    assert found.reason == "the file says that the result is not valid"


def test_the_burden_of_tso500(tmp_path: Path) -> None:
    (tmp_path / "given").write_text(TSO500)
    found = read_burden(tmp_path / "given")

    assert found is not None
    assert (found.per_mb, found.counted, found.megabases) == (12.5, 16, 1.28)
    assert found.file == "given"


@pytest.mark.parametrize(
    ("text", "formats", "sentence"),
    [
        (SENSOR.replace("11.72", "130"), MICROSATELLITES, "% is '130'; expected is a percentage"),
        (SENSOR.replace("11.72", "0.1172"), MICROSATELLITES, "75 of 640 sites are 11.72 %"),
        (SENSOR.replace("75\t", "700\t"), MICROSATELLITES, "is 700, more than the 640"),
        (SENSOR.replace("640\t75", "-3\t75"), MICROSATELLITES, "is '-3'; expected is a whole"),
        (SENSOR.splitlines()[0], MICROSATELLITES, "has no row below its header"),
        (MANTIS.replace("Unstable", "Stable"), MICROSATELLITES, "0.5217 reaches the threshold"),
        (MANTIS.replace("Step-Wise", "Other"), MICROSATELLITES, "has no line Step-Wise Difference"),
        (PURPLE.replace("MSI\n", "high\n"), MICROSATELLITES, "msStatus is 'high'; accepted are"),
        (METRICS[:-3], MICROSATELLITES, "is not JSON; was the copy cut off?"),
        (
            TSO500.replace("[MSI]", "[Other]"),
            MICROSATELLITES,
            r"there is no section [MSI]; the file has",
        ),
        (SCAR, MICROSATELLITES, "this is no file that is known here"),
        (SCAR.replace("51", "40"), RECOMBINATION, "HRD-sum is 40, but its parts add up to 51"),
        (SCAR + '"T2"\t1\t1\t1\t3\n', RECOMBINATION, "has 2 samples (T1, T2); name this one"),
        (CHORD.replace("0.85", "85"), RECOMBINATION, "has 2 samples"),
        (CHORD.replace("HR_deficient", "yes").split("T2")[0], RECOMBINATION, "hr_status is 'yes'"),
        (CHORD.replace("0.85", "85").split("T2")[0], RECOMBINATION, "p_hrd is '85'; expected is"),
        ("gis\n1e9\n", RECOMBINATION, "gis is '1e9'; expected is a score from 0 to 999"),
        ("gis\nnan5\n", RECOMBINATION, "gis is 'nan5'; expected is a score"),
    ],
)
def test_what_is_refused_in_one_sentence(
    text: str, formats: Sequence[ScoreFormat], sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        score_of(tmp_path, text, formats)

    assert sentence in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / "given"))
    assert "\n" not in str(caught.value)


def test_a_burden_of_a_million_is_refused(tmp_path: Path) -> None:
    (tmp_path / "given").write_text(TSO500.replace("12.5", "1000000"))

    with pytest.raises(InputError, match="Total TMB is '1000000'; expected is mutations per mega"):
        read_burden(tmp_path / "given")
