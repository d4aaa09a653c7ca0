"""From the sheet, the tools' files and the VCF to the tumour-wide markers and the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import ask, coding_edit, place, profiled, vcf_text
from oncomatch.domain.alteration import MarkerResult, MsiStatus
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.tumor_wide import MarkerOrigin
from oncomatch.errors import ConfigError, SheetError
from oncomatch.pipeline.case_files import REPORT, write_case
from oncomatch.pipeline.single import request_case
from oncomatch.reference.bundle import open_reference

SENSOR2 = "Total_Number_of_Sites\tNumber_of_Somatic_Sites\t%\n1000\t300\t30.00\n"
CHORD = "sample\tp_BRCA1\tp_BRCA2\tp_hrd\thr_status\nT1\t0.8\t0.05\t0.85\tHR_deficient\n"
TSO500 = (
    "[TMB]\t\nTotal TMB\t12.5\nCoding Region Size in Megabases\t1.28\n"
    "Number of Passing Eligible Variants\t16\n"
)
EDITS = [("EGFR", 100, 1, "T"), ("EGFR", 2361, 1, "A")]
DRIVERS = [("BRAF", "V600E"), ("KRAS", "G12D")]


def vcf_of(path: Path, filters: str = "PASS", samples: tuple[str, ...] = ("TUMOR", "N")) -> Path:
    rows = []
    variants = [*(coding_edit(*each) for each in EDITS), *(place(*each) for each in DRIVERS)]
    for variant in sorted(variants, key=lambda each: (int(each.contig), each.position)):
        calls = ["0/1:70,30", "0/0:90,0"][: len(samples)]
        rows.append(
            f"{variant.contig} {variant.position} . {variant.ref} {variant.alt} . {filters} . "
            f"GT:AD {' '.join(calls)}"
        )
    header = ["##tumor_sample=TUMOR", "##normal_sample=N"] if len(samples) > 1 else []
    path.write_text(vcf_text(rows, samples=samples, header=header))
    return path


def profile_of(tmp_path: Path, config: str = "", **cells: object) -> TumorProfile:
    settings = tmp_path / "config.yaml"
    settings.write_text(config or "{}")
    options = {"case_id": "A", "tumor_type": "COAD", "build": "GRCh38", **cells}
    request, chosen = request_case(options, settings)
    return profiled(request, chosen, open_reference())


def written(tmp_path: Path, name: str, text: str) -> Path:
    (tmp_path / name).write_text(text)
    return tmp_path / name


def test_the_burden_is_computed_from_the_file(tmp_path: Path) -> None:
    vcf = vcf_of(tmp_path / "t.vcf")
    profile = profile_of(tmp_path, "tmb: {megabases: 1.0}", vcf=vcf)
    (found,) = profile.wide.burdens

    assert profile.markers.tmb_per_mb is None
    assert (found.origin, found.counted, found.per_mb) == (MarkerOrigin.CALLS, 2, 2.0)
    assert [(line.reason, line.count) for line in found.left_out] == [
        ("of known meaning in cancer", 2)
    ]


def test_calls_that_failed_a_filter_do_not_count(tmp_path: Path) -> None:
    vcf = vcf_of(tmp_path / "t.vcf", "germline")
    profile = profile_of(tmp_path, "tmb: {megabases: 1.0}", vcf=vcf)

    assert profile.wide.burdens[0].counted == 0
    assert not profile.wide.burdens[0].tells_low


@pytest.mark.parametrize(
    ("samples", "matched", "computed"),
    [
        (("TUMOR", "N"), None, True),
        (("TUMOR",), None, False),
        (("TUMOR",), "yes", True),
        (("TUMOR", "N"), "no", False),
    ],
)
def test_without_a_normal_nothing_is_computed_unless_it_is_said(
    samples: tuple[str, ...], matched: str | None, computed: bool, tmp_path: Path
) -> None:
    vcf = vcf_of(tmp_path / "t.vcf", samples=samples)
    cells = {"vcf": vcf, "tumor_sample": "TUMOR", "matched_normal": matched}
    profile = profile_of(tmp_path, "tmb: {megabases: 1.0}", **cells)

    assert (profile.wide.burdens[0].per_mb is not None) is computed


def test_the_value_of_the_sheet_is_taken_and_a_contradiction_told(tmp_path: Path) -> None:
    vcf = vcf_of(tmp_path / "t.vcf")
    file = written(tmp_path, "tso.tsv", TSO500)
    config = "tmb: {megabases: 1.0}"
    alike = profile_of(tmp_path, config, vcf=vcf, tmb_per_mb="3")
    apart = profile_of(tmp_path, config, vcf=vcf, tmb_per_mb="40", tmb_file=file)
    by_file = profile_of(tmp_path, config, vcf=vcf, tmb_file=file)

    assert not [note for note in alike.notes if "burden" in note]
    assert apart.markers.tmb_per_mb == 40
    assert [note for note in apart.notes if "burden" in note] == [
        "The sheet gives a tumour mutational burden of 40/Mb, tso.tsv 12.5: the former is taken; "
        "clarify.",
        "The sheet gives a tumour mutational burden of 40/Mb, the small variants 2 (95 % interval "
        "0.24 to 7.22): the former is taken; clarify.",
    ]
    assert by_file.markers.tmb_per_mb == 12.5
    assert [note for note in by_file.notes if note.startswith("tso.tsv gives")]


@pytest.mark.parametrize(
    ("sheet", "config", "status", "doubt"),
    [
        (None, "msi: {tool: msisensor2}", MsiStatus.HIGH, False),
        (None, "msi: {tool: msisensor2, msisensor2: 35}", MsiStatus.STABLE, False),
        (None, "", None, False),
        (None, "msi: {tool: msisensor}", None, False),
        (None, "msi: {tool: msisensor2, min_sites: 2000}", None, False),
        ("MSI-H", "msi: {tool: msisensor2}", MsiStatus.HIGH, False),
        ("MSS", "msi: {tool: msisensor2}", None, True),
        ("MSS", "", MsiStatus.STABLE, False),
        ("MSI-L", "msi: {tool: msisensor2, msisensor2: 35}", MsiStatus.LOW, False),
    ],
)
def test_microsatellites_of_a_file_and_of_the_sheet(
    sheet: str | None, config: str, status: MsiStatus | None, doubt: bool, tmp_path: Path
) -> None:
    file = written(tmp_path, "msi.txt", SENSOR2)
    profile = profile_of(tmp_path, config, msi_file=file, msi=sheet)

    assert profile.markers.msi is status
    assert bool(profile.wide.doubt_about("MSI")) is doubt
    assert bool([note for note in profile.notes if "the status is unclear" in note]) is doubt
    assert [each.role for each in profile.inputs] == ["microsatellites"]


@pytest.mark.parametrize(
    ("sheet", "config", "result", "doubt"),
    [
        (None, "", None, False),
        (None, "hrd: {answers: true}", MarkerResult.POSITIVE, False),
        ("negative", "", MarkerResult.NEGATIVE, False),
        ("negative", "hrd: {answers: true}", None, True),
    ],
)
def test_the_call_of_a_tool_answers_for_hrd_only_where_the_laboratory_says_so(
    sheet: str | None, config: str, result: MarkerResult | None, doubt: bool, tmp_path: Path
) -> None:
    file = written(tmp_path, "chord.txt", CHORD)
    profile = profile_of(tmp_path, config, hrd_file=file, hrd=sheet)

    assert profile.wide.recombination is not None
    assert profile.wide.recombination.positive
    assert profile.markers.hrd is result
    assert bool(profile.wide.doubt_about("HRD")) is doubt


def test_the_cut_off_of_the_nearest_tumour_type_is_taken(tmp_path: Path) -> None:
    file = written(tmp_path, "msi.txt", SENSOR2)
    own = profile_of(tmp_path, "tmb: {cutoffs: {COADREAD: 12, BOWEL: 9}}", msi_file=file)
    label = profile_of(tmp_path, "", msi_file=file)
    lab = profile_of(tmp_path, "tmb: {cutoff: 17}", msi_file=file)

    assert own.wide.burden_cutoff is not None
    assert (own.wide.burden_cutoff.number, own.wide.burden_cutoff.source) == (
        12,
        "set in the configuration for COADREAD",
    )
    assert label.wide.burden_cutoff is not None
    assert label.wide.burden_cutoff.source.startswith("FDA label of pembrolizumab")
    assert lab.wide.burden_cutoff is not None
    assert lab.wide.burden_cutoff.source == "set in the configuration"


def test_a_cut_off_of_an_unknown_tumour_type_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, "msi.txt", SENSOR2)

    with pytest.raises(ConfigError, match=r"^tmb\.cutoffs: 'COLN' is not an OncoTree code$"):
        profile_of(tmp_path, "tmb: {cutoffs: {COLN: 12}}", msi_file=file)


@pytest.mark.parametrize("burden", ["1000000", "5001", "9999", "-1", "12,5"])
def test_a_burden_that_no_tumour_has_is_refused(burden: str, tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="expected is a number of mutations per megabase from 0"):
        profile_of(tmp_path, tmb_per_mb=burden)


def test_the_report_tells_each_marker_or_why_it_is_not_assessed(tmp_path: Path) -> None:
    file = written(tmp_path, "msi.txt", SENSOR2)
    vcf = vcf_of(tmp_path / "t.vcf")
    options = {"case_id": "A", "tumor_type": "COAD", "build": "GRCh38", "msi_file": file}
    written(tmp_path, "c.yaml", "msi: {tool: msisensor2}")
    request, config = request_case({**options, "vcf": vcf, "purity": "0.4"}, tmp_path / "c.yaml")
    record = write_case(request, config, tmp_path / "A")
    report = (tmp_path / "A" / REPORT).read_text()

    assert "Tumour-wide markers" in report
    assert "MSI-H; 30 % of sites unstable (300 of 1000)" in report
    assert "from 20 on (README of MSIsensor2 (github.com/niu-lab/msisensor2))" in report
    assert "not computed: it is not known how many megabases the assay covers" in report
    assert "neither given nor read from a file" in report
    assert "40% tumour cells" in report
    msi = [each for each in record.markers if each.biomarker == "MSI high"]
    assert [each.finding.value for each in msi] == ["detected"]
    assert "msi.tool" in [setting.key for setting in record.made_with.settings]


def test_a_doubt_about_microsatellites_reaches_the_answer(tmp_path: Path) -> None:
    file = written(tmp_path, "msi.txt", SENSOR2)
    doubtful = profile_of(tmp_path, "msi: {tool: msisensor2}", msi_file=file, msi="MSS")
    not_called = profile_of(tmp_path, "", msi_file=file)
    answer, other = (ask("MSI high", each) for each in (doubtful, not_called))

    assert answer.outcome is other.outcome is Outcome.UNKNOWN
    assert "The sheet gives MSS, but MSIsensor2 (msi.txt) calls" in answer.reason
    assert "MSIsensor or MSIsensor2 30 % of sites unstable" in other.reason
