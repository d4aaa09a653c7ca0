"""From an edit to its name and back, on both strands: c., g. and p. give what they came from.

The stage genes have exon borders inside codons, so every rule of place is touched.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncomatch.annotation.base_place import genomic_edit, place_of, transcript_edit
from oncomatch.annotation.edit import Edit, shift_left, shift_right, trim
from oncomatch.annotation.effect import transcript_effect
from oncomatch.annotation.hgvs import coding_position, describe_genomic
from oncomatch.annotation.notation import Level, parse_base_change
from oncomatch.annotation.protein_notation import parse_residue_change
from oncomatch.annotation.residue_place import residue_place
from oncomatch.domain.variant import Variant
from oncomatch.errors import NotationError, NumberingError
from unit.annotation.rebuilding import BUILD, STRANDS, Gene, protein_of, spliced, stage

RESIDUES = "ACDEFGHIKLMNPQRSTVWY*"
BASES = st.text("ACGT", min_size=0, max_size=7)


def normal(edit: Edit, gene: Gene) -> Edit:
    """Return an edit trimmed and leftmost."""
    if edit.ref and edit.alt:
        edit = trim(Variant("1", edit.start0 + 1, edit.ref, edit.alt, BUILD))
    return shift_left(edit, gene.bases)


def body(name: str) -> str:
    return name.rpartition(":")[2][2:]


@pytest.mark.parametrize("strand", STRANDS)
@given(start=st.integers(960, 1600), size=st.integers(0, 9), alt=BASES)
def test_a_coding_name_means_the_edit_that_it_came_from(
    stage_genes: dict[str, Gene], strand: str, start: int, size: int, alt: str
) -> None:
    gene = stage_genes[strand]
    if strand == "REV":
        start = len(stage()) - start - size
    ref = stage()[start : start + size]
    if ref == alt:
        return
    edit = normal(Edit(start, ref, alt), gene)
    effect = transcript_effect(gene.transcript, edit, gene.bases)

    assert effect is not None
    change = parse_base_change(body(effect.hgvs_c))
    back = transcript_edit(gene.transcript, Level.CODING, change, gene.bases)
    assert normal(back, gene) == edit


@given(start=st.integers(960, 1600), size=st.integers(0, 9), alt=BASES)
def test_a_genomic_name_means_the_edit_that_it_came_from(
    stage_genes: dict[str, Gene], start: int, size: int, alt: str
) -> None:
    gene = stage_genes["FWD"]
    ref = stage()[start : start + size]
    if ref == alt:
        return
    edit = normal(Edit(start, ref, alt), gene)
    name = describe_genomic(BUILD, "1", shift_right(edit, gene.bases), gene.bases)

    change = parse_base_change(body(name))
    assert normal(genomic_edit(change, gene.bases), gene) == edit


def test_every_position_around_a_gene_is_found_again(gene: Gene) -> None:
    transcript = gene.transcript
    for place0 in range(transcript.start0 - 30, transcript.end0 + 30):
        name = coding_position(transcript, place0)
        change = parse_base_change(f"{name}del")

        assert place_of(transcript, Level.CODING, change.first) == place0, name


def test_every_n_position_of_the_transcript_is_its_exonic_one(gene: Gene) -> None:
    transcript = gene.transcript
    for exonic in range(transcript.length):
        change = parse_base_change(f"{exonic + 1}del")

        assert place_of(transcript, Level.TRANSCRIPT, change.first) == transcript.to_genomic(exonic)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("30+1C>T", "G stands at 30.1, not C"),
        ("31+1G>T", "31 is not next to an intron"),
        ("30-1G>T", "30 is not next to an intron"),
        ("30+200G>T", "reaches beyond the intron"),
        ("142A>T", "behind the stop codon, c.141"),
        ("-6000A>T", "more than 5000 bases outside"),
        ("1C>T", "A stands at 1, not C"),
        ("30_31insT", "not neighbours on the genome"),
        ("5_3del", "does not stand behind"),
        ("1_3del4", "is 3 bases, not 4"),
        ("1_3delAT", "AT are 2"),
        ("1=", "there is no variant"),
    ],
)
def test_a_coding_name_that_does_not_fit_is_refused(gene: Gene, name: str, reason: str) -> None:
    with pytest.raises(NotationError, match=reason):
        transcript_edit(gene.transcript, Level.CODING, parse_base_change(name), gene.bases)


def test_a_repeat_becomes_the_copies_that_are_missing_or_too_many(gene: Gene) -> None:
    # MAAAKKD: c.4_12 is GCT three times.
    def placed(name: str) -> Edit:
        change = parse_base_change(name)
        return normal(transcript_edit(gene.transcript, Level.CODING, change, gene.bases), gene)

    assert placed("4GCT[4]") == placed("10_12dup") == placed("4_6[4]") == placed("4_12GCT[4]")
    assert placed("4GCT[2]") == placed("10_12del")
    assert placed("4GCT[1]") == placed("7_12del")
    with pytest.raises(NotationError, match="3 times already"):
        placed("4GCT[3]")
    with pytest.raises(NumberingError, match="not GCA"):
        placed("4GCA[2]")


# Protein changes.


def test_every_substitution_comes_back_from_each_of_its_dna_changes(gene: Gene) -> None:
    transcript = gene.transcript
    protein = transcript.protein_sequence
    for number in range(2, len(protein)):
        for new in RESIDUES.replace(protein[number - 1], ""):
            change = parse_residue_change(f"{protein[number - 1]}{number}{new}")
            place = residue_place(transcript, change, gene.bases)
            expected = (protein[: number - 1] + new + protein[number:]).partition("*")
            for edit, _ in place.edits:
                coding = spliced(transcript, edit, gene.bases)
                assert protein_of(coding) == "".join(expected[:2]), change.short
            sizes = [int(note.split(", ")[1][0]) for _, note in place.edits]
            assert sizes == sorted(sizes)
            assert place.edits or "intron" in place.note


def test_a_residue_with_six_codons_has_all_of_them_fewest_bases_first(gene: Gene) -> None:
    # Residue 8 is W (TGG), in the first exon.
    place = residue_place(gene.transcript, parse_residue_change("W8R"), gene.bases)

    assert [note.split(",")[0] for _, note in place.edits] == [
        "TGG>AGG",
        "TGG>CGG",
        "TGG>AGA",
        "TGG>CGA",
        "TGG>CGC",
        "TGG>CGT",
    ]


@pytest.mark.parametrize(
    "name", ["A2_A4del", "K5_K6del", "K6del", "D7_P9del", "K6dup", "D7_W8dup", "A2_A3dup"]
)
def test_in_frame_changes_come_back_as_the_same_protein(gene: Gene, name: str) -> None:
    transcript = gene.transcript
    protein = transcript.protein_sequence
    change = parse_residue_change(name)
    own = protein[change.first - 1 : change.last]
    new = own * 2 if name.endswith("dup") else ""
    place = residue_place(transcript, change, gene.bases)

    assert place.edits
    for edit, _ in place.edits:
        changed = protein_of(spliced(transcript, edit, gene.bases))
        assert changed == protein[: change.first - 1] + new + protein[change.last :]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("D7_W8insKDD", "inserted bases are not told"),
        ("D7_P9delinsKLK", "inserted bases are not told"),
        ("D7fs", "frameshift"),
        ("D7", "only the codons"),
        ("M1V", "start codon"),
        ("M1?", "start codon"),
    ],
)
def test_what_dna_cannot_be_told_gets_its_codons_only(gene: Gene, name: str, words: str) -> None:
    transcript, change = gene.transcript, parse_residue_change(name)
    place = residue_place(transcript, change, gene.bases)
    ends = [transcript.cds_start + at for at in (3 * change.first - 3, 3 * change.last - 1)]

    assert place.edits == ()
    assert words in place.note
    assert sorted(transcript.to_genomic(at) for at in ends) == [place.start0, place.end0 - 1]


def test_an_insertion_that_is_a_copy_becomes_the_duplication_of_dna(gene: Gene) -> None:
    place = residue_place(gene.transcript, parse_residue_change("W8_P9insDW"), gene.bases)

    assert place.edits
    assert all("D7_W8dup" in note for _, note in place.edits)


def test_a_deletion_insertion_that_a_plain_deletion_gives_is_that_deletion(gene: Gene) -> None:
    # GATTGGCCC without TTGGCC is GAC: D7_P9delinsD reads D, so take K6_W8: AAAGATTGG less AAGATT.
    place = residue_place(gene.transcript, parse_residue_change("K6_W8delinsR"), gene.bases)

    assert [len(edit.ref) for edit, _ in place.edits] == [6]


def test_a_stated_residue_that_is_not_there_is_refused_with_what_is(gene: Gene) -> None:
    with pytest.raises(NumberingError, match=r"residue 8 of .* is W, not D"):
        residue_place(gene.transcript, parse_residue_change("D8E"), gene.bases)
    with pytest.raises(NumberingError, match="has 46 residues, not 99"):
        residue_place(gene.transcript, parse_residue_change("D99E"), gene.bases)
    with pytest.raises(NumberingError, match="are KK, not KD"):
        residue_place(gene.transcript, parse_residue_change("K5_K6delKD"), gene.bases)


def test_no_codon_stands_for_selenocysteine(gene: Gene) -> None:
    with pytest.raises(NotationError, match="no codon stands for U"):
        residue_place(gene.transcript, parse_residue_change("W8U"), gene.bases)


def test_a_transcript_that_reads_on_through_a_stop_has_no_protein_notations(gene: Gene) -> None:
    own = gene.transcript
    reads_on = replace(own, cds=own.cds[:21] + "TGA" + own.cds[24:])

    with pytest.raises(NotationError, match="selenocysteine"):
        residue_place(reads_on, parse_residue_change("K5E"), gene.bases)


def test_only_coding_positions_exist_where_the_utrs_are_not_known(gene: Gene) -> None:
    change = parse_base_change("-3A>T")
    for partial, reason in (
        (replace(gene.transcript, coding_only=True), "only the coding part"),
        (replace(gene.transcript, utr_gap=True), "do not align to the genome"),
    ):
        with pytest.raises(NotationError, match=reason):
            transcript_edit(partial, Level.CODING, change, gene.bases)
        assert place_of(partial, Level.CODING, parse_base_change("31-2del").first) >= 0
