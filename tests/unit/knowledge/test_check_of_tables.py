"""A table with mistakes is refused with file, line, column and what to do, for all at once."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from building import ROOT
from oncomatch.domain.approval import Agency, ApprovalStatus, Setting
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.evidence import Direction, EvidenceScheme, Interaction, Significance
from oncomatch.domain.meaning import MeaningKind
from oncomatch.errors import InputError
from oncomatch.knowledge import approval_table, evidence_table, meaning_table
from oncomatch.knowledge.base import open_knowledge
from oncomatch.knowledge.check_findings import Finding
from oncomatch.knowledge.check_patterns import PatternChecker
from oncomatch.knowledge.check_tables import TableChecker
from oncomatch.reference.bundle import Reference, open_reference
from oncomatch.reference.tumor_types import open_tumor_types

FOLDER = ROOT / "resources" / "knowledge"
GOOD = {
    "source": "Ours",
    "record_id": "one",
    "biomarker": "EGFR p.L858R",
    "tumor_types": "LUAD",
    "disease": "lung adenocarcinoma",
    "therapies": "Osimertinib",
    "significance": "Sensitivity/Response",
    "direction": "Supports",
    "scheme": "CIViC",
    "level": "B",
    "release": "1",
    "citation": "PMID:25399551",
    "licence": "CC0-1.0",
}
MEANING = {**GOOD, "kind": "Prognostic", "significance": "Poor Outcome"}
APPROVAL = {
    **GOOD,
    "agency": "FDA",
    "indication_id": "ind:one",
    "status": "listed",
    "approved": "2020-01-31",
}


@pytest.fixture(scope="module")
def checker(reference: Reference) -> TableChecker:
    return TableChecker(reference, open_tumor_types(), open_knowledge().regions)


def table(
    path: Path,
    rows: list[dict[str, str]],
    columns: tuple[str, ...] = evidence_table.COLUMNS,
) -> Path:
    """Write a table of rows that say only what they are about."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return path


def numbered(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return rows with an identifier each, where they have none of their own."""
    return [{**GOOD, "record_id": str(at), **row} for at, row in enumerate(rows)]


MISTAKES = [
    ({"biomarker": "EGRF p.L858R"}, "biomarker", "the gene 'EGRF' is not known", "write 'ERF'"),
    ({"biomarker": "HER2 amplification"}, "biomarker", "not HGNC's symbol", "write 'ERBB2'"),
    ({"biomarker": "EGFR codon 1300"}, "biomarker", "codon 1300 is beyond", "1210 residues"),
    ({"biomarker": "EGFR p.L2000R"}, "biomarker", "codon 2000 is beyond", "check the number"),
    ({"biomarker": "EGFR p.K858R"}, "biomarker", "has L at 858, not K", "check gene, letter"),
    ({"biomarker": "ROS1@ENST00000368508.7 p.A2032R"}, "biomarker", "has G at 2032, not A", ""),
    ({"biomarker": "ROS1@ENST00000000001.1 p.G2032R"}, "biomarker", "no embedded transcript", ""),
    ({"biomarker": "EGFR exon 40 mutation"}, "biomarker", "no exon 40", "number the exons"),
    ({"biomarker": "EGFR exons 2-40 loss"}, "biomarker", "no exon 40", ""),
    ({"biomarker": "EML4 exon 6::ALK exon 90 fusion"}, "biomarker", "no exon 90", ""),
    ({"biomarker": "BRAF intron 30 rearrangement"}, "biomarker", "no exon 31", ""),
    ({"biomarker": "EGFR region hat mutation"}, "biomarker", "region 'hat' of EGFR", "regions.tsv"),
    ({"biomarker": "EGFR c.2573A>G"}, "biomarker", "has T at 2573, not A", ""),
    ({"biomarker": "EGFR c.9999A>G"}, "biomarker", "beyond the coding sequence", ""),
    ({"biomarker": "EGFR g.GRCh37:7:55259515:A>G"}, "biomarker", "has T at GRCh37:7:55", "build"),
    ({"biomarker": "EGFR g.GRCh37:7:955259515:A>G"}, "biomarker", "beyond the chromosome", ""),
    ({"biomarker": "EGFR p.Leu858Arg"}, "biomarker", "not a protein change", "as L858R"),
    ({"biomarker": "EGFR p.A763_A767insFQEA"}, "biomarker", "not neighbours", ""),
    ({"biomarker": "EGFR with a hat"}, "biomarker", "cannot be read", "docs/biomarkers.md"),
    ({"biomarker": "(EGFR p.L858R)"}, "biomarker", "not in its one form", "'EGFR p.L858R'"),
    ({"biomarker": "germline (EGFR p.K858R)"}, "biomarker", "has L at 858, not K", ""),
    ({"biomarker": "not EGFR p.K858R"}, "biomarker", "has L at 858, not K", ""),
    (
        {"biomarker": "EGFR exon 20 inframe_insertion except p.K763_Y764insFQEA"},
        "biomarker",
        "has A at 763, not K",
        "",
    ),
    ({"biomarker": "EGFR K1092 phosphorylation"}, "biomarker", "cannot be read", ""),
    ({"biomarker": "EGFR Y1093 phosphorylation"}, "biomarker", "at 1093, not Y", ""),
    ({"biomarker": ""}, "biomarker", "no pattern", "write one"),
    ({"condition": "EGRF mutation"}, "condition", "the gene 'EGRF' is not known", ""),
    ({"tumor_types": "LUADD"}, "tumor_types", "'LUADD'", "did you mean LUAD"),
    ({"tumor_types": "Lung Adenocarcinoma"}, "tumor_types", "no OncoTree code", "write LUAD"),
    ({"tumor_types": ""}, "tumor_types", "no tumour type", "SOLID"),
    ({"excluded_types": "XYZZY"}, "excluded_types", "'XYZZY'", "OncoTree"),
    ({"citation": ""}, "citation", "empty", "PubMed"),
    ({"citation": "PMID: 1"}, "citation", "no PubMed id", "PMID:25399551"),
    ({"citation": "PMID:1; PMID:123456789"}, "citation", "'PMID:123456789' is no PubMed id", ""),
    ({"licence": ""}, "licence", "empty", "licence of the source"),
    ({"source": ""}, "source", "empty", "name the source"),
    ({"release": ""}, "release", "empty", "release"),
    ({"record_id": ""}, "record_id", "empty", "identifier"),
    ({"url": "civicdb.org"}, "url", "no web address", "https://"),
    ({"level": "F"}, "level", "no level of CIViC", "'A', 'B', 'C', 'D', 'E'"),
    ({"level": ""}, "level", "no level of CIViC", ""),
    ({"scheme": "CGI", "level": "B"}, "level", "no level of CGI", "'FDA guidelines'"),
    ({"scheme": "civic"}, "scheme", "not of the vocabulary", "'CIViC'"),
    ({"significance": "Sensitive"}, "significance", "not of the vocabulary", "write one of"),
    ({"direction": ""}, "direction", "not of the vocabulary", "'Supports'"),
    ({"rating": "6"}, "rating", "no rating", "1 to 5"),
    ({"flagged": "true"}, "flagged", "not understood", "yes"),
    ({"therapies": ""}, "therapies", "no therapy", "name each"),
    ({"therapies": "A;", "interaction": "Combination"}, "therapies", "no name", ""),
    ({"therapies": "A;A", "interaction": "Combination"}, "therapies", "twice", ""),
    ({"therapies": "A;B"}, "interaction", "several therapies", "Combination, Sequential"),
    ({"interaction": "Combination"}, "interaction", "needs several", "leave it empty"),
    ({"disease": ""}, "disease", "empty", "own words"),
    ({"disease": " lung"}, "disease", "blanks around it", "take them away"),
]


class TestMistakes:
    def test_all_are_told_at_once(self, checker: TableChecker, tmp_path: Path) -> None:
        path = table(tmp_path / "mine.tsv", numbered([wrong for wrong, *_ in MISTAKES]))

        found = list(checker.check_statements(path))

        assert sorted({finding.line for finding in found}) == list(range(2, len(MISTAKES) + 2))
        for line, (_, column, message, remedy) in enumerate(MISTAKES, start=2):
            told = [finding for finding in found if finding.line == line]
            assert any(
                each.column == column
                and message in each.problem.message
                and remedy in f"{each.problem.message} {each.problem.remedy}"
                for each in told
            ), (line, column, message, list(map(str, told)))

    def test_a_right_row_has_none(self, checker: TableChecker, tmp_path: Path) -> None:
        assert list(checker.check_statements(table(tmp_path / "mine.tsv", [GOOD]))) == []

    def test_a_finding_says_where_what_and_what_to_do(
        self, checker: TableChecker, tmp_path: Path
    ) -> None:
        path = table(tmp_path / "mine.tsv", [GOOD, {**GOOD, "record_id": "2", "citation": ""}])

        assert list(map(str, checker.check_statements(path))) == [
            f"{path}, line 3, column citation: the cell is empty; "
            f"give the PubMed id (PMID:25399551), the abstract or the label"
        ]

    def test_an_identifier_stands_once(self, checker: TableChecker, tmp_path: Path) -> None:
        path = table(tmp_path / "mine.tsv", [GOOD, {**GOOD, "source": "Theirs"}, GOOD])

        (found,) = checker.check_statements(path)

        assert (found.line, found.column) == (4, "record_id")
        assert "Ours one stands already in line 2" in found.problem.message

    def test_a_lost_tab_is_told(self, checker: TableChecker, tmp_path: Path) -> None:
        path = table(tmp_path / "mine.tsv", [GOOD, {**GOOD, "record_id": "2"}])
        path.write_text(path.read_text().replace("LUAD\t", "LUAD", 1))

        (found,) = checker.check_statements(path)

        assert found.line == 2
        assert "21 cells, the header 22" in found.problem.message

    def test_columns_are_told_and_the_rest_is_checked(
        self, checker: TableChecker, tmp_path: Path
    ) -> None:
        columns = tuple(name for name in evidence_table.COLUMNS if name != "licence")
        path = table(tmp_path / "mine.tsv", [{**GOOD, "level": "F"}], (*columns, "hat"))

        found = list(checker.check_statements(path))

        assert [(each.line, each.column) for each in found] == [(1, ""), (2, "level")]
        assert "no column licence and has a column 'hat' too many" in found[0].problem.message


OTHER_KINDS = [
    (meaning_table.COLUMNS, MEANING, {"kind": "Prophetic"}, "kind"),
    (meaning_table.COLUMNS, MEANING, {"significance": "Oncogenic"}, "significance"),
    (meaning_table.COLUMNS, MEANING, {"significance": "Poor"}, "significance"),
    (meaning_table.COLUMNS, MEANING, {"level": "F"}, "level"),
    (approval_table.COLUMNS, APPROVAL, {"agency": "BfArM"}, "agency"),
    (approval_table.COLUMNS, APPROVAL, {"status": "maybe"}, "status"),
    (approval_table.COLUMNS, APPROVAL, {"approved": "31.1.2020"}, "approved"),
    (approval_table.COLUMNS, APPROVAL, {"regular": "20200131"}, "regular"),
    (approval_table.COLUMNS, APPROVAL, {"setting": "metastatic;on Mondays"}, "setting"),
    (approval_table.COLUMNS, APPROVAL, {"line": "second"}, "line"),
    (approval_table.COLUMNS, APPROVAL, {"indication_id": ""}, "indication_id"),
]


@pytest.mark.parametrize(("columns", "good", "wrong", "column"), OTHER_KINDS)
def test_the_columns_say_which_table_it_is(
    checker: TableChecker,
    tmp_path: Path,
    columns: tuple[str, ...],
    good: dict[str, str],
    wrong: dict[str, str],
    column: str,
) -> None:
    right = table(tmp_path / "right.tsv", [good], columns)
    mistaken = table(tmp_path / "wrong.tsv", [{**good, **wrong}], columns)

    assert list(checker.check_statements(right)) == []
    assert [each.column for each in checker.check_statements(mistaken)] == [column]


VOCABULARIES = [(evidence_table.COLUMNS, {"significance": each.value}) for each in Significance] + [
    (evidence_table.COLUMNS, {"direction": each.value}) for each in Direction
]
VOCABULARIES += [
    (evidence_table.COLUMNS, {"interaction": each.value, "therapies": "A;B"})
    for each in Interaction
    if each.value
]
VOCABULARIES += [(approval_table.COLUMNS, {"agency": each.value}) for each in Agency]
VOCABULARIES += [(approval_table.COLUMNS, {"status": each.value}) for each in ApprovalStatus]
VOCABULARIES += [(approval_table.COLUMNS, {"setting": each.value}) for each in Setting]
VOCABULARIES += [
    (meaning_table.COLUMNS, {"kind": each.value, "significance": ""}) for each in MeaningKind
]


def test_every_word_of_the_vocabularies_is_taken(checker: TableChecker, tmp_path: Path) -> None:
    good = {
        evidence_table.COLUMNS: GOOD,
        meaning_table.COLUMNS: MEANING,
        approval_table.COLUMNS: APPROVAL,
    }
    found: list[Finding] = []
    for columns, cells in VOCABULARIES:
        found += checker.check_statements(
            table(tmp_path / "x.tsv", [{**good[columns], **cells}], columns)
        )

    assert found == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"gene\tchange\nEGFR\tL858R\n", "is no knowledge table: its columns are gene, change"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
    ],
)
def test_what_is_no_table_is_one_error(
    checker: TableChecker, tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "mine.tsv").write_bytes(content)

    with pytest.raises(InputError, match=message):
        list(checker.check_statements(tmp_path / "mine.tsv"))


def test_an_absent_table_is_one_error(checker: TableChecker, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        list(checker.check_statements(tmp_path / "mine.tsv"))


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.tsv")))
def test_the_bundled_tables_have_no_mistake(checker: TableChecker, name: str) -> None:
    assert [str(finding) for finding in checker.check(FOLDER / name)] == []


def test_a_scheme_without_levels_has_none(checker: TableChecker, tmp_path: Path) -> None:
    scheme = EvidenceScheme.FDA_COMPANION_DIAGNOSTIC.value
    rows = numbered([{"scheme": scheme, "level": ""}, {"scheme": scheme, "level": "A"}])

    (found,) = checker.check_statements(table(tmp_path / "mine.tsv", rows))

    assert (found.line, found.column) == (3, "level")


PATTERNS = PatternChecker(open_reference(), {})
RESIDUES = "ACDEFGHIKLMNPQRSTVWY"


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["EGFR", "BRAF", "TP53", "KIT", "KRAS"]),
    st.integers(1, 2000),
    st.sampled_from(RESIDUES),
    st.sampled_from(RESIDUES),
)
def test_a_change_passes_if_and_only_if_the_protein_has_its_residue(
    gene: str, number: int, ref: str, alt: str
) -> None:
    transcript = open_reference().reported_transcript(gene, GenomeBuild.GRCH38)
    assert transcript is not None
    there = transcript.protein_sequence[number - 1 : number]

    assert (PATTERNS.check(f"{gene} p.{ref}{number}{alt}") == ()) is (there == ref)


def test_genes_without_sequence_are_named(tmp_path: Path) -> None:
    checker = PatternChecker(open_reference(), {})

    assert checker.check("NTRK3 p.G623R") == ()
    assert checker.genes_by_symbol_only == {"NTRK3"}
