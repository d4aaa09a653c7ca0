"""A question without a file: what is understood, what is said, and that nothing stops a batch."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from building import matched, tumor
from oncomatch.domain.lookup import Answer, Question
from oncomatch.pipeline.lookup import Lookup, answer_batch, open_lookup, write_answers
from oncomatch.readers.config import Config
from oncomatch.reporting.lookup_answers import as_json


@pytest.fixture(scope="module")
def lookup() -> Lookup:
    return open_lookup(Config())


def named(answer: Answer) -> dict[tuple[str, str], str]:
    """Return the tier by therapy and significance."""
    return {
        (each.regimen, each.significance.value): each.tier.value
        for each in reversed(answer.therapies)
    }


class TestTheSameEngine:
    def test_an_exact_change_is_answered_like_a_case_that_has_it(self, lookup: Lookup) -> None:
        record = matched(tumor("MEL", [("BRAF", "V600E")], panel=None))
        about = {each for each in record.therapies if "BRAF V600E" in each.labels}

        answer = lookup.answer(Question("BRAF", "V600E", "MEL"))

        expected = {(each.regimen, each.significance, each.tier) for each in about}
        actual = {(each.regimen, each.significance, each.tier) for each in answer.therapies}
        assert expected
        assert expected == actual

    @pytest.mark.parametrize(
        "words",
        ["p.Val600Glu", "BRAF V600E", "NM_004333.4:c.1799T>A", "hg19 7-140453136-A-T",
         "NC_000007.14:g.140753336A>T", "GRCh37:7:g.140453136A>T", "c.1799T>A"],
    )  # fmt: skip
    def test_every_spelling_has_the_same_therapies(self, words: str, lookup: Lookup) -> None:
        expected = lookup.answer(Question("BRAF", "V600E", "MEL")).therapies

        assert expected == lookup.answer(Question("BRAF", words, "MEL")).therapies


class TestUnderstood:
    def test_a_synonym_of_a_tumour_type_is_noted(self, lookup: Lookup) -> None:
        answer = lookup.answer(Question("KIT", "exon 11", "gastrointestinal stromal tumour"))

        assert answer.understood.tumor_type == "GIST"

    def test_what_a_tumour_type_is_taken_for_stands_in_the_notes(self, lookup: Lookup) -> None:
        answer = lookup.answer(Question("MYD88", "L265P", "DLBCL"))

        assert "DLBCLNOS" in answer.understood.tumor_type
        assert any("is taken as DLBCLNOS" in note for note in answer.notes)

    def test_without_a_tumour_type_that_is_said(self, lookup: Lookup) -> None:
        assert any("no tumour type" in note for note in lookup.answer(
            Question("BRAF", "V600E", "")).notes)  # fmt: skip

    @pytest.mark.parametrize(
        ("gene", "change", "numbers"),
        [("MET", "D1246N", {"D1246N", "D1228N"}), ("MYD88", "L265P", {"L265P", "L252P"}),
         ("MYD88", "L252P", {"L252P", "L265P"})],
    )  # fmt: skip
    def test_both_numberings_are_told(
        self, gene: str, change: str, numbers: set[str], lookup: Lookup
    ) -> None:
        note = lookup.answer(Question(gene, change, "LUAD")).notes[0]

        assert all(number in note for number in numbers)

    def test_a_change_known_by_one_number_has_no_such_note(self, lookup: Lookup) -> None:
        assert not lookup.answer(Question("BRAF", "V600E", "MEL")).notes

    def test_a_gene_without_sequence_is_answered(self, lookup: Lookup) -> None:
        assert lookup.answer(Question("GNAQ", "Q209L", "UM")).therapies

    def test_a_marker_beside_a_change_is_answered_too(self, lookup: Lookup) -> None:
        both = lookup.answer(Question("BRAF", "V600E; MSI-H", "COAD"))
        marker = lookup.answer(Question("", "MSI-H", "COAD"))

        assert marker.therapies
        assert set(named(marker)) <= set(named(both))


class TestAlternatives:
    def test_what_holds_for_both_is_said(self, lookup: Lookup) -> None:
        answer = lookup.answer(Question("BRAF", "V600E/K", "MEL"))

        assert ("Dabrafenib + Trametinib", "Sensitivity/Response") in named(answer)

    def test_what_holds_for_one_is_not(self, lookup: Lookup) -> None:
        one = lookup.answer(Question("BRAF", "V600E", "COAD"))
        both = lookup.answer(Question("BRAF", "V600E/K", "COAD"))
        exact = ("Cetuximab + Encorafenib", "Sensitivity/Response")

        assert named(one)[exact] == "I-A"
        assert named(both).get(exact) != "I-A"

    def test_an_origin_that_is_not_said_is_open(self, lookup: Lookup) -> None:
        somatic = lookup.answer(Question("BRCA1", "loss of function", "HGSOC"))
        germline = lookup.answer(Question("BRCA1", "germline loss of function", "HGSOC"))

        assert len(germline.therapies) >= len(somatic.therapies)


class TestNotUnderstood:
    @pytest.mark.parametrize(
        ("question", "said"),
        [
            (Question("BRAF", "V599E", "MEL"), "residue 599"),
            (Question("BRAF", "V599", "MEL"), "residue 599 of BRAF"),
            (Question("BRAF", "codon 9000", "MEL"), "residues"),
            (Question("EGFR", "exon 99 deletion", "LUAD"), "28 exons"),
            (Question("EGFR", "NM_004333.4:c.1799T>A", "LUAD"), "lies in BRAF"),
            (Question("EGFR", "L858R", "BLAH"), "OncoTree"),
            (Question("XYZ99", "L858R", "LUAD"), "not known"),
            (Question("", "", ""), "no alteration"),
            (Question("EGFR", "L858R", "LUAD", fault="the row is short"), "the row is short"),
            (Question("EGFR", " and ".join(["L858R"] * 12), "LUAD"), "joined"),
        ],
    )
    def test_the_reason_stands_in_the_notes(
        self, question: Question, said: str, lookup: Lookup
    ) -> None:
        answer = lookup.answer(question)

        assert not answer.therapies
        assert answer.notes[0].startswith("not understood: ")
        assert said in answer.notes[0]

    @settings(max_examples=60, deadline=None)
    @given(
        gene=st.text(max_size=30),
        alteration=st.text(max_size=30),
        tumor_type=st.text(max_size=20),
    )
    def test_any_question_has_an_answer_of_one_line(
        self, gene: str, alteration: str, tumor_type: str, lookup: Lookup
    ) -> None:
        line = as_json(lookup.answer(Question(gene, alteration, tumor_type)))

        assert "\n" not in line
        assert json.loads(line)["query"]["gene"] == gene


class TestBatch:
    def ask(self, tmp_path: Path, text: str | bytes) -> list[dict[str, object]]:
        table, out = tmp_path / "questions.tsv", tmp_path / "answers.jsonl"
        table.write_bytes(text if isinstance(text, bytes) else text.encode())
        write_answers(answer_batch(table, Config()), out, as_lines=True)
        return [json.loads(line) for line in out.read_text(encoding="utf-8").split("\n")[:-1]]

    def test_bad_rows_stop_nothing_and_the_order_is_kept(self, tmp_path: Path) -> None:
        rows = [
            "gene\talteration\ttumor_type\tid",
            "BRAF\tV600E\tMEL\tgood",
            "BRAF\tV600E\tMEL\ttoo\tmany",
            "\t\t\t",
            "BRAF\tV600E\tBLAH\ttype",
            "EGFR",
            f"EGFR\t{'L' * 5000}\tLUAD\tlong",
            "#EGFR\tL858R\tLUAD\tnot a comment",
            "<script>\t\"; drop\t'\thostile",
            "EGFR\tL858R\tLUAD\tlast",
        ]

        answers = self.ask(tmp_path, "\n".join(rows) + "\n")

        understood = [bool(each["therapies"]) for each in answers]
        assert understood == [True, *[False] * 7, True]
        faults = [str(each["notes"]) for each in answers if not each["therapies"]]
        assert all("not understood" in fault for fault in faults)
        assert answers[-1]["query"]["id"] == "last"  # type: ignore[index]

    def test_columns_may_stand_in_any_order(self, tmp_path: Path) -> None:
        answers = self.ask(tmp_path, "id\ttumor_type\talteration\tgene\r\n7\tMEL\tV600E\tBRAF\r\n")

        assert answers[0]["query"] == {
            "gene": "BRAF", "alteration": "V600E", "tumor_type": "MEL", "id": "7"
        }  # fmt: skip

    def test_bytes_that_are_no_text_are_an_answer(self, tmp_path: Path) -> None:
        answers = self.ask(
            tmp_path, b"gene\talteration\ttumor_type\nBRAF\tV\xff600E\tMEL\n\x00\t\t\n"
        )

        assert len(answers) == 2
        assert not any(each["therapies"] for each in answers)

    def test_the_answer_to_a_question_does_not_depend_on_what_was_asked_before(
        self, lookup: Lookup
    ) -> None:
        question = Question("KRAS", "G12C", "LUAD")
        fresh = open_lookup(Config())
        lookup.answer(replace(question, tumor_type="COAD"))

        assert as_json(fresh.answer(question)) == as_json(lookup.answer(question))
