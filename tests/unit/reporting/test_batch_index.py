"""The index of a batch: what needs attention first, and every case in it."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

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
    build_rows,
    render_index,
    write_index,
)
from unit.reporting.html_page import read_page
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
    alleles_read reported filtered failed cautions""".split()


def named(case_id: str, *therapies: TherapyMatch) -> CaseRecord:
    profile = empty_profile()
    profile = replace(profile, case=replace(profile.case, case_id=case_id))
    return record(profile, therapies=therapies)


def row(made: CaseRecord) -> IndexRow:
    (only,) = build_rows([made])
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

    assert [each.case_id for each in build_rows(cases)] == expected
    assert [each.case_id for each in build_rows(reversed(cases))] == expected


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
    rows = build_rows([named("A"), named("B", therapy())])
    failed = (FailedCase("C", "annotate", "c.vcf: is not a VCF"),)
    page = read_page(render_index(rows, "batch-7", failed))

    assert page.all("h1")[0].words == "Batch batch-7"
    assert [each.words for each in page.all("a")] == ["B", "A"]
    assert [each.words for each in page.all("h2")] == ["Failed: no report", "Cases"]
    assert "C annotate c.vcf: is not a VCF" in " ".join(each.words for each in page.all("td", "th"))
    assert "2 cases, strongest findings first" in page.words


def test_without_failures_there_is_no_list_of_them():
    page = read_page(render_index(build_rows([named("A")]), "batch"))

    assert [each.words for each in page.all("h2")] == ["Cases"]


def test_the_failed_case_has_no_link():
    page = read_page(render_index((), "batch", (FailedCase("C", "match", "no"),)))

    assert page.all("a") == []


@pytest.mark.parametrize("case_id", ["CASE-1", "a.b_c", "Größe-1", "7"])
def test_a_link_leads_to_the_report_in_the_folder_of_the_case(case_id: str):
    page = read_page(render_index(build_rows([named(case_id)]), "batch"))
    (link,) = page.all("a")
    target = link.attributes["href"]

    assert unquote(target) == f"{case_id}/{REPORT}"
    assert target.isascii()


@pytest.mark.parametrize("case_id", ["a b", "a#b", "a?b", "a%20b", 'a"b', "javascript:x"])
def test_characters_with_a_meaning_in_addresses_are_encoded(case_id: str):
    """The type of a case refuses them; the template does not rely on it."""
    harmless = build_rows([named("CASE-1")])[0]
    page = read_page(render_index((replace(harmless, case_id=case_id),), "batch"))
    target = page.all("a")[0].attributes["href"]

    assert unquote(target) == f"{case_id}/{REPORT}"
    assert not set(target) & set(' #?":')


@pytest.mark.parametrize("tier", [*(tier.value for tier in Tier), "none"])
def test_strong_tiers_stand_out(tier: str):
    harmless = build_rows([named("CASE-1")])[0]
    page = read_page(render_index((replace(harmless, tier=tier),), "batch"))
    (shown,) = page.with_class("tier")

    assert shown.words == tier
    assert ("strong" in shown.attributes["class"]) is (tier in ("I-A", "I-B"))


def read_table(folder: Path) -> list[list[str]]:
    with (folder / "index.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter="\t"))


def test_both_files_are_written(tmp_path: Path):
    folder = tmp_path / "batch-7"
    failed = (FailedCase("C", "match", "no"),)
    write_index(folder, [named("A"), named("B", therapy())], failed)

    assert sorted(each.name for each in folder.iterdir()) == ["index.html", "index.tsv"]
    assert (folder / "index.html").read_text(encoding="utf-8") == render_index(
        build_rows([named("A"), named("B", therapy())]), "batch-7", failed
    )


def test_the_table(tmp_path: Path):
    write_index(tmp_path, [named("A"), named("B", therapy())])

    assert read_table(tmp_path) == [
        COLUMNS,
        ["B", "Lung Adenocarcinoma (LUAD)", "GRCh38", "I-A", "KRAS G12C", "1", *"0000000", ""],
        ["A", "Lung Adenocarcinoma (LUAD)", "GRCh38", "none", "", *"00000000", ""],
    ]


def test_a_batch_without_cases_has_a_table_with_its_head(tmp_path: Path):
    write_index(tmp_path, [])

    assert (tmp_path / "index.tsv").read_bytes() == ("\t".join(COLUMNS) + "\n").encode()


def test_tabs_and_line_ends_in_a_caution_do_not_break_the_table(tmp_path: Path):
    note = 'a\tb\nc "d"'
    write_index(tmp_path, [record(empty_profile(notes=(note,)))])

    assert [len(cells) for cells in read_table(tmp_path)] == [14, 14]
    assert read_table(tmp_path)[1][-1] == note


def test_the_order_of_the_records_does_not_change_the_files(tmp_path: Path):
    records = [named("B", therapy()), named("A"), named("C", resistance())]
    one, other = tmp_path / "1" / "batch", tmp_path / "2" / "batch"

    write_index(one, records)
    write_index(other, records[::-1])

    for name in ("index.html", "index.tsv"):
        assert (one / name).read_bytes() == (other / name).read_bytes()
