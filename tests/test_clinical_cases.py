"""Cases of the clinic from the options of the command to the report: what a board must read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from building import place, vcf_text
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.match import TherapyMatch
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.tier import Tier
from oncomatch.pipeline.case_files import REPORT, write_case
from oncomatch.pipeline.single import request_case
from oncomatch.reporting.finding_groups import group_findings


@dataclass(frozen=True)
class Written:
    """A case that was run: its record and the text of its report."""

    record: CaseRecord
    report: str

    def benefits(self, *drugs: str) -> list[TherapyMatch]:
        """Return what speaks for regimens of tier I with all of the drugs."""
        return [
            match
            for match in self.record.therapies
            if match.tier in (Tier.IA, Tier.IB)
            and match.significance.is_benefit
            and set(drugs) <= set(match.therapies)
        ]

    def reasons_against(self, *drugs: str) -> set[tuple[Outcome, str]]:
        """Return the near misses of regimens with all of the drugs."""
        return {
            (miss.outcome, miss.reason)
            for miss in self.record.near_misses
            if all(drug in miss.regimen for drug in drugs)
        }


def run(folder: Path, **columns: object) -> Written:
    options = {"case_id": "case", "build": "GRCh38", **columns}
    request, config = request_case(options, None)
    record = write_case(request, config, folder)
    return Written(record, (folder / REPORT).read_text(encoding="utf-8"))


class TestLungCancerAfterOsimertinib:
    @pytest.fixture
    def case(self, tmp_path: Path) -> Written:
        call = place("EGFR", "L858R", GenomeBuild.GRCH38)
        vcf, panel = tmp_path / "calls.vcf", tmp_path / "panel.txt"
        vcf.write_text(
            vcf_text(
                [f"{call.contig} {call.position} . {call.ref} {call.alt} . PASS . GT:AD 0/1:60,40"]
            )
        )
        panel.write_text("EGFR\nALK\nKRAS\n")
        return run(
            tmp_path,
            tumor_type="LUAD",
            vcf=vcf,
            panel=panel,
            prior_therapies="osimertinib (line 1, progression)",
            stage="IVA; metastatic",
            ecog="1",
            metastases="brain (treated, stable); bone",
        )

    def test_labels_of_the_first_line_are_past(self, case: Written) -> None:
        misses = case.reasons_against("Amivantamab", "Lazertinib")

        assert (Outcome.NOT_MET, "line 2 is next (1 line was given before)") in misses

    def test_labels_after_other_drugs_say_that_they_were_not_given(self, case: Written) -> None:
        assert case.reasons_against("Datopotamab") == {
            (
                Outcome.NOT_MET,
                "not given: earlier platinum compound "
                "(treated before with osimertinib (line 1, progression))",
            )
        }

    def test_osimertinib_is_marked_as_given_before(self, case: Written) -> None:
        matches = case.benefits("Osimertinib")

        assert matches
        assert all(match.progressed_before for match in matches)
        assert "Given before: osimertinib (line 1, progression)." in case.report

    def test_the_head_shows_the_patient(self, case: Written) -> None:
        for words in (
            "ECOG 1",
            "stage IVA; metastatic; metastases: brain (treated, stable), bone",
            "osimertinib (line 1, progression)",
        ):
            assert words in case.report


class TestGastricCancerWithClaudin:
    def test_zolbetuximab_in_the_first_line_where_her2_is_negative(self, tmp_path: Path) -> None:
        case = run(
            tmp_path,
            tumor_type="STAD",
            ihc="CLDN18.2=positive, 80%",
            her2_ihc="0",
            her2_ish="negative",
            prior_therapies="none",
        )
        matches = case.benefits("Zolbetuximab")

        assert {match.labels for match in matches} >= {("CLDN18.2 IHC positive, 80%",)}
        assert "CLDN18.2 (IHC)" in case.report

    def test_where_her2_is_not_known_the_finding_stands_with_what_is_asked(
        self, tmp_path: Path
    ) -> None:
        case = run(tmp_path, tumor_type="STAD", ihc="CLDN18.2=positive", prior_therapies="none")
        (group,) = [
            each for each in group_findings(case.record) if each.label.startswith("CLDN18.2")
        ]

        assert not case.benefits("Zolbetuximab")
        assert {miss.reason for miss in group.misses} == {
            "the copy number of ERBB2 was not assessed; the protein level of ERBB2 was not assessed"
        }

    @pytest.mark.parametrize(
        ("ihc", "outcome", "reason"),
        [
            (
                "CLDN18.2=80%",
                Outcome.UNKNOWN,
                "CLDN18.2 IHC 80% does not answer CLDN18.2 expression; the laboratory's "
                "word is needed (positive or not)",
            ),
            (
                "CLDN18=positive",
                Outcome.UNKNOWN,
                "CLDN18 IHC positive is not of CLDN18.2 expression",
            ),
        ],
    )
    def test_without_the_word_of_the_laboratory_it_stays_open(
        self, ihc: str, outcome: Outcome, reason: str, tmp_path: Path
    ) -> None:
        case = run(
            tmp_path,
            tumor_type="STAD",
            ihc=ihc,
            her2_ihc="0",
            her2_ish="negative",
            prior_therapies="none",
        )

        assert not case.benefits("Zolbetuximab")
        assert case.reasons_against("Zolbetuximab") == {(outcome, reason)}


def test_breast_cancer_with_her2_two_plus_and_ish_negative_is_her2_low(tmp_path: Path) -> None:
    case = run(
        tmp_path,
        tumor_type="BRCA",
        her2_ihc="2+",
        her2_ish="negative",
        prior_therapies="paclitaxel (line 1, progression)",
    )

    assert [match.labels for match in case.benefits("Trastuzumab Deruxtecan")] == [
        ("HER2-low (IHC 2+, ISH negative)",)
    ]
    assert not case.benefits("Pertuzumab")


class TestColorectalCancerWithLostProteins:
    def test_loss_of_mlh1_and_pms2_leads_to_pembrolizumab(self, tmp_path: Path) -> None:
        case = run(
            tmp_path,
            tumor_type="COADREAD",
            ihc="MLH1=lost; PMS2=lost; MSH2=retained; MSH6=retained",
        )

        assert ("MLH1 IHC lost", "PMS2 IHC lost") in {
            match.labels for match in case.benefits("Pembrolizumab")
        }
        assert "MLH1 (IHC)" in case.report
        assert "loss of any of MLH1, MSH2, MSH6, PMS2" in case.report

    def test_a_stable_tumour_beside_it_is_told(self, tmp_path: Path) -> None:
        case = run(tmp_path, tumor_type="COADREAD", ihc="MLH1=lost; PMS2=lost", msi="MSS")

        assert (
            "Microsatellites are MSS, mismatch repair is deficient by its proteins" in case.report
        )

    def test_proficient_beside_it_leaves_the_question_open(self, tmp_path: Path) -> None:
        case = run(tmp_path, tumor_type="COADREAD", ihc="MLH1=lost", mmr="proficient")

        assert not case.benefits("Pembrolizumab")
        assert any("contradicts" in reason for _, reason in case.reasons_against("Pembrolizumab"))


def test_a_table_of_rna_tells_outliers_and_no_protein(tmp_path: Path) -> None:
    table = tmp_path / "rna.tsv"
    table.write_text("gene\tz_score\nERBB3\t3.2\nERBB2\t5\nMTAP\t-2.5\nEGFR\t0.1\nNOSUCH\t9\n")
    case = run(tmp_path / "out", tumor_type="LUAD", expression=str(table))
    levels = {each.gene: each.level.value for each in case.record.profile.markers.expression}

    assert levels == {"ERBB3": "high", "ERBB2": "high", "MTAP": "low", "EGFR": "normal"}
    assert not case.benefits("Trastuzumab Deruxtecan")
    assert "ERBB3 RNA high (z-score 3.2)" in case.report
    assert "1 name no gene of HGNC" in case.report
