"""The index of a batch: what needs attention first, and every case in it."""

from __future__ import annotations

import csv
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
import yaml

import building
from oncomatch.domain.assay import Finding
from oncomatch.domain.ledger import Ledger, LedgerLine
from oncomatch.domain.match import TherapyMatch
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.tier import Tier
from oncomatch.domain.trial_match import Eligibility
from oncomatch.domain.tumor_type import Relation
from oncomatch.pipeline.case_files import REPORT
from oncomatch.reporting.batch_index import (
    FailedCase,
    IndexRow,
    render_index,
    write_index,
)
from unit.reporting.html_page import read_page
from unit.reporting.page_parts import rows_of
from unit.reporting.report_makers import (
    empty_profile,
    evidence,
    marker,
    record,
    resistance,
    therapy,
    trial_match,
    trial_matches,
)

COLUMNS = """case_id tumor_type build tier findings benefits resistances trials not_assessed
    alleles_read reported filtered failed cautions specimen assay median_depth purity
    caution_count eligible markers_not_assessed germline failed_step failure""".split()


FILES = (
    "index.html",
    "index.tsv",
    "index.xlsx",
    "oncomatch_mqc.tsv",
    "oncomatch_alterations_mqc.yaml",
)


def named(case_id: str, *therapies: TherapyMatch) -> CaseRecord:
    profile = empty_profile()
    profile = replace(profile, case=replace(profile.case, case_id=case_id))
    return record(profile, therapies=therapies)


def row(made: CaseRecord) -> IndexRow:
    (only,) = rows_of([made])
    return only


def test_a_row():
    profile = empty_profile(
        ledger=Ledger(9, 10, 2, (LedgerLine("a", 3), LedgerLine("b", 4)), (LedgerLine("c", 1),)),
        notes=("Mind this.", "And that."),
    )
    made = record(
        profile,
        therapies=(therapy("A"), therapy("B"), resistance("C"), therapy("D", label="TP53 R175H")),
        trials=trial_matches(
            trial_match("NCT00000001"),
            trial_match("NCT00000002", eligibility=Eligibility.NOT_ELIGIBLE),
        ),
        markers=tuple(marker(finding=finding) for finding in Finding),
    )

    assert row(made) == IndexRow(
        case_id="CASE-1",
        tumor_type="Lung Adenocarcinoma (LUAD)",
        build="GRCh38",
        tier="I-A",
        findings="KRAS G12C, TP53 R175H",
        benefits=3,
        resistances=1,
        trials=1,
        not_assessed=1,
        alleles_read=10,
        reported=2,
        filtered=7,
        failed=1,
        cautions="Mind this. And that.",
        specimen="not stated",
        assay="what was covered is not known",
        caution_count=2,
        markers_not_assessed="KRAS p.G12C",
    )


def test_a_case_of_which_nothing_was_found():
    made = row(record(markers=(marker(),)))

    assert (made.tier, made.findings, made.benefits, made.not_assessed) == ("none", "", 0, 1)


def test_the_strongest_first_then_by_id():
    tier_three = replace(record(building.tumor("LUAD", copies={"MET": 12.0})), therapies=())
    cases = [
        named("A"),
        named("B", therapy(tier=Tier.IIC)),
        named("D", therapy()),
        named("C", resistance()),
        named("E", therapy(tier=Tier.IB)),
        named("F"),
        tier_three,
    ]
    expected = ["C", "D", "E", "B", "SYNTHETIC-1", "A", "F"]

    assert [each.case_id for each in rows_of(cases)] == expected
    assert [each.case_id for each in rows_of(reversed(cases))] == expected


NOT_COUNTED = {
    "tier II": therapy(tier=Tier.IIC),
    "elsewhere": therapy(relation=Relation.OTHER),
    "in a subtype": therapy(relation=Relation.DESCENDANT),
    "refuted": therapy(records=[], against=(evidence(),)),
    "resistance of tier II": resistance(tier=Tier.IIC),
}


@pytest.mark.parametrize("case", NOT_COUNTED)
def test_only_statements_of_tier_one_in_this_tumour_type_are_counted(case: str):
    made = row(record(therapies=(NOT_COUNTED[case],)))

    assert (made.benefits, made.resistances) == (0, 0)


def test_a_benefit_that_resistance_overrides_is_not_counted_as_one():
    """The report calls it doubtful and leaves it out of the first sentences."""
    made = row(record(therapies=(therapy(opposed_by=("resistance to Xotinib",)), therapy("B"))))

    assert (made.benefits, made.resistances) == (1, 0)


def test_findings_of_tier_one_and_two_c_are_named_four_of_them():
    labels = ["A", "B", "C", "D", "E", "F"]
    therapies = [therapy(label=label, tier=Tier.IIC) for label in labels]
    weak = therapy(label="G", tier=Tier.IID)

    assert row(record(therapies=therapies)).findings == "A, B, C, D and 2 more"
    assert row(record(therapies=[*therapies[:4], weak])).findings == "A, B, C, D"


def test_the_index_names_every_case_and_every_failure():
    rows = rows_of([named("A"), named("B", therapy())])
    failed = (FailedCase("C", "annotate", "c.vcf: is not a VCF"),)
    page = read_page(render_index(rows, "batch-7", failed))

    assert page.all("h1")[0].words == "Batch batch-7"
    assert [each.words for each in page.all("a")] == ["B", "A"]
    assert [each.words for each in page.all("h2")] == [
        "Failed: no report",
        "Cases",
        "Genes of the batch",
    ]
    assert "C annotate c.vcf: is not a VCF" in " ".join(each.words for each in page.all("td", "th"))
    assert "2 cases, strongest findings first" in page.words


def test_without_failures_there_is_no_list_of_them():
    page = read_page(render_index(rows_of([named("A")]), "batch"))

    assert [each.words for each in page.all("h2")] == ["Cases", "Genes of the batch"]


def test_the_failed_case_has_no_link():
    page = read_page(render_index((), "batch", (FailedCase("C", "match", "no"),)))

    assert page.all("a") == []


@pytest.mark.parametrize("case_id", ["CASE-1", "a.b_c", "Größe-1", "7"])
def test_a_link_leads_to_the_report_in_the_folder_of_the_case(case_id: str):
    page = read_page(render_index(rows_of([named(case_id)]), "batch"))
    (link,) = page.all("a")
    target = link.attributes["href"]

    assert unquote(target) == f"{case_id}/{REPORT}"
    assert target.isascii()


@pytest.mark.parametrize("case_id", ["a b", "a#b", "a?b", "a%20b", 'a"b', "javascript:x"])
def test_characters_with_a_meaning_in_addresses_are_encoded(case_id: str):
    """The type of a case refuses them; the template does not rely on it."""
    harmless = rows_of([named("CASE-1")])[0]
    page = read_page(render_index((replace(harmless, case_id=case_id),), "batch"))
    target = page.all("a")[0].attributes["href"]

    assert unquote(target) == f"{case_id}/{REPORT}"
    assert not set(target) & set(' #?":')


@pytest.mark.parametrize("tier", [*(tier.value for tier in Tier), "none"])
def test_strong_tiers_stand_out(tier: str):
    harmless = rows_of([named("CASE-1")])[0]
    page = read_page(render_index((replace(harmless, tier=tier),), "batch"))
    (shown,) = page.with_class("tier")

    assert shown.words == tier
    assert ("strong" in shown.attributes["class"]) is (tier in ("I-A", "I-B"))


LUAD = "Lung Adenocarcinoma (LUAD)"
REST = ["not stated", "what was covered is not known", "", "", "0", "0", "", "", "", ""]


def read_table(folder: Path) -> list[list[str]]:
    with (folder / "index.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter="\t"))


def test_both_files_are_written(tmp_path: Path):
    folder = tmp_path / "batch-7"
    failed = (FailedCase("C", "match", "no"),)
    write_index(folder, [named("A"), named("B", therapy())], failed)

    assert sorted(each.name for each in folder.iterdir()) == sorted(FILES)
    assert (folder / "index.html").read_text(encoding="utf-8") == render_index(
        rows_of([named("A"), named("B", therapy())]), "batch-7", failed
    )


def test_the_table(tmp_path: Path):
    write_index(tmp_path, [named("A"), named("B", therapy())])

    assert read_table(tmp_path) == [
        COLUMNS,
        [
            "B",
            "Lung Adenocarcinoma (LUAD)",
            "GRCh38",
            "I-A",
            "KRAS G12C",
            "1",
            *"0000000",
            "",
            *REST,
        ],
        ["A", "Lung Adenocarcinoma (LUAD)", "GRCh38", "none", "", *"00000000", "", *REST],
    ]


def test_a_batch_without_cases_has_a_table_with_its_head(tmp_path: Path):
    write_index(tmp_path, [])

    assert (tmp_path / "index.tsv").read_bytes() == ("\t".join(COLUMNS) + "\n").encode()


def test_tabs_and_line_ends_in_a_caution_do_not_break_the_table(tmp_path: Path):
    note = 'a\tb\nc "d"'
    write_index(tmp_path, [record(empty_profile(notes=(note,)))])

    assert [len(cells) for cells in read_table(tmp_path)] == [24, 24]
    assert read_table(tmp_path)[1][COLUMNS.index("cautions")] == note


def test_the_order_of_the_records_does_not_change_the_files(tmp_path: Path):
    records = [named("B", therapy()), named("A"), named("C", resistance())]
    one, other = tmp_path / "1" / "batch", tmp_path / "2" / "batch"

    write_index(one, records)
    write_index(other, records[::-1])

    for name in FILES:
        assert (one / name).read_bytes() == (other / name).read_bytes()


def test_a_failed_case_stands_in_the_table_and_has_no_numbers(tmp_path: Path):
    write_index(tmp_path, [named("A")], (FailedCase("C", "match", "c.vcf: no"),))
    lines = read_table(tmp_path)

    assert [line[0] for line in lines] == ["case_id", "A", "C"]
    assert lines[2][1:] == [*[""] * 21, "match", "c.vcf: no"]


def test_large_counts_are_written_whole(tmp_path: Path):
    ledger = Ledger(4_500_000, 4_500_000, 4_500_000, (), ())
    write_index(tmp_path, [record(empty_profile(ledger=ledger))])

    assert read_table(tmp_path)[1][COLUMNS.index("alleles_read")] == "4500000"


def test_the_workbook_has_the_cases_and_takes_no_text_for_a_formula(tmp_path: Path):
    failed = FailedCase("C", "match", "=HYPERLINK(1)")
    write_index(tmp_path, [named("A")], (failed,))
    book = openpyxl.load_workbook(tmp_path / "index.xlsx")
    cell = book["CASES"].cell(3, len(COLUMNS))

    assert book.sheetnames == ["CASES", "ALTERATIONS", "GENES"]
    assert [each.value for each in book["CASES"][1]] == COLUMNS
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


def test_written_forms_have_links_and_others_have_none(tmp_path: Path):
    (tmp_path / "A").mkdir()
    (tmp_path / "A" / "report.xlsx").touch()
    write_index(tmp_path, [named("A"), named("B")])
    page = read_page((tmp_path / "index.html").read_text(encoding="utf-8"))

    assert [each.attributes["href"] for each in page.all("a")] == [
        f"A/{REPORT}",
        "A/report.xlsx",
        f"B/{REPORT}",
    ]


def test_what_is_not_known_of_quality_is_said_and_what_is_known_is_shown():
    plain = rows_of([named("CASE-1")])[0]
    good = replace(plain, median_depth=512.4, purity=0.4)

    assert read_page(render_index((plain,), "b")).words.count("not known not known") == 1
    assert "512 40 %" in read_page(render_index((good,), "b")).words


@pytest.mark.parametrize(
    ("failed", "said"),
    [
        ((), "There is no case in this batch"),
        ((FailedCase("C", "match", "no"),), "No case came through"),
    ],
    ids=["empty", "all failed"],
)
def test_a_batch_without_reports_says_what_to_do(failed: tuple[FailedCase, ...], said: str):
    assert said in read_page(render_index((), "batch", failed)).words


def test_cautions_and_germline_are_counted_at_the_top():
    plain = rows_of([named("A")])[0]
    rows = (replace(plain, cautions="Mind."), replace(plain, case_id="B", germline="Confirm."))
    page = read_page(render_index(rows, "b", (FailedCase("C", "match", "no"),)))

    assert "1 with cautions, 1 to confirm in the germline and 1 failed" in page.words


def test_plasma_that_says_nothing_is_a_caution():
    made = record(empty_profile(silence="too little tumour DNA", notes=("Mind this.",)))

    assert row(made).cautions == "too little tumour DNA Mind this."
    assert row(made).caution_count == 2


def test_general_statistics_for_multiqc(tmp_path: Path):
    failed = (FailedCase("C", "match", "no"),)
    write_index(tmp_path, [named("A", therapy())], failed)
    lines = (tmp_path / "oncomatch_mqc.tsv").read_text(encoding="utf-8").splitlines()
    head = yaml.safe_load("\n".join(line[2:] for line in lines if line.startswith("# ")))
    table = [line.split("\t") for line in lines if not line.startswith("#")]

    assert (head["id"], head["plot_type"]) == ("oncomatch", "generalstats")
    assert table[0] == ["Sample", *head["headers"]]
    assert [line[0] for line in table[1:]] == ["A", "C"]
    assert (table[1][1], table[2][-1]) == ("I-A", "match")


def test_the_bar_graph_for_multiqc(tmp_path: Path):
    write_index(tmp_path, [named("A")])
    text = (tmp_path / "oncomatch_alterations_mqc.yaml").read_text(encoding="utf-8")
    graph = yaml.safe_load(text)

    assert graph["plot_type"] == "bargraph"
    assert set(graph["data"]) == {"A"}
    assert set(graph["data"]["A"].values()) == {0}


def test_two_hundred_cases_are_drawn_soon(tmp_path: Path):
    made = building.matched(building.tumor("SKCM", [("BRAF", "V600E")], panel=["NRAS"]))
    case = made.profile.case
    records = [
        replace(made, profile=replace(made.profile, case=replace(case, case_id=f"C{number}")))
        for number in range(200)
    ]
    begun = time.process_time()
    write_index(tmp_path, records)

    assert time.process_time() - begun < 4, "it takes 2 s at most on an idle machine"
    assert (tmp_path / "index.html").stat().st_size < 1_500_000
