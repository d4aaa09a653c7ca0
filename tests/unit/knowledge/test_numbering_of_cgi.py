"""Insertions in the source's shorthand, exons of ranges, and rows of one source in a table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import BiomarkerError
from oncomatch.knowledge.importers.cgi_numbering import (
    Numbering,
    exon_of_codons,
    insertion_after,
    insertion_at,
)
from oncomatch.knowledge.importers.one_source import replace_rows
from oncomatch.reference.bundle import Reference

FORM = re.compile(r"([A-Z])(\d+)(?:_([A-Z])(\d+))?(dup|ins)([A-Z]*)")
RESIDUES = st.text("AST", min_size=1, max_size=4)


def apply(protein: str, change: str) -> str:
    """Return the protein after a `dup` or `ins`, read as HGVS has it."""
    found = FORM.fullmatch(change)
    assert found is not None
    first, last = int(found[2]), int(found[4] or found[2])
    assert protein[first - 1] == found[1]
    assert protein[last - 1] == (found[3] or found[1])
    if found[5] == "dup":
        return protein[:last] + protein[first - 1 : last] + protein[last:]
    assert last == first + 1
    return protein[:first] + found[6] + protein[first:]


@given(st.text("AST", min_size=2, max_size=9), st.data(), RESIDUES)
def test_an_insertion_makes_the_protein_that_was_meant(
    middle: str, data: st.DataObject, residues: str
) -> None:
    protein = f"M{middle}W"
    after = data.draw(st.integers(1, len(protein) - 1))
    change = insertion_after(protein, after, residues)

    assert apply(protein, change) == protein[:after] + residues + protein[after:]


@given(st.text("AST", min_size=2, max_size=9), RESIDUES)
def test_one_insertion_has_one_name(middle: str, residues: str) -> None:
    """Insertions that make the same protein are called the same."""
    protein = f"M{middle}W"
    names: dict[str, set[str]] = {}
    for after in range(1, len(protein)):
        made = protein[:after] + residues + protein[after:]
        names.setdefault(made, set()).add(insertion_after(protein, after, residues))

    assert [each for each in names.values() if len(each) > 1] == []


@pytest.mark.parametrize(
    ("number", "residues", "change"),
    [(3, "T", "T3dup"), (4, "L", "L5dup"), (5, "L", "L5dup")],
)
def test_before_or_after_is_the_same(number: int, residues: str, change: str) -> None:
    assert insertion_at("MATLLK", number, residues) == change


@pytest.mark.parametrize(("number", "residues"), [(3, "A"), (3, "TA"), (6, "T")])
def test_before_or_after_is_not_the_same(number: int, residues: str) -> None:
    with pytest.raises(BiomarkerError, match=f"before residue {number} or after"):
        insertion_at("MATLLK", number, residues)


@pytest.mark.parametrize(
    ("gene", "first", "last", "exon"),
    [
        ("EGFR", 729, 761, 19),
        ("EGFR", 762, 823, 20),
        ("KIT", 550, 592, 11),
        ("KIT", 551, 591, 11),
        ("KIT", 548, 592, None),
        ("KIT", 550, 594, None),
        ("KIT", 550, 620, None),
    ],
)
def test_exons_of_codons(
    reference: Reference, gene: str, first: int, last: int, exon: int | None
) -> None:
    transcript = reference.reported_transcript(gene, GenomeBuild.GRCH38)

    assert transcript is not None
    assert exon_of_codons(transcript, first, last) == exon


@pytest.mark.parametrize(
    ("change", "written"),
    [
        ("V600E", "chr7:g.140453136A>T"),
        ("V600K", "chr7:g.140453136_140453137delACinsTT"),
        ("V600R", "chr7:g.140453136_140453137delACinsCT"),
    ],
)
def test_a_place_that_agrees_passes(reference: Reference, change: str, written: str) -> None:
    """BRAF is on the minus strand."""
    rows = [{"individual_mutation": f"BRAF:{change}", "gDNA": written, "Alteration": "BRAF:V600."}]
    numbering = Numbering(reference, rows)
    transcript = numbering.transcript_of("BRAF", [("V", 600)])

    numbering.check_place("BRAF", change, transcript)
    assert numbering.name_of("BRAF", transcript) == "BRAF"


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("chr7:g.140453136A>G", "makes V600A instead"),
        ("chr7:g.140453136C>T", "makes no change of the bases"),
        ("chr7:g.1A>T", "makes no change of the bases"),
        ("chr7:g.140453134_140453136delTCAinsAAA", "makes a change of two codons"),
        ("chr7:g.140453136del", "is not understood"),
    ],
)
def test_a_place_that_disagrees_is_refused(reference: Reference, written: str, made: str) -> None:
    rows = [{"individual_mutation": "BRAF:V600E", "gDNA": written, "Alteration": "BRAF:V600E"}]
    numbering = Numbering(reference, rows)

    with pytest.raises(BiomarkerError, match=made):
        numbering.check_place("BRAF", "V600E", numbering.transcript_of("BRAF", []))


def test_a_gene_without_sequence_keeps_the_source_s_numbers(reference: Reference) -> None:
    numbering = Numbering(reference, [])

    assert not reference.has_sequence("AR", GenomeBuild.GRCH38)
    assert numbering.transcript_of("AR", [("T", 878)]) is None
    assert numbering.name_of("AR", None) == "AR"


HEAD = "source\trecord_id\n"


def test_only_the_rows_of_the_source_are_renewed(tmp_path: Path) -> None:
    table = tmp_path / "table.tsv"
    table.write_text(HEAD + "A\t1\nB\t1\nB\t2\nC\tof an older form\n", encoding="utf-8")

    replace_rows(table, "B", lambda path: _write(path, HEAD + "B\t3\n"))

    assert table.read_text(encoding="utf-8") == HEAD + "A\t1\nB\t3\nC\tof an older form\n"
    assert [path.name for path in tmp_path.iterdir()] == ["table.tsv"]


def test_other_columns_change_nothing(tmp_path: Path) -> None:
    table = tmp_path / "table.tsv"
    table.write_text(HEAD + "A\t1\n", encoding="utf-8")

    with pytest.raises(ValueError, match="its columns are"):
        replace_rows(table, "B", lambda path: _write(path, "source\tother\nB\t3\n"))

    assert table.read_text(encoding="utf-8") == HEAD + "A\t1\n"
    assert [path.name for path in tmp_path.iterdir()] == ["table.tsv"]


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
